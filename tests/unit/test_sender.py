"""What each refusal of the Bot API means for the message that met it."""

from __future__ import annotations

import logging

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.sender import outcome_of
from domain.deliveries import Gone, Migrated, Outcome, Rejected, Unknown
from domain.deliveries import RetryAfter as Later

GONE = [
    Forbidden("Forbidden: bot was blocked by the user"),
    Forbidden("Forbidden: user is deactivated"),
    Forbidden("Forbidden: bot was kicked from the group chat"),
    Forbidden("Forbidden: bot was kicked from the supergroup chat"),
    Forbidden("Forbidden: bot is not a member of the channel chat"),
    Forbidden("Forbidden: bot can't initiate conversation with a user"),
    Forbidden("Forbidden: bot can't send messages to bots"),
    Forbidden("Forbidden: the group chat was deleted"),
    BadRequest("Chat not found"),
    BadRequest("User not found"),
    BadRequest("PEER_ID_INVALID"),
    BadRequest("USER_IS_BLOCKED"),
    BadRequest("INPUT_USER_DEACTIVATED"),
    BadRequest("Group chat was deactivated"),
    BadRequest("Have no rights to send a message"),
    BadRequest("Not enough rights to send text messages to the chat"),
    BadRequest("Need administrator rights in the channel chat"),
    BadRequest("Have no write access to the chat"),
    BadRequest("CHAT_WRITE_FORBIDDEN"),
    BadRequest("CHAT_RESTRICTED"),
]
OUR_FAULT = [
    BadRequest('Can\'t parse entities: unsupported start tag "h1" at byte offset 0'),
    BadRequest("Message is too long"),
    BadRequest("MESSAGE_TOO_LONG"),
    BadRequest("Message caption is too long"),
    BadRequest("Message text is empty"),
    BadRequest("Text must be non-empty"),
    BadRequest("BUTTON_URL_INVALID"),
    BadRequest("BUTTON_DATA_INVALID"),
    BadRequest("Can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"),
    BadRequest("Reply markup is too long"),
    BadRequest("Wrong file identifier/HTTP URL specified"),
    BadRequest("Wrong remote file identifier specified: wrong string length"),
    BadRequest("IMAGE_PROCESS_FAILED"),
    BadRequest("PHOTO_INVALID_DIMENSIONS"),
    BadRequest("Failed to get HTTP URL content"),
    BadRequest("Message to edit not found"),
    BadRequest("Message can't be edited"),
    BadRequest("MESSAGE_ID_INVALID"),
    BadRequest("Message to delete not found"),
    BadRequest("Message can't be deleted for everyone"),
    BadRequest("Message thread not found"),
    BadRequest("TOPIC_CLOSED"),
    BadRequest("TOPIC_DELETED"),
]
LATER = [
    RetryAfter(7),
    NetworkError("Bad Gateway"),
    NetworkError("Internal Server Error (500)"),
    NetworkError("Service Unavailable (503)"),
]
NEVER_MET = [
    BadRequest("SOMETHING_NEW_INVALID"),
    Conflict("Conflict: terminated by other getUpdates request"),
    InvalidToken("Unauthorized"),
    TelegramError("I'm a teapot (418)"),
]


def table(errors: list[TelegramError], outcome: type[Outcome]) -> list[tuple[TelegramError, type[Outcome]]]:
    return [(error, outcome) for error in errors]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        *table(list(GONE), Gone),
        *table(list(OUR_FAULT), Rejected),
        *table(list(LATER), Later),
        (ChatMigrated(-100123), Migrated),
        (TimedOut(), Unknown),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_refusal_that_we_know_has_its_meaning(error: TelegramError, outcome: type[Outcome]) -> None:
    found = outcome_of(error)
    assert type(found) is outcome
    assert not isinstance(found, Rejected) or found.known


@pytest.mark.parametrize("error", NEVER_MET, ids=str)
def test_a_refusal_never_met_before_is_seen_and_tried_again(
    error: TelegramError, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        found = outcome_of(error)
    assert isinstance(found, Rejected)
    assert not found.known
    assert "unknown to us" in caplog.text


def test_the_wait_that_telegram_asks_for_is_kept() -> None:
    assert outcome_of(RetryAfter(7)) == Later(7.0, "telegram asks for patience")
    assert outcome_of(ChatMigrated(-100123)) == Migrated(-100123)
