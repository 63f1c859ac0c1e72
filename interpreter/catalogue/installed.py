"""Installed packs: one file each in the user's data folder, checked again whenever they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interpreter.catalogue.keys import catalogue_home, trusted_keys
from interpreter.catalogue.load import load_path, stack_layers
from interpreter.catalogue.pack import SUFFIX, Manifest, Pack, open_pack, version_key
from interpreter.errors import PackError
from interpreter.files import safe_name, save_bytes
from interpreter.model.evidence import Catalogue, Layer

_RANK = {layer.value: rank for rank, layer in enumerate(Layer)}


@dataclass(frozen=True, slots=True)
class Installed:
    path: Path
    pack: Pack


def installed_packs(home: Path | None = None) -> tuple[Path, ...]:
    """Give the packs to load beside the embedded catalogue: imported ones, then local ones, by name.

    Approved local curation (a folder) comes last: it is what the hospital itself decided.
    """
    folder = (home or catalogue_home()) / "packs"
    packs = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: (_RANK.get(path.name.split("-")[0], 9), path.name))
    local = (home or catalogue_home()) / "local"
    return (*packs, local) if (local / "release.toml").is_file() else tuple(packs)


def in_use_with(own: Catalogue) -> Catalogue:
    """Give what would be in use with `own` in the place of an installed release of the same name and layer."""
    replaced = own.releases[0].name, own.releases[0].layer
    layers = [load_path(path) for path in installed_packs()]
    kept = [layer for layer in layers if (layer.releases[0].name, layer.releases[0].layer) != replaced]
    return stack_layers(sorted((*kept, own), key=lambda layer: _RANK[layer.releases[0].layer.value]))


def read_installed(home: Path | None = None) -> tuple[Installed, ...]:
    """Open every installed pack.

    Raises:
        PackError: one is no longer sound, or its key is no longer trusted.
    """
    keys = trusted_keys(home)
    return tuple(Installed(path, open_pack(path, keys)) for path in installed_packs(home) if path.is_file())


def install_pack(path: Path, check: Callable[[Pack], None], home: Path | None = None) -> Manifest:
    """Check a pack and keep it; one of the same name and layer is replaced by a newer one only.

    Args:
        check: refuses tables that do not hold, alone or with the other layers, by raising.

    Raises:
        PackError: the pack is refused, older than the installed one, or of the same version with other content.
    """
    pack = check_pack(path, home)
    check(pack)
    target = _target(pack.manifest, home)
    target.parent.mkdir(parents=True, exist_ok=True)
    save_bytes(target, pack.content)
    return pack.manifest


def check_pack(path: Path, home: Path | None = None) -> Pack:
    """Open a pack that could be installed: sound, signed by a trusted key, not older than the installed one.

    Raises:
        PackError: it is refused.
    """
    pack = open_pack(path, trusted_keys(home))
    target = _target(pack.manifest, home)
    if target.is_file():
        _require_newer(path, pack, open_pack(target, trusted_keys(home)))
    return pack


def remove_pack(name: str, home: Path | None = None) -> str:
    """Take an installed pack away; give its file name. Its rows are no longer used.

    Raises:
        PackError: no installed pack, or more than one, has that name.
    """
    folder = (home or catalogue_home()) / "packs"
    wanted = safe_name(name.removesuffix(SUFFIX), "pack").casefold()
    found = [
        path
        for path in folder.glob(f"*{SUFFIX}")
        if wanted in {path.stem.casefold(), path.stem.partition("-")[2].casefold()}
    ]
    if len(found) != 1:
        raise PackError(
            problem=f"{len(found) or 'No'} installed packs are named '{name}'.",
            meaning="The installed packs are unchanged.",
            remedy="Give the name as 'interpreter catalogue list' prints it.",
        )
    found[0].unlink()
    return found[0].name


def _target(manifest: Manifest, home: Path | None) -> Path:
    """Give where a pack is kept."""
    return (home or catalogue_home()) / "packs" / f"{manifest.layer.value}-{safe_name(manifest.name, 'pack')}{SUFFIX}"


def _require_newer(path: Path, new: Pack, old: Pack) -> None:
    one, other = new.manifest, old.manifest
    if one.version == other.version and new.tables != old.tables:
        reason = f"version {one.version} is installed already, with other content"
    elif version_key(one.version) < version_key(other.version) or one.date < other.date:
        reason = f"it is version {one.version} of {one.date}, and {other.version} of {other.date} is installed"
    else:
        return
    raise PackError(
        problem=f"The catalogue pack '{path.name}' is refused: {reason}.",
        meaning="The installed pack stays in use: an older one could bring back what was withdrawn.",
        remedy="Ask for a newer pack; to go back on purpose, remove the installed one first.",
    )
