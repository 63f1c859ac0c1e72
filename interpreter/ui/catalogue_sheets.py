"""The sheets of the catalogue's window as blocks: an evidence row, a medicine, a gene, and what there is at all.

What is not known is said to be not known; what nobody checked is said to be unverified (RULES R12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interpreter.catalogue.export import status_word
from interpreter.catalogue.vocabulary import LINES, SETTINGS, TESTS
from interpreter.matching.rules import Rules
from interpreter.matching.tiers import agencies, level_of, sorted_approvals, tier_of
from interpreter.model.evidence import (
    Approval,
    Catalogue,
    Citation,
    CompanionTest,
    Direction,
    EvidenceClass,
    EvidenceItem,
    Layer,
    Response,
    Status,
    Verification,
)
from interpreter.model.findings import AmpTier, Exactness, TumourRelation
from interpreter.model.results import State
from interpreter.model.tumours import ANY, ANY_SOLID, TumourTree
from interpreter.report import wording
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
    Style,
    Table,
    cell,
    line,
    soft,
    strong,
)
from interpreter.ui.catalogue_hits import Hit, HitIndex, HitKind
from interpreter.ui.catalogue_words import load_vocabulary
from interpreter.variants.reference import TranscriptTable

_MOST_ROWS = 150
"""Evidence rows on a sheet; the list beside it has all of them."""
_NOT_KNOWN = "not known"
_RELATIONS = (TumourRelation.SAME, TumourRelation.DESCENDANT, TumourRelation.OTHER)
_STATUS_BANNERS = {
    Status.WITHDRAWN: ("Withdrawn", "It drives no therapy any more, and is kept to be read."),
    Status.SUPERSEDED: ("Superseded", "Another row stands in its place."),
}
_ROLES = {"suppressor": "tumour suppressor", "both": "oncogene and tumour suppressor"}
_SIDES = {
    "3": "keeps its function as the 3' partner",
    "5": "keeps its function as the 5' partner",
    "either": "keeps its function on either side",
}
PLACES = {ANY_SOLID: "any solid tumour", ANY: "any tumour"}
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """Makes sheets from one catalogue."""

    index: HitIndex
    tumours: TumourTree
    table: TranscriptTable
    rules: Rules
    region: str

    @property
    def catalogue(self) -> Catalogue:
        return self.index.catalogue

    def sheet(self, hit: Hit) -> Blocks:
        match hit.kind:
            case HitKind.THERAPY:
                return self._therapy(hit.key)
            case HitKind.GENE:
                return self._gene(hit.key)
            case HitKind.EVIDENCE:
                item = self.index.item(hit.key)
                return self.evidence(item) if item is not None else (Paragraph(line("This row is no longer in use.")),)

    # evidence -----------------------------------------------------------------------------------------------------

    def evidence(self, item: EvidenceItem) -> Blocks:
        """Give one claim in full: what it says, where it stands, the tiers it can give, approvals, sources."""
        named = wording.regimen(item.therapies)
        blocks: list[Block] = [Heading(f"{named}: {item.biomarker}" if named else item.biomarker)]
        blocks += self._banners(item)
        blocks.append(Paragraph(line(strong(f"{says(item)}, "), self.places(item.tumour_types)), Style.LEAD))
        blocks.append(Paragraph(line(item.statement)))
        blocks.append(Facts(self._facts(item), 1))
        blocks += (Heading("Tier, where the marker is detected"), self._tiers(item))
        counted = f"Approvals counted: {' or '.join(agencies(self.region))}. A match by the gene alone: at most II-C."
        blocks.append(Paragraph(line(soft(counted)), Style.SMALL))
        blocks.append(Heading("Approvals"))
        approvals = sorted_approvals(item.approvals, self.region)
        blocks.append(_approvals(approvals) if approvals else Paragraph(line("No indication row stands with this.")))
        blocks.append(Heading("Sources"))
        blocks.append(Bullets((*_read_where(approvals), *(_citation(one) for one in item.citations))))
        return tuple(blocks)

    def _banners(self, item: EvidenceItem) -> list[Block]:
        made: list[Block] = []
        if item.status in _STATUS_BANNERS:
            title, meaning = _STATUS_BANNERS[item.status]
            retired = self.catalogue.retired.get(item.id, "")
            made.append(Banner(title, tuple(line(text) for text in (retired, meaning) if text)))
        if item.disputed_by:
            made.append(Banner("Another row says the contrary", tuple(line(text) for text in item.disputed_by)))
        return made

    def _facts(self, item: EvidenceItem) -> tuple[tuple[str, Line], ...]:
        level = wording.LEVELS[level_of(item)]
        own = f" (the source calls it: {item.source_level})" if item.source_level else ""
        facts = [
            ("Marker", line(item.biomarker)),
            ("Tumour types", line(self.places(item.tumour_types))),
            ("Not in", line(self.places(item.disease_excluded))),
            ("Level", line(level + own)),
            ("Setting", line(SETTINGS.get(item.setting, item.setting))),
            ("Line", line(LINES.get(item.line, item.line))),
            ("After", line(item.prior_therapy)),
            ("Persons", line(item.population)),
            ("Test", line(TESTS.get(item.test, item.test))),
            ("Region", line(item.region.replace("|", ", "))),
            ("ESCAT", line(f"{item.escat} ({item.escat_citation or 'no publication named'})" if item.escat else "")),
            ("As of", line(item.source_date)),
            ("Verified", line(_verified_item(item))),
            ("Who speaks", line(_layer(item.layer, self.catalogue))),
            ("Status", line(status_word(item))),
            ("Note", line(item.note)),
            ("Id", line(item.id)),
        ]
        return tuple((label, value) for label, value in facts if value[0].text)

    def _tiers(self, item: EvidenceItem) -> Block:
        relations = [*_RELATIONS, *([TumourRelation.EXCLUDED] if item.disease_excluded else [])]
        if set(item.tumour_types) & {ANY_SOLID, ANY}:
            relations[0] = TumourRelation.ANY_SOLID
        rows = []
        for relation in relations:
            verdict = tier_of(
                item,
                state=State.DETECTED,
                relation=relation,
                exactness=Exactness.EXACT,
                region=self.region,
                guideline_says_so=False,
                rules=self.rules,
            )
            shown = "none" if verdict.tier is AmpTier.NONE else wording.tier(verdict.tier)
            rows.append(Row((cell(wording.RELATIONS[relation]), cell(line(strong(shown))), cell(verdict.why))))
        return Table((Column("The person's tumour", 34), Column("Tier", 12), Column("Why", 54)), tuple(rows))

    # medicines and genes ------------------------------------------------------------------------------------------

    def _therapy(self, inn: str) -> Blocks:
        therapy = self.catalogue.therapies.get(inn)
        if therapy is None:
            return (Paragraph(line("This medicine is no longer in use.")),)
        words = load_vocabulary()
        label = therapy.citation.text if therapy.citation is not None else ""
        facts = (
            ("Brands", line(", ".join(therapy.brands) or _NOT_KNOWN)),
            ("Class", line(therapy.drug_class or _NOT_KNOWN)),
            ("Targets", line(", ".join(therapy.targets) or _NOT_KNOWN)),
            ("Label", line(", ".join(filter(None, (label, therapy.label_date))) or "none is named")),
            ("Verified", line(verified(therapy.verification))),
        )
        blocks: list[Block] = [Heading(inn)]
        if therapy.plain:
            blocks.append(Paragraph(line(therapy.plain), Style.LEAD))
        blocks += (Facts(facts, 1), Heading("In a person's life"))
        known = tuple((title[:1].upper() + title[1:], line(text)) for title, text in words.known(therapy))
        if known:
            blocks.append(Facts(known, 1))
        missing = words.unknown(therapy)
        if missing:
            text = f"Not known, which is not the same as none: {', '.join(missing)}."
            blocks.append(Paragraph(line(soft(text)), Style.SMALL))
        tests = [test for test in self.catalogue.companion_tests if inn in test.therapies]
        if tests:
            blocks += (Heading("Companion tests"), _tests(tests))
        return (*blocks, *self._rows("Evidence with it", self.index.with_therapy(inn)))

    def _gene(self, symbol: str) -> Blocks:
        gene = self.catalogue.genes.get(symbol)
        if gene is None:
            return (Paragraph(line("This gene is no longer in use.")),)
        transcript = self.table.transcript(symbol)
        kept = "none: changes of it are not read" if transcript is None else ""
        if transcript is not None:
            kept = f"{transcript.accession} ({transcript.status.value})"
        facts = [
            ("Also called", line(", ".join(gene.aliases))),
            ("HGNC", line(gene.hgnc_id)),
            ("Role", line(_ROLES.get(gene.role, gene.role) or _NOT_KNOWN)),
            ("Inherited", line("inherited variants can predispose to cancer" if gene.hereditary else "")),
            ("Blood", line("common in clonal haematopoiesis" if gene.clonal_haematopoiesis else "")),
            ("In a fusion", line(_SIDES.get(gene.fusion_side, ""))),
            ("Transcript", line(kept)),
        ]
        blocks: list[Block] = [Heading(symbol)]
        if gene.plain:
            blocks.append(Paragraph(line(gene.plain), Style.LEAD))
        blocks.append(Facts(tuple((label, value) for label, value in facts if value[0].text), 1))
        return (*blocks, *self._rows("Evidence that names it", self.index.with_gene(symbol)))

    def _rows(self, title: str, items: Sequence[EvidenceItem]) -> Blocks:
        if not items:
            return Heading(title), Paragraph(line("None. That says nothing about whether there is a benefit."))
        blocks: list[Block] = [Heading(f"{title} ({len(items)})")]
        ordered = sorted(items, key=_order)
        blocks.append(Bullets(tuple(self._row(item) for item in ordered[:_MOST_ROWS]), Style.SMALL))
        if len(items) > _MOST_ROWS:
            text = f"{len(items) - _MOST_ROWS} more are in the list: search for the name to see every row."
            blocks.append(Paragraph(line(soft(text))))
        return tuple(blocks)

    def _row(self, item: EvidenceItem) -> Line:
        named = wording.regimen(item.therapies)
        past = "" if item.status is Status.CURRENT else f" ({item.status.value})"
        about = f"{named}: {item.biomarker}" if named else item.biomarker
        return line(
            strong(about), f", {self.places(item.tumour_types)}: {says(item)}{past}", soft(f"  {short_level(item)}")
        )

    def places(self, codes: Sequence[str]) -> str:
        """Give tumour types by name and code."""
        said = []
        for code in codes:
            node = self.tumours.get(code)
            said.append(PLACES.get(code) or (f"{node.name} ({code})" if node is not None else code))
        return ", ".join(said)


def says(item: EvidenceItem) -> str:
    """Give what a row says, in words; what does not support is never worded as support."""
    said = wording.RESPONSES[item.response]
    return f"does not support: {said}" if item.direction is Direction.DOES_NOT_SUPPORT else said


def short_level(item: EvidenceItem) -> str:
    """Give level, who speaks, and whether anybody checked it."""
    level = wording.LEVELS[level_of(item)]
    checked = "" if item.verification.verified else ", not verified"
    return f"{level}, {wording.LAYERS[item.layer]}{checked}"


def verified(verification: Verification) -> str:
    """Say who opened the source and when, or that nobody has (RULES R12)."""
    if verification.verified:
        return f"checked by {verification.checked_by} on {verification.checked_on}"
    return "no: nobody has opened its source yet"


def _order(item: EvidenceItem) -> tuple[bool, int, int, str]:
    past = item.status is not Status.CURRENT
    return past, list(Response).index(item.response), list(EvidenceClass).index(item.level), item.id


def _layer(layer: Layer, catalogue: Catalogue) -> str:
    packs = [f"{info.name} {info.version}" for info in catalogue.releases if info.layer is layer]
    return f"{wording.LAYERS[layer]} ({' or '.join(packs)})" if packs else wording.LAYERS[layer]


def _approvals(approvals: Sequence[Approval]) -> Block:
    rows = []
    for one in approvals:
        state = "current" if one.is_current else f"{one.status.value}"
        dates = [f"first {one.first_date}" if one.first_date else "first date not known"]
        if one.withdrawn_date:
            dates.append(f"withdrawn {one.withdrawn_date}")
        scope = (
            SETTINGS.get(one.setting, one.setting),
            LINES.get(one.line, one.line),
            f"after {one.prior_therapy}" if one.prior_therapy else "",
            one.population,
            TESTS.get(one.test, one.test),
            one.limitation,
        )
        rows.append(
            Row(
                (
                    cell(line(strong(one.agency)), one.product),
                    cell(f"{wording.APPROVAL_KINDS[one.kind]}, {state}", "; ".join(dates)),
                    cell("; ".join(filter(None, scope)) or wording.NOT_STATED),
                    cell(*_read(one)),
                )
            )
        )
    columns = (Column("Agency", 18), Column("Kind and dates", 26), Column("For", 36), Column("Verified", 20))
    return Table(columns, tuple(rows))


def _read(approval: Approval) -> tuple[str, ...]:
    """Tell who has read the text of an indication, where and of which date."""
    if approval.verification.verified:
        return (verified(approval.verification),)
    if not approval.read_on:
        return (wording.UNVERIFIED,)
    of = f"text of {approval.source_date}" if approval.source_date else "text without a date"
    return (wording.READ, f"{of}, read on {approval.read_on}")


def _read_where(approvals: Sequence[Approval]) -> tuple[Line, ...]:
    """Give the places where software has read the texts, each once."""
    places: dict[str, list[str]] = {}
    for one in approvals:
        if one.read_on and one.source_url:
            places.setdefault(one.source_url, []).append(f"{one.agency} {one.product}")
    return tuple(line(", ".join(dict.fromkeys(names)), soft(f"  read at {place}")) for place, names in places.items())


def _verified_item(item: EvidenceItem) -> str:
    read = any(one.read_on for one in item.approvals)
    if read and not item.verification.verified:
        return "no person has checked it; software has read the text of an approval, see below"
    return verified(item.verification)


def _tests(tests: Sequence[CompanionTest]) -> Block:
    rows = []
    for test in tests:
        checked = test.verification.verified
        rows.append(
            Row(
                (
                    cell(test.device if checked else f"claimed: {test.device}"),
                    cell(test.biomarker),
                    cell(", ".join(test.specimen).replace("_", " ") or _NOT_KNOWN),
                    cell(verified(test.verification) if checked else "not verified: not to be taken as a fact"),
                )
            )
        )
    columns = (Column("Test", 32), Column("Marker", 28), Column("Specimen", 16), Column("Verified", 24))
    return Table(columns, tuple(rows))


def _citation(one: Citation) -> Line:
    marks = (
        f"PMID {one.pmid}" if one.pmid else "",
        f"doi {one.doi}" if one.doi else "",
        one.nct,
        f"read {one.date_read}" if one.date_read else "",
    )
    return line(one.text, soft(f"  {'; '.join(filter(None, (one.kind, *marks)))}"))
