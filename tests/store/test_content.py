"""What of an interpretation is saved, and on what basis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interpreter.errors import StoreError
from interpreter.model.person import Consent, Person
from interpreter.store.content import content_of
from interpreter.store.values import Basis, Identity
from tests.care.builders import DATE, case

YES = Consent(scope="storage", given=True, version="1", date="2026-01-01", by="Ada")
RESEARCH = replace(YES, scope="research")


def test_identity_and_consent_that_stands_are_kept() -> None:
    person = Person(name="Ada", birth_date="1960", record_number="H-1", sample_id="S-1", consents=(YES, RESEARCH))
    content = content_of(case(person), result="{}", person_text="toml")
    assert content.identity == Identity(
        name="Ada", birth_date="1960", record_number="H-1", sample_id="S-1", order_id="O-1"
    )
    assert (content.id, content.tumour_type, content.date, content.person) == ("C-1", "OVT", DATE, "toml")
    assert content.scopes == {"storage", "research"}
    assert content.basis is Basis.CONSENT
    assert not content.held


@pytest.mark.parametrize("consent", [replace(YES, given=False), replace(YES, withdrawn_on="2026-02-02")])
def test_storage_refused_or_withdrawn_is_not_done_unless_the_law_asks(consent: Consent) -> None:
    interpretation = case(Person(name="Ada", consents=(consent,)))
    with pytest.raises(StoreError, match="does not consent to the storage"):
        content_of(interpretation, result="{}")
    assert content_of(interpretation, result="{}", legal_duty=True).basis is Basis.LEGAL_DUTY


def test_storage_never_asked_rests_on_the_duty_to_document() -> None:
    assert content_of(case(Person()), result="{}").basis is Basis.LEGAL_DUTY
    nobody = content_of(case(None), result="{}")
    assert nobody.identity == Identity(order_id="O-1")
    assert nobody.scopes == frozenset()


def test_a_first_look_is_saved_as_held() -> None:
    assert content_of(replace(case(None), preliminary=True), result="{}").held
