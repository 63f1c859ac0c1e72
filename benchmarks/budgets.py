"""Start-up, panel and report budgets, as ratios measured in one run.

    python benchmarks/budgets.py [--rounds 5] [--reports 40]

panel: `interpreter interpret` on an example tumour to JSON, whole process, beside `python -c "import pysam"`.
report: one PDF after import, and many of them in one and in two processes.
catalogue: loading the embedded catalogue.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from interpreter.catalogue.load import load_folder
from interpreter.interpret import InterpretRequest, interpret, load_knowledge
from interpreter.model.cases import Interpretation
from interpreter.report.outputs import render_pdf_report
from interpreter.resources import resource_path
from interpreter.settings import Settings

_DATE = "2026-01-01"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--reports", type=int, default=40)
    options = parser.parse_args()
    example = str(resource_path("demo/colon.vcf"))
    command = ["-m", "interpreter", "interpret", example, "--tumour-type", "COAD", "--json", "-"]
    base = median(lambda: run_python("-c", "import pysam"), options.rounds)
    panel = median(lambda: run_python(*command), options.rounds)
    budget = 4 * base + 0.5
    print(f"panel: import pysam {base:.2f} s, interpret to JSON {panel:.2f} s, budget {budget:.2f} s")
    loading = median(lambda: load_folder(resource_path("catalogue")), options.rounds)
    print(f"catalogue: loaded in {loading * 1e3:.0f} ms")
    case = colon()
    render_pdf_report(case, Settings())
    single = median(lambda: render_pdf_report(case, Settings()), options.rounds)
    print(f"report: {single * 1e3:.0f} ms")
    alone, together = many_reports(options.reports, 1), many_reports(options.reports, 2)
    print(f"{options.reports} reports: one process {alone:.1f} s, two {together:.1f} s, {alone / together:.2f} x")
    return 0


def colon() -> Interpretation:
    folder = resource_path("demo")
    request = InterpretRequest(
        files=(folder / "colon.vcf",), tumour_type="COAD", date=_DATE, results=folder / "colon-results.toml"
    )
    return interpret(request, load_knowledge())


def many_reports(count: int, workers: int) -> float:
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=prepare) as pool:
        list(pool.map(render_one, range(workers)))  # start and warm every worker
        began = time.perf_counter()
        list(pool.map(render_one, range(count)))
        return time.perf_counter() - began


_case: list[Interpretation] = []


def prepare() -> None:
    _case.append(colon())


def render_one(_number: int) -> int:
    return len(render_pdf_report(_case[0], Settings()))


def median(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def run_python(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    raise SystemExit(main())
