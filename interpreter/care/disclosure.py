"""The disclosure filter: stands before any output for the person (S20, RULES R13).

Non-interference is the aim: two cases that differ only in withheld facts give equal views. So what is kept is decided
by rules that do not look at withheld facts, and nothing is kept that was ordered, counted or worded by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from interpreter.care.inherited import NothingInherited, may_be_inherited
from interpreter.model.alterations import Alteration, AlterationKind
from interpreter.model.cases import Case, Interpretation
from interpreter.model.evidence import Response, Status
from interpreter.model.findings import AmpTier, Finding, FitRow, MarkerRow
from interpreter.model.person import ConsentScope, Person, Topic, Wish
from interpreter.model.person_view import (
    DisclosurePolicy,
    PersonFinding,
    PersonMarker,
    PersonView,
    TopicDecision,
)
from interpreter.model.results import State
from interpreter.model.variants import CallStatus
from interpreter.resources import resource_path
from interpreter.rule_tables import faulty, read_rows

_COLUMNS = ("topic", "heading", "question", "told_when", "needs_topic", "needs_consent", "withholds", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRule:
    """One row of disclosure.tsv."""

    topic: Topic
    heading: str
    question: str
    told_when: Wish
    needs_topic: Topic | None
    needs_consent: ConsentScope | None
    withholds: str
    source: str


@cache
def topic_rules(path: Path | None = None) -> Mapping[Topic, TopicRule]:
    """Give one rule for each topic.

    Raises:
        RuleTableError: a row is faulty, or a topic has no row.
    """
    path = path or resource_path("rules/disclosure.tsv")
    rules: dict[Topic, TopicRule] = {}
    faults: list[str] = []
    for line, row in read_rows(path, _COLUMNS):
        try:
            topic = Topic(row["topic"])
            rules[topic] = TopicRule(
                topic=topic,
                heading=row["heading"],
                question=row["question"],
                told_when=Wish(row["told_when"]),
                needs_topic=Topic(row["needs_topic"]) if row["needs_topic"] else None,
                needs_consent=ConsentScope(row["needs_consent"]) if row["needs_consent"] else None,
                withholds=row["withholds"],
                source=row["source"],
            )
        except ValueError as error:
            faults.append(f"line {line}: {error}")
    faults.extend(f"no row for {topic}" for topic in Topic if topic not in rules)
    if faults:
        raise faulty(path, tuple(faults))
    return rules


def policy_for(person: Person | None, date: str) -> DisclosurePolicy:
    """Work out what may be told on `date` (ISO) from wishes and consent; without a person nothing of the topics is."""
    decisions: dict[Topic, TopicDecision] = {}
    for topic, rule in topic_rules().items():
        decisions[topic] = _decide(person, date, rule, decisions)
    return DisclosurePolicy(decisions=tuple(decisions[topic] for topic in Topic))


def _decide(person: Person | None, date: str, rule: TopicRule, before: Mapping[Topic, TopicDecision]) -> TopicDecision:
    wish = person.wish(rule.topic) if person is not None else Wish.NOT_ASKED
    if person is None or wish is not rule.told_when:
        words = {Wish.REFUSES: "does not want to know", Wish.NOT_ASKED: "was not asked", Wish.WANTS: "wants to know"}
        return TopicDecision(topic=rule.topic, told=False, reason=words[wish])
    if rule.needs_topic is not None and not (rule.needs_topic in before and before[rule.needs_topic].told):
        reason = f"wants to know, but {rule.needs_topic.value.replace('_', ' ')} is not told"
        return TopicDecision(topic=rule.topic, told=False, reason=reason)
    if rule.needs_consent is not None and not person.consents_to(rule.needs_consent, date):
        reason = f"wants to know, but consent ({rule.needs_consent.value.replace('_', ' ')}) does not stand on {date}"
        return TopicDecision(topic=rule.topic, told=False, reason=reason)
    return TopicDecision(topic=rule.topic, told=True, reason="wants to know")


def for_person(interpretation: Interpretation, policy: DisclosurePolicy, hereditary: frozenset[str]) -> PersonView:
    """Give what may be told to the person.

    `hereditary` are the symbols of all genes in which a call may be flagged as inherited: their markers are silent,
    whatever their state, unless a finding that may be told rests on them. Otherwise a missing line would speak.
    """
    view = _Filter(interpretation, policy, hereditary)
    findings = view.findings()
    return PersonView(
        software=interpretation.software,
        catalogue=interpretation.catalogue,
        case=_case_of(interpretation),
        person=interpretation.person,
        findings=tuple(view.finding(finding) for finding in findings),
        markers=tuple(view.markers(findings)),
        uncertain=tuple(view.uncertain(findings)),
        pgx=interpretation.pgx if policy.tells(Topic.DRUG_METABOLISM) else (),
        fit=tuple(_fit_of(interpretation.fit, findings)),
        told=frozenset(topic for topic in Topic if policy.tells(topic)),
        preliminary=interpretation.preliminary,
    )


class _Filter:
    def __init__(self, interpretation: Interpretation, policy: DisclosurePolicy, hereditary: frozenset[str]) -> None:
        self._interpretation = interpretation
        self._policy = policy
        self._by_id = {alteration.id: alteration for alteration in interpretation.alterations}
        told = policy.tells(Topic.INHERITED_RISK)
        self._inherited = None if told else NothingInherited(interpretation, hereditary)
        self._withheld = self._inherited.withheld if self._inherited is not None else frozenset()

    def findings(self) -> list[Finding]:
        """Give the findings that may be told, in the order of the interpretation."""
        told = [finding for finding in self._interpretation.findings if self._may_tell(finding)]
        keys = {finding.key for finding in told}
        return [finding for finding in told if finding.overruled_by not in keys]

    def _may_tell(self, finding: Finding) -> bool:
        if finding.state is not State.DETECTED or finding.evidence.status is not Status.CURRENT:
            return False
        if finding.response is Response.PROGNOSIS and not self._policy.tells(Topic.PROGNOSIS):
            return False
        if finding.response is Response.TOXICITY and not self._policy.tells(Topic.DRUG_METABOLISM):
            return False
        if finding.amp_tier in (AmpTier.III, AmpTier.IV) and not self._policy.tells(Topic.UNCERTAIN_VARIANTS):
            return False
        return self._inherited is None or self._inherited.tells_finding(finding)

    def _told_alterations(self, finding: Finding) -> tuple[str, ...]:
        return tuple(identity for identity in finding.alterations if identity not in self._withheld)

    def finding(self, finding: Finding) -> PersonFinding:
        alterations = [self._by_id[identity] for identity in self._told_alterations(finding) if identity in self._by_id]
        agencies = dict.fromkeys(approval.agency for approval in finding.approvals if approval.is_current)
        return PersonFinding(
            evidence_id=finding.evidence.id,
            biomarker=finding.evidence.biomarker,
            found=tuple(dict.fromkeys(_name(alteration) for alteration in alterations)),
            genes=tuple(dict.fromkeys(alteration.gene for alteration in alterations)),
            therapies=finding.evidence.therapies,
            response=finding.response,
            direction=finding.direction,
            level=finding.level,
            tumour_relation=finding.tumour_relation,
            approved_here=finding.approved_here,
            approved_by=tuple(agencies),
            verified=finding.verified,
            inherited=tuple(dict.fromkeys(item.gene for item in alterations if may_be_inherited(item))),
        )

    def markers(self, findings: list[Finding]) -> list[PersonMarker]:
        shown = {identity for finding in findings for identity in self._told_alterations(finding)}
        return [
            PersonMarker(biomarker=row.biomarker, gene=row.gene, state=row.state, matters_for=row.matters_for)
            for row in self._interpretation.markers
            if self._may_tell_marker(row, shown)
        ]

    def _may_tell_marker(self, row: MarkerRow, shown: set[str]) -> bool:
        rests_on_told = bool(shown.intersection(row.alterations))
        if not row.matters_for and not rests_on_told:
            return False
        return self._inherited is None or self._inherited.tells_marker(row)

    def uncertain(self, findings: list[Finding]) -> list[str]:
        if not self._policy.tells(Topic.UNCERTAIN_VARIANTS):
            return []
        shown = {identity for finding in findings for identity in finding.alterations}
        names = [
            _name(alteration)
            for alteration in self._interpretation.alterations
            if alteration.id not in shown
            and alteration.id not in self._withheld
            and alteration.status is CallStatus.CALLED
            and alteration.kind is not AlterationKind.PHARMACOGENE
            and alteration.effect is not None
            and alteration.effect.consequence.changes_protein
        ]
        return list(dict.fromkeys(names))


def _case_of(interpretation: Interpretation) -> Case:
    """Give the case; an id that was made from a file's hash is left out, for the hash covers withheld facts too."""
    case = interpretation.case
    made_from_file = any(item.sha256[:12] in case.id for item in interpretation.inputs if item.sha256)
    return replace(case, id="") if made_from_file else case


def _fit_of(fit: tuple[FitRow, ...], findings: list[Finding]) -> list[FitRow]:
    """Give the rows of told regimens, in the order of the told findings: the order itself must not speak."""
    by_therapy: dict[str, list[FitRow]] = {}
    for row in fit:
        by_therapy.setdefault(row.therapy, []).append(row)
    regimens = dict.fromkeys(" + ".join(finding.evidence.therapies) for finding in findings)
    return [row for regimen in regimens for row in by_therapy.get(regimen, [])]


def _name(alteration: Alteration) -> str:
    return alteration.label or f"{alteration.gene} {alteration.protein_change}".strip()
