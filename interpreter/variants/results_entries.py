"""The entries of RESULTS.toml: proteins and signatures, sequence results of kits without a VCF, pharmacogenes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from interpreter.errors import MarkerSyntaxError
from interpreter.model.assessment import AlterationClass
from interpreter.model.marker_text import parse_marker
from interpreter.model.marker_words import marker_words
from interpreter.model.markers import (
    Changes,
    Codon,
    CodonsWildType,
    ExonEffect,
    ExonSkipping,
    Feature,
    FusionAtom,
    GeneAtom,
    GeneClass,
    ResiduesEffect,
    SequenceEffect,
    WholeGene,
)
from interpreter.model.results import MarkerResult, PharmacogeneResult, SequenceResult, State
from interpreter.model.variants import Origin
from interpreter.rule_tables import rule_rows
from interpreter.variants.assay import codon_ranges
from interpreter.variants.reference import load_reference
from interpreter.variants.symbols import current_symbol
from interpreter.variants.toml_tables import TomlTable

_COMMON = ("method", "specimen", "date", "state", "reason")
_MARKER = (*_COMMON, "marker", "category", "score", "value", "clone", "ihc", "ish", "assay", "callable_mb")
_TESTED = ("codons", "exons", "classes")
_FOUND = ("origin", "vaf", "depth", "limit", "partner_gene", "copy_number")
_SEQUENCE = (*_COMMON, "gene", "change", *_TESTED, *_FOUND)
_PHARMACOGENE = (*_COMMON, "gene", "phenotype", "diplotype", "activity_score")
_GENE = re.compile(r"[A-Z][A-Za-z0-9-]{0,24}")
_NAMED = ("karyotype", "arm", "HLA")
_NEEDS_REASON = (State.INCONCLUSIVE, State.NOT_ASSESSED)
_SCORE_RANGE = {"TPS": 100, "CPS": 100, "IC": 100, "TAP": 100, "%": 100, "IHC": 3, "mut/Mb": 10_000, "GIS": 100}
_PROTEIN_RESIDUE = re.compile(r"p\.[A-Z*](\d+)(?:_[A-Z*](\d+))?")


@cache
def vocabulary(name: str) -> tuple[str, ...]:
    """Give the allowed words of one list of the vocabulary."""
    return tuple(row["value"] for row in rule_rows("results_vocabulary.tsv") if row["list"] == name)


@cache
def _details(name: str, value: str) -> tuple[str, ...]:
    for row in rule_rows("results_vocabulary.tsv"):
        if row["list"] == name and row["value"] == value:
            return tuple(filter(None, row["detail"].split("|")))
    return ()


def marker_entry(values: object, where: str, file_name: str, faults: list[str]) -> MarkerResult:
    """Check one `[[marker]]`: a protein, signature, karyotype, methylation or HLA result."""
    table = TomlTable(values, where, faults, _MARKER)
    words = marker_words()
    marker = table.word("marker", (*sorted({*words, *vocabulary("marker")}), *_NAMED), required=True)
    state = State(table.word("state", tuple(State), default=State.DETECTED.value) or State.DETECTED)
    reason = table.text("reason", required=state in _NEEDS_REASON)
    if state is State.NOT_DETECTED and marker not in _NAMED:
        table.fault("state", 'not_detected says too little here: give the result itself, such as category = "stable"')
    category = table.text("category")
    _check_category(table, marker, category)
    score, value = _score(table, marker)
    result = MarkerResult(
        marker=marker,
        state=state,
        reason=reason,
        category=category,
        score=score,
        value=value,
        clone=table.word("clone", vocabulary("clone")) if marker == "PD-L1" else table.text("clone"),
        ihc=table.word("ihc", vocabulary("ihc")),
        ish=table.word("ish", vocabulary("ish")),
        method=table.word("method", vocabulary("method"), required=True),
        specimen=table.text("specimen"),
        date=table.date("date"),
        assay=table.text("assay", required=marker == "HRD"),
        callable_mb=table.number("callable_mb", 0.001, 100),
        source=f"{file_name}, {where}",
    )
    if result.callable_mb is not None and marker != "TMB":
        table.fault("callable_mb", "belongs to TMB alone")
    if (result.ihc or result.ish) and marker != "HER2":
        table.fault("ihc", "and ish belong to HER2 alone; give other proteins a category or a score")
    if marker == "PD-L1" and state is State.DETECTED and not result.clone:
        table.fault("clone", f"is missing; allowed: {', '.join(vocabulary('clone'))}")
    if marker == "HER2":
        result = _her2(table, result)
    typed = any(key in table for key in ("category", "value", "score", "ihc", "ish", "reason"))
    if state is State.DETECTED and not typed:
        table.fault("category", "or value is missing: an entry without a result says nothing")
    return result


def _check_category(table: TomlTable, marker: str, category: str) -> None:
    if not marker or not category:
        return
    words = marker_words()
    allowed = words[marker].categories if marker in words else _details("marker", marker)
    if marker in _NAMED:
        try:
            parse_marker(f"{marker} {category}")
        except MarkerSyntaxError as error:
            table.fault("category", f"'{category}' cannot be read: {error.problem}")
    elif category not in allowed:
        table.fault("category", f"'{category}' is not allowed for {marker}; allowed: {', '.join(allowed)}")


def _score(table: TomlTable, marker: str) -> tuple[str, float | None]:
    """Give score and value; a marker with one scale needs no score named."""
    words = marker_words()
    scores = list(words[marker].scores) if marker in words else []
    scores = ["mut/Mb" if score == "mut" else score for score in scores] + (["GIS"] if marker == "HRD" else [])
    if "value" not in table and "score" not in table:
        return "", None
    if not scores:
        if marker:  # an unknown marker was told of already
            table.fault("value", f"{marker} has no score; give its category")
        return "", None
    default = scores[0] if len(scores) == 1 else ""
    score = table.word("score", scores, required=True, default=default)
    if "value" not in table:
        table.fault("value", "is missing beside the score")
    return score, table.number("value", 0, _SCORE_RANGE.get(score, 10_000))


def _her2(table: TomlTable, result: MarkerResult) -> MarkerResult:
    """Derive HER2's category from IHC and ISH (RULES R8); a stated category must agree."""
    derived, reason = her2_category(result.ihc, result.ish)
    if not result.ihc and not result.ish:
        return result
    if result.category and derived and result.category != derived:
        table.fault("category", f"'{result.category}' disagrees with IHC {result.ihc} {result.ish}: that is {derived}")
    if result.state is not State.DETECTED or result.category:
        return result
    return MarkerResult(
        **{
            **{name: getattr(result, name) for name in MarkerResult.__dataclass_fields__},
            "category": derived,
            "state": State.DETECTED if derived else State.INCONCLUSIVE,
            "reason": result.reason or reason,
        }
    )


