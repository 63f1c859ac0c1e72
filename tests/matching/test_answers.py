"""How answers of several phase readings become one (S4)."""

from __future__ import annotations

from interpreter.matching.answers import Answer, across_readings
from interpreter.model.findings import Exactness, Truth
from interpreter.model.results import State

MET = Answer(truth=Truth.MET, exactness=Exactness.EXACT, alterations=("a",), reason="found")
ABSENT = Answer(truth=Truth.NOT_MET, proof="blocks")
UNTESTED = Answer(truth=Truth.UNKNOWN, reason="not covered")
OPEN = Answer(truth=Truth.UNKNOWN, inconclusive=True, alterations=("b",), reason="failed a filter")


def test_s4_what_holds_in_every_reading_stands() -> None:
    assert across_readings([MET, MET], "note").state is State.DETECTED
    assert across_readings([ABSENT, ABSENT], "note").state is State.NOT_DETECTED


def test_s4_what_holds_in_some_readings_is_open_and_names_them() -> None:
    for other in (ABSENT, UNTESTED, OPEN):
        joined = across_readings([MET, other], "A; or B")
        assert joined.state is State.INCONCLUSIVE
        assert joined.reason == "met in some readings only: A; or B"


def test_s4_what_is_met_in_no_reading_is_never_said_to_be_met_in_some() -> None:
    joined = across_readings([ABSENT, OPEN], "A; or B")
    assert (joined.state, joined.reason) == (State.INCONCLUSIVE, "failed a filter; A; or B")
    assert across_readings([ABSENT, UNTESTED], "A; or B").state is State.NOT_ASSESSED
    assert across_readings([UNTESTED, UNTESTED], "A; or B").reason == "not covered"


def test_the_weakest_exactness_of_all_readings_counts() -> None:
    by_gene = Answer(truth=Truth.MET, exactness=Exactness.GENE, alterations=("c",))
    joined = across_readings([MET, by_gene], "")
    assert joined.exactness is Exactness.GENE
    assert joined.alterations == ("a", "c")
