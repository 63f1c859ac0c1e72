"""One question of the person form: its answers, and how much each answer matters."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QSpinBox, QWidget

from interpreter.care.vocabulary import OrganLimit, PreferenceKey
from interpreter.model.person import Preference
from interpreter.ui.widgets.plain import plain_label

_NOT_ASKED = "not asked"
_USUAL = 3


class Question(QWidget):
    """A choice, or several ticks; the importance can be set as soon as there is an answer."""

    def __init__(self, key: PreferenceKey) -> None:
        super().__init__()
        self.key = key
        self.choice = QComboBox()
        self.ticks: dict[str, QCheckBox] = {}
        self.importance: dict[str, QSpinBox] = {}
        """By value where there are several answers, else one under the empty text."""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        grid.addWidget(plain_label(key.question), 0, 0, 1, 2)
        if key.several:
            for row, (value, label) in enumerate(key.values.items(), start=1):
                tick = QCheckBox(label.replace("&", "&&"))
                tick.toggled.connect(self._follow)
                self.ticks[value] = tick
                self.importance[value] = _importance(f"{key.heading}: {label}")
                grid.addWidget(tick, row, 0)
                grid.addWidget(self.importance[value], row, 1)
        else:
            self.choice.setAccessibleName(key.heading)
            self.choice.addItem(_NOT_ASKED, "")
            for value, label in key.values.items():
                self.choice.addItem(label, value)
            self.choice.currentIndexChanged.connect(self._follow)
            self.importance[""] = _importance(key.heading)
            grid.addWidget(self.choice, 1, 0)
            grid.addWidget(self.importance[""], 1, 1)
        self._follow()

    def answers(self) -> dict[str, int]:
        """Give the values chosen with their importance; none when it was not asked."""
        if self.key.several:
            return {value: self.importance[value].value() for value, tick in self.ticks.items() if tick.isChecked()}
        chosen = self.choice.currentData()
        return {str(chosen): self.importance[""].value()} if chosen else {}

    def fill(self, given: Iterable[Preference]) -> None:
        for preference in given:
            if not self.key.several:
                self.choice.setCurrentIndex(max(0, self.choice.findData(preference.value)))
                self.importance[""].setValue(preference.importance)
            elif preference.value in self.ticks:
                self.ticks[preference.value].setChecked(True)
                self.importance[preference.value].setValue(preference.importance)

    def preferences(self, before: Iterable[Preference], date: str, recorded_by: str) -> list[Preference]:
        """Give the answers as preferences; one that did not change keeps its date, author, note and end."""
        known = {given.value: given for given in before}
        made = []
        for value, importance in self.answers().items():
            kept = known.get(value)
            if kept is not None and kept.importance == importance:
                made.append(kept)
                continue
            made.append(
                Preference(
                    key=self.key.key,
                    value=value,
                    importance=importance,
                    date=date,
                    recorded_by=recorded_by,
                    note=kept.note if kept is not None else "",
                )
            )
        return made

    def _follow(self) -> None:
        for value, box in self.importance.items():
            box.setVisible(self.ticks[value].isChecked() if value else bool(self.choice.currentData()))


class OrganQuestion(QComboBox):
    """How one organ works, in the closed words of the table."""

    def __init__(self, limit: OrganLimit, value: str) -> None:
        super().__init__()
        self.organ = limit.organ
        self.setAccessibleName(limit.heading)
        self.addItem("no limit stated", "")
        for known, label in limit.values.items():
            self.addItem(label, known)
        self.setCurrentIndex(max(0, self.findData(value)))

    def answer(self) -> str:
        return str(self.currentData() or "")


def _importance(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, 5)
    box.setValue(_USUAL)
    box.setPrefix("importance ")
    box.setToolTip("1: a little; 5: it decides")
    box.setAccessibleName(f"Importance of: {name}")
    policy = box.sizePolicy()
    policy.setRetainSizeWhenHidden(True)  # rows do not jump when an answer is given
    box.setSizePolicy(policy)
    return box
