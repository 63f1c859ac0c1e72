"""The example of docs/catalogue.md is a table the loader takes."""

from __future__ import annotations

import re
from pathlib import Path

from interpreter.catalogue.load import load_folder
from tests.catalogue.small import Write

DOCS = Path(__file__).resolve().parents[2] / "docs" / "catalogue.md"


def test_the_example_of_the_page_can_be_loaded(write: Write) -> None:
    block = re.search(r"```tsv\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    source = {"id": "LOCAL-TUMOUR-BOARD", "kind": "other", "citation": "Our tumour board", "licence": "own"}
    folder = write(evidence=[], approvals=[], sources=[source])
    (folder / "evidence" / "own.tsv").write_text(block.group(1), encoding="utf-8")
    (item,) = load_folder(folder).evidence
    assert item.biomarker == "KRAS p.G12C"
    assert item.therapies == ("sotorasib",)
