"""Fields of a form that give plain values of a results file; an empty field gives nothing at all, never a zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

NOT_STATED = "not stated"


class Field(Protocol):
    """One entry of a form."""

    @property
    def widget(self) -> QWidget: ...

    def value(self) -> Any:
        """Give the plain value; None when nothing was stated. What is wrong is handed on, for the reader to refuse."""
        ...

    def fill(self, value: Any) -> None: ...


class Choice:
    """One word of a closed list, or of an open one where `open_ended`."""

    def __init__(self, words: Sequence[str], *, open_ended: bool = False, needed: bool = False) -> None:
        self.widget = QComboBox()
        self.widget.setEditable(open_ended)
        self.widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.widget.setMinimumContentsLength(16)
        self._open = open_ended
        self._needed = needed
        self.offer(words)

    def offer(self, words: Sequence[str]) -> None:
        """Change the words; what was chosen stays chosen where it still exists."""
        kept = self.value()
        with QSignalBlocker(self.widget):  # other words are not another answer
            self.widget.clear()
            if self._open:
                self.widget.addItem("", None)
                edit = self.widget.lineEdit()
                if edit is not None:
                    edit.setPlaceholderText(NOT_STATED)
            elif not self._needed:
                self.widget.addItem(NOT_STATED, None)
            for word in words:
                self.widget.addItem(word, word)
            self.fill(kept)

    def value(self) -> Any:
        if self._open:
            return self.widget.currentText().strip() or None
        return self.widget.currentData()

    def fill(self, value: Any) -> None:
        if self._open:
            self.widget.setCurrentText("" if value is None else str(value))
        else:
            self.widget.setCurrentIndex(max(0, self.widget.findData(value)))


class Text:
    """A line of text."""

    def __init__(self, hint: str = "") -> None:
        self.widget = QLineEdit()
        self.widget.setPlaceholderText(hint)

    def value(self) -> Any:
        return self.widget.text().strip() or None

    def fill(self, value: Any) -> None:
        self.widget.setText("" if value is None else str(value))


class Number(Text):
    """A number; with `percent` it is entered in percent and given as a fraction."""

    def __init__(self, hint: str = "", *, percent: bool = False) -> None:
        super().__init__(hint)
        self._percent = percent

    def value(self) -> Any:
        text = self.widget.text().strip().removesuffix("%").strip().replace(",", ".")
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            return self.widget.text().strip()
        if self._percent:
            return round(number / 100, 10)
        return int(number) if number.is_integer() and "." not in text else number

    def fill(self, value: Any) -> None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.widget.setText(f"{value * 100 if self._percent else value:.10g}")
        else:
            super().fill(value)


class Several(Text):
    """Values apart by commas; whole numbers are given as numbers, ranges such as 59-61 as they stand."""

    def value(self) -> Any:
        parts = [part.strip() for part in self.widget.text().split(",")]
        return [int(part) if part.isdigit() else part for part in parts if part] or None

    def fill(self, value: Any) -> None:
        self.widget.setText(", ".join(map(str, value)) if isinstance(value, list | tuple) else "")


class Flag:
    """A statement that is made, or not."""

    def __init__(self, text: str) -> None:
        self.widget = QCheckBox(text)

    def value(self) -> Any:
        return True if self.widget.isChecked() else None

    def fill(self, value: Any) -> None:
        self.widget.setChecked(value is True)


class Ticks:
    """Any of a closed list."""

    def __init__(self, words: Sequence[str], name: str, columns: int = 4) -> None:
        self.widget = QWidget()
        grid = QGridLayout(self.widget)
        grid.setContentsMargins(0, 0, 0, 0)
        self.boxes = {word: QCheckBox(word) for word in words}
        for place, (word, box) in enumerate(self.boxes.items()):
            box.setAccessibleName(f"{name}: {word}")
            grid.addWidget(box, place // columns, place % columns)

    def value(self) -> Any:
        return [word for word, box in self.boxes.items() if box.isChecked()] or None

    def fill(self, value: Any) -> None:
        chosen = value if isinstance(value, list | tuple) else ()
        for word, box in self.boxes.items():
            box.setChecked(word in chosen)
