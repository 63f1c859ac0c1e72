"""Backup and restore. A backup counts only after it was opened and its audit chain checked; so does a restore."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from interpreter.errors import StoreError
from interpreter.files import save_text, sync_folder
from interpreter.store import place
from interpreter.store.opening import FILE_NAME, open_store
from interpreter.store.session import Clock, erased_file_of, key_file_of, utc_now
from interpreter.store.store import Store

FORMAT = "interpreter-backup/1"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupInfo:
    """What a backup holds. `anchor` is the head of the audit chain when it was made."""

    folder: Path
    made_at: str
    anchor: str
    rows: int


def make_backup(store: Store, folder: Path, passphrase: str, *, clock: Clock = utc_now) -> BackupInfo:
    """Copy an open store into a new `folder` (database, key file, manifest) and check the copy as a restore would.

    The folder appears whole or not at all, and may lie on a share or a stick. `passphrase` is that of the user.

    Raises:
        StoreError: the folder is there already, cannot be written, or the copy does not check out.
    """
    if folder.exists():
        raise _fault(f"'{folder}' is there already.", "Choose a new folder name for each backup.")
    try:
        working = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    except OSError as error:
        raise _fault(f"'{folder}' cannot be made: {error.strerror or error}.", "Choose another folder.") from error
    try:
        store.copy_to(working / FILE_NAME)
        shutil.copyfile(key_file_of(store.path), key_file_of(working / FILE_NAME))
        report = _check_copy(working, passphrase, store.user.name)
        info = BackupInfo(folder=folder, made_at=clock(), anchor=report[0], rows=report[1])
        names = (FILE_NAME, key_file_of(working / FILE_NAME).name)
        manifest = {
            "format": FORMAT,
            "made_at": info.made_at,
            "anchor": info.anchor,
            "rows": info.rows,
            "files": {name: _sha256(working / name) for name in names},
        }
        for name in names:
            _sync(working / name)
        save_text(working / _MANIFEST, json.dumps(manifest, indent=1) + "\n")
        working.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise _fault(
            f"The backup could not be written: {error.strerror or error}.", "Free space and try again."
        ) from error
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return info


def check_backup(folder: Path) -> BackupInfo:
    """Check a backup's files against its manifest; needs no passphrase.

    Raises:
        StoreError: a file is missing or changed.
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise ValueError("format")
        files = {Path(str(name)).name: str(sha256) for name, sha256 in manifest["files"].items()}
        info = BackupInfo(
            folder=folder, made_at=str(manifest["made_at"]), anchor=str(manifest["anchor"]), rows=int(manifest["rows"])
        )
        wrong = [name for name, sha256 in files.items() if _sha256(folder / name) != sha256]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _fault(f"'{folder}' is not a whole backup.", "Take another backup.") from error
    if wrong or FILE_NAME not in files:
        raise _fault(f"The backup '{folder}' is damaged: {', '.join(wrong) or FILE_NAME}.", "Take another backup.")
    return info


def restore_backup(
    folder: Path, path: Path, passphrase: str, *, user: str = "", replace: bool = False, clock: Clock = utc_now
) -> Store:
    """Put a backup in the place of a store and give it, open.

    A store that is there is moved aside, with its date, only if `replace` is set. Cases that were erased after the
    backup was made are erased again.

    Raises:
        StoreError: the backup is damaged, the passphrase wrong, the place a network share or taken.
    """
    info = check_backup(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    place.refuse_network_place(path.parent)
    if path.exists() and not replace:
        raise _fault(f"There is a store at '{path}' already.", "Say that it is to be replaced; it is kept aside then.")
    working = Path(tempfile.mkdtemp(prefix=".restore.", suffix=".part", dir=path.parent))
    try:
        fresh = working / FILE_NAME
        shutil.copyfile(folder / FILE_NAME, fresh)
        shutil.copyfile(key_file_of(folder / FILE_NAME), key_file_of(fresh))
        with open_store(fresh, passphrase, user=user, clock=clock) as copy:
            copy.require_administrator()
            _refuse_faulty(copy, (info.anchor,))
            erased = erased_file_of(path)
            if erased.is_file():
                copy.erase_again(tuple(erased.read_text(encoding="ascii").split()))
        for name in (fresh, key_file_of(fresh)):
            _sync(name)
        if path.exists():
            _move_aside(path, clock())
        # The key file first: a database without its key file would look lost, the other way round it is only absent.
        key_file_of(fresh).replace(key_file_of(path))
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _fault(
            f"The backup could not be restored: {error.strerror or error}.", "Free space, try again."
        ) from error
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return open_store(path, passphrase, user=user, clock=clock)


def _check_copy(folder: Path, passphrase: str, user: str) -> tuple[str, int]:
    with open_store(folder / FILE_NAME, passphrase, user=user) as copy:
        return _refuse_faulty(copy, ())


def _refuse_faulty(copy: Store, anchors: tuple[str, ...]) -> tuple[str, int]:
    chain = copy.verify_chain(anchors)
    faults = (*copy.page_faults(), *chain.faults)
    if faults:
        raise StoreError(
            problem="The copy of the store does not check out.",
            meaning="It is not used as a backup; the store itself was not changed.",
            remedy="Check the store with 'interpreter cases verify', and take the last backup that was whole.",
            details=faults[:50],
        )
    return chain.head, chain.rows


def _move_aside(path: Path, now: str) -> None:
    """Keep the old store beside the new one, with its journal if it has one."""
    mark = f".before-{now.replace(':', '')}"
    for suffix in ("", "-wal", "-shm", ".keys"):
        old = path.with_name(path.name + suffix)
        if old.exists():
            old.replace(path.with_name(path.name + mark + suffix))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _fault(problem: str, remedy: str) -> StoreError:
    return StoreError(problem=problem, meaning="No store and no backup was changed.", remedy=remedy)
