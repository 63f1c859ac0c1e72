"""The closed vocabulary of protein and signature markers: which words there are, and what may be said of each.

Source: `resources/rules/marker_vocabulary.tsv`, one row a word with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from interpreter.resources import resource_path


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerWord:
    """One row of the vocabulary."""

    word: str
    kind: str
    """signature or protein."""
    categories: tuple[str, ...]
    scores: tuple[str, ...]
    """Scores a value may be given in; "mut" = the marker has one scale and the expression names none (TMB)."""
    clone: bool
    """True when an antibody clone may be named."""
    names: str

    @property
    def bare_score(self) -> bool:
        return "mut" in self.scores


@cache
def marker_words() -> Mapping[str, MarkerWord]:
    """Give the vocabulary by word."""
    lines = resource_path("rules/marker_vocabulary.tsv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    words = {}
    for line in lines[1:]:
        row = dict(zip(header, line.split("\t"), strict=True))
        words[row["word"]] = MarkerWord(
            word=row["word"],
            kind=row["kind"],
            categories=tuple(filter(None, row["categories"].split("|"))),
            scores=tuple(filter(None, row["scores"].split("|"))),
            clone=row["clone"] == "yes",
            names=row["names"],
        )
    return words
