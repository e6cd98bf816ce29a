"""What a sentence of an answer rests on, and the gate it passes: the values answering works with.

Knows documents, clauses and guides; not how a question found them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.city import City
from assistant.items import ServiceItem
from assistant.reply import Status
from assistant.support import unsupported
from prompts import Language, render
from retrieval.errors import RetrievalError
from retrieval.passage import Document, Passage
from retrieval.search import Corpus


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


def supports(refs: Iterable[str], corpus: Corpus) -> tuple[Support, ...] | None:
    """None when a clause is gone: a deleted document is not answered from."""
    found = []
    for ref in refs:
        try:
            document, passage = corpus.get(ref)
        except RetrievalError:
            return None
        found.append(Support(document, passage, quote=passage.text.strip()))
    return tuple(found)


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
    return clause_evidence(support.document, support.passage)


def clause_evidence(document: Document, passage: Passage) -> str:
    """What a clause can support: its text and its document's dates. Not its own number: 第三条 supports no "3"."""
    dates = " ".join(str(day) for day in (document.published, document.in_force_from, document.in_force_to) if day)
    return f"{dates}\n{passage.text}"


def day_text(day: date, language: Language) -> str:
    return render("{{ day|date }}", {"day": day.isoformat(), "language": language})
