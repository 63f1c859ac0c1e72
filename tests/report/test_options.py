"""What stands beside a regimen, and what does not belong there (S12)."""

from __future__ import annotations

from dataclasses import replace

from interpreter.model.evidence import Direction, Response
from interpreter.model.results import State
from interpreter.report.options import options
from tests.report.cases import base, evidence, finding, marker

FLT3 = ("FLT3:1",)


def test_s12_a_larger_combination_that_did_not_help_says_nothing_of_its_part_but_resistance_does() -> None:
    alone = finding(evidence("A", "FLT3 codon D835", ("gilteritinib",)), FLT3)
    larger = evidence("B", "FLT3 codon D835", ("gilteritinib", "azacitidine"))
    denied = finding(larger, FLT3, direction=Direction.DOES_NOT_SUPPORT)
    resistant = finding(replace(larger, id="C", response=Response.RESISTANCE), FLT3)
    option = options(replace(base(), findings=(alone, denied, resistant)))[0]
    assert [one.key for one in option.against] == ["C"]


def test_s12_only_what_would_close_the_regimen_or_a_part_of_it_is_open() -> None:
    item = finding(evidence("A", "PIK3CA p.H1047R", ("alpelisib", "fulvestrant")), ("PIK3CA:1",))
    rows = (
        marker("PIK3CA p.E545K", State.NOT_ASSESSED, matters_for=("alpelisib + fulvestrant",)),
        marker("PTEN loss of function", State.NOT_ASSESSED, would_close=("alpelisib",)),
        marker("RB1 loss of function", State.NOT_ASSESSED, would_close=("palbociclib + fulvestrant",)),
        marker("ESR1 p.Y537S", State.NOT_DETECTED, would_close=("fulvestrant",)),
    )
    option = options(replace(base(), findings=(item,), markers=rows))[0]
    assert [row.biomarker for row in option.untested] == ["PTEN loss of function"]


def test_s12_a_part_of_a_regimen_is_affected_unless_the_regimen_is_meant_for_it() -> None:
    g12c, v600e = ("KRAS:1",), ("BRAF:1",)
    findings = (
        finding(evidence("FOR", "KRAS p.G12C", ("adagrasib", "cetuximab")), g12c),
        finding(evidence("OTHER", "BRAF p.V600E", ("encorafenib", "cetuximab")), v600e),
        finding(evidence("ALONE", "EGFR amplification", ("cetuximab",)), ("EGFR:1",)),
        finding(evidence("BARE", "KRAS p.G12C", ("adagrasib",)), g12c),
        finding(replace(evidence("AGAINST", "KRAS codon G12", ("cetuximab",)), response=Response.RESISTANCE), g12c),
    )
    shown = options(replace(base(), findings=findings))
    assert {option.claims[0].key: [one.key for one in option.against] for option in shown} == {
        "FOR": [],
        "OTHER": ["AGAINST"],
        "ALONE": ["AGAINST"],
        "BARE": [],
    }
    assert [one.key for one in shown[0].alone] == ["AGAINST"]
