"""A question as the engine understands it: its words, repaired, and every phrase in it that means something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from domain.answering.index import Index
from domain.answering.lexicon import is_slip
from domain.answering.normalise import FUNCTION_WORDS, Token, stems, tokenise
from domain.vocabulary import Language

Alternatives = tuple[tuple[str, float], ...]
"""The words that one word of the question may stand for, with how surely; itself alone when it is known."""

POOLS = ("course", "centre", "job", "term")
SWALLOWED = frozenset(
    {
        "audience", "rank", "field", "demonym", "country", "kind", "level", "domain", "status", "city", "field-alias",
        "cost", "mode", "route",
    }
)  # fmt: skip
"""Groups whose phrases mean nothing inside a longer name: "civils" in "protection des civils"."""
SWALLOWING = frozenset(
    {
        "field",
        "field-alias",
        "centre",
        "city",
        "country",
        "region",
        "mission",
        "status",
        "kind",
        "audience",
        "rank",
        "language",
    }
)
CARRIER_FLOOR = 0.8
"""A strange word is not taken for a carrier unless very near to it: "king" is no "kind"."""
SHORTEST_ACRONYM, LONGEST_ACRONYM = 4, 10
ALTERNATIVES, CANDIDATES = 3, 6
"""Words that one word may stand for in the end, and while its neighbours are asked."""
SPLIT, LONG = 8, 10
"""Letters from which two words in a row may be one: a strange one and another, or any two."""
SOUNDS_OF_K = ("qu", "c")
"""What a k stands for in French as it is typed on a phone: "enkete", "kestion", "sekurité"."""
ELISIONS = ("qu", "l", "d", "j", "s", "n", "m")
CLEAR_ELISIONS = ("qu", "l", "d", "j")
"""Those that hardly ever begin a mistyped English word."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in the question, from word `start` to word `end`, and what it means."""

    start: int
    end: int
    group: str
    value: str
    languages: frozenset[Language]

    @property
    def span(self) -> range:
        """The words it covers."""
        return range(self.start, self.end)


