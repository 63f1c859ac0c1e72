"""Every command of the README works as it is printed; examples of pages without a test of their own are read."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
from pathlib import Path

import pytest

from interpreter.batch.manifest import OPTIONAL, REQUIRED, read_manifest
from interpreter.cli import main as cli
from interpreter.report.tables import interpretation_json
from interpreter.report.translations import read_words
from interpreter.settings import REGIONS, Settings, load_settings
from tests.report import cases
from tests.stores import WORDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for line in README.splitlines() if line.startswith(".venv/bin/interpreter ")]


def test_every_command_works_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "resources").symlink_to(ROOT / "resources")
    (tmp_path / "demo-output").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    assert len(COMMANDS) > 15
    for line in COMMANDS:
        monkeypatch.setenv("INTERPRETER_PASSPHRASE", WORDS)
        code = cli.run(shlex.split(line)[1:])
        said = capsys.readouterr()
        assert code == 0, f"{line}\n{said.err}"
        for target in re.findall(r"demo-output/\S+", line):
            assert (tmp_path / target).exists(), line


def test_every_page_and_picture_is_there() -> None:
    named = re.findall(r"\]\(([^)#]+)\)", README)
    assert {"docs/pictures/window.png", "docs/pictures/report.png"} <= set(named)
    assert all((ROOT / name).is_file() for name in named)
    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} <= set(named)


def test_the_example_of_the_settings_page_is_the_defaults_and_a_hospital(tmp_path: Path) -> None:
    example = _example("settings.md", "toml")
    file = tmp_path / "settings.toml"
    file.write_text(example, encoding="utf-8")
    settings = load_settings(file)
    assert settings.min_depth == Settings().min_depth
    assert settings.region in REGIONS
    assert all(region in example for region in REGIONS)


def test_the_example_of_the_manifest_page_is_read(tmp_path: Path) -> None:
    example = _example("batch.md", "csv")
    for name in re.findall(r"[\w-]+\.(?:vcf|toml)", example):
        (tmp_path / name).write_text("")
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(example, encoding="utf-8")
    first, second = read_manifest(manifest, lambda code: code)
    assert (first.sample, first.tumour_type, second.results) == ("DEMO-01", "COAD", None)
    page = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    assert all(f"`{column}`" in page for column in (*REQUIRED, *OPTIONAL))


def test_the_example_of_the_page_of_languages_is_read(tmp_path: Path) -> None:
    file = tmp_path / "de.toml"
    file.write_text(_example("translations.md", "toml"), encoding="utf-8")
    words = read_words(file)
    assert words.language == "de"
    assert words.release is not None


def test_the_page_of_therapies_names_every_column() -> None:
    page = (ROOT / "docs" / "catalogue-therapies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z_0-9, ]+) \|", page, re.MULTILINE)
    named = {name.strip() for row in rows for name in row.split(",")}
    for table in (ROOT / "resources" / "catalogue" / "therapies").glob("*.tsv"):
        columns = table.read_text(encoding="utf-8").partition("\n")[0].split("\t")
        assert set(columns) <= named, table.name


def test_the_page_of_json_names_every_key() -> None:
    named = set(re.findall(r"[a-z_0-9]+", (ROOT / "docs" / "json.md").read_text(encoding="utf-8")))
    made = [json.loads(interpretation_json(case())) for case in cases.ALL.values()]
    assert {key for one in made for key in one} <= named
    for part in ("alterations", "findings"):
        keys = {key for one in made for row in one[part] for key in row}
        assert len(keys) > 20
        assert keys <= named, part


def test_every_safety_rule_of_the_page_has_tests_called_after_it() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    tests = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    rules = re.findall(r"^\| S(\d+) \|", page, re.MULTILINE)
    assert rules == [str(number) for number in range(1, 26)]
    assert [rule for rule in rules if f"def test_s{rule}_" not in tests] == []


def test_every_module_that_the_architecture_names_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    steps = page.partition("| step | modules |")[2].partition("\n\n")[0]
    offers = page.partition("| part | offers |")[2].partition("\n\n")[0]
    cells = [row.split(" | ")[1] for row in steps.splitlines() if row.startswith("| ")]
    named = [
        name for cell in (*cells, *re.findall(r"^\| (.+?) \|", offers, re.M)) for name in re.findall(r"`([^`]+)`", cell)
    ]
    modules = {path.stem for path in (ROOT / "interpreter").rglob("*.py")} | {"widgets"}
    assert len(named) > 100
    assert [name for name in named if not fnmatch.filter(modules, name.rstrip("/").rpartition(".")[2])] == []


def _example(page: str, kind: str) -> str:
    block = re.search(rf"```{kind}\n(.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    return block.group(1)
