"""Steps, events and answers become the parts of a reply. Pure; every sentence comes from wording, item or topic.

Knows what was decided; decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.apply import Event
from assistant.case import Case, Known
from assistant.city import City
from assistant.commands import SetSlot
from assistant.conditions import Json, Unknown, evaluate
from assistant.harvest import choices_of
from assistant.items import ServiceItem, Shown, Slot
from assistant.reply import (
    AskPart,
    CaseShown,
    ChoiceShown,
    ConfirmPart,
    FieldShown,
    RecordPart,
)  # fmt: skip
from assistant.slot_types import TYPES
from prompts import Language, render, wording

_HIDDEN = ("id_number", "bank_card")


@dataclass(frozen=True)
class Tongue:
    """The language of this turn, and the day."""

    language: Language
    today: date

    def say(self, key: str, **values: object) -> str:
        return wording(key, self.language, **values)

    def fill(self, source: str, values: Mapping[str, object]) -> str:
        return render(source, {"language": self.language, **values})


# Values


def shown_value(slot: Slot, value: Json, facts: Known, tongue: Tongue) -> str:
    """A slot's value for the eye: choices by their label, numbers with their unit, identity numbers masked."""
    if value is None:
        return tongue.say("not_given")
    kind = TYPES[slot.type]
    if slot.type == "choice":
        for choice in choices_of(slot, facts, tongue.language):
            if choice.value == value:
                return str(choice.labels[tongue.language])
        return str(value)
    text = kind.mask(value) if slot.type in _HIDDEN and kind.mask else kind.show(value, tongue.language)
    if slot.say is not None:
        return tongue.fill(slot.say.in_(tongue.language), {"value": text if isinstance(value, str | dict) else value})
    return text


def _typed(kind: str, value: Json, tongue: Tongue) -> str:
    match kind:
        case "money":
            return tongue.say("money", value=value)
        case "date" if isinstance(value, str) and value:
            return tongue.fill("{{ value|date }}", {"value": value})
        case "percent":
            return tongue.fill("{{ value }}%", {"value": value})
        case "yes_no":
            return tongue.say("yes" if value else "no")
        case _:
            return tongue.say("not_given") if value is None else tongue.fill("{{ value }}", {"value": value})


def read_back_fields(item: ServiceItem, facts: Known, tongue: Tongue) -> tuple[FieldShown, ...]:
    """Every value a yes will be bound to: slots in order, then what is computed from them."""
    lines = [
        FieldShown(
            name=slot.name,
            label=slot.label.in_(tongue.language),
            value=shown_value(slot, facts.facts[slot.name], facts, tongue),
        )
        for slot in item.slots
        if slot.name in facts.facts
        and slot.name not in facts.absent
        and not (slot.optional and facts.facts[slot.name] is None)
    ]
    lines += [
        FieldShown(
            name=entry.name,
            label=entry.label.in_(tongue.language),
            value=_typed(entry.type, facts.facts[entry.name], tongue),
        )
        for entry in item.compute
        if entry.label is not None and facts.facts.get(entry.name) is not None
    ]
    return tuple(lines)


def case_shown(item: ServiceItem, case: Case, facts: Known | None, state: str, tongue: Tongue) -> CaseShown:
    return CaseShown.model_validate(
        {
            "number": case.number,
            "item": item.code,
            "name": item.name.in_(tongue.language),
            "state": state,
            "fields": read_back_fields(item, facts, tongue) if facts else (),
            "receipt": case.outcome.number if case.outcome else None,
        }
    )


# Parts of steps


def ask_part(slot: Slot, facts: Known, tongue: Tongue) -> AskPart:
    choices = [
        ChoiceShown(value=str(choice.value), label=str(choice.labels[tongue.language]))
        for choice in choices_of(slot, facts, tongue.language)
    ]
    if slot.type == "yes_no":
        choices = [ChoiceShown(value=word, label=word) for word in (tongue.say("yes"), tongue.say("no"))]
    text = tongue.fill(slot.ask.in_(tongue.language), facts.facts)
    return AskPart(slot=slot.name, type=slot.type, text=text, choices=tuple(choices))


