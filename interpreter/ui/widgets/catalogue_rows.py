"""A table of texts to filter, for long lists: what would change, drafts, what nobody has verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.widgets.tables import plain_table

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row; the first cell is its kind, to filter by. `about` is handed back when the row is chosen."""

    cells: tuple[str, ...]
    about: object = None


class TextModel(QAbstractTableModel):
    """Rows as they come until a column is sorted by; `filter_by` shows those with every word, of one kind if wanted."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles = tuple(titles)
        self._all: list[tuple[TextRow, str]] = []
        self._shown: list[TextRow] = []
        self._words: tuple[str, ...] = ()
        self._kind = ""
        self._by: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[TextRow]) -> None:
        self.beginResetModel()
        self._all = [(row, "\n".join(row.cells).casefold()) for row in rows]
        self._apply()
        self.endResetModel()

    def filter_by(self, text: str, kind: str) -> None:
        self.beginResetModel()
        self._words, self._kind = tuple(text.casefold().split()), kind
        self._apply()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._by = (column, order) if 0 <= column < len(self._titles) else None
        self._apply()
        self.endResetModel()

    @property
    def shown(self) -> tuple[TextRow, ...]:
        return tuple(self._shown)

    @property
    def total(self) -> int:
        return len(self._all)

    def kinds(self) -> dict[str, int]:
        """Give each kind with its number of rows, whatever is shown, in the order in which they come."""
        counted: dict[str, int] = {}
        for row, _ in self._all:
            counted[row.cells[0]] = counted.get(row.cells[0], 0) + 1
        return counted

    def _apply(self) -> None:
        shown = [
            row
            for row, text in self._all
            if self._kind in ("", row.cells[0]) and all(word in text for word in self._words)
        ]
        if self._by is not None:
            column, order = self._by
            shown.sort(key=lambda row: row.cells[column].casefold(), reverse=order is Qt.SortOrder.DescendingOrder)
        self._shown = shown

    # Qt's questions -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._shown[index.row()].cells[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section] if 0 <= section < len(self._titles) else None
        return None


class TextTable(QWidget):
    """A line to filter by, a choice of kinds, the table, and how many rows are shown; `chosen(TextRow | None)`."""

    chosen = Signal(object)

    def __init__(self, name: str, titles: Sequence[str], widths: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TextModel(titles)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter: every word must occur")
        self.filter.setAccessibleName(f"Filter: {name}")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAcceptDrops(False)
        self.kind = QComboBox()
        self.kind.setAccessibleName(f"Show one kind of row: {name}")
        self.kind.setMinimumContentsLength(18)
        self.kind.addItem("all", "")
        self.table = plain_table(self.model, name, widths)
        self.count = plain_label("", "soft")
        top = QHBoxLayout()
        top.addWidget(self.filter, 1)
        top.addWidget(self.kind)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.count)
        self.filter.textChanged.connect(self._on_filter)
        self.kind.currentIndexChanged.connect(self._on_filter)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.model.modelReset.connect(self._on_reset)

    def show_rows(self, rows: Sequence[TextRow]) -> None:
        """Show other rows, all of them."""
        self.model.set_rows(rows)
        with QSignalBlocker(self.kind):
            self.kind.clear()
            self.kind.addItem("all", "")
            for kind, count in self.model.kinds().items():
                self.kind.addItem(f"{kind} ({count})", kind)
        self._on_filter()

    def _on_filter(self) -> None:
        self.model.filter_by(self.filter.text(), self.kind.currentData() or "")

    def _on_row(self, index: QModelIndex, _previous: QModelIndex) -> None:
        self.chosen.emit(self.model.shown[index.row()] if index.isValid() else None)

    def _on_reset(self) -> None:
        shown, total = len(self.model.shown), self.model.total
        said = "1 row" if total == 1 else f"{total} rows"
        self.count.setText(said if shown == total else f"{shown} of {said}")
        self.chosen.emit(None)
