"""Opens the text of a VCF: the header as a value, then blocks of whole data lines with their numbers."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from interpreter.errors import HostileFileError
from interpreter.settings import Settings
from interpreter.variants.ahead import ahead
from interpreter.variants.gate import Compression, InputSource, decode
from interpreter.variants.htslib import bcf_as_text
from interpreter.variants.vcf_header import HeaderFaultError, VcfHeader, parse_header
from interpreter.variants.vcf_scan import too_old_line_ends, whole_lines

_THREAD_FROM = 4_000_000
"""Stored bytes from which a thread reads ahead; below, starting it costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Body:
    """The header, the `#CHROM` line as written, the number of the first data line, and the blocks."""

    header: VcfHeader
    names: bytes
    first_line: int
    blocks: Iterator[bytes]
    pieces: Generator[bytes, None, None]

    def close(self) -> None:
        """Stop reading ahead and close the file, wherever reading stands."""
        self.pieces.close()


def open_body(source: InputSource, settings: Settings) -> Body:
    """Read the header and stand before the first data line; may be called again for another pass.

    Raises:
        InputFileError: there is no VCF header, or as for the gate.
        HostileFileError: the header is larger than the limit, or as for the gate.
    """
    pieces: Generator[bytes, None, None]
    if source.is_bcf:
        pieces = bcf_as_text(source)
    else:
        pieces = source.chunks()
        if source.size > _THREAD_FROM or (source.compression is not Compression.NONE and source.size > 1_000_000):
            pieces = ahead(pieces)
    if b"\n" not in source.head and b"\r" in source.head and not source.is_bcf:
        raise too_old_line_ends(source)
    blocks = whole_lines(source, pieces)
    lines: list[str] = []
    taken = 0
    for block in blocks:
        at = 0
        while at < len(block):
            end = block.find(b"\n", at)
            end = len(block) if end < 0 else end
            text = block[at:end]
            taken += end - at + 1
            if taken > settings.max_header_bytes:
                raise _endless(source, settings)
            if text.startswith(b"#"):
                lines.append(decode(text))
                at = end + 1
                if text[:6].upper() == b"#CHROM":
                    return Body(_header(source, lines), text, len(lines) + 1, _rest(block[at:], blocks), pieces)
            elif not text.strip():
                lines.append("")
                at = end + 1
            elif text.startswith(b'"'):
                raise source.fail(
                    f"was saved by a spreadsheet program, which changed its lines (line {len(lines) + 1}).",
                    "Give the file as the laboratory's software wrote it; a VCF must not be saved by a spreadsheet.",
                )
            else:
                raise source.fail(
                    f"has a line that is neither header nor '#CHROM' line before its records (line {len(lines) + 1}).",
                    "Give the file as the laboratory's software wrote it, with its whole header.",
                )
    return Body(_header(source, lines), b"", len(lines) + 1, iter(()), pieces)


def _header(source: InputSource, lines: list[str]) -> VcfHeader:
    try:
        return parse_header(lines)
    except HeaderFaultError as error:
        raise source.fail(f"{error}.", "Give the file as the laboratory's software wrote it, unchanged.") from error


def _rest(first: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from blocks


def _endless(source: InputSource, settings: Settings) -> HostileFileError:
    return HostileFileError(
        problem=f"The header of '{source.name}' is larger than {settings.max_header_bytes:,} bytes.",
        meaning="Nothing of this file was used, so no marker was judged from it; this is not a negative result.",
        remedy="No VCF has such a header; ask for the file again from the laboratory.",
    )
