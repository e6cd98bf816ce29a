"""Opening, speaking, reading again: over HTTP, against a running server."""

from __future__ import annotations

import httpx
import pytest

from assistant.reply import ReceiptPart, Reply
from tests.server.conftest import Running
from tests.server.talk import answers_until_read_back, events, opened, read_back, receipt, say

RENT = "我要租房提取公积金"
VALUES = {"months": "6个月"}


def test_a_new_conversation_greets_and_tells_it_is_artificial(client: httpx.Client) -> None:
    answer = client.post("/v1/conversations", json={"channel": "chat", "language": "zh"})
    assert answer.status_code == 201
    said = str(answer.json()["parts"])
    assert "人工智能" in said
    assert "生成" in said


def test_a_conversation_needs_no_body(client: httpx.Client) -> None:
    answer = client.post("/v1/conversations")
    assert answer.status_code == 201
    assert answer.json()["language"] == "zh"


def test_a_question_is_answered_with_its_sources(client: httpx.Client) -> None:
    reply = say(client, opened(client), "租房提取公积金每月最多能提多少")
    assert reply.status == "answered"
    sources = [source for part in reply.parts if part.kind == "answer" for source in part.sources]
    assert sources
    assert all(source.quote and source.clause for source in sources)


def test_the_stream_says_the_same_as_the_whole_reply(client: httpx.Client) -> None:
    got = events(client, opened(client), "租房提取公积金每月最多能提多少")
    names = [name for name, _ in got]
    assert names == ["part"] * (len(names) - 1) + ["done"]
    reply = Reply.model_validate(got[-1][1])
    assert [data for name, data in got if name == "part"] == [part.model_dump(mode="json") for part in reply.parts]


def test_a_stream_to_nowhere_is_a_problem_document(client: httpx.Client) -> None:
    answer = client.post(
        "/v1/conversations/c_none/turns", json={"text": "你好"}, headers={"Accept": "text/event-stream"}
    )
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_from_question_to_receipt_and_the_case_is_ones_own(running: Running) -> None:
    with running.client("p01") as citizen, running.client("p02") as other, running.client() as nobody:
        conversation = opened(citizen)
        confirming = answers_until_read_back(citizen, conversation, say(citizen, conversation, RENT), VALUES)
        assert read_back(confirming).fields
        number = receipt(say(citizen, conversation, "确认")).number

        own = citizen.get(f"/v1/cases/{number}")
        assert own.status_code == 200, own.text
        assert own.json()["receipt"] == number
        assert own.json()["state"] == "done"
        assert other.get(f"/v1/cases/{number}").status_code == 404
        assert nobody.get(f"/v1/cases/{number}").json()["code"] == "sign_in_needed"


def test_a_repeated_yes_submits_nothing_twice(running: Running) -> None:
    with running.client("p20") as citizen:
        conversation = opened(citizen)
        answers_until_read_back(citizen, conversation, say(citizen, conversation, RENT), VALUES)
        first = receipt(say(citizen, conversation, "确认"))
        again = say(citizen, conversation, "确认")
        assert {part.number for part in again.parts if isinstance(part, ReceiptPart)} <= {first.number}


def test_the_transcript_of_a_person_is_shown_to_that_person_only(running: Running) -> None:
    with running.client("p03") as citizen, running.client("p04") as other, running.client() as nobody:
        conversation = opened(citizen)
        reply = say(citizen, conversation, "公积金怎么提取")
        shown = citizen.get(f"/v1/conversations/{conversation}").json()
        assert [turn["utterance"] for turn in shown["turns"]] == ["公积金怎么提取"]
        assert Reply.model_validate(shown["turns"][0]["reply"]) == reply
        assert shown["parts"]
        assert other.get(f"/v1/conversations/{conversation}").json()["code"] == "not_yours"
        assert nobody.get(f"/v1/conversations/{conversation}").status_code == 401
        for stranger in (other, nobody):
            turn = stranger.post(f"/v1/conversations/{conversation}/turns", json={"text": "你好"})
            assert turn.status_code in (401, 403)


def test_an_anonymous_transcript_is_shown_to_whoever_holds_its_id(running: Running, client: httpx.Client) -> None:
    conversation = opened(client)
    say(client, conversation, "停车怎么收费")
    with running.client() as other_device:
        assert len(other_device.get(f"/v1/conversations/{conversation}").json()["turns"]) == 1
    assert client.get("/v1/conversations/c_guessed").json()["code"] == "conversation_not_found"


@pytest.mark.parametrize("text", ["人工", "转人工", "talk to a person"])
def test_a_person_is_one_step_away(client: httpx.Client, text: str) -> None:
    reply = say(client, opened(client), text)
    assert reply.status == "handed_off"


def test_control_characters_are_taken_out(client: httpx.Client) -> None:
    conversation = opened(client)
    say(client, conversation, "停车\u0000怎么\u001b收费\u202e")
    shown = client.get(f"/v1/conversations/{conversation}").json()
    assert shown["turns"][0]["utterance"] == "停车怎么收费"


def test_two_thousand_characters_are_heard(client: httpx.Client) -> None:
    reply = say(client, opened(client), "路灯坏了。" * 400)
    assert reply.status in ("answered", "asked", "not_found", "out_of_scope")
