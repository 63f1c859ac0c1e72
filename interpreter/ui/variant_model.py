"""All alterations as a table that sorts and filters at once: arrays, and one array of the rows shown.

QSortFilterProxyModel over Python rows takes seconds for 50,000 of them; an index array takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from interpreter.model.alterations import Alteration
from interpreter.model.variants import CallStatus

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    tip: str
    numeric: bool = False


_COLUMNS = (
    _Column("Gene", "Gene (HGNC symbol)"),
    _Column("Change", "Protein change, or the coding change where there is none"),
    _Column("Coding change", "HGVS c. on the gene's transcript"),
    _Column("Consequence", "Sequence Ontology term"),
    _Column("VAF", "Share of reads with the change; empty where the file gives no reads", numeric=True),
    _Column("Depth", "Reads at the place", numeric=True),
    _Column("Call", "Called, or why it is not counted as called"),
    _Column("Origin", "Somatic, germline or unknown"),
    _Column("Position", "Place in the genome, as assembly:chromosome:position"),
    _Column("Notes", "Warnings on this call"),
)


def call_words(alteration: Alteration) -> str:
    """Say whether a call counts, and if not, why."""
    if alteration.status is CallStatus.CALLED:
        return "called"
    return f"{alteration.status.value.replace('_', ' ')}: {alteration.reason}" if alteration.reason else "not counted"


def _position(item: Alteration) -> str:
    return f"{item.variant.assembly}:{item.variant.chrom}:{item.variant.pos}" if item.variant is not None else ""


def _cells(item: Alteration) -> tuple[str, ...]:
    effect = item.effect
    support = item.support
    return (
        item.gene,
        item.protein_change or item.label.removeprefix(f"{item.gene} "),
        effect.hgvs_c if effect is not None else "",
        effect.consequence.value.replace("_", " ") if effect is not None else item.kind.value.replace("_", " "),
        support.vaf_text or (f"{support.vaf:.3f}" if support.vaf is not None else ""),
        str(support.depth) if support.depth is not None else "",
        call_words(item),
        item.origin.value,
        _position(item),
        "; ".join(item.warnings),
    )


class VariantModel(QAbstractTableModel):
    """Rows are alterations; `filter_by` and `sort` change only which row index is shown where."""

    def __init__(self) -> None:
        super().__init__()
        self._items: Sequence[Alteration] = ()
        self._text: NDArray[np.str_] = np.empty((0, len(_COLUMNS)), dtype=np.str_)
        self._search: NDArray[np.str_] = np.empty(0, dtype=np.str_)
        self._numbers: dict[int, NDArray[np.float64]] = {}
        self._order: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._shown: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._filter = ""

    def set_alterations(self, items: Sequence[Alteration]) -> None:
        self.beginResetModel()
        self._items = items
        rows = [_cells(item) for item in items]
        self._text = np.array(rows, dtype=np.str_).reshape(len(rows), len(_COLUMNS))
        self._search = np.array([" ".join(row).casefold() for row in rows], dtype=np.str_)
        self._numbers = {
            4: np.array([_number(item.support.vaf) for item in items]),
            5: np.array([_number(item.support.depth) for item in items]),
        }
        self._order = np.arange(len(rows), dtype=np.intp)
        self._apply()
        self.endResetModel()

    def filter_by(self, text: str) -> None:
        """Show rows that hold every word of `text`, in any column, without regard to case."""
        self.beginResetModel()
        self._filter = text.casefold()
        self._apply()
        self.endResetModel()

    def alteration_at(self, row: int) -> Alteration:
        return self._items[int(self._shown[row])]

    def _apply(self) -> None:
        keep = np.ones(len(self._items), dtype=bool)
        for word in self._filter.split():
            keep &= np.char.find(self._search, word) >= 0
        self._shown = self._order[keep[self._order]]

    # Qt's questions -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return str(self._text[self._shown[index.row()], index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole and _COLUMNS[index.column()].numeric:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(_COLUMNS):
            if role == Qt.ItemDataRole.DisplayRole:
                return _COLUMNS[section].title
            if role == Qt.ItemDataRole.ToolTipRole:
                return _COLUMNS[section].tip
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort stably; what is not known stands last either way."""
        if not 0 <= column < len(_COLUMNS):
            return
        self.beginResetModel()
        descending = order is Qt.SortOrder.DescendingOrder
        if column in self._numbers:
            values = self._numbers[column]
            self._order = np.argsort(-values if descending else values, kind="stable")
        else:
            found = np.argsort(self._text[:, column], kind="stable")
            self._order = found[::-1] if descending else found
        self._apply()
        self.endResetModel()


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)  # numpy sorts NaN last
