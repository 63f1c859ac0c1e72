"""S24: a case that ends its own process stops no other, and is named."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from interpreter.batch import run as batch
from interpreter.batch.manifest import read_manifest
from interpreter.batch.run import BatchPlan, Outcome, run_batch
from tests.batch.test_run import BRAF, HEADER

_WORK = batch._work


def _deadly(entry: batch.ManifestEntry) -> Outcome:
    """Stand for a case that takes the worker with it, as the kernel does when memory is gone."""
    if entry.sample == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return _WORK(entry)


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are POSIX's")
def test_s24_a_case_that_kills_its_worker_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.vcf").write_text(HEADER + BRAF)
    manifest = tmp_path / "manifest.csv"
    rows = "".join(f"{name},t.vcf,MEL\n" for name in ("one", "deadly", "two"))
    manifest.write_text("sample,files,tumour_type\n" + rows)
    monkeypatch.setattr(batch, "_work", _deadly)
    entries = read_manifest(manifest, lambda code: code)
    outcomes = run_batch(BatchPlan(entries=entries, out=tmp_path / "out", date="2026-11-21"), 2, lambda _done: None)
    assert [(outcome.sample, outcome.succeeded) for outcome in outcomes] == [
        ("one", True),
        ("deadly", False),
        ("two", True),
    ]
    assert "ended its process" in outcomes[1].message
