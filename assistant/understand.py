"""An utterance becomes commands, without a model: exact words, then the answer to what was asked, then the matcher.

Knows the conversation and the city's names; calls nothing. What a model proposes passes the same checks (llm.py).
"""

from __future__ import annotations

import re

from assistant import signals
from assistant.case import Conversation, Known
from assistant.commands import (
    AskPolicy,
    Cancel,
    CheckProgress,
    Clarify,
    Command,
    Confirm,
    Deny,
    HandOff,
    OutOfScope,
    Repeat,
    SetSlot,
    StartItem,
    Undo,
)  # fmt: skip
from assistant.dialogue import is_open
from assistant.fact_date import fact_date
from assistant.harvest import answer_of, harvest, named_slot
from assistant.items import ServiceItem
from assistant.match import Match
from assistant.rank import IDENTIFIERS, LIKELY, Scene, close_second, ranked_readings
from assistant.slot_types import TYPES, Choice, Confirmation, Context, is_confirmation
from assistant.slot_types.corrections import only_denied

SURE = 0.30  # a match at least this good is acted on
HINTED = 0.17  # … or this good, when its words clearly belong to one area of life we serve
SHORT = 6  # characters: a bare "不用了"
LEAVE = 0.38  # harder to leave a case than to enter one
OWN_NUMBER = re.compile(r"\bSB\d{8}[2-9A-Z]{6}\b", re.IGNORECASE)


def understand(conversation: Conversation, text: str, scene: Scene) -> list[Command]:
    """The commands; none when the case is only to go on ("继续"). `text` is cleaned and repaired already."""
    if signals.wants_person(text):
        return [HandOff("asked")]
    finished = conversation.case is not None and conversation.case.outcome is not None
    if finished and (is_confirmation(text) is Confirmation.YES or signals.wants_retry(text)):
        return [Confirm()]
    if (number := OWN_NUMBER.search(text)) is not None:
        return [CheckProgress(number.group(0).upper())]
    if signals.wants_repeat(text):
        return [Repeat()]
    if scene.item is not None and scene.facts is not None:
        return _in_case(conversation, text, scene, scene.item, scene.facts)
    if signals.wants_cancel(text):
        return [Cancel()]
    if (offered := _offered(conversation, text, scene)) is not None:
        return offered
    known_phrase = scene.recogniser.knows(text)
    match is_confirmation(text):
        case Confirmation.YES if not known_phrase:
            return [Confirm()]
        case Confirmation.NO if len(text) <= SHORT and not known_phrase:
            return [Deny()]
        case _:
            return _open_talk(conversation, text, scene)


def _in_case(conversation: Conversation, text: str, scene: Scene, item: ServiceItem, facts: Known) -> list[Command]:
    awaited = conversation.awaited
    if signals.wants_cancel(text):
        return [Cancel()]
    if awaited is not None and awaited.kind == "confirm":
        match is_confirmation(text):
            case Confirmation.YES:
                return [Confirm()]
            case Confirmation.NO:
                return _values(conversation, text, scene, item, facts, None, True) or [Deny()]
            case _:
                pass
    if signals.wants_undo(text):
        return [Undo()]
    if signals.wants_retry(text):
        return []
    if (offered := _offered(conversation, text, scene)) is not None:
        return offered
    asked = awaited.slot if awaited is not None and awaited.kind == "slot" else None
    said = conversation.case.said if conversation.case else {}
    ranked = ranked_readings(text, scene)
    if (leaving := _leaves(text, ranked, scene, item, asked)) is not None:
        extra = harvest(item, text, facts, scene.talk, said=said) if isinstance(leaving, AskPolicy) else []
        return [*_kept(extra, item, asked), leaving]
    confirming = awaited is not None and awaited.kind == "confirm"
    return _values(conversation, text, scene, item, facts, asked, confirming) or _not_understood(
        text, ranked, scene, asked, item, facts
    )


def _kept(commands: list[SetSlot], item: ServiceItem, asked: str | None) -> list[SetSlot]:
    """From a question only what is not the slot asked about is kept: "公租房要材料吗" chooses nothing."""
    return [
        command
        for command in commands
        if command.name != asked and (slot := item.slot(command.name)) and slot.type in IDENTIFIERS
    ]


