"""Fusion tables (Arriba, STAR-Fusion, FusionCatcher, DRAGEN AllFusions, PCGR, plain 5'/3' columns) -> FusionCall."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from interpreter.model.cases import AssemblyProof
from interpreter.model.variants import CallStatus, FusionCall, Source
from interpreter.progress import Progress
from interpreter.rule_tables import rule_rows
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.contigs import plain_chromosome
from interpreter.variants.delimited import Row, Table, decimal, rows, shown, table_of, whole
from interpreter.variants.gate import InputSource
from interpreter.variants.ledger import LedgerBook
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.symbols import current_symbol

OUTSIDE = "neither gene is one of the catalogue's"
_PAIR = re.compile(r"(.+?)(?:--|::|/)(.+)")
_SYMBOL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,39}")
_PLACE = re.compile(r"([^:]+):(\d+)(?::[+-])?")
_ANTISENSE = frozenset({"+/-", "-/+", "False", "FALSE", "false"})


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one caller writes its table: a row of `fusion_callers.tsv`, lists split."""

    caller: str
    cells: tuple[tuple[str, tuple[str, ...]], ...]

    def columns(self, name: str) -> tuple[str, ...]:
        return next((values for key, values in self.cells if key == name), ())


@cache
def _dialects() -> tuple[Dialect, ...]:
    return tuple(
        Dialect(row["caller"], tuple((key, tuple(filter(None, value.split("|")))) for key, value in row.items()))
        for row in rule_rows("fusion_callers.tsv")
    )


def _dialect(table: Table | None) -> Dialect | None:
    if table is None:
        return None
    return next((one for one in _dialects() if table.has(one.columns("needs"))), None)


def recognises(head: bytes) -> bool:
    """Tell whether content is a fusion table of a known dialect."""
    return _dialect(table_of(head)) is not None


def read(
    source: InputSource, options: ReadOptions, table: TranscriptTable, settings: Settings, progress: Progress
) -> InputContents:
    """Read a fusion table whole; positions are kept as written and never used to find a gene.

    Raises:
        InputFileError: the file cannot be read to its end.
    """
    progress(f"reading {source.name}", None)
    head = table_of(source.head)
    dialect = _dialect(head)
    assert head is not None
    assert dialect is not None
    book = LedgerBook()
    calls: list[FusionCall] = []
    for row in rows(source, head):
        book.count_read()
        if not isinstance(row, Row):
            book.fail(*row)
            continue
        call = _fusion(row, dialect, table, settings, source, options)
        if isinstance(call, FusionCall):
            calls.append(call)
            book.set_aside(row.line, "not reported")
        elif call in (OUTSIDE, _NO_FUSION):
            book.set_aside(row.line, call)
        else:
            book.fail(row.line, call)
    return InputContents(
        file_name=source.name,
        sha256=source.sha256,
        size=source.size,
        format=f"{dialect.caller} fusions" if dialect.caller != "plain table" else "fusion table",
        caller=dialect.caller if dialect.caller != "plain table" else "",
        assembly=table_of_genes(options),
        samples=(),
        tumour="",
        normal="",
        sample_reason="the table names no sample",
        fusions=tuple(calls),
        ledger=book,
    )


def table_of_genes(options: ReadOptions) -> AssemblyProof:
    """Say that a table which names its genes needs no assembly."""
    evidence = ["the table names its genes; no position is read"]
    if options.assembly is not None:
        evidence.append(f"stated by the user, not needed here: {options.assembly}")
    return AssemblyProof(assembly=None, confirmed=True, evidence=tuple(evidence))


_UNNAMED = frozenset({"", ".", "-", "--", "na", "n/a", "nan", "none", "null", "unknown"})
_NO_FUSION = "a gene is read against its own direction: no fusion"


