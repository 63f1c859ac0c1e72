"""Signatures: a TMB needs its size, an MSI its caller, and disagreement is no result."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interpreter.model.alterations import Alteration, AlterationKind, Consequence
from interpreter.model.cases import AssemblyProof
from interpreter.model.genes import Assembly
from interpreter.model.results import MarkerResult, State
from interpreter.model.variants import CallStatus, Origin, Source, Support, Variant
from interpreter.resources import resource_path
from interpreter.settings import Settings
from interpreter.variants.assay import Assay, SampleQc, read_assay
from interpreter.variants.consequence import effect_on
from interpreter.variants.contents import InputContents
from interpreter.variants.reference import load_reference
from interpreter.variants.signatures import assess_signatures, coding_calls, judge_tmb
from tests.variants.vcf_files import read, textbook_lines, vcf

PASSED = SampleQc(state="passed")
VCF = InputContents(
    file_name="tumour.vcf",
    sha256="",
    size=1,
    format="VCF 4.2",
    caller="",
    assembly=AssemblyProof(assembly=Assembly.GRCH38, confirmed=True, evidence=()),
    samples=("T",),
    tumour="T",
    normal="",
    sample_reason="",
)
TMB = MarkerResult(marker="TMB", state=State.DETECTED, score="mut/Mb", value=12.0, method="NGS")
MSI = MarkerResult(marker="MSI", state=State.DETECTED, category="high", method="PCR")


@pytest.fixture(scope="module")
def assay() -> Assay:
    return read_assay(resource_path("assays/comprehensive500.toml"))


def alteration(number: int = 0, origin: Origin = Origin.SOMATIC) -> Alteration:
    variant = Variant(assembly=Assembly.GRCH38, chrom="7", pos=140753336 - 3 * number, ref="A", alt="T")
    transcript = load_reference().transcript("BRAF")
    assert transcript is not None
    effect = effect_on(transcript, Variant(assembly=Assembly.GRCH38, chrom="7", pos=140753336, ref="A", alt="T"))
    return Alteration(
        id=f"BRAF:{number}",
        kind=AlterationKind.SMALL_VARIANT,
        gene="BRAF",
        assembly=Assembly.GRCH38,
        variant=variant,
        effect=effect,
        status=CallStatus.CALLED,
        reason="",
        support=Support(),
        filters=frozenset(),
        origin=origin,
        origin_reason="",
        phase=None,
        homozygous=False,
        sources=(Source(input_index=0, file_name="tumour.vcf", line=number + 1, text=""),),
    )


def tmb_of(assay: Assay | None, calls: list[Alteration], qc: SampleQc = PASSED) -> MarkerResult:
    results = assess_signatures([VCF], calls, [], assay, qc, Settings()).results
    assert [result.marker for result in results] == ["TMB"]
    return results[0]


def test_s1_without_a_size_the_tmb_is_not_assessable_and_says_the_count() -> None:
    result = tmb_of(None, [alteration(number) for number in range(7)])
    assert result.state is State.NOT_ASSESSED
    assert result.value is None
    assert result.reason.startswith("not assessable; 7 coding calls")


def test_a_counted_tmb_on_a_large_enough_assay(assay: Assay) -> None:
    result = tmb_of(assay, [alteration(number) for number in range(26)])
    assert result.state is State.DETECTED
    assert (result.value, result.callable_mb, result.score) == (20.0, 1.3, "mut/Mb")


def test_a_counted_tmb_without_a_matched_normal_is_inconclusive(assay: Assay) -> None:
    result = tmb_of(assay, [alteration(number, Origin.UNKNOWN) for number in range(13)])
    assert result.state is State.INCONCLUSIVE
    assert "13 of 13 counted calls may be germline" in result.reason


@pytest.mark.parametrize("why", ["small", "undeclared", "qc"])
def test_s1_no_tmb_without_all_that_it_needs(assay: Assay, why: str) -> None:
    changed = {
        "small": (replace(assay, callable_mb=0.79), PASSED, "below 0.8 Mb"),
        "undeclared": (replace(assay, classes={}), PASSED, "does not declare a TMB"),
        "qc": (assay, SampleQc(), "no statement that this sample passed"),
    }
    described, qc, words = changed[why]
    result = tmb_of(described, [alteration()], qc)
    assert result.state is State.NOT_ASSESSED
    assert words in result.reason


def test_what_counts_as_a_coding_call() -> None:
    base = alteration()
    assert base.effect is not None
    silent = replace(alteration(1), effect=replace(base.effect, consequence=Consequence.SYNONYMOUS))
    beside = replace(alteration(2), effect=replace(base.effect, consequence=Consequence.INTRON))
    germline = replace(alteration(3), origin=Origin.GERMLINE)
    common = replace(alteration(4), flags=frozenset({"common_in_population"}))
    doubtful = replace(alteration(5), status=CallStatus.UNCONFIRMED)
    twice = replace(base, id="again")
    assert coding_calls([base, silent, beside, germline, common, doubtful, twice]) == (base, silent)


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (TMB, State.INCONCLUSIVE),
        (replace(TMB, callable_mb=0.79), State.INCONCLUSIVE),
        (replace(TMB, callable_mb=0.8), State.DETECTED),
        (replace(TMB, assay="Example Comprehensive 500"), State.DETECTED),
        (replace(TMB, assay="another test"), State.INCONCLUSIVE),
        (replace(TMB, state=State.NOT_ASSESSED, reason="failed"), State.NOT_ASSESSED),
    ],
)
def test_s1_a_stated_tmb_needs_its_size(assay: Assay, result: MarkerResult, state: State) -> None:
    assert judge_tmb(result, assay, Settings()).state is state


def test_results_that_disagree_are_inconclusive() -> None:
    stable = replace(MSI, category="stable", method="NGS")
    signatures = assess_signatures([], [], [MSI, stable], None, SampleQc(), Settings())
    assert {result.state for result in signatures.results} == {State.INCONCLUSIVE}
    assert signatures.warnings == ("MSI: results disagree (high, stable); none is used.",)


def test_msi_against_mismatch_repair_is_warned_of() -> None:
    proficient = MarkerResult(marker="MMR", state=State.DETECTED, category="proficient", method="IHC")
    signatures = assess_signatures([], [], [MSI, proficient], None, SampleQc(), Settings())
    assert {result.state for result in signatures.results} == {State.DETECTED}
    assert "check both tests" in signatures.warnings[0]


def test_a_case_without_small_variants_gets_no_counted_tmb() -> None:
    assert assess_signatures([], [], [], None, SampleQc(), Settings()).results == ()


def test_s1_a_header_line_leaves_msi_and_tmb_open_and_never_answers() -> None:
    said = vcf(textbook_lines(Assembly.GRCH37), metas=("##MSI=MSI-H", "##TMB_score=31", "##MSIcommand=run"))
    contents = read(said)
    results = {one.marker: one for one in assess_signatures([contents], [], [], None, PASSED, Settings()).results}
    assert {marker: (one.state, one.category, one.value) for marker, one in results.items()} == {
        "MSI": (State.INCONCLUSIVE, "", None),
        "TMB": (State.INCONCLUSIVE, "", None),
    }
    assert "##MSI=MSI-H" in results["MSI"].reason
    assert "MSIcommand" not in results["MSI"].reason
    assert "not assessable; 0 coding calls" in results["TMB"].reason


def test_a_typed_in_result_stands_whatever_the_header_claims() -> None:
    contents = read(vcf(textbook_lines(Assembly.GRCH37), metas=("##MSI=MSS",)))
    results = assess_signatures([contents], [], [MSI], None, PASSED, Settings()).results
    assert [one for one in results if one.marker == "MSI"] == [MSI]


def test_a_file_whose_header_says_nothing_has_no_msi() -> None:
    contents = read(
        vcf(textbook_lines(Assembly.GRCH37), metas=('##INFO=<ID=MSI,Number=1,Type=Float,Description="x">',))
    )
    assert contents.header_claims == ()
