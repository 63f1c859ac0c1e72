"""The because trail: from the record in the file to the tier, each step readable alone, with its source."""

from __future__ import annotations

from collections.abc import Sequence

from interpreter.matching.answers import Answer
from interpreter.matching.checks import relation_words
from interpreter.matching.tiers import Verdict
from interpreter.model.alterations import Alteration
from interpreter.model.cases import Case
from interpreter.model.evidence import EvidenceItem
from interpreter.model.findings import Exactness, Step, Truth, TumourRelation
from interpreter.model.tumours import TumourTree

_EXACTNESS = {
    Exactness.EXACT: "exactly this",
    Exactness.LIST: "one of the listed changes",
    Exactness.CODON: "by the codon",
    Exactness.EXON: "by the exon and its effect",
    Exactness.CLASS: "by its class",
    Exactness.GENE: "by the gene alone",
}


def trail(
    item: EvidenceItem,
    *,
    answer: Answer,
    alterations: Sequence[Alteration],
    relation: TumourRelation,
    verdict: Verdict,
    case: Case,
    tree: TumourTree,
) -> tuple[Step, ...]:
    """Give the steps in the order: record, allele, join, consequence, assessment, expression, tumour, level, tier."""
    steps: list[Step] = []
    for alteration in alterations:
        steps.extend(_alteration_steps(alteration))
    if answer.proof:
        depth = f"; least depth {answer.min_depth}" if answer.min_depth is not None else ""
        limit = f"; detection limit {answer.limit:g}" if answer.limit is not None else ""
        steps.append(Step(kind="assessment", text=f"{answer.reason or 'looked at'}{depth}{limit}", source=answer.proof))
    for source in answer.sources:
        if source != answer.proof:
            steps.append(Step(kind="assessment", text=f"Result: {source}", source="results given for this case"))
    steps.append(Step(kind="expression", text=_expression(item, answer), source=f"catalogue, {item.id}"))
    steps.append(
        Step(kind="tumour", text=_sentence(relation_words(relation, item, case, tree)), source="OncoTree, as given")
    )
    steps.append(Step(kind="level", text=_level(item, verdict), source=_sources(item)))
    steps.append(
        Step(
            kind="tier", text=f"Tier {verdict.tier.value}: {verdict.why}.", source="AMP/ASCO/CAP table of this program"
        )
    )
    return tuple(steps)


def _alteration_steps(alteration: Alteration) -> list[Step]:
    steps: list[Step] = []
    support = alteration.support
    reads = []
    if support.alt_reads is not None and support.depth is not None:
        reads.append(f"{support.alt_reads} of {support.depth} reads")
    if support.vaf is not None:
        reads.append(f"VAF {support.vaf_text or format(support.vaf, '.3g')}")
    for source in alteration.sources:
        told = f" ({', '.join(reads)})" if reads else ""
        place = f"{source.file_name}, line {source.line}" if source.line else source.file_name
        steps.append(Step(kind="record", text=f"{source.text}{told}", source=place))
    if alteration.variant is not None:
        steps.append(
            Step(kind="allele", text=f"Normalised allele {alteration.variant}", source="trimmed, left-aligned")
        )
    if alteration.joined_from:
        text = f"{alteration.label} is read as one change of {', '.join(alteration.joined_from)}"
        steps.append(Step(kind="join", text=text, source="phase given in the file"))
    effect = alteration.effect
    if effect is not None:
        names = ", ".join(filter(None, (effect.hgvs_c, effect.hgvs_p)))
        text = f"{alteration.label}: {names} ({effect.consequence.value})"
        steps.append(Step(kind="consequence", text=text, source=effect.transcript or "as typed in"))
    elif alteration.five_prime_gene or alteration.three_prime_gene or alteration.copy_state is not None:
        steps.append(Step(kind="consequence", text=alteration.label, source="as reported in the file"))
    if alteration.reason:
        steps.append(
            Step(kind="caveat", text=f"{alteration.label}: {alteration.reason}", source="the call's own record")
        )
    return steps


def _expression(item: EvidenceItem, answer: Answer) -> str:
    if answer.truth is Truth.MET:
        how = f", {_EXACTNESS[answer.exactness]}" if answer.exactness is not None else ""
        return f"'{item.biomarker}' is met{how}."
    return f"'{item.biomarker}' is neither met nor excluded: {answer.reason}."


def _level(item: EvidenceItem, verdict: Verdict) -> str:
    own = f" (the source calls it '{item.source_level}')" if item.source_level else ""
    statement = f" {item.statement}" if item.statement else ""
    return f"Class of evidence: {verdict.level.value.replace('_', ' ')}{own}.{statement}"


def _sources(item: EvidenceItem) -> str:
    named = "; ".join(citation.text or citation.id for citation in item.citations)
    return named if item.verification.verified else f"{named or 'no source named'} (not verified)"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
