"""S4 and S6: every reading of the phase data, and one alteration for one change however it is spelled."""

from __future__ import annotations

import pytest

from interpreter.model.genes import Assembly
from interpreter.model.results import Specimen
from interpreter.model.variants import CallStatus, Phase, Source, Support, VariantCall
from interpreter.settings import Settings
from interpreter.variants.alterations import POSSIBLE_READING, CaseFacts, build_small_variants, read_phase
from interpreter.variants.normalise import make_variant
from interpreter.variants.reference import load_reference

TABLE = load_reference()
FACTS = CaseFacts(specimen=Specimen(), haematological=False)


def _call(pos: int, ref: str, alt: str, *, chrom: str = "7", phase: Phase | None = None, **more: object) -> VariantCall:
    values: dict[str, object] = {
        "variant": make_variant(Assembly.GRCH38, chrom, pos, ref, alt, TABLE),
        "source": Source(input_index=0, file_name="t.vcf", line=pos, text=f"{chrom}-{pos}-{ref}-{alt}"),
        "status": CallStatus.CALLED,
        "reason": "",
        "support": Support(depth=100, alt_reads=40, vaf=0.4),
        "filters": frozenset(),
        "genotype": "0/1",
        "phase": phase,
    }
    return VariantCall(**{**values, **more})  # type: ignore[arg-type]


def _read(*calls: VariantCall) -> list[set[str]]:
    """Give the protein changes of each reading of the one gene."""
    _, readings = read_phase(build_small_variants(calls, TABLE, {}, FACTS, Settings()), TABLE)
    (gene,) = readings
    return [{item.protein_change for item in reading} for reading in gene.readings]


CIS = Phase(block="S:1", haplotype=0)
TRANS = Phase(block="S:1", haplotype=1)


def test_s6_braf_v600k_as_one_record_or_as_two_phased_ones_is_one_alteration() -> None:
    assert _read(_call(140753336, "AC", "TT")) == [{"V600K"}]
    assert _read(_call(140753336, "A", "T", phase=CIS), _call(140753337, "C", "T", phase=CIS)) == [{"V600K"}]


def test_s4_unphased_neighbours_are_read_both_ways() -> None:
    readings = _read(_call(140753336, "A", "T"), _call(140753337, "C", "T"))
    assert sorted(map(sorted, readings)) == [["V600E", "V600M"], ["V600K"]]


def test_s4_neighbours_known_to_be_in_trans_stay_apart() -> None:
    readings = _read(_call(140753336, "A", "T", phase=CIS), _call(140753337, "C", "T", phase=TRANS))
    assert readings == [{"V600E", "V600M"}]


def test_s4_homozygous_neighbours_are_one_event() -> None:
    assert _read(_call(140753336, "A", "T", homozygous=True), _call(140753337, "C", "T")) == [{"V600K"}]


def test_two_alleles_of_one_base_never_join() -> None:
    readings = _read(_call(25245350, "C", "T", chrom="12"), _call(25245350, "C", "A", chrom="12"))
    assert readings == [{"G12D", "G12V"}]


def test_in_phase_deletion_and_substitution_of_one_exon_are_one_delins() -> None:
    deletion, substitution = (55174771, "AGGAATTAAGAGAAGC", "A"), (55174794, "C", "T")
    assert _read(_call(*deletion, phase=CIS), _call(*substitution, phase=CIS)) == [{"E746_P753delinsTSS"}]
    assert {"E746_A750del", "P753S"} in _read(_call(*deletion), _call(*substitution))


def test_a_frameshift_does_not_swallow_a_distant_substitution() -> None:
    frameshift = _call(112839941, "GC", "G", chrom="5", phase=CIS)
    assert _read(frameshift, _call(112840000, "A", "C", chrom="5", phase=CIS)) == [{"R1450Efs*23", "Q1469P"}]


def test_unconfirmed_calls_are_never_joined() -> None:
    readings = _read(
        _call(140753336, "A", "T", phase=CIS),
        _call(140753337, "C", "T", phase=CIS, status=CallStatus.UNCONFIRMED, reason="FILTER failed"),
    )
    assert readings == [{"V600E", "V600M"}]


def test_an_intron_in_the_codon_does_not_part_it() -> None:
    """MET D1010 lies on both sides of an intron: c.3028 in exon 14, c.3029 and c.3030 in exon 15."""
    readings = _read(_call(116771989, "G", "A", phase=CIS), _call(116774881, "A", "G", phase=CIS))
    assert readings == [{"D1010S"}]


def test_what_holds_in_one_reading_only_is_flagged() -> None:
    shown, readings = read_phase(
        build_small_variants((_call(140753336, "A", "T"), _call(140753337, "C", "T")), TABLE, {}, FACTS, Settings()),
        TABLE,
    )
    flagged = {item.protein_change: POSSIBLE_READING in item.flags for item in shown}
    assert flagged == {"V600E": False, "V600M": False, "V600K": True}
    assert "V600K" in readings[0].note


@pytest.mark.parametrize("second", [CallStatus.CALLED, CallStatus.UNCONFIRMED])
def test_one_allele_of_two_records_is_one_alteration(second: CallStatus) -> None:
    one = _call(140753336, "A", "T")
    other = _call(
        140753336, "A", "T", status=second, reason="weak", source=Source(input_index=1, file_name="b", line=9, text="x")
    )
    (item,) = build_small_variants((one, other), TABLE, {}, FACTS, Settings())
    assert item.status is CallStatus.CALLED
    assert len(item.sources) == 2
    assert any("weak" in text for text in item.warnings) == (second is CallStatus.UNCONFIRMED)


def test_s4_pairs_are_found_wherever_they_stand_among_many_others() -> None:
    """BRAF's exon 15 codes for codons 581-620; the other alleles lie each in a codon of its own."""
    others = [_call(pos, "N", "A") for pos in range(140753276, 140753330, 3)]
    pair = [_call(140753336, "A", "T", phase=CIS), _call(140753337, "C", "T", phase=CIS)]
    (reading,) = _read(pair[0], *others, pair[1])
    assert "V600K" in reading
    assert not {"V600E", "V600M"} & reading


def test_s4_an_indel_still_meets_the_substitutions_of_its_exon_on_both_sides() -> None:
    deletion = _call(55174771, "AGGAATTAAGAGAAGC", "A", phase=CIS)
    before, after = _call(55174770, "A", "C", phase=CIS), _call(55174794, "C", "T", phase=CIS)
    assert _read(before, deletion, after) == [{"K745_P753delinsQTSS"}]


def test_s25_many_unphased_neighbours_end_in_few_readings_that_show_each_both_ways() -> None:
    """Fourteen codons next to BRAF V600, with two unphased substitutions each: 16,384 combinations."""
    calls = [_call(140753337 + 3 * at + step, "N", "A") for at in range(1, 15) for step in (0, 1)]
    alterations, (gene,) = read_phase(build_small_variants(calls, TABLE, {}, FACTS, Settings()), TABLE)
    assert 2 <= len(gene.readings) <= 256
    joined = {item.id for item in alterations if item.joined_from}
    assert joined
    for identity in joined:
        assert 0 < sum(identity in {item.id for item in way} for way in gene.readings) < len(gene.readings)
