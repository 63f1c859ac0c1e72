"""Structural calls -> alterations: fusions with orientation and reading side, exons lost or repeated in a gene."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from interpreter.model.alterations import Alteration, AlterationKind, Effect
from interpreter.model.genes import Assembly, Gene, Transcript
from interpreter.model.variants import Breakend, CallStatus, Origin, Side, StructuralCall
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents
from interpreter.variants.coordinates import frame_on
from interpreter.variants.copy_states import threshold
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.structural_exons import Event, exon_events

_UNKNOWN_PARTNER = "the partner lies in no gene that is known here, so its orientation cannot be checked"


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a gene that one end of an adjacency keeps."""

    gene: str
    is_five_prime: bool
    """True: the part from the gene's start to the breakpoint; False: from the breakpoint to its end."""
    exon: int
    """Exon next to the junction (number from 1): the last one kept of a 5' part, the first one of a 3' part."""
    linear: int
    """Coding bases before the junction (5' part: kept; 3' part: lost); negative in the 5' UTR."""
    in_intron: bool
    coding: bool
    """True where the junction lies within the coding sequence."""


@dataclass(frozen=True, slots=True)
class GeneFusion:
    """Two genes joined head to tail."""

    five: Part
    three: Part

    @property
    def in_frame(self) -> bool | None:
        """Tell whether the frame is kept; None where a junction lies in an exon or outside the coding sequence."""
        if not (self.five.in_intron and self.three.in_intron and self.five.coding and self.three.coding):
            return None
        return self.five.linear % 3 == self.three.linear % 3


def structural_alterations(
    item: InputContents, table: TranscriptTable, genes: Mapping[str, Gene], _settings: Settings
) -> Iterator[Alteration]:
    """Give the alterations of one input's structural calls.

    Two genes are fused where one keeps its start and the other its end; any other orientation is no fusion. One
    adjacency may be a fusion and lose exons of the genes between.
    """
    for call in item.structural:
        if call.status is CallStatus.NOT_CALLED:
            continue
        firsts = parts_at(call.first, call.assembly, table)
        seconds = parts_at(call.second, call.assembly, table) if call.second is not None else ()
        fused = [
            fusion for one in firsts for other in seconds if one.gene != other.gene and (fusion := join(one, other))
        ]
        for fusion in fused:
            yield _fusion(call, fusion, genes, item)
        if not fused:
            for part in _lone_parts(call, firsts, seconds):
                yield _lone(call, part, item)
        for event in exon_events(call, table, threshold("focal_bases")):
            yield _event(call, event, item)


def parts_at(place: Breakend, assembly: Assembly, table: TranscriptTable) -> tuple[Part, ...]:
    """Give the part of each gene at a breakend that the rearranged chromosome keeps."""
    found = (
        part_of(transcript, place, assembly)
        for transcript in table.overlapping(assembly, place.chrom, place.pos, place.pos)
    )
    return tuple(part for part in found if part is not None)


def part_of(transcript: Transcript, place: Breakend, assembly: Assembly) -> Part | None:
    """Give the kept part of one gene; None where the breakpoint lies outside of its exons and introns."""
    frame = frame_on(transcript, assembly)
    layout = transcript.layouts.get(assembly)
    if frame is None or layout is None or not layout.starts[0] <= place.pos <= layout.ends[-1]:
        return None
    exon, linear, offset = frame.locate(place.pos)
    is_five_prime = (place.keeps is Side.LEFT) != transcript.reverse
    if offset:
        # Between two exons: the junction lies after the exon before it, whichever of the two is nearer.
        before = exon if offset > 0 else exon - 1
        linear = frame.firsts[before + 1]
        number = before + 1 if is_five_prime else before + 2
    else:
        linear += is_five_prime
        number = exon + 1
    return Part(
        gene=transcript.gene,
        is_five_prime=is_five_prime,
        exon=number,
        linear=linear,
        in_intron=bool(offset),
        coding=0 < linear < transcript.cds_length,
    )


def join(one: Part, other: Part) -> GeneFusion | None:
    """Join two parts head to tail; None where both keep their start, or both their end."""
    if one.is_five_prime == other.is_five_prime:
        return None
    return GeneFusion(one, other) if one.is_five_prime else GeneFusion(other, one)


