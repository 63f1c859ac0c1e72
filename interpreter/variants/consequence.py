"""What an allele does to a transcript, from the transcript table alone: HGVS c. and p., consequence, splice sites.

Every spelling of one change (left- or right-aligned, padded, insertion or duplication) gives the same `Effect`: the
allele is stripped of its shared flanks and rolled to the 3' end before anything is said about it (S6).
"""

from __future__ import annotations

from dataclasses import replace

from interpreter.model.alterations import CodingSpan, Consequence, Effect, ProteinChange
from interpreter.model.genes import Assembly, Transcript
from interpreter.model.hgvs import ProteinKind, ProteinName
from interpreter.model.variants import Variant
from interpreter.variants.consequence_edit import (
    Edit,
    Strand,
    Touched,
    edit_of,
    is_duplication,
    repeats_edge,
    reverse_complement,
    roll,
    touched_by,
)
from interpreter.variants.consequence_protein import ProteinOutcome, Replacement, predict
from interpreter.variants.coordinates import CdsPoint, Frame, frame_on, to_cds

PROMOTER_BASES = 2000
"""How far upstream of the first exon a change is still named on the transcript."""

_INTRON_NOTE = "the change reaches into an intron, so the protein cannot be told from the table"
_GRCH37_NOTE = "GRCh37's own base differs here from the transcript's, which GRCh38 has; named against GRCh37's"
_REFERENCE_NOTE = "the file's reference base differs from the transcript table; the file's own base was used"


def effect_on(transcript: Transcript, variant: Variant) -> Effect | None:
    """Tell what a small allele does to one transcript; None where it does not touch it.

    A transcript reaches from 2 kb upstream of its first exon to the end of its last.
    """
    frame = frame_on(transcript, variant.assembly)
    if frame is None or variant.chrom != transcript.chrom:
        return None
    edit = edit_of(variant, frame.reverse)
    if edit.first > frame.walk[-1][1] + edit.is_insertion or edit.last < frame.walk_starts[0] - PROMOTER_BASES:
        return None
    strand = Strand(transcript, variant.assembly, frame)
    roll(edit, strand)
    touched = touched_by(frame, edit)
    left, right = (edit.last, edit.first) if edit.is_insertion else (edit.first, edit.last)
    start, end = (_point(transcript, variant.assembly, frame, walk) for walk in (left, right))
    hgvs_c = f"{transcript.accession}:c.{_coding_text(transcript, variant.assembly, frame, edit, strand, start, end)}"
    span = _span(start, end, len(edit.bases) - len(edit.deleted))
    replaced = _exonic(frame, edit, touched)
    if replaced is None:
        effect = _beside_exons(transcript, frame, edit, touched, hgvs_c, span, start)
        exon = repeats_edge(frame, edit, strand)
        return effect if exon is None else _across_edge(effect, exon, transcript)
    begin, stop = replaced
    length = transcript.cds_length
    if (begin <= 0 and edit.is_insertion) or stop <= 0:
        return _plain(transcript, Consequence.FIVE_PRIME_UTR, touched, hgvs_c, span)
    if begin >= length:
        return _plain(transcript, Consequence.THREE_PRIME_UTR, touched, hgvs_c, span)
    if begin < 0:
        name = ProteinName(kind=ProteinKind.START_LOST, first=1, first_residue="M", last=1, last_residue="M")
        outcome = ProteinOutcome(Consequence.START_LOST, name, "M", "?", (Consequence.FIVE_PRIME_UTR,))
    elif stop > length:
        outcome = ProteinOutcome(Consequence.STOP_LOST, None, also=(Consequence.THREE_PRIME_UTR,))
    else:
        notes = _differing_base(transcript, variant.assembly, begin, stop)
        outcome = _predicted(transcript, strand.cds, Replacement(begin, stop, edit.bases), edit.deleted, notes)
    return _coding_effect(transcript, outcome, touched, hgvs_c, span)


