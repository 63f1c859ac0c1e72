"""CIViC evidence summaries (TSV, nightly or monthly, any year) -> rows of an imported layer.

Keyed on CIViC's own ids: names of profiles changed between releases. What a row says is taken as it stands; the one
thing made of it is our class: A counts as guideline, B as small studies unless the row itself names a randomised
phase 3 trial (RULES R11). No imported row is ever `approved`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interpreter.catalogue.disease_map import map_disease
from interpreter.catalogue.import_tables import import_rows
from interpreter.catalogue.imports import Gatherer, ImportContext, ImportResult, release_text
from interpreter.catalogue.profile_language import translate_profile
from interpreter.catalogue.therapy_names import split_comma_list
from interpreter.catalogue.vocabulary import CIVIC_LEVELS
from interpreter.errors import InputFileError
from interpreter.files import unreadable
from interpreter.model.evidence import Direction, EvidenceClass, Response
from interpreter.model.markers import And, Marker, Not, Or

_OLDER_NAMES = {
    "drugs": "therapies",
    "drug_interaction_type": "therapy_interaction_type",
    "clinical_significance": "significance",
    "pubmed_id": "citation_id",
    "evidence_link": "evidence_civic_url",
}
_NEEDED = (
    "molecular_profile",
    "disease",
    "therapies",
    "therapy_interaction_type",
    "evidence_type",
    "evidence_direction",
    "evidence_level",
    "significance",
    "evidence_status",
    "evidence_id",
)
_TYPES = {"Predictive", "Prognostic", "Diagnostic"}
_DIRECTIONS = {"Supports": Direction.SUPPORTS, "Does Not Support": Direction.DOES_NOT_SUPPORT}
_GERMLINE = {"Rare Germline", "Common Germline", "Germline"}
_ROW = re.compile(r"[A-Z0-9]+")


def import_civic(files: tuple[Path, ...], context: ImportContext) -> ImportResult:
    """Read evidence summaries; an item that stands in several files is taken from its latest review.

    Raises:
        InputFileError: a file is not an evidence summary of CIViC, or cannot be read as a table.
    """
    gatherer = Gatherer(source="CIVIC", context=context)
    latest: dict[str, _Item] = {}
    for file in files:
        for item in _items(file, gatherer):
            gatherer.read += 1
            older = latest.get(item.id)
            if older is not None:
                first, second = sorted((older, item), key=lambda one: one.reviewed)
                gatherer.leave_out(first.id, first.profile, "the same item stands in another row, reviewed later")
                item = second
            latest[item.id] = item
    for count, item in enumerate(latest.values()):
        if count % 500 == 0:
            context.progress("Reading CIViC", count / len(latest))
        _take(item, gatherer)
    reviewed = max((item.reviewed for item in latest.values()), default="")
    header = release_text(
        name="CIViC", version=reviewed or "undated", date=reviewed, licence="CC0-1.0 (content of civicdb.org)"
    )
    return gatherer.result(header)


@dataclass(frozen=True, slots=True)
class _Item:
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    @property
    def id(self) -> str:
        return self["evidence_id"]

    @property
    def profile(self) -> str:
        return " ".join(self["molecular_profile"].split())

    @property
    def reviewed(self) -> str:
        """ISO date of the last review; "" when the file has none."""
        date = self["last_review_date"][:10]
        return date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else ""


def _items(file: Path, gatherer: Gatherer) -> Iterator[_Item]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            # standard quoting reads both generations: bare quotes of 2024 and doubled ones since 2025
            reader = csv.reader(text, delimiter="\t")
            header = [_OLDER_NAMES.get(name, name) for name in next(reader, [])]
            _require_columns(file, header)
            for values in reader:
                if not values:
                    continue
                if len(values) != len(header):
                    gatherer.read += 1
                    reason = f"line {reader.line_num} has {len(values)} cells where the header has {len(header)}"
                    gatherer.leave_out("", file.name, reason, "the row has another number of cells than the header")
                    continue
                cells = dict(zip(header, values, strict=True))
                if "molecular_profile" not in cells:
                    cells["molecular_profile"] = f"{cells['gene']} {cells['variant']}"
                yield _Item(cells)
    except OSError as error:
        raise unreadable(file, error) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(file, str(error)) from error


def _require_columns(file: Path, header: list[str]) -> None:
    needed = set(_NEEDED) - set(header)
    if "gene" in header and "variant" in header:
        needed.discard("molecular_profile")
    if needed:
        raise _unreadable(file, f"it has no columns {', '.join(sorted(needed))}")


def _unreadable(file: Path, reason: str) -> InputFileError:
    return InputFileError(
        problem=f"'{file.name}' is not an evidence summary of CIViC: {reason}.",
        meaning="Nothing was imported from any file.",
        remedy="Give the file whose name ends in ClinicalEvidenceSummaries.tsv; the other files of a release are "
        "not needed.",
    )


def _take(item: _Item, gatherer: Gatherer) -> None:
    """Make evidence rows of one item, or say why not; the first reason that holds is the one that is told."""
    reason, group = _refusal(item)
    if reason:
        gatherer.leave_out(item.id, item.profile, reason, group)
        return
    said = _significances()[item["evidence_type"], item["significance"]]
    disease = map_disease(item["disease"], gatherer.context.tumours)
    if not disease.codes:
        gatherer.leave_out(item.id, item.profile, disease.reason, disease.reason)
        return
    translation = translate_profile(item.profile, gatherer.context.naming)
    if translation.marker is None:
        group = "the marker language cannot say the profile"
        gatherer.leave_out(item.id, item.profile, translation.reason, group)
        return
    marker, population = _with_origin(item, translation.marker, gatherer)
    regimens, reason = _regimens(item, gatherer)
    if reason:
        gatherer.leave_out(item.id, item.profile, reason)
        return
    for note in translation.notes:
        gatherer.warn(item.id, item.profile, note, "the profile was read in a certain way")
    if item["is_flagged"].lower() == "true":
        gatherer.warn(item.id, item.profile, "flagged at the source as questioned")
    gatherer.taken += 1
    direction = _direction(item, said["speaks"])
    for regimen in regimens:
        suffix = f"-{_word(' '.join(regimen))}" if len(regimens) > 1 else ""
        gatherer.add(
            f"EV-CIVIC-{item.id}{suffix}",
            marker,
            disease,
            therapies=" + ".join(regimen),
            response=said["response"],
            direction=direction.value,
            level=_level(item).value,
            source_level=_source_level(item),
            source_ids=f"{_register(gatherer)}|{_citation(item, gatherer)}",
            statement=_statement(item, regimen),
            source_date=item.reviewed,
            population=population,
            note="; ".join((*translation.notes, *_flags(item))),
        )


def _refusal(item: _Item) -> tuple[str, str]:
    """Give the reason and its group where an item cannot be evidence at all; two empty texts where it can."""
    status = item["evidence_status"].lower()
    kind, significance = item["evidence_type"], item["significance"]
    if not item.id.isdigit():
        return f"its id '{item.id}' is not a number", "its id is not a number"
    if status != "accepted":
        return f"status '{status}': not accepted by the source's editors", "not accepted by the source's editors"
    if kind not in _TYPES:
        return f"type '{kind}' is neither predictive, prognostic nor diagnostic", f"type {kind}"
    if item["evidence_direction"] not in _DIRECTIONS:
        return f"direction '{item['evidence_direction']}' says neither for nor against", "no direction"
    if (kind, significance) not in _significances():
        return f"significance '{significance}' says nothing that can be used", f"{kind}, significance {significance}"
    if item["evidence_level"] not in CIVIC_LEVELS:
        return f"level '{item['evidence_level']}' is not A to E", "unknown level"
    if item["evidence_direction"] == "Does Not Support" and _significances()[kind, significance]["speaks"] == "against":
        return "it does not support a negative: nothing is claimed", "does not support a negative"
    return "", ""


@cache
def _significances() -> dict[tuple[str, str], Mapping[str, str]]:
    return {(row["type"], row["significance"]): row for row in import_rows("civic_significance")}


def _direction(item: _Item, speaks: str) -> Direction:
    return Direction.DOES_NOT_SUPPORT if speaks == "against" else _DIRECTIONS[item["evidence_direction"]]


def _with_origin(item: _Item, marker: Marker, gatherer: Gatherer) -> tuple[Marker, str]:
    """Ask for a germline change where the source saw one; where only a part can be, say it beside the row."""
    if item["variant_origin"] not in _GERMLINE:
        return marker, ""
    if not isinstance(marker, And | Not | Or):
        germline = translate_profile(item.profile, gatherer.context.naming, germline=True)
        if germline.marker is not None:
            return germline.marker, ""
    return marker, "germline changes"


def _regimens(item: _Item, gatherer: Gatherer) -> tuple[tuple[tuple[str, ...], ...], str]:
    """Give the regimens an item speaks of (one empty one for prognosis and diagnosis), or the reason for none."""
    if item["evidence_type"] != "Predictive":
        return ((),), ""
    names = split_comma_list(item["therapies"])
    parts = tuple(regimen for name in names if (regimen := gatherer.names.parts(name)))
    if not parts:
        return (), "no therapy is named"
    how = item["therapy_interaction_type"]
    if len(names) == 1:
        return (parts[0],), ""
    if how == "Combination":
        return (gatherer.names.regimen(names),), ""
    if how == "Substitutes":
        return tuple(dict.fromkeys(parts)), ""
    if how == "Sequential":
        return (), "therapies given one after another are no regimen that can be written"
    return (), "several therapies, and whether together or each alone is not said"


def _level(item: _Item) -> EvidenceClass:
    level = CIVIC_LEVELS[item["evidence_level"]]
    if level is EvidenceClass.SMALL_STUDY and _names_randomised_trial(item):
        return EvidenceClass.RANDOMISED
    return level


def _names_randomised_trial(item: _Item) -> bool:
    """The row itself says more than "B": its statement names a randomised phase 3 trial and no looking back."""
    text = item["evidence_statement"]
    trial = re.search(r"\bphase[ -]?(?:3|III)\b", text, re.IGNORECASE) and re.search(r"\brandomi[sz]ed\b", text, re.I)
    weaker = re.search(r"\bretrospective|\bpost[ -]?hoc\b|\bexploratory\b|\bsubgroup\b", text, re.IGNORECASE)
    return bool(trial) and not weaker and item["rating"] in {"3", "4", "5"}


def _source_level(item: _Item) -> str:
    rating = f", rating {item['rating']}" if item["rating"] else ", not rated"
    return f"CIViC {item['evidence_level']}{rating}"


def _register(gatherer: Gatherer) -> str:
    return gatherer.add_source("SRC-CIVIC", kind="knowledge base", citation="CIViC, civicdb.org", licence="CC0-1.0")


def _citation(item: _Item, gatherer: Gatherer) -> str:
    number, register = item["citation_id"], item["source_type"] or "PubMed"
    trials = [name.strip() for name in item["nct_ids"].split(",") if re.fullmatch(r"NCT\d+", name.strip())]
    pubmed = register == "PubMed" and number.isdigit()
    citation = item["citation"] or f"source of CIViC evidence item {item.id}"
    return gatherer.add_source(
        f"SRC-CIVIC-{_word(register)}-{_word(number) or 'EID' + item.id}",
        kind="paper",
        citation=citation if pubmed else f"{citation} ({register} {number})",
        pmid=number if pubmed else "",
        nct=trials[0] if len(trials) == 1 else "",
        licence="named, not copied",
    )


def _statement(item: _Item, regimen: tuple[str, ...]) -> str:
    """Say in our own words what the row claims; the source's own text stays at the source."""
    denied = item["evidence_direction"] == "Does Not Support"
    verb = "does not support" if denied else "supports"
    claim = f"{item['significance'].lower()} {'to ' + ' + '.join(regimen) if regimen else ''}".strip()
    if item["evidence_type"] == "Diagnostic":
        claim = "the diagnosis" if item["significance"] == "Positive" else "another diagnosis"
    if item["evidence_type"] == "Predictive" and item["significance"] == Response.TOXICITY.value:
        claim = f"toxicity of {' + '.join(regimen)}"
    return f"CIViC evidence {item.id} {verb} {claim} with {item.profile} in {item['disease'] or 'tumours'}."


def _flags(item: _Item) -> tuple[str, ...]:
    return ("flagged at the source as questioned",) if item["is_flagged"].lower() == "true" else ()


def _word(text: str) -> str:
    return "-".join(_ROW.findall(text.upper()))
