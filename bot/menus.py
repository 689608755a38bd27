"""Commands: their names in both languages, and the menu that shows one language's."""

from __future__ import annotations

from domain.vocabulary import Language
from locales import text

NAMES: dict[str, dict[Language, str]] = {
    "jobs": {Language.FR: "emplois", Language.EN: "jobs"},
    "courses": {Language.FR: "cours", Language.EN: "courses"},
    "centres": {Language.FR: "centres", Language.EN: "centres"},
    "term": {Language.FR: "terme", Language.EN: "term"},
    "alerts": {Language.FR: "alertes", Language.EN: "alerts"},
    "followed": {Language.FR: "suivis", Language.EN: "followed"},
    "human": {Language.FR: "humain", Language.EN: "human"},
    "expert": {Language.FR: "expert", Language.EN: "expert"},
    "settings": {Language.FR: "reglages", Language.EN: "settings"},
    "help": {Language.FR: "aide", Language.EN: "help"},
    "privacy": {Language.FR: "privacy", Language.EN: "privacy"},
    "stop": {Language.FR: "stop", Language.EN: "stop"},
}
"""The menu, in its order. Telegram wants names of `[a-z0-9_]`, so no accents."""

ADMINISTRATION: dict[str, dict[Language, str]] = {
    "announce": {Language.FR: "annonce", Language.EN: "announce"},
    "review": {Language.FR: "revue", Language.EN: "review"},
    "stats": {Language.FR: "stats", Language.EN: "stats"},
    "tickets": {Language.FR: "tickets", Language.EN: "tickets"},
    "sources": {Language.FR: "sources", Language.EN: "sources"},
}
"""What administrators see below it."""


def menu(language: Language, *, administrator: bool = False) -> list[tuple[str, str]]:
    """Give the menu of one language: command and description."""
    shown = NAMES | ADMINISTRATION if administrator else NAMES
    return [(names[language], text(language, f"command-{key}")) for key, names in shown.items()]


def names(key: str) -> list[str]:
    """Give every name of a command: those of both languages work for everyone."""
    return sorted(set((NAMES | ADMINISTRATION)[key].values()))
