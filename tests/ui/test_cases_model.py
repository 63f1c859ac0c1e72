"""The list of stored cases: what is searched, sorted and shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from interpreter.store.values import CaseState, CaseSummary, Identity
from interpreter.ui.widgets.cases_model import STATE_WORDS, CasesModel

_CASE = CaseSummary(
    id="C-1",
    identity=Identity(name="Ada Example", birth_date="1958-04-17", record_number="H-4711", sample_id="S-9"),
    tumour_type="COAD",
    date="2026-11-20",
    state=CaseState.DRAFT,
    version=2,
    created_at="2026-11-20T08:00:00Z",
    updated_at="2026-11-21T09:30:00Z",
    owner="Dr. All",
)


def _some() -> list[CaseSummary]:
    return [
        _CASE,
        replace(_CASE, id="C-2", state=CaseState.SIGNED, version=10, identity=Identity(name="<b>Bo</b>")),
        replace(_CASE, id="C-3", state=CaseState.ERASED, version=1, identity=Identity(), tumour_type=""),
    ]


def _ids(model: CasesModel) -> list[str]:
    return [model.case_at(row).id for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = CasesModel()
    model.set_cases(_some())
    qtmodeltester.check(model)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["C-1", "C-2", "C-3"]),
        ("ada", ["C-1"]),
        ("EXAMPLE h-47", ["C-1"]),
        ("s-9", ["C-1"]),
        ("coad", ["C-1", "C-2"]),
        ("signed", ["C-2"]),
        ("ada bo", []),
    ],
)
def test_every_word_must_occur_somewhere(text: str, found: list[str]) -> None:
    model = CasesModel()
    model.set_cases(_some())
    model.filter_by(text, None)
    assert _ids(model) == found


def test_one_state_may_be_asked_for() -> None:
    model = CasesModel()
    model.set_cases(_some())
    model.filter_by("", CaseState.SIGNED)
    assert _ids(model) == ["C-2"]
    model.filter_by("c-1", CaseState.SIGNED)
    assert _ids(model) == []


def test_rows_stand_as_the_store_gives_them_until_a_column_is_asked_for() -> None:
    model = CasesModel()
    model.set_cases(list(reversed(_some())))
    assert _ids(model) == ["C-3", "C-2", "C-1"]
    model.sort(7, Qt.SortOrder.DescendingOrder)
    assert _ids(model) == ["C-2", "C-1", "C-3"]
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert _ids(model) == ["C-1", "C-2", "C-3"]


def test_a_state_is_a_mark_and_a_word() -> None:
    assert len({words[0] for words in STATE_WORDS.values()}) == len(CaseState)
    assert all(state.value.split()[0] in words for state, words in STATE_WORDS.items())


def test_ten_thousand_cases_are_filtered_by_two_words() -> None:
    many = [replace(_CASE, id=f"C-{at}", identity=Identity(record_number=f"R-{at % 97}")) for at in range(10_000)]
    model = CasesModel()
    model.set_cases(many)
    model.filter_by("c-99 r-5", None)
    assert _ids(model) == [case.id for case in many if "C-99" in case.id and "R-5" in case.identity.record_number]
    assert model.total() == 10_000
