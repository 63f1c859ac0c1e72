"""Tumour signatures: TMB only on a known, large enough size; MSI only as typed in or by a recognised caller (R8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interpreter.model.alterations import Alteration, AlterationKind, Consequence
from interpreter.model.assessment import AlterationClass
from interpreter.model.results import MarkerResult, State
from interpreter.model.variants import CallStatus, Origin
from interpreter.settings import Settings
from interpreter.variants.assay import Assay, SampleQc
from interpreter.variants.contents import InputContents
from interpreter.variants.scope_inputs import carries_small_variants

_COMMON = "common_in_population"
_BESIDE_CODING = frozenset(
    {
        Consequence.FIVE_PRIME_UTR,
        Consequence.THREE_PRIME_UTR,
        Consequence.PROMOTER,
        Consequence.INTRON,
        Consequence.DOWNSTREAM,
        Consequence.POLYPYRIMIDINE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """All protein and signature results of a case, judged, and what must be said about them."""

    results: tuple[MarkerResult, ...]
    warnings: tuple[str, ...] = ()


def assess_signatures(
    contents: Sequence[InputContents],
    alterations: Sequence[Alteration],
    typed: Sequence[MarkerResult],
    assay: Assay | None,
    sample_qc: SampleQc,
    settings: Settings,
) -> Signatures:
    """Judge typed-in and read results, add the TMB of the files, and mark what contradicts itself."""
    given = [*typed, *(result for item in contents for result in item.marker_results)]
    results = [judge_tmb(result, assay, settings) if result.marker == "TMB" else result for result in given]
    if not any(result.marker == "TMB" for result in results) and any(map(carries_small_variants, contents)):
        results.append(_counted_tmb(contents, alterations, assay, sample_qc, settings))
    for claim in (claim for item in contents for claim in item.header_claims):
        results = _with_claim(results, claim)
    return _without_contradiction(results)


def _with_claim(results: list[MarkerResult], claim: MarkerResult) -> list[MarkerResult]:
    """Let a header's claim stand where nothing better is known; it leaves open, it never answers."""
    same = [result for result in results if result.marker == claim.marker]
    if not same:
        return [*results, claim]
    return [
        replace(claim, reason=f"{claim.reason}; {result.reason}")
        if result in same and result.state is State.NOT_ASSESSED
        else result
        for result in results
    ]


def judge_tmb(result: MarkerResult, assay: Assay | None, settings: Settings) -> MarkerResult:
    """Make a TMB inconclusive that rests on an unknown or too small size; the size may come from the assay."""
    if result.state is not State.DETECTED:
        return result
    size = result.callable_mb
    if size is None and assay is not None and result.assay in (assay.name, assay.label):
        size = assay.callable_mb
        result = replace(result, callable_mb=size)
    if size is None:
        return replace(result, state=State.INCONCLUSIVE, reason="the callable size it rests on is not stated")
    if size < settings.tmb_min_callable_mb:
        reason = f"it rests on {size:g} Mb, below {settings.tmb_min_callable_mb:g} Mb"
        return replace(result, state=State.INCONCLUSIVE, reason=reason)
    return result


def coding_calls(alterations: Sequence[Alteration]) -> tuple[Alteration, ...]:
    """Give the called coding small variants that count for a TMB: silent ones too, germline and common ones not."""
    counted: dict[object, Alteration] = {}
    for alteration in alterations:
        if (
            alteration.kind is AlterationKind.SMALL_VARIANT
            and alteration.status is CallStatus.CALLED
            and alteration.origin is not Origin.GERMLINE
            and alteration.effect is not None
            and alteration.effect.consequence not in _BESIDE_CODING
            and _COMMON not in alteration.flags
        ):
            counted.setdefault(alteration.variant, alteration)
    return tuple(counted.values())


def _counted_tmb(
    contents: Sequence[InputContents],
    alterations: Sequence[Alteration],
    assay: Assay | None,
    sample_qc: SampleQc,
    settings: Settings,
) -> MarkerResult:
    calls = coding_calls(alterations)
    genes = frozenset() if assay is None else frozenset(gene for gene, scope in assay.genes.items() if scope.whole)
    why = _not_assessable(assay, sample_qc, settings)
    files = ", ".join(item.file_name for item in contents if carries_small_variants(item))
    base = MarkerResult(
        marker="TMB",
        state=State.NOT_ASSESSED,
        reason=f"not assessable; {len(calls)} coding calls in the genes that are read: {why}",
        method="NGS",
        source=f"counted in {files}",
    )
    if why or assay is None or assay.callable_mb is None:
        return base
    counted = [call for call in calls if call.gene in genes]
    tumour_only = sum(call.origin is Origin.UNKNOWN for call in counted)
    return replace(
        base,
        state=State.INCONCLUSIVE if tumour_only else State.DETECTED,
        reason=f"{tumour_only} of {len(counted)} counted calls may be germline: no matched normal"
        if tumour_only
        else "",
        score="mut/Mb",
        value=round(len(counted) / assay.callable_mb, 2),
        callable_mb=assay.callable_mb,
        assay=assay.label,
        source=f"{len(counted)} coding calls, silent ones included, {base.source}",
    )


def _not_assessable(assay: Assay | None, sample_qc: SampleQc, settings: Settings) -> str:
    """Say why no TMB can be counted; empty when it can."""
    if assay is None:
        return "the callable size is unknown without an assay description"
    if AlterationClass.TMB not in assay.classes or assay.callable_mb is None:
        return f"{assay.label} does not declare a TMB"
    if assay.callable_mb < settings.tmb_min_callable_mb:
        return f"{assay.label} covers {assay.callable_mb:g} Mb, below {settings.tmb_min_callable_mb:g} Mb"
    if assay.regions or not any(scope.whole for scope in assay.genes.values()):
        return f"{assay.label} names regions, not whole genes, so not all of its calls are read here"
    if sample_qc.state != "passed":
        return "no statement that this sample passed the assay's quality control"
    return ""


def _without_contradiction(results: Sequence[MarkerResult]) -> Signatures:
    """Make results of one marker inconclusive that say different categories; the weakest wins."""
    said: dict[str, set[str]] = {}
    for result in results:
        if result.state is State.DETECTED and result.category and not result.clone:
            said.setdefault(result.marker, set()).add(result.category)
    torn = {marker for marker, words in said.items() if len(words) > 1 and marker not in ("karyotype", "arm", "HLA")}
    judged = tuple(
        replace(result, state=State.INCONCLUSIVE, reason=f"results disagree: {', '.join(sorted(said[result.marker]))}")
        if result.marker in torn and result.state is State.DETECTED and not result.clone
        else result
        for result in results
    )
    warnings = [
        f"{marker}: results disagree ({', '.join(sorted(said[marker]))}); none is used." for marker in sorted(torn)
    ]
    if said.get("MSI") == {"high"} and said.get("MMR") == {"proficient"}:
        warnings.append("MSI is high although the mismatch repair proteins are proficient: check both tests.")
    if said.get("MSI") == {"stable"} and said.get("MMR") == {"deficient"}:
        warnings.append("MSI is stable although a mismatch repair protein is deficient: check both tests.")
    return Signatures(results=judged, warnings=tuple(warnings))
