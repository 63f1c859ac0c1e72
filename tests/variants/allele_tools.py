"""Writes a change named in c. terms as a VCF allele of either assembly, so that tests can start from textbook names."""

from __future__ import annotations

from interpreter.model.genes import Assembly, Transcript
from interpreter.model.hgvs import CodingKind, CodingPosition, parse_coding
from interpreter.model.variants import Variant
from interpreter.variants.consequence_edit import reverse_complement
from interpreter.variants.coordinates import sequence_on, to_genome
from interpreter.variants.reference import TranscriptTable


def genome_place(transcript: Transcript, assembly: Assembly, place: CodingPosition) -> int:
    """Give the genome base of a c. position, introns and upstream included."""
    base = transcript.cds_length + place.base if place.star else place.base
    step = -1 if transcript.reverse else 1
    pos = to_genome(transcript, assembly, base)
    if pos is None:
        start = to_genome(transcript, assembly, 1)
        assert start is not None
        assert base < 0
        return start + step * base
    return pos + step * place.offset


def allele(table: TranscriptTable, transcript: Transcript, assembly: Assembly, name: str, deleted: str = "") -> Variant:
    """Give the allele of a c. name; `deleted` are the bases lost where the table does not know them (introns)."""
    change = parse_coding(name)
    first, last = change.start, change.end
    cds = sequence_on(transcript, assembly)
    ends = sorted(genome_place(transcript, assembly, place) for place in (first, last))
    inside = cds[first.base - 1 : last.base] if first.base > 0 and not first.offset and not last.offset else ""
    old, new = deleted or change.ref or inside, change.alt
    if change.kind is CodingKind.DUPLICATION:
        old, new = "", inside
        ends = [ends[0] - 1, ends[0]] if transcript.reverse else [ends[1], ends[1] + 1]
    elif change.kind is CodingKind.INSERTION:
        old = ""
    elif change.kind is CodingKind.INVERSION:
        new = reverse_complement(old)
    if transcript.reverse:
        old, new = reverse_complement(old), reverse_complement(new)
    if len(old) == len(new):
        return Variant(assembly=assembly, chrom=transcript.chrom, pos=ends[0], ref=old, alt=new)
    anchor_pos = ends[0] if not old else ends[0] - 1
    anchor = table.reference_base(assembly, transcript.chrom, anchor_pos)
    anchor = anchor if anchor != "N" else "A"
    return Variant(assembly=assembly, chrom=transcript.chrom, pos=anchor_pos, ref=anchor + old, alt=anchor + new)
