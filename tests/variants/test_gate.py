"""The gate: local, whole, within limits (S25)."""

from __future__ import annotations

import gzip
import os
from dataclasses import replace
from pathlib import Path

import pytest

from interpreter.errors import HostileFileError, InputFileError
from interpreter.settings import Settings
from interpreter.variants.gate import Compression, open_source
from tests.variants.vcf_files import bgzip

TEXT = b"##fileformat=VCFv4.2\nline\n"


def content(data: bytes, settings: Settings | None = None) -> bytes:
    return b"".join(open_source(data, settings or Settings()).chunks())


@pytest.mark.parametrize(
    ("data", "kind"),
    [(TEXT, Compression.NONE), (gzip.compress(TEXT), Compression.GZIP), (bgzip(TEXT), Compression.BGZF)],
)
def test_content_is_the_same_in_every_dress(data: bytes, kind: Compression) -> None:
    source = open_source(data, Settings())
    assert source.compression is kind
    assert source.head == TEXT
    assert b"".join(source.chunks()) == TEXT
    assert list(source.lines()) == ["##fileformat=VCFv4.2", "line"]


def test_many_blocks_and_gzip_members_are_read_on() -> None:
    long = os.urandom(3_000_000).replace(b"\0", b"x").replace(b"\x1f", b"y")
    assert content(bgzip(long)) == long
    assert content(gzip.compress(long) + gzip.compress(b"more") + b"\0" * 512) == long + b"more"


def test_byte_order_mark_is_no_content() -> None:
    assert content(b"\xef\xbb\xbf" + TEXT) == TEXT


def test_checksum_is_of_the_stored_bytes() -> None:
    assert open_source(b"abc", Settings()).sha256.startswith("ba7816bf8f01cfea")


@pytest.mark.parametrize("packed", [gzip.compress(TEXT * 5000), bgzip(TEXT * 5000)])
def test_s25_cut_compression_ends_in_a_fault_wherever_it_is_cut(packed: bytes) -> None:
    for cut in (19, len(packed) // 3, len(packed) // 2, len(packed) - 29, len(packed) - 1):
        with pytest.raises(InputFileError, match=r"cut off|damaged"):
            content(packed[:cut])


def test_s25_bgzip_without_its_last_block_is_cut_off() -> None:
    with pytest.raises(InputFileError, match="cut off"):
        content(bgzip(TEXT, eof=False))


@pytest.mark.parametrize("pack", [gzip.compress, bgzip])
def test_s25_damaged_compression(pack) -> None:  # type: ignore[no-untyped-def]
    packed = bytearray(pack(os.urandom(40_000).replace(b"\0", b"x")))
    packed[20_000] ^= 0xFF
    with pytest.raises(InputFileError, match="damaged"):
        content(bytes(packed))


def test_s25_rubbish_after_gzip_is_damage() -> None:
    with pytest.raises(InputFileError, match="damaged"):
        content(gzip.compress(TEXT) + b"rubbish")


@pytest.mark.parametrize("pack", [gzip.compress, bgzip])
def test_s25_bomb_is_refused_by_its_ratio(pack) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(HostileFileError, match="unpacks to more than"):
        for _ in open_source(pack(b"A" * 80_000_000), Settings()).chunks():
            pass


@pytest.mark.parametrize("pack", [gzip.compress, bgzip])
def test_s25_pieces_stay_small_however_tight_the_compression(pack) -> None:  # type: ignore[no-untyped-def]
    assert max(map(len, open_source(pack(b"A" * 30_000_000), Settings()).chunks())) < 3_000_000


def test_s25_nul_bytes() -> None:
    with pytest.raises(HostileFileError, match="NUL"):
        content(TEXT + b"a\0b")


def test_s25_endless_line() -> None:
    settings = replace(Settings(), max_line_bytes=1000)
    with pytest.raises(HostileFileError, match="line longer"):
        list(open_source(b"x" * 5000, settings).lines())


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"PK\x03\x04....", "zip"), (b"%PDF-1.7", "PDF"), (b"\xff\xfe#\0", "UTF-16"), (b"BZh9....", "bzip2")],
)
def test_other_kinds_are_refused_by_name(data: bytes, what: str) -> None:
    with pytest.raises(InputFileError, match=what):
        open_source(data, Settings())


def test_empty_input() -> None:
    with pytest.raises(InputFileError, match="is empty"):
        open_source(b"", Settings())
    with pytest.raises(InputFileError, match="holds nothing"):
        open_source(gzip.compress(b""), Settings())


@pytest.mark.skipif(os.name == "nt", reason="no devices as files")
def test_folder_missing_file_device_and_address(tmp_path: Path) -> None:
    cases = {
        tmp_path: "folder",
        tmp_path / "none.vcf": "does not exist",
        Path("/dev/zero"): "device",
        Path("https://example.org/a.vcf"): "address",
        Path("s3://bucket/a.vcf"): "address",
    }
    for path, words in cases.items():
        with pytest.raises(InputFileError, match=words):
            open_source(path, Settings())


@pytest.mark.skipif(os.name == "nt", reason="no pipes as files")
def test_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputFileError, match="pipe"):
        open_source(tmp_path / "pipe", Settings())


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.vcf"
    path.write_bytes(TEXT)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputFileError, match="cannot be read: Permission denied"):
        open_source(path, Settings())
