"""What the window remembers of its user between two starts: where their store is, and when it locks itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

LOCK_MINUTES = (2, 5, 10, 15, 30)
_USUAL_MINUTES = 10
_STORE, _LOCK = "store", "lock_minutes"


class WindowChoices:
    """Kept in a small INI file, which a hospital may put there beforehand; without a file nothing is remembered."""

    def __init__(self, store: Path, file: Path | None = None) -> None:
        """`store` is the place of the store while none was chosen."""
        self._usual = store
        self._stored: dict[str, str | int] = {}
        self._file = QSettings(str(file), QSettings.Format.IniFormat) if file is not None else None

    @property
    def store(self) -> Path:
        said = str(self._get(_STORE) or "")
        return Path(said) if said else self._usual

    def remember_store(self, path: Path) -> None:
        self._put(_STORE, "" if path == self._usual else str(path))

    @property
    def lock_minutes(self) -> int:
        """Minutes without use after which the window locks: always one of `LOCK_MINUTES`, never "not at all"."""
        said = str(self._get(_LOCK) or "")
        return int(said) if said.isdigit() and int(said) in LOCK_MINUTES else _USUAL_MINUTES

    def remember_lock_minutes(self, minutes: int) -> None:
        self._put(_LOCK, minutes)

    def _get(self, name: str) -> object:
        return self._file.value(name) if self._file is not None else self._stored.get(name)

    def _put(self, name: str, value: str | int) -> None:
        if self._file is not None:
            self._file.setValue(name, value)
            self._file.sync()
        else:
            self._stored[name] = value


def own_choices() -> WindowChoices:
    """Give the choices of the user of this machine."""
    from platformdirs import user_config_path, user_data_path

    return WindowChoices(user_data_path("interpreter") / "cases.db", user_config_path("interpreter") / "window.ini")
