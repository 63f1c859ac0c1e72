"""`make bench`: every measurement that needs no other people's files; ratios of one run, never a test."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    records = sys.argv[1] if len(sys.argv) > 1 else "400000"
    with tempfile.TemporaryDirectory(prefix="interpreter-bench-") as folder:
        for script, *arguments in (
            ("budgets.py",),
            ("annotated_exome.py", folder, "--records", "50000"),
            ("whole_genome.py", folder, "--records", records),
            ("store_speed.py", "2000"),
        ):
            print(f"== {script} {' '.join(arguments)}", flush=True)
            subprocess.run([sys.executable, str(HERE / script), *arguments], check=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
