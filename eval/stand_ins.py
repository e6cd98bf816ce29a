"""What stands for people, systems and the store in random talks (consent.py): fixed records, and writes as told.

Knows operations by name only; what an item needs of them is written in consent.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

import yaml

from assistant.case import Conversation, Person
from assistant.city import load_city
from assistant.conditions import Json
from assistant.items import ServiceItem
from tools.adapter import JsonValue, Receipt, Record
from tools.errors import OutcomeUnknown, SystemRefused, SystemUnavailable

RECORDS = Path(__file__).parent / "consent.yaml"
BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Records = Mapping[str, Sequence[Mapping[str, Mapping[str, Json]]]]  # operation → entries of `when` and `fields`
PEOPLE = tuple(Person(person, level="high") for person in ("p01", "p02", "p03", "p06", "p13"))
# Values a slot of a type may get, right for some items and not for others.
VALUES: Mapping[str, tuple[Json, ...]] = {
    "integer": (1, 6, 12, 99),
    "money": (1000.0, 9000.0, 0.5, 5e7),
    "date": ("2026-12-15", "2026-12-31", "2026-11-01"),
    "yes_no": (True, False),
    "plate": ("皖A12345", "皖AD12345"),
    "mobile": ("19900001001", "19900001002"),
    "credit_code": ("91340199MA00TE0463", "91340199MA00TE011G"),
}


@dataclass
class Systems:
    """In place of the gateway: fixed records, and writes that are done, fail or get lost, as told."""

    records: Records
    mood: Literal["well", "fail", "lose"] = "well"
    sent: list[tuple[str, Mapping[str, Json], str]] = field(default_factory=list)
    done: dict[str, Receipt] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    async def call(
        self, operation: str, arguments: Mapping[str, Json], *, key: str | None = None, conversation: str | None = None
    ) -> Record | Receipt:
        if key is not None:
            return self._write(operation, arguments, key)
        for record in self.records.get(operation, ()):
            if all(arguments.get(name) == value for name, value in record["when"].items()):
                return Record(operation, cast("Mapping[str, JsonValue]", record["fields"]), BEGAN)
        raise SystemRefused(operation, "not_found", "")

    def _write(self, operation: str, arguments: Mapping[str, Json], key: str) -> Receipt:
        if key in self.done or key in self.open:
            self.wrong.append(f"{operation} was sent again under the same key")
        self.sent.append((operation, dict(arguments), key))
        mood, self.mood = self.mood, "well"
        if mood == "fail":
            raise SystemUnavailable(operation, "down")
        self.done[key] = Receipt(operation, f"N{len(self.sent)}", BEGAN, {})
        if mood == "lose":
            self.open.add(key)
            raise OutcomeUnknown(operation, key, "timeout")
        return self.done[key]

    async def settle(self, operation: str, key: str, *, conversation: str | None = None) -> Receipt | None:
        return self.done.get(key)


class Memory:
    """In place of the store: keeps nothing, counts versions."""

    async def save(self, conversation: Conversation, at: datetime) -> Conversation:
        return replace(conversation, version=conversation.version + 1)


@dataclass
class World:
    """The city's items that submit, once as they are and once edited, and what stands for systems and clock."""

    items: Mapping[str, ServiceItem]
    edited: Mapping[str, ServiceItem]
    records: Records

    @classmethod
    def of(cls, city: Path) -> World:
        items = {code: item for code, item in load_city(city).items.items() if item.submit is not None}
        edited = {code: _edited(item) for code, item in items.items()}
        return cls(items, edited, yaml.safe_load(RECORDS.read_text("utf-8")))


def _edited(item: ServiceItem) -> ServiceItem:
    """The same item after an operator changed its read-back."""
    written = item.model_dump(by_alias=True)
    written["confirm"] = {"zh": f"{item.confirm.zh}。", "en": f"{item.confirm.en}."} if item.confirm else None
    return ServiceItem.model_validate(written)
