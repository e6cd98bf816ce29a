"""Talking to the server as a citizen's device does. Knows the interface, no item."""

from __future__ import annotations

import json

import httpx

from assistant.reply import AskPart, ConfirmPart, ReceiptPart, Reply


def opened(client: httpx.Client, language: str = "zh") -> str:
    """The id of a new conversation."""
    answer = client.post("/v1/conversations", json={"channel": "chat", "language": language})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def say(client: httpx.Client, conversation: str, text: str) -> Reply:
    answer = client.post(f"/v1/conversations/{conversation}/turns", json={"text": text})
    assert answer.status_code == 200, answer.text
    return Reply.model_validate_json(answer.content)


def events(client: httpx.Client, conversation: str, text: str) -> list[tuple[str, object]]:
    """The server-sent events of a turn: names and data in order."""
    found: list[tuple[str, object]] = []
    with client.stream(
        "POST", f"/v1/conversations/{conversation}/turns", json={"text": text}, headers={"Accept": "text/event-stream"}
    ) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        name = ""
        for line in answer.iter_lines():
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                found.append((name, json.loads(value)))
    return found


def asked(reply: Reply) -> AskPart:
    return next(part for part in reply.parts if isinstance(part, AskPart))


def answers_until_read_back(client: httpx.Client, conversation: str, reply: Reply, values: dict[str, str]) -> Reply:
    """Answers what is asked, from `values` by slot or with the first choice, until the read-back."""
    for _ in range(12):
        if reply.status != "asked":
            break
        ask = asked(reply)
        text = values[ask.slot] if ask.slot in values else ask.choices[0].label
        reply = say(client, conversation, text)
    assert reply.status == "confirming", reply
    return reply


def read_back(reply: Reply) -> ConfirmPart:
    return next(part for part in reply.parts if isinstance(part, ConfirmPart))


def receipt(reply: Reply) -> ReceiptPart:
    assert reply.status == "submitted", reply
    return next(part for part in reply.parts if isinstance(part, ReceiptPart))
