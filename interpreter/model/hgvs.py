"""HGVS names of coding and protein changes as values: parsed, compared, printed.

`parse_protein(str(x)) == x` and `parse_coding(str(x)) == x` hold for every value. One-letter and three-letter
residues, brackets of prediction and both signs for a stop (`*`, `Ter`) are read; one letter and `*` are printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

THREE_LETTER: dict[str, str] = {
    "A": "Ala",
    "C": "Cys",
    "D": "Asp",
    "E": "Glu",
    "F": "Phe",
    "G": "Gly",
    "H": "His",
    "I": "Ile",
    "K": "Lys",
    "L": "Leu",
    "M": "Met",
    "N": "Asn",
    "P": "Pro",
    "Q": "Gln",
    "R": "Arg",
    "S": "Ser",
    "T": "Thr",
    "U": "Sec",
    "V": "Val",
    "W": "Trp",
    "X": "Xaa",
    "Y": "Tyr",
    "*": "Ter",
}
_ONE_LETTER = {name: letter for letter, name in THREE_LETTER.items()}
_RESIDUE = "[ACDEFGHIKLMNPQRSTUVWXY*]"
_THREE = re.compile("|".join(name for name in _ONE_LETTER))


class ProteinKind(StrEnum):
    SUBSTITUTION = "substitution"
    SILENT = "silent"
    DELETION = "deletion"
    DUPLICATION = "duplication"
    INSERTION = "insertion"
    DELINS = "delins"
    FRAMESHIFT = "frameshift"
    EXTENSION = "extension"
    START_LOST = "start lost"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProteinName:
    """A protein change as HGVS names it. Residues are 1-based; for an insertion the two flanking ones."""

    kind: ProteinKind
    first: int = 0
    first_residue: str = ""
    last: int = 0
    last_residue: str = ""
    alt: str = ""
    """New residues; for a frameshift the first new one ("" when not given)."""
    stop: str = ""
    """Frameshift and extension: number of the new stop counted from the first changed residue, "?" when not met."""

    def __str__(self) -> str:
        return f"p.{self.text()}"

    def text(self) -> str:
        """Print in one-letter residues without "p."."""
        return self._print(lambda residues: residues)

    def three_letter(self) -> str:
        """Print in three-letter residues without "p."."""
        return self._print(to_three_letter)

    def _print(self, name: Callable[[str], str]) -> str:
        if self.kind is ProteinKind.UNKNOWN:
            return "?"
        start = f"{name(self.first_residue)}{self.first}"
        span = start if self.last == self.first else f"{start}_{name(self.last_residue)}{self.last}"
        match self.kind:
            case ProteinKind.START_LOST:
                return f"{start}?"
            case ProteinKind.SUBSTITUTION:
                return f"{start}{name(self.alt)}"
            case ProteinKind.SILENT:
                return f"{span}="
            case ProteinKind.DELETION:
                return f"{span}del"
            case ProteinKind.DUPLICATION:
                return f"{span}dup"
            case ProteinKind.INSERTION:
                return f"{span}ins{name(self.alt)}"
            case ProteinKind.DELINS:
                return f"{span}delins{name(self.alt)}"
            case ProteinKind.EXTENSION:
                return f"{start}{name(self.alt)}ext{name('*')}{self.stop}"
            case _:
                return f"{start}{name(self.alt)}fs" + (f"{name('*')}{self.stop}" if self.stop else "")


def to_three_letter(residues: str) -> str:
    """Write one-letter residues in three letters.

    >>> to_three_letter("VE*")
    'ValGluTer'
    """
    return "".join(THREE_LETTER[residue] for residue in residues)


_PROTEIN_PATTERNS: tuple[tuple[ProteinKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern.replace("R", _RESIDUE)))
    for kind, pattern in (
        (ProteinKind.START_LOST, r"(?P<a>M)(?P<i>1)\?"),
        (ProteinKind.EXTENSION, r"(?P<a>\*)(?P<i>\d+)(?P<alt>R?)ext(?:\*(?P<stop>\d+|\?))"),
        (ProteinKind.FRAMESHIFT, r"(?P<a>R)(?P<i>\d+)(?P<alt>R?)fs(?:\*(?P<stop>\d+|\?))?"),
        (ProteinKind.SILENT, r"(?P<a>R)(?P<i>\d+)(?:_(?P<b>R)(?P<j>\d+))?="),
        (ProteinKind.DELINS, r"(?P<a>R)(?P<i>\d+)(?:_(?P<b>R)(?P<j>\d+))?delins(?P<alt>R+)"),
        (ProteinKind.DELETION, r"(?P<a>R)(?P<i>\d+)(?:_(?P<b>R)(?P<j>\d+))?del"),
        (ProteinKind.DUPLICATION, r"(?P<a>R)(?P<i>\d+)(?:_(?P<b>R)(?P<j>\d+))?dup"),
        (ProteinKind.INSERTION, r"(?P<a>R)(?P<i>\d+)_(?P<b>R)(?P<j>\d+)ins(?P<alt>R+)"),
        (ProteinKind.SUBSTITUTION, r"(?P<a>R)(?P<i>\d+)(?P<alt>R)"),
    )
)


def parse_protein(text: str) -> ProteinName:
    """Read a protein change; an accession, "p." and brackets may stand around it.

    >>> parse_protein("NP_004324.2:p.(Val600Glu)").text()
    'V600E'

    Raises:
        ValueError: not a protein change.
    """
    body = text.strip().rpartition(":")[2].removeprefix("p.")
    if body.startswith("(") and body.endswith(")"):
        body = body[1:-1]
    if body in {"?", "0", "0?"}:
        return ProteinName(kind=ProteinKind.UNKNOWN)
    body = _THREE.sub(lambda found: _ONE_LETTER[found[0]], body)
    for kind, pattern in _PROTEIN_PATTERNS:
        found = pattern.fullmatch(body)
        if found is None:
            continue
        cells = found.groupdict()
        first = int(cells["i"])
        return ProteinName(
            kind=kind,
            first=first,
            first_residue=cells["a"],
            last=int(cells.get("j") or first),
            last_residue=cells.get("b") or cells["a"],
            alt=cells.get("alt") or "",
            stop=cells.get("stop") or "",
        )
    raise ValueError(f"not a protein change: {text!r}")


class CodingKind(StrEnum):
    SUBSTITUTION = ">"
    DELETION = "del"
    DUPLICATION = "dup"
    INSERTION = "ins"
    DELINS = "delins"
    INVERSION = "inv"
    SILENT = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingPosition:
    """One place of HGVS c. numbering: `star` bases are 3' of the stop codon, `offset` counts into an intron."""

    base: int
    offset: int = 0
    star: bool = False

    def __str__(self) -> str:
        return f"{'*' if self.star else ''}{self.base}" + (f"{self.offset:+d}" if self.offset else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingName:
    """A change of the coding sequence as HGVS names it; `accession` is empty where none was written."""

    kind: CodingKind
    start: CodingPosition
    end: CodingPosition
    ref: str = ""
    alt: str = ""
    accession: str = ""

    def __str__(self) -> str:
        place = str(self.start) if self.start == self.end else f"{self.start}_{self.end}"
        body = (
            f"{place}{self.ref}>{self.alt}" if self.kind is CodingKind.SUBSTITUTION else f"{place}{self.kind}{self.alt}"
        )
        return f"{self.accession}:c.{body}" if self.accession else f"c.{body}"


_PLACE = r"(\*?)(-?\d+)([+-]\d+)?"
_CODING = re.compile(
    rf"(?:(?P<accession>[A-Za-z0-9_.]+)(?:\([^)]*\))?:)?c\.{_PLACE}(?:_{_PLACE})?"
    r"(?:(?P<ref>[ACGTN]+)>(?P<new>[ACGTN]+)|(?P<kind>delins|del|dup|ins|inv|=)(?P<bases>[ACGTN]*)(?:ins(?P<more>[ACGTN]+))?)"
)


def parse_coding(text: str) -> CodingName:
    """Read a coding change, with or without accession; bases written after del and dup are dropped.

    Raises:
        ValueError: not a coding change.
    """
    found = _CODING.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a coding change: {text!r}")
    start = _position(found[2], found[3], found[4])
    end = start if found[6] is None else _position(found[5], found[6], found[7])
    accession = found["accession"] or ""
    if found["ref"] is not None:
        kind = CodingKind.SUBSTITUTION if len(found["ref"]) == len(found["new"]) == 1 else CodingKind.DELINS
        ref = found["ref"] if kind is CodingKind.SUBSTITUTION else ""
        return CodingName(kind=kind, start=start, end=end, ref=ref, alt=found["new"], accession=accession)
    kind = CodingKind(found["kind"])
    alt = found["bases"] if kind in {CodingKind.INSERTION, CodingKind.DELINS} else ""
    if found["more"] is not None:
        kind, alt = CodingKind.DELINS, found["more"]
    if kind in {CodingKind.INSERTION, CodingKind.DELINS} and not alt:
        raise ValueError(f"an insertion without bases: {text!r}")
    return CodingName(kind=kind, start=start, end=end, alt=alt, accession=accession)


def _position(star: str, base: str, offset: str | None) -> CodingPosition:
    if int(base) == 0 or (offset is not None and int(offset) == 0):
        raise ValueError("HGVS has no position 0")
    return CodingPosition(base=int(base), offset=int(offset or 0), star=bool(star))
