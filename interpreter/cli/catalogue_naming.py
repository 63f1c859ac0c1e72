"""What the catalogue commands stand on: the layers in use, and the program's own transcripts as functions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from interpreter.catalogue.imports import ImportContext
from interpreter.catalogue.naming import Naming, naming_of
from interpreter.model.evidence import Catalogue, Layer


def own_naming() -> Naming:
    """Give residues, exons and older names of the transcript table in use."""
    from interpreter.interpret import load_table
    from interpreter.variants.aliases import load_aliases
    from interpreter.variants.consequence_protein import translate

    return naming_of(load_table().transcript, translate, load_aliases())


def import_context() -> ImportContext:
    """Give what an import stands on: the embedded catalogue, OncoTree and the transcripts."""
    from interpreter.catalogue.load import load_catalogue
    from interpreter.catalogue.oncotree import load_tumour_tree

    return ImportContext(below=load_catalogue(), tumours=load_tumour_tree(), naming=own_naming())


def catalogue_in_use(packs: tuple[Path, ...] = (), *, local: bool = True) -> Catalogue:
    """Give the embedded catalogue with the installed packs and the ones named; `local` curation may be left out."""
    from interpreter.catalogue.installed import installed_packs
    from interpreter.catalogue.load import load_catalogue

    installed = [path for path in installed_packs() if local or path.is_file()]
    return load_catalogue((*installed, *packs))


def faults_of(tables: Mapping[str, bytes], date: str, below: Catalogue | None, layer: Layer) -> tuple[str, ...]:
    """Give every fault of a layer's tables, by what that layer must hold to."""
    from interpreter.catalogue.oncotree import load_tumour_tree
    from interpreter.catalogue.validate import validate_tables

    return validate_tables(
        tables,
        today=date,
        tumours=load_tumour_tree(),
        residue=own_naming().residue,
        below=below,
        bare_therapies=layer is not Layer.EMBEDDED,
        many_claims=layer is Layer.IMPORTED,
    )
