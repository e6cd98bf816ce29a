"""A step of a case becomes parts of the reply: a question, a read-back, a receipt, a refusal with its clause, a result.

Knows steps and composes them; decides nothing and calls nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant import dialogue
from assistant.case import Awaited, Conversation, Known, Person, known
from assistant.cite import answer_part
from assistant.compose import Tongue, ask_part, case_shown, confirm_part, done_text, record_part
from assistant.reply import AskPart, CaseShown, NoticePart, Part, ReceiptPart, Status, TextPart
from assistant.sources import Support, supports
from assistant.submit import Told

if TYPE_CHECKING:
    from assistant.build import Assistant

# The most telling status wins when a turn did several things.
_WEIGHT: tuple[Status, ...] = (
    "emergency", "handed_off", "submitted", "failed", "refused", "confirming", "out_of_scope", "not_found", "answered",
    "asked",
)  # fmt: skip


@dataclass
class Draft:
    """The reply being put together."""

    parts: list[Part] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    awaited: Awaited | None = None
    labelled: bool = False
    whole: bool = False  # nothing is to be added: the last reply, said again
    case: CaseShown | None = None

    def status(self) -> Status:
        return min(self.statuses, key=_WEIGHT.index, default="answered")


def tell(
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
    return supports([ref], assistant.corpus) or () if ref else ()


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
