"""The one door to reportlab: sets our own embedded fonts as its defaults first, then hands out its names."""

from __future__ import annotations

from functools import cache

from reportlab import rl_config

from interpreter.report import layout
from interpreter.resources import resource_path

# Read by reportlab while it is imported: Helvetica, its own default, cannot be embedded as an archive PDF asks.
rl_config.canvas_basefontname = layout.FONT
rl_config.defaultGraphicsFontName = layout.FONT
# No text of ours holds an address to fetch; should one ever slip through, nothing is fetched or opened (S21, S22).
rl_config.trustedHosts = []
rl_config.trustedSchemes = []

from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402


@cache
def register_fonts() -> frozenset[int]:
    """Register regular and bold once; give the code points that both can print."""
    known: list[frozenset[int]] = []
    for name, file in layout.FONT_FILES.items():
        font = TTFont(name, str(resource_path(file)))
        pdfmetrics.registerFont(font)
        known.append(frozenset(font.face.charToGlyph))
    pdfmetrics.registerFontFamily(
        layout.FONT, normal=layout.FONT, bold=layout.FONT_BOLD, italic=layout.FONT, boldItalic=layout.FONT_BOLD
    )
    return frozenset.intersection(*known)


register_fonts()

from reportlab.lib.colors import HexColor  # noqa: E402
from reportlab.lib.styles import ParagraphStyle  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402
from reportlab.platypus import (  # noqa: E402
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

__all__ = [
    "BaseDocTemplate",
    "Canvas",
    "CondPageBreak",
    "Flowable",
    "Frame",
    "FrameBreak",
    "HexColor",
    "KeepTogether",
    "NextPageTemplate",
    "PageBreak",
    "PageTemplate",
    "Paragraph",
    "ParagraphStyle",
    "Spacer",
    "Table",
    "register_fonts",
]
