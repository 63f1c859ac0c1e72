"""Fusions, copy numbers and structural events become alterations of genes; a neutral copy number is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from interpreter.model.alterations import Alteration, AlterationKind
from interpreter.model.genes import Gene
from interpreter.model.variants import CallStatus, CopyNumberCall, CopyState, FusionCall, Origin, Support
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents
from interpreter.variants.fusions import acting_gene, structural_alterations
from interpreter.variants.reference import TranscriptTable

_TRUST = (CallStatus.CALLED, CallStatus.UNCONFIRMED, CallStatus.SITE_ONLY)
_UNKNOWN_ORIGIN = "the caller does not tell somatic from germline"


def build_events(
    contents: Iterable[InputContents], table: TranscriptTable, genes: Mapping[str, Gene], settings: Settings
) -> tuple[Alteration, ...]:
    """Give the alterations of all inputs that are no small variants; the same event of two inputs is one.

    Events without a gene of the transcript table or the catalogue give none.
    """
    known = table.genes | genes.keys()
    found: dict[str, Alteration] = {}
    for item in contents:
        made = [
            *(one for call in item.fusions if (one := _fusion(call, genes, known)) is not None),
            *(one for number in item.copy_numbers for one in _copies(number, item, known)),
            *structural_alterations(item, table, genes, settings),
        ]
        for alteration in made:
            earlier = found.get(alteration.id)
            found[alteration.id] = alteration if earlier is None else _merge(earlier, alteration)
    return tuple(found.values())


def _fusion(call: FusionCall, genes: Mapping[str, Gene], known: frozenset[str] | set[str]) -> Alteration | None:
    if call.status is CallStatus.NOT_CALLED or not {call.gene5, call.gene3} & known:
        return None
    gene, partner = acting_gene(call.gene5, call.gene3, genes)
    frame = "" if call.in_frame is None else ", in frame" if call.in_frame else ", out of frame"
    return Alteration(
        id=f"{call.gene5 or '?'}::{call.gene3 or '?'}",
        kind=AlterationKind.FUSION,
        gene=gene,
        assembly=None,
        variant=None,
        effect=None,
        status=call.status,
        reason=call.reason,
        support=Support(alt_reads=call.reads, rule=call.caller),
        filters=call.filters,
        origin=Origin.UNKNOWN,
        origin_reason=_UNKNOWN_ORIGIN,
        phase=None,
        homozygous=False,
        sources=(call.source,),
        partner_gene=partner,
        five_prime_gene=call.gene5,
        three_prime_gene=call.gene3,
        in_frame=call.in_frame,
        flags=frozenset({"from_rna"}) if call.from_rna else frozenset(),
        warnings=call.warnings,
        label=f"{call.gene5 or '?'}::{call.gene3 or '?'} fusion{frame}",
    )


def _copies(call: CopyNumberCall, item: InputContents, known: frozenset[str] | set[str]) -> list[Alteration]:
    if call.status is CallStatus.NOT_CALLED or call.state is CopyState.NEUTRAL:
        return []
    count = "" if call.copy_number is None else f" ({call.copy_number:g} copies)"
    part = "" if call.whole_gene else ", part of the gene"
    chrom, start, end = call.segment or ("", 0, 0)
    where = f"{chrom}:{start}-{end}" if call.segment else ""
    state = call.state
    partial: tuple[str, ...] = ()
    if not call.whole_gene and state is CopyState.AMPLIFICATION:
        state = CopyState.UNDECIDED
        partial = ("only a part of the gene lies in the segment: whether the gene is amplified is not decided",)
    notes = (*call.warnings, *partial, *((f"segment {where}",) if where else ()), f"state by {call.threshold}")
    return [
        Alteration(
            id=f"{gene}:{call.state.value}{'' if call.whole_gene else ':part'}",
            kind=AlterationKind.COPY_NUMBER,
            gene=gene,
            assembly=item.assembly.assembly,
            variant=None,
            effect=None,
            status=call.status,
            reason=call.reason,
            support=Support(rule=call.caller),
            filters=call.filters,
            origin=Origin.UNKNOWN,
            origin_reason=_UNKNOWN_ORIGIN,
            phase=None,
            homozygous=False,
            sources=(call.source,),
            copy_number=call.copy_number,
            copy_state=state,
            warnings=notes,
            label=f"{gene} {call.state.value}{count}{part}",
        )
        for gene in call.genes
        if gene in known
    ]


def _merge(one: Alteration, other: Alteration) -> Alteration:
    """Make one of two records of the same event; the better call speaks."""
    first, second = sorted((one, other), key=lambda item: _TRUST.index(item.status))
    return replace(
        first,
        sources=tuple(dict.fromkeys((*first.sources, *second.sources))),
        flags=first.flags | second.flags,
        copy_number=_more_extreme(first, second),
        warnings=tuple(dict.fromkeys((*first.warnings, *second.warnings))),
    )


def _more_extreme(first: Alteration, second: Alteration) -> float | None:
    """Of two counts for one gene and state, keep the confirmed one that is further from two copies."""
    counts: Sequence[float] = [
        item.copy_number for item in (first, second) if item.copy_number is not None and item.status is first.status
    ]
    return max(counts, key=lambda copies: abs(copies - 2), default=first.copy_number)
