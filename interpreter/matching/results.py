"""Protein, signature, karyotype and HLA atoms, answered from results that were typed in or read (RULES R8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interpreter.matching.answers import Answer, distinct, sentences
from interpreter.matching.rules import ResultRule, Rules
from interpreter.model.findings import Exactness, Truth
from interpreter.model.marker_words import marker_words
from interpreter.model.markers import ArmAtom, Comparison, GeneClass, HlaAtom, KaryotypeAtom, ResultAtom
from interpreter.model.results import MarkerResult, State
from interpreter.settings import Settings

MarkerAtom = ResultAtom | ArmAtom | KaryotypeAtom | HlaAtom
NO_RESULT = "no result was given"
_UNITS = frozenset({"", "mut/Mb"})
_IHC_STEPS = {"0": 0.0, "0 with staining": 0.0, "1+": 1.0, "2+": 2.0, "3+": 3.0}
"""Steps of HER2 staining as a scale, for labels that ask for 3+ (RULES R8)."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one result says of an atom; `truth` UNKNOWN with `unsure` means seen but not decided."""

    truth: Truth
    reason: str
    unsure: bool = False


def result_answer(atom: MarkerAtom, results: Sequence[MarkerResult], rules: Rules, settings: Settings) -> Answer:
    """Answer one atom from all results given for its marker; results that contradict each other leave it open."""
    fitting, read = _reader(atom, results, rules, settings)
    readings = [read(result) for result in fitting]
    given = [(result, reading) for result, reading in zip(fitting, readings, strict=True) if reading is not None]
    told = [reading for _, reading in given]
    decided = {reading.truth for reading in told if reading.truth is not Truth.UNKNOWN}
    sources = distinct(_source(result) for result, _ in given)
    if len(decided) > 1:
        return Answer(
            truth=Truth.UNKNOWN,
            inconclusive=True,
            reason=f"results contradict each other: {sentences(reading.reason for reading in told)}",
            sources=sources,
            open_atoms=(atom,),
        )
    if decided:
        truth = decided.pop()
        speaking = [(result, reading) for result, reading in given if reading.truth is truth]
        return Answer(
            truth=truth,
            exactness=Exactness.EXACT if truth is Truth.MET else None,
            reason=sentences(reading.reason for _, reading in speaking),
            proof=sentences(_source(result) for result, _ in speaking),
            sources=sources,
        )
    unsure = [reading for reading in told if reading.unsure]
    return Answer(
        truth=Truth.UNKNOWN,
        inconclusive=bool(unsure),
        reason=sentences(reading.reason for reading in unsure or told) or NO_RESULT,
        sources=sources,
        open_atoms=(atom,),
    )


def gene_result_answer(
    gene: str, asked: GeneClass, results: Sequence[MarkerResult], rules: Rules, settings: Settings
) -> Answer:
    """Answer "GENE promoter methylation" or "GENE overexpression" from a result that was given for the gene."""
    return result_answer(ResultAtom(gene, category=asked.asked_result), results, rules, settings)


def _reader(
    atom: MarkerAtom, results: Sequence[MarkerResult], rules: Rules, settings: Settings
) -> tuple[list[MarkerResult], Callable[[MarkerResult], _Reading | None]]:
    match atom:
        case ArmAtom(arm=arm, change=change):
            names = [(f"arm {arm}", change), ("arm", f"{arm} {change}")]
            return [one for one in results if _names(one, names) or _other_arm(one, arm)], lambda one: _named(
                one, names
            )
        case KaryotypeAtom(name=name):
            names = [(f"karyotype {name}", ""), ("karyotype", name)]
            return [one for one in results if _names(one, names)], lambda one: _named(one, names)
        case HlaAtom(allele=allele):
            names = [(f"HLA {allele}", ""), ("HLA", allele)]
            return [one for one in results if _names(one, names)], lambda one: _named(one, names)
        case _:
            own = [one for one in results if one.marker == atom.marker]
            rule = rules.results.get((atom.marker, atom.category))
            return own, lambda one: _compare(atom, one, rule, settings)


def _names(result: MarkerResult, names: list[tuple[str, str]]) -> bool:
    return any(result.marker == marker and (not category or result.category == category) for marker, category in names)


def _other_arm(result: MarkerResult, arm: str) -> bool:
    """A result of this arm that names another change of it says the asked one was not seen."""
    return result.marker == f"arm {arm}"


