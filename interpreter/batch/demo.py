"""The demonstration: our own invented tumours through the same path as a hospital's batch."""

from __future__ import annotations

from pathlib import Path

from interpreter.batch.manifest import read_manifest
from interpreter.batch.run import BatchPlan, Outcome, run_batch
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.resources import resource_path


def run_demo(out: Path, date: str) -> tuple[tuple[str, ...], bool]:
    """Interpret the example tumours and write their reports; give lines for the reader, and whether one failed."""
    tumours = load_tumour_tree()
    entries = read_manifest(resource_path("demo/manifest.csv"), lambda text: tumours.resolve(text).code)
    outcomes = run_batch(BatchPlan(entries=entries, out=out, date=date), None, lambda _done: None)
    lines = [f"Interpreted {len(entries)} invented example tumours; no patient."]
    lines.extend(_line(outcome, out) for outcome in outcomes)
    lines.append(f"All findings in one table: {out / 'results.csv'}")
    return tuple(lines), any(not outcome.succeeded for outcome in outcomes)


def _line(outcome: Outcome, out: Path) -> str:
    if not outcome.succeeded:
        return f"{outcome.sample}: failed. {outcome.message}"
    report = next(name for name in outcome.files if name.endswith(".pdf"))
    return f"{outcome.sample}: {outcome.strongest or 'no therapy met'}\n    report: {out / report}"
