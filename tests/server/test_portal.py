"""The portal in a real browser: from a question to a receipt, with the keyboard, and with the network failing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.pages import DIST
from tests.server.conftest import Running

CHROMIUM = os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no Chromium at {CHROMIUM} (CHROMIUM_PATH)"),
    pytest.mark.skipif(not (DIST / "index.html").exists(), reason="the portal is not built: npm ci && npm run build"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, running: Running) -> Iterator[Any]:
    """A phone's window, in Chinese. Nothing may be asked of any other origin, and the console stays clean."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(15_000)
    elsewhere: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(running.url) else elsewhere.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.goto(running.url)
    page.wait_for_selector(".entry")
    yield page
    context.close()
    assert elsewhere == []
    assert complaints == []


def say(page: Any, text: str) -> Any:
    """Types and sends with Enter; the new reply."""
    box = page.get_by_role("textbox", name="说说您要办什么事")
    box.fill(text)
    return replies(page, lambda: box.press("Enter"))


def replies(page: Any, act: Any) -> Any:
    """Does something that is answered, waits for the whole answer, and gives it."""
    before = page.locator(".entry.assistant[data-status]").count()
    act()
    page.wait_for_function(
        "count => document.querySelectorAll('.entry.assistant[data-status]').length > count"
        " && !document.querySelector('button.primary[aria-disabled=true]')",
        arg=before,
    )
    return page.locator(".entry.assistant").last


def sign_in(page: Any, name: str) -> None:
    page.get_by_role("button", name="登录", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name=name).click()
    # The dialog closes when the server has answered; until then what is typed goes to nobody.
    page.get_by_role("dialog").wait_for(state="detached")
    page.locator("header").get_by_text(name).wait_for()


def until_read_back(page: Any, reply: Any) -> Any:
    """Answers with the first choice, or with 6 where a number is wanted, until the read-back."""
    for _ in range(12):
        if reply.locator(".confirm").count():
            return reply
        choice = reply.locator(".ask .choices button").first
        answering = choice.click if choice.count() else None
        reply = replies(page, answering) if answering else say(page, "6个月")
    raise AssertionError("no read-back")


def test_from_question_to_receipt(page: Any) -> None:
    answer = say(page, "停车怎么收费")
    answer.locator(".cite").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("查看全文").click()
    assert dialog.locator("blockquote").inner_text()
    assert dialog.locator(".clauses .cited").count() == 1
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0

    sign_in(page, "林知远")
    reply = until_read_back(page, say(page, "我要租房提取公积金"))
    assert reply.get_by_role("button", name="更正").count() > 0
    done = replies(page, reply.get_by_role("button", name="确认提交").click)
    number = done.locator(".receipt .number").inner_text()
    assert len(number) > 6
    assert page.get_by_role("button", name="确认提交").count() == 0

    page.reload()
    page.wait_for_selector(".receipt")
    assert page.locator(".receipt .number").inner_text() == number


def test_a_value_is_corrected_on_the_card(page: Any) -> None:
    sign_in(page, "汪雨桐")
    reply = until_read_back(page, say(page, "我要租房提取公积金"))
    before = reply.locator("dl").inner_text()
    reply.get_by_role("button", name="更正“提取月数”").click()
    reply.get_by_label("改成").fill("3个月")
    corrected = replies(page, lambda: reply.get_by_label("改成").press("Enter"))
    assert corrected.locator(".confirm dl").inner_text() != before


def test_nothing_typed_is_lost_and_nothing_is_sent_twice(page: Any) -> None:
    page.route("**/turns", lambda route: route.abort())
    box = page.get_by_role("textbox", name="说说您要办什么事")
    box.fill("路灯坏了怎么办")
    box.press("Enter")
    page.get_by_role("alert").get_by_text("没有发送成功").wait_for()
    assert box.input_value() == "路灯坏了怎么办"
    page.unroute("**/turns")
    replies(page, page.get_by_role("button", name="重试").click)
    assert page.locator(".entry.person").count() == 1
    assert box.input_value() == ""


def test_an_answer_lost_on_the_way_is_fetched_not_sent_again(page: Any) -> None:
    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/turns", lose)
    box = page.get_by_role("textbox", name="说说您要办什么事")
    box.fill("停车怎么收费")
    box.press("Enter")
    page.get_by_role("alert").get_by_text("没有发送成功").wait_for()
    page.unroute("**/turns")
    page.get_by_role("button", name="重试").click()
    page.get_by_text("没有重复发送").wait_for()
    assert page.locator(".entry.person").count() == 1
    assert page.locator(".entry.assistant").count() == 2


def test_the_page_speaks_english_and_large(page: Any) -> None:
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Large type").click()
    page.get_by_role("button", name="Talk to a person").wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_text("AI-generated").count() >= 1
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_targets_are_large_enough_for_a_finger(page: Any) -> None:
    small = page.evaluate(
        "[...document.querySelectorAll('button, textarea')].filter(one => one.offsetParent)"
        ".filter(one => one.offsetHeight < 44 || one.offsetWidth < 44).map(one => one.textContent)"
    )
    assert small == []


def test_every_control_has_a_name_and_the_log_is_announced(page: Any) -> None:
    nameless = page.evaluate(
        "[...document.querySelectorAll('button')]"
        ".filter(one => !(one.textContent.trim() || one.getAttribute('aria-label'))).length"
    )
    assert nameless == 0
    log = page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    assert page.get_by_role("button", name="转人工").is_visible()
    assert page.get_by_text("本回答由人工智能生成").last.is_visible()
