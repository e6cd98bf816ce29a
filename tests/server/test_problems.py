"""What cannot be served is told as a problem document, in the citizen's language, without repeating what was sent."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from server.problems import catalogue, fault, preferred, problem
from tests.server.talk import opened

SERVER = Path(__file__).parents[2] / "server"


def turn(client: httpx.Client, conversation: str, **request: object) -> httpx.Response:
    return client.post(f"/v1/conversations/{conversation}/turns", **request)  # type: ignore[arg-type]


def is_problem(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == answer.headers["x-request-id"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u0000\u0007", "\u202e"])
def test_nothing_said_is_answered_kindly(client: httpx.Client, text: str) -> None:
    answer = turn(client, opened(client), json={"text": text})
    is_problem(answer, 422, "text_empty")
    assert "您" in answer.json()["detail"]


def test_a_very_long_text_is_told_what_to_do(client: httpx.Client) -> None:
    answer = turn(client, opened(client), json={"text": "好" * 10_000})
    is_problem(answer, 422, "text_too_long")
    assert "2000" in answer.json()["detail"]


def test_a_body_over_the_limit_is_refused(client: httpx.Client) -> None:
    is_problem(turn(client, opened(client), json={"text": "好" * 30_000}), 413, "body_too_large")


def test_a_body_without_a_declared_length_is_counted(client: httpx.Client) -> None:
    parts = (b"x" * 10_000 for _ in range(20))
    is_problem(turn(client, opened(client), content=parts), 413, "body_too_large")


@pytest.mark.parametrize("content", [b"{bad", b"\xff\xfe", b""])
def test_what_is_not_json_is_said_so(client: httpx.Client, content: bytes) -> None:
    answer = turn(client, opened(client), content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["code"] in ("body_not_json", "invalid_request")


def test_wrong_places_are_pointed_at_and_not_repeated(client: httpx.Client) -> None:
    answer = turn(client, opened(client), json={"text": ["13955500000"]})
    is_problem(answer, 422, "invalid_request")
    assert answer.json()["errors"] == [{"pointer": "/body/text", "detail": "应为文字"}]
    assert "13955500000" not in answer.text


def test_a_lone_surrogate_is_not_a_crash(client: httpx.Client) -> None:
    answer = turn(client, opened(client), content=b'{"text": "\\ud800"}', headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nowhere", 404, "not_found"),
        ("PUT", "/v1/items", 405, "method_not_allowed"),
        ("GET", "/v1/items/none", 404, "item_not_found"),
        ("GET", "/v1/documents/none", 404, "document_not_found"),
        ("GET", "/v1/conversations/none", 404, "conversation_not_found"),
        ("GET", "/v1/search?q=x&on=yesterday", 422, "invalid_request"),
        ("GET", "/v1/search", 422, "invalid_request"),
    ],
)
def test_each_refusal_has_its_code(client: httpx.Client, method: str, path: str, status: int, code: str) -> None:
    is_problem(client.request(method, path), status, code)


def test_the_language_is_the_requests_else_the_conversations(client: httpx.Client) -> None:
    english = opened(client, "en")
    said = turn(client, english, json={"text": ""})
    assert said.json()["title"] == "Nothing was said yet"
    assert said.headers["content-language"] == "en"
    asked = turn(client, english, json={"text": ""}, headers={"Accept-Language": "zh-CN,en;q=0.5"})
    assert asked.json()["title"] == "还没有内容"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-GB", "en"), ("fr, en;q=0.3", "en"), ("en;q=0.1, zh;q=0.2", "zh"),
        ("fr", None), ("", None), (None, None), ("*", None), ("en;q=x", None), ("en;q=0", None),
    ],
)  # fmt: skip
def test_the_better_liked_language_is_taken(header: str | None, language: str | None) -> None:
    assert preferred(header) == language


def test_every_code_used_is_described() -> None:
    used = set()
    for path in SERVER.glob("*.py"):
        used |= set(re.findall(r'(?:ProblemError|Refused)\(\s*"(\w+)"', path.read_text("utf-8")))
    assert used
    assert used <= set(catalogue())


def test_an_unknown_code_never_reaches_a_citizen() -> None:
    assert problem("no_such_code", "zh", "r").code == "internal_error"


def test_a_fault_of_an_unknown_kind_still_has_words() -> None:
    assert fault(["body", "a/b"], "no_such_kind", {}, "en").pointer == "/body/a~1b"
