"""Gene symbols as tables and people write them -> the current symbol."""

from __future__ import annotations

from collections.abc import Set

from interpreter.variants.aliases import load_aliases


def current_symbol(name: str, genes: Set[str]) -> str:
    """Give the current symbol of a gene; the name itself where it is current, or where no older name is declared.

    >>> current_symbol("MLL", frozenset({"KMT2A"})), current_symbol("XYZ", frozenset({"KMT2A"}))
    ('KMT2A', 'XYZ')
    """
    if name in genes:
        return name
    current = load_aliases().symbol(name)
    return current if current in genes else name
