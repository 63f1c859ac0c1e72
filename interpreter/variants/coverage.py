"""This sample's coverage: BED with depth, mosdepth regions, per-base and thresholds output, plain or compressed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from interpreter.errors import AssayFileError
from interpreter.model.genes import Assembly
from interpreter.settings import Settings
from interpreter.variants.assay import plain_chromosome
from interpreter.variants.depth_tracks import DepthTrack
from interpreter.variants.gate import open_source
from interpreter.variants.reference import TranscriptTable

_SHOWN = 20
_ENOUGH = 5
_LONGEST = 300_000_000
_TARGET_BASES = 20_000
"""Longer rows are gaps between targets, which say nothing of the assembly."""
_THRESHOLD = re.compile(r"(\d+)[xX]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Depth of one sample inside the genes that are interpreted."""

    source: str
    """File name."""
    assembly: Assembly
    kind: str
    """"depth per base", "mean depth of regions" or "thresholds of regions"."""
    track: DepthTrack
    mean: bool
    """True when a depth is a region's mean: a hole inside a region does not show, which is printed."""


def read_coverage(path: Path, assembly: Assembly, table: TranscriptTable, settings: Settings) -> Coverage:
    """Read one coverage file; rows outside the table's genes are passed over.

    Depth is the last column (mosdepth: whole numbers per base, decimals for a region's mean); a header with
    1X, 10X ... columns counts the bases that reach each threshold: a region's depth is then the highest
    threshold that every base reaches.

    Raises:
        AssayFileError: no depth in it, faulty rows (listed), or it fits the other assembly.
        InputFileError: it cannot be read to its end, or is beyond the limits of a harmless file.
    """
    rows: list[tuple[str, int, int, int | None, bool]] = []
    faults: list[str] = []
    thresholds: tuple[int, ...] = ()
    decimals = False
    fits = dict.fromkeys(Assembly, 0)
    coding = {one: _coding_spans(table, one) for one in Assembly}
    wanted = {chrom: _Spans(spans) for chrom, spans in table.regions(assembly).items()}
    near = _near(wanted, coding)
    for number, line in enumerate(open_source(path, settings).lines(), start=1):
        cells = line.split("\t")
        if len(cells) == 4 and not thresholds and _is_far(cells, near):
            continue
        if line.startswith("#") or (number == 1 and cells[0].lower() in ("chrom", "chr", "chromosome")):
            thresholds = _threshold_columns(cells) or thresholds
            continue
        if not line or line.startswith(("track", "browser")):
            continue
        row = _row(cells, thresholds)
        if isinstance(row, str):
            faults.append(f"line {number}: {row}")
            if len(faults) >= _SHOWN:
                break
            continue
        chrom, start, end, depth, is_decimal = row
        decimals = decimals or is_decimal
        if chrom in wanted and wanted[chrom].touch(start, end):
            rows.append((chrom, start, end, depth, True))
        if depth and end - start < _TARGET_BASES:
            for one in Assembly:
                fits[one] += chrom in coding[one] and coding[one][chrom].touch(start, end)
    if faults:
        raise AssayFileError(
            problem=f"'{path.name}' is not a coverage file that can be used.",
            meaning="It was not used, so it proves no negative result.",
            remedy="Give chromosome, start, end and depth, as mosdepth writes them (see docs/coverage.md).",
            details=tuple(faults),
        )
    _check_assembly(path.name, assembly, fits)
    mean = decimals and not thresholds
    kind = "thresholds of regions" if thresholds else "mean depth of regions" if mean else "depth per base"
    return Coverage(source=path.name, assembly=assembly, kind=kind, track=DepthTrack(rows), mean=mean)


