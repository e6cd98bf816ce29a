"""Logs: one JSON object a line on standard output, personal numbers masked. Knows nothing of what is logged."""

from __future__ import annotations

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{3})\d{5,16}([0-9Xx]{3})(?![0-9A-Za-z])")
_KEPT_WHOLE = frozenset({"timestamp", "request_id"})


def masked(text: str) -> str:
    """Identity, telephone, card and account numbers keep their first and last three digits."""
    return _LONG_NUMBER.sub(r"\1*****\2", text)


def _mask_event(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    for key, value in event.items():
        if isinstance(value, str) and key not in _KEPT_WHOLE:
            event[key] = masked(value)
    return event


def set_up(level: str) -> None:
    """Sends our own lines and those of every library through one chain."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _mask_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # These print whole requests or whole events, which hold what people said.
    for name in ("httpx", "httpcore", "sse_starlette", "sse_starlette.sse", "openai", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
