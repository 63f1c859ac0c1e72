"""The stored cases as a table that filters as you type: texts made once, and a list of which rows are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from interpreter.store.values import CaseState, CaseSummary

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
TITLES = ("Case", "State", "Person", "Born", "Record", "Tumour", "Date", "Version", "Owner", "Changed", "Kept by law")
STATE_WORDS = {
    CaseState.DRAFT: "– draft",
    CaseState.HELD: "? held",
    CaseState.SIGNED: "✓ signed",
    CaseState.AMENDED: "▲ amended, not signed again",
    CaseState.ERASED: "✕ erased",
}
"""A mark and a word: they are never shown apart."""
_VERSION = 7


def _cells(case: CaseSummary) -> tuple[str, ...]:
    return (
        case.id,
        STATE_WORDS[case.state],
        case.identity.name,
        case.identity.birth_date,
        case.identity.record_number,
        case.tumour_type,
        case.date,
        str(case.version),
        case.owner,
        case.updated_at.replace("T", " ").removesuffix("Z"),
        case.hold,
    )


class CasesModel(QAbstractTableModel):
    """Rows as the store gives them (the latest changed first) until a column is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._cases: list[CaseSummary] = []
        self._cells: list[tuple[str, ...]] = []
        self._search: list[str] = []
        self._order: list[int] = []
        self._shown: list[int] = []
        self._words: tuple[str, ...] = ()
        self._state: CaseState | None = None
        self._by = (-1, Qt.SortOrder.AscendingOrder)

    def set_cases(self, cases: Sequence[CaseSummary]) -> None:
        self.beginResetModel()
        self._cases = list(cases)
        self._cells = [_cells(case) for case in self._cases]
        self._search = [
            "\n".join((*row, case.identity.sample_id, case.identity.order_id)).casefold()
            for row, case in zip(self._cells, self._cases, strict=True)
        ]
        self._arrange()
        self.endResetModel()

    def filter_by(self, text: str, state: CaseState | None) -> None:
        """Show the cases in which every word occurs, and of one state if wanted."""
        self.beginResetModel()
        self._words, self._state = tuple(text.casefold().split()), state
        self._select()
        self.endResetModel()

    def case_at(self, row: int) -> CaseSummary:
        return self._cases[self._shown[row]]

    def row_of(self, case_id: str) -> int:
        """Give the row in which a case is shown, -1 when it is not."""
        return next((row for row, at in enumerate(self._shown) if self._cases[at].id == case_id), -1)

    def total(self) -> int:
        return len(self._cases)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._by = (column, order)
        self._arrange()
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        text = self._cells[self._shown[index.row()]][index.column()]
        return text if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return TITLES[section]
        return None

    def _arrange(self) -> None:
        column, order = self._by
        self._order = list(range(len(self._cases)))
        if column == _VERSION:
            self._order.sort(key=lambda at: self._cases[at].version)
        elif column >= 0:
            self._order.sort(key=lambda at: self._cells[at][column].casefold())
        if column >= 0 and order is Qt.SortOrder.DescendingOrder:
            self._order.reverse()
        self._select()

    def _select(self) -> None:
        words, state, search, cases = self._words, self._state, self._search, self._cases
        self._shown = [
            at
            for at in self._order
            if (state is None or cases[at].state is state) and all(word in search[at] for word in words)
        ]
