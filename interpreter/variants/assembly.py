"""Which assembly a file is in, and the proof (S3, RULES R4): never assumed, never lifted over.

What a file or a person says is a statement. The reference bases of records in trusted coding sequence, counted for
both assemblies, are the proof, and a contradiction stops the case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from interpreter.errors import AssemblyError
from interpreter.model.cases import AssemblyProof
from interpreter.model.genes import Assembly
from interpreter.rule_tables import rule_rows
from interpreter.variants.contigs import accession_assembly, plain_chromosome
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.vcf_header import Meta, VcfHeader

PADDING = 200
"""Bases around each gene within which records are read, so that an indel's other alignments are seen."""
_ENOUGH_TO_PROVE = 5
_ENOUGH_TO_CONTRADICT = 2
_SHARE_TO_CONTRADICT = 0.10
_COMPARED_BASES = 50
_NOTHING_MATCHED = "No variant was matched, so an empty list is not a negative result."
_HISTORY = re.compile(r"lift|chain", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the header and the user say; `assembly` None when they say nothing that can be relied on."""

    assembly: Assembly | None
    by: str
    """Who says so: "--assembly", "contig lengths", "##reference"."""
    evidence: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Count:
    """Records of one assembly's trusted coding sequence: how many could be compared, how many agreed."""

    comparable: int = 0
    agreeing: int = 0

    @property
    def disagreeing(self) -> int:
        return self.comparable - self.agreeing


@dataclass(slots=True)
class BaseCounts:
    """The proof while it grows: one count an assembly."""

    counts: dict[Assembly, Count] = field(default_factory=lambda: {assembly: Count() for assembly in Assembly})

    def add(self, assembly: Assembly, agrees: bool) -> None:
        count = self.counts[assembly]
        count.comparable += 1
        count.agreeing += agrees

    def words(self, assembly: Assembly) -> str:
        count = self.counts[assembly]
        return f"REF bases: {count.agreeing} of {count.comparable} comparable records agree with {assembly}"


class CodingBases:
    """Compares REF with trusted coding sequence, quickly: most positions are in no exon."""

    def __init__(self, table: TranscriptTable) -> None:
        self._table = table
        self._regions = {assembly: table.regions(assembly) for assembly in Assembly}
        self._starts = {
            assembly: {chrom: [start for start, _ in rows] for chrom, rows in regions.items()}
            for assembly, regions in self._regions.items()
        }
        self._coding: dict[tuple[Assembly, str, int], tuple[list[int], list[int]]] = {}

    def inside(self, assembly: Assembly, chrom: str, start: int, end: int) -> bool:
        """Tell whether start..end touches a region of the catalogue's genes."""
        starts = self._starts[assembly].get(chrom)
        if starts is None:
            return False
        place = bisect_right(starts, end) - 1
        return place >= 0 and self._regions[assembly][chrom][place][1] >= start

    def regions(self, assembly: Assembly) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Give the stretches of the catalogue's genes."""
        return self._regions[assembly]

    def coding(self, assembly: Assembly) -> Mapping[str, list[tuple[int, int]]]:
        """Give the trusted coding stretches alone: all that is needed to count evidence for an assembly."""
        found: dict[str, list[tuple[int, int]]] = {}
        for chrom, rows in self._regions[assembly].items():
            for place in range(len(rows)):
                found.setdefault(chrom, []).extend(zip(*self._coding_of(assembly, chrom, place), strict=True))
        return found

    def near(self, assembly: Assembly, text: bytes) -> bool:
        """Tell whether a data line touches a region of this assembly, or may by END or a mate (symbolic, breakend)."""
        contig, pos, _, ref, alt, _ = text.split(b"\t", 5)
        if alt[:1] in (b"<", b"[", b"]", b".") or alt[-1:] in (b">", b"[", b"]", b"."):
            return True
        start = int(pos)
        chrom = plain_chromosome(contig.decode("latin-1"))
        return self.inside(assembly, chrom, start - PADDING, start + len(ref) - 1 + PADDING)

    def count(self, text: bytes, bases: BaseCounts, assemblies: Iterable[Assembly] = tuple(Assembly)) -> None:
        """Compare the REF of a data line with both assemblies, or these, and count."""
        contig, pos, _, ref, _ = text.split(b"\t", 4)
        chrom = plain_chromosome(contig.decode("latin-1"))
        letters = ref.decode("latin-1").upper()
        for assembly in assemblies:
            agrees = self.agrees(assembly, chrom, int(pos), letters)
            if agrees is not None:
                bases.add(assembly, agrees)

    def agrees(self, assembly: Assembly, chrom: str, pos: int, ref: str) -> bool | None:
        """Compare REF (capitals) at `pos`; None when no base of it is known and trusted."""
        ref = ref[:_COMPARED_BASES]
        if not self._touches_coding(assembly, chrom, pos, pos + len(ref) - 1):
            return None
        known = False
        for offset, base in enumerate(ref):
            if base == "N":
                continue
            expected = self._table.reference_base(assembly, chrom, pos + offset, trusted_only=True)
            if expected == "N":
                continue
            if expected != base:
                return False
            known = True
        return True if known else None

    def expected(self, assembly: Assembly, chrom: str, pos: int, length: int) -> str:
        """The known reference bases, for a message."""
        bases = (
            self._table.reference_base(assembly, chrom, pos + offset, trusted_only=True)
            for offset in range(min(length, 20))
        )
        return "".join(bases)

    def _touches_coding(self, assembly: Assembly, chrom: str, start: int, end: int) -> bool:
        starts = self._starts[assembly].get(chrom)
        if starts is None:
            return False
        last = bisect_right(starts, end) - 1
        for place in range(last, max(last - 2, -1), -1):
            if self._regions[assembly][chrom][place][1] < start:
                break
            firsts, ends = self._coding_of(assembly, chrom, place)
            index = bisect_right(firsts, end) - 1
            if index >= 0 and ends[index] >= start:
                return True
        return False

    def _coding_of(self, assembly: Assembly, chrom: str, place: int) -> tuple[list[int], list[int]]:
        key = (assembly, chrom, place)
        known = self._coding.get(key)
        if known is None:
            rows: list[tuple[int, int]] = []
            for transcript in self._table.overlapping(assembly, chrom, *self._regions[assembly][chrom][place]):
                layout = transcript.layouts.get(assembly)
                if layout is not None and transcript.cds and transcript.proves_assembly:
                    rows += [
                        (max(start, layout.cds_start), min(end, layout.cds_end))
                        for start, end in zip(layout.starts, layout.ends, strict=True)
                        if end >= layout.cds_start and start <= layout.cds_end
                    ]
            firsts: list[int] = []
            ends: list[int] = []
            for start, end in sorted(rows):
                if ends and start <= ends[-1]:
                    ends[-1] = max(ends[-1], end)
                else:
                    firsts.append(start)
                    ends.append(end)
            known = self._coding[key] = (firsts, ends)
        return known


def statement_of(header: VcfHeader, stated: Assembly | None, file_name: str) -> Statement:
    """Gather what header and user say, before a record is read.

    Raises:
        AssemblyError: the lengths or words are those of an assembly that is not read here, or header and user
            contradict each other.
    """
    by_length, length_words = _by_contigs(header, file_name)
    by_words, word_lines = _by_words(header, file_name)
    evidence = [*length_words, *word_lines]
    warnings: list[str] = []
    if by_length is not None and by_words is not None and by_length is not by_words:
        raise _contradicted(
            file_name, f"the contig lengths are of {by_length}", f"the header names {by_words}", evidence
        )
    found = by_length or by_words
    by = "contig lengths" if by_length else "header" if by_words else ""
    if stated is not None:
        if found is not None and found is not stated:
            raise _contradicted(
                file_name, f"{stated} was stated", f"its {by} {'say' if by_length else 'says'} {found}", evidence
            )
        evidence.append(f"stated by the user: {stated}")
        found, by = stated, by or "the user"
    return Statement(assembly=found, by=by, evidence=tuple(evidence), warnings=tuple(warnings))


def conclude(statement: Statement, bases: BaseCounts, file_name: str) -> AssemblyProof:
    """Give the proven (or only stated) assembly once all records were counted.

    Raises:
        AssemblyError: the REF bases contradict the statement, or nothing is stated and too few records prove one.
    """
    candidate = statement.assembly or candidate_of(bases)
    if candidate is None:
        raise undecided(bases, file_name, statement)
    here, other = bases.counts[candidate], bases.counts[candidate.other]
    evidence = (bases.words(candidate), bases.words(candidate.other), *statement.evidence)
    if other.agreeing >= max(_ENOUGH_TO_CONTRADICT, here.agreeing):
        raise _bases_contradict(file_name, candidate, statement, evidence)
    if here.disagreeing >= _ENOUGH_TO_CONTRADICT and here.disagreeing > _SHARE_TO_CONTRADICT * here.comparable:
        raise _bases_contradict(file_name, candidate, statement, evidence)
    confirmed = here.agreeing > other.agreeing
    return AssemblyProof(assembly=candidate, confirmed=confirmed, evidence=evidence)


def candidate_of(bases: BaseCounts) -> Assembly | None:
    """Give the assembly that the REF bases alone prove, None when they do not."""
    best = max(Assembly, key=lambda assembly: bases.counts[assembly].agreeing)
    here, other = bases.counts[best], bases.counts[best.other]
    enough = here.agreeing >= _ENOUGH_TO_PROVE and here.agreeing > other.agreeing
    return best if enough and here.disagreeing <= _SHARE_TO_CONTRADICT * here.comparable else None


def undecided(bases: BaseCounts, file_name: str, statement: Statement) -> AssemblyError:
    """Make the fault that asks which assembly it is."""
    return AssemblyError(
        problem=f"'{file_name}' does not say which assembly it was called against, and too few of its records "
        f"lie in known coding sequence to prove one.",
        meaning=_NOTHING_MATCHED,
        remedy="Ask the laboratory, then state it: --assembly GRCh37 or --assembly GRCh38.",
        details=(*(bases.words(assembly) for assembly in Assembly), *statement.evidence),
    )


def _bases_contradict(
    file_name: str, candidate: Assembly, statement: Statement, evidence: tuple[str, ...]
) -> AssemblyError:
    said = f"is stated to be {candidate} (by {statement.by})" if statement.assembly else f"seems to be {candidate}"
    return AssemblyError(
        problem=f"'{file_name}' {said}, but its REF bases contradict that.",
        meaning=_NOTHING_MATCHED,
        remedy="Ask the laboratory which assembly the file was really called against, and give a file whose header "
        "and records agree; the program never lifts positions over.",
        details=evidence,
    )


def _contradicted(file_name: str, one: str, other: str, evidence: list[str]) -> AssemblyError:
    return AssemblyError(
        problem=f"The assembly of '{file_name}' is contradicted: {one}, but {other}.",
        meaning=_NOTHING_MATCHED,
        remedy="Ask the laboratory which is right, and give a file whose header agrees with its records.",
        details=tuple(evidence),
    )


def _refused(file_name: str, found: str, why: str) -> AssemblyError:
    return AssemblyError(
        problem=f"'{file_name}' is in {found}, which is not read here ({why}).",
        meaning=_NOTHING_MATCHED,
        remedy="Give the variants called against GRCh37 or GRCh38 of the human genome.",
    )


def _by_contigs(header: VcfHeader, file_name: str) -> tuple[Assembly | None, list[str]]:
    """Compare contig lengths and versioned accessions with the known assemblies."""
    votes: dict[str, int] = {}
    compared = 0
    for contig in header.contigs:
        chrom = plain_chromosome(contig.name)
        named = accession_assembly(contig.name)
        if named:
            votes[named] = votes.get(named, 0) + 1
        if not chrom or contig.length is None or chrom == "MT":
            continue
        compared += 1
        for assembly in _lengths().get((chrom, contig.length), ()):
            votes[assembly] = votes.get(assembly, 0) + 1
    human = {assembly: votes.get(assembly.value, 0) for assembly in Assembly}
    if all(human.values()):
        counted = ", ".join(f"{count} of {assembly}" for assembly, count in human.items())
        raise _contradicted(
            file_name, f"contig lengths of two assemblies stand in its header ({counted})", "a file has one", []
        )
    for assembly, count in human.items():
        if count:
            return assembly, [f"contig lengths: {count} of {max(compared, count)} chromosomes are those of {assembly}"]
    foreign = [name for name in votes if name not in {assembly.value for assembly in Assembly}]
    if foreign:
        best = max(foreign, key=lambda name: votes[name])
        raise _refused(file_name, best, f"{votes[best]} contig lengths are those of {best}")
    if compared:
        return None, [f"contig lengths: those of {compared} chromosomes belong to no assembly known here"]
    return None, []


def _lengths() -> dict[tuple[str, int], list[str]]:
    table: dict[tuple[str, int], list[str]] = {}
    for row in rule_rows("assemblies.tsv"):
        if row["chromosome"] != "MT":
            table.setdefault((row["chromosome"], int(row["length"])), []).append(row["assembly"])
    return table


def _by_words(header: VcfHeader, file_name: str) -> tuple[Assembly | None, list[str]]:
    """Read what the lines that state a reference name; other lines are told as evidence, and prove nothing."""
    stated: dict[str, str] = {}
    aside: dict[str, str] = {}
    for meta in header.metas:
        named = _named(_statement_text(meta))
        if named:
            for name in named:
                stated.setdefault(name, str(meta))
        elif meta.key not in _DESCRIPTIVE:
            for name in _named(meta.value):
                aside.setdefault(name, str(meta))
    human = [assembly for assembly in Assembly if assembly.value in stated]
    lines = [f"header: {line[:160]}" for line in stated.values()]
    if not human and stated:
        name, line = next(iter(stated.items()))
        raise _refused(file_name, name, f"header: {line[:120]}")
    if len(human) == 1:
        return human[0], lines
    lines += [f"named in passing, not relied on: {line[:160]}" for line in aside.values()]
    return None, lines


_DESCRIPTIVE = frozenset({"INFO", "FORMAT", "FILTER", "ALT", "contig"})


def _statement_text(meta: Meta) -> str:
    """The part of a line that states the file's own reference; "" for lines that do not (a liftover chain)."""
    key = meta.key.lower()
    if _HISTORY.search(key):
        return ""
    if key in ("reference", "assembly", "genome", "reference_genome", "ref_genome"):
        return meta.value
    if key == "contig":
        return meta.attributes().get("assembly", "")
    if key == "vep":
        found = re.search(r'\bassembly="?([^" ]+)', meta.value)
        return found[1] if found else ""
    return ""


def _named(text: str) -> list[str]:
    if not text:
        return []
    return [
        row["assembly"] for row in rule_rows("assembly_names.tsv") if re.search(row["pattern"], text, re.IGNORECASE)
    ]
