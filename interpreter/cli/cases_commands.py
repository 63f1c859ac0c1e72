"""`interpreter cases ...`: what is stored, who decided what, signing, amending. Messages carry case ids only (S23)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interpreter.cli.cases_admin_commands import (
    backup,
    create,
    erase,
    hold,
    log,
    restore,
    users,
    verify,
)
from interpreter.cli.options import LOCAL_PATH, IsoDate, today, write_output
from interpreter.cli.store_options import with_store

if TYPE_CHECKING:
    from interpreter.store.store import Store

STATES = ("draft", "held", "signed", "amended", "erased")


@click.group()
def cases() -> None:
    """Stored cases: encrypted on this machine, with their history and an audit trail."""


for _command in (create, users, hold, erase, log, verify, backup, restore):
    cases.add_command(_command)

_case = click.argument("case_id", metavar="ID")
_version = click.option("--version", type=click.IntRange(1), default=None, help="Default: the present version.")
_replaces = click.option(
    "--replaces", type=click.IntRange(1), default=None, metavar="N", help="The version you have read; else the present."
)


@cases.command("list")
@with_store
@click.option("--search", default="", metavar="TEXT", help="Every word must occur in id, person or tumour type.")
@click.option("--state", type=click.Choice(STATES), default=None, help="Only cases in this state.")
@click.option("--identity", is_flag=True, help="Show who the cases are about.")
def list_cases(store: Store, search: str, state: str | None, identity: bool) -> None:
    """List cases, the latest changed first."""
    from interpreter.cli.cases_text import list_lines
    from interpreter.store.values import CaseState

    found = store.list_cases(search, state=CaseState(state) if state else None)
    for line in list_lines(found, identity=identity):
        click.echo(line)
    click.echo("1 case" if len(found) == 1 else f"{len(found)} cases", err=True)


@cases.command()
@with_store
@_case
@click.option("--identity", is_flag=True, help="Show who the case is about.")
def show(store: Store, case_id: str, identity: bool) -> None:
    """Show a case: state, findings in short, cards, notes, and the person's other samples side by side."""
    from interpreter.cases import interpretation_of, settings_of
    from interpreter.cli.cases_text import case_lines, course_lines, plain
    from interpreter.earlier_samples import in_order, marker_courses, sample_of
    from interpreter.report.summary import summary_text

    stored = store.load_case(case_id)
    interpretation = interpretation_of(stored)
    for line in case_lines(stored, interpretation, identity=identity):
        click.echo(line)
    click.echo()
    for line in summary_text(interpretation, settings_of(interpretation)).splitlines():
        click.echo(plain(line))
    this = sample_of(stored.result)
    others = in_order(sample_of(store.load_case(other.id).result) for other in store.earlier_cases(case_id))
    earlier = [other for other in others if other.date <= this.date]
    if earlier:
        click.echo()
        samples = (*earlier, this)
        for line in course_lines(samples, marker_courses(samples)):
            click.echo(line)
    later = [other.case_id for other in others if other.date > this.date]
    if later:
        click.echo(f"Later samples of this person: {plain(', '.join(later))}")


@cases.command()
@with_store
@_case
def history(store: Store, case_id: str) -> None:
    """List every version of everything that was kept of a case: nothing is overwritten."""
    from interpreter.cli.cases_text import history_lines
    from interpreter.store.values import Kind

    entries = [entry for kind in Kind for entry in store.history(case_id, kind)]
    for line in history_lines(entries):
        click.echo(line)


@cases.command()
@with_store
@_case
@_version
@click.option("--json", "json_out", metavar="OUT", help="Write the interpretation as JSON ('-': standard output).")
@click.option(
    "--pdf", "pdf_out", metavar="OUT", help="Write the report: of a signed version the bytes that were signed."
)
def export(store: Store, case_id: str, version: int | None, json_out: str | None, pdf_out: str | None) -> None:
    """Write a stored case's JSON or report to a file; that it was done stands in the trail."""
    from interpreter.cases import json_of, report_of, result_of

    if json_out is None and pdf_out is None:
        raise click.UsageError("say what to export: --json OUT, --pdf OUT, or both")
    if json_out == "-" and pdf_out == "-":
        raise click.UsageError("only one output can go to standard output")
    stored = store.load_case(case_id)
    wanted = version or stored.summary.version
    contents: list[tuple[str, bytes, str]] = []
    if json_out is not None:
        contents.append((json_out, json_of(result_of(store, stored, wanted)), f"JSON, version {wanted}"))
    if pdf_out is not None:
        report = report_of(store, stored, wanted)
        state = "signed" if report.signed else "draft"
        contents.append((pdf_out, report.content, f"report, version {wanted}, {state}, sha256 {report.sha256}"))
    for target, content, detail in contents:
        store.log("export", case_id, detail)  # before the file is there: nothing leaves without its row
        write_output(target, content)


@cases.command()
@with_store
@_case
@click.argument("text", required=False)
def note(store: Store, case_id: str, text: str | None) -> None:
    """Add a note; without TEXT it is read from standard input, where no list of processes shows it."""
    store.add_note(case_id, _text(text, "note"))
    click.echo(f"noted in the case {case_id}", err=True)


