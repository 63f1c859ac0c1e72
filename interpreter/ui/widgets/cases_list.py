"""The list of stored cases: search as you type, open one; and what concerns the store as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interpreter.store.values import CaseState, CaseSummary, Right, User
from interpreter.ui.widgets.cases_model import STATE_WORDS, CasesModel
from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.widgets.tables import plain_table

_WIDTHS = (18, 28, 24, 14, 14, 11, 14, 9, 18, 24, 24)


class CasesList(QDialog):
    """Emits `open_wanted(case id)`, `trail_wanted`, `backup_wanted`, `lock_wanted`, `lock_minutes_chosen(int)`."""

    open_wanted = Signal(str)
    trail_wanted = Signal()
    backup_wanted = Signal()
    lock_wanted = Signal()
    lock_minutes_chosen = Signal(int)

    def __init__(self, user: User, lock_minutes: int, choices: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Stored cases")
        self.resize(170 * self.fontMetrics().averageCharWidth(), 38 * self.fontMetrics().lineSpacing())
        self.model = CasesModel()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: every word must occur (case, person, record, tumour type …)")
        self.search.setAccessibleName("Search stored cases")
        self.search.setClearButtonEnabled(True)
        self.search.setAcceptDrops(False)
        self.state = QComboBox()
        self.state.setAccessibleName("Show cases of one state")
        self.state.addItem("all states", None)
        for state, words in STATE_WORDS.items():
            self.state.addItem(words, state)
        self.table = plain_table(self.model, "Stored cases", _WIDTHS)
        self.count = plain_label("", "soft")
        self.open_button = QPushButton("&Open the case")
        self.open_button.setObjectName("primary")
        self.trail_button = QPushButton("&Trail …")
        self.backup_button = QPushButton("&Back up …")
        self.backup_button.setEnabled(user.may(Right.ADMINISTER))
        self.lock_button = QPushButton("&Lock now")
        self.close_button = QPushButton("&Close")
        self.lock_after = QComboBox()
        self.lock_after.setAccessibleName("Lock after")
        for minutes in choices:
            self.lock_after.addItem(f"Lock after {minutes} minutes without use", minutes)
        self.lock_after.setCurrentIndex(max(0, self.lock_after.findData(lock_minutes)))
        roles = ", ".join(sorted(role.value for role in user.roles)) or "no role"
        self.who = plain_label(f"{user.name} ({roles})", "soft", wrap=False)
        self._lay_out()
        self.search.textChanged.connect(self._on_filter)
        self.state.currentIndexChanged.connect(self._on_filter)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._enable())
        self.model.modelReset.connect(self._enable)
        self.table.doubleClicked.connect(lambda _index: self._on_open())
        self.open_button.clicked.connect(self._on_open)
        self.trail_button.clicked.connect(self.trail_wanted)
        self.backup_button.clicked.connect(self.backup_wanted)
        self.lock_button.clicked.connect(self.lock_wanted)
        self.close_button.clicked.connect(self.reject)
        self.lock_after.currentIndexChanged.connect(
            lambda _at: self.lock_minutes_chosen.emit(int(self.lock_after.currentData()))
        )
        self._enable()
        self.search.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.state)
        foot = QHBoxLayout()
        foot.addWidget(self.open_button)
        foot.addSpacing(18)
        for button in (self.trail_button, self.backup_button, self.lock_button, self.lock_after):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        said = QHBoxLayout()
        said.addWidget(self.count, 1)
        said.addWidget(self.who)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addLayout(said)
        layout.addLayout(foot)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Return belongs to the search and the table

    def show_cases(self, cases: Sequence[CaseSummary]) -> None:
        """Show the list; the case that was chosen stays chosen."""
        chosen = self.chosen
        self.model.set_cases(cases)
        row = self.model.row_of(chosen.id) if chosen is not None else -1
        if row >= 0:
            self.table.selectRow(row)
        self._enable()

    @property
    def chosen(self) -> CaseSummary | None:
        index: QModelIndex = self.table.currentIndex()
        return self.model.case_at(index.row()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_return()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.table.setFocus()
            if not self.table.currentIndex().isValid() and self.model.rowCount():
                self.table.selectRow(0)
        else:
            super().keyPressEvent(event)

    def _on_return(self) -> None:
        """Open what is chosen, or the only case that the search leaves."""
        if self.chosen is None and self.model.rowCount() == 1:
            self.table.selectRow(0)
        self._on_open()

    def _on_open(self) -> None:
        chosen = self.chosen
        if chosen is not None and chosen.state is not CaseState.ERASED:
            self.open_wanted.emit(chosen.id)

    def _on_filter(self) -> None:
        self.model.filter_by(self.search.text(), self.state.currentData())

    def _enable(self) -> None:
        chosen = self.chosen
        self.open_button.setEnabled(chosen is not None and chosen.state is not CaseState.ERASED)
        shown, total = self.model.rowCount(), self.model.total()
        self.count.setText(f"{total} cases" if shown == total else f"{shown} of {total} cases")
