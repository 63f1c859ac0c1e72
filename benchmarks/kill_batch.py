"""Kills a batch at random moments, takes it up again, and looks for what was lost or half written (S24).

    python benchmarks/kill_batch.py [CASES=40] [KILLS=12]

A batch of copies of an example tumour is started, its whole process group killed (SIGKILL) after a random time, and
started again with --resume. After each kill every file of every case is checked: a case marked done has all its files
with the bytes it was marked for; no file is half; no temporary file is taken for a result. At the end all are there.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from interpreter.resources import resource_path


def main() -> int:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    chance = random.Random(20261121)
    with tempfile.TemporaryDirectory(prefix="kill-batch-") as name:
        folder = Path(name)
        example = resource_path("demo/colon.vcf")
        rows = "".join(f"case {number},{example},COAD\n" for number in range(cases))
        (folder / "manifest.csv").write_text("sample,files,tumour_type\n" + rows, encoding="utf-8")
        out = folder / "out"
        done = 0
        for kill in range(kills):
            batch = start(folder, out)
            time.sleep(chance.uniform(0.5, 6.0))
            os.killpg(batch.pid, signal.SIGKILL)
            batch.wait()
            before, done = done, check(out)
            print(f"kill {kill + 1}: {done} of {cases} done")
            if done < before:
                raise SystemExit("a case that was done is lost")
        code = start(folder, out).wait()
        done = check(out)
        left = [path.name for path in out.iterdir() if path.name.endswith(".part")]
        print(f"end: exit {code}, {done} of {cases} done, {len(left)} temporary files of killed writers")
    return 0 if code == 0 and done == cases else 1


def start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "interpreter", "batch", str(folder / "manifest.csv"), "--out", str(out)]
    options = ["--jobs", "2", "--resume", "--date", "2026-11-21"]
    return subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL, start_new_session=True)


def check(out: Path) -> int:
    """Count the cases that are done and whole; a half file ends the run."""
    marks = list(out.glob("*.done")) if out.is_dir() else []
    for mark in marks:
        for name, digest in json.loads(mark.read_text(encoding="utf-8"))["files"].items():
            if hashlib.sha256((out / name).read_bytes()).hexdigest() != digest:
                raise SystemExit(f"{name} is not the file that was marked done")
    for path in out.glob("*.json") if out.is_dir() else ():
        json.loads(path.read_text(encoding="utf-8"))
    for path in out.glob("*.pdf") if out.is_dir() else ():
        if not path.read_bytes().rstrip().endswith(b"%%EOF"):
            raise SystemExit(f"{path.name} is cut off")
    return len(marks)


if __name__ == "__main__":
    raise SystemExit(main())
