"""A laboratory's own list by a mapping file; the example of the documentation is the one that is read."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import openpyxl
import pytest

from interpreter.catalogue.import_table import import_table, read_mapping
from interpreter.errors import InputFileError
from interpreter.model.evidence import Layer, Response
from tests.catalogue.imports_kit import context, evidence, faults, reasons

DOCS = Path(__file__).parents[2] / "docs" / "catalogue-import.md"


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(example("toml"), encoding="utf-8")
    return path


def test_the_documented_example_is_read(tmp_path: Path, mapping: Path) -> None:
    table = tmp_path / "list.tsv"
    table.write_text(example("tsv"), encoding="utf-8")
    result = import_table(table, mapping, context())
    found = evidence(result)
    item = found["EV-OWN-LAB-1"]
    assert (item.layer, item.biomarker, item.tumour_types) == (Layer.LOCAL, "BRAF p.V600E", ("LCH",))
    assert item.response is Response.SENSITIVITY
    assert result.read == result.taken + len(result.left_out)
    assert faults(result) == ()


HEAD = "no\tmarker\ttumour\tdrug\teffect\tstrength\twhere\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("1\tBRAF V600\tMelanoma\tvemurafenib\tworks", "response"),
        ("1\tBRAF Q600E\tMelanoma\tvemurafenib\tresponds", "residue 600"),
        ("1\tBRAF V600E\tNowhere\tvemurafenib\tresponds", "no OncoTree"),
        ("\tBRAF V600E\tMelanoma\tvemurafenib\tresponds", "id is empty"),
        ("1\tBRAF V600E\tMelanoma\tvemurafenib\tresponds\tlabel", "approval needs a label row"),
    ],
)
def test_a_faulty_row_is_left_out_with_its_reason(tmp_path: Path, mapping: Path, line: str, told: str) -> None:
    text = mapping.read_text(encoding="utf-8").replace("[values.level]", '[values.level]\nlabel = "approved"')
    mapping.write_text(text, encoding="utf-8")
    cells = [*line.split("\t"), "", ""][:7]
    cells[5] = cells[5] or "cohort"
    table = tmp_path / "list.tsv"
    table.write_text(HEAD + "\t".join(cells) + "\n", encoding="utf-8")
    result = import_table(table, mapping, context())
    assert (result.taken, len(result.left_out)) == (0, 1)
    assert told in next(iter(reasons(result).values()))


@pytest.mark.parametrize("name", ["list.xlsx", "list.xls", "list.ods"])
def test_what_is_no_workbook_is_refused_with_the_remedy(tmp_path: Path, mapping: Path, name: str) -> None:
    table = tmp_path / name
    table.write_bytes(b"PK")
    with pytest.raises(InputFileError) as caught:
        import_table(table, mapping, context())
    assert "tab-separated" in caught.value.remedy


def _workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_gives_the_rows_of_the_same_table_as_text(tmp_path: Path, mapping: Path) -> None:
    table = tmp_path / "list.tsv"
    table.write_text(example("tsv"), encoding="utf-8")
    cells: list[list[object]] = [list(line.split("\t")) for line in example("tsv").splitlines()]
    from_text = import_table(table, mapping, context())
    from_book = import_table(_workbook(tmp_path / "list.xlsx", cells), mapping, context())
    assert from_book.taken == from_text.taken > 0
    assert from_book.tables == from_text.tables


@pytest.mark.parametrize(("cell", "told"), [(datetime.date(2026, 9, 1), "a date"), ("=A1", "a formula")])
def test_a_cell_the_spreadsheet_has_changed_is_named(tmp_path: Path, mapping: Path, cell: object, told: str) -> None:
    head: list[object] = list(HEAD.strip("\n").split("\t"))
    path = _workbook(tmp_path / "list.xlsx", [head, [cell, *["x"] * (len(head) - 1)]])
    with pytest.raises(InputFileError) as caught:
        import_table(path, mapping, context())
    assert told in caught.value.problem
    assert "row 2, column 1" in caught.value.problem


def test_all_faults_of_a_mapping_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text('colour = 1\n[release]\nname = "x"\n[columns]\nid = "no"\nshape = "y"\n', encoding="utf-8")
    with pytest.raises(InputFileError) as caught:
        read_mapping(path)
    told = "\n".join(caught.value.details)
    for word in ("'colour'", "lacks version", "'shape'", "what biomarker is", "what level is"):
        assert word in told


def test_a_missing_column_is_named(tmp_path: Path, mapping: Path) -> None:
    table = tmp_path / "list.tsv"
    table.write_text("no\tmarker\n1\tBRAF V600E\n", encoding="utf-8")
    with pytest.raises(InputFileError, match="no column drug"):
        import_table(table, mapping, context())