def _named(result: MarkerResult, names: list[tuple[str, str]]) -> _Reading:
    """Read a result that is there, was looked for and not found, or failed."""
    told = " ".join(filter(None, (result.marker, result.category)))
    if not _settled(result):
        return _unsettled(result)
    if result.state is State.NOT_DETECTED or not _names(result, names) or result.category == "negative":
        return _Reading(Truth.NOT_MET, f"{told}: looked for and not found")
    return _Reading(Truth.MET, f"{told}: reported as present")


def _settled(result: MarkerResult) -> bool:
    return result.state in (State.DETECTED, State.NOT_DETECTED)


def _unsettled(result: MarkerResult) -> _Reading:
    unsure = result.state is State.INCONCLUSIVE
    return _Reading(Truth.UNKNOWN, result.reason or f"{result.marker}: {result.state.value}", unsure=unsure)


def _compare(atom: ResultAtom, result: MarkerResult, rule: ResultRule | None, settings: Settings) -> _Reading | None:
    told = _told(result)
    if not _settled(result):
        return _unsettled(result)
    if atom.clone and result.clone != atom.clone:
        if result.clone:  # another test: the asked one was not done
            return _Reading(Truth.UNKNOWN, f"{told}: clone {atom.clone} is asked for")
        return _Reading(Truth.UNKNOWN, f"{told}: no clone named, {atom.clone} is asked for", unsure=True)
    if result.marker == "TMB" and result.callable_mb is not None and result.callable_mb < settings.tmb_min_callable_mb:
        small = f"{result.callable_mb:g} Mb callable, below {settings.tmb_min_callable_mb:g}"
        return _Reading(Truth.UNKNOWN, f"{told}: {small}", unsure=True)
    if atom.comparison is not None and atom.value is not None:
        return _by_value(atom, result, told)
    return _by_category(atom, result, rule, told)


def _by_value(atom: ResultAtom, result: MarkerResult, told: str) -> _Reading | None:
    score, value = result.score, result.value
    if atom.score == "IHC" and value is None and result.ihc:
        score, value = "IHC", _IHC_STEPS.get(result.ihc)
    if value is None:
        return _Reading(Truth.UNKNOWN, f"{told}: the value was not given", unsure=True)
    same_scale = atom.score == score or {atom.score, score} <= _UNITS
    if not same_scale:
        return _Reading(Truth.UNKNOWN, f"{told}: {atom.score or 'another scale'} is asked for")
    at_least = value >= (atom.value or 0.0)
    met = at_least if atom.comparison is Comparison.AT_LEAST else not at_least
    return _Reading(Truth.MET if met else Truth.NOT_MET, told)


def _by_category(atom: ResultAtom, result: MarkerResult, rule: ResultRule | None, told: str) -> _Reading:
    """Compare categories by the table; without a row, equal words meet."""
    given = "negative" if result.state is State.NOT_DETECTED and not result.category else result.category
    if given:
        met = given in rule.met_by if rule is not None else given == atom.category
        if met:
            return _Reading(Truth.MET, told)
        bare = rule is not None and given in rule.unclear_by and not result.ihc
        if bare or not _denies(atom, given, rule):
            return _Reading(Truth.UNKNOWN, f"{told}: does not say whether it is {atom.category}", unsure=True)
        return _Reading(Truth.NOT_MET, told)
    if rule is not None and rule.met_at_least is not None and result.value is not None and result.score == rule.score:
        return _Reading(Truth.MET if result.value >= rule.met_at_least else Truth.NOT_MET, told)
    return _Reading(Truth.UNKNOWN, f"{told}: no category was given", unsure=True)


def _denies(atom: ResultAtom, given: str, rule: ResultRule | None) -> bool:
    """Tell whether another category says no: by the table, as "negative", or as the other one of two."""
    if rule is not None:
        return given in rule.not_met_by
    word = marker_words().get(atom.marker)
    return given == "negative" or (word is not None and len(word.categories) == 2)


def _told(result: MarkerResult) -> str:
    """Print a result in words: "PD-L1 clone 22C3 TPS 60", "HER2 low (IHC 1+)"."""
    words = [result.marker]
    if result.clone:
        words.append(f"clone {result.clone}")
    if result.category:
        words.append(result.category)
    if result.value is not None:
        words.extend(filter(None, (result.score, f"{result.value:g}")))
    stains = ", ".join(
        filter(None, (f"IHC {result.ihc}" if result.ihc else "", f"ISH {result.ish}" if result.ish else ""))
    )
    return " ".join(words) + (f" ({stains})" if stains else "")


def _source(result: MarkerResult) -> str:
    where = ", ".join(filter(None, (result.method, result.assay, result.date, result.source)))
    return f"{_told(result)} ({where})" if where else _told(result)
