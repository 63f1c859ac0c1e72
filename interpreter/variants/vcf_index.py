"""Tabix and CSI indices: is one sound, and how many records does its file hold (RULES R5)?

A stale index yields nothing without a word, so one is used only if it is newer than its file and its last chunk ends
at the file's last block. Formats: tabix.pdf and CSIv1.pdf of the SAM/BAM specifications.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

_EOF_BLOCK = 28
_MAX_INDEX = 64_000_000
_TBI_META_BIN = 37450


@dataclass(frozen=True, slots=True)
class Index:
    """A sound index: its path, the contigs it lists (in its order), and all records of the file."""

    path: Path
    contigs: tuple[str, ...]
    records: int


def sound_index(path: Path) -> Index | None:
    """Give the index beside a bgzip file, None when there is none that can be trusted."""
    for ending in (".tbi", ".csi"):
        candidate = path.with_name(path.name + ending)
        try:
            if candidate.is_file() and candidate.stat().st_mtime_ns >= path.stat().st_mtime_ns:
                found = _read(candidate)
                if found is not None and _ends_at_last_block(path, found[1]):
                    return found[0]
        except (OSError, zlib.error, struct.error, UnicodeDecodeError, IndexError, ValueError):
            continue
    return None


def _read(path: Path) -> tuple[Index, int] | None:
    """Give the index and the virtual offset at which its last chunk ends; None when it holds no record counts."""
    data = _decompress(path)
    if data[:4] == b"TBI\x01":
        (contigs,) = struct.unpack_from("<i", data, 4)
        (names_size,) = struct.unpack_from("<i", data, 32)
        names, at, meta_bin, loffset = data[36 : 36 + names_size], 36 + names_size, _TBI_META_BIN, 0
    elif data[:4] == b"CSI\x01":
        _, depth, aux = struct.unpack_from("<3i", data, 4)
        (names_size,) = struct.unpack_from("<i", data, 16 + 24)
        names = data[16 + 28 : 16 + 28 + names_size]
        (contigs,) = struct.unpack_from("<i", data, 16 + aux)
        at, loffset = 20 + aux, 8
        meta_bin = ((1 << 3 * (depth + 1)) - 1) // 7 + 1
    else:
        return None
    records = last = 0
    counted = True
    for _ in range(contigs):
        (bins,) = struct.unpack_from("<i", data, at)
        at += 4
        has_meta = bins == 0
        for _ in range(bins):
            (number,) = struct.unpack_from("<I", data, at)
            (chunks,) = struct.unpack_from("<i", data, at + 4 + loffset)
            at += 8 + loffset
            if number == meta_bin:
                has_meta = True
                records += sum(struct.unpack_from("<2Q", data, at + 16))
            elif chunks > 0:  # the chunks of a bin stand in the order of the file
                (end,) = struct.unpack_from("<Q", data, at + 16 * chunks - 8)
                last = max(last, end)
            at += 16 * chunks
        counted = counted and has_meta
        if not loffset:
            (intervals,) = struct.unpack_from("<i", data, at)
            at += 4 + 8 * intervals
    listed = tuple(name.decode() for name in names.split(b"\0")[:-1])
    return (Index(path, listed, records), last) if counted and records else None


def _decompress(path: Path) -> bytes:
    data = path.read_bytes()
    if not data.startswith(b"\x1f\x8b"):
        return data
    parts: list[bytes] = []
    size = 0
    while data:
        decompressor = zlib.decompressobj(31)
        parts.append(decompressor.decompress(data, _MAX_INDEX))
        size += len(parts[-1])
        if not decompressor.eof or size > _MAX_INDEX:
            raise ValueError("not an index")
        data = decompressor.unused_data
    return b"".join(parts)


def _ends_at_last_block(path: Path, offset: int) -> bool:
    """Tell whether a virtual offset is the end of the last record of a bgzip file."""
    block, within = offset >> 16, offset & 0xFFFF
    end = path.stat().st_size - _EOF_BLOCK
    if within == 0:
        return block == end
    with path.open("rb") as file:
        file.seek(block)
        data = file.read(65536 + 18)
    decompressor = zlib.decompressobj(31)
    content = decompressor.decompress(data, 1 << 17)
    size = len(data) - len(decompressor.unused_data)
    return decompressor.eof and len(content) == within and block + size == end
