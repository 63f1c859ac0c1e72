"""What imports and checks need of the program's own transcripts, handed in as functions: the catalogue reads none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interpreter.model.aliases import AliasTable
from interpreter.model.genes import Assembly, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Residues and exons of the gene's own transcript, both 1-based, and the declared older names."""

    aliases: AliasTable
    residue: Callable[[str, int], str | None]
    """(gene, residue) -> one letter; "" = not known, None = beyond the protein's end."""
    length: Callable[[str], int]
    """Residues of the gene's protein; 0 = not known."""
    exons: Callable[[str], int]
    """Exons of the gene's transcript; 0 = not known."""


def naming_of(
    transcript: Callable[[str], Transcript | None], translate: Callable[[str], str], aliases: AliasTable
) -> Naming:
    """Make the functions from a transcript table's look-up and the genetic code (`translate` of coding bases)."""

    def residue(gene: str, number: int) -> str | None:
        own = transcript(gene)
        if own is None:
            return ""
        if number > own.protein_length:
            return None
        codon = own.cds[3 * number - 3 : 3 * number]
        if number == 1:  # read as methionine whatever the start codon is
            return "M"
        return "" if len(codon) < 3 or "N" in codon else translate(codon)

    def length(gene: str) -> int:
        own = transcript(gene)
        return own.protein_length if own is not None else 0

    def exons(gene: str) -> int:
        own = transcript(gene)
        layout = own.layouts.get(Assembly.GRCH38) if own is not None else None
        return len(layout.starts) if layout is not None else 0

    return Naming(aliases=aliases, residue=residue, length=length, exons=exons)
