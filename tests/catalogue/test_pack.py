"""Packs: equal bytes, and every way of not trusting one; none of it needs a network."""

from __future__ import annotations

import contextlib
import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from interpreter.catalogue.installed import install_pack, installed_packs, read_installed, remove_pack
from interpreter.catalogue.keys import (
    SigningKey,
    distrust_key,
    load_signing_key,
    new_key,
    read_public_key,
    trust_key,
    trusted_keys,
)
from interpreter.catalogue.load import load_catalogue
from interpreter.catalogue.pack import Pack, build_pack, open_pack, version_key
from interpreter.catalogue.tables import read_folder
from interpreter.errors import CatalogueError, PackError
from interpreter.model.evidence import Layer
from tests.catalogue.small import EVIDENCE, RELEASE, Write

Members = dict[str, bytes]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    monkeypatch.setattr("interpreter.catalogue.keys.catalogue_home", lambda: place)
    monkeypatch.setattr("interpreter.catalogue.installed.catalogue_home", lambda: place)
    return place


@pytest.fixture
def key(tmp_path: Path, home: Path) -> SigningKey:
    new_key(tmp_path / "lab.key", "Laboratory")
    trust_key(tmp_path / "lab.key.pub", home)
    return load_signing_key(tmp_path / "lab.key")


@pytest.fixture
def make(write: Write, key: SigningKey, tmp_path: Path) -> Callable[..., Path]:
    """Build a pack of the small catalogue; `release` replaces its header, rows of tables can be replaced."""

    def built(name: str = "small.pack", **tables: object) -> Path:
        folder = write(f"{name}-tables", **tables)
        path = tmp_path / name
        path.write_bytes(build_pack(read_folder(folder), key))
        return path

    return built


def accept(_pack: Pack) -> None:
    """Every table holds."""


def members(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path: Path, content: Members) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    path.write_bytes(target.getvalue())


def test_equal_tables_give_equal_bytes(write: Write, key: SigningKey) -> None:
    tables = read_folder(write("a"))
    assert build_pack(tables, key) == build_pack(dict(reversed(tables.items())), key)


def test_a_sound_pack_says_what_it_is(make: Callable[..., Path]) -> None:
    pack = open_pack(make())
    assert (pack.manifest.name, pack.manifest.version, pack.manifest.layer) == ("Small", "1.0", Layer.LOCAL)
    assert pack.manifest.rows["evidence/all.tsv"] == 1
    assert pack.signer.name == "Laboratory"


def test_a_pack_file_loads_as_a_layer(make: Callable[..., Path]) -> None:
    rows = {item.id: item for item in load_catalogue((make(),)).evidence}
    assert rows["EV-ONE"].layer is Layer.LOCAL


def changed_table(content: Members) -> None:
    content["tables/evidence/all.tsv"] = content["tables/evidence/all.tsv"].replace(b"Works.", b"Cures.")


def changed_manifest(content: Members) -> None:
    content["manifest.json"] = content["manifest.json"].replace(b'"1.0"', b'"9.0"')


def dropped_table(content: Members) -> None:
    del content["tables/genes.tsv"]


def added_table(content: Members) -> None:
    content["tables/evidence/more.tsv"] = b"id\n"


def climbing_name(content: Members) -> None:
    content["tables/../../escape.tsv"] = b"id\n"


def no_signature(content: Members) -> None:
    del content["manifest.sig"]


def wrong_signature(content: Members) -> None:
    content["manifest.sig"] = b"00" * 64


def words_for_signature(content: Members) -> None:
    content["manifest.sig"] = b"signed, honestly"


def no_manifest(content: Members) -> None:
    del content["manifest.json"]


def broken_manifest(content: Members) -> None:
    content["manifest.json"] = b'{"format": "interpreter-pack/1"}'


def other_format(content: Members) -> None:
    manifest = json.loads(content["manifest.json"])
    content["manifest.json"] = json.dumps({**manifest, "format": "interpreter-pack/9"}).encode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (changed_table, "was changed after it was signed"),
        (changed_manifest, "signature does not hold"),
        (dropped_table, "not those of its manifest"),
        (added_table, "not those of its manifest"),
        (climbing_name, "not those of its manifest"),
        (no_signature, "not signed"),
        (wrong_signature, "signature does not hold"),
        (words_for_signature, "signature does not hold"),
        (no_manifest, "no manifest"),
        (broken_manifest, "manifest cannot be read"),
        (other_format, "reads interpreter-pack/1"),
    ],
)
def test_a_pack_that_was_tampered_with_is_refused(
    make: Callable[..., Path], tmp_path: Path, change: Callable[[Members], None], told: str
) -> None:
    path = make()
    content = members(path)
    change(content)
    rewrite(path, content)
    with pytest.raises(PackError, match=told):
        open_pack(path)
    assert not (tmp_path.parent / "escape.tsv").exists()


def test_a_truncated_pack_is_refused_wherever_it_is_cut(make: Callable[..., Path]) -> None:
    path = make()
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(PackError):
            open_pack(path)


def test_a_flipped_bit_is_refused_or_outside_of_what_is_used(make: Callable[..., Path]) -> None:
    path = make()
    whole, tables = path.read_bytes(), open_pack(path).tables
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x81]) + whole[place + 1 :])
        with contextlib.suppress(PackError):
            assert open_pack(path).tables == tables


