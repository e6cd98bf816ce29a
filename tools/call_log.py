"""One log line for each call of a system: names and numbers, never a value of a citizen.

Knows nothing of what was asked.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import structlog

from tools.errors import BadCall, OutcomeUnknown, SystemRefused, ToolError

# "stopped": the call was cancelled, or a fault of our own ended it.
Outcome = Literal["ok", "settled", "not_done", "refused", "unavailable", "unknown", "bad_call", "stopped"]

log = structlog.get_logger("tools.gateway")


@dataclass
class CallLine:
    """The line while the call runs. `fields`: names of what came back; `missing`: the field that was not as agreed."""

    outcome: Outcome = "stopped"
    attempt: int = 0
    reason: str | None = None
    missing: str | None = None
    fields: list[str] = field(default_factory=list)


@contextmanager
def logged(operation: str, conversation: str | None) -> Iterator[CallLine]:
    line, started = CallLine(), time.perf_counter()
    try:
        yield line
        line.outcome = "ok" if line.outcome == "stopped" else line.outcome
    except ToolError as error:
        line.outcome = _outcome_of(error)
        line.reason = line.reason or getattr(error, "reason", error.code)
        raise
    finally:
        write = log.info if line.outcome in ("ok", "settled", "refused") else log.warning
        write(
            "tool_call",
            operation=operation,
            outcome=line.outcome,
            ms=round((time.perf_counter() - started) * 1000),
            attempt=line.attempt,
            reason=line.reason,
            missing=line.missing,
            fields=line.fields,
            conversation=conversation,
        )


def _outcome_of(error: ToolError) -> Outcome:
    match error:
        case SystemRefused():
            return "refused"
        case OutcomeUnknown():
            return "unknown"
        case BadCall():
            return "bad_call"
        case _:
            return "unavailable"
