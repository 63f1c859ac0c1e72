"""The pass over every line, for large files: lines that are plainly outside, or deep, are counted through numpy arrays.

Whatever is not plainly outside or inside, or breaks the usual shape in any way, goes to `Scan.look`, so both ways give
the same picked lines and the same account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from interpreter.variants.surroundings import DEEP
from interpreter.variants.vcf_scan import ONE_BASE, OUTSIDE, Line, Regions, Scan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_POS_DIGITS = 9
_LONGEST_NAME = 24


def scan_by_arrays(scan: Scan, number: int, block: bytes) -> tuple[list[Line], int]:
    """Look at a block of whole lines, the first being line `number`; gives the picked ones and the next number."""
    if not block.endswith(b"\n"):
        block += b"\n"
    data = np.frombuffer(block, np.uint8)
    marks = np.flatnonzero((data - 9) < 2)  # tabs (9) and line feeds (10); smaller values wrap round
    ends_at = np.flatnonzero(data[marks] == 10)
    ends = marks[ends_at]
    lines = len(ends)
    starts = np.empty(lines, np.int64)
    starts[0] = 0
    starts[1:] = ends[:-1] + 1
    first_mark = np.empty(lines, np.int64)
    first_mark[0] = 0
    first_mark[1:] = ends_at[:-1] + 1
    usual = (ends_at - first_mark) == scan.columns - 1
    usual &= data[starts] != ord("#")
    needs_look = ~usual
    rows = np.flatnonzero(usual)
    settled = _settle(scan, block, data, marks, starts[rows], first_mark[rows]) if len(rows) else _NOTHING
    needs_look[rows[~(settled.outside | settled.inside | settled.deep)]] = True
    looked = np.flatnonzero(needs_look)
    picked = [
        Line(number + at, block[begin:end])
        for at, begin, end in zip(
            rows[settled.inside].tolist(),
            starts[rows[settled.inside]].tolist(),
            ends[rows[settled.inside]].tolist(),
            strict=True,
        )
    ]
    done = 0
    # Lines are told to the scan in the order of the file, so that its notes on order hold.
    for at, place in zip(looked.tolist(), np.searchsorted(rows, looked).tolist(), strict=True):
        _count(scan, number, rows, settled, done, place)
        done = place + 1 if place < len(rows) and rows[place] == at else place
        text = block[int(starts[at]) : int(ends[at])]
        if scan.look(number + at, text):
            picked.append(Line(number + at, text))
    _count(scan, number, rows, settled, done, len(rows))
    if len(looked):
        picked.sort()
    return picked, number + lines


class _Settled(NamedTuple):
    """Rows of the usual shape that are plainly outside the regions, inside or deep inside; the rest needs a look."""

    outside: Flags
    inside: Flags
    deep: Flags
    positions: Ints
    runs: list[tuple[int, int, bytes, str]]


_NO_FLAGS = np.empty(0, np.bool_)
_NOTHING = _Settled(_NO_FLAGS, _NO_FLAGS, _NO_FLAGS, np.empty(0, np.int64), [])


def _settle(scan: Scan, block: bytes, data: NDArray[np.uint8], marks: Ints, starts: Ints, first_mark: Ints) -> _Settled:
    tab1, tab2 = marks[first_mark], marks[first_mark + 1]
    positions, valid = _positions(data, tab1, tab2)
    runs = _runs(scan, data, starts, tab1)
    last = positions + (marks[first_mark + 3] - marks[first_mark + 2] - 2)
    inside = np.zeros(len(starts), np.bool_)
    for first, stop, _, chrom in runs:
        if chrom:
            here = slice(first, stop)
            valid[here] &= positions[here] <= scan.limits[chrom]
            inside[here] = _touched(scan, chrom, positions[here], last[here])
    outside = valid & ~inside
    inside &= valid
    alt_start, alt_end = marks[first_mark + 3] + 1, marks[first_mark + 4] - 1
    deep = inside & (alt_start == alt_end) & np.isin(data[alt_start], np.frombuffer(ONE_BASE, np.uint8))
    for first, stop, _, chrom in runs if deep.any() else ():
        here = slice(first, stop)
        deep[here] &= _held(scan, chrom, positions[here], last[here])
    inside &= ~deep
    places = np.flatnonzero(_is_special(data[alt_start]) | _is_special(data[alt_end]))
    if len(places):
        # A breakend's mate, and an END further down in INFO, are for `look`.
        reach, certain = _ends_of(data, marks, first_mark[places])
        brackets = np.frombuffer(b"[]", np.uint8)
        mates = np.isin(data[alt_start[places]], brackets) | np.isin(data[alt_end[places]], brackets)
        doubtful = np.flatnonzero(~certain & ~mates & outside[places])
        chosen = places[doubtful]
        bounds = (alt_start[chosen], alt_end[chosen] + 1, marks[first_mark[chosen] + scan.columns - 1])
        certain[doubtful] = [
            _ends_where_it_starts(block, *row) for row in zip(*(each.tolist() for each in bounds), strict=True)
        ]
        outside[places] &= certain & ~mates
        last[places] = np.maximum(last[places], reach)
        for first, stop, _, chrom in runs:
            if chrom:
                chosen = places[(places >= first) & (places < stop)]
                outside[chosen] &= ~_touched(scan, chrom, positions[chosen], last[chosen])
    return _Settled(outside, inside, deep, positions, runs)


def _touched(scan: Scan, chrom: str, first: Ints, last: Ints) -> Flags:
    return _reaching(_arrays_of(scan, chrom, deep=False), last, first)


def _held(scan: Scan, chrom: str, first: Ints, last: Ints) -> Flags:
    return _reaching(_arrays_of(scan, chrom, deep=True), first, last)


def _reaching(stretches: tuple[Any, Any], base: Ints, other: Ints) -> Flags:
    """Tell where the last stretch that starts at or before `base` reaches `other`."""
    starts, ends = stretches
    if not len(starts):
        return np.zeros(len(base), np.bool_)
    place = np.searchsorted(starts, base, side="right") - 1
    found: Flags = (place >= 0) & (ends[place] >= other)
    return found


def _positions(data: NDArray[np.uint8], tab1: Ints, tab2: Ints) -> tuple[Ints, Flags]:
    """Read POS of each row; a row is flagged where it has 1 to 9 digits and nothing else."""
    length = tab2 - tab1 - 1
    flags = (length >= 1) & (length <= _POS_DIGITS)
    positions = np.zeros(len(tab1), np.int64)
    power = 1
    for back in range(1, min(int(np.max(length, initial=0)), _POS_DIGITS) + 1):
        inside = length >= back
        digit = data[tab2 - back].astype(np.int64) - 48
        flags &= ~inside | ((digit >= 0) & (digit <= 9))
        positions += np.where(inside, digit, 0) * power
        power *= 10
    return positions, flags


def _runs(scan: Scan, data: NDArray[np.uint8], starts: Ints, tab1: Ints) -> list[tuple[int, int, bytes, str]]:
    """Give (first row, row after the last, contig, chromosome) of each run of rows with one CHROM."""
    length = tab1 - starts
    changes = np.empty(len(starts), np.bool_)
    changes[0] = True
    changes[1:] = length[1:] != length[:-1]
    longest = int(np.max(length, initial=0))
    for at in range(min(longest, _LONGEST_NAME)):
        letter = data[np.minimum(starts + at, len(data) - 1)]
        inside = length > at
        changes[1:] |= inside[1:] & (letter[1:] != letter[:-1])
    if longest > _LONGEST_NAME:
        changes[1:] |= length[1:] > _LONGEST_NAME
    firsts = np.flatnonzero(changes).tolist()
    runs = []
    for first, stop in zip(firsts, [*firsts[1:], len(starts)], strict=True):
        contig = data[int(starts[first]) : int(tab1[first])].tobytes()
        runs.append((first, stop, contig, scan.chromosome(contig)))
    return runs


def _is_special(letters: NDArray[np.uint8]) -> Flags:
    """Tell ALT texts that start or end as symbols, breakends or "." do."""
    return np.isin(letters, np.frombuffer(b".<>[]", np.uint8))


def _ends_of(data: NDArray[np.uint8], marks: Ints, first_mark: Ints) -> tuple[Ints, Flags]:
    """Read END where INFO begins with it; certain where that, or an INFO of ".", tells the whole reach."""
    info = marks[first_mark + 6] + 1
    room = len(data) - 1
    reach = np.zeros(len(info), np.int64)
    is_end = np.ones(len(info), np.bool_)
    for offset, wanted in enumerate(b"END="):
        is_end &= data[np.minimum(info + offset, room)] == wanted
    empty = (data[info] == 46) & np.isin(data[np.minimum(info + 1, room)], (9, 10))
    going = is_end.copy()
    closed = np.zeros(len(info), np.bool_)
    for offset in range(4, 4 + _POS_DIGITS + 1):
        letter = data[np.minimum(info + offset, room)]
        digit = letter.astype(np.int64) - 48
        is_digit = (digit >= 0) & (digit <= 9)
        closed |= going & ~is_digit & np.isin(letter, (9, 10, 59)) & (offset > 4)
        going &= is_digit
        reach = np.where(going, reach * 10 + digit, reach)
    return np.where(closed, reach, 0), closed | empty


def _ends_where_it_starts(block: bytes, alt: int, alt_end: int, end: int) -> bool:
    """Tell that a line has nothing by which it could reach beyond REF: no END, no length and no mate."""
    return (
        block.find(b"END=", alt_end, end) < 0
        and block.find(b"SVLEN=", alt_end, end) < 0
        and block.find(b"[", alt, alt_end) < 0
        and block.find(b"]", alt, alt_end) < 0
    )


def _arrays_of(scan: Scan, chrom: str, *, deep: bool) -> tuple[Any, Any]:
    known = scan.arrays.get((chrom, deep))
    if known is None:
        regions: Regions = scan.deep if deep else scan.regions
        starts = np.array(regions.starts.get(chrom, []), np.int64)
        ends = np.array(regions.ends.get(chrom, []), np.int64)
        known = scan.arrays[chrom, deep] = (starts, ends)
    return known


def _count(scan: Scan, number: int, rows: Ints, settled: _Settled, first: int, stop: int) -> None:
    """Enter usual rows first..stop (none of which needs a look) in the account, run by run."""
    if first >= stop:
        return
    scan.seen_records(stop - first)
    for run_first, run_stop, contig, chrom in settled.runs:
        begin, end = max(first, run_first), min(stop, run_stop)
        if begin >= end:
            continue
        positions = settled.positions[begin:end]
        scan.note_order(int(number + rows[begin]), contig, int(positions[0]), int(positions[-1]))
        if not scan.unsorted_line and end - begin > 1:
            falls = np.flatnonzero(positions[1:] < positions[:-1])
            if len(falls):
                scan.unsorted_line = int(number + rows[begin + 1 + int(falls[0])])
        if deep := int(np.count_nonzero(settled.deep[begin:end])):
            scan.book.set_aside_many(DEEP, deep)
        count = int(np.count_nonzero(settled.outside[begin:end]))
        if count and chrom:
            scan.book.set_aside_many(OUTSIDE, count)
        elif count:
            scan.set_aside_contig(contig, count)
