"""Nothing is submitted without its own read-back, whatever is said in whatever order: 10,000 random talks."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import get_args

import pytest
from hypothesis import HealthCheck, example, given, seed, settings
from hypothesis import strategies as st

from eval.consent import AT_ONCE, KINDS, Kind, Move, play
from eval.stand_ins import World
from tests.conftest import HEFEI

PARTS = 4
SEQUENCES = 10_000
MOVES = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 4095)), min_size=2, max_size=14)


CANCEL_AND_YES = AT_ONCE.index("cancel") + len(AT_ONCE) * AT_ONCE.index("confirm")


@pytest.fixture(scope="module")
def world() -> World:
    return World.of(HEFEI)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_submission_without_the_read_back_of_exactly_what_is_sent(part: int, world: World) -> None:
    submitted: Counter[str] = Counter()
    played = 0
    with asyncio.Runner() as runner:

        @seed(part)
        @settings(max_examples=SEQUENCES // PARTS, suppress_health_check=list(HealthCheck))
        @given(MOVES)
        @example([("start", 5), ("ask_again", 0), ("confirm", 0)])  # a line of the read-back is called wrong, then yes
        @example([("start", 5), ("set", 0), ("start", 3), ("two_at_once", CANCEL_AND_YES)])
        def talks(moves: list[Move]) -> None:
            nonlocal played
            found = runner.run(play(moves, world))
            assert not found.wrong
            played += 1
            submitted.update(found.submitted)

        talks()
    print(f"{played} talks, {submitted.total()} submissions: {dict(submitted)}")
    assert played >= SEQUENCES // PARTS
    assert submitted.total() > SEQUENCES // PARTS // 50


def test_every_kind_of_move_is_drawn() -> None:
    assert set(KINDS) == set(get_args(Kind))
