"""Rules of VCF that are relied on, broken one by one and at random: a fault in words, or an account that adds up."""

from __future__ import annotations

import gzip
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.errors import InputFileError, InterpreterError
from interpreter.model.genes import Assembly
from interpreter.variants import vcf_gather
from interpreter.variants.vcf_fields import RecordFaultError, parse_record
from tests.variants.vcf_files import account, bgzip, read, textbook_lines, vcf

GOOD = textbook_lines(Assembly.GRCH37)
CELLS = GOOD[4].split("\t")  # BRAF V600E

# column, what stands there, the ledger's group
BROKEN = [
    (1, "", "POS"),
    (1, "1e6", "POS"),
    (1, "-5", "POS"),
    (1, "99999999999999", "POS"),
    (1, "4294967297", "POS"),
    (1, "159200000", "POS"),
    (1, "0001e", "POS"),
    (1, "١٢٣", "POS"),
    (3, "", "REF"),
    (3, ".", "REF"),
    (3, "R", "REF"),
    (3, "A,T", "REF"),
    (3, "<DEL>", "REF"),
    (4, "", "ALT"),
    (4, "A", "ALT"),
    (4, "T,T", "ALT"),
    (4, "T,", "ALT"),
    (4, "T,.", "ALT"),
    (4, "R", "ALT"),
    (4, "<DEL", "ALT"),
    (4, "T[7:", "ALT"),
    (4, "=HYPERLINK", "ALT"),
    (6, "", "empty field"),
    (6, ";", "FILTER"),
    (7, "", "empty field"),
    (8, "GT:GT:DP", "FORMAT"),
    (8, "GT::DP", "FORMAT"),
    (8, "GT:AD", "FORMAT"),
    (9, "", "FORMAT"),
    (9, "0/1:60,40:100:7", "FORMAT"),
    (9, "0/2:60,40:100", "GT"),
    (9, "a/b:60,40:100", "GT"),
    (9, "0/-1:60,40:100", "GT"),
    (9, "0//1:60,40:100", "GT"),
    (9, "0/1:60,x:100", "depths"),
    (9, "0/1:60,-4:100", "depths"),
    (9, "0/1:60,4e99:100", "depths"),
]


@pytest.mark.parametrize(("column", "text", "group"), BROKEN)
def test_a_broken_rule_fails_that_record_and_no_other(column: int, text: str, group: str) -> None:
    broken = [*CELLS]
    broken[column] = text
    contents = read(vcf([*GOOD[:4], "\t".join(broken), *GOOD[5:]]))
    ledger = account(contents)
    assert ledger.failed == {group: 1}
    assert len(contents.calls) == 6
    assert ledger.failures[0].startswith("line 32: ")


def test_a_record_with_one_faulty_allele_gives_no_call_at_all() -> None:
    faulty = "12\t25398284\t.\tC\tT,A\t50\tPASS\tDP=9\tGT:AO:RO\t1/2:40,x:9"
    contents = read(vcf([*GOOD[:5], faulty]))
    assert account(contents).failed == {"depths": 1}
    assert len(contents.calls) == 5


@pytest.mark.parametrize("line", ["7\t140453136\t.\tA\tT", "\t".join(CELLS) + "\textra", "7", "7 140453136 . A T"])
def test_wrong_columns_fail_that_record(line: str) -> None:
    contents = read(vcf([*GOOD[:4], line, *GOOD[5:]]))
    assert account(contents).failed == {"columns": 1}


@pytest.mark.parametrize("text", ["0/1:60:100", "0/1:60,40,9:100", "0/1:.:100", "0/1"])
def test_missing_or_odd_counts_leave_the_call_without_reads(text: str) -> None:
    contents = read(vcf(["\t".join([*CELLS[:9], text])]))
    assert contents.calls[0].support.alt_reads is None


def test_a_key_nobody_relies_on_may_hold_anything() -> None:
    contents = read(vcf(["\t".join([*CELLS[:8], "GT:QA:AD", "0/1:Inf;x:60,40"])]))
    assert contents.calls[0].support.alt_reads == 40


def test_s25_any_number_of_faulty_records_is_counted_and_only_the_first_are_kept() -> None:
    contents = read(vcf([*GOOD, *["7\tx\t.\tA\tT\t.\t.\t.\tGT\t0/1"] * 15_000]))
    ledger = account(contents)
    assert ledger.failed == {"POS": 15_000}
    assert len(ledger.failures) == 100
    assert len(contents.ledger._failed) == 10_000


