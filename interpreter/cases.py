"""The store in use: an interpretation is saved, read back, printed, signed and amended (S18, S19).

The store keeps what it is given and looks into nothing; here stands what a stored case is made of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from interpreter.care.conflicts import conflict_cards
from interpreter.care.fit import fit
from interpreter.care.person_file import parse_person, write_person
from interpreter.errors import StoreError
from interpreter.files import safe_name
from interpreter.model.archive import archive, unarchive
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Therapy
from interpreter.model.person import Person
from interpreter.model.release import Release, Signature
from interpreter.report.options import speaks_for
from interpreter.report.outputs import render_json, render_pdf_report
from interpreter.settings import Settings
from interpreter.store.content import content_of
from interpreter.store.session import Clock, utc_now
from interpreter.store.store import Store
from interpreter.store.values import CaseContent, CaseSummary, Kind, StoredCase

SIGNED_MEANING = "I have reviewed this interpretation and release it."
_ARCHIVE = ',\n"archive": '
_END = "\n}\n"
"""The whole value stands as one more key on the last line of the JSON text, so that cutting it off gives back the very
bytes that `--json` wrote, whatever wrote them. No line break can be within it."""


def content_for(interpretation: Interpretation, *, legal_duty: bool = False) -> CaseContent:
    """Give what the store keeps of an interpretation. The person stands apart, in the words of a PERSON.toml.

    Raises:
        StoreError: the person refused storage and no legal duty was stated.
        PersonFileError: the person could not be read back later.
    """
    person = "" if interpretation.person is None else write_person(interpretation.person)
    if person:
        parse_person(person)
    text = render_json(interpretation).decode("utf-8")
    if not text.endswith(_END):
        raise RuntimeError("the JSON text does not end as it should")
    whole = json.dumps(archive(replace(interpretation, person=None)))
    result = text.removesuffix(_END) + _ARCHIVE + whole + _END
    return content_of(interpretation, result=result, person_text=person, legal_duty=legal_duty)


def save(
    store: Store, interpretation: Interpretation, *, replaces: int = 0, reason: str = "", legal_duty: bool = False
) -> CaseSummary:
    """Save a new case, or the version after `replaces`; a signed one needs the reason of its amendment.

    Raises:
        StoreError: there is such a case, it was changed meanwhile, is another person's, or signed and no reason given.
    """
    content = content_for(interpretation, legal_duty=legal_duty)
    if replaces:
        _refuse_another_person(summary_of(store, content.id), content)
    return store.save_case(content, expected_version=replaces, amendment_reason=reason)


def find(store: Store, case_id: str) -> CaseSummary | None:
    """Give a case's line of the list, None when there is no such case."""
    return next((summary for summary in store.list_cases() if summary.id == case_id), None)


def summary_of(store: Store, case_id: str) -> CaseSummary:
    """Give a case's line of the list.

    Raises:
        StoreError: there is no such case.
    """
    found = find(store, case_id)
    if found is None:
        raise StoreError(
            problem=f"There is no case '{case_id}' in this store.",
            meaning="Nothing was changed.",
            remedy="Look for it with: interpreter cases list",
        )
    return found


def interpretation_of(stored: StoredCase) -> Interpretation:
    """Read a stored case back, equal to what was saved.

    Raises:
        StoreError: saved by a newer program, or without its whole value.
    """
    person = person_of(stored)
    return replace(read_archive(stored.result, stored.summary.id), person=person)


def person_of(stored: StoredCase) -> Person | None:
    """Give the person kept with a case; None where none was stated."""
    return parse_person(stored.person, file_name="the stored person") if stored.person else None


def read_archive(result: str, case_id: str) -> Interpretation:
    """Read the whole value out of a stored result; without the person.

    Raises:
        StoreError: it is not there, or was made by a newer program.
    """
    _, found, whole = result.rpartition(_ARCHIVE)
    if not found:
        raise StoreError(
            problem=f"The case '{case_id}' was stored without its whole value.",
            meaning="It can be listed and its JSON exported, but it cannot be printed or signed.",
            remedy="Interpret its files again and save that as the next version.",
        )
    return unarchive(Interpretation, json.loads(whole.removesuffix(_END)))


