"""The letter, the questionnaire and the release of a language from the command line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from interpreter.cli.main import run

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
COLON = (
    *("interpret", str(DEMO / "colon.vcf"), "--tumour-type", "COAD", "--date", "2026-11-21"),
    *("--results", str(DEMO / "colon-results.toml"), "--person", str(DEMO / "colon-person.toml")),
)


def _text(path: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages)


def test_interpret_writes_the_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "letter.pdf"
    assert run([*COLON, "--letter", str(out)]) == 0
    text = _text(out)
    assert "Dear Ada Example," in text
    assert "BRCA2" not in text
    assert capsys.readouterr() == ("", "")


def test_a_language_that_is_not_offered_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, table = tmp_path / "letter.pdf", tmp_path / "out.json"
    assert run([*COLON, "--letter", str(out), "--json", str(table), "--letter-language", "tlh"]) == 1
    assert "no wording in the language 'tlh'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_questionnaire(tmp_path: Path) -> None:
    out = tmp_path / "q.pdf"
    assert run(["questionnaire", "--out", str(out), "--page-size", "Letter"]) == 0
    page = PdfReader(out).pages[0]
    assert (page.mediabox.width, page.mediabox.height) == (612, 792)
    assert run(["questionnaire", "--out", str(out), "--language", "tlh"]) == 1


def test_words_are_listed_checked_drafted_and_released(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = tmp_path / "words"
    site.mkdir()
    assert run(["words", "draft", "de", "--name", "Deutsch", "--out", str(site / "de.toml")]) == 0
    assert run(["words", "check", "de", "--site", str(site)]) == 1
    assert "still English" in capsys.readouterr().out
    assert run(["words", "release", "de", "--by", "Dr. A. Example", "--site", str(site)]) == 1
    assert run(["words", "check", "en", "--site", str(site)]) == 0
    assert run(["words", "release", "en", "--by", "Dr. A. Example", "--date", "2026-11-21", "--site", str(site)]) == 0
    capsys.readouterr()
    assert run(["words", "list", "--site", str(site)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "en\tEnglish\toffered\treleased by Dr. A. Example on 2026-11-21",
        "de\tDeutsch\tnot offered\tnot released",
    ]
    assert run(["words", "check", "tlh", "--site", str(site)]) == 2
