"""Measurements in process: scenarios, the time of a turn, how well phrases generalise; and everything in one go.

Prints for people, then one line of JSON. Figures depend on the machine: read them beside each other.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import date
from pathlib import Path

from assistant.build import Assistant, entries, open_assistant, search_for
from assistant.city import load_city
from assistant.recognise import Recogniser, held_out
from assistant.reply import Reply
from assistant.settings import Settings
from assistant.turn import open_conversation, take_turn
from eval.city import NAMES, TrialSystems, free_port, process, trial_systems
from eval.load import TALKS
from eval.load import run as run_load
from eval.play import play
from eval.questions import files_of
from eval.questions import run as run_questions
from eval.report import last_line, percentile
from eval.scenario import Scenario, read_scenarios
from retrieval.embed import load_embedder
from retrieval.load import load_folder
from retrieval.search import Corpus

TODAY = date(2026, 11, 23)


async def _played(found: list[Scenario], systems: TrialSystems, talk: bool) -> list[str]:
    """Names of the scenarios that went otherwise than written. One assistant for each `today` among them."""
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for day in sorted({scenario.today or TODAY for scenario in found}):
            async with open_assistant(systems.settings(Path(folder), day)) as assistant:
                for scenario in (one for one in found if (one.today or TODAY) == day):
                    systems.reset()
                    result = await play(scenario, assistant, systems)
                    if talk or result.wrong:
                        print(f"{'FAIL' if result.wrong else 'ok'} {scenario.name}\n{result.talk}")
                        print("".join(f"    ! {fault}\n" for fault in result.wrong), end="")
                    failed += [scenario.name] if result.wrong else []
    return failed


def scenarios(only: str, talk: bool) -> int:
    found = [one for one in read_scenarios(Settings().city / "scenarios") if only in one.name]
    with trial_systems(TODAY) as systems:
        failed = asyncio.run(_played(found, systems, talk))
    last_line({"command": "scenarios", "played": len(found), "right": len(found) - len(failed), "failed": failed})
    return 1 if failed else 0


async def _turn_times(assistant: Assistant, rounds: int) -> list[float]:
    seconds = []
    for number in range(rounds):
        person = "p01" if number % 2 else None
        opened = await open_conversation(assistant, channel="chat", language="zh", person=person)
        for text in TALKS[number % len(TALKS)]:
            began = time.perf_counter()
            async for part in take_turn(assistant, opened.conversation, text, person=person):
                if isinstance(part, Reply):
                    seconds.append(time.perf_counter() - began)
    return seconds


async def _timed(systems: TrialSystems, rounds: int) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        async with open_assistant(systems.settings(Path(folder), TODAY)) as assistant:
            await _turn_times(assistant, 6)
            return await _turn_times(assistant, rounds)


def turns(rounds: int) -> int:
    with trial_systems(TODAY) as systems:
        seconds = asyncio.run(_timed(systems, rounds))
    last_line(
        {
            "command": "turns", "turns": len(seconds), "p50_ms": round(percentile(seconds, 0.5) * 1000, 1),
            "p95_ms": round(percentile(seconds, 0.95) * 1000, 1),
        }
    )  # fmt: skip
    return 0


def matcher(every: int) -> int:
    """How well the city's phrases generalise: each n-th is held out, and looked for by what the others taught."""
    city = load_city(Settings().city)
    corpus = Corpus.of(load_folder(Settings().city / "policies"))
    kept, out = held_out(entries(city), every)
    began = time.perf_counter()
    learnt = Recogniser(kept, load_embedder(None), search_for(corpus, TODAY, "340100"))
    took = time.perf_counter() - began
    found = [[match.target for match in learnt.match(phrase, k=3)] for _, phrase in out]
    first = sum(names[:1] == [target] for names, (target, _) in zip(found, out, strict=True))
    three = sum(target in names for names, (target, _) in zip(found, out, strict=True))
    last_line(
        {
            "command": "matcher", "held_out": len(out), "first": round(first / len(out), 4),
            "first_three": round(three / len(out), 4), "learnt_s": round(took, 2),
        }
    )  # fmt: skip
    return 0


def everything(seconds: float) -> int:
    """Scenarios, turns and matcher in process; questions and load against a server started here."""
    outcome = scenarios("", False)
    turns(40)
    matcher(7)
    port = free_port(1)
    with trial_systems(TODAY) as systems, tempfile.TemporaryDirectory() as folder:
        environment = {f"{name.upper()}_URL": systems.url(name) for name in NAMES}
        url = f"http://127.0.0.1:{port}"
        with process(
            ["server"], f"{url}/readyz", PORT=str(port), DATA_DIR=folder, TODAY=TODAY.isoformat(), **environment
        ):
            last_line(asyncio.run(run_questions(files_of(Path(__file__).parent / "datasets"), url, False)))
            for clients in (1, 32):
                last_line(asyncio.run(run_load(url, clients, seconds)))
    return outcome
