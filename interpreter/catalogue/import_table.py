"""A laboratory's own list (tab-separated) -> rows of a layer, by a mapping file that says which column is which.

The mapping (TOML) has `[release]` (name, version, date, licence, layer), `[columns]` (our column = "their column"),
`[constants]` (our column = "value"), `[values.COLUMN]` ("their word" = "our word") and `biomarker` = "language" (they
write marker expressions) or "profile" (they write profiles such as "BRAF V600E"). docs/catalogue-import.md has one.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interpreter.catalogue import columns
from interpreter.catalogue.disease_map import Disease, map_disease
from interpreter.catalogue.imports import Gatherer, ImportContext, ImportResult, release_text
from interpreter.catalogue.profile_language import Translation, translate_profile
from interpreter.catalogue.workbook import workbook_rows
from interpreter.errors import InputFileError, MarkerSyntaxError
from interpreter.files import unreadable
from interpreter.model.evidence import EvidenceClass, Layer
from interpreter.model.marker_text import parse_marker

_RELEASE = ("name", "version", "date", "licence")
_OWN = {"source", "pmid"}
"""Two names beside the evidence columns: words of a citation, and its PubMed number."""
_ALLOWED = (set(columns.EVIDENCE.names) | _OWN) - {"source_ids", "disputed_by", "disease_excluded", "status"}
_NEEDED = ("id", "biomarker", "tumour_types", "response", "level")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """A mapping file, checked."""

    release: Mapping[str, str]
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    profiles: bool


def import_table(path: Path, mapping_file: Path, context: ImportContext) -> ImportResult:
    """Read a laboratory's list; every row is taken or left out with its reason.

    Raises:
        InputFileError: the table or the mapping cannot be read; all faults of the mapping are named.
    """
    mapping = read_mapping(mapping_file)
    gatherer = Gatherer(source="OWN", context=context)
    seen: set[str] = set()
    for place, cells in _rows(path, mapping):
        gatherer.read += 1
        row = {ours: cells[theirs].strip() for ours, theirs in mapping.columns.items()}
        row |= {name: value for name, value in mapping.constants.items() if not row.get(name)}
        row = {name: mapping.values.get(name, {}).get(value, value) for name, value in row.items()}
        identity = _identity(row["id"])
        reason = _refusal(row, identity, seen)
        if reason:
            gatherer.leave_out(place, row["biomarker"], reason)
            continue
        seen.add(identity)
        _take(identity, place, row, mapping, gatherer)
    layer = Layer(mapping.release.get("layer", Layer.LOCAL.value))
    return gatherer.result(release_text(**{name: mapping.release[name] for name in _RELEASE}, layer=layer))


def read_mapping(path: Path) -> TableMapping:
    """Read a mapping file.

    Raises:
        InputFileError: it cannot be read, or names columns that do not exist; all faults are named.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise unreadable(path, error) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _faulty_mapping(path, (str(error),)) from error
    faults = [
        f"[{name}] is missing" for name in ("release", "columns") if not isinstance(values.get(name), dict)
    ] or list(_mapping_faults(values))
    if faults:
        raise _faulty_mapping(path, tuple(faults))
    return TableMapping(
        release={name: str(value) for name, value in values["release"].items()},
        columns=values["columns"],
        constants={name: str(value) for name, value in values.get("constants", {}).items()},
        values=values.get("values", {}),
        profiles=values.get("biomarker", "language") == "profile",
    )


def _mapping_faults(values: Mapping[str, Any]) -> Iterator[str]:
    for name in set(values) - {"release", "columns", "constants", "values", "biomarker"}:
        yield f"there is no section '{name}'"
    for name in _RELEASE:
        if not values["release"].get(name):
            yield f"[release] lacks {name}"
    if values["release"].get("layer", Layer.LOCAL.value) not in {Layer.LOCAL.value, Layer.IMPORTED.value}:
        yield "[release] layer is local or imported"
    if values.get("biomarker", "language") not in {"language", "profile"}:
        yield 'biomarker is "language" or "profile"'
    given = set(values["columns"]) | set(values.get("constants", {}))
    for name in sorted(given - _ALLOWED):
        yield f"there is no column '{name}'; known are {', '.join(sorted(_ALLOWED))}"
    for name in _NEEDED:
        if name not in given:
            yield f"nothing says what {name} is"
    if "id" not in values["columns"] or "biomarker" not in values["columns"]:
        yield "id and biomarker are columns of the table, not constants"


def _rows(path: Path, mapping: TableMapping) -> Iterator[tuple[str, Mapping[str, str]]]:
    if path.suffix.lower() in {".xls", ".ods"}:
        raise InputFileError(
            problem=f"'{path.name}' is a spreadsheet of a kind that is not read here.",
            meaning="Nothing was imported from it.",
            remedy="Save the sheet as tab-separated text (TSV, UTF-8) or as XLSX, and give that file.",
        )
    if path.suffix.lower() == ".xlsx":
        yield from _workbook(path, mapping)
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text, delimiter="\t", restkey="", restval="")
            missing = sorted(set(mapping.columns.values()) - set(reader.fieldnames or ()))
            if missing:
                raise _unreadable(path, f"it has no column {', '.join(missing)}")
            for cells in reader:
                yield f"line {reader.line_num}", cells
    except OSError as error:
        raise unreadable(path, error) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, str(error)) from error


