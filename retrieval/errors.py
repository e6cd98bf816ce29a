"""What can go wrong in retrieval, one tree with a stable code each.

RetrievalError
├── DocumentError       a file in policies/ cannot be used: names the file and what would put it right   (start-up)
├── UnknownReference    no such document or clause in the corpus
├── IndexMissing        nothing has been ingested yet, or with another model: run the ingest              (start-up)
└── SearchUnavailable   the store does not answer, or its self-check failed
"""

from __future__ import annotations

from typing import ClassVar


class RetrievalError(Exception):
    """Root of the tree; `code` is stable and may be shown to programs."""

    code: ClassVar[str] = "retrieval_error"


class DocumentError(RetrievalError):
    """A document that cannot be used. `where` is its path (with a line where one is known)."""

    code = "document_error"

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}. {remedy}")
        self.where, self.problem, self.remedy = where, problem, remedy


class UnknownReference(RetrievalError):
    """A reference `document#clause` that leads nowhere."""

    code = "unknown_reference"


class IndexMissing(RetrievalError):
    """There is no usable index in the data directory."""

    code = "index_missing"


class SearchUnavailable(RetrievalError):
    """The index exists but cannot be searched."""

    code = "search_unavailable"
