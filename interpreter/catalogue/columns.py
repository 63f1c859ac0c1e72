"""Each catalogue table's columns: name, kind of value, may it be empty, which words are allowed.

All tables are tab-separated UTF-8 with one header line. An empty cell means *not known*; `|` joins the values of a
list cell (therapies of one regimen are joined by " + ").
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from interpreter.catalogue import vocabulary as words


class Kind(StrEnum):
    TEXT = "text"
    ID = "id"
    """Stable word of capitals, digits, hyphens; never used again for another row."""
    LIST = "list"
    """Values joined by "|"."""
    REGIMEN = "regimen"
    """INN names joined by " + "."""
    DATE = "date"
    """ISO date, or its beginning where the day is not known: 2024, 2024-06, 2024-06-14."""
    FLAG = "flag"
    """"yes" or empty."""
    WORD = "word"
    """One word of the column's vocabulary."""
    WORDS = "words"
    """Words of the column's vocabulary joined by "|"."""
    ADDRESS = "address"
    """Where a text was read: http or https, shown as text and never opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    allowed: frozenset[str] = frozenset()
    added: bool = False
    """It came after the first tables were written: a table without it is read as if its cells were empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One kind of table. `open_ended` allows further columns (therapy attributes)."""

    name: str
    columns: tuple[Column, ...]
    open_ended: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _column(
    name: str, kind: Kind = Kind.TEXT, *, required: bool = False, allowed: Collection[str] = (), added: bool = False
) -> Column:
    return Column(name=name, kind=kind, required=required, allowed=frozenset(allowed), added=added)


_CHECKED = (_column("checked_by"), _column("checked_on", Kind.DATE))
_STATUS = _column("status", Kind.WORD, required=True, allowed=words.STATUSES)
_SETTING = _column("setting", Kind.WORD, allowed=words.SETTINGS)
_LINE = _column("line", Kind.WORD, allowed=words.LINES)
_TEST = _column("test", Kind.WORD, allowed=words.TESTS)

EVIDENCE = Table(
    name="evidence",
    columns=(
        _column("id", Kind.ID, required=True),
        _column("biomarker", required=True),
        _column("tumour_types", Kind.LIST, required=True),
        _column("disease_excluded", Kind.LIST),
        _column("therapies", Kind.REGIMEN),
        _column("response", Kind.WORD, required=True, allowed=words.RESPONSES),
        _column("direction", Kind.WORD, required=True, allowed=words.DIRECTIONS),
        _column("level", Kind.WORD, required=True, allowed=words.LEVELS),
        _column("source_level", required=True),
        _SETTING,
        _LINE,
        _column("prior_therapy"),
        _column("population"),
        _TEST,
        _column("region", Kind.WORDS, allowed=words.AGENCIES),
        _column("escat", Kind.WORD, allowed=words.ESCAT_TIERS),
        _column("escat_source"),
        _column("source_ids", Kind.LIST, required=True),
        _column("statement", required=True),
        _column("source_date", Kind.DATE),
        *_CHECKED,
        _STATUS,
        _column("disputed_by", Kind.LIST),
        _column("note"),
    ),
)

APPROVALS = Table(
    name="approvals",
    columns=(
        _column("id", Kind.ID, required=True),
        _column("evidence_id", Kind.ID, required=True),
        _column("agency", Kind.WORD, required=True, allowed=words.AGENCIES),
        _column("kind", Kind.WORD, required=True, allowed=words.APPROVAL_KINDS),
        _column("product", required=True),
        _column("first_date", Kind.DATE),
        _column("withdrawn_date", Kind.DATE),
        _SETTING,
        _LINE,
        _column("prior_therapy"),
        _column("population"),
        _TEST,
        _column("limitation"),
        _column("source_id", Kind.ID, required=True),
        _column("source_url", Kind.ADDRESS, added=True),
        _column("source_date", Kind.DATE, added=True),
        _column("read_on", Kind.DATE, added=True),
        *_CHECKED,
        _STATUS,
        _column("note"),
    ),
)

SOURCES = Table(
    name="sources",
    columns=(
        _column("id", Kind.ID, required=True),
        _column("kind", Kind.WORD, required=True, allowed=words.SOURCE_KINDS),
        _column("citation", required=True),
        _column("pmid"),
        _column("doi"),
        _column("nct"),
        _column("date_read", Kind.DATE),
        _column("licence", required=True),
    ),
)

THERAPIES = Table(
    name="therapies",
    columns=(
        _column("inn", required=True),
        _column("brands", Kind.LIST),
        _column("drug_class"),
        _column("targets", Kind.LIST),
        _column("label_source"),
        _column("label_date", Kind.DATE),
        *_CHECKED,
        _column("plain"),
    ),
    open_ended=True,
)

COMPANION_TESTS = Table(
    name="companion_tests",
    columns=(
        _column("id", Kind.ID, required=True),
        _column("device", required=True),
        _column("specimen", Kind.LIST),
        _column("therapies", Kind.LIST),
        _column("biomarker", required=True),
        _column("tumour_types", Kind.LIST),
        _column("pathway"),
        _column("source_id"),
        *_CHECKED,
        _STATUS,
    ),
)

GENES = Table(
    name="genes",
    columns=(
        _column("symbol", required=True),
        _column("hgnc_id"),
        _column("aliases", Kind.LIST),
        _column("role", Kind.WORD, allowed=words.GENE_ROLES),
        _column("hereditary", Kind.FLAG),
        _column("clonal_haematopoiesis", Kind.FLAG),
        _column("fusion_side", Kind.WORD, allowed=words.FUSION_SIDES),
        _column("plain"),
        _column("source"),
    ),
)

PLAIN = Table(name="plain", columns=(_column("key", required=True), _column("text", required=True)))

RETIREMENTS = Table(
    name="retirements",
    columns=(
        _column("evidence_id", Kind.ID, required=True),
        _column("reason", required=True),
        _column("author", required=True),
        _column("approved_by", required=True),
        _column("approved_on", Kind.DATE, required=True),
    ),
)
"""Rows of lower layers that this layer's hospital no longer uses; they stay visible as withdrawn."""

