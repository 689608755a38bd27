"""Who may do what: the one gate for administrators, whose ids the settings name."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from telegram import Update

from bot.handlers.common import Context, is_private, old_button, services, unknown_command
from bot.services import Services

P = ParamSpec("P")
Handler = Callable[Concatenate[Update, Context, P], Coroutine[Any, Any, None]]


GUARDED: set[Callable[..., Any]] = set()
"""Every handler behind the gate: a test holds each handler to be here or meant for everyone."""


def is_administrator(services: Services, user_id: int | None) -> bool:
    """Say whether the settings name this person an administrator."""
    return user_id in services.settings.admin_ids


def administrators_only(handler: Handler[P]) -> Handler[P]:
    """Let administrators through, in private; for anyone else there is no such command and no such button."""

    @wraps(handler)
    async def guarded(update: Update, context: Context, /, *args: P.args, **kwargs: P.kwargs) -> None:
        user = update.effective_user
        if is_private(update) and is_administrator(services(context), user.id if user else None):
            await handler(update, context, *args, **kwargs)
        elif update.callback_query is not None:
            await old_button(update, context)
        else:
            await unknown_command(update, context)

    GUARDED.add(guarded)
    return guarded
