"""Wording in one place a language; a language is offered once released, and a change takes the release away."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from interpreter.errors import WordsError
from interpreter.letters import LetterOptions, render_letter
from interpreter.report.translations import (
    Release,
    Words,
    check_words,
    draft_words,
    known_languages,
    load_words,
    offered_languages,
    places,
    read_words,
    release_words,
    source_words,
    write_words,
)
from interpreter.settings import Settings
from tests.report.letter_cases import ADA, colon, pseudo_words, the_catalogue

SOURCES = ("cancer of the colon", "A tablet that blocks a growth signal called EGFR.")
ROOT = Path(__file__).resolve().parents[2]


def _translated() -> Words:
    pseudo = pseudo_words()
    return replace(pseudo, texts={**pseudo.texts, "language.code": "xx"})


def _write(site: Path, words: Words, release: Release | None = None) -> Path:
    site.mkdir(exist_ok=True)
    path = site / f"{words.language}.toml"
    path.write_text(write_words(words, release), encoding="utf-8")
    return path


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    words = replace(source_words(), data={'a "quoted" line': "eine „Zeile“"})
    again = read_words(_write(tmp_path, words, Release(by="Dr. A", on="2026-11-21", sha256=words.sha256)))
    assert again.texts == words.texts
    assert again.data == words.data
    assert again.released
    assert again.release == Release(by="Dr. A", on="2026-11-21", sha256=words.sha256)


def test_a_language_is_offered_only_once_released(tmp_path: Path) -> None:
    _write(tmp_path, _translated())
    assert set(offered_languages(tmp_path, SOURCES)) == {"en"}
    with pytest.raises(WordsError, match="has not been released"):
        load_words("xx", tmp_path, SOURCES)
    target = release_words("xx", tmp_path, by="Dr. A. Example", on="2026-11-21", sources=SOURCES)
    assert target.parent == tmp_path
    assert load_words("xx", tmp_path, SOURCES).release == Release(
        by="Dr. A. Example", on="2026-11-21", sha256=_translated().sha256
    )
    assert set(offered_languages(tmp_path, SOURCES)) == {"en", "xx"}


def test_a_change_after_the_release_takes_it_away(tmp_path: Path) -> None:
    _write(tmp_path, _translated())
    path = release_words("xx", tmp_path, by="Dr. A", on="2026-11-21", sources=SOURCES)
    changed = path.read_text("utf-8").replace('dear = "', 'dear = "Ô ', 1)
    assert changed != path.read_text("utf-8")
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(WordsError, match="changed since its release"):
        load_words("xx", tmp_path, SOURCES)


def test_a_new_line_of_the_catalogue_takes_it_away_too(tmp_path: Path) -> None:
    _write(tmp_path, _translated())
    release_words("xx", tmp_path, by="Dr. A", on="2026-11-21", sources=SOURCES)
    with pytest.raises(WordsError, match="not complete"):
        load_words("xx", tmp_path, (*SOURCES, "A line that is new."))


def test_english_is_there_and_says_that_it_is_not_released(tmp_path: Path) -> None:
    assert not load_words("en", tmp_path, ()).released
    release_words("en", tmp_path, by="Dr. A", on="2026-11-21", sources=())
    assert load_words("en", tmp_path, ()).released
    path = tmp_path / "en.toml"
    path.write_text(path.read_text("utf-8").replace("What was tested", "Tests"), encoding="utf-8")
    assert load_words("en", tmp_path, ()).texts["letter.tested.title"] == "What was tested"


def test_release_refuses_what_is_not_complete_or_signed_by_nobody(tmp_path: Path) -> None:
    lacking = _translated()
    texts = {key: text for key, text in lacking.texts.items() if key != "letter.next.counselling"}
    _write(tmp_path, replace(lacking, texts=texts))
    with pytest.raises(WordsError) as fault:
        release_words("xx", tmp_path, by="Dr. A", on="2026-11-21", sources=())
    assert "letter.next.counselling is missing" in fault.value.details
    with pytest.raises(WordsError, match="Nobody is named"):
        release_words("en", tmp_path, by="  ", on="2026-11-21", sources=())
    with pytest.raises(WordsError, match="no wording"):
        release_words("yy", tmp_path, by="Dr. A", on="2026-11-21", sources=())


def test_check_names_what_is_missing_other_places_and_still_english() -> None:
    words = _translated()
    texts = dict(words.texts) | {
        "letter.dear": "Hàllô",
        "letter.lead.calm": source_words().texts["letter.lead.calm"],
        "letter.extra": "x",
    }
    faults = check_words(replace(words, texts=texts), (*SOURCES, "never translated before now"))
    assert sorted(faults) == [
        "letter.dear must have the places {name}, it has none",
        "letter.extra is not known",
        "letter.lead.calm is still English",
        'no translation of "never translated before now"',
    ]
    assert check_words(words, SOURCES) == []


def test_a_draft_is_not_a_translation(tmp_path: Path) -> None:
    path = tmp_path / "de.toml"
    path.write_text(draft_words("de", "Deutsch", SOURCES), encoding="utf-8")
    faults = check_words(read_words(path), SOURCES)
    assert any("still English" in fault for fault in faults)
    assert not any("missing" in fault for fault in faults)


@pytest.mark.parametrize("text", ["{a.b}", "{0[x]}", "{name!r}", "{name:>9}", "{", "line\\nbreak"])
def test_s22_only_plain_places_are_allowed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "xx.toml"
    path.write_text(f'[language]\ncode = "xx"\nname = "x"\ntag = "x"\n[letter]\ntitle = "{text}"\n', encoding="utf-8")
    with pytest.raises(WordsError) as fault:
        read_words(path)
    assert any(detail.startswith("letter.title") for detail in fault.value.details)


def test_values_are_data() -> None:
    assert source_words().text("letter.dear", name="{name} {0}") == "Dear {name} {0},"


def test_dates_and_lists_are_written_out() -> None:
    words = source_words()
    assert words.date("2026-11-02") == "2 November 2026"
    assert words.date("2026-11") == "2026-11"
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.listed(["a", "b"], last="list_or") == "a or b"


def test_another_language_never_falls_back_to_english() -> None:
    words = replace(_translated(), data={"Cost": "Kôst"})
    assert words.said("Cost: a little") == ""
    assert words.plain("a little") == ""
    assert source_words().said("Cost: a little") == "Cost: a little"


def test_a_letter_in_a_language_that_is_not_offered_is_not_made(tmp_path: Path) -> None:
    person = replace(ADA, language="xx")
    with pytest.raises(WordsError, match="no wording in the language 'xx'"):
        render_letter(colon(person), the_catalogue(), Settings(), site=tmp_path)
    assert render_letter(colon(person), the_catalogue(), Settings(), LetterOptions(language="en"), site=tmp_path)


def test_a_released_language_makes_the_letter(tmp_path: Path) -> None:
    from interpreter.letters import english_sources

    _write(tmp_path, _translated())
    release_words("xx", tmp_path, by="Dr. A", on="2026-11-21", sources=english_sources(the_catalogue()))
    person = replace(ADA, language="xx")
    assert render_letter(colon(person), the_catalogue(), Settings(), site=tmp_path).startswith(b"%PDF")


def test_every_wording_is_used_and_every_used_one_is_there() -> None:
    """A wording nobody prints misleads those who translate; places of one key are the same wherever it is used."""
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "interpreter").rglob("*.py"))
    built = (
        *("months.", "language.", "shared.list_", "letter.found.", "letter.result.", "letter.lead.", "letter.tested."),
        *("letter.access.", "letter.places.", "letter.questions.", "letter.own_words.", "letter.asked."),
        *(
            "letter.treatment.a",
            "letter.treatment.mixed",
            "letter.treatment.not_here",
            "form.words.",
            "form.groups.",
            "form.know.",
        ),
        *("form.letter.", "form.name", "form.born", "form.number"),
    )
    texts = source_words().texts
    unused = [key for key in texts if not key.startswith(built) and not re.search(f"[\"']{re.escape(key)}[\"']", code)]
    assert unused == []
    for key in re.findall(r'(?:say|text)\("((?:letter|form|shared)\.[a-z_.]+)"', code):
        assert key in source_words().texts


def test_shipped_languages_are_whole() -> None:
    for path in known_languages(None).values():
        assert check_words(read_words(path), ()) == []
    assert places("{a} and {b}") == {"a", "b"}
