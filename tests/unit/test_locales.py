"""Both languages hold the same keys and placeholders, render, and are typeset as their readers expect."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from domain.vocabulary import Audience, Language, Route
from locales import FOLDER, NARROW_SPACE, bundle, text, typography
from locales.countries import country_name
from locales.dates import format_date, format_instant, format_month, format_number, format_span
from locales.words import filter_words

ROOT = Path(__file__).parents[2]
COUNTS = ("count", "days")
"""Placeholders that are numbers; every other is a text."""
SAMPLES = (0, 1, 2, 5, 21, 1_000_000)
PARSER = FluentParser(with_spans=False)


class Placeholders(Visitor):
    """Collects the variables of one message, with the branches that choose between them."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.texts: list[str] = []

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - the library's own name
        self.names.add(node.id.name)

    def visit_TextElement(self, node: ftl.TextElement) -> None:  # noqa: N802 - the library's own name
        self.texts.append(str(node.value))


class Tags(HTMLParser):
    """Holds a text against the tags that Telegram knows, each closed by its own."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def check(self, words: str) -> None:
        self.feed(words)
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}, tag
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


@cache
def messages(language: Language) -> dict[str, Placeholders]:
    """Read every message of a language; a key that stands twice or a line that cannot be read is refused."""
    found: dict[str, Placeholders] = {}
    for path in sorted((FOLDER / language.value).glob("*.ftl")):
        for entry in PARSER.parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{path.name}: {entry.id.name} stands twice"
                found[entry.id.name] = Placeholders()
                found[entry.id.name].visit(entry)
    return found


def rendered(language: Language, key: str) -> Iterator[str]:
    """Say a message with every sample number."""
    names = messages(language)[key].names
    for number in SAMPLES if names & set(COUNTS) else (1,):
        yield text(language, key, **{name: number if name in COUNTS else "Bamako" for name in names})


def everything(language: Language) -> Iterator[tuple[str, str]]:
    for key in messages(language):
        for said in rendered(language, key):
            yield key, said


def test_both_languages_have_the_same_files() -> None:
    french, english = ({path.name for path in (FOLDER / language.value).iterdir()} for language in Language)
    assert french == english


def test_both_languages_have_the_same_keys() -> None:
    assert messages(Language.FR).keys() == messages(Language.EN).keys()


def test_both_languages_ask_for_the_same_placeholders() -> None:
    other = messages(Language.EN)
    assert {key: found.names for key, found in messages(Language.FR).items() if found.names != other[key].names} == {}


@pytest.mark.parametrize("language", Language)
def test_every_message_renders_and_leaves_nothing_unsaid(language: Language) -> None:
    for key, said in everything(language):
        assert said.strip() == said, key
        assert said, key
        assert not re.search(r"[{}\u2066-\u2069]", said), f"{key}: {said}"


@pytest.mark.parametrize("language", Language)
def test_every_message_is_html_that_telegram_takes(language: Language) -> None:
    for key, said in everything(language):
        Tags().check(said)
        assert not re.search(r"&(?!amp;|lt;|gt;|quot;)", said), f"{key}: {said}"
        assert len(said.encode("utf-16-le")) // 2 <= 4096, key


@pytest.mark.parametrize("language", Language)
def test_an_unknown_key_or_a_missing_placeholder_is_an_error(language: Language) -> None:
    with pytest.raises(KeyError, match="no message 'nonsense'"):
        text(language, "nonsense")
    with pytest.raises(ValueError, match="filter-levels"):
        text(language, "filter-levels", low="P-3")


def test_french_puts_a_narrow_space_before_high_punctuation_and_inside_quotation_marks() -> None:
    wrong = re.compile(rf"[^{NARROW_SPACE}\s][;!?»]|[ \u00a0][;:!?»]|«[^{NARROW_SPACE}]|[^\W\d](?<!https):(?!/)")
    for key, said in everything(Language.FR):
        assert not wrong.search(said), f"{key}: {said!r}"


def test_english_has_no_space_before_punctuation_and_its_own_quotation_marks() -> None:
    for key, said in everything(Language.EN):
        assert not re.search(r"\s[;:!?,.]|[«»]", said), f"{key}: {said!r}"


@pytest.mark.parametrize("language", Language)
def test_apostrophes_and_quotation_marks_are_curved_and_ellipses_are_one_sign(language: Language) -> None:
    for key, found in messages(language).items():
        words = re.sub(r"<[^>]*>", "", "…".join(found.texts))
        assert not re.search(r"['\"`]|\.\.\.|  ", words), f"{key}: {words!r}"


@pytest.mark.parametrize("language", Language)
def test_errors_keep_calm(language: Language) -> None:
    errors = [key for key in messages(language) if key.startswith("error-")]
    assert errors
    for key in (*errors, "answer-none", "alert-expired", "alert-nothing-understood"):
        assert not any("!" in said for said in rendered(language, key)), key


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("keys", "limit"), [("command-", 256), ("bot-short", 120), ("bot-description", 512)])
def test_presentation_fits_telegram_s_limits(language: Language, keys: str, limit: int) -> None:
    said = [text(language, key) for key in messages(language) if key.startswith(keys)]
    assert said
    assert all(0 < len(words.encode("utf-16-le")) // 2 <= limit for words in said)


def keys_in_code() -> Iterator[tuple[str, str]]:
    """Give the keys that the bot says: whole, or the part before what is filled in."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="text"), args=[_, ast.Constant(value=str(key)), *_]):
                    yield f"{path.name}:{node.lineno}", key
                case ast.Call(
                    func=ast.Name(id="text"), args=[_, ast.JoinedStr(values=[ast.Constant(value=str(key)), *_]), *_]
                ):
                    yield f"{path.name}:{node.lineno}", f"{key}*"


