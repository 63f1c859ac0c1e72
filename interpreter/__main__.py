"""`python -m interpreter`: no arguments open the window, anything else is the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code."""
    from interpreter.offline import forbid_network

    forbid_network()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] == "window":
        from interpreter.ui.app import run_window

        return run_window(given[1:])
    from interpreter.cli.main import run

    return run(given)


if __name__ == "__main__":
    import multiprocessing

    multiprocessing.freeze_support()  # worker processes of the frozen program start here
    raise SystemExit(main())
