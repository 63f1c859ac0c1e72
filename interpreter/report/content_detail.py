"""One regimen or claim in full, for the window: the same words as the report's, in one column."""

from __future__ import annotations

from interpreter.model.cases import Interpretation
from interpreter.model.findings import Finding
from interpreter.report import approval_words, wording
from interpreter.report.blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Line,
    Paragraph,
    Row,
    Style,
    Table,
    cell,
    line,
    soft,
    strong,
)
from interpreter.report.content_findings import citation
from interpreter.report.content_summary import obstacles
from interpreter.report.options import Option


def option_detail(interpretation: Interpretation, option: Option) -> tuple[Block, ...]:
    """Give everything about one regimen: what stands against it first, then each claim with its trail."""
    blocks: list[Block] = [Heading(wording.regimen(option.regimen))]
    against = obstacles(option)
    if against:
        blocks.append(Bullets(tuple(against)))
    for finding in (*option.claims, *option.against, *option.alone):
        blocks.extend(finding_detail(interpretation, finding))
    blocks.extend(_life(interpretation, option.regimen))
    return tuple(blocks)


def finding_detail(interpretation: Interpretation, finding: Finding) -> tuple[Block, ...]:
    """Give one claim: what it says, on what evidence, with what approval, what to check, and because of what."""
    evidence = finding.evidence
    found = [
        wording.label(interpretation.alteration(name)) for name in finding.alterations if _known(interpretation, name)
    ]
    therapy = f"{wording.regimen(evidence.therapies)}: " if evidence.therapies else ""
    facts: list[tuple[str, Line]] = [
        ("Marker", line(strong(evidence.biomarker), f" – {wording.STATES[finding.state]}")),
        ("Found", line(", ".join(found) if found else "see the trail below")),
        ("Tier", line(strong(wording.tier(finding.amp_tier)), f" · {wording.LEVELS[finding.level]}")),
        ("Tumour type", line(wording.RELATIONS[finding.tumour_relation])),
    ]
    if finding.exactness is not None:
        facts.append(("Match", line(wording.EXACTNESS[finding.exactness])))
    if finding.escat:
        facts.append(("ESCAT", line(f"{finding.escat}, {evidence.escat_citation or 'publication not stated'}")))
    facts.append(("Source", line("; ".join(citation(item) for item in finding.citations) or wording.NOT_STATED)))
    facts.append(("Record", line(soft(f"{evidence.id}, {wording.LAYERS[finding.layer]} layer"))))
    blocks: list[Block] = [
        Heading(f"{therapy}{wording.claim(finding)}"),
        Paragraph(line(evidence.statement), Style.BODY),
        Facts(tuple(facts)),
    ]
    notes: list[Line] = [line(strong(text)) for text in finding.warnings]
    if check := approval_words.verification(finding):
        notes.append(line(strong(check.capitalize() + ".")))
    if finding.overruled_by:
        notes.append(line(f"Overruled by the more specific {finding.overruled_by}."))
    notes.extend(line(text) for text in approval_words.approvals(finding, interpretation.case.region))
    blocks.append(Bullets(tuple(notes)))
    if finding.to_check:
        blocks.extend((Heading("To check"), Bullets(tuple(line(text) for text in finding.to_check))))
    if finding.because:
        blocks.append(Heading("Because"))
        steps = tuple(
            line(step.text, *([soft(f"  [{step.source}]")] if step.source else [])) for step in finding.because
        )
        blocks.append(Bullets(steps, numbered=True))
    misses = [miss for miss in interpretation.near_misses if miss.evidence_id == evidence.id]
    if misses:
        blocks.extend((Heading("Near misses"), Bullets(tuple(line(miss.why) for miss in misses))))
    return tuple(blocks)


def _life(interpretation: Interpretation, regimen: tuple[str, ...]) -> tuple[Block, ...]:
    name = wording.regimen(regimen)
    rows = [row for row in interpretation.fit if row.therapy == name or row.therapy in regimen]
    if not rows:
        return ()
    columns = (Column("What the person said", 28), Column("", 16), Column("Why", 56))
    cells = tuple(
        Row(
            (
                cell(row.preference),
                cell(line(strong(wording.VERDICTS[row.verdict]))),
                cell(row.why, line(soft(row.source))),
            )
        )
        for row in rows
    )
    note = line(soft("Facts of this therapy beside what the person said. It changes neither evidence nor order."))
    return Heading("In this person's life"), Paragraph(note, Style.SMALL), Table(columns, cells)


def _known(interpretation: Interpretation, identity: str) -> bool:
    return any(item.id == identity for item in interpretation.alterations)
