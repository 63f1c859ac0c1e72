"""Commands for what a person is handed: the paper questionnaire, and the wording of letters in each language."""

from __future__ import annotations

from pathlib import Path

import click

from interpreter.cli.options import LOCAL_PATH, IsoDate, today, write_output

_site_option = click.option(
    "--site", type=LOCAL_PATH, help="Folder of this hospital's wordings; default: its data folder."
)


@click.command()
@click.option("--out", required=True, metavar="OUT", help="PDF to write ('-': standard output).")
@click.option("--page-size", type=click.Choice(["A4", "Letter"]), default="A4", show_default=True, help="Paper.")
@click.option("--language", default="en", show_default=True, help="A language that was released here.")
@click.option("--large", is_flag=True, help="Large type, on more pages.")
@_site_option
def questionnaire(out: str, page_size: str, language: str, large: bool, site: Path | None) -> None:
    """Print the questionnaire a person fills in on paper before the visit."""
    from interpreter.letters import render_questionnaire

    write_output(out, render_questionnaire(page_size, language, large=large, site=site))


@click.group()
def words() -> None:
    """The wording of letters and questionnaires: what a language lacks, and its release by a clinician."""


@words.command("list")
@_site_option
def words_list(site: Path | None) -> None:
    """List the languages that are there and whether a person may be offered them."""
    from interpreter.catalogue.load import load_catalogue
    from interpreter.letters import languages, words_folder
    from interpreter.report.translations import known_languages, read_words

    folder = site or words_folder()
    offered = languages(load_catalogue(), folder)
    for code, path in known_languages(folder).items():
        found = read_words(path)
        by = f"released by {found.release.by} on {found.release.on}" if found.release else "not released"
        by = f"{by}, but changed since" if found.release and not found.released else by
        click.echo(f"{code}\t{found.texts['language.name']}\t{'offered' if code in offered else 'not offered'}\t{by}")


@words.command("check")
@click.argument("language")
@_site_option
def words_check(language: str, site: Path | None) -> int:
    """Say what a language lacks against English, and how hard it is to read."""
    from interpreter.catalogue.load import load_catalogue
    from interpreter.letters import english_sources, words_folder
    from interpreter.report.readability import grade, lix
    from interpreter.report.translations import SOURCE, check_words, read_words

    found = read_words(_file_of(language, site or words_folder()))
    faults = check_words(found, english_sources(load_catalogue()))
    for fault in faults:
        click.echo(f"  - {fault}")
    texts = [text for text in found.texts.values() if len(text.split()) > 5]  # headings and single words say little
    measure = f"Flesch-Kincaid grade {grade(texts):.1f}" if language == SOURCE else f"LIX {lix(texts):.0f}"
    click.echo(f"{language}: {len(faults)} faults; {measure}; {'released' if found.released else 'not released'}")
    return 1 if faults else 0


@words.command("draft")
@click.argument("language")
@click.option("--name", required=True, help="The language's own name (Deutsch, Français, ...).")
@click.option("--out", required=True, metavar="OUT", help="TOML file to translate.")
def words_draft(language: str, name: str, out: str) -> None:
    """Write a file to translate: English stands where each translation belongs."""
    from interpreter.catalogue.load import load_catalogue
    from interpreter.letters import english_sources
    from interpreter.report.translations import draft_words

    write_output(out, draft_words(language, name, english_sources(load_catalogue())).encode("utf-8"))


@words.command("release")
@click.argument("language")
@click.option("--by", required=True, metavar="NAME", help="The clinician who has read every word of it.")
@click.option("--date", type=IsoDate(), default=today, show_default="today", help="Date of the release.")
@_site_option
def words_release(language: str, by: str, date: str, site: Path | None) -> None:
    """Release a language for this hospital; a change of its wording afterwards takes the release away."""
    from interpreter.catalogue.load import load_catalogue
    from interpreter.letters import english_sources, words_folder
    from interpreter.report.translations import release_words

    folder = site or words_folder()
    target = release_words(language, folder, by=by, on=date, sources=english_sources(load_catalogue()))
    click.echo(f"released: {target}")


def _file_of(language: str, site: Path) -> Path:
    from interpreter.report.translations import known_languages

    path = known_languages(site).get(language)
    if path is None:
        raise click.UsageError(
            f"there is no '{language}.toml' in '{site}'. Make one with 'interpreter words draft' and put it there, "
            "or name its folder with --site"
        )
    return path
