"""What was stated of stage and line beside the settings of the labels: a warning and a place, never a tier."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interpreter.matching.ages import age_misfit
from interpreter.matching.rules import load_rules
from interpreter.matching.situation import given_before, misfit
from interpreter.model.cases import Case
from interpreter.model.evidence import ApprovalKind, Response
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
        ("maintenance", "", "refractory", "", "stated as refractory"),
        ("maintenance", "", "relapsed", "", ""),
        ("relapsed_refractory", "", "remission", "", "stated as remission"),
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


@pytest.mark.parametrize(("stage", "first"), [("", "B"), ("III", "B"), ("II", "A"), ("resected", "A")])
def test_treatment_around_an_operation_comes_later_unless_the_stage_is_of_it(stage: str, first: str) -> None:
    pdl1 = MarkerResult(marker="PD-L1", state=State.DETECTED, score="TPS", value=60, clone="22C3")
    rows = [
        item("EGFR p.L858R", "adjuvant drug", id="A", setting="adjuvant", approvals=(approval(setting="adjuvant"),)),
        item("PD-L1 TPS >= 50", "other drug", id="B", approvals=(approval(setting="any"),)),
    ]
    findings = match(rows, small("EGFR", "L858R"), marker_results=(pdl1,), stage=stage).findings
    assert findings[0].key == first


@pytest.mark.parametrize(
    ("population", "age", "words"),
    [
        ("children from 6 months, advanced stage", 66, "age was stated as 66"),
        ("children from 6 months, advanced stage", None, "age was not stated"),
        ("children from 6 months, advanced stage", 5, ""),
        ("children from 1 year and young adults", 45, "stated as 45"),
        ("adults", None, ""),
        ("adults, chronic phase", 12, "age was stated as 12"),
        ("adults and children from 12 years", 8, "age was stated as 8"),
        ("adults and adolescents from 12 years", 12, ""),
        ("adults; children from 1 year in chronic phase", 70, ""),
        ("castration-resistant", 8, ""),
    ],
)
def test_what_contradicts_the_stated_age(population: str, age: int | None, words: str) -> None:
    case = replace(_case("IV"), age=age)
    label = approval(setting="metastatic", population=population)
    told = misfit(item("EGFR p.L858R"), [label], case, UNFIT, load_rules().age_groups)
    assert (words in told) if words else told == ""


def test_the_tumours_own_row_stands_before_the_one_for_any_solid_tumour() -> None:
    rows = [
        item("EGFR p.L858R", "drug", id="EV-ANY", tumour_types=("ANY_SOLID",), approvals=(approval(),)),
        item("EGFR p.L858R", "drug", id="EV-LUNG", tumour_types=("NSCLC",), approvals=(approval(),)),
    ]
    findings = match(rows, small("EGFR", "L858R")).findings
    assert [one.key for one in findings] == ["EV-LUNG", "EV-ANY"]


def test_few_changes_before_many_and_regular_before_accelerated() -> None:
    many = item("EGFR p.L858R | EGFR p.T790M, p.L861Q", "a", id="MANY", approvals=(approval(),))
    soon = item("EGFR p.L858R", "b", id="SOON", approvals=(approval(kind=ApprovalKind.ACCELERATED),))
    full = item("EGFR p.L858R", "c", id="FULL", approvals=(approval(),))
    found = match([many, soon, full], small("EGFR", "L858R")).findings
    assert [one.key for one in found] == ["FULL", "SOON", "MANY"]


def test_treatment_of_disease_before_treatment_after_a_response() -> None:
    after = item("EGFR p.L858R", "a", id="AFTER", setting="maintenance", approvals=(approval(setting="maintenance"),))
    now = item("EGFR p.L858R", "b", id="NOW", setting="newly_diagnosed", approvals=(approval(),))
    assert [one.key for one in match([after, now], small("EGFR", "L858R")).findings] == ["NOW", "AFTER"]


@pytest.mark.parametrize(
    ("therapies", "stated", "given"),
    [
        ("alectinib", ("Alectinib",), ("alectinib",)),
        ("cetuximab + encorafenib", ("FOLFOX + cetuximab (2025)",), ("cetuximab",)),
        ("carboplatin", ("Paclitaxel AND Carboplatin",), ("carboplatin",)),
        ("lutetium (177Lu) oxodotreotide", ("lutetium (177Lu) oxodotreotide",), ("lutetium (177Lu) oxodotreotide",)),
        ("trastuzumab", ("trastuzumab deruxtecan",), ()),
        ("trastuzumab deruxtecan", ("trastuzumab and pertuzumab",), ()),
        ("osimertinib", ("Product",), ("osimertinib",)),
        ("osimertinib", ("osimertinib (declined)", "planned: osimertinib"), ()),
        ("osimertinib", (), ()),
    ],
)
def test_a_medicine_that_was_given_before_is_known_by_its_name(
    therapies: str, stated: tuple[str, ...], given: tuple[str, ...]
) -> None:
    case = replace(_case(), prior_therapies=stated)
    label = replace(approval(), product="Product")
    assert given_before(item("EGFR p.L858R", therapies), [label], case) == given
    against = item("EGFR p.L858R", therapies, response=Response.RESISTANCE)
    assert given_before(against, [label], case) == ()


def test_young_adults_are_not_all_adults() -> None:
    groups = load_rules().age_groups
    assert age_misfit("children from 1 year and young adults", 20, groups) == ""
    assert "stated as 40" in age_misfit("children from 1 year and young adults", 40, groups)
    assert age_misfit("adults", 40, groups) == ""
