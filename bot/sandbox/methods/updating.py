"""How the bot receives updates."""

from __future__ import annotations

import re

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Arguments, Reply, method
from bot.sandbox.model import Json
from bot.sandbox.state import State
from bot.sandbox.updates import Webhook

SECRET_LIMIT = 256


@method("getMe")
def get_me(state: State, _call: Arguments) -> Json:
    """Describe the bot."""
    return state.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("logOut")
@method("close")
def leave(_state: State, _call: Arguments) -> bool:
    """Agree to leave the server; a double stays."""
    return True


@method("getUpdates")
async def get_updates(state: State, call: Arguments) -> list[Json]:
    """Hand over what happened since `offset`, waiting up to `timeout` seconds for something to happen."""
    if state.updates.webhook is None:
        state.updates.allow(call.get("allowed_updates"))
    return await state.updates.get(call.get("offset", 0), call.get("limit", 100), call.get("timeout", 0))


@method("setWebhook")
def set_webhook(state: State, call: Arguments) -> Reply:
    """Push updates to an address from now on; an empty address stops it. HTTP is taken, as a local server does."""
    url = call.get("url", "")
    if not url:
        return delete_webhook(state, call)
    if not re.fullmatch(r"(https?://)?[^\s/:]+(:\d+)?(/\S*)?", url):
        raise bad_request("invalid webhook URL specified")
    secret = call.get("secret_token")
    if secret and len(secret) > SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise bad_request("secret token contains unallowed characters")
    if call.get("drop_pending_updates"):
        state.updates.pending.clear()
    state.updates.allow(call.get("allowed_updates"))
    state.updates.set_webhook(Webhook(url, secret, call.get("max_connections", 40)))
    return Reply(True, "Webhook was set")


@method("deleteWebhook")
def delete_webhook(state: State, call: Arguments) -> Reply:
    """Stop pushing; long polling is possible again."""
    if call.get("drop_pending_updates"):
        state.updates.pending.clear()
    was_set = state.updates.webhook is not None
    state.updates.set_webhook(None)
    return Reply(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


@method("getWebhookInfo")
def get_webhook_info(state: State, _call: Arguments) -> Json:
    """Say where updates go and how that fares."""
    webhook = state.updates.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending),
        "allowed_updates": list(state.updates.allowed),
    }
    if webhook:
        info["max_connections"] = webhook.max_connections
    if webhook and webhook.last_error:
        info |= {"last_error_message": webhook.last_error, "last_error_date": state.timestamp}
    return info