def her2_category(ihc: str, ish: str) -> tuple[str, str]:
    """Give HER2's category by IHC and ISH, or why there is none.

    Source: RULES R8: positive = 3+, or 2+ with ISH amplified; low = 1+, or 2+ not amplified; ultralow = 0 with
    staining.
    """
    if ihc == "3+":
        return "positive", ""
    if ihc == "2+":
        if not ish:
            return "", "IHC 2+ needs an in situ hybridisation"
        return ("positive" if ish == "amplified" else "low"), ""
    if ish == "amplified":
        if not ihc:
            return "positive", ""
        return "", f"IHC {ihc} with an amplified in situ hybridisation: to be settled by the pathologist"
    if ihc == "1+":
        return "low", ""
    if ihc == "0 with staining":
        return "ultralow", ""
    if ihc == "0":
        return "negative", ""
    return "", "not amplified by in situ hybridisation; the IHC is needed to tell low from negative"


@dataclass(frozen=True, slots=True)
class _Tested:
    codons: tuple[tuple[int, int], ...] = ()
    exons: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()


def sequence_entry(values: object, where: str, file_name: str, faults: list[str]) -> SequenceResult:
    """Check one `[[sequence]]`: a result of a kit, or of an external report, without a file of variants."""
    table = TomlTable(values, where, faults, _SEQUENCE)
    gene = table.text("gene", required=True)
    change = table.text("change", required=True)
    method = table.word("method", vocabulary("method"), required=True)
    said = table.word("state", tuple(State), required=True)
    state = State(said or State.NOT_ASSESSED)
    reason = table.text("reason", required=bool(said) and state in _NEEDS_REASON)
    partner = table.text("partner_gene")
    for key, symbol in (("gene", gene), ("partner_gene", partner)):
        if symbol and not _GENE.fullmatch(symbol):
            table.fault(key, f"'{symbol}' is not a gene symbol")
    known = load_reference().genes
    gene, partner = current_symbol(gene, known), current_symbol(partner, known)
    implied = _implied(table, gene, change)
    listed = table.words("classes", tuple(AlterationClass))
    codons = codon_ranges(table.raw("codons") or [], f"{where}, codons", faults) or implied.codons
    exons = _exons(table) or implied.exons
    classes = listed or implied.classes
    if state is State.NOT_DETECTED and not classes:
        classes = _details("method", method)
        if not classes:
            table.fault("classes", f"is missing: what did the test look for? Allowed: {', '.join(AlterationClass)}")
    sequence_only = {AlterationClass.SUBSTITUTION.value, AlterationClass.INDEL.value}
    if state is State.NOT_DETECTED and sequence_only & set(classes) and not codons and not exons:
        table.fault("codons", "or exons are missing: a negative proves only what was tested")
    return SequenceResult(
        gene=gene,
        change=change,
        state=state,
        method=method,
        codons=codons,
        exons=exons,
        classes=classes,
        origin=Origin(table.word("origin", tuple(Origin), default=Origin.UNKNOWN.value) or Origin.UNKNOWN),
        vaf=table.number("vaf", 0, 1),
        depth=table.whole("depth", 1, 10_000_000),
        limit=table.number("limit", 0.00001, 0.999),
        reason=reason,
        specimen=table.text("specimen"),
        date=table.date("date"),
        partner_gene=partner,
        copy_number=table.number("copy_number", 0, 1000),
        source=f"{file_name}, {where}",
    )


