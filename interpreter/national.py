"""Medicines that states authorise themselves: without them an old standard reads as refused by the agency."""

from __future__ import annotations

from collections.abc import Sequence

from interpreter.rule_tables import rule_rows


def authorised_nationally(therapies: Sequence[str], agency: str) -> str:
    """Give where every medicine of the regimen is authorised by states and not by `agency`; "" = not known of all.

    >>> authorised_nationally(("letrozole",), "EMA")
    'EU states'
    >>> authorised_nationally(("palbociclib", "letrozole"), "EMA")
    ''
    """
    where = {
        row["medicine"]: row["where"] for row in rule_rows("national_authorisations.tsv") if row["agency"] == agency
    }
    places = [where.get(therapy, "") for therapy in therapies]
    return ", ".join(dict.fromkeys(places)) if places and all(places) else ""
