"""The closed set of commands: everything an utterance can make the assistant do.

Produced by the matcher or a model, checked against item and state before they are applied. Values only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.conditions import Json


@dataclass(frozen=True)
class StartItem:
    code: str


@dataclass(frozen=True)
class SetSlot:
    """A value as recognised; `problem` is set instead when what was said cannot be a value of this slot."""

    name: str
    value: Json
    said: str
    problem: str | None = None
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Confirm:
    """A pure yes. It counts only for the digest of what was last read back."""


@dataclass(frozen=True)
class Deny:
    """No: to a read-back, an offer or a yes/no question."""


@dataclass(frozen=True)
class Cancel:
    """Drop the running case."""


@dataclass(frozen=True)
class Undo:
    """Take back the last thing said: that slot is asked again."""


@dataclass(frozen=True)
class AskPolicy:
    """A question. `topic` and `item` are what the matcher found for it; search answers when both are None."""

    question: str
    topic: str | None = None
    also: str | None = None  # a second topic that fits nearly as well
    item: str | None = None
    aspect: Literal["overview", "materials", "time_limit", "fee", "where", "conditions"] = "overview"


@dataclass(frozen=True)
class CheckProgress:
    number: str | None = None


@dataclass(frozen=True)
class Clarify:
    """Several readings are close: offer them. Each is an item code or a topic id."""

    options: tuple[str, ...]


@dataclass(frozen=True)
class HandOff:
    reason: Literal["asked", "repeated_failure", "emotion", "unsupported"]


@dataclass(frozen=True)
class Repeat:
    """Say the last reply again."""


@dataclass(frozen=True)
class OutOfScope:
    """Nothing of ours fits."""


Command = (
    StartItem
    | SetSlot
    | Confirm
    | Deny
    | Cancel
    | Undo
    | AskPolicy
    | CheckProgress
    | Clarify
    | HandOff
    | Repeat
    | OutOfScope
)
