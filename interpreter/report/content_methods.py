"""How it was done: inputs, quality, methods, settings, versions with hashes, ledger, release, and the because trail."""

from __future__ import annotations

from interpreter.model.cases import InputSummary, Interpretation
from interpreter.model.findings import Step
from interpreter.model.results import SpecimenKind
from interpreter.model.variants import Ledger
from interpreter.report import wording
from interpreter.report.blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Line,
    Paragraph,
    Row,
    Section,
    Span,
    Style,
    Table,
    cell,
    line,
    soft,
    strong,
)
from interpreter.report.contract import total_ledger
from interpreter.report.options import is_close
from interpreter.settings import Settings


def methods(interpretation: Interpretation, settings: Settings) -> Section:
    """Give inputs, quality and its limits, methods, settings, catalogue and program."""
    blocks: list[Block] = []
    for item in interpretation.inputs:
        blocks.append(Heading(f"Input: {item.file_name}"))
        blocks.append(_input(item))
        if item.warnings:
            blocks.append(Bullets(tuple(line(text) for text in item.warnings), Style.SMALL))
    if interpretation.warnings:
        blocks.append(Heading("Warnings of this case"))
        blocks.append(Bullets(tuple(line(text) for text in interpretation.warnings), Style.SMALL))
    blocks.append(Heading("Quality of this sample, and limits"))
    blocks.append(Bullets(_limits(interpretation), Style.SMALL))
    if interpretation.methods:
        blocks.append(Heading("Methods"))
        blocks.append(Bullets(tuple(line(text) for text in interpretation.methods), Style.SMALL))
    blocks.append(Heading("Program, catalogue, reference"))
    blocks.append(_versions(interpretation))
    shown = interpretation.settings or (("lowest depth that proves absence", str(settings.min_depth)),)
    blocks.append(Heading("Settings"))
    blocks.append(Paragraph(line("; ".join(f"{name} = {value or 'not set'}" for name, value in shown)), Style.SMALL))
    return Section("Sample and methods", tuple(blocks))


def _input(item: InputSummary) -> Facts:
    assembly = "none needed (names genes)" if item.assembly.assembly is None else item.assembly.assembly.value
    proven = "" if item.assembly.assembly is None or item.assembly.confirmed else " – stated, not confirmed"
    evidence = "; ".join(item.assembly.evidence)
    return Facts(
        (
            ("Format", line(f"{item.format}, {item.size} bytes")),
            ("Caller", line(item.caller or wording.NOT_STATED)),
            ("Assembly", line(strong(assembly + proven), f" {evidence}")),
            ("Samples", line(", ".join(item.samples) or "no sample column")),
            (
                "Tumour",
                line(item.tumour or "no sample column", f" ({item.sample_reason})" if item.sample_reason else ""),
            ),
            ("Normal", line(item.normal or "none")),
            ("sha256", line(soft(item.sha256))),
        ),
        columns=1,
    )


def _limits(interpretation: Interpretation) -> tuple[Line, ...]:
    specimen = interpretation.case.specimen
    depths = [row.min_depth for row in interpretation.markers if row.min_depth is not None]
    said: list[str] = []
    if depths:
        said.append(f"Lowest depth behind a proven marker: {min(depths)}.")
    else:
        said.append("No depth or coverage of this sample was given: what is not called is not proven absent.")
    if specimen.tumour_content is None:
        said.append("Tumour content is unknown: a low one may hide a variant below the detection limit.")
    if specimen.kind is SpecimenKind.PLASMA:
        said.append("Plasma: a negative does not exclude the marker; test tissue.")
    if not any(item.normal for item in interpretation.inputs) and interpretation.inputs:
        said.append("No matched normal: a variant may be inherited or come from clonal haematopoiesis.")
    said.append("Contamination and sample swaps are not measured by this program.")
    said.append(
        "A negative can be false: below the detection limit, outside the regions tested, or of a kind that the assay "
        "cannot see. Regions tested and not tested are under Markers asked about."
    )
    said.append(
        "Research-only: variants of uncertain meaning and claims below tier II are no basis for treatment on their own."
    )
    return tuple(line(text) for text in said)


