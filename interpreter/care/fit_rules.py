"""The rules of fit: data, not code. Our own table, and rows that a hospital adds beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interpreter.care.vocabulary import Meets, organ_limits, preference_keys
from interpreter.model.findings import Verdict
from interpreter.resources import resource_path
from interpreter.rule_tables import faulty, listed, read_rows

_RULE_COLUMNS = ("id", "subject", "said", "attribute", "codes", "verdict", "settles", "asks", "sentence", "source")
_MEDICINE_COLUMNS = ("medicine", "also", "classes", "source")
_COMPARISON = re.compile(r"(?P<name>\w+:)?(?P<sign><=|>=|<|>)(?P<limit>\d+(?:\.\d+)?)")
_FIGURE = re.compile(r"(?:\d+(?:\.\d+)?-)?(?P<high>\d+(?:\.\d+)?)")
_PLACES = re.compile(r"\{(\w+)\}")

LOCAL_ACCESS = "local_access"
"""The one attribute that is not of the therapy table: the person's user-entered [[access]] rows."""

ALWAYS = "always"
"""Codes of a rule that needs no fact: the person accepts anything in this respect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRule:
    """When this was said and the therapy has this code, then this verdict.

    `subject` is a preference key, "medicine" (then `said` are medicine classes) or "organ:<organ>".
    """

    id: str
    subject: str
    said: frozenset[str]
    attribute: str
    codes: str
    verdict: Verdict
    settles: bool
    """True when a `fits` of this rule makes the other facts of the same question matterless."""
    asks: str
    """What must be known, in plain words: "how it is given"."""
    sentence: str
    """The fact in plain words; {medicine} stands for the therapy's medicine."""
    source: str

    def fires(self, values: tuple[str, ...]) -> bool:
        """Tell whether the attribute's values (not empty, unless the rule needs none) meet the codes."""
        return self.codes == ALWAYS or _meets(self.codes, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherMedicine:
    """One medicine a person may take beside the therapy, with its interaction classes."""

    name: str
    classes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRules:
    """All rules of a run: by subject, in the order of the tables."""

    by_subject: Mapping[str, tuple[FitRule, ...]]
    medicines: Mapping[str, OtherMedicine]
    """Lower-case name -> medicine."""
    classes: frozenset[str]

    def for_saying(self, subject: str, said: str) -> tuple[FitRule, ...]:
        """Give the rules that speak about one thing said."""
        return tuple(rule for rule in self.by_subject.get(subject, ()) if said in rule.said)


def load_fit_rules(site: Path | None = None) -> FitRules:
    """Read the program's rules and, if named, a hospital's own rows in the same columns.

    A hospital's file adds rules. It cannot replace or silence one: an id that is taken is a fault.

    Raises:
        RuleTableError: a row is faulty; all faulty rows are named.
    """
    return _own_rules() if site is None else _rules_of((resource_path("rules/fit_rules.tsv"), site))


@cache
def _own_rules() -> FitRules:
    return _rules_of((resource_path("rules/fit_rules.tsv"),))


def _rules_of(paths: tuple[Path, ...]) -> FitRules:
    medicines = _medicines(resource_path("rules/interactions.tsv"))
    classes = frozenset(name for medicine in medicines.values() for name in medicine.classes)
    rules: dict[str, FitRule] = {}
    for path in paths:
        _read_rules(path, classes, rules)
    by_subject: dict[str, list[FitRule]] = {}
    for rule in rules.values():
        by_subject.setdefault(rule.subject, []).append(rule)
    return FitRules(
        by_subject={subject: tuple(found) for subject, found in by_subject.items()},
        medicines=medicines,
        classes=classes,
    )


def _read_rules(path: Path, classes: frozenset[str], rules: dict[str, FitRule]) -> None:
    faults: list[str] = []
    for line, row in read_rows(path, _RULE_COLUMNS):
        said = frozenset(listed(row["said"]))
        problems = [
            *(["id is empty or taken"] if not row["id"] or row["id"] in rules else []),
            *_subject_faults(row["subject"], said, classes),
            *(["attribute or codes is empty"] if not row["attribute"] or not row["codes"] else []),
            *(['codes with a space begin with "only", "some" or "no"'] if not _CODES.fullmatch(row["codes"]) else []),
            *(['settles is "yes" beside fits, or empty'] if not _settles_rightly(row) else []),
            *(["asks, sentence or source is empty"] if not (row["asks"] and row["sentence"] and row["source"]) else []),
            *([f"verdict is one of {', '.join(_SPOKEN)}"] if row["verdict"] not in _SPOKEN else []),
            *(
                ["the sentence may hold {medicine} only"]
                if set(_PLACES.findall(row["sentence"])) - {"medicine"}
                else []
            ),
        ]
        if problems:
            faults.append(f"line {line} ({row['id']}): {'; '.join(problems)}")
            continue
        rules[row["id"]] = FitRule(
            id=row["id"],
            subject=row["subject"],
            said=said,
            attribute=row["attribute"],
            codes=row["codes"],
            verdict=Verdict(row["verdict"]),
            settles=row["settles"] == "yes",
            asks=row["asks"],
            sentence=row["sentence"],
            source=row["source"],
        )
    if faults:
        raise faulty(path, tuple(faults))


_CODES = re.compile(r"((only|some|no) )?\S*")


def _settles_rightly(row: Mapping[str, str]) -> bool:
    return row["settles"] == "" or (row["settles"] == "yes" and row["verdict"] == Verdict.FITS)


_SPOKEN = (Verdict.FITS, Verdict.DISCUSS, Verdict.CONFLICTS)
"""A rule never says "unknown": that follows from an empty cell alone."""


def _subject_faults(subject: str, said: frozenset[str], classes: frozenset[str]) -> list[str]:
    organ = subject.removeprefix("organ:")
    if subject == "medicine":
        allowed = classes
    elif organ != subject and organ in organ_limits():
        allowed = frozenset(organ_limits()[organ].values)
    elif subject in preference_keys():
        if preference_keys()[subject].meets is Meets.CONVERSATION:
            return [f"{subject} is for the conversation; no therapy fact meets it"]
        allowed = frozenset(preference_keys()[subject].values)
    else:
        return [f'subject "{subject}" is neither a preference, "medicine" nor "organ:" with an organ']
    wrong = sorted(said - allowed)
    if wrong or not said:
        return [f"said {', '.join(wrong) or 'is empty'}; allowed: {', '.join(sorted(allowed))}"]
    return []


def _medicines(path: Path) -> Mapping[str, OtherMedicine]:
    known: dict[str, OtherMedicine] = {}
    faults: list[str] = []
    for line, row in read_rows(path, _MEDICINE_COLUMNS):
        names = [name.lower() for name in (row["medicine"], *listed(row["also"]))]
        classes = listed(row["classes"])
        if not row["medicine"] or not classes or not row["source"] or any(name in known for name in names):
            faults.append(f"line {line}: medicine, classes and source must not be empty, and no name may stand twice")
            continue
        medicine = OtherMedicine(name=row["medicine"], classes=classes, source=row["source"])
        known.update(dict.fromkeys(names, medicine))
    if faults:
        raise faulty(path, tuple(faults))
    return known


def _meets(codes: str, values: tuple[str, ...]) -> bool:
    """Read the little language of the codes column on values that are known (docs/fit.md).

    >>> _meets("iv|sc", ("iv",)), _meets("only oral", ("oral", "iv")), _meets("some oral", ("oral", "iv"))
    (True, False, True)
    >>> _meets("no oral", ("iv",)), _meets(">4", ("2-6",)), _meets("<=4", ("2-6",)), _meets("fixed:", ("fixed:1",))
    (True, True, False, True)
    >>> _meets("avoid_below:>=15", ("avoid_below:30",)), _meets("avoid_below:>=15", ("reduce_below:30",))
    (True, False)
    """
    word, _, rest = codes.partition(" ")
    if not rest:
        return any(_meets_one(token, value) for token in listed(codes) for value in values)
    hits = [any(_meets_one(token, value) for token in listed(rest)) for value in values]
    return {"only": all(hits), "some": any(hits) and not all(hits), "no": not any(hits)}[word]


def _meets_one(token: str, value: str) -> bool:
    """Hold one code against one value; a range counts by its high end, so that the burden is never understated."""
    comparison = _COMPARISON.fullmatch(token)
    if comparison is not None:
        name = comparison["name"] or ""
        figure = _FIGURE.fullmatch(value.removeprefix(name)) if value.startswith(name) else None
        return figure is not None and _compares(comparison["sign"], float(figure["high"]), float(comparison["limit"]))
    if token.endswith(":"):
        return value.startswith(token)
    return value == token


def _compares(sign: str, value: float, limit: float) -> bool:
    match sign:
        case "<":
            return value < limit
        case "<=":
            return value <= limit
        case ">":
            return value > limit
        case _:
            return value >= limit
