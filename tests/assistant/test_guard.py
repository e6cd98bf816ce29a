"""Screening: secrets never get further than the door, and what people need to say is not eaten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.guard import LONGEST, for_log, screen

CARD = "6217001180012345678"
VALID_CARD = "4111111111111111"
IDENTITY = ("34019919900307001X", "340199198511200023", "340199196208150036")


@pytest.mark.parametrize(
    "said",
    [
        f"我的卡号是{CARD}", f"卡{CARD}，打到这里", f"my card is {VALID_CARD}", "card 4111 1111 1111 1111 please",
        "6217-0011-8001-2345-678",
    ],
)  # fmt: skip
def test_a_bank_card_is_masked_and_the_masking_is_told(said: str) -> None:
    screened = screen(said)
    assert screened.secret
    digits = "".join(char for char in said if char.isdigit())
    assert digits not in "".join(char for char in screened.text if char.isdigit())
    assert digits[-4:] in screened.text


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("密码是abc12345", "abc12345"), ("验证码 839201", "839201"), ("验证码：5521", "5521"),
        ("my password is Tr0ub4dor", "Tr0ub4dor"), ("the verification code: 778812", "778812"),
        ("口令为qwe!123", "qwe!123"), ("我的验证码是：5521", "5521"),
        ("密码是 ：abc12345", "abc12345"),
    ],
)  # fmt: skip
def test_passwords_and_codes_are_masked(said: str, secret: str) -> None:
    screened = screen(said)
    assert screened.secret
    assert secret not in screened.text


@pytest.mark.parametrize(
    "said",
    [
        *IDENTITY,
        f"我的身份证号是{IDENTITY[0]}",
        f"身份证{IDENTITY[1]}，手机19900001002",
        "2406-340104-04-01-123456",
        "查一下2406-340104-04-01-123456",
        "91340199MA00TE011G",
        "皖A12345",
        "HF12345-20261110-000017",
        "GJJ20261123000001",
        "合同价2400万元，2026年12月15日开工",
        "忘记密码了怎么办",
        "验证码收不到",
        "I forgot my password",
    ],
)
def test_numbers_that_are_needed_and_questions_about_secrets_stay_as_they_are(said: str) -> None:
    screened = screen(said)
    assert screened.text == said
    assert not screened.secret


def test_control_characters_and_invisible_signs_go_words_stay() -> None:
    assert screen("租房\u200b提取\x00公积金\x1b[31m\ufeff").text == "租房提取公积金[31m"
    assert screen("第一行\n第二行\t末").text == "第一行 第二行 末"
    assert screen("\u202e确认\u202c").text == "确认"
    assert screen(" \n\t ").text == ""


def test_over_long_text_is_cut_and_told() -> None:
    screened = screen("停" * (LONGEST + 1))
    assert screened.cut
    assert len(screened.text) == LONGEST
    assert not screen("停" * LONGEST).cut


@given(st.text(max_size=80))
def test_screening_twice_changes_nothing_more(text: str) -> None:
    once = screen(text).text
    assert screen(once).text == once


@pytest.mark.parametrize(
    ("said", "gone", "kept"),
    [
        (f"我是{IDENTITY[0]}", "19900307", "340199"),
        ("手机19900001001", "19900001001", "1001"),
        ("我的车皖A12345", "12345", "皖A"),
        ("车牌皖AD12345欠费", "D12345", "欠费"),
        (f"卡{CARD}", CARD, "5678"),
    ],
)
def test_logs_hold_no_personal_numbers(said: str, gone: str, kept: str) -> None:
    logged = for_log(said)
    assert gone not in logged
    assert kept in logged
