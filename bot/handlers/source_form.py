"""Adding a source by its address: look first, then ask. The form lives in the database, like that of an alert."""

from __future__ import annotations

import contextlib
import logging
from typing import Any, TypeGuard
from urllib.parse import urlsplit

from telegram import Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.access import administrators_only, is_administrator
from bot.handlers.common import (
    Context,
    chat_of,
    form_number,
    greet,
    is_private,
    old_button,
    reply,
    services,
    show,
)
from bot.views import sources as views
from bot.views.faults import explain
from bot.views.message import Message
from domain.errors import FetchError, ParseError
from domain.sources import Probe, Source, read_address, slug_of
from domain.sources import is_private as is_private_address
from domain.subscribers import Subscriber
from locales import text
from storage import conversations, sources

logger = logging.getLogger(__name__)

FORM = "source"
POLL_MINUTES = 360.0
"""How often a new source is read, until an administrator says otherwise."""
KINDS = ("jobs", "courses")


@administrators_only
async def tap(update: Update, context: Context, _: str, arguments: tuple[str, ...]) -> None:
    """Open the form, save what was looked at, or leave."""
    who = await greet(update, context)
    query = update.callback_query
    if query is None:
        return
    match arguments:
        case ("open",):
            await query.answer()
            await begin(update, context, who, "")
        case ("save" | "cancel" as step, form, *kind):
            state = await conversations.draft(who.chat_id, services(context).now())
            if not _is_open(state) or state.get("nonce") != form or "source" not in state:
                await query.answer(text(who.language, "source-expired"), show_alert=True)
                return
            await _keep(who, context, None)
            left = Message(text(who.language, "cancel-done"))
            await show(update, context, left if step == "cancel" else await _save(who, context, state["source"], kind))
        case _:
            await old_button(update, context)


async def begin(update: Update, context: Context, who: Subscriber, address: str) -> None:
    """Look at an address, or ask for one."""
    await _keep(who, context, {"form": FORM})
    if address:
        await _look(update, context, who, address)
    else:
        await reply(update, context, Message(text(who.language, "source-ask-address")))


async def take_address(update: Update, context: Context) -> bool:
    """Take a pasted address while the form waits for one; False when these words are for somebody else."""
    words = update.effective_message.text if update.effective_message else None
    if not words or not is_private(update) or not is_administrator(services(context), chat_of(update).id):
        return False
    if read_address(words) is None:
        return False
    who = await greet(update, context)
    if not _is_open(await conversations.draft(who.chat_id, services(context).now())):
        return False
    await _look(update, context, who, words)
    return True


async def _look(update: Update, context: Context, who: Subscriber, words: str) -> None:
    """Show what an address holds, or why it cannot be a source; the form waits for another one then."""
    found = await _probe(update, context, who, words)
    if isinstance(found, Message):
        await reply(update, context, found)
        return
    title = found.title or urlsplit(found.url).hostname or found.url
    form = form_number(update)
    source = {"title": title, "kind": found.kind, "format": found.format, "url": found.url}
    await _keep(who, context, {"form": FORM, "nonce": form, "source": source})
    await reply(update, context, views.render_probe(found, form, who.language, who.timezone))


async def _probe(update: Update, context: Context, who: Subscriber, words: str) -> Probe | Message:
    at_hand, language = services(context), who.language
    address = read_address(words)
    if address is None:
        return Message(text(language, "error-source-address"))
    if is_private_address(address) and not at_hand.settings.allow_private_feeds:
        return Message(text(language, "error-source-private"))
    if known := await _known(address, who):
        return known
    with contextlib.suppress(TelegramError):  # looking takes a few seconds; a sign that it goes on is a courtesy
        await context.bot.send_chat_action(chat_of(update).id, ChatAction.TYPING)
    try:
        return await at_hand.probe(address)
    except FetchError as error:
        return Message(text(language, "error-source-unreachable", reason=explain(str(error), language)))
    except ParseError:
        return Message(text(language, "error-source-not-feed"))


async def _save(who: Subscriber, context: Context, found: dict[str, Any], kind: list[str]) -> Message:
    chosen = kind[0] if kind and kind[0] in KINDS else found["kind"]
    id_ = slug_of(found["url"], found["title"])
    source = Source(id_, found["title"], chosen, found["format"], found["url"], POLL_MINUTES)
    added = await sources.add(source, services(context).now())
    if added is not None:
        extra = {"action": "source_changed", "source": added, "change": "add"}
        logger.info("a source was changed", extra=extra)
    [health] = [item for item in await sources.health() if item.source.url == source.url]
    render = views.render_known if added is None else views.render_saved
    return render(health, who.language)


async def _known(address: str, who: Subscriber) -> Message | None:
    known = [health for health in await sources.health() if health.source.url == address]
    return views.render_known(known[0], who.language) if known else None


def _is_open(state: dict[str, Any] | None) -> TypeGuard[dict[str, Any]]:
    return state is not None and state.get("form") == FORM


async def _keep(who: Subscriber, context: Context, state: dict[str, Any] | None) -> None:
    await conversations.keep_draft(who.chat_id, state, services(context).now())
