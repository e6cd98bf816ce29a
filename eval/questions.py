"""Asks a file of questions of a running server and judges the last reply of each.

A line: {"id", "area", "language", "person", "turns": […],
"expect": {"status", "must", "must_not", "cites", "called", "not_called"}}.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict

from eval.client import Client
from eval.judge import faults, operations, text_of
from eval.report import last_line

AT_ONCE = 8


class Expect(BaseModel):
    model_config = ConfigDict(extra="ignore")
    status: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    not_called: tuple[str, ...] = ()


class Question(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str
    area: str = ""
    language: str = "zh"
    person: str | None = None
    turns: tuple[str, ...]
    expect: Expect = Expect()


def read_questions(path: Path) -> list[Question]:
    lines = path.read_text("utf-8").splitlines()
    return [Question.model_validate(json.loads(line)) for line in lines if line.strip()]


async def ask(question: Question, url: str, http: httpx.AsyncClient) -> tuple[list[str], dict[str, Any]]:
    """(what was wrong, the last reply)"""
    client = Client(url, http)
    if question.person:
        await client.sign_in(question.person)
    conversation = await client.open(question.language)
    reply: dict[str, Any] = {}
    called: set[str] = set()
    for text in question.turns:
        reply = await client.say(conversation, text)
        called |= operations(reply)
    expect = question.expect
    wrong = faults(reply, status=expect.status, must=expect.must, must_not=expect.must_not, cites=expect.cites)
    wrong += [f"did not call {name}" for name in expect.called if name not in called]
    wrong += [f"called {name}" for name in expect.not_called if name in called]
    return wrong, reply


def files_of(path: Path) -> list[Path]:
    return sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


async def run(paths: list[Path], url: str, show: bool) -> dict[str, object]:
    """Figures over all questions of the files; each miss is printed with the reply."""
    questions = [question for one in paths for question in read_questions(one)]
    gate = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(timeout=30) as http:

        async def one(question: Question) -> tuple[list[str], dict[str, Any]]:
            async with gate:
                return await ask(question, url, http)

        results = await asyncio.gather(*(one(question) for question in questions))
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for question, (wrong, reply) in zip(questions, results, strict=True):
        asked[question.area] += 1
        right[question.area] += not wrong
        if wrong or show:
            print(f"{'MISS' if wrong else 'ok'} {question.id} {' / '.join(question.turns)[:300]}")
            print("".join(f"     - {fault}\n" for fault in wrong), end="")
            print("     " + text_of(reply)[:600].replace("\n", "\n     "))
    areas = {area: f"{right[area]}/{asked[area]}" for area in sorted(asked)}
    total, good = sum(asked.values()), sum(right.values())
    return {
        "command": "questions",
        "asked": total,
        "right": good,
        "share": round(good / max(total, 1), 4),
        "areas": areas,
    }


def main(path: Path, url: str, show: bool) -> int:
    figures = asyncio.run(run(files_of(path), url, show))
    last_line(figures)
    return 0
