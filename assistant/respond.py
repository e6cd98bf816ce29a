"""From what happened in a turn to the reply: which parts, in which order, with which status, and what is awaited next.

Knows events and steps; composes with compose.py and answers questions with answer.py. Reads the store only to repeat or to follow a case.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant import dialogue
from assistant.answer import Support
from assistant.apply import Event
from assistant.case import Awaited, Conversation, Known, Person, known
from assistant.commands import AskPolicy, CheckProgress, Clarify
from assistant.compose import (
    Tongue,
    answer_part,
    answer_parts,
    ask_part,
    case_shown,
    confirm_part,
    done_text,
    event_text,
    label,
    offer_part,
    record_part,
)  # fmt: skip
from assistant.guard import Screened
from assistant.reply import (
    AskPart,
    CaseShown,
    HandOffPart,
    NoticePart,
    Part,
    ReceiptPart,
    Reply,
    Status,
    TextPart,
)  # fmt: skip
from assistant.submit import Told
from prompts import Language
from retrieval.errors import RetrievalError

if TYPE_CHECKING:
    from assistant.build import Assistant

# The most telling status wins when a turn did several things.
_WEIGHT: tuple[Status, ...] = (
    "emergency", "handed_off", "submitted", "failed", "refused", "confirming", "out_of_scope", "not_found", "answered",
    "asked",
)  # fmt: skip
ENOUGH_MISUNDERSTOOD = 2


@dataclass
class Draft:
    """The reply being put together."""

    parts: list[Part] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    awaited: Awaited | None = None
    labelled: bool = False
    case: CaseShown | None = None

    def status(self) -> Status:
        return min(self.statuses, key=_WEIGHT.index, default="answered")


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

    def failed(self, conversation: Conversation, error: Exception) -> Reply:
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
    for one in told if handed is None else told[:0]:
        _step(assistant, conversation, one, person, draft, tongue)
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
            await _repeat(assistant, conversation, draft, tongue)
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
    if found.status == "not_found" and not found.sentences:
        if near := assistant.nearest(command.question):
            parts.append(offer_part(near, assistant.city, tongue, "nearest"))
            draft.awaited = Awaited("clarify", options=near)
    draft.parts += parts
    draft.labelled = True
    offers = tuple(code for code in found.offer if code in assistant.items)
    if (offers and conversation.case is None) or (offers and conversation.case and conversation.case.outcome):
        draft.parts.append(offer_part(offers, assistant.city, tongue, "offer"))
        draft.awaited = Awaited("offer", options=offers)


async def _repeat(assistant: Assistant, conversation: Conversation, draft: Draft, tongue: Tongue) -> None:
    """The last reply again, as it was said: from the store, not made anew."""
    last = await assistant.store.last_reply(conversation.id, conversation.turn - 1)
    if last is None:
        draft.parts.append(TextPart(text=tongue.say("anything_else")))
        return
    draft.parts += [part for part in last.parts if not isinstance(part, AskPart) or conversation.case is None]
    draft.statuses.append(last.status)
    draft.awaited = conversation.awaited


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
        cases = [case for case in (conversation.case, *reversed(conversation.finished)) if case and case.outcome][:3]
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


# Steps


def _step(
    assistant: Assistant, conversation: Conversation, one: Told, person: Person | None, draft: Draft, tongue: Tongue
) -> None:
    item, case, step = one.item, one.case, one.step
    facts = known(item, case, person, assistant.today())
    name = item.name.in_(tongue.language)
    state = "collecting"
    match step:
        case dialogue.Ask(slot=slot):
            draft.parts.append(ask_part(slot, facts, tongue))
            draft.awaited = Awaited("slot", slot.name)
            draft.statuses.append("asked")
        case dialogue.AskConfirm(digest=bound):
            state = _confirm(conversation, one, facts, bound, draft, tongue)
        case dialogue.AskSignIn():
            draft.parts.append(AskPart(slot="sign_in", type="sign_in", text=tongue.say("sign_in", item=name)))
            draft.awaited = Awaited("sign_in")
            draft.statuses.append("asked")
        case dialogue.NotAllowed(reason=reason):
            draft.parts += [
                TextPart(text=tongue.say(f"not_allowed_{reason}", item=name)),
                TextPart(text=tongue.say("person_offered")),
            ]
            draft.statuses.append("refused")
            state = "refused"
        case dialogue.Refuse():
            _refuse(assistant, step, item, facts, draft, tongue)
            state = "refused"
        case dialogue.Stuck():
            _stuck(step, item, draft, tongue)
        case dialogue.Settle():
            draft.parts += [
                TextPart(text=tongue.say("outcome_unknown", item=name)),
                TextPart(text=tongue.say("person_offered")),
            ]
            draft.statuses.append("failed")
            state = "unknown"
        case dialogue.NotSubmitted(outcome=outcome):
            key = "refused_by_system" if outcome.state == "refused" else "not_submitted"
            draft.parts += [
                TextPart(text=tongue.say(key, item=name, reason=_reason(outcome.message, tongue))),
                TextPart(text=tongue.say("person_offered")),
            ]
            draft.statuses.append("refused" if outcome.state == "refused" else "failed")
            state = "refused"
        case dialogue.Done(outcome=None):
            _result(assistant, one, facts, draft, tongue)
            state = "submitted"
        case dialogue.Done(outcome=done) if done is not None:
            extra = {**done.fields, "number": done.number, "at": done.at}
            draft.parts.append(ReceiptPart(number=str(done.number), item=item.code, at=str(done.at)))
            draft.parts.append(TextPart(text=done_text(item, facts, extra, tongue)))
            if item.mark == "DEMO":
                draft.parts.append(NoticePart(text=tongue.say("demo_item")))
            draft.statuses.append("submitted")
            state = "submitted"
        case _:
            raise AssertionError(f"{step} is never told")
    if not (isinstance(step, dialogue.Done) and step.outcome is None):
        draft.case = case_shown(item, case, facts, state, tongue)


def _confirm(conversation: Conversation, one: Told, facts: Known, bound: str, draft: Draft, tongue: Tongue) -> str:
    """The read-back; or, when a line of it was called wrong, the question for that line."""
    slot = one.item.slot(conversation.correcting) if conversation.correcting else None
    if slot is not None:
        draft.parts.append(ask_part(slot, facts, tongue))
        draft.awaited = Awaited("slot", slot.name)
        draft.statuses.append("asked")
        return "collecting"
    draft.parts.append(confirm_part(one.item, facts, bound, tongue))
    draft.awaited = Awaited("confirm")
    draft.statuses.append("confirming")
    return "confirming"


def _refuse(
    assistant: Assistant, step: dialogue.Refuse, item: object, facts: Known, draft: Draft, tongue: Tongue
) -> None:
    """Rule, clause, how to correct a record, a person's review (R13). The assistant refuses nothing itself."""
    if step.unchecked:
        draft.parts.append(TextPart(text=tongue.say("rule_unchecked")))
    else:
        text = tongue.fill(step.rule.otherwise.in_(tongue.language), facts.facts)
        draft.parts.append(answer_part([(text, _clause(assistant, step.rule.basis))], tongue))
        if step.rule.correct is not None:
            draft.parts.append(TextPart(text=tongue.fill(step.rule.correct.in_(tongue.language), facts.facts)))
    draft.parts.append(TextPart(text=tongue.say("review_offered")))
    draft.statuses.append("refused")
    draft.labelled = True


