"""`interpreter cases create | users | hold | erase | log | verify | backup | restore`: the store and its keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from interpreter.cli.options import LOCAL_PATH
from interpreter.cli.store_options import (
    NEW_PASSPHRASE,
    PASSPHRASE,
    StoreChoice,
    read_passphrase,
    store_options,
    with_store,
)
from interpreter.errors import StoreError

if TYPE_CHECKING:
    from interpreter.store.store import Store
    from interpreter.store.values import Role

ROLES = ("clinician", "laboratory", "administrator")

_roles = click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, help="May be given several times.")
_new_passphrase = click.option(
    "--new-passphrase-file", "new_file", type=LOCAL_PATH, help="File with the new user's passphrase."
)


@click.command()
@click.option("--store", "path", type=LOCAL_PATH, metavar="FILE", help="Where; default: yours.")
@click.option("--user", required=True, metavar="NAME", help="Name of the first user; it stands in reports they sign.")
@_roles
@click.option("--passphrase-file", type=LOCAL_PATH, help="File whose first line is the passphrase.")
def create(path: Path | None, user: str, roles: tuple[str, ...], passphrase_file: Path | None) -> None:
    """Make an empty store. The recovery code is shown once: print it and lock it away."""
    from interpreter.store.opening import create_store

    place = StoreChoice(path=path, user=user, passphrase_file=passphrase_file).place
    chosen = _roles_of(roles or ROLES)
    if "administrator" not in chosen:
        raise click.UsageError("the first user must be an administrator too: --role administrator")
    passphrase = read_passphrase(passphrase_file, PASSPHRASE, "New passphrase of the store", twice=True)
    store, code = create_store(place, passphrase, user=user, roles=chosen)
    store.close()
    click.echo(f"The store is '{place}'.", err=True)
    click.echo("Recovery code, shown this once (print it, and lock it away; with it alone the store can be opened):")
    click.echo(code)


@click.group()
def users() -> None:
    """Who may open the store, and what each may do."""


@users.command("list")
@with_store
def users_list(store: Store) -> None:
    """List the users with their roles."""
    from interpreter.cli.cases_text import table

    rows = [
        (user.name, ", ".join(sorted(role.value for role in user.roles)), "" if user.active else "removed")
        for user in store.users.all()
    ]
    for line in table(("name", "roles", ""), rows):
        click.echo(line)


@users.command("add")
@with_store
@click.argument("name")
@_roles
@_new_passphrase
def users_add(store: Store, name: str, roles: tuple[str, ...], new_file: Path | None) -> None:
    """Add a user, or give one new roles and a new passphrase (administrator)."""
    if not roles:
        raise click.UsageError("say what the user may do: --role clinician, laboratory or administrator")
    store.users.put(
        name, read_passphrase(new_file, NEW_PASSPHRASE, f"Passphrase of {name}", twice=True), _roles_of(roles)
    )
    click.echo(f"user '{name}': {', '.join(sorted(roles))}", err=True)


@users.command("remove")
@with_store
@click.argument("name")
def users_remove(store: Store, name: str) -> None:
    """Take a user's passphrase and roles away; what they did stays theirs in the trail (administrator)."""
    store.users.remove(name)
    click.echo(f"user '{name}' removed", err=True)


@users.command("passphrase")
@with_store
@_new_passphrase
def users_passphrase(store: Store, new_file: Path | None) -> None:
    """Change your own passphrase."""
    store.users.change_passphrase(read_passphrase(new_file, NEW_PASSPHRASE, "New passphrase", twice=True))
    click.echo("the passphrase was changed", err=True)


@click.command()
@with_store
@click.argument("case_id", metavar="ID")
@click.option("--reason", default="", help="The legal duty to keep the case.")
@click.option("--lift", is_flag=True, help="The duty has ended.")
def hold(store: Store, case_id: str, reason: str, lift: bool) -> None:
    """State a legal duty to keep a case, or lift it; a held case is not erased (administrator)."""
    if bool(reason.strip()) == lift:
        raise click.UsageError("give either --reason TEXT or --lift")
    store.set_hold(case_id, "" if lift else reason)
    click.echo(f"case {case_id}: {'the hold was lifted' if lift else 'must be kept'}", err=True)


@click.command()
@with_store
@click.argument("case_id", metavar="ID")
@click.option("--reason", required=True, help="Why; stands in the trail for good, so nothing personal in it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(store: Store, case_id: str, reason: str, yes: bool) -> None:
    """Destroy a case's key: nobody can read it any more, the trail stays whole (administrator)."""
    if not yes:
        click.confirm(f"Erase the case {case_id} for good?", abort=True, err=True)
    store.erase_case(case_id, reason)
    click.echo(f"case {case_id} was erased; destroy backups made before when their time is up", err=True)


@click.command()
@with_store
@click.argument("case_id", metavar="[ID]", required=False)
def log(store: Store, case_id: str | None) -> None:
    """Show the audit trail, of one case or of all: who did what, when."""
    from interpreter.cli.cases_text import trail_lines

    for line in trail_lines(store.audit(case_id or "")):
        click.echo(line)


@click.command()
@with_store
@click.option("--anchor", "anchors", multiple=True, metavar="ROW:DIGEST", help="A head of the trail, from a report.")
def verify(store: Store, anchors: tuple[str, ...]) -> None:
    """Check the audit trail, every record against it, and every page of the file."""
    chain = store.verify_chain(anchors)
    faults = (*store.page_faults(), *chain.faults)
    for remark in chain.remarks:
        click.echo(f"remark: {remark}")
    if faults:
        raise StoreError(
            problem=f"The store does not check out: {len(faults)} faults.",
            meaning="Something was changed or lost outside the program; cases may be wrong or missing.",
            remedy="Keep the file, restore the latest backup that checks out, and tell those who answer for the data.",
            details=faults[:50],
        )
    click.echo(f"The trail is whole: {chain.rows} rows, its head is {chain.head}")


@click.command()
@store_options
@click.argument("folder", type=LOCAL_PATH)
def backup(store_path: Path | None, user: str, passphrase_file: Path | None, folder: Path) -> None:
    """Copy the store into a new FOLDER and check the copy as a restore would (administrator)."""
    from interpreter.store.backup import make_backup

    choice = StoreChoice(path=store_path, user=user, passphrase_file=passphrase_file)
    passphrase = choice.passphrase()
    with choice.open(passphrase) as store:
        made = make_backup(store, folder, passphrase)
        store.log("backup", detail=made.anchor)
    click.echo(f"backup in '{folder}': {made.rows} rows, anchor {made.anchor}", err=True)


@click.command()
@store_options
@click.argument("folder", type=LOCAL_PATH)
@click.option("--replace", is_flag=True, help="Put it in the place of the store that is there, which is kept aside.")
def restore(store_path: Path | None, user: str, passphrase_file: Path | None, folder: Path, replace: bool) -> None:
    """Check a backup and put it in place; cases erased since are erased again."""
    from interpreter.store.backup import restore_backup

    choice = StoreChoice(path=store_path, user=user, passphrase_file=passphrase_file)
    with restore_backup(folder, choice.place, choice.passphrase(), user=user, replace=replace) as store:
        store.log("restore", detail=store.audit_head())
    click.echo(f"restored to '{choice.place}'", err=True)


def _roles_of(names: tuple[str, ...]) -> frozenset[Role]:
    from interpreter.store.values import Role

    return frozenset(Role(name) for name in names)
