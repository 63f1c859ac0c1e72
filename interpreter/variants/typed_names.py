"""Typed-in names beside the transcripts: unknown genes, residues of an older numbering, residues that are others."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from interpreter.model.aliases import Alias
from interpreter.model.genes import Assembly, Transcript
from interpreter.model.results import SequenceResult, State
from interpreter.variants.aliases import load_aliases
from interpreter.variants.consequence_protein import translate
from interpreter.variants.coordinates import exon_codons, frame_on
from interpreter.variants.reference import TranscriptTable

_PLACE = re.compile(r"(?:p\.\(?|codon )([A-Z])(\d{1,5})(?:_([A-Z])(\d{1,5}))?")
_SPAN = re.compile(r"(?<![A-Za-z0-9])[A-Z](\d{1,5})(?:_[A-Z](\d{1,5}))?(?!\d)")
_RESIDUE = re.compile(r"(?<![A-Za-z0-9])([A-Z])(\d{1,5})(?!\d)")


def doubtful_names(results: Sequence[SequenceResult], table: TranscriptTable, genes: Set[str]) -> tuple[str, ...]:
    """Give a warning for each typed-in gene that is not known, and each residue that the gene's protein does not have.

    `genes` are the catalogue's; a residue of a declared older numbering (EZH2 Y641) is no doubt, unless the gene's own
    protein has that residue at that number too (AR L701).
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
            doubts = (*_residues(result.change, transcript), *_both(result.change, transcript))
            meaning = " Until then it proves nothing absent." if result.state is State.NOT_DETECTED else ""
            found += [f"{result.source}: {text}{meaning}" for text in doubts]
    return tuple(dict.fromkeys(found))


def placed(results: Sequence[SequenceResult], table: TranscriptTable) -> tuple[SequenceResult, ...]:
    """Give the results as the gene's own transcript names them: its numbering, and the exons of the named residues.

    A change of a declared older numbering (FGFR2 p.N550K) is renamed (p.N549K), unless the gene's own protein has the
    residue at the number as given. Exons stay open where a residue
    does not agree with the transcript, and where every residue's codon is split between two exons. A negative proves
    the residues as renamed; one whose residues do not agree with the transcript proves no place (S1).
    """
    found = []
    for result in results:
        transcript = table.transcript(result.gene)
        if transcript is not None:
            older = _renamed(result.change, transcript)
            if older is not None:
                change, numbering = older
                typed_as = f"{result.change} in another numbering ({numbering})"
                codons = tuple((int(span[1]), int(span[2] or span[1])) for span in _SPAN.finditer(change))
                result = replace(result, change=change, codons=codons if result.codons else (), typed_as=typed_as)
            elif result.codons and result.state is not State.DETECTED and _is_doubtful(result.change, transcript):
                result = replace(result, codons=())
            exons = _exons(result.change, transcript)
            result = replace(result, in_exons=exons) if exons else result
        found.append(result)
    return tuple(found)


def _renamed(change: str, transcript: Transcript) -> tuple[str, str] | None:
    """Give the change with its residues renumbered, and whose numbering it was; None unless all of them are older."""
    if not change.startswith(("p.", "codon ")):
        return None
    rows = [_older(match[1], int(match[2]), transcript) for match in _RESIDUE.finditer(change)]
    aliases = {row.alias: row for row in rows if row is not None}
    if not rows or None in rows:
        return None
    numbering = ", ".join(dict.fromkeys(row.transcript for row in aliases.values()))
    return _RESIDUE.sub(lambda match: aliases[match[0]].canonical, change), numbering


def _older(letter: str, number: int, transcript: Transcript) -> Alias | None:
    """Find a residue of a declared older numbering; None where the protein is known to have it at the number itself."""
    if _own(number, transcript) == letter:
        return None
    return load_aliases().residue(transcript.gene, f"{letter}{number}")


def _own(number: int, transcript: Transcript) -> str:
    """Give the residue that the gene's own protein has; empty where it is not known, or beyond its end."""
    codon = transcript.cds[3 * number - 3 : 3 * number] if 0 < number <= transcript.protein_length else ""
    return translate(codon) if len(codon) == 3 and "N" not in codon else ""


def _exons(change: str, transcript: Transcript) -> tuple[int, ...]:
    named = _PLACE.match(change) if change.startswith("p.") else None
    if named is None or _is_doubtful(change, transcript):
        return ()
    first, last = int(named[2]), int(named[4] or named[2])
    holding: dict[int, list[int]] = {residue: [] for residue in range(first, last + 1)}
    frame = frame_on(transcript, Assembly.GRCH38) or frame_on(transcript, Assembly.GRCH37)
    for exon in range(1, frame.count + 1 if frame is not None else 1):
        codons = exon_codons(transcript, exon)
        for residue in range(max(first, codons[0]), min(last, codons[1]) + 1) if codons is not None else ():
            holding[residue].append(exon)
    return tuple(sorted({exons[0] for exons in holding.values() if len(exons) == 1}))


def _is_doubtful(change: str, transcript: Transcript) -> bool:
    return any(_residues(change, transcript)) or any(_both(change, transcript))


def _near(gene: str, known: Set[str]) -> str:
    close = difflib.get_close_matches(gene.upper(), sorted(known), n=1, cutoff=0.75)
    return f" (did you mean {close[0]}?)" if close else ""


def _both(change: str, transcript: Transcript) -> Iterator[str]:
    """Tell of a residue that is the protein's own, and that of another place in an older numbering too."""
    if not change.startswith(("p.", "codon ")):
        return
    for match in _RESIDUE.finditer(change):
        row = load_aliases().residue(transcript.gene, match[0])
        if row is not None and _own(int(match[2]), transcript) == match[1]:
            yield (
                f"'{change}' was read as residue {match[0]} of {transcript.gene}; in another numbering "
                f"({row.transcript}) it would be {row.canonical}; check it."
            )


def _residues(change: str, transcript: Transcript) -> Iterator[str]:
    if _renamed(change, transcript) is not None:
        return
    for match in _PLACE.finditer(change):
        for letter, number in ((match[1], match[2]), (match[3], match[4])):
            if not letter:
                continue
            at = int(number)
            own = _own(at, transcript)
            if at > transcript.protein_length:
                yield f"{transcript.gene} {letter}{at} lies beyond the protein's end ({transcript.protein_length})."
            elif own and at > 1 and own != letter:
                yield f"'{change}' starts from {letter}{at}, but residue {at} of {transcript.gene} is {own}; check it."
