"""Molecular profiles as CIViC writes them -> marker expressions (RULES R6); what cannot be said gives a reason.

A profile is words of one gene ("BRAF V600E", "EGFR Exon 19 Deletion"), a fusion ("EML4::ALK Fusion", "v::ALK Fusion"),
or several joined by AND, OR, NOT and brackets that stand alone. Nothing is guessed: a residue that is not the
transcript's and has no declared older name is refused, and so is every word without a row in `profile_words.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from interpreter.catalogue.import_tables import folded, import_rows
from interpreter.catalogue.naming import Naming
from interpreter.catalogue.residues import named_residues
from interpreter.errors import MarkerSyntaxError
from interpreter.model.aliases import Alias
from interpreter.model.hgvs import ProteinName, parse_protein
from interpreter.model.marker_text import parse_marker
from interpreter.model.marker_words import marker_words
from interpreter.model.markers import And, FusionAtom, GeneAtom, Marker, Not, Or, Qualifier


@dataclass(frozen=True, slots=True)
class Translation:
    """An expression, or the reason why there is none; `notes` say what was renamed or read in a certain way."""

    marker: Marker | None
    reason: str = ""
    notes: tuple[str, ...] = ()


class _CannotSayError(Exception):
    """The language has no words for it; the text is the reason."""


def translate_profile(text: str, naming: Naming, *, germline: bool = False) -> Translation:
    """Turn a profile into an expression; with `germline` every gene's atom asks for a germline change.

    Args:
        germline: the source saw the change in the germline. Only profiles without AND and NOT can carry it.
    """
    reader = _Profile(text.split(), naming)
    try:
        marker = reader.whole()
        if germline:
            marker = _germline(marker)
        _check_residues(marker, naming)
    except _CannotSayError as reason:
        return Translation(None, str(reason))
    except MarkerSyntaxError as fault:  # a name that the language does not allow, such as a gene of odd letters
        return Translation(None, f"the marker language cannot write it: {fault.problem}")
    return Translation(marker, notes=tuple(dict.fromkeys(reader.notes)))


@dataclass(slots=True)
class _Profile:
    tokens: list[str]
    naming: Naming
    at: int = 0
    notes: list[str] = field(default_factory=list)

    def whole(self) -> Marker:
        marker = self._any()
        if self.at < len(self.tokens):
            raise _CannotSayError(f"'{self.tokens[self.at]}' stands where the profile should end")
        return marker

    def _any(self) -> Marker:
        terms = [self._all()]
        while self._take("OR"):
            terms.append(self._all())
        return _joined(terms, Or)

    def _all(self) -> Marker:
        terms = [self._term()]
        while self._take("AND"):
            terms.append(self._term())
        return _joined(terms, And)

    def _term(self) -> Marker:
        if self._take("NOT"):
            return Not(self._term())
        if self._take("("):
            inner = self._any()
            if not self._take(")"):
                raise _CannotSayError("a bracket of the profile is not closed")
            return inner
        words: list[str] = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in _SIGNS:
            words.append(self.tokens[self.at])
            self.at += 1
        if not words:
            raise _CannotSayError("a part of the profile is empty")
        return self._leaf(words)

    def _take(self, sign: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == sign:
            self.at += 1
            return True
        return False

    # --- one feature --------------------------------------------------------------------------------------------

    def _leaf(self, words: list[str]) -> Marker:
        fusion = _fusion_words(words)
        if fusion is not None:
            return self._fusion(*fusion)
        if len(words) == 3 and "::" in words[1]:  # before October 2024: "ABL1 BCR::ABL1 T315I"
            five, _, three = words[1].partition("::")
            return _joined([self._fusion(five, three), self._leaf([words[0], words[2]])], And)
        if len(words) < 2:
            raise _CannotSayError(f"'{words[0]}' names no change")
        gene = self.naming.aliases.symbol(words[0])
        if gene != words[0]:
            self.notes.append(f"{words[0]} is {gene} today")
        feature = " ".join(words[1:])
        return self._by_words(gene, feature) or self._by_form(gene, feature)

    def _fusion(self, five: str, three: str) -> Marker:
        sides = [_ANY if side in {"v", "?", "V"} else self.naming.aliases.symbol(side) for side in (five, three)]
        if sides[0] == sides[1] == _ANY:
            raise _CannotSayError("the fusion names no gene")
        return parse_marker(f"{sides[0]}::{sides[1]} fusion")

    def _by_words(self, gene: str, feature: str) -> Marker | None:
        row = _words().get((gene, folded(feature))) or _words().get(("*", folded(feature)))
        if row is None:
            return self._expression(gene, feature)
        if not row.marker:
            raise _CannotSayError(row.note)
        text = row.marker.replace("{gene}", gene)
        if "{length}" in text:
            length = self.naming.length(gene)
            if not length:
                raise _CannotSayError(f"the length of {gene}'s protein is not known")
            text = text.replace("{length}", str(length))
        if row.note:
            self.notes.append(row.note)
        return parse_marker(text)

    def _expression(self, gene: str, feature: str) -> Marker | None:
        category = _EXPRESSION.get(folded(feature))
        if category is None:
            return None
        word = f"{gene}-expression"
        if word not in marker_words():
            raise _CannotSayError(f"expression of {gene} is no word of the marker vocabulary")
        return parse_marker(f"{word} {category}")

    def _by_form(self, gene: str, feature: str) -> Marker:
        for pattern, read in _FORMS:
            match = pattern.fullmatch(feature)
            if match is not None:
                return read(self, gene, match)
        raise _CannotSayError(f"'{feature}' has no words in the marker language")

    def _codons(self, gene: str, match: re.Match[str]) -> Marker:
        residues = [self._residue(gene, text) for text in match.group().upper().split("/")]
        return parse_marker(f"{gene} codon {', '.join(residues)}")

    def _residue(self, gene: str, residue: str) -> str:
        alias = self.naming.aliases.residue(gene, residue)
        if self._fits(gene, residue[0], int(residue[1:])):
            self._require_one_reading(gene, residue, alias)
            return residue
        if alias is None:
            raise _CannotSayError(_disagreement(gene, residue, self.naming))
        self.notes.append(f"{gene} {residue} is {alias.canonical} on the program's transcript")
        return alias.canonical

    def _alternatives(self, gene: str, match: re.Match[str]) -> Marker:
        base, first, second = match.groups()
        return parse_marker(f"{gene} {', '.join(self._change(gene, base + new) for new in (first, second))}")

    def _protein(self, gene: str, match: re.Match[str]) -> Marker:
        return parse_marker(f"{gene} {self._change(gene, match.group(1))}")

    def _change(self, gene: str, text: str) -> str:
        name = _parse_change(text)
        if self._fits(gene, name.first_residue, name.first):
            residue = f"{name.first_residue}{name.first}"
            self._require_one_reading(gene, residue, self.naming.aliases.residue(gene, residue))
            return str(name)
        moved = self.naming.aliases.protein_change(gene, str(name))
        if moved is None:
            raise _CannotSayError(_disagreement(gene, f"{name.first_residue}{name.first}", self.naming))
        self.notes.append(f"{gene} {name.text()} is {moved[0]} on the program's transcript")
        return f"p.{moved[0]}"

    def _require_one_reading(self, gene: str, residue: str, alias: Alias | None) -> None:
        """Refuse a residue that fits the transcript and is an older name of another one (H3-3A G34 and G35)."""
        if alias is not None:
            raise _CannotSayError(f"{gene} {residue} can be {residue} or, in older numbering, {alias.canonical}")

    def _fits(self, gene: str, letter: str, number: int) -> bool:
        there = self.naming.residue(gene, number)
        return there is not None and there in {"", letter}

    def _coding(self, gene: str, match: re.Match[str]) -> Marker:
        return parse_marker(f"{gene} {match.group(1)}")

    def _exon(self, gene: str, match: re.Match[str]) -> Marker:
        exon, effect = int(match.group(1)), _EXON_EFFECTS[folded(match.group(2))]
        there, alias = self.naming.exons(gene), self.naming.aliases.exon(gene, exon)
        if there and exon > there:
            if alias is None:
                raise _CannotSayError(f"{gene} has {there} exons on the program's transcript, no exon {exon}")
            self.notes.append(f"{gene} exon {exon} is {alias.canonical} on the program's transcript")
            exon = int(alias.canonical.split()[-1])
        elif alias is not None:
            self.notes.append(f"{gene} exon {exon} is read as the program's own; in {alias.transcript} it would differ")
        return parse_marker(f"{gene} exon {exon} {effect}")

    def _haplotype(self, gene: str, match: re.Match[str]) -> Marker:
        name = match.group(1)
        return parse_marker(f"{gene} haplotype {name.lower() if name[0] in 'rR' else name}")


_SIGNS = frozenset({"AND", "OR", "NOT", "(", ")"})
_ANY = "?"
_EXPRESSION = {"expression": "positive", "overexpression": "high", "underexpression": "low"}
_EXON_EFFECTS = {
    "mutation": "mutation",
    "frameshift": "frameshift",
    "in-frame deletion": "inframe deletion",
    "inframe deletion": "inframe deletion",
    "in-frame insertion": "inframe insertion",
    "inframe insertion": "inframe insertion",
    "insertion/deletion": "inframe indel",
    "missense": "missense",
    "skipping mutation": "skipping",
    "skipping": "skipping",
}
_AA = "[ACDEFGHIKLMNPQRSTVWY]"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[_Profile, str, re.Match[str]], Marker]], ...] = (
    (re.compile(rf"{_AA}\d+(?:/{_AA}\d+)*"), _Profile._codons),
    (re.compile(rf"({_AA}\d+)({_AA})/({_AA})"), _Profile._alternatives),
    (re.compile(rf"(?:p\.)?({_AA}[0-9]\S*)(?: +(?:c\.\S+|\(c\.\S+\)))?", re.IGNORECASE), _Profile._protein),
    (re.compile(r"\(?(c\.[^\s()]+)\)?"), _Profile._coding),
    (re.compile(r"splice site \((c\.[^\s()]+)\)", re.IGNORECASE), _Profile._coding),
    (re.compile(rf"exon (\d+) ({'|'.join(map(re.escape, _EXON_EFFECTS))})", re.IGNORECASE), _Profile._exon),
    (re.compile(r"(rs\d+)", re.IGNORECASE), _Profile._haplotype),
    (re.compile(r"[A-Z0-9]+(\*\d+[A-Z]?)"), _Profile._haplotype),
)


@dataclass(frozen=True, slots=True)
class _Words:
    marker: str
    note: str


@cache
def _words() -> dict[tuple[str, str], _Words]:
    return {
        (row["gene"], folded(row["words"])): _Words(row["marker"], row["note"]) for row in import_rows("profile_words")
    }


def _fusion_words(words: list[str]) -> tuple[str, str] | None:
    """Give the two sides of "A::B Fusion", "GENE A::B" (before October 2024) and "A::B e20::e20"; else None."""
    with_gene = len(words) > 1 and "::" in words[1] and not re.fullmatch(r"e\d+::e\d+", words[1])
    if with_gene:
        words = words[1:]
    five, sign, three = words[0].partition("::")
    if not sign:
        return None
    rest = folded(" ".join(words[1:]))
    if with_gene and re.fullmatch(r"[a-z]\d+[a-z*]", rest):
        return None
    if rest not in {"", "fusion", "fusions", "rearrangement"}:
        # "e20::e20": the exons that are joined. Without them the expression would be wider than the claim
        raise _CannotSayError(f"'{' '.join(words[1:])}' names parts of a fusion that the language cannot write")
    return five, three


def _parse_change(text: str) -> ProteinName:
    """Read "V600E", "W288FS", "K618DEL", "E746_T751>I", "W1815X" as protein changes.

    Raises:
        _CannotSayError: it is none.
    """
    for low, word in (("DELINS", "delins"), ("DEL", "del"), ("DUP", "dup"), ("INS", "ins"), ("FS", "fs")):
        found = re.search(rf"(?<=[A-Z\d]){low}", text, re.IGNORECASE)
        if found is not None:
            text = text[: found.start()].upper() + word + text[found.end() :]
            break
    text = re.sub(r"(?<=\d)>(?=[A-Z]+$)", "delins", text)
    text = re.sub(r"fs\*?X?(?=\d+$)", "fs*", text)
    text = re.sub(r"(?<=\d)X$", "*", text)
    text = re.sub(r"del(?!ins)[A-Z]+$", "del", text)  # "delPMYE": the lost residues are named by their numbers
    text = re.sub(r"dup[A-Z]+$", "dup", text)
    try:
        return parse_protein(f"p.{text}")
    except ValueError:
        raise _CannotSayError(f"'{text}' is not a protein change the program can read") from None


def _disagreement(gene: str, residue: str, naming: Naming) -> str:
    there = naming.residue(gene, int(residue[1:]))
    if there is None:
        return f"{gene} has no residue {residue[1:]} on the program's transcript"
    return f"{gene} residue {residue[1:]} is {there} on the program's transcript, not {residue[0]}"


def _check_residues(marker: Marker, naming: Naming) -> None:
    """Hold every residue against the transcript: the second one of a range, and those of the table's own words."""
    for gene, named in named_residues(marker):
        there = naming.residue(gene, named.number)
        if there is None or (there and named.letter and there != named.letter):
            raise _CannotSayError(_disagreement(gene, f"{named.letter or '?'}{named.number}", naming))


def _joined(terms: list[Marker], own: type[And] | type[Or]) -> Marker:
    flat: list[Marker] = []
    for term in terms:
        flat.extend(term.terms if isinstance(term, own) else (term,))
    flat = list(dict.fromkeys(flat))
    return flat[0] if len(flat) == 1 else own(tuple(flat))


def _germline(marker: Marker) -> Marker:
    if isinstance(marker, Or):
        return Or(tuple(_germline(term) for term in marker.terms))
    if isinstance(marker, GeneAtom | FusionAtom):
        return replace(marker, qualifier=Qualifier.GERMLINE)
    raise _CannotSayError("the change was seen in the germline, and not every part of the profile can be")
