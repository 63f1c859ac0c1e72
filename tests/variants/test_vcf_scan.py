"""Looking through arrays gives the same picked lines, the same account and the same warnings as line by line."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.model.genes import Assembly
from interpreter.settings import Settings
from interpreter.variants import vcf_scan
from interpreter.variants.gate import open_source
from interpreter.variants.ledger import LedgerBook
from interpreter.variants.reference import load_reference
from interpreter.variants.surroundings import DEEP, surroundings_of
from interpreter.variants.vcf_scan import Regions, Scan, scan_slowly, whole_lines
from interpreter.variants.vcf_scan_arrays import scan_by_arrays
from tests.variants.test_broken_vcf import SAMPLE, damaged
from tests.variants.vcf_files import read, textbook_lines, vcf


def scan() -> Scan:
    table = load_reference()
    regions = Regions(*(table.regions(assembly) for assembly in Assembly))
    deep = Regions(surroundings_of(table).stretches(Assembly.GRCH37), padding=0)
    return Scan(regions, LedgerBook(), 10, b"#CHROM", open_source(b"x", Settings()), None, deep)


def outcome(way, blocks: list[bytes]):  # type: ignore[no-untyped-def]
    state, number, picked = scan(), 1, []
    for block in blocks:
        found, number = way(state, number, block)
        picked += found
    state.book.count_read(state.records)
    for line in picked:
        state.book.set_aside(line.number, "picked")
    return picked, number, state.book.close(), state.warnings(), state.records, state.failures


def invented(luck: random.Random, lines: int) -> list[bytes]:
    chroms = ["1", "chr7", "7", "12", "X", "MT", "GL000192.1", "NC_000007.13", "HLA-DRB1*15:01:01:01_a_long_name", ""]
    alts = ["T", "TA,G", "<DEL>", "<NON_REF>", ".", "T]7:140453136]", "[5:9[T", "T,<NON_REF>", "*", "<INS>"]
    infos = [".", "DP=1", "END=140453200", "DP=1;END=140453200", "SVLEN=-5000", "END=5", "END=x", "END=14045320000"]
    # around the last base that is set aside before an exon of BRAF, and the first one after it
    near = [140453136, 140452000, 140453025, 140453244, 25398284, 43612032, 100, 0, 16569, 999999999, 249250622]
    made = []
    chrom = "1"
    for _ in range(lines):
        if luck.random() < 0.3:
            chrom = luck.choice(chroms)
        pos = str(luck.choice(near) + luck.randint(-3, 3)) if luck.random() < 0.5 else str(luck.randrange(250_000_000))
        if luck.random() < 0.05:
            pos = luck.choice(["", "x", "-1", "12345678901", "00000000012", "1.5"])
        ref = "A" * luck.choice([1, 1, 1, 5, 3000])
        cells = [chrom, pos, ".", ref, luck.choice(alts), ".", "PASS", luck.choice(infos), "GT", "0/1"]
        if luck.random() < 0.03:
            cells = luck.choice([cells[:5], [*cells, "x"], [""], ["   "], ["##comment"]])
        made.append("\t".join(cells).encode())
    return made


@settings(max_examples=150, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_s15_arrays_and_lines_agree(seed: int) -> None:
    luck = random.Random(seed)
    lines = invented(luck, luck.randint(1, 60))
    cut = luck.randint(0, len(lines))
    blocks = [b"".join(line + b"\n" for line in part) for part in (lines[:cut], lines[cut:]) if part]
    assert outcome(scan_by_arrays, blocks) == outcome(scan_slowly, blocks)


def test_a_large_file_goes_through_arrays_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    data = vcf([*textbook_lines(Assembly.GRCH37), *["9\t5000\t.\tA\tT\t.\t.\tX=1\tGT\t0/1"] * 500])
    slow = read(data)
    monkeypatch.setattr(vcf_scan, "_ARRAYS_FROM", 0)
    fast = read(data)
    assert (fast.calls, fast.warnings, fast.ledger.close()) == (slow.calls, slow.warnings, slow.ledger.close())


def test_s15_deep_in_an_intron_a_substitution_is_counted_and_an_indel_is_picked() -> None:
    """BRAF's exon 15 in GRCh37 is 140453075-140453193."""
    lines = [
        f"7\t{pos}\t.\t{ref}\t{alt}\t.\tPASS\t.\tGT\t0/1".encode()
        for pos, ref, alt in [
            (140453023, "A", "G"),
            (140453024, "A", "G"),
            (140453025, "A", "G"),
            (140453244, "A", "t"),
            (140453024, "A", "AT"),
            (140453020, "AAAAA", "A"),
            (140453020, "AAAAAA", "A"),
            (140453024, "A", "<DEL>"),
            (140453024, "A", "*"),
            (140453024, "A", "."),
        ]
    ]
    for way in (scan_by_arrays, scan_slowly):
        state = scan()
        picked, _ = way(state, 1, b"".join(text + b"\n" for text in lines))
        assert [one.number for one in picked] == [3, 5, 7, 8, 9, 10]
        state.book.count_read(10)
        assert state.book.close().set_aside == {DEEP: 4}


def test_damaged_text_through_arrays() -> None:
    body = SAMPLE.index(b"\n", SAMPLE.index(b"#CHROM")) + 1
    for seed in range(150):
        text = damaged(seed)[body:]
        blocks = [text if text.endswith(b"\n") else text + b"\n"]
        try:
            expected = outcome(scan_slowly, blocks)
        except Exception as fault:
            with pytest.raises(type(fault)):
                outcome(scan_by_arrays, blocks)
        else:
            assert outcome(scan_by_arrays, blocks) == expected


@given(st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\r", b"r")), max_size=20), st.integers(1, 40))
def test_blocks_hold_whole_lines_however_the_pieces_fall(lines: list[bytes], size: int) -> None:
    data = b"\n".join(lines)
    pieces = iter([data[at : at + size] for at in range(0, len(data), size)])
    blocks = list(whole_lines(open_source(b"x", Settings()), pieces))
    assert b"".join(blocks) == data
    assert all(block.endswith(b"\n") for block in blocks[:-1])
