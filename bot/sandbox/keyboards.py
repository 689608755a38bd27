"""Limits of inline keyboards, beyond the types that signatures.py holds."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.links import is_public_host, link_fault

CALLBACK_BYTES = 64
COPY_CHARACTERS = 256
BUTTONS = 100
ACTIONS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
_STYLES = (None, "", "default", "danger", "success", "primary")


def check_keyboard(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the inline keyboard that the message will carry; None when there is none to show.

    Raises Telegram's 400 for a button it would refuse.
    """
    if markup is None or "inline_keyboard" not in markup:
        return None
    rows = [[_checked(button) for button in row] for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _checked(button: dict[str, Any]) -> dict[str, Any]:
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style") not in _STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    action = next((name for name in ACTIONS if _is_set(button, name)), None)
    if action is None:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if action == "callback_data" and len(button["callback_data"].encode()) > CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        _check_address(button["url"])
    if action == "copy_text" and not 1 <= len(button["copy_text"]["text"]) <= COPY_CHARACTERS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {"text": button["text"], action: button[action]} | (
        {"style": button["style"]} if button.get("style") else {}
    )


def _is_set(button: dict[str, Any], name: str) -> bool:
    value = button.get(name)
    if name in ("url", "callback_data"):
        return bool(value)
    return value is not None


def _check_address(address: str) -> None:
    fault = link_fault(address)
    if fault is not None:
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: {fault}")
    if not address.lower().startswith(("tg:", "ton:")) and not is_public_host(address):
        raise bad_request("BUTTON_URL_INVALID")
