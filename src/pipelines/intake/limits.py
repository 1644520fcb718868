"""How large one file may be, and what it may cost while it is read: every limit of intake.

A file beyond a limit is rejected with a finding; no limit is met by anything that a form can be.
"""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024

# A hundred times the largest return; anything above is no form and is not copied.
MAX_FILE_BYTES = 128 * MIB

# Five short lines; what is larger is something else under this name.
MAX_SIDECAR_BYTES = 64 * 1024

# A monthly workbook unzips to about 1 MiB, the largest return to about 20 MiB.
MAX_UNZIPPED_BYTES = 256 * MIB

# A monthly workbook has some 20 parts, the largest return with comments and pictures some 200.
MAX_PARTS = 10_000

# Far above any form: a monthly workbook has some 2,000 cells, a year of hourly values some
# 500,000. At this size the cells of one file take about 450 MiB, in both processes together.
MAX_CELLS = 700_000

# What rows cost beyond reading: each may be wrong in several cells, and each wrong cell is a
# finding. A year of a plant as CSV has some 1,000 rows. Foreign tables have no such bound.
MAX_FORM_ROWS = 5_000

# What a cell can hold (Excel specifications and limits: total number of characters in a cell).
MAX_TEXT_LENGTH = 32_767

# What all cells of a file hold together. Texts that cells share are stored once in a workbook, and
# once for each cell everywhere else; the texts of the largest return take less than a MiB.
MAX_TEXT_OF_ALL_CELLS = 32 * MIB

# Excel takes 31 characters, LibreOffice more; the name is part of the id of each cell of a sheet.
MAX_SHEET_NAME = 255

# A sheet of a workbook ends at XFD1048576 (ECMA-376, and Excel's specification).
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

# The longest table of a form has some 300 rows; a person never scrolls past this many empty ones.
MAX_EMPTY_ROWS = 10_000


@dataclass(frozen=True)
class Limits:
    """What parsing one file may cost; the defaults are the promise of docs/hostile_input.md.

    Five times the memory and a hundred times the time that the largest return takes. With the start
    of its process, and what follows the parsing, a file then takes less than 20 seconds.
    """

    memory_bytes: int = 512 * MIB
    seconds: float = 18.0


LIMITS = Limits()
