"""Starts the five simulated systems as a real process for tests: free ports, a fresh data folder, faults on request.

with start_simulators(today=date(2026, 11, 23)) as city:
    city.fault("provident_fund", "withdraw", "commit_then_timeout", seconds=8)
    city.urls["provident_fund"]; city.records("provident_fund", "business", RYBS="p01"); city.reset()
"""

import os
import random
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
SYSTEMS = ("shared_data", "provident_fund", "parking", "approvals", "hotline")
KEY = "demo-simulator-key"
HOST = "127.0.0.1"
TODAY = date(2026, 11, 23)
PATIENCE = 30.0
Row = dict[str, str | int | float | None]


@dataclass(frozen=True)
class Simulators:
    """The running systems; `client` carries the key and takes full URLs."""

    port_base: int
    data_dir: Path
    client: httpx.Client
    api_key: str = KEY

    @property
    def urls(self) -> dict[str, str]:
        return {system: f"http://{HOST}:{self.port_base + offset}" for offset, system in enumerate(SYSTEMS)}

    def get(self, system: str, path: str, **params: str | int | float) -> httpx.Response:
        return self.client.get(self.urls[system] + path, params=params)

    def post(
        self, system: str, path: str, body: Mapping[str, object], key: str | None = None, timeout: float = 10
    ) -> httpx.Response:
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.client.post(self.urls[system] + path, json=dict(body), headers=headers, timeout=timeout)

    def fault(
        self,
        system: str,
        operation: str,
        fault: str,
        *,
        times: int = 1,
        seconds: float | None = None,
        code: str = "refused",
    ) -> None:
        body = {
            "operation": operation, "fault": fault, "times": times, "seconds": seconds, "code": code,
        }  # fmt: skip
        self.post(system, "/_faults", body).raise_for_status()

    def clear_faults(self) -> None:
        for url in self.urls.values():
            self.client.delete(f"{url}/_faults").raise_for_status()

    def reset(self, *systems: str) -> None:
        """Reseed these systems (all when none is named) and forget their faults."""
        for system in systems or SYSTEMS:
            self.post(system, "/_reset", {}).raise_for_status()

    def records(self, system: str, table: str, **where: str) -> list[Row]:
        answer = self.get(system, "/_records", table=table, **where).raise_for_status()
        rows: list[Row] = answer.json()["rows"]
        return rows


def free_port_base() -> int:
    """The first of five neighbouring ports that are free just now."""
    chosen = random.SystemRandom()
    for _ in range(200):
        base = chosen.randrange(20_000, 32_000)
        with ExitStack() as stack:
            try:
                for offset in range(len(SYSTEMS)):
                    stack.enter_context(socket.socket()).bind((HOST, base + offset))
            except OSError:
                continue
            return base
    raise RuntimeError("no five neighbouring free ports found")


@contextmanager
def start_simulators(today: date = TODAY, data_dir: Path | None = None) -> Iterator[Simulators]:
    """The systems in a subprocess, seeded into data_dir (default: a temporary folder); stopped on leaving."""
    with ExitStack() as stack:
        folder = data_dir or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="simulators-")))
        base = stack.enter_context(_process(today, folder))
        client = stack.enter_context(httpx.Client(headers={"X-Api-Key": KEY}, timeout=10, trust_env=False))
        yield Simulators(base, folder, client)


@contextmanager
def _process(today: date, folder: Path) -> Iterator[int]:
    errors = folder / "stderr.txt"
    environment = {**os.environ, "SIMULATOR_API_KEY": KEY}
    for _ in range(5):  # another process may take a port between the look and the start
        base = free_port_base()
        command = [sys.executable, "-m", "tools.simulators", "--port-base", str(base)]
        command += ["--data-dir", str(folder), "--today", today.isoformat()]
        with (
            errors.open("wb") as sink,
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=sink) as process,
        ):
            try:
                if _ready(process):
                    yield base
                    return
            finally:
                process.terminate()
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()
    raise RuntimeError(f"the simulators did not start: {errors.read_text(encoding='utf-8', errors='replace')}")


def _ready(process: "subprocess.Popen[bytes]") -> bool:
    """Wait for the line that says all five listen; False when the process ends or is silent for too long."""
    assert process.stdout is not None
    until = time.monotonic() + PATIENCE
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while time.monotonic() < until:
            if selector.select(timeout=0.2):
                return b"ready" in process.stdout.readline()
    return False
