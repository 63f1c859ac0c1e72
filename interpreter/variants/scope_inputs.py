"""What the files of a case can say of absence: which classes they carry, and where they looked."""

from __future__ import annotations

from interpreter.model.assessment import AlterationClass
from interpreter.model.variants import CallStatus
from interpreter.variants.assay import Assay
from interpreter.variants.contents import InputContents
from interpreter.variants.depth_tracks import DepthTrack

SEQUENCE_CLASSES = frozenset({AlterationClass.SUBSTITUTION, AlterationClass.INDEL})
"""What reference rows and coverage can prove absent; every other class needs an assay that declares it."""

_COMBINED = "CombinedVariantOutput"


def carries_small_variants(contents: InputContents) -> bool:
    """Tell whether a file could hold small variants: a structural or copy-number file says nothing of them."""
    if contents.calls or contents.blocks or contents.format.startswith(_COMBINED):
        return True
    if contents.structural or contents.fusions or contents.copy_numbers:
        return False
    return contents.format.startswith(("VCF", "BCF", "gVCF", "MAF"))


_KIND_OF_LIST: tuple[tuple[str, frozenset[AlterationClass]], ...] = (
    ("fusions", frozenset({AlterationClass.FUSION, AlterationClass.SKIPPING})),
    ("structural", frozenset({AlterationClass.FUSION, AlterationClass.REARRANGEMENT, AlterationClass.ITD})),
    ("copy_numbers", frozenset({AlterationClass.AMPLIFICATION, AlterationClass.DELETION})),
)


def kinds_carried(contents: InputContents) -> frozenset[AlterationClass]:
    """Give the classes a file can carry: seen in it, so an empty structural file carries none (state it in the QC)."""
    kinds: set[AlterationClass] = set()
    if carries_small_variants(contents):
        kinds |= SEQUENCE_CLASSES | {AlterationClass.ITD}
    for name, carried in _KIND_OF_LIST:
        if getattr(contents, name):
            kinds |= carried
    if contents.format.startswith(_COMBINED):  # one file of all sections, empty ones too
        kinds.add(AlterationClass.AMPLIFICATION)
        if "RNA" in contents.format:
            kinds |= {AlterationClass.FUSION, AlterationClass.SKIPPING}
    for result in contents.marker_results:
        if result.marker in ("MSI", "TMB"):
            kinds.add(AlterationClass(result.marker.lower()))
    return frozenset(kinds)


def block_track(contents: InputContents) -> DepthTrack:
    """Lay out what a file calls, reference or variant: a called allele's place was looked at too."""
    rows: list[tuple[str, int, int, int | None, bool]] = [
        (block.chrom, block.start, block.end, block.depth, block.passed) for block in contents.blocks
    ]
    for call in contents.calls:
        variant = call.variant
        looked = call.status in (CallStatus.CALLED, CallStatus.NOT_CALLED)
        rows.append((variant.chrom, variant.pos, variant.pos + len(variant.ref) - 1, call.support.depth, looked))
    return DepthTrack(rows)


def target_track(assay: Assay | None) -> DepthTrack | None:
    if assay is None or not assay.regions:
        return None
    return DepthTrack((chrom, start, end, None, True) for chrom, start, end in assay.regions)
