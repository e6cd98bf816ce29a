"""What is shown or spoken is understood again as the same value, in both languages; and no text breaks a type."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.slot_types import TYPES, JsonValue, Language
from assistant.slot_types.credit_code import ALPHABET, check_character
from assistant.slot_types.id_number import check_digit
from assistant.slot_types.numerals_zh import read, write
from assistant.slot_types.plate import PLATE
from assistant.slot_types.project_code import with_hyphens
from tests.assistant.slot_types.cases import KNOWN_PROBLEMS, TODAY, context, hefei

LANGUAGES: tuple[Language, ...] = ("zh", "en")
digits = st.characters(min_codepoint=ord("0"), max_codepoint=ord("9"))
days = st.dates(date(1949, 10, 1), date(2099, 12, 31))


def number(length: int) -> st.SearchStrategy[str]:
    return st.text(digits, min_size=length, max_size=length)


id_numbers = st.builds(lambda day, tail: f"340199{day:%Y%m%d}{tail}", days, number(3)).map(lambda n: n + check_digit(n))
mobiles = st.builds("1{}{}".format, st.sampled_from("3456789"), number(9))
plates = st.builds(
    "皖{}{}".format,
    st.sampled_from("ABCDEFGHJKLMNPQRS"),
    st.one_of(number(5), number(5).map("D{}".format), number(5).map("{}F".format), number(4).map("A{}".format)),
).filter(lambda plate: bool(PLATE.fullmatch(plate)))
project_codes = st.builds("{}{:02d}340104{}".format, st.integers(21, 39), st.integers(1, 12), number(10)).map(
    with_hyphens
)
credit_codes = st.text(st.sampled_from(ALPHABET), min_size=9, max_size=9).map(lambda part: "91340199" + part)
credit_codes = credit_codes.map(lambda code: code + check_character(code))
periods: st.SearchStrategy[JsonValue] = st.one_of(
    st.integers(1, 600).map(lambda n: {"months": n}),
    st.integers(1, 365).map(lambda n: {"days": n}),
    st.tuples(st.integers(1, 11), st.integers(1, 29)).map(lambda t: {"months": t[0], "days": t[1]}),
)

VALUES: dict[str, st.SearchStrategy[JsonValue]] = {
    "id_number": id_numbers,
    "mobile": mobiles,
    "plate": plates,
    "project_code": project_codes,
    "credit_code": credit_codes,
    "bank_card": number(4).map("****{}".format),
    "money": st.integers(0, 10**10).map(lambda fen: fen / 100),
    "integer": st.integers(0, 10**8),
    "percent": st.integers(0, 10**5).map(lambda n: n / 100),
    "date": days.map(date.isoformat),
    "month": days.map(lambda day: f"{day:%Y-%m}"),
    "period": periods,
    "time": st.times().map(lambda t: f"{t:%H:%M}"),
    "duration": st.integers(0, 20 * 1440),
    "yes_no": st.booleans(),
    "person_name": st.sampled_from(["林知远", "阿卜杜拉·买买提", "王䶮", "John O'Brien", "Maria García-López"]),
    "text": st.sampled_from(["路灯坏了", "不对，是三个月", "The lamp is out."]),
}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_shown_and_spoken_values_come_back(kind: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    slot_type = TYPES[kind]
    for language in LANGUAGES:
        for text in (slot_type.show(value, language), slot_type.say(value, language)):
            parsed = slot_type.parse(text, context())
            assert parsed.value == value, (text, parsed)


def test_every_place_comes_back() -> None:
    about = context(places=hefei())
    for name in {place.name for place in hefei().by_name.values()}:
        value = TYPES["place"].parse(name, about).value
        assert isinstance(value, dict)
        assert value["name"] == name
        for language in LANGUAGES:
            assert TYPES["place"].parse(TYPES["place"].show(value, language), about).value == value


FRAGMENTS = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            list("零一二三四五六七八九十百千万亿两半点分年月日号元块毛%-/.,，。的是不对第上下前后差刻周个xX0123456789")
        ),
        st.sampled_from(
            [
                "皖A",
                "农历",
                "大年",
                "下个月",
                "last ",
                "half past ",
                "不是",
                "three",
                "million",
                "不对",
                "到",
                "次日",
                "0x",
                "＋",
                "１２",
            ]
        ),
    ),
    max_size=12,
).map("".join)


@given(text=FRAGMENTS)
def test_no_text_breaks_a_type(text: str) -> None:
    about = context(places=hefei())
    for slot_type in TYPES.values():
        parsed = slot_type.parse(text, about)
        assert parsed.problem is None or parsed.problem in KNOWN_PROBLEMS
        assert parsed.problem is None or parsed.value is None
        for found in slot_type.find(text, about):
            assert text[found.start : found.end] == found.text
            assert found.start < found.end


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_are_read_as_written(value: int) -> None:
    assert read(write(value)) == (value, False)


@given(st.integers(-400, 400))
def test_relative_days(shift: int) -> None:
    text = f"{abs(shift)}天{'前' if shift < 0 else '后'}"
    assert TYPES["date"].parse(text, context()).value == (TODAY + timedelta(days=shift)).isoformat()
