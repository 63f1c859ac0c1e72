"""Every file that is shipped is read by something, and what it says of itself is so."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.errors import TumourTypeError
from interpreter.resources import resource_path

ROOT = Path(__file__).resolve().parents[1]


def test_every_table_of_rules_and_words_is_read_by_a_module() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "interpreter").rglob("*.py"))
    tables = sorted(resource_path("rules").iterdir())
    assert len(tables) > 20
    assert [path.name for path in tables if f'{path.name}"' not in code] == []
    imports = sorted(resource_path("catalogue-import").iterdir())
    assert [path.name for path in imports if f'import_rows("{path.stem}")' not in code] == []


def test_what_the_tumour_types_are_made_of_is_what_is_there() -> None:
    facts = tomllib.loads(resource_path("reference/oncotree.toml").read_text(encoding="utf-8"))
    assert f"OncoTree {facts['version']}, {facts['licence']}" in (ROOT / "docs/reference.md").read_text(
        encoding="utf-8"
    )
    tree = load_tumour_tree()
    for code in facts["not_mapped"]:
        with pytest.raises(TumourTypeError):
            tree.resolve(code)
