"""Typed-in names that do not agree with the transcripts: a gene that is not known, a residue that is another."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from interpreter.model.genes import Assembly, Transcript
from interpreter.model.results import SequenceResult
from interpreter.variants.aliases import load_aliases
from interpreter.variants.consequence_protein import translate
from interpreter.variants.coordinates import exon_codons, frame_on
from interpreter.variants.reference import TranscriptTable

_PLACE = re.compile(r"(?:p\.\(?|codon )([A-Z])(\d{1,5})(?:_([A-Z])(\d{1,5}))?")


def doubtful_names(results: Sequence[SequenceResult], table: TranscriptTable, genes: Set[str]) -> tuple[str, ...]:
    """Give a warning for each typed-in gene that is not known, and each residue that the gene's protein does not have.

    `genes` are the catalogue's; a residue of a declared older numbering (EZH2 Y641) is no doubt.
    """
    known = table.genes | genes
    found: list[str] = []
    for result in results:
        for gene in filter(None, (result.gene, result.partner_gene)):
            if gene not in known:
                found.append(
                    f"{result.source}: no gene '{gene}' is known here{_near(gene, known)}; it meets no marker."
                )
        transcript = table.transcript(result.gene)
        if transcript is not None:
            found += [f"{result.source}: {text}" for text in _residues(result.change, transcript)]
    return tuple(dict.fromkeys(found))


def with_exons(results: Sequence[SequenceResult], table: TranscriptTable) -> tuple[SequenceResult, ...]:
    """Give the results with the exons of their named residues, so that a typed-in change meets a marker by exon.

    Left open where a residue does not agree with the transcript, is of an older numbering, or where every residue's
    codon is split between two exons.
    """
    found = []
    for result in results:
        transcript = table.transcript(result.gene)
        exons = _exons(result.change, transcript) if transcript is not None else ()
        found.append(replace(result, in_exons=exons) if exons else result)
    return tuple(found)


def _exons(change: str, transcript: Transcript) -> tuple[int, ...]:
    named = _PLACE.match(change) if change.startswith("p.") else None
    if named is None or any(_residues(change, transcript)) or _older(named, transcript.gene):
        return ()
    first, last = int(named[2]), int(named[4] or named[2])
    holding: dict[int, list[int]] = {residue: [] for residue in range(first, last + 1)}
    frame = frame_on(transcript, Assembly.GRCH38) or frame_on(transcript, Assembly.GRCH37)
    for exon in range(1, frame.count + 1 if frame is not None else 1):
        codons = exon_codons(transcript, exon)
        for residue in range(max(first, codons[0]), min(last, codons[1]) + 1) if codons is not None else ():
            holding[residue].append(exon)
    return tuple(sorted({exons[0] for exons in holding.values() if len(exons) == 1}))


def _older(named: re.Match[str], gene: str) -> bool:
    aliases = load_aliases()
    places = (f"{named[1]}{named[2]}", f"{named[3]}{named[4]}" if named[3] else "")
    return any(aliases.residue(gene, place) is not None for place in places if place)


def _near(gene: str, known: Set[str]) -> str:
    close = difflib.get_close_matches(gene.upper(), sorted(known), n=1, cutoff=0.75)
    return f" (did you mean {close[0]}?)" if close else ""


def _residues(change: str, transcript: Transcript) -> Iterator[str]:
    for match in _PLACE.finditer(change):
        for letter, number in ((match[1], match[2]), (match[3], match[4])):
            if not letter or load_aliases().residue(transcript.gene, f"{letter}{number}") is not None:
                continue
            at = int(number)
            codon = transcript.cds[3 * at - 3 : 3 * at] if at else ""
            own = translate(codon) if len(codon) == 3 and "N" not in codon else ""
            if at > transcript.protein_length:
                yield f"{transcript.gene} {letter}{at} lies beyond the protein's end ({transcript.protein_length})."
            elif own and at > 1 and own != letter:
                yield f"'{change}' starts from {letter}{at}, but residue {at} of {transcript.gene} is {own}; check it."
