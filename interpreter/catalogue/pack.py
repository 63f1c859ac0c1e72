"""A pack: one signed file that holds the tables of a layer. It is checked whole and read in memory, never unpacked.

A zip of `manifest.json` (name, layer, version, date, cut-offs, licence, row counts, sha256 and size of every table),
`manifest.sig` (ed25519 over the manifest's bytes) and `tables/...`. Equal tables and manifest give equal bytes but for
the signature's key. Nothing in it is believed before the signature of a trusted key holds.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import tomllib
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interpreter.catalogue.keys import PublicKey, SigningKey, trusted_keys
from interpreter.catalogue.tables import RELEASE
from interpreter.errors import PackError
from interpreter.model.evidence import Layer

FORMAT = "interpreter-pack/1"
SUFFIX = ".pack"
_MANIFEST = "manifest.json"
_SIGNATURE = "manifest.sig"
_FOLDER = "tables/"
_TABLE_NAME = re.compile(r"release\.toml|(?:[a-z0-9_]+/)?[a-z0-9_]+\.tsv")
_MOST_FILES = 500
_LARGEST_FILE = 64_000_000
_LARGEST_PACK = 256_000_000
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
"""What the zip reader raises over damaged bytes."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The zip format's own first day: no clock in the bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a pack says of itself."""

    name: str
    layer: Layer
    version: str
    date: str
    licence: str
    cut_off: Mapping[str, str]
    max_age_months: int
    rows: Mapping[str, int]
    """Rows of each table file."""
    files: Mapping[str, tuple[str, int]]
    """Table file -> (sha256, bytes)."""
    signed_by: str
    """Fingerprint of the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack whose signature, hashes and row counts hold."""

    manifest: Manifest
    tables: Mapping[str, bytes]
    signer: PublicKey
    sha256: str
    """Of the pack file."""
    content: bytes


def build_pack(tables: Mapping[str, bytes], key: SigningKey) -> bytes:
    """Make the bytes of a pack.

    Raises:
        PackError: a table has a name that a pack may not hold, or the release header lacks something.
    """
    header = _header(tables)
    wrong = sorted(name for name in tables if _TABLE_NAME.fullmatch(name) is None)
    if wrong:
        raise _fault("cannot be built", f"tables may not be named {', '.join(wrong)}", "Rename the tables.")
    manifest = {
        "format": FORMAT,
        "name": header["name"],
        "layer": header.get("layer", Layer.LOCAL.value),
        "version": header["version"],
        "date": header["date"],
        "licence": header["licence"],
        "cut_off": {agency: str(day) for agency, day in sorted(header.get("cut_off", {}).items())},
        "max_age_months": header.get("max_age_months", 12),
        "rows": {name: _row_count(content) for name, content in sorted(tables.items()) if name.endswith(".tsv")},
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(tables.items())
        },
        "signed_by": key.public.fingerprint,
    }
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False).encode("utf-8")
    members = [(_MANIFEST, text), (_SIGNATURE, key.sign(text).hex().encode("ascii"))]
    members += [(_FOLDER + name, content) for name, content in sorted(tables.items())]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every machine
            archive.writestr(entry, content)
    return target.getvalue()


def open_pack(path: Path, trusted: Iterable[PublicKey] | None = None) -> Pack:
    """Check a pack and give its tables.

    Args:
        trusted: the keys to believe; None: those of the data folder.

    Raises:
        PackError: truncated, tampered with, unsigned, signed by an unknown key, or of an unknown format.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _LARGEST_PACK else b""
    except OSError as error:
        remedy = "Check the spelling of its name, and whether you may read it."
        raise _fault(f"'{path.name}' cannot be read", error.strerror or str(error), remedy) from error
    if size > _LARGEST_PACK:
        raise _refused(path, f"it is larger than {_LARGEST_PACK // 1_000_000} MB")
    keys = {key.fingerprint: key for key in (trusted_keys() if trusted is None else trusted)}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _checked(path, archive, content, keys)
    except _DAMAGED as error:
        raise _refused(path, "it is truncated or damaged, or no pack at all") from error


def pack_tables(path: Path) -> Mapping[str, bytes]:
    """Give the tables of a pack signed by a trusted key; see `open_pack`."""
    return open_pack(path).tables


def version_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Order versions: "1.10" after "1.9", "2026-05-26" by its numbers, words before numbers.

    >>> version_key("1.10") > version_key("1.9")
    True
    """
    parts = re.findall(r"\d+|[^\W\d_]+", text)
    return tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts)


