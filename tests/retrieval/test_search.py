"""What is found, for which day and place, in which order."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from retrieval.errors import UnknownReference
from retrieval.load import load_folder
from retrieval.search import Corpus, applies_in

TODAY = date(2026, 11, 23)


def found(corpus: Corpus, query: str, on: date = TODAY, **how: str) -> list[str]:
    return [hit.passage.id for hit in corpus.search(query, on=on, place=how.get("place", "340100"))]


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("夫妻双方都交公积金最多能贷多少", "loan-2025#2"),
        ("我一个人交公积金能贷多少钱？", "loan-2025#1"),
        ("租房一个月能取多少公积金", "rent-2023#3"),
        ("租公租房提取公积金有限额吗", "rent-2023#4"),
        ("多子女家庭租房", "rent-2023#3-1"),
        ("公積金租房提取限額", "rent-2023#3"),
        ("停车不到半小时要钱吗", "parking-2025#2"),
        ("停车费欠了怎么交", "parking-2025#3"),
        ("施工许可几天办完", "permit-guide#2"),
        ("公积金提取申请几日内作出决定", "fund-regulation#25"),
        ("投诉工单几天办结", "order-rules#2"),
        ("挖掘道路要向谁申请", "road-2024#1"),
        ("how much can a couple borrow with the housing fund", "loan-2025#2"),
        ("withdraw provident fund for rent, monthly limit", "rent-2023#3"),
        ("is street parking free at night?", "parking-2025#2"),
        ("How many working days does a construction permit take?", "permit-guide#2"),
        ("unpaid parking fees", "parking-2025#3"),
    ],
)
def test_the_expected_clause_is_among_the_first_three(corpus: Corpus, query: str, clause: str) -> None:
    assert clause in found(corpus, query)[:3]


def test_only_the_version_of_the_day_is_found(corpus: Corpus) -> None:
    question = "夫妻双方最高可贷多少万元"
    assert "loan-2025#2" in found(corpus, question)
    assert not any(ref.startswith("loan-2024") for ref in found(corpus, question))
    assert "loan-2024#2" in found(corpus, question, date(2025, 9, 7))
    assert not any(ref.startswith("loan-2025") for ref in found(corpus, question, date(2025, 9, 7)))
    assert not any(ref.startswith("loan-2") for ref in found(corpus, question, date(2023, 6, 1)))


def test_at_any_time_what_has_ended_or_not_begun_is_flagged(corpus: Corpus) -> None:
    hits = corpus.search_any_time("单方缴存最高可贷多少", on=TODAY)
    standing = {hit.passage.id: hit.standing for hit in hits}
    assert standing["loan-2024#1"] == "ended"
    assert standing["loan-2025#1"] == "in_force"
    assert standing["loan-provincial#1"] == "not_yet"


def test_other_places_are_out(corpus: Corpus) -> None:
    hefei = found(corpus, "单身职工租房提取每月限额")
    assert "rent-wuhu#1" not in hefei
    assert found(corpus, "单身职工租房提取每月限额", place="340200")[0] == "rent-wuhu#1"
    assert "parking-chaohu#1" not in found(corpus, "停车泊位白天每小时")
    chaohu = found(corpus, "停车泊位白天每小时", place="340181")
    assert {"parking-chaohu#1", "parking-2025#2"} <= set(chaohu)


def test_which_regions_apply() -> None:
    assert applies_in("340100") == {"000000", "340000", "340100"}
    assert applies_in("340181") == {"000000", "340000", "340100", "340181"}
    assert applies_in("000000") == {"000000"}


def test_centre_and_topic_narrow(corpus: Corpus) -> None:
    day = date(2027, 1, 1)
    both = corpus.search("最高可贷", on=day)
    assert {"loan-provincial", "loan-2025"} <= {hit.document.id for hit in both}
    city = {hit.document.id for hit in corpus.search("最高可贷", on=day, centre="city")}
    assert "loan-2025" in city
    assert "loan-provincial" not in city
    provincial = {hit.document.id for hit in corpus.search("公积金提取贷款", on=day, centre="provincial")}
    assert {"loan-provincial", "fund-regulation"} <= provincial
    assert not provincial & {"loan-2025", "rent-2023"}
    assert {hit.document.topic for hit in corpus.search("停车收费", on=day, topics=["parking"])} == {"parking"}
    assert corpus.search("停车收费", on=day, topics=[]) == []


def test_nothing_in_common_finds_nothing(corpus: Corpus) -> None:
    assert corpus.search("", on=TODAY) == []
    assert corpus.search("？！", on=TODAY) == []
    assert corpus.search("qwertz", on=TODAY) == []


def test_coverage_tells_an_answer_from_a_guess(corpus: Corpus) -> None:
    asked = corpus.search("租房提取公积金每月限额", on=TODAY)[0]
    stranger = corpus.search("猫咪绝育手术价格", on=TODAY)
    assert asked.coverage > 0.8
    assert all(hit.coverage < 0.4 for hit in stranger)
    assert all(hit.similarity < asked.similarity for hit in stranger)


def test_a_reference_leads_to_its_clause(corpus: Corpus) -> None:
    document, passage = corpus.get("rent-2023#3-1")
    assert (document.id, passage.label, passage.text) == ("rent-2023", "第三条之一", "多子女家庭的提取限额上浮50%。")
    for lost in ("rent-2023#99", "nothing#1", "rent-2023"):
        with pytest.raises(UnknownReference):
            corpus.get(lost)


def test_order_is_the_same_every_time(corpus: Corpus, policies: Path) -> None:
    again = Corpus.of(reversed(load_folder(policies)))
    for query in ("公积金", "停车", "how long does it take", "缴存 提取 贷款"):
        assert corpus.search(query, on=TODAY) == corpus.search(query, on=TODAY) == again.search(query, on=TODAY)
    assert again.version == corpus.version


def test_a_search_is_quick(corpus: Corpus) -> None:
    questions = [f"租房提取公积金每月限额是多少 {n}" for n in range(60)]
    corpus.search("预热", on=TODAY)
    times: list[float] = []
    for question in questions:
        began = time.perf_counter()
        corpus.search(question, on=TODAY)
        times.append(time.perf_counter() - began)
    assert sorted(times)[len(times) // 2] < 0.010  # about 1 ms on a quiet machine
