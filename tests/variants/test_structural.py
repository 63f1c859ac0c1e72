"""Structural records: breakends, symbolic alleles, copies, support, and what is set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpreter.errors import AssemblyError
from interpreter.model.genes import Assembly
from interpreter.model.variants import CallStatus, CopyState, Side, StructuralType, Support
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.inputs import read_input
from interpreter.variants.reference import TranscriptTable, load_reference
from interpreter.variants.structural_support import judge_structural
from interpreter.variants.vcf_records import CallContext, StructuralRecord, VcfRecord

G37 = Assembly.GRCH37
HEAD = "##fileformat=VCFv4.2\n##reference=GRCh37\n"
SAMPLES = "\tFORMAT\tTUMOR"


@pytest.fixture(scope="module")
def table() -> TranscriptTable:
    return load_reference()


def read(table: TranscriptTable, rows: str, *, samples: str = SAMPLES, **options: object) -> InputContents:
    header = f"{HEAD}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO{samples}\n"
    text = header + "".join("\t".join(row.split()) + "\n" for row in rows.strip().splitlines())
    return read_input(
        text.encode(),
        ReadOptions(assembly=G37, **options),
        table,
        Settings(),
        silent,
        name="sv.vcf",  # type: ignore[arg-type]
    )


EML4_ALK = """
2 42522656 a A A]2:29446500] . PASS SVTYPE=BND;MATEID=b PR:SR 20,5:30,9
2 29446500 b G G]2:42522656] . PASS SVTYPE=BND;MATEID=a PR:SR 20,5:30,9
"""


def test_a_breakend_pair_is_one_call(table: TranscriptTable) -> None:
    contents = read(table, EML4_ALK)
    (call,) = contents.structural
    assert call.type is StructuralType.BREAKEND
    assert call.second is not None
    assert (call.first.pos, call.first.keeps) == (29446500, Side.LEFT)
    assert (call.second.pos, call.second.keeps) == (42522656, Side.LEFT)
    assert (call.status, call.support.alt_reads, call.support.depth) == (CallStatus.CALLED, 14, 64)
    assert contents.ledger.close().adds_up


@pytest.mark.parametrize(
    ("alt", "first", "second"),
    [
        ("G[2:42522656[", Side.LEFT, Side.RIGHT),
        ("G]2:42522656]", Side.LEFT, Side.LEFT),
        ("]2:42522656]G", Side.RIGHT, Side.LEFT),
        ("[2:42522656[G", Side.RIGHT, Side.RIGHT),
        ("GTTT]CHR2:42522656]", Side.LEFT, Side.LEFT),
    ],
)
def test_the_four_forms_of_a_breakend(table: TranscriptTable, alt: str, first: Side, second: Side) -> None:
    (call,) = read(table, f"2 29446500 . G {alt} . PASS SVTYPE=BND GT 0/1").structural
    assert call.second is not None
    assert (call.first.keeps, call.second.keeps) == (first, second)


@pytest.mark.parametrize(("alt", "keeps"), [("GTTA.", Side.LEFT), (".TTAG", Side.RIGHT)])
def test_single_breakends(table: TranscriptTable, alt: str, keeps: Side) -> None:
    (call,) = read(table, f"2 29446500 . G {alt} . PASS SVTYPE=BND GT 0/1").structural
    assert call.second is None
    assert call.first.keeps is keeps


def test_pairs_without_names_are_found_by_their_places(table: TranscriptTable) -> None:
    rows = EML4_ALK.replace(";MATEID=b", "").replace(";MATEID=a", "")
    (call,) = read(table, rows).structural
    assert (call,) == read(table, EML4_ALK).structural


def test_s8_the_worse_record_of_a_pair_decides(table: TranscriptTable) -> None:
    rows = EML4_ALK.replace("PASS SVTYPE=BND;MATEID=a", "MinQUAL SVTYPE=BND;MATEID=a")
    (call,) = read(table, rows).structural
    assert call.status is CallStatus.UNCONFIRMED
    assert "MinQUAL" in call.reason


@pytest.mark.parametrize(
    ("alt", "info", "kind", "keeps"),
    [
        ("<DEL>", "SVTYPE=DEL;END=29447500", StructuralType.DELETION, [(Side.LEFT, Side.RIGHT)]),
        ("<DEL>", "SVTYPE=DEL;SVLEN=-1000", StructuralType.DELETION, [(Side.LEFT, Side.RIGHT)]),
        ("<DUP:TANDEM>", "SVTYPE=DUP;END=29447500", StructuralType.DUPLICATION, [(Side.RIGHT, Side.LEFT)]),
        ("<INV>", "SVTYPE=INV;END=29447500;INV3", StructuralType.INVERSION, [(Side.LEFT, Side.LEFT)]),
        ("<INV>", "SVTYPE=INV;END=29447500;CT=5to5", StructuralType.INVERSION, [(Side.RIGHT, Side.RIGHT)]),
        (
            "<INV>",
            "SVTYPE=INV;END=29447500",
            StructuralType.INVERSION,
            [(Side.LEFT, Side.LEFT), (Side.RIGHT, Side.RIGHT)],
        ),
        ("<TRA>", "SVTYPE=TRA;CHR2=chr5;END=170837543;CT=3to5", StructuralType.BREAKEND, [(Side.LEFT, Side.RIGHT)]),
        ("<TRA>", "SVTYPE=TRA;CHR2=5;POS2=170837543;STRANDS=--", StructuralType.BREAKEND, [(Side.RIGHT, Side.RIGHT)]),
    ],
)
def test_symbolic_alleles(
    table: TranscriptTable, alt: str, info: str, kind: StructuralType, keeps: list[tuple[Side, Side]]
) -> None:
    calls = read(table, f"2 29446500 . G {alt} . PASS {info} GT 0/1").structural
    assert [call.type for call in calls] == [kind] * len(keeps)
    assert [(call.first.keeps, call.second.keeps) for call in calls if call.second] == keeps


@pytest.mark.parametrize(
    ("format_", "sample", "reads"),
    [
        ("GT:DR:DV:RR:RV", "0/1:30:7:46:6", 13),
        ("GT:VF:REF:REFPAIR", "./.:29:55:48", 29),
        ("GT:DR:DV", "0/1:20:9", 9),
        ("PR", "161,13", 13),
    ],
)
def test_support_as_each_caller_writes_it(table: TranscriptTable, format_: str, sample: str, reads: int) -> None:
    (call,) = read(table, f"2 29446500 . G G]2:42522656] . PASS SVTYPE=BND {format_} {sample}").structural
    assert (call.status, call.support.alt_reads) == (CallStatus.CALLED, reads)


@pytest.mark.parametrize(
    ("reads", "status"), [("0", CallStatus.UNCONFIRMED), ("1", CallStatus.UNCONFIRMED), ("2", CallStatus.CALLED)]
)
def test_where_the_genotype_says_nothing_the_reads_decide(reads: str, status: CallStatus) -> None:
    record = VcfRecord(
        line=3,
        contig="2",
        chrom="2",
        pos=29446500,
        id="a",
        ref="G",
        alts=("G]2:42522656]",),
        qual=".",
        filters=frozenset(),
        info_text="SVTYPE=BND",
        format=("GT", "VF"),
        columns=(f"./.:{reads}",),
    )
    context = CallContext(
        input_index=0,
        file_name="sv.vcf",
        assembly=G37,
        caller="GRIDSS",
        tumour=0,
        normal=None,
        samples=("T",),
        settings=Settings(),
    )
    item = StructuralRecord(
        record=record, allele=1, status=CallStatus.NOT_CALLED, reason="", support=Support(), normal_called=False
    )
    judged, reason, support = judge_structural(item, context)
    assert judged is status
    assert bool(reason) is (status is CallStatus.UNCONFIRMED)
    assert support.alt_reads == int(reads)


@pytest.mark.parametrize(
    ("copies", "state"),
    [
        ("0", CopyState.DELETION),
        ("0.49", CopyState.DELETION),
        ("0.5", CopyState.LOSS),
        ("1", CopyState.LOSS),
        ("3", CopyState.GAIN),
        ("5.99", CopyState.GAIN),
        ("6", CopyState.AMPLIFICATION),
        ("18", CopyState.AMPLIFICATION),
    ],
)
def test_copies_of_a_segment(table: TranscriptTable, copies: str, state: CopyState) -> None:
    alt = "<DEL>" if float(copies) < 2 else "<DUP>"
    rows = f"17 37800000 . N {alt} . PASS SVTYPE=CNV;END=37900000 GT:CN ./1:{copies}"
    contents = read(table, rows)
    (call,) = [one for one in contents.copy_numbers if one.whole_gene]
    assert call.genes == ("CDK12", "ERBB2", "IKZF3") or "ERBB2" in call.genes
    assert call.state is state
    assert not contents.structural


def test_s1_a_duplication_without_copies_is_undecided_and_for_review(table: TranscriptTable) -> None:
    contents = read(table, "17 37800000 . N <DUP> . PASS SVTYPE=DUP;END=37900000 GT 0/1")
    (call,) = contents.copy_numbers
    assert call.state is CopyState.UNDECIDED
    assert call.status is CallStatus.UNCONFIRMED


def test_a_ratio_to_two_copies_is_doubled(table: TranscriptTable) -> None:
    row = "17 37800000 . N <DUP> . PASS SVTYPE=CNV;END=37900000 GT:SM ./1:4.5"
    assert read(table, row).copy_numbers[0].copy_number == 9.0


def test_s15_what_cannot_be_read_fails_by_name(table: TranscriptTable) -> None:
    rows = """
    2 29446500 . G <CNV> . PASS SVTYPE=CNV;END=30144477 GT 0/1
    2 29446501 . G <TRA> . PASS SVTYPE=TRA;CHR2=5;END=170837543 GT 0/1
    2 29446502 . G <ODD> . PASS SVTYPE=ODD GT 0/1
    2 29446503 . G G]hs37d5:500] . PASS SVTYPE=BND GT 0/1
    2 29446504 . G G[2:29447500] . PASS SVTYPE=BND GT 0/1
    """
    contents = read(table, rows)
    ledger = contents.ledger.close()
    assert ledger.read == 5
    assert ledger.adds_up
    assert not contents.structural
    assert sum(ledger.failed.values()) >= 3


@pytest.mark.parametrize("name", ["CCDC6-RET"])
def test_a_real_pair_without_samples_is_a_list_of_sites(table: TranscriptTable, shared: Path, name: str) -> None:
    path = shared / f"vcf/structural/snpeff__test_fusion_{name}.vcf"
    with pytest.raises(AssemblyError):
        read_input(path, ReadOptions(), table, Settings(), silent)
    contents = read_input(path, ReadOptions(assembly=G37), table, Settings(), silent)
    (call,) = contents.structural
    assert call.status is CallStatus.SITE_ONLY


def test_real_purple_breakends(table: TranscriptTable, shared: Path) -> None:
    path = shared / "vcf/structural/hmf__tumor_sample.purple.sv.vcf"
    options = ReadOptions(tumour_sample="tumor_sample", normal_sample="ref_sample")
    contents = read_input(path, options, table, Settings(), silent)
    ledger = contents.ledger.close()
    assert ledger.read == 543
    assert ledger.adds_up
    called = [call for call in contents.structural if call.status is CallStatus.CALLED]
    assert called
    assert all(not call.filters for call in called)
