"""The JSON of the interface, apart from Reply and its parts (assistant/reply.py). Values only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.items import Fee, Level, Material, SlotKind, Text, TimeLimit
from assistant.reply import Part, Reply
from prompts import Language
from retrieval.passage import Certainty, Standing
from server.text import LONGEST, SOME_WRITING

Channel = Literal["chat", "voice", "kiosk", "desk"]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class OpenRequest(Shape):
    channel: Channel = "chat"
    language: Language = "zh"


class Opened(Shape):
    id: str
    language: Language
    parts: tuple[Part, ...]


class TurnRequest(Shape):
    # The limits are told here and kept in text.py, which answers with a sentence of its own for each.
    text: str = Field(
        description="What the person says: 1 to 2,000 characters. Control characters are taken out.",
        json_schema_extra={"minLength": 1, "maxLength": LONGEST, "pattern": SOME_WRITING},
    )


class TurnShown(Shape):
    turn: int
    utterance: str
    at: datetime
    reply: Reply


class ConversationShown(Shape):
    id: str
    language: Language
    channel: Channel
    parts: tuple[Part, ...] = Field(description="What was said when the conversation was opened")
    turns: tuple[TurnShown, ...]


class SubmittedCase(Shape):
    """A case of one's own. `state`: done, unknown (being cleared up), refused, failed or intended."""

    number: str
    receipt: str | None
    item: str
    name: Text
    state: str
    at: datetime


class SignInRequest(Shape):
    person: str = Field(min_length=1, max_length=40)


class PersonShown(Shape):
    id: str
    name: str
    description: Text


class PeopleShown(Shape):
    people: tuple[PersonShown, ...]


class SignedIn(Shape):
    token: str
    token_type: Literal["bearer"] = "bearer"
    expires_at: datetime
    person: PersonShown


class Reference(Shape):
    """A clause that something rests on."""

    document: str
    clause: str
    title: str
    label: str
    in_force_from: date
    in_force_to: date | None


class ItemSummary(Shape):
    code: str
    name: Text
    area: str
    department: Text
    kind: str
    handling: tuple[str, ...]
    sign_in: Level
    summary: Text
    say: Text = Field(description="A sentence that starts the item")
    mark: Literal["DEMO"] | None


class ItemsShown(Shape):
    items: tuple[ItemSummary, ...]
    count: int


class ChoiceOffered(Shape):
    value: str
    label: Text


class SlotShown(Shape):
    name: str
    type: SlotKind
    label: Text
    ask: Text
    help: Text | None
    optional: bool
    choices: tuple[ChoiceOffered, ...]


class ConditionShown(Shape):
    """A rule, as it is told to somebody who does not meet it."""

    otherwise: Text
    correct: Text | None
    basis: str | None


class ItemShown(ItemSummary):
    version: str
    basis: tuple[Reference, ...]
    time_limit: TimeLimit | None
    fee: Fee | None
    where: Text | None
    contact: str | None
    accept_condition: Text | None
    materials: tuple[Material, ...]
    slots: tuple[SlotShown, ...]
    conditions: tuple[ConditionShown, ...]


class PassageShown(Shape):
    document: str
    version: str
    series: str
    title: str
    clause: str
    label: str
    headings: tuple[str, ...]
    in_force_from: date
    in_force_to: date | None
    standing: Standing
    text: str
    score: float
    similarity: float
    coverage: float
    url: str | None


class SearchShown(Shape):
    query: str
    on: date
    passages: tuple[PassageShown, ...]


class OtherVersion(Shape):
    id: str
    title: str
    in_force_from: date
    in_force_to: date | None


class ClauseShown(Shape):
    id: str
    label: str
    headings: tuple[str, ...]
    text: str


class DocumentShown(Shape):
    id: str
    version: str
    series: str
    title: str
    issuer: str
    number: str | None
    place: str
    topic: str
    published: date | None
    in_force_from: date
    in_force_to: date | None
    standing: Standing
    in_force: bool
    replaces: tuple[OtherVersion, ...]
    replaced_by: tuple[OtherVersion, ...]
    url: str | None
    certainty: Certainty
    note: Text | None
    clauses: tuple[ClauseShown, ...]


class Ready(Shape):
    status: Literal["ready"] = "ready"
    items: int
    documents: int
    corpus: str


class Alive(Shape):
    status: Literal["alive"] = "alive"