def confirm_part(item: ServiceItem, facts: Known, bound: str, tongue: Tongue) -> ConfirmPart:
    assert item.confirm is not None
    text = tongue.fill(item.confirm.in_(tongue.language), facts.facts)
    return ConfirmPart(item=item.code, fields=read_back_fields(item, facts, tongue), digest=bound, text=text)


def record_part(item: ServiceItem, case: Case, facts: Known, tongue: Tongue) -> RecordPart | None:
    """The result of a query, under the look-up made last; None when there is nothing to list."""
    if not item.show:
        return None
    lines = tuple(line for shown in item.show for line in _shown(shown, facts, tongue))
    made = [called.operation for called in case.calls.values() if called.problem is None]
    operation = made[-1] if made else item.code
    return RecordPart(operation=operation, fields=lines) if lines else None


def _shown(shown: Shown, facts: Known, tongue: Tongue) -> list[FieldShown]:
    value = evaluate(shown.value, facts.facts) if shown.value else facts.facts.get(shown.name)
    label = shown.label.in_(tongue.language)
    if isinstance(value, Unknown):
        return []
    if shown.type == "list" and isinstance(value, list):
        row = shown.row.in_(tongue.language) if shown.row else "{{ value }}"
        texts = [tongue.fill(row, element if isinstance(element, dict) else {"value": element}) for element in value]
        return [
            FieldShown(
                name=f"{shown.name}_{number}", label=f"{label} {number}" if len(texts) > 1 else label, value=text
            )
            for number, text in enumerate(texts, 1)
        ]
    if value is None:
        return []
    return [FieldShown(name=shown.name, label=label, value=_typed(shown.type, value, tongue))]


def done_text(item: ServiceItem, facts: Known, extra: Mapping[str, object], tongue: Tongue) -> str:
    assert item.done is not None
    return tongue.fill(item.done.in_(tongue.language), {**facts.facts, **extra})


# Offers


def offer_part(options: Iterable[str], city: City, tongue: Tongue, key: str) -> AskPart:
    shown = []
    for option in options:
        named = city.items.get(option) or city.topics.get(option)
        if named is not None:
            shown.append(ChoiceShown(value=option, label=named.name.in_(tongue.language)))
    return AskPart(slot="offer", type="choice", text=tongue.say(key), choices=tuple(shown))


# Events


def event_text(event: Event, city: City, facts: Known | None, tongue: Tongue) -> str | None:
    """One sentence for what happened; None for events that are answered by parts of their own."""
    item = city.items.get(event.item) if event.item else None
    name = item.name.in_(tongue.language) if item else ""
    match event.kind:
        case "started":
            return tongue.say("started", item=name) if item and item.kind not in ("query", "guide") else None
        case "suspended" | "resumed" | "cancelled" | "already_done":
            return tongue.say(event.kind, item=name)
        case "noted" if item is not None and facts is not None and isinstance(event.command, SetSlot):
            return _noted(event.command, item, facts, tongue)
        case "problem" if item is not None and isinstance(event.command, SetSlot):
            return problem_text(event.command, item, tongue)
        case "undone":
            slot = item.slot(event.slot) if item and event.slot else None
            return tongue.say("undone", label=slot.label.in_(tongue.language) if slot else "")
        case "nothing_to_undo" | "nothing_to_cancel" | "denied" | "declined" | "not_confirmable" | "not_understood":
            return tongue.say(event.kind)
        case _:
            return None


def _noted(command: SetSlot, item: ServiceItem, facts: Known, tongue: Tongue) -> str | None:
    slot = item.slot(command.name)
    if slot is None or slot.name in facts.absent:
        return None
    text = tongue.say(
        "noted", label=slot.label.in_(tongue.language), value=shown_value(slot, command.value, facts, tongue)
    )
    warning = command.details.get("warning")
    return f"{text} {tongue.say('warning_' + warning)}" if warning else text


def problem_text(command: SetSlot, item: ServiceItem, tongue: Tongue) -> str:
    """What was wrong with a value and what to do next, in the citizen's words."""
    slot = item.slot(command.name)
    label_text = slot.label.in_(tongue.language) if slot else ""
    details = {"value": "", **command.details, "label": label_text, "slot_type": slot.type if slot else ""}
    return tongue.say(f"problem_{command.problem}", **details)
