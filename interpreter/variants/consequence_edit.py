"""An allele as an edit along a transcript, rolled to its 3' end, and what it touches there.

*Walk* positions ascend in transcript order: the genome base on a plus-strand gene, minus it on a minus strand.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from interpreter.model.genes import Assembly, Transcript
from interpreter.model.variants import Variant
from interpreter.variants.coordinates import Frame, sequence_on

_COMPLEMENT = str.maketrans("ACGTN", "TGCAN")
_NEAR_DONOR = range(3, 9)
_NEAR_ACCEPTOR = range(3, 18)
_REGION_EXON_BASES = 3
_REGION_INTRON_LAST = 8


def reverse_complement(bases: str) -> str:
    """Give the other strand.

    >>> reverse_complement("AAC")
    'GTT'
    """
    return bases.translate(_COMPLEMENT)[::-1]


@dataclass(slots=True)
class Edit:
    """Walk positions first..last give way to `bases`; an insertion has last = first - 1. All on the coding strand."""

    first: int
    last: int
    deleted: str
    bases: str

    @property
    def is_insertion(self) -> bool:
        return self.last < self.first


class Strand:
    """The known bases of a transcript by walk position: coding sequence and known intron flanks."""

    def __init__(self, transcript: Transcript, assembly: Assembly, frame: Frame) -> None:
        self._frame = frame
        self.cds = sequence_on(transcript, assembly)
        self._flanks: dict[int, str] = {}
        for exon, before, after in transcript.flanks:
            if exon <= frame.count:
                start, end = frame.walk[exon - 1]
                self._flanks.update({start - len(before) + at: base for at, base in enumerate(before)})
                self._flanks.update({end + 1 + at: base for at, base in enumerate(after)})

    def base(self, walk: int) -> str:
        """Give one base, "N" where it is not known."""
        index = bisect_right(self._frame.walk_starts, walk) - 1
        if index >= 0 and walk <= self._frame.walk[index][1]:
            linear = self._frame.firsts[index] + walk - self._frame.walk_starts[index]
            return self.cds[linear] if 0 <= linear < len(self.cds) else "N"
        return self._flanks.get(walk, "N")


def edit_of(variant: Variant, reverse: bool) -> Edit:
    """Give the bare edit of an allele: every shared flank is taken away, the anchor base of an indel too."""
    ref, alt, pos = variant.ref, variant.alt, variant.pos
    shortest = min(len(ref), len(alt))
    head = 0
    while head < shortest and ref[head] == alt[head]:
        head += 1
    tail = 0
    while tail < shortest - head and ref[-1 - tail] == alt[-1 - tail]:
        tail += 1
    ref, alt = ref[head : len(ref) - tail], alt[head : len(alt) - tail]
    start, end = pos + head, pos + head + len(ref) - 1
    if reverse:
        return Edit(-end, -start, reverse_complement(ref), reverse_complement(alt))
    return Edit(start, end, ref, alt)


def roll(edit: Edit, strand: Strand) -> None:
    """Move a pure insertion or deletion to the last place that gives the same sequence (the 3' rule), in place."""
    moving = edit.deleted or edit.bases
    if edit.deleted and edit.bases:
        return
    steps = 0
    size = len(moving)
    while strand.base(edit.last + 1 + steps) == moving[steps % size]:
        steps += 1
    if steps:
        turn = steps % size
        moving = moving[turn:] + moving[:turn]
        edit.first += steps
        edit.last += steps
        if edit.deleted:
            edit.deleted = moving
        else:
            edit.bases = moving


def is_duplication(edit: Edit, strand: Strand) -> bool:
    """True when an insertion repeats the bases just before it."""
    size = len(edit.bases)
    return all(strand.base(edit.first - size + at) == base for at, base in enumerate(edit.bases))


_EDGE_BASES = 3


def repeats_edge(frame: Frame, edit: Edit, strand: Strand) -> int | None:
    """Tell whether an insertion in an intron looks like a duplication across an exon's edge; give that exon's number.

    Callers write such a duplication as far left as it goes, which may be an intron whose bases the table does not
    know. At least three inserted bases must be the exon's own at that edge, and the rest must bring a GT or AG.
    """
    size = len(edit.bases)
    if not edit.is_insertion or size <= _EDGE_BASES:
        return None
    index = bisect_right(frame.walk_starts, edit.last) - 1
    if 0 <= index < frame.count - 1:
        end = frame.walk[index][1]
        into = edit.last - end
        own = size - into
        if into > 0 and own >= _EDGE_BASES and edit.bases[own : own + 2] == "GT"[:into]:
            tail = (strand.base(end - own + 1 + at) for at in range(own))
            if all(known == base for known, base in zip(tail, edit.bases, strict=False)):
                return index + 1
        start = frame.walk_starts[index + 1]
        into = start - edit.first
        own = size - into
        if into > 0 and own >= _EDGE_BASES and edit.bases[max(0, into - 2) : into] == "AG"[-min(into, 2) :]:
            head = (strand.base(start + at) for at in range(own))
            if all(known == base for known, base in zip(head, edit.bases[into:], strict=True)):
                return index + 2
    return None


@dataclass(slots=True)
class Touched:
    """What of a transcript an edit touches; exon numbers 1-based in transcript order."""

    exons: list[int] = field(default_factory=list)
    introns: list[int] = field(default_factory=list)
    deleted_exons: list[int] = field(default_factory=list)
    sites: list[tuple[str, int]] = field(default_factory=list)
    near: list[tuple[str, int, int]] = field(default_factory=list)
    splice_region: bool = False
    polypyrimidine: bool = False


def touched_by(frame: Frame, edit: Edit) -> Touched:
    """Tell which exons, introns and splice sites an edit touches.

    An insertion right at an exon's edge lengthens the exon: the splice site beside it stays whole.
    """
    found = Touched()
    low, high = (edit.last, edit.first) if edit.is_insertion else (edit.first, edit.last)
    # For an insertion low..high are its two neighbours; only what lies between them is changed.
    index = max(bisect_right(frame.walk_starts, low) - 1, 0)
    while index < frame.count and frame.walk_starts[index] - _NEAR_ACCEPTOR.stop <= high:
        start, end = frame.walk[index]
        number = index + 1
        if edit.is_insertion:
            if start <= low <= end or start <= high <= end:
                found.exons.append(number)
        elif low <= end and high >= start:
            found.exons.append(number)
            if low <= start and high >= end:
                found.deleted_exons.append(number)
        if index > 0:
            _acceptor(found, edit, low, high, start, number)
        if index < frame.count - 1:
            _donor(found, edit, low, high, end, number)
            if high > end and low < frame.walk_starts[number] and not (edit.is_insertion and low == end):
                following = frame.walk_starts[number]
                if not (edit.is_insertion and high == following):
                    found.introns.append(number)
        index += 1
    if found.deleted_exons:
        gone = set(found.deleted_exons)
        found.sites = [site for site in found.sites if site[1] not in gone]
        found.near = [site for site in found.near if site[1] not in gone]
    return found


def _donor(found: Touched, edit: Edit, low: int, high: int, end: int, number: int) -> None:
    """Look at the end of one exon and the first bases of the intron after it."""
    first, last = low - end, high - end
    if first > _NEAR_DONOR.stop or last < 1 - _REGION_EXON_BASES:
        return
    if edit.is_insertion:
        if first == 1 and not edit.bases.startswith("T"):
            found.sites.append(("donor", number))
    elif first <= 2 and last >= 1:
        found.sites.append(("donor", number))
    near = [at for at in _NEAR_DONOR if first <= at <= last]
    found.near.extend(("donor", number, at) for at in near)
    if near or (first <= 0 and last >= 1 - _REGION_EXON_BASES):
        found.splice_region = True


def _acceptor(found: Touched, edit: Edit, low: int, high: int, start: int, number: int) -> None:
    """Look at the last bases of an intron and the start of the exon after it."""
    first, last = low - start, high - start
    if first > _REGION_EXON_BASES - 1 or last < -_NEAR_ACCEPTOR.stop:
        return
    if edit.is_insertion:
        if first == -2 and not edit.bases.endswith("A"):
            found.sites.append(("acceptor", number))
    elif first <= -1 and last >= -2:
        found.sites.append(("acceptor", number))
    near = [-at for at in reversed(_NEAR_ACCEPTOR) if first <= -at <= last]
    found.near.extend(("acceptor", number, at) for at in near)
    if near:
        found.polypyrimidine = True
    if any(at >= -_REGION_INTRON_LAST for at in near) or (last >= 0 and first <= _REGION_EXON_BASES - 1):
        found.splice_region = True
