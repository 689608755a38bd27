"""The one reader of Telegram's refusals: parcels in, outcomes out.

Also turns our messages into Telegram's arguments, for replies go the same way.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.services import Services
from bot.transport import NEVER_LEFT
from bot.views.announcements import render_announcement, render_progress
from bot.views.follows import render_change, render_reminder
from bot.views.message import Button, Message
from bot.views.postings import render_card, render_digest, render_light
from bot.views.sources import render_news
from bot.views.tickets import render_overdue
from domain import deliveries
from domain.announcements import Announcement, Attachment
from domain.deliveries import DeliveryKind, Lane, Outcome, Parcel
from domain.sources import SourceHealth
from domain.tickets import Ticket
from domain.vocabulary import Language
from storage import subscribers
from storage.announcements import Queued

logger = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
NOTHING_MORE: Mapping[str, Any] = {}
SEND_MESSAGE = "sendmessage"
"""Telegram minds no capitals; the library warns of a bare call of a method that it has under its usual name."""
NETWORK_PAUSE = 1.0
"""Seconds before another try when Telegram cannot be reached or answers with a fault of its own."""
NOBODY_THERE = (
    "chat not found", "user is deactivated", "bot was kicked", "bot is not a member", "group chat was deleted",
    "group chat was deactivated", "peer_id_invalid", "user_is_blocked", "input_user_deactivated", "user not found",
    "have no rights to send a message", "not enough rights to send", "need administrator rights in the channel chat",
    "have no write access to the chat", "chat_write_forbidden", "chat_restricted", "user_is_bot",
)  # fmt: skip
"""Refusals that Telegram sends as 400 though they mean that nobody is there, or that we may not write there."""
OUR_FAULT = (
    "can't parse", "message is too long", "message_too_long", "caption is too long", "media_caption_too_long",
    "text must be non-empty", "text is empty", "message text is empty", "entities_too_long", "entity", "button_",
    "inline keyboard", "reply markup", "wrong file", "wrong remote file", "file must be non-empty",
    "image_process_failed",
    "photo_invalid_dimensions", "failed to get http url content", "wrong type of the web page content",
    "message to edit not found", "message can't be edited", "message_id_invalid", "there is no text in the message",
    "there is no caption in the message", "message to delete not found", "message can't be deleted",
    "message identifier", "message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid",
    "message to be replied not found", "unsupported parse_mode", "chat_id is empty", "wrong parameter",
)  # fmt: skip
"""Refusals of the message itself: a second try would meet the same."""


class TelegramSender:
    """Sends parcels through one bot."""

    def __init__(self, bot: Bot, services: Services) -> None:
        self._bot = bot
        self._services = services

    async def send(self, parcel: Parcel) -> Outcome:
        """Render and send one parcel, or change or delete one; every end is a value."""
        try:
            return await self._deliver(parcel)
        except TelegramError as error:
            return outcome_of(error)

    async def show_progress(self, queued: Queued) -> None:
        """Bring the progress card up to date; one that is gone, or shows the same already, is left alone."""
        if queued.author_id is None or queued.card_id is None:
            return
        card = render_progress(queued, await self._language(queued.author_id), self._services.settings.send_rate)
        with contextlib.suppress(TelegramError):  # the ledger is the truth; the next look tries again
            await self._bot.edit_message_text(
                card.html,
                queued.author_id,
                queued.card_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(card),
            )

    async def tell_administrators(self, troubled: Sequence[SourceHealth], recovered: Sequence[SourceHealth]) -> bool:
        """Write to each of sources in trouble and of those that are read again; True when at least one was reached."""
        chats = sorted(self._services.settings.admin_ids)
        outcomes = [await self._say(chat_id, await self._news(chat_id, troubled, recovered)) for chat_id in chats]
        reached = [outcome for outcome in outcomes if isinstance(outcome, deliveries.Sent)]
        if reached and len(reached) < len(outcomes):
            missed = len(outcomes) - len(reached)
            logger.warning("not every administrator was told", extra={"action": "trouble_told", "missed": missed})
        return bool(reached)

    async def remind_of_tickets(self, overdue: Sequence[Ticket]) -> bool:
        """Write to each of tickets that wait too long; True when at least one was reached."""
        now, reached = self._services.now(), False
        for chat_id in sorted(self._services.settings.admin_ids):
            message = render_overdue(overdue, await self._language(chat_id), now)
            reached |= isinstance(await self._say(chat_id, message), deliveries.Sent)
        return reached

    async def _news(self, chat_id: int, troubled: Sequence[SourceHealth], recovered: Sequence[SourceHealth]) -> Message:
        settings, known = self._services.settings, await subscribers.get(chat_id)
        zone = known.timezone if known else settings.default_timezone
        return render_news(troubled, recovered, await self._language(chat_id), zone)

    async def _language(self, chat_id: int) -> Language:
        known = await subscribers.get(chat_id)
        return known.language if known else self._services.settings.default_language

    async def _deliver(self, parcel: Parcel) -> Outcome:
        match parcel.kind, parcel.announcement, parcel.target:
            case ((DeliveryKind.POSTING | DeliveryKind.REMINDER | DeliveryKind.CHANGE), _, _):
                return await self._send(parcel, self._render(parcel))
            case DeliveryKind.RECALL, _, int(target):
                await self._bot.delete_message(parcel.chat_id, target)
                return deliveries.Sent(target)
            case DeliveryKind.CORRECTION, Announcement() as said, int(target):
                return await self._edit(parcel, render_announcement(said, parcel.language), target, said.attachment)
            case DeliveryKind.CORRECTION, None, int(target):
                return await self._edit(parcel, self._render(parcel), target)
            case _, Announcement() as said, _:
                return await self._announce(parcel, said)
        return deliveries.Rejected("nothing to send")

    async def _announce(self, parcel: Parcel, said: Announcement) -> Outcome:
        message = render_announcement(said, parcel.language)
        if said.attachment is None:
            return await self._send(parcel, message)
        send = self._bot.send_photo if said.attachment.kind == "photo" else self._bot.send_document
        sent = await send(
            parcel.chat_id,
            said.attachment.file_id,
            caption=message.html,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(message),
            disable_notification=parcel.silent,
        )
        return deliveries.Sent(sent.message_id)

    async def _edit(
        self, parcel: Parcel, message: Message, target: int, attachment: Attachment | None = None
    ) -> Outcome:
        """Change a message that was sent; one that reads so already needs no change."""
        buttons = keyboard(message)
        try:
            if attachment:
                await self._bot.edit_message_caption(
                    parcel.chat_id, target, caption=message.html, parse_mode=ParseMode.HTML, reply_markup=buttons
                )
            else:
                await self._bot.edit_message_text(
                    message.html,
                    parcel.chat_id,
                    target,
                    parse_mode=ParseMode.HTML,
                    reply_markup=buttons,
                    link_preview_options=NO_PREVIEW,
                )
        except BadRequest as error:
            if "message is not modified" not in error.message.lower():
                raise
        return deliveries.Sent(target)

    async def _send(self, parcel: Parcel, message: Message) -> Outcome:
        """Send text; what changed replies to the card it is about, when that is still there."""
        more: dict[str, Any] = {}
        if parcel.thread_id:
            more["message_thread_id"] = parcel.thread_id
        if parcel.silent:
            more["disable_notification"] = True
        if parcel.kind is DeliveryKind.CHANGE and parcel.target:
            more["reply_parameters"] = {"message_id": parcel.target, "allow_sending_without_reply": True}
        return await self._say(parcel.chat_id, message, more)

    async def _say(self, chat_id: int, message: Message, more: Mapping[str, Any] = NOTHING_MORE) -> Outcome:
        """Send text by the library's bare call: it costs a fraction of the one that builds objects around it."""
        words: dict[str, Any] = {
            "chat_id": chat_id,
            "text": message.html,
            "parse_mode": ParseMode.HTML.value,
            "link_preview_options": {"is_disabled": True},
            **more,
        }
        if message.buttons:
            words["reply_markup"] = _markup(message)
        try:
            sent = await self._bot.do_api_request(SEND_MESSAGE, words)
        except TelegramError as error:
            return outcome_of(error)
        return deliveries.Sent(sent["message_id"])

    def _render(self, parcel: Parcel) -> Message:
        labels, now = self._services.shelf.labels, self._services.now()
        about = parcel.language, parcel.timezone, now
        first = parcel.postings[0]
        if parcel.kind is DeliveryKind.REMINDER and parcel.ends_at:
            return render_reminder(first, parcel.ends_at, *about)
        if parcel.kind is DeliveryKind.CHANGE:
            return render_change(first, parcel.changes, *about)
        if parcel.lane is not Lane.ALERT and parcel.kind is not DeliveryKind.CORRECTION:
            return render_digest(parcel.postings, parcel.interests, labels, *about)
        if parcel.light and parcel.kind is DeliveryKind.POSTING:
            return render_light(first, *about, parcel.filter_id)
        return render_card(first, parcel.interests, labels, *about, changes=parcel.changes, filter_id=parcel.filter_id)


