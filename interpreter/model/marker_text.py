"""Reads marker expressions (grammar: RULES R6); `str(marker)` prints them, and `parse_marker(str(x)) == x`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from interpreter.errors import MarkerSyntaxError
from interpreter.model.marker_words import MarkerWord, marker_words
from interpreter.model.markers import (
    ANY_PARTNER,
    And,
    ArmAtom,
    Atom,
    Changes,
    Codon,
    CodonsWildType,
    Comparison,
    ExonEffect,
    ExonSkipping,
    Feature,
    FusionAtom,
    GeneAtom,
    GeneClass,
    Haplotype,
    HlaAtom,
    KaryotypeAtom,
    Marker,
    Not,
    Or,
    Pair,
    Promoter,
    Qualifier,
    Residue,
    ResiduesEffect,
    ResultAtom,
    SequenceEffect,
    WholeGene,
)

_AA = "[ACDEFGHIKLMNPQRSTUVWY]"
_POINT = r"[-*]?\d+(?:[+-]\d+)?"
PROTEIN_CHANGE = re.compile(
    rf"p\.(?:{_AA}[1-9]\d*(?:{_AA}?fs(?:\*(?:\d+|\?))?|{_AA}|\*|\?)"
    rf"|{_AA}[1-9]\d*(?:_{_AA}[1-9]\d*)?(?:delins[A-Z*]+|del|dup)"
    rf"|{_AA}[1-9]\d*_{_AA}[1-9]\d*ins[A-Z*]+"
    rf"|\*[1-9]\d*{_AA}ext\*(?:\d+|\?))"
)
CODING_CHANGE = re.compile(
    rf"c\.{_POINT}(?:_{_POINT})?(?:[ACGT]+>[ACGT]+|delins[ACGT]+|del[ACGT]*|dup[ACGT]*|ins[ACGT]+)"
)
_CHANGE_WORD = re.compile(r"[pc]\.[^\s&|!(),]*")
_WORD = re.compile(r"[^\s&|!(),<>=]+")
_GENE = re.compile(r"[A-Z][A-Za-z0-9-]*")
_RESIDUE = re.compile(rf"({_AA}?)([1-9]\d*)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DEEPEST = 40
_SPACE = re.compile(r"\s*")
_ARM = re.compile(r"(?:[1-9]|1\d|2[0-2]|X|Y)[pq]")
_HLA = re.compile(r"[A-Z]+\d?\*\d+(?::\d+)*")
_NAME = re.compile(r"[^\s&|!(),]+")


def _phrases(values: Iterable[str]) -> re.Pattern[str]:
    """Match any of the phrases, the longest first, words parted by any white space."""
    longest_first = (r"\s+".join(map(re.escape, value.split())) for value in sorted(values, key=len, reverse=True))
    return re.compile("|".join(rf"{phrase}(?![\w-])" for phrase in longest_first))


_CLASS = _phrases(GeneClass)
_EFFECT = _phrases(SequenceEffect)
_FEATURE_STARTS = frozenset({"codon", "codons", "exon", "residues", "promoter", "haplotype"})
_FEATURE_HELP = (
    "a change such as p.L858R",
    "codon",
    "codons",
    "exon",
    "residues",
    "promoter",
    "haplotype",
    *(feature.value for feature in GeneClass),
)


@lru_cache(maxsize=16384)
def parse_marker(text: str) -> Marker:
    """Read one marker expression.

    Raises:
        MarkerSyntaxError: names the position (1-based), what was expected there and the words that are allowed.
    """
    reader = _Reader(text)
    marker = reader.any_of()
    reader.end()
    return marker


class _Reader:
    """Recursive descent over the text; `at` is the position (0-based) of the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.words = marker_words()
        self._skip()

    # --- combinations -------------------------------------------------------------------------------------------

    def any_of(self) -> Marker:
        terms = self._joined(self.all_of, "|", Or)
        return terms[0] if len(terms) == 1 else Or(terms)

    def all_of(self) -> Marker:
        terms = self._joined(self.term, "&", And)
        return terms[0] if len(terms) == 1 else And(terms)

    def _joined(self, read: Callable[[], Marker], sign: str, own: type[And] | type[Or]) -> tuple[Marker, ...]:
        terms: list[Marker] = []
        while True:
            term = read()
            if isinstance(term, own):  # brackets round the same sign say nothing: "(a & b) & c" is "a & b & c"
                terms.extend(term.terms)
            else:
                terms.append(term)
            if not self._take(sign):
                return tuple(terms)

    def term(self) -> Marker:
        if self.text.startswith(("!", "("), self.at):
            return self._nested()
        start = self.at
        atom = self.atom()
        if not self._take_word("in"):
            return atom
        side = self._one_of(("cis", "trans"))
        self._require("with")
        other_start = self.at
        other = self.atom()
        if not isinstance(atom, GeneAtom):
            raise self._fault_at(start, "a gene and its feature: only these have a phase")
        if not isinstance(other, GeneAtom):
            raise self._fault_at(other_start, "a gene and its feature: only these have a phase")
        return Pair(atom, other, cis=side == "cis")

    def _nested(self) -> Marker:
        self.depth += 1
        if self.depth > _DEEPEST:  # a hostile table must not exhaust the stack
            raise self._fault(f"at most {_DEEPEST} brackets and negations inside each other")
        if self._take("!"):
            inner: Marker = Not(self.term())
        else:
            self._take("(")
            inner = self.any_of()
            if not self._take(")"):
                raise self._fault("a closing bracket, & or |")
        self.depth -= 1
        return inner

    # --- atoms --------------------------------------------------------------------------------------------------

    def atom(self) -> Atom:
        qualifier = Qualifier.EITHER
        for candidate in (Qualifier.GERMLINE, Qualifier.SOMATIC):
            if self._take_word(candidate.value):
                qualifier = candidate
        start = self.at
        name = self._match(_WORD)
        if name is None:
            raise self._fault("a gene, a fusion or a marker of the vocabulary", tuple(self.words))
        if "::" in name:
            return self._fusion(name, start, qualifier)
        word = self.words.get(name)
        if word is not None and not self._feature_follows():
            if qualifier is not Qualifier.EITHER:
                raise self._fault_at(start, "a gene after germline or somatic")
            return self._result(word)
        if qualifier is Qualifier.EITHER:
            if name == "arm":
                return ArmAtom(self._name(_ARM, "a chromosome arm such as 17p"), self._one_of(("gain", "loss")))
            if name == "karyotype":
                return KaryotypeAtom(self._karyotype())
            if name == "HLA":
                return HlaAtom(self._name(_HLA, "an HLA allele such as A*02:01"))
        if _GENE.fullmatch(name) is None:
            raise self._fault_at(start, "a gene symbol, GENE::GENE or a marker of the vocabulary", tuple(self.words))
        return GeneAtom(name, self._feature(), qualifier)

    def _fusion(self, name: str, start: int, qualifier: Qualifier) -> FusionAtom:
        five, _, three = name.partition("::")
        if any(side != ANY_PARTNER and _GENE.fullmatch(side) is None for side in (five, three)) or five == three == "?":
            raise self._fault_at(start, "GENE::GENE, ?::GENE or GENE::?")
        self._require("fusion")
        return FusionAtom(five, three, qualifier)

    def _result(self, word: MarkerWord) -> ResultAtom:
        clone = ""
        if word.clone and self._take_word("clone"):
            clone = self._name(_NAME, "the name of the antibody clone")
        for category in word.categories:
            if self._take_word(category):
                return ResultAtom(word.word, category=category, clone=clone)
        score = next((score for score in word.scores if score != "mut" and self._take_score(score)), "")
        if score or word.bare_score:
            comparison = next((sign for sign in Comparison if self._take(sign.value)), None)
            if comparison is not None:
                value = float(self._name(_NUMBER, "a number"))
                return ResultAtom(word.word, clone=clone, score=score, comparison=comparison, value=value)
            raise self._fault(">= or < and a number", word.categories)
        raise self._fault(f"what {word.word} should be", (*word.categories, *word.scores))

    # --- features of a gene -------------------------------------------------------------------------------------

    def _feature_follows(self) -> bool:
        match = _CHANGE_WORD.match(self.text, self.at) or _CLASS.match(self.text, self.at)
        if match is not None:
            return True
        word = _WORD.match(self.text, self.at)
        return word is not None and word.group() in _FEATURE_STARTS

    def _feature(self) -> Feature:
        if _CHANGE_WORD.match(self.text, self.at):
            return Changes(self._changes((PROTEIN_CHANGE, CODING_CHANGE), "a change such as p.L858R"))
        phrase = self._phrase(_CLASS)
        if phrase is not None:
            return WholeGene(GeneClass(phrase))
        start = self.at
        word = self._match(_WORD)
        if word == "codon":
            residues = self._residues()
            exceptions = self._changes((PROTEIN_CHANGE,), "a protein change") if self._take_word("except") else ()
            return Codon(residues, exceptions)
        if word == "codons":
            numbers = tuple(residue.number for residue in self._residues())
            self._require("wild")
            self._require("type")
            return CodonsWildType(numbers)
        if word == "exon":
            exon = self._whole("an exon number")
            return ExonSkipping(exon) if self._take_word("skipping") else ExonEffect(exon, self._effect("skipping"))
        if word == "residues":
            return self._region()
        if word == "promoter":
            return Promoter(self._changes((CODING_CHANGE,), "a promoter change such as c.-124C>T"))
        if word == "haplotype":
            return Haplotype(self._name(_NAME, "the name of a haplotype"))
        raise self._fault_at(start, "a feature of the gene", _FEATURE_HELP)

    def _changes(self, forms: tuple[re.Pattern[str], ...], expected: str) -> tuple[str, ...]:
        changes: list[str] = []
        while True:
            start = self.at
            change = self._match(_CHANGE_WORD)
            if change is None or not any(form.fullmatch(change) for form in forms):
                raise self._fault_at(start, f"{expected} (one-letter residues)")
            changes.append(change)
            if not self._take(","):
                return tuple(changes)

    def _residues(self) -> tuple[Residue, ...]:
        residues: list[Residue] = []
        while True:
            start = self.at
            match = _RESIDUE.fullmatch(self._match(_WORD) or "")
            if match is None:
                raise self._fault_at(start, "a residue such as G12")
            residues.append(Residue(match.group(1), int(match.group(2))))
            if not self._take(","):
                return tuple(residues)

    def _region(self) -> ResiduesEffect:
        start = self.at
        first, _, last = (self._match(_WORD) or "").partition("-")
        if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
            raise self._fault_at(start, "a range of residues such as 310-547")
        return ResiduesEffect(int(first), int(last), self._effect())

    def _effect(self, *more: str) -> SequenceEffect:
        phrase = self._phrase(_EFFECT)
        if phrase is None:
            raise self._fault("an effect", (*(effect.value for effect in SequenceEffect), *more))
        return SequenceEffect(phrase)

    def _karyotype(self) -> str:
        """Read to the next white space outside brackets, so that "t(9;22)(q34;q11)" is one name."""
        start, depth = self.at, 0
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter.isspace() or (depth == 0 and letter in ")&|!"):
                break
            depth += (letter == "(") - (letter == ")")
            self.at += 1
        name = self.text[start : self.at]
        if not name or depth:
            raise self._fault_at(start, "the name of a karyotype without a space, such as del(5q)")
        self._skip()
        return name

    # --- characters and words -----------------------------------------------------------------------------------

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match is not None else self.at

    def _take(self, sign: str) -> bool:
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        self._skip()
        return True

    def _match(self, pattern: re.Pattern[str]) -> str | None:
        match = pattern.match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        self._skip()
        return match.group()

    def _phrase(self, pattern: re.Pattern[str]) -> str | None:
        found = self._match(pattern)
        return None if found is None else " ".join(found.split())

    def _take_word(self, word: str) -> bool:
        match = _WORD.match(self.text, self.at)
        if match is None or match.group() != word:
            return False
        self.at = match.end()
        self._skip()
        return True

    def _take_score(self, score: str) -> bool:
        return self._take("%") if score == "%" else self._take_word(score)

    def _require(self, word: str) -> None:
        if not self._take_word(word):
            raise self._fault(f"the word '{word}'")

    def _one_of(self, words: tuple[str, ...]) -> str:
        for word in words:
            if self._take_word(word):
                return word
        raise self._fault("one of the allowed words", words)

    def _name(self, pattern: re.Pattern[str], expected: str) -> str:
        start = self.at
        word = self._match(_NAME)
        if word is None or pattern.fullmatch(word) is None:
            raise self._fault_at(start, expected)
        return word

    def _whole(self, expected: str) -> int:
        start = self.at
        word = self._match(_WORD)
        if word is None or not word.isdecimal() or int(word) < 1:
            raise self._fault_at(start, expected)
        return int(word)

    def end(self) -> None:
        if self.at < len(self.text):
            raise self._fault("the end, &, |, 'in cis with' or 'in trans with'")

    def _fault(self, expected: str, allowed: tuple[str, ...] = ()) -> MarkerSyntaxError:
        return self._fault_at(self.at, expected, allowed)

    def _fault_at(self, position: int, expected: str, allowed: tuple[str, ...] = ()) -> MarkerSyntaxError:
        found = self.text[position : position + 20].split()
        standing = f"'{found[0]}' stands there" if found else "the expression ends there"
        words = f" Allowed words: {', '.join(allowed)}." if allowed else ""
        return MarkerSyntaxError(
            problem=f"The marker expression '{self.text}' cannot be read at character {position + 1}: {standing}.",
            meaning="What it asks for is not known, so nothing was matched against it.",
            remedy=f"Write {expected} at that place.{words}",
        )
