"""openapi.json tells what the server does: generated requests against every route, answers checked against it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import given, settings

from tests.server.conftest import Running

CONTRACT = {
    "/v1/conversations": {"post"}, "/v1/conversations/{conversation_id}": {"get"},
    "/v1/conversations/{conversation_id}/turns": {"post"}, "/v1/items": {"get"}, "/v1/items/{code}": {"get"},
    "/v1/search": {"get"}, "/v1/documents/{document}": {"get"}, "/v1/cases/{number}": {"get"},
    "/v1/sign-in": {"get", "post"}, "/healthz": {"get"}, "/readyz": {"get"}, "/metrics": {"get"},
}  # fmt: skip
ROUTES = [(path, method) for path, methods in CONTRACT.items() for method in sorted(methods)]


@pytest.fixture(scope="module")
def described(running: Running) -> Any:
    return schemathesis.openapi.from_url(f"{running.url}/openapi.json")


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_every_route_answers_as_described(described: Any, path: str, method: str) -> None:
    @given(case=described[path][method].as_strategy())
    @settings(max_examples=15, deadline=None, derandomize=True, database=None)
    def answers(case: Any) -> None:
        case.call_and_validate(timeout=30)

    answers()


def test_the_contract_is_complete(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {path: set(methods) for path, methods in paths.items()} == CONTRACT
