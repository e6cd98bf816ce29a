"""Whether a reply is what was expected: facts that appear, facts that do not, status, citations, calls.

Knows replies as the JSON of the HTTP contract and nothing of how they were made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

Json = dict[str, Any]  # a reply as it came over the wire; its shape is the server's contract


def text_of(reply: Json) -> str:
    """Everything a person reads in the reply, parts joined; quotes of sources are not part of it."""
    pieces: list[str] = []
    for part in reply.get("parts", []):
        match part["kind"]:
            case "answer":
                pieces += [sentence["text"] for sentence in part["sentences"]]
            case "confirm" | "record":
                pieces += [part.get("text", "")]
                pieces += [f"{field['label']}：{field['value']}" for field in part["fields"]]
            case "ask":
                pieces += [part["text"], *(choice["label"] for choice in part["choices"])]
            case "receipt":
                pieces.append(part["number"])
            case "handoff":
                pieces += [part["to"], part["reference"]]
            case _:
                pieces.append(part.get("text", ""))
    return "\n".join(pieces)


def plain(text: str) -> str:
    """For comparison: no white space, thousands separators or full-width forms, lower case."""
    text = text.translate(str.maketrans("０１２３４５６７８９，．％（）", "0123456789,.%()"))
    return re.sub(r"\s+", "", re.sub(r"(?<=\d),(?=\d{3})", "", text)).lower()


def holds_fact(text: str, fact: str) -> bool:
    """A number must not be part of a longer number: 90 does not stand in 1900."""
    wanted, given = plain(fact), plain(text)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?!\d|\.\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, given) is not None


def cited(reply: Json) -> set[str]:
    """Ids of the documents that a sentence of the reply cites."""
    documents = set()
    for part in reply.get("parts", []):
        if part["kind"] == "answer":
            used = {number for sentence in part["sentences"] for number in sentence["citations"]}
            documents |= {source["document"] for source in part["sources"] if source["n"] in used}
    return documents


def operations(reply: Json) -> set[str]:
    """Operations the reply shows records of."""
    return {part["operation"] for part in reply.get("parts", []) if part["kind"] == "record"}


def asked_slot(reply: Json) -> str | None:
    asks = [part["slot"] for part in reply.get("parts", []) if part["kind"] == "ask"]
    return asks[-1] if asks else None


def faults(
    reply: Json,
    *,
    status: Sequence[str] = (),
    must: Iterable[Sequence[str]] = (),
    must_not: Iterable[str] = (),
    cites: Sequence[str] = (),
) -> list[str]:
    """What is wrong with the reply, one line each; empty when it is as expected."""
    text = text_of(reply)
    wrong = []
    if status and reply["status"] not in status:
        wrong.append(f"status {reply['status']}, expected {' or '.join(status)}")
    for alternatives in must:
        if not any(holds_fact(text, fact) for fact in alternatives):
            wrong.append(f"missing {' or '.join(alternatives)}")
    wrong += [f"must not say {fact}" for fact in must_not if holds_fact(text, fact)]
    if cites and not cited(reply) & set(cites):
        wrong.append(f"cites {', '.join(sorted(cited(reply))) or 'nothing'}, expected {' or '.join(cites)}")
    return wrong