def exon_effect(transcript: Transcript, assembly: Assembly, start: int, end: int, duplication: bool) -> Effect | None:
    """Tell which exons a deletion or tandem duplication of start..end (1-based, inclusive) takes or repeats.

    None where it touches no exon, and for a duplication that leaves the exons' order as it was: the whole transcript,
    or less than one whole exon.
    """
    frame = frame_on(transcript, assembly)
    if frame is None:
        return None
    edit = Edit(-end, -start, "", "") if frame.reverse else Edit(start, end, "", "")
    touched = touched_by(frame, edit)
    if not touched.exons:
        return None
    whole = tuple(touched.deleted_exons)
    if duplication and (not whole or len(whole) == frame.count):
        return None
    first, last = (_point(transcript, assembly, frame, walk) for walk in (edit.first, edit.last))
    size = end - start + 1
    hgvs_c = f"{transcript.accession}:c.{_place(first, last)}{'dup' if duplication else 'del'}"
    if not duplication:
        return _beside_exons(transcript, frame, edit, touched, hgvs_c, _span(first, last, -size), first)
    coding = _coding_bases(transcript, frame, whole)
    return Effect(
        gene=transcript.gene,
        transcript=transcript.accession,
        consequence=Consequence.PROTEIN_ALTERING if coding else Consequence.FIVE_PRIME_UTR,
        also=(),
        hgvs_c=hgvs_c,
        hgvs_p=f"{protein_accession(transcript)}:p.?" if coding else "",
        protein=None,
        span=_span(first, last, size),
        exons=tuple(touched.exons),
        introns=tuple(touched.introns),
        duplicated_exons=whole,
        note=_frame_note(coding),
    )


def _point(transcript: Transcript, assembly: Assembly, frame: Frame, walk: int) -> CdsPoint:
    point = to_cds(transcript, assembly, -walk if frame.reverse else walk)
    if point is None:
        raise ValueError(f"{transcript.accession} has no coordinates on {assembly}")
    return point


def _place(start: CdsPoint, end: CdsPoint) -> str:
    return str(start) if start == end else f"{start}_{end}"


def _span(start: CdsPoint, end: CdsPoint, net: int) -> CodingSpan:
    return CodingSpan(start=start.cds, start_offset=start.offset, end=end.cds, end_offset=end.offset, net_bases=net)


def _coding_text(
    transcript: Transcript,
    assembly: Assembly,
    frame: Frame,
    edit: Edit,
    strand: Strand,
    start: CdsPoint,
    end: CdsPoint,
) -> str:
    """Name the edit in c. terms without "c."."""
    if edit.is_insertion:
        if is_duplication(edit, strand):
            first = _point(transcript, assembly, frame, edit.first - len(edit.bases))
            return f"{_place(first, start)}dup"
        return f"{_place(start, end)}ins{edit.bases}"
    if not edit.bases:
        return f"{_place(start, end)}del"
    if len(edit.bases) == len(edit.deleted) == 1:
        return f"{start}{edit.deleted}>{edit.bases}"
    if edit.bases == reverse_complement(edit.deleted):
        return f"{_place(start, end)}inv"
    return f"{_place(start, end)}delins{edit.bases}"


def _exonic(frame: Frame, edit: Edit, touched: Touched) -> tuple[int, int] | None:
    """Give the spliced bases replaced (linear, end exclusive) where the edit stays in one exon; else None."""
    if len(touched.exons) != 1:
        return None
    index = touched.exons[0] - 1
    start, end = frame.walk[index]
    if edit.is_insertion:
        if not start <= edit.first <= end + 1:
            return None
    elif edit.first < start or edit.last > end:
        return None
    begin = frame.firsts[index] + edit.first - start
    return begin, begin + len(edit.deleted)


