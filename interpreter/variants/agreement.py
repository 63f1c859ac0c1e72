"""What a file's annotator says of an allele, held against the program's own consequence on the same transcript."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from interpreter.model.alterations import Effect
from interpreter.model.genes import Transcript
from interpreter.model.hgvs import CodingKind, ProteinKind, parse_coding, parse_protein
from interpreter.model.variants import FileAnnotation


class Agreement(StrEnum):
    AGREE = "agree"
    DIFFER = "differ"
    NOT_READ = "name not read"
    """The annotator's name is no HGVS that is read here."""
    UNKNOWN = "own base unknown"
    OTHER_VERSION = "another version of the transcript"


def agreement(effect: Effect | None, hgvs_c: str, hgvs_p: str) -> Agreement:
    """Compare a protein name with the program's own; spellings of one event agree.

    `effect` is None where the program sees no effect on the transcript.
    """
    try:
        theirs = parse_protein(hgvs_p)
    except ValueError:
        return Agreement.NOT_READ
    if effect is None or not effect.hgvs_p:
        return Agreement.DIFFER
    if effect.hgvs_p.endswith("p.?"):
        return Agreement.AGREE if theirs.kind is ProteinKind.UNKNOWN else Agreement.UNKNOWN
    own = parse_protein(effect.hgvs_p)
    if own.kind is theirs.kind is ProteinKind.SILENT or own == theirs:
        return Agreement.AGREE
    if own.kind is theirs.kind is ProteinKind.FRAMESHIFT and ("?" in (own.stop, theirs.stop) or not theirs.stop):
        same = (own.first, own.first_residue) == (theirs.first, theirs.first_residue)
        return Agreement.AGREE if same else Agreement.DIFFER
    return Agreement.OTHER_VERSION if _other_numbering(effect.hgvs_c, hgvs_c) else Agreement.DIFFER


def disagreements(effect: Effect, transcript: Transcript, annotations: Iterable[FileAnnotation]) -> tuple[str, ...]:
    """Give a warning for each annotator that names another change on the program's own transcript; both are shown."""
    names = {_bare(accession) for accession in (transcript.accession, transcript.ensembl) if accession}
    own = effect.hgvs_p.rpartition(":")[2] or "no protein change"
    said: dict[str, None] = {}
    for annotation in annotations:
        if not annotation.hgvs_p or _bare(annotation.transcript) not in names:
            continue
        if agreement(effect, annotation.hgvs_c, annotation.hgvs_p) is Agreement.DIFFER:
            theirs = annotation.hgvs_p.rpartition(":")[2]
            said[f"{annotation.annotator} in the file names {theirs} on {annotation.transcript}; here it is {own}"] = (
                None
            )
    return tuple(said)


def _bare(accession: str) -> str:
    return accession.partition(".")[0]


def _other_numbering(own: str, theirs: str) -> bool:
    """True where one substitution has another c. position in their version of the transcript."""
    try:
        one, other = parse_coding(own), parse_coding(theirs)
    except ValueError:
        return False
    return one.kind is other.kind is CodingKind.SUBSTITUTION and one.start != other.start
