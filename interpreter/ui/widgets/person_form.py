"""The person: who they are, their own words first, then structured preferences, in the questionnaire's plain words."""

from __future__ import annotations

import datetime
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QGroupBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from interpreter.care.keyed import parse_keyed
from interpreter.care.person_file import parse_person
from interpreter.care.person_writer import write_person
from interpreter.care.vocabulary import organ_limits, preference_keys
from interpreter.errors import PersonFileError
from interpreter.model.person import OwnWords, Person, Preference, Topic, Wish
from interpreter.ui.widgets.person_consent import PersonParts
from interpreter.ui.widgets.person_questions import OrganQuestion, Question
from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.widgets.wheel import WheelGuard

_TABS = {
    "Treatment": {"treatment": "Treatment"},
    "Daily life": {"getting_there": "Getting there", "daily_life": "Daily life"},
    "Side effects": {"side_effects": "Side effects", "future": "Future"},
    "Decisions": {"decisions": "Decisions", "money": "Money", "faith_and_products": "Products"},
}
_TOPICS = {
    Topic.INHERITED_RISK: "Inherited risk of the person",
    Topic.RELATIVES_RISK: "Risk of relatives",
    Topic.PROGNOSIS: "Outlook (prognosis)",
    Topic.UNCERTAIN_VARIANTS: "Changes whose meaning is uncertain",
    Topic.DRUG_METABOLISM: "How the body handles medicines",
}
_WISHES = {Wish.NOT_ASKED: "not asked", Wish.WANTS: "wants to know", Wish.REFUSES: "does not want to know"}


