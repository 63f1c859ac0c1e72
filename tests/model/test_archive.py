"""What is stored of a case comes back equal, whatever stands in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from interpreter.errors import StoreError
from interpreter.model.archive import archive, unarchive
from interpreter.model.cases import Case, Interpretation
from interpreter.model.results import Specimen
from tests.report import cases

MAKERS = (cases.colon_braf, cases.lung_egfr, cases.nothing_found, cases.many_findings, cases.hostile)


@pytest.mark.parametrize("make", MAKERS)
def test_an_interpretation_comes_back_equal_and_gives_the_same_text(make: Callable[[], Interpretation]) -> None:
    whole = make()
    text = archive(whole)
    assert unarchive(Interpretation, text) == whole
    assert archive(unarchive(Interpretation, text)) == text
    assert text.isascii()


def test_bytes_of_a_file_that_were_no_text_survive() -> None:
    whole = replace(cases.colon_braf(), warnings=("a name of a file: \udce4", "A\u00e4\u2192"))
    assert unarchive(Interpretation, archive(whole)).warnings == whole.warnings


def test_a_field_added_since_takes_its_default_and_one_taken_away_is_refused() -> None:
    document = json.loads(archive(Specimen(site="liver")))
    del document["value"]["germline"]
    assert unarchive(Specimen, json.dumps(document)) == Specimen(site="liver")
    document["value"]["colour"] = "red"
    with pytest.raises(StoreError, match="Specimen has no colour"):
        unarchive(Specimen, json.dumps(document))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value.pop("id"),
        lambda value: value.update(age="old"),
        lambda value: value["specimen"].update(kind="ink"),
        lambda value: value.update(prior_therapies=None),
    ],
)
def test_what_is_damaged_is_refused_in_words(spoil: object) -> None:
    document = json.loads(archive(cases.colon_braf().case))
    spoil(document["value"])  # type: ignore[operator]
    with pytest.raises(StoreError, match="cannot be read back"):
        unarchive(Case, json.dumps(document))


def test_another_format_is_refused() -> None:
    with pytest.raises(StoreError, match="archive/9"):
        unarchive(Case, '{"format": "archive/9", "value": {}}')
    with pytest.raises(StoreError):
        unarchive(Case, "no JSON")
