"""The clinical rule tables of matching, read once: classes, gene facts, activating changes, aliases, tiers, results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from interpreter.matching.ages import AgeGroup
from interpreter.model.alterations import Consequence
from interpreter.model.assessment import AlterationClass
from interpreter.model.evidence import EvidenceClass
from interpreter.model.findings import AmpTier, Exactness
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import Feature, GeneAtom
from interpreter.rule_tables import listed, rule_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule:
    """One row of classes.tsv: what counts in one class of one gene, and what is just outside."""

    gene: str
    feature: str
    rule: str
    """Name of the engine's rule: net_loss, net_gain, itd, range, frameshift_insertion, skipping, exon_deletion ..."""
    first: int
    """First residue (for skipping: first c. position), 0 where the rule has none."""
    last: int
    net: int
    """Least residues (itd: bases) lost or gained; wild_type: margin in residues; skipping: last donor offset."""
    consequences: frozenset[Consequence]
    changes_in: tuple[str, ...]
    changes_out: tuple[str, ...]
    exons: tuple[int, ...]
    proof: frozenset[AlterationClass]
    exactness: Exactness | None
    outside: str
    unclear: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneRule:
    """One row of gene_rules.tsv: what is known of losses of function in one gene."""

    gene: str
    transcript: str
    last_counting_residue: int | None
    """Last residue at which a truncation counts; None = not known, every truncation counts."""
    benign: tuple[str, ...]
    pathogenic: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRule:
    """One row of result_rules.tsv: which reported categories answer an asked one."""

    met_by: frozenset[str]
    not_met_by: frozenset[str]
    unclear_by: frozenset[str]
    """Categories that deny it only beside the staining they rest on: "HER2 negative" alone may be low."""
    score: str
    met_at_least: float | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTier:
    here: AmpTier
    """In the same tumour type, a parent of it, or any solid tumour."""
    other: AmpTier
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    classes: Mapping[tuple[str, str], ClassRule]
    """By gene and feature text."""
    genes: Mapping[str, GeneRule]
    activating: Mapping[str, tuple[Feature, ...]]
    residue_aliases: Mapping[tuple[str, str], str]
    """(gene, residue as older papers number it) -> residue of the gene's own transcript: ("EZH2", "Y641") -> "Y646"."""
    results: Mapping[tuple[str, str], ResultRule]
    tiers: Mapping[EvidenceClass, LevelTier]
    unfit_settings: Mapping[str, frozenset[str]]
    age_groups: tuple[AgeGroup, ...]
    """Setting of a label -> stated stages and line words that contradict it."""
    disease_bound: frozenset[str]
    """Genes whose claims are not borrowed for another tumour type."""


@cache
def load_rules() -> Rules:
    """Read the tables shipped with the program."""
    return Rules(
        classes={(row["gene"], row["feature"]): _class_rule(row) for row in rule_rows("classes.tsv")},
        genes={row["gene"]: _gene_rule(row) for row in rule_rows("gene_rules.tsv")},
        activating=_activating(),
        residue_aliases={(row["gene"], row["named"]): row["residue"] for row in rule_rows("residue_aliases.tsv")},
        results={(row["marker"], row["asked"]): _result_rule(row) for row in rule_rows("result_rules.tsv")},
        tiers={
            EvidenceClass(row["level"]): LevelTier(
                here=AmpTier(row["here"]), other=AmpTier(row["other"]), source=row["source"]
            )
            for row in rule_rows("level_tiers.tsv")
        },
        disease_bound=frozenset(row["gene"] for row in rule_rows("disease_bound.tsv")),
        unfit_settings={
            row["setting"]: frozenset(listed(row["does_not_fit"])) for row in rule_rows("setting_stages.tsv")
        },
        age_groups=tuple(
            AgeGroup(row["word"], int(row["youngest"]), int(row["oldest"]) if row["oldest"] else None)
            for row in rule_rows("population_ages.tsv")
        ),
    )


def _class_rule(row: Mapping[str, str]) -> ClassRule:
    first, _, last = row["exons"].partition("-")
    return ClassRule(
        gene=row["gene"],
        feature=row["feature"],
        rule=row["rule"],
        first=int(row["first"] or 0),
        last=int(row["last"] or 0),
        net=int(row["net"] or 0),
        consequences=frozenset(Consequence(term) for term in listed(row["consequences"])),
        changes_in=listed(row["changes_in"]),
        changes_out=listed(row["changes_out"]),
        exons=tuple(range(int(first), int(last or first) + 1)) if first else (),
        proof=frozenset(AlterationClass(term) for term in listed(row["proof"])),
        exactness=Exactness(row["exactness"]) if row["exactness"] else None,
        outside=row["outside"],
        unclear=row["unclear"],
        source=row["source"],
    )


def _gene_rule(row: Mapping[str, str]) -> GeneRule:
    return GeneRule(
        gene=row["gene"],
        transcript=row["transcript"],
        last_counting_residue=int(row["last_counting_residue"]) if row["last_counting_residue"] else None,
        benign=listed(row["benign"]),
        pathogenic=listed(row["pathogenic"]),
        source=row["source"],
    )


def _result_rule(row: Mapping[str, str]) -> ResultRule:
    return ResultRule(
        met_by=frozenset(listed(row["met_by"])),
        not_met_by=frozenset(listed(row["not_met_by"])),
        unclear_by=frozenset(listed(row["unclear_by"])),
        score=row["score"],
        met_at_least=float(row["met_at_least"]) if row["met_at_least"] else None,
        source=row["source"],
    )


def _activating() -> dict[str, tuple[Feature, ...]]:
    listed: dict[str, list[Feature]] = {}
    for row in rule_rows("activating.tsv"):
        atom = parse_marker(f"{row['gene']} {row['feature']}")
        if not isinstance(atom, GeneAtom):
            raise ValueError(f"activating.tsv: '{row['feature']}' is not a feature of {row['gene']}")
        listed.setdefault(row["gene"], []).append(atom.feature)
    return {gene: tuple(features) for gene, features in listed.items()}
