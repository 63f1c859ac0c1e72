"""Contig names as files write them, and the chromosomes they mean."""

from __future__ import annotations

import re
from functools import cache

from interpreter.model.genes import CHROMOSOMES, Assembly
from interpreter.rule_tables import rule_rows

_ACCESSION = re.compile(r"^(NC_\d{6}|CM\d{6}|J01415)\.(\d+)$", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:chr|chromosome)[_ ]?", re.IGNORECASE)
_NUMBERED = (*(str(n) for n in range(1, 23)), "X", "Y")


@cache
def plain_chromosome(contig: str) -> str:
    """Give the plain name ("7", "X", "MT") of a contig written as 7, chr7, NC_000007.13 or chrM; "" for others.

    >>> plain_chromosome("chr7"), plain_chromosome("NC_000023.11"), plain_chromosome("GL000192.1")
    ('7', 'X', '')
    """
    accession = _ACCESSION.match(contig)
    if accession:
        stem = accession[1].upper()
        if stem in ("NC_012920", "J01415"):
            return "MT"
        number = int(stem[-6:]) - (662 if stem.startswith("CM") else 0)
        return _NUMBERED[number - 1] if 1 <= number <= 24 else ""
    name = _PREFIX.sub("", contig).upper()
    if name == "M":
        name = "MT"
    return name if name in CHROMOSOMES else ""


def naming(contig: str) -> str:
    """Tell how a chromosome is written: "chr7", "7" or "accession"."""
    if _ACCESSION.match(contig):
        return "accession"
    return "chr7" if _PREFIX.match(contig) else "7"


@cache
def accession_assembly(contig: str) -> str:
    """Give the assembly that a versioned accession belongs to ("GRCh37", "GRCh38"), "" when it does not say."""
    accession = _ACCESSION.match(contig)
    chrom = plain_chromosome(contig)
    if accession is None or chrom in ("", "MT"):
        return ""
    version = int(accession[2])
    if accession[1].upper().startswith("CM"):
        return {1: "GRCh37", 2: "GRCh38"}.get(version, "")
    for row in rule_rows("assemblies.tsv"):
        if row["chromosome"] == chrom and row["refseq_version"] == str(version):
            return row["assembly"]
    return ""


@cache
def chromosome_lengths(assembly: Assembly) -> dict[str, int]:
    """Give the bases of each chromosome of a human assembly that is read here."""
    return {
        row["chromosome"]: int(row["length"])
        for row in rule_rows("assemblies.tsv")
        if row["assembly"] == assembly.value
    }