TABLES: dict[str, Table] = {
    table.name: table for table in (EVIDENCE, APPROVALS, SOURCES, THERAPIES, COMPANION_TESTS, GENES, PLAIN, RETIREMENTS)
}

_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_ADDRESS = re.compile(r"https?://[\x21-\x7e]{1,400}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ID = re.compile(r"[A-Z0-9][A-Z0-9._-]*")


def faults_of_cell(column: Column, text: str) -> str:
    """Say what is wrong with one cell, or give "" when it is fine.

    >>> faults_of_cell(Column(name="line", kind=Kind.WORD, allowed=frozenset({"1", "2+"})), "9")
    'line "9" is not one of 1, 2+'
    """
    if text == "":
        return f"{column.name} is empty" if column.required else ""
    if text != text.strip():
        return f'{column.name} "{text}" begins or ends with a space'
    if _UNSEEN.search(text):
        return f"{column.name} holds signs that cannot be seen or that turn the order of others"
    match column.kind:
        case Kind.WORD | Kind.WORDS:
            parts = text.split("|") if column.kind is Kind.WORDS else [text]
            wrong = [part for part in parts if part not in column.allowed]
            if wrong:
                return f'{column.name} "{"|".join(wrong)}" is not one of {", ".join(sorted(column.allowed))}'
        case Kind.DATE:
            if _DATE.fullmatch(text) is None:
                return f'{column.name} "{text}" is not a date (2024, 2024-06 or 2024-06-14)'
        case Kind.ID:
            if _ID.fullmatch(text) is None:
                return f'{column.name} "{text}" holds other signs than capitals, digits, "-", "." and "_"'
        case Kind.ADDRESS:
            if _ADDRESS.fullmatch(text) is None:
                return f"{column.name} is no http or https address of at most 400 signs"
        case Kind.FLAG:
            if text != "yes":
                return f'{column.name} "{text}" is neither "yes" nor empty'
        case Kind.LIST | Kind.REGIMEN:
            parts = text.split("|" if column.kind is Kind.LIST else " + ")
            if any(part != part.strip() or part == "" for part in parts):
                return f'{column.name} "{text}" holds an empty value or a stray space'
            if len(set(parts)) != len(parts):
                return f'{column.name} "{text}" names a value twice'
        case Kind.TEXT:
            pass
    return ""
