"""How the embedded catalogue stands to public knowledge bases: recall, and a verdict for every claim it does not hold.

    python benchmarks/catalogue_recall.py KB_FOLDER [--list]

Read through the importers, compared by `catalogue.compare`. MOAlmanac's FDA claims are held against rows with an FDA
approval, those of the Irish regimens and register against rows with an EMA or HSE approval, CIViC's predictive items
of level A and B against all rows. An item with interchangeable medicines counts as its best row. A claim that is not
held, or that a row contradicts, has its verdict in catalogue_verdicts.tsv; without one the exit code is 1, as it is
for a verdict that has nothing left to judge.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from interpreter.catalogue.compare import Agreement, Compared, compare_claims
from interpreter.catalogue.import_civic import import_civic
from interpreter.catalogue.import_moalmanac import import_moalmanac
from interpreter.catalogue.imports import ImportContext, ImportResult
from interpreter.catalogue.load import load_tables
from interpreter.cli.catalogue_naming import import_context
from interpreter.model.evidence import Catalogue, EvidenceItem

VERDICTS = Path(__file__).with_name("catalogue_verdicts.tsv")
"""source, item, verdict, reason: our own words on items of others, named by their public numbers."""
WORDS = {
    "held_otherwise": "the same marker and targeted medicine stand, with another partner, backbone or name",
    "held_elsewhere": "the claim stands for another tumour type, and why not for this one",
    "contrary_kept": "the two contradict each other, and the catalogue's row stays as it is",
    "source_differs": "the source says something else than the label it cites",
    "no_marker_in_label": "the label does not ask for the marker",
    "national_authorisation": "not authorised by the EMA but nation by nation",
    "superseded": "overtaken by later studies",
    "withdrawn_since": "the medicine or its indication was withdrawn; the catalogue says so",
    "other_side": "the catalogue says for whom the medicine is, not for whom it is not",
    "no_benefit_shown": "the study found no benefit, for a use that nobody proposes",
    "not_confirmed": "the study that should confirm it failed, or it was a subgroup",
    "single_study": "one small or retrospective study",
    "not_authorised": "the medicine was never authorised, or is no longer",
    "class_of_medicines": "the source names a class of medicines",
    "chemotherapy": "outcome of chemotherapy or radiation, not chosen by the marker",
    "expression": "an expression that no label or guideline asks for",
    "polymorphism": "an inherited polymorphism that no label or guideline asks for",
    "gene_not_covered": "the program has no transcript of the gene",
}
CIVIC = "civic/nightly-2026-05/nightly-ClinicalEvidenceSummaries.tsv"
_ORDER = list(Agreement)
_ITEM = re.compile(r"EV-[A-Z]+(?:-REF)?-(\d+)")


@dataclass(frozen=True, slots=True)
class Judged:
    """The items of one source: how each stands, and those that need a verdict."""

    source: str
    name: str
    items: Mapping[str, Compared]
    """Best row of each item, by the item's number."""

    @property
    def disagreements(self) -> dict[str, Compared]:
        return {
            number: one for number, one in self.items.items() if one.agreement is not Agreement.HELD or one.opposed_by
        }


