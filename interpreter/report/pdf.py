"""Document -> PDF bytes: tagged, PDF/A-2b, identity and page x of y on each page; equal input gives equal bytes."""

from __future__ import annotations

import io
from typing import Any

from interpreter.report import layout, pdf_base, wording
from interpreter.report.blocks import Document, Line, line, strong
from interpreter.report.pdf_archive import archive
from interpreter.report.pdf_flow import Maker, Text, style
from interpreter.report.pdf_tags import TagTree, artifact
from interpreter.report.pdf_text import Scribe


def render_pdf(document: Document, page_size: str = "A4") -> bytes:
    """Give the PDF of a report or a letter on "A4" or "Letter".

    Raises:
        KeyError: the page size is neither.
    """
    width, height = layout.PAGE_SIZES[page_size]
    scribe = Scribe(pdf_base.register_fonts())
    room = width - 2 * layout.MARGIN_SIDE
    frame = _Frame(document, scribe, room, height)
    maker = Maker(scribe, room, height - frame.top - frame.bottom)
    story: list[Any] = []
    title_look = style(layout.SIZE_TITLE, bold=True, colour=layout.INK_TITLE)
    story.append(maker.text(line(document.title), title_look, role="H1"))
    if document.subtitle:
        story.append(maker.text(line(document.subtitle), style(layout.SIZE_LEAD, after=2.0)))
    for section in document.sections:
        story.extend(maker.section(section))
    small = style(layout.SIZE_SMALL, before=6.0)
    story.extend(maker.text(note, small) for note in _printing_notes(scribe))
    story.append(pdf_base.Spacer(1, 4))
    story.append(maker.text(line(strong(f"– {document.ending} –")), style(layout.SIZE_BODY)))
    tags = TagTree()
    raw = io.BytesIO()
    template = pdf_base.SimpleDocTemplate(
        raw,
        pagesize=(width, height),
        leftMargin=layout.MARGIN_SIDE - 6.0,  # a frame of reportlab pads by 6 points of its own
        rightMargin=layout.MARGIN_SIDE - 6.0,
        topMargin=frame.top - 6.0,
        bottomMargin=frame.bottom - 6.0,
        invariant=1,
        title=scribe.plain(document.title),
        author=scribe.plain(document.edition),
        subject=scribe.plain(document.mark),
        lang=document.language,
    )

    def make_canvas(*words: Any, **options: Any) -> _Numbered:
        return _Numbered(frame, tags, *words, **options)

    template.build(story, canvasmaker=make_canvas)
    return archive(raw.getvalue(), tags, date=document.date, language=document.language)


def _printing_notes(scribe: Scribe) -> list[Line]:
    """Say what could not be printed as it is written in the files."""
    notes: list[Line] = []
    if scribe.replaced:
        codes = ", ".join(sorted(f"U+{ord(character):04X}" for character in scribe.replaced)[:20])
        notes.append(line(strong("Printing: "), wording.unprintable(layout.UNPRINTABLE, codes)))
    if scribe.right_to_left:
        notes.append(line(strong("Printing: "), wording.RIGHT_TO_LEFT))
    return notes


class _Frame:
    """What stands at the top and bottom of each page, and the room it takes."""

    def __init__(self, document: Document, scribe: Scribe, room: float, page_height: float) -> None:
        look = style(layout.SIZE_RUNNING)
        faint = style(layout.SIZE_RUNNING, colour=layout.INK_SOFT)
        self._height = page_height
        self._room = room
        self._mark = scribe.plain(document.mark)
        self._head = Text(scribe.markup(document.running), look)
        self._foot = [Text(scribe.markup(line(text)), faint) for text in (document.footer, document.edition) if text]
        self._head_height = self._head.wrap(room, page_height)[1]
        self._foot_heights = [text.wrap(room, page_height)[1] for text in self._foot]
        self._first = layout.SIZE_RUNNING * 1.9
        self.top = layout.MARGIN_TOP + self._first + self._head_height + layout.GAP_AFTER_HEADER
        self.bottom = layout.MARGIN_BOTTOM + sum(self._foot_heights) + layout.GAP_BEFORE_FOOTER

    def draw(self, canvas: Any, page: int, pages: int) -> None:
        left, right = layout.MARGIN_SIDE, layout.MARGIN_SIDE + self._room
        base = self._height - layout.MARGIN_TOP - layout.SIZE_RUNNING
        canvas.setFillColor(pdf_base.HexColor(layout.INK))
        canvas.setStrokeColor(pdf_base.HexColor(layout.FRAME))
        canvas.setFont(layout.FONT_BOLD, layout.SIZE_RUNNING)
        if self._mark:
            width = canvas.stringWidth(self._mark, layout.FONT_BOLD, layout.SIZE_RUNNING)
            canvas.setLineWidth(0.8)
            canvas.rect(left, base - 3.0, width + 10.0, layout.SIZE_RUNNING + 5.0, stroke=1, fill=0)
            canvas.drawString(left + 5.0, base, self._mark)
        canvas.drawRightString(right, base, f"Page {page} of {pages}")
        top = self._height - layout.MARGIN_TOP - self._first - self._head_height
        self._draw(canvas, self._head, left, top)
        canvas.setStrokeColor(pdf_base.HexColor(layout.RULE))
        canvas.setLineWidth(0.5)
        canvas.line(left, top - 3.0, right, top - 3.0)
        y = layout.MARGIN_BOTTOM + sum(self._foot_heights)
        canvas.line(left, y + 3.0, right, y + 3.0)
        for text, height in zip(self._foot, self._foot_heights, strict=True):
            y -= height
            self._draw(canvas, text, left, y)

    @staticmethod
    def _draw(canvas: Any, text: Text, x: float, y: float) -> None:
        canvas.saveState()
        canvas.translate(x, y)
        text.canv = canvas
        text.drawPara(False)
        canvas.restoreState()


class _Numbered(pdf_base.Canvas):  # type: ignore[misc]
    """A canvas that knows the number of pages before it writes the first: the pages wait until all are laid out."""

    def __init__(self, frame: _Frame, tags: TagTree, *words: Any, **options: Any) -> None:
        super().__init__(*words, **options)
        self.tags = tags
        self._page_frame = frame
        self._waiting: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._waiting.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        waiting = self._waiting
        for page in waiting:
            self.__dict__.update(page)
            artifact(self, self._page_frame.draw, self, self.getPageNumber(), len(waiting))
            super().showPage()
        super().save()
