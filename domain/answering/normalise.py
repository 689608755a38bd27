"""Words as they are compared: folded, split, stemmed.

Folding drops accents, case and ligatures, because half of what is typed on a phone lacks them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

LIMIT = 500
"""Characters of a question that are read; nobody's question is longer, and time must stay bounded."""

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'"})
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20f0\ufe20-\ufe2f]")
"""Accents, once they stand apart from their letters."""
_WORD = re.compile(r"[^\W_]+\+?")

FUNCTION_WORDS = frozenset(
    {
        "a", "au", "aux", "ce", "ces", "cette", "cet", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les",
        "leur", "leurs", "n", "ne", "nos", "notre", "ou", "par", "pour", "qu", "que", "qui", "s", "sa", "se", "ses",
        "son", "sur", "un", "une", "vos", "votre", "dans", "avec",
        "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "its", "of", "on", "or", "our", "the",
        "their", "to", "with",
    }
)  # fmt: skip
"""Words that never tell two names apart. A name made of nothing else keeps them."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a question: folded, as typed, and whether it touches the one before (`P-4`, `T/PCC`)."""

    text: str
    typed: str
    glued: bool
    hyphened: bool = False

    @property
    def shouted(self) -> bool:
        """Whether it was typed in capitals, as acronyms are."""
        return len(self.typed) > 1 and self.typed.isupper()


def fold(text: str) -> str:
    """Drop accents, case and ligatures."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return _MARKS.sub("", decomposed).lower()


def tokenise(text: str) -> tuple[Token, ...]:
    """Split a text into words; only its first 500 characters are read."""
    text = unicodedata.normalize("NFC", text[:LIMIT].translate(_LIGATURES))
    tokens = []
    end = -2
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        if not folded:
            continue
        near = match.start() == end + 1
        mark = text[end] if near else ""
        glued = (near and mark in "-/.&'‑–") or match.start() == end
        tokens.append(Token(folded, match.group(), glued, glued and mark in "-/&‑"))
        end = match.end()
    return tuple(tokens)


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """Give the folded words of our own texts. Kept, for the index reads each several times; no question passes here."""
    return tuple(_WORD.findall(fold(text)))


def compact(text: str) -> str:
    """Write an acronym the one way in which it is compared: `T/PCC` is `tpcc`, `C-34` is `c34`."""
    return "".join(words(text))


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """Give the French and the English stem of a folded word, side by side, so that cognates meet.

    A stemmer is made anew each time: one instance must not serve two threads, and making one costs a microsecond.
    """
    if len(word) < 4 or not word.isalpha():
        return (word,)
    french = Stemmer.Stemmer("french").stemWord(_without_participle(word))
    english = Stemmer.Stemmer("english").stemWord(word)
    return (french,) if french == english else (french, english)


def _without_participle(word: str) -> str:
    """Give "entreposées", here "entreposees", back an end that the stemmer knows; "armée" is too short to touch."""
    if len(word) > 6 and word.endswith(("ee", "ees")):
        return word[: word.rindex("ee") + 1]
    return word


def name_keys(name: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """Give the stem sets under which a name is found: one a language, function words left out."""
    content = tuple(word for word in name if word not in FUNCTION_WORDS) or name
    french = frozenset(stems(word)[0] for word in content)
    english = frozenset(stems(word)[-1] for word in content)
    return (french,) if french == english else (french, english)