def test_s25_a_bomb_in_a_pack_ends_in_a_refusal(make: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interpreter.catalogue.pack._LARGEST_FILE", 100_000)
    path = make()
    content = members(path)
    content["manifest.json"] = b" " * 200_000
    rewrite(path, content)
    with pytest.raises(PackError, match="larger than"):
        open_pack(path)


def test_an_unknown_and_a_distrusted_key_are_refused(make: Callable[..., Path], home: Path) -> None:
    path = make()
    with pytest.raises(PackError, match="not trusted here"):
        open_pack(path, ())
    (public,) = trusted_keys(home)
    distrust_key(public.fingerprint[:8], home)
    with pytest.raises(PackError, match="not trusted here"):
        open_pack(path)


def test_a_pack_cannot_be_built_of_odd_names_or_without_a_header(write: Write, key: SigningKey) -> None:
    tables = read_folder(write("a"))
    with pytest.raises(PackError, match="may not be named"):
        build_pack({**tables, "../x.tsv": b""}, key)
    with pytest.raises(PackError, match=r"release\.toml"):
        build_pack({name: data for name, data in tables.items() if name != "release.toml"}, key)
    with pytest.raises(PackError, match="lacks version"):
        build_pack({**tables, "release.toml": RELEASE.replace('version = "1.0"\n', "").encode()}, key)


def test_install_list_replace_and_remove(make: Callable[..., Path], home: Path) -> None:
    assert installed_packs(home) == ()
    install_pack(make("one.pack"), accept, home)
    install_pack(make("one.pack"), accept, home)
    newer = make("two.pack", release=RELEASE.replace("1.0", "1.10").replace("2025-01-01", "2025-02-01"))
    install_pack(newer, accept, home)
    (installed,) = read_installed(home)
    assert installed.pack.manifest.version == "1.10"
    assert remove_pack("Small", home) == installed.path.name
    assert installed_packs(home) == ()
    with pytest.raises(PackError, match="No installed packs"):
        remove_pack("Small", home)


def test_an_older_pack_and_another_one_of_the_same_version_are_refused(make: Callable[..., Path], home: Path) -> None:
    install_pack(make("new.pack", release=RELEASE.replace("1.0", "1.10")), accept, home)
    with pytest.raises(PackError, match=r"version 1\.9 .* is installed"):
        install_pack(make("old.pack", release=RELEASE.replace("1.0", "1.9")), accept, home)
    other = make("other.pack", release=RELEASE.replace("1.0", "1.10"), evidence=[{**EVIDENCE, "statement": "Else."}])
    with pytest.raises(PackError, match="with other content"):
        install_pack(other, accept, home)
    (installed,) = read_installed(home)
    assert b"Works." in installed.pack.tables["evidence/all.tsv"]


def test_a_pack_whose_tables_do_not_hold_is_not_installed(make: Callable[..., Path], home: Path) -> None:
    def refuse(_pack: Pack) -> None:
        raise CatalogueError(problem="p", meaning="m", remedy="r")

    with pytest.raises(CatalogueError):
        install_pack(make(), refuse, home)
    assert installed_packs(home) == ()


def test_an_installed_pack_is_checked_again_when_it_is_read(make: Callable[..., Path], home: Path) -> None:
    install_pack(make(), accept, home)
    (path,) = installed_packs(home)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(PackError, match="truncated"):
        load_catalogue((path,))


def test_a_newer_release_of_the_embedded_catalogue_takes_its_place(make: Callable[..., Path]) -> None:
    header = RELEASE.replace('layer = "local"', 'layer = "embedded"')
    newer = load_catalogue((make("new.pack", release=header.replace("2025-01-01", "2999-01-01")),))
    assert {item.id for item in newer.evidence} == {"EV-ONE"}
    older = load_catalogue((make("old.pack", release=header.replace("2025-01-01", "2001-01-01")),))
    assert older.releases == load_catalogue().releases


@pytest.mark.parametrize(
    ("older", "newer"),
    [("1.9", "1.10"), ("2025-12-31", "2026-01-01"), ("1.0", "1.0.1"), ("1.0-beta", "1.0.1")],
)
def test_versions_are_ordered_by_their_numbers(older: str, newer: str) -> None:
    assert version_key(older) < version_key(newer)


def test_a_private_key_is_its_owners_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "own.key"
    public = new_key(path, "Own\nname", "a passphrase")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"ENCRYPTED" in path.read_bytes()
    assert read_public_key(tmp_path / "own.key.pub") == public
    assert load_signing_key(path, "a passphrase").public.raw == public.raw
    with pytest.raises(PackError, match="passphrase"):
        load_signing_key(path, "another")
    with pytest.raises(PackError, match="passphrase"):
        load_signing_key(path)
    with pytest.raises(PackError, match="there already"):
        new_key(path, "Own")
    assert "SigningKey(...)" in repr(load_signing_key(path, "a passphrase"))


def test_a_file_that_is_no_public_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.pub"
    for text in ("", "hello", "interpreter-key/1 ???? x", "interpreter-key/1 AAAA x"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(PackError, match="not a public key"):
            read_public_key(path)
