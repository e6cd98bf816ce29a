"""Conversations and one's own cases: POST to open and to speak, GET to read again what was said and submitted."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from assistant.items import Text
from assistant.reply import Reply
from assistant.turn import load_own, open_conversation, take_turn
from server.answers import problem_for
from server.documented import SIGN_IN_OPTIONAL, problems, streamed
from server.problems import ProblemError
from server.serving import Person, Served, Serving
from server.shapes import ConversationShown, Opened, OpenRequest, SubmittedCase, TurnRequest, TurnShown
from server.text import cleaned
from server.turns import Piece

router = APIRouter(prefix="/v1", tags=["conversations"])
_PING_SECONDS = 15


@router.post(
    "/conversations",
    status_code=201,
    openapi_extra=SIGN_IN_OPTIONAL,
    responses=problems("token_invalid", "invalid_request", "body_too_large"),
)
async def post_conversation(served: Served, person: Person, body: OpenRequest | None = None) -> Opened:
    """Opens a conversation. Its id is the only key to an anonymous one: keep it as you would a letter."""
    wanted = body or OpenRequest()
    reply = await open_conversation(served.assistant, channel=wanted.channel, language=wanted.language, person=person)
    return Opened(id=reply.conversation, language=reply.language, parts=reply.parts)


@router.post(
    "/conversations/{conversation_id}/turns",
    response_model=Reply,
    openapi_extra=SIGN_IN_OPTIONAL,
    responses={
        **streamed("The whole reply as JSON or, with Accept: text/event-stream, `part` events and one `done`."),
        **problems(
            "token_invalid", "not_yours", "conversation_not_found", "conversation_busy", "text_empty", "body_too_large"
        ),
    },
)
async def post_turn(
    served: Served, person: Person, request: Request, conversation_id: str, body: TurnRequest
) -> Response:
    """One thing said, and the whole answer to it."""
    text = cleaned(body.text)
    began = time.perf_counter()
    pieces = served.turns.run(take_turn(served.assistant, conversation_id, text, person=person))
    # The first piece is awaited here, so that what goes wrong at once is an ordinary problem document.
    first = await anext(pieces)
    if "text/event-stream" in request.headers.get("accept", ""):
        return EventSourceResponse(_events(request, served, first, pieces, began), ping=_PING_SECONDS)
    last = first
    async for piece in pieces:
        last = piece
    assert isinstance(last, Reply)
    _count(served, last, began)
    return Response(last.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})


async def _events(
    request: Request, served: Serving, first: Piece, rest: AsyncIterator[Piece], began: float
) -> AsyncIterator[ServerSentEvent]:
    yield _event(first)
    try:
        async for piece in rest:
            if isinstance(piece, Reply):
                _count(served, piece, began)
            yield _event(piece)
    except Exception as error:
        document = (await problem_for(request, error))[0]
        yield ServerSentEvent(document.model_dump_json(exclude_none=True), event="problem")


def _event(piece: Piece) -> ServerSentEvent:
    return ServerSentEvent(piece.model_dump_json(), event="done" if isinstance(piece, Reply) else "part")


def _count(served: Serving, reply: Reply, began: float) -> None:
    served.metrics.turns.labels(reply.status, reply.language).inc()
    served.metrics.turn_seconds.observe(time.perf_counter() - began)


@router.get(
    "/conversations/{conversation_id}",
    openapi_extra=SIGN_IN_OPTIONAL,
    responses=problems("sign_in_needed", "not_yours", "conversation_not_found"),
)
async def get_conversation(served: Served, person: Person, conversation_id: str) -> ConversationShown:
    """The transcript: to its person only, or for an anonymous conversation to whoever holds its id."""
    conversation = await load_own(served.assistant, conversation_id, person)
    said = await served.assistant.store.transcript(conversation_id)
    turns = [TurnShown(turn=turn.turn, utterance=turn.said, at=turn.at, reply=turn.reply) for turn in said]
    opening = [turn for turn in turns if turn.turn == 0]
    return ConversationShown(
        id=conversation.id, language=conversation.language, channel=conversation.channel,
        parts=opening[0].reply.parts if opening else (), turns=tuple(turn for turn in turns if turn.turn > 0),
    )  # fmt: skip


@router.get("/cases/{number}", responses=problems("sign_in_needed", "case_not_found"))
async def get_case(served: Served, person: Person, number: str) -> SubmittedCase:
    """One's own case, by case number or receipt number. Somebody else's reads exactly like one that does not exist."""
    if person is None:
        raise ProblemError("sign_in_needed")
    found = await served.assistant.store.case(number)
    if found is None or found.person != person:
        raise ProblemError("case_not_found")
    item = served.assistant.items.get(found.item)
    return SubmittedCase(
        number=found.number, receipt=found.receipt, item=found.item,
        name=item.name if item else Text(zh=found.item, en=found.item), state=found.state, at=found.at,
    )  # fmt: skip
