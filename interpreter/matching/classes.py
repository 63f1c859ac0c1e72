"""The engine for class definitions: each rule of classes.tsv read against one alteration (RULES R7)."""

from __future__ import annotations

from collections.abc import Callable

from interpreter.matching.changes import has_change, named_change
from interpreter.matching.fits import NO, Fit, changes_protein, consequences, maybe, no, overlaps, yes
from interpreter.matching.fits import protein_unknown as unknown
from interpreter.matching.fits import residues_touched as touched
from interpreter.matching.rules import ClassRule
from interpreter.model.alterations import Alteration, AlterationKind, Consequence, ProteinChange
from interpreter.model.findings import Exactness

_UNKNOWN_BASES = "the reference bases there are not known, so the residues are not"


def class_fit(rule: ClassRule, alteration: Alteration) -> Fit:
    """Tell whether one alteration belongs to the class; listed changes win over the rule."""
    effect = alteration.effect
    if effect is None:
        return NO
    if any(has_change(effect, named_change(change)) for change in rule.changes_out):
        return no(rule.outside)
    if any(has_change(effect, named_change(change)) for change in rule.changes_in):
        return yes(_exactness(rule))
    fit = _RULES[rule.rule](rule, alteration)
    return no(rule.outside) if fit is NO and changes_protein(alteration) else fit


def _exactness(rule: ClassRule) -> Exactness:
    return rule.exactness if rule.exactness is not None else Exactness.CLASS


def _in_frame(alteration: Alteration) -> ProteinChange | None:
    """Give the protein change when it keeps the frame and brings no stop."""
    protein = alteration.effect.protein if alteration.effect is not None else None
    return None if protein is None or protein.frameshift or "*" in protein.ref + protein.alt else protein


def _beside(rule: ClassRule, alteration: Alteration) -> bool:
    return overlaps(touched(alteration), rule.first, rule.last)


def _net_loss(rule: ClassRule, alteration: Alteration) -> Fit:
    if not _beside(rule, alteration):
        return NO
    if unknown(alteration):
        return maybe(_UNKNOWN_BASES)
    protein = _in_frame(alteration)
    return yes(_exactness(rule)) if protein is not None and protein.net_residues <= -rule.net else NO


def _net_gain(rule: ClassRule, alteration: Alteration) -> Fit:
    if not _beside(rule, alteration):
        return NO
    if unknown(alteration):
        return maybe(_UNKNOWN_BASES)
    protein = _in_frame(alteration)
    return yes(_exactness(rule)) if protein is not None and protein.net_residues >= rule.net else NO


def _itd(rule: ClassRule, alteration: Alteration) -> Fit:
    """An in-frame gain of at least `net` bases between the residues; a `<DUP>` without a length may be one."""
    effect = alteration.effect
    if effect is None or effect.duplicated_exons or not _beside(rule, alteration):
        return NO  # whole exons repeated are another event
    gain = effect.span.net_bases
    if alteration.kind is AlterationKind.STRUCTURAL and gain == 0:
        return maybe(rule.unclear)
    if gain < rule.net or gain % 3:
        return NO
    if effect.protein is not None and _in_frame(alteration) is None:
        return NO
    return yes(_exactness(rule))


def _range(rule: ClassRule, alteration: Alteration) -> Fit:
    if not _beside(rule, alteration):
        return NO
    if unknown(alteration):
        return maybe(_UNKNOWN_BASES)
    return yes(_exactness(rule)) if consequences(alteration) & rule.consequences else NO


def _frameshift_insertion(rule: ClassRule, alteration: Alteration) -> Fit:
    effect = alteration.effect
    if effect is None or Consequence.FRAMESHIFT not in consequences(alteration) or effect.span.net_bases < rule.net:
        return NO
    first = effect.protein.first if effect.protein is not None else touched(alteration).start
    return yes(_exactness(rule)) if rule.first <= first <= rule.last else NO


def _skipping(rule: ClassRule, alteration: Alteration) -> Fit:
    """Loss of the exon alone, of its essential splice sites, or of its last base.

    `first` is the c. position of that base, `net` the last donor offset that must be looked at again.
    """
    effect = alteration.effect
    if effect is None:
        return NO
    exon = rule.exons[0]
    if exon in effect.exons and set(effect.exons) - {exon} - set(effect.deleted_exons):
        return maybe(rule.unclear)  # a part of another exon is lost too: not this exon alone
    if effect.deleted_exons:
        return yes(_exactness(rule)) if effect.deleted_exons == (exon,) else NO
    # what is only inserted beside a splice site may leave it as it is
    change = effect.hgvs_c.rpartition(":")[2]
    inserted = "dup" in change or ("ins" in change and "delins" not in change)
    if any(number == exon for _, number in effect.splice_sites):
        return maybe(rule.unclear) if inserted else yes(_exactness(rule))
    start, end = effect.span.start, effect.span.end
    exonic = 0 in (effect.span.start_offset, effect.span.end_offset)
    if exonic and start is not None and end is not None and start <= rule.last + 2 and end >= rule.first:
        if start <= rule.last and effect.span.start_offset == 0 and not inserted:
            return yes(_exactness(rule))
        return maybe(rule.unclear)
    near = any(number == exon and offset <= rule.net for _, number, offset in effect.near_splice)
    return maybe(rule.unclear) if near else NO


def _exon_deletion(rule: ClassRule, alteration: Alteration) -> Fit:
    effect = alteration.effect
    return yes(_exactness(rule)) if effect is not None and effect.deleted_exons == rule.exons else NO


def _exon_duplication(rule: ClassRule, alteration: Alteration) -> Fit:
    effect = alteration.effect
    whole = effect is not None and set(rule.exons) <= set(effect.duplicated_exons)
    return yes(_exactness(rule)) if whole else NO


_RULES: dict[str, Callable[[ClassRule, Alteration], Fit]] = {
    "net_loss": _net_loss,
    "net_gain": _net_gain,
    "itd": _itd,
    "range": _range,
    "frameshift_insertion": _frameshift_insertion,
    "skipping": _skipping,
    "exon_deletion": _exon_deletion,
    "exon_duplication": _exon_duplication,
}
