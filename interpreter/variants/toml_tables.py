"""Reading one table of a TOML file against a closed vocabulary: every fault is gathered, none is guessed away."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST = 300
TOML_NEEDS = 'it must be UTF-8 text, with texts in straight quotes ("...") and dates such as 2026-03-14.'
UNREADABLE = "Check the folder and the spelling of the name, and whether you may read the file."


class TomlTable:
    """One table and the faults found in it; `where` says which in words a person finds it by."""

    def __init__(self, values: object, where: str, faults: list[str], allowed: Collection[str]) -> None:
        self.where = where
        self.faults = faults
        self._values: Mapping[str, Any] = {}
        if not isinstance(values, dict):
            self.fault("", "must be a table")
            return
        self._values = values
        for key in values:
            if key not in allowed:
                self.fault(str(key), f"unknown entry; allowed: {', '.join(sorted(allowed))}")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def raw(self, key: str) -> object:
        return self._values.get(key)

    def fault(self, key: str, what: str) -> None:
        self.faults.append(f"{self.where}{', ' if self.where and key else ''}{key}: {what}")

    def text(self, key: str, *, required: bool = False) -> str:
        """Give a short line of text."""
        value = self._values.get(key, "")
        if not isinstance(value, str) or len(value) > _LONGEST or _CONTROL.search(value):
            self.fault(key, f"must be one line of text of at most {_LONGEST} characters")
            return ""
        if required and not value.strip():
            self.fault(key, "is missing")
        return value.strip()

    def word(self, key: str, allowed: Iterable[str], *, required: bool = False, default: str = "") -> str:
        """Give a word of a closed list."""
        words = tuple(allowed)
        value = self._values.get(key, default)
        if value == "" and not required:
            return ""
        if value not in words or not isinstance(value, str):
            said = f"'{value}' is not allowed{did_you_mean(value, words)}" if key in self._values else "is missing"
            self.fault(key, f"{said}; allowed: {', '.join(words)}")
            return default
        return value

    def number(self, key: str, low: float, high: float) -> float | None:
        """Give a number within low..high, None when it is not there."""
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.fault(key, f"must be a number from {low:g} to {high:g}")
            return None
        return float(value)

    def whole(self, key: str, low: int, high: int) -> int | None:
        """Give a whole number within low..high, None when it is not there."""
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault(key, f"must be a whole number from {low} to {high}")
            return None
        return value

    def flag(self, key: str) -> bool:
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, "must be true or false")
            return False
        return value

    def date(self, key: str) -> str:
        """Give an ISO date (text or TOML date), empty when it is not there."""
        value = self._values.get(key, "")
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.isoformat()
        if value == "":
            return ""
        try:
            return datetime.date.fromisoformat(str(value)).isoformat()
        except ValueError:
            self.fault(key, "must be a date such as 2026-03-14")
            return ""

    def words(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """Give a list of words of a closed list."""
        known = tuple(allowed)
        value = self._values.get(key, [])
        if not isinstance(value, list) or any(not isinstance(item, str) or item not in known for item in value):
            self.fault(key, f"must be a list of these words: {', '.join(known)}")
            return ()
        return tuple(dict.fromkeys(value))

    def tables(self, key: str) -> list[object]:
        """Give the tables of `[[key]]`."""
        value = self._values.get(key, [])
        if not isinstance(value, list):
            self.fault(key, f"must be written as [[{key}]]")
            return []
        return value


def did_you_mean(value: object, words: Iterable[str]) -> str:
    """Name the nearest allowed word, in brackets; nothing where none is near.

    >>> did_you_mean("PDL1", ("MSI", "PD-L1")), did_you_mean("x", ("MSI",))
    (' (did you mean "PD-L1"?)', '')
    """
    known = {word.casefold(): word for word in words}
    close = difflib.get_close_matches(str(value).casefold(), known, n=1, cutoff=0.6)
    return f' (did you mean "{known[close[0]]}"?)' if close else ""


def read_bounded(path: Path, limit: int) -> bytes:
    """Give the bytes of a small file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is larger than `limit` bytes.
    """
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"larger than {limit:,} bytes")
    return data
