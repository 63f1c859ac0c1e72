"""All alterations as a table that sorts and filters at once: arrays, and one array of the rows shown.

QSortFilterProxyModel over Python rows takes seconds for 50,000 of them; an index array takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import contains
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


_VAF, _DEPTH = 4, 5


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


class Rows:
    """Alterations made ready to be shown, sorted and filtered; may be made off the GUI thread."""

    def __init__(self, items: Sequence[Alteration]) -> None:
        self.items = items
        self.cells = [_cells(item) for item in items]
        self.search = [" ".join(row).casefold() for row in self.cells]
        self._keys: dict[int, NDArray[np.float64]] = {
            _VAF: np.array([_number(item.support.vaf) for item in items], dtype=np.float64),
            _DEPTH: np.array([_number(item.support.depth) for item in items], dtype=np.float64),
        }

    def __len__(self) -> int:
        return len(self.items)

    def having(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Mark the rows that hold every word."""
        kept = np.ones(len(self), dtype=np.bool_)
        for word in words:
            kept &= np.fromiter(map(contains, self.search, repeat(word)), dtype=np.bool_, count=len(self))
        return kept

    def keys(self, column: int) -> NDArray[np.float64]:
        """Give a number for each row that sorts as the column does; NaN for what is not known."""
        if column not in self._keys:
            texts = [row[column].casefold() for row in self.cells]
            places = {text: float(place) for place, text in enumerate(sorted(set(texts)))}
            places[""] = np.nan
            self._keys[column] = np.array([places[text] for text in texts], dtype=np.float64)
        return self._keys[column]


class VariantModel(QAbstractTableModel):
    """Rows are alterations; `filter_by` and `sort` change only which row index is shown where."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = Rows(())
        self._order: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._shown: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._words: tuple[str, ...] = ()

    def set_rows(self, rows: Rows) -> None:
        self.beginResetModel()
        self._rows = rows
        self._order = np.arange(len(rows), dtype=np.intp)
        self._apply()
        self.endResetModel()

    def filter_by(self, text: str) -> None:
        """Show rows that hold every word of `text`, in any column, without regard to case."""
        self.beginResetModel()
        self._words = tuple(text.casefold().split())
        self._apply()
        self.endResetModel()

    def alteration_at(self, row: int) -> Alteration:
        return self._rows.items[int(self._shown[row])]

    @property
    def total(self) -> int:
        """Rows there are, shown or not."""
        return len(self._rows)

    def _apply(self) -> None:
        keep = self._rows.having(self._words)
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
            return self._rows.cells[int(self._shown[index.row()])][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and _COLUMNS[index.column()].numeric:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(_COLUMNS):
            if role == Qt.ItemDataRole.DisplayRole:
                return _COLUMNS[section].title
            if role == Qt.ItemDataRole.ToolTipRole:
                return _COLUMNS[section].tip
            if role == Qt.ItemDataRole.TextAlignmentRole and _COLUMNS[section].numeric:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort stably; what is not known stands last either way."""
        if not 0 <= column < len(_COLUMNS):
            return
        self.beginResetModel()
        keys = self._rows.keys(column)
        self._order = np.argsort(-keys if order is Qt.SortOrder.DescendingOrder else keys, kind="stable")
        self._apply()
        self.endResetModel()


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)  # numpy sorts NaN last, whichever way the rest goes
