"""Fit: how each therapy sits in this person's life. A second axis; it knows no finding, tier or order of evidence."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from interpreter.care.fit_rules import ALWAYS, LOCAL_ACCESS, FitRule, FitRules, OtherMedicine, load_fit_rules
from interpreter.care.vocabulary import Meets, organ_limits, preference_keys
from interpreter.model.evidence import Therapy
from interpreter.model.findings import FitRow, Verdict
from interpreter.model.person import Person, Preference

_UNVERIFIED = "not verified against the label"
_SEVERITY = {Verdict.CONFLICTS: 3, Verdict.DISCUSS: 2, Verdict.UNKNOWN: 1, Verdict.FITS: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What one medicine of a regimen says to one thing the person said."""

    medicine: str
    verdict: Verdict
    facts: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    """What the therapy table does not say, in plain words."""
    not_verified: tuple[str, ...] = ()
    """What it says nothing against, though nobody compared it with the label."""
    source: str = ""
    rules: tuple[str, ...] = ()


def fit(
    person: Person,
    regimens: Sequence[tuple[str, ...]],
    therapies: Mapping[str, Therapy],
    date: str,
    rules: FitRules | None = None,
) -> tuple[FitRow, ...]:
    """Hold each regimen (its INN parts) against each thing the person said; `date` is ISO, `therapies` by INN.

    One row for each regimen and wish that a therapy's facts can meet, then the safety notes (`safety` is True):
    pregnancy, contraception, smoking, organ limits, other medicines. Regimens keep their order, wishes are listed by
    importance; nothing is left out. Of a regimen's medicines the most restrictive answer stands. A fact that is not in
    the therapy table gives `unknown`, never `fits`.
    """
    known = rules if rules is not None else load_fit_rules()
    rows: list[FitRow] = []
    for regimen in dict.fromkeys(tuple(parts) for parts in regimens if parts):
        case = _Regimen(regimen, therapies, person, date, known)
        rows.extend(case.wishes())
        rows.extend(case.safety())
    return tuple(rows)


