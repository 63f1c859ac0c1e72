"""One card for each typed-in result: its fields follow what was chosen, its words are those of the results file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QGroupBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from interpreter.model.assessment import AlterationClass
from interpreter.model.marker_words import marker_words
from interpreter.model.results import State
from interpreter.model.variants import Origin
from interpreter.rule_tables import rule_rows
from interpreter.ui.widgets.fields import Choice, Field, Number, Several, Text, Ticks
from interpreter.ui.widgets.plain import plain_label, want
from interpreter.variants.results_entries import vocabulary

_COMMON_FIRST = ("HER2", "ER", "PR", "PD-L1", "MMR", "MSI", "TMB", "HRD", "MGMT")
_NAMED = ("karyotype", "arm", "HLA")
_OPEN_STATES = (State.INCONCLUSIVE.value, State.NOT_ASSESSED.value)


@cache
def marker_names() -> tuple[str, ...]:
    """Give the markers that can be typed in, the common ones first."""
    known = {*marker_words(), *vocabulary("marker")}
    first = [name for name in _COMMON_FIRST if name in known]
    return (*first, *sorted(known - set(first), key=str.casefold), *_NAMED)


@cache
def categories(marker: str) -> tuple[str, ...]:
    """Give the results a marker may have in words."""
    words = marker_words().get(marker)
    if words is not None:
        return tuple(words.categories)
    rows = rule_rows("results_vocabulary.tsv")
    found = next((row["detail"] for row in rows if row["list"] == "marker" and row["value"] == marker), "")
    return tuple(filter(None, found.split("|")))


@cache
def scores(marker: str) -> tuple[str, ...]:
    """Give the scales a marker is scored on."""
    words = marker_words().get(marker)
    listed = ["mut/Mb" if score == "mut" else score for score in words.scores] if words is not None else []
    return (*listed, "GIS") if marker == "HRD" else tuple(listed)


class Card(QGroupBox):
    """A form of fields with a button that takes it away."""

    removed = Signal(object)

    def __init__(self, title: str, rows: Sequence[tuple[str, str, Field]], parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.fields: dict[str, Field] = {}
        self.problem = plain_label("", "problem")
        self.problem.hide()
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for key, label, field in rows:
            self.fields[key] = field
            field.widget.setAccessibleName(label)
            self.form.addRow(plain_label(label, wrap=False), field.widget)
        self.remove_button = QToolButton()
        self.remove_button.setText("Remove")
        self.remove_button.setToolTip("Take this entry away")
        self.remove_button.setAccessibleName(f"Remove {title}")
        self.remove_button.clicked.connect(lambda: self.removed.emit(self))
        foot = QHBoxLayout()
        foot.addWidget(self.problem, 1)
        foot.addStretch(1)
        foot.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.addLayout(self.form)
        column.addLayout(foot)

    def values(self) -> dict[str, Any]:
        """Give what was stated, of the fields in sight."""
        found = ((key, field.value()) for key, field in self.fields.items() if self.shows(key))
        return {key: value for key, value in found if value is not None}

    def fill(self, values: Mapping[str, Any]) -> None:
        for key, field in self.fields.items():
            if key in values:
                field.fill(values[key])

    def shows(self, key: str) -> bool:
        return self.form.isRowVisible(self.fields[key].widget)

    def show_rows(self, wanted: Mapping[str, bool]) -> None:
        for key, shown in wanted.items():
            self.form.setRowVisible(self.fields[key].widget, shown)

    def tell(self, faults: Sequence[str]) -> None:
        """Say what is wrong with this entry; nothing hides it."""
        self.problem.setText("\n".join(faults))
        self.problem.setVisible(bool(faults))
        for key, field in self.fields.items():
            want(self.form.labelForField(field.widget), any(fault.startswith(f"{key}:") for fault in faults))


def _when(*fields: Field, call: Callable[[], None]) -> None:
    for field in fields:
        if isinstance(field, Choice):
            field.widget.currentIndexChanged.connect(lambda _index: call())


class MarkerCard(Card):
    """A protein, signature, karyotype, methylation or HLA result."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._marker = Choice(marker_names(), needed=True)
        self._category = Choice(())
        self._named = Text("t(15;17), 1p loss, A*02:01 …")
        self._score = Choice(())
        self._state = Choice((State.NOT_DETECTED.value, *_OPEN_STATES))
        super().__init__(
            "Protein or signature",
            (
                ("marker", "Marker", self._marker),
                ("ihc", "IHC", Choice(vocabulary("ihc"))),
                ("ish", "In situ hybridisation", Choice(vocabulary("ish"))),
                ("category", "Result", self._category),
                ("named", "Name", self._named),
                ("clone", "Clone", Choice(vocabulary("clone"))),
                ("clone_text", "Clone", Text()),
                ("score", "Scale", self._score),
                ("value", "Value", Number("a number, 0 for below 1 %")),
                ("callable_mb", "Callable size, megabases", Number("such as 1.3")),
                ("state", "If there is no result", self._state),
                ("reason", "Why", Text("needed for inconclusive and not assessed")),
                ("method", "Method", Choice(vocabulary("method"))),
                ("assay", "Assay", Text()),
                ("specimen", "Specimen", Text()),
                ("date", "Date", Text("YYYY-MM-DD")),
            ),
            parent,
        )
        _when(self._marker, self._state, call=self._follow)
        self._follow()

    def values(self) -> dict[str, Any]:
        found = super().values()
        for shown, key in (("named", "category"), ("clone_text", "clone")):
            if shown in found:
                found[key] = found.pop(shown)
        return found

    def fill(self, values: Mapping[str, Any]) -> None:
        self._marker.fill(values.get("marker"))
        self._follow()
        given = dict(values)
        given["named"], given["clone_text"] = given.get("category"), given.get("clone")
        super().fill(given)
        self._follow()

    def _follow(self) -> None:
        """Offer only what this marker can have."""
        marker = str(self._marker.value() or "")
        words = marker_words().get(marker)
        named = marker in _NAMED
        self._category.offer(categories(marker))
        self._score.offer(scores(marker))
        self._state.offer((State.NOT_DETECTED.value, *_OPEN_STATES) if named else _OPEN_STATES)
        has_clone = words is not None and words.clone and marker != "PD-L1"
        self.show_rows(
            {
                "ihc": marker == "HER2",
                "ish": marker == "HER2",
                "category": bool(categories(marker)),
                "named": named,
                "clone": marker == "PD-L1",
                "clone_text": has_clone,
                "score": len(scores(marker)) > 1,
                "value": bool(scores(marker)),
                "callable_mb": marker == "TMB",
                "reason": self._state.value() in _OPEN_STATES,
            }
        )


