"""Features of the Molecular Oncology Almanac, both schemas -> marker expressions; what cannot be said has a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from interpreter.catalogue.naming import Naming
from interpreter.catalogue.profile_language import Translation, translate_profile
from interpreter.errors import MarkerSyntaxError
from interpreter.model.marker_text import parse_marker

Fields = Mapping[str, Any]


class _CannotSayError(Exception):
    """The text is the reason."""


def feature_marker(kind: str, genes: tuple[str, ...], values: Fields, naming: Naming) -> Translation:
    """Turn one feature into an expression.

    Args:
        kind: the source's feature or biomarker type.
        genes: its genes, of a rearrangement 5' before 3'.
        values: its further fields; missing, None and "" are the same.
    """
    read = _KINDS.get(kind)
    if read is None:
        return Translation(None, f"a feature of type '{kind}' has no words in the marker language")
    notes: list[str] = []
    try:
        text = read(genes, {name: value for name, value in values.items() if value not in (None, "")}, notes)
    except _CannotSayError as reason:
        return Translation(None, str(reason))
    germline = kind == "Germline Variant"
    if not text.startswith("="):
        found = translate_profile(text, naming, germline=germline)
        return Translation(found.marker, found.reason, (*found.notes, *notes))
    try:
        return Translation(parse_marker(text[1:]), notes=tuple(notes))
    except MarkerSyntaxError as fault:
        return Translation(None, f"the marker language cannot write it: {fault.problem}")


# each reader gives a profile's words ("BRAF V600E"), or an expression behind "="


def _variant(genes: tuple[str, ...], values: Fields, notes: list[str]) -> str:
    gene = _one(genes)
    change = str(values.get("protein_change", "")).removeprefix("p.")
    if change:
        return f"{gene} {change}"
    what = str(values.get("variant_annotation", ""))
    exon = str(values.get("exon", ""))
    if gene == "MET" and exon == "14" and what in {"Splice Site", "Deletion"}:
        return "MET exon 14 skipping"
    if exon:
        effect = _EXON_EFFECTS.get(what)
        if effect is None:
            raise _CannotSayError(f"'{what}' of one exon has no words in the marker language")
        if what in {"Deletion", "Insertion"}:
            notes.append(f"a {what.lower()} in exon {exon} is read as one in frame")
        return f"{gene} exon {exon} {effect}"
    if not what:
        if values.get("requires_pathogenic") or str(values.get("pathogenic", "")) == "1":
            notes.append("a pathogenic variant is read as loss of function")
            return f"{gene} loss-of-function"
        return f"{gene} oncogenic mutation" if values.get("requires_oncogenic") else f"{gene} mutation"
    words = _EFFECTS.get(what)
    if words is None:
        raise _CannotSayError(f"'{what}' has no words in the marker language")
    if words == "loss-of-function":
        notes.append(f"'{what.lower()}' is read as loss of function")
    return f"{gene} {words}"


def _copies(genes: tuple[str, ...], values: Fields, _notes: list[str]) -> str:
    return f"{_one(genes)} {str(values.get('direction', '')).lower()}"


def _arm(_genes: tuple[str, ...], values: Fields, _notes: list[str]) -> str:
    chromosome = str(values.get("chromosome", "")).removeprefix("chr")
    change = {"Deletion": "loss", "Amplification": "gain"}.get(str(values.get("direction", "")), "")
    return f"=arm {chromosome}{values.get('arm', '')} {change}"


def _rearrangement(genes: tuple[str, ...], values: Fields, _notes: list[str]) -> str:
    locus = "".join(str(values.get("locus", "")).split())
    if locus:
        return f"=karyotype {locus}"
    if len(genes) == 2:
        return f"{genes[0]}::{genes[1]} fusion"
    return f"{_one(genes)} fusion"


def _protein(_genes: tuple[str, ...], values: Fields, _notes: list[str]) -> str:
    name = str(values.get("marker", ""))
    short = re.search(r"\(([^)]+)\)$", name)
    marker = short.group(1) if short is not None else name
    unit, value = str(values.get("unit", "")), values.get("value")
    if unit == "status":
        category = str(value).lower()
        # a trial's "HER2-negative" takes low and ultralow in
        return "=!(HER2 positive)" if (marker, category) == ("HER2", "negative") else f"={marker} {category}"
    score = next((word for mark, word in _SCORES.items() if mark in unit), "")
    if not score or not isinstance(value, int | float) or isinstance(value, bool):
        raise _CannotSayError(f"'{name}' with unit '{unit}' has no words in the marker language")
    percent = value * 100 if score in {"TPS", "IC"} else value
    return f"={marker} {score} {values.get('equality', '>=')} {percent:g}"


def _burden(_genes: tuple[str, ...], values: Fields, notes: list[str]) -> str:
    if "mutations_per_mb" in values:
        return f"=TMB >= {values['mutations_per_mb']}"
    if "minimum_mutations" in values:
        raise _CannotSayError("a count of mutations without the size that was read is no burden per megabase")
    notes.append("the source names no threshold; 10 mutations per megabase is this program's reading")
    return "=TMB >= 10"


def _fixed(text: str, allowed: str) -> Callable[[tuple[str, ...], Fields, list[str]], str]:
    def read(_genes: tuple[str, ...], values: Fields, _notes: list[str]) -> str:
        status = str(values.get("status", ""))
        if re.search(allowed, status, re.IGNORECASE) is None:
            raise _CannotSayError(f"status '{status}' has no words in the marker language")
        return text

    return read


def _one(genes: tuple[str, ...]) -> str:
    if not genes:
        raise _CannotSayError("no gene is named")
    return genes[0]


_EXON_EFFECTS = {
    "": "mutation",
    "Missense": "missense",
    "Deletion": "in-frame deletion",
    "Insertion": "in-frame insertion",
    "Frameshift": "frameshift",
}
_EFFECTS = {
    "Nonsense": "loss-of-function",
    "Splice Site": "loss-of-function",
    "Frameshift": "frameshift",
    "Missense": "missense",
    "Activating mutation": "activating mutation",
    "Internal Tandem Duplication (ITD)": "ITD",
}
_SCORES = {"TPS": "TPS", "CPS": "CPS", "TIIC": "IC"}
_KINDS: dict[str, Callable[[tuple[str, ...], Fields, list[str]], str]] = {
    "Somatic Variant": _variant,
    "Germline Variant": _variant,
    "Copy Number": _copies,
    "Copy Number (arm level)": _arm,
    "Rearrangement": _rearrangement,
    "Protein expression": _protein,
    "Mutational Burden": _burden,
    "Microsatellite Stability": _fixed("=MSI high", r"msi-h"),
    "Mismatch Repair": _fixed("=MMR deficient", r"^deficient"),
    "Homologous Recombination": _fixed("=HRD positive", r"^deficient"),
    "Wild type": lambda genes, _values, _notes: f"{_one(genes)} wildtype",
}
