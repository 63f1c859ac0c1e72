"""The transcripts that variants are named on: both assemblies, read from one file, each gene only when asked for."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from interpreter.model.genes import Assembly, Transcript, TranscriptStatus
from interpreter.resources import resource_path
from interpreter.variants.coordinates import frame_on, sequence_on
from interpreter.variants.reference_format import COLUMNS, faulty_table, parse_row, span_of, split_table

PROMOTER_BASES = 2000
"""Bases upstream of a transcript that still belong to it, so that promoter changes are read."""

_ACCESSION = COLUMNS.index("accession")
_COMPLEMENT = str.maketrans("ACGTN", "TGCAN")
_MAIN_ORDER: Mapping[str, int] = MappingProxyType(
    {
        TranscriptStatus.MANE_SELECT.value: 0,
        TranscriptStatus.STAND_IN.value: 1,
        TranscriptStatus.MANE_PLUS_CLINICAL.value: 2,
        TranscriptStatus.ALTERNATE.value: 3,
    }
)


class TranscriptTable:
    """A table of transcripts; lines become `Transcript` values when their gene is first asked for."""

    def __init__(self, data: bytes, name: str) -> None:
        """Index the bytes of a table file; `name` is used in faults.

        Raises:
            ReferenceTableError: not a transcript table, or without a single transcript.
        """
        self._file_name = name
        self._header, lines = split_table(data, name)
        self.sha256 = hashlib.sha256(data).hexdigest()
        self._lines: dict[str, list[str]] = {}
        for line in lines:
            self._lines.setdefault(line[: line.find("\t")], []).append(line)
        if not self._lines:
            raise faulty_table(name, "it holds no transcript")
        for rows in self._lines.values():
            rows.sort(key=lambda line: _MAIN_ORDER.get(line.split("\t", 2)[1], len(_MAIN_ORDER)))
        self.genes: frozenset[str] = frozenset(self._lines)
        self._parsed: dict[str, tuple[Transcript, ...]] = {}
        self._spans: dict[Assembly, dict[str, _Spans]] = {}

    @property
    def name(self) -> str:
        return self._header.name

    @property
    def version(self) -> str:
        return self._header.version

    @property
    def date(self) -> str:
        return self._header.date

    @property
    def licences(self) -> tuple[str, ...]:
        return self._header.licences

    def transcript(self, gene: str) -> Transcript | None:
        """Give the transcript a gene is judged by: MANE Select, or its stand-in where MANE's has no coordinates."""
        rows = self._of(gene)
        return rows[0] if rows else None

    def alternates(self, gene: str) -> tuple[Transcript, ...]:
        """Give the further transcripts of a gene, whose numbering is in use beside the main one's."""
        return self._of(gene)[1:]

    def by_accession(self, accession: str) -> Transcript | None:
        """Find a RefSeq or Ensembl transcript, whatever its version; the main transcript where two rows share one."""
        place = self._places.get(accession.partition(".")[0])
        return None if place is None else self._of(place[0])[place[1]]

    def overlapping(self, assembly: Assembly, chrom: str, start: int, end: int) -> tuple[Transcript, ...]:
        """Give the main transcripts that touch start..end (1-based, inclusive), promoters included."""
        spans = self._spans_on(assembly).get(chrom)
        if spans is None:
            return ()
        found = (self.transcript(gene) for gene in spans.touching(start, end))
        return tuple(transcript for transcript in found if transcript is not None)

    def regions(self, assembly: Assembly) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Give the merged, ascending stretches (1-based, inclusive) of all main transcripts with their promoters."""
        return MappingProxyType({chrom: spans.merged() for chrom, spans in self._spans_on(assembly).items()})

    def reference_base(self, assembly: Assembly, chrom: str, pos: int, *, trusted_only: bool = False) -> str:
        """Give the reference base on the plus strand, "N" where the table does not know it.

        `trusted_only` leaves out what must not be counted as evidence of an assembly: rows read from clones, and
        the bases in which the assemblies are known to differ (RULES R4).
        """
        for transcript in self.overlapping(assembly, chrom, pos, pos):
            if not transcript.cds or (trusted_only and not transcript.proves_assembly):
                continue
            frame = frame_on(transcript, assembly)
            if frame is None:
                continue
            exon, linear, offset = frame.locate(pos)
            if offset or not 0 <= exon < frame.count or not 0 <= linear < len(transcript.cds):
                continue
            if trusted_only and any(linear + 1 == at for at, _, _ in transcript.reference_differences):
                continue
            base = sequence_on(transcript, assembly)[linear]
            if base != "N":
                return base.translate(_COMPLEMENT) if transcript.reverse else base
        return "N"

    @cached_property
    def _places(self) -> dict[str, tuple[str, int]]:
        places: dict[str, tuple[str, int]] = {}
        for gene, lines in self._lines.items():
            for index, line in enumerate(lines):
                for accession in line.split("\t", _ACCESSION + 2)[_ACCESSION : _ACCESSION + 2]:
                    if accession:
                        places.setdefault(accession.partition(".")[0], (gene, index))
        return places

    def _of(self, gene: str) -> tuple[Transcript, ...]:
        known = self._parsed.get(gene)
        if known is None:
            try:
                known = tuple(parse_row(line.split("\t")) for line in self._lines.get(gene, ()))
            except ValueError as error:
                raise faulty_table(self._file_name, f"the row of {gene} is damaged ({error})") from error
            self._parsed[gene] = known
        return known

    def _spans_on(self, assembly: Assembly) -> dict[str, _Spans]:
        known = self._spans.get(assembly)
        if known is None:
            found: dict[str, list[tuple[int, int, str]]] = {}
            for gene, lines in self._lines.items():
                cells = lines[0].split("\t")
                try:
                    span = span_of(cells, assembly)
                except (ValueError, IndexError) as error:
                    raise faulty_table(self._file_name, f"the row of {gene} is damaged") from error
                if span is not None:
                    reverse = cells[3] == "-"
                    start = span[0] if reverse else max(1, span[0] - PROMOTER_BASES)
                    end = span[1] + PROMOTER_BASES if reverse else span[1]
                    found.setdefault(cells[2], []).append((start, end, gene))
            known = {chrom: _Spans(sorted(rows)) for chrom, rows in found.items()}
            self._spans[assembly] = known
        return known


class _Spans:
    """Stretches of one chromosome, ascending by start."""

    def __init__(self, rows: list[tuple[int, int, str]]) -> None:
        self._rows = rows
        self._starts = [start for start, _, _ in rows]
        self._longest = max(end - start for start, end, _ in rows)

    def touching(self, start: int, end: int) -> list[str]:
        first = bisect_right(self._starts, start - self._longest - 1)
        last = bisect_right(self._starts, end)
        return [gene for _, row_end, gene in self._rows[first:last] if row_end >= start]

    def merged(self) -> tuple[tuple[int, int], ...]:
        stretches: list[tuple[int, int]] = []
        for start, end, _ in self._rows:
            if stretches and start <= stretches[-1][1] + 1:
                stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
            else:
                stretches.append((start, end))
        return tuple(stretches)


def load_reference(path: Path | None = None) -> TranscriptTable:
    """Open a transcript table, the shipped one without a path; read once per path.

    Raises:
        ReferenceTableError: the file is missing or not a transcript table.
    """
    return _load(resource_path("reference/transcripts.tsv.gz") if path is None else path)


@lru_cache(maxsize=4)
def _load(path: Path) -> TranscriptTable:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise faulty_table(path.name, "it cannot be read") from error
    return TranscriptTable(data, path.name)
