"""A question becomes sentences with the clauses they rest on, chosen by the day that matters; nothing rests on memory.

Knows topics, items and the corpus. Every sentence passes the gate (support.py) or is dropped; if none is left, nothing was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.city import City
from assistant.commands import AskPolicy
from assistant.fact_date import FactDate, fact_date
from assistant.items import ServiceItem
from assistant.reply import Status
from assistant.support import quantities, unsupported
from assistant.topics import Sentence, Topic
from prompts import Language, wording
from retrieval.errors import RetrievalError
from retrieval.passage import Document, Hit, Passage
from retrieval.search import Corpus

ENOUGH_COVERAGE = 0.55  # share of the question's weighted words a quoted clause must hold …
ENOUGH_SIMILARITY = 0.50  # … and how close its vector must be
EXPIRES_SOON = 60  # days: a rule about to end is shown with its last day
QUOTE = 220  # characters of a clause quoted at most

_STATUS: dict[str, Status] = {
    "rule": "answered", "plain": "answered", "warn": "answered", "unknown": "not_found", "outside": "out_of_scope",
    "refuse": "refused",
}  # fmt: skip


@dataclass(frozen=True)
class Support:
    """What a sentence rests on: a clause of a document, or a field of a service guide (then `item` is set)."""

    document: Document | None
    passage: Passage | None
    item: ServiceItem | None = None
    field: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Said:
    text: str
    support: tuple[Support, ...] = ()


@dataclass(frozen=True)
class Answer:
    status: Status
    sentences: tuple[Said, ...] = ()
    ask: str | None = None
    offer: tuple[str, ...] = ()
    door: str | None = None
    human: bool = False
    about: str | None = None
    kind: Literal["composed", "quoted", "none"] = "composed"


@dataclass(frozen=True)
class Library:
    """What answers are made from."""

    city: City
    corpus: Corpus
    today: date
    place: str
    city_names: tuple[str, ...]  # our own names, which keep a question here ("在合肥")


def answer(command: AskPolicy, library: Library, language: Language, other_city: str | None) -> Answer:
    """The answer to a question. `other_city` is a city named in it that is not ours."""
    stated = fact_date(command.question, library.today)
    if other_city is not None and not _about_here(command.question, library):
        return _elsewhere(other_city, language)
    if command.topic is not None:
        return _topic(library.city.topics[command.topic], command, library, language, stated)
    if command.item is not None:
        return _item(library.city.items[command.item], command, library, language)
    return _searched(command.question, library, language, stated)


def _about_here(question: str, library: Library) -> bool:
    return any(name in question.lower() for name in library.city_names) or bool(
        re.search(r"异地|外地|跨省|跨市|转移|转到|接续|another city|other city|transfer", question, re.IGNORECASE)
    )


def _elsewhere(city: str, language: Language) -> Answer:
    return Answer("out_of_scope", (Said(wording("other_city", language, city=city)),), kind="none")


# Topics


def _topic(topic: Topic, command: AskPolicy, library: Library, language: Language, stated: FactDate | None) -> Answer:
    on = stated.date if stated is not None else library.today
    said = [
        (sentence, support)
        for sentence in topic.sentences
        if (support := _supports(sentence.cites, library.corpus)) is not None
    ]
    current = [(sentence, support) for sentence, support in said if _standing(support, on) == "in_force"]
    sentences = [_said(sentence, support, language) for sentence, support in current]
    if not sentences:
        sentences = _not_in_force(said, on, language)
        status: Status = "not_found"
    else:
        status = _STATUS[topic.kind]
        sentences = [
            *_dated(stated, library.today, language),
            *sentences,
            *_since(current, on, language),
            *_corrections(command.question, said, current, on, language),
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


def _supports(refs: Iterable[str], corpus: Corpus) -> tuple[Support, ...] | None:
    """None when a clause is gone: a deleted document is not answered from."""
    found = []
    for ref in refs:
        try:
            document, passage = corpus.get(ref)
        except RetrievalError:
            return None
        found.append(Support(document, passage, quote=passage.text.strip()))
    return tuple(found)


def _standing(support: Sequence[Support], on: date) -> str:
    """The worst standing of the clauses a sentence rests on; a sentence without clauses always stands."""
    standings = [one.document.standing(on) for one in support if one.document is not None]
    return next((standing for standing in standings if standing != "in_force"), "in_force")


def _said(sentence: Sentence, support: tuple[Support, ...], language: Language) -> Said:
    return Said(sentence.in_(language), support)


def _day(day: date, language: Language) -> str:
    from prompts import render

    return render("{{ day|date }}", {"day": day.isoformat(), "language": language})


def _dated(stated: FactDate | None, today: date, language: Language) -> list[Said]:
    """Which day the answer is for, when the question named one."""
    if stated is None or stated.date == today:
        return []
    return [Said(wording("as_of", language, day=_day(stated.date, language)))]


def _since(current: Sequence[tuple[Sentence, tuple[Support, ...]]], on: date, language: Language) -> list[Said]:
    """Since when the first clause cited applies, until when if it ends soon, and what is unverified about it."""
    first = next((support[0] for _, support in current if support and support[0].document), None)
    if first is None or first.document is None:
        return []
    document = first.document
    told = []
    if document.certainty not in ("DEMO", "U"):
        told.append(Said(wording("since", language, day=_day(document.in_force_from, language)), (first,)))
    last = document.in_force_to
    if last is not None and 0 <= (last - on).days <= EXPIRES_SOON:
        told.append(Said(wording("ends_soon", language, day=_day(last, language)), (first,)))
    return told


def _not_in_force(said: Sequence[tuple[Sentence, tuple[Support, ...]]], on: date, language: Language) -> list[Said]:
    """No sentence holds on that day: tell what had ended before it, or begins after it, never as the rule of the day."""
    told: list[Said] = []
    ended = [(sentence, support) for sentence, support in said if _standing(support, on) == "ended"]
    coming = [(sentence, support) for sentence, support in said if _standing(support, on) == "not_yet"]
    day = _day(on, language)
    if ended:
        sentence, support = max(ended, key=lambda pair: _last_day(pair[1]))
        told.append(Said(wording("ended", language, day=day, last=_day(_last_day(support), language)), support[:1]))
        told.append(Said(wording("history", language, text=sentence.in_(language)), support))
    elif coming:
        sentence, support = min(coming, key=lambda pair: _first_day(pair[1]))
        told.append(Said(wording("not_yet", language, day=day, first=_day(_first_day(support), language)), support[:1]))
    return told


def _last_day(support: Sequence[Support]) -> date:
    return min(
        (one.document.in_force_to for one in support if one.document and one.document.in_force_to), default=date.max
    )


def _first_day(support: Sequence[Support]) -> date:
    return max((one.document.in_force_from for one in support if one.document), default=date.min)


def _corrections(
    question: str,
    said: Sequence[tuple[Sentence, tuple[Support, ...]]],
    current: Sequence[tuple[Sentence, tuple[Support, ...]]],
    on: date,
    language: Language,
) -> list[Said]:
    """The citizen quoted a figure of another version: say kindly whose it was."""
    values, _ = quantities(question)
    named = {value for value in values if value > 1}
    now = set().union(*(quantities(sentence.zh)[0] for sentence, _ in current)) if current else set()
    told = []
    for sentence, support in said:
        if (sentence, support) in current or not support or not (named & quantities(sentence.zh)[0] - now):
            continue
        first, last = _first_day(support), _last_day(support)
        until = _day(last, language) if last != date.max else ""
        key = "old_figure" if _standing(support, on) == "ended" else "coming_figure"
        told.append(
            Said(wording(key, language, text=sentence.in_(language), first=_day(first, language), last=until), support)
        )
    return told[:1]


# Items


def _field(item: ServiceItem, field: str, text: str) -> Support:
    return Support(None, None, item, field, text)


def _item(item: ServiceItem, command: AskPolicy, library: Library, language: Language) -> Answer:
    sentences: list[Said] = []
    match command.aspect:
        case "materials":
            sentences = _materials(item, language)
        case "time_limit":
            sentences = _limit(item, library, language)
        case "fee":
            sentences = _fee(item, library, language)
        case "where":
            sentences = _where(item, language)
        case "conditions":
            sentences = _conditions(item, library, language)
        case "overview":
            sentences = []
    if command.aspect == "overview":
        sentences = _overview(item, library, language)
    elif not sentences:
        missing = Said(wording(f"item_no_{command.aspect}", language, item=item.name.in_(language)))
        sentences = [missing, *_overview(item, library, language)[:1]]
    if item.mark == "DEMO":
        sentences.append(Said(wording("demo_item", language)))
    offer = () if item.kind == "guide" else (item.code,)
    return Answer("answered", tuple(gated(sentences)), None, offer, item.contact, about=item.code)


def _basis(refs: Iterable[str | None], library: Library) -> tuple[Support, ...]:
    return _supports([ref for ref in refs if ref], library.corpus) or ()


def _in_force(support: Iterable[Support], library: Library) -> tuple[Support, ...]:
    return tuple(one for one in support if one.document and one.document.standing(library.today) == "in_force")


def _overview(item: ServiceItem, library: Library, language: Language) -> list[Said]:
    summary = item.summary.in_(language)
    basis = _in_force(_basis(item.basis, library), library)
    sentences = [Said(summary, (_field(item, "summary", summary), *basis[:2]))]
    if item.materials:
        sentences += _materials(item, language)
    return sentences + _limit(item, library, language) + _fee(item, library, language) + _where(item, language)


def _materials(item: ServiceItem, language: Language) -> list[Said]:
    if not item.materials:
        return []
    comma = "、" if language == "zh" else ", "

    def names(source: str, needed: tuple[str, ...]) -> str:
        chosen = [one for one in item.materials if one.source == source and one.needed in needed]
        return comma.join(
            f"{one.name.in_(language)}（{one.when.in_(language)}）" if one.when and language == "zh"
            else f"{one.name.en} ({one.when.en})" if one.when else one.name.in_(language)
            for one in chosen
        )  # fmt: skip

    said = []
    for key, text in (
        ("materials_bring", names("applicant", ("required",))),
        ("materials_optional", names("applicant", ("optional", "later"))),
        ("materials_shared", names("shared", ("required", "optional", "later"))),
    ):
        if text:
            sentence = wording(key, language, names=text)
            said.append(Said(sentence, (_field(item, "materials", sentence),)))
    return said


def _limit(item: ServiceItem, library: Library, language: Language) -> list[Said]:
    if item.time_limit is None:
        return []
    text = item.time_limit.text.in_(language)
    return [
        Said(text, (_field(item, "time_limit", text), *_in_force(_basis([item.time_limit.basis], library), library)))
    ]


def _fee(item: ServiceItem, library: Library, language: Language) -> list[Said]:
    if item.fee is None:
        return []
    text = item.fee.text.in_(language)
    return [Said(text, (_field(item, "fee", text), *_in_force(_basis([item.fee.basis], library), library)))]


def _where(item: ServiceItem, language: Language) -> list[Said]:
    if item.where is None:
        return []
    text = item.where.in_(language)
    return [Said(text, (_field(item, "where", text),))]


def _conditions(item: ServiceItem, library: Library, language: Language) -> list[Said]:
    said = []
    if item.accept_condition is not None:
        text = item.accept_condition.in_(language)
        basis = _in_force(_basis(item.basis, library), library)
        said.append(Said(text, (_field(item, "accept_condition", text), *basis[:2])))
    for rule in item.eligible:
        text = rule.otherwise.in_(language)
        if "{" not in text:
            sentence = wording("rule_otherwise", language, text=text)
            said.append(
                Said(sentence, (_field(item, "eligible", text), *_in_force(_basis([rule.basis], library), library)))
            )
    return said[:6]


# Search


def searched(question: str, library: Library) -> tuple[list[Hit], date]:
    """Clauses in force on the day the question is about, best first, and that day. A search that is down finds nothing."""
    stated = fact_date(question, library.today)
    on = stated.date if stated is not None else library.today
    try:
        return library.corpus.search(question, on=on, place=library.place, k=5), on
    except RetrievalError:
        return [], on


def _searched(question: str, library: Library, language: Language, stated: FactDate | None) -> Answer:
    hits, on = searched(question, library)
    good = [hit for hit in hits if hit.coverage >= ENOUGH_COVERAGE and hit.similarity >= ENOUGH_SIMILARITY]
    if not good:
        return Answer("not_found", kind="none")
    sentences = [_quoted(question, hit) for hit in _close(good)]
    if language == "en":
        sentences = [Said(wording("quoted_in_chinese", language)), *sentences]
    current = [(Sentence(zh=one.text, en=one.text), one.support) for one in sentences if one.support]
    return Answer(
        "answered",
        tuple(gated([*_dated(stated, library.today, language), *sentences, *_since(current, on, language)])),
        kind="quoted",
    )


def _close(hits: Sequence[Hit]) -> list[Hit]:
    """The best clause, and the next one when it says nearly as much."""
    best = hits[0]
    return [
        best,
        *(
            hit
            for hit in hits[1:2]
            if hit.coverage >= best.coverage - 0.05 and hit.similarity >= best.similarity - 0.05
        ),
    ]


def _quoted(question: str, hit: Hit) -> Said:
    """The clause's own words: whole when short, else its sentences that share most with the question."""
    text = re.sub(r"\s+", " ", hit.passage.text.strip())
    support = (Support(hit.document, hit.passage, quote=hit.passage.text.strip()),)
    if len(text) <= QUOTE:
        return Said(text, support)
    pieces = [piece for piece in re.split(r"(?<=[。；;.!?！？])", text) if piece.strip()]
    asked = {question[i : i + 2] for i in range(len(question) - 1)}
    ranked = sorted(range(len(pieces)), key=lambda i: -sum(pair in pieces[i] for pair in asked))
    chosen: list[int] = []
    for index in ranked:
        if sum(len(pieces[i]) for i in chosen) + len(pieces[index]) <= QUOTE or not chosen:
            chosen.append(index)
    return Said("".join(pieces[i] for i in sorted(chosen)).strip(), support)


def gated(sentences: Iterable[Said]) -> list[Said]:
    """Drops every sentence whose numbers or dates its clauses do not hold. Sentences without clauses state no rule."""
    kept = []
    for sentence in sentences:
        evidence = [_evidence(one) for one in sentence.support]
        if not evidence or not unsupported(sentence.text, evidence):
            kept.append(sentence)
    return kept


def _evidence(support: Support) -> str:
    if support.document is None or support.passage is None:
        return support.quote
    document = support.document
    dates = " ".join(str(day) for day in (document.published, document.in_force_from, document.in_force_to) if day)
    return f"{document.title} {document.number or ''} {dates}\n{support.passage.label}\n{support.passage.text}"
