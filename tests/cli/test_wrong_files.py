"""What a laboratory hands over by mistake: one exit code, words that name the cause, and nothing written."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from interpreter.cli import main as cli
from tests.batch.test_run import BRAF, HEADER

GOOD = HEADER + BRAF


def _tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("t.vcf")
        entry.size = len(GOOD)
        archive.addfile(entry, io.BytesIO(GOOD.encode()))
    return packed.getvalue()


def _excel() -> bytes:
    """Save as a spreadsheet does: cells with a comma in quotation marks."""
    lines = [f'"{line}"' if "," in line else line for line in GOOD.splitlines()]
    return "\r\n".join(lines).encode()


FILES: dict[str, tuple[bytes, str, str]] = {
    "saved by a spreadsheet": (_excel(), "saved by a spreadsheet", "must not be saved"),
    "commas for tabs": (GOOD.replace("\t", ",").encode(), "parted by commas", "laboratory's software"),
    "blank before a chromosome": (GOOD.replace("\n7\t", "\n 7\t").encode(), "with blanks or quotation", "unchanged"),
    "quoted records": ((HEADER + f'"{BRAF.strip()}"\n').encode(), "with blanks or quotation", "unchanged"),
    "tar": (_tar(), "tar archive", "Unpack"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(40), "7z archive", "Unpack"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "Office document", "TSV"),
    "reads": (gzip.compress(b"@read 1\nACGT\n+\nIIII\n"), "FASTQ", "called variants"),
    "aligned reads": (b"@HD\tVN:1.6\n", "SAM file", "called variants"),
    "picture": (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture", "called variants"),
    "page": (b"<!DOCTYPE html><html>log in</html>", "web page", "log-in page"),
    "pdf": (b"%PDF-1.7\n", "PDF", "called variants"),
    "utf-16": (GOOD.encode("utf-16"), "UTF-16", "UTF-8"),
    "own list without a header": (b"name,copies\nERBB2,18\n", "none of the formats", "gene with copy_number"),
}


@pytest.mark.parametrize("kind", FILES)
def test_the_words_name_what_was_given(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, problem, remedy = FILES[kind]
    path = tmp_path / "t.vcf"
    path.write_bytes(content)
    code = cli.run(["interpret", str(path), "--tumour-type", "MEL", "--pdf", str(tmp_path / "r.pdf")])
    said = capsys.readouterr()
    assert code == 1
    assert said.out == ""
    assert problem in said.err.split("Meaning:")[0]
    assert remedy in said.err.split("Remedy:")[1]
    assert [one.name for one in tmp_path.iterdir()] == ["t.vcf"]


@pytest.fixture
def vcf(tmp_path: Path) -> Path:
    path = tmp_path / "t.vcf"
    path.write_text(GOOD)
    return path


@pytest.mark.parametrize("option", ["--json", "--tsv", "--pdf"])
def test_an_output_never_replaces_an_input(
    option: str, vcf: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(vcf.parent)
    assert cli.run(["interpret", str(vcf), "--tumour-type", "MEL", option, "./t.vcf"]) == 1
    assert "destroy" in capsys.readouterr().err
    assert vcf.read_text() == GOOD


def test_two_outputs_never_share_a_file(vcf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(vcf.parent / "out")
    assert cli.run(["interpret", str(vcf), "--tumour-type", "MEL", "--json", out, "--tsv", out]) == 1
    assert "Two outputs" in capsys.readouterr().err
    assert not Path(out).exists()


def test_a_batch_never_replaces_its_manifest_or_a_file_of_a_case(vcf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = vcf.parent / "results.csv"
    rows = f"sample,files,tumour_type\nS1,{vcf.name},MEL\n"
    manifest.write_text(rows)
    assert cli.run(["batch", str(manifest), "--out", str(vcf.parent)]) == 1
    assert "results.csv" in capsys.readouterr().err
    assert manifest.read_text() == rows
    table = vcf.parent / "S1.tsv"
    table.write_text("gene\tcopy_number\nERBB2\t18\n")
    other = vcf.parent / "tray.csv"
    other.write_text("sample,files,tumour_type\nS1,S1.tsv,BRCA\n")
    assert cli.run(["batch", str(other), "--out", str(vcf.parent)]) == 1
    assert "ERBB2" in table.read_text()


MANIFEST = "sample,files,tumour_type\nMüller,t.vcf,MEL\n"
MANIFESTS: dict[str, tuple[bytes, str, str]] = {
    "latin-1": (MANIFEST.encode("latin-1"), "not UTF-8", "CSV UTF-8"),
    "utf-16": (MANIFEST.encode("utf-16"), "UTF-16", "CSV UTF-8"),
    "workbook": (b"PK\x03\x04" + bytes(30), "workbook", "CSV UTF-8"),
    "open quote": (b'sample,files,tumour_type\n"S1,t.vcf,MEL\nS2,t.vcf,MEL\n', "quotation mark", "Correct"),
    "empty": (b"", "names no case", "Correct"),
}


@pytest.mark.parametrize("kind", MANIFESTS)
def test_a_faulty_manifest_says_how_to_mend_it(kind: str, vcf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, problem, remedy = MANIFESTS[kind]
    manifest = vcf.parent / "tray.csv"
    manifest.write_bytes(content)
    assert cli.run(["batch", str(manifest), "--out", str(vcf.parent / "out")]) == 1
    said = capsys.readouterr().err
    assert problem in said
    assert remedy in said.split("Remedy:")[1]
    assert not (vcf.parent / "out").exists()


@pytest.mark.parametrize("option", ["--results", "--person", "--assay", "--settings"])
def test_a_missing_file_beside_is_said_to_be_missing(
    option: str, vcf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["interpret", str(vcf), "--tumour-type", "MEL", option, str(vcf.parent / "gone.toml")]) == 1
    said = capsys.readouterr().err
    assert "cannot be read: No such file" in said
    assert "spelling of the name" in said
    assert "Errno" not in said


WRONG_ENTRIES: dict[str, tuple[str, str, str]] = {
    "marker": ("--results", '[[marker]]\nmarker = "PDL1"\nmethod = "IHC"\nvalue = 5\n', 'did you mean "PD-L1"?'),
    "region": ("--settings", 'region = "EMEA"\n', "EMA"),
    "smart quotes": ("--person", "schema = \u201dperson/1\u201d\n", "straight quotes"),
}


@pytest.mark.parametrize("kind", WRONG_ENTRIES)
def test_a_wrong_entry_is_answered_with_the_right_one(kind: str, vcf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    option, text, wanted = WRONG_ENTRIES[kind]
    path = vcf.parent / "own.toml"
    path.write_text('format = "results/1"\n' + text if option == "--results" else text, encoding="utf-8")
    assert cli.run(["interpret", str(vcf), "--tumour-type", "MEL", option, str(path)]) == 1
    assert wanted in capsys.readouterr().err


def _without_records(path: Path) -> list[str]:
    path.write_text(HEADER)
    return []


def _list_of_sites(path: Path) -> list[str]:
    lines = [line if line.startswith("##") else "\t".join(line.split("\t")[:8]) for line in GOOD.splitlines()]
    path.write_text("\n".join(lines) + "\n")
    return []


def _another_sample(path: Path) -> list[str]:
    other = path.parent / "u.vcf"
    other.write_text(GOOD.replace("T1", "U7"))
    return [str(other)]


def _long_ago(_: Path) -> list[str]:
    return ["--date", "2020-01-01"]


def _unknown_gene(path: Path) -> list[str]:
    typed = path.parent / "typed.toml"
    rows = "".join(
        f'[[sequence]]\ngene = "{gene}"\nchange = "{change}"\nstate = "detected"\nmethod = "PCR"\n'
        for gene, change in (("KRASS", "p.G12D"), ("KRAS", "p.A12D"), ("EZH2", "p.Y641F"))
    )
    typed.write_text('format = "results/1"\n' + rows)
    return ["--results", str(typed)]


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (_without_records, ["holds no record"]),
        (_list_of_sites, ["a list of sites"]),
        (_another_sample, ["different tumour samples", "U7"]),
        (_long_ago, ["lies before the catalogue's"]),
        (_unknown_gene, ["did you mean KRAS?", "residue 12 of KRAS is G"]),
    ],
)
def test_what_can_be_interpreted_but_is_doubtful_is_told(
    prepare: Callable[[Path], list[str]], told: list[str], vcf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = prepare(vcf)
    assert cli.run(["interpret", str(vcf), *more, "--tumour-type", "MEL"]) == 0
    said = capsys.readouterr().out
    for words in told:
        assert words in said
    assert "EZH2" not in "".join(line for line in said.splitlines() if line.startswith("!"))


def test_a_file_given_twice_is_refused(vcf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = vcf.parent / "copy.vcf"
    copy.write_text(GOOD)
    assert cli.run(["interpret", str(vcf), str(copy), "--tumour-type", "MEL"]) == 1
    assert "given twice" in capsys.readouterr().err


def test_check_tells_the_ledger_of_an_interpretation(vcf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", str(vcf)]) == 0
    said = capsys.readouterr().out
    assert "in the catalogue's genes: 1" in said
    assert "set aside" not in said


def test_reference_show_takes_the_usual_name_of_a_protein(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["reference", "show", "her2"]) == 0
    assert "ERBB2  NM_004448" in capsys.readouterr().out
