"""PERSON.toml -> Person and back. Closed vocabulary; every fault of the file is told at once (docs/person.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from interpreter.care.person_checks import Checker
from interpreter.care.person_writer import write_person
from interpreter.care.vocabulary import organ_limits, preference_keys
from interpreter.errors import PersonFileError
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

__all__ = ["SCHEMA", "parse_person", "read_person", "write_person"]

SCHEMA = "person/1"
_MAX_BYTES = 1_000_000
_UNUSED = "Nothing the person said was used: no wish, no right not to know, no consent."
_SECTIONS = frozenset(
    {
        "schema", "identity", "own_words", "information", "right_not_to_know", "care",
        "preference", "consent", "organ_limit", "access", "trial",
    }
)  # fmt: skip


def read_person(path: Path) -> Person:
    """Read a PERSON.toml.

    Raises:
        PersonFileError: the file cannot be read, or holds values outside the closed vocabulary.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _MAX_BYTES else b""
    except OSError as error:
        raise PersonFileError(
            problem=f"The person file '{path.name}' cannot be read: {error.strerror or error}.",
            meaning=_UNUSED,
            remedy="Check the folder and the spelling of the name, and whether you may read the file.",
        ) from error
    if size > _MAX_BYTES:
        raise _fault(f"The person file '{path.name}' is {size} bytes long; at most {_MAX_BYTES} are read.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _fault(f"The person file '{path.name}' is not UTF-8 text (byte {error.start + 1}).") from error
    return parse_person(text, file_name=path.name)


def parse_person(text: str, *, file_name: str = "PERSON.toml") -> Person:
    """Read the text of a PERSON.toml; no entry is guessed and none is left out in silence.

    Raises:
        PersonFileError: not TOML, or faulty entries; `details` has one line for each, with the allowed values.
    """
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _fault(f"The person file '{file_name}' is not TOML: {error}.") from error
    checker = Checker()
    checker.names(document, _SECTIONS, "the file")
    if document.get("schema", SCHEMA) != SCHEMA:
        checker.fault(f'schema is not "{SCHEMA}": the file was made for another version of the program')
    person = _person(checker, document)
    if checker.faults:
        raise _fault(f"The person file '{file_name}' has faulty entries.", tuple(checker.faults))
    return person


def _person(check: Checker, document: Mapping[str, object]) -> Person:
    identity = check.table(document, "identity", {"name", "birth_date", "record_number", "sample_id", "order_id"})
    words = check.table(document, "own_words", {"matters_most", "avoid", "beside_me"})
    information = check.table(
        document,
        "information",
        {"reading_level", "language", "large_type", "interpreter_needed", "interpreter_language"},
    )
    care = check.table(
        document,
        "care",
        {"medicines", "allergies", "medicines_asked", "organs_asked", "legal_representative", "minor"},
    )
    limits = [_organ_limit(check, entry, where) for where, entry in check.entries(document, "organ_limit")]
    medicines = check.texts(care, "medicines", "care")
    person = Person(
        name=check.line(identity, "name", "identity"),
        birth_date=check.date(identity, "birth_date", "identity", partial=True),
        record_number=check.line(identity, "record_number", "identity"),
        sample_id=check.line(identity, "sample_id", "identity"),
        order_id=check.line(identity, "order_id", "identity"),
        own_words=OwnWords(
            matters_most=check.text(words, "matters_most", "own_words"),
            avoid=check.text(words, "avoid", "own_words"),
            beside_me=check.text(words, "beside_me", "own_words"),
        ),
        reading_level=ReadingLevel(
            check.word(information, "reading_level", "information", tuple(ReadingLevel), ReadingLevel.STANDARD)
        ),
        language=check.language(information, "language", "information", default="en"),
        large_type=check.flag(information, "large_type", "information"),
        interpreter_needed=check.flag(information, "interpreter_needed", "information"),
        interpreter_language=check.line(information, "interpreter_language", "information"),
        right_not_to_know=_wishes(check, document),
        medicines=medicines,
        medicines_asked=check.flag(care, "medicines_asked", "care"),
        allergies=check.texts(care, "allergies", "care"),
        organs_asked=check.flag(care, "organs_asked", "care"),
        legal_representative=check.line(care, "legal_representative", "care"),
        minor=check.flag(care, "minor", "care"),
        organ_limits=tuple((organ, value) for organ, value, _ in limits),
        organ_measures=tuple((organ, measured) for organ, _, measured in limits if measured),
        preferences=tuple(_preference(check, entry, where) for where, entry in check.entries(document, "preference")),
        consents=tuple(_consent(check, entry, where) for where, entry in check.entries(document, "consent")),
        access=tuple(_access(check, entry, where) for where, entry in check.entries(document, "access")),
        trials=tuple(_trial(check, entry, where) for where, entry in check.entries(document, "trial")),
    )
    _check_together(check, person)
    return person


def _wishes(check: Checker, document: Mapping[str, object]) -> tuple[tuple[Topic, Wish], ...]:
    table = check.table(document, "right_not_to_know", set(Topic))
    return tuple(
        (topic, Wish(check.word(table, topic, "right_not_to_know", tuple(Wish), Wish.NOT_ASKED)))
        for topic in Topic
        if topic in table
    )


def _preference(check: Checker, entry: Mapping[str, object], where: str) -> Preference:
    check.names(entry, {"key", "value", "importance", "date", "recorded_by", "note", "expires"}, where)
    vocabulary = preference_keys()
    key = check.word(entry, "key", where, tuple(vocabulary))
    values = tuple(vocabulary[key].values) if key in vocabulary else ()
    return Preference(
        key=key,
        value=check.word(entry, "value", where, values) if values else "",
        importance=check.number(entry, "importance", where, low=1, high=5),
        date=check.date(entry, "date", where, required=True),
        recorded_by=check.line(entry, "recorded_by", where, required=True),
        note=check.text(entry, "note", where),
        expires=check.date(entry, "expires", where),
    )


def _consent(check: Checker, entry: Mapping[str, object], where: str) -> Consent:
    check.names(entry, {"scope", "given", "version", "date", "by", "withdrawn_on"}, where)
    consent = Consent(
        scope=check.word(entry, "scope", where, tuple(ConsentScope)),
        given=check.flag(entry, "given", where, required=True),
        version=check.line(entry, "version", where, required=True),
        date=check.date(entry, "date", where, required=True),
        by=check.line(entry, "by", where, required=True),
        withdrawn_on=check.date(entry, "withdrawn_on", where),
    )
    if consent.withdrawn_on and not consent.given:
        check.fault(f"{where}: withdrawn_on stands beside given = false; what was not given cannot be withdrawn")
    if consent.withdrawn_on and consent.date and consent.withdrawn_on < consent.date:
        check.fault(f"{where}: withdrawn_on lies before date")
    return consent


def _organ_limit(check: Checker, entry: Mapping[str, object], where: str) -> tuple[str, str, str]:
    check.names(entry, {"organ", "value", "measured"}, where)
    organs = organ_limits()
    organ = check.word(entry, "organ", where, tuple(organs))
    values = tuple(organs[organ].values) if organ in organs else ()
    value = check.word(entry, "value", where, values) if values else ""
    return organ, value, check.line(entry, "measured", where)


def _access(check: Checker, entry: Mapping[str, object], where: str) -> LocalAccess:
    check.names(entry, {"therapy", "status", "date", "recorded_by", "note"}, where)
    status = check.word(entry, "status", where, tuple(AccessStatus))
    return LocalAccess(
        therapy=check.line(entry, "therapy", where, required=True),
        status=AccessStatus(status) if status else AccessStatus.NOT_AVAILABLE,
        date=check.date(entry, "date", where, required=True),
        recorded_by=check.line(entry, "recorded_by", where, required=True),
        note=check.text(entry, "note", where),
    )


def _trial(check: Checker, entry: Mapping[str, object], where: str) -> TrialEntry:
    check.names(entry, {"name", "identifier", "place", "note", "date", "recorded_by"}, where)
    return TrialEntry(
        name=check.line(entry, "name", where, required=True),
        identifier=check.line(entry, "identifier", where),
        place=check.line(entry, "place", where),
        note=check.text(entry, "note", where),
        date=check.date(entry, "date", where),
        recorded_by=check.line(entry, "recorded_by", where),
    )


def _check_together(check: Checker, person: Person) -> None:
    """Faults that only show when entries are held beside each other."""
    vocabulary = preference_keys()
    seen: set[tuple[str, str]] = set()
    for number, preference in enumerate(person.preferences, start=1):
        if preference.key not in vocabulary:
            continue
        several = vocabulary[preference.key].several
        identity = (preference.key, preference.value if several else "")
        if identity in seen:
            allowed = "each value once" if several else "one value"
            check.fault(f"preference {number}: {preference.key} stands twice; it takes {allowed}")
        seen.add(identity)
        if preference.expires and preference.date and preference.expires < preference.date:
            check.fault(f"preference {number}: expires lies before date")
    organs = [organ for organ, _ in person.organ_limits if organ]
    for organ in sorted({organ for organ in organs if organs.count(organ) > 1}):
        check.fault(f"organ_limit: {organ} stands twice; it takes one value")
    therapies = [access.therapy for access in person.access if access.therapy]
    for therapy in sorted({name for name in therapies if therapies.count(name) > 1}):
        check.fault(f'access: "{therapy}" stands twice; it takes one status')
    if person.minor and not person.legal_representative:
        check.fault("care: minor = true needs legal_representative, who agrees for the person")


def _fault(problem: str, details: tuple[str, ...] = ()) -> PersonFileError:
    return PersonFileError(
        problem=problem,
        meaning=_UNUSED,
        remedy="Correct the file as docs/person.md describes it, and read it again; it must be UTF-8 text, with "
        'texts in straight quotes ("...") and dates such as 2026-11-02.',
        details=details,
    )
