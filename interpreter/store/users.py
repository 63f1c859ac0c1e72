"""The users of a store: each opens it by their own passphrase, and their roles say what they may do."""

from __future__ import annotations

from collections.abc import Callable

from interpreter.errors import StoreError
from interpreter.store import keys
from interpreter.store.session import Session, key_file_of, roles_of, roles_text
from interpreter.store.values import Right, Role, User


class Users:
    def __init__(self, session: Session) -> None:
        self._session = session

    def enter_first(self, roles: frozenset[Role]) -> None:
        """Enter the user who makes the store.

        Raises:
            ValueError: the store has users.
        """
        with self._session.database.writing():
            if self._session.database.value("SELECT count(*) FROM users"):
                raise ValueError("the store has users")
            self._put(self._session.user_name, roles)
            self._session.append("create store", detail=f"roles {roles_text(roles)}")

    def all(self) -> tuple[User, ...]:
        found = self._session.database.rows("SELECT name, roles, active FROM users ORDER BY name")
        return tuple(User(name=name, roles=roles_of(roles), active=bool(active)) for name, roles, active in found)

    def put(self, name: str, passphrase: str, roles: frozenset[Role], cost: keys.KeyCost | None = None) -> None:
        """Add a user, or give one a new passphrase and new roles (administrator).

        Raises:
            StoreError: not allowed, a faulty name or passphrase, or no administrator would be left.
        """
        self._session.require(Right.ADMINISTER)
        if not name.strip() or name == keys.RECOVERY or not name.isprintable():
            raise StoreError(
                problem="A user's name may not be empty, nor that of the recovery sheet.",
                meaning="Nothing was changed.",
                remedy="Choose another name.",
            )
        if Role.ADMINISTRATOR not in roles:
            self._keep_an_administrator(name)
        slot = self._slot(name, passphrase, cost)
        with self._session.database.writing():
            self._put(name, roles)
            self._session.append("put user", detail=f"{name}: {roles_text(roles)}")
            self._change_keys(lambda file: file.with_slot(slot))

    def change_passphrase(self, passphrase: str, cost: keys.KeyCost | None = None) -> None:
        """Give the session's own user a new passphrase.

        Raises:
            StoreError: the passphrase is too short.
        """
        slot = self._slot(self._session.user_name, passphrase, cost)
        with self._session.database.writing():
            self._session.append("change passphrase")
            self._change_keys(lambda file: file.with_slot(slot))

    def remove(self, name: str) -> None:
        """Take a user's passphrase and roles away; what they did stays theirs in the trail (administrator).

        Raises:
            StoreError: not allowed, or no administrator would be left.
        """
        self._session.require(Right.ADMINISTER)
        self._keep_an_administrator(name)
        with self._session.database.writing():
            self._session.database.run("UPDATE users SET active = 0, roles = '' WHERE name = ?", name)
            self._session.append("remove user", detail=name)
            self._change_keys(lambda file: file.without_slot(name))

    def _slot(self, name: str, passphrase: str, cost: keys.KeyCost | None) -> keys.Slot:
        store_id = keys.read_key_file(key_file_of(self._session.path)).store_id
        return keys.make_slot(store_id, name, passphrase, self._session.store_key, cost or keys.KeyCost())

    def _change_keys(self, change: Callable[[keys.KeyFile], keys.KeyFile]) -> None:
        """Rewrite the key file; called within a transaction, which keeps other processes from doing so meanwhile."""
        path = key_file_of(self._session.path)
        keys.write_key_file(path, change(keys.read_key_file(path)))

    def _keep_an_administrator(self, leaving: str) -> None:
        if not any(user.name != leaving and user.may(Right.ADMINISTER) for user in self.all()):
            raise StoreError(
                problem=f"Without '{leaving}' this store would have no administrator.",
                meaning="Nothing was changed.",
                remedy="Make another user administrator first.",
            )

    def _put(self, name: str, roles: frozenset[Role]) -> None:
        self._session.database.run(
            "INSERT INTO users (name, roles, active) VALUES (?, ?, 1) "
            "ON CONFLICT (name) DO UPDATE SET roles = excluded.roles, active = 1",
            name,
            roles_text(roles),
        )
