"""What of an interpretation is saved: identity, inputs, consent that stands, and why it may be stored at all."""

from __future__ import annotations

from interpreter.errors import StoreError
from interpreter.model.cases import Interpretation
from interpreter.model.person import ConsentScope, Person
from interpreter.store.values import Basis, CaseContent, Identity, StoredInput


def content_of(
    interpretation: Interpretation,
    *,
    result: str,
    person_text: str = "",
    held: bool = False,
    legal_duty: bool = False,
) -> CaseContent:
    """Make what `Store.save_case` takes; `result` is the interpretation as JSON, `person_text` the PERSON.toml.

    A first look that is not confirmed by the full read is saved as held. Where storage was never asked about, the
    duty to document care is the basis; a refusal or withdrawal stands unless the user states a legal duty.

    Raises:
        StoreError: the person refused storage or withdrew it, and no legal duty was stated.
    """
    person, case = interpretation.person, interpretation.case
    scopes = _standing(person, case.date)
    basis = Basis.CONSENT if ConsentScope.STORAGE.value in scopes else Basis.LEGAL_DUTY
    refused = person is not None and person.consent(ConsentScope.STORAGE) is not None
    if basis is Basis.LEGAL_DUTY and refused and not legal_duty:
        raise StoreError(
            problem=f"The person does not consent to the storage of the case '{case.id}'.",
            meaning="It was not saved.",
            remedy="Clear it with the person, or state that the law obliges you to keep it.",
        )
    return CaseContent(
        id=case.id,
        identity=_identity(person, case.order_id),
        tumour_type=case.tumour_type.code,
        date=case.date,
        result=result,
        basis=basis,
        inputs=tuple(StoredInput(file_name=item.file_name, sha256=item.sha256) for item in interpretation.inputs),
        person=person_text,
        scopes=scopes,
        held=held or interpretation.preliminary,
    )


def _standing(person: Person | None, date: str) -> frozenset[str]:
    if person is None:
        return frozenset()
    return frozenset(scope.value for scope in ConsentScope if person.consents_to(scope, date))


def _identity(person: Person | None, order_id: str) -> Identity:
    if person is None:
        return Identity(order_id=order_id)
    return Identity(
        name=person.name,
        birth_date=person.birth_date,
        record_number=person.record_number,
        sample_id=person.sample_id,
        order_id=person.order_id or order_id,
    )
