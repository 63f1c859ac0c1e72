"""PERSON.toml: what is read is what was said; wrong entries are refused together, with the allowed ones."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.care.person_file import parse_person, read_person, write_person
from interpreter.care.vocabulary import organ_limits, preference_keys
from interpreter.errors import InterpreterError, PersonFileError
from interpreter.model.person import (
    AccessStatus,
    Consent,
    ConsentScope,
    LocalAccess,
    OwnWords,
    Person,
    Preference,
    ReadingLevel,
    Topic,
    TrialEntry,
    Wish,
)

_SIGNS = st.characters(blacklist_categories=("Cc", "Cs"))
_LINES = st.text(_SIGNS, max_size=40)
_REQUIRED = _LINES.filter(lambda text: bool(text.strip()))
_FREE = st.text(st.one_of(_SIGNS, st.sampled_from('\n\t"\\')), max_size=80)
_DATES = st.dates().map(lambda day: day.isoformat())
_PAIRS = tuple((key.key, value) for key in preference_keys().values() for value in key.values)
_ORGANS = tuple((organ.organ, value) for organ in organ_limits().values() for value in organ.values)


@st.composite
def persons(draw: st.DrawFn) -> Person:
    single: dict[str, str] = {}
    chosen: list[tuple[str, str]] = []
    for key, value in draw(st.lists(st.sampled_from(_PAIRS), unique=True, max_size=8)):
        if preference_keys()[key].several or single.setdefault(key, value) == value:
            chosen.append((key, value))
    organs = dict(draw(st.lists(st.sampled_from(_ORGANS), max_size=4)))
    measures = tuple((organ, draw(_LINES)) for organ in organs)
    minor = draw(st.booleans())
    return Person(
        name=draw(_LINES),
        birth_date=draw(st.sampled_from(["", "1960", "1960-05", "1960-05-31"])),
        record_number=draw(_LINES),
        sample_id=draw(_LINES),
        order_id=draw(_LINES),
        own_words=OwnWords(matters_most=draw(_FREE), avoid=draw(_FREE), beside_me=draw(_FREE)),
        preferences=tuple(
            Preference(
                key=key,
                value=value,
                importance=draw(st.integers(1, 5)),
                date="2026-01-02",
                recorded_by=draw(_REQUIRED),
                note=draw(_FREE),
                expires=draw(st.sampled_from(["", "2026-01-02", "2027-05-06"])),
            )
            for key, value in chosen
        ),
        right_not_to_know=tuple((topic, draw(st.sampled_from(Wish))) for topic in Topic if draw(st.booleans())),
        consents=tuple(
            Consent(
                scope=scope, given=True, version="2", date=draw(_DATES), by=draw(_REQUIRED), withdrawn_on="9999-12-31"
            )
            for scope in draw(st.lists(st.sampled_from([str(scope) for scope in ConsentScope]), max_size=3))
        ),
        medicines=tuple(draw(st.lists(_REQUIRED, unique=True, max_size=3))),
        medicines_asked=draw(st.booleans()),
        organs_asked=draw(st.booleans()),
        allergies=tuple(draw(st.lists(_REQUIRED, unique=True, max_size=2))),
        organ_limits=tuple(organs.items()),
        organ_measures=tuple(pair for pair in measures if pair[1]),
        reading_level=draw(st.sampled_from(ReadingLevel)),
        language=draw(st.sampled_from(["en", "de", "pt-BR"])),
        large_type=draw(st.booleans()),
        interpreter_needed=draw(st.booleans()),
        interpreter_language=draw(_LINES),
        minor=minor,
        legal_representative=draw(_REQUIRED if minor else _LINES),
        access=tuple(
            LocalAccess(
                therapy=therapy,
                status=draw(st.sampled_from(AccessStatus)),
                date=draw(_DATES),
                recorded_by=draw(_REQUIRED),
                note=draw(_FREE),
            )
            for therapy in draw(st.lists(_REQUIRED, unique=True, max_size=2))
        ),
        trials=tuple(
            TrialEntry(name=name, identifier=draw(_LINES), place=draw(_LINES), date=draw(_DATES), recorded_by="x")
            for name in draw(st.lists(_REQUIRED, max_size=2))
        ),
    )


@settings(deadline=None)
@given(persons())
def test_what_is_written_is_read_back_equal(person: Person) -> None:
    assert parse_person(write_person(person)) == person


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_a_person_or_our_own_fault(text: str) -> None:
    with contextlib.suppress(InterpreterError):
        assert isinstance(parse_person(text), Person)


def test_an_empty_file_asks_nothing_and_claims_nothing() -> None:
    person = parse_person("")
    assert person.wish(Topic.INHERITED_RISK) is Wish.NOT_ASKED
    assert not person.consents_to(ConsentScope.STORAGE, "2026-11-02")
    assert not person.medicines_asked
    assert not person.organs_asked


def test_every_fault_is_told_at_once_with_the_allowed_values() -> None:
    text = """
