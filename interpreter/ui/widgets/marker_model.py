"""The markers asked about as rows: state, marker, proof or reason; what they matter for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from interpreter.model.findings import MarkerRow
from interpreter.model.results import State
from interpreter.report import wording

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_TITLES = ("State", "Marker", "Gene", "What has to be looked at", "Proof, or why not", "Matters for")
ORDER = (State.DETECTED, State.INCONCLUSIVE, State.NOT_DETECTED, State.NOT_ASSESSED)


@dataclass(frozen=True, slots=True)
class _Shown:
    row: MarkerRow
    cells: tuple[str, ...]
    search: str


def state_text(state: State) -> str:
    """Give a state's mark and word: they are never shown apart."""
    return f"{wording.STATE_MARKS[state]} {wording.STATES[state]}"


def _cells(row: MarkerRow) -> tuple[str, ...]:
    figures = [] if row.min_depth is None else [f"lowest depth {row.min_depth}"]
    if row.detection_limit is not None:
        figures.append(f"detection limit VAF {wording.percent(row.detection_limit)}")
    proof = "; ".join(part for part in (row.reason, row.proof, *figures) if part)
    return (state_text(row.state), row.biomarker, row.gene, row.region, proof, "; ".join(row.matters_for))


class MarkerModel(QAbstractTableModel):
    """Rows in the order of the states; `filter_by` shows those with every word, and of one state if wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[_Shown] = []
        self._shown: list[_Shown] = []
        self._words: tuple[str, ...] = ()
        self._state: State | None = None
        self._by = (0, Qt.SortOrder.AscendingOrder)

    def set_rows(self, rows: Sequence[MarkerRow]) -> None:
        self.beginResetModel()
        self._all = []
        for row in sorted(rows, key=lambda row: ORDER.index(row.state)):
            cells = _cells(row)
            self._all.append(_Shown(row, cells, " ".join(cells).casefold()))
        self._apply()
        self.endResetModel()

    def filter_by(self, text: str, state: State | None) -> None:
        self.beginResetModel()
        self._words, self._state = tuple(text.casefold().split()), state
        self._apply()
        self.endResetModel()

    def row_at(self, row: int) -> MarkerRow:
        return self._shown[row].row

    def counts(self) -> dict[State, int]:
        """Give how many markers are in each state, whatever is shown."""
        return {state: sum(one.row.state is state for one in self._all) for state in ORDER}

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(_TITLES):
            self.beginResetModel()
            self._by = (column, order)
            self._apply()
            self.endResetModel()

    def _apply(self) -> None:
        shown = [
            one
            for one in self._all
            if self._state in (None, one.row.state) and all(word in one.search for word in self._words)
        ]
        column, order = self._by
        shown.sort(
            key=lambda one: ORDER.index(one.row.state) if column == 0 else one.cells[column].casefold(),
            reverse=order is Qt.SortOrder.DescendingOrder,
        )
        self._shown = shown

    # Qt's questions -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._shown[index.row()].cells[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section] if 0 <= section < len(_TITLES) else None
        return None
