"""The attributes of a medicine in plain words, from the vocabulary beside the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from interpreter.model.evidence import Therapy
from interpreter.resources import resource_path
from interpreter.rule_tables import read_rows

_NUMBER = r"\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?"
"""A number, or a range of two."""
_TITLES = {
    "route": "how it is given",
    "doses_per_day": "how often a day",
    "cycle": "rhythm",
    "duration": "how long",
    "visits_per_4_weeks": "visits",
    "infusion_hours": "time of an infusion",
    "inpatient_start": "start in hospital",
    "tablets_per_day": "tablets",
    "largest_form": "largest tablet",
    "liquid_form": "if swallowing is hard",
    "cyp": "enzymes and transporters",
    "qt": "QT interval",
    "emetogenic": "nausea and vomiting",
    "embryo_fetal": "unborn child",
    "ild_caution": "lung inflammation",
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Attribute -> its codes with their words, in the order of the table."""

    words: Mapping[str, tuple[tuple[str, str], ...]]

    def title(self, attribute: str) -> str:
        return _TITLES.get(attribute, attribute.replace("_", " "))

    def say(self, attribute: str, code: str) -> str:
        """Give the words of one code; a code without words stands as it is, and is said to be a code."""
        for pattern, words in self.words.get(attribute, ()):
            if pattern == code:
                return words
            if "#" in pattern:
                number = re.fullmatch(re.escape(pattern).replace(r"\#", f"({_NUMBER})"), code)
                if number is not None:
                    return words.replace("{n}", number.group(1))
        return f"code '{code}'"

    def known(self, therapy: Therapy) -> tuple[tuple[str, str], ...]:
        """Give title and words of every attribute that is known, in the order of the table."""
        ordered = [name for name in self.words if name in therapy.attributes]
        ordered += [name for name in therapy.attributes if name not in self.words]
        return tuple(
            (self.title(name), "; ".join(self.say(name, code) for code in therapy.attributes[name])) for name in ordered
        )

    def unknown(self, therapy: Therapy) -> tuple[str, ...]:
        """Give the titles of what is not known; that is not the same as "none"."""
        return tuple(self.title(name) for name in self.words if name not in therapy.attributes)


@cache
def load_vocabulary() -> Vocabulary:
    """Read the table shipped with the program.

    Raises:
        RuleTableError: it is damaged.
    """
    words: dict[str, list[tuple[str, str]]] = {}
    for _, row in read_rows(resource_path("catalogue/therapy_vocabulary.tsv"), ("attribute", "code", "words")):
        words.setdefault(row["attribute"], []).append((row["code"], row["words"]))
    return Vocabulary({name: tuple(rows) for name, rows in words.items()})
