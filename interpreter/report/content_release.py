"""Who stands for the report: the mark on every page, the places to sign, and what it replaces (S19)."""

from __future__ import annotations

from interpreter.model.release import Release, Signature
from interpreter.report import wording
from interpreter.report.blocks import Block, Bullets, Facts, Paragraph, Section, Style, line, soft, strong

_LONGEST_SIGNER = 40
"""The mark stands on one line of every page; the whole name stands under Release."""
_BLANK = "______________________"


def mark(release: Release | None) -> str:
    """Give the mark of every page; the word draft goes only when this very version is signed."""
    if release is None:
        return wording.DRAFT
    amended = ""
    if release.replaces is not None:
        amended = f"; amended, version {release.version}, replaces version {release.replaces.version}"
    if release.signature is None:
        return wording.DRAFT + amended
    name = release.signature.name
    name = name if len(name) <= _LONGEST_SIGNER else name[: _LONGEST_SIGNER - 1] + "…"
    signed = f"Signed by {name} on {release.signature.date}"
    return signed + (amended or f", version {release.version}")


def release_section(release: Release | None) -> Section:
    """Give the places to sign, filled as far as the store knows; what it does not know is an empty line."""
    blocks: list[Block] = [Paragraph(line(strong(_state(release)), " ", _history(release)))]
    if release is not None and release.replaces is not None:
        reasons = tuple(line(strong("Reason: "), reason) for reason in release.reasons)
        blocks.append(Bullets(reasons or (line(strong("Reason: "), wording.NOT_STATED),)))
    signature = release.signature if release is not None else None
    blocks.append(
        Facts(
            (
                ("Interpreted by", line((release.entered_by if release else "") or _BLANK)),
                ("On", line((release.entered_on if release else "") or _BLANK)),
                ("Released by", line(signature.name if signature else _BLANK)),
                ("On", line(signature.date if signature else _BLANK)),
                ("Requested by", line(_BLANK)),
                ("Critical result told to, when", line(_BLANK)),
            )
        )
    )
    if signature is not None and signature.meaning:
        blocks.append(Paragraph(line(strong("What the signature states: "), signature.meaning)))
    blocks.append(Paragraph(line(strong("Intended use. "), wording.INTENDED_USE), Style.SMALL))
    return Section("Release", tuple(blocks))


def audit_section(release: Release | None) -> Section | None:
    """Give the head of the store's audit trail: kept on paper, it shows later whether the trail was cut."""
    if release is None or not release.audit_head:
        return None
    told = line(
        "When this report was made, the audit trail of the store ended at ",
        soft(release.audit_head),
        " (row:digest). Given to `interpreter cases verify --anchor`, it proves later that nothing before was taken "
        "out.",
    )
    return Section("Appendix: audit trail", (Paragraph(told, Style.SMALL),))


def _state(release: Release | None) -> str:
    if release is None or release.signature is None:
        return wording.DRAFT + "."
    return f"Signed, version {release.version}."


def _history(release: Release | None) -> str:
    if release is None:
        return "First edition of this report; nothing was amended."
    if release.replaces is None:
        return f"Version {release.version} of the stored case; no version before it was signed, nothing was amended."
    return (
        f"Amended, version {release.version}, replaces {_signed(release.replaces)}. The replaced version stays in the "
        "store as it was signed, and is not to be used any more."
    )


def _signed(signature: Signature) -> str:
    return f"version {signature.version}, signed by {signature.name} on {signature.date}"
