"""The sample must be the order's (S18): a file of another sample holds the case; files of one case fit each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interpreter.errors import InputFileError, SampleChoiceError

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


def check_inputs(inputs: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """Compare the files of one case with each other: triples (file name, sha256, tumour sample name).

    Returns a warning where they name different samples: often DNA and RNA of one tumour, but it may be two persons.

    Raises:
        InputFileError: a file was given twice; its records would be counted twice.
    """
    seen: dict[str, str] = {}
    for file_name, digest, _ in inputs:
        if digest in seen:
            same = "" if seen[digest] == file_name else f", under the name '{seen[digest]}' too"
            raise InputFileError(
                problem=f"'{file_name}' was given twice for this case{same}: the contents are the same.",
                meaning="Nothing was interpreted, because each of its records would have been counted twice.",
                remedy="Give each file once; if another file was meant, choose that one.",
            )
        seen[digest] = file_name
    named = [(name, sample) for name, _, sample in inputs if _plain(sample) not in _NO_NAME]
    if all(_fits(_plain(one), _plain(other)) for _, one in named for _, other in named):
        return ()
    listed = ", ".join(f"'{sample}' in '{name}'" for name, sample in named)
    return (f"The files of this case name different tumour samples ({listed}): check that all are of this person.",)


def _fits(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return re.search(rf"(?:^|-){re.escape(short)}(?:-|$)", long) is not None


def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "-", text.upper()).strip("-")
