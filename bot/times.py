"""Times as administrators write them: « 18:30 », « demain 9 h », "tomorrow at 9", "2027-01-12 18:30", ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def read_time(words: str, zone: str, now: datetime) -> datetime | None:
    """Read an instant, aware UTC; one without a zone is of `zone` (an IANA name). None when it is no time."""
    try:
        written = datetime.fromisoformat(words.strip())
    except ValueError:
        return _in_words(words, zone, now)
    return (written if written.tzinfo else written.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _in_words(words: str, zone: str, now: datetime) -> datetime | None:
    import dateparser  # slow to import, and few ask for it

    read = dateparser.parse(
        words,
        languages=["fr", "en"],
        settings={
            "TIMEZONE": zone,
            "RETURN_AS_TIMEZONE_AWARE": True,
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
            "RELATIVE_BASE": now.astimezone(ZoneInfo(zone)).replace(tzinfo=None),
        },
    )
    return read.astimezone(UTC) if read else None
