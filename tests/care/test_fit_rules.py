"""Every rule of fit_rules.tsv fires where it should and stays silent just beside it; the tables hold together."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from interpreter.care.fit import fit
from interpreter.care.fit_rules import ALWAYS, LOCAL_ACCESS, FitRule, load_fit_rules
from interpreter.care.vocabulary import Meets, organ_limits, preference_keys
from interpreter.model.evidence import Therapy, Verification
from interpreter.model.findings import FitRow, Verdict
from interpreter.model.person import AccessStatus, LocalAccess, Person, Preference
from interpreter.resources import resource_path
from interpreter.rule_tables import RuleTableError

RULES = load_fit_rules()
ALL = tuple(rule for rules in RULES.by_subject.values() for rule in rules)
SAYINGS = tuple((rule, said) for rule in ALL for said in sorted(rule.said))
DATE = "2026-11-21"
_COMPARISON = re.compile(r"(\w+:)?(<=|>=|<|>)(\d+)")
_CANDIDATES = ("other", "oral", "sc", "iv", "0", "1", "1.5", "2.5", "3.5", "99", "any", "none", "other:1")


def _name(pair: tuple[FitRule, str]) -> str:
    return f"{pair[0].id}-{pair[1]}"


def _person(rule: FitRule, said: str, attributes: dict[str, tuple[str, ...]]) -> Person:
    status = attributes.get(LOCAL_ACCESS)
    access = (
        (LocalAccess(therapy="xnib", status=AccessStatus(status[0]), date=DATE, recorded_by="x"),) if status else ()
    )
    if rule.subject == "medicine":
        return Person(medicines=(f"class:{said}",), organs_asked=True, access=access)
    if rule.subject.startswith("organ:"):
        organ = rule.subject.removeprefix("organ:")
        return Person(organ_limits=((organ, said),), medicines_asked=True, access=access)
    preference = Preference(key=rule.subject, value=said, importance=3, date=DATE, recorded_by="x")
    return Person(preferences=(preference,), medicines_asked=True, organs_asked=True, access=access)


def _rows(rule: FitRule, said: str, attributes: dict[str, tuple[str, ...]]) -> list[FitRow]:
    therapy = Therapy(
        inn="xnib",
        brands=(),
        drug_class="",
        targets=(),
        attributes={name: values for name, values in attributes.items() if name != LOCAL_ACCESS},
        citation=None,
        label_date="",
        verification=Verification(checked_by="reader", checked_on=DATE),
    )
    return list(fit(_person(rule, said, attributes), [("xnib",)], {"xnib": therapy}, DATE, RULES))


def _firing(rule: FitRule) -> tuple[str, ...]:
    """Give values that meet the codes, and as little more as can be."""
    word, _, rest = rule.codes.partition(" ")
    if word == "no" and rest:
        return ("iv",) if "iv" not in rest else ("oral",)
    token = (rest or word).split("|")[0]
    if word == "some":
        return (token, "other")
    comparison = _COMPARISON.fullmatch(token)
    if comparison:
        name, sign, limit = comparison.groups()
        return (f"{name or ''}{float(limit) + (0.5 if sign == '>' else 0):g}",)
    return (f"{token}1" if token.endswith(":") else token,)


def _quiet(rule: FitRule, said: str, attribute: str) -> tuple[str, ...]:
    """Give a known value of another attribute on which no rule for the same saying fires; empty if there is none."""
    peers = [peer for peer in RULES.for_saying(rule.subject, said) if peer.attribute == attribute]
    return next(((value,) for value in _CANDIDATES if not any(peer.fires((value,)) for peer in peers)), ())


@pytest.mark.parametrize(("rule", "said"), SAYINGS, ids=map(_name, SAYINGS))
def test_each_rule_fires_on_its_code(rule: FitRule, said: str) -> None:
    attributes = {} if rule.codes == ALWAYS else {rule.attribute: _firing(rule)}
    if rule.verdict is Verdict.FITS and not rule.settles:
        for peer in RULES.for_saying(rule.subject, said):
            attributes.setdefault(peer.attribute, _quiet(rule, said, peer.attribute))
    row = _rows(rule, said, {name: values for name, values in attributes.items() if values})[0]
    assert rule.id in row.rule.split("|")
    assert row.verdict is rule.verdict
    assert rule.sentence.replace("{medicine}", "xnib") in row.why
    assert row.safety is (rule.subject in ("smoking", "pregnancy", "contraception", "medicine") or ":" in rule.subject)


@pytest.mark.parametrize(
    ("rule", "said"),
    [pair for pair in SAYINGS if pair[0].codes != ALWAYS],
    ids=lambda value: str(getattr(value, "id", value)),
)
def test_each_rule_is_silent_beside_its_code_and_unknown_without_the_fact(rule: FitRule, said: str) -> None:
    if rule.attribute == LOCAL_ACCESS:
        other = next(status for status in AccessStatus if not rule.fires((status.value,)))
        values: tuple[str, ...] = (other.value,)
    else:
        values = next((value,) for value in _CANDIDATES if not rule.fires((value,)))
    for row in _rows(rule, said, {rule.attribute: values}):
        assert rule.id not in row.rule.split("|")
    nothing_known = _rows(rule, said, {})[0]
    assert nothing_known.verdict is Verdict.UNKNOWN
    assert rule.asks in nothing_known.why


def test_every_answer_that_a_therapy_can_meet_has_a_rule() -> None:
    for key in preference_keys().values():
        for value in key.values:
            spoken = bool(RULES.for_saying(key.key, value))
            assert spoken is (key.meets is not Meets.CONVERSATION), (key.key, value)
    for organ in organ_limits().values():
        for value in organ.values:
            assert bool(RULES.for_saying(f"organ:{organ.organ}", value)) is (value != "normal"), (organ.organ, value)
    for code in RULES.classes:
        assert RULES.for_saying("medicine", code), code


def test_every_class_of_a_rule_is_the_class_of_some_medicine() -> None:
    spoken = {said for rule in RULES.by_subject["medicine"] for said in rule.said}
    assert spoken == RULES.classes
    assert len(RULES.medicines) > 120


def test_every_code_of_a_rule_is_a_word_of_the_therapy_vocabulary() -> None:
    path = resource_path("catalogue/therapy_vocabulary.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        known: dict[str, set[str]] = {}
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            known.setdefault(row["attribute"], set()).add(row["code"])
    wrong = []
    for rule in ALL:
        if rule.codes == ALWAYS or rule.attribute == LOCAL_ACCESS:
            continue
        codes = re.sub(r"^(only|some|no) ", "", rule.codes).split("|")
        for code in codes:
            stem = _COMPARISON.sub(lambda found: f"{found[1] or ''}#", code)
            fits = [
                word
                for word in known.get(rule.attribute, ())
                if word == stem or (stem.endswith(":") and word.startswith(stem))
            ]
            if not fits:
                wrong.append(f"{rule.id}: {rule.attribute} {code}")
    assert wrong == []


def test_a_hospital_adds_rules_and_cannot_silence_ours(tmp_path: Path) -> None:
    head = "id\tsubject\tsaid\tattribute\tcodes\tverdict\tsettles\tasks\tsentence\tsource\n"
    site = tmp_path / "site.tsv"
    site.write_text(
        head
        + "SITE-1\tdriving\tmust_drive\tmonitoring\teye\tdiscuss\t\twhich check-ups\teye drops for {medicine}\tours\n",
        encoding="utf-8",
    )
    assert {rule.id for rule in load_fit_rules(site).by_subject["driving"]} > {"SITE-1"}
    site.write_text(
        head
        + "FIT-ROUTE-1\troute\toral\troute\toral\tfits\t\tx\tx\tx\n"
        + "SITE-2\tlength_or_quality\tboth\troute\toral\tfits\t\tx\tx\tx\n"
        + "SITE-3\troute\ttablets\troute\toral\tfits\t\tx\tx\tx\n"
        + "SITE-4\troute\toral\troute\toral\tunknown\t\tx\tx\tx\n"
        + "SITE-5\troute\toral\troute\toral\tdiscuss\tyes\tx\tsee {link}\tx\n"
        + "SITE-6\tshoe_size\t40\troute\tall oral\tfits\t\tx\tx\t\n",
        encoding="utf-8",
    )
    with pytest.raises(RuleTableError) as caught:
        load_fit_rules(site)
    told = "\n".join(caught.value.details)
    assert "FIT-ROUTE-1): id is empty or taken" in told
    assert "length_or_quality is for the conversation" in told
    assert "said tablets; allowed: infusion, injection, no_preference, oral" in told
    assert "verdict is one of fits, discuss, conflicts" in told
    assert 'settles is "yes" beside fits' in told
    assert "may hold {medicine} only" in told
    assert 'subject "shoe_size" is neither' in told
    assert len(caught.value.details) == 6
