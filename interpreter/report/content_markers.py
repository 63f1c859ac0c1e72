"""Markers in four states with proof, what must be reviewed, near misses, and the variants."""

from __future__ import annotations

from interpreter.model.alterations import Alteration, AlterationKind
from interpreter.model.cases import Interpretation
from interpreter.model.findings import MarkerRow
from interpreter.model.results import MarkerResult, PharmacogeneResult, SequenceResult, State
from interpreter.model.variants import CallStatus
from interpreter.report import wording
from interpreter.report.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Section,
    Style,
    Table,
    cell,
    line,
    soft,
    strong,
)

_ORDER = (State.DETECTED, State.INCONCLUSIVE, State.NOT_DETECTED, State.NOT_ASSESSED)
_MOST_SILENT = 60
_MOST_LISTED = 200
_MOST_WOULD_CHANGE = 16


def markers(interpretation: Interpretation) -> Section:
    """Give every marker asked about with its state, and the proof or the reason."""
    meanings = "; ".join(f"{wording.STATES[state]}: {wording.STATE_MEANINGS[state]}" for state in _ORDER)
    blocks: list[Block] = [Paragraph(line(meanings + "."), Style.SMALL)]
    if interpretation.markers:
        columns = (
            Column("Marker", 27),
            Column("State", 15),
            Column("Proof, or why not", 36),
            Column("Matters for", 22),
        )
        settled = [row for row in interpretation.markers if row.state is not State.NOT_ASSESSED]
        if settled:
            settled.sort(key=lambda row: _ORDER.index(row.state))
            blocks.append(Table(columns, tuple(_marker(row) for row in settled)))
        blocks.extend(_not_assessed(interpretation))
    else:
        blocks.append(Paragraph(line("No marker was asked about. ", wording.EMPTY_IS_NOT_NEGATIVE)))
    return Section("Markers asked about", tuple(blocks))


def _not_assessed(interpretation: Interpretation) -> list[Block]:
    """Give the markers nobody looked at, by the reason they share, and which of them would change the answer."""
    by_reason: dict[str, list[MarkerRow]] = {}
    for row in interpretation.markers:
        if row.state is State.NOT_ASSESSED:
            by_reason.setdefault(_shared_reason(row.reason), []).append(row)
    if not by_reason:
        return []
    mark = f"{wording.STATE_MARKS[State.NOT_ASSESSED]} {wording.STATES[State.NOT_ASSESSED]}"
    blocks: list[Block] = [Heading(f"{mark}: neither present nor absent")]
    blocks.extend(
        Paragraph(line(strong(f"{reason[:1].upper()}{reason[1:]}: "), "; ".join(row.biomarker for row in rows) + "."))
        for reason, rows in by_reason.items()
    )
    if interpretation.would_change:
        blocks.append(Heading("Which untested marker would change this"))
        shown = interpretation.would_change[:_MOST_WOULD_CHANGE]
        blocks.append(Bullets(tuple(line(text) for text in shown), Style.SMALL))
        left = len(interpretation.would_change) - len(shown)
        if left:
            blocks.append(Paragraph(line(f"{left} more are in the JSON of this report."), Style.SMALL))
    return blocks


def _shared_reason(reason: str) -> str:
    """Give a reason without the places it names ("KRAS codon 12: no coverage; KRAS codon 13: no coverage").

    >>> _shared_reason("KRAS codon 12: no coverage; KRAS codon 13: no coverage")
    'no coverage'
    """
    parts = [part.partition(": ")[2] or part for part in reason.split("; ")]
    return "; ".join(dict.fromkeys(parts)) or "no reason given"


def _marker(row: MarkerRow) -> Row:
    wild = row.state is State.DETECTED and "wild type" in row.biomarker
    state = f"{wording.STATE_MARKS[row.state]} {wording.STATES[row.state]}"
    depth = "" if row.min_depth is None else f"lowest depth {row.min_depth}"
    limit = "" if row.detection_limit is None else f"detection limit VAF {wording.percent(row.detection_limit)}"
    absent = row.state is State.NOT_DETECTED or wild
    unknown_limit = "detection limit not stated" if absent and row.detection_limit is None else ""
    figures = ", ".join(part for part in (depth, limit, unknown_limit) if part)
    return Row(
        (
            cell(line(strong(row.biomarker)), line(soft(row.region))),
            cell(line(strong(state)), f"proven wild type ({row.region})" if wild and row.region else ""),
            cell(row.reason, row.proof and f"Proof: {row.proof}", figures),
            cell("; ".join(row.matters_for)),
        )
    )


