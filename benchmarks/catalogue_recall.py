"""How many labelled and guideline claims of public knowledge bases the embedded catalogue has a row for.

    python benchmarks/catalogue_recall.py --moalmanac FILE.json --civic ClinicalEvidenceSummaries.tsv [--missing]

MOAlmanac: rows "FDA-Approved" of the flat release; found = a row with the same medicines (or a regimen that holds
them), a gene or protein of the same name, and a tumour type that is the same, above or below. CIViC: predictive
items of level A and B that support; found = a row with one of the genes, one of the medicines and the same sense,
whatever the tumour. Names are compared as written, so another name for the same medicine counts as missing.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from interpreter.catalogue.load import load_catalogue
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.model.evidence import Catalogue, EvidenceItem
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import genes
from interpreter.model.tumours import TumourTree

_OTHER_NAMES = {"leucovorin": "folinic acid"}
_PROTEINS = {
    "HER2": "ERBB2",
    "ER": "ESR1",
    "PD-L1": "CD274",
    "c-Met": "MET",
    "CD117": "KIT",
    "MMR": "MSI",
    "MSI": "MSI",
}
_SENSES = {
    "Sensitivity/Response": {"sensitivity"},
    "Resistance": {"resistance", "reduced_benefit"},
    "Reduced Sensitivity": {"resistance", "reduced_benefit"},
}


def main() -> int:
    """Print found and wanted for each source, and what is missing if asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moalmanac", type=Path)
    parser.add_argument("--civic", type=Path)
    parser.add_argument("--missing", action="store_true", help="list what was not found")
    options = parser.parse_args()
    catalogue = load_catalogue()
    if options.moalmanac:
        wanted, missing = _moalmanac(options.moalmanac, catalogue, load_tumour_tree())
        _print("MOAlmanac, FDA-approved", wanted, missing, options.missing)
    if options.civic:
        for level in "AB":
            wanted, missing = _civic(options.civic, level, catalogue)
            _print(f"CIViC, predictive, level {level}", wanted, missing, options.missing)
    return 0


def _print(name: str, wanted: int, missing: list[str], listed: bool) -> None:
    print(f"{name}: {wanted - len(missing)} of {wanted} ({(wanted - len(missing)) / max(wanted, 1):.1%})")
    if listed:
        print(*(f"  {line}" for line in missing), sep="\n")


def _names(item: EvidenceItem) -> set[str]:
    """Give the genes of a row, and the genes of the proteins it names."""
    words = set(re.findall(r"[\w.-]+", item.biomarker))
    return set(genes(parse_marker(item.biomarker))) | {gene for word, gene in _PROTEINS.items() if word in words}


def _moalmanac(path: Path, catalogue: Catalogue, tumours: TumourTree) -> tuple[int, list[str]]:
    wanted, missing = 0, []
    rows = [(item, _names(item), set(item.therapies)) for item in catalogue.evidence]
    for row in json.loads(path.read_text(encoding="utf-8")):
        if row["predictive_implication"] != "FDA-Approved" or row.get("_deprecated"):
            continue
        wanted += 1
        therapies = {_medicine(name) for name in row["therapy_name"].split("+")}
        known = therapies & set(catalogue.therapies)
        named = {row[key] for key in ("gene", "gene1", "gene2") if row.get(key)}
        found = any(
            known and known <= regimen and (not named or named & own) and _near(row["oncotree_code"], item, tumours)
            for item, own, regimen in rows
        )
        if not found:
            missing.append(f"{row['therapy_name']}; {row['feature_type']} {' '.join(sorted(named))}; {row['disease']}")
    return wanted, missing


def _near(code: str, item: EvidenceItem, tumours: TumourTree) -> bool:
    if code not in tumours:
        return True
    line = {code, *(node.code for node in tumours.ancestors(code))}
    if line & set(item.disease_excluded):
        return False
    if line & set(item.tumour_types) or {"ANY", "ANY_SOLID"} & set(item.tumour_types):
        return True
    return any(code in {node.code for node in tumours.ancestors(other)} for other in item.tumour_types)


def _civic(path: Path, level: str, catalogue: Catalogue) -> tuple[int, list[str]]:
    claims = {
        (gene, therapy, item.response.value)
        for item in catalogue.evidence
        for gene in _names(item)
        for therapy in item.therapies
    }
    wanted, missing = 0, []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            senses = _SENSES.get(row["significance"], set())
            right = row["evidence_level"] == level and row["evidence_type"] == "Predictive"
            if not right or not senses or row["evidence_direction"] != "Supports":
                continue
            wanted += 1
            named = set(re.findall(r"[A-Z][A-Z0-9-]+", row["molecular_profile"].replace("::", " ")))
            therapies = {_medicine(name) for name in row["therapies"].split(",")}
            if not _any(claims, named, therapies, senses):
                missing.append(
                    f"{row['molecular_profile']}; {row['therapies']}; {row['disease']}; {row['significance']}"
                )
    return wanted, missing


def _any(claims: set[tuple[str, str, str]], *parts: Iterable[str]) -> bool:
    named, therapies, senses = parts
    return any((gene, therapy, sense) in claims for gene in named for therapy in therapies for sense in senses)


def _medicine(name: str) -> str:
    plain = name.strip().lower().removesuffix(" regimen")
    return _OTHER_NAMES.get(plain, plain)


if __name__ == "__main__":
    sys.exit(main())
