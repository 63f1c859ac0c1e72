"""A laboratory's own list kept in a spreadsheet workbook (XLSX): its first sheet as rows of text.

Spreadsheets turn gene names into dates and texts into formulas without a word, so such a cell is named, not guessed.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interpreter.errors import InputFileError

_LARGEST = 50_000_000
"""Bytes of all parts of a workbook, unpacked (S25)."""
_MOST_ROWS = 200_000


def workbook_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give (row number, cells as text) of the first sheet; numbers are written as shown, empty cells are "".

    Raises:
        InputFileError: not a workbook, too large, or a cell holds a date or a formula.
    """
    import openpyxl

    _check_size(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, SyntaxError) as error:
        raise _fault(path, "is no workbook that can be read (XLSX)", _AS_TEXT) from error
    try:
        sheet = book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > _MOST_ROWS:
                raise _fault(path, f"has more than {_MOST_ROWS} rows", _AS_TEXT)
            yield number, [_text(path, number, column, cell.value) for column, cell in enumerate(row, start=1)]
    finally:
        book.close()


_AS_TEXT = "Save the sheet as tab-separated text (TSV, UTF-8) and give that file."


def _text(path: Path, row: int, column: int, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.date | datetime.time):
        raise _fault(
            path,
            f"has a date in row {row}, column {column}; a spreadsheet turns gene names (MARCH1, SEPT9) into dates",
            "Format the column as text and type the cell again.",
        )
    if isinstance(value, str) and value.startswith("="):
        raise _fault(path, f"has a formula in row {row}, column {column}", "Replace it by its value, as text.")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise _fault(path, "is no workbook that can be read (XLSX)", _AS_TEXT) from error
    if size > _LARGEST:
        raise _fault(path, f"would unpack to {size // 1_000_000} MB", _AS_TEXT)


def _fault(path: Path, what: str, remedy: str) -> InputFileError:
    return InputFileError(problem=f"'{path.name}' {what}.", meaning="Nothing was imported from it.", remedy=remedy)