def _differing_base(transcript: Transcript, assembly: Assembly, begin: int, stop: int) -> list[str]:
    """Say so where an allele of GRCh37 replaces a base in which the two assemblies are known to differ."""
    hit = assembly is Assembly.GRCH37 and any(begin < at <= stop for at, _, _ in transcript.reference_differences)
    return [_GRCH37_NOTE] if hit else []


def _predicted(transcript: Transcript, cds: str, change: Replacement, deleted: str, notes: list[str]) -> ProteinOutcome:
    known = cds[change.begin : change.end]
    if cds and known != deleted and any(a != b and "N" not in (a, b) for a, b in zip(known, deleted, strict=True)):
        # A base read from a clone may be the clone's own; the file's base stands in the patient's reference.
        own = "".join(a if a == "N" else b for a, b in zip(known, deleted, strict=True))
        cds = cds[: change.begin] + own + cds[change.end :]
        notes = [*notes, _REFERENCE_NOTE]
    outcome = predict(cds, transcript.tail, change)
    return replace(outcome, note="; ".join(filter(None, (outcome.note, *notes)))) if notes else outcome


def _coding_effect(
    transcript: Transcript, outcome: ProteinOutcome, touched: Touched, hgvs_c: str, span: CodingSpan
) -> Effect:
    terms = [outcome.consequence, *outcome.also]
    if touched.splice_region:
        terms.append(Consequence.SPLICE_REGION)
    name = outcome.name
    text = "?" if name is None else f"({name.three_letter()})"
    return Effect(
        gene=transcript.gene,
        transcript=transcript.accession,
        consequence=outcome.consequence,
        also=tuple(dict.fromkeys(terms[1:])),
        hgvs_c=hgvs_c,
        hgvs_p=f"{protein_accession(transcript)}:p.{text}",
        protein=protein_change(name, outcome),
        span=span,
        exons=tuple(touched.exons),
        splice_sites=tuple(touched.sites),
        near_splice=tuple(touched.near),
        deleted_exons=tuple(touched.deleted_exons),
        note=outcome.note,
    )


def protein_change(name: ProteinName | None, outcome: ProteinOutcome) -> ProteinChange | None:
    """Give the change of residues; None for an unchanged or unknown protein."""
    if name is None or name.kind is ProteinKind.SILENT:
        return None
    first, last = name.first, name.last
    if name.kind is ProteinKind.DUPLICATION:
        # A duplication is an insertion after its last residue.
        first, last = name.last, name.last + 1
    return ProteinChange(
        first=first,
        last=last,
        ref=outcome.ref,
        alt=outcome.alt,
        text=name.text(),
        frameshift=name.kind is ProteinKind.FRAMESHIFT,
    )


def _beside_exons(
    transcript: Transcript,
    frame: Frame,
    edit: Edit,
    touched: Touched,
    hgvs_c: str,
    span: CodingSpan,
    start: CdsPoint,
) -> Effect:
    """Changes that lie in introns or upstream, or cross the edge of an exon."""
    terms: set[Consequence] = set()
    gone = set(touched.deleted_exons)
    coding = _coding_bases(transcript, frame, tuple(range(1, frame.count + 1)), edit)
    note = ""
    if gone:
        terms.add(Consequence.EXON_LOSS)
        if coding >= min(transcript.cds_length, frame.end):
            terms = {Consequence.TRANSCRIPT_ABLATION}
        note = _frame_note(_coding_bases(transcript, frame, tuple(touched.deleted_exons)))
    if Consequence.TRANSCRIPT_ABLATION not in terms:
        terms.update(_SITE_TERMS[site] for site, _ in touched.sites)
        if coding:
            terms.add(Consequence.CODING_UNKNOWN)
            note = note or _INTRON_NOTE
            terms.update(_edge_terms(transcript, frame, edit))
        elif touched.exons:
            terms.add(Consequence.FIVE_PRIME_UTR if span.start is not None else Consequence.THREE_PRIME_UTR)
        if touched.splice_region:
            terms.add(Consequence.SPLICE_REGION)
        if touched.polypyrimidine:
            terms.add(Consequence.POLYPYRIMIDINE)
        if touched.introns:
            terms.add(Consequence.INTRON)
        if not terms:
            terms.add(Consequence.PROMOTER if start.outside < 0 else Consequence.DOWNSTREAM)
    ordered = sorted(terms, key=lambda term: term.severity)
    return Effect(
        gene=transcript.gene,
        transcript=transcript.accession,
        consequence=ordered[0],
        also=tuple(ordered[1:]),
        hgvs_c=hgvs_c,
        hgvs_p=f"{protein_accession(transcript)}:p.?" if ordered[0].changes_protein else "",
        protein=None,
        span=span,
        exons=tuple(touched.exons),
        introns=tuple(touched.introns),
        splice_sites=tuple(touched.sites),
        near_splice=tuple(touched.near),
        deleted_exons=tuple(touched.deleted_exons),
        note=note,
    )


