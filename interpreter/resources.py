"""Where the program's own tables, fonts and examples lie: a checkout, an installed wheel or the frozen program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resource_root() -> Path:
    """Give the folder `resources/`, wherever this program was started from."""
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent
    candidates = [package / "resources", package.parent / "resources"]
    if frozen is not None:
        candidates.insert(0, Path(frozen) / "interpreter" / "resources")
    for folder in candidates:
        if (folder / "catalogue").is_dir():
            return folder
    raise FileNotFoundError(f"the program's resources are missing: looked in {', '.join(map(str, candidates))}")


def resource_path(name: str) -> Path:
    """Give the path of one resource, `name` written with forward slashes ("catalogue/therapies.tsv")."""
    return resource_root() / name