def outcome_of(error: TelegramError) -> Outcome:
    """Turn a refusal into what it means for the message.

    BadRequest and TimedOut are subclasses of NetworkError in python-telegram-bot 22: matched first, or a permanent
    refusal would be retried for ever.
    """
    match error:
        case RetryAfter():
            seconds = error.retry_after
            pause = seconds if isinstance(seconds, int | float) else seconds.total_seconds()
            return deliveries.RetryAfter(float(pause), "telegram asks for patience")
        case Forbidden():
            return deliveries.Gone(error.message)
        case ChatMigrated():
            return deliveries.Migrated(error.new_chat_id)
        case BadRequest() if any(words in error.message.lower() for words in NOBODY_THERE):
            return deliveries.Gone(error.message)
        case BadRequest():
            return _refused(error.message)
        case NetworkError():
            return _outcome_of_network(error)
        case _:
            return _refused(error.message)


def _refused(reason: str) -> Outcome:
    """Keep a refusal in Telegram's words; one that we have never met is logged, and tried once more."""
    known = any(words in reason.lower() for words in OUR_FAULT)
    if not known:
        logger.warning(
            "telegram refused for a reason unknown to us", extra={"action": "refusal_unknown", "why": reason}
        )
    return deliveries.Rejected(reason, known)


