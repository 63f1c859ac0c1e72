"""Many cases: one that fails, or kills its process, stops no other; a batch can be taken up again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from interpreter.batch.manifest import read_manifest
from interpreter.batch.run import BatchPlan, Outcome, result_table, run_batch
from interpreter.errors import Cancelled, SettingsError

HEADER = (
    "##fileformat=VCFv4.2\n##reference=GRCh38\n"
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT1\n"
)
BRAF = "7\t140753336\t.\tA\tT\t.\tPASS\t.\tGT\t0/1\n"


def _plan(folder: Path, *, resume: bool = False, settings_file: Path | None = None) -> BatchPlan:
    (folder / "good.vcf").write_text(HEADER + BRAF)
    (folder / "bad.vcf").write_text("this is no variant file\n")
    manifest = folder / "manifest.csv"
    manifest.write_text("sample,files,tumour_type\ngood,good.vcf,MEL\nbad,bad.vcf,MEL\nalso good,good.vcf,COAD\n")
    entries = read_manifest(manifest, lambda code: code)
    return BatchPlan(entries=entries, out=folder / "out", date="2026-11-21", resume=resume, settings_file=settings_file)


def test_one_failing_case_stops_no_other_and_resume_keeps_what_is_done(tmp_path: Path) -> None:
    told: list[int] = []
    outcomes = run_batch(_plan(tmp_path), 2, told.append)
    assert [(outcome.sample, outcome.succeeded) for outcome in outcomes] == [
        ("good", True),
        ("bad", False),
        ("also good", True),
    ]
    assert sum(told) == 3
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"good.json", "good.pdf", "good.tsv", "also-good.pdf", "results.csv"} <= written
    assert not {"bad.json", "bad.pdf", "bad.done"} & written
    assert json.loads((tmp_path / "out" / "good.json").read_text())["case"]["id"] == "good"
    rows = list(csv.DictReader((tmp_path / "out" / "results.csv").read_text().splitlines()))
    assert [row["state"] for row in rows] == ["interpreted", "failed", "interpreted"]
    assert "dabrafenib" in rows[0]["strongest"]

    again = run_batch(_plan(tmp_path, resume=True), 1, told.append)
    assert [outcome.resumed for outcome in again] == [True, False, True]

    (tmp_path / "out" / "good.pdf").write_bytes(b"changed by someone")
    third = run_batch(_plan(tmp_path, resume=True), 1, told.append)
    assert [outcome.resumed for outcome in third] == [False, False, True]


def test_a_fault_of_the_settings_is_told_before_any_case(tmp_path: Path) -> None:
    wrong = tmp_path / "settings.toml"
    wrong.write_text("min_depth = -1\n")
    with pytest.raises(SettingsError):
        run_batch(_plan(tmp_path, settings_file=wrong), 1, lambda _done: None)
    assert not (tmp_path / "out").exists()


def test_s24_a_stopped_batch_keeps_finished_cases_whole(tmp_path: Path) -> None:
    def stop(_done: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        run_batch(_plan(tmp_path), 1, stop)
    assert (tmp_path / "out" / "results.csv").exists()
    assert not list((tmp_path / "out").glob("*.part"))


def test_s22_a_formula_in_a_sample_name_is_only_text() -> None:
    outcome = Outcome(sample='=HYPERLINK("x")', row=2, succeeded=False, message="@no")
    row = next(iter(csv.reader(result_table((outcome,)).splitlines()[1:])))
    assert row[0].startswith("'=")
    assert row[-1].startswith("'@")
