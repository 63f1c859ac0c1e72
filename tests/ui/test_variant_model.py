"""The table of all variants: sound as a Qt model, sorts with the unknown last, filters by every word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from interpreter.model.alterations import Alteration
from interpreter.model.findings import MarkerRow
from interpreter.model.results import State
from interpreter.model.variants import Support
from interpreter.ui.variant_model import Rows, VariantModel
from interpreter.ui.widgets.marker_model import MarkerModel
from tests.report import cases

VAF, DEPTH = 4, 5


def _with_vaf(name: str, vaf: float | None) -> Alteration:
    one = cases.colon_braf().alterations[0]
    return replace(one, id=name, label=name, gene=name, support=replace(one.support, vaf=vaf, vaf_text=""))


@pytest.fixture
def model() -> VariantModel:
    made = VariantModel()
    made.set_rows(
        Rows((_with_vaf("MIDDLE", 0.3), _with_vaf("NONE", None), _with_vaf("LOW", 0.05), _with_vaf("HIGH", 0.9)))
    )
    return made


def _genes(model: VariantModel) -> list[str]:
    return [model.alteration_at(row).gene for row in range(model.rowCount())]


def test_it_is_a_sound_model(model: VariantModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)
    model.filter_by("low")
    qtmodeltester.check(model)


def test_rows_stand_as_they_came_until_sorted(model: VariantModel) -> None:
    assert _genes(model) == ["MIDDLE", "NONE", "LOW", "HIGH"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Qt.SortOrder.AscendingOrder, ["LOW", "MIDDLE", "HIGH", "NONE"]),
        (Qt.SortOrder.DescendingOrder, ["HIGH", "MIDDLE", "LOW", "NONE"]),
    ],
)
def test_what_is_not_known_stands_last_either_way(
    model: VariantModel, order: Qt.SortOrder, expected: list[str]
) -> None:
    model.sort(VAF, order)
    assert _genes(model) == expected


@pytest.mark.parametrize("order", list(Qt.SortOrder))
def test_text_sorts_without_case_and_empty_last(order: Qt.SortOrder) -> None:
    model = VariantModel()
    model.set_rows(Rows(tuple(_with_vaf(name, None) for name in ("b", "A", "", "c"))))
    model.sort(0, order)
    expected = ["A", "b", "c"] if order is Qt.SortOrder.AscendingOrder else ["c", "b", "A"]
    assert _genes(model) == [*expected, ""]


def test_an_unknown_vaf_is_empty_and_never_nought(model: VariantModel) -> None:
    row = _genes(model).index("NONE")
    assert model.data(model.index(row, VAF)) == ""


def test_every_word_must_occur_in_any_column(model: VariantModel) -> None:
    model.filter_by("MISSENSE low")
    assert _genes(model) == ["LOW"]
    model.filter_by("missense nowhere")
    assert model.rowCount() == 0
    model.filter_by("")
    assert model.rowCount() == 4


def test_filter_and_sort_hold_together(model: VariantModel) -> None:
    model.filter_by("low")
    model.sort(VAF, Qt.SortOrder.DescendingOrder)
    assert _genes(model) == ["LOW"]
    model.filter_by("")
    assert _genes(model) == ["HIGH", "MIDDLE", "LOW", "NONE"]


def test_text_from_a_file_is_shown_as_it_is() -> None:
    model = VariantModel()
    hostile = "<img src=/etc/passwd>"
    model.set_rows(Rows((_with_vaf(hostile, 0.1),)))
    assert model.data(model.index(0, 0)) == hostile


def test_a_vaf_is_printed_as_given() -> None:
    one = replace(_with_vaf("GIVEN", 0.12), support=Support(vaf=0.12, depth=50, alt_reads=None, vaf_text="12%"))
    model = VariantModel()
    model.set_rows(Rows((one,)))
    assert model.data(model.index(0, VAF)) == "12%"
    assert model.data(model.index(0, DEPTH)) == "50"


def test_markers_stand_by_state_with_mark_and_word(qtmodeltester: ModelTester) -> None:
    model = MarkerModel()
    model.set_rows(cases.colon_braf().markers)
    qtmodeltester.check(model)
    shown = [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]
    assert shown[0] == "■ detected"
    assert {text.split(" ", 1)[1] for text in shown} == {"detected", "inconclusive", "not detected", "not assessed"}
    order = ["■", "?", "□", "–"]
    assert shown == sorted(shown, key=lambda text: order.index(text[0]))


def test_markers_filter_by_state_and_words() -> None:
    model = MarkerModel()
    rows: tuple[MarkerRow, ...] = cases.colon_braf().markers
    model.set_rows(rows)
    model.filter_by("", State.NOT_ASSESSED)
    assert model.rowCount() == sum(row.state is State.NOT_ASSESSED for row in rows)
    model.filter_by("msi", State.NOT_ASSESSED)
    assert [model.row_at(row).biomarker for row in range(model.rowCount())] == ["MSI high"]
    assert sum(model.counts().values()) == len(rows)
