"""The JSON contract: every promised key, unknown is null, equal input gives equal bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from interpreter.model.cases import Interpretation
from interpreter.model.variants import Ledger
from interpreter.report.contract import sections, total_ledger
from interpreter.report.tables import interpretation_json, json_pieces
from tests.report import cases

PROMISED: dict[str, set[str]] = {
    "software": {"name", "version"},
    "catalogue": {"name", "layer", "version", "sha256", "cut_off"},
    "inputs": {"file", "sha256", "format", "assembly", "assembly_evidence", "samples", "tumour", "normal", "ledger"},
    "specimen": {"kind", "site", "collected", "tumour_content"},
    "case": {"id", "tumour_type"},
    "ledger": {"read", "reported", "set_aside", "failed", "not_read"},
    "alterations": {
        *("id", "kind", "gene", "chrom", "pos", "ref", "alt", "transcript", "hgvs_c", "hgvs_p", "protein_change"),
        *("consequence", "exon", "vaf", "depth", "filters", "origin", "phase", "joined_from", "partner_gene"),
        *("copy_number", "warnings"),
    },
    "findings": {
        *("alterations", "evidence_id", "layer", "biomarker", "state", "exactness", "tumour_relation", "response"),
        *("direction", "therapies", "level", "amp_tier", "escat", "approvals", "to_check", "verified", "citations"),
        *("because", "warnings"),
    },
    "markers": {"biomarker", "gene", "state", "reason", "region", "min_depth", "proof"},
    "for_review": {"alteration", "biomarker", "reason"},
    "near_misses": {"biomarker", "found", "why"},
    "pgx": {"gene", "phenotype", "state", "drugs", "not_covered"},
    "fit": {"therapy", "preference", "verdict", "why", "source"},
    "conflicts": {"kind", "what", "why", "options"},
}


def data_of(interpretation: Interpretation) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(interpretation_json(interpretation))
    return loaded


@pytest.mark.parametrize("part", sorted(PROMISED))
def test_every_promised_key_is_there(part: str) -> None:
    value = data_of(cases.colon_braf())[part]
    rows = value if isinstance(value, list) else [value]
    assert rows
    for row in rows:
        assert PROMISED[part] <= row.keys()


def test_top_level_says_schema_region_and_date() -> None:
    data = data_of(cases.colon_braf())
    assert (data["schema"], data["region"], data["date"]) == ("interpretation/1", "EMA", "2026-11-21")
    assert data["case"]["tumour_type"] == {"code": "COAD", "name": "Colon Adenocarcinoma"}
    assert isinstance(data["warnings"], list)


def test_values_carry_their_units_and_spelling() -> None:
    data = data_of(cases.colon_braf())
    braf = data["alterations"][0]
    assert (braf["chrom"], braf["pos"], braf["vaf"], braf["depth"]) == ("7", 140753336, 0.3, 400)
    assert (braf["protein_change"], braf["filters"], braf["exon"]) == ("V600E", [], 15)
    first = data["findings"][0]
    assert first["therapies"] == ["encorafenib", "cetuximab"]
    assert (first["response"], first["direction"], first["amp_tier"]) == ("sensitivity", "supports", "I-A")
    assert first["because"][0]["kind"] == "record"


def test_s1_unknown_is_null_and_never_zero() -> None:
    silent = data_of(cases.colon_braf())["alterations"][4]
    assert silent["vaf"] is None
    assert silent["depth"] is None
    assert silent["filters"] is None
    assert silent["copy_number"] is None
    assert silent["protein_change"] is None
    bare = replace(cases.base(), case=replace(cases.base().case, region="", stage=""))
    assert data_of(bare)["region"] is None
    assert data_of(bare)["case"]["stage"] is None


def test_no_tier_is_null() -> None:
    tiers = {row["evidence_id"]: row["amp_tier"] for row in data_of(cases.colon_braf())["findings"]}
    assert tiers["EV-SOLID-BRAF-V600E-DABTRAM"] is None


def test_s15_total_ledger_adds_the_inputs() -> None:
    one = Ledger(read=3, reported=1, set_aside={"a": 1}, failed={"b": 1}, failures=("line 1: b",), not_read=2)
    total = total_ledger((one, one))
    assert (total.read, total.reported, total.set_aside, total.failed, total.not_read) == (6, 2, {"a": 2}, {"b": 2}, 4)
    assert total.adds_up


@pytest.mark.parametrize("name", sorted(cases.ALL))
def test_equal_interpretations_give_equal_bytes(name: str) -> None:
    assert interpretation_json(cases.ALL[name]()) == interpretation_json(cases.ALL[name]())


def test_order_of_sets_and_dictionaries_reaches_no_output() -> None:
    case = cases.colon_braf()
    turned = replace(
        case,
        alterations=(replace(case.alterations[0], filters=frozenset(["b", "a", "c"])), *case.alterations[1:]),
        inputs=(replace(cases.INPUT, ledger=replace(cases.INPUT.ledger, set_aside={"z": 1, "a": 112})),),
    )
    text = interpretation_json(turned)
    assert json.loads(text)["alterations"][0]["filters"] == ["a", "b", "c"]
    assert text.index('"a": 112') < text.index('"z": 1')


def test_s22_hostile_text_stays_text() -> None:
    text = interpretation_json(cases.hostile())
    text.encode("utf-8")  # a lone surrogate would raise here
    labels = [row["label"] for row in json.loads(text)["alterations"]]
    assert cases.HOSTILE[0] in labels


def test_s23_json_holds_no_name_or_birth_date() -> None:
    text = interpretation_json(cases.colon_braf())
    assert "Beispiel" not in text
    assert "1965-03-09" not in text


@pytest.mark.parametrize("name", sorted(cases.ALL))
def test_pieces_hold_what_the_contract_says_a_line_for_each_element(name: str) -> None:
    case = cases.ALL[name]()
    pieces = list(json_pieces(case))
    text = b"".join(pieces).decode("utf-8")
    assert text == interpretation_json(case)
    data = {key: list(part) if isinstance(part, Iterator) else part for key, part in sections(case).items()}
    assert list(json.loads(text)) == sorted(data)
    if name != "hostile":  # its lone surrogates are replaced
        assert json.loads(text) == json.loads(json.dumps(data))
    for finding in json.loads(text)["findings"]:
        line = json.dumps(finding, ensure_ascii=False, sort_keys=True)
        assert f"\n{line},\n" in text or f"\n{line}\n" in text
    assert max(map(len, pieces)) < len(text) / 2 or not case.alterations


def test_a_number_that_json_does_not_have_is_null() -> None:
    case = cases.colon_braf()
    first = replace(case.alterations[0], copy_number=float("inf"), population_af=float("nan"))
    row = data_of(replace(case, alterations=(first,)))["alterations"][0]
    assert row["copy_number"] is None
    assert row["population_af"] is None
