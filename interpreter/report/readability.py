"""How hard a text is to read, in plain arithmetic: no dictionary to fetch, the same figure everywhere.

Flesch-Kincaid grade for English (Kincaid et al. 1975), LIX for other languages (Björnsson 1968).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$|[”\"])")
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Count the syllables of an English word by its groups of vowels; at least one.

    >>> [syllables(word) for word in ("gene", "medicine", "treatment", "changed", "little", "area", "studies")]
    [1, 3, 2, 1, 2, 3, 2]
    """
    plain = re.sub(r"[^a-z]", "", word.lower())
    if len(plain) <= 3:
        return 1
    count = len(_VOWELS.findall(plain))
    if plain.endswith("e") and not re.search(r"[^aeiouy]le$|[aeiouy]e$", plain):
        count -= 1
    if re.search(r"[^aeiouytd]ed$", plain):  # changed, but not tested, needed
        count -= 1
    if re.search(r"[^aeiouyscgzx]es$|[aeiouy][^aeiouyscgzx]es$", plain) and not re.search(
        r"(?:sh|ch|[^aeiouy]l)es$", plain
    ):
        count -= 1
    count += len(re.findall(r"i[aou](?!us)|ea(?=$|te)|[aeiouy]ing$", plain)) - len(re.findall(r"[tsc]io|[tc]ia", plain))
    return max(1, count)


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text, as the measures of readability count them."""
    return tuple(_WORD.findall(text))


def sentences_of(text: str) -> tuple[str, ...]:
    """Split at full stops, question marks and colons that end something."""
    return tuple(part.strip() for part in _SENTENCE_END.split(text) if words_of(part))


def grade(texts: str | Iterable[str]) -> float:
    """Give the Flesch-Kincaid grade of English text: school years needed; each of `texts` ends a sentence.

    Raises:
        ValueError: there is no word.
    """
    words, sentences = _counted(texts)
    beats = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * beats / len(words) - 15.59


def lix(texts: str | Iterable[str]) -> float:
    """Give LIX: mean words a sentence plus the percentage of words longer than six letters; below 40 is easy.

    Raises:
        ValueError: there is no word.
    """
    words, sentences = _counted(texts)
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def _counted(texts: str | Iterable[str]) -> tuple[Sequence[str], int]:
    parts = [texts] if isinstance(texts, str) else list(texts)
    sentences = [sentence for part in parts for sentence in sentences_of(part)]
    words = [word for sentence in sentences for word in words_of(sentence)]
    if not words:
        raise ValueError("there is no word to measure")
    return words, len(sentences)