def _exons(table: TomlTable) -> tuple[int, ...]:
    value = table.raw("exons") or []
    if not isinstance(value, list) or any(type(exon) is not int or not 1 <= exon <= 400 for exon in value):
        table.fault("exons", "must be a list of exon numbers such as [18, 19, 20, 21]")
        return ()
    return tuple(sorted(set(value)))


def _implied(table: TomlTable, gene: str, change: str) -> _Tested:
    """Read the change in the marker language, and say which codons, exons and classes it names itself."""
    if not gene or not change:
        return _Tested()
    try:
        atom = parse_marker(change if "::" in change else f"{gene} {change}")
    except MarkerSyntaxError as error:
        table.fault("change", f"'{change}' cannot be read: {error.problem} {error.remedy}")
        return _Tested()
    if isinstance(atom, FusionAtom):
        if gene not in {current_symbol(one, load_reference().genes) for one in atom.genes}:
            table.fault("change", f"'{change}' does not name {gene}")
        return _Tested(classes=("fusion",))
    if not isinstance(atom, GeneAtom):
        table.fault("change", f"'{change}' must be one feature of {gene}")
        return _Tested()
    return _tested(atom.feature)


def _tested(feature: Feature) -> _Tested:
    match feature:
        case Changes(changes=changes):
            spans = [_PROTEIN_RESIDUE.match(one) for one in changes]
            codons = tuple((int(m[1]), int(m[2] or m[1])) for m in spans if m)
            short = {"indel" if re.search(r"del|ins|dup|fs", one) else "substitution" for one in changes}
            return _Tested(codons=codons, classes=tuple(sorted(short)))
        case Codon(residues=residues):
            return _Tested(codons=tuple((one.number, one.number) for one in residues))
        case CodonsWildType(codons=numbers):
            return _Tested(codons=tuple((one, one) for one in numbers))
        case ExonSkipping():
            return _Tested(classes=("skipping",))
        case ExonEffect(exon=exon, effect=effect):
            return _Tested(exons=(exon,), classes=_effect_classes(effect))
        case ResiduesEffect(first=first, last=last, effect=effect):
            return _Tested(codons=((first, last),), classes=_effect_classes(effect))
        case WholeGene(name=name):
            return _Tested(classes=_GENE_CLASSES.get(name, ()))
        case _:
            return _Tested()


def _effect_classes(effect: SequenceEffect) -> tuple[str, ...]:
    if effect in (SequenceEffect.INFRAME_DELETION, SequenceEffect.INFRAME_INSERTION, SequenceEffect.INFRAME_INDEL):
        return ("indel",)
    return ("substitution",) if effect is SequenceEffect.MISSENSE else ()


_GENE_CLASSES: dict[GeneClass, tuple[str, ...]] = {
    GeneClass.FUSION: ("fusion",),
    GeneClass.AMPLIFICATION: ("amplification",),
    GeneClass.COPY_GAIN: ("amplification",),
    GeneClass.DELETION: ("deletion",),
    GeneClass.LOSS: ("deletion",),
    GeneClass.INTERNAL_TANDEM_DUPLICATION: ("itd",),
    GeneClass.KINASE_DOMAIN_DUPLICATION: ("rearrangement",),
    GeneClass.VIII: ("rearrangement",),
}


def pharmacogene_entry(values: object, where: str, file_name: str, faults: list[str]) -> PharmacogeneResult:
    """Check one `[[pharmacogene]]`: a phenotype another laboratory gave."""
    table = TomlTable(values, where, faults, _PHARMACOGENE)
    rows = rule_rows("pgx_phenotypes.tsv")
    genes = tuple(dict.fromkeys(row["gene"] for row in rows))
    gene = table.word("gene", genes, required=True)
    phenotypes = tuple(dict.fromkeys(row["phenotype"] for row in rows if row["gene"] == gene))
    state = State(table.word("state", tuple(State), default=State.DETECTED.value) or State.DETECTED)
    reason = table.text("reason", required=state in _NEEDS_REASON)
    if state is State.NOT_DETECTED:
        table.fault("state", "must be detected, not_assessed or inconclusive: a phenotype is never absent")
    phenotype = table.word("phenotype", phenotypes, required=state is State.DETECTED) if gene else ""
    method = table.word("method", vocabulary("method"), required=True)
    drugs = tuple(
        (row["drug"], row["consequence"])
        for row in rule_rows("pgx_drugs.tsv")
        if row["gene"] == gene and row["phenotype"] == phenotype and phenotype
    )
    return PharmacogeneResult(
        gene=gene,
        phenotype=phenotype,
        diplotype=table.text("diplotype"),
        activity_score=table.number("activity_score", 0, 10),
        state=state,
        drugs=drugs,
        not_covered=(),
        reason=reason,
        source=f"{file_name}, {where} ({method})",
    )