def _across_edge(effect: Effect, exon: int, transcript: Transcript) -> Effect:
    """An intronic insertion that repeats the edge of an exon may lengthen the exon: never a mere intron change."""
    return replace(
        effect,
        consequence=Consequence.PROTEIN_ALTERING,
        also=(effect.consequence, *effect.also),
        hgvs_p=f"{protein_accession(transcript)}:p.?",
        exons=(exon,),
        note=f"the inserted bases repeat the edge of exon {exon}: probably a duplication that reaches into the exon",
    )


_SITE_TERMS = {"donor": Consequence.SPLICE_DONOR, "acceptor": Consequence.SPLICE_ACCEPTOR}


def _plain(transcript: Transcript, consequence: Consequence, touched: Touched, hgvs_c: str, span: CodingSpan) -> Effect:
    """A change in an untranslated part of an exon."""
    return Effect(
        gene=transcript.gene,
        transcript=transcript.accession,
        consequence=consequence,
        also=(Consequence.SPLICE_REGION,) if touched.splice_region else (),
        hgvs_c=hgvs_c,
        hgvs_p="",
        protein=None,
        span=span,
        exons=tuple(touched.exons),
        deleted_exons=tuple(touched.deleted_exons),
    )


def _coding_bases(transcript: Transcript, frame: Frame, exons: tuple[int, ...], edit: Edit | None = None) -> int:
    """Count the coding bases of exons (numbers), of those only the ones that an edit removes where one is given."""
    total = 0
    for number in exons:
        start, end = frame.walk[number - 1]
        low, high = (start, end) if edit is None else (max(start, edit.first), min(end, edit.last))
        first = frame.firsts[number - 1] + low - start
        last = frame.firsts[number - 1] + high - start
        total += max(0, min(last, transcript.cds_length - 1) - max(first, 0) + 1)
    return total


def _edge_terms(transcript: Transcript, frame: Frame, edit: Edit) -> set[Consequence]:
    """Tell whether the first or the last codon is hit by an edit that crosses an exon's edge."""
    found: set[Consequence] = set()
    for linear, term in (
        (0, Consequence.START_LOST),
        (2, Consequence.START_LOST),
        (transcript.cds_length - 3, Consequence.STOP_LOST),
        (transcript.cds_length - 1, Consequence.STOP_LOST),
    ):
        pos = frame.genome(linear)
        if pos is not None and edit.first <= (-pos if frame.reverse else pos) <= edit.last:
            found.add(term)
    return found


def _frame_note(coding: int) -> str:
    if not coding:
        return "untranslated exons only"
    return f"{coding} coding bases of whole exons: the reading frame is {'kept' if coding % 3 == 0 else 'shifted'}"


def protein_accession(transcript: Transcript) -> str:
    """Give the protein's accession; the transcript's where the protein's is not known."""
    return transcript.protein or transcript.accession
