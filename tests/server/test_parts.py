"""The small parts of the server on their own: text, turns, start-up checks, pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.requests import Request

from assistant.reply import Reply, TextPart
from assistant.settings import Settings
from server.pages import load_pages
from server.problems import ProblemError
from server.startup import faults
from server.text import LONGEST, cleaned
from server.turns import Piece, Turns

REPLY = Reply(conversation="c", turn=1, status="answered", parts=(TextPart(text="好"),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  你好\r\n世界 ", "你好\n世界"), ("a\x00b\x1b[31mc\x7f", "ab[31mc"), ("金额\u202e001", "金额001"),
        ("😀 ok", "😀 ok"),
    ],
)  # fmt: skip
def test_text_is_cleaned(text: str, expected: str) -> None:
    assert cleaned(text) == expected


def test_the_longest_text_is_accepted_and_one_more_is_not() -> None:
    assert len(cleaned("好" * LONGEST)) == LONGEST
    with pytest.raises(ProblemError) as refused:
        cleaned("好" * (LONGEST + 1))
    assert refused.value.code == "text_too_long"


async def test_a_turn_goes_on_when_nobody_listens_any_more() -> None:
    finished = asyncio.Event()

    async def turn() -> AsyncIterator[Piece]:
        yield REPLY.parts[0]
        await asyncio.sleep(0.02)
        finished.set()
        yield REPLY

    turns = Turns()
    listening = turns.run(turn())
    assert await anext(listening) == REPLY.parts[0]
    await listening.aclose()  # type: ignore[attr-defined]
    await turns.finish(2)
    assert finished.is_set()


async def test_what_a_turn_raises_reaches_the_listener() -> None:
    async def turn() -> AsyncIterator[Piece]:
        yield REPLY.parts[0]
        raise ValueError("no")

    listening = Turns().run(turn())
    assert await anext(listening) == REPLY.parts[0]
    with pytest.raises(ValueError, match="no"):
        await anext(listening)


def test_development_starts_with_defaults() -> None:
    assert faults(Settings(_env_file=None), with_simulators=True) == []


def test_production_names_everything_that_must_change() -> None:
    found = " ".join(faults(Settings(_env_file=None, environment="production"), with_simulators=True))
    for name in ("TOKEN_SECRET", "DEMO_SIGN_IN", "SYSTEMS_KEY", "--with-simulators"):
        assert name in found


def test_production_starts_when_all_is_set() -> None:
    settings = Settings(
        _env_file=None, environment="production", token_secret="x" * 40, demo_sign_in=False, systems_key="a-real-key"
    )
    assert faults(settings, with_simulators=False) == []


@pytest.mark.parametrize(("name", "value"), [("rate_limit", "many"), ("token_secret", "short")])
def test_a_setting_that_cannot_work_stops_the_start(name: str, value: str) -> None:
    assert name.upper() in faults(Settings.model_validate({name: value}), with_simulators=False)[0]


def _request(**headers: str) -> Request:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": pairs})


def test_pages_are_compressed_and_named_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>" + "x" * 2000)
    (tmp_path / "assets" / "a-1.js").write_text("let a = 1;" * 200)
    pages = load_pages(tmp_path)
    whole = pages["/"].answer(_request())
    assert whole.status_code == 200
    assert pages["/"].answer(_request(if_none_match=whole.headers["etag"])).status_code == 304
    packed = pages["/assets/a-1.js"].answer(_request(accept_encoding="gzip"))
    assert packed.headers["content-encoding"] == "gzip"
    assert "immutable" in packed.headers["cache-control"]
    assert "/../index.html" not in pages


def test_without_built_pages_the_way_to_build_them_is_shown(tmp_path: Path) -> None:
    page = load_pages(tmp_path)["/"].answer(_request())
    assert b"npm ci" in page.body