def _near(wanted: Mapping[str, _Spans], coding: Mapping[Assembly, Mapping[str, _Spans]]) -> dict[str, _Spans]:
    """Join all that is asked for of each chromosome, under both of its names."""
    names = {*wanted, *(chrom for spans in coding.values() for chrom in spans)}
    joined: dict[str, _Spans] = {}
    for chrom in names:
        parts = [wanted.get(chrom), *(spans.get(chrom) for spans in coding.values())]
        joined[chrom] = joined[f"chr{chrom}"] = _Spans(span for part in parts if part is not None for span in part)
    return joined


def _is_far(cells: list[str], near: Mapping[str, _Spans]) -> bool:
    """Tell whether a sound row of whole numbers touches nothing that is asked for: most rows of a genome."""
    spans = near.get(cells[0])
    if spans is None or not (cells[1].isdecimal() and cells[2].isdecimal() and cells[3].isdecimal()):
        return False
    start, end = int(cells[1]) + 1, int(cells[2])
    return start <= end and not spans.touch(start, end)


class _Spans:
    """Intervals of one chromosome, merged, for the question "does this row touch one?"."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1] + 1:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._starts, self._ends, strict=True)

    def touch(self, start: int, end: int) -> bool:
        index = bisect_right(self._starts, end) - 1
        return index >= 0 and self._ends[index] >= start


def _coding_spans(table: TranscriptTable, assembly: Assembly) -> dict[str, _Spans]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for gene in sorted(table.genes):
        transcript = table.transcript(gene)
        layout = transcript.layouts.get(assembly) if transcript is not None else None
        if transcript is None or layout is None:
            continue
        for start, end in zip(layout.starts, layout.ends, strict=True):
            if start <= layout.cds_end and end >= layout.cds_start:
                inside = (max(start, layout.cds_start), min(end, layout.cds_end))
                spans.setdefault(transcript.chrom, []).append(inside)
    return {chrom: _Spans(listed) for chrom, listed in spans.items()}


def _check_assembly(name: str, assembly: Assembly, fits: dict[Assembly, int]) -> None:
    """Refuse a file whose rows hit the coding sequence of the other assembly far more often (S3)."""
    here, there = fits[assembly], fits[assembly.other]
    if there >= _ENOUGH and there > 3 * here:
        raise AssayFileError(
            problem=f"'{name}' does not fit {assembly}, the assembly of the variant file.",
            meaning="Depth at wrong places would prove negatives that nobody looked at, so nothing was taken from it.",
            remedy=f"Give the coverage of the same alignment as the variants ({assembly}).",
            details=(
                f"rows that touch coding sequence of {assembly}: {here}",
                f"rows that touch coding sequence of {assembly.other}: {there}",
            ),
        )


def _threshold_columns(cells: list[str]) -> tuple[int, ...]:
    found = [_THRESHOLD.fullmatch(cell.strip()) for cell in cells[4:]]
    return tuple(int(match[1]) for match in found if match) if found and all(found) else ()


def _row(cells: list[str], thresholds: tuple[int, ...]) -> tuple[str, int, int, int, bool] | str:
    """Give chrom, start, end (1-based, inclusive), depth, "depth is a decimal" - or what is wrong with the row."""
    if len(cells) < 3 or not (cells[1].isdecimal() and cells[2].isdecimal()):
        return "is not chromosome, start, end"
    start, end = int(cells[1]), int(cells[2])
    if start >= end or end > _LONGEST:
        return "end is not after start" if start >= end else "is beyond any chromosome"
    chrom = plain_chromosome(cells[0])
    if thresholds:
        counts = cells[4:]
        if len(counts) != len(thresholds) or not all(count.isdecimal() for count in counts):
            return "does not have one count for each threshold"
        reached = [x for x, count in zip(thresholds, counts, strict=True) if int(count) >= end - start]
        return chrom, start + 1, end, max(reached, default=0), False
    if len(cells) < 4 or not _NUMBER.fullmatch(cells[-1].strip()):
        return "gives no depth (last column)"
    return chrom, start + 1, end, int(float(cells[-1])), "." in cells[-1]
