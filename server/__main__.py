"""python -m server: the HTTP service, with the simulated government systems beside it when asked for."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import sys
from contextlib import AsyncExitStack

import structlog
import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from assistant.build import open_assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from prompts import PromptError
from retrieval.errors import RetrievalError
from server.app import create_app
from server.logs import set_up
from server.simulated import SimulatorsFailed, at_ports, simulators
from server.startup import faults
from tools.errors import ToolError

START_ERRORS = (AssistantError, RetrievalError, ToolError, PromptError, SimulatorsFailed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m server", description=__doc__)
    parser.add_argument("--host", help="address to listen on (HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (PORT)")
    parser.add_argument("--with-simulators", action="store_true", help="also run the simulated government systems")
    parser.add_argument("--simulator-ports", type=int, metavar="BASE", help="first of their five ports (9101)")
    return parser.parse_args()


def _settings(arguments: argparse.Namespace) -> Settings:
    given = {name: getattr(arguments, name) for name in ("host", "port") if getattr(arguments, name) is not None}
    settings = Settings().model_copy(update=given)
    return at_ports(settings, arguments.simulator_ports) if arguments.simulator_ports else settings


async def serve(settings: Settings, with_simulators: bool) -> None:
    """Runs until a signal. Raises one of START_ERRORS when something it needs is not right."""
    async with AsyncExitStack() as stack:
        ready = await stack.enter_async_context(simulators(settings)) if with_simulators else None
        gc.disable()  # starting makes many small values that all stay: looking for garbage among them costs a second
        assistant = await stack.enter_async_context(open_assistant(settings))
        gc.freeze()
        gc.enable()
        if ready is not None:
            await ready()
        config = uvicorn.Config(
            create_app(settings, assistant), host=settings.host, port=settings.port, log_config=None,
            access_log=False, server_header=False, timeout_keep_alive=30, timeout_graceful_shutdown=30,
        )  # fmt: skip
        address = f"http://{settings.host}:{settings.port}/"
        structlog.get_logger("server").info("listening", url=address)
        print(f"\n  Shuoban 说办 → {address}\n", flush=True)
        await uvicorn.Server(config).serve()


def main() -> int:
    arguments = _arguments()
    settings = _settings(arguments)
    set_up(settings.log_level)
    wrong = faults(settings, with_simulators=arguments.with_simulators)
    if not wrong:
        # A SIGTERM while starting must end the simulators too; once it runs, uvicorn takes both signals itself.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
                runner.run(serve(settings, arguments.with_simulators))
        except START_ERRORS as error:
            wrong = str(error).splitlines()
        except KeyboardInterrupt:
            return 0
    for line in wrong:
        print(f"cannot start: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
