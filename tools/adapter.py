"""How a government system's operations are declared: `@reads` and `@writes`, and the values they end in.

An adapter module declares; the gateway calls. Nothing here sends anything.
"""

import difflib
import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar, get_type_hints

import pydantic
from pydantic import ConfigDict, create_model

from tools.errors import BadCall, UnknownOperation
from tools.shapes import Field as Field
from tools.shapes import JsonValue as JsonValue
from tools.shapes import describe, describe_record

Kind = Literal["read", "write"]
Adapted = TypeVar("Adapted", bound=Callable[..., Awaitable[Mapping[str, object]]])

# Blank text is refused rather than sent: a system would store it as if the citizen had said nothing.
_ARGUMENTS = ConfigDict(extra="forbid", str_strip_whitespace=True, str_min_length=1, allow_inf_nan=False)


@dataclass(frozen=True)
class Record:
    """What a read found: `fields` in the words of the operation, money in yuan, dates as ISO text."""

    operation: str
    fields: Mapping[str, JsonValue]
    at: datetime


@dataclass(frozen=True)
class Receipt:
    """Proof that a write was done: the system's `number`, and what else it said."""

    operation: str
    number: str
    at: datetime
    fields: Mapping[str, JsonValue]


@dataclass(frozen=True)
class Operation:
    """One thing a system can be asked. `timeout` is seconds for one try. A write's `receipt` reads the answer
    kept under its key, in the same words as the answer to the write itself."""

    name: str
    kind: Kind
    timeout: float
    module: str
    call: Callable[..., Awaitable[Mapping[str, object]]]
    receipt: Callable[[Any], Mapping[str, object]] | None
    arguments: Mapping[str, Field]
    result: Mapping[str, Field]
    takes: type[pydantic.BaseModel]
    gives: pydantic.TypeAdapter[Any]

    @property
    def system(self) -> str:
        return self.name.split(".", 1)[0]

    def check(self, arguments: Mapping[str, JsonValue]) -> dict[str, Any]:
        """The arguments as the adapter's function takes them. BadCall names what is wrong, never the value."""
        try:
            checked = self.takes.model_validate(dict(arguments))
        except pydantic.ValidationError as error:
            faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in error.errors())
            raise BadCall(self.name, faults) from None
        return {name: getattr(checked, name) for name in self.takes.model_fields}

    def shaped(self, answer: Mapping[str, object]) -> dict[str, JsonValue]:
        """pydantic.ValidationError when the adapter's answer is not what the operation promises."""
        shaped: dict[str, JsonValue] = self.gives.validate_python(answer)
        return shaped


_operations: dict[str, Operation] = {}


def reads(name: str, *, timeout: float = 3.0) -> Callable[[Adapted], Adapted]:
    """Declare `async def f(client, *, …) -> SomeTypedDict`. It may be sent again, so it must change nothing."""
    return lambda function: _declare(function, name, "read", timeout, None)


def writes(
    name: str, *, receipt: Callable[[Any], Mapping[str, object]], timeout: float = 5.0
) -> Callable[[Adapted], Adapted]:
    """Declare `async def f(client, *, key, …) -> SomeTypedDict` with a `number` among its fields.

    It sends one request, under `key`. `receipt` turns the system's answer into the same TypedDict; it is also
    used on the answer the system keeps under the key, when the first answer was lost.
    """
    return lambda function: _declare(function, name, "write", timeout, receipt)


def operation(name: str) -> Operation:
    """UnknownOperation, with the nearest name, when no imported adapter offers it."""
    try:
        return _operations[name]
    except KeyError:
        close = difflib.get_close_matches(name, _operations, n=1)
        raise UnknownOperation(name, close[0] if close else None) from None


def operation_signature(name: str) -> Mapping[str, Field]:
    """The arguments, without a write's key: names, types, which are required."""
    return operation(name).arguments


def result_fields(name: str) -> Mapping[str, Field]:
    """What can be saved from a record, or beside the number of a receipt."""
    return operation(name).result


def operations_of(module: str) -> list[Operation]:
    return [found for found in _operations.values() if found.module == module]


def _declare(
    function: Adapted, name: str, kind: Kind, timeout: float, receipt: Callable[[Any], Mapping[str, object]] | None
) -> Adapted:
    known = _operations.get(name)
    if known is not None and known.module != function.__module__:
        raise TypeError(f"{name} is declared in {known.module} and again in {function.__module__}")
    hints = get_type_hints(function, include_extras=True)
    parameters = _parameters(function, name, kind)
    result = describe_record(hints["return"])
    if kind == "write" and result.pop("number", None) is None:
        raise TypeError(f"{name}: a write's result has a field `number`")
    _operations[name] = Operation(
        name=name,
        kind=kind,
        timeout=timeout,
        module=function.__module__,
        call=function,
        receipt=receipt,
        arguments={
            said: describe(said, hints[given.name], given.default is given.empty) for said, given in parameters.items()
        },
        result=result,
        takes=_takes(name, parameters, hints),
        gives=pydantic.TypeAdapter(hints["return"]),
    )
    return function


def _parameters(function: Adapted, name: str, kind: Kind) -> dict[str, inspect.Parameter]:
    """By the names callers use: a trailing underscore is dropped, so that an argument may be called `from`."""
    client, *others = inspect.signature(function).parameters.values()
    if client.name != "client" or any(other.kind is not other.KEYWORD_ONLY for other in others):
        raise TypeError(f"{name}: declare it as (client, *, …), every argument by keyword")
    names = {other.name: other for other in others}
    if ("key" in names) != (kind == "write"):
        raise TypeError(f"{name}: a write takes `key`, a read does not")
    return {said.rstrip("_"): given for said, given in names.items() if said != "key"}


def _takes(
    name: str, parameters: Mapping[str, inspect.Parameter], hints: Mapping[str, Any]
) -> type[pydantic.BaseModel]:
    fields: dict[str, Any] = {
        given.name: (
            hints[given.name],
            pydantic.Field(... if given.default is given.empty else given.default, alias=said),
        )
        for said, given in parameters.items()
    }
    return create_model(name.replace(".", "_"), __config__=_ARGUMENTS, **fields)