def json_of(result: str) -> bytes:
    """Give the interpretation/1 JSON of a stored result: the bytes that `--json` wrote."""
    text, found, _ = result.rpartition(_ARCHIVE)
    return (text + _END if found else result).encode("utf-8")


def result_of(store: Store, stored: StoredCase, version: int) -> str:
    """Give the result of one version.

    Raises:
        StoreError: there is no such version.
    """
    if version == stored.summary.version:
        return stored.result
    for entry in store.history(stored.summary.id, Kind.RESULT):
        if entry.version == version:
            return entry.text
    raise _no_version(stored, version)


def release_of(store: Store, stored: StoredCase) -> Release:
    """Give how far the present version of a case has come: signed or not, what it replaces and why."""
    summary = stored.summary
    signatures = _signatures(stored)
    present = signatures.get(summary.version)
    before = max((version for version in signatures if version < summary.version), default=0)
    saved = store.history(summary.id, Kind.RESULT)[-1]
    return Release(
        version=summary.version,
        entered_by=saved.who,
        entered_on=saved.at[:10],
        signature=present,
        replaces=signatures.get(before),
        reasons=_reasons_since(store, stored, before),
        audit_head=store.audit_head(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report as it leaves the store."""

    name: str
    """A file name made of the case id and the version; no name of a person."""
    content: bytes
    version: int
    signed: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def report_of(store: Store, stored: StoredCase, version: int = 0) -> StoredReport:
    """Give the report of a version (0: the present one): of a signed one the bytes that were signed, unchanged.

    Raises:
        StoreError: no such version, an older one that was never signed, or the bytes are not those that were signed.
    """
    summary = stored.summary
    wanted = version or summary.version
    if not 1 <= wanted <= summary.version:
        raise _no_version(stored, wanted)
    name = _report_name(summary.id, wanted)
    for entry in stored.signatures:
        words = json.loads(entry.text)
        if words["version"] == wanted and "report" in words:
            content = store.report(summary.id, int(words["report"]))
            if hashlib.sha256(content).hexdigest() != words["report_sha256"]:
                raise RuntimeError("a signed report is not what was signed")
            return StoredReport(name=name, content=content, version=wanted, signed=True)
    if wanted != summary.version:
        raise StoreError(
            problem=f"Version {wanted} of the case '{summary.id}' was never signed, so no report of it was kept.",
            meaning="Its JSON is kept; its report could only be made again, not shown as it was.",
            remedy="Export the JSON of that version, or the report of a version that was signed.",
        )
    interpretation = interpretation_of(stored)
    content = render_pdf_report(interpretation, settings_of(interpretation), release_of(store, stored))
    return StoredReport(name=name, content=content, version=wanted, signed=False)


def sign(
    store: Store,
    case_id: str,
    *,
    meaning: str = SIGNED_MEANING,
    expected_version: int = 0,
    clock: Clock = utc_now,
) -> CaseSummary:
    """Sign the present version: its report is made with the signer's name and kept with the signature (S19).

    `expected_version` is the one the signer has read (0: whatever stands now).

    Raises:
        StoreError: changed meanwhile, held, signed already, or the user may not release.
    """
    stored = store.load_case(case_id)
    version = expected_version or stored.summary.version
    interpretation = interpretation_of(stored)
    signature = Signature(version=version, name=store.user.name, date=clock()[:10], meaning=meaning)
    release = replace(release_of(store, stored), signature=signature)
    content = render_pdf_report(interpretation, settings_of(interpretation), release)
    report = (_report_name(case_id, version), content)
    return store.sign_case(case_id, meaning, expected_version=version, report=report)


def amend_person(
    store: Store,
    case_id: str,
    person: Person,
    therapies: Mapping[str, Therapy],
    *,
    date: str,
    reason: str,
    replaces: int,
    legal_duty: bool = False,
) -> CaseSummary:
    """Save the case with what the person says now; the molecular findings stay those that were interpreted.

    Fit, conflict cards and consent are judged anew on `date`; the next version says so in a warning.

    Raises:
        StoreError: another person, changed meanwhile, signed and no reason given, or storage is refused.
    """
    before = interpretation_of(store.load_case(case_id))
    told = (
        f"Version {replaces + 1}: what the person says was brought up to date on {date}. The molecular findings are "
        f"those of {before.case.date}; approvals and evidence were not looked at again."
    )
    regimens = tuple(dict.fromkeys(one.evidence.therapies for one in before.findings if speaks_for(one)))
    after = replace(
        before,
        case=replace(before.case, date=date),
        person=person,
        fit=fit(person, regimens, therapies, date),
        conflicts=(),
        warnings=(*before.warnings, told),
    )
    after = replace(after, conflicts=conflict_cards(after))
    return save(store, after, replaces=replaces, reason=reason, legal_duty=legal_duty)


def decide(store: Store, stored: StoredCase, card_id: str, decision: str, reason: str = "") -> None:
    """Keep what was decided on a conflict card of the case.

    Raises:
        StoreError: the case has no such card, or the user may not decide.
    """
    cards = [card.id for card in interpretation_of(stored).conflicts]
    if card_id not in cards:
        raise StoreError(
            problem=f"The case '{stored.summary.id}' has no conflict card '{card_id}'.",
            meaning="No decision was kept.",
            remedy=f"Its cards are: {', '.join(cards)}." if cards else "It has no conflict that asks for a decision.",
        )
    store.record_decision(stored.summary.id, card_id, decision, reason)


def undecided(stored: StoredCase) -> tuple[str, ...]:
    """Give the ids of the conflict cards on which nothing was decided yet."""
    decided = {entry.name for entry in stored.decisions}
    return tuple(card.id for card in interpretation_of(stored).conflicts if card.id not in decided)


def settings_of(interpretation: Interpretation) -> Settings:
    """Give the settings under which a case was interpreted, from what it says of them; unknown ones are left out."""
    kinds = {"int": int, "float": float, "str": str}
    said = dict(interpretation.settings)
    values: dict[str, Any] = {
        known.name: kinds[str(known.type)](said[known.name]) for known in fields(Settings) if known.name in said
    }
    return replace(Settings(), **values)


def _signatures(stored: StoredCase) -> dict[int, Signature]:
    found = {}
    for entry in stored.signatures:
        words = json.loads(entry.text)
        found[int(words["version"])] = Signature(
            version=int(words["version"]), name=words["name"], date=entry.at[:10], meaning=words["meaning"]
        )
    return found


def _reasons_since(store: Store, stored: StoredCase, version: int) -> tuple[str, ...]:
    """Give the reasons of amendments after the signature of `version`.

    The trail is in the order of what happened; times are told to the second and may be equal.
    """
    if not version:
        return ()
    notes = iter([entry.text for entry in stored.notes if entry.name == "amendment"])
    reasons: list[str] = []
    for row in store.audit(stored.summary.id):
        if row.action == f"save {Kind.SIGNATURE.value}" and row.detail == f"version {version}":
            reasons = []
        elif row.action == f"save {Kind.NOTE.value}" and row.detail == "amendment":
            reasons.append(next(notes, ""))
    return tuple(reasons)


def _refuse_another_person(summary: CaseSummary, content: CaseContent) -> None:
    before, now = summary.identity.record_number, content.identity.record_number
    if before and now and before != now:
        raise StoreError(
            problem=f"The case '{content.id}' belongs to another record number.",
            meaning="Nothing was saved, so no result goes to the wrong person.",
            remedy="Check the person file and the case id; take another case id for another person.",
        )


def _no_version(stored: StoredCase, version: int) -> StoreError:
    return StoreError(
        problem=f"The case '{stored.summary.id}' has no version {version}.",
        meaning="Nothing was exported.",
        remedy=f"Its versions are 1 to {stored.summary.version}.",
    )


def _report_name(case_id: str, version: int) -> str:
    return f"{safe_name(case_id)}-v{version}.pdf"
