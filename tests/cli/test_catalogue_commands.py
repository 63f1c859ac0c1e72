"""`interpreter catalogue ...` from end to end, with a data folder of its own."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from interpreter.cli.main import run
from tests.catalogue.test_import_civic import HEADER, ROW

DATE = ("--date", "2030-01-01")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "data"
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_names, **_options: place)
    return place / "catalogue"


@pytest.fixture
def civic(tmp_path: Path) -> Path:
    path = tmp_path / "nightly-ClinicalEvidenceSummaries.tsv"
    rows = [ROW, {**ROW, "evidence_id": "2", "evidence_type": "Predisposing"}]
    lines = [HEADER, *([row.get(name, "") for name in HEADER] for row in rows)]
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    return path


def built(tmp_path: Path, civic: Path) -> Path:
    folder, key, pack = tmp_path / "tables", tmp_path / "lab.key", tmp_path / "civic.pack"
    assert run(["catalogue", "import", "civic", str(civic), "--out", str(folder)]) == 0
    assert run(["catalogue", "keys", "new", str(key), "--name", "Lab", "--no-passphrase"]) == 0
    assert run(["catalogue", "build", str(folder), "--key", str(key), "--out", str(pack), *DATE]) == 0
    return pack


def test_list_search_show_and_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalogue", "list", "--date", "2199-01-01"]) == 0
    listed = capsys.readouterr().out
    assert "embedded" in listed
    assert "its limit is" in listed
    assert run(["catalogue", "search", "kras", "sotorasib", "nsclc"]) == 0
    assert "EV-LUNG-KRAS-G12C-SOTORASIB" in capsys.readouterr().out
    assert run(["catalogue", "show", "ev-lung-kras-g12c-sotorasib"]) == 0
    assert "KRAS p.G12C" in capsys.readouterr().out
    out = tmp_path / "all.tsv"
    assert run(["catalogue", "export", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("id\tlayer\tbiomarker\t")
    assert run(["catalogue", "worklist", "-"]) == 0
    assert capsys.readouterr().out.startswith("table\tid\tclaim")


def test_an_unknown_id_is_a_fault_with_a_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalogue", "show", "EV-NONE"]) == 1
    assert "catalogue search" in capsys.readouterr().err


def test_a_pack_is_used_only_after_its_key_is_trusted(
    tmp_path: Path, civic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = built(tmp_path, civic)
    assert "1 taken as 1 evidence rows, 1 left out" in capsys.readouterr().out
    assert run(["catalogue", "verify", str(pack)]) == 1
    assert "not trusted here" in capsys.readouterr().err
    assert run(["catalogue", "install", str(pack), *DATE]) == 1
    assert run(["catalogue", "keys", "trust", str(tmp_path / "lab.key.pub")]) == 0
    assert run(["catalogue", "verify", str(pack)]) == 0
    assert run(["catalogue", "install", str(pack), *DATE]) == 0
    capsys.readouterr()
    assert run(["catalogue", "show", "EV-CIVIC-1"]) == 0
    assert "imported" in capsys.readouterr().out
    assert run(["catalogue", "list", *DATE]) == 0
    assert "Lab" in capsys.readouterr().out
    assert run(["catalogue", "remove", "CIViC"]) == 0
    assert run(["catalogue", "show", "EV-CIVIC-1"]) == 1


def test_a_diff_names_the_stored_cases(tmp_path: Path, civic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = built(tmp_path, civic)
    run(["catalogue", "keys", "trust", str(tmp_path / "lab.key.pub")])
    capsys.readouterr()
    assert run(["catalogue", "diff", "installed", str(pack)]) == 0
    assert "1 added, 0 changed, 0 withdrawn" in capsys.readouterr().out
    run(["catalogue", "install", str(pack), *DATE])
    case = {"schema": "interpretation/1", "case": {"id": "C-7"}, "findings": [], "alterations": [{"gene": "BRAF"}]}
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    capsys.readouterr()
    assert run(["catalogue", "diff", "embedded", "installed", "--cases", str(tmp_path / "case.json")]) == 0
    printed = capsys.readouterr().out
    assert "1 added, 0 changed, 0 withdrawn" in printed
    assert "C-7: may gain (interpret again to know): EV-CIVIC-1" in printed


def test_validate_prints_every_faulty_row(tmp_path: Path, civic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "tables"
    run(["catalogue", "import", "civic", str(civic), "--out", str(folder)])
    table = folder / "evidence" / "civic.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("BRAF p.V600E", "BRAF p.Q600E"), encoding="utf-8")
    capsys.readouterr()
    assert run(["catalogue", "validate", str(folder), *DATE]) == 1
    assert "residue 600 is V" in capsys.readouterr().out
    key = tmp_path / "lab.key"
    run(["catalogue", "keys", "new", str(key), "--name", "Lab", "--no-passphrase"])
    assert run(["catalogue", "build", str(folder), "--key", str(key), "--out", str(tmp_path / "p"), *DATE]) == 1
    assert not (tmp_path / "p").exists()


def test_compare_holds_an_import_against_the_catalogue(
    tmp_path: Path, civic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "tables", tmp_path / "compared.tsv"
    run(["catalogue", "import", "civic", str(civic), "--out", str(folder)])
    capsys.readouterr()
    assert run(["catalogue", "compare", str(folder), "--out", str(out)]) == 0
    assert "1 held" in capsys.readouterr().out
    header, row = (line.split("\t") for line in out.read_text(encoding="utf-8").splitlines())
    told = dict(zip(header, row, strict=True))
    assert (told["id"], told["agreement"]) == ("EV-CIVIC-1", "held")
    assert "EV-MEL-BRAF-V600E-VEMURAFENIB" in told["rows"].split("|")
    table = folder / "evidence" / "civic.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("BRAF p.V600E", "BRAF (("), encoding="utf-8")
    assert run(["catalogue", "compare", str(folder)]) == 1
    assert "EV-CIVIC-1" in capsys.readouterr().err


def test_an_import_does_not_write_into_a_folder_that_holds_something(
    tmp_path: Path, civic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["catalogue", "import", "civic", str(civic), "--out", str(tmp_path)]) == 1
    assert "not empty" in capsys.readouterr().err


DOCS = Path(__file__).parents[2] / "docs" / "packs.md"


def test_local_curation_by_two_persons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = tmp_path / "row.toml"
    text = DOCS.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    assert tomllib.loads(text)["source"]
    row.write_text(text, encoding="utf-8")
    who = ("--author", "Dr A", "--reason", "own patients", *DATE)
    assert run(["catalogue", "draft", "add", "--fields", str(row), *who]) == 0
    assert run(["catalogue", "draft", "approve", "DRAFT-0001", "--by", "Dr A", *DATE]) == 1
    assert run(["catalogue", "draft", "approve", "DRAFT-0001", "--by", "Dr B", *DATE]) == 0
    target = "EV-LUNG-KRAS-G12C-SOTORASIB"
    assert run(["catalogue", "draft", "retire", target, *who]) == 0
    assert run(["catalogue", "draft", "approve", "DRAFT-0002", "--by", "Dr B", *DATE]) == 0
    assert run(["catalogue", "draft", "edit", "EV-LOCAL-0001", "--fields", str(row), *who]) == 0
    assert run(["catalogue", "draft", "discard", "DRAFT-0003"]) == 0
    capsys.readouterr()
    assert run(["catalogue", "show", target]) == 0
    assert "withdrawn" in capsys.readouterr().out
    assert run(["catalogue", "show", "EV-LOCAL-0001"]) == 0
    assert "local" in capsys.readouterr().out
    assert run(["catalogue", "draft", "list"]) == 0
    assert "Dr B" in capsys.readouterr().out
    assert run(["catalogue", "draft", "export", "-"]) == 0
    assert capsys.readouterr().out.count("\n") == 3


def test_keys_are_listed_and_can_be_distrusted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = tmp_path / "a.key"
    run(["catalogue", "keys", "new", str(key), "--name", "Lab", "--no-passphrase"])
    run(["catalogue", "keys", "trust", f"{key}.pub"])
    capsys.readouterr()
    assert run(["catalogue", "keys", "list"]) == 0
    fingerprint = capsys.readouterr().out.split()[0]
    assert run(["catalogue", "keys", "distrust", fingerprint]) == 0
    assert run(["catalogue", "keys", "list"]) == 0
    assert fingerprint not in capsys.readouterr().out.splitlines()[1:]
