"""Problem documents as openapi.json describes them."""

from __future__ import annotations

from typing import Any

from server.problems import MEDIA_TYPE, Problem, catalogue

# For `openapi_extra`: the sign-in of this route may be left out.
SIGN_IN_OPTIONAL: dict[str, Any] = {"security": [{}]}

# Every route can answer these.
_ALWAYS = ("rate_limited", "internal_error")


def problems(*codes: str) -> dict[int | str, dict[str, object]]:
    """The `responses` of a route that can fail with these codes."""
    by_status: dict[int, list[str]] = {}
    for code in (*codes, *_ALWAYS):
        by_status.setdefault(catalogue()[code].status, []).append(code)
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": " · ".join(names), "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, names in sorted(by_status.items())
    }


def with_problem_schema(document: dict[str, object]) -> dict[str, object]:
    """Adds the Problem schema and drops the framework's own description of validation errors, which we never send."""
    components = document.setdefault("components", {})
    assert isinstance(components, dict)
    schemas = components.setdefault("schemas", {})
    definition = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(definition.pop("$defs", {}))
    schemas["Problem"] = definition
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    return document


def streamed(description: str) -> dict[int | str, dict[str, object]]:
    """The 200 of a route that also answers as server-sent events; the JSON schema is the route's own."""
    return {200: {"description": description, "content": {"text/event-stream": {"schema": {"type": "string"}}}}}
