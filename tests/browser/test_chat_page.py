"""The chat page in a real Chromium, driven as people drive it: by tapping, typing, and with the keyboard alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from telegram import BotCommand, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.ext import ExtBot

from bot.sandbox import Sandbox, serve
from tests.integration.sandbox_kit import AMINATA, CLAIRE, DANIEL, PNG, TOKEN, echo_application, keyboard

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


class Scene:
    """A served sandbox with its bot, and a browser to look at it."""

    def __init__(self, sandbox: Sandbox, bot: ExtBot[None], address: str, browser: Browser) -> None:
        self.sandbox, self.bot, self.address, self.browser = sandbox, bot, address, browser
        self.faults: list[str] = []

    @asynccontextmanager
    async def page(self, **context: Any) -> AsyncIterator[Page]:
        """The page, loaded, at phone width unless told otherwise; a script error fails the test."""
        opened = await self.browser.new_context(**({"viewport": PHONE, "timezone_id": "Africa/Bangui"} | context))
        page = await opened.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        await page.goto(self.address)
        await page.locator("body[data-ready]").wait_for()
        yield page
        assert self.faults == []
        await opened.close()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    sandbox = Sandbox(TOKEN)
    async with serve(sandbox) as address, async_playwright() as playwright:
        application = echo_application(address)
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        async with application:
            assert application.updater is not None
            await application.start()
            await application.updater.start_polling()
            yield Scene(sandbox, application.bot, address, browser)
            await application.updater.stop()
            await application.stop()
        await browser.close()


async def _fits(page: Page) -> bool:
    """Whether nothing scrolls sideways: not the page, not the conversation."""
    return bool(
        await page.evaluate(
            """() => [document.documentElement, document.getElementById("log")]
                .every((node) => node.scrollWidth <= node.clientWidth)"""
        )
    )


async def test_a_newcomer_starts_writes_and_taps(scene: Scene) -> None:
    async with scene.page() as page:
        await page.get_by_test_id("start").click()
        bubbles = page.get_by_test_id("message")
        await expect(bubbles).to_have_count(2)
        await expect(bubbles.nth(0)).to_have_attribute("data-from", "me")
        await page.get_by_test_id("composer").fill("c’est quoi une UPC ?")
        await page.get_by_test_id("send").click()
        answer = bubbles.nth(3)
        await expect(answer.locator("strong")).to_have_text("c’est quoi une UPC ?")
        await expect(page.get_by_test_id("composer")).to_have_value("")
        await answer.get_by_test_id("button").click()
        await expect(page.get_by_test_id("toast")).to_have_text("entendu")
        await expect(answer).to_contain_text("reçu do:Encore")
        await expect(answer).to_contain_text("modifié")
        await expect(answer.get_by_test_id("button")).to_have_count(0)
        await expect(bubbles).to_have_count(4)


async def test_the_keyboard_alone_is_enough(scene: Scene) -> None:
    async with scene.page() as page:
        await page.get_by_test_id("start").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("composer")).to_be_focused()
        await page.keyboard.type("une ligne")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("une autre")
        await page.keyboard.press("Enter")
        answer = page.get_by_test_id("message").nth(3)
        await expect(answer.locator("strong")).to_have_text("une ligne\nune autre")
        for _ in range(8):
            await page.keyboard.press("Shift+Tab")
            if await page.evaluate("document.activeElement.classList.contains('key')"):
                break
        await page.keyboard.press("Enter")
        await expect(answer).to_contain_text("reçu do:Encore")
        await expect(page.get_by_test_id("composer")).to_be_focused()
        await page.get_by_test_id(f"person-{AMINATA}").focus()
        await page.keyboard.press("ArrowRight")
        await expect(page.get_by_test_id(f"person-{DANIEL}")).to_be_focused()
        await expect(page.get_by_test_id("start")).to_have_text("Start")


async def test_commands_are_listed_in_the_persons_language_filtered_and_sent(scene: Scene) -> None:
    await scene.bot.set_my_commands([BotCommand("help", "Examples"), BotCommand("jobs", "Open posts")])
    await scene.bot.set_my_commands(
        [BotCommand("aide", "Exemples"), BotCommand("alertes", "Mes filtres")], language_code="fr"
    )
    await scene.bot.send_message(AMINATA, "Bonjour")
    await scene.bot.send_message(DANIEL, "Hello")
    async with scene.page() as page:
        await page.get_by_test_id("commands").click()
        await expect(page.get_by_test_id("command")).to_have_text(["/aideExemples", "/alertesMes filtres"])
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("listbox")).not_to_be_visible()
        await page.get_by_test_id("composer").press_sequentially("/al")
        await expect(page.get_by_test_id("command")).to_have_count(1)
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("message").last).to_contain_text("/alertes")
        await page.get_by_test_id(f"person-{DANIEL}").click()
        await page.get_by_test_id("commands").click()
        await page.get_by_test_id("command").filter(has_text="/jobs").click()
        await scene.sandbox.wait_for(DANIEL, lambda message: message.text == "/jobs" and not message.from_bot)


async def test_several_people_have_their_own_chat_language_and_unread_mark(scene: Scene) -> None:
    async with scene.page() as page:
        await scene.bot.send_message(AMINATA, "Bonjour")
        await scene.bot.send_message(DANIEL, "Hello")
        await scene.bot.send_message(DANIEL, "Again")
        await expect(page.get_by_test_id("message")).to_have_text([re.compile("Bonjour")])
        tab = page.get_by_test_id(f"person-{DANIEL}")
        await expect(tab.locator(".badge")).to_have_text("2")
        await tab.click()
        await expect(page.get_by_test_id("message")).to_have_count(2)
        await expect(tab.locator(".badge")).to_have_count(0)
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        await expect(page.get_by_test_id("send")).to_have_attribute("aria-label", "Send")
        await expect(page.get_by_test_id(f"person-{CLAIRE}")).to_contain_text("administrator")


async def test_a_file_is_downloaded_under_its_name_and_a_photo_is_seen(scene: Scene, tmp_path: Path) -> None:
    await scene.bot.send_document(AMINATA, b"BEGIN:VCALENDAR", filename="échéance 2027.ics", caption="À ajouter")
    await scene.bot.send_photo(AMINATA, PNG, caption="Carte")
    async with scene.page() as page:
        async with page.expect_download() as waiting:
            await page.get_by_test_id("file").click()
        download = await waiting.value
        assert download.suggested_filename == "échéance 2027.ics"
        await download.save_as(tmp_path / "kept")
        assert (tmp_path / "kept").read_bytes() == b"BEGIN:VCALENDAR"
        width = await page.locator(".photo img").evaluate("(image) => image.naturalWidth")
        assert width == 2


async def test_formatting_is_shown_and_never_executed(scene: Scene) -> None:
    html = (
        "<b>gras</b> <i>it</i> <u>sou</u> <s>bar</s> <code>co</code> <tg-spoiler>secret</tg-spoiler>\n"
        '<a href="https://example.org/a">lien</a> &lt;img src=x onerror=alert(1)&gt;\n'
        f"<blockquote expandable>{'ligne<br>'.replace('<br>', chr(10)) * 9}fin</blockquote>\n"
        '<tg-time unix="1795000000" format="wDT">bientôt</tg-time>'
    )
    await scene.bot.send_message(AMINATA, html, parse_mode="HTML")
    async with scene.page() as page:
        bubble = page.get_by_test_id("message")
        for tag, words in {"strong": "gras", "em": "it", "u": "sou", "s": "bar", "code": "co", "a": "lien"}.items():
            await expect(bubble.locator(f".text {tag}").first).to_have_text(words)
        await expect(bubble).to_contain_text("<img src=x onerror=alert(1)>")
        await expect(bubble.locator("img")).to_have_count(0)
        await expect(bubble.locator(".text time")).to_have_text("mercredi 18 novembre 2026 à 12:06:40")
        spoiler = bubble.locator(".spoiler")
        await expect(spoiler.locator("span")).not_to_be_visible()
        await spoiler.focus()
        await page.keyboard.press("Enter")
        await expect(spoiler.locator("span")).to_be_visible()
        unfold = bubble.locator(".unfold")
        folded = await bubble.evaluate("(node) => node.clientHeight")
        await unfold.click()
        await expect(unfold).to_have_attribute("aria-expanded", "true")
        assert await bubble.evaluate("(node) => node.clientHeight") > folded


async def test_buttons_copy_open_tabs_and_follow_deep_links(scene: Scene) -> None:
    rows = [
        [InlineKeyboardButton("Copier", copy_text=CopyTextButton("244512"))],
        [InlineKeyboardButton("Ouvrir", url=f"{scene.address}/chat/state")],
        [InlineKeyboardButton("S’abonner", url="https://t.me/reffop_bot?start=f_police_p4")],
    ]
    await scene.bot.send_message(AMINATA, "Poste", reply_markup=InlineKeyboardMarkup(rows))
    async with scene.page(permissions=["clipboard-read", "clipboard-write"]) as page:
        buttons = page.get_by_test_id("button")
        await buttons.filter(has_text="Copier").click()
        await expect(page.get_by_test_id("toast")).to_contain_text("Copié")
        assert await page.evaluate("navigator.clipboard.readText()") == "244512"
        async with page.expect_popup() as opened:
            await buttons.filter(has_text="Ouvrir").click()
        assert (await opened.value).url.endswith("/chat/state")
        await buttons.filter(has_text="S’abonner").click()
        await scene.sandbox.wait_for(AMINATA, lambda message: message.text == "/start f_police_p4")
        await expect(page.locator('[data-from="me"] .text')).to_have_text("/start")


async def test_an_alert_waits_for_the_person(scene: Scene) -> None:
    await scene.bot.send_message(AMINATA, "Poste", reply_markup=keyboard("Postuler"))
    async with scene.page() as page:
        query_id = scene.sandbox.press(AMINATA, scene.sandbox.messages(AMINATA)[0], "do:Postuler")
        await scene.bot.answer_callback_query(query_id, "Trop tard", show_alert=True)
        alert = page.get_by_test_id("alert")
        await expect(alert).to_contain_text("Trop tard")
        await page.keyboard.press("Enter")
        await expect(alert).not_to_be_visible()


async def test_signs_of_life_pins_and_deletions_show(scene: Scene) -> None:
    sent = await scene.bot.send_message(AMINATA, "À garder")
    async with scene.page() as page:
        await scene.bot.send_chat_action(AMINATA, ChatAction.TYPING)
        await expect(page.locator("#status")).to_have_text("écrit")
        await sent.pin()
        await expect(page.get_by_test_id("pinned")).to_contain_text("À garder")
        await sent.delete()
        await expect(page.get_by_test_id("message")).to_have_count(0)
        await expect(page.get_by_test_id("pinned")).not_to_be_visible()
        await expect(page.get_by_test_id("start")).to_be_visible()


async def test_the_bot_is_blocked_and_started_again_from_the_menu(scene: Scene) -> None:
    await scene.bot.send_message(AMINATA, "Bonjour")
    async with scene.page() as page:
        await page.get_by_test_id("more").click()
        await page.get_by_test_id("block").click()
        await expect(page.get_by_test_id("start")).to_have_text("Redémarrer le bot")
        assert scene.sandbox.state.chats[AMINATA].blocked
        await page.get_by_test_id("start").click()
        await expect(page.get_by_test_id("composer")).to_be_visible()
        assert not scene.sandbox.state.chats[AMINATA].blocked


async def test_who_reads_above_is_not_dragged_down_but_told(scene: Scene) -> None:
    for number in range(30):
        await scene.bot.send_message(AMINATA, f"message {number}")
    async with scene.page() as page:
        await page.locator("#log").evaluate("(log) => log.scrollTo(0, 0)")
        await scene.bot.send_message(AMINATA, "nouveau")
        button = page.get_by_test_id("new-messages")
        await expect(button).to_contain_text("1")
        await expect(page.get_by_text("nouveau")).not_to_be_in_viewport()
        await button.click()
        await expect(page.get_by_text("nouveau")).to_be_in_viewport()
        await expect(button).not_to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1200])
async def test_nothing_scrolls_sideways(scene: Scene, width: int) -> None:
    await scene.bot.send_message(
        AMINATA, "https://example.org/" + "très-long" * 40, reply_markup=keyboard("W" * 60, "a")
    )
    await scene.bot.send_message(AMINATA, f"<pre>{'x' * 200}</pre>", parse_mode="HTML")
    await scene.bot.send_document(AMINATA, b"a", filename="n" * 120 + ".ics")
    async with scene.page(viewport={"width": width, "height": 740}) as page:
        await expect(page.get_by_test_id("message")).to_have_count(3)
        assert await _fits(page)
        for target in await page.locator("button:visible, a.key:visible").all():
            box = await target.bounding_box()
            assert box is None or "command" in (await target.get_attribute("class") or "") or box["height"] >= 28


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_from_their_ground_in_both_schemes(scene: Scene, scheme: str) -> None:
    await scene.bot.send_message(
        AMINATA, '<b>Texte</b> <a href="https://un.org">lien</a>', parse_mode="HTML", reply_markup=keyboard("Oui")
    )
    await scene.sandbox.say(AMINATA, "merci /aide")
    async with scene.page(color_scheme=scheme) as page:
        for selector in (".bubble .text", ".text a", ".meta", ".key", ".command", ".who h1", ".who p"):
            ratio = await page.locator(selector).first.evaluate(_CONTRAST)
            assert ratio >= 4.5, (selector, ratio)


_CONTRAST = """(node) => {
    const parse = (css) => {
        const [r, g, b, a] = css.match(/[\\d.]+/g).map(Number);
        return { rgb: [r, g, b], a: a ?? 1 };
    };
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
        const { rgb, a } = parse(getComputedStyle(at).backgroundColor);
        if (a > 0) layers.push({ rgb, a });
        if (a === 1) break;
    }
    let ground = layers.pop().rgb;
    for (const { rgb, a } of layers.reverse()) ground = ground.map((value, i) => rgb[i] * a + value * (1 - a));
    const light = (rgb) => {
        const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [high, low] = [light(parse(getComputedStyle(node).color).rgb), light(ground)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
}"""


async def test_the_page_finds_its_way_back_after_the_server_was_away(tmp_path: Path) -> None:
    place = tmp_path / "sandbox.json"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
        async with serve(Sandbox(TOKEN, state_file=place)) as address:
            port = int(address.rsplit(":", 1)[1])
            await page.goto(address)
            await page.get_by_test_id("start").click()
            await expect(page.get_by_test_id("message")).to_have_count(1)
        await expect(page.locator("#offline")).to_be_visible()
        second = Sandbox(TOKEN, state_file=place)
        async with serve(second, port=port):
            await second.say(AMINATA, "pendant l’absence")
            await expect(page.get_by_test_id("message")).to_have_count(2, timeout=10_000)
            await expect(page.locator("#offline")).not_to_be_visible()
        await browser.close()
