"""Document -> PDF bytes: tagged, PDF/A-2b, identity and page x of y on each page; equal input gives equal bytes."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from interpreter.report import layout, pdf_base, wording
from interpreter.report.blocks import Document, Line, Look, PageWords, line, strong
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
    sizes = _SIZES[document.look]
    scribe = Scribe(pdf_base.register_fonts())
    room = width - 2 * layout.MARGIN_SIDE
    frame = _Frame(document, scribe, room, height, sizes)
    tall = height - frame.top - frame.bottom
    columns = document.look is Look.FORM
    maker = Maker(scribe, (room - layout.COLUMN_GAP) / 2 if columns else room, tall, sizes)
    opening: list[Any] = []
    title_look = style(sizes.title, bold=True, colour=layout.INK_TITLE)
    opening.append(maker.text(line(document.title), title_look, role="H1"))
    if document.subtitle:
        opening.append(maker.text(line(document.subtitle), style(sizes.lead, after=2.0)))
    head = document.sections[:1] if columns else ()
    for section in head:  # the first section of a form runs over both columns
        flows = Maker(scribe, room, tall, sizes).section(section)
        opening.extend(flow for flow in flows if not isinstance(flow, pdf_base.CondPageBreak))
    story: list[Any] = []
    for section in document.sections[len(head) :]:
        story.extend(maker.section(section))
    small = style(sizes.small, before=6.0)
    story.extend(maker.text(note, small) for note in _printing_notes(scribe, document.page_words))
    story.append(pdf_base.Spacer(1, 4))
    story.append(maker.text(line(strong(f"– {document.ending} –")), style(sizes.body)))
    tags = TagTree()
    raw = io.BytesIO()
    template = pdf_base.BaseDocTemplate(
        raw,
        pagesize=(width, height),
        pageTemplates=_pages(frame, width, height, opening if columns else []),
        invariant=1,
        title=scribe.plain(document.title),
        author=scribe.plain(document.edition),
        subject=scribe.plain(document.mark),
        lang=document.language,
    )

    def make_canvas(*words: Any, **options: Any) -> _Numbered:
        return _Numbered(frame, tags, *words, **options)

    between = [pdf_base.FrameBreak(), pdf_base.NextPageTemplate("columns")] if columns else []
    template.build([*opening, *between, *story], canvasmaker=make_canvas)
    return archive(raw.getvalue(), tags, date=document.date, language=document.language)


_SIZES = {
    Look.REPORT: layout.REPORT_SIZES,
    Look.LETTER: layout.LETTER_SIZES,
    Look.LARGE: layout.LARGE_SIZES,
    Look.FORM: layout.FORM_SIZES,
}


def _pages(frame: _Frame, width: float, height: float, opening: list[Any]) -> list[Any]:
    """Give the pages' frames: one over the whole width, or an opening with two columns below it."""
    pad = 6.0  # a frame of reportlab pads by 6 points of its own
    left, room = layout.MARGIN_SIDE - pad, width - 2 * layout.MARGIN_SIDE + 2 * pad
    bottom, tall = frame.bottom - pad, height - frame.top - frame.bottom + 2 * pad
    if not opening:
        return [pdf_base.PageTemplate("page", [pdf_base.Frame(left, bottom, room, tall)])]
    column = (room - 2 * pad - layout.COLUMN_GAP) / 2 + 2 * pad
    starts = (left, left + room - column)
    head = min(tall / 2, sum(_height_of(item, room - 2 * pad, tall) for item in opening) + 2 * pad + 1.0)
    first = [pdf_base.Frame(left, bottom + tall - head, room, head)]
    first += [pdf_base.Frame(start, bottom, column, tall - head + pad) for start in starts]
    return [
        pdf_base.PageTemplate("opening", first),
        pdf_base.PageTemplate("columns", [pdf_base.Frame(start, bottom, column, tall) for start in starts]),
    ]


def _height_of(item: Any, width: float, height: float) -> float:
    return float(item.wrap(width, height)[1] + item.getSpaceBefore() + item.getSpaceAfter())


def page_count(content: bytes) -> int:
    """Tell how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def _printing_notes(scribe: Scribe, words: PageWords) -> list[Line]:
    """Say what could not be printed as it is written in the files."""
    notes: list[Line] = []
    if scribe.replaced:
        codes = ", ".join(sorted(f"U+{ord(character):04X}" for character in scribe.replaced)[:20])
        if words.unprintable:
            notes.append(line(words.unprintable.format(box=layout.UNPRINTABLE, codes=codes)))
        else:
            notes.append(line(strong("Printing: "), wording.unprintable(layout.UNPRINTABLE, codes)))
    if scribe.right_to_left:
        if words.right_to_left:
            notes.append(line(words.right_to_left))
        else:
            notes.append(line(strong("Printing: "), wording.RIGHT_TO_LEFT))
    return notes


class _Frame:
    """What stands at the top and bottom of each page, and the room it takes."""

    def __init__(
        self, document: Document, scribe: Scribe, room: float, page_height: float, sizes: layout.Sizes
    ) -> None:
        look = style(sizes.running)
        faint = style(sizes.running, colour=layout.INK_SOFT)
        self._size = sizes.running
        self._page_words = scribe.plain(document.page_words.page)
        self._height = page_height
        self._room = room
        self._mark = scribe.plain(document.mark)
        self._head = Text(scribe.markup(document.running), look)
        self._foot = [Text(scribe.markup(line(text)), faint) for text in (document.footer, document.edition) if text]
        self._head_height = self._head.wrap(room, page_height)[1]
        self._foot_heights = [text.wrap(room, page_height)[1] for text in self._foot]
        self._first = self._size * 1.9
        self.top = layout.MARGIN_TOP + self._first + self._head_height + layout.GAP_AFTER_HEADER
        self.bottom = layout.MARGIN_BOTTOM + sum(self._foot_heights) + layout.GAP_BEFORE_FOOTER

    def draw(self, canvas: Any, page: int, pages: int) -> None:
        left, right = layout.MARGIN_SIDE, layout.MARGIN_SIDE + self._room
        base = self._height - layout.MARGIN_TOP - self._size
        canvas.setFillColor(pdf_base.HexColor(layout.INK))
        canvas.setStrokeColor(pdf_base.HexColor(layout.FRAME))
        canvas.setFont(layout.FONT_BOLD, self._size)
        if self._mark:
            width = canvas.stringWidth(self._mark, layout.FONT_BOLD, self._size)
            canvas.setLineWidth(0.8)
            canvas.rect(left, base - 3.0, width + 10.0, self._size + 5.0, stroke=1, fill=0)
            canvas.drawString(left + 5.0, base, self._mark)
        canvas.drawRightString(right, base, self._page_words.format(page=page, pages=pages))
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
