"""Person -> PERSON.toml text. Reading it back gives an equal Person; equal persons give equal text."""

from __future__ import annotations

from collections.abc import Iterable

from interpreter.model.person import Person

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def write_person(person: Person) -> str:
    """Give the text of a PERSON.toml that `parse_person` reads back to an equal value."""
    measures = dict(person.organ_measures)
    parts = [
        'schema = "person/1"\n',
        _table(
            "[identity]",
            name=person.name,
            birth_date=person.birth_date,
            record_number=person.record_number,
            sample_id=person.sample_id,
            order_id=person.order_id,
        ),
        _table(
            "[own_words]",
            matters_most=person.own_words.matters_most,
            avoid=person.own_words.avoid,
            beside_me=person.own_words.beside_me,
        ),
        _table(
            "[information]",
            reading_level=person.reading_level.value,
            language=person.language,
            large_type=person.large_type,
            interpreter_needed=person.interpreter_needed,
            interpreter_language=person.interpreter_language,
        ),
        _table("[right_not_to_know]", **{topic.value: wish.value for topic, wish in person.right_not_to_know}),
        _table(
            "[care]",
            medicines=person.medicines,
            medicines_asked=person.medicines_asked,
            allergies=person.allergies,
            organs_asked=person.organs_asked,
            legal_representative=person.legal_representative,
            minor=person.minor,
        ),
    ]
    for organ, value in person.organ_limits:
        parts.append(_table("[[organ_limit]]", organ=organ, value=value, measured=measures.get(organ, "")))
    for preference in person.preferences:
        parts.append(
            _table(
                "[[preference]]",
                key=preference.key,
                value=preference.value,
                importance=preference.importance,
                date=preference.date,
                recorded_by=preference.recorded_by,
                note=preference.note,
                expires=preference.expires,
            )
        )
    for consent in person.consents:
        parts.append(
            _table(
                "[[consent]]",
                scope=consent.scope,
                given=consent.given,
                version=consent.version,
                date=consent.date,
                by=consent.by,
                withdrawn_on=consent.withdrawn_on,
            )
        )
    for access in person.access:
        parts.append(
            _table(
                "[[access]]",
                therapy=access.therapy,
                status=access.status.value,
                date=access.date,
                recorded_by=access.recorded_by,
                note=access.note,
            )
        )
    for trial in person.trials:
        parts.append(
            _table(
                "[[trial]]",
                name=trial.name,
                identifier=trial.identifier,
                place=trial.place,
                note=trial.note,
                date=trial.date,
                recorded_by=trial.recorded_by,
            )
        )
    return "\n".join(part for part in parts if part)


def _table(head: str, **entries: object) -> str:
    """Write one table; empty texts and lists are left out (false is written: it may be a statement)."""
    lines = [f"{name} = {_value(value)}" for name, value in entries.items() if value not in ("", ())]
    return "\n".join([head, *lines]) + "\n" if lines else ""


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Iterable):
        return "[" + ", ".join(_value(entry) for entry in value) + "]"
    raise TypeError(f"cannot be written as TOML: {type(value).__name__}")


def _text(value: str) -> str:
    """Quote text. Line ends of any machine become one kind; other control signs are escaped, and refused on reading."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return '"' + "".join(_ESCAPES.get(sign) or _escaped(sign) for sign in lines) + '"'


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04X}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign
