"""Called or not (RULES R2), filters (S8), phase (S4), reference stretches, the ledger (S15)."""

from __future__ import annotations

import pytest

from interpreter.model.variants import CallStatus, Phase
from interpreter.variants.contents import InputContents, ReadOptions
from tests.variants.vcf_files import BRAF, KRAS, account, read, vcf

PASS = "50\tPASS\tDP=100"
PAIR = ("NORMAL", "TUMOR")


def one(line: str, samples: tuple[str, ...] = ("S1",), *metas: str, options: ReadOptions | None = None):  # type: ignore[no-untyped-def]
    contents = read(vcf([line], samples, metas=metas), options)
    assert len(contents.calls) == 1, account(contents)
    return contents.calls[0]


def none(line: str, samples: tuple[str, ...] = ("S1",), *metas: str) -> InputContents:
    contents = read(vcf([line], samples, metas=metas))
    assert not contents.calls
    return contents


def test_alt_in_the_genotype_is_called() -> None:
    call = one(f"{BRAF}\t{PASS}\tGT:AD:DP\t0/1:60,40:100")
    assert (call.status, call.reason, call.filters) == (CallStatus.CALLED, "", frozenset())
    assert (call.support.alt_reads, call.support.depth) == (40, 100)
    assert call.source.line == 28
    assert call.source.text == "7-140453136-A-T"


@pytest.mark.parametrize("genotype", ["0/1", "1/1", "1", "./1", "0|1", "0/1/1", "|0|1"])
def test_every_shape_of_a_called_genotype(genotype: str) -> None:
    assert one(f"{BRAF}\t{PASS}\tGT\t{genotype}").status is CallStatus.CALLED


def test_homozygous_needs_two_copies_alike() -> None:
    assert one(f"{BRAF}\t{PASS}\tGT\t1/1").homozygous
    assert not one(f"{BRAF}\t{PASS}\tGT\t1").homozygous
    assert not one(f"{BRAF}\t{PASS}\tGT\t0/1").homozygous


def test_reference_genotype_is_set_aside() -> None:
    contents = none(f"{BRAF}\t{PASS}\tGT:AD:DP\t0/0:100,1:101")
    assert account(contents).set_aside == {"not called in the tumour sample": 1}


def test_reference_genotype_with_alt_reads_goes_to_review() -> None:
    call = one(f"{BRAF}\t{PASS}\tGT:AD:DP\t0/0:98,2:100")
    assert call.status is CallStatus.UNCONFIRMED
    assert "2 reads show the allele" in call.reason


def test_called_without_a_single_alt_read_goes_to_review() -> None:
    call = one(f"{BRAF}\t{PASS}\tGT:AD:DP\t0/1:100,0:100")
    assert call.status is CallStatus.UNCONFIRMED
    assert "no read shows" in call.reason


def test_missing_genotype() -> None:
    assert one(f"{BRAF}\t{PASS}\tGT:AD:DP\t./.:5,2:7").status is CallStatus.UNCONFIRMED
    assert account(none(f"{BRAF}\t{PASS}\tGT\t./.")).set_aside == {"no genotype in the tumour sample": 1}


def test_s8_failed_filters_are_reviewed_and_never_called() -> None:
    call = one(f"{BRAF}\t50\tweak_evidence;strand_bias\tDP=100\tGT:AD\t0/1:60,40")
    assert call.status is CallStatus.UNCONFIRMED
    assert call.reason == "FILTER: strand_bias, weak_evidence"
    assert call.filters == {"weak_evidence", "strand_bias"}


def test_filters_not_run_are_none_and_the_samples_own_filter_counts() -> None:
    assert one(f"{BRAF}\t50\t.\tDP=100\tGT\t0/1").filters is None
    call = one(f"{BRAF}\t50\tPASS\tDP=100\tGT:FT\t0/1:LowGQX")
    assert (call.status, call.filters) == (CallStatus.UNCONFIRMED, {"LowGQX"})


def test_no_genotype_is_called_by_reads() -> None:
    strelka = f"{BRAF}\t.\tPASS\tSOMATIC;NT=ref\tDP:AU:CU:GU:TU"
    called = one(f"{strelka}\t40:40,40:0,0:0,0:0,0\t60:40,40:0,0:0,0:20,20", PAIR)
    assert (called.status, called.support.alt_reads, called.support.rule) == (
        CallStatus.CALLED,
        20,
        "Strelka tier 1 SNV",
    )
    assert called.normal is not None
    assert (called.normal.alt_reads, called.normal_called) == (0, False)
    assert called.somatic_statement == "somatic (SOMATIC flag)"
    contents = none(f"{strelka}\t40:20,20:0,0:0,0:20,20\t60:60,60:0,0:0,0:0,0", PAIR)
    assert account(contents).set_aside == {"no read of the tumour sample shows the allele": 1}


