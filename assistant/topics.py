"""What a topic is: something people ask, answered in both languages, each sentence resting on clauses.

Knows no conversation; which sentences are shown on a day is decided by the validity of the clauses they cite.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from assistant.items import Model, Phrases, Text

TopicKind = Literal["rule", "plain", "unknown", "outside", "refuse", "warn"]


class Sentence(Text):
    cites: tuple[str, ...] = ()

    def text(self, language: Literal["zh", "en"]) -> str:
        return self.in_(language)


class Topic(Model):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    area: Literal["provident_fund", "parking", "approvals", "services", "hotline", "assistant"]
    name: Text
    asked_as: Phrases
    kind: TopicKind = "rule"
    sentences: tuple[Sentence, ...] = Field(min_length=1)
    ask: Text | None = None
    offer: tuple[str, ...] = ()
    door: str | None = None
    then_human: bool = False

    @model_validator(mode="after")
    def _rules_cite(self) -> Topic:
        if self.kind == "rule" and any(not sentence.cites for sentence in self.sentences):
            raise ValueError(f"topic {self.id}: every sentence of kind rule must cite a clause")
        return self
