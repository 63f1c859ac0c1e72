"""Molecular markers of a tumour, the therapies they speak for or against, and the person, side by side."""

__version__ = "0.1.0"
