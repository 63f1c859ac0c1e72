"""Reads and fractions of one allele in one sample, from whatever fields the caller wrote (a table of conventions)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import NamedTuple

from interpreter.model.variants import Support
from interpreter.rule_tables import rule_rows

_TERM = re.compile(r"^(\{ALT\}|\{REF\})?([A-Za-z0-9_]*)(?:\[(R|A|\*|\d+|\d+:\d+)\])?$")
_CONTRADICTS = Decimal("0.10")
"""A stated fraction further than this from the counts is told as a contradiction; estimates differ by less."""
_SAME = Decimal("0.006")
_MAX_READS = 10**9
_CACHED_BASES = 50


class FieldFaultError(ValueError):
    """A field that is relied on holds no valid value; the text says which, in words."""


class Allele(NamedTuple):
    """Which allele is asked for: 1-based among `alternates` ALT alleles, with its bases as written."""

    number: int
    alternates: int
    ref: str
    alt: str


@dataclass(frozen=True, slots=True)
class _Term:
    prefix: str
    key: str
    item: str

    def value(self, fields: Mapping[str, str], allele: Allele) -> Decimal | None:
        key = self.key
        if self.prefix:
            base = allele.alt if self.prefix == "{ALT}" else allele.ref
            if len(base) != 1:
                return None
            key = base + key
        text = fields.get(key, ".")
        if text in (".", ""):
            return None
        parts = text.split(",")
        item = self.item
        if item == "R":
            return _number(key, parts[allele.number]) if len(parts) == allele.alternates + 1 else None
        if item == "A":
            return _number(key, parts[allele.number - 1]) if len(parts) == allele.alternates else None
        if item == "":
            return _number(key, parts[0]) if len(parts) == 1 else None
        if item == "*":
            chosen = parts
        else:
            first, _, last = item.partition(":")
            chosen = parts[int(first) : int(last or int(first) + 1)]
            if len(chosen) != int(last or int(first) + 1) - int(first):
                return None
        numbers = [_number(key, part) for part in chosen]
        known = [number for number in numbers if number is not None]
        return sum(known, Decimal(0)) if len(known) == len(numbers) else None


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    needs: tuple[str, ...]
    alt: tuple[_Term, ...]
    alleles: tuple[_Term, ...]
    depth: tuple[_Term, ...]
    vaf: tuple[_Term, ...]
    percent: bool
    over_alleles: bool
    callers: frozenset[str]


def support_in_sample(fields: Mapping[str, str], allele: Allele, caller: str) -> tuple[Support, tuple[str, ...]]:
    """Give reads, depth and VAF of an allele from FORMAT values, with warnings where they contradict each other.

    Raises:
        FieldFaultError: a field of the rule that applies holds no number.
    """
    keys = _relevant(tuple(fields))
    values = tuple([fields[key] for key in keys])
    if len(allele.ref) > _CACHED_BASES or len(allele.alt) > _CACHED_BASES:
        return _support(_rules_for("format", keys), fields, allele, caller)
    return _remembered(keys, values, allele, caller)


@lru_cache(maxsize=65536)
def _remembered(
    keys: tuple[str, ...], values: tuple[str, ...], allele: Allele, caller: str
) -> tuple[Support, tuple[str, ...]]:
    """The same counts stand in many records of a large file."""
    return _support(_rules_for("format", keys), dict(zip(keys, values, strict=True)), allele, caller)


def support_in_info(
    info: Mapping[str, str], allele: Allele, caller: str, where: str = "info"
) -> tuple[Support, tuple[str, ...]]:
    """Give them from INFO; `where` is "info" (one sample or none), "info_tumour" or "info_normal".

    Raises:
        FieldFaultError: a field of the rule that applies holds no number.
    """
    return _support(_rules(where), info, allele, caller)


@cache
def info_keys(where: str) -> tuple[str, ...]:
    """Give the INFO keys without one of which no rule of `where` applies."""
    return tuple(sorted({rule.needs[0] for rule in _rules(where)}))


def single_depth(fields: Mapping[str, str], *keys: str) -> int | None:
    """Give the first of these fields that holds a whole number of reads, None when none does.

    Raises:
        FieldFaultError: the field that stands there holds no number.
    """
    for key in keys:
        text = fields.get(key, ".")
        if text not in (".", ""):
            number = _number(key, text)
            if number is not None:
                return int(number)
    return None


def _support(
    rules: tuple[_Rule, ...], fields: Mapping[str, str], allele: Allele, caller: str
) -> tuple[Support, tuple[str, ...]]:
    for rule in rules:
        if rule.callers and caller not in rule.callers:
            continue
        if any(fields.get(key, ".") in (".", "") for key in rule.needs):
            continue
        alt = _sum(rule.alt, fields, allele)
        stated = _fraction(rule, fields, allele)
        if alt is None and (rule.alt or stated is None):
            continue
        return _resolve(rule, fields, allele, alt, stated)
    return Support(depth=_plain_depth(fields)), (*_odd_counts(fields, allele), *_odd_fraction(fields, allele))


def _odd_counts(fields: Mapping[str, str], allele: Allele) -> tuple[str, ...]:
    """Tell of counts that stand there, but not one for each allele, so that no rule could use them."""
    text = fields.get("AD", ".")
    counts = text.count(",") + 1
    if text.strip(".,") == "" or counts == allele.alternates + 1:
        return ()
    return (f"AD does not hold one count for each allele, and was not used ({counts} for {allele.alternates + 1}).",)


def _odd_fraction(fields: Mapping[str, str], allele: Allele) -> tuple[str, ...]:
    """Tell of a fraction beyond 1: a percentage, perhaps, but nothing says so."""
    parts = fields.get("AF", ".").split(",")
    value = _number("AF", parts[allele.number - 1]) if len(parts) == allele.alternates else None
    if value is None or value <= 1:
        return ()
    return (f"AF is no fraction between 0 and 1, and was not used ({_digits(value)}).",)


def _resolve(
    rule: _Rule, fields: Mapping[str, str], allele: Allele, alt: Decimal | None, stated: Decimal | None
) -> tuple[Support, tuple[str, ...]]:
    alleles = _sum(rule.alleles, fields, allele)
    depth = _sum(rule.depth, fields, allele)
    warnings: list[str] = []
    if alleles is not None and (depth is None or depth < alleles):
        depth = alleles
    if alt is not None and depth is not None and alt > depth:
        warnings.append(f"The file counts more ALT reads than reads ({alt:f} of {depth:f}).")
        depth = alt
    over = _denominator(rule, alt, alleles, depth, stated)
    counted = alt / over if alt is not None and over else None
    vaf, text = stated, "" if stated is None else _digits(stated)
    if counted is not None:
        if stated is not None and abs(counted - stated) > _CONTRADICTS:
            warnings.append(
                f"The stated fraction contradicts the counts, which are used ({_digits(stated)} against {alt:f} of "
                f"{over:f} reads)."
            )
        if stated is None or abs(counted - stated) > _SAME:
            text = _digits(round(counted, 4))
        vaf = counted
    return (
        Support(
            depth=None if depth is None else int(depth),
            alt_reads=None if alt is None else int(alt),
            vaf=None if vaf is None else float(vaf),
            vaf_text=text,
            rule=rule.name,
        ),
        tuple(warnings),
    )


def _denominator(
    rule: _Rule, alt: Decimal | None, alleles: Decimal | None, depth: Decimal | None, stated: Decimal | None
) -> Decimal | None:
    """Give the reads that the fraction is counted on.

    Depth is the default, because a multi-allelic record that was split keeps the reads of its own allele and of REF
    alone. Where the caller states a fraction too, that tells which of the two it counted on.
    """
    if rule.over_alleles and alleles:
        return alleles
    if alt is None or stated is None or not alleles or not depth:
        return depth
    return min((depth, alleles), key=lambda reads: abs(alt / reads - stated) if alt <= reads else Decimal(2))


def _fraction(rule: _Rule, fields: Mapping[str, str], allele: Allele) -> Decimal | None:
    """Give the stated fraction, None where there is none or it is not one."""
    if not rule.vaf:
        return None
    if rule.percent:
        text = fields.get(rule.vaf[0].key, ".")
        fields = {**fields, rule.vaf[0].key: text.replace("%", "")}
    try:
        value = _sum(rule.vaf, fields, allele)
    except FieldFaultError:
        if rule.alt:
            return None
        raise
    if value is None:
        return None
    if rule.percent:
        value /= 100
    return value if value <= 1 else None


def _plain_depth(fields: Mapping[str, str]) -> int | None:
    text = fields.get("DP", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _sum(terms: tuple[_Term, ...], fields: Mapping[str, str], allele: Allele) -> Decimal | None:
    if not terms:
        return None
    total = Decimal(0)
    for term in terms:
        value = term.value(fields, allele)
        if value is None:
            return None
        total += value
    return total


def _digits(value: Decimal) -> str:
    """Print without exponent and without trailing zeros, so that 0.120 is 0.12 and 1E-3 is 0.001."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=65536)
