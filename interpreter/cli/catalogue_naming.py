"""The program's own transcripts as functions for the catalogue, which may not read them itself."""

from __future__ import annotations

from interpreter.catalogue.imports import ImportContext
from interpreter.catalogue.naming import Naming, naming_of


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
