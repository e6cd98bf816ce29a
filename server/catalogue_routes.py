"""GET /v1/items, /v1/search, /v1/documents: public, the same for everybody."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool

from server.catalogue import find_document, find_items, shown_document, shown_hit, shown_item, summary_of
from server.documented import problems
from server.problems import ProblemError
from server.serving import Served
from server.shapes import DocumentShown, ItemShown, ItemsShown, SearchShown

router = APIRouter(prefix="/v1", tags=["catalogue"])


@router.get("/items", responses=problems("invalid_request"))
async def get_items(
    served: Served,
    q: Annotated[str | None, Query(max_length=200, description="Words to look for")] = None,
    handling: Annotated[str | None, Query(max_length=20, description="verbal, intelligent, kiosk, …")] = None,
) -> ItemsShown:
    """Every service item, or those found with `q` and `handling`, the best first."""
    found = find_items(served.assistant.items.values(), q, handling)
    return ItemsShown(items=tuple(summary_of(item) for item in found), count=len(found))


@router.get("/items/{code}", responses=problems("item_not_found"))
async def get_item(served: Served, code: str) -> ItemShown:
    """One item with conditions, materials, time limit and the clauses it rests on."""
    item = served.assistant.items.get(code)
    if item is None:
        raise ProblemError("item_not_found")
    return shown_item(item, served.assistant.corpus)


@router.get("/search", responses=problems("invalid_request", "search_unavailable"))
async def get_search(
    served: Served,
    q: Annotated[str, Query(min_length=1, max_length=400, description="The question")],
    on: Annotated[date | None, Query(description="The day that matters; today when left out")] = None,
    k: Annotated[int, Query(ge=1, le=50, description="How many clauses at most")] = 10,
    place: Annotated[str, Query(pattern=r"^\d{6}$", description="Region code")] = "340100",
) -> SearchShown:
    """Clauses in force on the day, the best first."""
    day = on or served.assistant.today()
    hits = await run_in_threadpool(served.assistant.corpus.search, q, on=day, place=place, k=k)
    return SearchShown(query=q, on=day, passages=tuple(shown_hit(hit) for hit in hits))


@router.get("/documents/{document}", responses=problems("document_not_found", "invalid_request"))
async def get_document(
    served: Served,
    document: str,
    on: Annotated[date | None, Query(description="The day its standing is told for; today when left out")] = None,
) -> DocumentShown:
    """A document with all its clauses, its validity and what replaced it. A series id gives the version of that day."""
    corpus, day = served.assistant.corpus, on or served.assistant.today()
    return shown_document(find_document(corpus, document, day), corpus, day)