class _CodeLine(QLineEdit):
    """Return takes the codes over; it must not reach the dialog, which would save and close."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class PersonForm(QDialog):
    """Edits a Person; what the form does not show is kept as it was."""

    def __init__(self, person: Person, today: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Person and wishes")
        self.resize(136 * self.fontMetrics().averageCharWidth(), 44 * self.fontMetrics().lineSpacing())
        self._person = person
        self._today = today
        self.name = QLineEdit(person.name)
        self.birth_date = QLineEdit(person.birth_date)
        self.birth_date.setPlaceholderText("YYYY-MM-DD, or as much of it as is known")
        self.record_number = QLineEdit(person.record_number)
        self.recorded_by = QLineEdit()
        self.recorded_by.setPlaceholderText("who writes this down")
        self.keyed = _CodeLine()
        self.matters_most = QPlainTextEdit(person.own_words.matters_most)
        self.avoid = QPlainTextEdit(person.own_words.avoid)
        self.beside_me = QPlainTextEdit(person.own_words.beside_me)
        self.medicines = QPlainTextEdit("\n".join(person.medicines))
        self.medicines_asked = QCheckBox("The list is complete, as far as is known (an empty one then says: none)")
        self.medicines_asked.setChecked(person.medicines_asked)
        self.allergies = QPlainTextEdit("\n".join(person.allergies))
        self.organs_asked = QCheckBox("The organs were looked at (no limit stated then says: no limit)")
        self.organs_asked.setChecked(person.organs_asked)
        limits = dict(person.organ_limits)
        self.organs = [OrganQuestion(limit, limits.get(organ, "")) for organ, limit in organ_limits().items()]
        self.questions = {key: Question(known) for key, known in preference_keys().items()}
        self.wishes: dict[Topic, QComboBox] = {}
        self.parts = PersonParts(person, today, lambda: self.recorded_by.text().strip())
        self.problem = plain_label("", "problem", selectable=True)
        self.problem.hide()
        self._lay_out()
        WheelGuard(self).watch(self)
        for key, question in self.questions.items():
            question.fill(self._given(key))

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.addTab(_page(self._identity(), self._own_words(), self._keyed()), "Who")
        for tab, groups in _TABS.items():
            boxes = [self._group(title, group) for group, title in groups.items()]
            self.tabs.addTab(_page(*boxes), tab)
        self.tabs.addTab(_page(self._medicines(), self._organs()), "Medicines")
        self.tabs.addTab(_page(self._right_not_to_know(), self.parts.information), "Information")
        self.tabs.addTab(_page(self.parts.consent), "Consent")
        self.tabs.addTab(_page(self.parts.access, self.parts.trials), "Access")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)

    def _identity(self) -> QGroupBox:
        box = QGroupBox("Who")
        form = QFormLayout(box)
        _add_rows(
            form,
            ("&Name", self.name),
            ("&Birth date", self.birth_date),
            ("&Record number", self.record_number),
            ("Recorded b&y", self.recorded_by),
        )
        return box

    def _own_words(self) -> QGroupBox:
        box = QGroupBox("In their own words: quoted as they are, never interpreted")
        form = QFormLayout(box)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        _add_rows(
            form,
            ("What matters &most to me", self.matters_most),
            ("What I want to &avoid", self.avoid),
            ("Who I want be&side me", self.beside_me),
        )
        return box

    def _keyed(self) -> QGroupBox:
        box = QGroupBox("From the paper questionnaire")
        form = QFormLayout(box)
        self.keyed.setPlaceholderText("1a4 2b 7b5: question, answer, importance; Return takes them over")
        _add_rows(form, ("&Codes", self.keyed))
        self.keyed.returnPressed.connect(self._on_keyed)
        return box

    def _on_keyed(self) -> None:
        """Take the codes over into the questions, where each can be seen and changed."""
        try:
            answers = parse_keyed(self.keyed.text())
        except PersonFileError as fault:
            self._tell("\n".join((fault.problem, *fault.details)))
            return
        for answer in answers:
            given = Preference(
                key=answer.key, value=answer.value, importance=answer.importance, date=self._today, recorded_by=""
            )
            self.questions[answer.key].fill((given,))
        self._tell("")
        self.keyed.setPlaceholderText(f"{len(answers)} answers taken over")
        self.keyed.clear()

    def _tell(self, problem: str) -> None:
        self.problem.setVisible(bool(problem))
        self.problem.setText(problem)

    def _group(self, title: str, group: str) -> QGroupBox:
        box = QGroupBox(title)
        column = QVBoxLayout(box)
        for question in self.questions.values():
            if question.key.group == group:
                column.addWidget(question)
        return box

    def _medicines(self) -> QGroupBox:
        box = QGroupBox("Medicines now, one a line")
        form = QFormLayout(box)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        _add_rows(form, ("Medi&cines", self.medicines))
        form.addRow(self.medicines_asked)
        _add_rows(form, ("Aller&gies, one a line", self.allergies))
        return box

    def _organs(self) -> QGroupBox:
        box = QGroupBox("Organ function")
        form = QFormLayout(box)
        for organ in self.organs:
            form.addRow(plain_label(organ.accessibleName(), wrap=False), organ)
        form.addRow(self.organs_asked)
        return box

    def _right_not_to_know(self) -> QGroupBox:
        box = QGroupBox("What the person wants to know. Only a “wants to know” lets a topic into their letter")
        form = QFormLayout(box)
        for topic, title in _TOPICS.items():
            combo = QComboBox()
            for wish, text in _WISHES.items():
                combo.addItem(text, wish)
            combo.setCurrentIndex(max(0, combo.findData(self._person.wish(topic))))
            combo.setAccessibleName(title)
            self.wishes[topic] = combo
            form.addRow(plain_label(title, wrap=False), combo)
        return box

    # what was entered ---------------------------------------------------------------------------------------------

    def person(self) -> Person:
        """Give the person as entered; an answer that did not change keeps its date and author."""
        stated = {topic: Wish(combo.currentData()) for topic, combo in self.wishes.items()}
        known = dict(self._person.right_not_to_know)
        return replace(
            self.parts.put(self._person),
            name=self.name.text().strip(),
            birth_date=self.birth_date.text().strip(),
            record_number=self.record_number.text().strip(),
            own_words=OwnWords(
                matters_most=self.matters_most.toPlainText().strip(),
                avoid=self.avoid.toPlainText().strip(),
                beside_me=self.beside_me.toPlainText().strip(),
            ),
            preferences=tuple(self._preferences()),
            right_not_to_know=tuple(
                (topic, wish) for topic, wish in stated.items() if topic in known or wish is not Wish.NOT_ASKED
            ),
            medicines=_lines(self.medicines),
            medicines_asked=self.medicines_asked.isChecked(),
            allergies=_lines(self.allergies),
            organ_limits=tuple((organ.organ, organ.answer()) for organ in self.organs if organ.answer()),
            organ_measures=tuple(
                (organ, measured)
                for organ, measured in self._person.organ_measures
                if dict(self._person.organ_limits).get(organ) == self._organ(organ)
            ),
            organs_asked=self.organs_asked.isChecked(),
        )

    def _organ(self, name: str) -> str:
        return next((organ.answer() for organ in self.organs if organ.organ == name), "")

    def _given(self, key: str) -> list[Preference]:
        return [given for given in self._person.preferences if given.key == key]

    def _preferences(self) -> list[Preference]:
        by = self.recorded_by.text().strip()
        made = [
            preference
            for key, question in self.questions.items()
            for preference in question.preferences(self._given(key), self._today, by)
        ]
        places = {(given.key, given.value): at for at, given in enumerate(self._person.preferences)}
        return sorted(made, key=lambda given: places.get((given.key, given.value), len(places)))

    def _on_save(self) -> None:
        problem = self._problem_of()
        self._tell(problem)
        if not problem:
            self.accept()

    def _bring(self, part: QWidget) -> None:
        """Show the page on which a part stands."""
        for at in range(self.tabs.count()):
            page = self.tabs.widget(at)
            if page is not None and page.isAncestorOf(part):
                self.tabs.setCurrentIndex(at)

    def _problem_of(self) -> str:
        """Say what stands in the way, in the words of the person file's own check."""
        fresh = any(given not in self._person.preferences for given in self._preferences())
        if fresh and not self.recorded_by.text().strip():
            self.tabs.setCurrentIndex(0)
            self.recorded_by.setFocus()
            return "New answers need the name of who writes them down (Recorded by)."
        left = self.parts.left_behind()
        if left is not None:
            self._bring(left)
            return "Something was typed but not added: add it, or empty the fields."
        try:
            checked = parse_person(write_person(self.person()))
        except PersonFileError as fault:
            return "\n".join(fault.details or (fault.problem,))
        if len(checked.birth_date) == 10 and datetime.date.fromisoformat(checked.birth_date).isoformat() > self._today:
            return "The birth date lies in the future."
        return ""


def _lines(edit: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in edit.toPlainText().splitlines() if line.strip())


def _add_rows(form: QFormLayout, *rows: tuple[str, QLineEdit | QPlainTextEdit]) -> None:
    for text, field in rows:
        caption = plain_label(text, wrap=False)
        caption.setBuddy(field)
        field.setAccessibleName(text.replace("&", ""))
        if isinstance(field, QPlainTextEdit):
            field.setTabChangesFocus(True)
            field.setFixedHeight(3 * field.fontMetrics().lineSpacing() + 14)
        form.addRow(caption, field)


def _page(*parts: QWidget) -> QScrollArea:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    scroll.setWidget(page)
    return scroll
