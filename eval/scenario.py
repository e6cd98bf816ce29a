"""What a scenario file says: who talks, what they say turn by turn, and what must follow. Values only."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fault(Model):
    """A fault the city's system is told to have."""

    system: str
    operation: str
    fault: Literal["slow", "error", "refuse", "commit_then_timeout", "stale", "free_over_total", "down"]
    times: int = 1
    seconds: float | None = None
    code: str = "refused"


class Said(Model):
    say: str
    person: str | None = None  # signs in before saying this
    faults: tuple[Fault, ...] = ()
    clear_faults: bool = False
    status: str | tuple[str, ...] | None = None
    expect: tuple[str | tuple[str, ...], ...] = ()
    expect_not: tuple[str, ...] = ()
    asks: str | None = None
    cites: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    not_called: tuple[str, ...] = ()

    def statuses(self) -> tuple[str, ...]:
        if self.status is None:
            return ()
        return (self.status,) if isinstance(self.status, str) else self.status


class StoredRow(Model):
    """A row that must (or, with count 0, must not) stand in a system's database at the end."""

    system: str
    table: str
    where: dict[str, str | int | float] = {}
    count: int = 1


class Ends(Model):
    submitted: int | None = None
    record: StoredRow | None = None
    records: tuple[StoredRow, ...] = ()

    def rows(self) -> tuple[StoredRow, ...]:
        return (*((self.record,) if self.record else ()), *self.records)


class Scenario(Model):
    name: str
    item: str | None = None
    about: str | None = None
    person: str | None = None
    language: Literal["zh", "en"] = "zh"
    channel: Literal["chat", "voice", "kiosk", "desk"] = "chat"
    today: date | None = None
    faults: tuple[Fault, ...] = ()
    turns: tuple[Said, ...] = Field(min_length=1)
    ends: Ends = Ends()


def read_scenarios(folder: Path) -> list[Scenario]:
    """All scenarios of a city, by name. A faulty file raises with its name."""
    found: list[Scenario] = []
    for path in sorted(folder.rglob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text("utf-8")):
            for entry in document if isinstance(document, list) else [document]:
                if entry is None:
                    continue
                try:
                    found.append(Scenario.model_validate(entry))
                except ValueError as error:
                    raise ValueError(f"{path}: {error}") from error
    names = [scenario.name for scenario in found]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise ValueError(f"{folder}: scenario names used twice: {', '.join(doubled)}")
    return found
