"""What kind of thing is wanted, and which one fact of it."""

from __future__ import annotations

from domain.answering.reading import POOLS, Match, Reading

PLURAL = frozenset(
    {
        "formations", "stages", "courses", "trainings", "modules", "seminaires", "classes", "centres", "centers",
        "ecoles", "schools", "instituts", "institutes", "etablissements", "academies", "institutions", "termes",
        "terms", "sigles", "acronyms", "acronymes", "offres", "emplois", "postes", "jobs", "vacancies", "programmes",
        "programs", "seminars", "organismes", "colleges", "abbreviations",
    }
)  # fmt: skip
THIS = (("le",), ("la",), ("du",), ("ce",), ("cette",), ("au",), ("this",))
"""Articles before "cours" or "formation" that mean a certain one."""
DETAIL_ORDER = (
    "courses", "centre", "email", "phone", "website", "where", "enrol", "cost", "duration", "languages", "date",
    "audience", "contact", "definition",
)  # fmt: skip


def wanted_pool(reading: Reading) -> str | None:
    """Tell which kind of record is asked for: the first one named heads the phrase ("quel centre donne des cours…").

    A question about enrolling in courses at large asks for an answer, not for courses.
    """
    found = [match for match in reading.of("intent") if match.value in POOLS and not _inside_a_name(match, reading)]
    if "enrol" in reading.intents and not _has_topic(reading):
        return None
    if not found:
        return "centre" if reading.of("status") and reading.intents & {"list", "count"} else None
    return min(found, key=lambda match: (match.start, -match.end)).value


def _has_topic(reading: Reading) -> bool:
    pool_words = frozenset(i for match in reading.of("intent") for i in match.span)
    return "course" in reading.intents and bool(reading.without(reading.padding, pool_words, reading.covered("detail")))


def _inside_a_name(match: Match, reading: Reading) -> bool:
    names = reading.of("centre", "field")
    return any(n.start <= match.start and match.end <= n.end and n.end - n.start > 1 for n in names)


def is_plural(reading: Reading) -> bool:
    """Tell whether several records are expected."""
    return bool(reading.intents & {"list", "count"}) or not PLURAL.isdisjoint(reading.words)


def names_one_course(reading: Reading) -> bool:
    """Tell "the ethics course", "le stage…", or a question on one fact, from courses at large."""
    named = [match for match in reading.of("intent") if match.value == "course"]
    if not named:
        return False
    before = reading.words[: named[0].start]
    return detail(reading) is not None or "the" in before or before[-1:] in THIS


def detail(reading: Reading) -> str | None:
    """Tell which one fact of a record is asked for."""
    asked = reading.of("detail")
    if not asked:
        return None
    longest = max(match.end - match.start for match in asked)
    values = {match.value for match in asked if match.end - match.start == longest or longest == 1}
    return next((value for value in DETAIL_ORDER if value in values), None)
