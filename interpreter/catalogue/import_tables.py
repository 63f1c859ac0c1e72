"""The tables that imports read foreign words by (resources/catalogue-import): our own facts, one row each."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from interpreter.resources import resource_path


def import_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Give the rows of one table of resources/catalogue-import, named without ".tsv"."""
    return read_rows(f"catalogue-import/{name}.tsv")


@cache
def read_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Give the rows of one of the program's own tables, named as a resource."""
    text = resource_path(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def folded(text: str) -> str:
    """Give text for comparison: lower case, single spaces, plain hyphens.

    >>> folded("BCR-ABL1–like  ALL")
    'bcr-abl1-like all'
    """
    return " ".join(text.replace("–", "-").replace("’", "'").casefold().split())
