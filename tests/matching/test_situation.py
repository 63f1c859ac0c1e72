"""What was stated of stage and line beside the settings of the labels: a warning and a place, never a tier."""

from __future__ import annotations

import pytest

from interpreter.matching.rules import load_rules
from interpreter.matching.situation import misfit
from interpreter.model.cases import Case
from interpreter.model.evidence import Response
from interpreter.model.findings import AmpTier
from interpreter.model.results import MarkerResult, State
from tests.matching.builders import small
from tests.matching.cases import TREE, approval, item, match

UNFIT = load_rules().unfit_settings


def _case(stage: str = "", line: str = "") -> Case:
    tumour = TREE.resolve("LUAD")
    return Case(id="C", order_id="", tumour_type=tumour, region="", date="2026-11-21", stage=stage, line=line)


@pytest.mark.parametrize(
    ("setting", "line", "stage", "stated_line", "words"),
    [
        ("adjuvant", "", "IV", "", "stated as IV"),
        ("adjuvant", "", "IVA", "", ""),
        ("adjuvant", "", "III", "", ""),
        ("adjuvant", "", "", "", ""),
        ("metastatic", "", "IIB", "", "stated as IIB"),
        ("metastatic", "", "III", "", ""),
        ("metastatic", "", "", "adjuvant", "stated as adjuvant"),
        ("advanced", "1", "IV", "2", "line 2 was stated"),
        ("advanced", "2+", "IV", "1", "line 1 was stated"),
        ("advanced", "2+", "IV", "3", ""),
        ("advanced", "any", "IV", "3", ""),
        ("any", "", "IV", "", ""),
    ],
)
def test_what_contradicts_the_stated_stage_or_line(
    setting: str, line: str, stage: str, stated_line: str, words: str
) -> None:
    told = misfit(item("EGFR p.L858R"), [approval(setting=setting, line=line)], _case(stage, stated_line), UNFIT)
    assert (words in told) if words else told == ""


def test_one_label_that_fits_is_enough_and_resistance_has_no_setting() -> None:
    labels = [approval(setting="adjuvant"), approval("EMA", setting="metastatic")]
    assert misfit(item("EGFR p.L858R"), labels, _case("IV"), UNFIT) == ""
    against = item("EGFR p.L858R", response=Response.RESISTANCE)
    assert misfit(against, labels[:1], _case("IV"), UNFIT) == ""


def test_a_misfit_is_told_and_stands_later_in_its_tier() -> None:
    pdl1 = MarkerResult(marker="PD-L1", state=State.DETECTED, score="TPS", value=60, clone="22C3")
    rows = [
        item("EGFR p.L858R", "adjuvant drug", id="A", approvals=(approval(setting="adjuvant"),)),
        item("PD-L1 TPS >= 50", "other drug", id="B", approvals=(approval(setting="metastatic"),)),
    ]
    findings = match(rows, small("EGFR", "L858R"), marker_results=(pdl1,), stage="IV").findings
    assert [(one.key, one.amp_tier, one.not_as_stated) for one in findings] == [
        ("B", AmpTier.I_A, False),
        ("A", AmpTier.I_A, True),
    ]
    assert "stated as IV" in findings[1].warnings[0]
