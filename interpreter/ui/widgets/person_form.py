"""The person: who they are, their own words first, then structured preferences, in the questionnaire's plain words."""

from __future__ import annotations

import datetime
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from interpreter.care.vocabulary import PreferenceKey, preference_keys
from interpreter.model.person import OwnWords, Person, Preference, Topic, Wish

_NOT_ASKED = "not asked"
_GROUPS = {
    "treatment": "Treatment",
    "getting_there": "Getting there",
    "daily_life": "Daily life",
    "side_effects": "Side effects",
    "future": "Future",
    "decisions": "Decisions",
    "money": "Money",
    "faith_and_products": "Products",
}
_TOPICS = {
    Topic.INHERITED_RISK: "Inherited risk of the person",
    Topic.RELATIVES_RISK: "Risk of relatives",
    Topic.PROGNOSIS: "Outlook (prognosis)",
    Topic.UNCERTAIN_VARIANTS: "Changes whose meaning is uncertain",
    Topic.DRUG_METABOLISM: "How the body handles medicines",
}
_WISHES = {Wish.NOT_ASKED: "not asked", Wish.WANTS: "wants to know", Wish.REFUSES: "does not want to know"}


class _Question(QWidget):
    """One question: a choice, or several ticks, and how much it matters."""

    def __init__(self, key: PreferenceKey) -> None:
        super().__init__()
        self.key = key
        self.importance = QSpinBox()
        self.importance.setRange(1, 5)
        self.importance.setValue(3)
        self.importance.setPrefix("importance ")
        self.importance.setAccessibleName(f"Importance of: {key.heading}")
        self.choice = QComboBox()
        self.ticks: dict[str, QCheckBox] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        if key.several:
            for value, label in key.values.items():
                tick = QCheckBox(label)
                self.ticks[value] = tick
                layout.addWidget(tick)
        else:
            self.choice.setAccessibleName(key.heading)
            self.choice.addItem(_NOT_ASKED, "")
            for value, label in key.values.items():
                self.choice.addItem(label, value)
            layout.addWidget(self.choice)
        layout.addWidget(self.importance)

    def answers(self) -> tuple[str, ...]:
        if self.key.several:
            return tuple(value for value, tick in self.ticks.items() if tick.isChecked())
        chosen = self.choice.currentData()
        return (str(chosen),) if chosen else ()

    def fill(self, given: tuple[Preference, ...]) -> None:
        for preference in given:
            if self.key.several and preference.value in self.ticks:
                self.ticks[preference.value].setChecked(True)
            else:
                self.choice.setCurrentIndex(max(0, self.choice.findData(preference.value)))
            self.importance.setValue(preference.importance)


class PersonForm(QDialog):
    """Edits a Person; what the form does not show is kept as it was."""

    def __init__(self, person: Person, today: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Person and wishes")
        self.resize(720, 760)
        self._person = person
        self._today = today
        self.name = QLineEdit(person.name)
        self.birth_date = QLineEdit(person.birth_date)
        self.birth_date.setPlaceholderText("YYYY-MM-DD")
        self.record_number = QLineEdit(person.record_number)
        self.recorded_by = QLineEdit()
        self.recorded_by.setPlaceholderText("who writes this down")
        self.matters_most = QPlainTextEdit(person.own_words.matters_most)
        self.avoid = QPlainTextEdit(person.own_words.avoid)
        self.beside_me = QPlainTextEdit(person.own_words.beside_me)
        self.questions = {key: _Question(known) for key, known in preference_keys().items()}
        self.wishes: dict[Topic, QComboBox] = {}
        self.problem = QLabel()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._lay_out()
        for key, question in self.questions.items():
            question.fill(tuple(given for given in person.preferences if given.key == key))

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(self._identity())
        column.addWidget(self._own_words())
        for group, title in _GROUPS.items():
            known = [question for question in self.questions.values() if question.key.group == group]
            if known:
                column.addWidget(self._group(title, known))
        column.addWidget(self._right_not_to_know())
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)

    def _identity(self) -> QGroupBox:
        box = QGroupBox("Who")
        form = QFormLayout(box)
        for label, field in (
            ("&Name", self.name),
            ("&Birth date", self.birth_date),
            ("&Record number", self.record_number),
            ("Recorded b&y", self.recorded_by),
        ):
            field.setAccessibleName(label.replace("&", ""))
            form.addRow(label, field)
        return box

    def _own_words(self) -> QGroupBox:
        box = QGroupBox("In their own words (quoted as they are, never interpreted)")
        form = QFormLayout(box)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for label, field in (
            ("What matters most to me", self.matters_most),
            ("What I want to avoid", self.avoid),
            ("Who I want beside me", self.beside_me),
        ):
            field.setAccessibleName(label)
            field.setTabChangesFocus(True)
            field.setFixedHeight(3 * field.fontMetrics().lineSpacing() + 12)
            form.addRow(label, field)
        return box

    def _group(self, title: str, questions: list[_Question]) -> QGroupBox:
        box = QGroupBox(title)
        column = QVBoxLayout(box)
        for question in questions:
            heading = QLabel(question.key.question)
            heading.setTextFormat(Qt.TextFormat.PlainText)
            heading.setWordWrap(True)
            column.addWidget(heading)
            column.addWidget(question)
        return box

    def _right_not_to_know(self) -> QGroupBox:
        box = QGroupBox("Right not to know")
        form = QFormLayout(box)
        for topic, title in _TOPICS.items():
            combo = QComboBox()
            for wish, text in _WISHES.items():
                combo.addItem(text, wish)
            combo.setCurrentIndex(max(0, combo.findData(self._person.wish(topic))))
            combo.setAccessibleName(title)
            self.wishes[topic] = combo
            form.addRow(title, combo)
        return box

    # what was entered ---------------------------------------------------------------------------------------------

    def person(self) -> Person:
        """Give the person as entered; an answer that did not change keeps its date and author."""
        return replace(
            self._person,
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
                (topic, Wish(combo.currentData()))
                for topic, combo in self.wishes.items()
                if Wish(combo.currentData()) is not Wish.NOT_ASKED
            ),
        )

    def _preferences(self) -> list[Preference]:
        before = {(given.key, given.value, given.importance): given for given in self._person.preferences}
        made: list[Preference] = []
        for key, question in self.questions.items():
            for value in question.answers():
                importance = question.importance.value()
                kept = before.get((key, value, importance))
                fresh = Preference(
                    key=key,
                    value=value,
                    importance=importance,
                    date=self._today,
                    recorded_by=self.recorded_by.text().strip(),
                )
                made.append(kept or fresh)
        return made

    def _on_save(self) -> None:
        problem = self._problem_of()
        self.problem.setVisible(bool(problem))
        self.problem.setText(problem)
        if not problem:
            self.accept()

    def _problem_of(self) -> str:
        birth = self.birth_date.text().strip()
        try:
            if birth and datetime.date.fromisoformat(birth).isoformat() > self._today:
                return "The birth date lies in the future."
        except ValueError:
            return "The birth date is needed as YYYY-MM-DD, or left empty."
        fresh = any(given not in self._person.preferences for given in self._preferences())
        if fresh and not self.recorded_by.text().strip():
            return "New answers need the name of who writes them down (Recorded by)."
        return ""
