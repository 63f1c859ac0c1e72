"""What all imports share: rows of evidence gathered as tables of one layer, and what was left out, with the reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from interpreter.catalogue import columns
from interpreter.catalogue.disease_map import Disease
from interpreter.catalogue.naming import Naming
from interpreter.catalogue.tables import RELEASE
from interpreter.catalogue.therapy_names import TherapyNames
from interpreter.errors import InputFileError
from interpreter.files import save_bytes
from interpreter.model.evidence import Catalogue, Direction, Layer, Response
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import And, Marker, genes
from interpreter.model.tumours import TumourTree
from interpreter.progress import Progress, silent

LEFT_OUT = "left_out.tsv"
"""Beside the tables: every row of the source that did not come in. It is part of what is signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportContext:
    """What an import stands on: the layers below, the tumour types, the program's own transcripts as functions."""

    below: Catalogue
    tumours: TumourTree
    naming: Naming
    progress: Progress = silent


@dataclass(frozen=True, slots=True)
class Remark:
    """One row of the source: left out (`kind` "left out") or taken with something to know ("warning")."""

    kind: str
    id: str
    what: str
    reason: str
    group: str
    """The reason without the row's own words, to count by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    tables: Mapping[str, bytes]
    read: int
    """Rows of the source."""
    taken: int
    """Rows of the source that gave evidence."""
    evidence: int
    """Evidence rows made of them: a row with interchangeable therapies gives one for each."""
    remarks: tuple[Remark, ...]

    @property
    def left_out(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.kind == "left out")

    def lines(self) -> list[str]:
        """Give the account for people: every row of the source is taken or left out, by reason."""
        lines = [f"{self.read} rows read: {self.taken} taken as {self.evidence} evidence rows, "]
        lines[0] += f"{len(self.left_out)} left out"
        for kind in ("left out", "warning"):
            counts = Counter(remark.group for remark in self.remarks if remark.kind == kind)
            lines += [f"  {kind}: {count} x {group}" for group, count in counts.most_common()]
        return lines


@dataclass(slots=True, kw_only=True)
class Gatherer:
    """Collects rows while a source is read; `result` makes the tables."""

    source: str
    """Short word of the source, in ids: "CIVIC"."""
    context: ImportContext
    read: int = 0
    taken: int = 0
    evidence: list[dict[str, str]] = field(default_factory=list)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    names: TherapyNames = field(init=False)

    def __post_init__(self) -> None:
        self.names = TherapyNames(self.context.below.therapies)

    def leave_out(self, identity: str, what: str, reason: str, group: str = "") -> None:
        self.remarks.append(Remark("left out", identity, what, reason, group or reason))

    def warn(self, identity: str, what: str, reason: str, group: str = "") -> None:
        self.remarks.append(Remark("warning", identity, what, reason, group or reason))

    def add_source(self, identity: str, **cells: str) -> str:
        """Keep one source row; the same id may be given again."""
        self.sources.setdefault(identity, {"id": identity, **cells})
        return identity

    def add(self, identity: str, marker: Marker, disease: Disease, **cells: str) -> None:
        """Keep one evidence row; what the disease's own name asks for is joined to the marker."""
        if disease.requires:
            marker = join_all((marker, parse_marker(disease.requires)))
        population = "; ".join(filter(None, (disease.population, cells.pop("population", ""))))
        row = {
            "id": identity,
            "biomarker": str(marker),
            "tumour_types": "|".join(disease.codes),
            "status": "current",
            "population": population,
            **cells,
        }
        self.evidence.append({name: " ".join(text.split()) for name, text in row.items()})

    def result(self, release: str) -> ImportResult:
        """Make the tables; contrary claims within the import and against the layers below name each other."""
        _mark_disputes(self.evidence, self.context.below)
        known = self.context.below
        inns = {part for row in self.evidence for part in row.get("therapies", "").split(" + ") if part}
        symbols = {gene for row in self.evidence for gene in genes(parse_marker(row["biomarker"]))}
        tables = {
            RELEASE: release.encode("utf-8"),
            f"evidence/{self.source.lower()}.tsv": table_bytes("evidence", self.evidence),
            f"sources/{self.source.lower()}.tsv": table_bytes("sources", self.sources.values()),
            f"therapies/{self.source.lower()}.tsv": table_bytes(
                "therapies", ({"inn": inn} for inn in sorted(inns - set(known.therapies)))
            ),
            "genes.tsv": table_bytes("genes", ({"symbol": symbol} for symbol in sorted(symbols - set(known.genes)))),
            LEFT_OUT: _remark_table(self.remarks),
        }
        return ImportResult(
            tables=tables,
            read=self.read,
            taken=self.taken,
            evidence=len(self.evidence),
            remarks=tuple(self.remarks),
        )


