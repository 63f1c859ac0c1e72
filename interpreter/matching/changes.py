"""Named changes ("p.L858R", "p.S768_D770dup", "c.1905+1G>A") compared with what a call does."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from interpreter.model.alterations import Effect, ProteinChange


class ChangeKind(Enum):
    SUBSTITUTION = "substitution"
    FRAMESHIFT = "frameshift"
    DELETION = "deletion"
    INSERTION = "insertion"
    DUPLICATION = "duplication"
    DELINS = "delins"
    OTHER = "other"
    """Stop losses and coding changes: compared as they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedChange:
    """One change of an expression, taken apart; residues are those of the gene's own transcript."""

    text: str
    """As in the expression, with "p." or "c."."""
    kind: ChangeKind
    first: int = 0
    last: int = 0
    first_letter: str = ""
    last_letter: str = ""
    new: str = ""
    """New residues; for a frameshift the first new residue where it is named."""
    shift_length: str = ""

    @property
    def is_coding(self) -> bool:
        return self.text.startswith("c.")


_PROTEIN = re.compile(
    r"p\.([A-Z])(\d+)(?:_([A-Z])(\d+))?(?:(delins|ins|del|dup)([A-Z*]*)|([A-Z]?)fs(?:\*(\d+|\?))?|([A-Z*?]))"
)
_KINDS = {
    "delins": ChangeKind.DELINS,
    "ins": ChangeKind.INSERTION,
    "del": ChangeKind.DELETION,
    "dup": ChangeKind.DUPLICATION,
}


@lru_cache(maxsize=16384)
def named_change(text: str) -> NamedChange:
    """Take one change apart; the parser of the marker language has checked its form."""
    match = _PROTEIN.fullmatch(text)
    if match is None:
        return NamedChange(text=text, kind=ChangeKind.OTHER)
    letter, first, last_letter, last, verb, inserted, shifted, length, new = match.groups()
    change = NamedChange(
        text=text,
        kind=_KINDS.get(verb or "", ChangeKind.SUBSTITUTION if new else ChangeKind.FRAMESHIFT),
        first=int(first),
        last=int(last or first),
        first_letter=letter,
        last_letter=last_letter or letter,
    )
    return replace(change, new=inserted or new or shifted or "", shift_length=length or "")


def has_change(effect: Effect, change: NamedChange) -> bool:
    """Tell whether an effect is, or contains, the named change.

    A pure substitution of several residues contains each of its single ones (L858R + A859T in cis is still L858R,
    RULES R3). Insertions are compared by place and residues, so that "ins" and "dup" of one event are equal (S6).
    """
    if change.is_coding:
        return effect.hgvs_c.rpartition(":")[2] == change.text
    protein = effect.protein
    if protein is None:
        return False
    if protein.text == change.text[2:]:
        return True
    match change.kind:
        case ChangeKind.SUBSTITUTION:
            return substituted(protein, change.first_letter, change.first) == change.new
        case ChangeKind.FRAMESHIFT:
            return _same_frameshift(protein, change)
        case ChangeKind.DELETION:
            return protein.alt == "" and _same_span(protein, change)
        case ChangeKind.DELINS:
            return not protein.frameshift and protein.alt == change.new and _same_span(protein, change)
        case ChangeKind.INSERTION:
            return protein.is_insertion and (protein.first, protein.alt) == (change.first, change.new)
        case ChangeKind.DUPLICATION:
            return _same_duplication(protein, change)
        case _:
            return False


def substituted(protein: ProteinChange, letter: str, number: int) -> str:
    """Give the residue that stands at `number` after a pure substitution; empty when that is not what happened.

    The reference residue must be `letter` (any, where that is empty): nothing is guessed across numberings.
    """
    if protein.frameshift or len(protein.ref) != len(protein.alt) or not protein.first <= number <= protein.last:
        return ""
    if len(protein.alt) > 1 and "*" in protein.alt:  # what follows a new stop is not made at all
        return ""
    at = number - protein.first
    old, new = protein.ref[at : at + 1], protein.alt[at : at + 1]
    return new if old != new and letter in ("", old) else ""


def _same_span(protein: ProteinChange, change: NamedChange) -> bool:
    return (
        (protein.first, protein.last) == (change.first, change.last)
        and protein.ref[:1] == change.first_letter
        and protein.ref[-1:] == change.last_letter
    )


def _same_frameshift(protein: ProteinChange, change: NamedChange) -> bool:
    if not protein.frameshift or protein.first != change.first:
        return False
    own = named_change(f"p.{protein.text}")
    if own.first_letter != change.first_letter:
        return False
    return (not change.new or own.new == change.new) and (
        change.shift_length in ("", "?") or own.shift_length == change.shift_length
    )


def _same_duplication(protein: ProteinChange, change: NamedChange) -> bool:
    """An insertion right behind first..last that repeats as many residues with the same ends."""
    return (
        protein.is_insertion
        and protein.first == change.last
        and len(protein.alt) == change.last - change.first + 1
        and protein.alt[0] == change.first_letter
        and protein.alt[-1] == change.last_letter
    )
