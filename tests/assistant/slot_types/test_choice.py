"""Choosing: by label, other words, place in the list, number, plate, sound; ambiguity and refusal."""

from __future__ import annotations

import pytest

from assistant.slot_types import Choice
from tests.assistant.slot_types.cases import context, find, parse, problem_of, value_of

RENTING = (
    Choice("market", {"zh": "市场租房", "en": "Private rental"}, ("租的私房", "private flat", "自己租的")),
    Choice("public_rental", {"zh": "公共租赁住房", "en": "Public rental"}, ("公租房",)),
    Choice("other", {"zh": "其他", "en": "Other"}),
)
MONTHS = tuple(Choice(n, {"zh": f"{n}个月", "en": f"{n} months"}) for n in (3, 6, 12))
PLATES = tuple(Choice(plate, {"zh": plate, "en": plate}) for plate in ("皖A12345", "皖AD67890"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("市场租房", "market"), ("市场的", "market"), ("租的私房", "market"), ("我是自己租的房子", "market"),
        ("市场租方", "market"),
        ("private", "market"), ("Private rental please", "market"), ("market", "market"), ("公租房", "public_rental"),
        ("我住公租房", "public_rental"), ("第二个", "public_rental"), ("2", "public_rental"),
        ("二", "public_rental"), ("B", "public_rental"),
        ("选b", "public_rental"), ("option 2", "public_rental"), ("the second one", "public_rental"),
        ("中间那个", "public_rental"),
        ("后面那个", "other"), ("最后一个", "other"), ("the last one", "other"), ("第一个", "market"),
        ("1", "market"), ("A", "market"),
        ("the first one", "market"), ("前面那个", "market"), ("其它", "other"), ("不是公租房，是市场租房", "market"),
        ("公租房，不对，市场租房", "market"),
        ("都不是", "problem: none_of_these"), ("none of them", "problem: none_of_these"),
        ("租房", "problem: ambiguous"),
        ("不是公租房", "problem: unclear"), ("第五个", "problem: not_understood"),
        ("明天", "problem: not_understood"),
    ],
)  # fmt: skip
def test_choice(text: str, value: str) -> None:
    assert value_of("choice", text, context(choices=RENTING)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("三个月", 3), ("六", 6), ("12", 12), ("第一个", 3), ("六个月的", 6), ("十二个月", 12)],
)
def test_a_number_names_the_label_that_begins_with_it(text: str, value: int) -> None:
    assert value_of("choice", text, context(choices=MONTHS)) == value


def test_a_number_that_is_no_choice_is_not_a_place_in_a_list_of_numbers() -> None:
    assert problem_of("choice", "2", context(choices=MONTHS)) == "not_understood"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("晚诶幺二三四五", "皖A12345"),
        ("345那个", "皖A12345"),
        ("尾号890", "皖AD67890"),
        ("皖ad67890", "皖AD67890"),
        ("第一辆", "皖A12345"),
    ],
)
def test_choosing_a_plate(text: str, value: str) -> None:
    assert value_of("choice", text, context(choices=PLATES)) == value


def test_ambiguous_choices_are_named() -> None:
    assert parse("choice", "租房", context(choices=RENTING)).parameters == {"values": ["market", "public_rental"]}


def test_choices_in_free_speech() -> None:
    assert [f.value for f in find("choice", "我想提公积金，住的公租房", context(choices=RENTING))] == ["public_rental"]
    assert find("choice", "不是公租房", context(choices=RENTING)) == []