@cases.command()
@with_store
@_case
@click.argument("card")
@click.argument("decision", required=False)
@click.option("--reason", default="", help="Why it was decided so.")
def decide(store: Store, case_id: str, card: str, decision: str | None, reason: str) -> None:
    """Record what was decided on a conflict card; without DECISION it is read from standard input."""
    from interpreter.cases import decide as keep

    keep(store, store.load_case(case_id), card, _text(decision, "decision"), reason)
    click.echo(f"decided in the case {case_id}: {card}", err=True)


@cases.command()
@with_store
@_case
@click.option("--version", "expected", type=click.IntRange(1), default=None, help="The version you have read.")
@click.option("--meaning", default=None, help="What the signature states.")
def sign(store: Store, case_id: str, expected: int | None, meaning: str | None) -> None:
    """Sign the present version: its report is frozen with your name, and the draft mark goes (clinician)."""
    from interpreter.cases import SIGNED_MEANING, undecided
    from interpreter.cases import sign as sign_case

    done = sign_case(store, case_id, meaning=meaning or SIGNED_MEANING, expected_version=expected or 0)
    click.echo(f"signed: case {case_id}, version {done.version}", err=True)
    for card in undecided(store.load_case(case_id)):
        click.echo(f"  not decided yet: {card}", err=True)


@cases.command()
@with_store
@_case
@click.option("--person", "person_file", required=True, type=LOCAL_PATH, help="PERSON.toml as it is now.")
@click.option("--reason", default="", help="Why a signed case is amended; printed in the report.")
@click.option("--date", type=IsoDate(), default=today, show_default="today", help="Date of the amendment.")
@click.option("--legal-duty", is_flag=True, help="The law obliges us to keep it, whatever the consent to storage.")
@_replaces
def amend(
    store: Store,
    case_id: str,
    person_file: Path,
    reason: str,
    date: str,
    legal_duty: bool,
    replaces: int | None,
) -> None:
    """Save a new version with what the person says now (wishes, consent, medicines).

    New files or results: `interpreter interpret ... --case-id ID --save --replaces N --reason TEXT`.
    """
    from interpreter.care.person_file import read_person
    from interpreter.cases import amend_person, summary_of
    from interpreter.cli.catalogue_naming import catalogue_in_use

    done = amend_person(
        store,
        case_id,
        read_person(person_file),
        catalogue_in_use().therapies,
        date=date,
        reason=reason,
        replaces=replaces or summary_of(store, case_id).version,
        legal_duty=legal_duty,
    )
    click.echo(f"saved: case {case_id}, version {done.version}, {done.state.value}", err=True)


@cases.command()
@with_store
@click.option("--scope", type=click.Choice(["research", "registry"]), default="research", show_default=True)
@click.option("--csv", "csv_out", metavar="OUT", help="Write the counts as CSV ('-': standard output).")
def cohort(store: Store, scope: str, csv_out: str | None) -> None:
    """Count markers, tumour types and therapies over cases whose consent covers it; small numbers are not told."""
    from interpreter.cli.cases_text import table
    from interpreter.store.cohort import cohort_csv, count_cohort

    counted = count_cohort(store.results_for(scope))
    if csv_out is not None:
        store.log("export", detail=f"cohort, {scope}")
        write_output(csv_out, cohort_csv(counted).encode("utf-8"))
        return
    if counted.cases is None:
        click.echo(f"fewer than {counted.minimum} cases whose consent covers {scope}: nothing is told")
        return
    click.echo(f"{counted.cases} cases whose consent covers {scope}")
    for line in table(("kind", "name", "cases"), [(row.kind, row.name, str(row.count)) for row in counted.rows]):
        click.echo(line)
    for kind, names in counted.suppressed:
        click.echo(f"{kind}: {names} more, each in fewer than {counted.minimum} cases, are not told")


@cases.command()
@with_store
@click.option("--catalogue", "packs", type=LOCAL_PATH, multiple=True, help="Further catalogue packs.")
@click.option("--before", type=LOCAL_PATH, default=None, help="The older catalogue: tells what is new.")
def diff(store: Store, packs: tuple[Path, ...], before: Path | None) -> None:
    """List stored cases that would read differently with the present catalogue."""
    from interpreter.cases_diff import check_cases
    from interpreter.catalogue.diff import touched_lines
    from interpreter.catalogue.load import load_path
    from interpreter.cli.catalogue_naming import catalogue_in_use

    old = load_path(before) if before is not None else None
    found = check_cases(store.every_result("catalogue check"), catalogue_in_use(packs), old)
    for line in touched_lines(found.touched):
        click.echo(line)
    for case_id in found.unreadable:
        click.echo(f"{case_id}: stored without its whole value; nothing can be told")
    click.echo(
        f"{len(found.touched)} of {found.cases} cases would or may read differently; {found.older} were interpreted "
        "with another edition of the catalogue",
        err=True,
    )
    if found.older and before is None:
        click.echo("What new rows would add is not told: give the older catalogue (--before).", err=True)


def _text(given: str | None, what: str) -> str:
    text = sys.stdin.read() if given is None else given
    if not text.strip():
        raise click.UsageError(f"the {what} is empty")
    return text.strip()
