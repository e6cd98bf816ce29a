"""openapi.json tells what the server does: generated requests against every route, answers checked against it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from tests.server.conftest import Running


@pytest.fixture(scope="session")
def described(running: Running) -> Any:
    return schemathesis.openapi.from_url(f"{running.url}/openapi.json")


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_route_answers_as_described(case: Any) -> None:
    case.call_and_validate(timeout=30)


def test_the_contract_is_complete(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    wanted = {
        "/v1/conversations": {"post"}, "/v1/conversations/{conversation_id}": {"get"},
        "/v1/conversations/{conversation_id}/turns": {"post"}, "/v1/items": {"get"}, "/v1/items/{code}": {"get"},
        "/v1/search": {"get"}, "/v1/documents/{document}": {"get"}, "/v1/cases/{number}": {"get"},
        "/v1/sign-in": {"get", "post"}, "/healthz": {"get"}, "/readyz": {"get"}, "/metrics": {"get"},
    }  # fmt: skip
    assert {path: set(methods) for path, methods in paths.items()} == wanted