def acting_gene(five: str, three: str, genes: Mapping[str, Gene]) -> tuple[str, str]:
    """Give the gene whose function the fusion keeps, by its own data, and its partner; else the 3' gene."""
    five_acts = five in genes and genes[five].fusion_side in ("5", "either")
    three_acts = three in genes and genes[three].fusion_side in ("3", "either")
    if five and ((five_acts and not three_acts) or not three):
        return five, three
    return three, five


def _lone_parts(call: StructuralCall, firsts: tuple[Part, ...], seconds: tuple[Part, ...]) -> tuple[Part, ...]:
    """Give the parts whose other end lies in no known gene: a fusion cannot be told, nor ruled out."""
    if call.type.value in ("DEL", "INS") or (firsts and seconds):
        return ()
    return firsts or seconds


def _lone(call: StructuralCall, part: Part, item: InputContents) -> Alteration:
    """Give a fusion with an unknown partner, for review: it never drives a therapy."""
    five, three = (part.gene, "") if part.is_five_prime else ("", part.gene)
    return _alteration(
        call,
        item,
        id=f"{five or '?'}::{three or '?'}",
        kind=AlterationKind.FUSION,
        gene=part.gene,
        status=CallStatus.SITE_ONLY if call.status is CallStatus.SITE_ONLY else CallStatus.UNCONFIRMED,
        reason="; ".join(filter(None, (call.reason, _UNKNOWN_PARTNER))),
        five=five,
        three=three,
        label=f"{five or '?'}::{three or '?'} fusion, partner unknown",
        warnings=(f"{part.gene}: {_side(part)} is kept",),
    )


def _fusion(call: StructuralCall, fusion: GeneFusion, genes: Mapping[str, Gene], item: InputContents) -> Alteration:
    five, three = fusion.five.gene, fusion.three.gene
    gene, partner = acting_gene(five, three, genes)
    frame = {None: "", True: ", in frame", False: ", out of frame"}[fusion.in_frame]
    return _alteration(
        call,
        item,
        id=f"{five}::{three}",
        kind=AlterationKind.FUSION,
        gene=gene,
        status=call.status,
        reason=call.reason,
        partner=partner,
        five=five,
        three=three,
        in_frame=fusion.in_frame,
        label=f"{five}::{three} fusion{frame}",
        warnings=(f"read from DNA: {five} {_side(fusion.five)}, {three} {_side(fusion.three)}",),
    )


def _event(call: StructuralCall, event: Event, item: InputContents) -> Alteration:
    doubtful = event.doubt and call.status is CallStatus.CALLED
    return _alteration(
        call,
        item,
        id=f"{event.gene}:{event.name}",
        kind=AlterationKind.STRUCTURAL,
        gene=event.gene,
        status=CallStatus.UNCONFIRMED if doubtful else call.status,
        reason="; ".join(filter(None, (call.reason, event.doubt))),
        effect=event.effect,
        label=f"{event.gene} {event.label}",
        warnings=(event.effect.note,) if event.effect is not None and event.effect.note else (),
    )


def _side(part: Part) -> str:
    return f"up to exon {part.exon}" if part.is_five_prime else f"from exon {part.exon}"


def _alteration(
    call: StructuralCall,
    item: InputContents,
    *,
    id: str,
    kind: AlterationKind,
    gene: str,
    status: CallStatus,
    reason: str,
    label: str,
    warnings: tuple[str, ...],
    effect: Effect | None = None,
    partner: str = "",
    five: str = "",
    three: str = "",
    in_frame: bool | None = None,
) -> Alteration:
    origin, origin_reason = _origin(call, item)
    return Alteration(
        id=id,
        kind=kind,
        gene=gene,
        assembly=call.assembly,
        variant=None,
        effect=effect,
        status=status,
        reason=reason,
        support=call.support,
        filters=call.filters,
        origin=origin,
        origin_reason=origin_reason,
        phase=None,
        homozygous=False,
        sources=(call.source,),
        partner_gene=partner,
        five_prime_gene=five,
        three_prime_gene=three,
        in_frame=in_frame,
        copy_number=call.copy_number,
        annotations=call.annotations,
        warnings=(*warnings, *call.warnings, *(() if call.precise else ("breakpoints are imprecise",))),
        label=label,
    )


def _origin(call: StructuralCall, item: InputContents) -> tuple[Origin, str]:
    if call.normal_called:
        return Origin.GERMLINE, "the matched normal carries it too"
    if item.normal:
        return Origin.SOMATIC, "not called in the matched normal"
    return Origin.UNKNOWN, "tumour only: somatic and germline cannot be told apart"
