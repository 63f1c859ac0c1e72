"""resources/reference/aliases.tsv -> AliasTable, read once."""

from __future__ import annotations

from functools import cache

from interpreter.errors import ReferenceTableError
from interpreter.model.aliases import Alias, AliasKind, AliasTable
from interpreter.resources import resource_path

_COLUMNS = ("gene", "alias", "canonical", "transcript", "kind", "source")


@cache
def load_aliases() -> AliasTable:
    """Give the declared older names.

    Raises:
        ReferenceTableError: the table is missing or a row is faulty.
    """
    try:
        lines = resource_path("reference/aliases.tsv").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise _faulty("it cannot be read") from error
    if tuple(lines[0].split("\t")) != _COLUMNS:
        raise _faulty("its columns are not the expected ones")
    try:
        return AliasTable(_alias(line) for line in lines[1:])
    except ValueError as error:
        raise _faulty(str(error)) from error


def _alias(line: str) -> Alias:
    gene, alias, canonical, transcript, kind, source = line.split("\t")
    return Alias(
        gene=gene, alias=alias, canonical=canonical, transcript=transcript, kind=AliasKind(kind), source=source
    )


def _faulty(reason: str) -> ReferenceTableError:
    return ReferenceTableError(
        problem=f"The table of older names 'aliases.tsv' cannot be used: {reason}.",
        meaning="Older names and numberings would not be recognised, so nothing was interpreted.",
        remedy="Reinstall the program.",
    )
