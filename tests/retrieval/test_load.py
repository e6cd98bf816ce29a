"""Every format into text and facts; every fault named with file and remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.errors import DocumentError
from retrieval.load import load_document, load_folder
from retrieval.passage import Document
from retrieval.split import split

from .fixtures import PAGE, empty_pdf, facts, locked_pdf, markdown, pdf_file


@pytest.fixture(scope="module")
def documents(policies: Path) -> dict[str, Document]:
    return {d.id: d for d in load_folder(policies)}


def test_front_matter_gives_the_facts(documents: dict[str, Document]) -> None:
    loan = documents["loan-2025"]
    assert (loan.series, loan.place, loan.centre, loan.topic) == ("loan", "340100", "city", "provident_fund")
    assert loan.format == "md"
    assert (loan.in_force_from, loan.in_force_to, loan.replaces) == (date(2025, 9, 8), None, ("loan-2024",))
    assert loan.path == "loan-2025.md"


def test_markdown_marks_are_not_text(documents: dict[str, Document]) -> None:
    assert "可以提取夫妻双方" in documents["rent-2023"].text


def test_navigation_and_footer_of_a_page_are_dropped(documents: dict[str, Document]) -> None:
    text = documents["permit-guide"].text
    assert "网站地图" not in text
    assert "版权所有" not in text
    assert "## 二、办理时限" in text
    assert "工本费 | 0元" in text


def test_a_page_in_gbk_is_read(tmp_path: Path) -> None:
    page = tmp_path / "old.html"
    page.write_bytes(PAGE.replace("utf-8", "gb2312").encode("gb2312"))
    (tmp_path / "old.html.yaml").write_text(facts("old-page", "旧网页"), encoding="utf-8")
    assert "建设工程规划许可证" in load_document(page, tmp_path).text


def test_word_headings_tables_and_merged_cells(documents: dict[str, Document]) -> None:
    text = documents["order-rules"].text
    assert "## 第一章 受理" in text
    assert "咨询 | 1个工作日\n投诉5个工作日\n" in text  # the merged cell once


def test_pdf_paragraphs_are_joined_and_running_heads_dropped(documents: dict[str, Document]) -> None:
    text = documents["road-2024"].text
    assert "应当在开工前持有关材料向城市管理部门提出申请，经批准后方可占用、挖掘，并按照批准的位置" in text
    assert "\n占用期满的，应当及时清理现场" in text
    assert "占用挖掘城市道路管理办法" not in text
    assert "- 2 -" not in text


def test_pdf_tables_keep_their_rows(documents: dict[str, Document]) -> None:
    first = split(documents["road-2024"])[0]
    assert first.text.endswith("面积 | 期限\n100平方米以下 | 15日")


def test_an_edited_fact_changes_the_hash(tmp_path: Path) -> None:
    path = markdown(tmp_path / "a.md", facts("a-1", "办法甲"), "第一条　甲。")
    before = load_document(path, tmp_path).hash
    assert load_document(path, tmp_path).hash == before
    markdown(path, facts("a-1", "办法甲", end="2024-12-31"), "第一条　甲。")
    assert load_document(path, tmp_path).hash != before


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.md", "第一条　没有说明。", "no front matter"),
        ("a.md", "---\nid: [\n---\n文", "not YAML"),
        ("a.md", "---\n- a\n---\n文", "not a list of"),
        ("a.md", f"---\n{facts('a-1', '办法')}---\n", "holds no text"),
        ("a.md", f"---\n{facts('a-1', '办法', start='null')}---\n文", "in_force_from: input should be a valid date"),
        ("a.md", f"---\n{facts('a-1', '办法').replace('certainty: DEMO', '')}---\n文", "certainty: field required"),
        ("a.md", f"---\n{facts('a-1', '办法')}colour: red\n---\n文", "colour: extra inputs"),
        ("a.md", f"---\n{facts('a-1', '办法').replace(chr(34), '')}---\n文", "place: input should be a valid string"),
        ("a.md", f"---\n{facts('a-1', '办法', start='2024-01-01', end='2023-01-01')}---\n文", "lies before"),
        ("a.md", f"---\n{facts('A 1', '办法')}---\n文", "id: string should match"),
        ("a.txt", "文", "cannot be read"),
        ("stray.yaml", "id: a", "describes no document"),
        ("a.html", PAGE, "has no sidecar"),
    ],
)
def test_a_fault_names_file_and_problem(tmp_path: Path, name: str, content: str, problem: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(DocumentError, match=problem) as caught:
        load_folder(tmp_path)
    assert str(caught.value).startswith(f"{name}: ")
    assert caught.value.remedy
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("scan.pdf", empty_pdf, "scan"),
        ("locked.pdf", locked_pdf, "password"),
        ("broken.pdf", lambda: b"%PDF-1.4 nothing", "damaged"),
        ("half.pdf", lambda: pdf_file()[:900], "damaged"),
        ("broken.docx", lambda: b"not a zip", "not a Word file"),
        ("empty.html", lambda: b"<html></html>", "no main text"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, name: str, content: object, problem: str) -> None:
    assert callable(content)
    (tmp_path / name).write_bytes(content())
    (tmp_path / f"{name}.yaml").write_text(facts("a-1", "办法"), encoding="utf-8")
    with pytest.raises(DocumentError, match=problem):
        load_folder(tmp_path)


def test_readme_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    markdown(tmp_path / "a.md", facts("a-1", "办法"), "第一条　甲。")
    for name in ("README.md", "_draft.md", ".a.md.swp"):
        (tmp_path / name).write_text("anything", encoding="utf-8")
    assert [d.id for d in load_folder(tmp_path)] == ["a-1"]
