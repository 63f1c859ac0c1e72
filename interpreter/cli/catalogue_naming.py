"""What the catalogue commands stand on, imported where it is used so that no other command waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from interpreter.catalogue.imports import ImportContext
from interpreter.model.evidence import Catalogue, Layer


def import_context() -> ImportContext:
    """Give what an import stands on: the embedded catalogue, OncoTree and the transcripts."""
    from interpreter.catalogue.load import load_catalogue
    from interpreter.catalogue.oncotree import load_tumour_tree
    from interpreter.catalogue_use import naming_by
    from interpreter.interpret import load_table

    return ImportContext(below=load_catalogue(), tumours=load_tumour_tree(), naming=naming_by(load_table()))


def catalogue_in_use(packs: tuple[Path, ...] = (), *, local: bool = True) -> Catalogue:
    """Give the embedded catalogue with the installed packs and the ones named; `local` curation may be left out."""
    from interpreter import catalogue_use

    return catalogue_use.catalogue_in_use(packs, local=local)


def faults_of(tables: Mapping[str, bytes], date: str, below: Catalogue | None, layer: Layer) -> tuple[str, ...]:
    """Give every fault of a layer's tables, by what that layer must hold to."""
    from interpreter import catalogue_use
    from interpreter.catalogue.oncotree import load_tumour_tree
    from interpreter.interpret import load_table

    return catalogue_use.faults_of(tables, layer, below, today=date, tumours=load_tumour_tree(), table=load_table())
