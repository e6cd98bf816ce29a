"""The matcher: every phrase the city lists finds what it stands for."""

from __future__ import annotations

import pytest

from assistant.build import examples
from assistant.city import load_city
from assistant.match import Matcher
from retrieval.embed import load_embedder
from tests.conftest import HEFEI

ENOUGH = 0.98


@pytest.fixture(scope="module")
def phrases() -> list[tuple[str, str]]:
    return examples(load_city(HEFEI))


@pytest.fixture(scope="module")
def matcher(phrases: list[tuple[str, str]]) -> Matcher:
    return Matcher(phrases, load_embedder(None))


def test_every_phrase_of_the_city_finds_its_target(matcher: Matcher, phrases: list[tuple[str, str]]) -> None:
    missed = []
    for target, phrase in phrases:
        found = matcher.match(phrase, k=1)
        if not found or found[0].target != target:
            missed.append(f"{phrase}: {found[0].target if found else None}, not {target}")
    assert len(phrases) > 1000
    assert 1 - len(missed) / len(phrases) >= ENOUGH, "\n".join(missed)


def test_scores_fall_and_targets_are_told_once(matcher: Matcher) -> None:
    found = matcher.match("我要租房提取公积金", k=8)
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)
    assert len({match.target for match in found}) == len(found)


@pytest.mark.parametrize("said", ["", "。", "三角形内角和", "asdf qwer zxcv", "😀"])
def test_what_is_not_ours_scores_low(matcher: Matcher, said: str) -> None:
    found = matcher.match(said, k=1)
    assert not found or found[0].score < 0.5


def test_fillers_change_nothing_much(matcher: Matcher) -> None:
    for said in ("请问一下，我想租房提取公积金呢", "那个，麻烦帮我租房提取公积金吧"):
        assert matcher.match(said, k=1)[0].target == matcher.match("租房提取公积金", k=1)[0].target


def test_without_examples_nothing_is_found() -> None:
    assert Matcher([]).match("公积金") == []
