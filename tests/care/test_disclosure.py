"""What the person chose not to know is not in their view: two cases that differ only in it give equal views (S20)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.care.disclosure import for_person, policy_for, topic_rules
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Response
from interpreter.model.findings import AmpTier
from interpreter.model.person import Consent, Person, Topic, Wish
from interpreter.model.person_view import PersonView
from interpreter.model.results import State
from interpreter.model.variants import Origin
from interpreter.report.tables import interpretation_json
from tests.care.builders import DATE, HEREDITARY, alteration, case, dpyd, finding, fit_row, marker

BRAF = alteration("BRAF", "V600E")
BRCA2_SUSPECT = alteration("BRCA2", "Y42*", suspect=True)
BRCA2_SOMATIC = alteration("BRCA2", "Q99*", origin=Origin.SOMATIC)
VUS = alteration("ERBB3", "A12T")
GERMLINE_CONSENT = Consent(scope="germline", given=True, version="1", date="2026-01-01", by="Ada")

BRAF_FINDING = finding("BRAF p.V600E", (BRAF,), ("dabrafenib", "trametinib"))
BRAF_MARKER = marker("BRAF p.V600E", "BRAF", State.DETECTED, (BRAF,), ("dabrafenib + trametinib",))
ROWS = (fit_row("dabrafenib + trametinib"), fit_row("niraparib"), fit_row("olaparib"))


def _person(**wishes: Wish) -> Person:
    return Person(
        name="Ada",
        right_not_to_know=tuple((Topic(topic), wish) for topic, wish in wishes.items()),
        consents=(GERMLINE_CONSENT,),
    )


def _view(interpretation: Interpretation) -> PersonView:
    return for_person(interpretation, policy_for(interpretation.person, DATE), HEREDITARY)


def _plain(person: Person, state: State = State.NOT_ASSESSED) -> Interpretation:
    """A case without anything that could be withheld; BRCA2 may have been looked at or not."""
    return case(
        person,
        (BRAF,),
        (BRAF_FINDING,),
        (BRAF_MARKER, marker("BRCA2 loss of function", "BRCA2", state)),
        (fit_row("dabrafenib + trametinib"),),
    )


def _suspect(person: Person) -> Interpretation:
    """The same case with a BRCA2 change that may be inherited, on which two treatments and an order of rows rest."""
    olaparib = finding("BRCA2 loss of function", (BRCA2_SUSPECT,), ("olaparib",))
    return case(
        person,
        (BRCA2_SUSPECT, BRAF),
        (olaparib, finding("germline BRCA2 loss of function", (BRCA2_SUSPECT,), ("niraparib",)), BRAF_FINDING),
        (
            BRAF_MARKER,
            marker("BRCA2 loss of function", "BRCA2", State.DETECTED, (BRCA2_SUSPECT,)),
            marker("germline BRCA2 loss of function", "BRCA2", State.INCONCLUSIVE, (BRCA2_SUSPECT,)),
        ),
        (ROWS[2], ROWS[1], ROWS[0]),
        warnings=("BRCA2 Y42* may be inherited",),
    )


@pytest.mark.parametrize("wish", [Wish.REFUSES, Wish.NOT_ASKED])
@pytest.mark.parametrize("state", [State.NOT_ASSESSED, State.NOT_DETECTED, State.INCONCLUSIVE])
def test_s20_a_finding_that_may_be_inherited_leaves_no_trace(wish: Wish, state: State) -> None:
    person = _person(inherited_risk=wish)
    view = _view(_suspect(person))
    assert view == _view(_plain(person, state))
    assert [one.biomarker for one in view.findings] == ["BRAF p.V600E"]
    assert "BRCA2" not in repr(replace(view, person=None))


def test_s20_an_order_made_by_a_withheld_finding_does_not_speak() -> None:
    """The first mention of a regimen by a withheld finding must not move its rows."""
    person = _person(inherited_risk=Wish.REFUSES)
    other = finding("BRAF p.V600E & !(KRAS p.G12C)", (BRAF,), ("olaparib",), tier=AmpTier.II_C)
    one, two = _plain(person), _suspect(person)
    one = replace(one, findings=(*one.findings, other), fit=(ROWS[0], ROWS[2]))
    two = replace(two, findings=(*two.findings, other))
    assert _view(one) == _view(two)
    assert [row.therapy for row in _view(two).fit] == ["dabrafenib + trametinib", "olaparib"]


def test_s20_a_second_hit_is_told_and_the_inherited_one_is_not() -> None:
    person = _person(inherited_risk=Wish.REFUSES)

    def made(*hits: str) -> Interpretation:
        chosen = tuple(one for one in (BRCA2_SUSPECT, BRCA2_SOMATIC) if one.id in hits)
        return case(
            person,
            chosen,
            (finding("BRCA2 loss of function", chosen, ("olaparib",)),),
            (marker("BRCA2 loss of function", "BRCA2", State.DETECTED, chosen),),
            (ROWS[2],),
        )

    both, somatic = made(BRCA2_SUSPECT.id, BRCA2_SOMATIC.id), made(BRCA2_SOMATIC.id)
    assert _view(both) == _view(somatic)
    assert _view(both).findings[0].found == ("BRCA2 Q99*",)
    assert _view(both).markers[0].state is State.DETECTED


def test_s20_a_combination_that_needs_a_withheld_part_is_withheld_whole() -> None:
    person = _person(inherited_risk=Wish.REFUSES)
    both = finding("BRAF p.V600E & BRCA2 loss of function", (BRAF, BRCA2_SUSPECT), ("olaparib",))
    assert _view(case(person, (BRAF, BRCA2_SUSPECT), (both,))).findings == ()


def test_s20_a_claim_overruled_by_a_withheld_one_reads_as_if_it_were_not() -> None:
    person = _person(inherited_risk=Wish.REFUSES)
    strong = finding("BRCA2 loss of function", (BRCA2_SUSPECT,), ("dabrafenib", "trametinib"))
    weak = finding("BRAF p.V600E", (BRAF,), ("dabrafenib", "trametinib"), overruled_by=strong.key)
    with_it = case(person, (BRAF, BRCA2_SUSPECT), (strong, weak))
    without = case(person, (BRAF,), (replace(weak, overruled_by=""),))
    assert _view(with_it) == _view(without)
    told = _person(inherited_risk=Wish.WANTS)
    assert [one.biomarker for one in _view(replace(with_it, person=told)).findings] == ["BRCA2 loss of function"]


@pytest.mark.parametrize("wish", [Wish.REFUSES, Wish.NOT_ASKED])
def test_s20_a_statement_on_the_course_of_the_illness_leaves_no_trace(wish: Wish) -> None:
    person = _person(prognosis=wish, uncertain_variants=Wish.WANTS)
    grim = finding("TP53 mutation", (VUS,), (), response=Response.PROGNOSIS)
    row = marker("TP53 mutation", "ERBB3", State.DETECTED, (VUS,), ())
    with_it = case(person, (BRAF, VUS), (BRAF_FINDING, grim), (BRAF_MARKER, row))
    without = case(person, (BRAF, VUS), (BRAF_FINDING,), (BRAF_MARKER,))
    assert _view(with_it) == _view(without)
    assert len(_view(replace(with_it, person=_person(prognosis=Wish.WANTS))).findings) == 2


@pytest.mark.parametrize("wish", [Wish.REFUSES, Wish.NOT_ASKED])
def test_s20_a_change_of_uncertain_meaning_leaves_no_trace(wish: Wish) -> None:
    person = _person(uncertain_variants=wish)
    guess = finding("ERBB3 mutation", (VUS,), ("neratinib",), tier=AmpTier.III, approved_here=False)
    with_it = case(person, (BRAF, VUS), (BRAF_FINDING, guess), (BRAF_MARKER,), (ROWS[0], fit_row("neratinib")))
    without = case(person, (BRAF,), (BRAF_FINDING,), (BRAF_MARKER,), (ROWS[0],))
    assert _view(with_it) == _view(without)
    asked = _view(replace(with_it, findings=(BRAF_FINDING,), person=_person(uncertain_variants=Wish.WANTS)))
    assert asked.uncertain == ("ERBB3 A12T",)


@pytest.mark.parametrize("wish", [Wish.REFUSES, Wish.NOT_ASKED])
def test_s20_drug_metabolism_leaves_no_trace_with_the_person_and_stays_with_the_clinician(wish: Wish) -> None:
    person = _person(drug_metabolism=wish)
    toxic = finding("DPYD haplotype *2A", (), ("fluorouracil",), response=Response.TOXICITY)
    with_it = case(person, (BRAF,), (BRAF_FINDING, toxic), (BRAF_MARKER,), pgx=(dpyd(),))
    assert _view(with_it) == _view(case(person, (BRAF,), (BRAF_FINDING,), (BRAF_MARKER,)))
    clinician = json.loads(interpretation_json(with_it))
    assert [row["gene"] for row in clinician["pgx"]] == ["DPYD"]
    assert toxic.evidence.biomarker in [row["biomarker"] for row in clinician["findings"]]
    assert _view(replace(with_it, person=_person(drug_metabolism=Wish.WANTS))).pgx == (dpyd(),)


def test_s10_the_clinician_sees_everything_whatever_was_wished() -> None:
    seen = []
    for wish in Wish:
        hidden = json.loads(interpretation_json(_suspect(_person(**{topic.value: wish for topic in Topic}))))
        seen.append({key: hidden[key] for key in ("alterations", "findings", "markers", "pgx", "fit")})
    assert all(one == seen[0] for one in seen)
    assert "BRCA2 loss of function" in [row["biomarker"] for row in seen[0]["findings"]]


def test_a_wish_to_know_needs_consent_and_relatives_follow_the_person() -> None:
    wants = _person(inherited_risk=Wish.WANTS, relatives_risk=Wish.WANTS)
    assert _view(_suspect(wants)).told == {Topic.INHERITED_RISK, Topic.RELATIVES_RISK}
    assert [one.therapies for one in _view(_suspect(wants)).findings] == [
        ("olaparib",),
        ("niraparib",),
        ("dabrafenib", "trametinib"),
    ]
    assert len(_view(_suspect(wants)).markers) == 3
    silent = replace(wants, consents=(replace(GERMLINE_CONSENT, withdrawn_on="2026-06-01"),))
    policy = policy_for(silent, DATE)
    assert not policy.tells(Topic.INHERITED_RISK)
    assert not policy.tells(Topic.RELATIVES_RISK)
    assert "consent (germline) does not stand on 2026-11-21" in policy.decisions[0].reason
    only_relatives = _person(inherited_risk=Wish.REFUSES, relatives_risk=Wish.WANTS)
    assert not policy_for(only_relatives, DATE).tells(Topic.RELATIVES_RISK)


def test_without_a_person_nothing_of_the_topics_is_told() -> None:
    policy = policy_for(None, DATE)
    assert not any(policy.tells(topic) for topic in Topic)
    assert {decision.reason for decision in policy.decisions} == {"was not asked"}


def test_every_topic_has_a_rule_with_a_question_in_plain_words() -> None:
    assert set(topic_rules()) == set(Topic)
    assert all(rule.question.endswith("?") and rule.withholds for rule in topic_rules().values())


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(st.sampled_from(Topic), st.sampled_from(Wish)),
    st.lists(st.sampled_from(["suspect", "vus", "grim", "toxic"]), unique=True),
)
def test_s20_non_interference_for_any_wishes_and_any_withheld_facts(
    wishes: dict[Topic, Wish], added: list[str]
) -> None:
    """Facts of topics that are not told are added to a case; the view must not change."""
    person = Person(name="Ada", right_not_to_know=tuple(wishes.items()), consents=(GERMLINE_CONSENT,))
    policy = policy_for(person, DATE)
    extra = {
        "suspect": (
            Topic.INHERITED_RISK,
            BRCA2_SUSPECT,
            finding("BRCA2 loss of function", (BRCA2_SUSPECT,), ("olaparib",)),
        ),
        "vus": (Topic.UNCERTAIN_VARIANTS, VUS, finding("ERBB3 mutation", (VUS,), ("neratinib",), tier=AmpTier.III)),
        "grim": (Topic.PROGNOSIS, None, finding("BRAF p.V600E", (BRAF,), (), response=Response.PROGNOSIS)),
        "toxic": (Topic.DRUG_METABOLISM, None, finding("DPYD haplotype *2A", (), ("x",), response=Response.TOXICITY)),
    }
    base = _plain(person)
    richer = base
    for name in added:
        topic, change, claim = extra[name]
        if policy.tells(topic):
            continue
        richer = replace(
            richer,
            alterations=((change, *richer.alterations) if change else richer.alterations),
            findings=(claim, *richer.findings),
            fit=(fit_row(" + ".join(claim.evidence.therapies)), *richer.fit),
            warnings=(*richer.warnings, f"see {claim.key}"),
            pgx=(dpyd(),) if name == "toxic" else richer.pgx,
        )
    assert for_person(richer, policy, HEREDITARY) == for_person(base, policy, HEREDITARY)