def review(interpretation: Interpretation) -> Section:
    """Give unconfirmed calls and near misses: seen, never driving a therapy."""
    blocks: list[Block] = [Heading("For review")]
    if interpretation.for_review:
        blocks.append(
            Paragraph(line("Seen in the files but not confirmed: a person must look. None of these drives a therapy."))
        )
        columns = (
            Column("Call", 26),
            Column("Marker it may meet", 24),
            Column("Why it is here", 30),
            Column("May affect", 20),
        )
        rows = tuple(
            Row(
                (
                    cell(line(strong(item.label))),
                    cell(item.biomarker or "none"),
                    cell(item.reason),
                    cell(
                        "; ".join(item.therapies),
                        line(soft("" if item.response is None else wording.RESPONSES[item.response])),
                    ),
                )
            )
            for item in interpretation.for_review
        )
        blocks.append(Table(columns, rows))
    else:
        blocks.append(Paragraph(line("No unconfirmed call in the files touches a marker.")))
    blocks.append(Heading("Near misses"))
    if interpretation.near_misses:
        columns = (
            Column("Marker that was not met", 28),
            Column("Found", 22),
            Column("Why it does not count", 30),
            Column("Therapy", 20),
        )
        near = tuple(
            Row((cell(line(strong(miss.biomarker))), cell(miss.found), cell(miss.why), cell("; ".join(miss.therapies))))
            for miss in interpretation.near_misses
        )
        blocks.append(Table(columns, near))
    else:
        blocks.append(Paragraph(line("None.")))
    return Section("For review, and near misses", tuple(blocks))


def variants(interpretation: Interpretation) -> Section:
    """Give all alterations: those that meet a marker, those of uncertain meaning apart, and the rest."""
    met = {identity for finding in interpretation.findings for identity in finding.alterations}
    met.update(identity for row in interpretation.markers for identity in row.alterations)
    meeting, uncertain, unconfirmed, silent = [], [], [], []
    for alteration in interpretation.alterations:
        if alteration.status is not CallStatus.CALLED:
            unconfirmed.append(alteration)
        elif alteration.id in met:
            meeting.append(alteration)
        elif alteration.effect is not None and not alteration.effect.consequence.changes_protein:
            silent.append(alteration)
        else:
            uncertain.append(alteration)
    blocks: list[Block] = [
        Paragraph(
            line("HGVS on the transcript named (MANE Select, or its stand-in); VAF and depth are of this sample."),
            Style.SMALL,
        )
    ]
    for title, group, empty in (
        ("That meet a marker", meeting, "None."),
        ("Of uncertain meaning (VUS): no marker of the catalogue is met; no therapy follows", uncertain, "None."),
        ("Unconfirmed: see For review", unconfirmed, ""),
        ("That do not change the protein", silent, ""),
    ):
        if group or empty:
            blocks.append(Heading(title))
        if group:
            shown = group[: _MOST_SILENT if group is silent else _MOST_LISTED]
            blocks.extend(_variants(shown))
            if len(shown) < len(group):
                left = len(group) - len(shown)
                blocks.append(Paragraph(line(f"{left} more of this kind are in the JSON of this report."), Style.SMALL))
        elif empty:
            blocks.append(Paragraph(line(empty)))
    blocks.extend(_results(interpretation))
    return Section("Variants and results", tuple(blocks))


def _variants(group: list[Alteration]) -> list[Block]:
    columns = (
        Column("Variant", 20),
        Column("HGVS, position", 36),
        Column("VAF, depth", 17),
        Column("Origin, notes", 27),
    )
    origins = {(alteration.origin, alteration.origin_reason) for alteration in group}
    blocks: list[Block] = []
    if len(origins) == 1 and len(group) > 1:
        (origin, reason), *_ = origins
        said = f"All: {wording.ORIGINS[origin]}{f' ({reason})' if reason else ''}."
        blocks.append(Paragraph(line(said), Style.SMALL))
    rows = tuple(_variant(alteration, bool(blocks)) for alteration in group)
    return [*blocks, Table(columns, rows)]


