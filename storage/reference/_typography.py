"""Ordinary spaces and apostrophes, as an editor types them -> those that a reader should see.

The editor's work stays easy and the rows that are stored are right, whoever shows them. Imprimerie nationale,
Lexique des règles typographiques: a no-break space before high punctuation and inside guillemets, narrow here (U+202F)
as Unicode's CLDR has it for French.
"""

from __future__ import annotations

import re
from typing import Any

_RULES = (
    (re.compile(r"(?<=\w)'"), "’"),
    (re.compile(r"[ \u00a0](?=[;:!?»%])|(?<=«)[ \u00a0]"), "\u202f"),
    (re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))"), "\u202f"),
)


def typeset(text: str) -> str:
    """Set apostrophes and no-break spaces; English, which has no space there, only gains its apostrophes."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def typeset_texts(payload: dict[str, Any]) -> dict[str, Any]:
    """Typeset what is shown to people: the values of `…_fr` and `…_en`, and of `fr` and `en` when they are one text.

    Lists under `fr` and `en` are words to recognise (aliases, keywords, phrasings) and stay as they were typed.
    """
    return {key: _typeset_value(key, value) for key, value in payload.items()}


def _typeset_value(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return typeset_texts(value)
    if isinstance(value, list):
        return [_typeset_value(key, item) for item in value] if key not in {"fr", "en"} else value
    shown = isinstance(value, str) and key.endswith(("fr", "en"))
    return typeset(value) if shown else value
