"""Laws of the three-valued evaluation, over every expression the language can say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.matching.candidates import signed_atoms
from interpreter.matching.evaluate import Evaluator
from interpreter.model.findings import Truth
from interpreter.model.markers import And, CodonsWildType, Marker, Not, Or
from interpreter.model.results import State
from tests.matching.builders import ALL, evaluator, fusion, small, unconfirmed
from tests.model.test_marker_text import markers

CASES: tuple[Evaluator, ...] = (
    evaluator(),
    evaluator(proofs=ALL),
    evaluator(small("EGFR", "L858R"), unconfirmed(small("KRAS", "G12D")), fusion("EML4", "AR"), proofs=ALL),
)
_OPPOSITE = {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET, Truth.UNKNOWN: Truth.UNKNOWN}
cases = st.sampled_from(CASES)


@settings(max_examples=100, deadline=None)
@given(markers)
def test_s1_a_case_of_which_nothing_is_known_answers_nothing(marker: Marker) -> None:
    assert evaluator().answer(marker).state is State.NOT_ASSESSED


@settings(max_examples=60, deadline=None)
@given(markers, cases)
def test_negation_swaps_met_and_not_met_and_keeps_unknown(marker: Marker, case: Evaluator) -> None:
    assert case.answer(Not(marker)).truth is _OPPOSITE[case.answer(marker).truth]


@settings(max_examples=60, deadline=None)
@given(st.lists(markers.filter(lambda marker: not isinstance(marker, And | Or)), min_size=2, max_size=3), cases)
def test_combinations_follow_de_morgan(terms: list[Marker], case: Evaluator) -> None:
    whole = case.answer(Not(And(tuple(terms)))).truth
    assert whole is case.answer(Or(tuple(Not(term) for term in terms))).truth


@settings(max_examples=60, deadline=None)
@given(markers, cases)
def test_an_answer_is_one_of_the_four_states_and_says_why(marker: Marker, case: Evaluator) -> None:
    answer = case.answer(marker)
    if answer.state is State.NOT_DETECTED:
        assert answer.proof or answer.reason
    if answer.state in (State.NOT_ASSESSED, State.INCONCLUSIVE):
        assert answer.reason
        assert answer.open_atoms
    assert (
        answer.state is not State.DETECTED or answer.alterations or answer.proof or isinstance(marker, Not | And | Or)
    )


@settings(max_examples=100, deadline=None)
@given(markers, cases)
def test_the_first_sieve_never_differs_where_nothing_is_wanted_absent(marker: Marker, case: Evaluator) -> None:
    if any(
        not wanted or isinstance(getattr(atom, "feature", None), CodonsWildType)
        for atom, wanted in signed_atoms(marker)
    ):
        return
    seen, answer = case.seen(marker), case.answer(marker)
    assert (seen.truth is Truth.MET) is (answer.truth is Truth.MET)
    assert seen.state is State.INCONCLUSIVE or answer.state is not State.INCONCLUSIVE
    if seen.truth is Truth.MET:
        assert (seen.alterations, seen.exactness) == (answer.alterations, answer.exactness)
