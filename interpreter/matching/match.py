"""Matches one case against the catalogue: findings, markers in four states, review, near misses, what would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interpreter.matching.answers import Answer
from interpreter.matching.candidates import Candidate, Question, candidates, matters_here
from interpreter.matching.checks import cautions, shown_approvals, to_check
from interpreter.matching.contest import settle
from interpreter.matching.evaluate import Evaluator
from interpreter.matching.facts import gather
from interpreter.matching.near import near_misses
from interpreter.matching.order import ordering
from interpreter.matching.outlook import would_change
from interpreter.matching.questions import all_proofs, inquiry
from interpreter.matching.review import for_review
from interpreter.matching.rows import marker_rows
from interpreter.matching.rules import Rules, load_rules
from interpreter.matching.situation import given_before, misfit
from interpreter.matching.tiers import level_of, tier_of
from interpreter.matching.trail import trail
from interpreter.matching.typed import TYPED_IN, TypedResult, typed_results
from interpreter.model.alterations import Alteration, GeneReadings
from interpreter.model.assessment import Assessed
from interpreter.model.cases import Case
from interpreter.model.evidence import Catalogue, Direction, EvidenceClass, Response
from interpreter.model.findings import (
    COUNTS_AS_SAME,
    Exactness,
    Finding,
    MarkerRow,
    NearMiss,
    ReviewItem,
    TumourRelation,
)
from interpreter.model.genes import Gene
from interpreter.model.markers import GeneAtom, asserts, genes
from interpreter.model.results import MarkerResult, SequenceResult, Specimen, State
from interpreter.model.tumours import TumourTree
from interpreter.model.variants import CallStatus
from interpreter.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRequest:
    """Everything matching needs; nothing is read from a file or a clock."""

    case: Case
    specimen: Specimen
    catalogue: Catalogue
    genes: Mapping[str, Gene]
    tumours: TumourTree
    alterations: tuple[Alteration, ...]
    gene_readings: tuple[GeneReadings, ...]
    """What no reading holds (fusions, copies, unconfirmed calls) stands in every reading of its gene."""
    assessed: Assessed
    settings: Settings
    germline_assessed: Assessed | None = None
    """The same question asked of typed-in germline results alone."""
    marker_results: tuple[MarkerResult, ...] = ()
    sequence_results: tuple[SequenceResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchOutcome:
    """The answer, in a fixed order."""

    findings: tuple[Finding, ...]
    markers: tuple[MarkerRow, ...]
    for_review: tuple[ReviewItem, ...]
    near_misses: tuple[NearMiss, ...]
    would_change: tuple[str, ...]
    warnings: tuple[str, ...]
    typed_alterations: tuple[Alteration, ...]
    """Alterations made of typed-in sequence results; findings name them, so they belong among the case's."""


def match_case(request: MatchRequest) -> MatchOutcome:
    """Match a case. Order of findings: tier, class of evidence, exactness, therapy, evidence id."""
    rules = load_rules()
    typed = typed_results(request.sequence_results, request.genes)
    facts = gather(
        alterations=request.alterations,
        gene_readings=request.gene_readings,
        typed=typed,
        marker_results=request.marker_results,
        specimen=request.specimen,
        assessed=request.assessed,
        genes=request.genes,
        germline_assessed=request.germline_assessed,
    )
    evaluator = Evaluator(facts, rules, request.settings)
    questions = candidates(request.catalogue.evidence, request.tumours, request.case.tumour_type.code, facts)
    answered = [
        Candidate(question, answer)
        for question in questions
        if question.may_be_found and (answer := _answer_if_found(question, evaluator)) is not None
    ]
    findings = settle(_findings(request, answered, evaluator, rules))
    return MatchOutcome(
        findings=tuple(sorted(findings, key=ordering(request.case, rules.unfit_settings))),
        markers=marker_rows(questions, evaluator),
        for_review=for_review(questions, evaluator),
        near_misses=near_misses(questions, evaluator),
        would_change=would_change(questions, evaluator),
        warnings=_warnings(request, evaluator),
        typed_alterations=tuple(one.alteration for one in typed if one.alteration is not None),
    )


def _answer_if_found(question: Question, evaluator: Evaluator) -> Answer | None:
    """Give the answer where it can make a finding; proofs are asked for only where they can change it."""
    if not question.wants_absence:
        seen = evaluator.seen(question.marker)
        if seen.state is State.DETECTED:
            return seen
        if seen.state is not State.INCONCLUSIVE or not matters_here(question):
            return None
    return evaluator.answer(question.marker)


def _findings(
    request: MatchRequest, answered: Sequence[Candidate], evaluator: Evaluator, rules: Rules
) -> list[Finding]:
    shown = [one for one in answered if _is_shown(one, rules.disease_bound) and not _only_listed_sites(one, evaluator)]
    guided = {
        (frozenset(one.question.item.therapies), one.question.item.response)
        for one in shown
        if level_of(one.question.item) is EvidenceClass.GUIDELINE
        and one.answer.state is State.DETECTED
        and one.question.relation in COUNTS_AS_SAME
        and one.question.item.direction is Direction.SUPPORTS
    }
    return [_finding(request, candidate, evaluator, guided, rules) for candidate in shown]


