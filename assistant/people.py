"""Who signs in: the demo people of a city, and where a person's name and identity level are looked up.

Knows the demo list and the look-up's field names; tokens and passwords are the server's.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from assistant.case import Person
from assistant.items import LEVELS, Model, Text
from tools.gateway import Gateway

GUARDIAN_AGE = 14  # below it, data is taken only with a guardian (PIPL art. 28, 31)


class Identity(Model):
    """city.yaml `identity`: the operation that knows a resident, and its fields."""

    operation: str
    name: str
    level: str
    birth_date: str


class DemoPerson(Model):
    id: str
    name: str
    description: Text


def demo_people(path: Path) -> tuple[DemoPerson, ...]:
    if not path.exists():
        return ()
    return TypeAdapter(tuple[DemoPerson, ...]).validate_python(yaml.safe_load(path.read_text("utf-8")))


async def identify(gateway: Gateway, identity: Identity, person: str, today: date) -> Person:
    """The person behind an id. Raises SystemRefused when there is none, SystemUnavailable when nobody can say."""
    record = await gateway.call(identity.operation, {"person": person})
    level = str(record.fields[identity.level])
    born = date.fromisoformat(str(record.fields[identity.birth_date]))
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return Person(
        person,
        str(record.fields[identity.name]),
        level if level in LEVELS else "low",
        minor=age < GUARDIAN_AGE,
    )
