"""Protein and signature results (RULES R8): closed words, clones, scores, and results that contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from interpreter.model.results import MarkerResult, State
from tests.matching.builders import answer, state


def _result(marker: str, category: str = "", value: float | None = None, score: str = "", **more: Any) -> MarkerResult:
    return MarkerResult(
        marker=marker, state=more.pop("outcome", State.DETECTED), category=category, value=value, score=score, **more
    )


YES, NO, OPEN, NONE = State.DETECTED, State.NOT_DETECTED, State.INCONCLUSIVE, State.NOT_ASSESSED


@pytest.mark.parametrize(
    ("text", "result", "expected"),
    [
        ("MSI high", _result("MSI", "high"), YES),
        ("MSI high", _result("MSI", "stable"), NO),
        ("MMR deficient", _result("MMR", "proficient"), NO),
        ("MMR deficient", _result("MSI", "high"), NONE),
        ("TMB >= 10", _result("TMB", value=10, score="mut/Mb"), YES),
        ("TMB >= 10", _result("TMB", value=9.9, score="mut/Mb"), NO),
        ("TMB >= 10", _result("TMB", value=40, score="mut/Mb", callable_mb=0.5), OPEN),
        ("TMB >= 10", _result("TMB", value=40, callable_mb=0.8), YES),
        ("TMB >= 10", _result("TMB", value=40, outcome=State.INCONCLUSIVE, reason="unknown assay"), OPEN),
        ("TMB >= 10", _result("TMB", outcome=State.NOT_ASSESSED, reason="7 coding calls"), NONE),
        ("HER2 positive", _result("HER2", "positive", ihc="3+"), YES),
        ("HER2 positive", _result("HER2", "low", ihc="1+"), NO),
        ("HER2 negative", _result("HER2", "low", ihc="1+"), YES),
        ("HER2 negative", _result("HER2", "positive"), NO),
        ("HER2 low", _result("HER2", "low"), YES),
        ("HER2 low", _result("HER2", "ultralow"), NO),
        ("HER2 ultralow", _result("HER2", "ultralow"), YES),
        ("HER2 positive", _result("HER2", ihc="2+", outcome=State.INCONCLUSIVE, reason="IHC 2+ needs ISH"), OPEN),
        ("HER2 IHC >= 3", _result("HER2", "positive", ihc="3+"), YES),
        ("HER2 IHC >= 3", _result("HER2", "positive", ihc="2+"), NO),
        ("HER2 IHC >= 3", _result("HER2", "positive"), OPEN),
        ("PD-L1 TPS >= 50", _result("PD-L1", value=50, score="TPS", clone="22C3"), YES),
        ("PD-L1 TPS >= 50", _result("PD-L1", value=49, score="TPS", clone="22C3"), NO),
        ("PD-L1 CPS >= 10", _result("PD-L1", value=50, score="TPS", clone="22C3"), NONE),
        ("PD-L1 clone 22C3 TPS >= 50", _result("PD-L1", value=60, score="TPS", clone="22C3"), YES),
        ("PD-L1 clone 22C3 TPS >= 50", _result("PD-L1", value=60, score="TPS", clone="SP142"), NONE),
        ("PD-L1 clone 22C3 TPS >= 50", _result("PD-L1", value=60, score="TPS"), OPEN),
        ("PD-L1 TPS < 1", _result("PD-L1", value=0, score="TPS"), YES),
        ("ER positive", _result("ER", value=5, score="%"), YES),
        ("ER positive", _result("ER", value=0, score="%"), NO),
        ("ER positive", _result("ER", "negative"), NO),
        ("FOLR1 high", _result("FOLR1", "positive"), OPEN),
        ("FOLR1 high", _result("FOLR1", value=75, score="%"), YES),
        ("FOLR1 high", _result("FOLR1", value=74, score="%"), NO),
        ("CLDN18.2 positive", _result("CLDN18.2", "positive"), YES),
        ("CLDN18.2 positive", _result("CLDN18.2", value=60, score="%"), NO),
        ("FOLR1 high", _result("FOLR1", "negative"), NO),
        ("HRD positive", _result("HRD", "positive", assay="X"), YES),
        ("MRD negative", _result("MRD", "negative"), YES),
        ("MGMT promoter methylation", _result("MGMT", "methylated"), YES),
        ("MGMT promoter methylation", _result("MGMT", "unmethylated"), NO),
        ("EGFR overexpression", _result("EGFR", "high"), YES),
        ("EGFR overexpression", _result("EGFR", "negative"), NO),
        ("EGFR expression", _result("EGFR", "high"), OPEN),
        ("arm 1p loss", _result("arm", "1p loss"), YES),
        ("arm 1p loss", _result("arm", "1p loss", outcome=State.NOT_DETECTED), NO),
        ("arm 1p loss", _result("arm", "19q loss"), NONE),
        ("karyotype del(5q)", _result("karyotype", "del(5q)"), YES),
        ("karyotype del(5q)", _result("karyotype", "complex"), NONE),
        ("HLA A*02:01", _result("HLA", "A*02:01"), YES),
        ("HLA A*02:01", _result("HLA", "A*02:01", outcome=State.NOT_DETECTED), NO),
    ],
)
def test_results_answer_their_atoms(text: str, result: MarkerResult, expected: State) -> None:
    assert state(text, marker_results=(result,)) is expected


def test_s1_no_result_is_no_negative() -> None:
    for text in (
        "MSI high",
        "TMB >= 10",
        "HER2 positive",
        "PD-L1 CPS >= 1",
        "karyotype del(5q)",
        "MGMT promoter methylation",
    ):
        found = answer(text)
        assert found.state is State.NOT_ASSESSED
        assert found.reason == "no result was given"


def test_results_that_contradict_each_other_leave_it_open() -> None:
    two = (_result("MSI", "high", method="PCR"), _result("MSI", "stable", method="NGS"))
    found = answer("MSI high", marker_results=two)
    assert found.state is State.INCONCLUSIVE
    assert "contradict" in found.reason


def test_a_failed_result_beside_a_good_one_does_not_hide_it() -> None:
    two = (_result("MSI", outcome=State.INCONCLUSIVE, reason="few cells"), _result("MSI", "high", method="PCR"))
    assert state("MSI high", marker_results=two) is State.DETECTED


def test_the_proof_names_method_and_place() -> None:
    found = answer(
        "MSI high", marker_results=(_result("MSI", "stable", method="PCR", date="2026-01-02", source="results.toml"),)
    )
    assert found.proof == "MSI stable (PCR, 2026-01-02, results.toml)"
