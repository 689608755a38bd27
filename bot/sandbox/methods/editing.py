"""Changing and deleting what was sent."""

from __future__ import annotations

from typing import Any

from telegram.constants import ReactionEmoji

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting import format_text
from bot.sandbox.keyboards import check_keyboard
from bot.sandbox.methods.registry import Arguments, method
from bot.sandbox.methods.sending import caption
from bot.sandbox.model import Chat, Json
from bot.sandbox.state import State

DELETABLE_SECONDS = 48 * 3600
DELETED_AT_ONCE = 100


@method("editMessageText")
def edit_message_text(state: State, call: Arguments) -> Json:
    """Replace the text; a keyboard that is not given again is gone, as with Telegram."""
    text, entities = format_text(call["text"], call.get("parse_mode"), call.get("entities"))
    chat, message = _editable(state, call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    content: Json = {"text": text} | ({"entities": entities} if entities else {})
    return _edit(state, chat, message, call, ("text", "entities"), content)


@method("editMessageCaption")
def edit_message_caption(state: State, call: Arguments) -> Json:
    """Replace or remove the caption of a file."""
    content = caption(call)
    chat, message = _editable(state, call)
    if "document" not in message and "photo" not in message:
        raise bad_request("there is no caption in the message to edit")
    return _edit(state, chat, message, call, ("caption", "caption_entities"), content)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(state: State, call: Arguments) -> Json:
    """Replace or remove the keyboard."""
    chat, message = _editable(state, call)
    return _edit(state, chat, message, call, (), {})


@method("deleteMessage")
def delete_message(state: State, call: Arguments) -> bool:
    """Delete one message, not older than 48 hours."""
    chat = state.writable(call["chat_id"])
    message = state.message(chat, call["message_id"], "delete")
    if state.timestamp - message["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    state.delete(chat, [message["message_id"]])
    return True


@method("deleteMessages")
def delete_messages(state: State, call: Arguments) -> bool:
    """Delete up to a hundred messages; those not found are skipped."""
    chat = state.writable(call["chat_id"])
    _check_ids(call["message_ids"])
    known = [number for number in call["message_ids"] if number in chat.messages]
    state.delete(chat, known)
    return True


@method("pinChatMessage")
def pin_chat_message(state: State, call: Arguments) -> bool:
    """Pin a message at the top."""
    chat = state.writable(call["chat_id"])
    message = state.message(chat, call["message_id"], "pin")
    if message["message_id"] not in chat.pinned:
        chat.pinned.append(message["message_id"])
    state.emit("pinned", chat_id=chat.id, pinned=list(chat.pinned))
    return True


@method("unpinChatMessage")
def unpin_chat_message(state: State, call: Arguments) -> bool:
    """Unpin one message, or the one pinned last."""
    chat = state.writable(call["chat_id"])
    message_id = call.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    state.emit("pinned", chat_id=chat.id, pinned=list(chat.pinned))
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(state: State, call: Arguments) -> bool:
    """Unpin everything."""
    chat = state.writable(call["chat_id"])
    chat.pinned.clear()
    state.emit("pinned", chat_id=chat.id, pinned=[])
    return True


@method("setMessageReaction")
def set_message_reaction(state: State, call: Arguments) -> bool:
    """Put the bot's reaction under a message, one emoji of Telegram's list at most, or take it away."""
    chat = state.writable(call["chat_id"])
    message = state.message(chat, call["message_id"], "react")
    reactions = call.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one["type"] != "emoji" or one["emoji"] not in set(ReactionEmoji) for one in reactions):
        raise bad_request("REACTION_INVALID")
    state.emit("reaction", chat_id=chat.id, message_id=message["message_id"], reactions=reactions)
    chat.reactions[message["message_id"]] = reactions
    return True


def _editable(state: State, call: Arguments) -> tuple[Chat, Json]:
    if call.get("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    if call.get("chat_id") is None:
        raise bad_request("chat_id is empty")
    chat = state.writable(call["chat_id"])
    message = state.message(chat, call.get("message_id"), "edit")
    if not message["from"]["is_bot"]:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(state: State, chat: Chat, message: Json, call: Arguments, replaced: tuple[str, ...], content: Json) -> Json:
    keyboard = check_keyboard(call.get("reply_markup"))
    content = content | ({"reply_markup": keyboard} if keyboard else {})
    gone = {*replaced, "reply_markup"}
    if {key: message[key] for key in gone if key in message} == content:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    edited = {key: value for key, value in message.items() if key not in gone} | content
    if replaced:
        edited["edit_date"] = state.timestamp
    state.replace(chat, edited)
    return edited


def _check_ids(message_ids: list[Any]) -> None:
    if not message_ids:
        raise bad_request("Message identifiers are not specified")
    if len(message_ids) > DELETED_AT_ONCE:
        raise bad_request("Too many message identifiers specified")
    if any(number <= 0 for number in message_ids):
        raise bad_request("Invalid message identifier specified")
