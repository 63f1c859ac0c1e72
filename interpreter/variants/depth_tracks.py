"""Depth along chromosomes from blocks or coverage rows; where rows overlap, the weakest statement wins (RULES R1)."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What the rows say of an interval, taken together."""

    covered: bool
    """Every base has a row."""
    touched: bool
    """Some base has a row."""
    passed: bool
    """No row over the interval failed a filter or is a no-call; meaningless when not touched."""
    depth: int | None
    """Lowest depth of the rows over the interval; None when one of them gives none, or there is no row."""


_NOTHING = Stretch(covered=False, touched=False, passed=False, depth=None)

Row = tuple[int, int, int | None, bool]
"""start, end (1-based, inclusive), depth, passed."""


class DepthTrack:
    """Rows of one source on one assembly, by chromosome; immutable once built."""

    def __init__(self, rows: Iterable[tuple[str, int, int, int | None, bool]]) -> None:
        """Take (chrom, start, end, depth, passed) in any order; overlaps are allowed."""
        by_chrom: dict[str, list[Row]] = {}
        for chrom, start, end, depth, passed in rows:
            if start <= end:
                by_chrom.setdefault(chrom, []).append((start, end, depth, passed))
        self._rows: dict[str, list[Row]] = {}
        self._starts: dict[str, list[int]] = {}
        for chrom, unsorted in by_chrom.items():
            flat = _flatten(sorted(unsorted, key=lambda row: (row[0], row[1])))
            self._rows[chrom] = flat
            self._starts[chrom] = [row[0] for row in flat]

    def __bool__(self) -> bool:
        return bool(self._rows)

    def over(self, chrom: str, start: int, end: int) -> Stretch:
        """Say what is known of start..end (1-based, inclusive)."""
        rows = self._rows.get(chrom)
        if rows is None:
            return _NOTHING
        index = max(0, bisect_right(self._starts[chrom], start) - 1)
        reached = start - 1
        covered, touched, passed = True, False, True
        depths: list[int | None] = []
        while index < len(rows) and rows[index][0] <= end:
            row_start, row_end, depth, row_passed = rows[index]
            index += 1
            if row_end < start:
                continue
            if row_start > reached + 1:
                covered = False
            touched = True
            passed = passed and row_passed
            depths.append(depth)
            reached = row_end
        if not touched:
            return _NOTHING
        known = [depth for depth in depths if depth is not None]
        return Stretch(
            covered=covered and reached >= end,
            touched=True,
            passed=passed,
            depth=min(known) if len(known) == len(depths) else None,
        )


def _flatten(rows: list[Row]) -> list[Row]:
    """Cut overlapping rows into pieces, each with the lowest depth and the worst verdict of those over it."""
    if all(before[1] < after[0] for before, after in pairwise(rows)):
        return rows
    borders = sorted({row[0] for row in rows} | {row[1] + 1 for row in rows})
    flat: list[Row] = []
    active: list[tuple[int, int]] = []  # (end, index of the row)
    upcoming = 0
    for start, after in pairwise(borders):
        while upcoming < len(rows) and rows[upcoming][0] <= start:
            heapq.heappush(active, (rows[upcoming][1], upcoming))
            upcoming += 1
        while active and active[0][0] < start:
            heapq.heappop(active)
        if active:
            here = [rows[index] for _, index in active]
            depths = [row[2] for row in here]
            known = [depth for depth in depths if depth is not None]
            depth = min(known) if len(known) == len(depths) else None
            flat.append((start, after - 1, depth, all(row[3] for row in here)))
    return flat
