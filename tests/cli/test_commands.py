"""The command line: what goes where, and every outcome an exit code with words, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from interpreter.cli import main as cli
from tests.batch.test_run import BRAF, HEADER


@pytest.fixture
def vcf(tmp_path: Path) -> Path:
    path = tmp_path / "t.vcf"
    path.write_text(HEADER + BRAF)
    return path


def test_interpret_writes_what_is_asked_for_and_nothing_else(
    vcf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf, tsv = tmp_path / "r.pdf", tmp_path / "r.tsv"
    code = cli.run(["interpret", str(vcf), "--tumour-type", "MEL", "--json", "-", "--pdf", str(pdf), "--tsv", str(tsv)])
    said = capsys.readouterr()
    assert code == 0
    data = json.loads(said.out)
    assert data["schema"] == "interpretation/1"
    assert data["alterations"][0]["protein_change"] == "V600E"
    assert said.err == ""
    words = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "dabrafenib + trametinib" in " ".join(words.split())
    assert tsv.read_text().startswith("case\t")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.pdf", "r.tsv", "t.vcf"]


def test_equal_inputs_give_equal_bytes(vcf: Path, tmp_path: Path) -> None:
    outputs = []
    for name in ("a", "b"):
        target = tmp_path / f"{name}.json"
        pdf = tmp_path / f"{name}.pdf"
        arguments = ["interpret", str(vcf), "--tumour-type", "MEL", "--date", "2026-11-21"]
        assert cli.run([*arguments, "--json", str(target), "--pdf", str(pdf)]) == 0
        outputs.append((target.read_bytes(), pdf.read_bytes()))
    assert outputs[0] == outputs[1]


def test_standard_input_is_read(vcf: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "interpreter", "interpret", "-", "--tumour-type", "MEL", "--json", "-"],
        input=vcf.read_bytes(),
        capture_output=True,
        check=True,
    )
    assert json.loads(run.stdout)["alterations"][0]["gene"] == "BRAF"


def test_s13_an_unknown_tumour_type_is_refused_with_the_nearest(vcf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["interpret", str(vcf), "--tumour-type", "LUAX", "--json", "-"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "LUAD" in said.err
    assert [line.split(":")[0] for line in said.err.splitlines()][:1] == ["Problem"]
    assert "Remedy" in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["interpret"],
        ["interpret", "x.vcf"],
        ["nothing"],
        ["interpret", "x.vcf", "--tumour-type", "MEL", "--assembly", "hg17"],
        ["interpret", "x.vcf", "--tumour-type", "MEL", "--date", "yesterday"],
        ["interpret", "x.vcf", "--tumour-type", "MEL", "--json", "-", "--tsv", "-"],
    ],
)
def test_wrong_usage_is_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_missing_file_is_a_fault_with_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["interpret", str(tmp_path / "gone.vcf"), "--tumour-type", "MEL"]) == 1
    assert "Remedy" in capsys.readouterr().err


def test_s18_a_sample_that_is_not_the_orders_holds_the_case(vcf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["interpret", str(vcf), "--tumour-type", "MEL", "--order-id", "T2", "--json", "-"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "held" in said.err
    assert cli.run(["interpret", str(vcf), "--tumour-type", "MEL", "--order-id", "T1", "--json", "-"]) == 0


def test_s14_a_catalogue_past_its_age_is_told_in_every_output(
    vcf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = tmp_path / "r.pdf"
    arguments = ["interpret", str(vcf), "--tumour-type", "MEL", "--date", "2031-01-01"]
    assert cli.run([*arguments, "--json", "-", "--pdf", str(pdf)]) == 0
    warnings = json.loads(capsys.readouterr().out)["warnings"]
    assert sum("Newer approvals" in text for text in warnings) == 1
    words = " ".join(PdfReader(pdf).pages[0].extract_text().split())
    assert words.count("Newer approvals, withdrawals and resistance are not in it.") == 1
    assert cli.run(arguments) == 0
    assert capsys.readouterr().out.count("Newer approvals") == 1


def test_s18_typed_in_results_of_another_sample_hold_the_case(
    vcf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "results.toml"
    for sample, code in (("T1", 0), ("T2", 1)):
        results.write_text(f'format = "results/1"\n[case]\nsample_id = "{sample}"\n', encoding="utf-8")
        arguments = ["interpret", str(vcf), "--tumour-type", "MEL", "--results", str(results), "--json", "-"]
        assert cli.run(arguments) == code
        assert ("held" in capsys.readouterr().err) == bool(code)


def test_warnings_are_told_on_standard_error_beside_the_outputs(vcf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["interpret", str(vcf), "--tumour-type", "MEL", "--date", "2031-01-01", "--json", "-"]) == 0
    said = capsys.readouterr()
    assert "Warning: " in said.err
    assert json.loads(said.out)["schema"] == "interpretation/1"


def test_a_full_disk_leaves_no_half_written_file(
    vcf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("interpreter.files.os.fsync", full)
    assert cli.run(["interpret", str(vcf), "--tumour-type", "MEL", "--json", str(tmp_path / "r.json")]) == 1
    assert "No space left" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["t.vcf"]


def test_s23_a_fault_of_the_program_is_seventy_and_its_log_holds_no_values(
    vcf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    of_a_person = "Ada Example, born 1965-03-09"

    def fail(*_: object) -> None:
        raise ValueError(of_a_person)

    monkeypatch.setattr("interpreter.interpret.match_case", fail)
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path)
    assert cli.run(["interpret", str(vcf), "--tumour-type", "MEL"]) == 70
    said = capsys.readouterr().err
    assert "Traceback" not in said
    (log,) = tmp_path.glob("fault-*.log")
    assert str(log) in said
    assert "Ada Example" not in log.read_text()
    assert "ValueError" in log.read_text()


def test_check_says_what_is_in_a_file(vcf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", str(vcf)]) == 0
    said = capsys.readouterr().out
    assert "GRCh38" in said
    assert "records read: 1" in said
    broken = tmp_path / "broken.vcf"
    broken.write_text("nothing\n")
    assert cli.run(["check", str(broken)]) == 1
    assert "cannot be interpreted" in capsys.readouterr().out


def test_reference_show_names_the_transcripts(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["reference", "show", "EGFR"]) == 0
    assert "NM_005228" in capsys.readouterr().out
    assert cli.run(["reference", "show", "NOGENE"]) == 1


def test_the_demo_interprets_our_own_tumours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["demo", "--out", str(tmp_path / "demo")]) == 0
    said = capsys.readouterr().out
    assert "encorafenib + cetuximab (I-A)" in said
    assert len(list((tmp_path / "demo").glob("*.pdf"))) == 5


def test_heavy_imports_stay_away_from_a_plain_interpretation(vcf: Path) -> None:
    code = (
        "import sys; from interpreter.cli.main import run;"
        f"run(['interpret', {str(vcf)!r}, '--tumour-type', 'MEL', '--json', '/dev/null']);"
        "print([name for name in ('pandas', 'reportlab', 'PySide6', 'pikepdf', 'cryptography') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip().endswith("[]")
