"""What a report says of approvals: by whom, of what kind and since when, and who has read the label."""

from __future__ import annotations

from interpreter.model.evidence import Approval, ApprovalKind, Direction, Response, Status
from interpreter.model.findings import Finding, TumourRelation
from interpreter.national import authorised_nationally
from interpreter.report import wording


def approvals(finding: Finding, region: str) -> tuple[str, ...]:
    """Say what is approved, by whom, in this tumour or elsewhere: one plain statement a line."""
    own = region or "FDA or EMA"
    current = [approval for approval in finding.approvals if approval.is_current]
    gone = [approval for approval in finding.approvals if not approval.is_current]
    said: list[str] = []
    if finding.tumour_relation is TumourRelation.EXCLUDED:
        said.append("Not approved here: the label excludes this tumour type.")
    elif finding.approved_here:
        said.append(_who("", "Approved in this tumour type", current))
    elif current and wording.in_this_disease(finding):
        opening = f"Not approved by {own} for this marker."
        if where := authorised_nationally(finding.evidence.therapies, region):
            told = "whether for this marker: see the national text."
            opening = f"Authorised in {where} nationally, not by the {own}; {told}"
        said.append(_who(opening, "Approved elsewhere", current))
    elif current and finding.tumour_relation is TumourRelation.DESCENDANT:
        said.append(_who("Off-label unless the histology is the label's.", "Approved", current))
    elif current:
        said.append(_who("Off-label here.", "Approved for another tumour type", current))
    elif finding.response is Response.SENSITIVITY and finding.direction is Direction.SUPPORTS:
        said.append("No approval for this marker: off-label, unless a label has the disease without it.")
    if gone:
        said.append(_who("", "No longer current", gone))
    return tuple(said)


def _who(opening: str, approved: str, rows: list[Approval]) -> str:
    """Name who approved and, apart from them, who pays: a reimbursement is no approval.

    What holds for all of them is said once.
    """
    notes = {_check(row) for row in rows}
    common = notes.pop() if len(notes) == 1 else ""
    pays = [row for row in rows if row.is_current and row.kind is ApprovalKind.REIMBURSED]
    told = []
    if granted := [row for row in rows if row not in pays]:
        told.append(f"{approved}: {_agencies(granted, common)}")
    if pays:
        told.append(f"{'reimbursed' if granted else 'Reimbursed'}: {_agencies(pays, common)}")
    return " ".join(filter(None, (opening, "; ".join(told)))) + (f" – {common}." if common else ".")


def _agencies(rows: list[Approval], common: str) -> str:
    """List approvals, one for each agency and kind; `common` is a note on all of them that is told elsewhere.

    The date is the earliest first decision; of what is over, the day on which the last ended, where all are known.
    """
    alike: dict[tuple[str, str, str], list[Approval]] = {}
    for row in rows:
        alike.setdefault((row.agency, _state(row), "" if common else _check(row)), []).append(row)
    told = []
    for (agency, state, note), same in alike.items():
        more = ", ".join(filter(None, (state, _when(same), note)))
        told.append(f"{agency} ({more})" if more else agency)
    return "; ".join(told)


def _when(same: list[Approval]) -> str:
    dates = [row.first_date for row in same]
    first = min(dates) if all(dates) else ""  # one that is not known may be the earliest
    if same[0].is_current:
        return first
    ended = [row.withdrawn_date for row in same]
    return max(ended) if all(ended) else f"first approved {first}" if first else ""


def verification(finding: Finding) -> str:
    """Say who has checked what a finding rests on; "" when a person has (RULES R12)."""
    if finding.verified:
        return ""
    current = [approval for approval in finding.approvals if approval.is_current]
    states = {_check(approval) for approval in current}
    if not states or wording.UNVERIFIED in states:
        return wording.UNVERIFIED
    return wording.READ_ONLY if wording.READ in states else ""


def _check(row: Approval) -> str:
    if row.verification.verified:
        return ""
    return wording.READ if row.read_on else wording.UNVERIFIED


def _state(row: Approval) -> str:
    """Say "regular", "accelerated" ... of a current row, else what became of it; that one pays is said before."""
    if row.is_current:
        kind = "" if row.kind is ApprovalKind.REIMBURSED else wording.APPROVAL_KINDS[row.kind]
        return ", ".join(filter(None, (kind, "its label asks for no test" if row.test == "none_stated" else "")))
    return "superseded" if row.status is Status.SUPERSEDED else "withdrawn"
