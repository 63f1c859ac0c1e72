"""One data line -> VcfRecord, with the rules of VCF that are relied on checked here: no library checks them for us."""

from __future__ import annotations

import re
from functools import lru_cache

from interpreter.variants.contigs import plain_chromosome
from interpreter.variants.vcf_records import VcfRecord

MAX_POS = 2**31 - 1
_SEQUENCE = re.compile(r"[ACGTNacgtn]+")
_SYMBOL = re.compile(r"<[^<>\s,]+>")
_BREAKEND = re.compile(r"(?:[ACGTNacgtn.]*)[\[\]][^\[\]\s]+:\d+[\[\]](?:[ACGTNacgtn.]*)")
_SINGLE_BREAKEND = re.compile(r"\.[ACGTNacgtn]+|[ACGTNacgtn]+\.")
_GENOTYPE = re.compile(r"[/|]?(?:\d{1,4}|\.)(?:[/|](?:\d{1,4}|\.))*")


class RecordFaultError(ValueError):
    """One record breaks a rule that is relied on; its text is the ledger's reason ("POS: ...")."""


def parse_record(line: int, text: str, columns: int) -> VcfRecord:
    """Split and check one data line (no line end); `columns` is what the header asks for.

    Raises:
        RecordFaultError: the record cannot be relied on; the reason names the field.
    """
    cells = text.split("\t")
    if len(cells) != columns:
        raise RecordFaultError(f"columns: {len(cells)} where the header names {columns}")
    contig, pos_text, identity, ref, alt, qual, filter_text, info = cells[:8]
    if not pos_text.isascii() or not pos_text.isdigit() or len(pos_text) > 10 or int(pos_text) > MAX_POS:
        raise RecordFaultError(f"POS: '{pos_text[:20]}' is not a position")
    if not _SEQUENCE.fullmatch(ref):
        raise RecordFaultError(f"REF: '{ref[:20]}' holds other letters than A, C, G, T, N")
    if not filter_text or not info:
        raise RecordFaultError("empty field: FILTER or INFO holds nothing, not even '.'")
    ref = ref.upper()
    keys = _format_keys(cells[8]) if columns > 9 else ()
    samples = tuple(cells[9:])
    for sample in samples:
        if sample.count(":") >= len(keys):
            raise RecordFaultError(f"FORMAT: a sample has more values than the {len(keys)} keys")
        if not sample:
            raise RecordFaultError("FORMAT: a sample column is empty")
    return VcfRecord(
        line=line,
        contig=contig,
        chrom=plain_chromosome(contig),
        pos=int(pos_text),
        id=identity,
        ref=ref,
        alts=_alternates(alt, ref),
        qual=qual,
        filters=_filters(filter_text),
        info_text=info,
        format=keys,
        columns=samples,
    )


def parse_genotype(text: str, alternates: int) -> tuple[tuple[int | None, ...], bool]:
    """Give the allele numbers of a GT (None for ".") and whether it is phased ("|" throughout).

    Raises:
        RecordFaultError: not a genotype, or an allele number beyond ALT.
    """
    alleles, phased, highest = _genotype(text)
    if highest > alternates:
        raise RecordFaultError(f"GT: allele {highest} in '{text[:20]}', but ALT has {alternates}")
    return alleles, phased


@lru_cache(maxsize=1024)
def is_sequence(alt: str) -> bool:
    """Tell whether an ALT is bases, so neither symbolic nor a breakend nor "*"."""
    return _SEQUENCE.fullmatch(alt) is not None


@lru_cache(maxsize=4096)
def _genotype(text: str) -> tuple[tuple[int | None, ...], bool, int]:
    if not _GENOTYPE.fullmatch(text):
        raise RecordFaultError(f"GT: '{text[:20]}' is not a genotype")
    parts = re.split(r"[/|]", text.lstrip("/|"))
    alleles = tuple(None if part == "." else int(part) for part in parts)
    phased = "|" in text and "/" not in text and len(parts) > 1
    return alleles, phased, max((allele for allele in alleles if allele is not None), default=0)


@lru_cache(maxsize=1024)
def _format_keys(text: str) -> tuple[str, ...]:
    keys = tuple(text.split(":"))
    if not all(keys):
        raise RecordFaultError("FORMAT: an empty key")
    if len(set(keys)) != len(keys):
        raise RecordFaultError("FORMAT: a key stands twice")
    return keys


@lru_cache(maxsize=4096)
def _filters(text: str) -> frozenset[str] | None:
    if text == ".":
        return None
    names = frozenset(name.strip() for name in text.split(";") if name.strip())
    if not names:
        raise RecordFaultError("FILTER: holds no filter")
    return names - {"PASS"}


def _alternates(text: str, ref: str) -> tuple[str, ...]:
    return _common_alternates(text, ref) if len(text) + len(ref) < 40 else _read_alternates(text, ref)


@lru_cache(maxsize=4096)
def _common_alternates(text: str, ref: str) -> tuple[str, ...]:
    return _read_alternates(text, ref)


def _read_alternates(text: str, ref: str) -> tuple[str, ...]:
    if text == ".":
        return ()
    found = []
    for alt in text.split(","):
        if _SEQUENCE.fullmatch(alt):
            alt = alt.upper()
            if alt == ref:
                raise RecordFaultError("ALT: an allele is the same as REF")
        elif alt != "*" and not (_SYMBOL.fullmatch(alt) or _BREAKEND.fullmatch(alt) or _SINGLE_BREAKEND.fullmatch(alt)):
            raise RecordFaultError(f"ALT: '{alt[:20]}' is not an allele")
        if alt in found:
            raise RecordFaultError("ALT: an allele stands twice")
        found.append(alt)
    return tuple(found)
