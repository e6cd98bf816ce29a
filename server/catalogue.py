"""Items and documents as the interface shows them. Pure: values in, values out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

from assistant.items import ServiceItem, Text
from retrieval.errors import UnknownReference
from retrieval.passage import Document, Hit
from retrieval.search import Corpus
from server.shapes import (
    ChoiceOffered,
    ClauseShown,
    ConditionShown,
    DocumentShown,
    ItemShown,
    ItemSummary,
    OtherVersion,
    PassageShown,
    Reference,
    SlotShown,
)

# Share of the words' letter pairs that must be found in a name or phrase for an item to count as found.
_ENOUGH = 0.5


def summary_of(item: ServiceItem) -> ItemSummary:
    return ItemSummary.model_validate(_head(item))


def shown_item(item: ServiceItem, corpus: Corpus) -> ItemShown:
    slots = tuple(
        SlotShown(
            name=slot.name,
            type=slot.type,
            label=slot.label,
            ask=slot.ask,
            help=slot.help,
            optional=slot.optional,
            choices=tuple(ChoiceOffered(value=choice.value, label=choice.label) for choice in slot.choices),
        )
        for slot in item.slots
    )
    conditions = tuple(
        ConditionShown(otherwise=rule.otherwise, correct=rule.correct, basis=rule.basis) for rule in item.eligible
    )
    return ItemShown(
        **_head(item),
        version=item.version, basis=tuple(reference(ref, corpus) for ref in item.basis), time_limit=item.time_limit,
        fee=item.fee, where=item.where, contact=item.contact, accept_condition=item.accept_condition,
        materials=item.materials, slots=slots, conditions=conditions,
    )  # fmt: skip


def _head(item: ServiceItem) -> dict[str, Any]:
    say = Text(zh=next(iter(item.asked_as.zh), item.name.zh), en=next(iter(item.asked_as.en), item.name.en))
    return {
        "code": item.code, "name": item.name, "area": item.area, "department": item.department, "kind": item.kind,
        "handling": item.handling, "sign_in": item.sign_in, "summary": item.summary, "say": say, "mark": item.mark,
    }  # fmt: skip


def find_items(items: Iterable[ServiceItem], words: str | None, handling: str | None) -> list[ServiceItem]:
    """Items handled in that way and, when words are given, named or asked for in such words, the best first."""
    chosen = [item for item in items if handling is None or handling in item.handling]
    if words is None or not words.strip():
        return chosen
    scored = [(_likeness(words, item), item) for item in chosen]
    return [item for score, item in sorted(scored, key=lambda pair: -pair[0]) if score >= _ENOUGH]


def _likeness(words: str, item: ServiceItem) -> float:
    wanted = words.strip().lower()
    names = [item.code, item.name.zh, item.name.en, *item.asked_as.all()]
    texts = [name.lower() for name in (*names, item.summary.zh, item.summary.en)]
    if any(wanted in text for text in texts):
        return 2.0
    pairs = _pairs(wanted)
    return max((len(pairs & _pairs(text)) / len(pairs) for text in texts), default=0.0) if pairs else 0.0


def _pairs(text: str) -> frozenset[str]:
    letters = [char for char in text if char.isalnum()]
    return frozenset(a + b for a, b in itertools.pairwise(letters))


def reference(ref: str, corpus: Corpus) -> Reference:
    """`document#clause` with its title and validity. Raises UnknownReference."""
    document, passage = corpus.get(ref)
    return Reference(
        document=document.id, clause=passage.clause, title=document.title, label=passage.label,
        in_force_from=document.in_force_from, in_force_to=document.in_force_to,
    )  # fmt: skip


def version_of(document: Document) -> str:
    """As sources of answers name it: since when, and what the text was."""
    return f"{document.in_force_from.isoformat()}-{document.hash[:8]}"


def shown_hit(hit: Hit) -> PassageShown:
    document, passage = hit.document, hit.passage
    return PassageShown(
        document=document.id, version=version_of(document), series=document.series, title=document.title,
        clause=passage.clause, label=passage.label, headings=passage.headings, in_force_from=document.in_force_from,
        in_force_to=document.in_force_to, standing=hit.standing, text=passage.text, score=round(hit.score, 6),
        similarity=round(hit.similarity, 6), coverage=round(hit.coverage, 6), url=document.url,
    )  # fmt: skip


def find_document(corpus: Corpus, name: str, on: date) -> Document:
    """By its own id, or by the id of its series: then the version in force on that day, else the newest.

    Raises UnknownReference.
    """
    try:
        return corpus.registry.get(name)
    except UnknownReference:
        versions = corpus.registry.series(name)
        if not versions:
            raise
        return corpus.registry.current(name, on) or versions[-1]


def shown_document(document: Document, corpus: Corpus, on: date) -> DocumentShown:
    follower = corpus.registry.replaced_by(document.id)
    return DocumentShown(
        id=document.id, version=version_of(document), series=document.series, title=document.title,
        issuer=document.issuer, number=document.number, place=document.place, topic=document.topic,
        published=document.published, in_force_from=document.in_force_from, in_force_to=document.in_force_to,
        standing=document.standing(on), in_force=document.standing(on) == "in_force",
        replaces=tuple(_other(corpus.registry.get(old)) for old in document.replaces),
        replaced_by=(_other(follower),) if follower else (), url=document.url, certainty=document.certainty,
        note=Text(zh=document.note.zh, en=document.note.en) if document.note else None,
        clauses=tuple(
            ClauseShown(id=passage.clause, label=passage.label, headings=passage.headings, text=passage.text)
            for passage in corpus.passages if passage.document == document.id
        ),
    )  # fmt: skip


def _other(document: Document) -> OtherVersion:
    return OtherVersion(
        id=document.id, title=document.title, in_force_from=document.in_force_from, in_force_to=document.in_force_to
    )
