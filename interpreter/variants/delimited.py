"""Tables of text (tab, comma or semicolon): header found by content, columns by name, every row accounted for."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from interpreter.errors import InputFileError
from interpreter.variants.gate import InputSource, decode

_NAME = re.compile(r"[^a-z0-9]+")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST_CELL = 120
_EMPTY = frozenset({"", ".", "NA", "N/A", "n/a", "na", "nan", "NaN", "NULL", "null", "-1.#IND"})


def column_name(text: str) -> str:
    """Give the name by which a column is looked for: lower case, one underscore between words.

    >>> column_name("Gene_1_symbol(5end_fusion_partner)"), column_name("#chr"), column_name("Gene A")
    ('gene_1_symbol_5end_fusion_partner', 'chr', 'gene_a')
    """
    return _NAME.sub("_", text.lower()).strip("_")


def shown(text: str) -> str:
    """Give a cell as it may be quoted: one line, no control characters, cut where it is long."""
    plain = _UNSAFE.sub(" ", text)
    return plain if len(plain) <= _LONGEST_CELL else f"{plain[: _LONGEST_CELL - 3]}..."


@dataclass(frozen=True, slots=True)
class Row:
    """One data row. Cells that say "nothing" (".", "NA", ...) read as empty."""

    line: int
    """1-based line number in the file."""
    cells: Mapping[str, str]

    def get(self, *names: str) -> str:
        """Give the first of the columns that has a value, else ""."""
        for name in names:
            value = self.cells.get(name, "")
            if value and value not in _EMPTY:
                return value
        return ""

    def text(self, *names: str) -> str:
        """Give the deciding cells for the record of where a call was written."""
        return shown(" ".join(self.cells.get(name, "") for name in names if self.cells.get(name)))


@dataclass(frozen=True, slots=True)
class Table:
    """The head of a table: `columns` are normalised names, `comments` the lines before the header without "#"."""

    columns: tuple[str, ...]
    delimiter: str
    comments: tuple[str, ...]
    header_line: int

    def has(self, names: Iterable[str]) -> bool:
        return set(names) <= set(self.columns)


def table_of(head: bytes) -> Table | None:
    """Find the header line in the first bytes of a file; None where there is none.

    Lines with "##" or "# " and "#version" are comments; a single "#" before the header is part of it.
    """
    comments: list[str] = []
    for number, line in enumerate(decode(head).splitlines()[:2000], start=1):
        if not line.strip():
            continue
        if line.startswith(("##", "# ", "#version")):
            comments.append(line.lstrip("# "))
            continue
        delimiter = max("\t,;", key=line.count)
        if not line.count(delimiter):
            return None
        columns = tuple(column_name(cell) for cell in _cells(line, delimiter))
        return Table(columns, delimiter, tuple(comments), number)
    return None


def rows(source: InputSource, table: Table) -> Iterator[Row | tuple[int, str]]:
    """Give every data row, or its line and what is wrong with it; blank lines and later comments are no rows."""
    width = len(table.columns)
    for number, line in enumerate(source.lines(), start=1):
        if number <= table.header_line or not line.strip() or line.startswith("#"):
            continue
        cells = _cells(line, table.delimiter)
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            yield number, f"columns: {len(cells)} cells under {width} columns"
            continue
        cells += [""] * (width - len(cells))
        yield Row(number, dict(zip(table.columns, (cell.strip() for cell in cells), strict=False)))


def need(source: InputSource, table: Table, what: str, wanted: Iterable[tuple[str, ...]]) -> None:
    """Refuse a table without one of each group of columns.

    Raises:
        InputFileError: names every column that is missing.
    """
    missing = tuple(" or ".join(group) for group in wanted if not set(group) & set(table.columns))
    if missing:
        raise InputFileError(
            problem=f"'{source.name}' looks like {what}, but columns are missing.",
            meaning="Nothing of this file was used, so no marker was judged from it; this is not a negative result.",
            remedy="Export the table again with these columns.",
            details=missing,
        )


def whole(text: str) -> int | None:
    """Read a count or position; None for anything that is none ("12.0" is 12)."""
    text = text.removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def decimal(text: str) -> float | None:
    """Read a decimal number, None for anything that is none or is not finite."""
    if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", text):
        return None
    return float(text)


def _cells(line: str, delimiter: str) -> list[str]:
    if delimiter == "\t" or '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        return line.split(delimiter)
