"""Takes entries out of a TOML document and collects every fault, so that a person corrects a file once."""

from __future__ import annotations

import datetime
import difflib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

_MAX_TEXT = 4_000
_MAX_LINE = 300
_MAX_ENTRIES = 1_000
_PARTIAL = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Checker:
    """Gives checked values; a faulty one is told in `faults` and stands as its empty value meanwhile.

    Words of the closed vocabulary are quoted in faults; what a person wrote in their own words is not.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []

    def fault(self, text: str) -> None:
        self.faults.append(text)

    def names(self, table: Mapping[str, object], allowed: Collection[str], where: str) -> None:
        """Refuse names that are not known, with the nearest one: a mistyped wish must not vanish."""
        for name in table:
            if name not in allowed:
                near = difflib.get_close_matches(name, allowed, 1)
                hint = f' (did you mean "{near[0]}"?)' if near else ""
                self.fault(f'{where}: "{_shown(name)}" is not known{hint}; allowed: {", ".join(sorted(allowed))}')

    def table(self, document: Mapping[str, object], name: str, allowed: Collection[str]) -> Mapping[str, object]:
        value = document.get(name, {})
        if not isinstance(value, dict):
            self.fault(f"{name} must be a table: [{name}]")
            return {}
        self.names(value, allowed, name)
        return value

    def entries(self, document: Mapping[str, object], name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Give ("preference 3", entry) for each [[preference]], counted from 1."""
        value = document.get(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.fault(f"{name} must be a list of tables: [[{name}]]")
            return
        if len(value) > _MAX_ENTRIES:
            self.fault(f"{name} stands {len(value)} times; at most {_MAX_ENTRIES} are read")
            return
        for number, entry in enumerate(value, start=1):
            yield f"{name} {number}", entry

    def text(
        self, table: Mapping[str, object], name: str, where: str, *, required: bool = False, limit: int = _MAX_TEXT
    ) -> str:
        """Give free text; line breaks and tabs are kept as they were written."""
        value = table.get(name, "")
        if not isinstance(value, str):
            self.fault(f"{where}: {name} must be text in quotation marks")
            return ""
        if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in value):
            self.fault(f"{where}: {name} holds a control character")
            return ""
        if len(value) > limit:
            self.fault(f"{where}: {name} is {len(value)} characters long; at most {limit} are kept")
            return ""
        if required and not value.strip():
            self.fault(f"{where}: {name} is missing")
        return value

    def line(self, table: Mapping[str, object], name: str, where: str, *, required: bool = False) -> str:
        """Give text of one line."""
        value = self.text(table, name, where, required=required, limit=_MAX_LINE)
        if "\n" in value or "\t" in value:
            self.fault(f"{where}: {name} must stand on one line")
            return ""
        return value

    def texts(self, table: Mapping[str, object], name: str, where: str) -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or len(value) > _MAX_ENTRIES:
            self.fault(f"{where}: {name} must be a list of texts")
            return ()
        found = tuple(self.line({name: entry}, name, where, required=True) for entry in value)
        if len(set(found)) != len(found):
            self.fault(f"{where}: {name} names an entry twice")
        return found

    def flag(self, table: Mapping[str, object], name: str, where: str, *, required: bool = False) -> bool:
        value = table.get(name)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.fault(f"{where}: {name} must be true or false")
        elif required:
            self.fault(f"{where}: {name} is missing; it is true or false")
        return False

    def number(self, table: Mapping[str, object], name: str, where: str, *, low: int, high: int) -> int:
        value = table.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault(f"{where}: {name} must be a whole number from {low} to {high}")
            return low
        return value

    def word(
        self, table: Mapping[str, object], name: str, where: str, allowed: tuple[str, ...], default: str | None = None
    ) -> str:
        """Give one word of a closed vocabulary; `default` stands for a missing one, without it that is a fault."""
        value = table.get(name, default)
        if isinstance(value, str) and value in allowed:
            return value
        listed = ", ".join(allowed)
        if value is None:
            self.fault(f"{where}: {name} is missing; allowed: {listed}")
        else:
            self.fault(f"{where}: {name} {_quoted(value)} is not allowed; allowed: {listed}")
        return default if default is not None else ""

    def date(
        self, table: Mapping[str, object], name: str, where: str, *, required: bool = False, partial: bool = False
    ) -> str:
        """Give an ISO date as text; TOML's own dates are taken too. `partial` allows YYYY and YYYY-MM."""
        value = table.get(name, "")
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.isoformat()
        if value == "" and not required:
            return ""
        if isinstance(value, str):
            if partial and _PARTIAL.fullmatch(value):
                return value
            try:
                if len(value) == 10 and datetime.date.fromisoformat(value).isoformat() == value:
                    return value
            except ValueError:
                pass
        forms = "a date as 2026-11-02" + (", 2026-11 or 2026" if partial else "")
        self.fault(f"{where}: {name} must be {forms}")
        return ""

    def language(self, table: Mapping[str, object], name: str, where: str, *, default: str) -> str:
        value = table.get(name, default)
        if isinstance(value, str) and _LANGUAGE.fullmatch(value):
            return value
        self.fault(f"{where}: {name} must be a language code such as en, de or pt-BR")
        return default


def _shown(name: str) -> str:
    """Cut a name from the file to what can be printed on one line."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:60])


def _quoted(value: object) -> str:
    return f'"{_shown(value)}"' if isinstance(value, str) else "of that kind"