def test_neither_genotype_nor_reads_goes_to_review_unless_the_caller_lists_calls_alone() -> None:
    line = f"{BRAF}\t.\tPASS\tX=1\tGQ\t30"
    assert one(line).status is CallStatus.UNCONFIRMED
    assert one(line, ("S1",), "##source=Mutect2").status is CallStatus.CALLED


def test_sites_without_reads_drive_nothing() -> None:
    call = one(f"{BRAF}\t.\tPASS\tAF=0.3", ())
    assert call.status is CallStatus.SITE_ONLY
    assert "list of sites" in call.reason


@pytest.mark.parametrize(
    ("info", "metas"),
    [
        ("DP=44;AF=0.5;DP4=11,11,11,11", ("##source=lofreq call",)),
        ("TVAF=0.5;TDP=44", ()),
        ("DP=44;AF=0.5", ("##source=lofreq call",)),
    ],
)
def test_sites_with_reads_are_calls(info: str, metas: tuple[str, ...]) -> None:
    call = one(f"{BRAF}\t.\tPASS\t{info}", (), *metas)
    assert (call.status, call.support.vaf, call.support.depth) == (CallStatus.CALLED, 0.5, 44)


def test_info_frequency_of_a_cohort_never_stands_for_a_tumours_reads() -> None:
    call = one(f"{BRAF}\t.\tPASS\tAC=1;AF=0.5;DP=44\tGT\t0/1\t0/0", ("TUMOR", "NORMAL"))
    assert call.support.vaf is None


def test_multi_allelic_records_are_split_with_their_own_reads() -> None:
    contents = read(vcf([f"12\t25398284\t.\tC\tT,A,G\t{PASS}\tGT:AD:DP\t0/1/2:50,30,20,0:100"]))
    found = {call.variant.alt: (call.support.alt_reads, call.status) for call in contents.calls}
    assert found == {"T": (30, CallStatus.CALLED), "A": (20, CallStatus.CALLED)}


def test_star_and_non_ref_are_no_variants() -> None:
    contents = read(vcf([f"12\t25398284\t.\tC\tT,*,<NON_REF>\t{PASS}\tGT:AD:DP\t0/1:50,30,20,0:100"]))
    assert [call.variant.alt for call in contents.calls] == ["T"]
    assert not contents.structural
    contents = none(f"12\t25398284\t.\tC\t*\t{PASS}\tGT:AD:DP\t0/1:50,30:80")
    assert sum(account(contents).set_aside.values()) == 1


def test_the_same_allele_twice_is_read_once_and_the_better_call_stays() -> None:
    weak = f"{BRAF}\t50\tweak\tDP=100\tGT:AD\t0/1:60,4"
    same = f"7\t140453135\t.\tCA\tCT\t{PASS}\tGT:AD\t0/1:60,40"
    contents = read(vcf([same, weak]))
    assert [call.status for call in contents.calls] == [CallStatus.CALLED]
    assert any("more than once" in warning for warning in contents.warnings)
    assert account(contents).set_aside["the same allele as another line"] == 1


def test_normal_evidence() -> None:
    def normal(text: str, keys: str = "GT:AD") -> bool:
        line = f"{BRAF}\t{PASS}\t{keys}\t{text}\t{'0/1:60,40' if 'GT' in keys else '60,40'}"
        return bool(one(line, PAIR).normal_called)

    assert normal("0/1:50,50")
    assert not normal("0/0:98,2")
    assert normal("50,50", "AD")
    assert not normal("98,2", "AD"), "a few carried-over reads are no germline call"


@pytest.mark.parametrize(
    ("info", "says", "in_normal"),
    [
        ("SOMATIC", "somatic (SOMATIC flag)", False),
        ("SS=2", "somatic (SS=2)", False),
        ("SS=1", "", True),
        ("STATUS=StrongSomatic", "somatic (STATUS=StrongSomatic)", False),
        ("STATUS=Germline", "", True),
        ("SSC=2", "", False),
    ],
)
def test_the_callers_own_word_on_origin(info: str, says: str, in_normal: bool) -> None:
    call = one(f"{BRAF}\t.\tPASS\t{info}\tAF\t0.01\t0.4", PAIR)
    assert (call.somatic_statement, call.normal_called) == (says, in_normal)


