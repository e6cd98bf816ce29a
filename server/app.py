"""Puts the server together: routes, answers to errors, the edge, the pages. The only place that knows all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from starlette.routing import Route

from assistant.build import Assistant, open_assistant
from assistant.settings import Settings
from server import catalogue_routes, conversations, health, sign_in
from server.answers import add_answers
from server.auth import tokens_from
from server.documented import with_problem_schema
from server.edge import Edge
from server.metrics import Metrics
from server.pages import load_pages, serve_page
from server.serving import Serving
from server.turns import Turns

LONGEST_FAREWELL = 30.0


def create_app(settings: Settings, assistant: Assistant | None = None) -> FastAPI:
    """The application. Without an `assistant` given, it opens one at start and closes it at the end."""
    metrics = Metrics()
    lifespan = _lifespan(settings, metrics, assistant)
    app = FastAPI(title="Shuoban", version="0.1.0", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.pages = load_pages()
    for module in (conversations, catalogue_routes, sign_in, health):
        app.include_router(module.router)
    app.router.routes += [Route(address, serve_page, methods=["GET", "HEAD"]) for address in app.state.pages]
    add_answers(app)
    _describe(app)
    app.add_middleware(Edge, metrics=metrics, rate=settings.rate_limit, secure=settings.environment == "production")
    return app


def _lifespan(
    settings: Settings, metrics: Metrics, given: Assistant | None
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def serve(app: FastAPI, assistant: Assistant) -> AsyncIterator[None]:
        turns = Turns()
        app.state.serving = Serving(assistant, settings, tokens_from(settings), metrics, turns)
        yield
        await turns.finish(LONGEST_FAREWELL)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if given is not None:
            async with serve(app, given):
                yield
        else:
            async with open_assistant(settings) as assistant, serve(app, assistant):
                yield

    return lifespan


def _describe(app: FastAPI) -> None:
    """openapi.json tells of problem documents instead of the framework's own validation errors."""
    original = app.openapi

    def openapi() -> dict[str, object]:
        return with_problem_schema(original())

    app.openapi = openapi  # type: ignore[method-assign]