def _checked(path: Path, archive: zipfile.ZipFile, content: bytes, keys: Mapping[str, PublicKey]) -> Pack:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > _MOST_FILES or len(set(names)) != len(names):
        raise _refused(path, "it holds too many files, or one name twice")
    if any(entry.compress_type not in {zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED} for entry in entries):
        raise _refused(path, "it is compressed in a way that packs are not")
    if sum(entry.file_size for entry in entries) > _LARGEST_PACK:
        raise _refused(path, "its tables are larger than a catalogue can be")
    if _MANIFEST not in names:
        raise _refused(path, "it has no manifest, so it is no pack of this program")
    if _SIGNATURE not in names:
        raise _refused(path, "it is not signed")
    text = _member(path, archive, _MANIFEST)
    manifest = _manifest(path, text)
    signer = keys.get(manifest.signed_by)
    if signer is None:
        raise _refused(path, f"it is signed by a key that is not trusted here ({manifest.signed_by})", unknown=True)
    try:
        signature = bytes.fromhex(_member(path, archive, _SIGNATURE).decode("ascii"))
    except ValueError:
        signature = b""
    if not signer.signed(signature, text):
        raise _refused(path, "its signature does not hold: the manifest was changed after it was signed")
    expected = {_FOLDER + name for name in manifest.files} | {_MANIFEST, _SIGNATURE}
    if set(names) != expected:
        odd = sorted(set(names) ^ expected)
        raise _refused(path, f"its files are not those of its manifest: {', '.join(odd[:5])}")
    tables = {name: _member(path, archive, _FOLDER + name) for name in manifest.files}
    for name, table in tables.items():
        if (hashlib.sha256(table).hexdigest(), len(table)) != manifest.files[name]:
            raise _refused(path, f"table {name} was changed after it was signed")
        if name.endswith(".tsv") and manifest.rows.get(name) != _row_count(table):
            raise _refused(path, f"table {name} has another number of rows than the manifest says")
    return Pack(
        manifest=manifest,
        tables=tables,
        signer=signer,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _member(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        content = file.read(_LARGEST_FILE + 1)
    if len(content) > _LARGEST_FILE:
        raise _refused(path, f"{name} is larger than {_LARGEST_FILE // 1_000_000} MB")
    return content


def _manifest(path: Path, text: bytes) -> Manifest:
    try:
        values: dict[str, Any] = json.loads(text)
        if values["format"] != FORMAT:
            raise _refused(path, f"its format is '{values['format']}', and this program reads {FORMAT}")
        files = {str(name): (str(mark["sha256"]), int(mark["bytes"])) for name, mark in values["files"].items()}
        manifest = Manifest(
            name=str(values["name"]),
            layer=Layer(values["layer"]),
            version=str(values["version"]),
            date=str(values["date"]),
            licence=str(values["licence"]),
            cut_off={str(agency): str(day) for agency, day in values["cut_off"].items()},
            max_age_months=int(values["max_age_months"]),
            rows={str(name): int(count) for name, count in values["rows"].items()},
            files=files,
            signed_by=str(values["signed_by"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refused(path, "its manifest cannot be read") from error
    if any(_TABLE_NAME.fullmatch(name) is None for name in files) or RELEASE not in files:
        raise _refused(path, "its manifest names files that a pack may not hold, or lacks the release header")
    return manifest


def _header(tables: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        header = tomllib.loads(tables[RELEASE].decode("utf-8"))
    except (KeyError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _fault("cannot be built", f"{RELEASE} is missing or cannot be read", f"Write {RELEASE}.") from error
    missing = [name for name in ("name", "version", "date", "licence") if not str(header.get(name, ""))]
    if missing:
        raise _fault("cannot be built", f"{RELEASE} lacks {', '.join(missing)}", f"Complete {RELEASE}.")
    return header


def _row_count(table: bytes) -> int:
    return max(0, len([line for line in table.split(b"\n") if line.strip()]) - 1)


def _fault(what: str, reason: str, remedy: str) -> PackError:
    return PackError(
        problem=f"The catalogue pack {what}: {reason}.", meaning="Nothing of it was used or installed.", remedy=remedy
    )


def _refused(path: Path, reason: str, *, unknown: bool = False) -> PackError:
    remedy = "Ask whoever made the pack for it again, on a medium you trust."
    if unknown:
        remedy = "If you know the signer, get the public key by another way and run: interpreter catalogue keys trust"
    return _fault(f"'{path.name}' is refused", reason, remedy)
