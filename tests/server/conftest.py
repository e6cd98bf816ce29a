"""A really running server with simulated systems behind it, on free ports, once for all tests of this folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-that-is-only-used-by-these-tests"
TODAY = "2026-11-23"
LONGEST_START = 120


@dataclass(frozen=True)
class Running:
    """Where the server listens and where it writes its log."""

    url: str
    log: Path

    def client(self, person: str | None = None, language: str | None = None) -> httpx.Client:
        """A client without a browser's own headers; signed in when a demo person's id is given."""
        headers = {"Accept-Language": language} if language else {}
        if person is not None:
            signed = httpx.post(f"{self.url}/v1/sign-in", json={"person": person}, trust_env=False).raise_for_status()
            headers["Authorization"] = f"Bearer {signed.json()['token']}"
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)


def _free(first: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", first)) != 0


def _free_ports(count: int) -> int:
    """The first of `count` neighbouring ports nobody listens on; by process, so that parallel test runs keep apart."""
    # below 32,768, where the system finds ports for outgoing connections
    for base in range(20_000 + os.getpid() % 1200 * 10, 32_700, 10):
        if all(_free(base + step) for step in range(count)):
            return base
    raise RuntimeError("no free ports")


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    base = _free_ports(6)
    folder = tmp_path_factory.mktemp("server")
    environment = {
        **os.environ, "PORT": str(base), "HOST": "127.0.0.1", "DATA_DIR": str(folder / "data"), "TODAY": TODAY,
        "TOKEN_SECRET": SECRET, "LOG_LEVEL": "info", "PYTHONWARNINGS": "default",
    }  # fmt: skip
    command = [sys.executable, "-m", "server", "--with-simulators", "--simulator-ports", str(base + 1)]
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{base}", process, log)
            yield Running(f"http://127.0.0.1:{base}", log)
        finally:
            process.terminate()
            ended = process.wait(timeout=40)
    assert ended == 0, f"the server did not end cleanly: {ended}\n{log.read_text('utf-8')[-2000:]}"
    assert all(_free(base + step) for step in range(6)), "a simulator outlived the server"


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/readyz", timeout=2, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8')[-4000:]}")


@pytest.fixture
def client(running: Running) -> Iterator[httpx.Client]:
    """Nobody is signed in."""
    with running.client() as client:
        yield client
