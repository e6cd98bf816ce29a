"""A question no topic covers: the clauses found by search, quoted in their own words, or nothing.

Knows the corpus; a quoted sentence is the clause's own, so it passes the gate by being it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.fact_date import FactDate, fact_date
from assistant.sources import Answer, Library, Said, Support, gated
from assistant.validity import dated, since
from prompts import Language, wording
from retrieval.errors import RetrievalError
from retrieval.passage import Hit

ENOUGH_COVERAGE = 0.55  # share of the question's weighted words a quoted clause must hold …
ENOUGH_SIMILARITY = 0.50  # … and how close its vector must be
QUOTE = 220  # characters of a clause quoted at most


def searched(question: str, library: Library) -> tuple[list[Hit], date]:
    """Clauses in force on the day the question is about, best first; and that day. A search that is down finds none."""
    stated = fact_date(question, library.today)
    on = stated.date if stated is not None else library.today
    try:
        return library.corpus.search(question, on=on, place=library.place, k=5), on
    except RetrievalError:
        return [], on


def quoted(question: str, library: Library, language: Language, stated: FactDate | None) -> Answer:
    hits, on = searched(question, library)
    good = [hit for hit in hits if hit.coverage >= ENOUGH_COVERAGE and hit.similarity >= ENOUGH_SIMILARITY]
    if not good:
        return Answer("not_found", kind="none")
    sentences = [_quote(question, hit) for hit in _close(good)]
    if language == "en":
        sentences = [Said(wording("quoted_in_chinese", language)), *sentences]
    return Answer(
        "answered",
        tuple(gated([*dated(stated, library.today, language), *sentences, *since(_first(sentences), on, language)])),
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


def _quote(question: str, hit: Hit) -> Said:
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


def _first(sentences: Sequence[Said]) -> Support | None:
    return next((said.support[0] for said in sentences if said.support), None)
