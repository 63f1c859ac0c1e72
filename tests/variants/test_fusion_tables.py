"""Fusion tables: dialects, sides, doubt, and every row in the ledger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interpreter.model.variants import CallStatus, FusionCall
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants import fusion_tables
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.gate import open_source
from interpreter.variants.reference import TranscriptTable, load_reference

DOCS = Path(__file__).resolve().parents[2] / "docs"
ARRIBA = (
    "#gene1\tgene2\tstrand1(gene/fusion)\tstrand2(gene/fusion)\tbreakpoint1\tbreakpoint2\t"
    "split_reads1\tsplit_reads2\tdiscordant_mates\tconfidence\tfilters\treading_frame\n"
)


@pytest.fixture(scope="module")
def table() -> TranscriptTable:
    return load_reference()


def read(table: TranscriptTable, data: str | Path) -> InputContents:
    given = data if isinstance(data, Path) else data.encode()
    source = open_source(given, Settings(), "" if isinstance(data, Path) else "fusions.tsv")
    assert fusion_tables.recognises(source.head)
    return fusion_tables.read(source, ReadOptions(), table, Settings(), silent)


def arriba(table: TranscriptTable, row: str) -> FusionCall:
    return read(table, ARRIBA + row.replace(" ", "\t") + "\n").fusions[0]


def test_the_plain_table_of_the_documentation(table: TranscriptTable) -> None:
    example = re.search(r"```\n(.*?)```", (DOCS / "fusions.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    alk, ret = read(table, example[1]).fusions
    assert (alk.gene5, alk.gene3, alk.reads, alk.in_frame, alk.status) == ("EML4", "ALK", 24, True, CallStatus.CALLED)
    assert (ret.status, ret.reason) == (CallStatus.UNCONFIRMED, "status: review")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("names", [("gene5", "gene3"), ("5'_gene", "3'_gene"), ("5 prime gene", "3 prime gene")])
def test_other_plain_headers_and_separators(table: TranscriptTable, separator: str, names: tuple[str, str]) -> None:
    calls = read(table, f"{names[0]}{separator}{names[1]}\nTPM3{separator}NTRK1\n").fusions
    assert (calls[0].gene5, calls[0].gene3) == ("TPM3", "NTRK1")
    assert calls[0].reads is None


@pytest.mark.parametrize(
    ("confidence", "status"),
    [("high", CallStatus.CALLED), ("medium", CallStatus.CALLED), ("low", CallStatus.UNCONFIRMED)],
)
def test_s8_arriba_confidence(table: TranscriptTable, confidence: str, status: CallStatus) -> None:
    call = arriba(table, f"EML4 ALK +/+ -/- 2:42301394 2:29223528 5 4 2 {confidence} . in-frame")
    assert call.status is status
    assert (call.reads, call.in_frame) == (11, True)
    assert call.breakpoint3 == ("2", 29223528)


def test_a_gene_read_backwards_is_no_fusion(table: TranscriptTable) -> None:
    contents = read(table, ARRIBA + "EML4 ALK +/+ -/+ 2:1 2:2 5 4 2 high . .\n".replace(" ", "\t"))
    assert not contents.fusions
    assert contents.ledger.close().set_aside == {"a gene is read against its own direction: no fusion": 1}


def test_one_read_and_breakpoints_between_genes_are_reviewed(table: TranscriptTable) -> None:
    assert "1 supporting read" in arriba(table, "EML4 ALK +/+ -/- 2:1 2:2 1 0 0 high . .").reason
    call = arriba(table, "AAA(100),BBB(200) ALK ./+ -/- 2:1 2:2 9 9 9 high . .")
    assert call.status is CallStatus.UNCONFIRMED
    assert call.gene5 == "intergenic"


@pytest.mark.parametrize("partner", ["", ".", "NA", "none", "Unknown", "null"])
def test_s1_a_row_that_names_one_gene_only_fails(table: TranscriptTable, partner: str) -> None:
    """What the other side is, nobody knows: no fusion may be called absent beside it."""
    for row in (f"{partner},ALK,9", f"EML4,{partner},9", f"BBB1,{partner},9"):
        contents = read(table, f"gene5,gene3,reads\n{row}\n")
        assert not contents.fusions
        assert contents.ledger.close().failed == {"genes": 1}


def test_s5_older_symbols_are_the_same_gene(table: TranscriptTable) -> None:
    (call,) = read(table, "gene5,gene3\nMLL,AF9\n").fusions
    assert call.gene5 == "KMT2A"


def test_s15_every_row_is_accounted_for(table: TranscriptTable) -> None:
    text = "gene5,gene3,reads\nEML4,ALK,9\nAAA1,BBB1,9\nEML4,,9\n<b>,ALK,3\nEML4,ALK,3,4,5\n\n"
    contents = read(table, text)
    ledger = contents.ledger.close()
    assert ledger.read == 5
    assert ledger.adds_up
    assert ledger.failed == {"columns": 1, "genes": 2}
    assert ledger.set_aside[fusion_tables.OUTSIDE] == 1
    assert [call.gene5 for call in contents.fusions] == ["EML4"]


@pytest.mark.parametrize(
    ("name", "caller", "called", "pairs"),
    [
        ("fusions/fusionreport__arriba.tsv", "Arriba", 12, {("FGFR3", "TACC3"), ("EML4", "ALK"), ("CD74", "ROS1")}),
        ("fusions/fusionreport__starfusion.tsv", "STAR-Fusion", 12, {("NPM1", "ALK"), ("HOOK3", "RET")}),
        ("fusions/fusionreport__fusioncatcher.txt", "FusionCatcher", 19, {("FGFR3", "TACC3"), ("GOPC", "ROS1")}),
        ("fusions/pcgr__T001-COAD.grch38.fusions.tsv", "PCGR", 9, {("NTRK1", "TPM3"), ("BCR", "ABL1")}),
        (
            "panels/vg__ExampleSample_RNA_2600000001B_AllFusions.csv",
            "DRAGEN",
            17,
            {("TPM3", "NTRK1"), ("CD74", "ROS1")},
        ),
    ],
)
def test_real_files(
    table: TranscriptTable, shared: Path, name: str, caller: str, called: int, pairs: set[tuple[str, str]]
) -> None:
    contents = read(table, shared / "vcf" / name)
    found = [one for one in contents.fusions if one.status is CallStatus.CALLED]
    assert contents.caller == caller
    assert pairs <= {(one.gene5, one.gene3) for one in found}
    assert len(found) == called
    assert contents.ledger.close().adds_up
