"""The manifest is checked whole before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpreter.batch.manifest import read_manifest
from interpreter.errors import ManifestError, TumourTypeError
from interpreter.model.genes import Assembly


def _resolve(text: str) -> str:
    if text == "LUAD":
        return text
    raise TumourTypeError(problem=f"'{text}' is unknown.", meaning="", remedy="Did you mean LUAD?")


def _write(folder: Path, text: str) -> Path:
    (folder / "a.vcf").write_text("x")
    (folder / "b.vcf").write_text("x")
    path = folder / "manifest.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_become_cases_with_paths_beside_the_manifest(tmp_path: Path) -> None:
    path = _write(tmp_path, "sample,files,tumour_type,assembly,order_id\nS 1,a.vcf|b.vcf,LUAD,GRCh37,O-1\n")
    (entry,) = read_manifest(path, _resolve)
    assert entry.files == (tmp_path / "a.vcf", tmp_path / "b.vcf")
    assert (entry.file_stem, entry.assembly, entry.order_id) == ("S-1", Assembly.GRCH37, "O-1")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_other_spreadsheets_are_read(tmp_path: Path, delimiter: str) -> None:
    text = (
        "\ufeff" + delimiter.join(("sample", "files", "tumour_type")) + "\r\n" + delimiter.join(("S", "a.vcf", "LUAD"))
    )
    (entry,) = read_manifest(_write(tmp_path, text), _resolve)
    assert (entry.sample, entry.files) == ("S", (tmp_path / "a.vcf",))


def test_every_faulty_row_is_named_and_nothing_starts(tmp_path: Path) -> None:
    text = (
        "sample,files,tumour_type,assembly\n"
        "S1,a.vcf,LUAD,hg37\n"
        "S2,gone.vcf,LUAD,\n"
        "S3,a.vcf,LUNG?,\n"
        "S/4,a.vcf,LUAD,\n"
        "S-4,b.vcf,LUAD,\n"
        ",a.vcf,LUAD,\n"
    )
    with pytest.raises(ManifestError) as fault:
        read_manifest(_write(tmp_path, text), _resolve)
    told = "\n".join(fault.value.details)
    for line, word in (
        ("line 2", "hg37"),
        ("line 3", "gone.vcf"),
        ("line 4", "LUNG?"),
        ("line 6", "S-4"),
        ("line 7", "no name"),
    ):
        assert any(detail.startswith(line) and word in detail for detail in fault.value.details), told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sample,files\nS,a.vcf\n",
        "sample,files,tumour_type,colour\nS,a.vcf,LUAD,red\n",
        "sample,files,tumour_type\n",
    ],
)
def test_a_table_without_its_columns_or_rows_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ManifestError):
        read_manifest(_write(tmp_path, text), _resolve)
