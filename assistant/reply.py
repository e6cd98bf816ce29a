"""What a citizen gets back: a reply made of parts, and a status a program can read.

Values only; which parts follow from a step is composed in compose.py.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal[
    "answered", "asked", "confirming", "submitted", "refused", "not_found", "out_of_scope", "handed_off", "emergency",
    "failed",
]  # fmt: skip


class Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CitedSentence(Value):
    text: str
    citations: tuple[int, ...] = ()


class Source(Value):
    n: int
    document: str
    version: str
    title: str
    clause: str
    in_force_from: str | None
    in_force_to: str | None
    quote: str
    url: str | None
    note: str | None = None


class ChoiceShown(Value):
    value: str
    label: str


class FieldShown(Value):
    name: str
    label: str
    value: str


class TextPart(Value):
    kind: Literal["text"] = "text"
    text: str


class AnswerPart(Value):
    kind: Literal["answer"] = "answer"
    sentences: tuple[CitedSentence, ...]
    sources: tuple[Source, ...]


class AskPart(Value):
    kind: Literal["ask"] = "ask"
    slot: str
    type: str
    text: str
    choices: tuple[ChoiceShown, ...] = ()


class ConfirmPart(Value):
    kind: Literal["confirm"] = "confirm"
    item: str
    fields: tuple[FieldShown, ...]
    digest: str
    text: str


class RecordPart(Value):
    kind: Literal["record"] = "record"
    operation: str
    fields: tuple[FieldShown, ...]


class ReceiptPart(Value):
    kind: Literal["receipt"] = "receipt"
    number: str
    item: str
    at: str


class HandOffPart(Value):
    kind: Literal["handoff"] = "handoff"
    to: str
    reference: str


class NoticePart(Value):
    kind: Literal["notice"] = "notice"
    text: str


Part = Annotated[
    TextPart | AnswerPart | AskPart | ConfirmPart | RecordPart | ReceiptPart | HandOffPart | NoticePart,
    Field(discriminator="kind"),
]


class CaseShown(Value):
    """The running case, as far as the citizen sees it: known values masked where they are personal numbers."""

    number: str
    item: str
    name: str
    state: Literal["collecting", "confirming", "submitted", "unknown", "refused", "cancelled"]
    fields: tuple[FieldShown, ...] = ()
    receipt: str | None = None


class Reply(Value):
    conversation: str
    turn: int
    status: Status
    parts: tuple[Part, ...]
    case: CaseShown | None = None
    language: Literal["zh", "en"] = "zh"
