"""Molecular Oncology Almanac -> rows of an imported layer: the flat release (one JSON), the referenced one (a folder).

Polarity stands as written: a biomarker with `_present: false` becomes a negated term, and the reader is told that the
source says "must be absent". Its approvals count as guideline here: no imported row is ever `approved` (RULES R11).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from interpreter.catalogue.disease_map import Disease, map_disease
from interpreter.catalogue.imports import Gatherer, ImportContext, ImportResult, join_all, release_text
from interpreter.catalogue.moalmanac_features import feature_marker
from interpreter.catalogue.profile_language import Translation
from interpreter.catalogue.vocabulary import MOALMANAC_LEVELS
from interpreter.errors import InputFileError
from interpreter.files import unreadable
from interpreter.model.evidence import Direction, EvidenceClass, Response
from interpreter.model.markers import Marker, Not

_LICENCE = "as stated by moalmanac.org (GPL-2.0, research use); kept on this machine"
_MOST_BYTES = 200_000_000
_REFERENCED = ("statements", "propositions", "biomarkers", "genes", "diseases", "therapies", "documents")
_CLAIMS: tuple[tuple[str, str, Response, Direction], ...] = (
    ("therapy_sensitivity", "1", Response.SENSITIVITY, Direction.SUPPORTS),
    ("therapy_sensitivity", "0", Response.SENSITIVITY, Direction.DOES_NOT_SUPPORT),
    ("therapy_resistance", "1", Response.RESISTANCE, Direction.SUPPORTS),
    ("therapy_resistance", "0", Response.RESISTANCE, Direction.DOES_NOT_SUPPORT),
    ("favorable_prognosis", "1", Response.PROGNOSIS, Direction.SUPPORTS),
    ("favorable_prognosis", "0", Response.PROGNOSIS, Direction.SUPPORTS),
    ("adverse_event_risk", "1", Response.TOXICITY, Direction.SUPPORTS),
    ("diagnostic", "1", Response.DIAGNOSIS, Direction.SUPPORTS),
)
_WITHOUT_THERAPY = {Response.PROGNOSIS, Response.DIAGNOSIS}


def import_moalmanac(path: Path, context: ImportContext) -> ImportResult:
    """Read the flat release (a JSON file) or the referenced one (its folder, or any file in it).

    Raises:
        InputFileError: it is neither.
    """
    folder = path if path.is_dir() else path.parent
    if path.is_dir() or (path.stem in {*_REFERENCED, "about"} and (folder / "statements.json").is_file()):
        return _referenced(folder, context)
    return _flat(path, context)


def _flat(path: Path, context: ImportContext) -> ImportResult:
    rows = _json(path)
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "feature_type" in row for row in rows):
        raise _unreadable(path, "it is not a list of assertions")
    gatherer = Gatherer(source="MOALMANAC", context=context)
    for row in rows:
        gatherer.read += 1
        _flat_row(row, gatherer)
    date = max((_date(row.get("last_updated")) for row in rows), default="")
    return gatherer.result(release_text(name="Molecular Oncology Almanac", version=date, date=date, licence=_LICENCE))


def _flat_row(row: Mapping[str, Any], gatherer: Gatherer) -> None:
    identity = str(row.get("assertion_id", ""))
    genes = tuple(str(row[name]) for name in ("gene", "gene1", "gene2") if row.get(name))
    what = " ".join((str(row["feature_type"]), *genes, str(row.get("protein_change") or "")))
    level = MOALMANAC_LEVELS.get(str(row.get("predictive_implication", "")))
    claims = [claim for claim in _CLAIMS if str(row.get(claim[0], "")) == claim[1]]
    if row.get("_deprecated"):
        gatherer.leave_out(identity, what, "withdrawn at the source")
    elif not identity.isdigit() or level is None:
        gatherer.leave_out(identity, what, "it has no number or no level of evidence that is known")
    elif not claims:
        gatherer.leave_out(identity, what, "it claims neither response, outcome, risk nor diagnosis")
    else:
        translation = feature_marker(str(row["feature_type"]), genes, row, gatherer.context.naming)
        disease = map_disease(
            str(row.get("disease") or row.get("oncotree_term") or ""),
            gatherer.context.tumours,
            code=str(row.get("oncotree_code") or ""),
        )
        marker = _usable(identity, what, translation, disease, gatherer)
        if marker is not None:
            _flat_claims(row, identity, what, marker, disease, level, claims, translation.notes, gatherer)


def _usable(identity: str, what: str, translation: Translation, disease: Disease, gatherer: Gatherer) -> Marker | None:
    if translation.marker is None:
        gatherer.leave_out(identity, what, translation.reason, "the marker language cannot say the feature")
    elif not disease.codes:
        gatherer.leave_out(identity, what, disease.reason)
    else:
        for note in translation.notes:
            gatherer.warn(identity, what, note, "the feature was read in a certain way")
        return translation.marker
    return None


def _flat_claims(
    row: Mapping[str, Any],
    identity: str,
    what: str,
    marker: Marker,
    disease: Disease,
    level: EvidenceClass,
    claims: list[tuple[str, str, Response, Direction]],
    notes: tuple[str, ...],
    gatherer: Gatherer,
) -> None:
    regimen = gatherer.names.regimen(tuple(str(row.get("therapy_name") or "").split(" + ")))
    usable = [claim for claim in claims if regimen or claim[2] in _WITHOUT_THERAPY]
    if not usable:
        gatherer.leave_out(identity, what, "no therapy is named")
        return
    gatherer.taken += 1
    for name, value, response, direction in usable:
        suffix = f"-{response.value.upper().replace('_', '-')}" if len(usable) > 1 else ""
        parts = () if response in _WITHOUT_THERAPY else regimen
        gatherer.add(
            f"EV-MOALMANAC-{identity}{suffix}",
            marker,
            disease,
            therapies=" + ".join(parts),
            response=response.value,
            direction=direction.value,
            level=level.value,
            source_level=f"MOAlmanac {row['predictive_implication']}",
            source_ids=f"{_register(gatherer)}|{_flat_source(row, gatherer)}",
            statement=_statement(identity, what, parts, f"{name.replace('_', ' ')} {value}", disease),
            source_date=_date(row.get("last_updated")),
            population=str(row.get("context") or ""),
            note="; ".join(notes),
        )


def _flat_source(row: Mapping[str, Any], gatherer: Gatherer) -> str:
    pmid, doi, nct = (str(row.get(name) or "") for name in ("pmid", "doi", "nct"))
    kind = {"FDA": "label", "Guideline": "guideline"}.get(str(row.get("source_type")), "paper")
    return gatherer.add_source(
        f"SRC-MOALMANAC-{row.get('source_id')}",
        kind=kind,
        citation=_short(str(row.get("citation") or row.get("url") or f"source {row.get('source_id')}")),
        pmid=pmid if pmid.isdigit() else "",
        doi=doi if doi.startswith("10.") else "",
        nct=nct if re.fullmatch(r"NCT\d+", nct) else "",
        licence="named, not copied",
    )


# --- the referenced release ---------------------------------------------------------------------------------------


def _referenced(folder: Path, context: ImportContext) -> ImportResult:
    tables = {name: _by_id(folder / f"{name}.json") for name in _REFERENCED}
    groups = folder / "therapy_groups.json"
    tables["therapy_groups"] = _by_id(groups) if groups.is_file() else {}
    about = _json(folder / "about.json") if (folder / "about.json").is_file() else {}
    gatherer = Gatherer(source="MOALMANAC", context=context)
    for statement in tables["statements"].values():
        gatherer.read += 1
        identity = str(statement.get("id", ""))
        try:
            _statement_row(identity, statement, tables, gatherer)
        except (KeyError, TypeError, IndexError) as error:
            reason = f"it refers to something that is not in the release ({error})"
            gatherer.leave_out(identity, "", reason, "it refers to something that is not in the release")
    date = _date(about.get("last_updated")) if isinstance(about, dict) else ""
    header = release_text(name="Molecular Oncology Almanac", version=date or "undated", date=date, licence=_LICENCE)
    return gatherer.result(header)


def _statement_row(
    identity: str, statement: Mapping[str, Any], tables: Mapping[str, dict[Any, Any]], gatherer: Gatherer
) -> None:
    proposition = tables["propositions"][statement["proposition_id"]]
    response = _PREDICATES.get(str(proposition["predicate"]))
    biomarkers = [tables["biomarkers"][number] for number in proposition["biomarkers"]]
    what = " and ".join(str(biomarker["name"]) for biomarker in biomarkers)
    if response is None:
        gatherer.leave_out(identity, what, f"predicate '{proposition['predicate']}' is not known")
        return
    if statement["direction"] not in {"supports", "disputes"}:
        gatherer.leave_out(identity, what, f"direction '{statement['direction']}' is not known")
        return
    source = tables["diseases"][proposition["conditionQualifier_id"]]
    system, _, code = str(source.get("primary_coding_id", "")).partition(":")
    disease = map_disease(str(source["name"]), gatherer.context.tumours, code=code if system == "oncotree" else "")
    translation = _all_biomarkers(identity, what, biomarkers, tables["genes"], gatherer)
    marker = _usable(identity, what, translation, disease, gatherer)
    if marker is None:
        return
    regimens = list(_proposed_regimens(proposition, tables, gatherer))
    if not regimens:
        gatherer.leave_out(identity, what, "no therapy is named")
        return
    gatherer.taken += 1
    document = tables["documents"][statement["reportedIn"][0]]
    direction = Direction.SUPPORTS if statement["direction"] == "supports" else Direction.DOES_NOT_SUPPORT
    absent = " The source says 'must be absent' of a marker; it stands as written." if _negated(biomarkers) else ""
    for number, regimen in enumerate(regimens, start=1):
        gatherer.add(
            f"EV-MOALMANAC-REF-{identity}" + (f"-{number}" if len(regimens) > 1 else ""),
            marker,
            disease,
            therapies=" + ".join(regimen),
            response=response.value,
            direction=direction.value,
            level=EvidenceClass.GUIDELINE.value,
            source_level=f"MOAlmanac approval, {str(document.get('agent_id', '')).upper()}",
            source_ids=f"{_register(gatherer)}|{_document(document, gatherer)}",
            statement=_statement(identity, what, regimen, response.value, disease) + absent,
            source_date=_date(document.get("publication_date")),
            note="; ".join(translation.notes),
        )


def _all_biomarkers(
    identity: str, what: str, biomarkers: list[dict[str, Any]], genes: Mapping[Any, Any], gatherer: Gatherer
) -> Translation:
    """Join all biomarkers of a proposition by "and"; one that must be absent is negated, and said."""
    terms: list[Marker] = []
    notes: list[str] = []
    for biomarker in biomarkers:
        values = {str(part["name"]): part.get("value") for part in biomarker.get("extensions", ())}
        symbols = tuple(str(genes[number]["name"]) for number in biomarker.get("genes", ()))
        found = feature_marker(str(values.get("biomarker_type")), symbols, values, gatherer.context.naming)
        if found.marker is None:
            return found
        notes += found.notes
        if values.get("_present") is False:
            said = f"the source says '{biomarker['name']}' must be absent; it stands as written, check it at the label"
            gatherer.warn(identity, what, said, "the source says 'must be absent' of a marker")
            notes.append(said)
            terms.append(Not(found.marker))
        else:
            terms.append(found.marker)
    return Translation(join_all(terms) if terms else None, "no biomarker is named", tuple(dict.fromkeys(notes)))


def _negated(biomarkers: list[dict[str, Any]]) -> bool:
    parts = [part for biomarker in biomarkers for part in biomarker.get("extensions", ())]
    return any(part["name"] == "_present" and part.get("value") is False for part in parts)


def _proposed_regimens(
    proposition: Mapping[str, Any], tables: Mapping[str, dict[Any, Any]], gatherer: Gatherer
) -> Iterator[tuple[str, ...]]:
    def name(number: Any) -> str:
        return str(tables["therapies"][number]["name"])

    if proposition.get("therapy_id") is not None:
        yield gatherer.names.regimen((name(proposition["therapy_id"]),))
    elif proposition.get("therapy_group_id") is not None:
        group = tables["therapy_groups"][proposition["therapy_group_id"]]
        members = tuple(name(number) for number in group["therapies"])
        if group.get("membershipOperator") == "AND":
            yield gatherer.names.regimen(members)
        else:
            yield from (gatherer.names.regimen((member,)) for member in members)


def _document(document: Mapping[str, Any], gatherer: Gatherer) -> str:
    word = "-".join(re.findall(r"[A-Z0-9]+", str(document["id"]).upper()))
    pmid, doi = str(document.get("pmid") or ""), str(document.get("doi") or "")
    return gatherer.add_source(
        f"SRC-MOALMANAC-{word}",
        kind="registry",
        citation=_short(str(document.get("name") or document["id"])),
        pmid=pmid if pmid.isdigit() else "",
        doi=doi if doi.startswith("10.") else "",
        licence="named, not copied",
    )


# --- both ---------------------------------------------------------------------------------------------------------

_PREDICATES = {
    "predictSensitivityTo": Response.SENSITIVITY,
    "predictResistanceTo": Response.RESISTANCE,
    "predictReducedSensitivityTo": Response.REDUCED_BENEFIT,
}


def _register(gatherer: Gatherer) -> str:
    return gatherer.add_source(
        "SRC-MOALMANAC",
        kind="knowledge base",
        citation="Molecular Oncology Almanac, moalmanac.org",
        licence="named, not copied",
    )


def _statement(identity: str, what: str, regimen: tuple[str, ...], claim: str, disease: Disease) -> str:
    subject = f" for {' + '.join(regimen)}" if regimen else ""
    return f"MOAlmanac {identity} claims {claim}{subject} with {what} in {', '.join(disease.codes)}."


def _short(citation: str) -> str:
    """Keep what finds a source again: the first 160 signs without addresses."""
    return " ".join(re.sub(r"https?://\S+", "", citation).split())[:160] or "source at moalmanac.org"


def _date(value: object) -> str:
    text = str(value or "")[:10]
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else ""


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _unreadable(path, f"it is larger than {_MOST_BYTES // 1_000_000} MB")
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, str(error)) from error


def _by_id(path: Path) -> dict[Any, Any]:
    rows = _json(path)
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "id" in row for row in rows):
        raise _unreadable(path, "it is not a list of records with ids")
    return {row["id"]: row for row in rows}


def _unreadable(path: Path, reason: str) -> InputFileError:
    return InputFileError(
        problem=f"'{path.name}' is not a release of the Molecular Oncology Almanac: {reason}.",
        meaning="Nothing was imported.",
        remedy="Give the file molecular-oncology-almanac.json, or the folder 'referenced' of a release.",
    )