def _number(key: str, text: str) -> Decimal | None:
    if text in (".", ""):
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise FieldFaultError(f"{key} holds no number: '{text[:40]}'") from None
    if not value.is_finite() or value < 0 or value > _MAX_READS:
        raise FieldFaultError(f"{key} holds no number of reads and no fraction: '{text[:40]}'")
    return value


@lru_cache(maxsize=256)
def _relevant(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Give those FORMAT keys that any rule may look at."""
    wanted = {"DP"}
    for rule in _rules("format"):
        wanted.update(rule.needs)
        wanted.update(
            (base + term.key) if term.prefix else term.key
            for terms in (rule.alt, rule.alleles, rule.depth, rule.vaf)
            for term in terms
            for base in "ACGT"
        )
    return tuple(key for key in keys if key in wanted)


@lru_cache(maxsize=256)
def _rules_for(where: str, keys: tuple[str, ...]) -> tuple[_Rule, ...]:
    present = frozenset(keys)
    return tuple(rule for rule in _rules(where) if present.issuperset(rule.needs))


@cache
def _rules(where: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            name=row["rule"],
            needs=tuple(row["needs"].split(",")),
            alt=_terms(row["alt"]),
            alleles=_terms(row["alleles"]),
            depth=_terms(row["depth"]),
            vaf=_terms(row["vaf"].replace("%", "")),
            percent=row["vaf"].endswith("%"),
            over_alleles=row["over"] == "alleles",
            callers=frozenset(filter(None, row["callers"].split("|"))),
        )
        for row in rule_rows("depth_rules.tsv")
        if row["where"] == where
    )


def _terms(text: str) -> tuple[_Term, ...]:
    terms = []
    for part in filter(None, text.split("+")):
        match = _TERM.match(part)
        if match is None:
            raise ValueError(f"depth_rules.tsv: not a term: {part!r}")
        terms.append(_Term(match[1] or "", match[2], match[3] or ""))
    return tuple(terms)
