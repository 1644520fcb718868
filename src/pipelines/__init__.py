"""Potline: raw plant submissions in; checked, published and traceable marts out."""
