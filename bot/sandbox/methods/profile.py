"""What people see of the bot before it speaks: commands, name, descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Arguments, Method, method
from bot.sandbox.model import Chat, Json, Person
from bot.sandbox.state import State

COMMANDS, COMMAND_LENGTH, COMMAND_DESCRIPTION_LENGTH = 100, 32, 256


@method("setMyCommands")
def set_my_commands(state: State, call: Arguments) -> bool:
    """Set the menu of a scope and language."""
    commands = [_checked(command) for command in call["commands"]]
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    state.commands[_key(state, call)] = commands
    state.emit("commands")
    return True


@method("getMyCommands")
def get_my_commands(state: State, call: Arguments) -> list[Json]:
    """Return the menu of exactly this scope and language."""
    return state.commands.get(_key(state, call), [])


@method("deleteMyCommands")
def delete_my_commands(state: State, call: Arguments) -> bool:
    """Take the menu of a scope and language away, so that a wider one shows."""
    state.commands.pop(_key(state, call), None)
    state.emit("commands")
    return True


def commands_for(state: State, chat: Chat, person: Person) -> list[Json]:
    """Choose the menu that a person sees in a chat, narrowest scope first, their language before the general one.

    https://core.telegram.org/bots/api#determining-list-of-commands
    """
    language = (person.language_code or "")[:2].lower()
    for scope in _scopes(chat, person):
        for code in (language, ""):
            if state.commands.get((scope, code)):
                return state.commands[scope, code]
    return []


def _scopes(chat: Chat, person: Person) -> Iterator[str]:
    if not chat.is_private:
        yield f"chat_member:{chat.id}:{person.id}"
        if person.administrator:
            yield f"chat_administrators:{chat.id}"
    yield f"chat:{chat.id}"
    if not chat.is_private and person.administrator:
        yield "all_chat_administrators"
    yield "all_private_chats" if chat.is_private else "all_group_chats"
    yield "default"


def _checked(command: Json) -> Json:
    name, description = command["command"].removeprefix("/"), command["description"].strip()
    if not name:
        raise bad_request("Command must be non-empty")
    if len(name) > COMMAND_LENGTH:
        raise bad_request(f"Command length must not exceed {COMMAND_LENGTH}")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > COMMAND_DESCRIPTION_LENGTH:
        raise bad_request(f"Command description length must not exceed {COMMAND_DESCRIPTION_LENGTH}")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _key(state: State, call: Arguments) -> tuple[str, str]:
    scope = call.get("scope") or {"type": "default"}
    parts = [scope["type"]]
    if "chat_id" in scope:
        parts.append(str(state.chat(scope["chat_id"]).id))
    if "user_id" in scope:
        parts.append(str(scope["user_id"]))
    return ":".join(parts), _language(call)


def _language(call: Arguments) -> str:
    language: str = call.get("language_code") or ""
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("LANG_CODE_INVALID")
    return language


def text_for(state: State, name: str, person: Person) -> str:
    """Choose a name or description for a person: in their language, else the general one."""
    language = (person.language_code or "")[:2].lower()
    return state.texts.get((name, language)) or state.texts.get((name, ""), "")


def _setter(name: str, limit: int) -> Method:
    def set_text(state: State, call: Arguments) -> bool:
        text = call.get(name) or ""
        if len(text) > limit:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")  # Telegram's own words are not public
        state.texts[name, _language(call)] = text
        if not text:
            del state.texts[name, _language(call)]
        state.emit("commands")
        return True

    return set_text


def _getter(name: str) -> Method:
    def get_text(state: State, call: Arguments) -> Json:
        fallback = state.bot["first_name"] if name == "name" else ""
        return {name: state.texts.get((name, _language(call))) or state.texts.get((name, ""), fallback)}

    return get_text


for _name, _method, _limit in (
    ("name", "Name", 64),
    ("description", "Description", 512),
    ("short_description", "ShortDescription", 120),
):
    method(f"setMy{_method}")(_setter(_name, _limit))
    method(f"getMy{_method}")(_getter(_name))
