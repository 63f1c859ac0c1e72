"""A sample that the laboratory says failed: what was called in it is unconfirmed (S8, RULES R2)."""

from __future__ import annotations

from dataclasses import replace

from interpreter.model.assessment import AlterationClass
from interpreter.model.variants import CallStatus, StructuralType, VariantCall
from interpreter.variants.assay import SampleQc
from interpreter.variants.contents import InputContents

FAILED = "the laboratory states that this sample failed quality control"
FAILED_SAMPLE = "The laboratory states that this sample failed quality control: its calls are unconfirmed."
_COPIES = frozenset({AlterationClass.AMPLIFICATION, AlterationClass.DELETION})
_JOINED = frozenset({AlterationClass.FUSION, AlterationClass.REARRANGEMENT})


def doubt_failed(contents: InputContents, qc: SampleQc) -> InputContents:
    """Make the calls of a failed sample unconfirmed: of the classes the statement names, of all where it names none."""
    if qc.state != "failed":
        return contents

    def concerns(classes: frozenset[AlterationClass]) -> bool:
        return not qc.classes or bool(classes & qc.classes)

    return replace(
        contents,
        calls=tuple(
            replace(call, status=CallStatus.UNCONFIRMED, reason=FAILED)
            if call.status is CallStatus.CALLED and concerns(_class_of(call))
            else call
            for call in contents.calls
        ),
        structural=tuple(
            replace(event, status=CallStatus.UNCONFIRMED, reason=FAILED)
            if event.status is CallStatus.CALLED
            and concerns(_JOINED if event.type is StructuralType.BREAKEND else _JOINED | _COPIES)
            else event
            for event in contents.structural
        ),
        fusions=tuple(
            replace(fusion, status=CallStatus.UNCONFIRMED, reason=FAILED)
            if fusion.status is CallStatus.CALLED and concerns(_JOINED)
            else fusion
            for fusion in contents.fusions
        ),
        copy_numbers=tuple(
            replace(copies, status=CallStatus.UNCONFIRMED, reason=FAILED)
            if copies.status is CallStatus.CALLED and concerns(_COPIES)
            else copies
            for copies in contents.copy_numbers
        ),
    )


def _class_of(call: VariantCall) -> frozenset[AlterationClass]:
    if len(call.variant.ref) == len(call.variant.alt):
        return frozenset({AlterationClass.SUBSTITUTION})
    return frozenset({AlterationClass.INDEL, AlterationClass.ITD})
