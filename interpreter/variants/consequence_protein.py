"""What a change of the coding sequence does to the protein: pure functions over strings, nothing of the genome.

A codon with an unknown base is translated only where every possibility gives the same residue, and even then it is
never called unchanged. Names follow HGVS: the 3' rule on residues, `dup` before `ins`, `fs*N` counted from the first
changed residue.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from interpreter.model.alterations import Consequence
from interpreter.model.hgvs import ProteinKind, ProteinName

_ORDER = "TCAG"
_CODE = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
"""The standard genetic code with codon bases in the order T, C, A, G."""


def _codon_table() -> dict[str, str]:
    known = {"".join(bases): residue for bases, residue in zip(product(_ORDER, repeat=3), _CODE, strict=True)}
    table = dict(known)
    for codon in map("".join, product("TCAGN", repeat=3)):
        if "N" in codon:
            choices = [(_ORDER if base == "N" else base) for base in codon]
            residues = {known["".join(bases)] for bases in product(*choices)}
            table[codon] = residues.pop() if len(residues) == 1 else "X"
    return table


CODONS: dict[str, str] = _codon_table()
"""Codon -> residue; "X" where unknown bases leave more than one."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Bases begin..end (0-based, end exclusive) of a coding sequence give way to `bases`."""

    begin: int
    end: int
    bases: str


@dataclass(frozen=True, slots=True)
class ProteinOutcome:
    """The consequence and, where the sequence is known, the protein change by name."""

    consequence: Consequence
    name: ProteinName | None
    ref: str = ""
    alt: str = ""
    also: tuple[Consequence, ...] = ()
    note: str = ""


UNKNOWN_NOTE = "the reference bases of the codon are not known, so the residue cannot be told"


def translate(bases: str) -> str:
    """Translate whole codons; a rest of one or two bases is left out.

    >>> translate("ATGGTNTAA")
    'MV*'
    """
    return "".join([CODONS[bases[at : at + 3]] for at in range(0, len(bases) - 2, 3)])


