"""What a day makes of a rule: in force, ended, not begun; since when, until when, and whose figure was quoted.

Knows sentences with their clauses; finds none itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.fact_date import FactDate
from assistant.sources import Said, Support, day_text
from assistant.support import quantities
from assistant.topics import Sentence
from prompts import Language, wording

EXPIRES_SOON = 60  # days: a rule about to end is shown with its last day

Rested = tuple[Sentence, tuple[Support, ...]]  # a topic's sentence and the clauses it rests on


def standing(support: Sequence[Support], on: date) -> str:
    """The worst standing of the clauses a sentence rests on; a sentence without clauses always stands."""
    standings = [one.document.standing(on) for one in support if one.document is not None]
    return next((standing for standing in standings if standing != "in_force"), "in_force")


def in_force(said: Sequence[Rested], on: date) -> list[Rested]:
    """The sentences that hold on that day."""
    return [(sentence, support) for sentence, support in said if standing(support, on) == "in_force"]


def dated(stated: FactDate | None, today: date, language: Language) -> list[Said]:
    """Which day the answer is for, when the question named one."""
    if stated is None or stated.date == today:
        return []
    return [Said(wording("as_of", language, day=day_text(stated.date, language)))]


def since(first: Support | None, on: date, language: Language) -> list[Said]:
    """Since when the first clause applies, and until when if it ends soon. An unverified date is not told as one."""
    if first is None or first.document is None:
        return []
    document = first.document
    told = []
    if document.certainty not in ("DEMO", "U"):
        told.append(Said(wording("since", language, day=day_text(document.in_force_from, language)), (first,)))
    last = document.in_force_to
    if last is not None and 0 <= (last - on).days <= EXPIRES_SOON:
        told.append(Said(wording("ends_soon", language, day=day_text(last, language)), (first,)))
    return told


def not_in_force(said: Sequence[Rested], on: date, language: Language) -> list[Said]:
    """No sentence holds on that day: what had ended before it, or begins after it, never as the rule of the day."""
    told: list[Said] = []
    ended = [(sentence, support) for sentence, support in said if standing(support, on) == "ended"]
    coming = [(sentence, support) for sentence, support in said if standing(support, on) == "not_yet"]
    day = day_text(on, language)
    if ended:
        sentence, support = max(ended, key=lambda pair: _last_day(pair[1]))
        told.append(Said(wording("ended", language, day=day, last=day_text(_last_day(support), language)), support[:1]))
        told.append(Said(wording("history", language, text=sentence.in_(language)), support))
    elif coming:
        _, support = min(coming, key=lambda pair: _first_day(pair[1]))
        first = day_text(_first_day(support), language)
        told.append(Said(wording("not_yet", language, day=day, first=first), support[:1]))
    return told


def _last_day(support: Sequence[Support]) -> date:
    return min(
        (one.document.in_force_to for one in support if one.document and one.document.in_force_to), default=date.max
    )


def _first_day(support: Sequence[Support]) -> date:
    return max((one.document.in_force_from for one in support if one.document), default=date.min)


def corrections(
    question: str,
    said: Sequence[Rested],
    current: Sequence[Rested],
    on: date,
    language: Language,
) -> list[Said]:
    """The citizen quoted a figure of another version: say kindly whose it was."""
    values, _ = quantities(question)
    named = {value for value in values if value > 1}
    now = set().union(*(quantities(sentence.zh)[0] for sentence, _ in current)) if current else set()
    told = []
    for sentence, support in said:
        if (sentence, support) in current or not support or not (named & quantities(sentence.zh)[0] - now):
            continue
        first, last = _first_day(support), _last_day(support)
        until = day_text(last, language) if last != date.max else ""
        key = "old_figure" if standing(support, on) == "ended" else "coming_figure"
        text = wording(key, language, text=sentence.in_(language), first=day_text(first, language), last=until)
        told.append(Said(text, support))
    return told[:1]
