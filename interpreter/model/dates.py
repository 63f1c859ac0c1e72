"""ISO dates as the program compares them."""

from __future__ import annotations

import datetime


def age_in_months(start: str, end: str) -> int | None:
    """Give the whole months between two ISO dates; None where one of them is none.

    >>> age_in_months("2026-01-31", "2026-03-30")
    1
    """
    try:
        first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    except ValueError:
        return None
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
