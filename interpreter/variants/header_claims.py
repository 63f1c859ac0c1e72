"""Signatures that free header lines of a VCF claim: they leave the marker open, they are never a result (R8)."""

from __future__ import annotations

import re

from interpreter.model.results import MarkerResult, State
from interpreter.rule_tables import rule_rows
from interpreter.variants.vcf_header import VcfHeader

_LONGEST = 80


def header_claims(header: VcfHeader, file_name: str) -> tuple[MarkerResult, ...]:
    """Give one inconclusive result for each marker that a header line such as `##MSI=MSI-H` speaks of."""
    found: list[MarkerResult] = []
    for row in rule_rows("header_claims.tsv"):
        said = [
            str(meta)[:_LONGEST]
            for meta in header.metas
            if meta.value and re.fullmatch(row["pattern"], meta.key, re.IGNORECASE)
        ]
        if said:
            found.append(
                MarkerResult(
                    marker=row["marker"],
                    state=State.INCONCLUSIVE,
                    reason=f"only free header text speaks of it ({', '.join(said[:2])}): no known assay or caller",
                    source=f"{file_name}, header",
                )
            )
    return tuple(found)
