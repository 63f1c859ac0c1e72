"""What a clinician must still check before a finding may be acted on: setting, line, population, required test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interpreter.matching.answers import Answer, distinct
from interpreter.matching.tiers import Verdict, agencies
from interpreter.model.alterations import Alteration, AlterationKind
from interpreter.model.cases import Case
from interpreter.model.evidence import Approval, EvidenceItem
from interpreter.model.findings import TumourRelation
from interpreter.model.results import MarkerResult
from interpreter.model.tumours import TumourTree
from interpreter.model.variants import CopyState, Origin

_TESTED = frozenset({"companion", "complementary", "validated_test"})
_COPIES_ONLY = "ERBB2 amplification by sequencing: confirm by IHC/ISH unless the label names sequencing"
_NOT_HER2_POSITIVE = frozenset({"negative", "low", "ultralow"})
_DISCORDANT = "the amplification contradicts it; settle this with the pathologist first"
_FRAME = "the fusion was seen in DNA: whether it is read in frame is not proved; RNA or FISH can confirm it"


def to_check(
    item: EvidenceItem,
    *,
    verdict: Verdict,
    relation: TumourRelation,
    answer: Answer,
    alterations: Sequence[Alteration],
    case: Case,
    region: str,
    tree: TumourTree,
) -> tuple[str, ...]:
    """Give the sentences, those of the region's own labels first."""
    shown = shown_approvals(verdict, region)
    sentences: list[str] = []
    if relation is TumourRelation.DESCENDANT:
        sentences.append(f"holds if the histology is {_types(item.tumour_types, tree)}")
    elif relation is TumourRelation.OTHER:
        sentences.append(f"another tumour type (off-label): the evidence is for {_types(item.tumour_types, tree)}")
    same: dict[tuple[str, str], list[str]] = {}  # what several agencies ask alike is told once
    for approval in shown:
        conditions = _conditions(approval.setting, approval.line, approval.prior_therapy, approval.population, case)
        limits = [f"limitation: {approval.limitation}"] if approval.limitation else []
        told = "; ".join((*conditions, *limits))
        if told:
            same.setdefault((approval.product or " + ".join(item.therapies), told), []).append(approval.agency)
    for (product, told), who in same.items():
        sentences.append(f"{', '.join(dict.fromkeys(who))} ({product}): {told}")
    if not shown:
        told = "; ".join(_conditions(item.setting, item.line, item.prior_therapy, item.population, case))
        if told:
            sentences.append(told)
    if _asks_for_test(shown, item):
        sentences.append(f"the label asks for an approved test; this result is from {_origin(alterations, answer)}")
    if any(one.gene == "ERBB2" and one.copy_state is CopyState.AMPLIFICATION for one in alterations):
        sentences.append(_COPIES_ONLY)
    return distinct(sentences)


def shown_approvals(verdict: Verdict, region: str) -> list[Approval]:
    """Give the current approvals whose conditions are told: those of the region, else those of elsewhere."""
    current = [approval for approval in verdict.approvals if approval.is_current]
    return [approval for approval in current if approval.agency in agencies(region)] or current


def cautions(
    answer: Answer,
    alterations: Sequence[Alteration],
    verdict: Verdict,
    item: EvidenceItem,
    results: Sequence[MarkerResult] = (),
) -> tuple[str, ...]:
    """Give the warnings of a finding: of its calls, its proof, its approvals, and of those who dispute it."""
    found = [*_against_her2(alterations, results), *verdict.warnings, *answer.caveats]
    for alteration in alterations:
        found.extend(f"{alteration.label}: {warning}" for warning in alteration.warnings)
        from_dna = alteration.kind is AlterationKind.FUSION and "from_rna" not in alteration.flags
        if from_dna and alteration.in_frame is None and "typed_in" not in alteration.flags:
            found.append(f"{alteration.label}: {_FRAME}")
        if alteration.origin is Origin.GERMLINE:
            found.append(f"{alteration.label}: germline ({alteration.origin_reason})")
    if item.disputed_by:
        found.append(f"other sources say the contrary: {', '.join(item.disputed_by)}")
    return distinct(found)


def _against_her2(alterations: Sequence[Alteration], results: Sequence[MarkerResult]) -> list[str]:
    """Name a HER2 result that contradicts an amplification: the protein and ISH decide, not the copies (RULES R8)."""
    if not any(one.gene == "ERBB2" and one.copy_state is CopyState.AMPLIFICATION for one in alterations):
        return []
    denied = [one for one in results if one.marker == "HER2" and one.category in _NOT_HER2_POSITIVE]
    return [f"HER2 is {one.category} by {one.method or 'another test'}: {_DISCORDANT}" for one in denied]


def _conditions(setting: str, line: str, prior: str, population: str, case: Case) -> list[str]:
    words: list[str] = []
    if setting:
        words.append(f"setting: {setting.replace('_', ' ')}" + (f" (stated stage: {case.stage})" if case.stage else ""))
    if line:
        words.append(f"line: {line}" + (f" (stated: {case.line})" if case.line else ""))
    if prior:
        stated = f" (stated: {', '.join(case.prior_therapies)})" if case.prior_therapies else ""
        words.append(f"prior therapy: {prior}{stated}")
    if population:
        words.append(f"population: {population}" + (f" (stated age: {case.age})" if case.age is not None else ""))
    return words


def _asks_for_test(shown: Iterable[Approval], item: EvidenceItem) -> bool:
    return any(approval.test in _TESTED for approval in shown) or item.test in _TESTED


def _origin(alterations: Sequence[Alteration], answer: Answer) -> str:
    files = [source.file_name for alteration in alterations for source in alteration.sources]
    return ", ".join(distinct((*files, *answer.sources)) or ((answer.proof,) if answer.proof else ())) or "this case"


def _types(codes: Sequence[str], tree: TumourTree) -> str:
    named = []
    for code in codes:
        node = tree.get(code)
        named.append(f"{code} ({node.name})" if node is not None else code.replace("_", " ").lower())
    return ", ".join(named)


def relation_words(relation: TumourRelation, item: EvidenceItem, case: Case, tree: TumourTree) -> str:
    """Say how the evidence's tumour types bear on the patient's."""
    own = f"{case.tumour_type.code} ({case.tumour_type.name})"
    listed = _types(item.tumour_types, tree)
    match relation:
        case TumourRelation.SAME:
            return f"the evidence is for {own}, the patient's tumour type"
        case TumourRelation.ANCESTOR:
            return f"the evidence is for {listed}; {own} is a kind of it"
        case TumourRelation.ANY_SOLID:
            return f"the evidence is for any solid tumour; {own} is one"
        case TumourRelation.DESCENDANT:
            return f"the evidence is for {listed}, a part of what {own} may be"
        case TumourRelation.EXCLUDED:
            return f"the evidence excludes {_types(item.disease_excluded, tree)}, and {own} is in it"
        case _:
            return f"the evidence is for {listed}, another tumour type than {own}"
