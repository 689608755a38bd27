"""Answers to presses of buttons and to inline queries."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Arguments, method
from bot.sandbox.model import Answer
from bot.sandbox.state import State

ANSWER_LIMIT = 200
RESULTS = 50
RESULT_ID_BYTES = 64


@method("answerCallbackQuery")
def answer_callback_query(state: State, call: Arguments) -> bool:
    """End the progress mark on a button, with a toast or an alert if there is text."""
    query = state.query(call["callback_query_id"])
    text = call.get("text")
    if text and len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = Answer(call["callback_query_id"], query.user_id, text, bool(call.get("show_alert")), call.get("url"))
    state.answers.append(answer)
    state.emit(
        "answer",
        query_id=answer.query_id,
        user_id=answer.user_id,
        text=answer.text,
        show_alert=answer.show_alert,
        url=answer.url,
    )
    return True


@method("answerInlineQuery")
def answer_inline_query(state: State, call: Arguments) -> bool:
    """Offer results to someone who types the bot's name in any chat."""
    state.query(call["inline_query_id"])
    results = call["results"]
    if len(results) > RESULTS:
        raise bad_request("Too many inline query results specified")
    identities = [result["id"] for result in results]
    if any(not 1 <= len(identity.encode()) <= RESULT_ID_BYTES for identity in identities):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(identities)) != len(identities):
        raise bad_request("RESULT_ID_DUPLICATE")
    state.inline_answers[call["inline_query_id"]] = results
    state.emit("inline", query_id=call["inline_query_id"], results=results)
    return True
