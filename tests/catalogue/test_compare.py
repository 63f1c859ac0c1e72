"""Claims of another source held against the catalogue, and the verdicts on those that it does not hold."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import catalogue_recall
from interpreter.catalogue.compare import Agreement, agreement_tsv, compare_claims, stance, subjects_of
from interpreter.catalogue.import_tables import import_rows
from interpreter.catalogue.load import load_catalogue, load_folder
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.model.evidence import EvidenceItem
from interpreter.model.marker_words import marker_words
from tests.catalogue.small import EVIDENCE, GENE, Write

KRAS = {**GENE, "symbol": "KRAS", "hgnc_id": "HGNC:6407", "aliases": ""}
RULE = {
    "id": "EV-RULE",
    "biomarker": "BRAF p.V600E | BRAF p.V600K",
    "tumour_types": "MEL",
    "therapies": "dabrafenib + trametinib",
    "level": "guideline",
}


def items(write: Write, name: str, *rows: dict[str, str]) -> tuple[EvidenceItem, ...]:
    folder = write(
        name, evidence=[{**EVIDENCE, "level": "guideline", **row} for row in rows], genes=[GENE, KRAS], approvals=[]
    )
    return load_folder(folder).evidence


@pytest.mark.parametrize(
    ("claim", "agreement"),
    [
        ({}, Agreement.HELD),
        ({"biomarker": "BRAF p.V600D"}, Agreement.HELD),
        ({"tumour_types": "SKCM"}, Agreement.HELD),
        ({"therapies": "dabrafenib"}, Agreement.OTHER_REGIMEN),
        ({"tumour_types": "COADREAD"}, Agreement.OTHER_TUMOUR),
        ({"response": "resistance"}, Agreement.OPPOSED),
        ({"direction": "does_not_support"}, Agreement.OPPOSED),
        ({"response": "resistance", "biomarker": "BRAF p.V600D"}, Agreement.NOT_HELD),
        ({"biomarker": "KRAS p.G12C"}, Agreement.NOT_HELD),
    ],
)
def test_a_claim_is_held_by_what_it_says(write: Write, claim: dict[str, str], agreement: Agreement) -> None:
    folder = write("own", evidence=[{**EVIDENCE, **RULE}], genes=[GENE, KRAS], approvals=[])
    claims = items(write, "claims", {"biomarker": "BRAF p.V600E", **claim})
    (found,) = compare_claims(claims, load_folder(folder), load_tumour_tree())
    assert found.agreement is agreement
    assert bool(found.rows) is (agreement is not Agreement.NOT_HELD)


def test_a_contradiction_beside_a_held_claim_is_told(write: Write) -> None:
    rows = [{**EVIDENCE, **RULE}, {**EVIDENCE, **RULE, "id": "EV-CONTRARY", "direction": "does_not_support"}]
    own = load_folder(write("own", evidence=rows, genes=[GENE], approvals=[]))
    (found,) = compare_claims(items(write, "claims", {}), own, load_tumour_tree())
    assert (found.agreement, [row.id for row in found.opposed_by]) == (Agreement.HELD, ["EV-CONTRARY"])
    assert agreement_tsv([found]).splitlines()[1].endswith("\tEV-RULE\tEV-CONTRARY")


def test_what_speaks_of_no_therapy_or_only_denies_resistance_is_not_compared(write: Write) -> None:
    rows = (
        {"id": "EV-A", "response": "prognosis", "therapies": ""},
        {"id": "EV-B", "response": "resistance", "direction": "does_not_support"},
    )
    claims = items(write, "claims", *rows)
    assert [stance(item) for item in claims] == [None, None]
    assert compare_claims(claims, load_catalogue(), load_tumour_tree()) == ()


def test_a_protein_counts_as_its_gene() -> None:
    assert subjects_of("HER2 positive & !(BRAF p.V600E)") == {"ERBB2", "BRAF"}
    assert subjects_of("MMR deficient") == subjects_of("MSI high") == {"MSI"}
    assert subjects_of("TYMS-expression high") == {"TYMS"}
    words = marker_words()
    assert [row["marker"] for row in import_rows("protein_genes") if row["marker"] not in words] == []


def test_each_verdict_is_a_word_of_the_list_with_a_reason_of_its_own_words() -> None:
    with catalogue_recall.VERDICTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 400
    assert {row["verdict"] for row in rows} <= set(catalogue_recall.WORDS)
    assert all(len(row["reason"].split()) >= 4 and re.fullmatch(r"\d+", row["item"]) for row in rows)
    doubled = [key for key, count in Counter((row["source"], row["item"]) for row in rows).items() if count > 1]
    assert doubled == []


def test_every_disagreement_with_the_public_knowledge_bases_has_a_verdict(shared: Path) -> None:
    found = catalogue_recall.judge(shared / "kb")
    assert catalogue_recall.without_verdict(found, catalogue_recall.read_verdicts()) == []
    assert len(catalogue_recall.without_verdict(found, {})) > 400
    shares = {
        one.name: sum(row.agreement is Agreement.HELD for row in one.items.values()) / len(one.items) for one in found
    }
    assert shares["MOAlmanac, FDA-approved"] > 0.88
    assert shares["CIViC, predictive, level A"] > 0.95
