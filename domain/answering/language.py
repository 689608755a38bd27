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

CLEAR = 1.0
"""Lead of one language over the other from which the question itself decides."""
_ACCENTS = frozenset("éèêëàâçùûôîïœ")


def reply_language(reading: Reading, context: Context, index: Index) -> Language:
    """Choose the language of the reply."""
    switches = [match for match in reading.of("switch") if len(match.languages) == 1]
    if switches:
        return next(iter(switches[-1].languages))
    lead = language_lead(reading, index)
    if abs(lead) >= CLEAR:
        return Language.FR if lead > 0 else Language.EN
    if context.dialogue and context.dialogue.language:
        return context.dialogue.language
    if context.profile_language:
        return context.profile_language
    if lead:
        return Language.FR if lead > 0 else Language.EN
    return context.default_language


def language_lead(reading: Reading, index: Index) -> float:
    """Measure how clearly the question is French (above zero) or English (below).

    The frame counts most: in "how do you say cessez-le-feu" two words are French and the question is English.
    """
    french, english = index.phrases.language_words[Language.FR], index.phrases.language_words[Language.EN]
    asked_about = _asked_about(reading)
    lead = 0.0
    for place, token in enumerate(reading.tokens):
        word = token.text
        weight = 0.25 if place in asked_about else 1.0
        if (word in french) != (word in english):
            lead += weight * (1.0 if word in french else -1.0)
        elif word in index.name_language and word not in french:
            fr, en = index.name_language[word]
            lead += 0.35 * weight * (fr - en) / (fr + en)
        if _ACCENTS.intersection(token.typed.lower()) and fold(token.typed) == word:
            lead += 0.5 * weight
    for match in reading.of("intent", "followup"):
        if len(match.languages) == 1 and match.end - match.start > 1:
            lead += 1.0 if Language.FR in match.languages else -1.0
    return lead


def _asked_about(reading: Reading) -> frozenset[int]:
    """Give the words that are quoted rather than said: all but the frame of a translation or definition."""
    if not reading.intents & {"translate", "define"}:
        return frozenset()
    framed = reading.covered("intent")
    return frozenset(range(len(reading.words))) - framed - _frame_words(reading)


def _frame_words(reading: Reading) -> frozenset[int]:
    """Carriers that touch the frame belong to it; those inside the quoted name do not."""
    framed = set(reading.covered("intent"))
    for place in range(len(reading.words)):
        if place - 1 in framed and reading.words[place] in reading.carriers and len(framed) < len(reading.words) - 1:
            framed.add(place)
    return frozenset(framed)
