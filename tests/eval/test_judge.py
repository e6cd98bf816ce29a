"""The judge of replies: what counts as a fact told, a source cited, a slot asked for."""

from __future__ import annotations

import pytest

from eval.judge import Json, asked_slot, cited, faults, holds_fact, operations, plain, text_of

SOURCES = [
    {"n": 1, "document": "pf-rent-2023", "quote": "每月最高9999元"},
    {"n": 2, "document": "pf-rent-2020", "quote": "…"},
]
REPLY: Json = {
    "status": "answered",
    "parts": [
        {"kind": "notice", "text": "请注意"},
        {"kind": "answer", "sentences": [{"text": "单身每月最多1,500元。", "citations": [1]}], "sources": SOURCES},
        {
            "kind": "record",
            "operation": "provident_fund.account",
            "fields": [{"label": "余额", "value": "48,200.00元"}],
        },
        {"kind": "confirm", "text": "请核对", "fields": [{"label": "月数", "value": "6个月"}]},
        {"kind": "receipt", "number": "GJJ1"},
        {"kind": "handoff", "to": "12345", "reference": "RG1"},
        {"kind": "ask", "slot": "months", "text": "几个月？", "choices": [{"label": "一个月"}]},
    ],
}


def test_a_person_reads_everything_but_the_quotes() -> None:
    text = text_of(REPLY)
    for told in ("请注意", "1,500", "余额：48,200.00元", "请核对", "月数：6个月", "GJJ1", "RG1", "几个月？", "一个月"):
        assert told in text
    assert "9999" not in text


@pytest.mark.parametrize(
    ("text", "fact", "holds"),
    [
        ("最多1,500元", "1500", True),
        ("最多１５００元", "1500", True),
        ("最多11500元", "1500", False),
        ("最多1500.5元", "1500", False),
        ("最多1500。", "1500", True),
        ("1900年", "90", False),
        ("利率2.6%", "2.6%", True),
        ("利率12.6%", "2.6%", False),
        ("利率2.60%", "2.6%", False),
        ("Provident Fund", "provident fund", True),
        ("市场 租房", "市场租房", True),
        ("公租房", "市场租房", False),
    ],
)
def test_facts(text: str, fact: str, holds: bool) -> None:
    assert holds_fact(text, fact) is holds


def test_only_sources_that_a_sentence_cites_count() -> None:
    assert cited(REPLY) == {"pf-rent-2023"}
    assert operations(REPLY) == {"provident_fund.account"}
    assert asked_slot(REPLY) == "months"
    assert asked_slot({"parts": []}) is None


def test_a_reply_as_expected_has_no_faults() -> None:
    assert (
        faults(REPLY, status=["answered", "asked"], must=[["1500", "1600"]], must_not=["3000"], cites=["pf-rent-2023"])
        == []
    )


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({"status": ["refused"]}, "status answered, expected refused"),
        ({"must": [["3000", "4000"]]}, "missing 3000 or 4000"),
        ({"must_not": ["1500"]}, "must not say 1500"),
        ({"cites": ["pf-rent-2020"]}, "cites pf-rent-2023, expected pf-rent-2020"),
    ],
)
def test_each_fault_is_told(expected: Json, told: str) -> None:
    assert faults(REPLY, **expected) == [told]


def test_texts_are_compared_without_their_dress() -> None:
    assert plain("Ａ 1,234,567．５０ 元") == "ａ1234567.50元"