def _versions(interpretation: Interpretation) -> Table:
    software = interpretation.software
    rows = [Row((cell(line(strong(software.name))), cell(software.version), cell("program")))]
    for info in interpretation.catalogue:
        cut_off = "; ".join(f"{agency} to {date}" for agency, date in sorted(info.cut_off.items()))
        layer = wording.LAYERS[info.layer]
        rows.append(
            Row(
                (
                    cell(line(strong(info.name)), line(soft(f"catalogue, {layer}"))),
                    cell(f"{info.version}, {info.date}", cut_off or "cut-off not stated"),
                    cell(line(soft(f"sha256 {info.sha256}"))),
                )
            )
        )
    reference = interpretation.reference or wording.NOT_STATED
    rows.append(
        Row((cell(line(strong("Transcripts"))), cell("MANE Select or its stand-in"), cell(line(soft(reference)))))
    )
    return Table((Column("Part", 22), Column("Version, date, looked at until", 30), Column("Proof", 48)), tuple(rows))


def ledger(interpretation: Interpretation) -> Section:
    """Account for every record, per input and in total (S15)."""
    blocks: list[Block] = [
        Paragraph(line("Every record of every file, counted once: read = reported + set aside + failed."), Style.SMALL)
    ]
    rows = [_ledger_row(item.file_name, item.ledger) for item in interpretation.inputs]
    total = total_ledger(item.ledger for item in interpretation.inputs)
    if len(interpretation.inputs) != 1:
        rows.append(_ledger_row("Total", total))
    columns = (
        Column("File", 24),
        Column("Read", 8),
        Column("Reported", 9),
        Column("Set aside, and why", 32),
        Column("Failed, and why", 27),
    )
    blocks.append(Table(columns, tuple(rows)))
    if not total.adds_up:
        text = "The ledger does not add up. This is a fault of the program: do not use this report, and send it in."
        blocks.append(Paragraph(line(strong(text))))
    if total.failures:
        blocks.append(Heading("Records that failed"))
        blocks.append(Bullets(tuple(line(text) for text in total.failures), Style.SMALL))
    return Section("Ledger", tuple(blocks))


def _ledger_row(name: str, account: Ledger) -> Row:
    unread = f"not read: {account.not_read}" if account.not_read else ""
    verdict = "adds up" if account.adds_up else "DOES NOT ADD UP"
    return Row(
        (
            cell(line(strong(name)), line(soft(verdict)), unread),
            cell(str(account.read)),
            cell(str(account.reported)),
            cell(*_counted(account.set_aside)),
            cell(*_counted(account.failed)),
        )
    )


def _counted(reasons: dict[str, int]) -> tuple[str, ...]:
    return tuple(f"{count}: {reason}" for reason, count in sorted(reasons.items())) or ("0",)


_SHARED_STEPS = frozenset({"record", "allele", "join", "consequence", "caveat"})


def because(interpretation: Interpretation) -> Section | None:
    """Give the trail of each finding; what several findings rest on is told once, and named by its letter.

    None without findings.
    """
    if not interpretation.findings:
        return None
    grounds: dict[tuple[Step, ...], str] = {}
    claims: list[Block] = []
    for finding in interpretation.findings:
        ground = tuple(step for step in finding.because if step.kind in _SHARED_STEPS)
        own = [step for step in finding.because if step.kind not in _SHARED_STEPS]
        if not is_close(finding) or not finding.alterations:  # the rest of its trail is in the window and the JSON
            own = [step for step in own if step.kind in ("assessment", "expression", "tier")]
        name = grounds.setdefault(ground, _letters(len(grounds))) if ground else ""
        therapy = wording.regimen(finding.evidence.therapies) or wording.RESPONSES[finding.response]
        lead = f"{therapy}, {wording.claim(finding)}: "
        spans = [strong(lead), Span(f"on ground {name}. " if name else "")]
        spans += [Span(f"{step.text} ") if step.kind != "level" else soft(f"{step.text} ") for step in own]
        spans.append(soft(f"[{finding.evidence.id}; {'; '.join(dict.fromkeys(s.source for s in own if s.source))}]"))
        claims.append(Paragraph(tuple(spans), Style.SMALL))
    blocks: list[Block] = [Heading("Grounds: from the record to the consequence")]
    for ground, name in grounds.items():
        steps = tuple(
            line(strong(f"{step.kind}: "), step.text, soft(f"  [{step.source}]" if step.source else ""))
            for step in ground
        )
        blocks.append(Paragraph(line(strong(f"Ground {name}")), Style.SMALL))
        blocks.append(Bullets(steps, Style.SMALL, numbered=True))
    if not grounds:
        blocks = []
    return Section("Appendix: because", (*blocks, Heading("From the ground to the tier"), *claims))


def _letters(number: int) -> str:
    """Give A, B ... Z, AA, AB ...

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    head, last = divmod(number, 26)
    return (_letters(head - 1) if head else "") + chr(ord("A") + last)
