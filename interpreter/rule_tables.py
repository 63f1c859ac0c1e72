"""Rules that are data: tab-separated tables, read whole, every fault told at once; lines with "#" are comments."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from interpreter.errors import InterpreterError
from interpreter.resources import resource_path


class RuleTableError(InterpreterError):
    """A rule table is missing, or a row of it is faulty; `details` names every faulty row."""


@cache
def rule_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Give the rows of a table shipped as `resources/rules/<name>`, by column name; missing cells are "".

    Raises:
        RuleTableError: the shipped table is damaged.
    """
    return tuple(row for _, row in read_rows(resource_path(f"rules/{name}"), ()))


def read_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, Mapping[str, str]]]:
    """Give (line number, cells by column) of each row; blank lines and lines that begin with "#" are skipped.

    Raises:
        RuleTableError: the file cannot be read, lacks a column, or a row has too few or too many cells.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise faulty(path, (f"cannot be read as UTF-8 text: {error}",)) from error
    first = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
    header = lines[first].split("\t") if lines else []
    missing = [name for name in columns if name not in header]
    if missing:
        raise faulty(path, (f"line {first + 1} lacks the column {', '.join(missing)}",))
    rows: list[tuple[int, Mapping[str, str]]] = []
    faults: list[str] = []
    for number, line in enumerate(lines[first + 1 :], start=first + 2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > len(header):
            faults.append(f"line {number} has {len(cells)} cells; the header has {len(header)}")
            continue
        cells += [""] * (len(header) - len(cells))  # spreadsheets cut trailing empty cells
        rows.append((number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
    if faults:
        raise faulty(path, tuple(faults))
    return rows


def faulty(path: Path, details: tuple[str, ...]) -> RuleTableError:
    """Build the fault for a table, one line of `details` for each faulty row."""
    return RuleTableError(
        problem=f"The rule table '{path.name}' is faulty.",
        meaning="None of its rules were used, and nothing was worked out from it.",
        remedy="Correct the rows named above, or take the program's own table again.",
        details=details,
    )


def listed(cell: str) -> tuple[str, ...]:
    """Give the values of a cell joined by "|"; empty when the cell is."""
    return tuple(part.strip() for part in cell.split("|")) if cell else ()
