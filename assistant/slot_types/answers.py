"""What all answers have in common before a type reads them: empty ones, "I don't know", corrections, bare denials, and
the choosing of one value among those found. Knows no type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from assistant.slot_types.characters import narrow
from assistant.slot_types.corrections import corrections, only_denied
from assistant.slot_types.shape import Context, Found, JsonValue, Parsed

Read = Callable[[str, Context], Parsed]

_NOT_KNOWN = re.compile(
    r"^(?:我|俺|这个?)?(?:也|都|真)?(?:不知道|不晓得|不清楚|不记得了?|记不得了?|记不清了?|忘了|忘记了|不太?清楚|没带|不懂)[啊呀呢吧了。！!…\s]*$"
    r"|^(?:I )?(?:really )?(?:don'?t|do not|can'?t|cannot) (?:know|remember|recall|say)[\s.!]*$"
    r"|^(?:no idea|not sure|I forgot)[\s.!]*$",
    re.IGNORECASE,
)


def answer(read: Read) -> Read:
    """`read`, given only what was finally meant, narrow and trimmed, after the answers that hold no value."""

    def parse(text: str, context: Context) -> Parsed:
        said = narrow(text).strip()
        if not said.strip("。.，,…!！?？ "):
            return Parsed(problem="empty")
        if _NOT_KNOWN.match(said):
            return Parsed(problem="not_known")
        if only_denied(said):
            return Parsed(problem="unclear")
        return read(corrections(said), replace(context, expecting=True))

    return parse


def one_of(found: Iterable[Found]) -> Parsed:
    """The one value among what was found; several different ones, or none, are problems. Faulty ones
    yield to a sound one."""
    every = list(found)
    values = distinct(item.value for item in every if item.problem is None)
    if len(values) == 1:
        return Parsed(values[0])
    if values:
        return Parsed(problem="several", parameters={"values": values})
    if every:
        return Parsed(problem=every[0].problem)
    return Parsed(problem="not_understood")


def distinct(values: Iterable[JsonValue]) -> list[JsonValue]:
    """Without repetition, in order."""
    kept: list[JsonValue] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return kept


def within(value: float, context: Context) -> Parsed:
    """The value, unless it leaves the limits of the slot."""
    if context.min is not None and value < context.min:
        return Parsed(problem="too_small", parameters={"min": context.min})
    if context.max is not None and value > context.max:
        return Parsed(problem="too_large", parameters={"max": context.max})
    return Parsed(value)
