"""What an adjacency does inside a gene: exons lost or repeated, short tandem repeats and insertions by their bases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interpreter.model.alterations import CodingSpan, Consequence, Effect
from interpreter.model.genes import Assembly, Transcript
from interpreter.model.variants import Side, StructuralCall, StructuralType, Variant
from interpreter.variants.consequence import effect_on, exon_effect
from interpreter.variants.coordinates import CdsPoint, to_cds
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.scope_units import number_list

_SHORT = 1000
"""Bases up to which a tandem repeat within one exon is spelled out."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event in one gene."""

    gene: str
    name: str
    """Stable within the case: "deletion of exons 2-7"."""
    label: str
    effect: Effect | None
    doubt: str = ""
    """Why it is for review; empty when its effect is plain."""


def exon_events(call: StructuralCall, table: TranscriptTable, longest: float) -> Iterator[Event]:
    """Give the events inside genes; an event longer than `longest` bases is an arm and gives none."""
    first, second = call.first, call.second
    if second is None or first.chrom != second.chrom or second.pos - first.pos > longest:
        return
    if call.type is StructuralType.INSERTION:
        yield from _insertion(call, table)
        return
    sides = (first.keeps, second.keeps)
    start, end = (first.pos + 1, second.pos - 1) if sides == (Side.LEFT, Side.RIGHT) else (first.pos, second.pos)
    if start > end:
        return
    for transcript in table.overlapping(call.assembly, first.chrom, start, end):
        layout = transcript.layouts.get(call.assembly)
        if layout is None:
            continue
        both_inside = all(layout.starts[0] <= place.pos <= layout.ends[-1] for place in (first, second))
        if sides == (Side.LEFT, Side.RIGHT):
            yield from _exons(transcript, call.assembly, start, end, duplication=False)
        elif sides == (Side.RIGHT, Side.LEFT) and both_inside:
            repeat = _repeat(transcript, call, start, end, table)
            if repeat is not None:
                yield repeat
            else:
                yield from _exons(transcript, call.assembly, start, end, duplication=True)
        elif both_inside and sides[0] is sides[1]:
            inside = exon_effect(transcript, call.assembly, start, end, False)
            if inside is not None:
                name = f"inversion {first.pos}-{second.pos}"
                yield Event(transcript.gene, name, "inversion within the gene", None, "its effect is not known")


def _exons(transcript: Transcript, assembly: Assembly, start: int, end: int, *, duplication: bool) -> Iterator[Event]:
    effect = exon_effect(transcript, assembly, start, end, duplication)
    if effect is None:
        return
    exons = effect.duplicated_exons if duplication else effect.deleted_exons or effect.exons
    word = "duplication" if duplication else "deletion" if effect.deleted_exons else "deletion in"
    name = f"{word} of exon{'s' if len(exons) > 1 else ''} {number_list(exons)}".replace("in of", "within")
    yield Event(transcript.gene, effect.hgvs_c.partition(":")[2] or name, name, effect)


def _repeat(transcript: Transcript, call: StructuralCall, start: int, end: int, table: TranscriptTable) -> Event | None:
    """Spell out a short tandem repeat that lies in the coding part of one exon, as an insertion of its bases."""
    assembly = call.assembly
    if end - start + 1 > _SHORT:
        return None
    points = [to_cds(transcript, assembly, pos) for pos in (start, end)]
    if not all(_is_coding(point) for point in points) or len({point.exon for point in points if point}) != 1:
        return None
    bases = "".join(table.reference_base(assembly, transcript.chrom, pos) for pos in range(start, end + 1))
    anchor = table.reference_base(assembly, transcript.chrom, start - 1)
    if "N" in bases:
        return _by_length(transcript, points[0], end - start + 1)
    variant = Variant(assembly=assembly, chrom=transcript.chrom, pos=start - 1, ref=anchor, alt=anchor + bases)
    effect = effect_on(transcript, variant)
    if effect is None:
        return None
    change = effect.hgvs_c.partition(":")[2]
    label = effect.protein.text if effect.protein is not None else change
    return Event(transcript.gene, change, label, effect)


def _insertion(call: StructuralCall, table: TranscriptTable) -> Iterator[Event]:
    """Give an `<INS>` in coding sequence: its bases are not given, so only its length speaks."""
    for transcript in table.overlapping(call.assembly, call.first.chrom, call.first.pos, call.first.pos):
        point = to_cds(transcript, call.assembly, call.first.pos)
        if _is_coding(point):
            yield _by_length(transcript, point, call.length)


def _is_coding(point: CdsPoint | None) -> bool:
    return point is not None and point.exon is not None and point.cds is not None and point.cds > 0


def _by_length(transcript: Transcript, point: CdsPoint | None, length: int | None) -> Event:
    assert point is not None
    assert point.exon is not None
    name = f"c.{point}ins({length or '?'})"
    in_frame = length is not None and length % 3 == 0
    effect = Effect(
        gene=transcript.gene,
        transcript=transcript.accession,
        consequence=Consequence.INFRAME_INSERTION if in_frame else Consequence.FRAMESHIFT,
        also=(),
        hgvs_c=f"{transcript.accession}:{name}",
        hgvs_p="",
        protein=None,
        span=CodingSpan(start=point.cds, start_offset=0, end=(point.cds or 0) + 1, end_offset=0, net_bases=length or 0),
        exons=(point.exon,),
        note="the inserted bases are not given",
    )
    label = f"insertion of {length} bases in exon {point.exon}" if length else f"insertion in exon {point.exon}"
    if length is None:
        return Event(transcript.gene, name, label, None, "the length of the insertion is not given")
    return Event(transcript.gene, name, label, effect)