@dataclass(frozen=True)
class Reading:
    """What was read. `words` is repaired; `alternatives` runs beside it."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    alternatives: tuple[Alternatives, ...]
    matches: tuple[Match, ...]
    carriers: frozenset[str]
    everyday: frozenset[str]

    def of(self, *groups: str) -> list[Match]:
        """Give the matches of these groups, in the order of the question."""
        return [match for match in self.matches if match.group in groups]

    def values(self, group: str) -> list[str]:
        """Give what the matches of a group mean."""
        return list(dict.fromkeys(match.value for match in self.of(group)))

    def covered(self, *groups: str) -> frozenset[int]:
        """Give the words that matches of these groups cover."""
        return frozenset(i for match in self.of(*groups) for i in match.span)

    @cached_property
    def intents(self) -> frozenset[str]:
        """What is wanted, as far as the frame tells."""
        return frozenset(self.values("intent"))

    @cached_property
    def covered_by_pool(self) -> frozenset[int]:
        """The words that tell which kind of record is asked for: "school" is then no field of expertise."""
        return frozenset(i for match in self.of("intent") if match.value in POOLS for i in match.span)

    @cached_property
    def frame(self) -> frozenset[int]:
        """The words that only carry the question: carriers, and the phrases of asking."""
        asking = {"define", "translate", "list", "count", "compare", "term", "describe"}
        carried = {i for i, word in enumerate(self.words) if word in self.carriers or word in FUNCTION_WORDS}
        spans = {i for match in self.of("intent") if match.value in asking for i in match.span}
        return frozenset(carried | spans | self.covered("carrier"))

    @cached_property
    def padding(self) -> frozenset[int]:
        """The frame, and the words of everyday talk around it ("on m'a parlé de…", "in a mail")."""
        return self.frame | {i for i, word in enumerate(self.words) if word in self.everyday}

    def wants_words(self, pool: str | None) -> bool:
        """Tell whether a meaning or a translation is asked for ("en anglais" with "cours" is a condition instead)."""
        return pool in (None, "term") and bool(self.intents & {"translate", "define"}) and not self._taught_in

    @property
    def _taught_in(self) -> bool:
        """Tell "en français" as a condition among others ("pour les militaires, en ligne, en français")."""
        spans = [m.span for m in self.of("intent") if m.value in ("translate", "define")]
        languages = [m.span for m in self.of("language")]
        others = self.of("audience", "mode", "cost", "rank", "month", "level") or "list" in self.intents
        return bool(others) and all(span in languages for span in spans)

    def without(self, *covered: frozenset[int]) -> tuple[str, ...]:
        """Give the words that stand outside these sets."""
        gone = frozenset().union(*covered)
        return tuple(word for i, word in enumerate(self.words) if i not in gone)


def read(question: str, index: Index) -> Reading:
    """Read a question: split, expand, repair, and find its phrases."""
    tokens = _mended(_expand(_merge(tokenise(question), index), index), index)
    all_shouted = len(tokens) > 1 and all(token.shouted or len(token.typed) < 2 for token in tokens)
    alternatives = tuple(_alternatives(token, index, may_be_acronym=not all_shouted) for token in tokens)
    alternatives = _in_phrases(alternatives, index)
    words = tuple(found[0][0] for found in alternatives)
    return Reading(
        question,
        tokens,
        words,
        alternatives,
        _matches(words, tokens, index),
        index.phrases.carriers,
        index.phrases.everyday,
    )


def _in_phrases(alternatives: tuple[Alternatives, ...], index: Index) -> tuple[Alternatives, ...]:
    """Prefer the reading of a mistyped word that makes a phrase with its neighbours: "en lige", "etaes unis"."""
    chosen = list(alternatives)
    for place, found in enumerate(alternatives):
        if len(found) > 1 and found[0][1] < 1.0:
            around = [one[0][0] for one in chosen]
            fits = next((one for one in found if _makes_phrase(around, place, one[0], index)), None)
            if fits:
                chosen[place] = (fits, *(one for one in found if one != fits))
    return tuple(one[:ALTERNATIVES] for one in chosen)


def _makes_phrase(around: list[str], place: int, word: str, index: Index) -> bool:
    words = (*around[:place], word, *around[place + 1 :])
    starts = range(max(0, place - 3), place + 1)
    return any(start + len(p) > max(place, start + 1) for start in starts for p in index.table.at(words, start))


def _merge(tokens: tuple[Token, ...], index: Index) -> tuple[Token, ...]:
    """Make one word of an acronym written with marks: `C-34`, `T/PCC`."""
    merged: list[Token] = []
    place = 0
    while place < len(tokens):
        end = place + 1
        while end < len(tokens) and tokens[end].hyphened:
            end += 1
        joined = "".join(token.text for token in tokens[place:end])
        if end - place > 1 and joined in index.acronyms:
            typed = "".join(token.typed for token in tokens[place:end])
            merged.append(Token(joined, typed, tokens[place].glued))
        elif _is_split(tokens[place : place + 2], index):
            end = place + 2
            joined = "".join(token.text for token in tokens[place:end])
            merged.append(Token(joined, joined, tokens[place].glued))
        else:
            merged.extend(tokens[place:end])
        place = end
    return tuple(merged)


def _is_split(pair: tuple[Token, ...], index: Index) -> bool:
    """Tell one long word typed as two: "extra judicial", "porte parole"."""
    joined = "".join(token.text for token in pair)
    return (
        len(pair) == 2
        and len(joined) >= SPLIT
        and joined in index.lexicon.surface
        and (len(joined) >= LONG or not all(_known(token.text, index) for token in pair))
    )


def _expand(tokens: tuple[Token, ...], index: Index) -> tuple[Token, ...]:
    """Write out SMS spellings; a lone word, or one in capitals, is left alone, for it may be an acronym."""
    if len(tokens) < 2:
        return tokens
    expanded: list[Token] = []
    all_shouted = all(token.shouted or len(token.typed) < 2 for token in tokens)
    for place, token in enumerate(tokens):
        long = index.phrases.sms.get(token.text)
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        repeated = following is not None and long is not None and following.text == long[-1]
        part = token.hyphened or (following is not None and following.hyphened)
        if long is None or (token.shouted and not all_shouted) or repeated or part:
            expanded.append(token)
        else:
            expanded.extend(Token(word, word, False) for word in long)
    return tuple(expanded)


def _mended(tokens: tuple[Token, ...], index: Index) -> tuple[Token, ...]:
    """Read a mistyped acronym as the one that it must be; a word that may be another one is left alone."""
    all_shouted = len(tokens) > 1 and all(token.shouted or len(token.typed) < 2 for token in tokens)
    return tuple(_mend(token, index, may_be_word=all_shouted or not token.shouted) for token in tokens)


def _mend(token: Token, index: Index, *, may_be_word: bool) -> Token:
    if _known(token.text, index):
        return token
    repaired = index.lexicon.repair(token.text) if may_be_word else ()
    if repaired and repaired[0][0] in index.acronyms:
        return replace(token, text=repaired[0][0])
    meant = None if repaired else _acronym_meant(token.text, index)
    return token if meant is None else replace(token, text=meant)


def _acronym_meant(typed: str, index: Index) -> str | None:
    if not SHORTEST_ACRONYM <= len(typed) <= LONGEST_ACRONYM:
        return None
    found = extract(typed, index.acronyms.keys(), scorer=OSA.distance, score_cutoff=1, limit=2)
    if len(found) != 1:
        return None
    meant = found[0][0]
    return meant if len(typed) > SHORTEST_ACRONYM or is_slip(typed, meant) else None


def _alternatives(token: Token, index: Index, *, may_be_acronym: bool) -> Alternatives:
    word = token.text
    if _known(word, index):
        unseen = word not in index.lexicon.surface and word not in index.known_words and not word.isdigit()
        others = index.lexicon.repair(word, 2) if unseen else ()
        if others and others[0][0] in index.lexicon.closed and is_slip(word, others[0][0]):
            return others  # "anglai" is the stem of "anglais", "coures" shares one with it: mistakes for known words
        return ((word, 1.0), *((other, similarity * 0.95) for other, similarity in others))
    for sound in SOUNDS_OF_K:
        if "k" in word and _known(word.replace("k", sound), index):
            return ((word.replace("k", sound), 0.95),)
    for elision in ELISIONS:
        rest = word.removeprefix(elision)
        if rest != word and len(rest) > (2 if elision in CLEAR_ELISIONS else 4) and _known(rest, index):
            return ((rest, 0.98),)
    repaired = () if may_be_acronym and token.shouted and len(word) < 6 else index.lexicon.repair(word, CANDIDATES)
    kept = tuple(
        found
        for found in repaired
        if found[1] >= CARRIER_FLOOR or found[0] not in index.lexicon.talk or is_slip(word, found[0])
    )
    return kept or ((word, 1.0),)


def _known(word: str, index: Index) -> bool:
    if word in index.ordinary or word in index.known_words or word in index.acronyms:
        return True
    known = (index.lexicon.frequency, index.lexicon.synonyms, index.definitions)
    return any(stem in where for stem in stems(word) for where in known)


def _matches(words: tuple[str, ...], tokens: tuple[Token, ...], index: Index) -> tuple[Match, ...]:
    found: list[Match] = []
    all_shouted = all(token.shouted or len(token.text) < 2 for token in tokens)
    for start in range(len(words)):
        for phrase in index.table.at(words, start):
            end = start + len(phrase)
            for entry in index.table.entries(phrase):
                group = entry.group.removeprefix("shouted-")
                shouted = tokens[start].shouted and (not all_shouted or len(words) == 1)
                if group == entry.group or shouted:
                    found.append(Match(start, end, group, entry.value, entry.languages))
    return tuple(match for match in found if not _swallowed(match, found))


def _one_meaning(match: Match, other: Match) -> bool:
    """Two intents may share words ("what courses" lists, and "courses" names the pool); two pools may not."""
    return match.group != "intent" or match.value == other.value or {match.value, other.value} <= set(POOLS)


def _swallowed(match: Match, others: Iterable[Match]) -> bool:
    for other in others:
        longer = (
            other.start <= match.start and match.end <= other.end and other.end - other.start > match.end - match.start
        )
        same_kind = other.group == match.group and _one_meaning(match, other)
        inside_a_name = match.group in SWALLOWED and other.group in SWALLOWING
        if match.group == "field" and other.group != "centre":
            inside_a_name = False
        if longer and (same_kind or inside_a_name):
            return True
    return False
