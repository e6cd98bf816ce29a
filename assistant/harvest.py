"""Slot values in an utterance: the answer to the question asked, and whatever else was said in the same breath.

Knows slots and their types, and no conversation. Values come from the utterance or from an offered choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.case import Known
from assistant.commands import SetSlot
from assistant.conditions import Json, Unknown, evaluate, holds
from assistant.items import ServiceItem, Slot
from assistant.slot_types import TYPES, Choice, Context, Found
from assistant.slot_types.corrections import corrections
from assistant.slot_types.places import Places
from prompts import Language, render

# Tried in this order, so that an identity number is not also read as a telephone number or an amount.
_FREE = (
    "id_number", "credit_code", "project_code", "mobile", "plate", "bank_card", "date", "month", "duration", "period",
    "money", "percent", "place", "choice", "integer",
)  # fmt: skip
_CHANGES = re.compile(
    r"不对|不是|改成|改为|换成|应该是|说错|更正|修改|我是说|才对|actually|i mean|change|correct|instead|not .+ but",
    re.I,
)
# "贷100万三十一年" is an amount and a term, not one number.
_RUN_TOGETHER = re.compile(r"(\d[万亿]元?)(?=[一二两三四五六七八九十]+(?:年|个月))")
_VALUE = re.compile(r"\{\{[^}]*\}\}\s*(\S{1,6})")


@dataclass(frozen=True)
class Talk:
    """What reading values needs besides the text."""

    language: Language
    today: date
    places: Places


def context_of(slot: Slot, facts: Known, talk: Talk, expecting: bool) -> Context:
    return Context(
        today=talk.today,
        language=talk.language,
        choices=choices_of(slot, facts, talk.language),
        places=talk.places,
        min=slot.min,
        max=slot.max,
        expecting=expecting,
    )


def choices_of(slot: Slot, facts: Known, language: Language) -> list[Choice]:
    """Offered answers: written in the item, or the elements of a list that a look-up gave."""
    offered = [
        Choice(choice.value, {"zh": choice.label.zh, "en": choice.label.en}, choice.also.all())
        for choice in slot.choices
    ]
    if slot.choices_from is None:
        return offered
    elements = evaluate(slot.choices_from, facts.facts)
    if isinstance(elements, Unknown) or not isinstance(elements, list):
        return offered
    return offered + [_from_element(slot, element, language) for element in elements]


def _from_element(slot: Slot, element: Json, language: Language) -> Choice:
    if not isinstance(element, dict):
        return Choice(element, {"zh": str(element), "en": str(element)})
    value = element.get(slot.choice_value or "")
    if slot.choice_label is None:
        return Choice(value, {"zh": str(value), "en": str(value)})
    labels = {
        "zh": render(slot.choice_label.zh, {**element, "language": "zh"}),
        "en": render(slot.choice_label.en, {**element, "language": "en"}),
    }
    names = [str(part) for key, part in element.items() if key.endswith("name") and isinstance(part, str)]
    return Choice(value, labels, names)


def answer_of(slot: Slot, text: str, facts: Known, talk: Talk) -> SetSlot:
    """The utterance read as the answer to this slot's question; a problem when it is none."""
    if slot.pattern is not None:
        found = re.search(slot.pattern, text, re.IGNORECASE)
        return SetSlot(slot.name, found.group(0), text) if found else SetSlot(slot.name, None, text, "not_understood")
    parsed = TYPES[slot.type].parse(text, context_of(slot, facts, talk, expecting=True))
    comma = "、" if talk.language == "zh" else ", "
    details = {
        name: comma.join(map(_plain, value)) if isinstance(value, list) else _plain(value)
        for name, value in parsed.parameters.items()
    }
    if not parsed.ok:
        return SetSlot(slot.name, None, text, parsed.problem, details)
    if parsed.warning:
        details["warning"] = parsed.warning
    return SetSlot(slot.name, parsed.value, text, None, details)


def harvest(
    item: ServiceItem, text: str, facts: Known, talk: Talk, *, said: Iterable[str] = (), skip: str | None = None,
    changing: bool = False,
) -> list[SetSlot]:  # fmt: skip
    """Values of any slot in free speech. A slot that has a value is changed only when it is named or corrected."""
    text = _RUN_TOGETHER.sub(r"\1 ", text)
    changing = changing or bool(_CHANGES.search(text))
    held = set(said)
    claimed: list[tuple[int, int]] = []
    commands: list[SetSlot] = []
    last = corrections(text)
    for slot in item.slots:
        if slot.pattern is not None and slot.name != skip and (match := re.search(slot.pattern, text, re.IGNORECASE)):
            commands.append(SetSlot(slot.name, match.group(0), match.group(0)))
    for kind in _FREE:
        slots = [slot for slot in item.slots if slot.type == kind and slot.name != skip and _exists(slot, facts)]
        slots.sort(key=lambda slot: (not (_named(slot, text) or slot.label.zh[:2] in text), slot.name in held))
        for slot in slots:
            if slot.name in held and not (changing or _named(slot, text)):
                continue
            source = last if slot.name in held and last else text
            found = _free_value(slot, source, facts, talk, claimed if source is text else [])
            if found is None:
                commands += _faulty(slot, text, facts, talk) if slot.name not in held else []
                continue
            if source is text:
                claimed.append((found.start, found.end))
            commands.append(SetSlot(slot.name, found.value, found.text))
    return _unambiguous(commands, item, held, text)


