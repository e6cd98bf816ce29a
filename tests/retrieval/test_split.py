"""Clauses along 第N条 and along headings; ids and spans; real laws where they are at hand."""

from __future__ import annotations

import os
import re
import tarfile
from collections.abc import Iterator
from datetime import date
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import DocumentError
from retrieval.formats import read_markdown
from retrieval.passage import Document, digest, text_of
from retrieval.split import number, pieces, split

from .fixtures import GUIDE, NATION, RENT


def document(text: str) -> Document:
    return Document(
        "d",
        "d",
        "标题",
        "机关",
        None,
        "340100",
        None,
        "parking",
        None,
        date(2023, 1, 1),
        None,
        (),
        None,
        "DEMO",
        None,
        "d.md",
        "md",
        text,
        digest(text),
    )


def clauses(text: str) -> dict[str, str]:
    return {p.clause: p.text for p in split(document(read_markdown(text)))}


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十四", 24),
        ("一百", 100),
        ("一百零三", 103),
        ("一百一十", 110),
        ("一千二百六十", 1260),
        ("两百", 200),
        ("24", 24),
    ],
)
def test_numerals(numeral: str, value: int) -> None:
    assert number(numeral) == value


def test_articles_keep_number_label_and_ancestors() -> None:
    found = {p.clause: p for p in split(document(read_markdown(RENT)))}
    assert list(found) == ["1", "2", "3", "3-1", "4"]
    assert found["3"].label == "第三条"
    assert found["3"].headings == ("第二章　额度", "第一节　市场租房")
    assert found["3"].text.startswith("租赁市场住房的")
    assert found["3"].text.endswith("每月划入本人银行卡。")
    assert (found["3-1"].label, found["4"].headings) == ("第三条之一", ("第二章　额度", "第二节　公共租赁住房"))


def test_numbers_may_have_gaps() -> None:
    assert list(clauses(NATION)) == ["1", "24", "25"]


def test_a_line_that_begins_with_a_reference_opens_no_article() -> None:
    found = clauses("第一条　甲。\n\n第二条　乙：\n\n第一条规定的情形除外。\n\n第九条规定的除外。\n\n第三条　丙。")
    assert list(found) == ["1", "2", "3"]
    assert "第九条规定的除外" in found["2"]


def test_articles_without_a_space_are_found_in_order() -> None:
    assert clauses("第一条为了方便群众，制定本办法。\n第二条本办法适用于本市。") == {
        "1": "为了方便群众，制定本办法。",
        "2": "本办法适用于本市。",
    }


def test_an_annex_with_its_own_articles_gets_ids_of_its_own() -> None:
    found = clauses("第一条　甲。\n\n第二条　乙。\n\n## 附件\n\n说明文字。\n\n第一条　丙。\n\n第二条　丁。")
    assert found == {"1": "甲。", "2": "乙。", "h1": "说明文字。", "p2-1": "丙。", "p2-2": "丁。"}


def test_text_before_the_first_article_is_clause_0() -> None:
    assert clauses("# 通知\n\n各区：现通知如下。\n\n第一条　甲。") == {"0": "各区：现通知如下。", "1": "甲。"}


def test_headings_are_clauses_where_there_are_no_articles() -> None:
    found = {p.clause: p for p in split(document(read_markdown(GUIDE)))}
    assert list(found) == ["1", "2", "3"]
    assert found["2"].label == "二、收费标准"
    assert found["2"].text.startswith("（一）一类区\n\n白天每小时5元")
    assert "二类区" in found["2"].text


def test_headings_without_numbers_count_by_position() -> None:
    assert list(clauses("# 指南\n\n## 条件\n\n甲。\n\n## 材料\n\n乙。")) == ["1", "2"]


def test_printed_numbers_win_over_position() -> None:
    found = clauses("## 说明\n\n零。\n\n## 一、条件\n\n甲。\n\n## 二、材料\n\n乙。")
    assert found == {"h1": "零。", "1": "甲。", "2": "乙。"}


def test_plain_lines_with_an_ordinal_are_headings_too() -> None:
    assert clauses("一、申请条件\n\n甲。\n\n二、办理时限\n\n乙。") == {"1": "甲。", "2": "乙。"}


