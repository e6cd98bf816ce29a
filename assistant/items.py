"""What a service item is: slots, look-ups, rules, figures, wording, as the operators write them in YAML.

Knows no conversation and calls nothing. Field names follow the national implementation list (实施清单) in English.
"""

from __future__ import annotations

import functools
import hashlib
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.conditions import Json
from prompts import Language

Level = Literal["none", "low", "medium", "high"]
LEVELS: tuple[Level, ...] = ("none", "low", "medium", "high")
SlotKind = Literal[
    "id_number", "mobile", "plate", "project_code", "credit_code", "bank_card", "money", "integer", "percent", "date",
    "month", "period", "duration", "time", "yes_no", "choice", "person_name", "place", "text",
]  # fmt: skip


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Model):
    """One sentence in both languages."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


class Phrases(Model):
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        return self.zh + self.en


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


IsoDate = Annotated[date, BeforeValidator(_iso)]


class Choice(Model):
    value: str
    label: Text
    also: Phrases = Phrases()


class Slot(Model):
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: SlotKind
    label: Text
    ask: Text
    help: Text | None = None
    say: Text | None = None
    unit: Text | None = None  # the word that marks a bare number as this slot's ("个月"); else read off `say`
    when: str | None = None
    min: float | None = None
    max: float | None = None
    choices: tuple[Choice, ...] = ()
    choices_from: str | None = None
    choice_value: str | None = None
    choice_label: Text | None = None
    prefill: str | None = Field(default=None, alias="from")
    optional: bool = False
    from_opening: bool = False  # a text slot: the statement that opened the case is its value
    pattern: str | None = None  # a text slot: what its value looks like, so that it is heard in free speech

    @model_validator(mode="after")
    def _choices_belong_to_choice(self) -> Slot:
        if self.type != "text" and (self.from_opening or self.pattern):
            raise ValueError(f"slot {self.name}: `from_opening` and `pattern` belong to type text")
        if (self.type == "choice") != bool(self.choices or self.choices_from):
            raise ValueError(f"slot {self.name}: `choices` or `choices_from` belong to type choice, and it needs one")
        return self


class LookUp(Model):
    operation: str
    send: dict[str, str] = {}
    save: dict[str, str] = {}
    when: str | None = None


class Computed(Model):
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    value: str
    type: Literal["money", "integer", "text", "date", "percent"] = "text"
    label: Text | None = None


class Rule(Model):
    require: str
    otherwise: Text
    basis: str | None = None
    correct: Text | None = None


class Figure(Model):
    value: Annotated[float, Field(strict=False)]
    in_force_from: IsoDate = Field(alias="from")
    in_force_to: IsoDate | None = Field(default=None, alias="to")
    basis: str


class TimeLimit(Model):
    text: Text
    statutory: float | None = None
    promised: float | None = None
    unit: Literal["day", "working_day"] = "day"
    basis: str | None = None


class Fee(Model):
    text: Text
    basis: str | None = None


class Material(Model):
    name: Text
    needed: Literal["required", "optional", "later"] = "required"
    source: Literal["applicant", "shared"] = "applicant"
    when: Text | None = None


class Submit(Model):
    operation: str
    send: dict[str, str] = {}


class Shown(Model):
    """A line of a query's record part: the fact `name` or the expression `value`; a list shows `row` per element."""

    name: str
    label: Text
    type: Literal["text", "money", "integer", "date", "percent", "list", "yes_no"] = "text"
    value: str | None = None
    row: Text | None = None


class ServiceItem(Model):
    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    area: Literal["provident_fund", "parking", "approvals", "services", "hotline"]
    department: Text
    kind: Literal["apply", "pay", "report", "query", "guide"]
    handling: tuple[Literal["verbal", "intelligent", "kiosk", "window", "online"], ...] = ()
    mark: Literal["DEMO"] | None = None
    sign_in: Level = "none"
    asked_as: Phrases
    summary: Text
    basis: tuple[str, ...] = ()
    time_limit: TimeLimit | None = None
    fee: Fee | None = None
    where: Text | None = None
    contact: str | None = None
    accept_condition: Text | None = None
    materials: tuple[Material, ...] = ()
    slots: tuple[Slot, ...] = ()
    look_up: tuple[LookUp, ...] = ()
    compute: tuple[Computed, ...] = ()
    eligible: tuple[Rule, ...] = ()
    figures: dict[str, tuple[Figure, ...]] = {}
    confirm: Text | None = None
    submit: Submit | None = None
    show: tuple[Shown, ...] = ()
    done: Text | None = None

    @model_validator(mode="after")
    def _whole(self) -> ServiceItem:
        writes = self.kind in ("apply", "pay", "report")
        if writes and (self.submit is None or self.confirm is None or self.done is None):
            raise ValueError(f"{self.code}: an item of kind {self.kind} needs confirm, submit and done")
        if not writes and self.submit is not None:
            raise ValueError(f"{self.code}: an item of kind {self.kind} must not submit")
        if self.kind == "query" and self.done is None:
            raise ValueError(f"{self.code}: a query needs done, the sentence that gives the result")
        return self

    @functools.cached_property
    def version(self) -> str:
        """Hash of the whole item; a running case keeps the one it began with."""
        return hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()[:16]

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)

    def figure(self, name: str, on: date) -> Figure | None:
        """The dated value in force on a day; None when the table has none for it."""
        for figure in self.figures.get(name, ()):
            if figure.in_force_from <= on and (figure.in_force_to is None or on <= figure.in_force_to):
                return figure
        return None

    def figures_on(self, on: date) -> dict[str, Json]:
        return {name: figure.value for name in self.figures if (figure := self.figure(name, on)) is not None}
