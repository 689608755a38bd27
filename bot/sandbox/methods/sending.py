"""Sending, copying and forwarding."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting import CAPTION_LIMIT, format_text
from bot.sandbox.keyboards import check_keyboard
from bot.sandbox.methods.registry import Arguments, method
from bot.sandbox.model import Chat, Json
from bot.sandbox.state import State

_COPIED = ("text", "entities", "caption", "caption_entities", "document", "photo")
"""What a copy takes along; it loses the keyboard, the reply and the author."""


@method("sendMessage")
def send_message(state: State, call: Arguments) -> Json:
    """Send text."""
    text, entities = format_text(call["text"], call.get("parse_mode"), call.get("entities"))
    content: Json = {"text": text} | ({"entities": entities} if entities else {})
    if call.get("link_preview_options"):
        content["link_preview_options"] = call["link_preview_options"]
    chat = state.writable(call["chat_id"])
    return state.post(chat, state.bot, content | extras(state, chat, call))


@method("copyMessage")
def copy_message(state: State, call: Arguments) -> Json:
    """Send the same content again, without a link to the original."""
    original = state.message(state.chat(call["from_chat_id"]), call["message_id"], "copy")
    content = {key: original[key] for key in _COPIED if key in original}
    if call.get("caption") is not None and "text" not in original:
        content |= caption(call)
    chat = state.writable(call["chat_id"])
    return {"message_id": state.post(chat, state.bot, content | extras(state, chat, call))["message_id"]}


@method("forwardMessage")
def forward_message(state: State, call: Arguments) -> Json:
    """Send the same content again, saying where it comes from."""
    original = state.message(state.chat(call["from_chat_id"]), call["message_id"], "forward")
    content = {key: original[key] for key in _COPIED if key in original}
    content["forward_origin"] = {"type": "user", "date": original["date"], "sender_user": original["from"]}
    return state.post(state.writable(call["chat_id"]), state.bot, content)


def caption(call: Arguments) -> Json:
    """Read the caption of a call that carries a file; there may be none."""
    if not call.get("caption"):
        return {}
    text, entities = format_text(
        call["caption"], call.get("parse_mode"), call.get("caption_entities"), limit=CAPTION_LIMIT
    )
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def extras(state: State, chat: Chat, call: Arguments) -> Json:
    """Read what any sent message may carry besides its content: a keyboard, a reply, protection."""
    content: Json = {}
    keyboard = check_keyboard(call.get("reply_markup"))
    if keyboard:
        content["reply_markup"] = keyboard
    if call.get("reply_parameters"):
        content |= _reply(chat, call["reply_parameters"])
    if call.get("protect_content"):
        content["has_protected_content"] = True
    return content


def _reply(chat: Chat, parameters: dict[str, Any]) -> Json:
    reply = quoted(chat, parameters["message_id"])
    if not reply and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return reply


def quoted(chat: Chat, message_id: int) -> Json:
    """Give what a reply carries of the message it is to; nothing when that is no more."""
    original = chat.messages.get(message_id)
    if original is None:
        return {}
    return {"reply_to_message": {key: value for key, value in original.items() if key != "reply_to_message"}}
