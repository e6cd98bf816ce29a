"""Recognition: every phrase the city lists finds what it stands for."""

from __future__ import annotations

import pytest

from assistant.build import Assistant, entries
from assistant.match import Matcher

ENOUGH = 0.98


def phrases_of(assistant: Assistant) -> list[tuple[str, str]]:
    """(entry, phrase) for everything the city lists."""
    return [(entry.id, phrase) for entry in entries(assistant.city) for phrase in entry.phrases]


def test_every_third_phrase_of_the_city_finds_its_target(assistant: Assistant) -> None:
    """Each was seen when recognition was learnt; a third of them keeps this under ten seconds."""
    phrases = phrases_of(assistant)
    owners: dict[str, set[str]] = {}
    for target, phrase in phrases:
        owners.setdefault(phrase.lower(), set()).add(target)
    asked = list(owners.items())[::3]
    missed = []
    for phrase, targets in asked:
        found = assistant.recogniser.match(phrase, k=1)
        if not found or found[0].target not in targets:
            missed.append(f"{phrase}: {found[0].target if found else None}, not {', '.join(targets)}")
    assert len(phrases) > 1000
    assert 1 - len(missed) / len(asked) >= ENOUGH, "\n".join(missed)


def test_few_phrases_stand_for_two_things(assistant: Assistant) -> None:
    """Sometimes two entries answer the same question; as a habit it would make recognition a toss of a coin."""
    owners: dict[str, set[str]] = {}
    phrases = phrases_of(assistant)
    for target, phrase in phrases:
        owners.setdefault(phrase.lower().strip(" ?？。."), set()).add(target)
    doubled = {phrase: sorted(targets) for phrase, targets in owners.items() if len(targets) > 1}
    assert len(doubled) / len(owners) < 1 - ENOUGH, doubled


def test_scores_fall_and_targets_are_told_once(assistant: Assistant) -> None:
    found = assistant.recogniser.match("我要租房提取公积金", k=8)
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)
    assert len({match.target for match in found}) == len(found)


@pytest.mark.parametrize("said", ["", "。", "三角形内角和", "asdf qwer zxcv", "😀"])
def test_what_is_not_ours_scores_lower_than_what_is(assistant: Assistant, said: str) -> None:
    ours = assistant.recogniser.match("租房提公积金", k=1)[0].score
    found = assistant.recogniser.match(said, k=1)
    assert not found or found[0].score < ours / 2


@pytest.mark.parametrize("said", ["请问一下，我想租房提取公积金呢", "那个，麻烦帮我租房提取公积金吧"])
def test_fillers_change_nothing_much(assistant: Assistant, said: str) -> None:
    plain = assistant.recogniser.match("租房提取公积金", k=1)[0].target
    assert assistant.recogniser.match(said, k=1)[0].target == plain


def test_without_examples_nothing_is_found() -> None:
    assert Matcher([]).match("公积金") == []