def join_all(markers: Iterable[Marker]) -> Marker:
    """Join by "and", what is said twice once."""
    terms: list[Marker] = []
    for marker in markers:
        terms.extend(marker.terms if isinstance(marker, And) else (marker,))
    terms = list(dict.fromkeys(terms))
    return terms[0] if len(terms) == 1 else And(tuple(terms))


def release_text(*, name: str, version: str, date: str, licence: str, layer: Layer = Layer.IMPORTED) -> str:
    """Write the header of an imported layer."""
    lines = {"name": name, "version": version, "date": date, "layer": layer.value, "licence": licence}
    return "".join(f"{key} = {quoted(value)}\n" for key, value in lines.items()) + "max_age_months = 12\n"


def quoted(text: str) -> str:
    """Write a TOML string; signs that would end or break it are escaped."""
    escaped = "".join(f"\\u{ord(sign):04x}" if sign in '"\\' or ord(sign) < 32 else sign for sign in text)
    return f'"{escaped}"'


def table_bytes(kind: str, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write rows as a table of the catalogue; tabs and line ends within cells become spaces."""
    names = columns.TABLES[kind].names
    lines = [names, *(tuple(" ".join(row.get(name, "").split()) for name in names) for row in rows)]
    return "".join("\t".join(line) + "\n" for line in lines).encode("utf-8")


def write_tables(folder: Path, tables: Mapping[str, bytes]) -> None:
    """Write the tables to a new or empty folder, each file whole or not at all.

    Raises:
        InputFileError: the folder already holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputFileError(
            problem=f"The folder '{folder}' is not empty.",
            meaning="Nothing was written, so that tables of two imports are not mixed.",
            remedy="Name a new folder with --out.",
        )
    for name, content in tables.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        save_bytes(path, content)


def _remark_table(remarks: Iterable[Remark]) -> bytes:
    lines = [("kind", "id", "what", "reason"), *((row.kind, row.id, row.what, row.reason) for row in remarks)]
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines).encode("utf-8")


def _mark_disputes(rows: list[dict[str, str]], below: Catalogue) -> None:
    """Name contrary claims in `disputed_by`: the same marker and regimen, tumours in common, for and against."""
    against = {Response.RESISTANCE.value, Response.REDUCED_BENEFIT.value}

    def stance(response: str, direction: str) -> bool | None:
        """True: speaks for the regimen; False: against it; None: neither."""
        supports = direction == Direction.SUPPORTS.value
        if response == Response.SENSITIVITY.value:
            return supports
        return False if response in against and supports else None

    groups: dict[tuple[str, frozenset[str]], list[tuple[str, set[str], bool, dict[str, str] | None]]]
    groups = defaultdict(list)
    for item in below.evidence:
        side = stance(item.response.value, item.direction.value)
        if side is not None and item.therapies:
            key = item.biomarker, frozenset(item.therapies)
            groups[key].append((item.id, set(item.tumour_types), side, None))
    for row in rows:
        side = stance(row["response"], row["direction"])
        if side is not None and row.get("therapies"):
            key = row["biomarker"], frozenset(row["therapies"].split(" + "))
            groups[key].append((row["id"], set(row["tumour_types"].split("|")), side, row))
    for group in groups.values():
        for _, tumours, side, own in group:
            if own is not None:
                others = [other for other, types, stands, _ in group if stands != side and types & tumours]
                if others:
                    own["disputed_by"] = "|".join(others)