def _fusion(
    row: Row, dialect: Dialect, table: TranscriptTable, settings: Settings, source: InputSource, options: ReadOptions
) -> FusionCall | str:
    pair = _genes(row, dialect, table)
    if isinstance(pair, str):
        return pair
    gene5, gene3, doubts = pair
    if not {gene5, gene3} & table.genes:
        return OUTSIDE
    strands = [row.get(*dialect.columns(side)) for side in ("strand5", "strand3")]
    if any(all(one in _ANTISENSE for one in _split(strand)) for strand in strands if strand):
        return _NO_FUSION
    reads = _reads(row, dialect)
    doubts += _doubts(row, dialect)
    if reads is not None and reads < settings.min_alt_reads:
        doubts.append(f"{reads} supporting read{'' if reads == 1 else 's'}")
    frame = row.get(*dialect.columns("frame")).lower()
    in_frame = True if frame in _lower(dialect, "in_frame") else None
    in_frame = False if frame in _lower(dialect, "out_of_frame") else in_frame
    filters = row.get("filter")
    failed = [name for name in filters.split(";") if name not in ("", "PASS")] if filters else []
    exon5, exon3 = (whole(row.get(*dialect.columns(side))) for side in ("exon5", "exon3"))
    return FusionCall(
        source=Source(
            input_index=options.input_index,
            file_name=source.name,
            line=row.line,
            text=shown(
                f"{gene5}::{gene3} {row.text(*dialect.columns('breakpoint5'), *dialect.columns('breakpoint3'))}".strip()
            ),
        ),
        status=CallStatus.UNCONFIRMED if doubts else CallStatus.CALLED,
        reason="; ".join(doubts),
        gene5=gene5,
        gene3=gene3,
        caller=dialect.caller if dialect.caller != "plain table" else "",
        in_frame=in_frame,
        breakpoint5=_place(row.get(*dialect.columns("breakpoint5"))),
        breakpoint3=_place(row.get(*dialect.columns("breakpoint3"))),
        exon5=exon5 or None,
        exon3=exon3 or None,
        reads=reads,
        filters=frozenset(shown(name) for name in failed) if filters else None,
    )


def _genes(row: Row, dialect: Dialect, table: TranscriptTable) -> tuple[str, str, list[str]] | str:
    """Give 5' gene, 3' gene and doubts about them, or why the row fails."""
    if dialect.columns("pair"):
        found = _PAIR.fullmatch(row.get(*dialect.columns("pair")))
        texts = (found[1], found[2]) if found else ("", "")
    else:
        texts = (row.get(*dialect.columns("gene5")), row.get(*dialect.columns("gene3")))
    # a side that is not named may be any gene: the row fails, so that nothing is proved absent beside it
    if any(text.casefold() in _UNNAMED for text in texts):
        return "genes: a fusion needs its 5' and its 3' gene"
    doubts: list[str] = []
    genes: list[str] = []
    for text, strand in zip(texts, ("strand5", "strand3"), strict=True):
        gene = _gene(text, _split(row.get(*dialect.columns(strand))), table)
        if gene is None:
            gene = "intergenic" if "(" in text or "," in text else ""
            doubts.append(f"breakpoint between genes: {shown(text)}")
        if not gene:
            return f"genes: '{shown(text)}' is no gene symbol"
        genes.append(gene)
    if row.get("fusion_directionality_known").lower() == "false":
        doubts.append("the caller does not know which gene is the 5' one")
    if genes[0] == genes[1]:
        doubts.append("both ends lie in the same gene")
    return genes[0], genes[1], doubts


def _gene(text: str, senses: list[str], table: TranscriptTable) -> str | None:
    """Choose one symbol of "FGFR3^ENSG...", "IGH@", "A/B" or "A;B" with one sense each; None between genes."""
    names = [name.partition("^")[0].strip().removesuffix("@") for name in re.split("[;/]", text)]
    if not all(_SYMBOL.fullmatch(name) for name in names):
        return None
    if len(senses) == len(names):
        names = [name for name, sense in zip(names, senses, strict=True) if sense not in _ANTISENSE] or names
    names = [current_symbol(name, table.genes) for name in names]
    return next((name for name in names if name in table.genes), names[0])


def _doubts(row: Row, dialect: Dialect) -> list[str]:
    doubts: list[str] = []
    status = row.get(*dialect.columns("status"))
    if status and status.lower() not in _lower(dialect, "called"):
        filters = row.get("filter")
        shown_filters = f" ({shown(filters)})" if filters and filters != "PASS" else ""
        doubts.append(f"{dialect.columns('status')[0]}: {shown(status)}{shown_filters}")
    elif row.get("filter").upper().startswith("FAIL"):
        doubts.append(f"filter: {shown(row.get('filter'))}")
    rule = dialect.columns("doubt")
    if rule:
        column, _, first = rule[0].partition("=")
        labels = set(row.get(column).split(","))
        if not labels & set(dialect.columns("trust")):
            doubts += [f"{column}: {label}" for label in (first, *rule[1:]) if label in labels]
    return doubts


def _reads(row: Row, dialect: Dialect) -> int | None:
    counts = [whole(row.get(column)) for column in dialect.columns("reads")]
    known = [count for count in counts if count is not None]
    if known:
        return sum(known)
    estimated = decimal(row.get(*dialect.columns("reads")))
    return None if estimated is None else int(estimated)


def _place(text: str) -> tuple[str, int] | None:
    found = _PLACE.fullmatch(text)
    chrom = plain_chromosome(found[1]) if found else ""
    return (chrom, int(found[2])) if found and chrom and len(found[2]) < 11 else None


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";")] if text else []


def _lower(dialect: Dialect, name: str) -> frozenset[str]:
    return frozenset(value.lower() for value in dialect.columns(name))
