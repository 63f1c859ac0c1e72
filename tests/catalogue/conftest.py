"""A small catalogue of invented rows, written as a folder of tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.small import APPROVAL, EVIDENCE, GENE, RELEASE, SOURCE, THERAPIES, Write, table


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a folder; each table's rows can be replaced by name, and `release` by text."""

    def folder(name: str = "pack", *, release: str = RELEASE, **tables: list[dict[str, str]]) -> Path:
        rows = {
            "evidence": [EVIDENCE],
            "approvals": [APPROVAL],
            "sources": [SOURCE],
            "genes": [GENE],
            "therapies": THERAPIES,
            **tables,
        }
        here = tmp_path / name
        for kind, values in rows.items():
            path = here / f"{kind}.tsv" if kind in {"sources", "genes"} else here / kind / "all.tsv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(table(kind, values), encoding="utf-8")
        (here / "release.toml").write_text(release, encoding="utf-8")
        return here

    return folder
