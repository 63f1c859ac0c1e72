"""Every record accounted for, once (S15, RULES R5): failed > reported > set aside."""

from __future__ import annotations

from collections import Counter

from interpreter.model.variants import Ledger

_SHOWN_FAILURES = 100
_NAMED_FAILURES = 10_000


class LedgerBook:
    """Counts the records of one input; a record is named by its line number (1-based)."""

    def __init__(self) -> None:
        self._read = 0
        self._bulk: Counter[str] = Counter()
        self._set_aside: dict[int, str] = {}
        self._failed: dict[int, str] = {}
        self._bulk_failed: Counter[str] = Counter()
        self._reported: set[int] = set()
        self.not_read = 0

    def count_read(self, records: int = 1) -> None:
        self._read += records

    def set_aside_many(self, reason: str, records: int) -> None:
        """Set aside records nobody will speak of again (outside the catalogue's genes)."""
        self._bulk[reason] += records

    def set_aside(self, line: int, reason: str) -> None:
        """Set one record aside unless it is reported or fails later; the first reason stays."""
        self._set_aside.setdefault(line, reason)

    def fail(self, line: int, reason: str) -> None:
        self._failed.setdefault(line, reason)

    def fail_unread(self, line: int, reason: str) -> None:
        """Fail a record that could not be parsed, so that nobody speaks of it again; after 10,000 they are counted."""
        if len(self._failed) < _NAMED_FAILURES:
            self._failed.setdefault(line, reason)
        else:
            self._bulk_failed[_kind(reason)] += 1

    def report(self, line: int) -> None:
        self._reported.add(line)

    def close(self) -> Ledger:
        """Give the account; a record counts as failed, else as reported, else as set aside."""
        reported = self._reported - self._failed.keys()
        aside = Counter(self._bulk)
        aside.update(
            reason for line, reason in self._set_aside.items() if line not in self._failed and line not in reported
        )
        shown = sorted(self._failed.items())[:_SHOWN_FAILURES]
        return Ledger(
            read=self._read,
            reported=len(reported),
            set_aside=dict(sorted(aside.items())),
            failed=dict(sorted((Counter(map(_kind, self._failed.values())) + self._bulk_failed).items())),
            failures=tuple(f"line {line}: {reason}" for line, reason in shown),
            not_read=self.not_read,
        )


def _kind(reason: str) -> str:
    """Group failures by what stands before the first colon."""
    return reason.partition(":")[0]
