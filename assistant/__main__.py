"""`python -m assistant`: the same talk in a terminal. `--person p01` signs a demo person in; an empty line ends it.

Knows how parts look as text; everything else is take_turn's.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys

import structlog

from assistant.build import open_assistant
from assistant.reply import Part, Reply
from assistant.settings import Settings
from assistant.turn import open_conversation, take_turn


def as_text(part: Part) -> str:
    """A part as lines for a terminal; citations as [n] with their sources below."""
    match part.kind:
        case "answer":
            lines = [
                sentence.text + "".join(f"[{number}]" for number in sentence.citations) for sentence in part.sentences
            ]
            lines += [
                f"  [{source.n}] {source.title} {source.clause}"
                + (f" ({source.in_force_from} – {source.in_force_to or ''})" if source.in_force_from else "")
                for source in part.sources
            ]
            return "\n".join(lines)
        case "ask":
            return "\n".join([part.text, *(f"  {n}. {one.label}" for n, one in enumerate(part.choices, 1))])
        case "confirm" | "record":
            lines = [f"  {one.label}: {one.value}" for one in part.fields]
            return "\n".join([part.text, *lines] if part.kind == "confirm" else lines)
        case "receipt":
            return f"  ✔ {part.number}"
        case "handoff":
            return f"  → {part.to} {part.reference}"
        case "text" | "notice":
            return part.text


async def talk(person: str | None, language: str) -> None:
    async with open_assistant(Settings()) as assistant:
        opened = await open_conversation(
            assistant, channel="chat", language="en" if language == "en" else "zh", person=person
        )
        for part in opened.parts:
            print(as_text(part))
        while said := (await asyncio.to_thread(_line)):
            async for told in take_turn(assistant, opened.conversation, said, person=person):
                if not isinstance(told, Reply):
                    print(as_text(told), flush=True)


def _line() -> str:
    print("\n> ", end="", flush=True)
    return sys.stdin.readline().strip()


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m assistant", description=__doc__)
    arguments.add_argument("--person", help="id of a demo person, such as p01")
    arguments.add_argument("--language", default="zh", choices=("zh", "en"))
    chosen = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(talk(chosen.person, chosen.language))


if __name__ == "__main__":
    main()
