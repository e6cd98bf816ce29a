"""Answers as parts: sentences with the numbers of their sources, the sources themselves, doors, and the AI label.

Knows what an answer rests on; not how it was found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.city import City
from assistant.compose import Tongue
from assistant.reply import AnswerPart, CitedSentence, NoticePart, Part, Source, TextPart
from assistant.sources import Answer, Support


def answer_part(sentences: Sequence[tuple[str, Sequence[Support]]], tongue: Tongue) -> AnswerPart:
    """Numbers the sources in the order they are first cited; the same clause keeps its number."""
    sources: dict[str, Source] = {}
    cited = []
    for text, supports in sentences:
        numbers = []
        for support in supports:
            key = _key(support)
            if key not in sources:
                sources[key] = _source(len(sources) + 1, support, tongue)
            numbers.append(sources[key].n)
        cited.append(CitedSentence(text=text, citations=tuple(dict.fromkeys(numbers))))
    return AnswerPart(sentences=tuple(cited), sources=tuple(sources.values()))


def _key(support: Support) -> str:
    if support.passage is not None:
        return support.passage.id
    return f"{support.item.code if support.item else ''}/{support.field}"


def _source(number: int, support: Support, tongue: Tongue) -> Source:
    document, passage = support.document, support.passage
    if document is None or passage is None:
        assert support.item is not None
        item = support.item
        return Source(
            n=number,
            document=f"item:{item.code}",
            version=item.version,
            title=tongue.say("guide_title", item=item.name.in_(tongue.language)),
            clause=tongue.say(f"field_{support.field}"),
            in_force_from=None,
            in_force_to=None,
            quote=support.quote,
            url=f"/v1/items/{item.code}",
            note=tongue.say("demo_note") if item.mark == "DEMO" else None,
        )
    note = (document.note.zh if tongue.language == "zh" else document.note.en) if document.note else None
    if document.certainty == "DEMO":
        note = " ".join(part for part in (tongue.say("demo_note"), note) if part)
    return Source(
        n=number,
        document=document.id,
        version=f"{document.in_force_from.isoformat()}-{document.hash[:8]}",
        title=document.title,
        clause=passage.label,
        in_force_from=document.in_force_from.isoformat(),
        in_force_to=document.in_force_to.isoformat() if document.in_force_to else None,
        quote=passage.text.strip(),
        url=document.url,
        note=note,
    )


def answer_parts(answer: Answer, city: City, tongue: Tongue) -> list[Part]:
    """The sentences with their sources, the closing question, doors and offers."""
    parts: list[Part] = []
    if answer.sentences:
        parts.append(answer_part([(said.text, said.support) for said in answer.sentences], tongue))
    if answer.ask:
        parts.append(TextPart(text=answer.ask))
    if answer.door:
        parts.append(TextPart(text=tongue.say("door", door=door_text(answer.door, city, tongue))))
    if answer.human or answer.status == "not_found":
        parts.append(TextPart(text=tongue.say("person_offered")))
    return parts


def door_text(door: str, city: City, tongue: Tongue) -> str:
    """The number with whose it is: 12329（住房公积金热线）; more than one may be named in one door."""

    def named(match: re.Match[str]) -> str:
        number = match.group(0)
        found = city.doors.get(number)
        return tongue.say("door_named", number=number, name=found.name.in_(tongue.language)) if found else number

    bare = "（" not in door and "(" not in door
    return re.sub(r"(?<!\d)\d{3,5}(?!\d)", named, door) if bare else door


def label(tongue: Tongue) -> NoticePart:
    """The label every generated answer carries (GB 45438-2025)."""
    return NoticePart(text=tongue.say("ai_label"))
