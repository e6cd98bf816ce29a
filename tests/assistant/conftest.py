"""Talks for the tests of the assistant: through the front door, as every channel has them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from assistant.build import Assistant
from assistant.case import Channel, Conversation
from assistant.reply import ConfirmPart, ReceiptPart, Reply
from assistant.turn import open_conversation, take_turn
from eval.judge import asked_slot, text_of
from prompts import Language


@dataclass(frozen=True)
class Said:
    """A reply, and what tests look at in it."""

    reply: Reply

    @property
    def status(self) -> str:
        return self.reply.status

    @property
    def text(self) -> str:
        return text_of(self.reply.model_dump(mode="json"))

    @property
    def asks(self) -> str | None:
        return asked_slot(self.reply.model_dump(mode="json"))

    @property
    def receipts(self) -> list[str]:
        return [part.number for part in self.reply.parts if isinstance(part, ReceiptPart)]

    @property
    def read_back(self) -> dict[str, str]:
        """Name → value of the lines read back; empty when nothing was."""
        shown = [part for part in self.reply.parts if isinstance(part, ConfirmPart)]
        return {line.name: line.value for line in shown[-1].fields} if shown else {}


@dataclass
class Talk:
    """One conversation of one person."""

    assistant: Assistant
    id: str
    person: str | None

    async def say(self, text: str) -> Said:
        said = [part async for part in take_turn(self.assistant, self.id, text, person=self.person)]
        last = said[-1]
        assert isinstance(last, Reply)
        return Said(last)

    async def all(self, *texts: str) -> Said:
        """Says one after the other; the last reply."""
        assert texts
        for text in texts:
            said = await self.say(text)
        return said

    async def state(self) -> Conversation:
        return await self.assistant.store.load(self.id)


Begin = Callable[..., Awaitable[Talk]]


async def begin_talk(
    assistant: Assistant, person: str | None = None, language: Language = "zh", channel: Channel = "chat"
) -> Talk:
    opened = await open_conversation(assistant, channel=channel, language=language, person=person)
    return Talk(assistant, opened.conversation, person)


@pytest.fixture
def begin(assistant: Assistant) -> Begin:
    """`await begin("p01")` opens a conversation with the day's assistant."""

    async def opened(person: str | None = None, language: Language = "zh", channel: Channel = "chat") -> Talk:
        return await begin_talk(assistant, person, language, channel)

    return opened
