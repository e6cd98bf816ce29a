"""A question becomes sentences with the clauses they rest on, chosen by the day that matters; nothing rests on memory.

Knows topics; guides.py answers about items, quotes.py from search. Every sentence passes the gate or is dropped.
"""

from __future__ import annotations

import re

from assistant.commands import AskPolicy
from assistant.fact_date import FactDate, fact_date
from assistant.guides import about_item
from assistant.quotes import quoted
from assistant.reply import Status
from assistant.sources import Answer, Library, Said, gated, supports
from assistant.topics import Topic
from assistant.validity import corrections, dated, not_in_force, since, standing
from prompts import Language, wording

_STATUS: dict[str, Status] = {
    "rule": "answered", "plain": "answered", "warn": "answered", "unknown": "not_found", "outside": "out_of_scope",
    "refuse": "refused",
}  # fmt: skip


def answer(command: AskPolicy, library: Library, language: Language, other_city: str | None) -> Answer:
    """The answer to a question. `other_city` is a city named in it that is not ours."""
    stated = fact_date(command.question, library.today)
    if other_city is not None and not _about_here(command.question, library):
        return _elsewhere(other_city, language)
    if command.topic is not None:
        return _topic(library.city.topics[command.topic], command, library, language, stated)
    if command.item is not None:
        return about_item(library.city.items[command.item], command, library, language)
    return quoted(command.question, library, language, stated)


def _about_here(question: str, library: Library) -> bool:
    return any(name in question.lower() for name in library.city_names) or bool(
        re.search(r"异地|外地|跨省|跨市|转移|转到|接续|another city|other city|transfer", question, re.IGNORECASE)
    )


def _elsewhere(city: str, language: Language) -> Answer:
    return Answer("out_of_scope", (Said(wording("other_city", language, city=city)),), kind="none")


def _topic(topic: Topic, command: AskPolicy, library: Library, language: Language, stated: FactDate | None) -> Answer:
    on = stated.date if stated is not None else library.today
    said = [
        (sentence, support)
        for sentence in topic.sentences
        if (support := supports(sentence.cites, library.corpus)) is not None
    ]
    current = [(sentence, support) for sentence, support in said if standing(support, on) == "in_force"]
    sentences = [Said(sentence.in_(language), support) for sentence, support in current]
    first = next((support[0] for _, support in current if support), None)
    if not sentences:
        sentences = not_in_force(said, on, language)
        status: Status = "not_found"
    else:
        status = _STATUS[topic.kind]
        sentences = [
            *dated(stated, library.today, language),
            *sentences,
            *since(first, on, language),
            *corrections(command.question, said, current, on, language),
        ]
    return Answer(
        status if sentences else "not_found",
        tuple(gated(sentences)),
        topic.ask.in_(language) if topic.ask and current else None,
        topic.offer,
        topic.door,
        topic.then_human,
        topic.id,
    )
