"""Clinical cases, whole: an invented tumour file and typed-in results in, what a tumour board must read out.

The cases stand in the TOML files beside this module, one file a tumour group; README.md there says how a case is
written. Each runs in both assemblies. A case names what must be there (therapies for and against with their tier,
marker states, near misses, review) and what must not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from interpreter.errors import InterpreterError
from interpreter.interpret import InterpretRequest, Knowledge, interpret, load_knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import AGAINST_THERAPY, Direction, Response
from interpreter.model.findings import COUNTS_AS_SAME, AmpTier, Finding
from interpreter.model.genes import Assembly
from interpreter.model.results import State
from interpreter.report.options import options, speaks_for
from interpreter.variants.results_file import parse_results
from tests.cases.alleles import vcf_text

HERE_FILES = sorted(Path(__file__).parent.glob("*.toml"))
_INPUTS = frozenset({"id", "why", "tumour", "variants", "blocks", "region", "results", "expect"})


def _cases() -> list[dict[str, Any]]:
    found = []
    for file in HERE_FILES:
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            found.append({**case, "id": f"{file.stem}-{case['id']}"})
    return found


CASES = _cases()


@cache
def _knowledge(region: str) -> Knowledge:
    return load_knowledge(region=region)


def _interpret(case: dict[str, Any], assembly: Assembly, folder: Path) -> Interpretation:
    knowledge = _knowledge(case.get("region", ""))
    file = folder / "case.vcf"
    file.write_text(
        vcf_text(knowledge.table, assembly, case.get("variants", ()), case.get("blocks", ())), encoding="utf-8"
    )
    typed = parse_results({"format": "results/1", **case.get("results", {})}, "results.toml")
    request = InterpretRequest(
        files=(file,), tumour_type=case["tumour"], date="2026-11-21", assembly=assembly, typed_results=typed
    )
    return interpret(request, knowledge)


def _regimen(finding: Finding) -> str:
    return " + ".join(finding.evidence.therapies)


def _supports(finding: Finding) -> bool:
    helps = finding.response is Response.SENSITIVITY and finding.direction is Direction.SUPPORTS
    return helps and not finding.overruled_by


def _opposes(finding: Finding) -> bool:
    return finding.response in AGAINST_THERAPY and finding.direction is Direction.SUPPORTS


def _check_tiers(found: Iterable[Finding], expected: Iterable[str], what: str) -> list[str]:
    """Compare the best tier of each regimen with "REGIMEN: TIER"."""
    best: dict[str, str] = {}
    for finding in sorted(found, key=lambda one: one.amp_tier.rank):
        best.setdefault(_regimen(finding), finding.amp_tier.value)
    faults = []
    for line in expected:
        regimen, _, tier = line.rpartition(": ")
        if best.get(regimen) != tier:
            faults.append(f"{what} {regimen}: expected {tier}, found {best.get(regimen, 'nothing')}")
    return faults


def _check_for(case: Interpretation, expected: list[str]) -> list[str]:
    found = [f for f in case.findings if _supports(f) and f.state is State.DETECTED]
    return _check_tiers(found, expected, "for")


def _check_against(case: Interpretation, expected: list[str]) -> list[str]:
    found = [f for f in case.findings if _opposes(f) and f.state is State.DETECTED]
    return _check_tiers(found, expected, "against")


def _beside(case: Interpretation, regimen: str) -> list[str]:
    """Give what the report prints beside an option: markers that speak against it, then the possible ones."""
    return [
        text
        for option in options(case)
        if " + ".join(option.regimen) == regimen
        for text in (*(f.evidence.biomarker for f in option.against), *option.possible)
    ]


def _check_beside(case: Interpretation, expected: list[str]) -> list[str]:
    """S12: what speaks against a regimen stands beside it ("REGIMEN: MARKER")."""
    faults = []
    for line in expected:
        regimen, _, marker = line.partition(": ")
        shown = _beside(case, regimen)
        if not any(text.startswith(marker) for text in shown):
            faults.append(f"beside {regimen}: expected {marker}, found {shown}")
    return faults


def _resistance(case: Interpretation, regimen: str) -> list[Finding]:
    """Give proven and possible resistance to a regimen or to a part of it, but not to a part of it alone."""
    parts = set(regimen.split(" + "))
    alone = [f.key for option in options(case) if set(option.regimen) == parts for f in option.alone]
    opposed = [f for f in case.findings if _opposes(f) and set(f.evidence.therapies) <= parts]
    return [f for f in opposed if f.evidence.therapies and f.key not in alone]


def _check_beside_nothing(case: Interpretation, expected: list[str]) -> list[str]:
    faults = []
    for regimen in expected:
        shown = [f.evidence.id for f in _resistance(case, regimen)]
        faults += [f"beside {regimen}: {shown}"] if shown else []
    return faults


def _check_possible(case: Interpretation, expected: list[str]) -> list[str]:
    open_ones = {_regimen(f) for f in case.findings if f.state is State.INCONCLUSIVE}
    tiered = [f for f in case.findings if f.state is State.INCONCLUSIVE and f.amp_tier.value != "none"]
    faults = [f"possible {name}: not among {sorted(open_ones)}" for name in expected if name not in open_ones]
    return faults + [f"a tier without proof: {f.evidence.id}" for f in tiered]


def _check_denied(case: Interpretation, expected: list[str]) -> list[str]:
    denied = {_regimen(f) for f in case.findings if f.direction is Direction.DOES_NOT_SUPPORT}
    return [f"denied {name}: not among {sorted(denied)}" for name in expected if name not in denied]


def _check_not_for(case: Interpretation, expected: list[str]) -> list[str]:
    """No proven support in this tumour type; evidence of another tumour type may stand as such."""
    here = {
        _regimen(f)
        for f in case.findings
        if _supports(f)
        and f.tumour_relation in COUNTS_AS_SAME
        and f.state is State.DETECTED
        and f.amp_tier is not AmpTier.NONE  # a withdrawn approval is shown without a tier
    }
    return [f"{name} is offered" for name in expected if name in here]


def _check_never(case: Interpretation, expected: list[str]) -> list[str]:
    """S7: the medicine is in no proven or possible support at all, alone or in a combination."""
    faults = []
    for name in expected:
        rows = [f.evidence.id for f in case.findings if _supports(f) and name in f.evidence.therapies]
        faults += [f"{name} is offered by {row}" for row in rows]
    return faults


def _check_no_option(case: Interpretation, expected: list[str]) -> list[str]:
    """Not among the therapies of the report: at most a statement about cancers of another lineage."""
    offered = {name for f in case.findings if speaks_for(f) for name in f.evidence.therapies}
    return [f"{name} is an option" for name in expected if name in offered]


def _check_markers(case: Interpretation, expected: dict[str, str]) -> list[str]:
    states = {row.biomarker: row.state.value for row in case.markers}
    return [
        f"marker {name}: expected {state}, found {states.get(name, 'no row')}"
        for name, state in expected.items()
        if states.get(name) != state
    ]


def _check_near(case: Interpretation, expected: dict[str, str]) -> list[str]:
    faults = []
    for regimen, found in expected.items():
        misses = [f"{miss.found} / {miss.why}" for miss in case.near_misses if regimen in miss.therapies]
        if not any(found in miss for miss in misses):
            faults.append(f"near {regimen}: expected {found}, found {misses}")
    return faults


def _check_review(case: Interpretation, expected: list[str]) -> list[str]:
    labels = {item.label for item in case.for_review}
    return [f"review {label}: not among {sorted(labels)}" for label in expected if label not in labels]


def _check_alterations(case: Interpretation, expected: list[str]) -> list[str]:
    labels = {alteration.label for alteration in case.alterations}
    return [f"alteration {label}: not among {sorted(labels)}" for label in expected if label not in labels]


def _check_prognosis(case: Interpretation, expected: list[str]) -> list[str]:
    told = {f.evidence.biomarker for f in case.findings if f.response in (Response.PROGNOSIS, Response.DIAGNOSIS)}
    return [f"prognosis or diagnosis {name}: not among {sorted(told)}" for name in expected if name not in told]


def _check_to_check(case: Interpretation, expected: dict[str, str]) -> list[str]:
    """The best finding of the regimen tells what the clinician must still check."""
    faults = []
    for regimen, words in expected.items():
        shown = [" / ".join((*f.to_check, *f.warnings)) for f in case.findings if _regimen(f) == regimen]
        if not any(words in text for text in shown):
            faults.append(f"to check {regimen}: expected {words!r}, found {shown}")
    return faults


def _check_first(case: Interpretation, expected: list[str]) -> list[str]:
    """The first findings name these regimens, in any order among them."""
    shown = {_regimen(f) for f in case.findings[: len(expected)]}
    return [f"first: expected {name}, found {sorted(shown)}" for name in expected if name not in shown]


_CHECKS: dict[str, Callable[[Interpretation, Any], list[str]]] = {
    "for": _check_for,
    "against": _check_against,
    "beside": _check_beside,
    "beside_nothing": _check_beside_nothing,
    "possible": _check_possible,
    "denied": _check_denied,
    "not_for": _check_not_for,
    "never": _check_never,
    "no_option": _check_no_option,
    "markers": _check_markers,
    "near": _check_near,
    "review": _check_review,
    "alterations": _check_alterations,
    "about_disease": _check_prognosis,
    "to_check": _check_to_check,
    "first": _check_first,
}


@pytest.mark.parametrize("assembly", list(Assembly), ids=lambda assembly: assembly.value)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_clinical_case(case: dict[str, Any], assembly: Assembly, tmp_path: Path) -> None:
    """s1 s2 s3 s4 s5 s6 s7 s8 s11 s12 s13, from file to findings."""
    expect = dict(case["expect"])
    refused = expect.pop("refused", "")
    if refused:
        with pytest.raises(InterpreterError) as raised:
            _interpret(case, assembly, tmp_path)
        assert refused in raised.value.problem
        return
    found = _interpret(case, assembly, tmp_path)
    faults = [fault for name, value in expect.items() for fault in _CHECKS[name](found, value)]
    assert not faults, "\n".join([case["why"], *faults])


def test_the_cases_are_well_formed_and_many() -> None:
    names = [case["id"] for case in CASES]
    assert len(names) == len(set(names))
    assert len(names) >= 90
    for case in CASES:
        assert set(case) <= _INPUTS, case["id"]
        assert set(case["expect"]) <= {*_CHECKS, "refused"}, case["id"]
        assert case["expect"], case["id"]
        assert case["why"], case["id"]
