"""`python -m eval COMMAND`: questions, load, scenarios, matcher, all. Each ends with one line of JSON, its figures."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

import structlog

DATASETS = Path(__file__).parent / "datasets"
SERVER = "http://127.0.0.1:8000"


def parser() -> argparse.ArgumentParser:
    commands = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    known = commands.add_subparsers(dest="command", required=True)
    questions = known.add_parser("questions", help="ask a file (or folder) of questions of a running server")
    questions.add_argument("file", type=Path, nargs="?", default=DATASETS)
    questions.add_argument("--url", default=SERVER)
    questions.add_argument("--show", action="store_true", help="print the replies that were right, too")
    load = known.add_parser("load", help="many citizens at once against a running server")
    load.add_argument("--url", default=SERVER)
    load.add_argument("--clients", type=int, default=32)
    load.add_argument("--seconds", type=float, default=20)
    scenarios = known.add_parser("scenarios", help="play the city's scenarios in process, with simulators of their own")
    scenarios.add_argument("--only", default="", help="names containing this")
    scenarios.add_argument("--talk", action="store_true", help="print every conversation")
    turns = known.add_parser("turns", help="time of a turn in process, with simulators of its own")
    turns.add_argument("--rounds", type=int, default=40)
    matcher = known.add_parser("matcher", help="hold each n-th example phrase out and look for it")
    matcher.add_argument("--every", type=int, default=11)
    consent = known.add_parser(
        "consent", help="random command sequences: is anything sent without a matching read-back?"
    )
    consent.add_argument("--sequences", type=int, default=10_000)
    every = known.add_parser("all", help="everything above against a server this command starts itself")
    every.add_argument("--seconds", type=float, default=20)
    return commands


def main(arguments: list[str] | None = None) -> int:
    chosen = parser().parse_args(arguments)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))  # figures, not call lines
    match chosen.command:
        case "questions":
            from eval import questions

            return questions.main(chosen.file, chosen.url, chosen.show)
        case "load":
            from eval import load

            return load.main(chosen.url, chosen.clients, chosen.seconds)
        case "scenarios":
            from eval import bench

            return bench.scenarios(chosen.only, chosen.talk)
        case "turns":
            from eval import bench

            return bench.turns(chosen.rounds)
        case "matcher":
            from eval import bench

            return bench.matcher(chosen.every)
        case "consent":
            from assistant.settings import Settings
            from eval import consent

            return consent.main(Settings().city, chosen.sequences)
        case _:
            from eval import bench

            return bench.everything(chosen.seconds)


if __name__ == "__main__":
    sys.exit(main())
