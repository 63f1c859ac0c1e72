"""Keeping the case that is open: under which id, as which version, and why a signed one is amended (S19)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interpreter.model.cases import Interpretation
from interpreter.model.person import ConsentScope, Person
from interpreter.store.values import CaseState, CaseSummary
from interpreter.ui.widgets.cases_model import STATE_WORDS
from interpreter.ui.widgets.lock_dialogs import add_row, fit_height
from interpreter.ui.widgets.plain import plain_label

_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the user stated."""

    case_id: str
    replaces: int
    reason: str
    legal_duty: bool


def made_from_file(interpretation: Interpretation) -> bool:
    """Tell whether nobody stated the case id, so that it was made from a file's hash."""
    return any(interpretation.case.id == f"CASE-{item.sha256[:12]}" for item in interpretation.inputs)


def fault_of_id(case_id: str, person: Person | None) -> str:
    """Say what is wrong with a case id; it stands in logs, titles and file names, so no name may be in it (S23)."""
    if not case_id:
        return "A case id is needed, such as the number of the order."
    if not case_id.isprintable() or len(case_id) > 80:
        return "The case id must be one line of at most 80 characters."
    said = re.split(r"[\W_]+", person.name.casefold()) if person is not None else []
    if any(len(word) >= _SHORTEST_NAME and word in case_id.casefold() for word in said):
        return "The case id holds the person's name. It stands in logs and in titles of print jobs: use a number."
    return ""


class SaveCaseDialog(QDialog):
    """Asks only for what this case needs; `kept` holds the answer once accepted."""

    def __init__(
        self,
        interpretation: Interpretation,
        known: Mapping[str, CaseSummary],
        *,
        read_version: int = 0,
        fixed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`read_version` is the stored version this case was opened from; `fixed`: it stays that very case."""
        super().__init__(parent)
        self.setWindowTitle("Save the case")
        self.setMinimumWidth(76 * self.fontMetrics().averageCharWidth())
        self._interpretation = interpretation
        self._known = known
        self._read_version = read_version
        self._opened_id = interpretation.case.id if read_version else ""
        self.kept: Kept | None = None
        stated = "" if made_from_file(interpretation) and not read_version else interpretation.case.id
        self.case_id = QLineEdit(stated)
        self.case_id.setPlaceholderText("such as the number of the order; no name")
        self.case_id.setAcceptDrops(False)
        self.case_id.setReadOnly(fixed)
        self.told = plain_label("", "soft")
        self.same_case = QCheckBox("It is the same person and the same case")
        self.reason = QLineEdit()
        self.reason.setAcceptDrops(False)
        self.reason.setPlaceholderText("stands in the report")
        self.legal_duty = QCheckBox("The law obliges us to keep this case all the same")
        self.refused = plain_label("The person does not agree to the storage of this case.", "problem")
        self.problem = plain_label("", "problem", selectable=True)
        self.problem.hide()
        self.save_button = QPushButton("&Save")
        self.save_button.setObjectName("primary")
        self.save_button.setDefault(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.save_button.clicked.connect(self._on_save)
        self.form = QFormLayout()
        add_row(self.form, "Case &id", self.case_id)
        self.form.addRow(plain_label("", wrap=False), self.told)
        self.form.addRow(plain_label("", wrap=False), self.same_case)
        add_row(self.form, "&Why it is amended", self.reason)
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addWidget(self.refused)
        layout.addWidget(self.legal_duty)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addWidget(buttons)
        refused = _storage_refused(interpretation)
        self.refused.setVisible(refused)
        self.legal_duty.setVisible(refused)
        self.case_id.textChanged.connect(self._follow)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit_height(self)

    def _there(self) -> CaseSummary | None:
        return self._known.get(self.case_id.text().strip())

    def _follow(self) -> None:
        there = self._there()
        opened = there is not None and there.id == self._opened_id
        signed = there is not None and there.state in (CaseState.SIGNED, CaseState.AMENDED)
        self.form.setRowVisible(self.same_case, there is not None and not opened)
        self.form.setRowVisible(self.reason, signed)
        if there is None:
            self.told.setText("A new case: version 1.")
            fit_height(self)
            return
        base = self._read_version if opened else there.version
        text = f"Version {base + 1} of the stored case {there.id} ({STATE_WORDS[there.state]})."
        if signed:
            text += " What was signed stays as it is; this version is marked as amended until it is signed again."
        self.told.setText(text)
        fit_height(self)

    def _on_save(self) -> None:
        there = self._there()
        opened = there is not None and there.id == self._opened_id
        case_id = self.case_id.text().strip()
        problem = "" if there is not None else fault_of_id(case_id, self._interpretation.person)
        if there is not None and there.state is CaseState.ERASED:
            problem = "A case of this id was erased. Take another id."
        elif there is not None and not opened and not self.same_case.isChecked():
            problem = "There is a case of this id already: say that it is the same, or take another id."
        elif there is not None and there.state is CaseState.SIGNED and not self.reason.text().strip():
            problem = "A signed case is amended only with a reason."
        elif self.legal_duty.isVisibleTo(self) and not self.legal_duty.isChecked():
            problem = "Clear it with the person, or state the legal duty."
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        fit_height(self)
        if problem:
            return
        replaces = 0 if there is None else self._read_version if opened else there.version
        self.kept = Kept(
            case_id=case_id,
            replaces=replaces,
            reason=self.reason.text().strip(),
            legal_duty=self.legal_duty.isChecked(),
        )
        self.accept()


def _storage_refused(interpretation: Interpretation) -> bool:
    person = interpretation.person
    if person is None or person.consent(ConsentScope.STORAGE) is None:
        return False
    return not person.consents_to(ConsentScope.STORAGE, interpretation.case.date)
