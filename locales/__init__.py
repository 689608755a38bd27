"""Words in French and English: one Fluent bundle a language, made of every `.ftl` file of its folder.

`text()` never guesses: an unknown key or a missing placeholder raises, and a test holds both languages to the same
keys and placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from domain.vocabulary import Language

FOLDER = Path(__file__).parent
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


@cache
def bundle(language: Language) -> FluentBundle:
    """Load the messages of one language.

    `use_isolating=False`: Fluent would otherwise wrap every variable in invisible characters that break commands,
    links and searches.
    """
    loaded = FluentBundle([language.value], use_isolating=False)
    for path in sorted((FOLDER / language.value).glob("*.ftl")):
        loaded.add_resource(FluentResource(path.read_text("utf-8")))
    return loaded


def text(language: Language, key: str, /, **arguments: Any) -> str:
    """Say `key` in `language`.

    Raises KeyError for an unknown key and ValueError when a placeholder has no value.
    """
    return _format(language, key, arguments) if arguments else _fixed(language, key)


@cache
def _fixed(language: Language, key: str) -> str:
    """Say what always reads the same, such as the words of a button."""
    return _format(language, key, {})


def _format(language: Language, key: str, arguments: Mapping[str, Any]) -> str:
    loaded = bundle(language)
    message = loaded.get_message(key) if loaded.has_message(key) else None
    if message is None or message.value is None:
        raise KeyError(f"{language}: no message {key!r}")
    rendered, faults = loaded.format_pattern(message.value, dict(arguments))
    if faults:
        raise ValueError(f"{language}: {key}: {faults}")
    return str(rendered)


def typography(language: Language, words: str) -> str:
    """Put French spacing into words that come from records: a narrow no-break space before ; : ? ! and inside « ».

    Times (« 23:59 ») and addresses (« https: ») keep their colons, for a space must already stand there or the
    mark must end a word. English words are returned as they are.
    """
    if language is not Language.FR:
        return words
    words = re.sub(r"[ \u00a0\u202f]+([;:?!»])", NARROW_SPACE + r"\1", words)
    return re.sub(r"«[ \u00a0\u202f]*", "«" + NARROW_SPACE, words)
