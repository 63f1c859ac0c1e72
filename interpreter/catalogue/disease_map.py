"""Disease names of other sources -> OncoTree codes: by our table first, then by exact name, synonym or code.

What cannot be mapped has a reason and is left out of an import; no code is chosen by likeness.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from interpreter.catalogue.import_tables import folded, import_rows
from interpreter.errors import TumourTypeError
from interpreter.model.tumours import ANY, ANY_SOLID, TumourTree


@dataclass(frozen=True, slots=True)
class Disease:
    """OncoTree codes and what the name says beside them; without codes `reason` says why."""

    codes: tuple[str, ...]
    requires: str = ""
    """Marker expression that the name itself asks for: "HER2 positive" of HER2-positive breast cancer."""
    population: str = ""
    reason: str = ""


def map_disease(name: str, tumours: TumourTree, *, code: str = "") -> Disease:
    """Find the codes of a disease named `name`, or given by an OncoTree code of any release.

    A code that today's OncoTree has is taken, unless the name means tumours that have nothing to do with it: then the
    source contradicts itself, and neither is believed.
    """
    by_name = _by_name(name, tumours)
    if not code:
        return by_name
    by_code = Disease((code.upper(),)) if code in tumours else _by_name(code, tumours)
    if not by_code.codes:
        return Disease((), reason=f"OncoTree code {code} is not in the program's OncoTree")
    if by_name.codes and not _related(by_name.codes, by_code.codes, tumours):
        meant = "|".join(by_code.codes)
        return Disease((), reason=f"the source contradicts itself: disease '{name}' stands beside tumour type {meant}")
    return Disease(by_code.codes, by_name.requires, by_name.population or by_code.population)


def _by_name(name: str, tumours: TumourTree) -> Disease:
    if not name.strip():
        return Disease((), reason="no disease is named")
    row = _table().get(folded(name))
    if row is not None:
        return row
    try:
        return Disease((tumours.resolve(name).code,))
    except TumourTypeError:
        return Disease((), reason=f"disease '{name}' is mapped to no OncoTree type")


@cache
def _table() -> dict[str, Disease]:
    return {
        folded(row["name"]): Disease(
            tuple(filter(None, row["tumour_types"].split("|"))),
            row["requires"],
            row["population"],
            f"disease '{row['name']}': {row['reason']}" if row["reason"] else "",
        )
        for row in import_rows("diseases")
    }


def _related(first: tuple[str, ...], second: tuple[str, ...], tumours: TumourTree) -> bool:
    if {ANY, ANY_SOLID} & {*first, *second}:
        return True
    lines = [{code, *(node.code for node in tumours.ancestors(code))} for code in first]
    others = [{code, *(node.code for node in tumours.ancestors(code))} for code in second]
    return any(line & other for line in lines for other in others)
