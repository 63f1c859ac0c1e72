"""Invented cases and people for the tests of the letter, and a pseudo-language."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from interpreter.catalogue.load import load_catalogue
from interpreter.letters import english_sources
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Catalogue, EvidenceClass, Response, TumourType
from interpreter.model.findings import AmpTier, Finding, FitRow, TumourRelation, Verdict
from interpreter.model.person import (
    AccessStatus,
    Consent,
    LocalAccess,
    OwnWords,
    Person,
    ReadingLevel,
    Topic,
    TrialEntry,
    Wish,
)
from interpreter.model.results import Specimen, SpecimenKind, State
from interpreter.report.translations import Words, source_words
from tests.care.builders import alteration, case, dpyd, finding, fit_row, marker

GERMLINE = Consent(scope="germline", given=True, version="1", date="2026-01-01", by="Ada Example")
ADA = Person(
    name="Ada Example",
    birth_date="1965-03-09",
    record_number="R-1",
    own_words=OwnWords(
        matters_most="To be at home when my daughter comes from school.",
        avoid="Numb fingers. I repair watches.",
        beside_me="My sister.",
    ),
    reading_level=ReadingLevel.SIMPLE,
)
BRAF = alteration("BRAF", "V600E")


@cache
def the_catalogue() -> Catalogue:
    return load_catalogue()


def wishes(person: Person = ADA, **said: Wish) -> Person:
    pairs = tuple((Topic(topic), wish) for topic, wish in said.items())
    return replace(person, right_not_to_know=pairs, consents=(GERMLINE,))


def everything(person: Person = ADA) -> Person:
    return wishes(person, **{topic.value: Wish.WANTS for topic in Topic})


def _tumour(code: str, name: str = "Tumour", blood: bool = False) -> TumourType:
    return TumourType(code=code, name=name, parent="", haematological=blood)


def _in(made: Interpretation, code: str, kind: SpecimenKind = SpecimenKind.TISSUE, region: str = "") -> Interpretation:
    specimen = Specimen(kind=kind, collected="2026-10-12")
    return replace(made, case=replace(made.case, tumour_type=_tumour(code), specimen=specimen, region=region))


def _weaker(item: Finding, level: EvidenceClass, relation: TumourRelation = TumourRelation.SAME) -> Finding:
    evidence = replace(item.evidence, approvals=())
    return replace(item, level=level, tumour_relation=relation, approvals=(), approved_here=False, evidence=evidence)


def _worries(regimen: str) -> tuple[FitRow, ...]:
    return (
        fit_row(regimen, Verdict.CONFLICTS, "How the medicine is given: tablets or capsules at home"),
        fit_row(regimen, Verdict.DISCUSS, "Side effects to avoid: numb or tingling hands and feet"),
        fit_row(regimen, Verdict.UNKNOWN, "Cost: a little"),
        fit_row(regimen, Verdict.UNKNOWN, "Other medicine: omeprazole", safety=True),
    )


def colon(person: Person | None = ADA) -> Interpretation:
    regimen = ("encorafenib", "cetuximab")
    alone = finding("BRAF p.V600E", (BRAF,), ("cetuximab",), response=Response.RESISTANCE)
    made = case(
        person,
        (BRAF,),
        (finding("BRAF p.V600E", (BRAF,), regimen), alone),
        (
            marker("BRAF p.V600E", "BRAF", State.DETECTED, (BRAF,), ("encorafenib + cetuximab",)),
            marker("MSI high", "MSI", State.NOT_DETECTED, (), ("pembrolizumab",)),
            marker("KRAS codon G12", "KRAS", State.NOT_ASSESSED, (), ("cetuximab", "panitumumab")),
            marker("HER2 positive", "HER2", State.INCONCLUSIVE, (), ("trastuzumab",)),
        ),
        _worries("encorafenib + cetuximab"),
    )
    return _in(made, "COAD")


def _single(code: str, gene: str, change: str, regimen: tuple[str, ...], person: Person = ADA) -> Interpretation:
    one = alteration(gene, change)
    biomarker = f"{gene} p.{change}" if change[0].isupper() else f"{gene} {change}"
    markers = (
        marker(biomarker, gene, State.DETECTED, (one,), (" + ".join(regimen),)),
        marker("TMB >= 10", "TMB", State.NOT_ASSESSED, (), ("pembrolizumab",)),
        marker("?::NTRK1 fusion", "NTRK1", State.NOT_ASSESSED, (), ("larotrectinib",)),
    )
    found = (finding(biomarker, (one,), regimen),)
    return _in(case(person, (one,), found, markers, _worries(" + ".join(regimen))), code)


def nothing_found(person: Person | None = ADA) -> Interpretation:
    rows = tuple(
        marker(name, name.partition(" ")[0], State.NOT_ASSESSED, (), ("pembrolizumab",))
        for name in ("KRAS p.G12C", "MSI high", "HER2 positive", "NRAS codon Q61")
    )
    return _in(case(person, (), (), rows), "PAAD")


def only_against() -> Interpretation:
    one = alteration("KRAS", "G12D")
    against = finding("KRAS codon G12", (one,), ("cetuximab",), response=Response.RESISTANCE)
    return _in(case(ADA, (one,), (against,), ()), "COADREAD")


def mixed() -> Interpretation:
    one, two = alteration("ABL1", "V299L"), alteration("ABL1", "E255K")
    speaks = finding("ABL1 p.E255K", (two,), ("dasatinib",))
    against = finding("ABL1 p.V299L", (one,), ("dasatinib",), response=Response.RESISTANCE)
    return _in(case(ADA, (one, two), (speaks, against), ()), "CML", SpecimenKind.BLOOD)


def early() -> Interpretation:
    one = alteration("PIK3CA", "H1047R")
    study = _weaker(finding("PIK3CA p.H1047R", (one,), ("alpelisib",)), EvidenceClass.SMALL_STUDY)
    elsewhere = finding("PIK3CA p.H1047R", (one,), ("inavolisib",))
    other = _weaker(elsewhere, EvidenceClass.APPROVED, TumourRelation.OTHER)
    return _in(case(ADA, (one,), (study, other), ()), "UCEC")


def told_everything() -> Interpretation:
    """Someone who wants to know it all: inherited risk, prognosis, changes nobody understands, medicines."""
    suspect = alteration("BRCA2", "Y42*", suspect=True)
    vague = alteration("ERBB3", "A12T")
    findings = (
        finding("BRCA2 loss of function", (suspect,), ("olaparib",)),
        finding("BRAF p.V600E", (BRAF,), (), response=Response.PROGNOSIS),
    )
    markers = (marker("BRCA2 loss of function", "BRCA2", State.DETECTED, (suspect,)),)
    made = case(everything(), (suspect, BRAF, vague), findings, markers, _worries("olaparib"), (dpyd(),))
    return _in(made, "OVT")


def full_file() -> Interpretation:
    """Access, trials, an interpreter and a representative: every sentence that the person's file can call for."""
    person = replace(
        ADA,
        access=(LocalAccess(therapy="osimertinib", status=AccessStatus.ON_APPLICATION, date="", recorded_by="x"),),
        trials=(TrialEntry(name="HOPE-1", place="Ward 4"),),
        interpreter_needed=True,
        interpreter_language="Türkçe",
        legal_representative="Grace Example",
    )
    return replace(_single("LUAD", "EGFR", "L858R", ("osimertinib",), person), preliminary=True)