def _workbook(path: Path, mapping: TableMapping) -> Iterator[tuple[str, Mapping[str, str]]]:
    rows = workbook_rows(path)
    _, header = next(rows, (0, []))
    missing = sorted(set(mapping.columns.values()) - set(header))
    if missing:
        raise _unreadable(path, f"it has no column {', '.join(missing)}")
    for number, cells in rows:
        if any(cells):
            yield f"row {number}", dict(zip(header, cells, strict=False))


def _refusal(row: Mapping[str, str], identity: str, seen: set[str]) -> str:
    if not row["id"]:
        return "its id is empty"
    if identity in seen:
        return f"id {row['id']} stands in an earlier row"
    if row["level"] == EvidenceClass.APPROVED.value:
        return "level approved: an approval needs a label row, which a list cannot give"
    return next(
        (
            fault
            for column in columns.EVIDENCE.columns
            if column.name in row
            and column.name in _CHECKED
            and (fault := columns.faults_of_cell(column, row[column.name]))
        ),
        "",
    )


_CHECKED = {"response", "direction", "level", "setting", "line", "test", "region", "escat", "source_date", "checked_on"}


def _take(identity: str, place: str, row: dict[str, str], mapping: TableMapping, gatherer: Gatherer) -> None:
    translation = _marker(row["biomarker"], mapping, gatherer)
    if translation.marker is None:
        gatherer.leave_out(place, row["biomarker"], translation.reason, "the marker cannot be read")
        return
    disease = _disease(row["tumour_types"], gatherer.context)
    if not disease.codes:
        gatherer.leave_out(place, row["biomarker"], disease.reason, disease.reason)
        return
    for note in translation.notes:
        gatherer.warn(place, row["biomarker"], note, "the marker was read in a certain way")
    gatherer.taken += 1
    regimen = gatherer.names.regimen(tuple(re.split(r"\s*\+\s*", row.get("therapies", ""))))
    kept = {name: row[name] for name in row if name in columns.EVIDENCE.names and name not in {"id", "biomarker"}}
    kept.pop("tumour_types")
    kept |= {
        "therapies": " + ".join(regimen),
        "direction": row.get("direction") or "supports",
        "source_level": row.get("source_level") or f"list of {mapping.release['name']}",
        "source_ids": _source(identity, row, mapping, gatherer),
        "statement": row.get("statement") or f"{mapping.release['name']}, row {row['id']}.",
    }
    gatherer.add(identity, translation.marker, disease, **kept)


def _marker(text: str, mapping: TableMapping, gatherer: Gatherer) -> Translation:
    if mapping.profiles:
        return translate_profile(text, gatherer.context.naming)
    try:
        return Translation(parse_marker(text))
    except MarkerSyntaxError as fault:
        return Translation(None, fault.problem)


def _disease(text: str, context: ImportContext) -> Disease:
    """Read codes or names joined by "|"."""
    codes: list[str] = []
    for name in text.split("|"):
        word = name.strip()
        found = Disease((word,)) if word in {"ANY", "ANY_SOLID"} else map_disease(word, context.tumours)
        if not found.codes or found.requires:
            return Disease(
                (), reason=found.reason or f"disease '{word}' asks for {found.requires}: write it in the marker"
            )
        codes += found.codes
    return Disease(tuple(dict.fromkeys(codes)))


def _source(identity: str, row: Mapping[str, str], mapping: TableMapping, gatherer: Gatherer) -> str:
    pmid = row.get("pmid", "")
    return gatherer.add_source(
        f"SRC-{identity}",
        kind="paper" if pmid else "other",
        citation=row.get("source") or f"{mapping.release['name']}, row {row['id']}",
        pmid=pmid if pmid.isdigit() else "",
        licence=mapping.release["licence"],
    )


def _identity(text: str) -> str:
    return "EV-OWN-" + "-".join(re.findall(r"[A-Z0-9]+", text.upper()))


def _unreadable(path: Path, reason: str) -> InputFileError:
    return InputFileError(
        problem=f"The table '{path.name}' cannot be imported: {reason}.",
        meaning="Nothing was imported.",
        remedy="Give tab-separated UTF-8 text with one header line whose names the mapping uses.",
    )


def _faulty_mapping(path: Path, faults: tuple[str, ...]) -> InputFileError:
    return InputFileError(
        problem=f"The mapping '{path.name}' cannot be used.",
        meaning="Nothing was imported.",
        remedy="Correct what is named above; docs/catalogue-import.md shows a whole mapping.",
        details=faults,
    )
