"""Free text: whatever was said, trimmed; at most 2 000 characters, or the slot's `max`. Looks for nothing in it."""

from __future__ import annotations

from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

LONGEST = 2000


def find(text: str, context: Context) -> list[Found]:
    kept = text.strip()
    start = text.find(kept)
    return [Found(kept, start, start + len(kept), kept)] if kept else []


def parse(text: str, context: Context) -> Parsed:
    kept = text.strip()
    limit = int(context.max) if context.max is not None else LONGEST
    if not kept.strip("。.，,…!！?？ "):
        return Parsed(problem="empty")
    if len(kept) > limit:
        return Parsed(problem="too_long", parameters={"max": limit})
    return Parsed(kept)


def show(value: JsonValue, language: Language) -> str:
    return str(value)


TYPE = SlotType("text", find, parse, show, show)
