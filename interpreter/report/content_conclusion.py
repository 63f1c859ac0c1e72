"""The conclusion of page 1: a few sentences on what was found, what it opens and closes, and what was not tested."""

from __future__ import annotations

from collections.abc import Mapping

from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Response
from interpreter.model.results import State
from interpreter.report import wording
from interpreter.report.blocks import Line, line, strong
from interpreter.report.options import Option, is_close, standing_alone, unsettled

_MOST_FAR = 2
"""Regimens of other tumour types that the conclusion names beside those of this one."""


def conclusion(interpretation: Interpretation, regimens: tuple[Option, ...]) -> tuple[Line, ...]:
    """Say in a few sentences what was found; a report without findings says what that does not mean."""
    markers = interpretation.markers
    assessed = sum(row.state in (State.DETECTED, State.NOT_DETECTED) for row in markers)
    tested = (
        f"Markers that matter in this tumour type: {len(markers)}; of these, {assessed} could be assessed."
        if markers
        else "No marker of this tumour type could be asked about."
    )
    if not interpretation.findings:
        return (
            line(
                strong("No marker that speaks for or against a therapy was found. "),
                wording.EMPTY_IS_NOT_NEGATIVE + " ",
                tested,
            ),
        )
    labels = names_of(interpretation)
    approved = [option for option in regimens if any(claim.approved_here for claim in option.claims)]
    here = [
        option for option in approved if any(claim.approved_here and not claim.not_as_stated for claim in option.claims)
    ]
    unfit = [option for option in approved if option not in here]
    elsewhere = [option for option in regimens if option not in approved]
    said: list[Line] = []
    if here:
        said.append(line(strong("Approved in this tumour type and met: "), _named(here, labels), "."))
    if unfit:
        told = "Approved in this tumour type and met, but for another line, setting or age than stated: "
        said.append(line(strong(told), _named(unfit, labels), "."))
    if not approved:
        empty = "" if regimens else wording.EMPTY_IS_NOT_NEGATIVE
        said.append(line(strong("No therapy approved in this tumour type is met by a detected marker. "), empty))
    near = [option for option in elsewhere if any(is_close(claim) for claim in option.claims)]
    far = [option for option in elsewhere if option not in near]
    if near:
        said.append(line(f"Other evidence speaks for: {_named(near, labels)}."))
    if len(far) > _MOST_FAR and (approved or near):
        said.append(line(f"Evidence of other tumour types speaks for {len(far)} regimens: see Therapies in full."))
    elif far:
        said.append(line(f"Evidence of other tumour types speaks for: {_named(far, labels)}."))
    opposed = [option for option in regimens if option.against or option.possible]
    if opposed:
        names = [wording.regimen(option.regimen) for option in opposed]
        said.append(line(strong("Resistance or doubt beside: "), f"{first_few(names, 4)}; see the last column."))
    opposed_alone = standing_alone(interpretation)
    less = [finding for finding in opposed_alone if finding.response is Response.REDUCED_BENEFIT]
    against = [finding for finding in opposed_alone if finding not in less]
    for opening, found in (("Detected markers speak against: ", against), ("Less benefit reported for: ", less)):
        names = list(dict.fromkeys(wording.regimen(finding.evidence.therapies) for finding in found))
        if names:
            said.append(line(strong(opening), first_few(names, 4), "."))
    open_findings = unsettled(interpretation)
    if open_findings:
        # what already speaks for a therapy is open only in part: its finding says which question is left
        settled = {wording.met_by(claim, labels) for option in regimens for claim in option.claims}
        names = list(dict.fromkeys(wording.met_by(finding, labels) for finding in open_findings))
        names = [name for name in names if name not in settled]
        if names:
            said.append(line(strong("Not settled: "), f"{first_few(names, 4)}. These drive no therapy until they are."))
    said.append(line(tested))
    untested = [row for row in markers if row.state is State.NOT_ASSESSED]
    untested.sort(key=lambda row: (-len(row.matters_for), row.biomarker))
    if untested:
        most = first_few([row.biomarker for row in untested], 5)
        said.append(line(strong("Not tested, so neither present nor absent: "), most, "."))
    return tuple(said)


def _named(chosen: list[Option], labels: Mapping[str, str]) -> str:
    names = []
    for option in chosen:
        opposed = {claim.response for claim in option.against}
        doubt = ""
        if Response.RESISTANCE in opposed:
            doubt = "; but resistance detected"
        elif Response.REDUCED_BENEFIT in opposed:
            doubt = "; but reduced benefit reported"
        if option.best.given_before:
            doubt += "; given before" if option.given_whole else "; given before in part"
        # the claim that the label is about, where another stands first
        said = next((one for one in option.claims if one.approved_here and not one.not_as_stated), option.best)
        names.append(f"{wording.regimen(option.regimen)} ({wording.met_by(said, labels)}{doubt})")
    return first_few(names, 4)


def first_few(names: list[str], most: int) -> str:
    """Join the first names and say how many are left."""
    left = len(names) - most
    return "; ".join(names[:most]) + (f"; and {left} more" if left > 0 else "")


def names_of(interpretation: Interpretation) -> Mapping[str, str]:
    """Give the short name of each alteration by its id."""
    return {item.id: wording.label(item) for item in interpretation.alterations}
