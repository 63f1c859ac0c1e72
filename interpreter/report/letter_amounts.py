"""How much a letter tells, by reading level: it keeps to two pages, and never by smaller type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interpreter.model.person import ReadingLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much a letter tells of each kind; what is left out is said to be with the doctor."""

    found: int
    choices: int
    names: int
    """Names in one list."""
    questions: int
    plain_lines: bool = True
    medicines: bool = True
    writing_lines: int = 2


_LEAST = Amount(found=2, choices=1, names=3, questions=0, plain_lines=False, medicines=False, writing_lines=0)
AMOUNTS: Mapping[ReadingLevel, tuple[Amount, ...]] = {
    ReadingLevel.SIMPLE: (
        Amount(found=4, choices=3, names=6, questions=3),
        Amount(found=3, choices=2, names=5, questions=2, writing_lines=1),
        Amount(found=3, choices=2, names=4, questions=1, medicines=False, writing_lines=0),
        Amount(found=2, choices=2, names=3, questions=1, plain_lines=False, medicines=False, writing_lines=0),
        _LEAST,
    ),
    ReadingLevel.STANDARD: (
        Amount(found=6, choices=4, names=10, questions=4),
        Amount(found=5, choices=3, names=8, questions=3, writing_lines=1),
        Amount(found=4, choices=2, names=6, questions=2, medicines=False, writing_lines=0),
        Amount(found=3, choices=2, names=4, questions=1, plain_lines=False, medicines=False, writing_lines=0),
        _LEAST,
    ),
    ReadingLevel.DETAILED: (
        Amount(found=10, choices=6, names=30, questions=5),
        Amount(found=8, choices=5, names=20, questions=4, writing_lines=1),
        Amount(found=6, choices=4, names=12, questions=3, writing_lines=0),
        Amount(found=4, choices=3, names=8, questions=2, medicines=False, writing_lines=0),
        Amount(found=3, choices=2, names=4, questions=1, plain_lines=False, medicines=False, writing_lines=0),
        _LEAST,
    ),
}
"""From most to least; the first that keeps to two pages is taken."""
