"""VCF in all its dresses gives the same calls; what is no VCF is refused in words."""

from __future__ import annotations

import gzip
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from interpreter.errors import Cancelled, HostileFileError, InputFileError
from interpreter.model.genes import Assembly
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.inputs import check_input, read_input
from interpreter.variants.reference import load_reference
from interpreter.variants.vcf import recognises
from tests.variants.vcf_files import BRAF, account, bgzip, read, textbook_lines, vcf

TEXT = vcf(textbook_lines(Assembly.GRCH37))
LINE = f"{BRAF}\t50\tPASS\tDP=100\tGT:AD:DP\t0/1:60,40:100"


def variants(contents: InputContents) -> list[str]:
    return [str(call.variant) for call in contents.calls]


DRESSES = {
    "plain": (TEXT, "VCF 4.2"),
    "gzip": (gzip.compress(TEXT), "VCF 4.2 (gzip)"),
    "bgzip": (bgzip(TEXT, block=700), "VCF 4.2 (bgzip)"),
    "byte-order mark": (b"\xef\xbb\xbf" + TEXT, "VCF 4.2"),
    "CRLF": (TEXT.replace(b"\n", b"\r\n"), "VCF 4.2"),
    "blank lines at the end": (TEXT + b"\n \n\n", "VCF 4.2"),
    "latin-1 header": (TEXT.replace(b"v4.2\n", b"v4.2\n##note=Universit\xe4t\n"), "VCF 4.2"),
    "UTF-8 header": (TEXT.replace(b"v4.2\n", "v4.2\n##note=Universität ✓\n".encode()), "VCF 4.2"),
    "version 4.0": (TEXT.replace(b"v4.2", b"v4.0"), "VCF 4.0"),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_every_dress_gives_the_same_calls_without_a_warning(dress: str) -> None:
    data, form = DRESSES[dress]
    contents = read(data)
    assert variants(contents) == variants(read(TEXT))
    assert len(contents.calls) == 7
    assert contents.format == form
    assert contents.warnings == ()


@pytest.mark.parametrize("first", ["##fileformat=unavailable", "##source=tool", "##fileformat=VCFv9.9"])
def test_plainly_a_vcf_whatever_its_first_line_says(first: str) -> None:
    contents = read(vcf(textbook_lines(Assembly.GRCH37), first=first))
    assert len(contents.calls) == 7
    assert any("version" in warning for warning in contents.warnings)


def test_lower_case_bases_are_read() -> None:
    assert variants(read(vcf([LINE.replace("\tA\tT\t", "\ta\tt\t")]))) == ["7-140453136-A-T (GRCh37)"]


def test_no_records_is_an_empty_result_with_its_assembly() -> None:
    contents = read(vcf([]))
    assert (contents.calls, account(contents).read) == ((), 0)
    assert contents.assembly.assembly is Assembly.GRCH37


def test_unsorted_and_returning_chromosomes_are_told_and_read() -> None:
    lines = textbook_lines(Assembly.GRCH37)
    contents = read(vcf([*reversed(lines), lines[0].replace("115256529\t.\tT\tC", "115256500\t.\tN\tC")]))
    assert len(contents.calls) == 8
    told = " ".join(contents.warnings)
    assert "not sorted" in told
    returning = read(vcf([lines[0], lines[1], lines[0].replace("115256529", "115300000").replace("\tT\t", "\tN\t")]))
    assert any("comes back" in warning for warning in returning.warnings)


def test_last_line_without_line_end_is_told() -> None:
    contents = read(TEXT[:-1])
    assert len(contents.calls) == 7
    assert any("no line end" in warning for warning in contents.warnings)


@pytest.mark.parametrize("cut", [4, 8, 12, 30, 45])
def test_s25_record_cut_in_the_middle_is_no_result(cut: int) -> None:
    with pytest.raises(InputFileError, match=r"cut off|no record that can be read"):
        read(TEXT[:-cut])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"gene\tchange\nBRAF\tV600E\n", "none of the formats"),
        (b"\x00\x01\x02\x03" * 40, "none of the formats"),
        (b"##fileformat=VCFv4.2\n##source=x\n", "no '#CHROM' line"),
        (TEXT.replace(b"\tFILTER\t", b"\tFILTERS\t"), "other columns"),
        (TEXT.replace(b"\tFORMAT\tS1", b"\tS1\tS2"), "no FORMAT column"),
        (vcf([LINE + "\t0/1"], ("A", "A")), "same sample twice"),
        (TEXT.replace(b"#CHROM\tPOS\tID\tREF\tALT", b"#CHROM POS ID REF ALT").replace(b"\t", b" "), "blanks"),
        (TEXT.replace(b"#CHROM\t", b"7\t1\t.\tA\tT\n#CHROM\t"), "neither header"),
        (TEXT.replace(b"\n", b"\r"), "CR alone"),
        (TEXT + vcf([LINE + "\t0/1"], ("A", "B")), "two files in one"),
    ],
)
def test_what_is_no_vcf_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(InputFileError, match=words) as caught:
        read(data)
    assert "not a negative" in caught.value.meaning
    assert caught.value.remedy


