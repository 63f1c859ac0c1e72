"""Invented rows of a small catalogue, and how they are written as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from interpreter.catalogue import columns

Write = Callable[..., Path]

RELEASE = 'name = "Small"\nversion = "1.0"\ndate = "2025-01-01"\nlicence = "CC0-1.0"\nlayer = "local"\n'

EVIDENCE = {
    "id": "EV-ONE",
    "biomarker": "BRAF p.V600E",
    "tumour_types": "MEL",
    "therapies": "dabrafenib + trametinib",
    "response": "sensitivity",
    "direction": "supports",
    "level": "approved",
    "source_level": "label",
    "region": "FDA",
    "source_ids": "SRC-LABEL",
    "statement": "Works.",
    "status": "current",
}
APPROVAL = {
    "id": "AP-ONE",
    "evidence_id": "EV-ONE",
    "agency": "FDA",
    "kind": "regular",
    "product": "Tafinlar",
    "first_date": "2014-01",
    "source_id": "SRC-LABEL",
    "status": "current",
}
SOURCE = {"id": "SRC-LABEL", "kind": "label", "citation": "A label", "licence": "facts only"}
GENE = {"symbol": "BRAF", "hgnc_id": "HGNC:1097", "aliases": "BRAF1", "role": "oncogene", "fusion_side": "3"}
THERAPIES = [
    {"inn": "dabrafenib", "brands": "Tafinlar", "drug_class": "BRAF inhibitor", "targets": "BRAF", "route": "oral"},
    {"inn": "trametinib", "brands": "Mekinist", "drug_class": "MEK inhibitor", "route": "oral"},
]


def table(kind: str, rows: list[dict[str, str]]) -> str:
    names = list(columns.TABLES[kind].names)
    names += sorted({name for row in rows for name in row} - set(names))
    return "".join("\t".join(line) + "\n" for line in (names, *([row.get(name, "") for name in names] for row in rows)))