def _values(
    conversation: Conversation, text: str, scene: Scene, item: ServiceItem, facts: Known, asked: str | None,
    confirming: bool,
) -> list[Command]:  # fmt: skip
    said = conversation.case.said if conversation.case else {}
    slot = item.slot(asked) if asked else None
    if slot is not None and is_open(slot, facts):
        answer = answer_of(slot, text, facts, scene.talk)
        others = harvest(item, text, facts, scene.talk, said=said, skip=slot.name) if slot.type != "text" else []
        if answer.problem is None:
            return [answer, *(other for other in others if other.said != text)]
        if others:
            return list(others)
        if answer.problem not in ("not_understood", "empty", "unclear"):
            return [answer]
        return []
    changed = harvest(item, text, facts, scene.talk, said=[*said, *facts.from_record], changing=confirming)
    if changed:
        return list(changed)
    if confirming and (named := named_slot(item, text, facts)) is not None:
        answer = answer_of(named, text, facts, scene.talk)
        usable = answer.problem is None and not only_denied(text)
        return [answer] if usable else [SetSlot(named.name, None, text, "ask_again")]
    return []


def _not_understood(
    text: str, ranked: list[Match], scene: Scene, asked: str | None, item: ServiceItem, facts: Known
) -> list[Command]:
    if ranked and ranked[0].score >= SURE:
        return [_meant(text, ranked, scene)]
    slot = item.slot(asked) if asked else None
    if slot is not None and not (signals.is_question(text) and ranked and ranked[0].score >= LIKELY):
        return [answer_of(slot, text, facts, scene.talk)]
    return [AskPolicy(text)] if signals.is_question(text) else [OutOfScope()]


def _leaves(
    text: str, ranked: list[Match], scene: Scene, item: ServiceItem, asked: str | None
) -> AskPolicy | StartItem | None:
    """A question in the middle, or the wish for something else; both need more than entering a case does."""
    if not ranked or (ranked[0].target == item.code and not signals.is_question(text)):
        return None
    top = ranked[0]
    if signals.is_question(text) and top.score >= SURE:
        meant = _meant(text, ranked, scene)
        if isinstance(meant, StartItem) and meant.code == item.code:
            return AskPolicy(text, item=item.code, aspect=signals.aspect(text))
        return meant if isinstance(meant, AskPolicy | StartItem) else None
    if signals.is_question(text) and (aspect := signals.aspect(text)) != "overview" and len(text) <= 14:
        return AskPolicy(text, item=item.code, aspect=aspect)
    other = scene.city.items.get(top.target)
    if other is not None and signals.is_wish(text) and top.score >= LEAVE:
        return StartItem(other.code)
    return None


def _offered(conversation: Conversation, text: str, scene: Scene) -> list[Command] | None:
    """The answer to "which of these did you mean": by name, number or place in the list; or to a single offer: yes."""
    awaited = conversation.awaited
    if awaited is None or awaited.kind not in ("clarify", "offer"):
        return None
    verdict = is_confirmation(text)
    if verdict is Confirmation.NO or _none_of_these(text):
        return [Deny()]
    if verdict is Confirmation.YES and len(awaited.options) == 1:
        return [_chosen(awaited.options[0], scene, text)]
    choices = []
    for option in awaited.options:
        name = _name_of(option, scene)
        choices.append(Choice(option, {"zh": name[0], "en": name[1]}))
    parsed = TYPES["choice"].parse(
        text, Context(today=scene.talk.today, language=scene.talk.language, choices=choices, expecting=True)
    )
    exact = parsed.ok and (
        len(text) <= 6
        or any(text.strip().lower() in (o.lower(), *map(str.lower, _name_of(o, scene))) for o in awaited.options)
    )
    return [_chosen(str(parsed.value), scene, text)] if exact else None


def _none_of_these(text: str) -> bool:
    return text.strip(" 。.!！") in ("都不是", "都不对", "none of these", "neither", "none")


def _name_of(option: str, scene: Scene) -> tuple[str, str]:
    named = scene.city.items.get(option) or scene.city.topics.get(option)
    return (named.name.zh, named.name.en) if named else (option, option)


def _chosen(option: str, scene: Scene, text: str) -> Command:
    if option in scene.city.topics:
        return AskPolicy(text, topic=option)
    item = scene.city.items[option]
    return AskPolicy(text, item=option) if item.kind == "guide" else StartItem(option)


