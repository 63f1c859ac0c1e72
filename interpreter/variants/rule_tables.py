"""The reading rules that are data: tab-separated tables under `resources/rules`, "#" lines are comments."""

from __future__ import annotations

from functools import cache

from interpreter.resources import resource_path


@cache
def rule_rows(name: str) -> tuple[dict[str, str], ...]:
    """Give the rows of `resources/rules/<name>` by column name; missing cells are "".

    Raises:
        ValueError: a row has more cells than the table has columns (a fault of the shipped table).
    """
    lines = [
        line
        for line in resource_path(f"rules/{name}").read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    columns = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise ValueError(f"{name}: too many cells in {line!r}")
        cells += [""] * (len(columns) - len(cells))
        rows.append(dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
    return tuple(rows)
