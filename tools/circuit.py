"""A circuit breaker for one system: after repeated failures it stops asking, then lets a single call try.

Knows nothing of HTTP or of what is asked; time comes from the clock it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

FAILURES_TO_OPEN = 3
SECONDS_OPEN = 30.0

CircuitState = Literal["closed", "open", "half_open"]


@dataclass(frozen=True)
class Circuit:
    """What anybody may see of a circuit. `retry_after`: seconds until a call is let through, 0 when one is."""

    system: str
    state: CircuitState
    failures: int
    retry_after: float


class Breaker:
    """Counts calls that failed after their retries, one after another; any answer, also a refusal, resets it."""

    def __init__(self, system: str, clock: Callable[[], float]) -> None:
        self._system = system
        self._clock = clock
        self._failures = 0
        self._opened_at: float | None = None
        self._probing = False

    def view(self) -> Circuit:
        return Circuit(self._system, self._state(), self._failures, self._wait())

    def enter(self) -> bool:
        """May a call go out now? In the half-open state only the first one may, until it has ended."""
        match self._state():
            case "closed":
                return True
            case "open":
                return False
            case "half_open":
                if self._probing:
                    return False
                self._probing = True
                return True

    def answered(self) -> None:
        self._failures, self._opened_at, self._probing = 0, None, False

    def failed(self) -> None:
        self._failures += 1
        self._probing = False
        if self._failures >= FAILURES_TO_OPEN:
            self._opened_at = self._clock()

    def abandoned(self) -> None:
        """The call was cancelled: it says nothing about the system, but the next one may try."""
        self._probing = False

    def _state(self) -> CircuitState:
        if self._opened_at is None:
            return "closed"
        return "open" if self._wait() > 0 else "half_open"

    def _wait(self) -> float:
        if self._opened_at is None:
            return 0.0
        return max(0.0, self._opened_at + SECONDS_OPEN - self._clock())
