"""Makes and opens a store: the place is checked, the passphrase unlocks the key, the tables are brought up to date."""

from __future__ import annotations

import secrets
from pathlib import Path

from interpreter.errors import StoreError
from interpreter.store import keys, place
from interpreter.store.database import Database
from interpreter.store.session import Clock, Session, key_file_of, utc_now
from interpreter.store.store import Store
from interpreter.store.values import Role

FILE_NAME = "cases.db"


def create_store(
    path: Path,
    passphrase: str,
    *,
    user: str,
    roles: frozenset[Role] = frozenset(Role),
    cost: keys.KeyCost | None = None,
    clock: Clock = utc_now,
) -> tuple[Store, str]:
    """Make an empty store with its first user; give it, open, and the recovery code to print and lock away.

    Raises:
        StoreError: the place is a network share or taken, or the passphrase too short.
    """
    _make_folder(path.parent)
    place.refuse_network_place(path.parent)
    _claim(path)
    store_key, store_id, code = keys.new_key(), secrets.token_hex(8), keys.new_recovery_code()
    cost = cost or keys.KeyCost()
    try:
        slots = (
            keys.make_slot(store_id, user, passphrase, store_key, cost),
            keys.make_slot(store_id, keys.RECOVERY, code, store_key, cost),
        )
        keys.write_key_file(key_file_of(path), keys.KeyFile(store_id=store_id, slots=slots))
        database = Database(path, store_key)
    except BaseException:
        key_file_of(path).unlink(missing_ok=True)
        raise
    try:
        path.chmod(0o600)
        store = Store(Session(database, store_key, user, clock))
        store.users.enter_first(roles)
    except BaseException:
        database.close()
        raise
    return store, code


def open_store(
    path: Path, passphrase: str, *, user: str = "", clock: Clock = utc_now, busy_seconds: float = 5.0
) -> Store:
    """Open a store. `user` may be left out while it has one; `keys.RECOVERY` opens it with the recovery code.

    Raises:
        StoreError: not there, on a network share, wrong passphrase, newer, damaged or locked.
    """
    if not path.is_file():
        raise StoreError(
            problem=f"There is no store at '{path}'.",
            meaning="No case was read or saved.",
            remedy="Make one first, or name the folder where it lies.",
        )
    place.refuse_network_place(path.parent)
    store_key, name = keys.unlock(keys.read_key_file(key_file_of(path)), passphrase, user)
    database = Database(path, store_key, busy_seconds=busy_seconds)
    session = Session(database, store_key, name, clock)
    if not session.user().active:
        database.close()
        raise StoreError(
            problem=f"The user '{name}' may no longer open this store.",
            meaning="The store stays closed.",
            remedy="Ask an administrator of the store.",
        )
    return Store(session)


def _claim(path: Path) -> None:
    """Make the empty key file, which only one process can do: two that make a store at once must not share a place."""
    try:
        if not path.exists():
            with key_file_of(path).open("x", encoding="ascii"):
                return
    except FileExistsError:
        pass
    except OSError as error:
        raise _no_folder(path.parent, error) from error
    raise StoreError(
        problem=f"There is a store in '{path.parent}' already.",
        meaning="It was left as it is.",
        remedy="Open it, or choose another folder for a new one.",
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _no_folder(folder, error) from error


def _no_folder(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        problem=f"The folder '{folder}' cannot be written: {error.strerror or error}.",
        meaning="No store was made.",
        remedy="Choose a folder that can be written to.",
    )
