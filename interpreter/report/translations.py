"""The wording of letters and questionnaires: one file for each language, offered once a clinician has released it.

A file holds keyed sentences with named places, and under `[data]` the translations of the catalogue's plain lines and
of the questions, by their English text. The release is a name, a date and the hash of the wording: whatever is changed
afterwards is no longer released.
"""

from __future__ import annotations

import hashlib
import json
import string
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interpreter.errors import WordsError
from interpreter.files import save_text
from interpreter.resources import resource_path

SOURCE = "en"
"""The language all others are translated from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Who released a wording; it holds only while the wording has this hash."""

    by: str
    on: str
    """ISO date."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language."""

    texts: Mapping[str, str]
    """"letter.title" -> wording, with {places}."""
    data: Mapping[str, str] = field(default_factory=dict)
    """English plain line or question -> its translation; empty in English."""
    release: Release | None = None

    @property
    def language(self) -> str:
        return self.texts["language.code"]

    @property
    def tag(self) -> str:
        """Language tag of the PDF ("en-GB")."""
        return self.texts["language.tag"]

    @property
    def sha256(self) -> str:
        """Hash of the wording, without its release."""
        whole = json.dumps([dict(self.texts), dict(self.data)], sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(whole.encode()).hexdigest()

    @property
    def released(self) -> bool:
        return self.release is not None and self.release.sha256 == self.sha256

    def text(self, key: str, **values: str) -> str:
        """Give one wording with its places filled; a value is data, braces in it mean nothing.

        Raises:
            KeyError: there is no such wording, or a place was not given; a fault of the program.
        """
        return self.texts[key].format_map(values)

    def plain(self, english: str) -> str:
        """Translate a plain line of the catalogue or a question; empty when this language has none: never English."""
        return english if self.language == SOURCE else self.data.get(english, "")

    def said(self, answer: str) -> str:
        """Translate "heading: answer" as a preference is named; empty when this language does not hold both."""
        heading, colon, rest = answer.partition(": ")
        parts = [self.plain(heading), self.plain(rest)] if colon else [self.plain(answer)]
        return ": ".join(parts) if all(parts) else ""

    def date(self, iso: str) -> str:
        """Write an ISO date out ("2026-11-02" -> "2 November 2026"); a partial date stays as it is."""
        parts = iso.split("-")
        month = self.texts.get(f"months.{int(parts[1])}") if len(parts) == 3 and parts[1].isdigit() else None
        if month is None:
            return iso
        return self.text("shared.date", day=str(int(parts[2])), month=month, year=parts[0])

    def listed(self, items: Sequence[str], *, last: str = "list_and") -> str:
        """Join items as a sentence does."""
        if not items:
            return ""
        *most, end = items
        if not most:
            return end
        first = most[0]
        for item in most[1:]:
            first = self.text("shared.list_comma", first=first, second=item)
        return self.text(f"shared.{last}", first=first, second=end)


def read_words(path: Path) -> Words:
    """Read one language's file.

    Raises:
        WordsError: the file cannot be read, or a place in it is more than a plain name.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _faulty(path, (str(error),)) from error
    stated = tables.pop("release", None)
    data = tables.pop("data", {})
    texts = dict(_flat(tables, ""))
    faults = [f"{key}: {fault}" for key, text in (*texts.items(), *data.items()) if (fault := _fault(text))]
    faults += [f"language.{name} is missing" for name in ("code", "name", "tag") if f"language.{name}" not in texts]
    release = None
    if isinstance(stated, dict):
        named = {name: str(stated.get(name, "")) for name in ("by", "on", "sha256")}
        release = Release(**named) if all(named.values()) else None
    if faults:
        raise _faulty(path, tuple(faults))
    return Words(texts=texts, data=data, release=release)


def source_words() -> Words:
    """Give the English that came with the program, released or not."""
    return read_words(resource_path(f"words/{SOURCE}.toml"))


def known_languages(site: Path | None) -> Mapping[str, Path]:
    """Give the file of each language, by code; a site's own file goes before the program's."""
    found: dict[str, Path] = {}
    for folder in (resource_path("words"), site):
        if folder is not None and folder.is_dir():
            found |= {path.stem: path for path in sorted(folder.glob("*.toml"))}
    return found


def load_words(language: str, site: Path | None, sources: Iterable[str]) -> Words:
    """Give the wording of a language that may be used for a person.

    English is the source and always there; a letter in it says that it is not released until a clinician here has done
    so. A site's own English counts only while its release holds. `sources` are the English data texts in use.

    Raises:
        WordsError: there is no such language, it is not complete, or no clinician has released this wording.
    """
    path = known_languages(site).get(language)
    if path is None:
        raise WordsError(
            problem=f"There is no wording in the language '{language}'.",
            meaning="No letter was made: a person gets no letter in words that nobody here has read.",
            remedy="Choose another language, or translate with `interpreter words draft` and have it released.",
        )
    words = read_words(path)
    if language == SOURCE:
        return words if words.released and not check_words(words, ()) else source_words()
    faults = check_words(words, sources)
    if faults or not words.released:
        state = "has been changed since its release" if words.release is not None else "has not been released"
        raise WordsError(
            problem=f"The wording in '{language}' {'is not complete' if faults else state}.",
            meaning="No letter was made: a language is offered only once a clinician here has released it.",
            remedy=f"Run `interpreter words check {language}`, then let a clinician release it.",
            details=tuple(faults[:20]),
        )
    return words


def offered_languages(site: Path | None, sources: Iterable[str]) -> Mapping[str, str]:
    """Give the languages a person may be offered: code -> its own name."""
    offered: dict[str, str] = {}
    wanted = tuple(sources)
    for code in known_languages(site):
        try:
            offered[code] = load_words(code, site, wanted).texts["language.name"]
        except WordsError:
            continue
    return offered


def check_words(words: Words, sources: Iterable[str]) -> list[str]:
    """Say what a translation lacks against English: wordings, places, and `sources` without a translation."""
    faults: list[str] = []
    english = source_words()
    for key, text in english.texts.items():
        if not words.texts.get(key, "").strip():
            faults.append(f"{key} is missing")
        elif places(words.texts[key]) != places(text):
            faults.append(f"{key} must have the places {_braced(text)}, it has {_braced(words.texts[key])}")
    faults += [f"{key} is not known" for key in words.texts if key not in english.texts]
    if words.language != SOURCE:
        same = [key for key, text in english.texts.items() if _is_sentence(text) and words.texts.get(key) == text]
        faults += [f"{key} is still English" for key in same]
        for text in dict.fromkeys(sources):
            if not words.data.get(text):
                faults.append(f'no translation of "{text}"')
            elif _is_sentence(text) and words.data[text] == text:
                faults.append(f'"{text}" is still English')
    return faults


def release_words(language: str, site: Path, *, by: str, on: str, sources: Iterable[str]) -> Path:
    """Write the released wording of a language into the site's folder; `on` is an ISO date.

    Raises:
        WordsError: the language is not known, not complete, or nobody is named.
        OutputError: the folder cannot be written to.
    """
    path = known_languages(site).get(language)
    if path is None or not by.strip():
        raise WordsError(
            problem=f"There is no wording in '{language}'." if path is None else "Nobody is named who releases it.",
            meaning="Nothing was released.",
            remedy="Name a language that is there and the clinician who has read its wording.",
        )
    words = read_words(path)
    faults = check_words(words, sources)
    if faults:
        raise _faulty(path, tuple(faults))
    site.mkdir(parents=True, exist_ok=True)
    target = site / f"{language}.toml"
    save_text(target, write_words(words, Release(by=by.strip(), on=on, sha256=words.sha256)))
    return target


def draft_words(language: str, name: str, sources: Iterable[str]) -> str:
    """Give a file to translate: every English text stands where its translation belongs."""
    english = source_words()
    texts = dict(english.texts) | {"language.code": language, "language.name": name, "language.tag": language}
    return write_words(Words(texts=texts, data={text: text for text in dict.fromkeys(sources)}), None)


def write_words(words: Words, release: Release | None) -> str:
    """Print a language as the text of its file."""
    tables: dict[str, list[tuple[str, str]]] = {}
    for key, text in words.texts.items():
        table, _, name = key.rpartition(".")
        tables.setdefault(table, []).append((name, text))
    lines: list[str] = []
    for table, rows in tables.items():
        lines += ["", f"[{table}]", *(f"{name} = {_quoted(text)}" for name, text in rows)]
    if words.data:
        lines += ["", "[data]", *(f"{_quoted(english)} = {_quoted(text)}" for english, text in words.data.items())]
    if release is not None:
        rows = [("by", release.by), ("on", release.on), ("sha256", release.sha256)]
        lines += ["", "[release]", *(f"{name} = {_quoted(text)}" for name, text in rows)]
    return "\n".join(lines[1:]) + "\n"


def _is_sentence(text: str) -> bool:
    """Tell whether a text is long enough that no language can have the very same words."""
    return len(text.split()) >= 4


def places(text: str) -> frozenset[str]:
    """Give the names of the places in a wording."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _flat(table: Mapping[str, Any], before: str) -> Iterable[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _fault(text: object) -> str:
    """Say what is wrong with one wording: only plain names may stand in braces (nothing in them ever acts)."""
    if not isinstance(text, str):
        return "is not a text"
    if any(character < " " or character == "\x7f" for character in text):
        return "holds a control character or a line break"
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        return str(error)
    plain = all(name is None or (name.isidentifier() and not form and kind is None) for _, name, form, kind in parts)
    return "" if plain else "has a place that is more than a name"


def _braced(text: str) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(places(text))) or "none"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _faulty(path: Path, details: tuple[str, ...]) -> WordsError:
    return WordsError(
        problem=f"The wording in '{path}' cannot be used.",
        meaning="Nothing was written in that language.",
        remedy="Correct what is named above; docs/translations.md describes the file.",
        details=details,
    )
