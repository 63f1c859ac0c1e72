"""Measures of the page, all in points (1/72 inch), and the few greys and sizes that are used."""

from __future__ import annotations

from dataclasses import dataclass

PAGE_SIZES: dict[str, tuple[float, float]] = {"A4": (595.2756, 841.8898), "Letter": (612.0, 792.0)}

MARGIN_SIDE = 40.0
MARGIN_TOP = 26.0
MARGIN_BOTTOM = 24.0
GAP_AFTER_HEADER = 10.0
GAP_BEFORE_FOOTER = 8.0
COLUMN_GAP = 18.0

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Type sizes of one kind of document."""

    title: float
    section: float
    heading: float
    lead: float
    body: float
    table: float
    small: float
    running: float = SIZE_RUNNING
    air: float = 1.0
    """Factor on the space between paragraphs."""


REPORT_SIZES = Sizes(
    title=SIZE_TITLE,
    section=SIZE_SECTION,
    heading=SIZE_HEADING,
    lead=SIZE_LEAD,
    body=SIZE_BODY,
    table=SIZE_TABLE,
    small=SIZE_SMALL,
)
LETTER_SIZES = Sizes(
    title=19.0, section=13.0, heading=11.5, lead=13.0, body=11.2, table=10.5, small=9.5, running=8.5, air=1.35
)
"""For reading at a table, by anyone."""
LARGE_SIZES = Sizes(
    title=20.0, section=16.0, heading=15.0, lead=15.5, body=14.5, table=14.0, small=14.0, running=9.5, air=1.7
)
"""For those who asked for large type."""
FORM_SIZES = Sizes(
    title=17.0, section=11.5, heading=10.5, lead=10.5, body=10.0, table=10.0, small=8.0, running=9.5, air=0.5
)
"""For a form that is filled in with a pen."""

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
