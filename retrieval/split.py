"""A document's text into clauses: along 第N条, or where there is none along its headings. One clause, one passage.

Knows the shapes of Chinese legal texts and guides; knows nothing of files, dates or the index.
Ids are stable: the number of the 条 ("24", "24-1" for 第二十四条之一), or the number of the heading. Where the
numbering begins again (an annex with its own 第一条), the ids of the second run begin with "p2-".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import DocumentError
from .passage import Document, Passage, digest, text_of

_NUMERAL = "零〇一二三四五六七八九十百千两"
_ARTICLE = re.compile(rf"^#*\s*(?P<label>第(?P<number>[{_NUMERAL}]+|\d+)条(?:之(?P<sub>[{_NUMERAL}]))?)(?P<rest>.?)")
_DIVISION = re.compile(rf"^(?P<marks>#*)\s*第[{_NUMERAL}\d]+(?P<kind>[编篇章节])(?![^\s　:：].{{40,}})")
_HEADING = re.compile(r"^(?P<marks>#+)\s+(?P<title>.+)$")
_ORDINAL = re.compile(rf"^[（(]?(?P<number>[{_NUMERAL}]+|\d{{1,3}})(?:[、.．)）]|\s|　)")
_PLAIN_HEADING = re.compile(rf"^[{_NUMERAL}]+、[^。；;]{{1,40}}$")
_SET_OFF = {"", *" \t　:：【（("}  # what may follow 第N条 where it is a label and no reference
_DIVISION_LEVEL = {"编": 1, "篇": 1, "章": 2, "节": 3}
_PIECE = 320  # characters of an index piece: several times a sentence, well under what blurs a mean of word vectors
_SENTENCE = re.compile(r"[^。；！？\n]*(?:[。；！？]+|\n+|$)")


@dataclass
class _Open:
    """A clause being read: where its text begins and ends so far."""

    clause: str
    label: str
    headings: tuple[str, ...]
    start: int
    end: int


def split(document: Document) -> tuple[Passage, ...]:
    """The clauses of a document, in order, with unique ids. Raises DocumentError if there is no text to cite."""
    lines = list(_lines(document.text))
    if _is_title(lines):
        lines = lines[1:]
    if _has_articles(lines):
        found = _by_article(lines)
    elif level := _clause_level(lines):
        found = _by_heading(lines, level)
    else:
        found = [_Open("1", "", (), lines[0][0], len(document.text))]
    passages = tuple(p for p in (_passage(document, clause) for clause in found) if p is not None)
    if not passages:
        raise DocumentError(document.path, "has headings but no text under them", "Check that the file is complete")
    return passages


def pieces(passage: Passage) -> tuple[str, ...]:
    """What is indexed for a passage: its text, or for a long one parts of it that end with a paragraph or a sentence.

    A hit on a part is a hit on the clause; parts are never cited.
    """
    if len(passage.text) <= _PIECE:
        return (passage.text,)
    parts = [""]
    for sentence in _SENTENCE.findall(passage.text):
        if parts[-1] and len(parts[-1]) + len(sentence) > _PIECE:
            parts.append("")
        parts[-1] += sentence
    return tuple(stripped for part in parts if (stripped := part.strip()))


def number(numeral: str) -> int:
    """A Chinese or Arabic numeral below ten thousand: 二十四 → 24, 一百零三 → 103."""
    if numeral.isdigit():
        return int(numeral)
    total, digit = 0, 0
    for character in numeral:
        if character in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        else:
            digit = 2 if character == "两" else max(0, "〇一二三四五六七八九".find(character))
    return total + digit


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """(offset, line) for every line."""
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += len(line) + 1


def _is_title(lines: list[tuple[int, str]]) -> bool:
    """Whether the first line is the one outermost heading: the title, which stands above no clause in particular."""
    levels = [len(m["marks"]) for _, line in lines if (m := _HEADING.match(line))]
    first = _HEADING.match(lines[0][1])
    if first is None or _ORDINAL.match(first["title"]) or len(lines) == 1:
        return False
    return levels.count(levels[0]) == 1 and levels[0] == min(levels)


def _has_articles(lines: list[tuple[int, str]]) -> bool:
    """Whether the text is one of articles: it has a 第一条, begins with one set off, or has at least two set off."""
    found = [m for _, line in lines if (m := _ARTICLE.match(line))]
    body = next((line for _, line in lines if line.strip() and not _HEADING.match(line)), "")
    first = _ARTICLE.match(body)
    if first is not None and first["rest"] in _SET_OFF - {""}:
        return True
    return any(number(m["number"]) == 1 for m in found) or sum(m["rest"] in _SET_OFF for m in found) >= 2


def _by_article(lines: list[tuple[int, str]]) -> list[_Open]:
    clauses: list[_Open] = []
    path: list[tuple[int, str]] = []  # (level, title) of the open 编, 章, 节
    last, run, extras = 0, 1, 0
    for offset, line in lines:
        end = offset + len(line)
        if (article := _ARTICLE.match(line)) and _opens(article, last):
            this = number(article["number"])
            run += this <= last and not article["sub"]
            last = this
            part = f"p{run}-" if run > 1 else ""
            inserted = f"-{number(article['sub'])}" if article["sub"] else ""
            start = offset + article.end("label")
            clauses.append(_Open(f"{part}{this}{inserted}", article["label"], tuple(t for _, t in path), start, end))
        elif (level := _division(line)) is not None:
            path = [*((n, t) for n, t in path if n < level), (level, line.lstrip("# ").strip())]
            if line.startswith("#") and not _DIVISION.match(line) and clauses:  # 附件 and the like: not part of the 条
                extras += 1
                clauses.append(_Open(f"h{extras}", path[-1][1], tuple(t for _, t in path[:-1]), end, end))
            elif clauses:
                clauses.append(_Open("", "", (), end, end))  # what follows a 章 heading before the next 条: nothing
        elif line.strip():
            if not clauses:
                clauses.append(_Open("0", "", tuple(t for _, t in path), offset, end))
            clauses[-1].end = end
    return [clause for clause in _unique(clauses) if clause.clause]


def _opens(article: re.Match[str], last: int) -> bool:
    """第N条 at the start of a line opens an article if it is set off, or is the next in order.

    A line that merely begins with a reference (第三条规定的…) does neither.
    """
    this = number(article["number"])
    if article["sub"]:
        return this >= last and article["rest"] in _SET_OFF
    set_off = article["rest"] in _SET_OFF
    return (set_off and (this > last or this == 1)) or this == last + 1


def _division(line: str) -> int | None:
    """How deep a 编, 章, 节 or `#` heading stands; None for other lines."""
    if found := _DIVISION.match(line):
        return _DIVISION_LEVEL[found["kind"]]
    heading = _HEADING.match(line)
    return None if heading is None else 0 if len(heading["marks"]) == 1 else len(heading["marks"])


def _clause_level(lines: list[tuple[int, str]]) -> int:
    """The heading level whose sections are the clauses: the outermost, but no lone title; 9: 一、 lines, 0: none."""
    levels = [len(m["marks"]) for _, line in lines if (m := _HEADING.match(line))]
    if levels.count(min(levels, default=0)) == 1 and len(set(levels)) > 1:
        levels = [level for level in levels if level != min(levels)]
    return min(levels) if levels else 9 if any(_PLAIN_HEADING.match(line) for _, line in lines) else 0


def _by_heading(lines: list[tuple[int, str]], level: int) -> list[_Open]:
    clauses: list[_Open] = []
    outer: tuple[str, ...] = ()
    for offset, line in lines:
        end = offset + len(line)
        heading = _HEADING.match(line)
        if heading and len(heading["marks"]) < level:
            outer = (heading["title"].strip(),)
        elif (heading and len(heading["marks"]) == level) or (level == 9 and _PLAIN_HEADING.match(line)):
            clauses.append(_Open("", line.lstrip("# ").strip(), outer, end, end))
        elif line.strip():
            if not clauses:
                clauses.append(_Open("0", "", outer, offset, end))
            clauses[-1].end = end
    _number_headings([clause for clause in clauses if clause.clause != "0"])
    return list(_unique(clauses))


def _number_headings(clauses: list[_Open]) -> None:
    """By the ordinal printed in the heading where headings carry one, else by position."""
    printed = [_ORDINAL.match(clause.label) for clause in clauses]
    for position, (clause, ordinal) in enumerate(zip(clauses, printed, strict=True), start=1):
        if ordinal is not None:
            clause.clause = str(number(ordinal["number"]))
        else:
            clause.clause = f"h{position}" if any(printed) else str(position)


def _unique(clauses: list[_Open]) -> Iterator[_Open]:
    """A second clause of the same id (a slip in the original) gets a suffix, so that no text is lost."""
    seen: dict[str, int] = {}
    for clause in clauses:
        if clause.clause:
            seen[clause.clause] = count = seen.get(clause.clause, 0) + 1
            if count > 1:
                clause.clause = f"{clause.clause}-again{count}"
        yield clause


def _passage(document: Document, clause: _Open) -> Passage | None:
    """The clause with blank space at both ends left out; None when no text remains."""
    raw = document.text[clause.start : clause.end]
    bare = raw.strip(" \t\n　:：")
    if not bare:
        return None
    start = clause.start + raw.index(bare)
    end = start + len(bare)
    text = text_of(document.text, start, end)
    return Passage(document.id, clause.clause, clause.label, clause.headings, text, start, end, digest(text))