def predict(cds: str, tail: str, change: Replacement) -> ProteinOutcome:
    """Tell what replacing bases inside a coding sequence does.

    `cds` runs from start to stop codon with N where unknown ("" = nothing known), `tail` are known bases after it.
    The change lies within the coding sequence; an insertion (begin == end) is not before its first base.
    """
    net = len(change.bases) - (change.end - change.begin)
    if not cds:
        return ProteinOutcome(_by_length(change, net), None, note=UNKNOWN_NOTE)
    if change.begin < 3:
        altered = cds[: change.begin] + change.bases + cds[change.end : change.end + 3]
        if altered[:3] != "ATG" and altered[:3] != cds[:3]:
            return _start_lost(cds)
    if net % 3:
        return _frameshift(cds, tail, change)
    first = change.begin // 3
    stop = max(-(-change.end // 3), first)
    old = cds[3 * first : 3 * stop]
    new = cds[3 * first : change.begin] + change.bases + cds[change.end : 3 * stop]
    if net == 0:
        return _substituted(cds, tail, first, old, new)
    return _in_frame(cds, tail, change, first, translate(old), translate(new), net)


def _by_length(change: Replacement, net: int) -> Consequence:
    if net % 3:
        return Consequence.FRAMESHIFT
    if net == 0:
        return Consequence.CODING_UNKNOWN
    if change.begin == change.end:
        return Consequence.INFRAME_INSERTION
    return Consequence.INFRAME_DELINS if change.bases else Consequence.INFRAME_DELETION


def _start_lost(cds: str) -> ProteinOutcome:
    name = ProteinName(kind=ProteinKind.START_LOST, first=1, first_residue="M", last=1, last_residue="M")
    return ProteinOutcome(
        Consequence.START_LOST, name, "M", "?", note="" if cds[:3] == "ATG" else f"starts at {cds[:3]}"
    )


def _substituted(cds: str, tail: str, first: int, old: str, new: str) -> ProteinOutcome:
    """Equal lengths: residues side by side."""
    before, after = _residues(cds, first, old), _residues(new, first, new)
    if first == 0 and new[:3] in {"ATG", cds[:3]}:
        after = "M" + after[1:]
    for at in range(0, len(old), 3):
        index = at // 3
        was, now = before[index], after[index]
        unknown = "X" in (was, now) or (was == now and ("N" in old[at : at + 3] or "N" in new[at : at + 3]))
        if unknown and "*" not in after[:index]:
            return ProteinOutcome(Consequence.CODING_UNKNOWN, None, note=UNKNOWN_NOTE)
    if before == after:
        consequence = Consequence.SYNONYMOUS
        if "*" in before:
            consequence = Consequence.STOP_RETAINED
        elif first == 0 and old[:3] != new[:3]:
            consequence = Consequence.START_RETAINED
        return ProteinOutcome(consequence, _span(ProteinKind.SILENT, first + 1, before), before, after)
    head = 0
    while before[head] == after[head]:
        head += 1
    end = len(before)
    while before[end - 1] == after[end - 1]:
        end -= 1
    was, now, at = before[head:end], after[head:end], first + head + 1
    if "*" in was and "*" not in now[: was.index("*") + 1]:
        return _stop_lost(cds, tail, was, now, Replacement(3 * first, 3 * first + len(old), new))
    if "*" in now:
        return _stop_gained(at, was, now)
    kind = ProteinKind.SUBSTITUTION if len(was) == len(now) == 1 else ProteinKind.DELINS
    return ProteinOutcome(Consequence.MISSENSE, _span(kind, at, was, now), was, now)


def _residues(cds: str, first: int, codons: str) -> str:
    """Translate; residue 1 is Met whatever the start codon."""
    text = translate(codons)
    return "M" + text[1:] if first == 0 and text and codons[:3] == cds[:3] else text


def _stop_gained(at: int, was: str, now: str, also: tuple[Consequence, ...] = ()) -> ProteinOutcome:
    """A new stop: what follows it is gone, so the name ends there."""
    cut = now[: now.index("*") + 1]
    if cut == "*" or not was:
        residue = was[:1] or "X"
        name = ProteinName(
            kind=ProteinKind.SUBSTITUTION, first=at, first_residue=residue, last=at, last_residue=residue, alt="*"
        )
        return ProteinOutcome(Consequence.STOP_GAINED, name, residue, "*", also)
    return ProteinOutcome(Consequence.STOP_GAINED, _span(ProteinKind.DELINS, at, was, cut), was, cut, also)


def _stop_lost(cds: str, tail: str, was: str, now: str, change: Replacement) -> ProteinOutcome:
    residue = len(cds) // 3
    altered = cds[: change.begin] + change.bases + cds[change.end :] + tail
    reading = translate(altered[3 * (residue - 1) :])
    first_new = reading[:1]
    if not first_new or first_new in "X*":
        return ProteinOutcome(
            Consequence.STOP_LOST, None, was, now, note="the bases after the stop codon are not known"
        )
    stop = str(reading.index("*")) if "*" in reading and "X" not in reading[: reading.index("*")] else "?"
    name = ProteinName(
        kind=ProteinKind.EXTENSION,
        first=residue,
        first_residue="*",
        last=residue,
        last_residue="*",
        alt=first_new,
        stop=stop,
    )
    return ProteinOutcome(Consequence.STOP_LOST, name, "*", first_new)


def _frameshift(cds: str, tail: str, change: Replacement) -> ProteinOutcome:
    """Walk both readings from the first touched codon until they differ, then on to the new stop."""
    also: tuple[Consequence, ...] = ()
    altered = cds[: change.begin] + change.bases + cds[change.end :] + tail
    last_residue = len(cds) // 3
    at = change.begin // 3
    while at < last_residue:
        old_codon, new_codon = cds[3 * at : 3 * at + 3], altered[3 * at : 3 * at + 3]
        was = "M" if at == 0 else CODONS[old_codon]
        now = CODONS[new_codon] if len(new_codon) == 3 else "X"
        if now == "M" and at == 0:
            at += 1
            continue
        if "X" in (was, now):
            return ProteinOutcome(Consequence.FRAMESHIFT, None, note=UNKNOWN_NOTE)
        if was != now:
            break
        if was == "*":
            return ProteinOutcome(Consequence.STOP_RETAINED, _span(ProteinKind.SILENT, at + 1, "*"), "*", "*")
        at += 1
    else:
        return ProteinOutcome(Consequence.FRAMESHIFT, None, note=UNKNOWN_NOTE)
    if was == "*":
        return _stop_lost(cds, tail, was, now, change)
    if now == "*":
        return _stop_gained(at + 1, was, "*", (Consequence.FRAMESHIFT,))
    stop = "?"
    for codon in range(at, len(altered) // 3):
        residue = CODONS[altered[3 * codon : 3 * codon + 3]]
        if residue == "X":
            break
        if residue == "*":
            stop = str(codon - at + 1)
            break
    name = ProteinName(
        kind=ProteinKind.FRAMESHIFT,
        first=at + 1,
        first_residue=was,
        last=at + 1,
        last_residue=was,
        alt=now,
        stop=stop,
    )
    return ProteinOutcome(Consequence.FRAMESHIFT, name, was, now, also)


def _in_frame(
    cds: str, tail: str, change: Replacement, first: int, before: str, after: str, net: int
) -> ProteinOutcome:
    """Whole codons gained or lost: trim, shift to the 3' end, name."""
    lost_bases = change.end - change.begin
    kind = _by_length(change, net) if not (lost_bases and change.bases) else Consequence.INFRAME_DELINS
    also: tuple[Consequence, ...] = ()
    if kind is Consequence.INFRAME_DELINS:
        also = (Consequence.INFRAME_INSERTION if net > 0 else Consequence.INFRAME_DELETION,)
    if first == 0:
        before, after = "M" + before[1:] if before else before, "M" + after[1:] if after else after
    if "X" in before or "X" in after:
        return ProteinOutcome(kind, None, also=also, note=UNKNOWN_NOTE)
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head] != "*":
        head += 1
    before, after, at = before[head:], after[head:], first + head
    if "*" in before:
        if after[:1] == "*" and before[:1] == "*":
            return ProteinOutcome(Consequence.STOP_RETAINED, _span(ProteinKind.SILENT, at + 1, "*"), "*", "*")
        if "*" not in after:
            return _stop_lost(cds, tail, before, after, change)
    if "*" in after:
        if not before:
            before = CODONS[cds[3 * at : 3 * at + 3]]
            if before == "*":
                return ProteinOutcome(Consequence.STOP_RETAINED, _span(ProteinKind.SILENT, at + 1, "*"), "*", "*")
            after += before
        if before[-1:] != "*":
            return _stop_gained(at + 1, before, after, also)
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return _named_in_frame(cds, at, before, after, kind, also)


def _named_in_frame(
    cds: str, at: int, before: str, after: str, kind: Consequence, also: tuple[Consequence, ...]
) -> ProteinOutcome:
    """Name residues `before` from index `at` (0-based) replaced by `after`; both trimmed."""
    if not after:
        at, before = _roll(cds, at, before, len(before))
        return ProteinOutcome(Consequence.INFRAME_DELETION, _span(ProteinKind.DELETION, at + 1, before), before, "")
    if before:
        delins = _span(ProteinKind.DELINS, at + 1, before, after)
        return ProteinOutcome(Consequence.INFRAME_DELINS, delins, before, after, _delins_also(before, after, also))
    at, after = _roll(cds, at, after, 0)
    size = len(after)
    if at >= size and _reading(cds, at - size, at) == after:
        name = _span(ProteinKind.DUPLICATION, at - size + 1, after)
    else:
        left, right = _reading(cds, at - 1, at), _reading(cds, at, at + 1)
        if "X" in left + right or not right:
            return ProteinOutcome(kind, None, also=also, note=UNKNOWN_NOTE)
        name = ProteinName(
            kind=ProteinKind.INSERTION, first=at, first_residue=left, last=at + 1, last_residue=right, alt=after
        )
    return ProteinOutcome(Consequence.INFRAME_INSERTION, name, "", after)


def _delins_also(before: str, after: str, also: tuple[Consequence, ...]) -> tuple[Consequence, ...]:
    if len(after) > len(before):
        return (Consequence.INFRAME_INSERTION,)
    return (Consequence.INFRAME_DELETION,) if len(after) < len(before) else also


def _roll(cds: str, at: int, moving: str, gap: int) -> tuple[int, str]:
    """Move a lost (gap = its length) or gained (gap = 0) stretch of residues as far 3' as it stays the same."""
    while True:
        following = _reading(cds, at + gap, at + gap + 1)
        if not following or following in "X*" or following != moving[0]:
            return at, moving
        moving = moving[1:] + moving[0]
        at += 1


def _reading(cds: str, first: int, end: int) -> str:
    """Translate residues first..end (0-based, end exclusive) of the reference."""
    text = translate(cds[3 * first : 3 * end])
    return "M" + text[1:] if first == 0 and text else text


def _span(kind: ProteinKind, first: int, residues: str, alt: str = "") -> ProteinName:
    return ProteinName(
        kind=kind,
        first=first,
        first_residue=residues[0],
        last=first + len(residues) - 1,
        last_residue=residues[-1],
        alt=alt,
    )
