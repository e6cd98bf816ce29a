"""Every exception that can reach the edge of a route, as a problem document in the reader's language.

The reader's language is the request's; where the request names none, the conversation's; else Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from assistant.errors import AssistantError, ConversationNotFound
from prompts import Language
from retrieval.errors import IndexMissing, RetrievalError, SearchUnavailable, UnknownReference
from server.problems import Problem, ProblemError, catalogue, fault, preferred, problem, respond
from server.serving import Serving

log = structlog.get_logger("server")

_HTTP = {404: "not_found", 413: "body_too_large", 429: "rate_limited"}


async def problem_for(request: Request, error: Exception) -> tuple[Problem, Language, Mapping[str, str] | None]:
    """The document, its language, and headers that go with it."""
    language = await _language(request)
    request_id = str(getattr(request.state, "request_id", ""))
    code, headers = _meaning(request, error)
    wrong = error.errors() if isinstance(error, RequestValidationError) and code == "invalid_request" else []
    errors = [fault(one["loc"], one["type"], one.get("ctx", {}), language) for one in wrong]
    if code == "internal_error":
        log.error("failed", request_id=request_id, exc_info=error)
    return problem(code, language, request_id, errors), language, headers


def _meaning(request: Request, error: Exception) -> tuple[str, Mapping[str, str] | None]:
    match error:
        case ProblemError():
            return error.code, error.headers
        case RequestValidationError():
            not_json = any(one["type"] == "json_invalid" for one in error.errors())
            return "body_not_json" if not_json else "invalid_request", None
        case HTTPException(status_code=405):
            return "method_not_allowed", _allowed(request, error)
        case HTTPException():
            return _HTTP.get(error.status_code, "invalid_request"), error.headers
        case UnknownReference():
            return "document_not_found", None
        case SearchUnavailable() | IndexMissing():
            return "search_unavailable", None
        case AssistantError() if error.code == "not_yours" and request.headers.get("authorization") is None:
            return "sign_in_needed", None
        case AssistantError() if error.code in catalogue():
            return error.code, None
        case _:
            return "internal_error", None


def _allowed(request: Request, error: HTTPException) -> Mapping[str, str] | None:
    """Allow with the methods of every route at this address; the framework names those of the first only."""
    described = request.app.openapi()["paths"].get(getattr(request.scope.get("route"), "path", ""))
    return {"Allow": ", ".join(sorted(method.upper() for method in described))} if described else error.headers


async def _language(request: Request) -> Language:
    wanted = preferred(request.headers.get("accept-language"))
    conversation_id = request.path_params.get("conversation_id")
    if wanted is not None or conversation_id is None:
        return wanted or "zh"
    served: Serving = request.app.state.serving
    try:
        return (await served.assistant.store.load(conversation_id)).language
    except ConversationNotFound:
        return "zh"


async def _answer(request: Request, error: Exception) -> Response:
    document, language, headers = await problem_for(request, error)
    return respond(document, language, headers)


def add_answers(app: FastAPI) -> None:
    """Registers the answer for each tree of exceptions; what is in none of them is caught by the edge."""
    for kind in (ProblemError, RequestValidationError, HTTPException, AssistantError, RetrievalError):
        app.add_exception_handler(kind, _answer)