def _exists(slot: Slot, facts: Known) -> bool:
    return slot.name not in facts.absent and (holds(slot.when, facts.facts) if slot.when else True) is not False


_COMMON_ENDS = frozenset({"一天", "日期", "时间", "编号", "号码", "名称", "情况", "地点"})


def _named(slot: Slot, text: str) -> bool:
    """The slot's label, or a telling part of it, stands in the text."""
    label = slot.label.zh
    lowered = text.lower()
    telling = len(label) > 2 and label[-2:] not in _COMMON_ENDS and label[-2:] in text
    return label in text or telling or slot.label.en.lower() in lowered


def named_slot(item: ServiceItem, text: str, facts: Known) -> Slot | None:
    """The one slot a correction speaks of by name ("月数填错了")."""
    named = [slot for slot in item.slots if slot.name not in facts.absent and _named(slot, text)]
    return named[0] if len(named) == 1 else None


def _unit(slot: Slot) -> tuple[str, ...]:
    if slot.unit is not None:
        return (slot.unit.zh, slot.unit.en)
    if slot.say is None:
        return ()
    return tuple(match.group(1) for text in (slot.say.zh, slot.say.en) if (match := _VALUE.search(text)))


def _free_value(slot: Slot, text: str, facts: Known, talk: Talk, claimed: Sequence[tuple[int, int]]) -> Found | None:
    found = TYPES[slot.type].find(text, context_of(slot, facts, talk, expecting=False))
    usable = [
        one
        for one in found
        if one.problem is None and not any(one.start < end and start < one.end for start, end in claimed)
    ]
    if slot.type == "integer":
        units = _unit(slot)
        usable = [one for one in usable if any(_has_unit(one, text, unit) for unit in units)]
    low = slot.min if slot.min is not None else float("-inf")
    high = slot.max if slot.max is not None else float("inf")
    usable = [one for one in usable if not isinstance(one.value, int | float) or low <= one.value <= high]
    if not usable:
        return None
    return usable[-1] if _CHANGES.search(text) else usable[0]


_TELLING = ("id_number", "project_code", "plate", "mobile", "credit_code", "place")


def _faulty(slot: Slot, text: str, facts: Known, talk: Talk) -> list[SetSlot]:
    """An identifier that cannot be right (an old project code, a wrong check digit) is told, not passed over."""
    if slot.type in ("money", "integer"):
        return _out_of_range(slot, text, facts, talk)
    if slot.type not in _TELLING:
        return []
    for found in TYPES[slot.type].find(text, context_of(slot, facts, talk, expecting=False)):
        if found.problem is not None:
            answer = answer_of(slot, found.text, facts, talk)
            return [answer] if answer.problem is not None else []
    return []


def _out_of_range(slot: Slot, text: str, facts: Known, talk: Talk) -> list[SetSlot]:
    """An amount outside the slot's limits is said back with the limit: 二百四 is 240, and may have been meant as 万."""
    for found in TYPES[slot.type].find(text, context_of(slot, facts, talk, expecting=False)):
        measured = slot.type == "money" or any(_has_unit(found, text, unit) for unit in _unit(slot))
        if isinstance(found.value, int | float) and measured:
            shown = TYPES[slot.type].show(found.value, talk.language)
            if slot.min is not None and found.value < slot.min:
                return [SetSlot(slot.name, None, text, "too_small", {"min": _plain(slot.min), "value": shown})]
            if slot.max is not None and found.value > slot.max:
                return [SetSlot(slot.name, None, text, "too_large", {"max": _plain(slot.max), "value": shown})]
    return []


def _plain(value: object) -> str:
    """10000.0 is said as 10000."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _has_unit(found: Found, text: str, unit: str) -> bool:
    return unit in found.text or text[found.end :].lstrip().startswith(unit)


def _unambiguous(commands: list[SetSlot], item: ServiceItem, held: set[str], text: str) -> list[SetSlot]:
    """A choice that several slots offer alike is given to the first that is open; the rest is asked."""
    taken: set[tuple[str, str]] = set()
    kept = []
    for command in commands:
        slot = item.slot(command.name)
        assert slot is not None
        key = (slot.type, command.said)
        if slot.type == "choice" and key in taken:
            continue
        taken.add(key)
        kept.append(command)
    return kept
