"""The demo as a newcomer meets it: a real browser, the whole service, nothing configured."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address that the demo prints."""
    log = tmp_path / "demo.log"
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}  # noqa: TID251
    with log.open("wb") as output:
        demo = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--port", "0", "--data-dir", str(tmp_path / "demo")],
            stdout=output, stderr=output, env=kept,
        )  # fmt: skip
    try:
        yield _printed_address(demo, log)
    finally:
        demo.terminate()
        assert demo.wait(10) == 0


def _printed_address(demo: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(600):
        if found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text("utf-8")):
            return found[0]
        assert demo.poll() is None, log.read_text("utf-8")
        time.sleep(0.05)
    raise TimeoutError(log.read_text("utf-8"))


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    """The chat page on a phone."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        opened = browser.new_page(viewport={"width": 360, "height": 740})
        opened.goto(address)
        yield opened
        browser.close()


def say(page: Page, words: str) -> None:
    page.get_by_test_id("composer").fill(words)
    page.keyboard.press("Enter")


def test_a_newcomer_asks_subscribes_and_is_alerted(page: Page) -> None:
    messages, buttons = page.get_by_test_id("message"), page.get_by_test_id("button")
    page.get_by_test_id("start").click()
    expect(messages.filter(has_text="assistant du REFFOP")).to_be_visible()
    say(page, "c'est quoi une UPC ?")
    expect(messages.filter(has_text="unité de police constituée").last).to_be_visible()
    say(page, "what courses are there in Bamako?")
    expect(messages.filter(has_text="CIMIC").last).to_be_visible()
    say(page, "/alertes")
    buttons.filter(has_text="Ajouter une alerte").last.click()
    buttons.filter(has_text="Sécurité et justice").last.click()
    buttons.filter(has_text=re.compile("^Police$")).last.click()
    buttons.filter(has_text=re.compile("^P-4$")).last.click()
    buttons.filter(has_text="P-4 seulement").last.click()
    buttons.filter(has_text="Immédiat").last.click()
    expect(messages.filter(has_text="Police · P-4").last).to_be_visible()
    buttons.filter(has_text="Enregistrer").last.click()
    expect(messages.filter(has_text="C’est enregistré").last).to_be_visible()
    alert = messages.filter(has_text="Filtre").filter(has_text="Offres fictives").last
    expect(alert).to_be_visible(timeout=40_000)
    expect(alert).to_contain_text("P-4 · Police")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_english_speaker_is_spoken_to_in_english(page: Page) -> None:
    page.get_by_test_id("person-1002").click()
    page.get_by_test_id("start").click()
    messages = page.get_by_test_id("message")
    expect(messages.filter(has_text="I am the assistant of REFFOP")).to_be_visible()
    say(page, "/alerts police P-3 to P-5 daily")
    page.get_by_test_id("button").filter(has_text="Save").last.click()
    expect(messages.filter(has_text="I will write once a day").last).to_be_visible()
    page.get_by_test_id("person-1001").click()
    expect(page.get_by_test_id("message")).to_have_count(0)


def test_a_newcomer_is_set_up_by_tapping_and_changes_their_mind(page: Page) -> None:
    messages, buttons = page.get_by_test_id("message"), page.get_by_test_id("button")
    page.get_by_test_id("start").click()
    buttons.filter(has_text="Police, gendarmerie").last.click()
    expect(messages.filter(has_text="Votre grade").last).to_be_visible()
    buttons.filter(has_text="Retour").last.click()
    buttons.filter(has_text="Militaire").last.click()
    buttons.filter(has_text="Lieutenant-colonel").last.click()
    buttons.filter(has_text="Retour").last.click()
    buttons.filter(has_text=re.compile("^Commandant$")).last.click()
    buttons.filter(has_text="Hebdomadaire").last.click()
    expect(messages.filter(has_text="P-3 · militaires").last).to_be_visible()
    buttons.filter(has_text="Enregistrer").last.click()
    expect(messages.filter(has_text="C’est enregistré").last).to_be_visible()
    expect(messages).to_have_count(2)  # what was said to begin, and one message edited in place
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_newcomer_is_set_up_by_typing_in_english(page: Page) -> None:
    messages = page.get_by_test_id("message")
    page.get_by_test_id("person-1002").click()
    page.get_by_test_id("start").click()
    expect(messages.filter(has_text="I am the assistant of REFFOP")).to_be_visible()
    for words, answer in (
        ("military", "Your rank?"),
        ("major", "can mean several ranks"),
        ("OF-3", "When shall I tell you"),
        ("back", "Your rank?"),
        ("lieutenant colonel", "When shall I tell you"),
        ("weekly", "P-4 · military"),
        ("yes", "Saved"),
    ):
        count = messages.count()
        say(page, words)
        expect(messages).to_have_count(count + 2)
        expect(messages.last).to_contain_text(answer)
