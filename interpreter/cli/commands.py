"""The commands; each reads its options, calls one use case and writes what was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import click

from interpreter.cli.main import EXIT_DONE, EXIT_SOME_FAILED
from interpreter.cli.options import (
    LOCAL_PATH,
    IsoDate,
    assembly_option,
    files_argument,
    local_files,
    sample_options,
    today,
    write_output,
)
from interpreter.cli.saving import Saving, batch_saving_options, saving_options
from interpreter.files import refuse_overwriting
from interpreter.model.genes import Assembly
from interpreter.settings import REGIONS


def register(group: click.Group) -> None:
    """Add every command to the group."""
    from interpreter.cli.cases_commands import cases
    from interpreter.cli.catalogue_commands import catalogue
    from interpreter.cli.letter_commands import questionnaire, words
    from interpreter.cli.reference_commands import assay, reference

    for command in (interpret, check, batch, demo, catalogue, reference, assay, questionnaire, words, cases):
        group.add_command(command)


@click.command()
@files_argument
@click.option("--tumour-type", required=True, metavar="CODE", help="OncoTree code or exact name (LUAD, COAD, ...).")
@assembly_option
@sample_options
@click.option("--assay", type=LOCAL_PATH, help="Assay description (ASSAY.toml).")
@click.option("--results", type=LOCAL_PATH, help="Typed-in results (RESULTS.toml).")
@click.option("--coverage", type=LOCAL_PATH, multiple=True, help="This sample's coverage (BED).")
@click.option("--person", "person_file", type=LOCAL_PATH, help="The person (PERSON.toml).")
@click.option("--case-id", default="", help="Case id; made from the first file's hash when not given.")
@click.option("--order-id", default="", help="The order's sample id: a sample of another name holds the case.")
@click.option("--region", type=click.Choice(REGIONS), default=None, help="Agency of this hospital.")
@click.option("--date", type=IsoDate(), default=today, show_default="today", help="Date of the interpretation.")
@click.option("--catalogue", "packs", type=LOCAL_PATH, multiple=True, help="Further catalogue packs or folders.")
@click.option("--settings", "settings_file", type=LOCAL_PATH, help="Settings of this hospital (TOML).")
@click.option("--page-size", type=click.Choice(["A4", "Letter"]), default=None, help="Paper of the report.")
@click.option("--first-look", is_flag=True, help="Only the catalogue's genes, by the file's index; preliminary.")
@click.option("--json", "json_out", metavar="OUT", help="Write the interpretation as JSON ('-': standard output).")
@click.option("--pdf", "pdf_out", metavar="OUT", help="Write the report as PDF.")
@click.option("--letter", "letter_out", metavar="OUT", help="Write the person's letter as PDF.")
@click.option("--letter-language", default="", help="Language of the letter; default: the person's own.")
@click.option("--tsv", "tsv_out", metavar="OUT", help="Write the findings as a table.")
@saving_options
def interpret(
    files: tuple[str, ...],
    tumour_type: str,
    assembly: Assembly | None,
    sample: str,
    normal: str,
    assay: Path | None,
    results: Path | None,
    coverage: tuple[Path, ...],
    person_file: Path | None,
    case_id: str,
    order_id: str,
    region: str | None,
    date: str,
    packs: tuple[Path, ...],
    settings_file: Path | None,
    page_size: str | None,
    first_look: bool,
    json_out: str | None,
    pdf_out: str | None,
    letter_out: str | None,
    letter_language: str,
    tsv_out: str | None,
    saving: Saving | None,
) -> None:
    """Interpret one tumour: its files, its tumour type, and what the person said matters."""
    from interpreter.interpret import InterpretRequest, load_knowledge
    from interpreter.interpret import interpret as run_interpretation

    outputs = [target for target in (json_out, pdf_out, letter_out, tsv_out) if target is not None]
    if outputs.count("-") > 1:
        raise click.UsageError("only one output can go to standard output")
    refuse_overwriting(
        [Path(target) for target in outputs if target != "-"],
        [
            *(Path(name) for name in files if name != "-"),
            *(path for path in (assay, results, person_file, settings_file) if path is not None),
            *coverage,
            *packs,
        ],
    )
    knowledge = load_knowledge(packs=packs, settings_file=settings_file, region=region, page_size=page_size)
    with ExitStack() as stack:
        store = stack.enter_context(saving.open(case_id)) if saving is not None else None
        paths = stack.enter_context(local_files(files))
        interpretation = run_interpretation(
            InterpretRequest(
                files=paths,
                tumour_type=tumour_type,
                date=date,
                assembly=assembly,
                tumour_sample=sample,
                normal_sample=normal,
                assay=assay,
                results=results,
                coverage=coverage,
                person=saving.person(store, case_id) if saving is not None and store is not None else None,
                person_file=person_file,
                case_id=case_id,
                order_id=order_id,
                first_look=first_look,
            ),
            knowledge,
        )
        from interpreter.report.outputs import json_pieces, render_pdf_report, render_tsv

        # All are made before the first is written, but for the first itself: a fault leaves nothing behind.
        contents: list[tuple[str, str, bytes | Iterable[bytes]]] = []
        if json_out is not None:
            contents.append(("JSON", json_out, json_pieces(interpretation)))
        if tsv_out is not None:
            contents.append(("table", tsv_out, render_tsv(interpretation)))
        if letter_out is not None:
            from interpreter.letters import LetterOptions, render_letter

            options = LetterOptions(language=letter_language)
            letter = render_letter(interpretation, knowledge.catalogue, knowledge.settings, options)
            contents.append(("letter", letter_out, letter))
        release = saving.keep(store, interpretation) if saving is not None and store is not None else None
        if pdf_out is not None:
            contents.append(("report", pdf_out, render_pdf_report(interpretation, knowledge.settings, release)))
        for what, target, content in contents:
            if store is not None and release is not None:  # first the row of the trail, then the file
                store.log("export", interpretation.case.id, f"{what}, version {release.version}")
            write_output(target, content)
    for warning in interpretation.warnings if outputs else ():
        click.echo(f"Warning: {warning}", err=True)
    if not outputs:
        from interpreter.report.summary import summary_text

        click.echo(summary_text(interpretation, knowledge.settings))


@click.command()
@files_argument
@assembly_option
@sample_options
@click.option("--settings", "settings_file", type=LOCAL_PATH, help="Settings of this hospital (TOML).")
def check(
    files: tuple[str, ...], assembly: Assembly | None, sample: str, normal: str, settings_file: Path | None
) -> int:
    """Say what is in a file: format, assembly and why, samples, ledger, and whether it can be interpreted."""
    from interpreter.cli.check_text import check_lines
    from interpreter.interpret import load_table
    from interpreter.progress import silent
    from interpreter.settings import load_settings
    from interpreter.variants.contents import ReadOptions
    from interpreter.variants.inputs import check_input

    settings = load_settings(settings_file)
    table = load_table()
    usable = True
    with local_files(files) as paths:
        for name, path in zip(files, paths, strict=True):
            options = ReadOptions(assembly=assembly, tumour_sample=sample, normal_sample=normal)
            result = check_input(path, options, table, settings, silent)
            for line in check_lines("standard input" if name == "-" else name, result):
                click.echo(line)
            usable = usable and result.can_be_interpreted
    return 0 if usable else 1


@click.command()
@click.argument("manifest", type=LOCAL_PATH)
@click.option("--out", required=True, type=LOCAL_PATH, help="Folder for reports and the result table.")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Worker processes; default: one a core.")
@click.option("--resume", is_flag=True, help="Leave out cases whose results are already there and unchanged.")
@click.option("--date", type=IsoDate(), default=today, show_default="today", help="Date of the interpretations.")
@click.option("--region", type=click.Choice(REGIONS), default=None, help="Agency of this hospital.")
@click.option("--catalogue", "packs", type=LOCAL_PATH, multiple=True, help="Further catalogue packs or folders.")
@click.option("--settings", "settings_file", type=LOCAL_PATH, help="Settings of this hospital (TOML).")
@batch_saving_options
def batch(
    manifest: Path,
    out: Path,
    jobs: int | None,
    resume: bool,
    date: str,
    region: str | None,
    packs: tuple[Path, ...],
    settings_file: Path | None,
    saving: Saving | None,
) -> int:
    """Interpret every case of a manifest (CSV); one that fails stops no other."""
    from interpreter.batch.manifest import read_manifest
    from interpreter.batch.run import BatchPlan, run_batch
    from interpreter.catalogue.oncotree import load_tumour_tree

    tumours = load_tumour_tree()
    entries = read_manifest(manifest, lambda text: tumours.resolve(text).code)
    endings = ("json", "tsv", "pdf", "done")
    refuse_overwriting(
        [out / "results.csv", *(out / f"{entry.file_stem}.{ending}" for entry in entries for ending in endings)],
        [
            manifest,
            *(path for entry in entries for path in (*entry.files, *entry.coverage)),
            *(path for entry in entries for path in (entry.assay, entry.results, entry.person) if path is not None),
            *(path for path in (settings_file, *packs) if path is not None),
        ],
    )
    plan = BatchPlan(
        entries=entries, out=out, date=date, region=region, packs=packs, settings_file=settings_file, resume=resume
    )
    with ExitStack() as stack:
        keeper = stack.enter_context(saving.keeper()) if saving is not None else None
        bar = stack.enter_context(click.progressbar(length=len(entries), label="cases", file=sys.stderr))
        outcomes = run_batch(plan, jobs, lambda done: bar.update(done), keeper)
    failed = [outcome for outcome in outcomes if not outcome.succeeded]
    unsaved = [outcome for outcome in outcomes if outcome.succeeded and outcome.message]
    for outcome in (*failed, *unsaved):
        click.echo(f"{outcome.sample}: {outcome.message}", err=True)
    click.echo(f"{len(outcomes) - len(failed)} of {len(outcomes)} cases interpreted; results in {out}", err=True)
    if keeper is not None:
        saved = sum(outcome.saved for outcome in outcomes)
        click.echo(f"{saved} of {len(outcomes)} cases are in the store", err=True)
    return EXIT_SOME_FAILED if failed or unsaved else EXIT_DONE


@click.command()
@click.option("--out", type=LOCAL_PATH, default=Path("demo-output"), help="Folder for the reports.")
@click.option("--date", type=IsoDate(), default=today, show_default="today", help="Date of the interpretations.")
def demo(out: Path, date: str) -> int:
    """Interpret our own example tumours against the embedded catalogue and write the reports."""
    from interpreter.batch.demo import run_demo

    lines, failed = run_demo(out, date)
    for line in lines:
        click.echo(line)
    return EXIT_SOME_FAILED if failed else EXIT_DONE
