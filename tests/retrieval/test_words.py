"""Words, pairs of characters, stems; questions in spoken Chinese and in English."""

from __future__ import annotations

import pytest
import yaml

from retrieval import terms as terms_module
from retrieval.keyword import KeywordIndex, build
from retrieval.terms import read_question
from retrieval.words import normalise, simplified, stem, terms, words


def test_one_spelling() -> None:
    assert normalise("公積金ＡＢＣ１２３") == "公积金abc123"
    assert simplified("公积金，1500元") == "公积金，1500元"


@pytest.mark.parametrize(
    "group",
    [
        ("withdraw", "withdrawing"),
        ("parking", "park", "parked", "parks"),
        ("fee", "fees"),
        ("company", "companies"),
        ("lease", "leasing", "leases"),
    ],
)
def test_endings_do_not_matter(group: tuple[str, ...]) -> None:
    assert len({stem(word) for word in group}) == 1


@pytest.mark.parametrize("word", ["address", "class", "bus", "gas", "ai"])
def test_short_words_and_double_s_are_left_alone(word: str) -> None:
    assert stem(word) in (word, word.removesuffix("s")) if len(word) < 4 else stem(word) == word


def test_two_characters_are_found_within_a_longer_word() -> None:
    assert "公积" in terms("住房公积金")
    assert {"租房", "提取"} <= set(words("租房提取"))


def test_english_becomes_the_words_of_the_documents() -> None:
    asked = read_question("How much can I withdraw from my housing fund for rent?")
    assert {"提取", "公积金", "租房"} <= set(asked.weighted)
    assert "withdraw" not in asked.text


def test_the_longest_phrase_wins() -> None:
    assert "施工许可证" in read_question("construction permit").text
    assert "建设" not in read_question("construction permit").text


def test_spoken_words_count_beside_what_was_said() -> None:
    asked = read_question("我老婆想把公积金取出来交房租")
    assert asked.weighted["配偶"] < asked.weighted["公积金"]
    assert "提取" in asked.weighted
    assert "租房" in asked.weighted
    assert any({"老婆", "配偶"} <= set(group) for group in asked.groups)


def test_filler_asks_for_nothing() -> None:
    assert read_question("请问怎么可以").groups == ()
    assert not {"的", "吗", "怎么"} & set(read_question("公积金的额度是怎么算的吗").weighted)


def test_the_lists_are_in_order() -> None:
    raw = yaml.safe_load(terms_module._LISTS.read_text(encoding="utf-8"))
    variants = [v.strip() for line in raw["english"] for v in str(line).split("|")]
    assert len(variants) == len(set(variants))
    assert len(raw["english"]) >= 200
    assert all(written and "|" not in written for written in raw["english"].values())


def test_rare_words_weigh_more_and_saving_changes_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    index = build(["公积金提取", "公积金贷款", "公积金缴存", "公积金提取提取"])
    scores = index.scores({"公积金": 1.0, "贷款": 1.0})
    assert int(scores.argmax()) == 1
    assert index.scores({"没有的词": 1.0}).tolist() == [0.0] * 4
    assert index.coverage([("贷款",), ("火星",)])[1] < 0.6 < 1.0 == index.coverage([("贷款", "火星")])[1]
    path = tmp_path_factory.mktemp("keywords") / "keywords.npz"
    index.save(path)
    again = KeywordIndex.load(path)
    assert again.vocabulary == index.vocabulary
    assert again.scores({"公积金": 1.0, "贷款": 1.0}).tolist() == scores.tolist()
