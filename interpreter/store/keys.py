"""Keys: the store's key wrapped by each user's passphrase (Argon2id), and one key for each case.

The key file lies beside the database. It holds no secret in the clear: a salt, the cost, and the store's key sealed
under what the passphrase gives. A case's own key lies in the database; without it the case's records stay ciphertext.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from interpreter.errors import StoreError
from interpreter.files import save_text

FORMAT = "interpreter-store-keys/1"
RECOVERY = "recovery sheet"
MIN_PASSPHRASE = 10
_KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCost:
    """Argon2id's cost; the default takes about 0.2 s and 64 MiB (RFC 9106, second recommended option)."""

    iterations: int = 3
    lanes: int = 4
    memory_kib: int = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One passphrase that opens the store."""

    name: str
    salt: bytes
    cost: KeyCost
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    store_id: str
    slots: tuple[Slot, ...]

    def with_slot(self, slot: Slot) -> KeyFile:
        """Give the file with a slot added, or put in the place of the one of that name."""
        others = tuple(known for known in self.slots if known.name != slot.name)
        return KeyFile(store_id=self.store_id, slots=(*others, slot))

    def without_slot(self, name: str) -> KeyFile:
        return KeyFile(store_id=self.store_id, slots=tuple(slot for slot in self.slots if slot.name != name))


def new_key() -> bytes:
    """Make a random key for one store or one case."""
    return secrets.token_bytes(_KEY_BYTES)


def new_recovery_code() -> str:
    """Give a code to print on paper: 160 bits in eight groups of four letters and digits."""
    letters = base64.b32encode(secrets.token_bytes(20)).decode("ascii")
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def make_slot(store_id: str, name: str, passphrase: str, store_key: bytes, cost: KeyCost) -> Slot:
    """Wrap the store's key under a passphrase.

    Raises:
        StoreError: the passphrase is too short.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise StoreError(
            problem=f"The passphrase is shorter than {MIN_PASSPHRASE} characters.",
            meaning="Nothing was changed.",
            remedy="Choose a longer one; several words are easier to remember than signs.",
        )
    salt = secrets.token_bytes(16)
    wrapped = seal(_derive(passphrase, salt, cost), store_key, f"{store_id}|{name}")
    return Slot(name=name, salt=salt, cost=cost, wrapped=wrapped)


def unlock(keys: KeyFile, passphrase: str, user: str = "") -> tuple[bytes, str]:
    """Give the store's key and whose passphrase it was. Without `user` the only user's slot is tried.

    Raises:
        StoreError: the passphrase is wrong, the user is not known, or must be named.
    """
    people = [slot for slot in keys.slots if slot.name != RECOVERY]
    named = [slot for slot in keys.slots if slot.name == user] if user else people if len(people) == 1 else []
    if not named:
        known = ", ".join(slot.name for slot in people)
        problem = f"There is no user '{user}' in this store." if user else "This store has several users."
        raise StoreError(problem=problem, meaning="The store stays closed.", remedy=f"Name the user: {known}.")
    slot = named[0]
    try:
        key = unseal(_derive(passphrase, slot.salt, slot.cost), slot.wrapped, f"{keys.store_id}|{slot.name}")
    except InvalidTag as error:
        raise StoreError(
            problem="The passphrase does not open this store.",
            meaning="The store stays closed; nothing was changed.",
            remedy="Type it again (capitals matter), or open the store with the code of the recovery sheet.",
        ) from error
    return key, slot.name


def seal(key: bytes, content: bytes, bound_to: str) -> bytes:
    """Encrypt and authenticate (AES-256-GCM); `bound_to` says where it belongs and must be the same to open it."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode("utf-8"))


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """Open what `seal` made.

    Raises:
        InvalidTag: another key, another place, or changed bytes.
    """
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to.encode("utf-8"))


def write_key_file(path: Path, keys: KeyFile) -> None:
    """Save the key file whole or not at all, readable by its owner alone."""
    document = {
        "format": FORMAT,
        "store_id": keys.store_id,
        "slots": [
            {
                "name": slot.name,
                "salt": slot.salt.hex(),
                "iterations": slot.cost.iterations,
                "lanes": slot.cost.lanes,
                "memory_kib": slot.cost.memory_kib,
                "wrapped": slot.wrapped.hex(),
            }
            for slot in keys.slots
        ],
    }
    save_text(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    path.chmod(0o600)


def read_key_file(path: Path) -> KeyFile:
    """Read a key file.

    Raises:
        StoreError: it is missing or damaged.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise ValueError(f"format {document['format']!r}")
        return KeyFile(
            store_id=str(document["store_id"]),
            slots=tuple(
                Slot(
                    name=str(slot["name"]),
                    salt=bytes.fromhex(slot["salt"]),
                    cost=KeyCost(
                        iterations=int(slot["iterations"]),
                        lanes=int(slot["lanes"]),
                        memory_kib=min(int(slot["memory_kib"]), 2_097_152),
                    ),
                    wrapped=bytes.fromhex(slot["wrapped"]),
                )
                for slot in document["slots"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, binascii.Error) as error:
        raise StoreError(
            problem=f"The key file '{path.name}' of the store cannot be read.",
            meaning="Without it the cases cannot be opened, not even with the right passphrase. They are unharmed.",
            remedy="Put the key file back from a backup; it lies beside the database there.",
        ) from error


def _derive(passphrase: str, salt: bytes, cost: KeyCost) -> bytes:
    text = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    return Argon2id(
        salt=salt, length=_KEY_BYTES, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(text)
