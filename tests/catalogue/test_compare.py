"""Claims of another source held against the catalogue, and the verdicts on those that it does not hold."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import catalogue_recall
from interpreter.catalogue.compare import (
    Agreement,
    Compared,
    agreement_lines,
    agreement_tsv,
    compare_claims,
    stance,
    subjects_of,
)
from interpreter.catalogue.import_tables import import_rows
from interpreter.catalogue.load import load_catalogue, load_folder
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.errors import CatalogueError
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


def compared(write: Write, claim: dict[str, str], *rows: dict[str, str]) -> Compared:
    """Compare one claim with rows that are as it is but for what is named."""
    own = [{**EVIDENCE, "id": f"EV-ROW-{number}", **row} for number, row in enumerate(rows, start=1)]
    catalogue = load_folder(write("own", evidence=own, genes=[GENE, KRAS], approvals=[]))
    (found,) = compare_claims(items(write, "claims", claim), catalogue, load_tumour_tree())
    return found


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


PDL1_NO_ALK = "PD-L1 TPS >= 50 & !(?::ALK fusion)"


@pytest.mark.parametrize(
    ("claim", "row", "agreement"),
    [
        # wild type and mutation
        ("KRAS p.G12D", "KRAS codons 12,13 wild type & NRAS codons 12,13 wild type", Agreement.NOT_HELD),
        ("KRAS p.G12D", "KRAS codons 12,13 wild type", Agreement.OPPOSED),
        ("KRAS codon G12,G13", "KRAS codons 12,13 wild type", Agreement.OPPOSED),
        ("KRAS p.Q61H", "KRAS codons 12,13 wild type", Agreement.NOT_HELD),
        ("KRAS codons 12,13 wild type", "KRAS p.G12D", Agreement.OPPOSED),
        ("KRAS codons 12,13,61 wild type", "KRAS codons 12,13 wild type & NRAS codons 12 wild type", Agreement.HELD),
        ("!(BRAF mutation)", "BRAF mutation", Agreement.OPPOSED),
        ("!(BRAF mutation)", "!(BRAF p.V600E)", Agreement.HELD),
        ("!(EGFR p.T790M)", "EGFR p.L858R", Agreement.NOT_HELD),
        ("!(EGFR p.L858R)", "EGFR p.L858R & EGFR p.C797S", Agreement.NOT_HELD),
        ("!(BCR::ABL1 fusion)", "BCR::ABL1 fusion", Agreement.OPPOSED),
        # the two sides of a signature or protein
        ("MSI stable", "MSI high | MMR deficient", Agreement.OPPOSED),
        ("MMR proficient", "MSI stable", Agreement.HELD),
        ("ER negative", "ER positive", Agreement.OPPOSED),
        ("ER negative", "ER positive | PR positive", Agreement.NOT_HELD),
        ("ER negative & PR negative", "ER negative & PR negative & HER2 negative", Agreement.HELD),
        ("HER2 positive", "ERBB2 amplification", Agreement.HELD),
        ("TYMS-expression low", "TYMS-expression high", Agreement.OPPOSED),
        ("TMB < 10", "TMB >= 10", Agreement.OPPOSED),
        ("TMB < 10 | MSI stable", "TMB >= 10 | MSI high", Agreement.NOT_HELD),
        # cut-offs
        ("PD-L1 TPS < 1", "PD-L1 TPS >= 50", Agreement.OPPOSED),
        ("PD-L1 TPS >= 50", "PD-L1 TPS < 1", Agreement.OPPOSED),
        ("!(PD-L1 TPS >= 50)", "PD-L1 TPS >= 50", Agreement.OPPOSED),
        ("PD-L1 TPS < 50", "PD-L1 TPS >= 1", Agreement.NOT_HELD),
        ("PD-L1 TPS < 1", "PD-L1 CPS >= 1", Agreement.NOT_HELD),
        ("PD-L1 negative", "PD-L1 CPS >= 1", Agreement.OPPOSED),
        ("PD-L1 CPS >= 10", "PD-L1 TPS >= 50", Agreement.HELD),
        # what a marker excludes beside what it asks for
        ("?::ALK fusion", PDL1_NO_ALK, Agreement.NOT_HELD),
        ("PD-L1 TPS >= 50 & ?::ALK fusion", PDL1_NO_ALK, Agreement.NOT_HELD),
        ("PD-L1 TPS >= 1 & !(EGFR mutation)", PDL1_NO_ALK, Agreement.HELD),
        ("TMB >= 10 & !(ALK fusion)", PDL1_NO_ALK, Agreement.NOT_HELD),
        ("!(ALK fusion)", PDL1_NO_ALK, Agreement.HELD),
        # HER2 low is neither positive nor negative
        ("HER2 ultralow", "HER2 low", Agreement.HELD),
        ("HER2 low", "HER2 positive", Agreement.NOT_HELD),
        ("HER2 negative", "HER2 low", Agreement.NOT_HELD),
        # genes whose finding is the lack of their product
        ("MGMT-expression low", "MGMT promoter methylation", Agreement.HELD),
        ("PTEN-IHC negative", "PTEN loss of function", Agreement.HELD),
        ("PTEN underexpression", "PTEN loss of function", Agreement.HELD),
        ("PTEN-IHC positive", "PTEN-IHC negative", Agreement.OPPOSED),
        ("PTEN-IHC positive", "PTEN loss of function", Agreement.NOT_HELD),
    ],
)
def test_opposite_markers_do_not_hold_each_other(write: Write, claim: str, row: str, agreement: Agreement) -> None:
    found = compared(write, {"biomarker": claim}, {"biomarker": row})
    assert found.agreement is agreement
    assert [one.id for one in found.opposed_by] == (["EV-ROW-1"] if agreement is Agreement.OPPOSED else [])


def test_the_same_of_the_opposite_marker_is_no_contradiction_where_the_claim_is_held(write: Write) -> None:
    found = compared(write, {"biomarker": "ER negative"}, {"biomarker": "ER positive"}, {"biomarker": "ER negative"})
    assert (found.agreement, [row.id for row in found.rows]) == (Agreement.HELD, ["EV-ROW-2"])
    assert found.opposed_by == ()


@pytest.mark.parametrize("status", ["withdrawn", "superseded"])
@pytest.mark.parametrize(
    ("lapsed", "current", "agreement"),
    [
        ({}, (), Agreement.WITHDRAWN),
        ({}, ({},), Agreement.HELD),
        ({}, ({"therapies": "dabrafenib"},), Agreement.WITHDRAWN),
        ({}, ({"tumour_types": "COADREAD"},), Agreement.WITHDRAWN),
        ({}, ({"response": "resistance"},), Agreement.OPPOSED),
        ({"response": "resistance"}, (), Agreement.NOT_HELD),
        ({"biomarker": "!(BRAF p.V600E)"}, (), Agreement.NOT_HELD),
        ({"therapies": "dabrafenib"}, (), Agreement.NOT_HELD),
        ({"tumour_types": "COADREAD"}, (), Agreement.NOT_HELD),
    ],
)
def test_a_lapsed_row_neither_holds_nor_opposes(
    write: Write, status: str, lapsed: dict[str, str], current: tuple[dict[str, str], ...], agreement: Agreement
) -> None:
    found = compared(write, {}, {**lapsed, "status": status}, *current)
    assert found.agreement is agreement
    assert {row.status.value for row in found.rows} <= {status if agreement is Agreement.WITHDRAWN else "current"}
    assert "     1 withdrawn: " in "\n".join(agreement_lines([found])) or agreement is not Agreement.WITHDRAWN


@pytest.mark.parametrize(
    ("claim", "without", "row", "near"),
    [
        ("COADREAD|MEL", "", "MEL", True),
        ("COADREAD|NSCLC", "", "MEL", False),
        ("ANY", "", "MEL", True),
        ("ANY", "", "AML", True),
        ("ANY", "MEL", "MEL", False),
        ("ANY_SOLID", "", "MEL", True),
        ("ANY_SOLID", "", "ANY_SOLID", True),
        ("ANY_SOLID", "", "ANY", True),
        ("ANY_SOLID", "", "AML|MEL", True),
        ("ANY_SOLID", "", "AML", False),
        ("ANY_SOLID|AML", "", "AML", True),
        ("ANY_SOLID", "COADREAD", "COADREAD", False),
        ("ANY_SOLID", "COADREAD", "READ", False),
        ("ANY_SOLID", "COADREAD", "READ|MEL", True),
        ("COADREAD", "READ", "READ", False),
        ("COADREAD", "READ", "COAD", True),
        ("COADREAD", "", "ANY_SOLID", True),
        ("AML", "", "ANY_SOLID", False),
    ],
)
def test_each_tumour_of_a_claim_counts_by_itself(write: Write, claim: str, without: str, row: str, near: bool) -> None:
    found = compared(write, {"tumour_types": claim, "disease_excluded": without}, {"tumour_types": row})
    assert found.agreement is (Agreement.HELD if near else Agreement.OTHER_TUMOUR)


def test_what_a_row_excludes_is_not_near(write: Write) -> None:
    row = {"tumour_types": "ANY_SOLID", "disease_excluded": "COADREAD"}
    assert compared(write, {"tumour_types": "READ"}, row).agreement is Agreement.OTHER_TUMOUR


def test_a_claim_is_not_held_by_itself(write: Write) -> None:
    alone = compared(write, {"id": "EV-ONE"}, {"id": "EV-ONE"})
    assert (alone.agreement, alone.rows) == (Agreement.NOT_HELD, ())
    beside = compared(write, {"id": "EV-ONE"}, {"id": "EV-ONE"}, {"id": "EV-TWO"})
    assert [row.id for row in beside.rows] == ["EV-TWO"]


def test_every_marker_that_cannot_be_read_is_named(write: Write) -> None:
    rows = (
        {"id": "EV-GOOD"},
        {"id": "EV-BAD-1", "biomarker": "BRAF p.Val600Glu"},
        {"id": "EV-BAD-2", "biomarker": "BRAF &"},
        {"id": "EV-SILENT", "biomarker": "BRAF &", "response": "prognosis", "therapies": ""},
    )
    with pytest.raises(CatalogueError) as fault:
        compare_claims(items(write, "claims", *rows), load_catalogue(), load_tumour_tree())
    assert fault.value.problem == "The marker of 2 rows cannot be read."
    assert [line.split(":")[0] for line in fault.value.details] == ["EV-BAD-1", "EV-BAD-2"]
    assert "'BRAF p.Val600Glu' cannot be read at character 6" in fault.value.details[0]
    assert "No claim was compared" in fault.value.meaning
    with pytest.raises(CatalogueError) as fault:  # a row of the catalogue stands for all its claims
        compared(write, {}, {"biomarker": "BRAF &"}, {})
    assert [line.split(":")[0] for line in fault.value.details] == ["EV-ROW-1"]


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
    assert subjects_of("HER2 positive & !(BRAF p.V600E)") == {("ERBB2", True), ("BRAF", False)}
    assert subjects_of("MMR deficient") == subjects_of("MSI high") == {("MSI", True)}
    assert subjects_of("TYMS-expression high") == {("TYMS", True)}
    assert subjects_of("EGFR p.T790M in cis with EGFR p.C797S") == {("EGFR", True)}
    assert subjects_of("!(HLA A*02:05) & !(HER2 low)") == {("HLA A*02:05", False), ("HER2 low", False)}
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
    stood = {Agreement.HELD, Agreement.WITHDRAWN}
    shares = {one.name: sum(row.agreement in stood for row in one.items.values()) / len(one.items) for one in found}
    assert shares["MOAlmanac, FDA-approved"] > 0.88
    assert shares["CIViC, predictive, level A"] > 0.95
