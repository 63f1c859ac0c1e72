"""Small invented cases for the tests of matching: alterations by hand, a proof that can be set, a tiny catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from interpreter.matching.answers import Answer
from interpreter.matching.evaluate import Evaluator
from interpreter.matching.facts import gather
from interpreter.matching.rules import load_rules
from interpreter.matching.typed import typed_results
from interpreter.model.alterations import (
    Alteration,
    AlterationKind,
    CodingSpan,
    Consequence,
    Effect,
    GeneReadings,
    ProteinChange,
)
from interpreter.model.assessment import AlterationClass, Proof
from interpreter.model.genes import Assembly, Gene
from interpreter.model.marker_text import parse_marker
from interpreter.model.results import Specimen, State
from interpreter.model.variants import CallStatus, CopyState, Origin, Phase, Source, Support, Variant
from interpreter.settings import Settings

_PROTEIN = re.compile(
    r"([A-Z*])(\d+)(?:_([A-Z])(\d+))?(?:(delins|ins|del|dup)([A-Z*]*)|([A-Z]?)fs(?:\*(\d+))?|([A-Z*?=]))"
)

EXONS = {
    ("EGFR", 18): (688, 728),
    ("EGFR", 19): (729, 761),
    ("EGFR", 20): (762, 823),
    ("EGFR", 21): (824, 875),
    ("KIT", 9): (449, 513),
    ("KIT", 11): (550, 592),
    ("NPM1", 11): (280, 294),
}
"""Residues of the exons that tests speak of."""


def protein(text: str) -> ProteinChange:
    """Make a protein change of its one-letter text; residues between the named ones are X."""
    match = _PROTEIN.fullmatch(text)
    assert match is not None, text
    letter, first_text, last_letter, last_text, verb, inserted, shifted, _, new = match.groups()
    first, last = int(first_text), int(last_text or first_text)
    ref = letter if last == first else letter + "X" * (last - first - 1) + last_letter
    alt = new or inserted or shifted or ""
    if verb == "ins":
        ref = ""
    elif verb == "dup":
        ref, alt, first, last = "", ref, last, last + 1
    return ProteinChange(first=first, last=last, ref=ref, alt=alt, text=text, frameshift="fs" in text)


def _consequence(change: ProteinChange) -> Consequence:
    if change.frameshift:
        return Consequence.FRAMESHIFT
    if "*" in change.alt:
        return Consequence.STOP_GAINED
    if change.ref == change.alt or change.alt == "=":
        return Consequence.SYNONYMOUS
    if change.alt == "?":
        return Consequence.START_LOST
    if change.is_insertion:
        return Consequence.INFRAME_INSERTION
    if change.alt == "":
        return Consequence.INFRAME_DELETION
    return Consequence.MISSENSE if change.net_residues == 0 else Consequence.INFRAME_DELINS


def small(gene: str, change: str, **more: Any) -> Alteration:
    """Make a called small variant of a protein change ("V600E"), or of a coding change ("c.-124C>T")."""
    named = None if change.startswith("c.") else protein(change)
    consequence = more.pop("consequence", _consequence(named) if named is not None else Consequence.PROMOTER)
    net = more.pop("net", None)
    if net is None:
        net = 0 if named is None else 1 if named.frameshift else 3 * named.net_residues
    exons = more.pop("exons", None)
    if exons is None:
        exons = tuple(
            number
            for (symbol, number), (first, last) in EXONS.items()
            if named is not None and symbol == gene and named.first <= last and named.last >= first
        )
    before, behind = more.pop("offsets", (0, 0))
    start, end = (3 * named.first - 2, 3 * named.last) if named is not None else more.pop("span", (None, None))
    effect = Effect(
        gene=gene,
        transcript="NM_000000.1",
        consequence=consequence,
        also=more.pop("also", ()),
        hgvs_c=more.pop("hgvs_c", f"NM_000000.1:{change if named is None else 'c.1A>T'}"),
        hgvs_p="" if named is None else f"NP_000000.1:p.({change})",
        protein=named if consequence is not Consequence.SYNONYMOUS else None,
        span=CodingSpan(start=start, start_offset=before, end=end, end_offset=behind, net_bases=net),
        exons=exons,
        splice_sites=more.pop("splice_sites", ()),
        near_splice=more.pop("near_splice", ()),
        deleted_exons=more.pop("deleted_exons", ()),
        duplicated_exons=more.pop("duplicated_exons", ()),
    )
    return _alteration(gene, change, kind=more.pop("kind", AlterationKind.SMALL_VARIANT), effect=effect, **more)


def structural(gene: str, **more: Any) -> Alteration:
    """Make an event that takes or repeats whole exons."""
    label = more.pop("name", "exons")
    more.setdefault("consequence", Consequence.EXON_LOSS)
    return replace(small(gene, "c.1del", kind=AlterationKind.STRUCTURAL, **more), label=f"{gene} {label}")


def fusion(five: str, three: str, *, gene: str = "", **more: Any) -> Alteration:
    own = gene or three
    return _alteration(
        own,
        f"{five}::{three}",
        kind=AlterationKind.FUSION,
        five_prime_gene=five,
        three_prime_gene=three,
        partner_gene=five if own == three else three,
        label=f"{five}::{three} fusion",
        **more,
    )


def copies(gene: str, state: CopyState | None, number: float | None = None, **more: Any) -> Alteration:
    return _alteration(
        gene, f"copies {number}", kind=AlterationKind.COPY_NUMBER, copy_state=state, copy_number=number, **more
    )


def _alteration(gene: str, change: str, **more: Any) -> Alteration:
    fixed: dict[str, Any] = {
        "id": f"{gene}:{change}",
        "gene": gene,
        "assembly": Assembly.GRCH38,
        "variant": Variant(assembly=Assembly.GRCH38, chrom="7", pos=100, ref="A", alt="T"),
        "effect": None,
        "status": CallStatus.CALLED,
        "reason": "",
        "support": Support(depth=200, alt_reads=50, vaf=0.25, vaf_text="0.25", rule="AD/DP"),
        "filters": frozenset(),
        "origin": Origin.UNKNOWN,
        "origin_reason": "tumour only",
        "phase": None,
        "homozygous": False,
        "sources": (Source(input_index=0, file_name="case.vcf", line=7, text="chr7-100-A-T"),),
        "label": f"{gene} {change}",
    }
    return Alteration(**{**fixed, **more})


def unconfirmed(alteration: Alteration, reason: str = "FILTER strand_bias") -> Alteration:
    return replace(alteration, status=CallStatus.UNCONFIRMED, reason=reason, filters=frozenset({"strand_bias"}))


def phased(alteration: Alteration, haplotype: int, block: str = "1") -> Alteration:
    return replace(alteration, phase=Phase(block=block, haplotype=haplotype))


def readings(gene: str, *ways: tuple[Alteration, ...]) -> GeneReadings:
    note = "phase not known; possible readings: " + "; or ".join(" + ".join(x.label for x in way) for way in ways)
    return GeneReadings(gene=gene, readings=ways, note=note if len(ways) > 1 else "")


@dataclass
class Proofs:
    """A proof of absence that says yes to listed questions only."""

    everything: bool = False
    genes: frozenset[str] = frozenset()
    classes: frozenset[AlterationClass] = frozenset({AlterationClass.SUBSTITUTION, AlterationClass.INDEL})
    without: frozenset[tuple[str, int]] = frozenset()
    """(gene, codon) without proof."""
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def _answer(self, gene: str, classes: frozenset[AlterationClass], missing: tuple[int, ...] = ()) -> Proof:
        told = (self.everything or (gene in self.genes and classes <= self.classes)) and not missing
        if told:
            return Proof(
                assessed=True, reason="", proof="reference calls of case.vcf", min_depth=250, detection_limit=0.05
            )
        return Proof(assessed=False, reason=f"{gene}: no reference calls for this sample", missing=missing)

    def codons(self, gene: str, first: int, last: int, classes: frozenset[AlterationClass]) -> Proof:
        self.asked.append(("codons", gene, first, last, classes))
        missing = tuple(codon for codon in range(first, last + 1) if (gene, codon) in self.without)
        return self._answer(gene, classes, missing)

    def exon(self, gene: str, exon: int, classes: frozenset[AlterationClass]) -> Proof:
        self.asked.append(("exon", gene, exon, classes))
        return self._answer(gene, classes)

    def gene(self, gene: str, classes: frozenset[AlterationClass]) -> Proof:
        self.asked.append(("gene", gene, classes))
        return self._answer(gene, classes)

    def positions(self, gene: str, names: tuple[str, ...], classes: frozenset[AlterationClass]) -> Proof:
        self.asked.append(("positions", gene, names, classes))
        return self._answer(gene, classes)


def gene(
    symbol: str, *, role: str = "", side: str = "", aliases: tuple[str, ...] = (), hereditary: bool = False
) -> Gene:
    return Gene(
        symbol=symbol,
        hgnc_id="",
        aliases=aliases,
        role=role,
        hereditary=hereditary,
        clonal_haematopoiesis=False,
        fusion_side=side,
        plain="",
    )


GENES = {
    one.symbol: one
    for one in (
        gene("EGFR", role="oncogene"),
        gene("KRAS", role="oncogene"),
        gene("NRAS", role="oncogene"),
        gene("BRAF", role="oncogene"),
        gene("MET", role="oncogene"),
        gene("KIT", role="oncogene"),
        gene("ERBB2", role="oncogene", aliases=("HER2",)),
        gene("PIK3CA", role="oncogene"),
        gene("ALK", role="oncogene", side="3"),
        gene("EML4"),
        gene("FGFR2", role="oncogene", side="5"),
        gene("FGFR3", role="oncogene", side="5"),
        gene("KMT2A", side="5", aliases=("MLL",)),
        gene("BRCA1", role="suppressor", hereditary=True),
        gene("BRCA2", role="suppressor", hereditary=True),
        gene("PTEN", role="suppressor"),
        gene("TP53", role="suppressor"),
        gene("CDKN2A", role="suppressor"),
        gene("FLT3", role="oncogene"),
        gene("NPM1"),
        gene("ESR1", role="oncogene"),
        gene("EZH2", role="oncogene"),
        gene("H3-3A", role="oncogene"),
        gene("TERT"),
    )
}


def evaluator(*alterations: Alteration, proofs: Proofs | None = None, **more: Any) -> Evaluator:
    """Make the evaluator of a case of these alterations; without proofs nothing was looked at."""
    facts = gather(
        alterations=alterations,
        gene_readings=more.get("gene_readings", ()),
        typed=typed_results(more.get("sequence_results", ()), GENES),
        marker_results=tuple(more.get("marker_results", ())),
        specimen=more.get("specimen", Specimen()),
        assessed=proofs or Proofs(),
        genes=GENES,
    )
    return Evaluator(facts, load_rules(), Settings())


def answer(text: str, *alterations: Alteration, **more: Any) -> Answer:
    return evaluator(*alterations, **more).answer(parse_marker(text))


def state(text: str, *alterations: Alteration, **more: Any) -> State:
    return answer(text, *alterations, **more).state


ALL = Proofs(everything=True)
