"""Drafts of local rows: a new one, a changed one, or one that is no longer used; with author, reason and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from interpreter.catalogue.columns import EVIDENCE, Kind
from interpreter.catalogue.drafts import Action, fields_of
from interpreter.model.evidence import EvidenceClass, EvidenceItem
from interpreter.ui.catalogue_work import DraftWish
from interpreter.ui.messages import FaultTexts
from interpreter.ui.widgets.fields import Choice, Field, Text
from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.widgets.wheel import WheelGuard

_HINTS = {
    "biomarker": "BRAF p.V600E   or   EGFR exon 19 inframe deletion   or   TMB >= 10",
    "tumour_types": "OncoTree codes joined by |, such as LUAD|LUSC; ANY_SOLID for any solid tumour",
    "disease_excluded": "OncoTree codes joined by |",
    "therapies": "INN, the parts of one regimen joined by  + ",
    "prior_therapy": "what must have been given before",
    "population": "who it is for: age, sex, other limits",
    "region": "agencies joined by |, such as FDA|EMA",
    "escat_source": "the publication that states the ESCAT tier",
    "statement": "one sentence of your own: what was seen, in whom",
    "source_date": "2024, 2024-06 or 2024-06-14",
}
_NEEDED = ("biomarker", "tumour_types", "therapies", "response", "direction", "level", "statement")
_MORE = (
    "setting",
    "line",
    "prior_therapy",
    "population",
    "test",
    "region",
    "disease_excluded",
    "escat",
    "escat_source",
    "source_date",
    "note",
)
_TITLES = {
    Action.ADD: "New local row",
    Action.EDIT: "Change a row here",
    Action.RETIRE: "Retire a row here",
}
_MEANINGS = {
    Action.ADD: "It changes nothing until a second person approves it.",
    Action.EDIT: "Once a second person approves it, the row is retired here and this one stands beside it.",
    Action.RETIRE: "Once a second person approves it, the row drives no therapy here; it stays visible as withdrawn.",
}


class DraftForm(QDialog):
    """Emits `submitted(DraftWish)`; it stays open until the draft was taken, and shows what is wrong with it."""

    submitted = Signal(object)

    def __init__(self, action: Action, item: EvidenceItem | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_TITLES[action])
        self._action = action
        self._target = item.id if item is not None else ""
        self.author = Text("who drafts this; another person must approve it")
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setPlaceholderText("why")
        self.reason.setFixedHeight(4 * self.fontMetrics().lineSpacing())
        self.source = Text("where this is written: paper, guideline, own series")
        self.fields: dict[str, Field] = {} if action is Action.RETIRE else _fields()
        self.problem = plain_label("", "problem", selectable=True)
        self.problem.hide()
        self._wheel = WheelGuard(self)
        self._lay_out()
        if item is not None:
            for name, value in fields_of(item).items():
                if name in self.fields:
                    self.fields[name].fill(value)
        for line in self.findChildren(QLineEdit):
            line.setCursorPosition(0)  # the beginning of a long cell tells more than its end
        self._wheel.watch(self)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        if self._target:
            form.addRow("Row", plain_label(self._target, "headline", selectable=True))
        for name in (*_NEEDED, *_MORE):
            if name in self.fields:
                _add(form, name.replace("_", " ").capitalize(), self.fields[name].widget)
        if self.fields:
            _add(form, "Source", self.source.widget)
        _add(form, "Reason", self.reason)
        _add(form, "Author", self.author.widget)
        inner = QWidget()
        inner.setObjectName("pane")
        inner.setLayout(form)
        scroll = QScrollArea()
        scroll.setObjectName("pane")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText("Save the draft")
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(_MEANINGS[self._action], "soft"))
        layout.addWidget(scroll, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.buttons.accepted.connect(self._submit)
        self.buttons.rejected.connect(self.reject)
        lines = 40 if self.fields else 18
        self.resize(100 * self.fontMetrics().averageCharWidth(), lines * self.fontMetrics().lineSpacing())

    @property
    def wish(self) -> DraftWish:
        cells: Mapping[str, Any] = {name: field.value() for name, field in self.fields.items()}
        return DraftWish(
            action=self._action,
            target=self._target,
            fields={name: str(value) for name, value in cells.items() if value},
            source=str(self.source.value() or "") if self.fields else "",
            author=str(self.author.value() or ""),
            reason=" ".join(self.reason.toPlainText().split()),
        )

    def show_fault(self, texts: FaultTexts) -> None:
        """Say what is wrong; what was typed stays."""
        self.problem.setText("\n".join((texts.problem, *(f"• {text}" for text in texts.details), texts.remedy)))
        self.problem.show()
        self.enable(busy=False)

    def enable(self, *, busy: bool) -> None:
        self.buttons.setEnabled(not busy)

    def _submit(self) -> None:
        self.problem.hide()
        self.enable(busy=True)
        self.submitted.emit(self.wish)


class ApproveForm(QDialog):
    """Asks the second person for their name; the draft is shown beside it in the window."""

    def __init__(self, identity: str, author: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Approve {identity}")
        self.who = QLineEdit()
        self.who.setAccessibleName("Who approves it")
        self._author = author
        self.problem = plain_label("", "problem")
        self.problem.hide()
        form = QFormLayout()
        form.addRow("Approved &by", self.who)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(f"Drafted by {author}. A second person approves it; it is in use from then on."))
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    @property
    def name(self) -> str:
        return " ".join(self.who.text().split())

    def accept(self) -> None:
        """Close only with the name of a person who is not the author."""
        wrong = ""
        if not self.name:
            wrong = "Say who approves it."
        elif self.name.casefold() == self._author.casefold():
            wrong = "A second person approves a draft, never its author."
        self.problem.setText(wrong)
        self.problem.setVisible(bool(wrong))
        if not wrong:
            super().accept()


def _fields() -> dict[str, Field]:
    columns = {column.name: column for column in EVIDENCE.columns}
    made: dict[str, Field] = {}
    for name in (*_NEEDED, *_MORE):
        column = columns[name]
        if column.kind is not Kind.WORD:
            made[name] = Text(_HINTS.get(name, ""))
        else:
            # a local row never counts as approved: that needs a label row of a signed pack
            made[name] = Choice(sorted(column.allowed - {EvidenceClass.APPROVED.value}))
    return made


def _add(form: QFormLayout, label: str, widget: QWidget) -> None:
    widget.setAccessibleName(label)
    form.addRow(label, widget)
