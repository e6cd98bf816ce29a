"""The values of retrieval: a Document (one version of one text), its Passages (one per clause), and a search Hit.

Knows nothing of files, of the index or of how anything is found.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Format = Literal["md", "html", "docx", "pdf"]
Centre = Literal["city", "provincial"]
Certainty = Literal["S2", "S", "G", "U", "DEMO"]
Standing = Literal["in_force", "ended", "not_yet"]


_HEADING_MARKS = re.compile(r"^#+[ \t]+", re.MULTILINE)


def text_of(document_text: str, start: int, end: int) -> str:
    """The text of a span as it is cited: without the `#` of headings inside it."""
    return _HEADING_MARKS.sub("", document_text[start:end])


def digest(*parts: str) -> str:
    """First 16 hexadecimal digits of SHA-256 over the parts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark shown with the source (for example what is unverified)."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one text. `in_force_to` is the last day in force (inclusive), None while open-ended.

    `text` is what was read out of the file: paragraphs by line, headings marked with `#`, table rows as `a | b`.
    `path` is relative to the policies folder; `hash` covers the text and the facts about it.
    """

    id: str
    series: str
    title: str
    issuer: str
    number: str | None
    place: str
    centre: Centre | None
    topic: str
    published: date | None
    in_force_from: date
    in_force_to: date | None
    replaces: tuple[str, ...]
    url: str | None
    certainty: Certainty
    note: Note | None
    path: str
    format: Format
    text: str
    hash: str

    def standing(self, on: date) -> Standing:
        """Whether the document is in force on that day, has ended, or has not begun."""
        if on < self.in_force_from:
            return "not_yet"
        return "ended" if self.in_force_to is not None and on > self.in_force_to else "in_force"


@dataclass(frozen=True, slots=True)
class Passage:
    """One clause: what a sentence cites. `text` is `text_of(document.text, start, end)`, without its label.

    `clause` is the stable id ("2", "24-1" for 第二十四条之一, "0" for what stands before the first clause);
    `label` is as printed ("第二条", "三、办理时限"); `headings` are the ancestors (编, 章, 节) from the outside in.
    """

    document: str
    clause: str
    label: str
    headings: tuple[str, ...]
    text: str
    start: int
    end: int
    hash: str

    @property
    def id(self) -> str:
        """The reference, `document#clause`."""
        return f"{self.document}#{self.clause}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `score` orders the hits of one search only and says nothing across searches.

    What does compare across searches: `similarity`, the cosine of query and passage (-1…1), and `coverage`, the share
    of the query's weighted words that stand in the passage (0…1). Both low means: nothing relevant was found.
    """

    passage: Passage
    document: Document
    score: float
    similarity: float
    coverage: float
    standing: Standing
