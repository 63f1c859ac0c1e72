"""Reads and VAF from every caller's own fields, row by row of the rule table."""

from __future__ import annotations

import pytest

from interpreter.model.variants import Support
from interpreter.rule_tables import rule_rows
from interpreter.variants.depths import Allele, FieldFaultError, support_in_info, support_in_sample

SNV = Allele(number=1, alternates=1, ref="A", alt="T")
SECOND = Allele(number=2, alternates=2, ref="A", alt="G")


def fields(text: str) -> dict[str, str]:
    return dict(part.split("=") for part in text.split(";"))


def sample(text: str, allele: Allele = SNV, caller: str = "") -> Support:
    return support_in_sample(fields(text), allele, caller)[0]


# rule, fields, ALT reads, depth, VAF as printed
FORMAT_ROWS = [
    ("AD/DP", "AD=60,40;DP=100", 40, 100, "0.4"),
    ("AD/DP", "AD=60,40", 40, 100, "0.4"),
    ("AD/DP", "AD=36,2;AF=0.053;DP=38", 2, 38, "0.053"),
    ("FAO/FDP", "AO=1;RO=1;DP=2;FAO=348;FRO=48;FDP=396", 348, 396, "0.8788"),
    ("Strelka tier 1 SNV", "DP=18;AU=8,8;CU=0,0;GU=0,1;TU=10,10", 10, 18, "0.5556"),
    ("Strelka tier 1 indel", "DP=41;TAR=18,18;TIR=20,20;TOR=2,2", 20, 41, "0.5263"),
    ("RD/AD", "RD=59;AD=56;DP=117;FREQ=48.7%", 56, 117, "0.487"),
    ("AO/RO", "DP=50;RO=30;AO=20", 20, 50, "0.4"),
    ("AO/DP", "DP=50;AO=20", 20, 50, "0.4"),
    ("NV/NR", "NR=50;NV=20", 20, 50, "0.4"),
    ("ADT/DPT", "DPC=26;DPT=29;ADC=.,.;ADT=21,8", 8, 29, "0.2759"),
    ("VD/DP", "DP=44;VD=11;AF=0.25", 11, 44, "0.25"),
    ("DP4", "DP=45;DP4=10,10,12,13", 25, 45, "0.5556"),
    ("PR/SR", "PR=10,2;SR=20,8", 10, 40, "0.25"),
    ("PR", "PR=10,2", 2, 12, "0.1667"),
    ("DV/RV", "DR=5;DV=5;RR=10;RV=20", 25, 40, "0.625"),
    ("DV/DR", "DR=5;DV=5", 5, 10, "0.5"),
    ("GRIDSS fragments", "VF=20;REF=50;REFPAIR=10", 20, 80, "0.25"),
    ("AF/DP", "DP=58;AF=0.4138", None, 58, "0.4138"),
    ("VAF/DP", "DP=7;VAF=0.285714", None, 7, "0.285714"),
    ("VF/DP", "DP=73;VF=0.027", None, 73, "0.027"),
    ("FREQ", "FREQ=12.50%", None, None, "0.125"),
    ("AF", "AF=1e-3", None, None, "0.001"),
    ("VAF", "VAF=0.120", None, None, "0.12"),
    ("VF", "VF=0.5", None, None, "0.5"),
    ("FA", "FA=0.31", None, None, "0.31"),
]


@pytest.mark.parametrize(("rule", "text", "reads", "depth", "vaf"), FORMAT_ROWS)
def test_format_conventions(rule: str, text: str, reads: int | None, depth: int | None, vaf: str) -> None:
    support = sample(text)
    assert (support.rule, support.alt_reads, support.depth, support.vaf_text) == (rule, reads, depth, vaf)
    assert support.vaf == pytest.approx(float(vaf), abs=0.0005)


def test_sage_counts_hold_for_sage_alone() -> None:
    assert sample("AC=4;DP=40", caller="SAGE").alt_reads == 4
    assert sample("AC=4;DP=40") == Support(depth=40)


