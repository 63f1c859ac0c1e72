"""Tumour and normal are read from header or names, or asked for; never by position (S9)."""

from __future__ import annotations

import pytest

from interpreter.errors import SampleChoiceError
from interpreter.variants.contents import ReadOptions
from interpreter.variants.samples import caller_of, choose_samples
from interpreter.variants.vcf_header import VcfHeader, parse_header

NAMES = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"


def header(*samples: str, metas: tuple[str, ...] = ()) -> VcfHeader:
    line = NAMES + ("\tFORMAT\t" + "\t".join(samples) if samples else "")
    return parse_header(["##fileformat=VCFv4.2", *metas, line])


def chosen(head: VcfHeader, options: ReadOptions | None = None) -> tuple[str, str]:
    choice = choose_samples(head, options or ReadOptions(), "a.vcf")
    names = head.samples
    return (
        "" if choice.tumour is None else names[choice.tumour],
        "" if choice.normal is None else names[choice.normal],
    )


@pytest.mark.parametrize("order", [("A", "B"), ("B", "A")])
@pytest.mark.parametrize(
    "metas",
    [
        ("##tumor_sample=A", "##normal_sample=B"),
        ("##PEDIGREE=<Derived=A,Original=B>",),
        ("##SAMPLE=<ID=A,IsTumor=yes>", "##SAMPLE=<ID=B,IsTumor=no>"),
        ("##SAMPLE=<ID=TUMOR,SampleName=A>", "##SAMPLE=<ID=NORMAL,SampleName=B>"),
        ('##GATKCommandLine=<ID=Mutect2,CommandLine="Mutect2 --tumor-sample A --normal-sample B">',),
        ('##GATKCommandLine.MuTect=<ID=MuTect,CommandLineOptions="tumor_sample_name=A normal_sample_name=B">',),
    ],
)
def test_s9_header_lines_decide_in_either_order(order: tuple[str, str], metas: tuple[str, ...]) -> None:
    assert chosen(header(*order, metas=metas)) == ("A", "B")


@pytest.mark.parametrize(
    ("tumour", "normal"),
    [
        ("TUMOR", "NORMAL"),
        ("Tumour", "normal"),
        ("P1_T", "P1_N"),
        ("P1-tumor", "P1-normal"),
        ("tumor_sample", "ref_sample"),
        ("P1.T", "P1.blood"),
    ],
)
def test_s9_names_decide_in_either_order(tumour: str, normal: str) -> None:
    assert chosen(header(tumour, normal)) == (tumour, normal)
    assert chosen(header(normal, tumour)) == (tumour, normal)


@pytest.mark.parametrize("samples", [("A", "B"), ("P1_T", "P2_N"), ("HCC1954_BL", "HCC1954"), ("A", "B", "C")])
def test_s9_two_samples_without_a_word_are_asked_for(samples: tuple[str, ...]) -> None:
    with pytest.raises(SampleChoiceError) as caught:
        chosen(header(*samples))
    assert caught.value.details == samples
    assert "--sample" in caught.value.remedy


def test_s9_the_only_other_sample_of_a_named_normal_is_the_tumour() -> None:
    assert chosen(header("X7", "NORMAL")) == ("X7", "NORMAL")
    assert chosen(header("A", "B"), ReadOptions(normal_sample="A")) == ("B", "A")


def test_a_single_sample_is_the_tumour() -> None:
    assert chosen(header("NA12878")) == ("NA12878", "")


@pytest.mark.parametrize(
    ("sample", "metas"), [("NORMAL", ()), ("P1_N", ()), ("X", ("##SAMPLE=<ID=X,IsTumor=no>",)), ("germline", ())]
)
def test_s9_a_single_normal_is_asked_for(sample: str, metas: tuple[str, ...]) -> None:
    head = header(sample, metas=metas)
    with pytest.raises(SampleChoiceError, match="is a normal"):
        chosen(head)
    assert chosen(head, ReadOptions(tumour_sample=sample)) == (sample, "")
    assert chosen(head, ReadOptions(germline_sample=True)) == (sample, "")


def test_the_users_choice_wins_and_a_contradiction_is_told() -> None:
    head = header("A", "B", metas=("##tumor_sample=A", "##normal_sample=B"))
    choice = choose_samples(head, ReadOptions(tumour_sample="B"), "a.vcf")
    assert choice.tumour == 1
    assert choice.normal is None
    assert "although the file calls it the normal" in choice.warnings[0]


def test_a_second_sample_is_no_normal_unless_something_says_so() -> None:
    choice = choose_samples(header("A", "B"), ReadOptions(tumour_sample="A"), "a.vcf")
    assert (choice.tumour, choice.normal) == (0, None)
    assert "nothing says" in choice.warnings[0]


def test_absent_and_equal_names_are_refused() -> None:
    with pytest.raises(SampleChoiceError, match="has no sample 'Z'"):
        chosen(header("A"), ReadOptions(tumour_sample="Z"))
    with pytest.raises(SampleChoiceError, match="as the tumour and as the normal"):
        chosen(header("A", "B"), ReadOptions(tumour_sample="A", normal_sample="A"))


def test_no_sample_column() -> None:
    assert chosen(header()) == ("", "")
    with pytest.raises(SampleChoiceError):
        chosen(header(), ReadOptions(tumour_sample="A"))


@pytest.mark.parametrize(
    ("meta", "name", "germline"),
    [
        ("##source=Mutect2", "Mutect2", False),
        ("##GATKCommandLine=<ID=HaplotypeCaller,CommandLine=x>", "HaplotypeCaller", True),
        ("##GVCFBlock0-1=minGQ=0(inclusive),maxGQ=1(exclusive)", "HaplotypeCaller", True),
        ("##content=strelka somatic snv calls", "Strelka somatic", False),
        ("##content=strelka germline small-variant calls", "Strelka germline", True),
        ("##source=DeepSomatic 1.9.0", "DeepSomatic", False),
        ("##source=Clair3", "Clair3", True),
        ("##source=ClairS", "ClairS", False),
        ("##source=Pisces 5.2", "Pisces", False),
        ("##source=nobody", "", False),
    ],
)
def test_callers_are_told_by_header_lines(meta: str, name: str, germline: bool) -> None:
    caller = caller_of(header("A", metas=(meta,)))
    assert (caller.name, caller.germline) == (name, germline)
