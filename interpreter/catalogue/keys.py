"""Keys of catalogue packs: a hospital's own signing key, and the public keys it trusts (ed25519).

A public key is one line of text, "interpreter-key/1 BASE64 NAME"; a trusted one lies in the data folder under its
fingerprint. A private key is a PKCS#8 PEM file, readable by its owner alone, encrypted where a passphrase was given.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from interpreter.errors import PackError
from interpreter.files import save_bytes, save_text

_MARK = "interpreter-key/1"
_LONGEST = 2000


def catalogue_home() -> Path:
    """Give the folder of installed packs, trusted keys and local curation in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("interpreter") / "catalogue"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that packs may be signed by; `name` is what its holder wrote, for people only."""

    raw: bytes
    name: str

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()[:32]

    def line(self) -> str:
        return f"{_MARK} {base64.b64encode(self.raw).decode()} {self.name}\n"

    def signed(self, signature: bytes, content: bytes) -> bool:
        """Tell whether `signature` over `content` was made by this key."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, content)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key in use; never printed."""

    _seed: bytes

    @property
    def public(self) -> PublicKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return PublicKey(Ed25519PrivateKey.from_private_bytes(self._seed).public_key().public_bytes_raw(), "")

    def sign(self, content: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._seed).sign(content)

    def __repr__(self) -> str:
        return "SigningKey(...)"


def new_key(path: Path, name: str, passphrase: str = "") -> PublicKey:
    """Make a signing key at `path` and its public half beside it (`.pub`).

    Raises:
        PackError: a file of that name is there already: a key is never overwritten.
        OutputError: the folder cannot be written to.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public_path = path.with_name(path.name + ".pub")
    if path.exists() or public_path.exists():
        raise PackError(
            problem=f"'{path}' or its public half is there already.",
            meaning="No key was made: packs signed by a key that is overwritten could never be signed again.",
            remedy="Choose another file name.",
        )
    key = Ed25519PrivateKey.generate()
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        encryption = serialization.BestAvailableEncryption(passphrase.encode("utf-8"))
    content = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    public = PublicKey(key.public_key().public_bytes_raw(), " ".join(name.split())[:80])
    _save_private(path, content)
    save_text(public_path, public.line())
    return public


def _save_private(path: Path, content: bytes) -> None:
    mask = os.umask(0o077)  # readable by its owner alone from the first moment
    try:
        save_bytes(path, content)
    finally:
        os.umask(mask)


def key_needs_passphrase(path: Path) -> bool:
    """Tell whether a private key is encrypted."""
    return b"ENCRYPTED" in _read(path)[:100]


def load_signing_key(path: Path, passphrase: str = "") -> SigningKey:
    """Read a private key.

    Raises:
        PackError: it cannot be read, is of another kind, or the passphrase is wrong.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(_read(path), passphrase.encode("utf-8") if passphrase else None)
    except (ValueError, TypeError) as error:
        raise _no_key(path, "it is no key, or the passphrase is wrong") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path, "it is not an ed25519 key")
    return SigningKey(key.private_bytes_raw())


def read_public_key(path: Path) -> PublicKey:
    """Read a public key file.

    Raises:
        PackError: it is none.
    """
    words = _read(path).decode("utf-8", errors="replace").split(None, 2)
    try:
        raw = base64.b64decode(words[1], validate=True) if len(words) > 1 and words[0] == _MARK else b""
    except binascii.Error:
        raw = b""
    if len(raw) != 32:
        raise _no_key(path, f"it is not a public key of a catalogue ('{_MARK} ...')")
    return PublicKey(raw, " ".join(words[2].split()) if len(words) > 2 else "")


def trust_key(path: Path, home: Path | None = None) -> PublicKey:
    """Add a public key to the trusted ones; a key that is trusted already stays."""
    public = read_public_key(path)
    folder = (home or catalogue_home()) / "trusted"
    folder.mkdir(parents=True, exist_ok=True)
    save_text(folder / f"{public.fingerprint}.pub", public.line())
    return public


def trusted_keys(home: Path | None = None) -> tuple[PublicKey, ...]:
    """Give the trusted keys, by fingerprint; a file that is no key is a fault, not skipped."""
    folder = (home or catalogue_home()) / "trusted"
    return tuple(read_public_key(path) for path in sorted(folder.glob("*.pub"))) if folder.is_dir() else ()


def distrust_key(fingerprint: str, home: Path | None = None) -> PublicKey:
    """Take a key off the trusted ones; packs that it signed are refused from now on.

    Raises:
        PackError: no trusted key, or more than one, begins with `fingerprint`.
    """
    fitting = [key for key in trusted_keys(home) if fingerprint and key.fingerprint.startswith(fingerprint)]
    if len(fitting) != 1:
        raise PackError(
            problem=f"{len(fitting) or 'No'} trusted keys begin with '{fingerprint}'.",
            meaning="The trusted keys are unchanged.",
            remedy="Give the fingerprint as 'interpreter catalogue keys list' prints it.",
        )
    ((home or catalogue_home()) / "trusted" / f"{fitting[0].fingerprint}.pub").unlink()
    return fitting[0]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST)
    except OSError as error:
        raise _no_key(path, error.strerror or str(error)) from error


def _no_key(path: Path, reason: str) -> PackError:
    return PackError(
        problem=f"The key '{path.name}' cannot be used: {reason}.",
        meaning="Nothing was signed, trusted or changed.",
        remedy="Check the file and its passphrase, or make a key with: interpreter catalogue keys new FILE",
    )
