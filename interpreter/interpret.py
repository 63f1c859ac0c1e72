"""The one use case: files, catalogue and case in, interpretation out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from interpreter import __version__
from interpreter.care.conflicts import conflict_cards
from interpreter.care.fit import fit
from interpreter.care.person_file import read_person
from interpreter.catalogue.installed import installed_packs
from interpreter.catalogue.load import load_catalogue
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.errors import AssemblyError
from interpreter.identity import check_inputs, check_order
from interpreter.matching.match import MatchOutcome, MatchRequest, match_case
from interpreter.model.alterations import Alteration, GeneReadings
from interpreter.model.cases import Case, InputSummary, Interpretation, SoftwareInfo
from interpreter.model.evidence import Catalogue
from interpreter.model.genes import Assembly
from interpreter.model.person import Person
from interpreter.model.results import Specimen
from interpreter.model.tumours import TumourTree
from interpreter.model.variants import Origin
from interpreter.progress import Progress, silent
from interpreter.report.content_summary import stale_releases
from interpreter.report.options import speaks_for
from interpreter.settings import Settings, load_settings
from interpreter.variants.alterations import CaseFacts, build_small_variants, read_phase
from interpreter.variants.assay import Assay, read_assay
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.contradictions import tell_contradictions
from interpreter.variants.coverage import Coverage, read_coverage
from interpreter.variants.events import build_events
from interpreter.variants.first_look import first_look
from interpreter.variants.inputs import read_input
from interpreter.variants.pgx import assess_pharmacogenes
from interpreter.variants.reference import TranscriptTable, load_reference
from interpreter.variants.results_file import NO_RESULTS, TypedResults, read_results
from interpreter.variants.sample_quality import FAILED_SAMPLE, doubt_failed
from interpreter.variants.scope import assessed_from
from interpreter.variants.signatures import assess_signatures
from interpreter.variants.typed_names import doubtful_names, placed

_BEFORE = datetime.timedelta(days=62)
"""How long before the catalogue's date an interpretation may be dated without a word."""


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
    typed_results: TypedResults | None = None
    """The same as a RESULTS.toml, from a form; it goes before `results`."""
    coverage: tuple[Path, ...] = ()
    person: Person | None = None
    person_file: Path | None = None
    case_id: str = ""
    order_id: str = ""
    first_look: bool = False
    """Look only at the catalogue's genes, through a file's sound index; the answer is preliminary then."""


def load_table(path: Path | None = None) -> TranscriptTable:
    """Give the transcript table: a site's own (`reference.tsv.gz` in its data folder) where there is one."""
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
        catalogue=load_catalogue((*installed_packs(), *packs)),
        tumours=load_tumour_tree(),
        table=load_table(reference),
        settings=settings,
    )


def site_table_path() -> Path:
    """Give where a hospital's own transcript table lies when it has built one."""
    from platformdirs import user_data_path

    return user_data_path("interpreter") / "reference.tsv.gz"


def _site_table() -> Path | None:
    path = site_table_path()
    return path if path.is_file() else None


