"""Tumour types: finding one (S13), and how evidence bears on it (RULES R10)."""

from __future__ import annotations

import pytest

from interpreter.errors import TumourTypeError
from interpreter.model.evidence import TumourType
from interpreter.model.findings import TumourRelation
from interpreter.model.tumours import TumourTree


def _node(code: str, name: str, parent: str, *synonyms: str, haematological: bool = False) -> TumourType:
    return TumourType(code=code, name=name, parent=parent, haematological=haematological, synonyms=synonyms)


TREE = TumourTree(
    [
        _node("TISSUE", "Tissue", ""),
        _node("LUNG", "Lung", "TISSUE"),
        _node("NSCLC", "Non-Small Cell Lung Cancer", "LUNG", "NSCLC"),
        _node("LUAD", "Lung Adenocarcinoma", "NSCLC", "adenocarcinoma of the lung"),
        _node("LUSC", "Lung Squamous Cell Carcinoma", "NSCLC"),
        _node("BOWEL", "Bowel", "TISSUE"),
        _node("COADREAD", "Colorectal Adenocarcinoma", "BOWEL", "colorectal cancer"),
        _node("COAD", "Colon Adenocarcinoma", "COADREAD"),
        _node("MYELOID", "Myeloid", "TISSUE", haematological=True),
        _node("AML", "Acute Myeloid Leukemia", "MYELOID", haematological=True),
        _node("ODG", "Oligodendroglioma", "TISSUE", "glial tumour"),
        _node("DIFG", "Diffuse Glioma", "TISSUE", "glial tumour"),
    ]
)


@pytest.mark.parametrize(
    "text", ["LUAD", "luad", " Lung  adenocarcinoma ", "Adenocarcinoma of the lung", "LUNG ADENOCARCINOMA"]
)
def test_code_name_and_synonym_are_found_whatever_their_case(text: str) -> None:
    assert TREE.resolve(text).code == "LUAD"


def test_s13_an_unknown_type_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(TumourTypeError) as caught:
        TREE.resolve("LUADD")
    assert "LUAD (Lung Adenocarcinoma)" in caught.value.remedy
    with pytest.raises(TumourTypeError) as caught:
        TREE.resolve("adenocarcinoma")
    assert "COAD" in caught.value.remedy
    assert "LUAD" in caught.value.remedy


def test_s13_part_of_a_name_is_never_taken_for_a_type() -> None:
    with pytest.raises(TumourTypeError):
        TREE.resolve("Lung Adeno")


def test_s13_a_synonym_of_two_types_is_asked_about() -> None:
    with pytest.raises(TumourTypeError) as caught:
        TREE.resolve("glial tumour")
    assert "DIFG" in caught.value.problem
    assert "ODG" in caught.value.problem


def test_the_tree_is_walked_both_ways() -> None:
    assert [node.code for node in TREE.ancestors("LUAD")] == ["NSCLC", "LUNG", "TISSUE"]
    assert [node.code for node in TREE.children("NSCLC")] == ["LUAD", "LUSC"]
    assert TREE.get("XXX") is None
    assert "luad" in TREE


def test_the_picker_finds_codes_then_beginnings_then_words() -> None:
    assert [node.code for node in TREE.search("coad")] == ["COAD", "COADREAD"]
    assert [node.code for node in TREE.search("lung ade")] == ["LUAD"]
    assert [node.code for node in TREE.search("carcinoma", 2)] == ["LUSC", "COAD"]
    assert TREE.search("  ") == ()


@pytest.mark.parametrize(
    ("codes", "excluded", "patient", "relation"),
    [
        (("LUAD",), (), "LUAD", TumourRelation.SAME),
        (("NSCLC",), (), "LUAD", TumourRelation.ANCESTOR),
        (("LUAD",), (), "NSCLC", TumourRelation.DESCENDANT),
        (("LUSC",), (), "LUAD", TumourRelation.OTHER),
        (("ANY_SOLID",), (), "LUAD", TumourRelation.ANY_SOLID),
        (("ANY_SOLID",), (), "AML", TumourRelation.OTHER),
        (("ANY",), (), "AML", TumourRelation.ANCESTOR),
        (("ANY_SOLID", "LUAD"), (), "LUAD", TumourRelation.SAME),
        (("LUAD", "COAD"), (), "COAD", TumourRelation.SAME),
        ((), (), "COAD", TumourRelation.OTHER),
        (("ANY_SOLID",), ("COADREAD",), "COAD", TumourRelation.EXCLUDED),
        (("ANY_SOLID",), ("COADREAD",), "COADREAD", TumourRelation.EXCLUDED),
        (("COAD",), ("COADREAD",), "COAD", TumourRelation.EXCLUDED),
        (("ANY_SOLID",), ("COADREAD",), "LUAD", TumourRelation.ANY_SOLID),
        (("ANY_SOLID",), ("COADREAD",), "BOWEL", TumourRelation.DESCENDANT),
    ],
)
def test_relation_of_evidence_to_the_patients_tumour(
    codes: tuple[str, ...], excluded: tuple[str, ...], patient: str, relation: TumourRelation
) -> None:
    assert TREE.relation(codes, excluded, patient) is relation


@pytest.mark.parametrize(
    ("codes", "patient", "other"),
    [
        (("AML",), "LUAD", True),
        (("AML",), "AML", False),
        (("ANY_SOLID",), "AML", True),
        (("ANY_SOLID",), "LUAD", False),
        (("AML", "LUSC"), "LUAD", False),
        (("ANY",), "AML", False),
        (("NOT_A_CODE",), "LUAD", False),
    ],
)
def test_blood_cancers_and_solid_tumours_are_two_lineages(codes: tuple[str, ...], patient: str, other: bool) -> None:
    assert TREE.other_lineage(codes, patient) is other
