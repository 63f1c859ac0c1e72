"""Blocks -> reportlab flowables that tag themselves while they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from interpreter.report import layout, pdf_base
from interpreter.report.blocks import (
    Banner,
    Block,
    Bullets,
    Facts,
    Heading,
    Line,
    Paragraph,
    Picture,
    Row,
    Section,
    Style,
    Table,
    Together,
    WritingLines,
    line,
    strong,
)
from interpreter.report.pdf_shapes import paint
from interpreter.report.pdf_tags import Tag, artifact
from interpreter.report.pdf_text import Scribe


@cache
def style(
    size: float,
    *,
    bold: bool = False,
    colour: str = layout.INK,
    before: float = 0.0,
    after: float = 0.0,
    indent: float = 0.0,
    bullet: float = 10.0,
) -> Any:
    """Give a paragraph style; long words are broken rather than clipped."""
    return pdf_base.ParagraphStyle(
        f"{size}-{bold}-{colour}-{before}-{after}-{indent}-{bullet}",
        fontName=layout.FONT_BOLD if bold else layout.FONT,
        fontSize=size,
        leading=size * layout.LEADING,
        textColor=pdf_base.HexColor(colour),
        spaceBefore=before,
        spaceAfter=after,
        leftIndent=indent,
        bulletIndent=max(0.0, indent - bullet),
        bulletFontName=layout.FONT,
        bulletFontSize=size,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


class Text(pdf_base.Paragraph):  # type: ignore[misc]
    """A paragraph that tags itself; the parts it is split into belong to the same parent."""

    role = "P"
    parent: Tag | None = None
    outline = ""

    def split(self, width: float, height: float) -> list[Any]:
        parts: list[Any] = super().split(width, height)
        for part in parts:
            part.role, part.parent = self.role, self.parent
        if parts:
            parts[0].outline = self.outline
        return parts

    def draw(self) -> None:
        canvas = self.canv
        if self.outline:
            key = f"section-{canvas.getPageNumber()}-{len(canvas._code)}"
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(self.outline, key, level=0)
        with canvas.tags.content(canvas, self.role, self.parent):
            super().draw()


class Grid(pdf_base.Table):  # type: ignore[misc]
    """A table that tags its rows and cells; its rules and backgrounds are not read aloud."""

    room = 0.0
    """Height of an empty page: only a row that is taller than this is itself cut."""

    def split(self, width: float, height: float) -> list[Any]:
        parts: list[Any] = super().split(width, height)
        if not parts and height > self.room / 2 and self._taller_than_a_page():
            self._nosplitCmds: list[Any] = []
            self.splitInRow = 1
            parts = super().split(width, height)
        for part in parts:
            part.room, part.splitInRow = self.room, 0
        return parts

    def _taller_than_a_page(self) -> bool:
        """Tell whether the header and the first rows, which may have to stay together, need more than a page."""
        return bool(sum(self._rowHeights[: self.repeatRows + 2]) > self.room)

    def draw(self) -> None:
        self._tag = Tag("Table", self.canv.tags.root)
        self._rows: dict[float, Tag] = {}
        super().draw()

    def _drawBkgrnd(self) -> None:  # noqa: N802 - reportlab's name
        artifact(self.canv, super()._drawBkgrnd)

    def _drawLines(self) -> None:  # noqa: N802
        artifact(self.canv, super()._drawLines)

    def _drawCell(self, value: Any, style: Any, position: Any, size: Any) -> None:  # noqa: N802
        top = round(position[1] + size[1], 2)
        row = self._rows.get(top)
        if row is None:
            row = self._rows[top] = Tag("TR", self._tag)
        header = bool(self.repeatRows) and len(self._rows) == 1
        whole = size[0] > 0.99 * sum(self._colWidths) and len(self._colWidths) > 1
        cell = Tag("TH" if header else "TD", row, header=header, columns=len(self._colWidths) if whole else 1)
        cell.place()
        for flowable in value:
            flowable.parent = cell
        super()._drawCell(value, style, position, size)


class Figure(pdf_base.Flowable):  # type: ignore[misc]
    """A picture with its meaning in words."""

    def __init__(self, picture: Picture, scribe: Scribe, width: float) -> None:
        super().__init__()
        self._picture = picture
        self._scribe = scribe
        self._scale = min(1.0, width / picture.width)
        self._alt = scribe.plain(picture.alt)
        for shape in picture.shapes:
            scribe.plain(shape.text)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, self._picture.height * self._scale + 4.0

    def draw(self) -> None:
        with self.canv.tags.content(self.canv, "Figure", alt=self._alt):
            self.canv.translate(0.0, 2.0)
            self.canv.scale(self._scale, self._scale)
            paint(self._picture, self.canv, self._scribe.plain)


class Maker:
    """Makes the flowables of one document; a page has room for `width` by `height` points."""

    def __init__(self, scribe: Scribe, width: float, height: float, sizes: layout.Sizes = layout.REPORT_SIZES) -> None:
        self._scribe = scribe
        self._width = width
        self._height = height
        self._sizes = sizes
        self._by_style = {
            Style.LEAD: sizes.lead,
            Style.BODY: sizes.body,
            Style.SMALL: sizes.small,
            Style.QUOTE: sizes.lead,
        }
        self._air = sizes.air

    def section(self, section: Section) -> list[Any]:
        made: list[Any] = [pdf_base.PageBreak()] if section.new_page else [pdf_base.CondPageBreak(90)]
        title = self.text(
            line(section.title),
            style(
                self._sizes.section, bold=True, colour=layout.INK_TITLE, before=11.0 * min(1.0, self._air), after=3.0
            ),
            role="H2",
        )
        title.outline = self._scribe.plain(section.title)
        made.append(title)
        made.append(Rule(self._width))
        flows = [self.block(block) for block in section.blocks]
        for number, (block, flow) in enumerate(zip(section.blocks, flows, strict=True)):
            if isinstance(block, Heading):
                made.append(pdf_base.CondPageBreak(self._needed_after(flows[number + 1 : number + 3])))
            made.extend(flow)
        return made

    def _needed_after(self, following: list[list[Any]]) -> float:
        """Give the room that a heading needs so that it never stands alone at the end of a page."""
        needed = 30.0
        for flow in following:
            for item in flow:
                if isinstance(item, Grid):
                    item.wrap(self._width, self._height)
                    return float(min(needed + sum(item._rowHeights[: item.repeatRows + 2]), self._height / 2))
            needed += 24.0
        return needed

    def block(self, block: Block) -> list[Any]:
        match block:
            case Paragraph():
                return [self._paragraph(block)]
            case Heading():
                look = style(self._sizes.heading, bold=True, before=7.0, after=2.5)
                return [self.text(line(block.text), look, role="H3")]
            case Bullets():
                return self._bullets(block)
            case Facts():
                return [self._facts(block), pdf_base.Spacer(1, 3)]
            case Banner():
                return [pdf_base.Spacer(1, 3), self._banner(block), pdf_base.Spacer(1, 3)]
            case Table():
                return [self._table(block), pdf_base.Spacer(1, 5)]
            case Picture():
                return [Figure(block, self._scribe, self._width)]
            case Together():
                return [pdf_base.KeepTogether([item for inner in block.blocks for item in self.block(inner)])]
            case WritingLines():
                return [Ruled(self._width, block.count, self._sizes.body * 1.9)]

    def text(self, spans: Line, look: Any, *, role: str = "P", bullet: str | None = None) -> Text:
        made = Text(self._scribe.markup(spans), look, bulletText=bullet)
        made.role = role
        return made

    def _paragraph(self, block: Paragraph) -> Any:
        size = self._by_style[block.style]
        if block.style is Style.QUOTE:
            return self.text(block.line, style(size, after=3.0 * self._air, indent=10.0), role="P")
        return self.text(block.line, style(size, after=2.5 * self._air))

    def _bullets(self, block: Bullets) -> list[Any]:
        size = self._by_style[block.style]
        whole = Tag("L")
        whole.placed = False
        made = []
        for number, item in enumerate(block.items, start=1):
            text = self.text(
                item,
                style(
                    size,
                    after=1.2 * self._air,
                    indent=(15.0 if block.numbered else 10.0) * self._air,
                    bullet=10.0 * self._air,
                ),
                role="LBody",
                bullet=f"{number}." if block.numbered else "•",
            )
            text.parent = Tag("LI", whole)
            made.append(text)
        room_below = [pdf_base.Spacer(1, 3.0 * self._air)] if self._air > 1.0 else []
        return [_Anchor(whole), *made, *room_below]

    def _cells(self, lines: Iterable[Line], look: Any) -> list[Any]:
        return [self.text(item, look) for item in lines]

    def _facts(self, block: Facts) -> Any:
        look = style(self._sizes.table)
        label = style(self._sizes.table, colour=layout.INK_SOFT)
        rows: list[list[Any]] = []
        for start in range(0, len(block.pairs), block.columns):
            row: list[Any] = []
            for name, value in block.pairs[start : start + block.columns]:
                row.extend(([self.text(line(name), label)], [self.text(value, look)]))
            row.extend([[]] * (2 * block.columns - len(row)))
            rows.append(row)
        part = self._width / block.columns
        name_width = 74.0
        widths = [name_width, part - name_width] * block.columns
        commands = [*_PADDING, ("TOPPADDING", (0, 0), (-1, -1), 1.0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.0)]
        return self._grid(rows, widths, commands, repeat=0)

    def _banner(self, block: Banner) -> Any:
        look = style(self._sizes.body)
        lines = [self.text(line("⚠ ", strong(block.title)), look), *self._cells(block.lines, look)]
        commands = [*_PADDING, ("BOX", (0, 0), (-1, -1), 1.2, pdf_base.HexColor(layout.FRAME))]
        commands += [("LEFTPADDING", (0, 0), (-1, -1), 7.0), ("BOTTOMPADDING", (0, 0), (-1, -1), 4.0)]
        return self._grid([[lines]], [self._width], commands, repeat=0)

    def _table(self, block: Table) -> Any:
        head = style(self._sizes.table, bold=True)
        look = style(self._sizes.table)
        rows: list[list[Any]] = [[[self.text(line(column.title), head)] for column in block.columns]]
        commands: list[Any] = [
            *_PADDING,
            ("LINEBELOW", (0, 0), (-1, 0), 0.9, pdf_base.HexColor(layout.FRAME)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.35, pdf_base.HexColor(layout.RULE)),
        ]
        for number, row in enumerate(block.rows, start=1):
            rows.append(self._row(row, len(block.columns), look))
            if row.banded:
                commands.append(("SPAN", (0, number), (-1, number)))
                commands.append(("BACKGROUND", (0, number), (-1, number), pdf_base.HexColor(layout.BAND)))
                if number < len(block.rows):  # the head of a group never stands alone at the end of a page
                    commands.append(("NOSPLIT", (0, number), (-1, number + 1)))
        shares = sum(column.share for column in block.columns)
        widths = [self._width * column.share / shares for column in block.columns]
        return self._grid(rows, widths, commands, repeat=1)

    def _grid(self, rows: list[list[Any]], widths: list[float], commands: list[Any], *, repeat: int) -> Grid:
        grid = Grid(rows, colWidths=widths, style=commands, repeatRows=repeat)
        grid.room = self._height
        return grid

    def _row(self, row: Row, columns: int, look: Any) -> list[Any]:
        made: list[Any] = [self._cells(one.lines, look) for one in row.cells]
        made.extend([] for _ in range(columns - len(made)))
        return made


class Rule(pdf_base.Flowable):  # type: ignore[misc]
    """A thin line under a section's title."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self._line = width

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self._line, 4.0

    def draw(self) -> None:
        artifact(self.canv, self._draw)

    def _draw(self) -> None:
        self.canv.setStrokeColor(pdf_base.HexColor(layout.INK_TITLE))
        self.canv.setLineWidth(0.8)
        self.canv.line(0.0, 3.0, self._line, 3.0)


class Ruled(pdf_base.Flowable):  # type: ignore[misc]
    """Empty lines to write on; `step` points apart."""

    def __init__(self, width: float, count: int, step: float) -> None:
        super().__init__()
        self._line, self._count, self._step = width, count, step

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self._line, self._count * self._step + 3.0

    def draw(self) -> None:
        artifact(self.canv, self._draw)

    def _draw(self) -> None:
        self.canv.setStrokeColor(pdf_base.HexColor(layout.INK_SOFT))
        self.canv.setLineWidth(0.5)
        for number in range(self._count):
            self.canv.line(0.0, 3.0 + number * self._step, self._line, 3.0 + number * self._step)


class _Anchor(pdf_base.Flowable):  # type: ignore[misc]
    """Takes no room; hangs a list into the tree of the document it is drawn in."""

    def __init__(self, tag: Tag) -> None:
        super().__init__()
        self._hung = tag

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return 0.0, 0.0

    def draw(self) -> None:
        self._hung.parent = self.canv.tags.root


_PADDING = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), layout.CELL_PADDING),
    ("RIGHTPADDING", (0, 0), (-1, -1), layout.CELL_PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), 2.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
]
