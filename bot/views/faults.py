"""What went wrong with a source, in the reader's language.

Faults are noted in English, one line each, for the logs and the terminal; the usual ones have words of their own here.
"""

from __future__ import annotations

import re

from bot.views.answer_parts import short
from bot.views.message import escape
from domain.vocabulary import Language
from locales import text

LONGEST = 160
FAULTS = {
    name: re.compile(pattern)
    for name, pattern in {
        "status": r"(?P<host>\S+) answered (?P<status>\d+)",
        "timeout": r"(?P<host>\S+) did not answer in time",
        "private": r"(?P<host>\S+) is a private address\b.*",
        "certificate": r"(?P<host>\S+) has no valid certificate",
        "unknown": r"(?P<host>\S+) is not known",
        "unreachable": r"(?P<host>\S+) cannot be reached",
        "cut": r"(?P<host>\S+) broke off\b.*",
        "page": r"an HTML page stands where .* should be",
        "vanished": r"all (?P<known>\d+) open entries vanished at once",
        "renumbered": r"(?P<part>\d+) of (?P<listed>\d+) entries are suddenly new",
        "changed": r"(?P<part>\d+) of (?P<listed>\d+) entries changed at once",
    }.items()
}


def explain(fault: str, language: Language) -> str:
    """Say a fault as HTML; one without words of its own is shown as it was noted."""
    for name, pattern in FAULTS.items():
        if match := pattern.fullmatch(fault):
            return text(language, f"fault-{name}", **{key: escape(value) for key, value in match.groupdict().items()})
    return f"<code>{escape(short(fault, LONGEST))}</code>"
