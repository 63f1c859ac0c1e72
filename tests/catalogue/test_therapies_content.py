"""Therapies, companion tests, haematology and resistance: what the tables promise to those who read them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from interpreter.resources import resource_path

FOLDER = resource_path("catalogue")
FACTS = {
    "inn",
    "brands",
    "drug_class",
    "targets",
    "label_source",
    "label_date",
    "checked_by",
    "checked_on",
    "plain",
}
OWN_EVIDENCE = ("haematology", "resistance_kinases", "resistance_other")
NUMBER = r"\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?"

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def all_rows(kind: str) -> list[Row]:
    return [row for path in sorted((FOLDER / kind).glob("*.tsv")) for row in read(path)]


THERAPIES = all_rows("therapies")
BY_INN = {row["inn"]: row for row in THERAPIES}
EVIDENCE = [row for name in OWN_EVIDENCE for row in read(FOLDER / "evidence" / f"{name}.tsv")]
SOURCES = {row["id"]: row for row in all_rows("sources")}


def codes_of(attribute: str) -> list[re.Pattern[str]]:
    rows = read(FOLDER / "therapy_vocabulary.tsv")
    return [re.compile(re.escape(row["code"]).replace(r"\#", NUMBER)) for row in rows if row["attribute"] == attribute]


def reading_grade(text: str) -> float:
    """Flesch-Kincaid grade; syllables are counted as groups of vowels."""
    words = re.findall(r"[A-Za-z]+", text)
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", text)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


ATTRIBUTES = sorted({name for row in THERAPIES for name in row} - FACTS)


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_every_attribute_value_is_a_code_of_the_vocabulary(attribute: str) -> None:
    codes = codes_of(attribute)
    assert codes, "the column has no vocabulary"
    unknown = {
        (row["inn"], value)
        for row in THERAPIES
        for value in filter(None, row.get(attribute, "").split("|"))
        if not any(code.fullmatch(value) for code in codes)
    }
    assert unknown == set()


def test_every_code_has_words_and_stands_once() -> None:
    rows = read(FOLDER / "therapy_vocabulary.tsv")
    keys = [(row["attribute"], row["code"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row["words"] for row in rows)
    assert {row["attribute"] for row in rows} == set(ATTRIBUTES)
    for row in rows:
        assert ("#" in row["code"]) == ("{n}" in row["words"]), row["code"]


def test_every_therapy_of_every_regimen_has_a_row() -> None:
    used = {inn for row in all_rows("evidence") for inn in row["therapies"].split(" + ") if inn}
    assert used - set(BY_INN) == set()


def test_therapy_rows_stand_once_and_are_enough() -> None:
    assert len(BY_INN) == len(THERAPIES)
    assert len(THERAPIES) >= 150


@pytest.mark.parametrize(
    ("inn", "attribute", "code"),
    [
        ("trastuzumab deruxtecan", "boxed_warning", "ild"),
        ("vandetanib", "boxed_warning", "qt"),
        ("lenalidomide", "programme", "pregnancy_prevention"),
        ("sotorasib", "acid_reducers", "avoid_ppi"),
        ("dabrafenib", "hormonal_contraception", "made_unreliable"),
        ("capecitabine", "pharmacogenes", "DPYD"),
        ("irinotecan", "pharmacogenes", "UGT1A1"),
        ("erlotinib", "smoking", "lowers_level"),
        ("blinatumomab", "driving", "no_driving_during"),
        ("belzutifan", "boxed_warning", "embryo_fetal"),
        ("lorlatinib", "serious_toxicities", "neurocognitive"),
        ("quizartinib", "programme", "rems"),
    ],
)
def test_facts_that_a_person_must_hear_are_there(inn: str, attribute: str, code: str) -> None:
    assert code in BY_INN[inn][attribute].split("|")


def test_none_and_a_topic_never_stand_together_in_a_boxed_warning() -> None:
    for row in THERAPIES:
        values = row["boxed_warning"].split("|")
        assert "none" not in values or values == ["none"], row["inn"]


def test_r12_nobody_is_invented_as_a_reader_of_a_label() -> None:
    """checked_by and checked_on come in pairs, and only with the date of a label that was read."""
    for row in THERAPIES:
        assert bool(row["checked_by"]) == bool(row["checked_on"]), row["inn"]
        if row["checked_by"]:
            assert row["label_source"], row["inn"]
            assert row["label_date"], row["inn"]


def test_plain_lines_are_easy_and_promise_nothing() -> None:
    own = [row for row in THERAPIES if row["plain"]]
    assert len(own) >= 150
    for row in own:
        assert not re.search(r"\b(?:cure|cures|best|guarantee)\b", row["plain"]), row["inn"]
    # names of genes and medicines are kept out of the measure: a letter cannot avoid them
    text = " ".join(re.sub(r"\([^)]*\)", "", row["plain"]) for row in own)
    assert reading_grade(text) <= 8


def test_synonyms_point_to_therapies() -> None:
    rows = read(FOLDER / "therapy_synonyms.tsv")
    names = [row["name"].lower() for row in rows]
    assert len(names) == len(set(names))
    assert {row["inn"] for row in rows} - set(BY_INN) == set()
    assert not set(names) & {inn.lower() for inn in BY_INN}


def test_r12_a_pmid_stands_only_at_a_paper() -> None:
    for identity, row in SOURCES.items():
        if row["pmid"]:
            assert row["kind"] == "paper", identity
            assert row["pmid"].isdigit(), identity


def test_r12_pmids_were_looked_up_in_a_source_at_hand(shared: Path) -> None:
    path = shared / "kb/civic/nightly-2026-05/nightly-ClinicalEvidenceSummaries.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        known = {row["citation_id"] for row in csv.DictReader(file, delimiter="\t")}
    cited = {source for row in EVIDENCE for source in row["source_ids"].split("|")}
    pmids = {SOURCES[source]["pmid"] for source in cited if SOURCES[source]["pmid"]}
    assert len(pmids) >= 50
    assert pmids - known == set()


def test_companion_tests_without_a_source_are_told_apart() -> None:
    rows = read(FOLDER / "companion_tests.tsv")
    assert any(row["source_id"] for row in rows)
    assert any(not row["source_id"] for row in rows)
    for row in rows:
        assert all(row[name] for name in ("device", "biomarker", "therapies")), row["id"]
        assert not row["checked_by"], "a device's page was not opened; see the column source_id"


def resistance_to(therapy: str) -> set[str]:
    return {row["biomarker"] for row in EVIDENCE if row["therapies"] == therapy and row["response"] == "resistance"}


@pytest.mark.parametrize(
    ("therapy", "biomarker"),
    [
        ("imatinib", "ABL1 p.T315I"),
        ("dasatinib", "ABL1 p.V299L"),
        ("nilotinib", "ABL1 p.Y253H"),
        ("bosutinib", "ABL1 p.V299L"),
        ("alectinib", "ALK p.G1202R"),
        ("crizotinib", "ROS1 p.G2032R"),
        ("selpercatinib", "RET p.G810R, p.G810S, p.G810C, p.G810V"),
        ("larotrectinib", "NTRK1 p.G595R"),
        ("larotrectinib", "NTRK3 p.G623R, p.G623E"),
        ("adagrasib", "KRAS p.H95D, p.H95Q, p.H95R"),
        ("gilteritinib", "FLT3 p.F691L"),
        ("venetoclax", "BCL2 p.G101V"),
        ("osimertinib", "EGFR p.T790M in cis with EGFR p.C797S"),
    ],
)
def test_s12_resistance_mutations_stand_beside_their_drug(therapy: str, biomarker: str) -> None:
    assert biomarker in resistance_to(therapy)


def test_s7_resistance_that_one_drug_keeps_clear_of_is_not_lent_to_it() -> None:
    assert "ABL1 p.T315I" not in resistance_to("ponatinib")
    assert "ABL1 p.V299L" not in resistance_to("nilotinib")
    assert "KRAS p.H95D, p.H95Q, p.H95R" not in resistance_to("sotorasib")
    assert "EGFR p.S492R" not in resistance_to("panitumumab")
    assert "RET p.V804M, p.V804L" not in resistance_to("selpercatinib")


def test_there_are_enough_resistance_rows() -> None:
    against = [row for row in EVIDENCE if row["response"] in {"resistance", "reduced_benefit"}]
    assert len(against) >= 150


def test_s11_combinations_are_named_as_a_whole() -> None:
    (row,) = [row for row in EVIDENCE if row["id"] == "EV-HAEM-AML-FLT3-MIDOSTAURIN-CHEMO"]
    assert row["therapies"] == "midostaurin + cytarabine + daunorubicin"
    (row,) = [row for row in EVIDENCE if row["id"] == "EV-HAEM-AML-IDH1-IVOSIDENIB-AZACITIDINE"]
    assert row["therapies"] == "ivosidenib + azacitidine"


def test_haematology_follows_the_labels_that_name_what_must_be_absent() -> None:
    by_id = {row["id"]: row for row in EVIDENCE}
    assert by_id["EV-HAEM-ASM-NOKITD816V-IMATINIB"]["biomarker"] == "KIT codons 816 wild type"
    assert "!(BCR::ABL1 fusion)" in by_id["EV-HAEM-BLL-CD19-PHNEG-BLINATUMOMAB-CONSOLIDATION"]["biomarker"]
    assert by_id["EV-HAEM-WM-MYD88-IBRUTINIB"]["biomarker"] == "MYD88 p.L252P"
    assert by_id["EV-HAEM-FL-EZH2-TAZEMETOSTAT"]["biomarker"].startswith("EZH2 codon Y646")