class _Regimen:
    """One regimen before one person."""

    def __init__(
        self, parts: tuple[str, ...], therapies: Mapping[str, Therapy], person: Person, date: str, rules: FitRules
    ) -> None:
        self._parts = parts
        self._name = " + ".join(parts)
        self._therapies = therapies
        self._person = person
        self._date = date
        self._rules = rules

    def wishes(self) -> Iterable[FitRow]:
        for preference in self._stated(Meets.THERAPY):
            yield self._preference_row(preference, safety=False)

    def safety(self) -> Iterable[FitRow]:
        for preference in self._stated(Meets.SAFETY):
            yield self._preference_row(preference, safety=True)
        yield from self._organs()
        yield from self._medicines()

    def _stated(self, meets: Meets) -> list[Preference]:
        """Give what was said of one kind, most important first, then in the order of the questions."""
        keys = preference_keys()
        order = {(key.key, value): (i, j) for i, key in enumerate(keys.values()) for j, value in enumerate(key.values)}
        stated = [wish for wish in self._person.preferences if wish.key in keys and keys[wish.key].meets is meets]
        return sorted(stated, key=lambda wish: (-wish.importance, order[wish.key, wish.value]))

    def _preference_row(self, preference: Preference, *, safety: bool) -> FitRow:
        key = preference_keys()[preference.key]
        said = key.values[preference.value]
        heading = f"{key.heading}: {said}"
        named = f"To “{key.heading}” the answer was “{said}”"
        recorded = f"said on {preference.date}, recorded by {preference.recorded_by}"
        if preference.is_expired(self._date):
            fact = f"this answer was good until {preference.expires}; ask again before relying on it"
            return self._plain_row(heading, named, Verdict.UNKNOWN, fact, recorded, safety=safety)
        rules = self._rules.for_saying(preference.key, preference.value)
        return self._answered_row(heading, named, self._answers(rules), recorded, safety=safety)

    def _organs(self) -> Iterable[FitRow]:
        measures = dict(self._person.organ_measures)
        for organ, value in self._person.organ_limits:
            limit = organ_limits().get(organ)
            if limit is None or value not in limit.values:
                continue
            measured = f" ({measures[organ]})" if organ in measures else ""
            said = f"{limit.heading}: {limit.values[value]}{measured}"
            rules = self._rules.for_saying(f"organ:{organ}", value)
            if rules:
                yield self._answered_row(said, said, self._answers(rules), "", safety=True)
        if not self._person.organs_asked and not self._person.organ_limits:
            fact = "whether a limit of kidney, liver, heart or another organ exists was not recorded"
            yield self._safety_row("Organ function: not recorded", Verdict.UNKNOWN, fact)

    def _medicines(self) -> Iterable[FitRow]:
        unlisted: list[str] = []
        quiet: list[str] = []
        for name in self._person.medicines:
            medicine = self._medicine(name)
            if medicine is None:
                unlisted.append(name)
                continue
            found = (rule for code in medicine.classes for rule in self._rules.for_saying("medicine", code))
            answers = self._answers(tuple(dict.fromkeys(found)))
            if all(answer.verdict is Verdict.FITS for answer in answers):
                quiet.append(medicine.name)
            else:
                said = f"Other medicine: {medicine.name}"
                source = f"interaction class: {medicine.source}"
                yield self._answered_row(said, said, answers, source, safety=True)
        if unlisted:
            fact = "not in the program's table of interactions, so nothing was checked; ask the pharmacy"
            yield self._safety_row(f"Other medicine: {', '.join(unlisted)}", Verdict.UNKNOWN, fact)
        if quiet:
            fact = (
                f"no interaction of the kinds checked here is noted for {self._name}; the pharmacy's check stays needed"
            )
            source = "; ".join(self._label_of(medicine) for medicine in self._parts)
            yield self._safety_row(f"Other medicine: {', '.join(quiet)}", Verdict.FITS, fact, source)
        if not self._person.medicines and not self._person.medicines_asked:
            fact = "which other medicines are taken was not recorded, so no interaction was checked"
            yield self._safety_row("Other medicines: not recorded", Verdict.UNKNOWN, fact)

    def _medicine(self, name: str) -> OtherMedicine | None:
        code = name.removeprefix("class:")
        if code != name:
            if code not in self._rules.classes:
                return None
            return OtherMedicine(name=code.replace("_", " "), classes=(code,), source="as recorded")
        known = self._rules.medicines
        return known.get(" ".join(name.lower().split())) or known.get(_without_dose(name))

    def _answers(self, rules: tuple[FitRule, ...]) -> list[_Answer]:
        return [self._answer(medicine, rules) for medicine in self._parts]

    def _answer(self, medicine: str, rules: tuple[FitRule, ...]) -> _Answer:
        fired: list[FitRule] = []
        missing: dict[str, None] = {}
        for rule in rules:
            values = self._values(medicine, rule.attribute)
            if not values and rule.codes != ALWAYS:
                missing[rule.asks] = None
            elif rule.fires(values):
                fired.append(rule)
        source = self._label_of(medicine)
        top = max((_SEVERITY[rule.verdict] for rule in fired), default=-1)
        if top <= _SEVERITY[Verdict.UNKNOWN]:
            settling = [rule for rule in fired if rule.settles]
            if missing and not settling:
                return _Answer(medicine=medicine, verdict=Verdict.UNKNOWN, not_known=tuple(missing), source=source)
            if not fired:
                return self._nothing_noted(medicine, rules)
            chosen, missing = settling or fired, {}
        else:
            chosen = [rule for rule in fired if _SEVERITY[rule.verdict] == top]
        return _Answer(
            medicine=medicine,
            verdict=chosen[0].verdict,
            facts=tuple(rule.sentence.replace("{medicine}", medicine) for rule in chosen),
            not_known=tuple(missing),
            source=self._source_of(medicine, chosen),
            rules=tuple(rule.id for rule in chosen),
        )

    def _nothing_noted(self, medicine: str, rules: tuple[FitRule, ...]) -> _Answer:
        """All facts asked for are known and none speaks: that is a `fits` only where the label itself was read."""
        asked = tuple(dict.fromkeys(rule.asks for rule in rules))
        therapy = self._therapies.get(medicine)
        source = self._label_of(medicine)
        if rules and therapy is not None and therapy.verification.verified:
            fact = f"nothing of this is noted for {medicine} (looked at: {', '.join(asked)})"
            return _Answer(medicine=medicine, verdict=Verdict.FITS, facts=(fact,), source=source)
        return _Answer(medicine=medicine, verdict=Verdict.UNKNOWN, not_verified=asked, source=source)

    def _values(self, medicine: str, attribute: str) -> tuple[str, ...]:
        """Give what is known of a medicine; local access is what staff entered, for the regimen or for the medicine."""
        if attribute == LOCAL_ACCESS:
            entered = {access.therapy: access.status.value for access in self._person.access}
            status = entered.get(self._name) or entered.get(medicine)
            return (status,) if status else ()
        therapy = self._therapies.get(medicine)
        return tuple(therapy.attributes.get(attribute, ())) if therapy is not None else ()

    def _source_of(self, medicine: str, rules: list[FitRule]) -> str:
        if all(rule.attribute == LOCAL_ACCESS for rule in rules):
            entry = next((a for a in self._person.access if a.therapy in (self._name, medicine)), None)
            return f"entered here on {entry.date} by {entry.recorded_by}" if entry is not None else ""
        return self._label_of(medicine)

    def _label_of(self, medicine: str) -> str:
        therapy = self._therapies.get(medicine)
        if therapy is None:
            return f"{medicine} is not in the therapy table"
        label = therapy.citation.text if therapy.citation is not None else f"therapy table, {medicine}"
        dated = f"{label} ({therapy.label_date})" if therapy.label_date else label
        return dated if therapy.verification.verified else f"{dated}, {_UNVERIFIED}"

    def _answered_row(self, heading: str, named: str, answers: list[_Answer], also: str, *, safety: bool) -> FitRow:
        """Make the row of the most restrictive answer, with what is not known of the other medicines."""
        top = max(_SEVERITY[answer.verdict] for answer in answers)
        chosen = [answer for answer in answers if _SEVERITY[answer.verdict] == top]
        heard = [*chosen, *(answer for answer in answers if answer.verdict is Verdict.UNKNOWN and answer not in chosen)]
        facts = [fact for answer in heard for fact in answer.facts]
        facts += _open_ends(heard, "not known for {medicine}: {asked}", lambda answer: answer.not_known)
        facts += _open_ends(
            heard,
            "nothing of this is noted for {medicine}, but that was not verified against the label ({asked})",
            lambda answer: answer.not_verified,
        )
        return FitRow(
            therapy=self._name,
            preference=heading,
            verdict=chosen[0].verdict,
            why=f"{named}; {'; '.join(dict.fromkeys(facts))}.",
            source="; ".join(
                dict.fromkeys([*(answer.source for answer in heard if answer.source), *filter(None, [also])])
            ),
            rule="|".join(dict.fromkeys(rule for answer in chosen for rule in answer.rules)),
            safety=safety,
        )

    def _plain_row(self, heading: str, named: str, verdict: Verdict, fact: str, source: str, *, safety: bool) -> FitRow:
        why = f"{named}; {fact}."
        return FitRow(therapy=self._name, preference=heading, verdict=verdict, why=why, source=source, safety=safety)

    def _safety_row(self, said: str, verdict: Verdict, fact: str, source: str = "") -> FitRow:
        return self._plain_row(said, said, verdict, fact, source, safety=True)


def _without_dose(name: str) -> str:
    """Give what stands before the first figure: a dose must not hide an interaction.

    >>> _without_dose("Omeprazole 20 mg daily")
    'omeprazole'
    """
    words = name.lower().split()
    return " ".join(itertools.takewhile(lambda word: not any(sign.isdigit() for sign in word), words))


def _open_ends(answers: list[_Answer], words: str, asked_of: Callable[[_Answer], tuple[str, ...]]) -> list[str]:
    """Say what is open, once for all medicines of which the same is open."""
    by_asked: dict[tuple[str, ...], list[str]] = {}
    for answer in answers:
        asked = asked_of(answer)
        if asked:
            by_asked.setdefault(asked, []).append(answer.medicine)
    return [
        words.format(medicine=" and ".join(medicines), asked=", ".join(asked)) for asked, medicines in by_asked.items()
    ]
