"""resources/reference/oncotree.tsv -> TumourTree, read once."""

from __future__ import annotations

from functools import cache

from interpreter.model.evidence import TumourType
from interpreter.model.tumours import TumourTree
from interpreter.resources import resource_path

_TABLE = "reference/oncotree.tsv"


@cache
def load_tumour_tree() -> TumourTree:
    """Give the OncoTree nodes that the program knows; columns code, name, parent, haematological, synonyms."""
    lines = resource_path(_TABLE).read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    nodes = []
    for line in lines[1:]:
        cells = dict(zip(header, line.split("\t"), strict=True))
        nodes.append(
            TumourType(
                code=cells["code"],
                name=cells["name"],
                parent=cells["parent"],
                haematological=cells["haematological"] in {"yes", "true", "1"},
                synonyms=tuple(filter(None, cells.get("synonyms", "").split("|"))),
                plain=cells.get("plain", ""),
            )
        )
    return TumourTree(tuple(nodes))
