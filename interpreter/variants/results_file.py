"""RESULTS.toml: specimen, quality statement and typed-in results, of a closed vocabulary (RULES R8)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interpreter.errors import ResultsFileError
from interpreter.model.assessment import AlterationClass
from interpreter.model.results import MarkerResult, PharmacogeneResult, SequenceResult, Specimen, SpecimenKind
from interpreter.variants.assay import SampleQc
from interpreter.variants.results_entries import (
    marker_entry,
    pharmacogene_entry,
    sequence_entry,
    vocabulary,
)
from interpreter.variants.toml_tables import TOML_NEEDS, UNREADABLE, TomlTable, read_bounded

_FORMAT = "results/1"
_LIMIT = 4_000_000
_TOP = ("format", "sample_qc", "sample_qc_classes", "sample_qc_note", "specimen", "case", "marker", "sequence")
_SPECIMEN = ("kind", "site", "collected", "block_id", "tumour_content", "germline")
_CASE = ("sample_id", "stage", "line", "prior_therapies", "age")
_THERAPY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 +,/()'-]{1,79}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedResults:
    """What a RESULTS.toml states; everything it does not state is unknown, never negative."""

    file_name: str
    specimen: Specimen
    sample_qc: SampleQc
    marker_results: tuple[MarkerResult, ...] = ()
    sequence_results: tuple[SequenceResult, ...] = ()
    pharmacogenes: tuple[PharmacogeneResult, ...] = ()
    stage: str = ""
    line: str = ""
    prior_therapies: tuple[str, ...] = ()
    age: int | None = None
    sample_id: str = ""
    """The sample these results are of; files of another sample hold the case (S18)."""


def read_results(path: Path) -> TypedResults:
    """Read a RESULTS.toml.

    Raises:
        ResultsFileError: it cannot be read, or holds values outside the vocabulary; all of them are listed, each
            with what is allowed.
    """
    try:
        values = tomllib.loads(read_bounded(path, _LIMIT).decode("utf-8-sig"))
    except OSError as error:
        raise ResultsFileError(
            problem=f"'{path.name}' cannot be read: {error.strerror or error}.",
            meaning="None of the typed-in results was used.",
            remedy=UNREADABLE,
        ) from error
    except ValueError as error:
        raise ResultsFileError(
            problem=f"'{path.name}' could not be read as TOML: {error}.",
            meaning="None of the typed-in results was used.",
            remedy=f"Correct the file as docs/results.md describes it; {TOML_NEEDS}",
        ) from error
    return parse_results(values, path.name)


def parse_results(values: object, file_name: str) -> TypedResults:
    """Check the values of a RESULTS.toml, or of a form that was filled in.

    Raises:
        ResultsFileError: as `read_results`.
    """
    faults: list[str] = []
    top = TomlTable(values, "", faults, (*_TOP, "pharmacogene"))
    if top.raw("format") != _FORMAT:
        top.fault("format", f'must be "{_FORMAT}"')
    typed = TypedResults(
        file_name=file_name,
        specimen=_specimen(top, faults),
        sample_qc=_sample_qc(top),
        marker_results=tuple(
            marker_entry(entry, f"[[marker]] {number}", file_name, faults)
            for number, entry in enumerate(top.tables("marker"), start=1)
        ),
        sequence_results=tuple(
            sequence_entry(entry, f"[[sequence]] {number}", file_name, faults)
            for number, entry in enumerate(top.tables("sequence"), start=1)
        ),
        pharmacogenes=tuple(
            pharmacogene_entry(entry, f"[[pharmacogene]] {number}", file_name, faults)
            for number, entry in enumerate(top.tables("pharmacogene"), start=1)
        ),
        **_case(top, faults),
    )
    if faults:
        raise ResultsFileError(
            problem=f"'{file_name}' holds entries that cannot be used.",
            meaning="None of the typed-in results was used, so that no half of them is taken for the whole.",
            remedy="Correct the entries listed; docs/results.md shows every entry with an example.",
            details=tuple(faults),
        )
    return typed


def _specimen(top: TomlTable, faults: list[str]) -> Specimen:
    if "specimen" not in top:
        return Specimen()
    table = TomlTable(top.raw("specimen"), "[specimen]", faults, _SPECIMEN)
    kind = table.word("kind", tuple(SpecimenKind), default=SpecimenKind.UNKNOWN.value)
    return Specimen(
        kind=SpecimenKind(kind or SpecimenKind.UNKNOWN),
        site=table.text("site"),
        collected=table.date("collected"),
        block_id=table.text("block_id"),
        tumour_content=table.number("tumour_content", 0, 1),
        germline=table.flag("germline"),
    )


def _sample_qc(top: TomlTable) -> SampleQc:
    state = top.word("sample_qc", ("passed", "failed"))
    classes = top.words("sample_qc_classes", tuple(AlterationClass))
    if classes and state != "passed":
        top.fault("sample_qc_classes", 'has a meaning only beside sample_qc = "passed"')
    return SampleQc(
        state=state,
        classes=frozenset(AlterationClass(kind) for kind in classes),
        note=top.text("sample_qc_note"),
    )


def _case(top: TomlTable, faults: list[str]) -> dict[str, Any]:
    if "case" not in top:
        return {}
    table = TomlTable(top.raw("case"), "[case]", faults, _CASE)
    line = table.raw("line")
    if isinstance(line, str) and line in vocabulary("line"):
        line_text = line
    else:
        number = table.whole("line", 1, 20) if line is None or isinstance(line, int) else None
        line_text = "" if number is None else str(number)
        if line is not None and not isinstance(line, int):
            table.fault("line", f"must be a number from 1 to 20, or one of {', '.join(vocabulary('line'))}")
    therapies = table.raw("prior_therapies") or []
    if not isinstance(therapies, list) or any(not isinstance(t, str) or not _THERAPY.fullmatch(t) for t in therapies):
        table.fault("prior_therapies", 'must be a list of drug names such as ["osimertinib", "carboplatin"]')
        therapies = []
    return {
        "sample_id": table.text("sample_id"),
        "stage": table.word("stage", vocabulary("stage")),
        "line": line_text,
        "prior_therapies": tuple(therapy.strip() for therapy in therapies),
        "age": table.whole("age", 0, 125),
    }


NO_RESULTS = TypedResults(file_name="", specimen=Specimen(), sample_qc=SampleQc())
"""What is known when nothing was typed in: nothing."""
