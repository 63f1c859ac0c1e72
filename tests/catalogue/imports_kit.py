"""What the tests of imports stand on: the embedded catalogue, OncoTree, the program's own transcripts."""

from __future__ import annotations

from functools import cache

from interpreter.catalogue.imports import ImportContext, ImportResult
from interpreter.catalogue.load import load_catalogue, load_tables
from interpreter.catalogue.naming import Naming, naming_of
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.catalogue.validate import validate_tables
from interpreter.model.evidence import EvidenceItem
from interpreter.variants.aliases import load_aliases
from interpreter.variants.consequence_protein import translate
from interpreter.variants.reference import load_reference


@cache
def naming() -> Naming:
    return naming_of(load_reference().transcript, translate, load_aliases())


@cache
def context() -> ImportContext:
    return ImportContext(below=load_catalogue(), tumours=load_tumour_tree(), naming=naming())


def evidence(result: ImportResult) -> dict[str, EvidenceItem]:
    return {item.id: item for item in load_tables(result.tables).evidence}


def reasons(result: ImportResult) -> dict[str, str]:
    return {remark.id: remark.reason for remark in result.left_out}


def faults(result: ImportResult) -> tuple[str, ...]:
    return validate_tables(
        result.tables,
        today="2030-01-01",
        tumours=load_tumour_tree(),
        residue=naming().residue,
        below=load_catalogue(),
        bare_therapies=True,
        many_claims=True,
    )
