"""A person takes over: the case on one page, stored under a reference the citizen can quote.

Knows what is known of the conversation; queues and clerks' desks read the page from the store.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.case import Case, Conversation, Person, known
from assistant.compose import Tongue, read_back_fields
from assistant.conditions import Unknown, holds
from assistant.dialogue import is_open
from assistant.guard import for_log
from assistant.store import aloud
from prompts import Language

if TYPE_CHECKING:
    from assistant.build import Assistant


async def hand_over(
    assistant: Assistant, conversation: Conversation, reason: str, person: Person | None, language: Language
) -> tuple[Conversation, str]:
    """Stores the page and gives its reference; asking again in the same conversation gives the same reference."""
    if conversation.handed_off is not None:
        return conversation, conversation.handed_off
    reference = f"RG{assistant.today():%m%d}{aloud(5)}"
    transcript = await assistant.store.transcript(conversation.id)
    page = {
        "person": person.id if person else None,
        "channel": conversation.channel,
        "language": language,
        "said": [for_log(turn.said) for turn in transcript if turn.said][-20:],
        "last_question": for_log(conversation.question or ""),
        "cases": [_case(assistant, case, person) for case in (conversation.case, *conversation.suspended) if case],
    }
    await assistant.store.hand_off(
        reference, conversation.id, assistant.now(), reason, json.dumps(page, ensure_ascii=False)
    )
    return replace(conversation, handed_off=reference), reference


def _case(assistant: Assistant, case: Case, person: Person | None) -> dict[str, object]:
    """Facts with where each came from, what is missing, rules with their results."""
    item = assistant.items[case.item]
    facts = known(item, case, person, assistant.today())
    tongue = Tongue("zh", assistant.today())
    results = {}
    for rule in item.eligible:
        passes = holds(rule.require, facts.facts)
        results[rule.require] = {
            "result": "unknown" if isinstance(passes, Unknown) else passes,
            "basis": rule.basis,
        }
    return {
        "number": case.number,
        "item": item.code,
        "name": item.name.zh,
        "fields": [
            {**shown.model_dump(), "from": "said" if shown.name in case.said else "record"}
            for shown in read_back_fields(item, facts, tongue)
        ],
        "missing": [slot.label.zh for slot in item.slots if is_open(slot, facts)],
        "rules": results,
        "receipt": case.outcome.number if case.outcome else None,
        "state": case.outcome.state if case.outcome else "collecting",
    }
