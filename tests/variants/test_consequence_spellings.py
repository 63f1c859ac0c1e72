"""S6: any spelling of one change gives one Effect; and the protein named is the one the bases encode."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.model.alterations import Consequence, Effect
from interpreter.model.genes import Assembly, Transcript
from interpreter.model.hgvs import ProteinKind, parse_coding, parse_protein
from interpreter.model.variants import Variant
from interpreter.variants.consequence import effect_on
from interpreter.variants.consequence_edit import reverse_complement
from interpreter.variants.consequence_protein import CODONS, translate
from interpreter.variants.coordinates import frame_on, sequence_on, to_genome
from interpreter.variants.normalise import make_variant
from interpreter.variants.reference import load_reference

TABLE = load_reference()
GENES = ("EGFR", "BRAF", "KIT", "TP53", "NPM1", "BRCA1", "FLT3", "MET", "PIK3CA", "VHL", "DPYD", "NOTCH1")


@dataclass(frozen=True)
class Change:
    """Coding bases begin..end (0-based, end exclusive), all in one exon, give way to `bases`."""

    transcript: Transcript
    begin: int
    end: int
    bases: str
    exon: tuple[int, int]
    """The exon's coding bases, 0-based, end exclusive."""


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Draw a change of at most a dozen bases, low in letters so that repeats are common."""
    transcript = TABLE.transcript(draw(st.sampled_from(GENES)))
    assert transcript is not None
    frame = frame_on(transcript, Assembly.GRCH38)
    assert frame is not None
    exons = [
        (max(first, 0), min(first + end - start + 1, transcript.cds_length))
        for (start, end), first in zip(frame.exons, frame.firsts, strict=True)
        if first + end - start >= 0 and first < transcript.cds_length
    ]
    low, high = draw(st.sampled_from(exons))
    begin = draw(st.integers(low, high - 1))
    end = draw(st.integers(begin, min(high, begin + 12)))
    alphabet = draw(st.sampled_from(["ACGT", "AC", "G"]))
    bases = draw(
        st.one_of(
            st.just(""),
            st.text(alphabet, max_size=9),
            st.integers(1, 9).map(lambda size: transcript.cds[begin : begin + size]),
        )
    )
    if transcript.cds[begin:end] == bases:
        bases = bases + "A"
    return Change(transcript, begin, end, bases, (low, high))


def _written(change: Change, assembly: Assembly, begin: int, end: int, bases: str) -> Variant | None:
    """Write replaced coding bases as an allele, with one anchor base where it is needed."""
    transcript = change.transcript
    cds = sequence_on(transcript, assembly)
    old = cds[begin:end]
    if not old or not bases:
        # An anchor inside the exon, on the side that lies at the lower genome position.
        if transcript.reverse:
            if end >= change.exon[1]:
                return None
            end += 1
            old, bases = cds[begin:end], bases + cds[end - 1]
        else:
            if begin <= change.exon[0]:
                return None
            begin -= 1
            old, bases = cds[begin:end], cds[begin] + bases
    pos = to_genome(transcript, assembly, (end if transcript.reverse else begin + 1))
    assert pos is not None
    if transcript.reverse:
        old, bases = reverse_complement(old), reverse_complement(bases)
    if old == bases:
        return None
    return Variant(assembly=assembly, chrom=transcript.chrom, pos=pos, ref=old, alt=bases)


def _spellings(change: Change, assembly: Assembly) -> list[Variant]:
    """Every place of a pure indel inside the exon, and each padded on both sides."""
    cds = sequence_on(change.transcript, assembly)
    altered = cds[: change.begin] + change.bases + cds[change.end :]
    size = change.end - change.begin
    places = {(change.begin, change.end, change.bases)}
    for begin in range(max(change.exon[0], change.begin - 40), min(change.exon[1] - size, change.begin + 40) + 1):
        bases = altered[begin : begin + len(change.bases)]
        if cds[:begin] + bases + cds[begin + size :] == altered:
            places.add((begin, begin + size, bases))
    found = []
    for begin, end, bases in sorted(places):
        for left, right in ((0, 0), (3, 0), (0, 4), (2, 5)):
            low, high = max(change.exon[0], begin - left), min(change.exon[1], end + right)
            variant = _written(change, assembly, low, high, cds[low:begin] + bases + cds[end:high])
            if variant is not None:
                found.append(variant)
    return found


@settings(max_examples=150, deadline=None)
@given(changes(), st.sampled_from(list(Assembly)))
def test_s6_every_spelling_gives_one_effect(change: Change, assembly: Assembly) -> None:
    cds = sequence_on(change.transcript, assembly)
    if cds[change.begin : change.end] == change.bases:
        return
    effects: dict[Effect | None, Variant] = {}
    for variant in _spellings(change, assembly):
        for spelling in (
            variant,
            make_variant(assembly, variant.chrom, variant.pos, variant.ref, variant.alt, TABLE),
        ):
            effects.setdefault(effect_on(change.transcript, spelling), spelling)
    assert len(effects) <= 1, effects


@settings(max_examples=150, deadline=None)
@given(changes())
def test_s6_left_aligning_gives_one_variant(change: Change) -> None:
    found = {
        make_variant(Assembly.GRCH38, v.chrom, v.pos, v.ref, v.alt, TABLE) for v in _spellings(change, Assembly.GRCH38)
    }
    assert len(found) <= 1, found


@settings(max_examples=300, deadline=None)
@given(changes())
def test_the_protein_named_is_the_one_encoded(change: Change) -> None:
    variant = next(iter(_spellings(change, Assembly.GRCH38)), None)
    effect = None if variant is None else effect_on(change.transcript, variant)
    if effect is None:
        return
    cds = change.transcript.cds
    altered = cds[: change.begin] + change.bases + cds[change.end :]
    before, after = translate(cds), translate(altered + change.transcript.tail)
    assert str(parse_coding(effect.hgvs_c)) == effect.hgvs_c
    change_p = effect.protein
    if effect.consequence in (Consequence.SYNONYMOUS, Consequence.STOP_RETAINED):
        assert before == after[: len(before)]
        return
    if effect.consequence in (Consequence.START_LOST, Consequence.STOP_LOST, Consequence.THREE_PRIME_UTR):
        return
    if change_p is None:
        assert effect.consequence in (Consequence.FRAMESHIFT, Consequence.FIVE_PRIME_UTR)
        return
    name = parse_protein(change_p.text)
    assert name.text() == change_p.text
    assert parse_protein(effect.hgvs_p) == name
    if name.kind is ProteinKind.FRAMESHIFT:
        at = name.first - 1
        assert before[:at] == after[:at]
        assert before[at] == name.first_residue != after[at] == name.alt
        if name.stop != "?" and not change.transcript.tail:
            assert after.index("*") - at + 1 == int(name.stop)
        return
    if change_p.is_insertion:
        rebuilt = before[: change_p.first] + change_p.alt + before[change_p.first :]
    else:
        assert before[change_p.first - 1 : change_p.last] == change_p.ref
        rebuilt = before[: change_p.first - 1] + change_p.alt + before[change_p.last :]
    assert rebuilt.partition("*")[0] == after.partition("*")[0]


def test_codon_table_knows_the_standard_code() -> None:
    assert translate("ATGTGGTAATAGTGA") == "MW***"
    assert CODONS["GTN"] == "V"
    assert CODONS["GAN"] == "X"