def _variant(alteration: Alteration, origin_said: bool) -> Row:
    effect, variant = alteration.effect, alteration.variant
    named: list[str] = []
    if effect is not None:
        exons = f", exon {', '.join(map(str, effect.exons))}" if effect.exons else ""
        named = [
            effect.hgvs_c,
            " · ".join(text for text in (effect.hgvs_p, f"{wording.consequence(effect.consequence)}{exons}") if text),
        ]
    elif alteration.partner_gene:
        named = [f"{alteration.five_prime_gene or '?'}::{alteration.three_prime_gene or '?'}"]
        frame = {True: "in frame", False: "out of frame", None: "reading frame not stated"}[alteration.in_frame]
        named.append(frame)
    if alteration.copy_number is not None:
        named.append(f"{alteration.copy_number:g} copies")
    place = "" if variant is None else str(variant)
    kind = "" if alteration.kind is AlterationKind.SMALL_VARIANT else wording.KINDS[alteration.kind]
    filters = "FILTER not run" if alteration.filters is None else ", ".join(sorted(alteration.filters))
    flags = [wording.FLAGS.get(flag, flag.replace("_", " ")) for flag in sorted(alteration.flags)]
    joined = f"joined in phase from {len(alteration.joined_from)} records" if alteration.joined_from else ""
    return Row(
        (
            cell(line(strong(wording.label(alteration))), line(soft(kind))),
            cell(*named, line(soft(place))),
            cell(wording.fraction_read(alteration.support)),
            cell(
                "" if origin_said else wording.ORIGINS[alteration.origin],
                line(soft("" if origin_said else alteration.origin_reason)),
                *(line(strong(flag)) for flag in flags),
                joined,
                alteration.reason,
                filters and f"filters: {filters}",
                *alteration.warnings,
            ),
        )
    )


def _results(interpretation: Interpretation) -> list[Block]:
    made: list[Block] = []
    if interpretation.marker_results or interpretation.sequence_results:
        made.append(Heading("Results typed in, or taken from a caller's own summary"))
        columns = (
            Column("Marker", 22),
            Column("Result", 28),
            Column("Method, specimen, date", 30),
            Column("Source", 20),
        )
        rows = [_marker_result(result) for result in interpretation.marker_results]
        rows.extend(_sequence_result(result) for result in interpretation.sequence_results)
        made.append(Table(columns, tuple(rows)))
    if interpretation.pgx:
        made.append(Heading("Drug metabolism (germline sample)"))
        columns = (
            Column("Gene", 18),
            Column("Phenotype", 26),
            Column("What it means for a drug", 32),
            Column("Not covered", 24),
        )
        made.append(Table(columns, tuple(_pharmacogene(result) for result in interpretation.pgx)))
    return made


def _marker_result(result: MarkerResult) -> Row:
    value = "" if result.value is None else f"{result.value:g}"
    figures = " ".join(part for part in (result.category, result.score, value) if part)
    tests = ", ".join(part for part in (result.ihc and f"IHC {result.ihc}", result.ish and f"ISH {result.ish}") if part)
    size = "" if result.callable_mb is None else f"callable size {result.callable_mb:g} Mb"
    return Row(
        (
            cell(line(strong(result.marker)), f"clone {result.clone}" if result.clone else ""),
            cell(wording.STATES[result.state], figures, tests, size, result.reason),
            cell(result.method, result.assay, result.specimen, result.date),
            cell(line(soft(result.source))),
        )
    )


def _sequence_result(result: SequenceResult) -> Row:
    codons = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in result.codons)
    tested = f"codons tested: {codons}" if codons else ""
    exons = f"exons tested: {', '.join(map(str, result.exons))}" if result.exons else ""
    vaf = "" if result.vaf is None else f"VAF {wording.percent(result.vaf)}"
    limit = "" if result.limit is None else f"detection limit VAF {wording.percent(result.limit)}"
    return Row(
        (
            cell(line(strong(f"{result.gene} {result.change}"))),
            cell(wording.STATES[result.state], vaf, tested, exons, ", ".join(result.classes), limit, result.reason),
            cell(result.method, result.specimen, result.date),
            cell(line(soft(result.source))),
        )
    )


def _pharmacogene(result: PharmacogeneResult) -> Row:
    score = "" if result.activity_score is None else f"activity score {result.activity_score:g}"
    drugs: Cell = cell(*(line(strong(f"{inn}: "), consequence) for inn, consequence in result.drugs))
    return Row(
        (
            cell(line(strong(result.gene)), result.diplotype),
            cell(result.phenotype or wording.STATES[result.state], score, result.reason),
            drugs,
            cell(*result.not_covered),
        )
    )