[identity]
birth_date = "31.05.1960"
nmae = "x"
[right_not_to_know]
inherited_risk = "no"
inherited_risks = "refuses"
[information]
large_type = "yes"
[[preference]]
key = "route"
value = "tablets"
importance = 6
date = 2026-13-01
"""
    with pytest.raises(PersonFileError, match="is not TOML"):
        parse_person(text)
    with pytest.raises(PersonFileError) as caught:
        parse_person(text.replace("2026-13-01", '"2026-13-01"'))
    details = "\n".join(caught.value.details)
    assert "birth_date must be a date" in details
    assert '"nmae" is not known (did you mean "name"?)' in details
    assert 'inherited_risk "no" is not allowed; allowed: wants, refuses, not_asked' in details
    assert '"inherited_risks" is not known' in details
    assert "large_type must be true or false" in details
    assert 'value "tablets" is not allowed; allowed: oral, injection, infusion, no_preference' in details
    assert "importance must be a whole number from 1 to 5" in details
    assert "date must be a date" in details
    assert "recorded_by is missing" in details
    assert len(caught.value.details) == 9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("preference = 3", "preference must be a list of tables"),
        ("identity = 'x'", "identity must be a table"),
        ("schema = 'person/2'", 'schema is not "person/1"'),
        ("[care]\nminor = true", "minor = true needs legal_representative"),
        ("[care]\nmedicines = 'aspirin'", "medicines must be a list of texts"),
        ("[care]\nmedicines = ['aspirin', 'aspirin']", "medicines names an entry twice"),
        ('[own_words]\navoid = "a\\u0000b"', "avoid holds a control character"),
        ('[identity]\nname = "a\\nb"', "name must stand on one line"),
        ("[information]\nlanguage = 'klingon!'", "language must be a language code"),
        ("[[organ_limit]]\norgan = 'renal'\nvalue = 'bad'", 'value "bad" is not allowed; allowed: normal, mild'),
        ("[[organ_limit]]\norgan = 'renal'\nvalue = 'mild'\n" * 2, "renal stands twice"),
        ("[[access]]\ntherapy = 'x'\nstatus = 'maybe'\ndate = 2026-01-01\nrecorded_by = 'y'", "allowed: funded"),
        (
            "[[consent]]\nscope='storage'\ngiven=false\nversion='1'\ndate=2026-01-01\nby='x'\nwithdrawn_on=2026-01-02",
            "what was not given cannot be withdrawn",
        ),
        (
            "[[consent]]\nscope='storage'\ngiven=true\nversion='1'\ndate=2026-01-03\nby='x'\nwithdrawn_on=2026-01-02",
            "withdrawn_on lies before date",
        ),
        (
            "[[preference]]\nkey='route'\nvalue='oral'\nimportance=1\ndate=2026-01-03\nrecorded_by='x'\n"
            "expires=2026-01-02",
            "expires lies before date",
        ),
        (
            "[[preference]]\nkey='route'\nvalue='oral'\nimportance=1\ndate=2026-01-03\nrecorded_by='x'\n"
            "[[preference]]\nkey='route'\nvalue='infusion'\nimportance=1\ndate=2026-01-03\nrecorded_by='x'",
            "route stands twice; it takes one value",
        ),
    ],
)
def test_a_faulty_entry_is_refused_in_words(text: str, expected: str) -> None:
    with pytest.raises(PersonFileError) as caught:
        parse_person(text)
    assert expected in "\n".join(caught.value.details)


def test_several_side_effects_may_be_named_each_with_its_importance() -> None:
    one = "[[preference]]\nkey='avoid_side_effect'\nvalue='{}'\nimportance={}\ndate=2026-01-03\nrecorded_by='x'\n"
    person = parse_person(one.format("hair", 5) + one.format("neuropathy", 2))
    assert [(wish.value, wish.importance) for wish in person.preferences] == [("hair", 5), ("neuropathy", 2)]


def test_faults_do_not_repeat_what_the_person_wrote_in_their_own_words() -> None:
    with pytest.raises(PersonFileError) as caught:
        parse_person('[own_words]\navoid = "my secret\\u0001"\n[identity]\nname = "Ada\\nLovelace"')
    assert "secret" not in str(caught.value)
    assert "Ada" not in str(caught.value)


def test_text_from_another_machine_is_written_so_that_it_can_be_read() -> None:
    person = Person(own_words=OwnWords(matters_most="my dog\r\nmy garden\rmy sister"))
    assert parse_person(write_person(person)).own_words.matters_most == "my dog\nmy garden\nmy sister"
    with pytest.raises(PersonFileError) as caught:
        parse_person(write_person(Person(name="a\x1bb")))
    assert caught.value.details == ("identity: name holds a control character",)


def test_the_latest_consent_of_a_scope_counts_and_withdrawal_ends_it() -> None:
    person = parse_person(
        "[[consent]]\nscope='research'\ngiven=true\nversion='1'\ndate=2026-01-01\nby='x'\n"
        "[[consent]]\nscope='storage'\ngiven=true\nversion='1'\ndate=2026-01-01\nby='x'\nwithdrawn_on=2026-06-01\n"
        "[[consent]]\nscope='research'\ngiven=false\nversion='2'\ndate=2026-03-01\nby='x'\n"
    )
    assert not person.consents_to(ConsentScope.RESEARCH, "2026-04-01")
    assert person.consents_to(ConsentScope.STORAGE, "2026-05-31")
    assert not person.consents_to(ConsentScope.STORAGE, "2026-06-01")
    assert not person.consents_to(ConsentScope.STORAGE, "2025-12-31")


def test_files_that_are_no_person_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PersonFileError, match="cannot be read"):
        read_person(tmp_path / "absent.toml")
    with pytest.raises(PersonFileError, match="cannot be read"):
        read_person(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'[identity]\nname = "M\xfcller"\n')
    with pytest.raises(PersonFileError, match="not UTF-8 text"):
        read_person(latin)
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * 1_000_001)
    with pytest.raises(PersonFileError, match="at most 1000000"):
        read_person(huge)
    crlf = tmp_path / "crlf.toml"
    crlf.write_bytes(b'\xef\xbb\xbf[identity]\r\nname = "Ada"\r\n')
    assert read_person(crlf).name == "Ada"


def test_the_example_of_the_documentation_is_read_and_written_back() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "person.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    person = parse_person(example)
    assert person.name == "Ada Example"
    assert person.birth_date == "1958-04-17"
    assert person.own_words.matters_most == "To walk my dog by the sea every morning."
    assert person.wish(Topic.INHERITED_RISK) is Wish.REFUSES
    assert person.organ_limits == (("renal", "moderate"),)
    assert [wish.key for wish in person.preferences].count("avoid_side_effect") == 2
    assert person.access[0].status is AccessStatus.FUNDED
    assert not person.consents_to(ConsentScope.RESEARCH, "2026-11-02")
    assert parse_person(write_person(person)) == person