def test_every_key_that_the_bot_says_exists() -> None:
    known = messages(Language.FR)
    said = list(keys_in_code())
    assert len(said) > 20
    for place, key in said:
        beginning = key.removesuffix("*")
        assert key in known or (beginning != key and any(name.startswith(beginning) for name in known)), (
            f"{place}: {key}"
        )


@pytest.mark.parametrize("language", Language)
def test_every_value_of_the_vocabulary_has_its_words(language: Language) -> None:
    known = bundle(language)
    wanted = [f"audience-{audience}" for audience in Audience] + [f"card-route-{route}" for route in Route]
    assert [key for key in wanted if not known.has_message(key)] == []


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        (Language.FR, 0, "aujourd’hui"),
        (Language.FR, 1, "demain"),
        (Language.FR, 2, "dans 2 jours"),
        (Language.EN, 0, "today"),
        (Language.EN, 1, "tomorrow"),
        (Language.EN, 2, "in 2 days"),
    ],
)
def test_numbers_choose_their_words(language: Language, days: int, words: str) -> None:
    assert text(language, "card-deadline", deadline="…", days=days).endswith(f"… – {words}")


@pytest.mark.parametrize(
    ("given", "set_"),
    [
        ("Quoi ?", "Quoi\u202f?"),
        ("Note\u00a0: « ceci »", "Note\u202f: «\u202fceci\u202f»"),
        ("à 23:59, voir https://x.org", "à 23:59, voir https://x.org"),
        ("déjà\u202f! «\u202fbien\u202f»", "déjà\u202f! «\u202fbien\u202f»"),
        ("«serré»", "«\u202fserré»"),
    ],
)
def test_words_of_records_are_given_french_spacing(given: str, set_: str) -> None:
    assert typography(Language.FR, given) == set_
    assert typography(Language.EN, given) == given


INSTANT = datetime(2027, 3, 12, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        (Language.FR, "UTC", "12 mars 2027, 22:59"),
        (Language.EN, "UTC", "12 March 2027, 22:59"),
        (Language.FR, "Africa/Kinshasa", "12 mars 2027, 23:59"),
        (Language.EN, "Africa/Kigali", "13 March 2027, 00:59"),
    ],
)
def test_instants_are_told_in_the_reader_s_zone_on_a_clock_of_24_hours(
    language: Language, zone: str, words: str
) -> None:
    assert format_instant(INSTANT, language, zone) == words


def test_dates_and_numbers_are_written_as_each_language_does() -> None:
    day = date(2027, 8, 2)
    assert [format_date(day, language) for language in Language] == ["2 août 2027", "2 August 2027"]
    assert [format_month(day, language) for language in Language] == ["août 2027", "August 2027"]
    assert [format_number(12345, language) for language in Language] == ["12\u202f345", "12,345"]


@pytest.mark.parametrize(
    ("minutes", "french", "english"),
    [
        (0.05, "3\u00a0secondes", "3 seconds"),
        (1, "1 minute", "1 minute"),
        (90, "90 minutes", "90 minutes"),
        (60, "1\u00a0heure", "1 hour"),
        (360, "6\u00a0heures", "6 hours"),
        (1440, "1\u00a0jour", "1 day"),
        (2160, "36\u00a0heures", "36 hours"),
        (0, "1\u00a0seconde", "1 second"),
    ],
)
def test_spans_are_told_in_the_largest_unit_that_goes_into_them(minutes: float, french: str, english: str) -> None:
    span = timedelta(minutes=minutes)
    assert [format_span(span, language) for language in Language] == [french, english]


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("CD", "République démocratique du Congo", "Democratic Republic of the Congo"),
        ("CI", "Côte d’Ivoire", "Côte d’Ivoire"),
        ("ML", "Mali", "Mali"),
        ("CF", "République centrafricaine", "Central African Republic"),
        ("XX", "XX", "XX"),
    ],
)
def test_countries_bear_the_names_that_the_united_nations_use(code: str, french: str, english: str) -> None:
    assert [country_name(code, language) for language in Language] == [french, english]


def test_no_closed_word_of_a_filter_means_two_things() -> None:
    words = filter_words()
    lists = [*words.frequencies, *words.audiences, *words.at_least, *words.at_most, *words.noise]
    folded = [word.casefold().replace("à", "a").replace("è", "e").replace("’", "'") for word in lists]
    doubled = sorted({word for word in folded if folded.count(word) > 1} - {"a"})
    assert doubled == []
