"""`interpreter catalogue import | build | verify | install | remove | keys`: layers from outside, as signed packs."""

from __future__ import annotations

from pathlib import Path

import click

from interpreter.catalogue.imports import ImportResult
from interpreter.catalogue.pack import Manifest, Pack
from interpreter.cli.catalogue_naming import faults_of, import_context
from interpreter.cli.options import LOCAL_PATH, IsoDate, today

_file = LOCAL_PATH
_out = click.option("--out", required=True, type=_file, metavar="FOLDER", help="New folder for the tables.")


@click.group("import")
def import_group() -> None:
    """Turn another source into tables: a folder to review, then to build a pack of."""


@import_group.command()
@click.argument("files", nargs=-1, required=True, type=_file)
@_out
def civic(files: tuple[Path, ...], out: Path) -> None:
    """Import evidence summaries of CIViC (TSV, any release)."""
    from interpreter.catalogue.import_civic import import_civic

    _finish(import_civic(files, import_context()), out)


@import_group.command()
@click.argument("path", type=_file)
@_out
def moalmanac(path: Path, out: Path) -> None:
    """Import the Molecular Oncology Almanac: the flat JSON file, or the folder of the referenced release."""
    from interpreter.catalogue.import_moalmanac import import_moalmanac

    _finish(import_moalmanac(path, import_context()), out)


@import_group.command()
@click.argument("path", type=_file)
@click.option("--mapping", required=True, type=_file, help="Which column is which (TOML).")
@_out
def table(path: Path, mapping: Path, out: Path) -> None:
    """Import a laboratory's own list (tab-separated)."""
    from interpreter.catalogue.import_table import import_table

    _finish(import_table(path, mapping, import_context()), out)


def _finish(result: ImportResult, out: Path) -> None:
    from interpreter.catalogue.imports import LEFT_OUT, write_tables

    write_tables(out, result.tables)
    for line in result.lines():
        click.echo(line)
    click.echo(f"The tables are in {out}; {LEFT_OUT} there names every row that was left out or needs a look.")


@click.command()
@click.argument("folder", type=_file)
@click.option("--key", required=True, type=_file, help="Private key to sign with.")
@click.option("--out", required=True, type=_file, metavar="FILE", help="The pack to write.")
@click.option("--date", type=IsoDate(), default=today, show_default="today", help="Date of the check.")
def build(folder: Path, key: Path, out: Path, date: str) -> None:
    """Check a folder of tables and write it as one signed file."""
    from interpreter.catalogue.keys import load_signing_key
    from interpreter.catalogue.load import load_catalogue, load_tables
    from interpreter.catalogue.pack import build_pack
    from interpreter.catalogue.tables import read_folder
    from interpreter.catalogue.validate import require_valid
    from interpreter.files import save_bytes
    from interpreter.model.evidence import Layer

    tables = read_folder(folder)
    layer = load_tables(tables, name=str(folder)).releases[0].layer
    below = None if layer is Layer.EMBEDDED else load_catalogue()
    require_valid(str(folder), faults_of(tables, date, below, layer))
    content = build_pack(tables, load_signing_key(key, _passphrase(key)))
    save_bytes(out, content)
    click.echo(f"{out}: {len(content)} bytes, {len(tables)} tables, layer {layer.value}")


@click.command()
@click.argument("pack", type=_file)
def verify(pack: Path) -> None:
    """Check a pack: signature of a trusted key, every table's hash and row count."""
    from interpreter.catalogue.pack import open_pack

    opened = open_pack(pack)
    for line in _manifest_lines(opened.manifest):
        click.echo(line)
    click.echo(f"signed by  {opened.signer.name or 'unnamed'} ({opened.signer.fingerprint})")
    click.echo(f"sha256     {opened.sha256}")


