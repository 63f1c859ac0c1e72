"""Older names as values: residue and exon numberings of other isoforms, earlier gene symbols.

Nothing is guessed: a name counts only if it is declared, and a residue only with its letter ("Y641" is not "F641").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from interpreter.model.hgvs import ProteinKind, ProteinName, parse_protein


class AliasKind(StrEnum):
    PROTEIN = "protein"
    EXON = "exon"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One older name and what it is called on the gene's own transcript."""

    gene: str
    alias: str
    """Residue with its number ("Y641"), exon ("exon 9") or gene symbol ("HER2")."""
    canonical: str
    transcript: str
    """Whose numbering the alias uses: an accession, or words where it is no RefSeq transcript; empty for symbols."""
    kind: AliasKind
    source: str


class AliasTable:
    """All declared aliases, looked up by name."""

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self.aliases = tuple(aliases)
        self._symbols = {row.alias.upper(): row.canonical for row in self.aliases if row.kind is AliasKind.SYMBOL}
        self._numbered = {(row.gene, row.alias): row for row in self.aliases if row.kind is not AliasKind.SYMBOL}

    def symbol(self, name: str) -> str:
        """Give the current symbol of a gene; the name itself where no alias is declared."""
        return self._symbols.get(name.upper(), name)

    def residue(self, gene: str, residue: str) -> Alias | None:
        """Find a residue of an older numbering ("Y641"); None where none is declared."""
        found = self._numbered.get((gene, residue))
        return found if found is not None and found.kind is AliasKind.PROTEIN else None

    def exon(self, gene: str, number: int) -> Alias | None:
        """Find an exon of an older numbering; None where none is declared."""
        return self._numbered.get((gene, f"exon {number}"))

    def protein_change(self, gene: str, change: str) -> tuple[str, Alias] | None:
        """Rename a substitution of an older numbering: EZH2 "Y641F" -> "Y646F"; None where none is declared.

        >>> row = Alias(gene="EZH2", alias="Y641", canonical="Y646", transcript="", kind=AliasKind.PROTEIN, source="")
        >>> AliasTable([row]).protein_change("EZH2", "p.Tyr641Phe")[0]
        'Y646F'
        """
        try:
            name = parse_protein(change)
        except ValueError:
            return None
        if name.kind is not ProteinKind.SUBSTITUTION:
            return None
        row = self.residue(gene, f"{name.first_residue}{name.first}")
        if row is None:
            return None
        number = int(row.canonical[1:])
        moved = ProteinName(
            kind=name.kind,
            first=number,
            first_residue=name.first_residue,
            last=number,
            last_residue=name.last_residue,
            alt=name.alt,
        )
        return moved.text(), row
