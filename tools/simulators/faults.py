"""Faults on request: what may go wrong, and which call uses it up. Knows no HTTP and no service."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FaultKind = Literal["slow", "error", "refuse", "commit_then_timeout", "stale", "free_over_total", "down"]
OF_DATA: frozenset[FaultKind] = frozenset({"stale", "free_over_total"})
DEFAULT_SECONDS = {"slow": 2.0, "commit_then_timeout": 30.0, "stale": 3 * 3600.0}


class Fault(BaseModel):
    model_config = ConfigDict(extra="forbid")

    operation: str = Field(description="name of an operation, by_key, or * for all", min_length=1)
    fault: FaultKind
    times: int = Field(default=1, ge=0, description="how many calls it hits; 0 = until deleted")
    seconds: float | None = Field(default=None, ge=0, description="how long it waits; stale: age of the data")
    code: str = Field(default="refused", description="refuse: the code of the refusal")

    def wait(self) -> float:
        return DEFAULT_SECONDS.get(self.fault, 0.0) if self.seconds is None else self.seconds


@dataclass
class Faults:
    """The faults waiting for a service's calls, oldest first."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def take(self, operation: str, *, writes: bool) -> Fault | None:
        """The first fault that applies to this call; one of its times is used up."""
        for position, fault in enumerate(self.waiting):
            if fault.operation not in ("*", operation):
                continue
            if fault.fault == "commit_then_timeout" and not writes:
                continue
            if fault.fault in OF_DATA and operation != "lots_near":
                continue
            if fault.times == 1:
                del self.waiting[position]
            elif fault.times > 1:
                self.waiting[position] = fault.model_copy(update={"times": fault.times - 1})
            return fault
        return None
