"""Identity numbers, mobiles, plates, project and credit codes, bank cards: typed, spoken, wrong."""

from __future__ import annotations

import pytest

from assistant.slot_types import TYPES
from assistant.slot_types.credit_code import is_sound, organisation_check
from tests.assistant.slot_types.cases import find, parse, problem_of, value_of

SOUND_IDS = [
    "34019919900307001X", "340199198511200023", "340199196208150036", "340199200012310041", "340199197810010057",
    "340199199506300067", "340199195601010078", "340199201506010086",
]  # fmt: skip


@pytest.mark.parametrize("number", SOUND_IDS)
def test_sound_identity_numbers(number: str) -> None:
    assert value_of("id_number", number) == number
    assert [f.value for f in find("id_number", f"我的身份证是{number}，谢谢")] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "34019919900307001x",
        "３４０１９９１９９００３０７００１Ｘ",
        "340199 19900307 001X",
        "340199-19900307-001x",
        "三四零一九九一九九零零三零七零零一X",
        "三四零幺九九，一九九零零三零七，零零幺叉",
        "三四〇一九九 一九九〇〇三〇七 〇〇一艾克斯",
        "three four zero one nine nine one nine nine oh oh three oh seven oh oh one x",
        "340199199003070022不对，1X",
        "340199198511200023，不对，34019919900307001X",
        "不是340199198511200023，是34019919900307001X",
        "我身份证34019919900307001X，电话13800138000",
    ],
)
def test_one_identity_number_in_many_forms(text: str) -> None:
    assert value_of("id_number", text) == "34019919900307001X"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("340199199003070011", "wrong_check_digit"),
        ("340199198511200024", "wrong_check_digit"),
        ("34019919900230001X", "wrong_date"),
        ("34019919901307001X", "wrong_date"),
        ("34019919900307001", "wrong_length"),
        ("340199900307001", "wrong_length"),
        ("3401991990030700111", "wrong_length"),
        ("99999919900307001X", "unknown_region"),
        ("三个月", "not_understood"),
        ("不知道", "not_known"),
        ("", "empty"),
        ("不是34019919900307001X", "unclear"),
        ("34019919900307001X或者340199198511200023", "several"),
    ],
)
def test_wrong_identity_numbers(text: str, problem: str) -> None:
    assert problem_of("id_number", text) == problem


def test_identity_number_problems_carry_what_their_wording_needs() -> None:
    assert parse("id_number", "34019919900307001").parameters == {"expected": 18, "got": 17}
    assert parse("id_number", "99999919900307001X").parameters == {"region": "999999"}


def test_no_identity_number_inside_other_codes() -> None:
    assert find("id_number", "2406-340104-04-01-123456 到哪一步了") == []
    assert find("id_number", "91340199MA00TE011G") == []


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("id_number", "34019919900307001X", "340199********001X"),
        ("mobile", "13800138000", "138****8000"),
        ("plate", "皖A12345", "皖A***45"),
        ("bank_card", "****1234", "****1234"),
        ("person_name", "林知远", "林**"),
        ("person_name", "阿卜杜拉·买买提", "阿***·***"),
    ],
)
def test_masks(kind: str, value: str, masked: str) -> None:
    mask = TYPES[kind].mask
    assert mask is not None
    assert mask(value) == masked


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "+86 138 0013 8000",
        "0086-13800138000",
        "一三八零零一三八零零零",
        "幺三八 零零幺三 八零零零",
        "one three eight double zero one three eight triple zero",
        "我手机号是138-0013-8000",
        "13800137999，不对，8000",
    ],
)
def test_mobile(text: str) -> None:
    assert value_of("mobile", text) == "13800138000"


@pytest.mark.parametrize(
    ("text", "problem"),
    [("1380013800", "wrong_length"), ("138001380001", "wrong_length"), ("23800138000", "not_understood")],
)
def test_wrong_mobiles(text: str, problem: str) -> None:
    assert problem_of("mobile", text) == problem


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("皖A12345", "皖A12345"),
        ("皖AD12345", "皖AD12345"),
        ("皖A12345D", "皖A12345D"),
        ("皖A1234学", "皖A1234学"),
        ("皖AA12345", "皖AA12345"),
        ("皖A·12345", "皖A12345"),
        ("皖A·D12345", "皖AD12345"),
        ("皖a d12345", "皖AD12345"),
        ("皖Ａ１２３４５", "皖A12345"),
        ("晚诶低幺二三四五", "皖AD12345"),
        ("晚诶低幺二三四五 欠费", "皖AD12345"),
        ("万A12345", "皖A12345"),
        ("碗必幺二三四五", "皖B12345"),
        ("皖A一二三四五", "皖A12345"),
        ("皖A12345一共欠多少钱", "皖A12345"),
        ("Wan A D 1 2 3 4 5", "皖AD12345"),
        ("沪A12345", "沪A12345"),
        ("皖A12345不对皖A12346", "皖A12346"),
        ("皖A12345，不对，46", "皖A12346"),
    ],
)
def test_plates(text: str, plate: str) -> None:
    assert value_of("plate", text) == plate


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("皖AO1234", "letter_o_or_i"),
        ("皖A1234", "wrong_length"),
        ("皖A123456", "wrong_length"),
        ("皖AF1234A", "wrong_length"),
        ("绿牌 皖A12345", "wrong_length"),
        ("我的是新能源车，皖A12345", "wrong_length"),
        ("蓝牌皖AD12345", "wrong_length"),
        ("A12345", "missing_province"),
        ("我没有车", "not_understood"),
    ],
)
def test_wrong_plates(text: str, problem: str) -> None:
    assert problem_of("plate", text) == problem


