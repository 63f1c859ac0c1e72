"""A first look by the index: only a sound one is used, and the result is marked (RULES R5)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interpreter.model.genes import Assembly
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.first_look import first_look
from interpreter.variants.inputs import read_input
from interpreter.variants.reference import load_reference
from tests.variants.vcf_files import textbook_lines, vcf

pysam = pytest.importorskip("pysam")

LINES = textbook_lines(Assembly.GRCH37)
FAR = [f"9\t{5000 + 10 * at}\t.\tA\tT\t50\tPASS\tDP=1\tGT\t0/1" for at in range(3000)]
PAIR = [
    "10\t43612032\tb1\tN\tN]20:5000000]\t50\tPASS\tSVTYPE=BND;MATEID=b2\tGT\t0/1",
    "20\t5000000\tb2\tN\tN]10:43612032]\t50\tPASS\tSVTYPE=BND;MATEID=b1\tGT\t0/1",
]


def indexed(folder: Path, lines: list[str], *, csi: bool = False) -> Path:
    path = folder / "case.vcf.gz"
    plain = folder / "case.vcf"
    plain.write_bytes(vcf(lines))
    pysam.tabix_compress(str(plain), str(path), force=True)
    pysam.tabix_index(str(path), preset="vcf", csi=csi, force=True)
    return path


def look(path: Path, options: ReadOptions | None = None) -> InputContents | None:
    return first_look(path, options or ReadOptions(), load_reference(), Settings(), silent)


@pytest.mark.parametrize("csi", [False, True])
def test_the_same_calls_as_the_full_read_and_marked_preliminary(tmp_path: Path, csi: bool) -> None:
    path = indexed(tmp_path, [*LINES[:5], *FAR, PAIR[0], *LINES[5:], PAIR[1]], csi=csi)
    first = look(path)
    assert first is not None
    full = read_input(path, ReadOptions(), load_reference(), Settings(), silent)
    assert sorted(str(call.variant) for call in first.calls) == sorted(str(call.variant) for call in full.calls)
    assert len(first.structural) == len(full.structural) == 1
    assert first.preliminary
    assert not full.preliminary
    ledger = first.ledger.close()
    assert ledger.adds_up
    assert (ledger.read, ledger.not_read) == (9, 3000)
    assert first.assembly == full.assembly
    assert "not read yet" in first.warnings[0]


def test_a_stale_index_is_not_used(tmp_path: Path) -> None:
    path = indexed(tmp_path, [*LINES[:5], *FAR, *LINES[5:]])
    assert look(path) is not None
    index = path.with_name(path.name + ".tbi")
    os.utime(index, ns=(0, 0))
    assert look(path) is None


def test_an_index_of_another_file_is_not_used_though_it_is_newer(tmp_path: Path) -> None:
    path = indexed(tmp_path, LINES)
    short = path.with_name(path.name + ".tbi").read_bytes()
    indexed(tmp_path, [*LINES[:5], *FAR, *LINES[5:]])
    path.with_name(path.name + ".tbi").write_bytes(short)
    assert look(path) is None


@pytest.mark.parametrize("damage", [b"", b"TBI\x01", b"\x1f\x8b\x08rubbish", b"x" * 500])
def test_a_damaged_index_is_not_used(tmp_path: Path, damage: bytes) -> None:
    path = indexed(tmp_path, LINES)
    path.with_name(path.name + ".tbi").write_bytes(damage)
    assert look(path) is None


def test_no_index_no_statement_or_no_bgzip_is_no_first_look(tmp_path: Path) -> None:
    path = indexed(tmp_path, LINES)
    path.with_name(path.name + ".tbi").unlink()
    assert look(path) is None
    assert look(tmp_path / "case.vcf") is None
    (tmp_path / "case.vcf").write_bytes(vcf(LINES, contigs=None))
    pysam.tabix_compress(str(tmp_path / "case.vcf"), str(path), force=True)
    pysam.tabix_index(str(path), preset="vcf", force=True)
    assert look(path) is None
    assert look(path, ReadOptions(assembly=Assembly.GRCH37)) is not None