@click.command()
@click.argument("pack", type=_file)
@click.option("--date", type=IsoDate(), default=today, show_default="today", help="Date of the check.")
def install(pack: Path, date: str) -> None:
    """Install a pack from a file; it is used from now on, and checked whenever it is read."""
    from interpreter.catalogue.installed import install_pack

    for line in _manifest_lines(install_pack(pack, lambda opened: _require_usable(opened, date))):
        click.echo(line)
    click.echo("installed")


def _require_usable(opened: Pack, date: str) -> None:
    """Refuse a pack whose rows are faulty, or whose ids another layer uses."""
    from interpreter.catalogue.installed import read_installed
    from interpreter.catalogue.load import load_catalogue, load_tables, merge_catalogues
    from interpreter.catalogue.validate import require_valid
    from interpreter.model.evidence import Layer

    manifest = opened.manifest
    below = None if manifest.layer is Layer.EMBEDDED else load_catalogue()
    require_valid(manifest.name, faults_of(opened.tables, date, below, manifest.layer))
    own = load_tables(opened.tables, name=manifest.name)
    if below is not None:
        others = [
            load_tables(one.pack.tables)
            for one in read_installed()
            if (one.pack.manifest.name, one.pack.manifest.layer) != (manifest.name, manifest.layer)
            and one.pack.manifest.layer is not Layer.EMBEDDED
        ]
        merge_catalogues((below, *others, own))


@click.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove an installed pack; its rows are no longer used."""
    from interpreter.catalogue.installed import remove_pack

    click.echo(f"{remove_pack(name)} removed")


def _manifest_lines(manifest: Manifest) -> list[str]:
    rows = sum(count for name, count in manifest.rows.items() if name.startswith("evidence/"))
    return [
        f"name       {manifest.name}",
        f"version    {manifest.version} of {manifest.date}, layer {manifest.layer.value}",
        f"licence    {manifest.licence}",
        f"evidence   {rows} rows in {len(manifest.files)} tables",
        *(f"cut-off    {agency} {day}" for agency, day in sorted(manifest.cut_off.items())),
    ]


@click.group()
def keys() -> None:
    """Signing keys of this hospital, and the keys it trusts."""


@keys.command("new")
@click.argument("file", type=_file)
@click.option("--name", required=True, help="Whose key it is, for people.")
@click.option("--no-passphrase", is_flag=True, help="Do not ask for a passphrase; whoever has the file can sign.")
def new(file: Path, name: str, no_passphrase: bool) -> None:
    """Make a signing key, and its public half (.pub) to hand on."""
    from interpreter.catalogue.keys import new_key

    passphrase = ""
    if not no_passphrase:
        passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    public = new_key(file, name, passphrase)
    click.echo(f"{file}: keep it where only those who release packs can read it")
    click.echo(f"{file}.pub: hand this to those who install your packs; fingerprint {public.fingerprint}")


@keys.command()
@click.argument("file", type=_file)
def trust(file: Path) -> None:
    """Trust packs signed by a public key; compare the fingerprint with its holder first."""
    from interpreter.catalogue.keys import trust_key

    public = trust_key(file)
    click.echo(f"trusted: {public.name or 'unnamed'} ({public.fingerprint})")


@keys.command("list")
def list_keys() -> None:
    """List the trusted keys."""
    from interpreter.catalogue.keys import trusted_keys

    for public in trusted_keys():
        click.echo(f"{public.fingerprint}  {public.name}")


@keys.command()
@click.argument("fingerprint")
def distrust(fingerprint: str) -> None:
    """Trust a key no longer; packs it signed are refused from now on."""
    from interpreter.catalogue.keys import distrust_key

    public = distrust_key(fingerprint)
    click.echo(f"no longer trusted: {public.name or 'unnamed'} ({public.fingerprint})")


def _passphrase(key: Path) -> str:
    from interpreter.catalogue.keys import key_needs_passphrase

    if not key_needs_passphrase(key):
        return ""
    return str(click.prompt("Passphrase of the key", hide_input=True, err=True))