def test_plate_problems_suggest_what_was_meant() -> None:
    assert parse("plate", "皖AO1234").parameters == {"suggestion": "皖A01234"}
    assert parse("plate", "A12345").parameters == {"suggestion": "皖A12345"}
    assert parse("plate", "绿牌 皖A12345").parameters == {"expected": 8, "got": 7}


@pytest.mark.parametrize("text", ["万一我不去呢", "我在皖事通上办的", "一万A级", "完成了三个月", "晚上12点345"])
def test_no_plate_in_ordinary_text(text: str) -> None:
    assert find("plate", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2406-340104-04-01-123456",
        "24063401040401123456",
        "2406 340104 04 01 123456",
        "2406－340104－04－01－123456",
        "二四零六 三四零一零四 零四 零一 一二三四五六",
        "二四零六杠三四零幺零四杠零四杠零幺杠幺二三四五六",
        "2406-340104-04-01-123456 到哪一步了？",
        "2406-340104-04-01-123457，不对，456",
    ],
)
def test_project_codes(text: str) -> None:
    assert value_of("project_code", text) == "2406-340104-04-01-123456"


@pytest.mark.parametrize(
    ("text", "problem", "parameters"),
    [
        ("2017-340100-70-03-006747", "old_code", {"code": "2017-340100-70-03-006747"}),
        ("2413-340104-04-01-123456", "wrong_month", {"month": "13"}),
        ("2406-990104-04-01-123456", "unknown_region", {"region": "990104"}),
        ("2406-340104-04-01-12345", "wrong_length", {"expected": 20, "got": 19}),
        ("幺五月份的项目", "not_understood", {}),
    ],
)
def test_wrong_project_codes(text: str, problem: str, parameters: dict[str, object]) -> None:
    parsed = parse("project_code", text)
    assert (parsed.problem, dict(parsed.parameters)) == (problem, parameters)


SOUND_CODES = [
    "91340199MA00TE011G", "91340199MA00TE02X8", "113401990000000190", "12340199000000027P", "92340199MA00TE0385",
    "91340199MA00TE0463",
]  # fmt: skip


@pytest.mark.parametrize("code", SOUND_CODES)
def test_credit_codes(code: str) -> None:
    assert is_sound(code)
    assert organisation_check(code[8:16]) == code[16]
    for text in (code, code.lower(), f"代码{code[:8]} {code[8:]}", TYPES["credit_code"].say(code, "zh")):
        parsed = parse("credit_code", text)
        assert (parsed.value, parsed.warning) == (code, None)


def test_a_credit_code_that_fails_its_check_is_only_doubtful() -> None:
    parsed = parse("credit_code", "91340199MA00TE0111")
    assert (parsed.value, parsed.problem, parsed.warning) == ("91340199MA00TE0111", None, "check_digit")


def test_a_short_credit_code_is_wrong() -> None:
    assert parse("credit_code", "91340199MA00TE011").parameters == {"expected": 18, "got": 17}


@pytest.mark.parametrize(
    "text", ["6222021234567890128", "6222 0212 3456 7890 128", "我的卡号是4111 1111 1111 1111，密码不说了"]
)
def test_a_bank_card_never_leaves_whole(text: str) -> None:
    parsed = parse("bank_card", text)
    assert parsed.warning == "never_kept"
    assert isinstance(parsed.value, str)
    assert sum(c.isdigit() for c in parsed.value) == 4
    found = find("bank_card", text)
    assert [item.value for item in found] == [parsed.value]


def test_the_last_four_digits_of_a_card_are_enough() -> None:
    assert value_of("bank_card", "尾号1234") == value_of("bank_card", "1234") == "****1234"


@pytest.mark.parametrize(
    "text", ["34019919900307001X", "340199198511200023", "13800138000", "2406-340104-04-01-123456"]
)
def test_other_numbers_are_no_bank_cards(text: str) -> None:
    assert find("bank_card", text) == []
