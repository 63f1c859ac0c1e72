"""Counts over cases whose consent covers it; small numbers stay untold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interpreter.store.cohort import CohortRow, cohort_csv, count_cohort
from interpreter.store.keys import KeyCost
from interpreter.store.opening import create_store
from interpreter.store.values import Basis, CaseContent, Identity, Kind


def _result(tumour: str, *markers: str, therapy: str = "") -> str:
    finding = {"state": "detected", "response": "sensitivity", "direction": "supports"}
    return json.dumps(
        {
            "case": {"tumour_type": {"code": tumour, "name": tumour}},
            "markers": [
                *({"biomarker": marker, "state": "detected"} for marker in markers),
                {"biomarker": "KRAS p.G12C", "state": "not_detected"},
            ],
            "findings": [
                {**finding, "therapies": therapy.split(" + ") if therapy else []},
                {**finding, "therapies": therapy.split(" + ") if therapy else []},
                {**finding, "therapies": ["excluded"], "direction": "does_not_support"},
            ],
        }
    )


def test_cases_are_counted_once_and_small_numbers_not_told() -> None:
    results = [_result("LUAD", "EGFR p.L858R", therapy="osimertinib") for _ in range(5)]
    results += [_result("MEL", "BRAF p.V600E", therapy="dabrafenib + trametinib") for _ in range(4)]
    cohort = count_cohort(results)
    assert cohort.cases == 9
    assert cohort.rows == (
        CohortRow(kind="tumour_type", name="LUAD", count=5),
        CohortRow(kind="marker", name="EGFR p.L858R", count=5),
        CohortRow(kind="therapy", name="osimertinib", count=5),
    )
    assert cohort.suppressed == (("tumour_type", 1), ("marker", 1), ("therapy", 1))
    table = cohort_csv(cohort)
    assert "V600E" not in table
    assert "MEL" not in table
    assert "(1 more, each in fewer than 5 cases)" in table


def test_fewer_cases_than_the_minimum_give_no_row() -> None:
    cohort = count_cohort([_result("LUAD", "EGFR p.L858R")] * 4)
    assert (cohort.cases, cohort.rows) == (None, ())
    assert cohort_csv(cohort) == "kind,name,cases\nall,,fewer than 5\n"


def test_s22_a_name_is_never_a_formula() -> None:
    table = cohort_csv(count_cohort([_result("LUAD", "=HYPERLINK(1)")] * 5))
    assert "'=HYPERLINK(1)" in table


@pytest.mark.parametrize("scope", ["research", "registry"])
def test_only_cases_whose_consent_covers_it_are_read_and_withdrawal_takes_them_out(tmp_path: Path, scope: str) -> None:
    cost = KeyCost(iterations=1, lanes=1, memory_kib=64)
    store, _ = create_store(tmp_path / "cases.db", "correct horse battery", user="x", cost=cost)
    with store:
        for number, scopes in enumerate([{scope, "storage"}, {"storage"}, set(), {scope}, {scope}]):
            store.save_case(
                CaseContent(
                    id=f"C-{number}",
                    identity=Identity(),
                    tumour_type="LUAD",
                    date="2026-11-21",
                    result=_result(f"T{number}"),
                    basis=Basis.CONSENT,
                    scopes=frozenset(scopes),
                    held=number == 4,
                )
            )
        first = store.load_case("C-0")
        assert first.scopes == {scope, "storage"}
        assert {json.loads(text)["case"]["tumour_type"]["code"] for text in store.results_for(scope)} == {"T0", "T3"}
        store.save_case(
            CaseContent(
                id="C-0",
                identity=Identity(),
                tumour_type="LUAD",
                date="2026-11-22",
                result=first.result,
                basis=Basis.LEGAL_DUTY,
            ),
            expected_version=1,
        )
        assert len(list(store.results_for(scope))) == 1
        assert [entry.text for entry in store.history("C-0", Kind.CONSENT)] == [f"{scope},storage", ""]
        store.erase_case("C-3", "withdrawn")
        assert list(store.results_for(scope)) == []
        assert [row.action for row in store.audit()].count("cohort") == 3
