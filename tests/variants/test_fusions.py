"""Gene fusions from breakpoints: sides, orientation, frame; exons lost and repeated within a gene."""

from __future__ import annotations

import pytest

from interpreter.model.alterations import Alteration, AlterationKind, Consequence
from interpreter.model.cases import AssemblyProof
from interpreter.model.genes import Assembly, Gene
from interpreter.model.variants import (
    Breakend,
    CallStatus,
    Origin,
    Side,
    Source,
    StructuralCall,
    StructuralType,
    Support,
)
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents
from interpreter.variants.coordinates import exon_interval
from interpreter.variants.fusions import structural_alterations
from interpreter.variants.reference import TranscriptTable, load_reference

LEFT, RIGHT = Side.LEFT, Side.RIGHT
G37, G38 = Assembly.GRCH37, Assembly.GRCH38


@pytest.fixture(scope="module")
def table() -> TranscriptTable:
    return load_reference()


def gene(symbol: str, side: str) -> Gene:
    return Gene(
        symbol=symbol,
        hgnc_id="",
        aliases=(),
        role="",
        hereditary=False,
        clonal_haematopoiesis=False,
        fusion_side=side,
        plain="",
    )


GENES = {"ALK": gene("ALK", "3"), "RET": gene("RET", "3"), "FGFR3": gene("FGFR3", "5")}


def alterations(
    table: TranscriptTable,
    first: tuple[str, int, Side],
    second: tuple[str, int, Side] | None,
    *,
    assembly: Assembly = G38,
    kind: StructuralType = StructuralType.BREAKEND,
    status: CallStatus = CallStatus.CALLED,
    length: int | None = None,
    normal: str = "",
    normal_called: bool = False,
) -> list[Alteration]:
    ends = [Breakend(chrom=c, pos=p, keeps=k) for c, p, k in (first, second) if True] if second else []
    one = ends[0] if ends else Breakend(chrom=first[0], pos=first[1], keeps=first[2])
    call = StructuralCall(
        assembly=assembly,
        source=Source(input_index=0, file_name="sv.vcf", line=7, text=""),
        status=status,
        reason="",
        type=kind,
        first=one,
        second=ends[1] if ends else None,
        length=length,
        copy_number=None,
        support=Support(alt_reads=12),
        filters=frozenset(),
        normal_called=normal_called,
    )
    contents = InputContents(
        file_name="sv.vcf",
        sha256="",
        size=1,
        format="VCF 4.2",
        caller="",
        assembly=AssemblyProof(assembly=assembly, confirmed=True, evidence=()),
        samples=(),
        tumour="T",
        normal=normal,
        sample_reason="",
        structural=(call,),
    )
    return list(structural_alterations(contents, table, GENES, Settings()))


def intron(table: TranscriptTable, symbol: str, after: int, assembly: Assembly = G38) -> tuple[str, int]:
    """A place in the middle of the intron after an exon."""
    transcript = table.transcript(symbol)
    assert transcript is not None
    one = exon_interval(transcript, assembly, after)
    other = exon_interval(transcript, assembly, after + 1)
    return transcript.chrom, (max(one[0], other[0]) + min(one[1], other[1])) // 2


@pytest.mark.parametrize("assembly", [G37, G38])
def test_eml4_alk_by_inversion(table: TranscriptTable, assembly: Assembly) -> None:
    """EML4 exon 13 to ALK exon 20: EML4 on the plus strand keeps its left, ALK on the minus strand too."""
    alk, eml4 = intron(table, "ALK", 19, assembly), intron(table, "EML4", 13, assembly)
    (found,) = alterations(table, (*alk, LEFT), (*eml4, LEFT), assembly=assembly)
    assert found.kind is AlterationKind.FUSION
    assert (found.five_prime_gene, found.three_prime_gene) == ("EML4", "ALK")
    assert (found.gene, found.partner_gene) == ("ALK", "EML4")
    assert found.in_frame is True
    assert found.label == "EML4::ALK fusion, in frame"
    assert "EML4 up to exon 13, ALK from exon 20" in found.warnings[0]


def test_the_reciprocal_product_is_not_the_fusion(table: TranscriptTable) -> None:
    alk, eml4 = intron(table, "ALK", 19), intron(table, "EML4", 13)
    (found,) = alterations(table, (*alk, RIGHT), (*eml4, RIGHT))
    assert (found.five_prime_gene, found.three_prime_gene) == ("ALK", "EML4")


def test_a_wrong_orientation_is_no_fusion(table: TranscriptTable) -> None:
    alk, eml4 = intron(table, "ALK", 19), intron(table, "EML4", 13)
    for one, other in ((LEFT, RIGHT), (RIGHT, LEFT)):
        assert alterations(table, (*alk, one), (*eml4, other)) == []


def test_out_of_frame_is_said(table: TranscriptTable) -> None:
    frames = set()
    for exon in range(2, 18):
        alk, eml4 = intron(table, "ALK", 19), intron(table, "EML4", exon)
        (found,) = alterations(table, (*alk, LEFT), (*eml4, LEFT))
        frames.add(found.in_frame)
    assert frames == {True, False}


def test_a_breakpoint_in_an_exon_leaves_the_frame_open(table: TranscriptTable) -> None:
    transcript = table.transcript("ALK")
    assert transcript is not None
    start, _ = exon_interval(transcript, G38, 20)
    (found,) = alterations(table, ("2", start + 10, LEFT), (*intron(table, "EML4", 13), LEFT))
    assert found.in_frame is None