def sixteen() -> dict[str, Interpretation]:
    """Invented cases over many kinds of illness and finding."""
    tmb = replace(finding("TMB >= 10", (), ("pembrolizumab",)))
    return {
        "colon": colon(),
        "lung": _single("LUAD", "EGFR", "L858R", ("osimertinib",)),
        "melanoma": _single("SKCM", "BRAF", "V600K", ("dabrafenib", "trametinib")),
        "breast": _single("BRCA", "PIK3CA", "H1047R", ("alpelisib", "fulvestrant")),
        "gist": _single("GIST", "KIT", "V654A", ("sunitinib",)),
        "aml": _single("AML", "FLT3", "D835Y", ("gilteritinib",)),
        "thyroid": _single("THPA", "BRAF", "V600E", ("dabrafenib", "trametinib")),
        "stomach": _single("STAD", "ERBB2", "amplification", ("trastuzumab",)),
        "bladder": _single("BLCA", "FGFR3", "S249C", ("erdafitinib",)),
        "nothing": nothing_found(),
        "against": only_against(),
        "mixed": mixed(),
        "early": early(),
        "everything": told_everything(),
        "full_file": full_file(),
        "tumour_count": _in(case(ADA, (), (tmb,), ()), "UCEC"),
    }


def third_tier(item: Finding) -> Finding:
    return replace(item, amp_tier=AmpTier.III)


_ACCENTS = str.maketrans("aeiouyAEIOUY", "àéîôùýÀÉÎÔÙÝ")
_PLACE = re.compile(r"(\{\w+\})")


def pseudo(text: str) -> str:
    """Write a text with accents on every vowel and 40 % longer; places stay.

    >>> pseudo("Page {page}")
    'Pàgé ôù {page}'
    """
    parts = _PLACE.split(text)
    made = [part if _PLACE.fullmatch(part) else part.translate(_ACCENTS) for part in parts]
    missing = round(0.4 * len(text))
    first = made[0].rstrip()
    tail = made[0][len(first) :]
    filler = "".join(" ôù" for _ in range(max(1, missing // 3)))
    made[0] = f"{first}{filler}{tail or ' '}" if first else made[0]
    if not first:
        made[-1] = f"{made[-1]}{filler}"
    return "".join(made)


def pseudo_words() -> Words:
    """Give a whole language that nobody speaks: what does not come from it was hard-coded."""
    texts = {key: pseudo(text) for key, text in source_words().texts.items()}
    texts |= {"language.code": "xx", "language.tag": "en"}
    return Words(texts=texts, data={text: pseudo(text) for text in english_sources(the_catalogue())})
