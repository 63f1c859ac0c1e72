"""Coverage files: what each says of depth, and when they are refused."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from interpreter.errors import AssayFileError, InputFileError
from interpreter.model.genes import Assembly
from interpreter.settings import Settings
from interpreter.variants.coordinates import codon_intervals
from interpreter.variants.coverage import Coverage, read_coverage
from interpreter.variants.depth_tracks import DepthTrack
from interpreter.variants.reference import TranscriptTable, load_reference

DOCS = Path(__file__).resolve().parents[2] / "docs"
G37, G38 = Assembly.GRCH37, Assembly.GRCH38


@pytest.fixture(scope="module")
def table() -> TranscriptTable:
    return load_reference()


def read(tmp_path: Path, table: TranscriptTable, text: str, *, packed: bool = False) -> Coverage:
    path = tmp_path / "coverage.bed"
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return read_coverage(path, G38, table, Settings())


@pytest.mark.parametrize("packed", [False, True])
def test_per_base_rows(tmp_path: Path, table: TranscriptTable, packed: bool) -> None:
    text = "chr12\t0\t25245347\t0\nchr12\t25245347\t25245350\t812\nchr12\t25245350\t25245352\t40\n"
    coverage = read(tmp_path, table, text, packed=packed)
    assert coverage.kind == "depth per base"
    assert not coverage.mean
    assert coverage.track.over("12", 25245348, 25245350).depth == 812
    assert coverage.track.over("12", 25245348, 25245351).depth == 40
    assert not coverage.track.over("12", 25245348, 25245353).covered


def test_the_example_of_the_documentation_is_a_mean(tmp_path: Path, table: TranscriptTable) -> None:
    example = re.search(r"```\n(chr.*?)```", (DOCS / "coverage.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    coverage = read(tmp_path, table, example[1])
    assert coverage.mean
    assert coverage.track.over("12", 25227321, 25227345).depth == 87


def test_s1_thresholds_prove_only_what_every_base_reaches(tmp_path: Path, table: TranscriptTable) -> None:
    text = (
        "#chrom\tstart\tend\tregion\t10X\t100X\t500X\n"
        "12\t25245340\t25245350\ta\t10\t10\t9\n"
        "12\t25227330\t25227340\tb\t9\t0\t0\n"
    )
    coverage = read(tmp_path, table, text)
    assert coverage.kind == "thresholds of regions"
    assert coverage.track.over("12", 25245341, 25245350).depth == 100
    assert coverage.track.over("12", 25227331, 25227340).depth == 0


def test_s1_a_bed_without_depth_is_refused(tmp_path: Path, table: TranscriptTable) -> None:
    with pytest.raises(AssayFileError) as caught:
        read(tmp_path, table, "chr12\t25245340\t25245350\nchr12\t9\t5\t4\nchr12\tx\n")
    assert caught.value.details == (
        "line 1: gives no depth (last column)",
        "line 2: end is not after start",
        "line 3: is not chromosome, start, end",
    )


def targets(table: TranscriptTable, assembly: Assembly) -> str:
    rows = []
    for gene, codon in (("KRAS", 12), ("NRAS", 61), ("BRAF", 600), ("EGFR", 858), ("PIK3CA", 1047), ("TP53", 175)):
        transcript = table.transcript(gene)
        assert transcript is not None
        for start, end in codon_intervals(transcript, assembly, codon - 2, codon + 2):
            rows.append(f"chr{transcript.chrom}\t{start - 1}\t{end}\t900\n")
    return "".join(rows)


def test_s3_coverage_of_the_other_assembly_is_refused(tmp_path: Path, table: TranscriptTable) -> None:
    assert read(tmp_path, table, targets(table, G38)).track
    with pytest.raises(AssayFileError) as caught:
        read(tmp_path, table, targets(table, G37))
    assert "does not fit GRCh38" in caught.value.problem


def test_s25_a_cut_off_file_is_refused(tmp_path: Path, table: TranscriptTable) -> None:
    path = tmp_path / "coverage.bed.gz"
    path.write_bytes(gzip.compress(b"chr12\t25245340\t25245350\t900\n" * 100)[:-9])
    with pytest.raises(InputFileError):
        read_coverage(path, G38, table, Settings())


def test_the_weakest_of_overlapping_rows_counts() -> None:
    track = DepthTrack(
        [("1", 1, 100, 500, True), ("1", 40, 60, 30, True), ("1", 50, 55, None, False), ("1", 120, 130, 9, True)]
    )
    assert track.over("1", 1, 39).depth == 500
    assert track.over("1", 30, 45).depth == 30
    inner = track.over("1", 50, 50)
    assert (inner.depth, inner.passed) == (None, False)
    assert track.over("1", 61, 100).depth == 500
    assert not track.over("1", 90, 125).covered
    assert track.over("1", 90, 125).touched
    assert not track.over("2", 1, 1).touched
