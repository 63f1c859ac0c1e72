"""Copy-number tables: dialects, thresholds, genes held whole or cut, and every row in the ledger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interpreter.errors import AssemblyError, SampleChoiceError
from interpreter.model.genes import Assembly
from interpreter.model.variants import CallStatus, CopyNumberCall, CopyState
from interpreter.progress import silent
from interpreter.resources import resource_path
from interpreter.rule_tables import rule_rows
from interpreter.settings import Settings
from interpreter.variants import copy_number_tables
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.copy_states import judge_copies, threshold
from interpreter.variants.gate import open_source
from interpreter.variants.reference import TranscriptTable, load_reference

DOCS = Path(__file__).resolve().parents[2] / "docs"
CALLED, UNCONFIRMED = CallStatus.CALLED, CallStatus.UNCONFIRMED


@pytest.fixture(scope="module")
def table() -> TranscriptTable:
    return load_reference()


def read(table: TranscriptTable, data: str | Path, **options: object) -> InputContents:
    given = data if isinstance(data, Path) else data.encode()
    source = open_source(given, Settings(), "" if isinstance(data, Path) else "cnv.tsv")
    assert copy_number_tables.recognises(source.head)
    return copy_number_tables.read(source, ReadOptions(**options), table, Settings(), silent)  # type: ignore[arg-type]


def by_gene(contents: InputContents) -> dict[str, CopyNumberCall]:
    return {gene: call for call in contents.copy_numbers for gene in call.genes}


def test_the_list_of_the_documentation(table: TranscriptTable) -> None:
    example = re.search(r"```\n(.*?)```", (DOCS / "copy-number.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    found = by_gene(read(table, example[1]))
    assert {gene: (call.state, call.status) for gene, call in found.items()} == {
        "ERBB2": (CopyState.AMPLIFICATION, CALLED),
        "CDKN2A": (CopyState.DELETION, CALLED),
        "EGFR": (CopyState.GAIN, CALLED),
        "PTEN": (CopyState.UNDECIDED, UNCONFIRMED),
    }
    assert found["ERBB2"].threshold == "copy number >= 6 (stated default)"


@pytest.mark.parametrize("row", rule_rows("copy_words.tsv"), ids=lambda row: row["word"])
def test_every_word_of_a_gene_list(table: TranscriptTable, row: dict[str, str]) -> None:
    contents = read(table, f"Gene\tState\nERBB2\t{row['word'].title()}\n")
    if row["state"] == "neutral":
        assert contents.copy_numbers == ()
    else:
        (call,) = contents.copy_numbers
        assert call.state is CopyState(row["state"])
        assert (call.status is UNCONFIRMED) is (call.state is CopyState.UNDECIDED)


@pytest.mark.parametrize(
    ("copies", "word", "state"),
    [
        ("3", "amplification", CopyState.GAIN),
        ("2", "amplification", CopyState.UNDECIDED),
        ("1", "homozygous deletion", CopyState.LOSS),
        ("8", "loss", CopyState.AMPLIFICATION),
    ],
)
def test_s8_word_and_copies_that_disagree_are_for_review(
    table: TranscriptTable, copies: str, word: str, state: CopyState
) -> None:
    (call,) = read(table, f"gene\tcopy_number\tstate\nERBB2\t{copies}\t{word}\n").copy_numbers
    assert (call.state, call.status) == (state, UNCONFIRMED)
    assert word in call.reason


@pytest.mark.parametrize(
    ("log2", "state", "status"),
    [
        (1.59, CopyState.AMPLIFICATION, CALLED),
        (1.57, CopyState.GAIN, CALLED),
        (0.3, None, None),
        (-0.5, CopyState.LOSS, CALLED),
        (-1.11, CopyState.UNDECIDED, UNCONFIRMED),
        (-2.01, CopyState.DELETION, CALLED),
    ],
)
def test_ratios_by_the_stated_thresholds(
    table: TranscriptTable, log2: float, state: CopyState | None, status: CallStatus | None
) -> None:
    text = f"chromosome\tstart\tend\tgene\tlog2\tprobes\nchr17\t1\t90000\tERBB2,XYZ1\t{log2}\t9\n"
    calls = read(table, text).copy_numbers
    assert [(call.state, call.status) for call in calls] == ([] if state is None else [(state, status)])
    assert all("purity unknown" in call.threshold for call in calls)


@pytest.mark.parametrize(("chrom", "copies", "state"), [("X", 1, "neutral"), ("Y", 0, "neutral"), ("X", 0, "deletion")])
def test_one_copy_of_a_sex_chromosome_is_no_loss(chrom: str, copies: float, state: str) -> None:
    assert judge_copies(copies, chrom, Settings()).state == state


def test_the_table_of_thresholds_agrees_with_the_setting() -> None:
    assert threshold("amplification") == Settings().amplification_copies
    assert all(row["source"] for row in rule_rows("copy_thresholds.tsv"))
    assert resource_path("rules/copy_thresholds.tsv").is_file()


def test_s3_segments_without_genes_need_an_assembly(table: TranscriptTable) -> None:
    seg = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\nT1\t17\t37800000\t37900000\t20\t2.5\n"
    with pytest.raises(AssemblyError):
        read(table, seg)
    found = by_gene(read(table, seg, assembly=Assembly.GRCH37))
    assert found["ERBB2"].state is CopyState.AMPLIFICATION
    assert found["ERBB2"].whole_gene
    assert "ERBB2" not in by_gene(read(table, seg, assembly=Assembly.GRCH38))


def test_a_segment_that_ends_within_a_gene_does_not_hold_it(table: TranscriptTable) -> None:
    seg = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\nT1\t17\t37800000\t37870000\t20\t2.5\n"
    assert not by_gene(read(table, seg, assembly=Assembly.GRCH37))["ERBB2"].whole_gene


def test_s9_several_samples_need_a_choice(table: TranscriptTable) -> None:
    seg = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\n"
    seg += "T1\t17\t37800000\t37900000\t20\t2.5\nT2\t7\t55000000\t55400000\t20\t2.5\n"
    with pytest.raises(SampleChoiceError):
        read(table, seg, assembly=Assembly.GRCH37)
    chosen = read(table, seg, assembly=Assembly.GRCH37, tumour_sample="T2")
    assert "EGFR" in by_gene(chosen)
    assert "ERBB2" not in by_gene(chosen)


def test_s5_older_symbols_are_the_same_gene(table: TranscriptTable) -> None:
    assert by_gene(read(table, "gene,copies\nHER2,12\n"))["ERBB2"].state is CopyState.AMPLIFICATION


def test_s15_every_row_is_accounted_for(table: TranscriptTable) -> None:
    text = "gene,copy_number,state\nERBB2,9,\nNOGENE1,9,\nEGFR,2,\nMET,,odd\nKIT,,\n,4,\nPTEN,-1,\nRET,1,loss,x\n"
    ledger = read(table, text).ledger.close()
    assert ledger.read == 8
    assert ledger.adds_up
    assert ledger.failed == {"columns": 1, "copy_number": 2, "gene": 1, "state": 1}
    assert ledger.set_aside == {
        "copy-neutral segment": 1,
        "none of the catalogue's genes": 1,
        "not reported": 1,
    }


def test_a_decimal_comma_is_read_and_no_number_is_passed_over(table: TranscriptTable) -> None:
    contents = read(table, "gene;copy_number;state\nERBB2;18,5;\nMET;about 9;amplification\nEGFR;1,234;\n")
    assert {gene: call.copy_number for gene, call in by_gene(contents).items()} == {"ERBB2": 18.5}
    assert contents.ledger.close().failed == {"copy_number": 2}


def test_the_real_clincnv_table(table: TranscriptTable, shared: Path) -> None:
    contents = read(table, shared / "vcf/copy_number/ngsbits__DNA123456_01-NA12878_03_clincnv.tsv")
    found = by_gene(contents)
    assert contents.assembly.assembly is Assembly.GRCH38
    assert (found["EGFR"].state, found["EGFR"].copy_number) == (CopyState.AMPLIFICATION, 29.0)
    assert found["CDKN2A"].state is CopyState.DELETION
    assert found["CDKN2A"].warnings == ("in 65% of the cells, by the caller's estimate",)
    assert contents.ledger.close().adds_up


def test_the_real_cnvkit_and_pcgr_tables(table: TranscriptTable, shared: Path) -> None:
    folder = shared / "vcf/copy_number"
    cnvkit = read(table, folder / "cnvkit__tr95t.cns")
    assert cnvkit.assembly.assembly is None
    assert cnvkit.copy_numbers
    assert cnvkit.ledger.close().adds_up
    with pytest.raises(AssemblyError):
        read(table, folder / "pcgr__T001-COAD.grch38.cna.tsv")
    pcgr = read(table, folder / "pcgr__T001-COAD.grch38.cna.tsv", assembly=Assembly.GRCH38)
    assert pcgr.ledger.close().read == 260
    assert any(call.state is CopyState.AMPLIFICATION for call in pcgr.copy_numbers)
