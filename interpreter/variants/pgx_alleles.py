"""The tables of pharmacogene alleles as values (CPIC's facts): places, functions, phenotypes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from interpreter.rule_tables import rule_rows

REFERENCE = "reference"
_SCORES = {"no": 0.0, "decreased": 0.5, "normal": 1.0}


@dataclass(frozen=True, slots=True)
class Place:
    """One variant of an allele, plus strand, 1-based, written as in VCF."""

    chrom: str
    grch37: int
    grch38: int
    ref: str
    alt: str


@dataclass(frozen=True, slots=True)
class NamedAllele:
    """An allele and the places that define it together."""

    name: str
    function: str
    """no, decreased, normal, increased or uncertain."""
    deciding: bool
    """A normal result needs its places."""
    assessable: bool
    """False where calls cannot show it (a repeat): then its absence is never proved by depth."""
    proxy_for: str
    """Name of the allele this one stands for where that is not covered; empty otherwise."""
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """One reading of the two copies of a gene."""

    phenotype: str
    diplotype: str
    score: float | None
    """Activity score where the gene has one (DPYD)."""


@cache
def genes() -> tuple[str, ...]:
    """Give the pharmacogenes in the order of the table, the most dangerous first."""
    return tuple(dict.fromkeys(row["gene"] for row in rule_rows("pgx_alleles.tsv")))


@cache
def named_alleles(gene: str) -> tuple[NamedAllele, ...]:
    """Give the alleles of a gene; rows of the same name are the places of one allele."""
    grouped: dict[str, list[Mapping[str, str]]] = {}
    for row in rule_rows("pgx_alleles.tsv"):
        if row["gene"] == gene:
            grouped.setdefault(row["allele"], []).append(row)
    return tuple(
        NamedAllele(
            name=name,
            function=rows[0]["function"],
            deciding=rows[0]["deciding"] == "yes",
            assessable=rows[0]["assessable"] == "yes",
            proxy_for=rows[0]["proxy_for"],
            places=tuple(
                Place(row["chrom"], int(row["grch37"]), int(row["grch38"]), row["ref"], row["alt"]) for row in rows
            ),
        )
        for name, rows in grouped.items()
    )


def phenotype_of(gene: str, functions: tuple[str, str]) -> tuple[str, float | None]:
    """Give the phenotype of two functions, and the activity score where the gene has one."""
    rows = [row for row in rule_rows("pgx_phenotypes.tsv") if row["gene"] == gene]
    if rows and rows[0]["low"]:
        if any(function not in _SCORES for function in functions):
            return "Indeterminate", None
        score = sum(_SCORES[function] for function in functions)
        for row in rows:
            if float(row["low"]) <= score <= float(row["high"]):
                return row["phenotype"], score
        return "Indeterminate", score
    wanted = {"+".join(functions), "+".join(reversed(functions))}
    for row in rows:
        if wanted & set(row["functions"].split("|")):
            return row["phenotype"], None
    return "Indeterminate", None
