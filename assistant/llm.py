"""A language model behind any OpenAI-compatible URL, through langchain: it proposes commands and words answers.

What it returns is checked by code before anything follows: codes must exist, values must be read off the utterance by
our own recognisers, sentences must pass the gate. A yes never comes from here. Time-outs fall back to the matcher.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.case import Conversation
from assistant.commands import AskPolicy, Cancel, Command, HandOff, OutOfScope, SetSlot, StartItem
from assistant.errors import ModelOutputInvalid, ModelUnavailable
from assistant.harvest import answer_of
from assistant.rank import Scene
from assistant.settings import Settings
from assistant.sources import Said, Support, gated
from prompts import Language, prompt
from retrieval.passage import Hit

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CANDIDATES = 6
T = TypeVar("T", bound=BaseModel)


class Proposed(BaseModel):
    """One command as the model writes it."""

    command: Literal["start_item", "set_slot", "ask_policy", "cancel", "hand_off", "out_of_scope"]
    code: str | None = None
    name: str | None = None
    said: str | None = None
    topic: str | None = None
    item: str | None = None


class Commands(BaseModel):
    commands: list[Proposed]


class Written(BaseModel):
    text: str
    citations: list[int]


class Sentences(BaseModel):
    sentences: list[Written]


@dataclass(frozen=True)
class Model:
    """A chat model and how long a turn may wait for it."""

    chat: BaseChatModel
    seconds: float

    @classmethod
    def of(cls, settings: Settings) -> Model | None:
        """None when no model is configured."""
        if not settings.llm_url or not settings.llm_model:
            return None
        from langchain_openai import ChatOpenAI

        chat = ChatOpenAI(
            base_url=settings.llm_url,
            model=settings.llm_model,
            api_key=settings.llm_key or "none",
            temperature=0,
            max_retries=0,
            timeout=settings.llm_seconds,
        )
        return cls(chat, settings.llm_seconds)

    async def propose(self, conversation: Conversation, text: str, scene: Scene, near: Sequence[str]) -> list[Command]:
        """Commands for an utterance the matcher was unsure of. Raises ModelUnavailable, ModelOutputInvalid."""
        item = scene.item
        asked = conversation.awaited.slot if conversation.awaited else None
        slot = item.slot(asked) if item and asked else None
        system = prompt(
            "commands",
            items=[(code, scene.city.items[code].name.zh) for code in near if code in scene.city.items],
            topics=[(code, scene.city.topics[code].name.zh) for code in near if code in scene.city.topics],
            running=item.name.zh if item else "",
            slots=[(one.name, one.label.zh) for one in item.slots] if item else [],
            asked=slot.label.zh if slot else "",
        )
        proposed = await self._ask(system, text, Commands)
        commands = [command for one in proposed.commands if (command := checked(one, text, scene)) is not None]
        if not commands:
            raise ModelOutputInvalid("no command survived the checks")
        return commands

    async def word(self, question: str, hits: Sequence[Hit], on: date, language: Language) -> list[Said]:
        """Sentences from the clauses found that pass the gate. Raises ModelUnavailable, ModelOutputInvalid."""
        clauses = [
            {"n": n, "title": hit.document.title, "label": hit.passage.label, "text": hit.passage.text}
            for n, hit in enumerate(hits, 1)
        ]
        system = prompt("answer", language=language, on=on.isoformat(), clauses=clauses)
        written = await self._ask(system, question, Sentences)
        return cited(written, hits)

    async def _ask(self, system: str, text: str, shape: type[T]) -> T:
        """JSON in the reply, checked by shape; one repair, inside the same time budget."""
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        messages: list[Any] = [SystemMessage(system), HumanMessage(text)]
        try:
            async with asyncio.timeout(self.seconds):
                reply = await self.chat.ainvoke(messages)
                try:
                    return parsed(str(reply.content), shape)
                except ModelOutputInvalid as fault:
                    again = [*messages, AIMessage(str(reply.content)), HumanMessage(f"{fault}. JSON only.")]
                    return parsed(str((await self.chat.ainvoke(again)).content), shape)
        except ModelOutputInvalid:
            raise
        except Exception as error:
            # Whatever a server or client library throws, the turn goes on without the model.
            raise ModelUnavailable(type(error).__name__) from error


def checked(one: Proposed, text: str, scene: Scene) -> Command | None:
    """The command, if it names what exists and its value is really in the utterance; else None."""
    city = scene.city
    match one.command:
        case "start_item":
            return StartItem(one.code) if one.code and one.code in city.items else None
        case "ask_policy":
            topic = one.topic if one.topic in city.topics else None
            return AskPolicy(text, topic=topic, item=one.item if one.item in city.items else None)
        case "set_slot":
            return _checked_value(one, text, scene)
        case "cancel":
            return Cancel()
        case "hand_off":
            return HandOff("asked")
        case "out_of_scope":
            return OutOfScope()


def _checked_value(one: Proposed, text: str, scene: Scene) -> SetSlot | None:
    """The value is read by our recogniser from words that stand in the utterance; the model's reading is not used."""
    slot = scene.item.slot(one.name) if scene.item and one.name else None
    if slot is None or scene.facts is None or not one.said or one.said not in text:
        return None
    value = answer_of(slot, one.said, scene.facts, scene.talk)
    return value if value.problem is None else None


def cited(written: Sentences, hits: Sequence[Hit]) -> list[Said]:
    """Sentences with their clauses; one that cites nothing or an unknown number is rejected, the rest pass the gate."""
    said = []
    for one in written.sentences:
        if one.citations and all(1 <= n <= len(hits) for n in one.citations):
            chosen = [hits[n - 1] for n in one.citations]
            support = tuple(Support(hit.document, hit.passage, quote=hit.passage.text.strip()) for hit in chosen)
            said.append(Said(one.text.strip(), support))
    return gated(said)


def parsed(text: str, shape: type[T]) -> T:
    """The first JSON object in the text, as the shape wants it. Raises ModelOutputInvalid."""
    found = re.search(r"\{.*\}", text, re.DOTALL)
    if found is None:
        raise ModelOutputInvalid("no JSON object in the reply")
    try:
        return shape.model_validate(json.loads(found.group(0)))
    except (json.JSONDecodeError, ValidationError) as error:
        raise ModelOutputInvalid(f"the JSON does not fit: {str(error).splitlines()[0]}") from error
