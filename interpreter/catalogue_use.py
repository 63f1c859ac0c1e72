"""The catalogue as this machine uses it: its layers one over the other, its rows judged by the program's transcripts.

The command line and the window stand on it alike; `catalogue` and `variants` do not know each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from interpreter.catalogue.installed import installed_packs
from interpreter.catalogue.load import load_catalogue
from interpreter.catalogue.naming import Naming, naming_of
from interpreter.catalogue.validate import validate_tables
from interpreter.model.evidence import Catalogue, Layer
from interpreter.model.tumours import TumourTree
from interpreter.variants.aliases import load_aliases
from interpreter.variants.consequence_protein import translate
from interpreter.variants.reference import TranscriptTable


def naming_by(table: TranscriptTable) -> Naming:
    """Give residues, exons and older names as a transcript table has them."""
    return naming_of(table.transcript, translate, load_aliases())


def catalogue_in_use(packs: tuple[Path, ...] = (), *, local: bool = True) -> Catalogue:
    """Give the embedded catalogue with the installed packs and the ones named; `local` curation may be left out.

    Raises:
        PackError: an installed pack is no longer sound, or its key is no longer trusted.
        CatalogueError: the tables of a layer cannot be read, or two layers use one id.
    """
    installed = [path for path in installed_packs() if local or path.is_file()]
    return load_catalogue((*installed, *packs))


def faults_of(
    tables: Mapping[str, bytes],
    layer: Layer,
    below: Catalogue | None,
    *,
    today: str,
    tumours: TumourTree,
    table: TranscriptTable,
) -> tuple[str, ...]:
    """Give every fault of a layer's tables, by what that layer must hold to; `today` is ISO.

    `below` is what the layer lies over, None for the embedded one.
    """
    return validate_tables(
        tables,
        today=today,
        tumours=tumours,
        residue=naming_by(table).residue,
        below=below,
        bare_therapies=layer is not Layer.EMBEDDED,
        many_claims=layer is Layer.IMPORTED,
    )
