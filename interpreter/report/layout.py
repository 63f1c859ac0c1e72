"""Measures of the page, all in points (1/72 inch), and the few greys and sizes that are used."""

from __future__ import annotations

PAGE_SIZES: dict[str, tuple[float, float]] = {"A4": (595.2756, 841.8898), "Letter": (612.0, 792.0)}

MARGIN_SIDE = 40.0
MARGIN_TOP = 26.0
MARGIN_BOTTOM = 24.0
GAP_AFTER_HEADER = 10.0
GAP_BEFORE_FOOTER = 8.0

FONT = "Report"
FONT_BOLD = "Report-Bold"
FONT_FILES: dict[str, str] = {
    FONT: "fonts/DejaVuSansCondensed.ttf",
    FONT_BOLD: "fonts/DejaVuSansCondensed-Bold.ttf",
}

SIZE_TITLE = 16.0
SIZE_SECTION = 11.5
SIZE_HEADING = 9.0
SIZE_LEAD = 9.2
SIZE_BODY = 8.2
SIZE_TABLE = 7.6
SIZE_SMALL = 7.2
SIZE_RUNNING = 7.2
"""Nothing is smaller than 7 points: it is printed, and read by tired eyes."""
LEADING = 1.26

INK = "#111111"
INK_SOFT = "#4d4d4d"
"""8:1 against white: still readable on a grey printer."""
INK_TITLE = "#16365c"
BAND = "#e9ecf0"
RULE = "#b3b8bf"
FRAME = "#111111"

CELL_PADDING = 3.0
LONGEST_TEXT = 1500
"""Characters of one field that are printed; what is cut is said at the cut."""
UNPRINTABLE = "□"
