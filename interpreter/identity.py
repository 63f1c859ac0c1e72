"""The sample must be the order's (S18): a file of another sample holds the case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interpreter.errors import SampleChoiceError

_NO_NAME = frozenset({"", "TUMOR", "TUMOUR", "NORMAL", "SAMPLE", "SAMPLE1", "UNKNOWN", "20"})
"""Column names that name no sample."""


def check_order(order_id: str, samples: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Compare the order's sample id with the tumour sample of each file: pairs (file name, sample name).

    A sample fits when its name is the id, or holds it as a whole part ("O-17" in "O-17_T1"). Returns warnings for files
    whose sample has no telling name.

    Raises:
        SampleChoiceError: a sample has another name; the case is held.
    """
    if not order_id:
        return ()
    wanted = _plain(order_id)
    warnings = []
    for file_name, sample in samples:
        name = _plain(sample)
        if name in _NO_NAME:
            called = f"its sample is called '{sample}'" if sample else "it names no sample"
            warnings.append(f"'{file_name}' could not be checked against the order '{order_id}': {called}.")
        elif not re.search(rf"(?:^|-){re.escape(wanted)}(?:-|$)", name):
            raise SampleChoiceError(
                problem=f"The sample '{sample}' of '{file_name}' is not the order's sample '{order_id}'.",
                meaning="The case is held: nothing was interpreted, so that no result goes to the wrong person.",
                remedy="Check the order and the file; choose the right file or correct the order's sample id.",
            )
    return tuple(warnings)


def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "-", text.upper()).strip("-")
