"""What `interpreter check` says of one file."""

from __future__ import annotations

from interpreter.model.variants import Ledger
from interpreter.variants.inputs import CheckResult


def check_lines(name: str, result: CheckResult) -> list[str]:
    """Say what is in a file, which assembly and why, whose samples, and whether it can be interpreted."""
    lines = [name]
    contents = result.contents
    if contents is not None:
        assembly = contents.assembly
        stated = assembly.assembly.value if assembly.assembly is not None else "none needed (genes are named)"
        proven = "" if assembly.assembly is None else " (proven)" if assembly.confirmed else " (stated, not confirmed)"
        lines += [
            f"  format: {contents.format}, {contents.size} bytes, sha256 {contents.sha256}",
            f"  caller: {contents.caller or 'not stated'}",
            f"  assembly: {stated}{proven}",
            *(f"    - {reason}" for reason in assembly.evidence),
            f"  samples: {', '.join(contents.samples) or 'none'}",
            f"  tumour: {contents.tumour or 'no sample column'}; {contents.sample_reason}",
        ]
        if contents.normal:
            lines.append(f"  normal: {contents.normal}")
        lines.append(f"  called alleles and events in the catalogue's genes: {result.called}")
        if contents.blocks:
            lines.append(f"  stretches called reference in the catalogue's genes: {len(contents.blocks)}")
        lines += [f"  warning: {warning}" for warning in contents.warnings]
    if result.ledger is not None:
        lines += ledger_lines(result.ledger)
    if result.fault is not None:
        lines += [
            "  cannot be interpreted as it is",
            f"    problem: {result.fault.problem}",
            *(f"      - {detail}" for detail in result.fault.details),
            f"    meaning: {result.fault.meaning}",
            f"    remedy:  {result.fault.remedy}",
        ]
    else:
        lines.append("  can be interpreted")
    return lines


def ledger_lines(ledger: Ledger) -> list[str]:
    """Give the account of a file's records, with the first ten failures."""
    lines = [f"  records read: {ledger.read}"]
    if ledger.reported:
        lines.append(f"    in the catalogue's genes: {ledger.reported}")
    lines += [f"    set aside, {reason}: {count}" for reason, count in ledger.set_aside.items()]
    lines += [f"    failed, {reason}: {count}" for reason, count in ledger.failed.items()]
    lines += [f"      {failure}" for failure in ledger.failures[:10]]
    return lines
