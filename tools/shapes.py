"""What an operation takes and gives, read from Python annotations into plain words an item file can be checked by.

Knows nothing of systems or HTTP.
"""

import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints

from pydantic import StringConstraints
from typing_extensions import TypeAliasType, is_typeddict

# Plain JSON; read-only types, so that a TypedDict's or a caller's own containers fit without copying.
JsonValue = TypeAliasType(
    "JsonValue",
    "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None",
)

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]

# What may stand in an address: a person, a project code, an order number.
Token = Annotated[str, StringConstraints(pattern=r"^[\w-]+$")]

FieldType = Literal["text", "integer", "number", "yes_no", "date", "month", "choice", "list", "record"]

_PLAIN: Mapping[object, FieldType] = {str: "text", int: "integer", float: "number", bool: "yes_no"}


@dataclass(frozen=True)
class Field:
    """One argument or one field of a result. `fields`: what a record holds, or each element of a list of records."""

    name: str
    type: FieldType
    required: bool = True
    nullable: bool = False
    choices: tuple[str, ...] = ()
    fields: Mapping[str, "Field"] = field(default_factory=dict)


def describe(name: str, annotation: Any, required: bool = True) -> Field:
    """TypeError when the annotation is none of those an operation may use."""
    annotation, nullable = _without_none(annotation)
    if annotation == Day:
        return Field(name, "date", required, nullable)
    if annotation == Month:
        return Field(name, "month", required, nullable)
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if annotation in _PLAIN:
        return Field(name, _PLAIN[annotation], required, nullable)
    if get_origin(annotation) is Literal:
        return Field(name, "choice", required, nullable, choices=get_args(annotation))
    if get_origin(annotation) is list:
        (element,) = get_args(annotation)
        return Field(name, "list", required, nullable, fields=describe_record(element) if is_typeddict(element) else {})
    if is_typeddict(annotation):
        return Field(name, "record", required, nullable, fields=describe_record(annotation))
    raise TypeError(f"{name}: {annotation!r} is not a type an operation may use")


def describe_record(typed_dict: Any) -> dict[str, Field]:
    hints = get_type_hints(typed_dict, include_extras=True)
    return {name: describe(name, _bare(hint), name in typed_dict.__required_keys__) for name, hint in hints.items()}


def field_names(fields: Iterable[str]) -> list[str]:
    """Names only, sorted: all that a log may show of a result."""
    return sorted(fields)


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) in (Required, NotRequired) else hint


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation, False
    others = [choice for choice in get_args(annotation) if choice is not type(None)]
    if len(others) != 1:
        raise TypeError(f"{annotation!r}: only `X | None` is allowed, not a choice of types")
    return others[0], True
