"""What a long question comes down to: without who asks, and without the talk before "the word for".

People say who they are before they ask ("I am a captain from Sierra Leone, what languages do they use at KAIPTC"), and
why ("I interpret for engineers and need their word for waste management"). Both mislead: a rank or a country becomes a
condition, rare words drown the name.
"""

from __future__ import annotations

import re
import unicodedata

_GREETING = (
    r"(?:(?:bonjour|bonsoir|salut|bjr|slt|hello|hi|good (?:day|morning|evening|afternoon)|dear)\b"
    r"[^.!?,]{0,30}[.!?,\s]+)?"
)
_SELF = r"(?:(?:moi\s+)?je suis|moi c'?\s?est|chuis|i am|i'm|im|as an?|en tant qu[e']|nous sommes|we are)\b"
_ASKS = (
    r"(?:je\s+(?:cherche|recherche|voudrais|veux|souhaite\w*|aimerais|vx)|j'?\s?aimerais|j'?\s?ai besoin"
    r"|what|which|where|who|how|when|do|does|can|could|is|are|i (?:need|want|would|am looking|wish)|i'd like|please"
    r"|quels?|quelles?|ou\b|comment|c'?est quoi|c koi|est-ce|qu'?est|que|combien|pouvez|y a-t-il|donnez|dites)\b"
)
_INTRODUCTION = re.compile(rf"^\W*{_GREETING}{_SELF}[^?]*?(?:[.,;!]|\bet\b|\band\b|\s)\s*(?={_ASKS})")
_HEAD = re.compile(
    r"\b(?:(?:french|english|their|the|your|our|a|right|good|exact)\s+(?:word|words|term|expression|name|equivalent)s?"
    r"\s+(?:for|of)|(?:word|french|english)\s+(?:for|4)|(?:le|un|leur|votre|quel)\s+(?:mot|terme|equivalent)"
    r"(?:\s+(?:francais|anglais))?\s+(?:pour|de)|comment\s+(?:traduire|traduit[- ]on|dit[- ]on|dire|on dit)"
    r"|how\s+(?:do|can|to|would)\s+(?:you|i|we)?\s*(?:say|translate)|translate|traduisez|traduire|traduction de)\s+"
)
SHORTEST = 3
"""Letters that make a name."""
_EDGES = " ?!.\"'«»“”"


def without_introduction(question: str) -> str | None:
    """Give the question behind the words on who asks it; None when it opens otherwise."""
    return _behind(_INTRODUCTION.match(_aligned(question)), question)


def behind_word_for(question: str) -> str | None:
    """Give what stands behind "the word for" or « comment traduire »; None without such a head."""
    *_, last = (None, *_HEAD.finditer(_aligned(question)))
    return _behind(last, question)


def _behind(head: re.Match[str] | None, question: str) -> str | None:
    rest = question[head.end() :].strip(_EDGES) if head else ""
    return rest if len(rest) >= SHORTEST else None


def _aligned(text: str) -> str:
    """Fold letter by letter, so that places in the folded text are places in the text."""
    return "".join(unicodedata.normalize("NFKD", letter)[0].lower()[0] for letter in text).replace("’", "'")
