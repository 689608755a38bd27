"""What Telegram refuses, the sandbox refuses, in the same words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
)

from bot.sandbox import Sandbox, serve
from bot.sandbox.methods.profile import commands_for
from tests.integration.sandbox_kit import AMINATA, CLAIRE, DANIEL, PNG, TOKEN, keyboard, refused, world

HTML_FAULTS = {
    "<x>a</x>": 'Unsupported start tag "x" at byte offset 0',
    "é<br>": 'Unsupported start tag "br" at byte offset 2',
    "<b>a": 'Can\'t find end tag corresponding to start tag "b"',
    "<b>a</i>": 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    "a</b>": "Unexpected end tag at byte offset 1",
    "a <b": "Unclosed start tag at byte offset 2",
    "1 < 2": 'Unsupported start tag "" at byte offset 2',
    "<b>a</b": "Unclosed end tag at byte offset 4",
    "<a href=é>a</a>": "Unexpected end of name token at byte offset 8",
    '<a href="x': "Unclosed start tag at byte offset 0",
    "<a href": 'Unclosed start tag "a" at byte offset 0',
    "<b =>a</b>": 'Empty attribute name in the tag "b" at byte offset 0',
    '<span class="x">a</span>': 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    '<tg-emoji emoji-id="x">a</tg-emoji>': "Invalid custom emoji identifier specified",
    '<tg-time unix="1" format="q">a</tg-time>': "Invalid date format used",
}


@pytest.mark.parametrize(("html", "reason"), HTML_FAULTS.items())
async def test_broken_html_is_refused_in_telegrams_words(html: str, reason: str) -> None:
    async with world() as (sandbox, bot):
        with refused(f"can't parse entities: {reason}"):
            await bot.send_message(AMINATA, html, parse_mode="HTML")
        assert sandbox.messages(AMINATA) == []


HTML_READ = {
    "<b>gras</b> <strong>fort</strong>": [("bold", "gras"), ("bold", "fort")],
    "<i>a</i><em>b</em>": [("italic", "a"), ("italic", "b")],
    "<u>a</u> <ins>b</ins>": [("underline", "a"), ("underline", "b")],
    "<s>a</s> <strike>b</strike> <del>c</del>": [("strikethrough", letter) for letter in "abc"],
    '<tg-spoiler>a</tg-spoiler> <span class="tg-spoiler">b</span>': [("spoiler", "a"), ("spoiler", "b")],
    "<code>x &lt; y</code>": [("code", "x < y")],
    "<pre>a</pre>": [("pre", "a")],
    '<pre><code class="language-python">a</code></pre>': [("pre", "a")],
    "<blockquote>a</blockquote>": [("blockquote", "a")],
    "<blockquote expandable>a</blockquote>": [("expandable_blockquote", "a")],
    '<a href="https://un.org?a=1&amp;b=2">ONU</a>': [("text_link", "ONU")],
    '<a href="http://localhost/">pas un lien</a>': [],
    '<a href="tg://user?id=1001">Aminata</a>': [("text_mention", "Aminata")],
    '<tg-time unix="1795000000" format="wDT">bientôt</tg-time>': [("date_time", "bientôt")],
    "😀 <b>après <i>l’emoji</i></b>": [("bold", "après l’emoji"), ("italic", "l’emoji")],
    "  <b>a</b>  ": [("bold", "a")],
    "&#233;&quot;&nbsp;&amp;": [],
    "écrire à contact@example.org ou /aide": [("email", "contact@example.org"), ("bot_command", "/aide")],
}


@pytest.mark.parametrize(("html", "expected"), HTML_READ.items())
async def test_html_becomes_entities_counted_in_utf16(html: str, expected: list[tuple[str, str]]) -> None:
    async with world() as (_sandbox, bot):
        message = await bot.send_message(AMINATA, html, parse_mode="HTML")
        assert [(entity.type, message.parse_entity(entity)) for entity in message.entities] == expected


async def test_a_link_keeps_its_address_and_code_its_language() -> None:
    async with world() as (_sandbox, bot):
        html = '<a href="https://UN.org">a</a><pre><code class="language-py">b</code></pre>'
        link, code = (await bot.send_message(AMINATA, html, parse_mode="html")).entities
        assert (link.url, code.language) == ("https://un.org/", "py")


async def test_entities_may_be_given_instead_of_markup() -> None:
    async with world() as (_sandbox, bot):
        message = await bot.send_message(AMINATA, "ab", entities=[MessageEntity("bold", 1, 1)])
        assert message.text_html == "a<b>b</b>"


async def test_formatting_beyond_the_hundredth_entity_is_lost_as_it_is_in_telegram() -> None:
    async with world() as (_sandbox, bot):
        message = await bot.send_message(AMINATA, "<b>a</b> " * 101, parse_mode="HTML")
        assert len(message.entities) == 100


async def test_a_text_may_have_4096_utf16_units_after_markup_and_no_more() -> None:
    async with world() as (_sandbox, bot):
        await bot.send_message(AMINATA, f"<b>{'é' * 4096}</b>", parse_mode="HTML")
        await bot.send_message(AMINATA, "😀" * 2048)
        for text in ("é" * 4097, "😀" * 2048 + "."):
            with refused("Message is too long"):
                await bot.send_message(AMINATA, text)


async def test_a_caption_may_have_1024_units() -> None:
    async with world() as (_sandbox, bot):
        await bot.send_document(AMINATA, b"a", filename="a.txt", caption="é" * 1024)
        with refused("Message caption is too long"):
            await bot.send_document(AMINATA, b"a", filename="a.txt", caption="é" * 1025)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "Message text is empty"), ("   ", "Text must be non-empty"), ("<b></b>", "Text must be non-empty")],
)
async def test_an_empty_text_is_refused(text: str, reason: str) -> None:
    async with world() as (_sandbox, bot):
        with refused(reason):
            await bot.send_message(AMINATA, text, parse_mode="HTML")


def _button(**action: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", **action)]])


BUTTON_FAULTS = [
    (_button(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
    (_button(url="https://example..org"), "BUTTON_URL_INVALID"),
    (
        _button(url="http://localhost:8080/a"),
        "Inline keyboard button URL 'http://localhost:8080/a' is invalid: Wrong HTTP URL",
    ),
    (_button(url="javascript:alert(1)"), "Unsupported URL protocol"),
    (_button(copy_text=CopyTextButton("a" * 257)), "BUTTON_COPY_TEXT_INVALID"),
    (InlineKeyboardMarkup([[InlineKeyboardButton(" ", callback_data="a")]]), "button text must be non-empty"),
    (_button(), "Text buttons are unallowed in the inline keyboard"),
    (InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="a")]] * 101), "Reply markup is too long"),
    (_button(callback_data="a", style="violet"), "invalid button style specified"),
]


@pytest.mark.parametrize(("markup", "reason"), BUTTON_FAULTS)
async def test_a_button_that_telegram_would_refuse_is_refused(markup: InlineKeyboardMarkup, reason: str) -> None:
    async with world() as (_sandbox, bot):
        with refused(reason):
            await bot.send_message(AMINATA, "choisissez", reply_markup=markup)


async def test_64_bytes_of_callback_data_and_100_buttons_are_accepted() -> None:
    async with world() as (sandbox, bot):
        rows = [[InlineKeyboardButton(str(n), callback_data="é" * 32) for n in range(5)]] * 20
        await bot.send_message(AMINATA, "choisissez", reply_markup=InlineKeyboardMarkup(rows))
        assert len(sandbox.messages(AMINATA)[0].labels) == 100


async def test_an_edit_that_changes_nothing_is_refused() -> None:
    async with world() as (_sandbox, bot):
        sent = await bot.send_message(AMINATA, "a", reply_markup=keyboard("Oui"))
        with refused("Message is not modified: specified new message content"):
            await sent.edit_text("a", reply_markup=keyboard("Oui"))
        with refused("Message is not modified"):
            await sent.edit_reply_markup(keyboard("Oui"))


async def test_an_edit_without_keyboard_takes_the_keyboard_away() -> None:
    async with world() as (sandbox, bot):
        sent = await bot.send_message(AMINATA, "a", reply_markup=keyboard("Oui"))
        await sent.edit_text("b")
        assert sandbox.messages(AMINATA)[0].buttons == []


async def test_only_the_bots_own_messages_of_the_right_kind_can_be_edited() -> None:
    async with world() as (sandbox, bot):
        await sandbox.say(AMINATA, "à moi")
        photo = await bot.send_photo(AMINATA, PNG, caption="une carte")
        cases = [
            (sandbox.messages(AMINATA)[0].message_id, "Message can't be edited"),
            (999, "Message to edit not found"),
            (photo.message_id, "There is no text in the message to edit"),
        ]
        for number, reason in cases:
            with refused(reason):
                await bot.edit_message_text("b", AMINATA, number)
        edited = await photo.edit_caption("une <b>autre</b> carte", parse_mode="HTML")
        assert not isinstance(edited, bool)
        assert edited.caption == "une autre carte"


async def test_messages_are_deleted_for_48_hours_and_no_longer() -> None:
    now = [datetime(2027, 1, 1, tzinfo=UTC)]
    async with world(Sandbox(TOKEN, clock=lambda: now[0])) as (sandbox, bot):
        first, second, third = [await bot.send_message(AMINATA, text) for text in "abc"]
        assert await first.delete()
        assert await bot.delete_messages(AMINATA, [first.message_id, second.message_id])
        with refused("Message to delete not found"):
            await first.delete()
        now[0] += timedelta(hours=49)
        with refused("Message can't be deleted for everyone"):
            await third.delete()
        assert [message.text for message in sandbox.messages(AMINATA)] == ["c"]


async def test_a_press_can_be_answered_for_a_while_and_only_once_known() -> None:
    now = [datetime(2027, 1, 1, tzinfo=UTC)]
    async with world(Sandbox(TOKEN, clock=lambda: now[0])) as (sandbox, bot):
        sent = await bot.send_message(AMINATA, "a", reply_markup=keyboard("Oui"))
        await sandbox.tap(AMINATA, sent.message_id, "Oui")
        (update,) = await bot.get_updates()
        assert update.callback_query is not None
        assert await update.callback_query.answer("noté", show_alert=True)
        with refused("MESSAGE_TOO_LONG"):
            await update.callback_query.answer("a" * 201)
        now[0] += timedelta(minutes=5)
        with refused("Query is too old and response timeout expired or query id is invalid"):
            await update.callback_query.answer()


async def test_a_reply_needs_its_original() -> None:
    async with world() as (_sandbox, bot):
        with refused("Message to be replied not found"):
            await bot.send_message(AMINATA, "a", reply_parameters=ReplyParameters(77))
        parameters = ReplyParameters(77, allow_sending_without_reply=True)
        assert (await bot.send_message(AMINATA, "a", reply_parameters=parameters)).reply_to_message is None


COMMAND_FAULTS = [
    ([("Aide", "Exemples")], "BOT_COMMAND_INVALID"),
    ([("réglages", "Langue")], "BOT_COMMAND_INVALID"),
    ([("a" * 33, "Exemples")], "Command length must not exceed 32"),
    ([("aide", "a" * 257)], "Command description length must not exceed 256"),
    ([("aide", " ")], "Command description must be non-empty"),
    ([(f"c{number}", "Exemples") for number in range(101)], "BOT_COMMANDS_TOO_MUCH"),
]


@pytest.mark.parametrize(("commands", "reason"), COMMAND_FAULTS)
async def test_a_command_that_telegram_would_refuse_is_refused(commands: list[tuple[str, str]], reason: str) -> None:
    async with world() as (_sandbox, bot):
        with refused(reason):
            await bot.set_my_commands(commands)


async def test_each_person_sees_the_menu_of_the_narrowest_scope_in_their_language() -> None:
    async with world() as (sandbox, bot):
        await bot.set_my_commands([BotCommand("help", "Examples")])
        await bot.set_my_commands([BotCommand("aide", "Exemples")], language_code="fr")
        await bot.set_my_commands([BotCommand("jobs", "Jobs")], scope=BotCommandScopeAllPrivateChats())
        await bot.set_my_commands([BotCommand("annonce", "Écrire")], scope=BotCommandScopeChat(CLAIRE))
        menus = {
            number: commands_for(sandbox.state, sandbox.state.chat(number), sandbox.state.people[number])
            for number in (AMINATA, DANIEL, CLAIRE)
        }
        assert [menus[number][0]["command"] for number in menus] == ["jobs", "jobs", "annonce"]
        await bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats())
        aminata = sandbox.state.people[AMINATA]
        assert commands_for(sandbox.state, sandbox.state.chat(AMINATA), aminata)[0]["command"] == "aide"
        with refused("LANG_CODE_INVALID"):
            await bot.set_my_commands([("a", "bcd")], language_code="fra")


async def test_name_and_descriptions_have_languages_and_lengths() -> None:
    async with world() as (_sandbox, bot):
        await bot.set_my_description("Bonjour", language_code="fr")
        await bot.set_my_short_description("Short")
        await bot.set_my_name("REFFOP test")
        assert (await bot.get_my_description("fr")).description == "Bonjour"
        assert (await bot.get_my_description("en")).description == ""
        assert (await bot.get_my_short_description("fr")).short_description == "Short"
        assert (await bot.get_me()).first_name == "REFFOP test"
        for call in (
            bot.set_my_description("a" * 513),
            bot.set_my_short_description("a" * 121),
            bot.set_my_name("a" * 65),
        ):
            with refused("too long"):
                await call


RAW_FAULTS = [
    ("sendMessage", {"text": "a"}, "Bad Request: chat_id is empty"),
    ("sendMessage", {"chat_id": 1001}, "Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": 1001, "text": "a", "colour": "red"}, 'Bad Request: unknown parameter "colour"'),
    ("sendMessage", {"chat_id": 1001, "text": "a", "reply_markup": "{"}, "can't parse reply keyboard markup JSON"),
    ("sendMessage", {"chat_id": 1001, "text": "a", "reply_markup": [1]}, "object expected as reply markup"),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "a", "reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
        'Can\'t find field "text"',
    ),
    (
        "sendMessage",
        {"chat_id": 1001, "text": "a", "entities": [{"type": "bold", "offset": "x", "length": 1}]},
        'Field "offset" of MessageEntity must be of type Integer',
    ),
    ("sendMessage", {"chat_id": 1001, "text": "a", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    ("sendMessage", {"chat_id": 1001, "text": "a", "disable_notification": "perhaps"}, "disable_notification"),
    ("deleteMessage", {"chat_id": 1001, "message_id": "first"}, 'parameter "message_id" must be Integer'),
    ("deleteMessages", {"chat_id": 1001, "message_ids": []}, "message identifiers are not specified"),
    ("sendDocument", {"chat_id": 1001}, "Bad Request: there is no document in the request"),
    ("sendDocument", {"chat_id": 1001, "document": "unknown"}, "wrong remote file identifier specified"),
    ("sendChatAction", {"chat_id": 1001, "action": "sleep"}, "wrong parameter action in request"),
    ("setMyCommands", {"commands": [], "scope": {"type": "galaxy"}}, "BotCommandScope has unsupported type"),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, 'Can\'t find field "chat_id"'),
    ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
]


@pytest.mark.parametrize(("method", "parameters", "reason"), RAW_FAULTS)
async def test_a_call_with_missing_or_wrong_parameters_is_refused(
    method: str, parameters: dict[str, Any], reason: str
) -> None:
    async with serve(Sandbox(TOKEN)) as address, aiohttp.ClientSession() as session:
        url = f"{address}/bot{TOKEN}/{method}"
        async with session.post(url, json=parameters) as response:
            assert response.status == 400
            assert reason in (await response.json())["description"]
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
        async with session.post(url, data=form) as response:
            assert response.status == 400
            assert reason in (await response.json())["description"]
