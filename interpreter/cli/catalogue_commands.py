"""`interpreter catalogue ...`: what is known, who says so, how it is extended, compared and checked."""

from __future__ import annotations

from pathlib import Path

import click

from interpreter.cli.options import IsoDate, today, write_output
from interpreter.errors import CatalogueError


@click.group()
def catalogue() -> None:
    """What the program knows: layers, packs, imports, differences."""


_packs = click.option(
    "--catalogue", "packs", type=click.Path(path_type=Path), multiple=True, help="Further catalogue packs or folders."
)


@catalogue.command("list")
@_packs
@click.option("--date", type=IsoDate(), default=today, show_default="today", help="Date the age is counted to.")
def list_layers(packs: tuple[Path, ...], date: str) -> None:
    """List the layers in use: name, version, date, age, rows, and how many rows nobody has verified."""
    from interpreter.catalogue.layers import layer_lines
    from interpreter.catalogue.load import load_catalogue

    for line in layer_lines(load_catalogue(packs), date):
        click.echo(line)


@catalogue.command()
@click.argument("text", nargs=-1, required=True)
@_packs
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many rows.")
def search(text: tuple[str, ...], packs: tuple[Path, ...], limit: int) -> None:
    """Find evidence by gene, change, therapy, brand or tumour; every word must occur."""
    from interpreter.catalogue.layers import plain_table
    from interpreter.catalogue.load import load_catalogue
    from interpreter.catalogue.oncotree import load_tumour_tree
    from interpreter.catalogue.search import search_catalogue

    tumours = {node.code: node for node in load_tumour_tree().nodes()}
    found = search_catalogue(load_catalogue(packs), " ".join(text), tumours)
    rows = [
        (
            item.id,
            item.layer.value,
            " + ".join(item.therapies),
            ", ".join(item.tumour_types),
            item.response.value if item.direction.value == "supports" else f"does not support {item.response.value}",
            item.level.value,
            item.biomarker,
        )
        for item in found[:limit]
    ]
    if rows:
        header = ("id", "layer", "therapies", "tumour types", "response", "level", "biomarker")
        for line in plain_table(header, rows):
            click.echo(line)
    left = len(found) - len(rows)
    click.echo(f"{len(found)} rows" + (f"; {left} more are not shown (--limit)" if left else ""), err=True)


@catalogue.command()
@click.argument("identity", metavar="ID")
@_packs
def show(identity: str, packs: tuple[Path, ...]) -> None:
    """Show one evidence row whole, with its approvals and sources."""
    from interpreter.catalogue.export import describe
    from interpreter.catalogue.load import load_catalogue

    for item in load_catalogue(packs).evidence:
        if item.id == identity.upper():
            click.echo(describe(item), nl=False)
            return
    raise CatalogueError(
        problem=f"There is no evidence row '{identity}' in the layers in use.",
        meaning="Nothing can be shown for it.",
        remedy="Look the id up with: interpreter catalogue search GENE THERAPY",
    )


@catalogue.command()
@click.argument("out", metavar="OUT.tsv")
@_packs
def export(out: str, packs: tuple[Path, ...]) -> None:
    """Write one line per evidence row of all layers ('-': standard output)."""
    from interpreter.catalogue.export import export_tsv
    from interpreter.catalogue.load import load_catalogue

    write_output(out, export_tsv(load_catalogue(packs)).encode("utf-8"))


@catalogue.command()
@click.argument("out", metavar="OUT.tsv")
@_packs
def worklist(out: str, packs: tuple[Path, ...]) -> None:
    """Write the rows whose source nobody has opened, for a laboratory to check off ('-': standard output)."""
    from interpreter.catalogue.export import work_list_tsv
    from interpreter.catalogue.load import load_catalogue

    content = work_list_tsv(load_catalogue(packs))
    write_output(out, content.encode("utf-8"))
    click.echo(f"{content.count(chr(10)) - 1} rows are to be checked", err=True)
