"""Shows the report's own blocks in the window: same words, same objects as the PDF (S16).

Text is put in by a cursor with formats, never parsed as markup, so nothing in it acts (S22).
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from interpreter.report.blocks import (
    Banner,
    Block,
    Bullets,
    Facts,
    Heading,
    Line,
    Paragraph,
    Picture,
    Section,
    Span,
    Style,
    Table,
)


class DocumentView(QTextEdit):
    """A read-only page of blocks; it can be read, selected and copied by keyboard."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(14)

    def show_sections(self, sections: Iterable[Section]) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for section in sections:
            self._heading(cursor, section.title, 1.35)
            for block in section.blocks:
                self._block(cursor, block)
        cursor.endEditBlock()
        self._to_top()

    def show_blocks(self, blocks: Iterable[Block]) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for at, block in enumerate(blocks):
            if at == 0 and isinstance(block, Heading):
                self._heading(cursor, block.text, 1.35)
            else:
                self._block(cursor, block)
        cursor.endEditBlock()
        self._to_top()

    def _to_top(self) -> None:
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    # one kind of block each ---------------------------------------------------------------------------------------

    def _block(self, cursor: QTextCursor, block: Block) -> None:
        match block:
            case Heading():
                self._heading(cursor, block.text, 1.12)
            case Paragraph():
                self._paragraph(cursor, block.line, block.style)
            case Bullets():
                for number, item in enumerate(block.items, start=1):
                    mark = f"{number}." if block.numbered else "•"
                    self._paragraph(cursor, (Span(f"{mark}\t", soft=True), *item), block.style, hanging=True)
            case Facts():
                self._facts(cursor, block)
            case Banner():
                self._banner(cursor, block)
            case Table():
                self._table(cursor, block)
            case Picture():
                self._paragraph(cursor, (Span(block.alt, soft=True),), Style.SMALL)

    def _heading(self, cursor: QTextCursor, text: str, scale: float) -> None:
        layout = QTextBlockFormat()
        layout.setTopMargin(14)
        layout.setBottomMargin(4)
        form = QTextCharFormat()
        form.setFontWeight(QFont.Weight.DemiBold)
        form.setFontPointSize(self.font().pointSizeF() * scale)
        self._begin(cursor, layout)
        cursor.insertText(text, form)

    def _paragraph(self, cursor: QTextCursor, line: Line, style: Style = Style.BODY, *, hanging: bool = False) -> None:
        layout = QTextBlockFormat()
        layout.setBottomMargin(4)
        if hanging:
            step = 2.2 * self.fontMetrics().averageCharWidth()
            layout.setLeftMargin(step)
            layout.setTextIndent(-step)
            tab = QTextOption.Tab()
            tab.position = step
            layout.setTabPositions([tab])
        if style is Style.QUOTE:
            layout.setLeftMargin(16)
        self._begin(cursor, layout)
        self._spans(cursor, line, {Style.LEAD: 1.06, Style.SMALL: 0.92}.get(style, 1.0), italic=style is Style.QUOTE)

    def _facts(self, cursor: QTextCursor, facts: Facts) -> None:
        form = self._table_format([24.0, 76.0], border=0)
        table = self._insert_table(cursor, len(facts.pairs), 2, form)
        for row, (label, value) in enumerate(facts.pairs):
            self._spans(table.cellAt(row, 0).firstCursorPosition(), (Span(label, soft=True),))
            self._spans(table.cellAt(row, 1).firstCursorPosition(), value)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def _banner(self, cursor: QTextCursor, banner: Banner) -> None:
        form = QTextFrameFormat()
        form.setBorder(1.5)
        form.setPadding(6)
        form.setTopMargin(4)
        form.setBottomMargin(6)
        form.setBorderBrush(self.palette().color(QPalette.ColorRole.Text))
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertFrame(form)
        self._spans(cursor, (Span(f"⚠ {banner.title}", strong=True),))
        for line in banner.lines:
            cursor.insertBlock()
            self._spans(cursor, line)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def _table(self, cursor: QTextCursor, block: Table) -> None:
        total = sum(column.share for column in block.columns)
        form = self._table_format([100 * column.share / total for column in block.columns], border=0.5)
        form.setHeaderRowCount(1)
        table = self._insert_table(cursor, len(block.rows) + 1, len(block.columns), form)
        for column, made in enumerate(block.columns):
            self._spans(table.cellAt(0, column).firstCursorPosition(), (Span(made.title, strong=True),), 0.92)
        for row, made_row in enumerate(block.rows, start=1):
            if made_row.banded and len(made_row.cells) == 1:
                table.mergeCells(row, 0, 1, len(block.columns))
            for column, cell in enumerate(made_row.cells):
                place = table.cellAt(row, column).firstCursorPosition()
                for position, line in enumerate(cell.lines):
                    if position:
                        place.insertBlock()
                    self._spans(place, line, 0.95)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    # how text and tables are put in -------------------------------------------------------------------------------

    def _begin(self, cursor: QTextCursor, layout: QTextBlockFormat) -> None:
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if self.document().isEmpty() or cursor.block().text() == "":
            cursor.setBlockFormat(layout)
        else:
            cursor.insertBlock(layout)

    def _spans(self, cursor: QTextCursor, line: Line, scale: float = 1.0, italic: bool = False) -> None:
        for span in line:
            form = QTextCharFormat()
            form.setFontPointSize(self.font().pointSizeF() * scale * (0.92 if span.soft else 1.0))
            form.setFontItalic(italic)
            if span.strong:
                form.setFontWeight(QFont.Weight.DemiBold)
            if span.soft:
                form.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
            cursor.insertText(span.text, form)

    def _table_format(self, shares: list[float], border: float) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, share) for share in shares])
        form.setBorder(border)
        form.setBorderCollapse(True)
        form.setBorderBrush(self.palette().color(QPalette.ColorRole.Mid))
        form.setCellPadding(3)
        form.setTopMargin(2)
        form.setBottomMargin(6)
        return form

    def _insert_table(self, cursor: QTextCursor, rows: int, columns: int, form: QTextTableFormat) -> QTextTable:
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor.insertTable(max(rows, 1), columns, form)