def interpret(request: InterpretRequest, knowledge: Knowledge, progress: Progress = silent) -> Interpretation:
    """Interpret one case.

    Raises:
        InterpreterError: a fault the user can act on; nothing was written anywhere.
        Cancelled: `progress` was told to stop.
    """
    settings, table = knowledge.settings, knowledge.table
    tumour = knowledge.tumours.resolve(request.tumour_type)
    typed = request.typed_results or (read_results(request.results) if request.results is not None else NO_RESULTS)
    person = read_person(request.person_file) if request.person_file is not None else request.person
    contents = tuple(
        doubt_failed(item, typed.sample_qc) for item in _read_files(request, knowledge, typed.specimen, progress)
    )
    warnings = [
        *stale_releases(knowledge.catalogue.releases, request.date, settings),
        *check_inputs([(item.file_name, item.sha256, item.tumour) for item in contents]),
        *_order_warnings((request.order_id, person.sample_id if person else "", typed.sample_id), contents),
        *_assembly_warnings(contents),
        *_date_warnings(request.date, knowledge.catalogue),
        *doubtful_names(typed.sequence_results, table, frozenset(knowledge.catalogue.genes)),
        *([FAILED_SAMPLE] if typed.sample_qc.state == "failed" else []),
    ]
    progress("Naming what was found", 0.7)
    sequence_results = placed(typed.sequence_results, table)
    facts = CaseFacts(specimen=typed.specimen, haematological=tumour.haematological, age=typed.age)
    calls = [call for item in contents for call in item.calls]
    small = build_small_variants(calls, table, knowledge.catalogue.genes, facts, settings)
    small = tell_contradictions(small, contents, settings)
    events = build_events(contents, table, knowledge.catalogue.genes, settings)
    alterations, readings = read_phase((*small, *events), table)
    assay = read_assay(request.assay) if request.assay is not None else None
    assessed = assessed_from(
        table=table,
        inputs=contents,
        settings=settings,
        specimen=typed.specimen,
        assay=assay,
        sample_qc=typed.sample_qc,
        coverage=_read_coverage(request, contents, knowledge),
        sequence_results=sequence_results,
    )
    germline_assessed = assessed_from(
        table=table,
        inputs=(),
        settings=settings,
        specimen=replace(typed.specimen, germline=True),
        sequence_results=[one for one in sequence_results if one.origin is Origin.GERMLINE],
    )
    signatures = assess_signatures(contents, alterations, typed.marker_results, assay, typed.sample_qc, settings)
    case = Case(
        id=request.case_id or f"CASE-{contents[0].sha256[:12]}",
        order_id=request.order_id,
        tumour_type=tumour,
        region=settings.region,
        date=request.date,
        specimen=typed.specimen,
        stage=typed.stage,
        line=typed.line,
        prior_therapies=typed.prior_therapies,
        age=typed.age,
    )
    progress("Asking the catalogue", 0.8)
    outcome = match_case(
        MatchRequest(
            alterations=alterations,
            gene_readings=readings,
            assessed=assessed,
            germline_assessed=germline_assessed,
            marker_results=signatures.results,
            sequence_results=sequence_results,
            specimen=typed.specimen,
            catalogue=knowledge.catalogue,
            genes=knowledge.catalogue.genes,
            tumours=knowledge.tumours,
            case=case,
            settings=settings,
        )
    )
    alterations = (*alterations, *outcome.typed_alterations)
    progress("Putting the person beside it", 0.95)
    fit_rows = fit(person, _regimens(outcome), knowledge.catalogue.therapies, request.date) if person else ()
    interpretation = Interpretation(
        software=SoftwareInfo(name="Interpreter", version=__version__),
        catalogue=knowledge.catalogue.releases,
        reference=f"{table.name} {table.version} (sha256 {table.sha256})",
        case=case,
        inputs=tuple(_summary(item, alterations) for item in contents),
        alterations=alterations,
        findings=outcome.findings,
        markers=outcome.markers,
        for_review=outcome.for_review,
        near_misses=outcome.near_misses,
        would_change=outcome.would_change,
        marker_results=signatures.results,
        sequence_results=typed.sequence_results,
        pgx=assess_pharmacogenes(contents, assessed, typed, table, settings),
        person=person,
        fit=fit_rows,
        warnings=_told_once(warnings, _input_warnings(contents), signatures.warnings, outcome.warnings),
        methods=_methods(settings, assay, readings),
        settings=tuple((known.name, str(getattr(settings, known.name))) for known in fields(settings)),
        preliminary=any(item.preliminary for item in contents),
    )
    return replace(interpretation, conflicts=conflict_cards(interpretation)) if person else interpretation


def _read_files(
    request: InterpretRequest, knowledge: Knowledge, specimen: Specimen, progress: Progress
) -> tuple[InputContents, ...]:
    contents = []
    for index, path in enumerate(request.files):
        options = ReadOptions(
            input_index=index,
            assembly=request.assembly,
            tumour_sample=request.tumour_sample,
            normal_sample=request.normal_sample,
            germline_sample=specimen.germline,
        )
        progress(f"Reading {path.name}", 0.6 * index / len(request.files))
        read = first_look(path, options, knowledge.table, knowledge.settings, progress) if request.first_look else None
        if read is None:
            read = read_input(path, options, knowledge.table, knowledge.settings, progress)
        contents.append(replace(read, input_index=index))
    return tuple(contents)


def _read_coverage(
    request: InterpretRequest, contents: Sequence[InputContents], knowledge: Knowledge
) -> tuple[Coverage, ...]:
    if not request.coverage:
        return ()
    assembly = request.assembly or next((i.assembly.assembly for i in contents if i.assembly.assembly), None)
    if assembly is None:
        raise AssemblyError(
            problem="The coverage file's assembly is not known: no other file of the case tells it.",
            meaning="Nothing was interpreted, so no place was wrongly taken as looked at.",
            remedy="State it with --assembly GRCh37 or --assembly GRCh38.",
        )
    return tuple(read_coverage(path, assembly, knowledge.table, knowledge.settings) for path in request.coverage)


