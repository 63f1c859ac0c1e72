"""Reads CHROM and POS of every data line, and picks the lines that must be read whole (RULES R5).

A line is picked when it touches the catalogue's genes in either assembly, by POS, REF, END or a breakend's mate; all
others are counted under the reason why they are set aside, substitutions deep in an intron under one of their own.
Malformed lines fail by number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from interpreter.errors import AssemblyError, InputFileError
from interpreter.model.genes import Assembly
from interpreter.variants.assembly import PADDING
from interpreter.variants.contigs import chromosome_lengths, naming, plain_chromosome
from interpreter.variants.gate import InputSource
from interpreter.variants.ledger import LedgerBook
from interpreter.variants.surroundings import DEEP
from interpreter.variants.unread import UnreadPlaces
from interpreter.variants.vcf_fields import MAX_POS

OUTSIDE = "outside the catalogue's genes"
_END = re.compile(rb"(?:^|;)END=(\d{1,10})(?:;|$)")
_LENGTH = re.compile(rb"(?:^|;)SVLEN=-?(\d{1,10})(?:[,;]|$)")
_MATE = re.compile(rb"[\[\]]([^\[\]:\s]+(?::[^\[\]:\s]+)*):(\d{1,10})[\[\]]")
ONE_BASE = b"ACGTNacgtn"
_MANY_CONTIGS = 200
_ARRAYS_FROM = 8_000_000
"""Bytes of text after which lines are looked at through arrays."""


class Line(NamedTuple):
    """One picked line: its 1-based number and its bytes, without the line end."""

    number: int
    text: bytes


class Regions:
    """Padded, merged stretches by plain chromosome name, of all `sources` together (1-based, inclusive)."""

    def __init__(self, *sources: Mapping[str, Sequence[tuple[int, int]]], padding: int = PADDING) -> None:
        rows: dict[str, list[tuple[int, int]]] = {}
        for stretches in sources:
            for chrom, found in stretches.items():
                rows.setdefault(chrom, []).extend((start - padding, end + padding) for start, end in found)
        self.starts: dict[str, list[int]] = {}
        self.ends: dict[str, list[int]] = {}
        for chrom, stretches_of in rows.items():
            starts: list[int] = []
            ends: list[int] = []
            for start, end in sorted(stretches_of):
                if ends and start <= ends[-1] + 1:
                    ends[-1] = max(ends[-1], end)
                else:
                    starts.append(start)
                    ends.append(end)
            self.starts[chrom], self.ends[chrom] = starts, ends

    def touched(self, chrom: str, start: int, end: int) -> bool:
        starts = self.starts.get(chrom)
        if not starts:
            return False
        place = bisect_right(starts, end) - 1
        return place >= 0 and self.ends[chrom][place] >= start

    def hold(self, chrom: str, start: int, end: int) -> bool:
        """Tell whether start..end lies in one stretch."""
        starts = self.starts.get(chrom)
        if not starts:
            return False
        place = bisect_right(starts, start) - 1
        return place >= 0 and self.ends[chrom][place] >= end


class Scan:
    """The state of one pass over the data lines of one file."""

    def __init__(
        self,
        regions: Regions,
        book: LedgerBook,
        columns: int,
        names: bytes,
        source: InputSource,
        assembly: Assembly | None = None,
        deep: Regions | None = None,
        unread: UnreadPlaces | None = None,
    ) -> None:
        self.regions = regions
        self.deep = Regions() if deep is None else deep
        """Within the regions: where a line with one base as ALT is set aside unread."""
        self.unread = UnreadPlaces() if unread is None else unread
        self.book = book
        self.columns = columns
        self._names = names
        self._source = source
        self._contig_reasons: set[str] = set()
        self.known: dict[bytes, str] = {}
        self.limits = _limits(assembly)
        self.arrays: dict[tuple[str, bool], tuple[Any, Any]] = {}
        """Regions and deep stretches by chromosome as arrays, kept for the pass over large files."""
        self.last_contig = b""
        self.last_pos = 0
        self.runs: dict[bytes, int] = {}
        self.unsorted_line = 0
        self.returned_line = 0
        self.blank_lines = 0
        self.inner_headers = 0
        self.records = 0
        self.failures = 0
        self.pending_blank = 0
        self.open_end = 0

    def look(self, number: int, text: bytes) -> bool:
        """Judge one line; True when it must be read whole. Everything else is entered in the ledger here.

        Raises:
            InputFileError: the line belongs to another file that was appended to this one.
        """
        if not text.strip():
            self.pending_blank += 1
            return False
        if text.startswith(b"#"):
            self._inner_header(text)
            return False
        self.seen_records(1)
        tabs = text.count(b"\t") + 1
        if tabs != self.columns:
            self.unread.add_line(text)
            return self.fail(number, f"columns: {tabs} where the header names {self.columns}")
        contig, pos_text, _, ref, alt, rest = text.split(b"\t", 5)
        if not pos_text.isdigit() or len(pos_text) > 10 or int(pos_text) > MAX_POS:
            return self.fail(number, f"POS: '{pos_text[:20].decode('latin-1')}' is not a position")
        pos = int(pos_text)
        self.note_order(number, contig, pos, pos)
        chrom = self.chromosome(contig)
        if not chrom:
            self.set_aside_contig(contig, 1)
            return False
        if pos > self.limits[chrom]:
            return self.fail(number, f"POS: {pos} is beyond the end of chromosome {chrom}")
        if self.regions.touched(chrom, pos, pos + len(ref) - 1):
            if len(alt) != 1 or alt not in ONE_BASE or not self.deep.hold(chrom, pos, pos + len(ref) - 1):
                return True
            self.book.set_aside_many(DEEP, 1)
            return False
        if (alt[:1] in (b"<", b".", b"[", b"]") or alt[-1:] in (b">", b"[", b"]")) and self._reaches(
            chrom, pos, alt, rest
        ):
            return True
        self.book.set_aside_many(OUTSIDE, 1)
        return False

    def seen_records(self, records: int) -> None:
        self.blank_lines += self.pending_blank
        self.pending_blank = 0
        self.records += records

    def fail(self, number: int, reason: str) -> bool:
        self.failures += 1
        self.book.fail_unread(number, reason)
        return False

    def note_order(self, number: int, contig: bytes, first: int, last: int) -> None:
        """Remember the order of records, so that an unsorted file is told of."""
        if contig != self.last_contig:
            if contig in self.runs and not self.returned_line:
                self.returned_line = number
            if len(self.runs) < 100_000:
                self.runs[contig] = number
            self.last_contig = contig
        elif first < self.last_pos and not self.unsorted_line:
            self.unsorted_line = number
        self.last_pos = last

    def chromosome(self, contig: bytes) -> str:
        known = self.known.get(contig)
        if known is None:
            known = plain_chromosome(contig.decode("latin-1"))
            if len(self.known) < 100_000:
                self.known[contig] = known
        return known

    def set_aside_contig(self, contig: bytes, records: int) -> None:
        """Count records that stand on no chromosome.

        Raises:
            InputFileError: the name is a chromosome's but for blanks or quotation marks: an edited file.
        """
        bare = contig.strip(b" \"'")
        if bare != contig and self.chromosome(bare):
            raise self._source.fail(
                f"writes a chromosome's name with blanks or quotation marks ({contig[:20].decode('latin-1')!r}); "
                "it was edited, or saved by a spreadsheet program.",
                "Give the file as the laboratory's software wrote it, unchanged.",
            )
        reason = f"unknown contig {contig[:60].decode('utf-8', 'replace')}"
        if reason not in self._contig_reasons and len(self._contig_reasons) >= _MANY_CONTIGS:
            reason = "other unknown contigs"
        self._contig_reasons.add(reason)
        self.book.set_aside_many(reason, records)

    def check_last(self, number: int, text: bytes) -> None:
        """Refuse a last line without line end that is shorter than a record should be; tell of one that is not.

        Raises:
            InputFileError: the record is cut off.
        """
        cells = text.split(b"\t")
        cut = (
            len(cells) < self.columns
            or text.endswith((b":", b",", b"/", b"|", b"=", b";"))
            or any(sample.count(b":") < cells[8].count(b":") for sample in cells[9 : self.columns])
        )
        if text.strip() and not text.startswith(b"#") and cut:
            raise self._source.fail(
                f"is cut off: its last record (line {number}) ends early.",
                "Copy or download the file again, and compare its size or checksum with the original.",
            )
        self.open_end = number

    def check_all(self) -> None:
        """Refuse a file none of whose records can be read.

        Raises:
            InputFileError: every record failed.
        """
        if self.records and self.failures == self.records:
            fault = self._source.fail(
                f"holds no record that can be read: all {self.records:,} break the rules of VCF.",
                "Give the file as the laboratory's software wrote it, unchanged.",
            )
            fault.details = self.book.close().failures[:5]
            raise fault

    def check_human(self) -> None:
        """Refuse a file none of whose records lies on a chromosome.

        Raises:
            AssemblyError: all contigs are unknown.
        """
        if self.records and self.known and not any(self.known.values()):
            names = ", ".join(contig[:30].decode("utf-8", "replace") for contig in list(self.known)[:5])
            raise AssemblyError(
                problem=f"'{self._source.name}' has no record on a human chromosome; its contigs are {names}.",
                meaning="No variant was matched, so an empty list is not a negative result.",
                remedy="Give the variants called against a whole GRCh37 or GRCh38 genome, with its chromosome names.",
            )

    def warnings(self) -> list[str]:
        """What the whole pass has to tell."""
        found = []
        if self.unsorted_line:
            found.append(f"The records are not sorted by position (first at line {self.unsorted_line}).")
        if self.returned_line:
            found.append(f"A chromosome comes back after another one (first at line {self.returned_line}).")
        if self.open_end:
            found.append(f"The last line ({self.open_end}) has no line end; the file may have been cut off there.")
        if self.blank_lines:
            found.append(f"{self.blank_lines} empty lines stand between records and were skipped.")
        if self.inner_headers:
            found.append(f"{self.inner_headers} header lines stand among the records and were skipped.")
        styles = sorted({naming(contig.decode("latin-1")) for contig in self.runs if self.chromosome(contig)})
        if len(styles) > 1:
            found.append(f"Chromosome names are written in {len(styles)} ways ({', '.join(styles)}); all were read.")
        return found

    def _inner_header(self, text: bytes) -> None:
        if text[:6].upper() == b"#CHROM" and text.rstrip() != self._names.rstrip():
            raise self._source.fail(
                "holds a second header with other columns, so it is two files in one.",
                "Give each file alone.",
            )
        self.inner_headers += 1

    def _reaches(self, chrom: str, pos: int, alt: bytes, rest: bytes) -> bool:
        info = rest.split(b"\t", 3)[2]
        end = pos
        if found := _END.search(info):
            end = int(found[1])
        elif found := _LENGTH.search(info):
            end = pos + int(found[1])
        if end > pos and self.regions.touched(chrom, pos, min(end, self.limits[chrom])):
            return True
        for contig, mate in _MATE.findall(alt):
            partner = self.chromosome(contig)
            if partner and self.regions.touched(partner, int(mate), int(mate)):
                return True
        return False


def _limits(assembly: Assembly | None) -> Mapping[str, int]:
    """Give the last base of each chromosome, of the longer assembly where it is not known yet."""
    lengths = [chromosome_lengths(each) for each in Assembly if assembly in (None, each)]
    # The mitochondrial genome of UCSC's hg19 is two bases longer than the one in use since.
    return {chrom: max(one[chrom] for one in lengths) + (2 if chrom == "MT" else 0) for chrom in lengths[0]}


def whole_lines(source: InputSource, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Give the content in blocks of whole lines, LF as line end; the last block may lack it.

    Raises:
        HostileFileError: a line is longer than the limit.
    """
    carry: list[bytes] = []
    carried = 0
    for piece in pieces:
        cut = piece.rfind(b"\n") + 1
        if not cut:
            carry.append(piece)
            carried += len(piece)
            source.check_line_length(carried)
            continue
        source.check_line_length(carried + piece.find(b"\n"))
        carry.append(piece[:cut])
        yield _unix(b"".join(carry))
        carry = [piece[cut:]]
        carried = len(carry[0])
        source.check_line_length(carried)
    last = b"".join(carry)
    if last:
        yield _unix(last)


