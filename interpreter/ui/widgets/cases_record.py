"""The record of the case that is open: is it kept, signed, decided on; notes; the person's other samples."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from interpreter.store.values import Right, User
from interpreter.ui.cases_presenter import OpenCase
from interpreter.ui.widgets.cases_model import STATE_WORDS
from interpreter.ui.widgets.cases_record_blocks import (
    decisions_section,
    samples_section,
    state_section,
    trail_section,
)
from interpreter.ui.widgets.document_view import DocumentView
from interpreter.ui.widgets.plain import plain_label

_NOT_KEPT = "This case is not stored. What is shown lives in this window alone until you save it."
_CHANGED = "What is shown has changed since it was stored: save it as the next version."


class RecordPage(QWidget):
    """Emits `save_wanted`, `sign_wanted`, `note_wanted(text)`, `decision_wanted(card id, decision, reason)`."""

    save_wanted = Signal()
    sign_wanted = Signal()
    note_wanted = Signal(str)
    decision_wanted = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: OpenCase | None = None
        self.headline = plain_label(_NOT_KEPT, "headline")
        self.save_button = QPushButton("Save the case …")
        self.sign_button = QPushButton("Sign …")
        self.state = DocumentView("The stored case")
        self.decisions = DocumentView("Conflicts and decisions")
        self.samples = DocumentView("Samples of this person")
        self.trail = DocumentView("Trail of this case")
        self.note = _line("A note on this case", "Note")
        self.note_button = QPushButton("Add the note")
        self.card = QComboBox()
        self.card.setAccessibleName("On what it is decided")
        self.card.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.card.setMinimumContentsLength(30)
        self.decision = _line("What was decided", "Decision")
        self.reason = _line("Why (may stay empty)", "Reason of the decision")
        self.decide_button = QPushButton("Record the decision")
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName("Parts of the record")
        self._lay_out()
        self.save_button.clicked.connect(self.save_wanted)
        self.sign_button.clicked.connect(self.sign_wanted)
        self.note_button.clicked.connect(self._on_note)
        self.note.returnPressed.connect(self._on_note)
        self.decide_button.clicked.connect(self._on_decide)
        self.show_case(None, None, may_save=False)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.headline, 1)
        top.addWidget(self.save_button)
        top.addWidget(self.sign_button)
        noting = QHBoxLayout()
        noting.addWidget(self.note, 1)
        noting.addWidget(self.note_button)
        deciding = QHBoxLayout()
        deciding.addWidget(self.decision, 3)
        deciding.addWidget(self.reason, 2)
        deciding.addWidget(self.decide_button)
        self.tabs.addTab(_page(self.state, noting), "Case and notes")
        below = QVBoxLayout()
        below.addWidget(self.card)
        below.addLayout(deciding)
        self.tabs.addTab(_page(self.decisions, below), "Decisions")
        self.tabs.addTab(self.samples, "Other samples")
        self.tabs.addTab(self.trail, "Trail")
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.tabs, 1)
        layout.addStretch(0)  # keeps the headline at the top while there is no record below it

    def show_case(self, case: OpenCase | None, user: User | None, *, may_save: bool, changed: bool = False) -> None:
        """Show a stored case as it stands; None where the case that is open is not stored.

        `changed`: what the window shows is no longer what is stored.
        """
        again = case is not None and self._case is not None and case.id == self._case.id
        self._case = case
        self.save_button.setEnabled(may_save)
        may = user.may if user is not None else lambda _right: False
        self.sign_button.setEnabled(case is not None and not changed and user is not None)
        self.note_button.setEnabled(case is not None and may(Right.ENTER))
        self.decide_button.setEnabled(case is not None and bool(case.interpretation.conflicts) and may(Right.DECIDE))
        for field in (self.note, self.decision, self.reason):
            field.setEnabled(case is not None)
            if not again:
                field.clear()
        self.tabs.setVisible(case is not None)
        chosen = self.card.currentData()
        self.card.clear()
        if case is None:
            self.headline.setText(_NOT_KEPT)
            for view in (self.state, self.decisions, self.samples, self.trail):
                view.clear()
            return
        summary = case.stored.summary
        said = f"{summary.id}: {STATE_WORDS[summary.state]}, version {summary.version}"
        self.headline.setText(f"{said}. {_CHANGED}" if changed else said)
        for card in case.interpretation.conflicts:
            self.card.addItem(card.what, card.id)
        self.card.setCurrentIndex(max(0, self.card.findData(chosen)))
        self.card.setEnabled(self.card.count() > 0)
        self.tabs.setTabText(1, f"Decisions ({self.card.count()})")
        self.tabs.setTabText(2, f"Other samples ({len(case.samples) - 1 + len(case.later)})")
        for view, section in (
            (self.state, state_section(case)),
            (self.decisions, decisions_section(case)),
            (self.samples, samples_section(case)),
            (self.trail, trail_section(case)),
        ):
            view.show_sections((section,))

    def kept_note(self) -> None:
        """Empty the field of the note: it stands in the record now."""
        self.note.clear()

    def kept_decision(self) -> None:
        self.decision.clear()
        self.reason.clear()

    def _on_note(self) -> None:
        if self.note_button.isEnabled() and self.note.text().strip():
            self.note_wanted.emit(self.note.text().strip())

    def _on_decide(self) -> None:
        if self.decision.text().strip() and self.card.currentData() is not None:
            self.decision_wanted.emit(
                str(self.card.currentData()), self.decision.text().strip(), self.reason.text().strip()
            )
        else:
            self.decision.setFocus()


def _line(hint: str, name: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(hint)
    field.setAccessibleName(name)
    field.setAcceptDrops(False)
    return field


def _page(view: QWidget, below: QHBoxLayout | QVBoxLayout) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(view, 1)
    column.addLayout(below)
    return page
