"""One turn: the only file that mixes thinking and I/O. It reads like the list in docs/architecture.md.

Every error of a turn is caught here and becomes a reply with a way to a person.
"""

from __future__ import annotations

import secrets
import traceback
from collections.abc import AsyncIterator
from dataclasses import replace

import structlog

from assistant import dialogue, guard, signals
from assistant.apply import Event, Setting, apply
from assistant.build import Assistant
from assistant.case import Channel, Conversation, Person, known
from assistant.commands import Command, HandOff
from assistant.errors import ConversationBusy, ConversationNotFound, NotYours
from assistant.hand_off import hand_over
from assistant.harvest import Talk
from assistant.people import identify
from assistant.rank import Scene
from assistant.reply import Part, Reply
from assistant.respond import Voice, respond
from assistant.store import case_number
from assistant.submit import advance
from prompts import Language
from tools.errors import ToolError

log = structlog.get_logger(__name__)


async def open_conversation(
    assistant: Assistant, *, channel: Channel, language: Language, person: str | None = None
) -> Reply:
    """A new conversation with its greeting and the AI notice; `person` is the id of who is signed in."""
    conversation = Conversation(f"c_{secrets.token_urlsafe(18)}", channel, language, person)
    parts = Voice(language, assistant.today()).greeting()
    reply = Reply(conversation=conversation.id, turn=0, status="answered", parts=parts, language=language)
    await assistant.store.create(conversation, assistant.now(), reply)
    return reply


async def take_turn(
    assistant: Assistant, conversation_id: str, utterance: str, *, person: str | None = None
) -> AsyncIterator[Part | Reply]:
    """The parts of the reply, then the Reply. Raises ConversationNotFound, ConversationBusy and NotYours only."""
    async with assistant.lock(conversation_id):
        reply = await _turn(assistant, conversation_id, utterance, person)
    for part in reply.parts:
        yield part
    yield reply


async def load_own(assistant: Assistant, conversation_id: str, person: str | None) -> Conversation:
    """The conversation; one that belongs to a person only to that person. Raises ConversationNotFound, NotYours."""
    conversation = await assistant.store.load(conversation_id)
    if conversation.person is not None and conversation.person != person:
        raise NotYours(conversation_id)
    return conversation


async def _turn(assistant: Assistant, conversation_id: str, utterance: str, person_id: str | None) -> Reply:
    conversation = await load_own(assistant, conversation_id, person_id)
    screened = guard.screen(utterance)
    language = signals.language_of(screened.text, conversation.language)
    conversation = replace(conversation, person=person_id, language=language, turn=conversation.turn + 1)
    voice = Voice(language, assistant.today())
    try:
        conversation, reply, commands = await _answered(assistant, conversation, screened, voice)
    except (ConversationBusy, ConversationNotFound, NotYours):
        raise
    except Exception as error:
        # The one place for whatever goes wrong in a turn: the citizen gets a way on, the log the fault, not the words.
        log.error("turn_failed", fault=type(error).__name__, code=getattr(error, "code", None), where=_where(error))
        reply, commands = voice.failed(conversation), []
    said = repr([type(command).__name__ for command in commands])
    await assistant.store.save_turn(conversation, assistant.now(), screened.text, said, reply)
    return reply


def _where(error: BaseException) -> str:
    """File and line of the fault; never its message, which may hold what somebody said."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 2)[-1]}:{frames[-1].lineno}" if frames else ""


async def _answered(
    assistant: Assistant, conversation: Conversation, screened: guard.Screened, voice: Voice
) -> tuple[Conversation, Reply, list[Command]]:
    conversation, gone = _without_gone(assistant, conversation)
    if gone:
        return conversation, voice.item_gone(conversation), []
    emergency = signals.emergency(screened.text)
    if emergency is not None:
        return conversation, voice.emergency(conversation, emergency.say), []
    if not screened.text:
        return conversation, voice.empty(conversation), []
    person = await _person(assistant, conversation)
    scene = _scene(assistant, conversation, person, voice.language)
    commands = await assistant.understand(conversation, screened.text, scene)
    conversation = _retrying(conversation, screened.text)
    setting = Setting(
        assistant.items, person, assistant.today(), assistant.now().timestamp(), assistant.settings.consent_minutes,
        lambda: case_number(assistant.today().isoformat()),
    )  # fmt: skip
    conversation, events = apply(conversation, commands, setting)
    conversation, told = await advance(assistant, conversation, person, setting, events)
    conversation, handed = await _hand_off(assistant, conversation, events, person, voice)
    conversation, reply = await respond(assistant, conversation, events, told, handed, person, screened, voice)
    return conversation, reply, commands


def _without_gone(assistant: Assistant, conversation: Conversation) -> tuple[Conversation, bool]:
    """Cases of items the city no longer has are closed; True when the running one was among them."""
    case = conversation.case
    kept = tuple(one for one in conversation.suspended if one.item in assistant.items)
    finished = tuple(one for one in conversation.finished if one.item in assistant.items)
    conversation = replace(conversation, suspended=kept, finished=finished)
    if case is None or case.item in assistant.items:
        return conversation, False
    return replace(conversation, case=None, awaited=None, correcting=None), True


async def _person(assistant: Assistant, conversation: Conversation) -> Person | None:
    """Who is signed in. Looked up once and kept for a while; a system that is down leaves the level unproven (low)."""
    if conversation.person is None:
        return None
    kept = assistant.known_people.get(conversation.person)
    if kept is not None:
        return kept
    try:
        person = await identify(assistant.gateway, assistant.identity, conversation.person, assistant.today())
    except ToolError:
        return Person(conversation.person, level="low")
    assistant.known_people[conversation.person] = person
    return person


def _scene(assistant: Assistant, conversation: Conversation, person: Person | None, language: Language) -> Scene:
    talk = Talk(language, assistant.today(), assistant.places)
    case = conversation.case
    if case is None or case.outcome is not None:
        return Scene(assistant.city, assistant.recogniser, talk)
    item = assistant.items[case.item]
    return Scene(assistant.city, assistant.recogniser, talk, item, known(item, case, person, assistant.today()))


def _retrying(conversation: Conversation, text: str) -> Conversation:
    """Whatever is said next, a look-up that failed is tried again: systems come back."""
    case = conversation.case
    return replace(conversation, case=dialogue.retry_failed(case)) if case is not None and text else conversation


async def _hand_off(
    assistant: Assistant, conversation: Conversation, events: list[Event], person: Person | None, voice: Voice
) -> tuple[Conversation, str | None]:
    asked = next((event.command for event in events if isinstance(event.command, HandOff)), None)
    if asked is None:
        return conversation, None
    return await hand_over(assistant, conversation, asked.reason, person, voice.language)
