"""Samples side by side: what is gained, lost, persisting; not assessed is never lost (R1)."""

from __future__ import annotations

import pytest

from interpreter.earlier_samples import Change, Sample, in_order, marker_courses, sample_of
from interpreter.model.results import State
from interpreter.report.outputs import render_json
from tests.report import cases

YES, NO, UNTESTED, UNCLEAR = State.DETECTED, State.NOT_DETECTED, State.NOT_ASSESSED, State.INCONCLUSIVE


def _samples(*states: State | None) -> tuple[Sample, ...]:
    return tuple(
        Sample(
            case_id=f"C-{number}",
            date=f"2026-0{number}-01",
            collected=True,
            tumour_type="LUAD",
            kind="tissue",
            states={} if state is None else {"EGFR p.T790M": state},
        )
        for number, state in enumerate(states, start=1)
    )


@pytest.mark.parametrize(
    ("states", "change"),
    [
        ((NO, YES), Change.GAINED),
        ((YES, YES), Change.PERSISTING),
        ((YES, UNTESTED, YES), Change.PERSISTING),
        ((YES, NO), Change.LOST),
        ((YES, UNTESTED, NO), Change.LOST),
        ((YES, NO, YES), Change.GAINED),
        ((YES, NO, NO), Change.ABSENT),
        ((YES, NO, UNTESTED), Change.OPEN),
        ((UNTESTED, YES), Change.FIRST_SEEN),
        ((None, YES), Change.FIRST_SEEN),
        ((UNCLEAR, YES), Change.FIRST_SEEN),
        ((YES, UNTESTED), Change.NOT_LOOKED_AT),
        ((YES, None), Change.NOT_LOOKED_AT),
        ((YES, UNCLEAR), Change.OPEN),
        ((UNCLEAR, NO), Change.OPEN),
    ],
)
def test_r1_what_became_of_a_marker(states: tuple[State | None, ...], change: Change) -> None:
    (row,) = marker_courses(_samples(*states))
    assert row.change is change
    assert row.states == states


@pytest.mark.parametrize("states", [(NO, NO), (UNTESTED, NO), (NO, UNTESTED), (None, UNTESTED)])
def test_a_marker_that_was_never_there_is_no_row(states: tuple[State | None, ...]) -> None:
    assert marker_courses(_samples(*states)) == ()


def test_a_stored_result_is_a_sample_dated_by_its_collection() -> None:
    sample = sample_of(render_json(cases.colon_braf()).decode("utf-8"))
    assert (sample.case_id, sample.date, sample.collected, sample.tumour_type) == ("C-0001", "2026-11-02", True, "COAD")
    assert sample.states["BRAF p.V600E"] is State.DETECTED


def test_samples_stand_in_the_order_of_their_dates() -> None:
    one, two, three = _samples(YES, NO, YES)
    assert in_order((three, one, two)) == (one, two, three)
