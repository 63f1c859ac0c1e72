"""The one use case: files, catalogue and case in, interpretation out (DESIGN section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from interpreter import __version__
from interpreter.care.conflicts import conflict_cards
from interpreter.care.fit import fit
from interpreter.care.person_file import read_person
from interpreter.catalogue.load import load_catalogue
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.errors import AssemblyError
from interpreter.identity import check_order
from interpreter.matching.match import MatchOutcome, MatchRequest, match_case
from interpreter.model.alterations import Alteration
from interpreter.model.cases import Case, InputSummary, Interpretation, SoftwareInfo
from interpreter.model.evidence import Catalogue, Direction, Response
from interpreter.model.genes import Assembly
from interpreter.model.person import Person
from interpreter.model.results import MarkerResult, SequenceResult, Specimen, State
from interpreter.model.tumours import TumourTree
from interpreter.model.variants import CallStatus
from interpreter.progress import Progress, silent
from interpreter.settings import Settings, load_settings
from interpreter.variants.alterations import CaseFacts, build_small_variants, read_phase
from interpreter.variants.assay import Assay, SampleQc, read_assay
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.coverage import Coverage, read_coverage
from interpreter.variants.inputs import read_input
from interpreter.variants.reference import TranscriptTable, load_reference
from interpreter.variants.scope import assessed_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What the program knows, loaded once and shared by all cases of a run."""

    catalogue: Catalogue
    tumours: TumourTree
    table: TranscriptTable
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpretRequest:
    """One case as stated by the user. Paths are existing local files; `date` is an input (ISO)."""

    files: tuple[Path, ...]
    tumour_type: str
    date: str
    assembly: Assembly | None = None
    tumour_sample: str = ""
    normal_sample: str = ""
    assay: Path | None = None
    results: Path | None = None
    coverage: tuple[Path, ...] = ()
    person: Person | None = None
    person_file: Path | None = None
    case_id: str = ""
    order_id: str = ""


def load_table(path: Path | None = None) -> TranscriptTable:
    """Give the transcript table: a site's own (`reference.tsv` in its data folder) where there is one."""
    return load_reference(path if path is not None else _site_table())


def load_knowledge(
    *,
    packs: tuple[Path, ...] = (),
    settings_file: Path | None = None,
    region: str | None = None,
    page_size: str | None = None,
    reference: Path | None = None,
) -> Knowledge:
    """Load settings, catalogue, tumour types and transcripts; what is given here overrules the settings file."""
    settings = load_settings(settings_file)
    if region is not None:
        settings = replace(settings, region=region)
    if page_size is not None:
        settings = replace(settings, page_size=page_size)
    return Knowledge(
        catalogue=load_catalogue(packs), tumours=load_tumour_tree(), table=load_table(reference), settings=settings
    )


@cache
def _site_table() -> Path | None:
    from platformdirs import user_data_path

    path = user_data_path("interpreter") / "reference.tsv"
    return path if path.is_file() else None
