"""The bytes of a PDF into plain text: lines joined to paragraphs again, tables kept as rows, running heads and page
numbers dropped.

Knows nothing of the facts about a document or of clauses. A scan without text is refused, not guessed at.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from .formats import Unreadable, tidy

_PAGE_NUMBER = re.compile(r"^[\s—–\-·.]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*\d{1,4}\s*页?)?)[\s—–\-·.]*$")
_BEGINS_BLOCK = re.compile(
    r"^(?:第[零〇一二三四五六七八九十百千两\d]+[编章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、．])"
)
_STANDS_ALONE = re.compile(r"^第[零〇一二三四五六七八九十百千两\d]+[编章节](?:\s|　)")
_ENDS = tuple("。；：！？:;!?")


@dataclass(frozen=True)
class _Line:
    """A line of text or a whole table, with its place on the page in points."""

    text: str
    left: float
    right: float
    top: float
    size: float
    table: bool = False


def read_pdf(data: bytes) -> str:
    """The text of all pages. Raises Unreadable."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            pages = [_page_lines(page) for page in file.pages]
    except PdfminerException as fault:  # wraps what pdfminer raised
        if "PDFPasswordIncorrect" in repr(fault):
            raise Unreadable("is protected by a password", "Save a copy without one") from fault
        raise Unreadable("is not a PDF file or is damaged", "Export it again as PDF") from fault
    lines = [line for page in _without_running_heads(pages) for line in page]
    if not any(line.text for line in lines):
        raise Unreadable("has no text (a scan?)", "Run text recognition over it and save it as docx or md")
    return tidy("\n".join(_paragraphs(lines)))


def _page_lines(page: Any) -> list[_Line]:
    """Text lines outside tables and tables as one line each, from the top down."""
    tables = page.find_tables()
    outside = page
    for table in tables:
        outside = outside.outside_bbox(table.bbox)
    lines = [
        _Line(found["text"].strip(), found["x0"], found["x1"], found["top"], found["chars"][0]["size"])
        for found in outside.extract_text_lines()
    ]
    for table in tables:
        rows = (" | ".join("".join((cell or "").split("\n")).strip() for cell in row) for row in table.extract())
        left, top, right, _ = table.bbox
        lines.append(_Line("\n".join(rows), left, right, top, 0.0, table=True))
    return sorted((line for line in lines if line.text), key=lambda line: line.top)


def _without_running_heads(pages: list[list[_Line]]) -> list[list[_Line]]:
    """First and last lines that are page numbers, or that return on most of three or more pages, are not text."""
    ends = Counter(line.text for page in pages for line in {id(x): x for x in page[:1] + page[-1:]}.values())
    running = {text for text, count in ends.items() if len(pages) >= 3 and count > len(pages) * 0.6}

    def keep(index: int, page: list[_Line]) -> bool:
        line = page[index]
        at_end = index in (0, len(page) - 1)
        return line.table or not (at_end and (line.text in running or _PAGE_NUMBER.match(line.text)))

    return [[line for index, line in enumerate(page) if keep(index, page)] for page in pages]


def _paragraphs(lines: list[_Line]) -> list[str]:
    """A line continues the one before unless that one ended short of the margin, or this one begins something."""
    prose = [line for line in lines if not line.table]
    margin_left = min((line.left for line in prose), default=0.0)
    margin_right = max((line.right for line in prose), default=0.0)
    blocks: list[str] = []
    before: _Line | None = None
    for line in lines:
        if line.table:
            blocks.append(f"\n{line.text}\n")
            before = None
            continue
        if before is not None and _continues(before, line, margin_left, margin_right):
            blocks[-1] += _joint(blocks[-1], line.text) + line.text
        else:
            blocks.append(line.text)
        before = line
    return blocks


def _continues(before: _Line, line: _Line, margin_left: float, margin_right: float) -> bool:
    if _BEGINS_BLOCK.match(line.text) or _STANDS_ALONE.match(before.text) or abs(line.size - before.size) > 1.0:
        return False
    if line.left > margin_left + 1.2 * line.size:  # indented: a new paragraph
        return False
    ran_full = before.right >= margin_right - 2.5 * before.size
    return ran_full and not (before.text.endswith(_ENDS[:1]) and line.left > margin_left + 0.8 * line.size)


def _joint(left: str, right: str) -> str:
    """A space between two Latin words, nothing between Chinese characters."""
    return " " if left[-1:].isascii() and right[:1].isascii() and left[-1:].isalnum() and right[:1].isalnum() else ""