def test_text_without_any_structure_is_one_clause() -> None:
    assert clauses("本市道路停车泊位夜间免费。\n\n白天收费。") == {"1": "本市道路停车泊位夜间免费。\n\n白天收费。"}


def test_the_same_number_twice_loses_no_text() -> None:
    assert clauses("## 一、条件\n\n甲。\n\n## 一、材料\n\n乙。") == {"1": "甲。", "1-again2": "乙。"}


def test_headings_without_text_are_refused() -> None:
    with pytest.raises(DocumentError, match="no text under them"):
        split(document("## 一、条件\n\n## 二、材料"))


def test_long_clauses_are_indexed_in_parts_and_cited_whole() -> None:
    text = "第一条　" + "缴存人可以申请提取住房公积金用于支付房租并应当提交材料。" * 40
    (passage,) = split(document(text))
    parts = pieces(passage)
    assert len(parts) > 2
    assert "".join(parts) == passage.text
    assert all(len(part) <= 320 for part in parts)
    assert pieces(split(document("第一条　短。"))[0]) == ("短。",)


LINE = st.one_of(
    st.text(alphabet="公积金提取条第一二三十章节、。；： 　#|（）0a\n", max_size=40),
    st.sampled_from(
        [
            "第一条　甲。",
            "第二条 乙。",
            "第十条之一　丙。",
            "## 一、条件",
            "### （一）细则",
            "# 标题",
            "第一章　总则",
            "二、材料",
            "| 甲 | 乙 |",
            "第三条规定的除外。",
        ]
    ),
)


@given(st.lists(LINE, min_size=1, max_size=25))
def test_any_text_splits_into_spans_of_itself_with_unique_ids(lines: list[str]) -> None:
    text = read_markdown("\n".join(lines))
    if not text:
        return
    whole = document(text)
    try:
        passages = split(whole)
    except DocumentError:
        assert not re.search(r"^[^#\s：:第一二]", text, re.MULTILINE)  # nothing but headings and labels
        return
    assert len({p.id for p in passages}) == len(passages)
    for passage in passages:
        assert passage.text == text_of(text, passage.start, passage.end)
        assert passage.text.strip()
        assert passage.hash == digest(passage.text)
    spans = [(p.start, p.end) for p in passages]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@given(st.lists(st.text(alphabet="提取缴存贷款，材料", min_size=1, max_size=30), min_size=1, max_size=120))
def test_articles_come_back_as_written(texts: list[str]) -> None:
    numerals = [
        f"{'' if n < 10 else ('' if n < 20 else '一二三四五六七八九'[n // 10 - 1]) + '十'}"
        f"{'一二三四五六七八九'[n % 10 - 1] if n % 10 else ''}"
        for n in range(1, min(len(texts), 99) + 1)
    ]
    written = texts[:99]
    source = "\n".join(f"第{numeral}条　{text}。" for numeral, text in zip(numerals, written, strict=True))
    assert clauses(source) == {str(n): f"{text}。" for n, text in enumerate(written, start=1)}


LAWS = Path(os.environ.get("LAWS_DIR", "")) if os.environ.get("LAWS_DIR") else None


def _members(archive: Path) -> Iterator[str]:
    with tarfile.open(archive) as files:
        for member in files:
            if member.name.endswith(".md") and "_index" not in member.name and (file := files.extractfile(member)):
                yield file.read().decode()


@pytest.mark.skipif(LAWS is None, reason="set LAWS_DIR to a folder with laws_zh_*.tar.xz to split real laws")
def test_real_laws_split_into_their_articles() -> None:
    assert LAWS is not None
    texts = [text for archive in sorted(LAWS.glob("laws_zh_*.tar.xz")) for text in islice(_members(archive), 300)]
    assert len(texts) > 200
    found = total = 0
    for raw in texts:
        text = read_markdown(raw)
        passages = split(document(text))
        assert len({p.id for p in passages}) == len(passages)
        found += sum(p.label.startswith("第") and p.label.endswith("条") for p in passages)
        total += len(re.findall(r"^第[零一二三四五六七八九十百千]+条[ 　]", text, re.MULTILINE))
    assert found >= total * 0.999
