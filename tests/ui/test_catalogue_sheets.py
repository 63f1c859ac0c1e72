"""What the catalogue's sheets say, and what a search finds first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from interpreter.catalogue.load import load_catalogue
from interpreter.interpret import Knowledge
from interpreter.matching.rules import load_rules
from interpreter.model.evidence import (
    Approval,
    ApprovalKind,
    Catalogue,
    Direction,
    EvidenceClass,
    EvidenceItem,
    Layer,
    Status,
    Therapy,
    Verification,
)
from interpreter.report.blocks import Banner, Block, Bullets, Facts, Heading, Paragraph, Table
from interpreter.ui.catalogue_hits import Hit, HitIndex, HitKind
from interpreter.ui.catalogue_sheets import Sheets
from interpreter.ui.catalogue_words import load_vocabulary
from interpreter.ui.widgets.catalogue_hit_list import face_of
from tests.ui.catalogue_kit import real_knowledge


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return real_knowledge()


def sheets_of(catalogue: Catalogue, known: Knowledge) -> Sheets:
    return Sheets(
        index=HitIndex(catalogue, known.tumours),
        tumours=known.tumours,
        table=known.table,
        rules=load_rules(),
        region="EMA",
    )


@pytest.fixture(scope="module")
def sheets(known: Knowledge) -> Sheets:
    return sheets_of(known.catalogue, known)


def words(blocks: Iterable[Block]) -> str:
    """Give all words of blocks, a line a fact or a row."""
    said: list[str] = []
    for block in blocks:
        match block:
            case Heading():
                said.append(block.text)
            case Paragraph():
                said.append("".join(span.text for span in block.line))
            case Bullets():
                said += ["".join(span.text for span in item) for item in block.items]
            case Facts():
                said += [f"{label}: {''.join(span.text for span in value)}" for label, value in block.pairs]
            case Banner():
                said += [block.title, *("".join(span.text for span in line) for line in block.lines)]
            case Table():
                for row in block.rows:
                    cells = [" / ".join("".join(s.text for s in line) for line in cell.lines) for cell in row.cells]
                    said.append(" | ".join(cells))
            case _:
                raise AssertionError(block)
    return "\n".join(said)


APPROVED = Approval(
    id="AP-1",
    evidence_id="EV-1",
    agency="FDA",
    kind=ApprovalKind.ACCELERATED,
    status=Status.CURRENT,
    product="Brand",
    first_date="2024-05",
    setting="metastatic",
    line="2+",
    test="companion",
)


@pytest.fixture
def row(known: Knowledge) -> EvidenceItem:
    item = next(item for item in known.catalogue.evidence if item.id == "EV-LUNG-EGFR-T790M-OSIMERTINIB")
    return replace(item, id="EV-1", tumour_types=("LUAD",), approvals=(APPROVED,), disease_excluded=("LUSC",))


def one(known: Knowledge, item: EvidenceItem, **changes: str) -> str:
    catalogue = replace(known.catalogue, evidence=(item,), retired=changes)
    return words(sheets_of(catalogue, known).sheet(Hit(HitKind.EVIDENCE, item.id)))


# evidence -------------------------------------------------------------------------------------------------------------


def test_an_evidence_sheet_gives_the_tier_for_each_relation(known: Knowledge, row: EvidenceItem) -> None:
    said = one(known, row)
    assert "evidence in this tumour type | I-B | approved only by FDA, not by EMA" in said
    assert "evidence in another tumour type | II-C |" in said
    assert "the evidence excludes this tumour type | none | the indication excludes this tumour type" in said


def test_an_approval_is_told_with_agency_kind_and_date(known: Knowledge, row: EvidenceItem) -> None:
    said = one(known, row)
    assert "FDA / Brand | accelerated, current / first 2024-05 | metastatic; second line or later; " in said
    undated = replace(APPROVED, first_date="", status=Status.WITHDRAWN, withdrawn_date="2025-01")
    said = one(known, replace(row, approvals=(undated,)))
    assert "accelerated, withdrawn / first date not known; withdrawn 2025-01" in said
    assert "evidence in this tumour type | none | the approval was withdrawn (FDA)" in said


def test_r12_where_software_has_read_a_label_is_told_beside_that_no_person_has(
    known: Knowledge, row: EvidenceItem
) -> None:
    """S22: the address is text like any other."""
    place = "https://example.org/<b>label</b>"
    read = replace(APPROVED, source_url=place, source_date="2025-03", read_on="2026-11-21")
    said = one(known, replace(row, verification=Verification(), approvals=(read,)))
    assert "Verified: no person has checked it; software has read the text of an approval, see below" in said
    assert "text of the indication read by software, not verified by a person" in said
    assert " / text of 2025-03, read on 2026-11-21" in said
    assert f"FDA Brand  read at {place}" in said


def test_what_nobody_checked_is_said_to_be_unverified(known: Knowledge, row: EvidenceItem) -> None:
    said = one(known, replace(row, verification=Verification()))
    assert "Verified: no: nobody has opened its source yet" in said
    assert "not verified against the label" in said
    checked = Verification(checked_by="Dr A", checked_on="2026-01-02")
    said = one(known, replace(row, verification=checked, approvals=(replace(APPROVED, verification=checked),)))
    assert "Verified: checked by Dr A on 2026-01-02" in said
    assert "not verified" not in said


def test_a_retired_row_says_who_retired_it_and_why(known: Knowledge, row: EvidenceItem) -> None:
    said = one(known, replace(row, status=Status.WITHDRAWN), **{"EV-1": "retired here by A, approved by B: old"})
    assert "Withdrawn\nretired here by A, approved by B: old\nIt drives no therapy any more" in said
    assert "| none | this evidence was withdrawn" in said


def test_does_not_support_is_never_worded_as_support(known: Knowledge, row: EvidenceItem) -> None:
    item = replace(row, direction=Direction.DOES_NOT_SUPPORT)
    assert "does not support: speaks for, " in one(known, item)
    sheets = sheets_of(replace(known.catalogue, evidence=(item,)), known)
    assert face_of(Hit(HitKind.EVIDENCE, "EV-1"), sheets).notes[0].text.startswith("does not support: speaks for")


def test_an_imported_level_is_never_shown_as_approved(known: Knowledge, row: EvidenceItem) -> None:
    item = replace(row, layer=Layer.IMPORTED, level=EvidenceClass.APPROVED, approvals=())
    assert "Level: guideline" in one(known, item)
    sheets = sheets_of(replace(known.catalogue, evidence=(item,)), known)
    assert face_of(Hit(HitKind.EVIDENCE, "EV-1"), sheets).badge == "guideline"


def test_contrary_rows_and_sources_are_named(known: Knowledge, row: EvidenceItem) -> None:
    cited = replace(row.citations[0], text="A paper", pmid="123", nct="NCT1", kind="paper")
    said = one(known, replace(row, disputed_by=("EV-OTHER",), citations=(cited,)))
    assert "Another row says the contrary\nEV-OTHER" in said
    assert "A paper  paper; PMID 123; NCT1" in said


# medicines and genes --------------------------------------------------------------------------------------------------


def test_a_medicine_is_told_in_plain_words_and_what_is_not_known_is_not_none(known: Knowledge) -> None:
    therapy = Therapy(
        inn="testinib",
        brands=("Brand",),
        drug_class="kinase inhibitor",
        targets=(),
        attributes={"route": ("oral",), "tablets_per_day": ("4",), "qt": ("invented_code",)},
        citation=None,
        label_date="",
        verification=Verification(),
    )
    catalogue = Catalogue(releases=(), evidence=(), therapies={"testinib": therapy}, genes={})
    said = words(sheets_of(catalogue, known).sheet(Hit(HitKind.THERAPY, "testinib")))
    assert "How it is given: taken by mouth" in said
    assert "Tablets: 4 tablets or capsules on a treatment day" in said
    assert "QT interval: code 'invented_code'" in said
    assert "Targets: not known" in said
    assert "Label: none is named" in said
    assert "Not known, which is not the same as none: how often a day, rhythm," in said
    assert "None. That says nothing about whether there is a benefit." in said


def test_every_attribute_of_the_embedded_medicines_has_words() -> None:
    vocabulary = load_vocabulary()
    bare = [
        f"{inn}: {title}: {text}"
        for inn, therapy in load_catalogue().therapies.items()
        for title, text in vocabulary.known(therapy)
        if "code '" in text
    ]
    assert bare == []


def test_a_gene_is_told_with_its_transcript_and_its_evidence(sheets: Sheets) -> None:
    said = words(sheets.sheet(Hit(HitKind.GENE, "EGFR")))
    assert "Also called: ERBB1, HER1" in said
    assert "Transcript: NM_005228.5 (MANE Select)" in said
    assert "osimertinib: EGFR p.T790M" in said


def test_a_long_sheet_says_how_many_rows_it_leaves_to_the_list(known: Knowledge, row: EvidenceItem) -> None:
    rows = tuple(replace(row, id=f"EV-{number}") for number in range(160))
    said = words(sheets_of(replace(known.catalogue, evidence=rows), known).sheet(Hit(HitKind.GENE, "EGFR")))
    assert "Evidence that names it (160)" in said
    assert "10 more are in the list" in said


# the search -----------------------------------------------------------------------------------------------------------


def test_a_name_comes_before_the_rows_that_hold_it(sheets: Sheets) -> None:
    for text, first in (
        ("osimertinib", Hit(HitKind.THERAPY, "osimertinib")),
        ("tagrisso", Hit(HitKind.THERAPY, "osimertinib")),
        ("her1", Hit(HitKind.GENE, "EGFR")),
    ):
        hits = sheets.index.search(text)
        assert hits[0] == first
        assert all(hit.kind is HitKind.EVIDENCE for hit in hits[1:5])


def test_every_word_must_occur_and_tumours_are_found_by_name(sheets: Sheets) -> None:
    hits = sheets.index.search("braf colorectal encorafenib", HitKind.EVIDENCE)
    items = [sheets.index.item(hit.key) for hit in hits]
    assert items
    assert all(item is not None and "encorafenib" in item.therapies and "BRAF" in item.biomarker for item in items)
    assert sheets.index.search("encorafenib zebra") == ()


def test_an_empty_search_is_for_browsing_one_kind_or_all(sheets: Sheets, known: Knowledge) -> None:
    assert len(sheets.index.search("", HitKind.THERAPY)) == len(known.catalogue.therapies)
    everything = len(known.catalogue.therapies) + len(known.catalogue.genes) + len(known.catalogue.evidence)
    assert len(sheets.index.search(" ")) == everything


def test_a_sheet_leads_to_its_medicines_and_genes(sheets: Sheets, row: EvidenceItem) -> None:
    assert sheets.index.beside(row) == (Hit(HitKind.THERAPY, "osimertinib"), Hit(HitKind.GENE, "EGFR"))
