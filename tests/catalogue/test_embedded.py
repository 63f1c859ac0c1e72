"""The embedded catalogue itself: every row holds, and what an oncologist relies on is there."""

from __future__ import annotations

import re

import pytest

from interpreter.catalogue.load import load_catalogue
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.catalogue.tables import read_folder
from interpreter.catalogue.validate import validate_tables
from interpreter.model.evidence import Catalogue, EvidenceItem, Layer, Status
from interpreter.resources import resource_path
from interpreter.variants.reference import load_reference

CODONS = dict(
    zip(
        (a + b + c for a in "TCAG" for b in "TCAG" for c in "TCAG"),
        "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
        strict=True,
    )
)
RELEASED = "2026-12-31"
"""No date of the embedded tables lies after this day."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def residue(gene: str, number: int) -> str | None:
    transcript = load_reference().transcript(gene)
    if transcript is None:
        return ""
    if number > transcript.protein_length:
        return None
    codon = transcript.cds[3 * number - 3 : 3 * number]
    return "" if len(codon) < 3 or "N" in codon else ("M" if number == 1 else CODONS[codon])


def test_every_row_of_every_table_holds() -> None:
    tables = read_folder(resource_path("catalogue"))
    faults = validate_tables(tables, today=RELEASED, tumours=load_tumour_tree(), residue=residue)
    assert faults == ()


def rows_of(catalogue: Catalogue, *therapies: str, code: str) -> list[EvidenceItem]:
    return [item for item in catalogue.evidence if item.therapies == therapies and code in item.tumour_types]


@pytest.mark.parametrize(
    ("therapies", "code", "biomarker"),
    [
        (("osimertinib",), "NSCLC", "EGFR exon 19 inframe deletion | EGFR p.L858R"),
        (("sotorasib",), "NSCLC", "KRAS p.G12C"),
        (("encorafenib", "cetuximab"), "COADREAD", "BRAF p.V600E"),
        (("dabrafenib", "trametinib"), "MEL", "BRAF p.V600E, p.V600K"),
        (("pemigatinib",), "CHOL", "FGFR2 fusion"),
        (("avapritinib",), "GIST", "PDGFRA p.D842V"),
        (("larotrectinib",), "ANY_SOLID", "?::NTRK1 fusion | ?::NTRK2 fusion | ?::NTRK3 fusion"),
        (("pembrolizumab",), "ANY_SOLID", "TMB >= 10"),
    ],
)
def test_labels_that_everyone_knows_are_current(
    catalogue: Catalogue, therapies: tuple[str, ...], code: str, biomarker: str
) -> None:
    found = [item for item in rows_of(catalogue, *therapies, code=code) if item.biomarker == biomarker]
    assert any(approval.is_current and approval.agency == "FDA" for item in found for approval in item.approvals)


def test_s7_dabrafenib_trametinib_for_any_solid_tumour_leaves_colorectal_cancer_out(catalogue: Catalogue) -> None:
    items = rows_of(catalogue, "dabrafenib", "trametinib", code="ANY_SOLID")
    assert items
    assert all("COADREAD" in item.disease_excluded for item in items)


def test_s2_antibodies_against_egfr_ask_for_every_ras_codon(catalogue: Catalogue) -> None:
    codons = "codons 12,13,59,61,117,146 wild type"
    for item in catalogue.evidence:
        if item.tumour_types[0] == "COADREAD" and set(item.therapies) & {"cetuximab", "panitumumab"}:
            names_driver = any(word in item.biomarker for word in ("BRAF", "G12C", "KRAS codon", "NRAS codon"))
            supports = item.response == "sensitivity" and item.level == "approved"
            if supports and not names_driver:
                assert item.biomarker == f"KRAS {codons} & NRAS {codons}", item.id


@pytest.mark.parametrize("therapy", ["mobocertinib", "infigratinib"])
def test_withdrawn_indications_stay_as_withdrawn_rows(catalogue: Catalogue, therapy: str) -> None:
    items = [item for item in catalogue.evidence if item.therapies == (therapy,) and item.response == "sensitivity"]
    assert items
    for item in items:
        assert item.status is Status.WITHDRAWN
        assert not any(approval.is_current for approval in item.approvals)


def test_every_row_is_embedded_and_names_its_source(catalogue: Catalogue) -> None:
    for item in catalogue.evidence:
        assert item.layer is Layer.EMBEDDED
        assert item.citations, item.id


def test_the_release_header_is_complete(catalogue: Catalogue) -> None:
    (release,) = catalogue.releases
    assert {"FDA", "EMA"} <= set(release.cut_off)
    assert release.max_age_months > 0
    assert len(release.sha256) == 64


def test_the_first_edition_is_as_large_as_promised(catalogue: Catalogue) -> None:
    approvals = [approval for item in catalogue.evidence for approval in item.approvals]
    assert len(catalogue.evidence) >= 200
    assert len(approvals) >= 450
    assert len(catalogue.therapies) >= 90


def grade(text: str) -> float:
    """Give the Flesch-Kincaid grade of a text (Kincaid 1975), syllables counted as runs of vowels."""
    words = re.findall(r"[A-Za-z]+", text)
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", text)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_plain_lines_can_be_read_at_grade_eight_on_the_whole(catalogue: Catalogue) -> None:
    lines = catalogue.plain_lines
    assert {"gene:EGFR", "class:fusion", "tumour:NSCLC"} <= set(lines)
    sentences = " ".join(text if text.endswith(".") else f"{text}." for text in lines.values())
    assert grade(sentences) <= 8
    assert max(len(text.split()) for text in lines.values()) <= 20
