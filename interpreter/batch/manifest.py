"""The batch manifest: one row a case, checked whole before anything starts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interpreter.errors import InterpreterError, ManifestError
from interpreter.files import safe_name
from interpreter.model.genes import Assembly

REQUIRED = ("sample", "files", "tumour_type")
OPTIONAL = ("assembly", "tumour_sample", "normal_sample", "assay", "results", "coverage", "person", "order_id")
_LARGEST = 20_000_000
_NOT_STARTED = "No case was started, so that none is done twice or left out without a word."


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEntry:
    """One case of a batch; paths are absolute."""

    row: int
    """Line of the manifest, 1-based, the header being line 1."""
    sample: str
    file_stem: str
    """Name of its output files, safe and unique in the batch."""
    files: tuple[Path, ...]
    tumour_type: str
    """OncoTree code."""
    assembly: Assembly | None
    tumour_sample: str
    normal_sample: str
    assay: Path | None
    results: Path | None
    coverage: tuple[Path, ...]
    person: Path | None
    order_id: str


def read_manifest(path: Path, resolve_tumour_type: Callable[[str], str]) -> tuple[ManifestEntry, ...]:
    """Read and check a manifest; relative paths are looked for beside it.

    `resolve_tumour_type` gives the OncoTree code of a code or name, or raises an InterpreterError.

    Raises:
        ManifestError: every faulty row is named; nothing has been started.
    """
    rows = _rows(path)
    faults: list[str] = []
    entries = [
        entry for number, row in rows if (entry := _entry(number, row, path.parent, resolve_tumour_type, faults))
    ]
    seen: dict[str, int] = {}
    for entry in entries:
        name = entry.file_stem.casefold()
        if name in seen:
            faults.append(f"line {entry.row}: sample '{entry.sample}' would write the same files as line {seen[name]}")
        seen.setdefault(name, entry.row)
    if faults:
        raise _faulty(path, faults)
    if not entries:
        raise _faulty(path, ["it names no case: a header line and one line for each case are needed (docs/batch.md)"])
    return tuple(entries)


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise _faulty(path, [f"it is larger than {_LARGEST // 1_000_000} MB"])
        data = path.read_bytes()
    except OSError as error:
        raise ManifestError(
            problem=f"The manifest '{path.name}' cannot be read: {error.strerror or error}.",
            meaning=_NOT_STARTED,
            remedy="Check the folder and the spelling of the name, and whether you may read the file.",
        ) from error
    if data.startswith(b"PK\x03\x04"):
        raise _not_text(path, "a spreadsheet workbook or a zip archive")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        raise _not_text(path, "UTF-16 text" if utf16 else f"not UTF-8 text (byte {error.start + 1})") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    header: list[str] | None = None
    rows: list[tuple[int, dict[str, str]]] = []
    faults: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [cell.strip().lower() for cell in cells]
                faults.extend(_header_faults(header))
                if faults:
                    break
            elif any("\n" in cell for cell in cells):
                faults.append(f"line {reader.line_num}: a quotation mark opens here or above and does not close")
            elif len(cells) != len(header):
                faults.append(f"line {reader.line_num}: {len(cells)} cells, the header has {len(header)}")
            else:
                rows.append((reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=True))))
    except csv.Error as error:
        faults.append(f"line {reader.line_num}: {error}")
    if faults:
        raise _faulty(path, faults)
    return rows


def _header_faults(header: list[str]) -> list[str]:
    faults = [f"line 1: the column '{name}' is missing" for name in REQUIRED if name not in header]
    faults += [
        f"line 1: there is no column '{name}'; known are {', '.join((*REQUIRED, *OPTIONAL))}"
        for name in header
        if name not in REQUIRED and name not in OPTIONAL
    ]
    return faults + [f"line 1: the column '{name}' stands twice" for name in set(header) if header.count(name) > 1]


def _entry(
    number: int, row: dict[str, str], folder: Path, resolve: Callable[[str], str], faults: list[str]
) -> ManifestEntry | None:
    before = len(faults)

    def fault(text: str) -> None:
        faults.append(f"line {number}: {text}")

    def existing(name: str) -> Path | None:
        path = (folder / name).absolute()
        if not path.is_file():
            fault(f"the file '{name}' is not there")
            return None
        return path

    def optional(column: str) -> Path | None:
        return existing(row[column]) if row.get(column) else None

    def several(column: str) -> tuple[Path, ...]:
        names = [name.strip() for name in row.get(column, "").split("|") if name.strip()]
        return tuple(path for name in names if (path := existing(name)) is not None)

    if not row["sample"]:
        fault("the sample has no name")
    files = several("files")
    if not row["files"]:
        fault("no file is named")
    code = ""
    try:
        code = resolve(row["tumour_type"])
    except InterpreterError as error:
        fault(f"{error.problem} {error.remedy}")
    assembly = None
    if row.get("assembly"):
        try:
            assembly = Assembly(row["assembly"])
        except ValueError:
            fault(f"assembly '{row['assembly']}': GRCh37, GRCh38 or an empty cell is needed")
    entry = ManifestEntry(
        row=number,
        sample=row["sample"],
        file_stem=safe_name(row["sample"]),
        files=files,
        tumour_type=code,
        assembly=assembly,
        tumour_sample=row.get("tumour_sample", ""),
        normal_sample=row.get("normal_sample", ""),
        assay=optional("assay"),
        results=optional("results"),
        coverage=several("coverage"),
        person=optional("person"),
        order_id=row.get("order_id", ""),
    )
    return entry if len(faults) == before else None


def _not_text(path: Path, what: str) -> ManifestError:
    return ManifestError(
        problem=f"The manifest '{path.name}' is {what}; a table as UTF-8 text is needed.",
        meaning=_NOT_STARTED,
        remedy="Save it from the spreadsheet program as 'CSV UTF-8', and start the batch again.",
    )


def _faulty(path: Path, faults: list[str]) -> ManifestError:
    return ManifestError(
        problem=f"The manifest '{path.name}' has {'a fault' if len(faults) == 1 else f'{len(faults)} faults'}.",
        meaning=_NOT_STARTED,
        remedy="Correct what is named above and start the batch again.",
        details=tuple(faults),
    )