def _assembly_warnings(contents: Sequence[InputContents]) -> list[str]:
    found = {item.assembly.assembly.value for item in contents if item.assembly.assembly is not None}
    if len(found) < 2:
        return []
    names = " and ".join(sorted(found))
    return [f"The files of this case are in {names}; each was read in its own, nothing was lifted over."]


def _date_warnings(date: str, catalogue: Catalogue) -> list[str]:
    """Tell of a date long before the catalogue's: what was not known on that day is in the answer all the same."""
    newest = max((release.date for release in catalogue.releases), default="")
    if not newest or datetime.date.fromisoformat(date) + _BEFORE >= datetime.date.fromisoformat(newest):
        return []
    return [
        f"The date of this interpretation, {date}, lies before the catalogue's, {newest}: evidence and approvals are "
        "those of the catalogue, not of that day."
    ]


def _order_warnings(named: Sequence[str], contents: Sequence[InputContents]) -> list[str]:
    """Check the files against each stated sample id: of the order, the person, the typed-in results."""
    samples = [(item.file_name, item.tumour) for item in contents]
    return [warning for name in dict.fromkeys(filter(None, named)) for warning in check_order(name, samples)]


def _told_once(*groups: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for group in groups for text in group))


def _input_warnings(contents: Sequence[InputContents]) -> list[str]:
    told = [(item.file_name, text) for item in contents for text in (*item.warnings, *_failed(item))]
    return [f"{name}: {text}" if len(contents) > 1 else text for name, text in told]


def _failed(contents: InputContents) -> list[str]:
    """Tell of records that could not be read: a change in them is not among the results, nor excluded."""
    failed = dict(contents.ledger.close().failed)
    if any("REF is not the reference's" in warning for warning in contents.warnings):
        failed.pop("REF", None)  # told by the reader itself
    if not failed:
        return []
    kinds = ", ".join(f"{kind}: {count}" for kind, count in failed.items())
    count = sum(failed.values())
    records = "1 record" if count == 1 else f"{count} records"
    return [f"{records} could not be read ({kinds}); what stands there is neither shown nor excluded."]


def _regimens(outcome: MatchOutcome) -> tuple[tuple[str, ...], ...]:
    """Give the regimens something speaks for, in the order of the evidence."""
    return tuple(dict.fromkeys(finding.evidence.therapies for finding in outcome.findings if speaks_for(finding)))


def _summary(contents: InputContents, alterations: Sequence[Alteration]) -> InputSummary:
    """Close the account of one input: what is among the alterations was reported (S15)."""
    for alteration in alterations:
        for source in alteration.sources:
            if source.input_index == contents.input_index:
                contents.ledger.report(source.line)
    ledger = contents.ledger.close()
    if not ledger.adds_up:
        raise RuntimeError("the ledger does not add up")
    return InputSummary(
        file_name=contents.file_name,
        sha256=contents.sha256,
        size=contents.size,
        format=contents.format,
        caller=contents.caller,
        assembly=contents.assembly,
        samples=contents.samples,
        tumour=contents.tumour,
        normal=contents.normal,
        sample_reason=contents.sample_reason,
        ledger=ledger,
        warnings=contents.warnings,
    )


def _methods(settings: Settings, assay: Assay | None, readings: Sequence[GeneReadings]) -> tuple[str, ...]:
    """Say how it was done: what counts as called, as proof of absence, as amplified."""
    sentences = [
        "Alleles were split, trimmed and aligned; consequences are the program's own, on MANE Select transcripts.",
        f"A call with genotype 0/0 and at least {settings.min_alt_reads} reads of the change is listed for review.",
    ]
    if assay is None:
        sentences.append(
            "No assay description was given: absence of a change is proven only by at least "
            f"{settings.min_depth} reads at every base of the codon in this sample, and only for substitutions and "
            "short insertions or deletions."
        )
    else:
        sentences.append(f"Assay: {assay.label}; it proves absence only with a statement that this sample passed.")
    sentences.append(
        f"Amplification: the assay's own threshold, else {settings.amplification_copies:g} copies or more."
    )
    sentences += [f"{gene.gene}: {gene.note}." for gene in readings if gene.note]
    return tuple(sentences)
