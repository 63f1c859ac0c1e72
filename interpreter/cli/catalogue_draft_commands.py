"""`interpreter catalogue draft ...`: local curation by two persons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from interpreter.catalogue.drafts import (
    Action,
    approve_draft,
    discard_draft,
    fields_of,
    list_drafts,
    new_draft,
    review_tsv,
)
from interpreter.cli.catalogue_naming import catalogue_in_use, faults_of
from interpreter.cli.options import LOCAL_PATH, IsoDate, today, write_output
from interpreter.errors import CatalogueError

F = TypeVar("F", bound=Callable[..., Any])


@click.group()
def draft() -> None:
    """Local evidence: one person drafts, another approves; reason and names are kept."""


def _who(function: F) -> F:
    function = click.option("--author", required=True, help="Who wants it.")(function)
    function = click.option("--reason", required=True, help="Why.")(function)
    return click.option("--date", type=IsoDate(), default=today, show_default="today")(function)


_fields_file = click.option(
    "--fields", "file", required=True, type=LOCAL_PATH, help="The row's cells and its source (TOML)."
)


@draft.command()
@_fields_file
@_who
def add(file: Path, author: str, reason: str, date: str) -> None:
    """Draft a new evidence row."""
    _draft(Action.ADD, "", file, author, reason, date)


@draft.command()
@click.argument("target", metavar="ID")
@_fields_file
@_who
def edit(target: str, file: Path, author: str, reason: str, date: str) -> None:
    """Draft a changed row in place of another; cells that are not named stay as they are."""
    _draft(Action.EDIT, target, file, author, reason, date)


@draft.command()
@click.argument("target", metavar="ID")
@_who
def retire(target: str, author: str, reason: str, date: str) -> None:
    """Draft that a row is no longer used here; it stays visible as withdrawn."""
    _draft(Action.RETIRE, target, None, author, reason, date)


@draft.command("list")
def list_all() -> None:
    """List drafts, approved ones too."""
    from interpreter.catalogue.layers import plain_table

    rows = [
        (
            one.id,
            one.action.value,
            one.target or one.fields.get("biomarker", ""),
            f"{one.author} {one.date}",
            f"{one.approved_by} {one.approved_on}" if one.approved else "waits for approval",
            one.reason,
        )
        for one in list_drafts()
    ]
    if rows:
        for line in plain_table(("draft", "action", "row", "author", "approved", "reason"), rows):
            click.echo(line)


@draft.command()
@click.argument("identity", metavar="DRAFT")
@click.option("--by", required=True, help="Who approves it; never the author.")
@click.option("--date", type=IsoDate(), default=today, show_default="today")
def approve(identity: str, by: str, date: str) -> None:
    """Approve a draft: it becomes part of the local layer."""
    from interpreter.model.evidence import Layer

    below = catalogue_in_use(local=False)
    approved = approve_draft(
        identity, by=by, date=date, below=below, check=lambda tables: faults_of(tables, date, below, Layer.LOCAL)
    )
    click.echo(f"{approved.id} approved by {approved.approved_by}; it holds from now on")


@draft.command()
@click.argument("identity", metavar="DRAFT")
def discard(identity: str) -> None:
    """Delete a draft that was not approved."""

    discard_draft(identity)
    click.echo(f"{identity} deleted")


@draft.command("export")
@click.argument("out", metavar="OUT.tsv")
def export_drafts(out: str) -> None:
    """Write all drafts as a table to review ('-': standard output)."""

    write_output(out, review_tsv(list_drafts()).encode("utf-8"))


def _draft(action: Action, target: str, file: Path | None, author: str, reason: str, date: str) -> None:

    known = catalogue_in_use()
    fields, source = _read_fields(file) if file is not None else ({}, "")
    if action is Action.EDIT:
        item = next((item for item in known.evidence if item.id == target), None)
        fields = {**(fields_of(item) if item is not None else {}), **fields}
    made = new_draft(
        action, author=author, reason=reason, date=date, target=target, fields=fields, source=source, below=known
    )
    click.echo(f"{made.id} waits for a second person: interpreter catalogue draft approve {made.id} --by NAME")


def _read_fields(file: Path) -> tuple[dict[str, str], str]:
    import tomllib

    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(
            problem=f"'{file.name}' cannot be read: {error}.",
            meaning="No draft was made.",
            remedy="Write the row's cells as TOML, one a line; docs/packs.md has an example.",
        ) from error
    source = str(values.pop("source", ""))
    return {name: str(value) for name, value in values.items()}, source