def test_s25_more_calls_than_a_person_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcf_gather, "_MOST_CALLS", 6)
    with pytest.raises(InputFileError, match="holds more than 6 calls"):
        read(vcf(GOOD))


@given(st.text(max_size=200))
def test_any_line_is_a_record_or_a_fault_in_words(text: str) -> None:
    try:
        record = parse_record(1, text, 10)
    except RecordFaultError as error:
        fault = str(error)
    else:
        fault = ""
        assert record.pos >= 0
    assert not fault or ":" in fault


SAMPLE = vcf(
    [
        *GOOD[:3],
        "7\t55242464\t.\tAGGAATTAAGAGAAGC\tA\t50\tPASS\tSOMATIC\tGT:AD:DP\t0|1:60,40:100",
        "7\t116411900\t.\tN\t<DEL>\t50\tPASS\tSVTYPE=DEL;END=116412043\tGT:AD:DP\t0/1:60,40:100",
        "10\t43612032\tb1\tN\tN]10:61665880]\t50\tPASS\tSVTYPE=BND;MATEID=b2\tGT:AD:DP\t0/1:60,40:100",
        "10\t61665880\tb2\tN\tN]10:43612032]\t50\tPASS\tSVTYPE=BND;MATEID=b1\tGT:AD:DP\t0/1:60,40:100",
        "12\t25398280\t.\tN\t<NON_REF>\t.\t.\tEND=25398283\tGT:DP:MIN_DP\t0/0:300:250",
        "12\t25398284\t.\tC\tT,A,*\t50\tPASS\tDP=100\tGT:AD:DP:PS\t1|2:5,60,40,0:105:7",
        *GOOD[6:],
    ],
    metas=['##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|SYMBOL|Feature">'],
)
_TOKENS = [
    b"\t",
    b"\n",
    b"\r",
    b",",
    b":",
    b";",
    b".",
    b"|",
    b"/",
    b"<",
    b">",
    b"[",
    b"]",
    b"0",
    b"9",
    b"-",
    b"\xff",
    b"\0",
    b"=",
    b"chr",
    b"#",
    b"##",
    b"NaN",
    b"99999999999",
    b" ",
    b"*",
    b"END=",
    b"\xe2\x82\xac",
]


def damaged(seed: int) -> bytes:
    """Damage the sample in one to six places; the same seed gives the same bytes."""
    luck = random.Random(seed)
    data = bytearray(SAMPLE)
    body = SAMPLE.index(b"#CHROM")
    for _ in range(luck.randint(1, 6)):
        at = luck.randrange(body if luck.random() < 0.9 else 0, len(data))
        kind = luck.randrange(7)
        if kind == 0:
            data[at] = luck.randrange(256)
        elif kind == 1:
            del data[at : at + luck.randint(1, 12)]
        elif kind == 2:
            data[at:at] = luck.choice(_TOKENS)
        elif kind == 3:
            piece = bytes(data[at : at + luck.randint(1, 80)])
            data[at:at] = piece
        elif kind == 4:
            data[at : at + 1] = luck.choice(_TOKENS)
        elif kind == 5:
            cells = bytes(data).split(b"\t")
            one, other = luck.randrange(len(cells)), luck.randrange(len(cells))
            cells[one], cells[other] = cells[other], cells[one]
            data = bytearray(b"\t".join(cells))
        else:
            lines = bytes(data).split(b"\n")
            luck.shuffle(lines) if luck.random() < 0.1 else lines.insert(at % len(lines), lines[-at % len(lines)])
            data = bytearray(b"\n".join(lines))
        if not data:
            break
    return bytes(data)


def survives(data: bytes) -> None:
    """Read damaged bytes: an account that adds up, or a fault with all three texts."""
    texts = ("x",)
    try:
        read(data)  # checks that the ledger adds up
    except InterpreterError as fault:
        texts = (fault.problem, fault.meaning, fault.remedy)
    assert all(texts)


@settings(max_examples=1500, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_s25_damaged_text_never_crashes_and_the_ledger_adds_up(seed: int) -> None:
    survives(damaged(seed))


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0, max_value=2**32), st.booleans())
def test_s25_damaged_compression_never_crashes(seed: int, blocks: bool) -> None:
    packed = bytearray(bgzip(SAMPLE, block=500) if blocks else gzip.compress(SAMPLE))
    luck = random.Random(seed)
    if luck.random() < 0.5:
        del packed[luck.randrange(len(packed)) :]
    else:
        for _ in range(luck.randint(1, 3)):
            packed[luck.randrange(len(packed))] ^= 1 << luck.randrange(8)
    if packed:
        survives(bytes(packed))