class SequenceCard(Card):
    """A result of a kit, or of an external report, without a file of variants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._state = Choice(tuple(State))
        self._change = Text("p.V600E, exon 19 inframe deletion, fusion, mutation …")
        super().__init__(
            "Sequence result",
            (
                ("gene", "Gene", Text("HGNC symbol, such as EGFR")),
                ("change", "Change or class", self._change),
                ("partner_gene", "Second gene of a fusion", Text()),
                ("state", "State", self._state),
                ("reason", "Why", Text("needed for inconclusive and not assessed")),
                ("method", "Method", Choice(vocabulary("method"))),
                ("codons", "Codons tested", Several("12, 13, 59-61")),
                ("exons", "Exons tested", Several("18, 19, 20, 21")),
                ("classes", "Kinds of change tested", Ticks(tuple(AlterationClass), "Kind of change tested")),
                ("limit", "Detection limit, percent of reads", Number("such as 5", percent=True)),
                ("vaf", "Share found, percent of reads", Number("such as 12", percent=True)),
                ("depth", "Depth, reads", Number()),
                ("copy_number", "Copies", Number()),
                ("origin", "Origin", Choice(tuple(Origin))),
                ("specimen", "Specimen", Text()),
                ("date", "Date", Text("YYYY-MM-DD")),
            ),
            parent,
        )
        _when(self._state, call=self._follow)
        self._change.widget.textChanged.connect(lambda _text: self._follow())
        self._follow()

    def fill(self, values: Mapping[str, Any]) -> None:
        super().fill(values)
        self._follow()

    def _follow(self) -> None:
        state = self._state.value()
        change = str(self._change.value() or "")
        self.show_rows(
            {
                "reason": state in _OPEN_STATES,
                "partner_gene": "fusion" in change,
                "vaf": state == State.DETECTED.value,
                "copy_number": any(word in change for word in ("amplification", "deletion", "gain")),
            }
        )


class PharmacogeneCard(Card):
    """A phenotype that another laboratory gave."""

    def __init__(self, parent: QWidget | None = None) -> None:
        rows = rule_rows("pgx_phenotypes.tsv")
        self._gene = Choice(tuple(dict.fromkeys(row["gene"] for row in rows)), needed=True)
        self._phenotype = Choice(())
        self._state = Choice(_OPEN_STATES)
        super().__init__(
            "Pharmacogene",
            (
                ("gene", "Gene", self._gene),
                ("phenotype", "Phenotype", self._phenotype),
                ("diplotype", "Diplotype", Text()),
                ("activity_score", "Activity score", Number()),
                ("state", "If there is no result", self._state),
                ("reason", "Why", Text("needed for inconclusive and not assessed")),
                ("method", "Method", Choice(vocabulary("method"))),
                ("date", "Date", Text("YYYY-MM-DD")),
            ),
            parent,
        )
        _when(self._gene, self._state, call=self._follow)
        self._follow()

    def fill(self, values: Mapping[str, Any]) -> None:
        self._gene.fill(values.get("gene"))
        self._follow()
        super().fill(values)
        self._follow()

    def _follow(self) -> None:
        gene = self._gene.value()
        rows = rule_rows("pgx_phenotypes.tsv")
        self._phenotype.offer(tuple(dict.fromkeys(row["phenotype"] for row in rows if row["gene"] == gene)))
        self.show_rows({"reason": self._state.value() in _OPEN_STATES})
