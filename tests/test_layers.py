"""Each floor imports only floors below it, and nothing reaches for the network."""

from __future__ import annotations

import re
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]


def test_layers_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_s21_no_network_module_is_imported() -> None:
    pattern = re.compile(r"^\s*(?:import|from)\s+(?:socket|ssl|urllib\.request|http|requests|httpx|aiohttp)\b", re.M)
    guilty = [path.name for path in (ROOT / "interpreter").rglob("*.py") if pattern.search(path.read_text("utf-8"))]
    assert guilty == []


def test_single_parts_stay_in_their_modules() -> None:
    """pysam, reportlab and the store's library are each wrapped by the parts that own them."""
    owners = {
        "pysam": r"variants/htslib\.py",
        "reportlab": r"report/(?:pdf\w*|shapes_pdf\w*)\.py",
        "sqlcipher3": r"store/\w+\.py",
        "pypdfium2": r"ui/.*\.py",
        "openpyxl": r"catalogue/workbook\.py",
    }
    for library, owner in owners.items():
        pattern = re.compile(rf"^\s*(?:import|from)\s+{library}\b", re.M)
        for path in (ROOT / "interpreter").rglob("*.py"):
            if pattern.search(path.read_text("utf-8")):
                assert re.search(owner + "$", path.as_posix()), f"{path.name} imports {library}"
