"""Typed-in names that do not agree with the transcripts: a gene that is not known, a residue that is another."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence, Set

from interpreter.model.genes import Transcript
from interpreter.model.results import SequenceResult
from interpreter.variants.aliases import load_aliases
from interpreter.variants.consequence_protein import translate
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
