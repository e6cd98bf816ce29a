"""Runs turns to their end even when the listener has gone: a broken connection must not stop a submission half-way.

Knows nothing of HTTP and nothing of what a turn does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import structlog

from assistant.reply import Part, Reply

log = structlog.get_logger("server")

Piece = Part | Reply


class Turns:
    """The turns under way in this process."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    async def run(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[Piece]:
        """The pieces of a turn, which goes on by itself should nobody take them."""
        waiting: asyncio.Queue[Piece | Exception | None] = asyncio.Queue()
        task = asyncio.create_task(_take(pieces, waiting))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        while (piece := await waiting.get()) is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def finish(self, seconds: float) -> None:
        """Waits for what is still running, for a limited time."""
        if self._running:
            _, left = await asyncio.wait(self._running, timeout=seconds)
            if left:
                log.warning("turns_abandoned", count=len(left))


async def _take(pieces: AsyncIterator[Piece], waiting: asyncio.Queue[Piece | Exception | None]) -> None:
    try:
        async for piece in pieces:
            waiting.put_nowait(piece)
    except Exception as error:  # handed to whoever listens
        waiting.put_nowait(error)
    finally:
        waiting.put_nowait(None)