def _unix(block: bytes) -> bytes:
    return block.replace(b"\r\n", b"\n") if b"\r" in block else block


def scan_blocks(scan: Scan, number: int, blocks: Iterator[bytes]) -> Iterator[list[Line]]:
    """Look at all blocks, the first line being `number`; gives the picked lines of each block.

    Large inputs go through arrays; numpy costs more to import than a panel's file costs to read without it.

    Raises:
        InputFileError: the last record is cut off.
    """
    seen = 0
    for block in blocks:
        seen += len(block)
        if seen > _ARRAYS_FROM:
            from interpreter.variants.vcf_scan_arrays import scan_by_arrays

            picked, number = scan_by_arrays(scan, number, block)
        else:
            picked, number = scan_slowly(scan, number, block)
        if not block.endswith(b"\n"):
            scan.check_last(number - 1, block[block.rfind(b"\n") + 1 :])
        yield picked


def scan_slowly(scan: Scan, number: int, block: bytes) -> tuple[list[Line], int]:
    """Look at each line of a block, the first being line `number`; gives the picked ones and the next number."""
    lines = block.split(b"\n")
    if not lines[-1]:
        lines.pop()
    picked = [Line(at, text) for at, text in enumerate(lines, number) if scan.look(at, text)]
    return picked, number + len(lines)


def too_old_line_ends(source: InputSource) -> InputFileError:
    """Make the fault of a file whose lines end in CR alone."""
    return source.fail("has line ends of an old kind (CR alone).", "Save it with usual line ends (LF or CRLF).")
