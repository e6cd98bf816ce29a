"""Starts what an evaluation needs: the city's systems as a process, and an assistant or a server beside them.

Knows commands and addresses only.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx

from assistant.settings import Settings

NAMES = ("shared_data", "provident_fund", "parking", "approvals", "hotline")
KEY = "demo-simulator-key"
PATIENCE = 40.0


@dataclass(frozen=True)
class TrialSystems:
    """The running systems as a scenario needs them: faults, records, reset."""

    base: int
    client: httpx.Client

    def url(self, system: str) -> str:
        return f"http://127.0.0.1:{self.base + NAMES.index(system)}"

    def fault(
        self, system: str, operation: str, fault: str, *, times: int = 1, seconds: float | None = None,
        code: str = "refused",
    ) -> None:  # fmt: skip
        body = {"operation": operation, "fault": fault, "times": times, "seconds": seconds, "code": code}
        self.client.post(f"{self.url(system)}/_faults", json=body).raise_for_status()

    def clear_faults(self) -> None:
        for system in NAMES:
            self.client.delete(f"{self.url(system)}/_faults").raise_for_status()

    def reset(self) -> None:
        for system in NAMES:
            self.client.post(f"{self.url(system)}/_reset", json={}).raise_for_status()

    def records(self, system: str, table: str, **where: str) -> list[dict[str, str | int | float | None]]:
        answer = self.client.get(f"{self.url(system)}/_records", params={"table": table, **where})
        answer.raise_for_status()
        rows: list[dict[str, str | int | float | None]] = answer.json()["rows"]
        return rows

    def settings(self, data_dir: Path, today: date | None) -> Settings:
        urls = {f"{name}_url": self.url(name) for name in NAMES}
        return Settings.model_validate({**urls, "data_dir": data_dir, "today": today, "systems_key": KEY})


def free_port(count: int) -> int:
    """The first of `count` free ports in a row, below the range the system hands out for outgoing connections."""
    for _ in range(100):
        base = random.randrange(20_000, 32_000)
        if all(_free(base + offset) for offset in range(count)):
            return base
    raise RuntimeError("no free ports")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def process(command: list[str], health: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A child process that answers at its health address; ended with the block."""
    running = subprocess.Popen(
        [sys.executable, "-m", *command], env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(health):
            if running.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{' '.join(command)} did not start")
            time.sleep(0.1)
        yield running
    finally:
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@contextmanager
def trial_systems(today: date | None) -> Iterator[TrialSystems]:
    """The five simulated systems, seeded afresh."""
    base = free_port(len(NAMES))
    with tempfile.TemporaryDirectory() as folder:
        day = ["--today", today.isoformat()] if today else []
        command = ["tools.simulators", "--port-base", str(base), "--data-dir", folder, *day]
        health = f"http://127.0.0.1:{base + len(NAMES) - 1}/healthz"
        with process(command, health), httpx.Client(headers={"X-Api-Key": KEY}, timeout=10) as client:
            yield TrialSystems(base, client)
