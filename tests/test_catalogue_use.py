"""The catalogue as this machine uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.catalogue.tables import read_folder
from interpreter.catalogue_use import catalogue_in_use, faults_of, naming_by
from interpreter.model.evidence import Layer
from interpreter.resources import resource_path
from interpreter.variants.reference import load_reference


def test_the_naming_is_that_of_the_transcripts_in_use() -> None:
    naming = naming_by(load_reference())
    assert (naming.residue("BRAF", 600), naming.residue("KRAS", 12)) == ("V", "G")


def test_where_nothing_is_installed_the_embedded_layer_alone_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interpreter.catalogue.installed.catalogue_home", lambda: tmp_path)
    assert [info.layer for info in catalogue_in_use().releases] == [Layer.EMBEDDED]


def test_a_row_whose_residue_is_not_the_transcripts_own_is_a_fault() -> None:
    tables = read_folder(resource_path("catalogue"))
    name = next(name for name, content in sorted(tables.items()) if b"BRAF p.V600E\t" in content)
    wrong = {**tables, name: tables[name].replace(b"BRAF p.V600E\t", b"BRAF p.L600E\t")}
    table, tumours = load_reference(), load_tumour_tree()
    faults = faults_of(wrong, Layer.EMBEDDED, None, today="2026-11-21", tumours=tumours, table=table)
    assert "BRAF residue 600 is V on its transcript, not L" in faults[0]
    assert all(fault.startswith(name) for fault in faults)
