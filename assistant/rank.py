"""Readings of an utterance in order: what recognition finds, nudged by its form and by the values said in it.

Knows items, topics and one utterance; no conversation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant import signals
from assistant.case import Known
from assistant.city import City
from assistant.harvest import Talk, harvest
from assistant.items import ServiceItem
from assistant.match import Match
from assistant.recognise import Recogniser
from assistant.slot_types import TYPES, Context

LIKELY = 0.22  # … this good is offered, or answered when it is a question
AS_WELL = 0.03  # two topics closer than this are both answered
IDENTIFIERS = ("id_number", "credit_code", "project_code", "mobile", "plate")
_DIGIT = re.compile(r"[0-9０-９零〇幺一二两三四五六七八九]")
FEWEST_DIGITS = 3  # no identifier has fewer, written or spoken
_NUMERALS = frozenset("一二两三四五六七八九十百千万半")


@dataclass(frozen=True)
class Scene:
    """The surroundings of one utterance: the city, and the running case if there is one."""

    city: City
    recogniser: Recogniser
    talk: Talk
    item: ServiceItem | None = None
    facts: Known | None = None


def without_identifiers(text: str, today: date) -> tuple[str, frozenset[str]]:
    """The text without identifiers, and which kinds it held: they tell what the talk is about, their digits do not."""
    kinds: set[str] = set()
    if len(_DIGIT.findall(text)) < FEWEST_DIGITS:
        return text, frozenset()
    context = Context(today=today)
    for kind in IDENTIFIERS:
        for found in reversed(TYPES[kind].find(text, context)):
            text = f"{text[: found.start]} {text[found.end :]}"
            kinds.add(kind)
    return text if text.strip() else "", frozenset(kinds)


def _masked(text: str, scene: Scene) -> tuple[str, frozenset[str]]:
    """As `without_identifiers`; a place counts too, but its name stays."""
    context = Context(today=scene.talk.today, language=scene.talk.language, places=scene.talk.places)
    near = {"place"} if any(found.problem is None for found in TYPES["place"].find(text, context)) else set()
    plain, kinds = without_identifiers(text, scene.talk.today)
    return plain, kinds | near


def ranked_readings(text: str, scene: Scene, k: int = 6) -> list[Match]:
    """Matches, nudged by the form of the utterance and by identifiers an item asks for."""
    plain, kinds = _masked(text, scene)
    question, wish = signals.is_question(text), signals.is_wish(text)
    ranked = []
    for found in scene.recogniser.match(plain if plain.strip() else text, k=12):
        score = found.score
        item = scene.city.items.get(found.target)
        if item is not None:
            held = {slot.type for slot in item.slots} & kinds
            score += 0.08 * len(held - {"place"}) + 0.02 * len(held & {"place"})
            if item.kind == "query" and any(char.isdigit() or char in _NUMERALS for char in text):
                score += 0.10 if _told_everything(item, text, scene) else 0.0
            if item.kind in ("apply", "pay", "report"):
                score += 0.03 if wish and not question else -0.03 if question and not wish else 0.0
        elif question:
            score += 0.02
        elif wish:
            score -= 0.02
        ranked.append(Match(found.target, score, found.phrase))
    return sorted(ranked, key=lambda match: -match.score)[:k]


def _told_everything(item: ServiceItem, text: str, scene: Scene) -> bool:
    """Every value a query needs was said: then it is asked to be worked out, not explained."""
    values = harvest(item, text, Known({}, frozenset(), frozenset()), scene.talk)
    said = {command.name for command in values if command.problem is None}
    needed = {slot.name for slot in item.slots if not slot.optional and slot.when is None and slot.prefill is None}
    return bool(needed) and needed <= said


def close_second(ranked: list[Match], scene: Scene) -> str | None:
    """Another topic of the same area that fits as well as the first, as far as can be told."""
    if len(ranked) < 2 or ranked[0].score - ranked[1].score >= AS_WELL or ranked[1].score < LIKELY:
        return None
    first, second = scene.city.topics[ranked[0].target], scene.city.topics.get(ranked[1].target)
    same = second is not None and second.area == first.area and (first.kind, second.kind) == ("rule", "rule")
    return second.id if same and second is not None else None
