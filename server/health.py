"""/healthz, /readyz and /metrics, for whoever keeps the service running."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from assistant.errors import ConversationNotFound
from server.documented import problems
from server.problems import ProblemError
from server.serving import Served
from server.shapes import Alive, Ready

NO_CONVERSATION = "-"

router = APIRouter(tags=["operation"])


@router.get("/healthz")
async def get_health() -> Alive:
    """The process answers."""
    return Alive()


@router.get("/readyz", responses=problems("not_ready"))
async def get_ready(served: Served) -> Ready:
    """City and corpus are open, and the database answers."""
    try:
        await served.assistant.store.load(NO_CONVERSATION)
    except ConversationNotFound:
        pass
    except Exception as error:
        raise ProblemError("not_ready") from error
    corpus = served.assistant.corpus
    return Ready(items=len(served.assistant.items), documents=len(corpus.documents), corpus=corpus.version)


_TEXT: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}


@router.get("/metrics", response_class=Response, responses=_TEXT)
async def get_metrics(served: Served) -> Response:
    """Counts and times in the Prometheus text format."""
    return Response(served.metrics.text(), headers={"Content-Type": served.metrics.content_type})
