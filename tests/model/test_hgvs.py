"""HGVS names: read, printed, and the same after both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpreter.model.hgvs import (
    CodingKind,
    CodingName,
    CodingPosition,
    ProteinKind,
    ProteinName,
    parse_coding,
    parse_protein,
)

RESIDUE = st.sampled_from("ACDEFGHIKLMNPQRSTVWY")
NUMBER = st.integers(2, 3000)


@st.composite
def protein_names(draw: st.DrawFn) -> ProteinName:
    kind = draw(st.sampled_from(list(ProteinKind)))
    first, residue = draw(NUMBER), draw(RESIDUE)
    last, last_residue = first, residue
    alt = stop = ""
    if kind is ProteinKind.UNKNOWN:
        return ProteinName(kind=kind)
    if kind is ProteinKind.START_LOST:
        return ProteinName(kind=kind, first=1, first_residue="M", last=1, last_residue="M")
    if kind is ProteinKind.EXTENSION:
        residue = last_residue = "*"
    if kind is ProteinKind.INSERTION:
        last, last_residue = first + 1, draw(RESIDUE)
    elif kind in {ProteinKind.DELETION, ProteinKind.DUPLICATION, ProteinKind.DELINS, ProteinKind.SILENT}:
        last = first + draw(st.integers(0, 30))
        last_residue = residue if last == first else draw(RESIDUE)
    if kind in {ProteinKind.SUBSTITUTION, ProteinKind.EXTENSION, ProteinKind.FRAMESHIFT}:
        alt = draw(RESIDUE)
    if kind in {ProteinKind.INSERTION, ProteinKind.DELINS}:
        alt = draw(st.text("ACDEFGHIKLMNPQRSTVWY", min_size=1, max_size=12))
    if kind in {ProteinKind.EXTENSION, ProteinKind.FRAMESHIFT}:
        stop = draw(st.one_of(st.just("?"), st.integers(2, 200).map(str)))
    return ProteinName(
        kind=kind,
        first=first,
        first_residue=residue,
        last=last,
        last_residue=last_residue,
        alt=alt,
        stop=stop,
    )


@given(protein_names())
def test_protein_names_are_read_as_printed(name: ProteinName) -> None:
    assert parse_protein(str(name)) == name
    assert parse_protein(f"NP_1.1:p.({name.three_letter()})") == name


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("p.Val600Glu", "V600E"),
        ("NP_004324.2:p.(Val600Glu)", "V600E"),
        ("V600E", "V600E"),
        ("p.Trp288CysfsTer12", "W288Cfs*12"),
        ("p.Trp288fs", "W288fs"),
        ("p.Glu746_Ala750del", "E746_A750del"),
        ("p.Lys3326Ter", "K3326*"),
        ("p.Asp770_Asn771insSerValAsp", "D770_N771insSVD"),
        ("p.Leu747_Pro753delinsSer", "L747_P753delinsS"),
        ("p.Met1?", "M1?"),
        ("p.Ter214TrpextTer?", "*214Wext*?"),
        ("p.Leu858=", "L858="),
        ("p.?", "?"),
    ],
)
def test_spellings_of_protein_changes(text: str, printed: str) -> None:
    assert parse_protein(text).text() == printed


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_a_value_error(text: str) -> None:
    for parse in (parse_protein, parse_coding):
        try:
            found = parse(text)
        except ValueError:
            continue
        assert parse(str(found)) == found


POSITION = st.builds(
    CodingPosition,
    base=st.integers(1, 9999),
    offset=st.integers(-50, 50),
    star=st.booleans(),
)


@st.composite
def coding_names(draw: st.DrawFn) -> CodingName:
    kind = draw(st.sampled_from(list(CodingKind)))
    start = draw(POSITION)
    end = start if kind is CodingKind.SUBSTITUTION else draw(POSITION)
    bases = st.text("ACGT", min_size=1, max_size=8)
    alt = draw(bases) if kind in {CodingKind.INSERTION, CodingKind.DELINS} else ""
    ref = ""
    if kind is CodingKind.SUBSTITUTION:
        ref, alt = draw(st.sampled_from("ACGT")), draw(st.sampled_from("ACGT"))
    accession = draw(st.sampled_from(["", "NM_004333.6", "ENST00000646891.2"]))
    return CodingName(kind=kind, start=start, end=end, ref=ref, alt=alt, accession=accession)


@given(coding_names())
def test_coding_names_are_read_as_printed(name: CodingName) -> None:
    assert parse_coding(str(name)) == name


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("c.-124C>T", "c.-124C>T"),
        ("NM_000245.4(MET):c.3028+1G>T", "NM_000245.4:c.3028+1G>T"),
        ("c.2239_2248delTTAAGAGAAGinsC", "c.2239_2248delinsC"),
        ("c.1100delC", "c.1100del"),
        ("c.*23A>G", "c.*23A>G"),
        ("c.1799_1800delTGinsAA", "c.1799_1800delinsAA"),
        ("c.1798_1799GT>AA", "c.1798_1799delinsAA"),
        ("c.5266dupC", "c.5266dup"),
    ],
)
def test_spellings_of_coding_changes(text: str, printed: str) -> None:
    assert str(parse_coding(text)) == printed


@pytest.mark.parametrize("text", ["", "c.", "c.0A>T", "c.12", "g.12A>T", "c.12ins", "c.5+0A>G"])
def test_what_is_no_coding_change(text: str) -> None:
    with pytest.raises(ValueError, match=r"coding change|insertion|position 0"):
        parse_coding(text)
