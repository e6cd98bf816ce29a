"""Starts the five simulated systems in one process: python -m tools.simulators. Knows no rules of theirs."""

import argparse
import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import uvicorn
from fastapi import APIRouter, FastAPI

from tools.simulators.application import create_app
from tools.simulators.approvals.routes import router as approvals
from tools.simulators.clock import Clock
from tools.simulators.database import SchemaChanged, open_database
from tools.simulators.faults import Faults
from tools.simulators.hotline.routes import router as hotline
from tools.simulators.parking.routes import router as parking
from tools.simulators.provident_fund.routes import router as provident_fund
from tools.simulators.service import DEFAULT_KEY, Service
from tools.simulators.shared_data.routes import router as shared_data

# In the order of their ports.
SYSTEMS: dict[str, tuple[APIRouter, str]] = {
    "shared_data": (shared_data, "City data-sharing platform (simulated)"),
    "provident_fund": (provident_fund, "Housing provident fund centre (simulated)"),
    "parking": (parking, "Parking platform (simulated)"),
    "approvals": (approvals, "Construction project approvals (simulated)"),
    "hotline": (hotline, "12345 work orders (simulated)"),
}


class Server(uvicorn.Server):
    """One of several servers in a process: signals are handled once, for all of them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def build(system: str, data_dir: Path, clock: Clock) -> FastAPI:
    router, title = SYSTEMS[system]
    db = open_database(data_dir / f"{system}.sqlite3", system)
    key = os.environ.get("SIMULATOR_API_KEY") or DEFAULT_KEY
    return create_app(Service(system, db, clock, Faults(), key), router, title)


async def serve(sockets: list[socket.socket], data_dir: Path, clock: Clock) -> None:
    servers = [
        Server(uvicorn.Config(build(system, data_dir, clock), log_level="warning", access_log=False, lifespan="off",
                              timeout_keep_alive=75, timeout_graceful_shutdown=1))
        for system in SYSTEMS
    ]  # fmt: skip

    def stop() -> None:
        for server in servers:
            server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    async with asyncio.TaskGroup() as tasks:
        for server, bound in zip(servers, sockets, strict=True):
            tasks.create_task(server.serve([bound]))
        # The sockets listen already: whoever connects now waits for the server and is not turned away.
        host, first = sockets[0].getsockname()[:2]
        print(f"simulators ready on {host}: {first}-{first + len(sockets) - 1}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.simulators", description="Start the five simulated systems.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port-base", type=int, default=9101)
    parser.add_argument("--data-dir", type=Path, default=Path(os.environ.get("DATA_DIR") or "data") / "simulators")
    parser.add_argument("--today", type=date.fromisoformat, default=os.environ.get("TODAY") or None)
    given = parser.parse_args()
    try:
        sockets = [socket.create_server((given.host, given.port_base + offset)) for offset in range(len(SYSTEMS))]
    except OSError as error:
        parser.exit(1, f"simulators not started: a port from {given.port_base} on is not free: {error}\n")
    # uvicorn's own choice of loop: the fast one where it is installed.
    with asyncio.Runner(loop_factory=uvicorn.Config("").get_loop_factory()) as runner:
        try:
            runner.run(serve(sockets, given.data_dir, Clock(given.today)))
        except SchemaChanged as error:
            parser.exit(1, f"simulators not started: {error}\n")


if __name__ == "__main__":
    main()
