"""Which reference residues a marker expression names, so that they can be held against the transcript (RULES R6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interpreter.model.markers import Changes, Codon, GeneAtom, Marker, Residue, ResiduesEffect, walk

_NAMED = re.compile(r"([A-Z*])(\d+)")


def named_residues(marker: Marker) -> Iterator[tuple[str, Residue]]:
    """Give (gene, residue) for every reference residue an expression states; a range of residues gives its ends.

    >>> from interpreter.model.marker_text import parse_marker
    >>> [f"{gene} {residue}" for gene, residue in named_residues(parse_marker("EGFR p.L858R | EGFR codon G719"))]
    ['EGFR L858', 'EGFR G719']
    """
    for atom in walk(marker):
        if not isinstance(atom, GeneAtom):
            continue
        match atom.feature:
            case Changes(changes):
                for change in changes:
                    yield from ((atom.gene, residue) for residue in _of_change(change))
            case Codon(residues, exceptions):
                yield from ((atom.gene, residue) for residue in residues)
                for change in exceptions:
                    yield from ((atom.gene, residue) for residue in _of_change(change))
            case ResiduesEffect(first, last, _):
                yield atom.gene, Residue("", first)
                yield atom.gene, Residue("", last)
            case _:
                pass


def _of_change(change: str) -> tuple[Residue, ...]:
    """Give the reference residues of "p.E746_A750del": those before the event's own word (del, ins, dup, fs, new)."""
    if not change.startswith("p."):
        return ()
    place = re.match(r"p\.\(?[A-Z*]\d+(?:_[A-Z*]\d+)?", change)
    if place is None:
        return ()
    return tuple(Residue(letter, int(number)) for letter, number in _NAMED.findall(place.group()))
