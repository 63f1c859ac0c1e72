"""Whether a label's population and the age that was stated go together; a label for children alone asks for the age."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_FROM = re.compile(r"\bfrom (\d+) years?\b")
_PLURALS = {"child": "child(?:ren)?"}


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """One row of population_ages.tsv; years, both inclusive."""

    word: str
    youngest: int
    oldest: int | None


def age_misfit(population: str, age: int | None, groups: Iterable[AgeGroup]) -> str:
    """Say why a population does not fit the age; empty where it does, or where it names no age group.

    An age that was not stated fits everything but a label for the young alone.

    >>> adults, young = AgeGroup("adult", 18, None), AgeGroup("child", 0, 17)
    >>> age_misfit("children from 1 year", 66, (adults, young))
    'not as stated: meant for children from 1 year; the age was stated as 66'
    >>> age_misfit("adults; children from 12 years", 8, (adults, young))
    'not as stated: meant for adults; children from 12 years; the age was stated as 8'
    >>> age_misfit("adults", None, (adults, young))
    ''
    """
    named = _named(population, groups)
    if not named:
        return ""
    young_only = all(group.oldest is not None for group in named)
    if age is None:
        return f"not as stated: meant for {population}; the age was not stated" if young_only else ""
    bound = _FROM.search(population)
    fits = any(_holds(group, age, int(bound[1]) if bound else 0) for group in named)
    return "" if fits else f"not as stated: meant for {population}; the age was stated as {age}"


def _named(population: str, groups: Iterable[AgeGroup]) -> list[AgeGroup]:
    found = []
    for group in sorted(groups, key=lambda group: -len(group.word)):  # "young adult" is no "adult"
        word = re.compile(rf"\b{_PLURALS.get(group.word, group.word + 's?')}\b")
        if word.search(population):
            found.append(group)
            population = word.sub("", population)
    return found


def _holds(group: AgeGroup, age: int, bound: int) -> bool:
    youngest = bound or group.youngest if group.oldest is not None else group.youngest
    return youngest <= age and (group.oldest is None or age <= group.oldest)
