"""The audit trail of the whole store: who did what and when, and the check that nothing was changed or cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from interpreter.store.values import AuditRow, ChainReport
from interpreter.ui.messages import fault_texts
from interpreter.ui.widgets.cases_record_blocks import when
from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.widgets.tables import plain_table

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_TITLES = ("Row", "When", "Who", "What", "Case", "Detail")
_WIDTHS = (8, 30, 20, 18, 20, 60)
_SHOWN_FAULTS = 12


def _cells(row: AuditRow) -> tuple[str, ...]:
    return str(row.seq), when(row.at), row.who, row.action, row.case_id, row.detail


class TrailModel(QAbstractTableModel):
    """Rows of the trail, the latest first."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[AuditRow] = []

    def set_rows(self, rows: Sequence[AuditRow]) -> None:
        self.beginResetModel()
        self._rows = list(reversed(rows))
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0:
            return
        self.beginResetModel()
        if column == 0:
            self._rows.sort(key=lambda row: row.seq)
        else:
            self._rows.sort(key=lambda row: _cells(row)[column].casefold())
        if order is Qt.SortOrder.DescendingOrder:
            self._rows.reverse()
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        return _cells(self._rows[index.row()])[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _TITLES[section]
        return None


class TrailDialog(QDialog):
    """Emits `check_wanted(anchor)`; the anchor is empty where none was entered."""

    check_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Audit trail")
        self.resize(140 * self.fontMetrics().averageCharWidth(), 36 * self.fontMetrics().lineSpacing())
        self.model = TrailModel()
        self.table = plain_table(self.model, "Audit trail", _WIDTHS)
        self.anchor = QLineEdit()
        self.anchor.setPlaceholderText("row:digest of a printed report or a backup, if there is one at hand")
        self.anchor.setAccessibleName("Anchor kept elsewhere")
        self.anchor.setAcceptDrops(False)
        self.check_button = QPushButton("&Check the trail")
        self.close_button = QPushButton("C&lose")
        self.answer = plain_label("", selectable=True)
        self.answer.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.anchor, 1)
        foot.addWidget(self.check_button)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.answer)
        layout.addLayout(foot)
        self.check_button.clicked.connect(self._on_check)
        self.close_button.clicked.connect(self.reject)

    def show_rows(self, rows: Sequence[AuditRow]) -> None:
        self.model.set_rows(rows)

    def show_check(self, report: ChainReport) -> None:
        """Say whether the trail is whole; every fault is named."""
        lines = [f"Remark: {text}" for text in report.remarks]
        if report.whole:
            lines.insert(0, f"✓ The trail is whole: {report.rows} rows. Its head is {report.head}")
        else:
            lines.insert(0, f"✕ The store does not check out: {len(report.faults)} faults.")
            lines += [f"• {fault}" for fault in report.faults[:_SHOWN_FAULTS]]
            lines.append(
                "Something was changed or lost outside the program; cases may be wrong or missing. Keep the file, "
                "restore the latest backup that checks out, and tell those who answer for the data."
            )
        self._tell("\n".join(lines), grave=not report.whole)

    def show_fault(self, fault: BaseException) -> None:
        texts = fault_texts(fault)
        self._tell(f"{texts.problem}\n{texts.body}", grave=True)

    def _tell(self, text: str, *, grave: bool) -> None:
        self.answer.setObjectName("problem" if grave else "headline")
        self.answer.style().unpolish(self.answer)
        self.answer.style().polish(self.answer)
        self.answer.setText(text)
        self.answer.show()
        self.check_button.setEnabled(True)

    def _on_check(self) -> None:
        self.check_button.setEnabled(False)
        self.answer.setText("Checking every row, every record and every page …")
        self.answer.show()
        self.check_wanted.emit(self.anchor.text().strip())