def test_a_germline_sample_is_marked() -> None:
    assert one(f"{BRAF}\t{PASS}\tGT\t0/1", options=ReadOptions(germline_sample=True)).germline_sample


def phase(keys: str, text: str, alts: str = "T") -> Phase | None:
    line = f"7\t140453136\t.\tA\t{alts}\t{PASS}\t{keys}\t{text}"
    found: Phase | None = read(vcf([line])).calls[0].phase
    return found


def test_s4_phase_from_each_convention() -> None:
    assert phase("GT:PS", "0|1:1000") == Phase(block="0:S1:7:PS=1000", haplotype=1)
    assert phase("GT:PS", "1|0:1000") == Phase(block="0:S1:7:PS=1000", haplotype=0)
    assert phase("GT:PGT:PID", "0/1:1|0:140453130_A_T") == Phase(block="0:S1:7:PID=140453130_A_T", haplotype=0)
    assert phase("GT:HP", "0/1:77-2,77-1") == Phase(block="0:S1:7:HP=77", haplotype=1)
    assert phase("GT", "0|1") == Phase(block="0:S1:7:|", haplotype=1)


@pytest.mark.parametrize(
    ("keys", "text"),
    [("GT", "0/1"), ("GT:PS", "0/1:1000"), ("GT:PGT:PID", "0|1:.:."), ("GT", "1|1"), ("GT:PGT:PID", "0/1:1|1:9_A_T")],
)
def test_s4_no_phase_where_none_is_stated(keys: str, text: str) -> None:
    assert phase(keys, text) is None


def test_a_bare_bar_is_told_of() -> None:
    contents = read(vcf([f"{BRAF}\t{PASS}\tGT\t0|1"]))
    assert any("without a phase set" in warning for warning in contents.warnings)


def test_gvcf_blocks_and_reference_rows() -> None:
    contents = read(
        vcf(
            [
                "12\t25398200\t.\tG\t<NON_REF>\t.\t.\tEND=25398283\tGT:DP:GQ:MIN_DP\t0/0:300:99:250",
                "12\t25398284\t.\tC\tT,<NON_REF>\t.\t.\tDP=9\tGT:AD:DP\t0/0:200,1,0:201",
                "12\t25398285\t.\tC\t.\t.\tPASS\tDP=150\tGT:DP\t0/0:140",
                "12\t25398286\t.\tA\t<NON_REF>\t.\t.\tEND=25398290\tGT:DP\t./.:0",
                "12\t25398291\t.\tC\t.\t.\tLowDP\tDP=150\tGT:DP\t0/0:40",
            ],
            metas=["##GVCFBlock0-1=minGQ=0(inclusive),maxGQ=1(exclusive)"],
        )
    )
    assert [(block.start, block.end, block.depth, block.passed) for block in contents.blocks] == [
        (25398200, 25398283, 250, True),
        (25398284, 25398284, 201, True),
        (25398285, 25398285, 140, True),
        (25398286, 25398290, 0, False),
        (25398291, 25398291, 40, False),
    ]
    assert contents.format == "gVCF 4.2"
    assert contents.germline_caller
    assert account(contents).set_aside == {"reference call": 4, "not called in the tumour sample": 1}


def test_a_block_that_reaches_into_a_gene_from_outside_is_read() -> None:
    block = "12\t25000000\t.\tG\t<NON_REF>\t.\t.\tEND=25398300\tGT:DP:MIN_DP\t0/0:300:250"
    assert [each.end for each in read(vcf([block])).blocks] == [25398300]


def test_s15_every_line_is_accounted_for() -> None:
    contents = read(
        vcf(
            [
                f"1\t5000\t.\tA\tT\t{PASS}\tGT\t0/1",
                f"GL000192.1\t50\t.\tA\tT\t{PASS}\tGT\t0/1",
                f"{BRAF}\t{PASS}\tGT\t0/1",
                f"{KRAS}\t{PASS}\tGT\t0/0",
                f"12\tx\t.\tA\tT\t{PASS}\tGT\t0/1",
            ]
        )
    )
    contents.ledger.report(contents.calls[0].source.line)
    ledger = contents.ledger.close()
    assert (ledger.read, ledger.reported) == (5, 1)
    assert ledger.set_aside == {
        "not called in the tumour sample": 1,
        "outside the catalogue's genes": 1,
        "unknown contig GL000192.1": 1,
    }
    assert ledger.failed == {"POS": 1}
    assert ledger.adds_up
