"""Conflict cards: where a wish, a consent and a finding pull apart, people decide. For the clinician only (R13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from interpreter.care.disclosure import policy_for, topic_rules
from interpreter.care.inherited import may_be_inherited
from interpreter.care.vocabulary import preference_keys
from interpreter.model.alterations import Alteration
from interpreter.model.cases import Interpretation
from interpreter.model.dates import age_in_months
from interpreter.model.evidence import Direction, EvidenceClass, Response
from interpreter.model.findings import COUNTS_AS_SAME, AmpTier, ConflictCard, Finding, FitRow, Verdict
from interpreter.model.person import Consent, ConsentScope, Person, Topic, Wish
from interpreter.model.results import PharmacogeneResult, State

_SCOPES = {
    ConsentScope.THIS_CARE: "this care",
    ConsentScope.STORAGE: "storage of the case",
    ConsentScope.GERMLINE: "looking at inherited findings",
    ConsentScope.RESEARCH: "research",
    ConsentScope.REGISTRY: "a registry",
    ConsentScope.FAMILY_CONTACT: "contact with the family",
}
_AFTER_WITHDRAWAL = {
    ConsentScope.THIS_CARE: "Talk with the person before anything further is done with this case.",
    ConsentScope.STORAGE: "Have the administrator erase the stored case, or state the legal duty to keep it.",
    ConsentScope.GERMLINE: "Leave inherited findings uninterpreted beyond what this treatment needs.",
    ConsentScope.RESEARCH: "Take the case out of research lists and tell those who received it.",
    ConsentScope.REGISTRY: "Report the withdrawal to the registry.",
    ConsentScope.FAMILY_CONTACT: "Do not contact relatives; stop what was begun.",
}


def conflict_cards(interpretation: Interpretation) -> tuple[ConflictCard, ...]:
    """Give every conflict that a clinician must decide on the case's date, the gravest kinds first.

    Each card has an id that is stable within the case, so that who decided what and when can be kept with it.
    """
    person = interpretation.person
    if person is None:
        return ()
    date, findings = interpretation.case.date, interpretation.findings
    return (
        *_inherited(person, interpretation.alterations, findings, date),
        *_metabolism(person, interpretation.pgx, findings),
        *_withdrawn(person, date),
        *_refused_care(person),
        *_only_option(findings, interpretation.fit),
        *_expired(person, date),
        *_aged(person, date),
        *_representative(person),
    )


def _inherited(
    person: Person, alterations: Sequence[Alteration], findings: Sequence[Finding], date: str
) -> Iterator[ConflictCard]:
    suspect = [alteration for alteration in alterations if may_be_inherited(alteration)]
    wish = person.wish(Topic.INHERITED_RISK)
    told = policy_for(person, date).tells(Topic.INHERITED_RISK)
    if wish is Wish.WANTS and not told:
        yield ConflictCard(
            id="consent_against_request:inherited_risk",
            kind="consent_against_request",
            what="The person wants to know about inherited risk, but consent to looking at inherited findings "
            f"{_consent_state(person.consent(ConsentScope.GERMLINE), date)}.",
            why="Without it inherited findings are not interpreted beyond this treatment, and the letter is silent.",
            options=(
                "Inform the person, offer genetic counselling, and record the consent.",
                "Leave it as it is, and record that the person was told why nothing is said.",
            ),
        )
    if person.wish(Topic.RELATIVES_RISK) is Wish.WANTS and not person.consents_to(ConsentScope.FAMILY_CONTACT, date):
        yield ConflictCard(
            id="consent_against_request:relatives_risk",
            kind="consent_against_request",
            what="The person wants to know what findings mean for relatives, but consent to contact with the family "
            f"{_consent_state(person.consent(ConsentScope.FAMILY_CONTACT), date)}.",
            why="Relatives are contacted by nobody but the person without that consent.",
            options=(
                "Give the person a family letter to pass on themselves, once inherited findings may be told.",
                "Ask for consent to contact with the family.",
            ),
        )
    if not suspect or told or wish is Wish.WANTS:
        return
    names = _names(suspect)
    relevance = _relevance(suspect, findings)
    if wish is Wish.REFUSES:
        yield ConflictCard(
            id="wish_against_finding:inherited_risk",
            kind="wish_against_finding",
            what=f"The person does not want to know of inherited risk, and {names} may be inherited.{relevance}",
            why="The letter stays silent on it and on what rests on it. The treating clinician sees it; offering a "
            "treatment that rests on it can disclose it.",
            options=(
                "Keep to the wish; choose treatment without naming the inherited side.",
                "Ask, without saying what was found, if the wish still stands when treatment could depend on it.",
                "Involve genetic counselling or the ethics board before anything is said.",
            ),
        )
    else:
        yield ConflictCard(
            id="ask:inherited_risk",
            kind="ask",
            what="Nobody asked if the person wants to know of inherited risk, and "
            f"{names} may be inherited.{relevance}",
            why="Until they are asked the letter is silent on heredity.",
            options=(
                f"Ask: {topic_rules()[Topic.INHERITED_RISK].question}",
                "Offer genetic counselling before asking.",
            ),
        )


def _metabolism(
    person: Person, pgx: Sequence[PharmacogeneResult], findings: Sequence[Finding]
) -> Iterator[ConflictCard]:
    genes = [result.gene for result in pgx if result.state is State.DETECTED and result.drugs]
    genes += [
        finding.evidence.biomarker
        for finding in findings
        if finding.response is Response.TOXICITY and finding.state is State.DETECTED
    ]
    wish = person.wish(Topic.DRUG_METABOLISM)
    if not genes or wish is Wish.WANTS:
        return
    said = "does not want to know" if wish is Wish.REFUSES else "was not asked if they want to know"
    yield ConflictCard(
        id="wish_against_finding:drug_metabolism" if wish is Wish.REFUSES else "ask:drug_metabolism",
        kind="wish_against_finding" if wish is Wish.REFUSES else "ask",
        what=f"The person {said} how their body handles medicines, and there is a result: "
        f"{', '.join(dict.fromkeys(genes))}.",
        why="The letter is silent on it. The warning to the prescriber stands in full: no wish weakens drug safety.",
        options=(
            "Prescribe by the result; the reason need not be told in detail.",
            "Ask if a card for other doctors and pharmacies is wanted.",
        ),
    )


def _withdrawn(person: Person, date: str) -> Iterator[ConflictCard]:
    for scope in ConsentScope:
        latest = person.consent(scope)
        if latest is not None and latest.given and latest.withdrawn_on and latest.withdrawn_on <= date:
            yield ConflictCard(
                id=f"withdrawn_consent:{scope.value}",
                kind="withdrawn_consent",
                what=f"Consent to {_SCOPES[scope]} was withdrawn on {latest.withdrawn_on}.",
                why="What consent does not cover is not done, and what rested on it is looked at again.",
                options=(_AFTER_WITHDRAWAL[scope], "Ask if the withdrawal was meant for other consents too."),
            )


def _refused_care(person: Person) -> Iterator[ConflictCard]:
    latest = person.consent(ConsentScope.THIS_CARE)
    if latest is not None and not latest.given:
        yield ConflictCard(
            id="consent_refused:this_care",
            kind="consent_refused",
            what=f"Consent to this care was not given ({latest.date}).",
            why="An interpretation was asked for all the same.",
            options=("Clear it with the person before the result is used.", "Discard the interpretation."),
        )


def _only_option(findings: Sequence[Finding], fit: Sequence[FitRow]) -> Iterator[ConflictCard]:
    approved = tuple(dict.fromkeys(_regimen(finding) for finding in findings if _is_approved_option(finding)))
    against = {
        regimen: [row for row in fit if row.therapy == regimen and row.verdict is Verdict.CONFLICTS and not row.safety]
        for regimen in approved
    }
    if not approved or not all(against.values()):
        return
    headings = dict.fromkeys(row.preference for rows in against.values() for row in rows)
    which = (
        f"the only approved option, {approved[0]}"
        if len(approved) == 1
        else f"each approved option ({', '.join(approved)})"
    )
    yield ConflictCard(
        id="wish_against_only_option",
        kind="wish_against_only_option",
        what=f"What the person said conflicts with {which}.",
        why=f"It concerns: {'; '.join(headings)}. The evidence is not changed by it; the option stays in its place.",
        options=(
            "Talk about which matters more, and if help (transport, another form, care for side effects) changes it.",
            "Consider options of lower evidence or a trial, saying plainly that the evidence is weaker.",
            "Respect a refusal, and record it.",
        ),
    )


def _expired(person: Person, date: str) -> Iterator[ConflictCard]:
    keys = preference_keys()
    expired = [
        f"{keys[wish.key].heading} (until {wish.expires})"
        for wish in person.preferences
        if wish.is_expired(date) and wish.key in keys
    ]
    if expired:
        yield ConflictCard(
            id="expired_facts",
            kind="expired_facts",
            what=f"Answers that are no longer to be relied on: {'; '.join(expired)}.",
            why="They count as not known until the person is asked again.",
            options=("Ask again and record the answer with its date.",),
        )


def _aged(person: Person, date: str) -> Iterator[ConflictCard]:
    """Answers without an end of their own that are older than such answers usually hold."""
    keys = preference_keys()
    aged = [
        f"{keys[wish.key].heading} (said on {wish.date}; such answers are asked again after {usual} months)"
        for wish in person.preferences
        if wish.key in keys
        and not wish.expires
        and (usual := keys[wish.key].valid_months) is not None
        and (age_in_months(wish.date, date) or 0) >= usual
    ]
    if aged:
        yield ConflictCard(
            id="aged_facts",
            kind="aged_facts",
            what=f"Answers that may have changed since: {'; '.join(aged)}.",
            why="They are still used as they were given.",
            options=("Ask again and record the answer with its date.", "Confirm that it still holds."),
        )


def _representative(person: Person) -> Iterator[ConflictCard]:
    by_person = [consent for consent in person.consents if consent.given and consent.by == person.name]
    if person.minor and person.name and by_person:
        yield ConflictCard(
            id="consent_of_minor",
            kind="consent_of_minor",
            what="The person cannot consent alone by law, and a consent is recorded in their own name only.",
            why=f"{person.legal_representative or 'A representative'} must agree; the person's own view counts beside.",
            options=(
                "Record the representative's consent, and the person's assent.",
                "Check if the person has come of age since.",
            ),
        )


def _is_approved_option(finding: Finding) -> bool:
    return (
        finding.state is State.DETECTED
        and finding.approved_here
        and finding.response is Response.SENSITIVITY
        and finding.direction is Direction.SUPPORTS
        and bool(finding.evidence.therapies)
        and not finding.overruled_by
    )


def _relevance(suspect: Iterable[Alteration], findings: Sequence[Finding]) -> str:
    """Say which treatments in this tumour speak through a suspect alteration, and which a germline test could open."""
    ids = {alteration.id for alteration in suspect}
    resting = [
        finding
        for finding in findings
        if ids.intersection(finding.alterations)
        and finding.evidence.therapies
        and finding.response is Response.SENSITIVITY
        and finding.direction is Direction.SUPPORTS
    ]
    met = [finding for finding in resting if finding.state is State.DETECTED]
    strong = dict.fromkeys(_regimen(one) for one in met if one.amp_tier in (AmpTier.I_A, AmpTier.I_B))
    weaker = {_regimen(one) for one in met} - set(strong)
    opened = dict.fromkeys(
        _regimen(one)
        for one in resting
        if one.state is State.INCONCLUSIVE
        and one.tumour_relation in COUNTS_AS_SAME
        and one.level in (EvidenceClass.APPROVED, EvidenceClass.GUIDELINE)
        and "germline" in one.evidence.biomarker
    )
    words = ""
    if strong:
        words += (
            f" It bears on treatment: {', '.join(strong)}{f', and {len(weaker)} of lower evidence' * bool(weaker)}."
        )
    elif weaker:
        words += f" Treatments of lower evidence rest on it ({len(weaker)})."
    if opened:
        words += f" A germline test could open: {', '.join(opened)}."
    return words


def _regimen(finding: Finding) -> str:
    return " + ".join(finding.evidence.therapies)


def _names(alterations: Sequence[Alteration]) -> str:
    names = dict.fromkeys(alteration.label or alteration.gene for alteration in alterations)
    return ", ".join(names)


def _consent_state(consent: Consent | None, date: str) -> str:
    if consent is None:
        return "was never recorded"
    if not consent.given:
        return f"was not given ({consent.date})"
    if consent.withdrawn_on and consent.withdrawn_on <= date:
        return f"was withdrawn on {consent.withdrawn_on}"
    return f"is dated {consent.date}, after this interpretation"
