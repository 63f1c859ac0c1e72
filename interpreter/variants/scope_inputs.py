"""What the files of a case can say of absence: which classes they carry, and where they looked."""

from __future__ import annotations

from interpreter.model.assessment import AlterationClass
from interpreter.model.results import SequenceResult
from interpreter.model.variants import CallStatus
from interpreter.variants.assay import Assay
from interpreter.variants.contents import InputContents
from interpreter.variants.depth_tracks import DepthTrack
from interpreter.variants.structural import NEUTRAL

SEQUENCE_CLASSES = frozenset({AlterationClass.SUBSTITUTION, AlterationClass.INDEL})
"""What reference rows and coverage can prove absent; every other class needs an assay that declares it."""

_COMBINED = "CombinedVariantOutput"
_NO_SMALL_VARIANTS = frozenset({"Manta", "GRIDSS", "PURPLE", "Delly", "Sniffles", "GATK germline CNV"})
"""Callers of structural variants and copies: their file, even an empty one, says nothing of small variants."""

_FUSION = frozenset({AlterationClass.FUSION})
_STRUCTURAL = frozenset({AlterationClass.FUSION, AlterationClass.REARRANGEMENT, AlterationClass.ITD})
_COPIES = frozenset({AlterationClass.AMPLIFICATION, AlterationClass.DELETION})


def carries_small_variants(contents: InputContents) -> bool:
    """Tell whether a file could hold small variants: a structural or copy-number file says nothing of them."""
    if contents.calls or contents.blocks or contents.reference_sites or contents.format.startswith(_COMBINED):
        return True
    if contents.structural or contents.fusions or contents.copy_numbers or contents.caller in _NO_SMALL_VARIANTS:
        return False
    if NEUTRAL in contents.ledger.close().set_aside:
        return False
    return contents.format.startswith(("VCF", "BCF", "gVCF", "MAF"))


def kinds_carried(contents: InputContents) -> frozenset[AlterationClass]:
    """Give the classes a file speaks of, by its format, or by what was seen in it.

    A table of fusions speaks of fusions even when it is empty; a VCF speaks of structural events only where it has
    some, or its caller is one of them. Exon skipping is told by RNA output that lists splice variants alone.
    """
    kinds: set[AlterationClass] = set()
    if carries_small_variants(contents):
        kinds |= SEQUENCE_CLASSES | {AlterationClass.ITD}
    if contents.fusions or contents.format.endswith(("fusions", "fusion table")):
        kinds |= _FUSION
    if contents.structural or contents.caller in ("Manta", "GRIDSS", "Delly", "Sniffles"):
        kinds |= _STRUCTURAL
    if contents.copy_numbers or contents.format.endswith("copy number") or NEUTRAL in contents.ledger.close().set_aside:
        kinds |= _COPIES
    if contents.format.startswith(_COMBINED):  # one file of all sections, empty ones too
        kinds -= _STRUCTURAL - {AlterationClass.ITD}
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
        (block.chrom, block.start, block.end, block.depth, block.passed)
        for block in (*contents.blocks, *contents.reference_sites)
    ]
    for call in contents.calls:
        variant = call.variant
        looked = call.status in (CallStatus.CALLED, CallStatus.NOT_CALLED)
        rows.append((variant.chrom, variant.pos, variant.pos + len(variant.ref) - 1, call.support.depth, looked))
    return DepthTrack(rows)


def kinds_unread(contents: InputContents) -> frozenset[AlterationClass]:
    """Give the classes without a place in a sequence of which a file has records that could not be read."""
    failed = contents.ledger.close().failed
    return kinds_carried(contents) - SEQUENCE_CLASSES - {AlterationClass.ITD} if failed else frozenset()


def names_one_pair(result: SequenceResult) -> bool:
    """Tell whether a typed-in fusion result is of two named genes: it says nothing of other partners."""
    sides = result.change.removesuffix(" fusion").strip().split("::")
    return bool(result.partner_gene) or (len(sides) == 2 and "?" not in sides)


def unread_track(contents: InputContents) -> DepthTrack:
    """Lay out the places of failed records: any of them may have named a change."""
    return DepthTrack((chrom, start, end, None, False) for chrom, start, end in contents.unread_places)


def target_track(assay: Assay | None) -> DepthTrack | None:
    """Give an assay's target regions as a track without depths; None where it names none."""
    if assay is None or not assay.regions:
        return None
    return DepthTrack((chrom, start, end, None, True) for chrom, start, end in assay.regions)
