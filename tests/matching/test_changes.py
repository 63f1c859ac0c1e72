"""Named changes compared with calls: any spelling of one event is that event (S6)."""

from __future__ import annotations

import pytest

from interpreter.matching.changes import has_change, named_change
from tests.matching.builders import small


@pytest.mark.parametrize(
    ("named", "called", "expected"),
    [
        ("p.L858R", "L858R", True),
        ("p.L858R", "L858Q", False),
        ("p.V858R", "L858R", False),
        ("p.L858R", "L858_A859delinsRT", True),
        ("p.A859T", "L858_A859delinsRT", True),
        ("p.A859S", "L858_A859delinsRT", False),
        ("p.L858R", "L858_A859delinsR*", False),
        ("p.L858R", "L858_A859delinsR", False),
        ("p.E746_A750del", "E746_A750del", True),
        ("p.E746_A750del", "L747_A750del", False),
        ("p.L747_P753delinsS", "L747_P753delinsS", True),
        ("p.L747_P753delinsS", "L747_P753delinsQ", False),
        ("p.D770_N771insSVD", "S768_D770dup", False),
        ("p.S768_D770dup", "D770_N771insSVD", True),
        ("p.H773dup", "H773_V774insH", True),
        ("p.H773dup", "H773_V774insHH", False),
        ("p.W288fs", "W288Cfs*12", True),
        ("p.W288Cfs*12", "W288Cfs*12", True),
        ("p.W288Cfs*12", "W288Cfs*9", False),
        ("p.W288Cfs*12", "W288Sfs*12", False),
        ("p.W288fs", "L287fs", False),
        ("p.R213*", "R213*", True),
        ("p.M1?", "M1?", True),
    ],
)
def test_s6_named_changes(named: str, called: str, expected: bool) -> None:
    effect = small("EGFR", called).effect
    assert effect is not None
    assert has_change(effect, named_change(named)) is expected


def test_coding_changes_are_compared_without_their_accession() -> None:
    effect = small("DPYD", "c.1905+1G>A").effect
    assert effect is not None
    assert has_change(effect, named_change("c.1905+1G>A"))
    assert not has_change(effect, named_change("c.1905+1G>T"))
