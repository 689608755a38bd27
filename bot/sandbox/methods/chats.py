"""Chats, their members, and signs of life."""

from __future__ import annotations

from typing import Any

from telegram.constants import ChatAction

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Arguments, method
from bot.sandbox.model import Chat, Json
from bot.sandbox.state import State

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@method("sendChatAction")
def send_chat_action(state: State, call: Arguments) -> bool:
    """Show that the bot is at work, for five seconds or until it writes."""
    if call["action"].lower() not in set(ChatAction):
        raise bad_request("Wrong parameter action in request")
    chat = state.writable(call["chat_id"])
    state.emit("action", chat_id=chat.id, action=call["action"].lower())
    return True


@method("getChat")
def get_chat(state: State, call: Arguments) -> Json:
    """Describe a chat in full."""
    chat = state.chat(call["chat_id"])
    full: Json = state.describe(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]]
    return full


@method("getChatMember")
def get_chat_member(state: State, call: Arguments) -> Json:
    """Say what a person, or the bot itself, is in a chat."""
    chat = state.chat(call["chat_id"])
    if call["user_id"] == state.bot_id:
        status = "kicked" if chat.blocked else "member"
        return {"status": status, "user": state.bot} | ({"until_date": 0} if chat.blocked else {})
    present = call["user_id"] == chat.id or call["user_id"] in chat.members
    if call["user_id"] not in state.people or not present:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return _member(state, chat, call["user_id"])


@method("getChatAdministrators")
def get_chat_administrators(state: State, call: Arguments) -> list[Json]:
    """List the administrators of a group."""
    chat = state.chat(call["chat_id"])
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [_member(state, chat, user_id) for user_id in chat.members if state.people[user_id].administrator]


@method("setChatMenuButton")
def set_chat_menu_button(state: State, call: Arguments) -> bool:
    """Choose what the button beside the composer does, in one chat or by default."""
    button: dict[str, Any] = call.get("menu_button") or {"type": "default"}
    if call.get("chat_id") is None:
        state.menu_button = button
    else:
        state.chat(call["chat_id"]).menu_button = button
    state.emit("commands")
    return True


def _member(state: State, chat: Chat, user_id: int) -> Json:
    person = state.people[user_id]
    if chat.is_private or not person.administrator:
        return {"status": "member", "user": person.user}
    rights = dict.fromkeys(_RIGHTS, True)
    return {
        "status": "administrator",
        "user": person.user,
        "can_be_edited": False,
        "is_anonymous": False,
    } | rights
