"""Import of a CIViC evidence file: rows in, expressed, left out; seconds and memory; share of A and B items.

python benchmarks/civic_import.py nightly-ClinicalEvidenceSummaries.tsv
"""

from __future__ import annotations

import csv
import resource
import sys
import time
from pathlib import Path

from interpreter.catalogue.import_civic import import_civic
from interpreter.catalogue.profile_language import translate_profile
from interpreter.cli.catalogue_naming import import_context


def main(file: Path) -> None:
    """Print the figures of one file."""
    context = import_context()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    result = import_civic((file,), context)
    seconds = time.perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print("\n".join(result.lines()))
    print(f"{seconds:.2f} s, {before / 1024:.0f} MB before, {grown / 1024:.0f} MB more at the peak")
    with file.open(encoding="utf-8", newline="") as text:
        rows = [row for row in csv.DictReader(text, delimiter="\t") if row["evidence_type"] == "Predictive"]
    strong = [row for row in rows if row["evidence_level"] in {"A", "B"}]
    refused = [
        (row["molecular_profile"], translate_profile(row["molecular_profile"], context.naming)) for row in strong
    ]
    refused = [(profile, found) for profile, found in refused if found.marker is None]
    share = 1 - len(refused) / len(strong)
    print(f"predictive items of level A and B: {len(strong)}, expressed {share:.1%}; the others:")
    for profile, found in refused:
        print(f"  {profile}: {found.reason}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
