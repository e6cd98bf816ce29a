"""Declaring operations: what is read from a signature, what is refused, what reaches a system."""

import httpx
import pytest
from typing_extensions import TypedDict

from tests.tools import toy
from tools.adapter import operation, operation_signature, reads, result_fields, writes
from tools.errors import BadCall, UnknownOperation


def test_a_signature_is_told_in_plain_words() -> None:
    arguments = operation_signature("toy.between")
    assert list(arguments) == ["from", "count", "kind"]
    assert [arguments[name].type for name in arguments] == ["date", "integer", "choice"]
    assert arguments["kind"].choices == ("big", "small")
    assert operation_signature("toy.thing")["person"].required
    assert not operation_signature("toy.thing")["size"].required
    assert operation_signature("toy.thing")["size"].nullable


def test_the_key_and_the_number_are_not_for_items() -> None:
    assert list(operation_signature("toy.make")) == ["person"]
    assert list(result_fields("toy.make")) == ["due_on"]
    assert result_fields("toy.make")["due_on"].nullable


def test_an_unknown_operation_names_the_nearest() -> None:
    with pytest.raises(UnknownOperation, match=r"did you mean toy\.thing\?"):
        operation("toy.think")


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({}, "person: missing"),
        ({"person": "p01", "colour": "red"}, "colour: extra_forbidden"),
        ({"person": "  "}, "person: "),
        ({"person": "../by-key/x"}, "person: string_pattern_mismatch"),
        ({"person": "p01", "size": float("nan")}, "size: finite_number"),
    ],
)
def test_wrong_arguments_are_named_and_their_values_are_not(arguments: dict[str, str | float], fault: str) -> None:
    with pytest.raises(BadCall, match=fault) as caught:
        operation("toy.thing").check(arguments)
    assert "by-key" not in str(caught.value)


def test_numbers_of_rules_are_doubles_and_become_whole_where_whole_is_needed() -> None:
    checked = operation("toy.between").check({"from": "2026-11-23", "count": 12.0, "kind": "big"})
    assert checked == {"from_": "2026-11-23", "count": 12, "kind": "big"}
    assert isinstance(checked["count"], int)
    with pytest.raises(BadCall, match="count: int_from_float"):
        operation("toy.between").check({"from": "2026-11-23", "count": 1.5, "kind": "big"})


class Plain(TypedDict):
    name: str


def test_declarations_that_cannot_work_are_refused_at_import() -> None:
    async def keyless(client: httpx.AsyncClient, *, person: str) -> toy.Made: ...  # type: ignore[empty-body]

    async def positional(client: httpx.AsyncClient, person: str) -> Plain: ...  # type: ignore[empty-body]

    async def numberless(client: httpx.AsyncClient, *, key: str) -> Plain: ...  # type: ignore[empty-body]

    with pytest.raises(TypeError, match="a write takes `key`"):
        writes("toy.keyless", receipt=dict)(keyless)
    with pytest.raises(TypeError, match="every argument by keyword"):
        reads("toy.positional")(positional)
    with pytest.raises(TypeError, match="a field `number`"):
        writes("toy.numberless", receipt=dict)(numberless)
    with pytest.raises(TypeError, match=r"declared in tests\.tools\.toy and again"):
        reads("toy.thing")(keyless)
