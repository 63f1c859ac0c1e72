"""The layers in use as a table for people: who speaks, how old, how many rows, how many of them unverified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from interpreter.model.dates import age_in_months
from interpreter.model.evidence import Catalogue, CatalogueInfo


def layer_lines(catalogue: Catalogue, date: str) -> list[str]:
    """Give the lines of the table of layers, and the warnings of the old ones (S14); `date` is ISO."""
    rows = Counter(item.layer for item in catalogue.evidence)
    unverified = Counter(item.layer for item in catalogue.evidence if not item.verification.verified)
    several = Counter(release.layer for release in catalogue.releases)
    table = [
        (
            release.layer.value,
            release.name,
            release.version,
            release.date,
            f"{age} months" if (age := age_in_months(release.date, date)) is not None else "not known",
            # two packs of one layer share the layer's rows: a number is given only where it is the pack's own
            str(rows[release.layer]) if several[release.layer] == 1 else "",
            str(unverified[release.layer]) if several[release.layer] == 1 else "",
            ", ".join(f"{agency} {day}" for agency, day in sorted(release.cut_off.items())),
        )
        for release in catalogue.releases
    ]
    header = ("layer", "name", "version", "date", "age", "evidence rows", "unverified", "looked at up to")
    return [*plain_table(header, table), *(warning for item in catalogue.releases if (warning := too_old(item, date)))]


def too_old(release: CatalogueInfo, date: str) -> str:
    """Say that a layer is past its own age limit on `date` (S14), or ""."""
    age = age_in_months(release.date, date)
    if age is None:
        return f"{release.name} {release.version}: its date '{release.date}' is not a date, so its age is not known."
    if age < release.max_age_months or (age == release.max_age_months and release.date[8:] == date[8:]):
        return ""
    return (
        f"{release.name} {release.version} is {age} months old; its limit is {release.max_age_months} months. "
        "What was approved or withdrawn since is not in it."
    )


def plain_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Give lines of columns parted by two spaces; the last column is not padded, line ends within cells are folded."""
    lines = [tuple(header), *(tuple(" ".join(cell.split()) for cell in row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
