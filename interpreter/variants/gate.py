"""The gate every input passes before a parser sees a byte of it (S25): local, whole, within limits.

A source is an existing local file or the bytes of standard input. Its content is handed on decompressed, in pieces,
while line length, header size, decompression ratio, NUL bytes and the wholeness of the compression are watched.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zlib
from collections.abc import Generator, Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from interpreter.errors import HostileFileError, InputFileError
from interpreter.settings import Settings

HEAD_BYTES = 65536
_PIECE = 1 << 20
_BGZF_PIECE = 1 << 21
_RATIO_FROM = 50_000_000
_URL_LIKE = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]{1,20}:/|[A-Za-z][A-Za-z0-9+.-]{1,20}:$|//[^/])")
_READS = re.compile(rb"@[^\n]+\n[ACGTNacgtn]+\r?\n\+")
_NOTHING_READ = "Nothing of this file was used, so no marker was judged from it; this is not a negative result."

_GIVE_CALLS = "Give the file of called variants (VCF) instead."
_UNPACK = "Unpack the archive and give the file of called variants (VCF) in it."
_RECOMPRESS = "Unpack it and compress it with bgzip or gzip."

_FOREIGN = (
    (b"BZh", "compressed with bzip2", _RECOMPRESS),
    (b"\xfd7zXZ\x00", "compressed with xz", _RECOMPRESS),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", _RECOMPRESS),
    (b"PK\x03\x04", "a zip archive or a spreadsheet workbook", "Unpack the archive, or save the sheet as text (TSV)."),
    (b"CRAM", "a CRAM file of aligned reads", _GIVE_CALLS),
    (b"%PDF", "a PDF document", _GIVE_CALLS),
    (b"\xff\xfe", "UTF-16 text", "Save it again as UTF-8 text."),
    (b"\xfe\xff", "UTF-16 text", "Save it again as UTF-8 text."),
    (b"BAM\x01", "a BAM file of aligned reads", _GIVE_CALLS),
    (b"TBI\x01", "a tabix index", "Give the file that it belongs to, without '.tbi'."),
    (b"CSI\x01", "an index (CSI)", "Give the file that it belongs to, without '.csi'."),
    (b"BAI\x01", "an index of aligned reads", _GIVE_CALLS),
    (b"@HD\t", "a SAM file of aligned reads", _GIVE_CALLS),
    (b"@SQ\t", "a SAM file of aligned reads", _GIVE_CALLS),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "Save the sheet as text (TSV), or give the VCF itself."),
    (b"{\\rtf", "a text document (RTF)", _GIVE_CALLS),
    (b"\xff\xd8\xff", "a picture", _GIVE_CALLS),
    (b"\x89PNG", "a picture", _GIVE_CALLS),
    (b"<!DOCTYPE", "a web page", "Download it again: often this is a log-in page instead of the file."),
    (b"<html", "a web page", "Download it again: often this is a log-in page instead of the file."),
)


class Compression(StrEnum):
    NONE = "plain"
    GZIP = "gzip"
    BGZF = "bgzip"


class InputSource:
    """One input, guarded: `name`, `size` in bytes as stored, `sha256` of those bytes, and its content in pieces."""

    def __init__(self, *, name: str, path: Path | None, data: bytes | None, settings: Settings) -> None:
        self.name = name
        self.path = path
        self._data = data
        self._settings = settings
        self.size = len(data) if data is not None else _size_of(path, name)
        if self.size == 0:
            raise InputFileError(
                problem=f"'{name}' is empty.",
                meaning=_NOTHING_READ,
                remedy="Ask for the file again; the step that wrote it did not finish.",
            )
        self._sha256 = ""
        self.taken = 0
        """Stored bytes that the present pass has read: how far it is."""
        with self._open() as file:
            self.compression = _compression_of(file.read(18))
        self.head: bytes = self._read_head()
        """The first up to 64 kB of content, decompressed, without a byte-order mark."""
        self._refuse_foreign()

    @property
    def is_bcf(self) -> bool:
        return self.head.startswith(b"BCF")

    @property
    def sha256(self) -> str:
        if not self._sha256:
            digest = hashlib.sha256()
            with self._open() as file:
                while block := file.read(_PIECE):
                    digest.update(block)
            self._sha256 = digest.hexdigest()
        return self._sha256

    def chunks(self) -> Generator[bytes, None, None]:
        """Give the content, decompressed, in pieces of about a megabyte, a byte-order mark removed.

        Raises:
            HostileFileError: the ratio limit is passed or a NUL byte stands in the text.
            InputFileError: the compression is cut off or damaged, or the file cannot be read to its end.
        """
        first = True
        for piece in self._decompressed():
            if first:
                piece = piece.removeprefix(b"\xef\xbb\xbf")
                first = False
            if not self.is_bcf and b"\0" in piece:
                raise HostileFileError(
                    problem=f"'{self.name}' holds NUL bytes, which no text file has.",
                    meaning=_NOTHING_READ,
                    remedy="The file is damaged or is not text; ask for it again from the laboratory.",
                )
            yield piece

    def stored_bytes(self) -> bytes:
        """Give the bytes as stored, of an input that came on standard input."""
        with self._open() as file:
            return file.read()

    def lines(self) -> Iterator[str]:
        """Give the lines as text, without line ends (LF or CRLF); UTF-8, else Latin-1.

        Raises:
            HostileFileError: a line is longer than the limit, and as for `chunks`.
            InputFileError: as for `chunks`.
        """
        carry = b""
        for piece in self.chunks():
            parts = (carry + piece).split(b"\n")
            carry = parts.pop()
            self.check_line_length(len(carry))
            for part in parts:
                self.check_line_length(len(part))
                yield decode(part.removesuffix(b"\r"))
        if carry:
            yield decode(carry.removesuffix(b"\r"))

    def check_line_length(self, length: int) -> None:
        """Refuse a line of more than the permitted number of bytes."""
        if length > self._settings.max_line_bytes:
            raise HostileFileError(
                problem=f"'{self.name}' has a line longer than {self._settings.max_line_bytes:,} bytes.",
                meaning=_NOTHING_READ,
                remedy="Such a line is not a record of variants; ask for the file again from the laboratory.",
            )

    def fail(self, problem: str, remedy: str) -> InputFileError:
        """Make the fault of a file that cannot be read as what it should be."""
        return InputFileError(problem=f"'{self.name}' {problem}", meaning=_NOTHING_READ, remedy=remedy)

    def _open(self) -> BinaryIO:
        if self._data is not None:
            return io.BytesIO(self._data)
        assert self.path is not None
        try:
            return self.path.open("rb")
        except OSError as error:
            raise _unreadable(self.name, error) from error

    def _read_head(self) -> bytes:
        pieces: list[bytes] = []
        size = 0
        for piece in self._decompressed(small=True):
            pieces.append(piece)
            size += len(piece)
            if size >= HEAD_BYTES:
                break
        head = b"".join(pieces)[:HEAD_BYTES]
        if not head:
            raise self.fail("is compressed, and holds nothing.", "Ask for the file again from the laboratory.")
        return head.removeprefix(b"\xef\xbb\xbf")

    def _refuse_foreign(self) -> None:
        for magic, what, remedy in _FOREIGN:
            if self.head.startswith(magic):
                raise self.fail(f"is {what}, not a file of variants that is read here.", remedy)
        if self.head[257:262] == b"ustar":
            raise self.fail("is a tar archive, not a file of variants that is read here.", _UNPACK)
        if _READS.match(self.head):
            raise self.fail("holds sequence reads (FASTQ), not called variants.", _GIVE_CALLS)

    def _decompressed(self, *, small: bool = False) -> Iterator[bytes]:
        with self._open() as file:
            try:
                if self.compression is Compression.BGZF:
                    pieces = self._bgzf(file, small)
                elif self.compression is Compression.GZIP:
                    pieces = self._gzip(file)
                else:
                    pieces = self._plain(file)
                yield from pieces
            except OSError as error:
                raise _unreadable(self.name, error) from error

    def _plain(self, file: BinaryIO) -> Iterator[bytes]:
        self.taken = 0
        while piece := file.read(_PIECE):
            self.taken += len(piece)
            yield piece

    def _gzip(self, file: BinaryIO) -> Iterator[bytes]:
        self.taken = given = 0
        decompressor = zlib.decompressobj(31)
        pending = b""
        while block := pending or file.read(_PIECE >> 2):
            self.taken += 0 if pending else len(block)
            try:
                piece = decompressor.decompress(block, _PIECE)
            except zlib.error as error:
                raise self._damaged(given) from error
            given += len(piece)
            self._check_ratio(given)
            if piece:
                yield piece
            pending = decompressor.unconsumed_tail
            if decompressor.eof:
                pending = decompressor.unused_data.lstrip(b"\0")
                if pending and not pending.startswith(b"\x1f\x8b"[: len(pending)]):
                    raise self._damaged(given)
                decompressor = zlib.decompressobj(31)
                taken_all = not pending and not (pending := file.read(_PIECE >> 2).lstrip(b"\0"))
                if taken_all:
                    return
        raise self._cut_off(given)

    def _bgzf(self, file: BinaryIO, small: bool) -> Iterator[bytes]:
        """Decompress block by block (each up to 64 kB), many blocks to a piece."""
        self.taken = given = 0
        buffer = b""
        last_was_empty = False
        read_size = HEAD_BYTES if small else _PIECE >> 1
        while block := file.read(read_size):
            self.taken += len(block)
            buffer += block
            view = memoryview(buffer)
            at, held = 0, 0
            out: list[bytes] = []
            while at + 18 <= len(buffer):
                length = _bgzf_length(view, at)
                if length is None:
                    raise self._damaged(given)
                if at + length > len(buffer):
                    break
                try:
                    piece = zlib.decompress(view[at : at + length], 31, 65536)
                except zlib.error as error:
                    raise self._damaged(given) from error
                last_was_empty = not piece
                given += len(piece)
                held += len(piece)
                out.append(piece)
                at += length
                if held >= _BGZF_PIECE:
                    self._check_ratio(given)
                    yield b"".join(out)
                    out, held = [], 0
            view.release()
            buffer = buffer[at:]
            self._check_ratio(given)
            if held:
                yield b"".join(out)
        if buffer or not last_was_empty:
            raise self._cut_off(given)

    def _check_ratio(self, given: int) -> None:
        if given > _RATIO_FROM and given > self.taken * self._settings.max_ratio:
            raise HostileFileError(
                problem=f"'{self.name}' unpacks to more than {self._settings.max_ratio:g} times its size.",
                meaning=_NOTHING_READ,
                remedy="No file of variants does that; ask for the file again from the laboratory.",
            )

    def _cut_off(self, given: int) -> InputFileError:
        return self.fail(
            f"is cut off: its compression ends early, after {given:,} bytes of content.",
            "Copy or download the file again, and compare its size or checksum with the original.",
        )

    def _damaged(self, given: int) -> InputFileError:
        return self.fail(
            f"is damaged: its compression is faulty after {given:,} bytes of content.",
            "Copy or download the file again, and compare its size or checksum with the original.",
        )


def open_source(given: Path | bytes, settings: Settings, name: str = "") -> InputSource:
    """Open a local file, or the bytes of standard input, behind the gate.

    Raises:
        InputFileError: it does not exist, is a folder or a device, is empty, unreadable, an address, or of a kind
            that is not read here.
    """
    if isinstance(given, bytes):
        return InputSource(name=name or "standard input", path=None, data=given, settings=settings)
    text = str(given)
    if _URL_LIKE.match(text) and not given.exists():
        address = re.sub(r"^([A-Za-z][\w+.-]+:)/+", r"\1//", text)  # a path folds the two slashes into one
        raise InputFileError(
            problem=f"'{address}' is an address, not a file on this machine.",
            meaning=_NOTHING_READ,
            remedy="Copy the file to this machine first; the program never opens a network connection.",
        )
    return InputSource(name=name or given.name, path=given, data=None, settings=settings)


def decode(line: bytes) -> str:
    """Give a line as text: UTF-8, else Latin-1, which older headers are written in."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _size_of(path: Path | None, name: str) -> int:
    assert path is not None
    try:
        if path.is_dir():
            raise InputFileError(
                problem=f"'{name}' is a folder, not a file.",
                meaning=_NOTHING_READ,
                remedy="Choose the file of variants inside it.",
            )
        if not path.exists():
            raise InputFileError(
                problem=f"'{path}' does not exist.",
                meaning=_NOTHING_READ,
                remedy="Check the folder and the spelling of the name.",
            )
        if not path.is_file():
            raise InputFileError(
                problem=f"'{name}' is a device or a pipe, not a file.",
                meaning=_NOTHING_READ,
                remedy="Save it as a file first, or hand it over on standard input by '-'.",
            )
        return path.stat().st_size
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: OSError | ValueError) -> InputFileError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputFileError(
        problem=f"'{name}' cannot be read: {reason}.",
        meaning=_NOTHING_READ,
        remedy="Ask for the right to read it, or copy it to a folder of your own.",
    )


def _compression_of(start: bytes) -> Compression:
    if not start.startswith(b"\x1f\x8b"):
        return Compression.NONE
    return Compression.BGZF if _bgzf_length(memoryview(start), 0) is not None else Compression.GZIP


def _bgzf_length(view: memoryview, at: int) -> int | None:
    """Give the whole length of the block that starts at `at`, None if none does (SAM specification, section 4.1)."""
    if bytes(view[at : at + 4]) != b"\x1f\x8b\x08\x04" or len(view) < at + 18:
        return None
    extra, first, second, field, size = struct.unpack_from("<HBBHH", view, at + 10)
    if extra != 6 or (first, second, field) != (66, 67, 2):
        return None
    return int(size) + 1