def _open_talk(conversation: Conversation, text: str, scene: Scene) -> list[Command]:
    if signals.asks_progress(text) and (conversation.finished or conversation.case):
        return [CheckProgress()]
    if (follow := _follow_up(conversation, text, scene)) is not None:
        return [follow]
    ranked = ranked_readings(text, scene)
    if (not ranked or ranked[0].score < SURE) and conversation.question and len(text) <= 24:
        together = ranked_readings(f"{conversation.question} {text}", scene)
        if together and together[0].score >= max(SURE, ranked[0].score + 0.05 if ranked else 0):
            return _with_values(text, _meant(f"{conversation.question} {text}", together, scene), scene)
    if ranked and ranked[0].score >= SURE:
        return _with_values(text, _meant(text, ranked, scene), scene)
    likely = LIKELY if ranked and not scene.recogniser.belongs(text, ranked[0].target) else HINTED
    if ranked and ranked[0].score >= likely:
        if signals.is_question(text) or len(text) > 12:
            return _with_values(text, _meant(text, ranked, scene), scene)
        close = tuple(match.target for match in ranked[:3] if match.score >= LIKELY)
        if len(close) == 1 and close[0] in scene.city.topics:
            return [_meant(text, ranked, scene)]
        return [Clarify(close)]
    if _is_bare(text):
        return [OutOfScope()]
    return [AskPolicy(text)]


_AND = re.compile(
    r"^(那|那么|那要是|要是|如果)?(.{1,16}?)(呢|的话呢)[?？]?$|^(and|what about|how about|what if)\b.{1,40}$",
    re.IGNORECASE,
)
_IT = re.compile(r"^(那|那么)?(它|这个|这项|这事|那个|这|办这个|办它)|\b(it|this|that)\b", re.IGNORECASE)


def _follow_up(conversation: Conversation, text: str, scene: Scene) -> AskPolicy | None:
    """ "那2020年呢", "它要多久": the same topic on another day, or another side of the same item."""
    about = conversation.about
    if about is None or len(text) > 40:
        return None
    if about in scene.city.topics and _AND.match(text) and fact_date(text, scene.talk.today) is not None:
        return AskPolicy(text, topic=about)
    aspect = signals.aspect(text)
    if about in scene.city.items and _IT.search(text) and signals.is_question(text) and aspect != "overview":
        return AskPolicy(text, item=about, aspect=aspect)
    return None


def _is_bare(text: str) -> bool:
    return len(re.sub(r"[\W_\d]", "", text)) < 2


def _meant(text: str, ranked: list[Match], scene: Scene) -> Command:
    """What the best match stands for, by the form of the utterance."""
    top = ranked[0]
    if top.target in scene.city.topics:
        return AskPolicy(text, topic=top.target, also=close_second(ranked, scene))
    item = scene.city.items[top.target]
    aspect = signals.aspect(text) if signals.is_question(text) else "overview"
    if item.kind == "guide":
        return AskPolicy(text, item=item.code, aspect=aspect)
    if item.kind == "query":
        return AskPolicy(text, item=item.code, aspect=aspect) if aspect == "materials" else StartItem(item.code)
    if signals.is_question(text) and not (signals.is_wish(text) and aspect == "overview"):
        return AskPolicy(text, item=item.code, aspect=aspect)
    return StartItem(item.code)


def _with_values(text: str, meant: Command, scene: Scene) -> list[Command]:
    """Starting an item takes along every value said in the same breath."""
    if not isinstance(meant, StartItem):
        return [meant]
    item = scene.city.items[meant.code]
    opening = next((slot for slot in item.slots if slot.from_opening), None)
    values = harvest(item, text, Known({}, frozenset(), frozenset()), scene.talk)
    if opening is not None and signals.says_something(text):
        values.append(SetSlot(opening.name, text, text))
    return [meant, *values]


def literal(conversation: Conversation, scene: Scene) -> bool:
    """True when a name or a text of the citizen's own is awaited: its words are taken as they are."""
    awaited = conversation.awaited
    slot = scene.item.slot(awaited.slot) if scene.item and awaited and awaited.slot else None
    return slot is not None and slot.type in ("person_name", "text")


def unsure(commands: list[Command]) -> bool:
    """True when the matcher did not find what was meant: then a model, where there is one, may propose."""
    return any(
        isinstance(command, Clarify | OutOfScope)
        or (isinstance(command, AskPolicy) and command.topic is None and command.item is None)
        or (isinstance(command, SetSlot) and command.problem == "not_understood")
        for command in commands
    )
