"""Therapies in full: each claim with tier, level, source and date, its approvals, and what is to be checked."""

from __future__ import annotations

from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Approval, Citation
from interpreter.model.findings import Finding
from interpreter.report import approval_words, wording
from interpreter.report.blocks import (
    Block,
    Cell,
    Column,
    Heading,
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
from interpreter.report.content_summary import obstacles
from interpreter.report.options import (
    Option,
    is_close,
    options,
    other_claims,
    standing_alone,
    unsettled,
)
from interpreter.report.shapes import evidence_bars

_COLUMNS = (
    Column("Marker and what it says", 31),
    Column("Tier, evidence, source", 27),
    Column("Approval", 23),
    Column("To check", 19),
)

_MOST_IN_FULL = 14


def therapies(interpretation: Interpretation) -> Section:
    """Give every finding; those of one regimen stand together, what stands against it directly under its name."""
    regimens = options(interpretation)
    region = interpretation.case.region
    blocks: list[Block] = [
        Paragraph(
            line(
                "Tiers: AMP/ASCO/CAP 2017, computed for this case. The order is that of the evidence alone; what the "
                "person prefers never changes it. General associations, not orders. Trials are not searched: one is "
                "named only where it is the source of a claim."
            ),
            Style.SMALL,
        )
    ]
    near = [option for option in regimens if is_close(option.best)]
    full = tuple(option for option in near if rests_on_a_change(option) or option.against)[:_MOST_IN_FULL]
    brief = tuple(option for option in near if option not in full)
    bars = evidence_bars(full)
    if bars is not None:
        blocks.append(bars)
        blocks.append(Table(_COLUMNS, tuple(_full_rows(full, region))))
    elif not near:
        blocks.append(
            Paragraph(
                line("No detected marker speaks for a therapy in this tumour type. ", wording.EMPTY_IS_NOT_NEGATIVE)
            )
        )
    if brief:
        note = "Evidence of this tumour type, in one line each; each claim in full is in the window and the JSON."
        blocks.extend(_lines("Further therapies of this tumour type", note, brief, region))
    elsewhere = tuple(option for option in regimens if not is_close(option.best))
    if elsewhere:
        note = "Off-label here: no evidence of the catalogue is from this tumour type, and most rows are not verified."
        blocks.extend(_lines("Evidence from other tumour types", note, elsewhere, ""))
    for title, findings in (
        ("Detected markers that speak against a therapy", standing_alone(interpretation)),
        ("Not settled: drives no therapy", unsettled(interpretation)),
        ("Prognosis, diagnosis and toxicity", other_claims(interpretation)),
    ):
        if findings:
            blocks.append(Heading(title))
            blocks.append(Table(_COLUMNS, tuple(_row(finding, region, named=True) for finding in findings)))
    left = _left(interpretation)
    if left:
        blocks.append(Heading("Other statements, and claims overruled by a more specific one"))
        blocks.append(_brief(left))
    return Section("Therapies in full", tuple(blocks))


def rests_on_a_change(option: Option) -> bool:
    """Tell whether a change of a gene speaks for a therapy, not a protein result alone."""
    return any(claim.alterations for claim in option.claims)


def _full_rows(shown: tuple[Option, ...], region: str) -> list[Row]:
    """Give each claim; what stands against several regimens is told in full once, and named at each."""
    rows: list[Row] = []
    told: set[int] = set()
    for option in shown:
        rows.append(_heading(option))
        rows.extend(_row(finding, region) for finding in option.claims if is_close(finding))
        for finding in (*option.against, *option.alone):
            if id(finding) not in told:
                told.add(id(finding))
                rows.append(_row(finding, region, named=finding.evidence.therapies != option.regimen))
    return rows


def _lines(title: str, note: str, regimens: tuple[Option, ...], region: str) -> list[Block]:
    """Give therapies in one line each, in the order of the evidence."""
    columns = (
        Column("Therapy", 26),
        Column("Marker met", 28),
        Column("Evidence, tumour types", 26),
        Column("Beside it", 20),
    )
    rows = []
    for option in regimens:
        best = option.best
        places = list(dict.fromkeys(code for claim in option.claims for code in claim.evidence.tumour_types))
        evidence = f"{wording.tier(best.amp_tier)} · {wording.LEVELS[best.level]}"
        here = approval_words.approvals(best, region)[:1] if best.approved_here else ()
        check = line(soft(approval_words.verification(best)))
        rows.append(
            Row(
                (
                    cell(line(strong(wording.regimen(option.regimen)))),
                    cell(best.evidence.biomarker),
                    cell(line(strong(evidence)), *here, line(soft(", ".join(places))), check),
                    cell(*obstacles(option)),
                )
            )
        )
    return [Heading(title), Paragraph(line(note), Style.SMALL), Table(columns, tuple(rows))]


def _left(interpretation: Interpretation) -> tuple[Finding, ...]:
    """Give what no other table shows: overruled claims, and what other tumour types say against other therapies."""
    shown = [*unsettled(interpretation), *other_claims(interpretation), *standing_alone(interpretation)]
    for option in options(interpretation):
        shown += [*option.claims, *option.against, *option.alone]
    elsewhere = {id(finding) for finding in shown}
    return tuple(finding for finding in interpretation.findings if id(finding) not in elsewhere)


def _brief(findings: tuple[Finding, ...]) -> Table:
    columns = (Column("Claim", 32), Column("Marker", 28), Column("Evidence", 20), Column("Why it stands here", 20))
    rows = []
    for finding in findings:
        evidence = finding.evidence
        places = ", ".join(evidence.tumour_types)
        why = (
            f"overruled by {finding.overruled_by}"
            if finding.overruled_by
            else wording.RELATIONS[finding.tumour_relation]
        )
        rows.append(
            Row(
                (
                    cell(f"{wording.claim(finding).capitalize()}: {wording.regimen(evidence.therapies)}"),
                    cell(evidence.biomarker),
                    cell(f"{wording.tier(finding.amp_tier)} · {wording.LEVELS[finding.level]}", line(soft(places))),
                    cell(line(soft(why)), line(soft(evidence.id))),
                )
            )
        )
    return Table(columns, tuple(rows))


def _heading(option: Option) -> Row:
    name, beside = strong(wording.regimen(option.regimen)), obstacles(option)
    if option.against or option.possible or option.untested:
        return Row((Cell((line(name), *beside)),), banded=True)
    return Row((Cell(((name, Span("   "), *beside[0]),)),), banded=True)


def _row(finding: Finding, region: str, *, named: bool = False) -> Row:
    return Row((_claim(finding, named), _evidence(finding), _approval(finding, region), _checks(finding)))


def _claim(finding: Finding, named: bool) -> Cell:
    evidence = finding.evidence
    therapy = f": {wording.regimen(evidence.therapies)}" if named and evidence.therapies else ""
    exactness = "" if finding.exactness is None else wording.EXACTNESS[finding.exactness]
    overruled = f"Overruled by the more specific {finding.overruled_by}." if finding.overruled_by else ""
    return cell(
        line(strong(f"{wording.claim(finding).capitalize()}{therapy}")),
        f"{evidence.biomarker} – {wording.STATES[finding.state]}",
        line(soft(exactness)),
        evidence.statement,
        overruled,
        *(line(strong("! "), text) for text in finding.warnings),
    )


def _evidence(finding: Finding) -> Cell:
    evidence = finding.evidence
    level = wording.LEVELS[finding.level]
    source_level = f" (source: {evidence.source_level})" if evidence.source_level else ""
    escat = f"ESCAT {finding.escat}, {evidence.escat_citation or 'publication not stated'}" if finding.escat else ""
    return cell(
        line(strong(f"{wording.tier(finding.amp_tier)} · {level}"), source_level),
        wording.RELATIONS[finding.tumour_relation],
        escat,
        line(strong(note)) if (note := approval_words.verification(finding)) else "",
        *(line(soft(citation(item))) for item in finding.citations),
        line(soft(_provenance(finding))),
    )


def _provenance(finding: Finding) -> str:
    date = f", as of {finding.evidence.source_date}" if finding.evidence.source_date else ", source date not stated"
    return f"{finding.evidence.id} ({wording.LAYERS[finding.layer]}{date})"


def citation(item: Citation) -> str:
    """Give one source with its numbers, as far as they are known."""
    numbers = [f"{name} {value}" for name, value in (("PMID", item.pmid), ("doi", item.doi), ("", item.nct)) if value]
    return " · ".join([item.text, *(number.strip() for number in numbers)])


def _approval(finding: Finding, region: str) -> Cell:
    details = [line(soft(_detail(row))) for row in finding.approvals if row.is_current and _detail(row)]
    return cell(*approval_words.approvals(finding, region), *details)


def _detail(row: Approval) -> str:
    parts = [part for part in (row.product, row.setting, row.line, row.limitation) if part]
    return f"{row.agency}: {'; '.join(parts)}" if parts else ""


def _checks(finding: Finding) -> Cell:
    return cell(*finding.to_check) if finding.to_check else cell(line(soft("nothing named by the source")))
