"""The form of typed-in results: the same entries, words and checks as RESULTS.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from interpreter.errors import ResultsFileError
from interpreter.model.assessment import AlterationClass
from interpreter.model.results import SpecimenKind
from interpreter.ui.typed_in import TypedIn, typed_in
from interpreter.ui.widgets.fields import Choice, Flag, Number, Several, Text, Ticks
from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.widgets.result_cards import Card, MarkerCard, PharmacogeneCard, SequenceCard
from interpreter.ui.widgets.wheel import WheelGuard
from interpreter.variants.results_entries import vocabulary

_ENTRY = re.compile(r"^\[\[(\w+)\]\] (\d+)(?:, (.*))?$", re.DOTALL)
_KINDS: dict[str, tuple[type[MarkerCard] | type[SequenceCard] | type[PharmacogeneCard], str, str]] = {
    "marker": (MarkerCard, "Proteins and signatures", "Add a protein or signature result"),
    "sequence": (SequenceCard, "Sequence results", "Add a sequence result"),
    "pharmacogene": (PharmacogeneCard, "Pharmacogenes", "Add a pharmacogene"),
}


class _Entries(QWidget):
    """Cards of one kind below each other."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._card, self.title, add = _KINDS[kind]
        self.kind = kind
        self._guard = WheelGuard(self)
        self.cards: list[Card] = []
        self.add_button = QPushButton(add)
        self.add_button.clicked.connect(lambda: self.add({}, focus=True))
        self._empty = plain_label("Nothing entered. What is not entered is unknown, never negative.", "soft")
        self._column = QVBoxLayout()
        self._column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self.add_button)
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._empty)
        layout.addLayout(self._column)
        layout.addStretch(1)

    def add(self, values: Mapping[str, Any], *, focus: bool = False) -> Card:
        card = self._card()
        card.fill(values)
        self._guard.watch(card)
        card.removed.connect(self._on_removed)
        self.cards.append(card)
        self._column.addWidget(card)
        self._number()
        if focus:
            next(iter(card.fields.values())).widget.setFocus()
        return card

    def _on_removed(self, card: Card) -> None:
        self.cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._number()
        self.add_button.setFocus()

    def _number(self) -> None:
        singular = {"marker": "Protein or signature", "sequence": "Sequence result", "pharmacogene": "Pharmacogene"}
        for number, card in enumerate(self.cards, start=1):
            card.setTitle(f"{singular[self.kind]} {number}")
            card.remove_button.setAccessibleName(f"Remove {card.title()}")
        self._empty.setVisible(not self.cards)


class ResultsForm(QDialog):
    """Edits the values of a results file; accepted only when its reader accepts them."""

    def __init__(self, values: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Typed-in results")
        self.resize(112 * self.fontMetrics().averageCharWidth(), 44 * self.fontMetrics().lineSpacing())
        self.typed_in = TypedIn()
        self._kept = {key: value for key, value in values.items() if key == "sample_qc_note"}
        self.specimen = _specimen_card()
        self.quality = _quality_card()
        self.case = _case_card()
        self.entries = {kind: _Entries(kind) for kind in _KINDS}
        self.problem = plain_label("", "problem", selectable=True)
        self.problem.hide()
        self.tabs = QTabWidget()
        self.tabs.addTab(_scrolled(_column(self.specimen, self.quality, self.case)), "Specimen and case")
        for made in self.entries.values():
            self.tabs.addTab(_scrolled(made), made.title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._on_accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        WheelGuard(self).watch(self)
        self._fill(values)

    def values(self) -> dict[str, Any]:
        """Give what was stated, as a RESULTS.toml would hold it."""
        found: dict[str, Any] = {**self._kept, **self.quality.values()}
        for key, card in (("specimen", self.specimen), ("case", self.case)):
            if card.values():
                found[key] = card.values()
        for kind, made in self.entries.items():
            if made.cards:
                found[kind] = [card.values() for card in made.cards]
        return found

    def _fill(self, values: Mapping[str, Any]) -> None:
        self.quality.fill(values)
        for key, card in (("specimen", self.specimen), ("case", self.case)):
            given = values.get(key)
            if isinstance(given, Mapping):
                card.fill(given)
        for kind, made in self.entries.items():
            for entry in values.get(kind, ()):
                made.add(entry)

    def _on_accept(self) -> None:
        try:
            self.typed_in = typed_in(self.values())
        except ResultsFileError as fault:
            self._tell(fault.details or (fault.problem,))
        else:
            self.accept()

    def _tell(self, faults: Sequence[str]) -> None:
        """Put each fault on the card it belongs to, the others below; show the first."""
        rest: list[str] = []
        placed: dict[tuple[str, int], list[str]] = {}
        for fault in faults:
            found = _ENTRY.match(fault)
            if found and found[1] in self.entries:
                placed.setdefault((found[1], int(found[2]) - 1), []).append(found[3] or fault)
            else:
                rest.append(fault)
        for kind, made in self.entries.items():
            for at, card in enumerate(made.cards):
                card.tell(placed.get((kind, at), ()))
        count = len(faults)
        said = "One entry cannot be used." if count == 1 else f"{count} entries cannot be used."
        self.problem.setText("\n".join([said, *rest]))
        self.problem.show()
        if placed and not rest:
            kind, at = next(iter(placed))
            self.tabs.setCurrentIndex(1 + list(self.entries).index(kind))
            self.entries[kind].cards[at].fields[next(iter(self.entries[kind].cards[at].fields))].widget.setFocus()


def _specimen_card() -> Card:
    kinds = [kind.value for kind in SpecimenKind if kind is not SpecimenKind.UNKNOWN]
    card = Card(
        "Specimen",
        (
            ("kind", "Kind", Choice(kinds)),
            ("site", "Site", Text()),
            ("collected", "Collected on", Text("YYYY-MM-DD")),
            ("block_id", "Block", Text()),
            ("tumour_content", "Tumour cells, percent", Number("such as 40", percent=True)),
            ("germline", "Germline", Flag("the specimen is the person's germline, not the tumour")),
        ),
    )
    card.remove_button.hide()
    return card


def _quality_card() -> Card:
    card = Card(
        "Quality of this very sample, as the laboratory states it",
        (
            ("sample_qc", "Sample", Choice(("passed", "failed"))),
            ("sample_qc_classes", "Passed for", Ticks(tuple(AlterationClass), "Passed for")),
        ),
    )
    card.remove_button.hide()
    return card


def _case_card() -> Card:
    lines = (*map(str, range(1, 7)), *vocabulary("line"))
    card = Card(
        "Case",
        (
            ("sample_id", "Sample id", Text("of the order; another sample is held")),
            ("stage", "Stage", Choice(vocabulary("stage"))),
            ("line", "Line of therapy", _Line(lines, open_ended=True)),
            ("prior_therapies", "Prior therapies", Several("carboplatin, pemetrexed")),
            ("age", "Age, years", Number()),
        ),
    )
    card.remove_button.hide()
    return card


class _Line(Choice):
    """A number of a line is a number in the file, a word stays a word."""

    def value(self) -> Any:
        value = super().value()
        return int(value) if isinstance(value, str) and value.isdigit() else value


def _column(*parts: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setSpacing(12)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return page


def _scrolled(page: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    scroll.setWidget(page)
    return scroll