INFO_ROWS = [
    ("info_tumour", "INFO TVAF/TDP", "TVAF=0.275862;TDP=29", "", None, 29, "0.275862"),
    ("info_tumour", "INFO tumor_af/tumor_dp", "tumor_af=0.1674;tumor_dp=494", "", None, 494, "0.1674"),
    ("info_normal", "INFO CVAF/CDP", "CVAF=0.01;CDP=100", "", None, 100, "0.01"),
    ("info_normal", "INFO NVAF/NDP", "NVAF=0.01;NDP=100", "", None, 100, "0.01"),
    ("info_normal", "INFO normal_af/normal_dp", "normal_af=0.0000;normal_dp=165", "", None, 165, "0"),
    ("info", "INFO FAO/FDP", "FAO=348;FRO=48;FDP=396;AO=1;RO=2;DP=9", "", 348, 396, "0.8788"),
    ("info", "INFO DP4", "DP=44;AF=1;DP4=0,0,22,22", "LoFreq", 44, 44, "1"),
    ("info", "INFO AO/RO", "AO=20;RO=30;DP=50", "", 20, 50, "0.4"),
    ("info", "INFO VD/DP", "VD=47;DP=94;AF=0.5", "VarDict", 47, 94, "0.5"),
    ("info", "INFO AD", "AD=60,40;DP=100", "", 40, 100, "0.4"),
    ("info", "INFO AF/DP", "AF=0.25;DP=80", "LoFreq", None, 80, "0.25"),
]


@pytest.mark.parametrize(("where", "rule", "text", "caller", "reads", "depth", "vaf"), INFO_ROWS)
def test_info_conventions(
    where: str, rule: str, text: str, caller: str, reads: int | None, depth: int, vaf: str
) -> None:
    support = support_in_info(fields(text), SNV, caller, where)[0]
    assert (support.rule, support.alt_reads, support.depth, support.vaf_text) == (rule, reads, depth, vaf)


def test_every_rule_of_the_table_has_a_row_here() -> None:
    tested = {row[0] for row in FORMAT_ROWS} | {row[1] for row in INFO_ROWS} | {"AC/DP"}
    assert {row["rule"] for row in rule_rows("depth_rules.tsv")} == tested


def test_info_frequency_among_samples_is_no_fraction_of_reads() -> None:
    assert support_in_info(fields("AC=1;AF=0.5;DP=80"), SNV, "") == (Support(depth=80), ())


@pytest.mark.parametrize(
    ("text", "reads"),
    [("AD=50,30,20;DP=100", 20), ("AO=30,20;RO=50;DP=100", 20), ("NV=30,20;NR=100,100", 20)],
)
def test_each_allele_of_a_multi_allelic_record_has_its_own_reads(text: str, reads: int) -> None:
    support = sample(text, SECOND)
    assert (support.alt_reads, support.depth, support.vaf) == (reads, 100, pytest.approx(0.2))


def test_a_split_record_is_counted_on_depth_not_on_its_own_two_alleles() -> None:
    # DRAGEN and `bcftools norm -m-` keep the reads of REF and of this allele alone.
    support = sample("AD=0,7;AF=0.1750;DP=40")
    assert support.vaf == pytest.approx(7 / 40)
    assert support.vaf_text == "0.175"


def test_the_stated_fraction_tells_which_reads_it_was_counted_on() -> None:
    assert sample("AD=80,20;AF=0.2;DP=125").vaf == pytest.approx(0.2)


def test_counts_win_over_a_contradicting_fraction_with_a_warning() -> None:
    support, warnings = support_in_sample(fields("AD=95,5;DP=100;AF=0.5"), SNV, "")
    assert support.vaf == pytest.approx(0.05)
    assert support.vaf_text == "0.05"
    assert "contradicts the counts" in warnings[0]


def test_more_alt_reads_than_reads_is_told() -> None:
    support, warnings = support_in_sample(fields("VD=50;DP=10"), SNV, "")
    assert support.vaf == 1.0
    assert "more ALT reads than reads" in warnings[0]


def test_digits_are_the_callers_own() -> None:
    assert sample("DP=10;AF=0.12").vaf_text == "0.12"
    assert sample("DP=3000;FREQ=0.03%").vaf_text == "0.0003"


@pytest.mark.parametrize("text", ["AD=60", "AD=1,2,3", "AD=.,.;DP=.", "AD=.", "AF=1.7", "GT=0/1", "AO=3,4;RO=1"])
def test_values_that_fit_no_convention_give_no_reads(text: str) -> None:
    support = sample(text)
    assert (support.alt_reads, support.vaf, support.rule) == (None, None, "")


def test_counts_that_are_not_one_for_each_allele_are_told_of() -> None:
    assert "not hold one count for each allele" in support_in_sample(fields("AD=60;DP=100"), SNV, "")[1][0]
    assert support_in_sample(fields("AD=.;DP=100"), SNV, "")[1] == ()


@pytest.mark.parametrize("text", ["AD=60,x", "AD=-1,4", "AD=60,nan", "AD=60,1e99", "AF=abc", "VD=1;DP=x"])
def test_a_relied_on_value_that_is_no_number_is_a_fault(text: str) -> None:
    with pytest.raises(FieldFaultError):
        sample(text)