def test_header_lines_of_the_same_file_again_are_skipped() -> None:
    header = TEXT[: TEXT.index(b"\n1\t") + 1]
    contents = read(TEXT + header)
    assert len(contents.calls) == 7
    assert any("header lines" in warning for warning in contents.warnings)


def test_s25_endless_header_and_line() -> None:
    small = replace(Settings(), max_header_bytes=2000, max_line_bytes=100_000)
    for data in (TEXT.replace(b"v4.2\n", b"v4.2\n" + b"##x=y\n" * 1000), TEXT + b"7\t1\t" + b"x" * 200_000):
        with pytest.raises(HostileFileError):
            read_input(data, ReadOptions(), load_reference(), small, silent)


def test_all_records_faulty_is_a_fault_with_examples() -> None:
    with pytest.raises(InputFileError, match="no record that can be read") as caught:
        read(vcf(["7\tx\t.\tA\tT\t.\t.\t.\tGT\t0/1", "7\t1\t.\tA"]))
    assert len(caught.value.details) == 2


def test_stop_is_heard() -> None:
    def stop(_doing: str, _share: float | None) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_input(TEXT, ReadOptions(), load_reference(), Settings(), stop)


def test_recognised_by_content() -> None:
    assert recognises(b"##fileformat=VCFv4.3\n")
    assert recognises(b"##a=b\n##INFO=<ID=X,Number=1,Type=String,Description=x>\n")
    assert not recognises(b"##ANALYSISTYPE=X\n#chr\tstart\tend\n")
    assert not recognises(b"Hugo_Symbol\tChromosome\n")


def test_check_tells_and_never_raises_a_fault() -> None:
    def check(data: bytes):  # type: ignore[no-untyped-def]
        return check_input(data, ReadOptions(), load_reference(), Settings(), silent)

    good = check(TEXT)
    assert (good.can_be_interpreted, good.called, good.fault) == (True, 7, None)
    assert good.ledger is not None
    assert good.ledger.read == 7
    bad = check(b"nothing")
    assert (bad.can_be_interpreted, bad.called) == (False, 0)
    assert bad.fault is not None


def test_text_is_read_and_bcf_clearly_refused_without_pysam(monkeypatch: pytest.MonkeyPatch) -> None:
    bcf = _bcf(TEXT)
    monkeypatch.setitem(sys.modules, "pysam", None)
    assert len(read(bgzip(TEXT)).calls) == 7
    with pytest.raises(InputFileError, match="pysam"):
        read(bcf)


def test_bcf_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    bcf = _bcf(TEXT)
    path = tmp_path / "case.bcf"
    path.write_bytes(bcf)
    from_file = read_input(path, ReadOptions(), load_reference(), Settings(), silent)
    assert variants(from_file) == variants(read(bcf)) == variants(read(TEXT))
    assert from_file.format == "BCF"
    assert from_file.ledger.close().adds_up


def test_s25_cut_bcf_is_no_result() -> None:
    bcf = _bcf(TEXT)
    for cut in (1, 28, 29, len(bcf) // 2):
        with pytest.raises(InputFileError):
            read(bcf[:-cut])


def _bcf(text: bytes) -> bytes:
    pysam = pytest.importorskip("pysam")
    import tempfile

    declared = (
        b'##FILTER=<ID=PASS,Description="x">\n##INFO=<ID=DP,Number=1,Type=Integer,Description="x">\n'
        b'##FORMAT=<ID=GT,Number=1,Type=String,Description="x">\n'
        b'##FORMAT=<ID=AD,Number=R,Type=Integer,Description="x">\n'
        b'##FORMAT=<ID=DP,Number=1,Type=Integer,Description="x">\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.vcf"
        source.write_bytes(text.replace(b"v4.2\n", b"v4.2\n" + declared))
        with (
            pysam.VariantFile(str(source)) as reader,
            pysam.VariantFile(str(Path(folder) / "a.bcf"), "wb", header=reader.header) as writer,
        ):
            for record in reader:
                writer.write(record)
        return (Path(folder) / "a.bcf").read_bytes()
