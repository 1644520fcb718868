"""Errors that a user can cause and cure: each says what is wrong, where, and the way out.

The command line shows them as one line. Anything else that is raised is a defect of Potline.
"""

from __future__ import annotations


class PotlineError(Exception):
    """An expected error; its text is one line with an address and a way out."""