def main() -> int:
    """Print the figures of each source, and what has no verdict."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder with civic/ and moalmanac/")
    parser.add_argument("--list", action="store_true", help="every disagreement with its verdict")
    options = parser.parse_args()
    verdicts, found = read_verdicts(), judge(options.folder)
    for one in found:
        print("\n".join(_figures(one, verdicts)))
        if options.list:
            print("\n".join(_listed(one, verdicts)))
    open_ends = without_verdict(found, verdicts)
    print("\n".join(open_ends) or "every disagreement has a verdict")
    return 1 if open_ends else 0


def read_verdicts() -> dict[tuple[str, str], tuple[str, str]]:
    """Give (verdict, reason) by source and item."""
    with VERDICTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {(row["source"], row["item"]): (row["verdict"], row["reason"]) for row in rows}


def judge(folder: Path) -> tuple[Judged, ...]:
    """Compare each source with the rows it speaks of."""
    context = import_context()
    civic = import_civic((folder / CIVIC,), context)
    irish = import_moalmanac(folder / "moalmanac/referenced-hse-hpra", context)
    almanac = import_moalmanac(folder / "moalmanac/molecular-oncology-almanac.json", context)
    return (
        _judged("moalmanac", "MOAlmanac, FDA-approved", almanac, "MOAlmanac FDA-Approved", context, {"FDA"}),
        _judged("hse-hpra", "MOAlmanac, Irish regimens and register", irish, "MOAlmanac", context, {"EMA", "HSE"}),
        _judged("civic", "CIViC, predictive, level A", civic, "CIViC A", context),
        _judged("civic", "CIViC, predictive, level B", civic, "CIViC B", context),
    )


def without_verdict(found: Iterable[Judged], verdicts: Mapping[tuple[str, str], tuple[str, str]]) -> list[str]:
    """Name disagreements without a verdict, and verdicts without a disagreement."""
    open_ends, judged = [], set()
    for one in found:
        for number, compared in one.disagreements.items():
            judged.add((one.source, number))
            if (one.source, number) not in verdicts:
                open_ends.append(f"no verdict: {one.source} {number}: {_claim(compared)}")
    return open_ends + [f"nothing to judge: {source} {item}" for source, item in verdicts.keys() - judged]


def _judged(
    source: str,
    name: str,
    result: ImportResult,
    level: str,
    context: ImportContext,
    agencies: Collection[str] = (),
) -> Judged:
    claims = _claims(result, lambda item: item.source_level.startswith(level))
    own = _of_agencies(context.below, agencies) if agencies else context.below
    items: dict[str, Compared] = {}
    for compared in compare_claims(claims, own, context.tumours):
        matched = _ITEM.match(compared.claim.id)
        number = matched.group(1) if matched else compared.claim.id
        known = items.get(number)
        if known is None or _ORDER.index(compared.agreement) < _ORDER.index(known.agreement):
            items[number] = compared
    return Judged(source, name, items)


def _claims(result: ImportResult, wanted: Callable[[EvidenceItem], bool]) -> list[EvidenceItem]:
    return [item for item in load_tables(result.tables).evidence if wanted(item)]


def _of_agencies(catalogue: Catalogue, agencies: Collection[str]) -> Catalogue:
    """Keep the rows with an approval of these agencies, withdrawn ones too."""
    wanted = set(agencies)
    rows = (item for item in catalogue.evidence if wanted & {approval.agency for approval in item.approvals})
    return replace(catalogue, evidence=tuple(rows))


def _figures(judged: Judged, verdicts: Mapping[tuple[str, str], tuple[str, str]]) -> list[str]:
    total = len(judged.items)
    counts = Counter(one.agreement for one in judged.items.values())
    reasons = Counter(verdicts.get((judged.source, number), ("none", ""))[0] for number in judged.disagreements)
    held = counts[Agreement.HELD]
    otherwise = sum(
        verdicts.get((judged.source, number), ("", ""))[0] == "held_otherwise"
        for number, one in judged.disagreements.items()
        if one.agreement is not Agreement.HELD
    )
    return [
        f"{judged.name}: {total} items; held {held} ({held / max(total, 1):.1%}), "
        f"with another backbone or name {otherwise} ({(held + otherwise) / max(total, 1):.1%} together)",
        *(f"  {counts[agreement]:4} {agreement.value}" for agreement in Agreement),
        *(f"  verdict {verdict}: {count}" for verdict, count in reasons.most_common()),
    ]


def _listed(judged: Judged, verdicts: Mapping[tuple[str, str], tuple[str, str]]) -> list[str]:
    lines = []
    for number, one in judged.disagreements.items():
        verdict, reason = verdicts.get((judged.source, number), ("no verdict", ""))
        lines.append(f"  {number}: {_claim(one)}: {one.agreement.value}; {verdict}: {reason}")
    return lines


def _claim(one: Compared) -> str:
    claim = one.claim
    tumours = ", ".join(claim.tumour_types)
    return (
        f"{' + '.join(claim.therapies)}, {claim.biomarker}, {tumours}, {claim.response.value} {claim.direction.value}"
    )


if __name__ == "__main__":
    sys.exit(main())
