"""Parts of the person form: consent with its versions, wishes for information, access to medicines, trials.

A consent is never overwritten: a new answer is a new row, a withdrawal is a date on the row it withdraws.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QGroupBox, QLineEdit, QWidget

from interpreter.model.person import (
    AccessStatus,
    Consent,
    ConsentScope,
    LocalAccess,
    Person,
    ReadingLevel,
    TrialEntry,
)
from interpreter.ui.widgets.fields import Choice, Text
from interpreter.ui.widgets.person_consent_tables import EntryTable
from interpreter.ui.widgets.plain import plain_label

SCOPES = {
    ConsentScope.THIS_CARE: "this care",
    ConsentScope.STORAGE: "storage of the case",
    ConsentScope.GERMLINE: "looking at inherited findings",
    ConsentScope.RESEARCH: "research",
    ConsentScope.REGISTRY: "a registry",
    ConsentScope.FAMILY_CONTACT: "contact with the family",
}
STATUSES = {
    AccessStatus.FUNDED: "funded here",
    AccessStatus.ON_APPLICATION: "on application",
    AccessStatus.SELF_PAY: "paid by the person",
    AccessStatus.NOT_AVAILABLE: "not available here",
}
_LEVELS = {
    ReadingLevel.SIMPLE: "simple",
    ReadingLevel.STANDARD: "standard",
    ReadingLevel.DETAILED: "detailed",
}
_YES, _NO = "agrees", "does not agree"
_WHO = "Say who writes this down (Recorded by, on the first page)."


class InformationBox(QGroupBox):
    """How the person wants to be told, and who must be there."""

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__("How the person wants to be told", parent)
        self.level = QComboBox()
        for level, words in _LEVELS.items():
            self.level.addItem(words, level)
        self.level.setCurrentIndex(max(0, self.level.findData(person.reading_level)))
        self.language = QLineEdit(person.language)
        self.language.setPlaceholderText("code of the language, such as en")
        self.large_type = _tick("Large type", person.large_type)
        self.interpreter = _tick("An interpreter is needed for the talk", person.interpreter_needed)
        self.interpreter_language = QLineEdit(person.interpreter_language)
        self.interpreter_language.setPlaceholderText("language of the interpreter")
        self.minor = _tick("The person is a minor: someone else must agree by law", person.minor)
        self.representative = QLineEdit(person.legal_representative)
        self.representative.setPlaceholderText("name, and in what relation")
        form = QFormLayout(self)
        for text, field in (
            ("Reading level", self.level),
            ("Language", self.language),
            ("", self.large_type),
            ("", self.interpreter),
            ("Interpreter", self.interpreter_language),
            ("", self.minor),
            ("Legal representative", self.representative),
        ):
            if text:
                field.setAccessibleName(text)
            form.addRow(plain_label(text, wrap=False), field)

    def put(self, person: Person) -> Person:
        """Give the person with what is stated here."""
        return replace(
            person,
            reading_level=ReadingLevel(self.level.currentData()),
            language=self.language.text().strip() or "en",
            large_type=self.large_type.isChecked(),
            interpreter_needed=self.interpreter.isChecked(),
            interpreter_language=self.interpreter_language.text().strip(),
            minor=self.minor.isChecked(),
            legal_representative=self.representative.text().strip(),
        )


class ConsentBox(EntryTable):
    """Every version of every consent; the latest of a scope counts, and one that was never asked is a no."""

    def __init__(self, person: Person, today: str, parent: QWidget | None = None) -> None:
        self._date = Text("YYYY-MM-DD")
        super().__init__(
            "Consent: of several of one kind the latest counts; what was never asked is a no",
            ("For what", "Counts today", "Answer", "Form", "Date", "By", "Withdrawn on"),
            (
                ("scope", "For what", Choice(tuple(SCOPES.values()), needed=True)),
                ("given", "Answer", Choice((_YES, _NO), needed=True)),
                ("version", "Version of the form", Text("such as 2026-03")),
                ("date", "Date", self._date),
                ("by", "Given by", Text("the person, or who may sign for them")),
            ),
            add="Add this answer",
            remove="Withdraw the chosen one today",
            parent=parent,
        )
        self._today = today
        self._before = person.consents
        self.consents = list(person.consents)
        self._date.fill(today)
        self.adding.connect(self._on_adding)
        self.removing.connect(self._on_removing)
        self.table.itemSelectionChanged.connect(self._say_what_goes)
        self._show()

    @property
    def pending(self) -> bool:
        return bool(self.fields["version"].value() or self.fields["by"].value())

    def _on_adding(self, values: Mapping[str, Any]) -> None:
        date = str(values["date"] or "")
        problem = _fault_of_date(date, self._today)
        if not problem and not (values["version"] and values["by"]):
            problem = "The version of the form, and who gave the answer, are needed."
        self.tell(problem)
        if problem:
            return
        scope = next(scope for scope, words in SCOPES.items() if words == values["scope"])
        self.consents.append(
            Consent(
                scope=scope.value,
                given=values["given"] == _YES,
                version=str(values["version"]),
                date=date,
                by=str(values["by"]),
            )
        )
        self.clear_fields()
        self._date.fill(self._today)
        self._show()

    def _on_removing(self, row: int) -> None:
        """Withdraw a consent; what was done a moment ago, by mistake, is taken back."""
        chosen = self.consents[row]
        before = self._before[row] if row < len(self._before) else None
        if before is None:
            del self.consents[row]
        elif chosen != before:
            self.consents[row] = before
        elif chosen.given and not chosen.withdrawn_on:
            self.consents[row] = replace(chosen, withdrawn_on=self._today)
        else:
            self.tell("There is nothing to withdraw in this row.")
            return
        self.tell("")
        self._show()
        self._say_what_goes()

    def _say_what_goes(self) -> None:
        row = self.table.currentRow()
        words = "Withdraw the chosen one today"
        if row >= len(self._before):
            words = "Take the chosen row away"
        elif row >= 0 and self.consents[row] != self._before[row]:
            words = "Take the withdrawal back"
        self.remove_button.setText(words)

    def _show(self) -> None:
        latest = {scope: Person(consents=tuple(self.consents)).consent(scope) for scope in ConsentScope}
        self.show_rows(
            [
                (
                    SCOPES.get(ConsentScope(consent.scope), consent.scope),
                    _counts(consent, latest[ConsentScope(consent.scope)], self._today),
                    _YES if consent.given else _NO,
                    consent.version,
                    consent.date,
                    consent.by,
                    consent.withdrawn_on,
                )
                for consent in self.consents
            ]
        )


class AccessBox(EntryTable):
    """What staff here know of getting a medicine; the program guesses none of it."""

    def __init__(self, person: Person, today: str, by: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(
            "Access here: entered by staff, never guessed",
            ("Medicine", "Access", "Note", "Date", "Recorded by"),
            (
                ("therapy", "Medicine, or regimen joined by +", Text("encorafenib + cetuximab")),
                ("status", "Access", Choice(tuple(STATUSES.values()), needed=True)),
                ("note", "Note", Text()),
            ),
            add="Add this medicine",
            remove="Remove the chosen one",
            parent=parent,
        )
        self._today, self._by = today, by
        self.access = list(person.access)
        self.adding.connect(self._on_adding)
        self.removing.connect(self._on_removing)
        self._show()

    def _on_adding(self, values: Mapping[str, Any]) -> None:
        problem = "" if values["therapy"] else "The medicine is needed."
        problem = problem or ("" if self._by() else _WHO)
        self.tell(problem)
        if problem:
            return
        self.access.append(
            LocalAccess(
                therapy=" + ".join(part.strip() for part in str(values["therapy"]).split("+")),
                status=next(status for status, words in STATUSES.items() if words == values["status"]),
                date=self._today,
                recorded_by=self._by(),
                note=str(values["note"] or ""),
            )
        )
        self.clear_fields()
        self._show()

    def _on_removing(self, row: int) -> None:
        del self.access[row]
        self._show()

    def _show(self) -> None:
        self.show_rows(
            [(row.therapy, STATUSES[row.status], row.note, row.date, row.recorded_by) for row in self.access]
        )


class TrialsBox(EntryTable):
    """Trials to talk about, as entered; the program looks nothing up."""

    def __init__(self, person: Person, today: str, by: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(
            "Trials to talk about",
            ("Trial", "Number", "Place", "Note", "Date", "Recorded by"),
            (
                ("name", "Trial", Text()),
                ("identifier", "Number", Text("such as NCT…")),
                ("place", "Place", Text()),
                ("note", "Note", Text()),
            ),
            add="Add this trial",
            remove="Remove the chosen one",
            parent=parent,
        )
        self._today, self._by = today, by
        self.trials = list(person.trials)
        self.adding.connect(self._on_adding)
        self.removing.connect(self._on_removing)
        self._show()

    def _on_adding(self, values: Mapping[str, Any]) -> None:
        problem = "" if values["name"] else "The name of the trial is needed."
        problem = problem or ("" if self._by() else _WHO)
        self.tell(problem)
        if problem:
            return
        texts = {key: str(value or "") for key, value in values.items()}
        self.trials.append(TrialEntry(**texts, date=self._today, recorded_by=self._by()))
        self.clear_fields()
        self._show()

    def _on_removing(self, row: int) -> None:
        del self.trials[row]
        self._show()

    def _show(self) -> None:
        self.show_rows(
            [(row.name, row.identifier, row.place, row.note, row.date, row.recorded_by) for row in self.trials]
        )


class PersonParts:
    """All of these parts for one person, with the widgets of their pages."""

    def __init__(self, person: Person, today: str, by: Callable[[], str]) -> None:
        self.information = InformationBox(person)
        self.consent = ConsentBox(person, today)
        self.access = AccessBox(person, today, by)
        self.trials = TrialsBox(person, today, by)

    def put(self, person: Person) -> Person:
        """Give the person with what is entered here; what did not change is as it was."""
        return replace(
            self.information.put(person),
            consents=tuple(self.consent.consents),
            access=tuple(self.access.access),
            trials=tuple(self.trials.trials),
        )

    def left_behind(self) -> EntryTable | None:
        """Give the table in whose fields something stands that was not added."""
        return next((box for box in (self.consent, self.access, self.trials) if box.pending), None)


def _counts(consent: Consent, latest: Consent | None, today: str) -> str:
    if consent != latest:
        return "– replaced by a later answer"
    return "✓ yes" if consent.holds(today) else "✕ no"


def _fault_of_date(date: str, today: str) -> str:
    try:
        known = datetime.date.fromisoformat(date).isoformat() == date
    except ValueError:
        known = False
    if not known:
        return "The date is needed as YYYY-MM-DD."
    return "The date lies in the future." if date > today else ""


def _tick(text: str, on: bool) -> QCheckBox:
    box = QCheckBox(text)
    box.setChecked(on)
    return box
