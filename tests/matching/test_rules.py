"""The rule tables agree with the transcripts they speak of, and with the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from interpreter.matching.changes import named_change
from interpreter.matching.rules import load_rules
from interpreter.model.evidence import EvidenceClass
from interpreter.model.genes import Transcript
from interpreter.model.marker_text import parse_marker
from interpreter.model.marker_words import marker_words
from interpreter.model.markers import Changes, Codon
from interpreter.resources import resource_path
from interpreter.rule_tables import read_rows
from interpreter.variants.reference import load_reference

_CODE = dict(
    zip(
        (a + b + c for a in "TCAG" for b in "TCAG" for c in "TCAG"),
        "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
        strict=True,
    )
)


def _residue(transcript: Transcript, number: int) -> str:
    codon = transcript.cds[3 * number - 3 : 3 * number]
    return "" if len(codon) < 3 or "N" in codon else _CODE[codon]


def _named_residues() -> Iterator[tuple[str, str, int]]:
    rules = load_rules()
    for gene, features in rules.activating.items():
        for feature in features:
            if isinstance(feature, Codon):
                yield from ((gene, residue.letter, residue.number) for residue in feature.residues)
            elif isinstance(feature, Changes):
                for text in feature.changes:
                    change = named_change(text)
                    yield gene, change.first_letter, change.first
                    yield gene, change.last_letter, change.last
    for gene, rule in rules.genes.items():
        for text in (*rule.benign, *rule.pathogenic):
            change = named_change(text)
            if change.first:
                yield gene, change.first_letter, change.first
    for (gene, _), residue in rules.residue_aliases.items():
        yield gene, residue[0], int(residue[1:])


def test_every_named_residue_is_the_one_of_the_genes_own_transcript() -> None:
    table = load_reference()
    wrong = []
    for gene, letter, number in _named_residues():
        transcript = table.transcript(gene)
        have = _residue(transcript, number) if transcript is not None else ""
        if have and have != letter:
            wrong.append(f"{gene} {letter}{number}: the transcript has {have}")
    assert not wrong


def test_s5_an_older_numbering_never_names_a_residue_of_the_transcript_itself() -> None:
    table = load_reference()
    for (gene, named), residue in load_rules().residue_aliases.items():
        transcript = table.transcript(gene)
        have = _residue(transcript, int(named[1:])) if transcript is not None else ""
        assert have != named[0], f"{gene} {named} could mean itself, and {residue}"


def test_every_class_of_evidence_has_a_row_in_the_tier_table() -> None:
    assert set(load_rules().tiers) == set(EvidenceClass)


def test_every_class_row_belongs_to_a_feature_of_the_language() -> None:
    for gene, feature in load_rules().classes:
        if feature != "wild type":  # the margin beside listed codons, no feature of its own
            assert str(parse_marker(f"{gene} {feature}")) == f"{gene} {feature}"


def test_result_rules_speak_of_words_of_the_vocabulary() -> None:
    words = marker_words()
    for (marker, asked), rule in load_rules().results.items():
        allowed = set(words[marker].categories) if marker in words else {"methylated", "unmethylated"}
        assert {asked} | rule.met_by | rule.not_met_by | rule.unclear_by <= allowed
        assert not rule.met_by & rule.not_met_by


@pytest.mark.parametrize("path", sorted(resource_path("rules").glob("*.tsv")), ids=lambda path: path.stem)
def test_every_row_of_every_rule_table_names_its_source(path: Path) -> None:
    rows = read_rows(path, ("source",))
    assert rows
    assert [number for number, row in rows if not re.search(r"\w", row["source"])] == []
