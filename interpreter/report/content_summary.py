"""Page 1: who, what was found, what it means for therapy, what stands against it, and what was not tested."""

from __future__ import annotations

from collections.abc import Mapping

from interpreter.model.cases import Interpretation
from interpreter.model.evidence import CatalogueInfo
from interpreter.model.findings import Finding, MarkerRow
from interpreter.model.results import State
from interpreter.report import approval_words, wording
from interpreter.report.blocks import (
    Banner,
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Line,
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
from interpreter.report.content_conclusion import conclusion, first_few, names_of
from interpreter.report.options import Option, is_close, options, standing_alone
from interpreter.report.shapes import looked_at
from interpreter.settings import Settings

_MOST_OPTIONS = 6
_FEW_MARKERS = 3
_MOST_AGAINST = 5
_MOST_CAUTIONS = 3
_MOST_UNTESTED = 8
_MOST_WARNINGS = 6
_LONGEST_WARNING = 320


def summary(interpretation: Interpretation, settings: Settings) -> Section:
    """Make the first page."""
    blocks: list[Block] = [identity(interpretation, settings)]
    blocks.extend(banners(interpretation, settings))
    regimens = options(interpretation)
    blocks.append(Heading("Conclusion"))
    blocks.extend(Paragraph(text, Style.LEAD) for text in conclusion(interpretation, regimens))
    against = standing_alone(interpretation)
    if regimens or against:
        blocks.append(_key_findings(interpretation, regimens, against))
    blocks.extend(_not_tested(interpretation))
    return Section("Summary", tuple(blocks))


def identity(interpretation: Interpretation, settings: Settings) -> Facts:
    """Give patient, order, tumour and specimen; what nobody stated is said to be so."""
    case, person, specimen = interpretation.case, interpretation.person, interpretation.case.specimen
    kind = wording.SPECIMENS[specimen.kind] + (" (germline sample)" if specimen.germline else "")
    content = "unknown" if specimen.tumour_content is None else wording.percent(specimen.tumour_content)
    treated = ", ".join(case.prior_therapies)
    return Facts(
        (
            ("Patient", line(strong(_stated(person.name if person else "")))),
            ("Tumour type", line(strong(case.tumour_type.name), f" ({case.tumour_type.code})")),
            ("Born", line(_stated(person.birth_date if person else ""))),
            (
                "Stage, line",
                line(f"{_stated(case.stage, 'stage not stated')}; {_stated(case.line, 'line not stated')}"),
            ),
            ("Record no.", line(_stated(person.record_number if person else ""))),
            ("Prior therapy", line(_stated(treated))),
            ("Case, order", line(f"{case.id}; {_stated(case.order_id, 'order not stated')}")),
            ("Specimen", line(f"{kind}; {_stated(specimen.site, 'site not stated')}")),
            ("Laboratory", line(_stated(settings.institution))),
            ("Block, collected", line(f"{_stated(specimen.block_id)}; {_stated(specimen.collected)}")),
            ("Report date", line(f"{case.date}; approvals judged for {case.region or 'FDA or EMA'}")),
            ("Tumour content", line(content)),
        )
    )


def banners(interpretation: Interpretation, settings: Settings) -> tuple[Banner, ...]:
    """Give what must not be overlooked: a first look only, an old catalogue (S14), and the warnings of the case."""
    made: list[Banner] = []
    if interpretation.preliminary:
        unread = sum(item.ledger.not_read for item in interpretation.inputs)
        text = f"Only a first look by the index: {unread} records were not read. Do not use it as a result."
        made.append(Banner("Preliminary", (line(text),)))
    old = stale_catalogues(interpretation, settings)
    if old:
        made.append(Banner("The catalogue is older than its age limit", tuple(line(text) for text in old)))
    warnings = [text for text in interpretation.warnings if text not in old]
    if warnings:
        shown = [line(_short(text)) for text in warnings[:_MOST_WARNINGS]]
        left = len(warnings) - len(shown)
        if left:
            shown.append(line(f"{left} more under Sample and methods."))
        made.append(Banner("Warnings", tuple(shown)))
    return tuple(made)


def stale_catalogues(interpretation: Interpretation, settings: Settings) -> tuple[str, ...]:
    """Name each pack that is older at the case's date than its own age limit or the hospital's (S14)."""
    return stale_releases(interpretation.catalogue, interpretation.case.date, settings)


def stale_releases(releases: tuple[CatalogueInfo, ...], date: str, settings: Settings) -> tuple[str, ...]:
    """Name each pack that is older on `date` (ISO) than its own age limit or the hospital's (S14)."""
    said = []
    for info in releases:
        limit = min(info.max_age_months, settings.catalogue_max_age_months)
        months = _months(date) - _months(info.date)
        if months > limit or (months == limit and date[8:10] > info.date[8:10]):
            said.append(
                f"{info.name} {info.version} is of {info.date}, {months} months before this report (limit {limit}). "
                "Newer approvals, withdrawals and resistance are not in it."
            )
    return tuple(said)


def _key_findings(interpretation: Interpretation, regimens: tuple[Option, ...], against: tuple[Finding, ...]) -> Table:
    columns = (
        Column("Therapy and marker", 25),
        Column("Tier, evidence", 15),
        Column("Approval in this tumour type", 30),
        Column("Stands against it, not tested", 30),
    )
    region = interpretation.case.region
    labels = names_of(interpretation)
    rows = [_option_row(option, region, labels) for option in regimens[:_MOST_OPTIONS]]
    left = len(regimens) - len(rows)
    if left > 0:
        rows.append(Row((cell(line(f"{left} more therapies with evidence: see Therapies in full.")),), banded=True))
    if against:
        rows.append(Row((cell(line(strong("Detected markers that speak against a therapy"))),), banded=True))
        rows.extend(_against_row(finding, region, labels) for finding in against[:_MOST_AGAINST])
        more = len(against) - _MOST_AGAINST
        if more > 0:
            rows.append(Row((cell(line(f"{more} more: see Therapies in full.")),), banded=True))
    return Table(columns, tuple(rows))


def _option_row(option: Option, region: str, labels: Mapping[str, str]) -> Row:
    best = option.best
    note = approval_words.verification(best)
    check = line(soft(note)) if note else ()
    return Row(
        (
            cell(line(strong(wording.regimen(option.regimen))), wording.met_by(best, labels), _marker(best)),
            cell(line(strong(wording.tier(best.amp_tier))), wording.LEVELS[best.level], check),
            cell(*approval_words.approvals(best, region)),
            cell(*obstacles(option), *_cautions(best)),
        )
    )


def _cautions(finding: Finding) -> tuple[Line, ...]:
    shown = [line(strong("! "), text) for text in finding.warnings[:_MOST_CAUTIONS]]
    left = len(finding.warnings) - len(shown)
    return (*shown, line(strong("! "), f"{left} more under Therapies in full")) if left else tuple(shown)


def _against_row(finding: Finding, region: str, labels: Mapping[str, str]) -> Row:
    note = approval_words.verification(finding)
    check = line(soft(note)) if note else ()
    return Row(
        (
            cell(line(strong(wording.regimen(finding.evidence.therapies) or "any")), wording.met_by(finding, labels)),
            cell(line(strong(wording.tier(finding.amp_tier))), wording.LEVELS[finding.level], check),
            cell(*(approval_words.approvals(finding, region) if finding.approvals else ())),
            cell(line(strong(wording.claim(finding))), *finding.warnings[:1]),
        )
    )


def _marker(finding: Finding) -> Line:
    """Give the marker's expression beside what met it, where it is short enough for page 1."""
    text = finding.evidence.biomarker
    return line(soft(text)) if finding.alterations and len(text) <= wording.LONGEST_MARKER else ()


def obstacles(option: Option) -> tuple[Line, ...]:
    """Say what stands beside one regimen (S12): resistance, what may be resistance, and what was not tested."""
    said: list[Line] = [
        line(
            strong(f"{wording.claim(finding).capitalize()}{_about(finding, option)}: "),
            f"{finding.evidence.biomarker} ({wording.tier(finding.amp_tier)}, {wording.LEVELS[finding.level]}"
            f"{'' if is_close(finding) else ', in another tumour type'})",
        )
        for finding in option.against
    ]
    said.extend(line(strong("Possible, unconfirmed: "), text) for text in option.possible)
    if option.untested:
        said.extend(_open_markers(option))
    if not said:
        said.append(line(soft("no resistance marker of this catalogue detected")))
    for part in dict.fromkeys(finding.evidence.therapies for finding in option.alone):
        said.append(line(soft(f"The same marker speaks against {wording.regimen(part)} on its own.")))
    return tuple(said)


def _open_markers(option: Option) -> list[Line]:
    """Name what was not settled and would close this therapy: whole where there are few, by gene where many."""
    said = []
    for state in (State.INCONCLUSIVE, State.NOT_ASSESSED):
        rows = [row for row in option.untested if row.state is state]
        names = [row.biomarker for row in rows]
        if len(names) > _FEW_MARKERS or sum(map(len, names)) > wording.LONGEST_MARKER:
            # the gene of what was found is not itself open: only its other markers are
            genes = [f"other {row.gene} changes" if row.gene in option.genes else row.gene for row in rows]
            names = list(dict.fromkeys(gene or row.biomarker for gene, row in zip(genes, rows, strict=True)))
        if names:
            said.append(line(f"Open ({wording.STATES[state]}): ", first_few(names, 6)))
    return said


def _about(finding: Finding, option: Option) -> str:
    """Name the regimen of an opposing claim where it is not the very regimen it stands beside."""
    therapies = finding.evidence.therapies
    if set(therapies) == set(option.regimen):
        return ""
    return f" ({wording.regimen(therapies)})"


def _not_tested(interpretation: Interpretation) -> tuple[Block, ...]:
    made: list[Block] = [Heading("What was not tested")]
    strip = looked_at(interpretation.markers)
    if strip is not None:
        made.append(strip)
    open_rows = [row for row in interpretation.markers if row.state is State.NOT_ASSESSED]
    if not open_rows:
        text = (
            "Every marker asked about was assessed; proofs, and any inconclusive one, are under Markers asked about."
            if interpretation.markers
            else "No marker was asked about, so nothing is proven absent."
        )
        made.append(Paragraph(line(text)))
        return tuple(made)
    intro = "Not assessed: no proof that these were looked at, so they are neither present nor absent."
    made.append(Paragraph(line(strong(intro))))
    if interpretation.would_change:
        shown = interpretation.would_change[:_MOST_UNTESTED]
        made.append(Bullets(tuple(line(text) for text in shown), Style.SMALL))
        named = " ".join(shown)
        rest = [row for row in open_rows if row.biomarker not in named]
    else:
        rest = open_rows
    if rest:
        made.append(Paragraph(line("Also: " if interpretation.would_change else "", _listed(rest)), Style.SMALL))
    return tuple(made)


def _listed(rows: list[MarkerRow]) -> str:
    most = 24
    left = len(rows) - most
    more = f"; and {left} more under Markers" if left > 0 else ""
    return "; ".join(row.biomarker for row in rows[:most]) + more + "."


def _short(text: str) -> str:
    """Shorten a warning for page 1; it stands whole under Sample and methods."""
    return text if len(text) <= _LONGEST_WARNING else f"{text[:_LONGEST_WARNING]} … [whole under Sample and methods]"


def _months(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7] or 1)


def _stated(text: str, missing: str = wording.NOT_STATED) -> str:
    return text or missing
