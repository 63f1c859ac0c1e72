"""`interpreter catalogue ...`: what is known and who says so; compared, checked and written out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from interpreter.cli.catalogue_draft_commands import draft
from interpreter.cli.catalogue_naming import catalogue_in_use, faults_of
from interpreter.cli.catalogue_pack_commands import build, import_group, install, keys, remove, verify
from interpreter.cli.options import LOCAL_PATH, IsoDate, today, write_output
from interpreter.errors import CatalogueError
from interpreter.model.evidence import Catalogue, Direction, EvidenceItem


@click.group()
def catalogue() -> None:
    """What the program knows: layers, packs, imports, differences, local curation."""


for _command in (import_group, build, verify, install, remove, keys, draft):
    catalogue.add_command(_command)

_packs = click.option(
    "--catalogue", "packs", type=LOCAL_PATH, multiple=True, help="Further catalogue packs or folders."
)
_date = click.option("--date", type=IsoDate(), default=today, show_default="today", help="Date of the check.")


@catalogue.command("list")
@_packs
@_date
def list_layers(packs: tuple[Path, ...], date: str) -> None:
    """List the layers in use: name, version, date, age, rows, and how many rows nobody has verified."""
    from interpreter.catalogue.installed import read_installed
    from interpreter.catalogue.layers import layer_lines, plain_table

    for line in layer_lines(catalogue_in_use(packs), date):
        click.echo(line)
    installed = [
        (pack.manifest.name, pack.manifest.version, pack.signer.name, pack.signer.fingerprint, str(path))
        for path, pack in ((one.path, one.pack) for one in read_installed())
    ]
    if installed:
        click.echo()
        for line in plain_table(("installed pack", "version", "signed by", "key", "file"), installed):
            click.echo(line)


@catalogue.command()
@click.argument("text", nargs=-1, required=True)
@_packs
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many rows.")
def search(text: tuple[str, ...], packs: tuple[Path, ...], limit: int) -> None:
    """Find evidence by gene, change, therapy, brand or tumour; every word must occur."""
    from interpreter.catalogue.layers import plain_table
    from interpreter.catalogue.oncotree import load_tumour_tree
    from interpreter.catalogue.search import search_catalogue

    tumours = {node.code: node for node in load_tumour_tree().nodes()}
    found = search_catalogue(catalogue_in_use(packs), " ".join(text), tumours)
    shown = found[:limit]
    if shown:
        header = ("id", "layer", "therapies", "tumour types", "response", "level", "biomarker")
        for line in plain_table(header, [_search_row(item) for item in shown]):
            click.echo(line)
    left = len(found) - len(shown)
    click.echo(f"{len(found)} rows" + (f"; {left} of them are not shown (--limit)" if left else ""), err=True)


def _search_row(item: EvidenceItem) -> tuple[str, ...]:
    denied = "does not support " if item.direction is Direction.DOES_NOT_SUPPORT else ""
    return (
        item.id,
        item.layer.value,
        " + ".join(item.therapies),
        ", ".join(item.tumour_types),
        denied + item.response.value.replace("_", " "),
        item.level.value.replace("_", " "),
        item.biomarker,
    )


@catalogue.command()
@click.argument("identity", metavar="ID")
@_packs
def show(identity: str, packs: tuple[Path, ...]) -> None:
    """Show one evidence row whole, with its approvals and sources."""
    from interpreter.catalogue.export import describe

    for item in catalogue_in_use(packs).evidence:
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

    write_output(out, export_tsv(catalogue_in_use(packs)).encode("utf-8"))


@catalogue.command()
@click.argument("out", metavar="OUT.tsv")
@_packs
def worklist(out: str, packs: tuple[Path, ...]) -> None:
    """Write the rows whose source nobody has opened, for a laboratory to check off ('-': standard output)."""
    from interpreter.catalogue.export import work_list_tsv

    content = work_list_tsv(catalogue_in_use(packs))
    write_output(out, content.encode("utf-8"))
    click.echo(f"{content.count(chr(10)) - 1} rows are to be checked", err=True)


@catalogue.command()
@click.argument("path", type=LOCAL_PATH, required=False)
@_date
def validate(path: Path | None, date: str) -> int:
    """Check every row of the embedded catalogue, or of a folder or pack, and name all that are faulty."""
    from interpreter.catalogue.load import load_catalogue, load_tables
    from interpreter.catalogue.pack import pack_tables
    from interpreter.catalogue.tables import read_folder
    from interpreter.model.evidence import Layer
    from interpreter.resources import resource_path

    if path is None:
        tables, below, layer = read_folder(resource_path("catalogue")), None, Layer.EMBEDDED
    else:
        tables = dict(pack_tables(path)) if path.is_file() else read_folder(path)
        layer, below = load_tables(tables, name=str(path)).releases[0].layer, load_catalogue()
        below = None if layer is Layer.EMBEDDED else below
    faults = faults_of(tables, date, below, layer)
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} faults in {path or 'the embedded catalogue'}", err=True)
    return 1 if faults else 0


@catalogue.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--cases",
    type=LOCAL_PATH,
    multiple=True,
    help="Interpretations (JSON files or folders of them): which of them would read differently.",
)
def diff(before: str, after: str, cases: tuple[Path, ...]) -> None:
    """Compare two catalogues: packs, folders, or the words 'embedded' and 'installed' (all layers in use).

    'installed' against a pack or folder tells what its installation would change.
    """
    from interpreter.catalogue.diff import diff_catalogues, diff_lines, touched_cases, touched_lines
    from interpreter.catalogue.installed import in_use_with

    other = _named(after)
    if before == "installed" and after not in ("embedded", "installed"):
        other = in_use_with(other)
    found = diff_catalogues(_named(before), other)
    for line in diff_lines(found):
        click.echo(line)
    if cases:
        touched = touched_cases(_texts(cases), found)
        click.echo()
        click.echo(f"{len(touched)} cases would or may read differently")
        for line in touched_lines(touched):
            click.echo(line)


@catalogue.command()
@click.argument("path", metavar="FOLDER|PACK", type=LOCAL_PATH)
@click.option(
    "--with",
    "other",
    type=click.Choice(["embedded", "installed"]),
    default="embedded",
    show_default=True,
    help="Which catalogue its claims are held against: the embedded one, or all layers in use.",
)
@click.option("--out", metavar="OUT.tsv", help="Write a line for each claim ('-': standard output).")
def compare(path: Path, other: str, out: str | None) -> None:
    """Hold the claims of an import against the catalogue: what it says too, what it contradicts, what is new.

    Claims are compared by marker, medicines, tumour type and sense, not by their ids; each line of OUT.tsv names the
    rows that it rests on. No claim is held by its own row in another layer, nor by one that is withdrawn or superseded.
    """
    from interpreter.catalogue.compare import agreement_lines, agreement_tsv, compare_claims
    from interpreter.catalogue.load import load_path
    from interpreter.catalogue.oncotree import load_tumour_tree

    claims = load_path(path).evidence
    found = compare_claims(claims, _named(other), load_tumour_tree())
    if out:
        write_output(out, agreement_tsv(found).encode("utf-8"))
    for line in agreement_lines(found):
        click.echo(line, err=out == "-")
    click.echo(f"{len(claims) - len(found):6} speak of no therapy, or only deny resistance", err=out == "-")


def _named(name: str) -> Catalogue:
    from interpreter.catalogue.load import load_catalogue, load_path

    if name == "embedded":
        return load_catalogue()
    return catalogue_in_use() if name == "installed" else load_path(Path(name))


def _texts(paths: tuple[Path, ...]) -> Iterator[str]:
    for path in paths:
        for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
            try:
                yield file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise CatalogueError(
                    problem=f"'{file}' cannot be read: {error}.",
                    meaning="Which cases would read differently is not known.",
                    remedy="Name JSON files that 'interpreter interpret --json' wrote, or their folder.",
                ) from error
