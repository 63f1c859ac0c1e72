"""Shared set-up of the tests: Qt off screen, and the optional folder of real files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_OWN_FOLDERS = tempfile.TemporaryDirectory(prefix="interpreter-tests-")
for _folder in ("DATA", "CONFIG", "STATE", "CACHE"):
    # settings, packs and cases of the person who runs the tests must not change what is tested
    os.environ[f"XDG_{_folder}_HOME"] = str(Path(_OWN_FOLDERS.name) / _folder.lower())

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of real input files beside the checkout; skip where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real files is not beside this checkout")
    return SHARED
