"""The tables that imports read foreign words by (resources/catalogue-import): our own facts, one row each."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from interpreter.resources import resource_path


@cache
def import_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Give the rows of one table of resources/catalogue-import, without ".tsv"."""
    text = resource_path(f"catalogue-import/{name}.tsv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def folded(text: str) -> str:
    """Give text for comparison: lower case, single spaces, plain hyphens.

    >>> folded("BCR-ABL1–like  ALL")
    'bcr-abl1-like all'
    """
    return " ".join(text.replace("–", "-").replace("’", "'").casefold().split())