def _outcome_of_network(error: NetworkError) -> Outcome:
    """Tell a request that never left from one whose answer was lost; only the second may have been obeyed."""
    cause = error.__cause__
    if isinstance(cause, NEVER_LEFT):
        return deliveries.RetryAfter(NETWORK_PAUSE, "telegram cannot be reached")
    if isinstance(error, TimedOut) or isinstance(cause, aiohttp.ClientError):
        return deliveries.Unknown("the answer was lost")
    return deliveries.RetryAfter(NETWORK_PAUSE, "telegram has a fault of its own")


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """Turn rows of buttons into the library's keyboard."""
    return InlineKeyboardMarkup.de_json(_markup(message)) if message.buttons else None


def _markup(message: Message) -> dict[str, Any]:
    """Turn rows of buttons into Telegram's keyboard."""
    return {"inline_keyboard": [[_button(button) for button in row] for row in message.buttons]}


def _button(button: Button) -> dict[str, Any]:
    """Turn a button into Telegram's, https://core.telegram.org/bots/api#inlinekeyboardbutton."""
    if button.callback is not None:
        return {"text": button.text, "callback_data": button.callback}
    if button.url is not None:
        return {"text": button.text, "url": button.url}
    return {"text": button.text, "copy_text": {"text": button.copy}}