def _is_shown(candidate: Candidate, disease_bound: frozenset[str]) -> bool:
    """Met rows are shown; open ones where something was seen that decides, and only where they matter here.

    A change whose effect is on no list is told in the markers table; it makes no possible finding of every drug.

    For another tumour type a claim that only denies or says wild type says nothing, and neither do prognosis and
    diagnosis: they are claims about that disease. So are claims on genes such as TP53 in chronic lymphocytic leukaemia.
    """
    question, answer = candidate.question, candidate.answer
    found = bool(answer.alterations or answer.sources)
    if question.relation is TumourRelation.OTHER:
        about_disease = question.item.response in (Response.PROGNOSIS, Response.DIAGNOSIS)
        named = set(genes(question.marker))
        bound = bool(named) and named <= disease_bound
        found = found and asserts(question.marker) and not about_disease and not bound
    match answer.state:
        case State.DETECTED:
            return found or question.relation in COUNTS_AS_SAME or question.relation is TumourRelation.DESCENDANT
        case State.INCONCLUSIVE:
            return found and not answer.unlisted and matters_here(question) and question.is_current
        case _:
            return False


def _only_listed_sites(candidate: Candidate, evaluator: Evaluator) -> bool:
    """Tell whether nothing but a list of sites (no sample, no reads) bears on a claim: it drives nothing (RULES R2)."""
    involved = [evaluator.facts.by_id[identity] for identity in candidate.answer.alterations]
    return bool(involved) and all(one.status is CallStatus.SITE_ONLY for one in involved)


def _finding(
    request: MatchRequest,
    candidate: Candidate,
    evaluator: Evaluator,
    guided: set[tuple[frozenset[str], Response]],
    rules: Rules,
) -> Finding:
    question, answer = candidate.question, candidate.answer
    item, case = question.item, request.case
    region = case.region or request.settings.region
    verdict = tier_of(
        item,
        state=answer.state,
        relation=question.relation,
        exactness=answer.exactness,
        region=region,
        guideline_says_so=(frozenset(item.therapies), item.response) in guided,
        rules=rules,
    )
    involved = [evaluator.facts.by_id[identity] for identity in answer.alterations]
    excluded = question.relation is TumourRelation.EXCLUDED
    checks = to_check(
        item,
        verdict=verdict,
        relation=question.relation,
        answer=answer,
        alterations=involved,
        case=case,
        region=region,
        tree=request.tumours,
    )
    steps = trail(
        item,
        answer=answer,
        alterations=involved,
        relation=question.relation,
        verdict=verdict,
        case=case,
        tree=request.tumours,
    )
    unfit = misfit(item, shown_approvals(verdict, region), case, rules.unfit_settings, rules.age_groups)
    warnings = cautions(answer, involved, verdict, item, request.marker_results)
    given = given_before(item, verdict.approvals, case)
    if unfit:
        warnings = (unfit, *warnings)
    if given:
        warnings = (*warnings, f"given before, as stated: {', '.join(given)}")
    return Finding(
        evidence=item,
        alterations=answer.alterations,
        state=answer.state,
        exactness=_exactness(answer),
        tumour_relation=question.relation,
        response=item.response,
        direction=Direction.DOES_NOT_SUPPORT if excluded else item.direction,
        level=verdict.level,
        amp_tier=verdict.tier,
        # the curated grade is for the evidence's own tumour types
        escat=item.escat if question.relation in COUNTS_AS_SAME and answer.state is State.DETECTED else "",
        approvals=verdict.approvals,
        approved_here=verdict.approved_here,
        to_check=checks,
        verified=item.verification.verified,
        citations=item.citations,
        because=steps,
        other_lineage=request.tumours.other_lineage(item.tumour_types, case.tumour_type.code),
        not_as_stated=bool(unfit),
        given_before=given,
        warnings=(f"possible, unconfirmed: {answer.reason}", *warnings) if _is_open(answer) else warnings,
    )


def _exactness(answer: Answer) -> Exactness | None:
    """Give the exactness of a met expression; one that only denies other markers is met as a class."""
    if answer.state is not State.DETECTED:
        return None
    return answer.exactness if answer.exactness is not None else Exactness.CLASS


def _is_open(answer: Answer) -> bool:
    return answer.state is State.INCONCLUSIVE


def _warnings(request: MatchRequest, evaluator: Evaluator) -> tuple[str, ...]:
    """Tell of typed-in results that could not be read, and of those that a call contradicts."""
    typed = evaluator.facts.typed
    read = {one.result for one in typed}
    warnings = [
        f"the typed-in result '{result.gene} {result.change}' is no feature of the marker language and was not matched"
        for result in request.sequence_results
        if result not in read
    ]
    for one in typed:
        wild_type = bool(one.proved_codons)
        if one.result.state is State.DETECTED and not wild_type:
            warnings += _denied(one, evaluator)
        if one.result.state is not State.NOT_DETECTED and not wild_type:
            continue
        answer = evaluator.answer(one.atom)
        contradicted = answer.state is State.NOT_DETECTED if wild_type else answer.state is State.DETECTED
        if contradicted:
            said = "is given" if wild_type else "was typed in as not detected"
            warnings.append(
                f"sources contradict each other: '{one.atom}' {said} ({one.result.method}), but {answer.reason}"
            )
    return tuple(dict.fromkeys(warnings))


def _denied(one: TypedResult, evaluator: Evaluator) -> list[str]:
    """Tell of a typed-in positive where the sample's own files prove the place to be reference."""
    if not isinstance(one.atom, GeneAtom):
        return []
    gene = evaluator.facts.symbol(one.atom.gene)
    asked = inquiry(gene, one.atom.feature, evaluator.rules)
    proof = all_proofs(question.ask(evaluator.facts.assessed, gene) for question in asked.questions)
    called = [hit for hit, _ in evaluator.hits(one.atom) if TYPED_IN not in hit.flags]
    if not proof.assessed or called:
        return []
    return [
        f"sources contradict each other: '{one.atom}' was typed in as detected ({one.result.method}), but there is no "
        f"such call and {proof.proof} cover the place"
    ]
