"""Catalogue tables as they lie in a folder: names and bytes, then rows of text with their file and line."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from interpreter.catalogue.columns import TABLES, Table
from interpreter.errors import CatalogueError

RELEASE = "release.toml"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `place` names file and line for messages."""

    file: str
    line: int
    cells: Mapping[str, str]

    @property
    def place(self) -> str:
        return f"{self.file} line {self.line}"

    def __getitem__(self, name: str) -> str:
        return self.cells[name]

    def items_of(self, name: str) -> tuple[str, ...]:
        """Give the values of a list cell; empty when the cell is."""
        text = self.cells[name]
        return tuple(text.split("|")) if text else ()


def read_folder(folder: Path) -> dict[str, bytes]:
    """Give release.toml and every table of a folder, keyed by the name within it ("evidence/lung.tsv"), sorted.

    Raises:
        CatalogueError: the folder has no release.toml or a file cannot be read.
    """
    if not (folder / RELEASE).is_file():
        raise CatalogueError(
            problem=f"'{folder}' is not a catalogue: it holds no {RELEASE}.",
            meaning="None of its rows were used.",
            remedy="Name the folder of a catalogue, or a pack file made by 'interpreter catalogue'.",
        )
    names = [RELEASE]
    for path in folder.rglob("*.tsv"):
        names.append(path.relative_to(folder).as_posix())
    try:
        return {name: (folder / name).read_bytes() for name in sorted(names)}
    except OSError as error:
        raise CatalogueError(
            problem=f"A table of the catalogue '{folder}' cannot be read: {error}.",
            meaning="None of its rows were used.",
            remedy="Check that the files exist and may be read, then try again.",
        ) from error


def digest(tables: Mapping[str, bytes]) -> str:
    """Give the sha256 over names and bytes of all tables, in the order of the names."""
    total = hashlib.sha256()
    for name in sorted(tables):
        content = tables[name]
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def table_of(name: str) -> Table | None:
    """Tell which kind of table a file is: by its folder, or by its name at the top ("genes.tsv")."""
    folder, _, _ = name.rpartition("/")
    return TABLES.get(folder.split("/")[0] if folder else name.removesuffix(".tsv"))


def rows(tables: Mapping[str, bytes], table: Table, faults: list[str]) -> Iterator[Row]:
    """Give every row of one kind of table, file by file; what cannot be read as a row is told in `faults`."""
    for name in sorted(tables):
        if name.endswith(".tsv") and table_of(name) is table:
            yield from _rows_of_file(name, tables[name], table, faults)


def _rows_of_file(name: str, content: bytes, table: Table, faults: list[str]) -> Iterator[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(f"{name}: not UTF-8 text (byte {error.start})")
        return
    reader = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader, [])
    missing = [column.name for column in table.columns if column.name not in header and not column.added]
    unknown = [] if table.open_ended else [column for column in header if column not in table.names]
    if missing or unknown or len(set(header)) != len(header):
        if missing:
            faults.append(f"{name} line 1: columns are missing: {', '.join(missing)}")
        if unknown:
            faults.append(f"{name} line 1: unknown columns: {', '.join(unknown)}")
        if len(set(header)) != len(header):
            faults.append(f"{name} line 1: a column stands twice")
        return
    width, empty = len(header), {column.name: "" for column in table.columns if column.added}
    for values in reader:
        if not values:
            continue
        if len(values) != width:
            faults.append(f"{name} line {reader.line_num}: {len(values)} cells where the header has {width}")
            continue
        yield Row(name, reader.line_num, empty | dict(zip(header, values, strict=True)))