def test_ccdc6_ret_and_the_side_that_acts(table: TranscriptTable) -> None:
    ret, ccdc6 = intron(table, "RET", 11), intron(table, "CCDC6", 1)
    (found,) = alterations(table, (*ret, RIGHT), (*ccdc6, RIGHT))
    assert (found.five_prime_gene, found.three_prime_gene, found.gene) == ("CCDC6", "RET", "RET")
    fgfr3, tacc3 = intron(table, "FGFR3", 17), intron(table, "TACC3", 10)
    found = next(
        item for item in alterations(table, (*tacc3, RIGHT), (*fgfr3, LEFT)) if item.kind is AlterationKind.FUSION
    )
    assert (found.five_prime_gene, found.gene, found.partner_gene) == ("FGFR3", "FGFR3", "TACC3")


def test_s8_an_unknown_partner_is_for_review(table: TranscriptTable) -> None:
    alk = intron(table, "ALK", 19)
    for second in (("5", 1000, LEFT), None):
        (found,) = alterations(table, (*alk, LEFT), second)
        assert found.status is CallStatus.UNCONFIRMED
        assert found.three_prime_gene == "ALK"
        assert "cannot be checked" in found.reason


def test_origin_by_the_matched_normal(table: TranscriptTable) -> None:
    alk, eml4 = (*intron(table, "ALK", 19), LEFT), (*intron(table, "EML4", 13), LEFT)
    assert alterations(table, alk, eml4)[0].origin is Origin.UNKNOWN
    assert alterations(table, alk, eml4, normal="N")[0].origin is Origin.SOMATIC
    assert alterations(table, alk, eml4, normal="N", normal_called=True)[0].origin is Origin.GERMLINE


@pytest.mark.parametrize("assembly", [G37, G38])
def test_egfr_viii(table: TranscriptTable, assembly: Assembly) -> None:
    one, other = intron(table, "EGFR", 1, assembly), intron(table, "EGFR", 7, assembly)
    (found,) = alterations(table, (*one, LEFT), (*other, RIGHT), kind=StructuralType.DELETION, assembly=assembly)
    assert found.kind is AlterationKind.STRUCTURAL
    assert found.effect is not None
    assert found.effect.deleted_exons == (2, 3, 4, 5, 6, 7)
    assert found.label == "EGFR deletion of exons 2-7"


def test_met_exon_14_is_lost_whole(table: TranscriptTable) -> None:
    (found,) = alterations(table, (*intron(table, "MET", 13), LEFT), (*intron(table, "MET", 14), RIGHT))
    assert found.effect is not None
    assert found.effect.deleted_exons == (14,)
    assert found.label == "MET deletion of exon 14"


def test_a_repeated_kinase_domain(table: TranscriptTable) -> None:
    first, last = intron(table, "EGFR", 17), intron(table, "EGFR", 25)
    (found,) = alterations(table, (*first, RIGHT), (*last, LEFT), kind=StructuralType.DUPLICATION)
    assert found.effect is not None
    assert found.effect.duplicated_exons == tuple(range(18, 26))


def test_a_deletion_within_one_intron_is_nothing(table: TranscriptTable) -> None:
    chrom, pos = intron(table, "EGFR", 1)
    assert alterations(table, (chrom, pos, LEFT), (chrom, pos + 500, RIGHT), kind=StructuralType.DELETION) == []


def test_an_inversion_inside_a_suppressor_is_for_review(table: TranscriptTable) -> None:
    one, other = intron(table, "BRCA2", 9), intron(table, "BRCA2", 11)
    found = alterations(table, (*one, LEFT), (*other, LEFT), kind=StructuralType.INVERSION)
    assert [item.status for item in found] == [CallStatus.UNCONFIRMED]


def test_a_short_tandem_repeat_in_flt3_is_spelled_out(table: TranscriptTable) -> None:
    transcript = table.transcript("FLT3")
    assert transcript is not None
    start, end = exon_interval(transcript, G38, 14)
    middle = (start + end) // 2
    (found,) = alterations(
        table, ("13", middle, RIGHT), ("13", middle + 29, LEFT), kind=StructuralType.DUPLICATION, length=30
    )
    assert found.effect is not None
    assert found.effect.protein is not None
    assert found.effect.protein.net_residues == 10
    assert found.effect.exons == (14,)


@pytest.mark.parametrize(
    ("length", "consequence"), [(30, Consequence.INFRAME_INSERTION), (31, Consequence.FRAMESHIFT), (None, None)]
)
def test_an_insertion_without_bases_is_known_by_its_length(
    table: TranscriptTable, length: int | None, consequence: Consequence | None
) -> None:
    transcript = table.transcript("FLT3")
    assert transcript is not None
    start, _ = exon_interval(transcript, G38, 14)
    pos = start + 20
    (found,) = alterations(
        table, ("13", pos, LEFT), ("13", pos + 1, RIGHT), kind=StructuralType.INSERTION, length=length
    )
    assert (found.effect.consequence if found.effect else None) is consequence
    assert (found.status is CallStatus.UNCONFIRMED) is (length is None)


def test_events_longer_than_an_arms_share_name_no_exons(table: TranscriptTable) -> None:
    found = alterations(table, ("13", 20_000_000, LEFT), ("13", 60_000_000, RIGHT), kind=StructuralType.DELETION)
    assert found == []
