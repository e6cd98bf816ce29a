"""From what happened in a turn to the reply: which parts, in which order, with which status, and what is awaited next.

Knows events; steps are told in tell.py. Reads the store only to repeat a reply or to follow a case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.apply import Event
from assistant.case import Awaited, Conversation, Known, Person, known
from assistant.cite import answer_parts, label
from assistant.commands import AskPolicy, CheckProgress, Clarify
from assistant.compose import Tongue, event_text, offer_part
from assistant.guard import Screened
from assistant.reply import (
    HandOffPart,
    NoticePart,
    Part,
    Reply,
    Status,
    TextPart,
)  # fmt: skip
from assistant.submit import Told
from assistant.tell import Draft, tell
from prompts import Language

if TYPE_CHECKING:
    from assistant.build import Assistant

ENOUGH_MISUNDERSTOOD = 2


@dataclass(frozen=True)
class Voice:
    """Replies that need no case: greeting, emergencies, empty input, failures."""

    language: Language
    today: date

    @property
    def tongue(self) -> Tongue:
        return Tongue(self.language, self.today)

    def greeting(self) -> tuple[Part, ...]:
        return (NoticePart(text=self.tongue.say("ai_notice")), TextPart(text=self.tongue.say("greeting")))

    def _reply(self, conversation: Conversation, status: Status, *parts: Part) -> Reply:
        return Reply(
            conversation=conversation.id, turn=conversation.turn, status=status, parts=parts, language=self.language
        )

    def emergency(self, conversation: Conversation, key: str) -> Reply:
        kept = [TextPart(text=self.tongue.say("emergency_kept"))] if conversation.case else []
        return self._reply(conversation, "emergency", TextPart(text=self.tongue.say(key)), *kept)

    def empty(self, conversation: Conversation) -> Reply:
        return self._reply(conversation, "asked", TextPart(text=self.tongue.say("empty")))

    def item_gone(self, conversation: Conversation) -> Reply:
        return self._reply(
            conversation,
            "failed",
            TextPart(text=self.tongue.say("item_gone")),
            TextPart(text=self.tongue.say("person_offered")),
        )

    def failed(self, conversation: Conversation) -> Reply:
        return self._reply(
            conversation,
            "failed",
            TextPart(text=self.tongue.say("failed")),
            TextPart(text=self.tongue.say("person_offered")),
        )


async def respond(
    assistant: Assistant,
    conversation: Conversation,
    events: list[Event],
    told: list[Told],
    handed: str | None,
    person: Person | None,
    screened: Screened,
    voice: Voice,
) -> tuple[Conversation, Reply]:
    """The conversation with what is awaited next, and the reply."""
    tongue = voice.tongue
    draft = Draft()
    if screened.secret:
        draft.parts.append(NoticePart(text=tongue.say("secret_masked")))
    if screened.cut:
        draft.parts.append(NoticePart(text=tongue.say("too_long")))
    for event in events:
        await _event(assistant, conversation, event, person, draft, tongue)
    if handed is not None:
        draft.statuses.append("handed_off")
        draft.parts.append(TextPart(text=tongue.say("handed_off", reference=handed)))
        draft.parts.append(HandOffPart(to=tongue.say("handed_off_to"), reference=handed))
    for one in told if handed is None and not draft.whole else told[:0]:
        tell(assistant, conversation, one, person, draft, tongue)
    conversation = _misunderstood(conversation, events, draft, tongue)
    conversation = replace(conversation, awaited=draft.awaited if handed is None else conversation.awaited)
    if draft.labelled:
        draft.parts.append(label(tongue))
    if not draft.parts:
        draft.parts.append(TextPart(text=tongue.say("anything_else")))
    reply = Reply(
        conversation=conversation.id,
        turn=conversation.turn,
        status=draft.status(),
        parts=tuple(draft.parts),
        case=draft.case,
        language=voice.language,
    )
    return conversation, reply


def _misunderstood(conversation: Conversation, events: list[Event], draft: Draft, tongue: Tongue) -> Conversation:
    """After two turns that led nowhere a person is offered, whatever the state."""
    lost = bool(events) and all(event.kind in ("not_understood", "problem", "clarify") for event in events)
    count = conversation.misunderstood + 1 if lost else 0
    if count >= ENOUGH_MISUNDERSTOOD:
        draft.parts.append(TextPart(text=tongue.say("person_offered")))
    return replace(conversation, misunderstood=count)


# Events


async def _event(
    assistant: Assistant, conversation: Conversation, event: Event, person: Person | None, draft: Draft, tongue: Tongue
) -> None:
    command = event.command
    match event.kind:
        case "question" if isinstance(command, AskPolicy):
            await _answer(assistant, conversation, command, draft, tongue)
        case "progress" if isinstance(command, CheckProgress):
            await _progress(assistant, conversation, command, person, draft, tongue)
        case "clarify" if isinstance(command, Clarify):
            draft.parts.append(offer_part(command.options, assistant.city, tongue, "clarify"))
            draft.awaited = Awaited("clarify", options=command.options)
            draft.statuses.append("asked")
        case "repeat":
            draft.whole = await _repeat(assistant, conversation, draft, tongue)
        case "hand_off" | "already_done":
            pass
        case _:
            facts = _facts(assistant, conversation, person)
            text = event_text(event, assistant.city, facts, tongue)
            if text:
                draft.parts.append(TextPart(text=text))
            _event_status(event, conversation, draft, assistant, tongue)


def _event_status(event: Event, conversation: Conversation, draft: Draft, assistant: Assistant, tongue: Tongue) -> None:
    match event.kind:
        case "not_understood" if conversation.case is None or conversation.case.outcome is not None:
            draft.statuses.append("out_of_scope")
            draft.parts.append(TextPart(text=tongue.say("can_do")))
        case "cancelled" | "nothing_to_cancel" | "declined":
            draft.statuses.append("answered")
        case "denied":
            draft.statuses.append("asked")
        case _:
            pass


def _facts(assistant: Assistant, conversation: Conversation, person: Person | None) -> Known | None:
    if conversation.case is None:
        return None
    return known(assistant.items[conversation.case.item], conversation.case, person, assistant.today())


async def _answer(
    assistant: Assistant, conversation: Conversation, command: AskPolicy, draft: Draft, tongue: Tongue
) -> None:
    found = await assistant.answer(command, tongue.language)
    draft.statuses.append(found.status)
    if found.status == "not_found" and not found.sentences:
        draft.parts.append(TextPart(text=tongue.say("not_found")))
    parts = answer_parts(found, assistant.city, tongue)
    if found.status == "not_found" and not found.sentences and (near := assistant.nearest(command.question)):
        parts.append(offer_part(near, assistant.city, tongue, "nearest"))
        draft.awaited = Awaited("clarify", options=near)
    draft.parts += parts
    draft.labelled = True
    offers = tuple(code for code in found.offer if code in assistant.items)
    if (offers and conversation.case is None) or (offers and conversation.case and conversation.case.outcome):
        draft.parts.append(offer_part(offers, assistant.city, tongue, "offer"))
        draft.awaited = Awaited("offer", options=offers)


async def _repeat(assistant: Assistant, conversation: Conversation, draft: Draft, tongue: Tongue) -> bool:
    """The last reply again, word for word from the store. False when it was said in the other language."""
    last = await assistant.store.last_reply(conversation.id, conversation.turn - 1)
    if last is None or last.language != tongue.language:
        return False
    draft.parts += last.parts
    draft.statuses.append(last.status)
    draft.awaited = conversation.awaited
    draft.case = last.case
    return True


async def _progress(
    assistant: Assistant, conversation: Conversation, command: CheckProgress, person: Person | None, draft: Draft,
    tongue: Tongue,
) -> None:  # fmt: skip
    """What became of what was submitted here: by number, or the latest of this conversation and person."""
    cases = []
    if command.number is not None:
        found = await assistant.store.case(command.number)
        mine = found is not None and (found.conversation == conversation.id or (person and found.person == person.id))
        cases = [found.case] if found is not None and mine else []
    else:
        cases = [
            case
            for case in (conversation.case, *reversed(conversation.suspended), *reversed(conversation.finished))
            if case and case.outcome
        ][:3]
        if not cases and person is not None:
            cases = [stored.case for stored in (await assistant.store.cases_of(person.id))[:3]]
    if not cases:
        draft.parts.append(TextPart(text=tongue.say("no_case_found")))
        draft.statuses.append("not_found")
        return
    for case in cases:
        assert case.outcome is not None
        item = assistant.items[case.item]
        values = {"item": item.name.in_(tongue.language), "number": case.outcome.number or case.number}
        draft.parts.append(TextPart(text=tongue.say(f"progress_{case.outcome.state}", **values)))
    draft.statuses.append("answered")