def _clause(assistant: Assistant, ref: str | None) -> tuple[Support, ...]:
    if ref is None:
        return ()
    try:
        document, passage = assistant.corpus.get(ref)
    except RetrievalError:
        return ()
    return (Support(document, passage, quote=passage.text.strip()),)


def _stuck(step: dialogue.Stuck, item: object, draft: Draft, tongue: Tongue) -> None:
    """A look-up that failed: the system is down (nothing is lost), or it said no about what was said."""
    if step.code == "system_unavailable":
        draft.parts.append(TextPart(text=tongue.say("system_unavailable")))
        draft.parts.append(TextPart(text=tongue.say("person_offered")))
        draft.statuses.append("failed")
        return
    key = f"refused_{step.code}" if step.code in ("not_found", "not_yours") else "refused_by_look_up"
    draft.parts.append(TextPart(text=tongue.say(key, reason=_reason(step.message, tongue))))
    draft.statuses.append("not_found" if step.code == "not_found" else "refused")


def _reason(message: str, tongue: Tongue) -> str:
    """The system's own sentence is in Chinese; in English it is quoted as such."""
    if not message:
        return ""
    return message if tongue.language == "zh" else tongue.say("system_said", message=message)


def _result(assistant: Assistant, one: Told, facts: Known, draft: Draft, tongue: Tongue) -> None:
    """A query's result: the sentence, the record, and the clauses it was worked out by."""
    item = one.item
    text = done_text(item, facts, {}, tongue)
    basis = tuple(
        support
        for ref in item.basis
        for support in _clause(assistant, ref)
        if support.document is not None and support.document.standing(assistant.today()) == "in_force"
    )
    if basis:
        draft.parts.append(answer_part([(text, ()), (tongue.say("worked_out_by"), basis)], tongue))
        draft.labelled = True
    else:
        draft.parts.append(TextPart(text=text))
    if (record := record_part(item, one.case, facts, tongue)) is not None:
        draft.parts.append(record)
    if item.mark == "DEMO":
        draft.parts.append(NoticePart(text=tongue.say("demo_item")))
    draft.statuses.append("answered")
