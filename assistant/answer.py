"""A question becomes sentences with the clauses they rest on, chosen by the day that matters; nothing rests on memory.

Knows topics; guides.py answers about items, quotes.py from search. Every sentence passes the gate or is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.commands import AskPolicy
from assistant.fact_date import FactDate, fact_date
from assistant.guides import about_item
from assistant.quotes import quoted
from assistant.reply import Status
from assistant.sources import Answer, Library, Said, gated, supports
from assistant.support import quantities
from assistant.topics import Topic
from assistant.validity import Rested, corrections, dated, in_force, not_in_force, since
from prompts import Language, wording

_STATUS: dict[str, Status] = {
    "rule": "answered", "plain": "answered", "warn": "answered", "unknown": "not_found", "outside": "out_of_scope",
    "refuse": "refused",
}  # fmt: skip


def answer(command: AskPolicy, library: Library, language: Language, other_city: str | None) -> Answer:
    """The answer to a question. `other_city` is a city named in it that is not ours."""
    stated = _day_of(command.question, library.today)
    if other_city is not None and not _about_here(command.question, library):
        return _elsewhere(other_city, language)
    if command.topic is not None:
        found = _topic(library.city.topics[command.topic], command, library, language, stated)
        return _with_second(found, command.also, library, language, stated) if command.also else found
    if command.item is not None:
        return about_item(library.city.items[command.item], command, library, language)
    return quoted(command.question, library, language, stated)


_PRESENT = re.compile(
    r"现在|目前|如今|眼下|今天|这会儿|还(能|可以|是|有)|涨了|降了|\b(now|today|currently|still|these days)\b",
    re.IGNORECASE,
)


def _day_of(question: str, today: date) -> FactDate | None:
    """The day a question is about; a past day told only as background ("去年买的，现在…") does not count."""
    stated = fact_date(question, today)
    if stated is not None and stated.date < today and _PRESENT.search(question):
        return None
    return stated


def _rested(topic: Topic, library: Library) -> list[Rested]:
    """The topic's sentences with the clauses they rest on, without those whose clause is gone."""
    return [
        (sentence, support)
        for sentence in topic.sentences
        if (support := supports(sentence.cites, library.corpus)) is not None
    ]


def _now(said: Sequence[Rested], today: date, language: Language) -> list[Said]:
    current = [Said(sentence.in_(language), support) for sentence, support in in_force(said, today)]
    return [Said(wording("now_rule", language)), *current] if current else []


def _with_second(found: Answer, also: str, library: Library, language: Language, stated: FactDate | None) -> Answer:
    """The answer, and what a second topic says that fits the question as well: its first sentences in force."""
    topic = library.city.topics[also]
    on = stated.date if stated is not None else library.today
    said = [Said(sentence.in_(language), support) for sentence, support in in_force(_rested(topic, library), on)]
    if not said or found.status != "answered":
        return found
    lead = Said(wording("also", language, name=topic.name.in_(language)))
    return replace(found, sentences=(*found.sentences, lead, *gated(said[:2])))


def _told_already(said: Said, sentences: Sequence[Said]) -> bool:
    """True when every date of the sentence stands in the answer already."""
    _, days = quantities(said.text)
    told = {day for sentence in sentences for day in quantities(sentence.text)[1]}
    return bool(days) and days <= told


def _about_here(question: str, library: Library) -> bool:
    return any(name in question.lower() for name in library.city_names) or bool(
        re.search(r"异地|外地|跨省|跨市|转移|转到|接续|another city|other city|transfer", question, re.IGNORECASE)
    )


def _elsewhere(city: str, language: Language) -> Answer:
    return Answer("out_of_scope", (Said(wording("other_city", language, city=city)),), kind="none")


def _topic(topic: Topic, command: AskPolicy, library: Library, language: Language, stated: FactDate | None) -> Answer:
    on = stated.date if stated is not None else library.today
    said = _rested(topic, library)
    current = in_force(said, on)
    sentences = [Said(sentence.in_(language), support) for sentence, support in current]
    first = next((support[0] for _, support in current if support), None)
    if not sentences:
        sentences = not_in_force(said, on, language)
        status: Status = "not_found"
        if on < library.today and (now := _now(said, library.today, language)):
            # Nothing is known of that day: say so, then what applies today, which is often what was meant.
            sentences, status = [*sentences, *now], _STATUS[topic.kind]
    else:
        status = _STATUS[topic.kind]
        sentences = [
            *dated(stated, library.today, language),
            *sentences,
            *(told for told in since(first, on, language) if not _told_already(told, sentences)),
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
