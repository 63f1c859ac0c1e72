"""The log of what should not happen: where in the program, never whose data (S23)."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from interpreter import __version__


def write_fault_log(text: str) -> Path | None:
    """Keep a traceback for the maintainers, without this machine's folders and without the values in its message.

    Returns where it lies, None when no log could be written.
    """
    from platformdirs import user_log_path

    frames = [line for line in text.splitlines() if line.startswith(("Traceback", "  File", "    "))]
    kind = text.rstrip().splitlines()[-1].partition(":")[0] if text.strip() else ""
    here = str(Path(__file__).resolve().parents[1])
    body = "\n".join([f"interpreter {__version__}, python {sys.version.split()[0]}", *frames, kind]).replace(here, ".")
    try:
        path = user_log_path("interpreter", ensure_exists=True) / f"fault-{os.getpid()}.log"
        path.write_text(body + "\n", encoding="utf-8")
    except OSError:
        logging.getLogger(__name__).warning("the fault log could not be written")
        return None
    return path
