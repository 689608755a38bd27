"""In which language to reply.

An explicit switch wins, then a question that is clearly of one language, then the conversation, then the profile. One
word carries no language: "mandat" may be asked by an English speaker.
"""

from __future__ import annotations

from domain.answering.answers import Context
from domain.answering.index import Index
from domain.answering.normalise import fold
from domain.answering.reading import Reading
from domain.vocabulary import Language

CLEAR = 0.6
"""Lead of one language over the other from which a question of three words or more decides."""
CLEAR_SHORT = 1.0
QUOTED = 0.25
"""Weight of words that are asked about rather than said."""
_ACCENTS = frozenset("éèêëàâçùûôîïœ")


def reply_language(reading: Reading, context: Context, index: Index) -> Language:
    """Choose the language of the reply."""
    switches = [match for match in reading.of("switch") if len(match.languages) == 1]
    if switches:
        return next(iter(switches[-1].languages))
    lead = language_lead(reading, index)
    if is_clear(reading, lead):
        return Language.FR if lead > 0 else Language.EN
    known = usual_language(context)
    if known:
        return known
    if lead:
        return Language.FR if lead > 0 else Language.EN
    return context.default_language


def usual_language(context: Context) -> Language | None:
    """Give the language of the conversation, else of the profile."""
    spoken = context.dialogue.language if context.dialogue else None
    return spoken or context.profile_language


def is_clear(reading: Reading, lead: float) -> bool:
    """Tell whether the question itself decides."""
    return abs(lead) >= (CLEAR if len(reading.words) > 2 else CLEAR_SHORT)


def language_lead(reading: Reading, index: Index) -> float:
    """Measure how clearly the question is French (above zero) or English (below).

    The frame counts most: in "how do you say cessez-le-feu" two words are French and the question is English.
    """
    quoted = _quoted(reading)
    neutral = _neutral(reading, index)
    lead = 0.0
    for place, token in enumerate(reading.tokens):
        if place in neutral:
            continue
        weight = QUOTED if place in quoted else 1.0
        lead += weight * _word_lead(token.text, index)
        if _ACCENTS.intersection(token.typed.lower()) and fold(token.typed) == token.text:
            lead += 0.5 * weight
    for match in reading.of("intent", "followup", "detail"):
        if len(match.languages) == 1 and neutral.isdisjoint(match.span):
            step = 1.0 if match.end - match.start > 1 else 0.4
            lead += step if Language.FR in match.languages else -step
    return lead


def _word_lead(word: str, index: Index) -> float:
    french, english = index.phrases.language_words[Language.FR], index.phrases.language_words[Language.EN]
    if (word in french) != (word in english):
        return 1.0 if word in french else -1.0
    fr, en = index.name_language.get(word, (0, 0))
    if fr + en < 2:
        return 0.3 * (fr - en)
    return 0.6 * (fr - en) / (fr + en)


def _neutral(reading: Reading, index: Index) -> frozenset[int]:
    """Give the words of names that speak one language in both ("En avant !", "UN police")."""
    typed = tuple(token.text for token in reading.tokens)
    found: set[int] = set()
    for phrase in index.phrases.neutral:
        for start in range(len(typed) - len(phrase) + 1):
            if typed[start : start + len(phrase)] == phrase:
                found.update(range(start, start + len(phrase)))
    return frozenset(found)


def _quoted(reading: Reading) -> frozenset[int]:
    """Give the words that are asked about: all but the frame of a translation or definition."""
    if not reading.intents & {"translate", "define"}:
        return frozenset()
    framed = set(reading.covered("intent"))
    for place in range(1, len(reading.words)):
        if place - 1 in framed and reading.words[place] in reading.carriers and len(framed) < len(reading.words) - 1:
            framed.add(place)
    return frozenset(range(len(reading.words))) - framed
