"""Which version of a text is in force on a day, and what replaced what.

Knows documents only as values; finds nothing and reads no files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from .errors import DocumentError, UnknownReference
from .passage import Document


def in_force(document: Document, on: date) -> bool:
    """True on every day from `in_force_from` to `in_force_to`, both included."""
    return document.standing(on) == "in_force"


class Registry:
    """All documents of a city, checked once: a Registry that exists is consistent. Raises DocumentError."""

    def __init__(self, documents: Iterable[Document]) -> None:
        ordered = sorted(documents, key=lambda d: d.id)
        self.documents: dict[str, Document] = {}
        for document in ordered:
            if (other := self.documents.get(document.id)) is not None:
                raise DocumentError(
                    document.path,
                    f"id {document.id} is already used by {other.path}",
                    "Give each version an id of its own",
                )
            self.documents[document.id] = document
        self._series: dict[str, list[Document]] = defaultdict(list)
        for document in sorted(ordered, key=lambda d: (d.in_force_from, d.id)):
            self._series[document.series].append(document)
        self._replaced_by: dict[str, str] = {}
        for document in ordered:
            self._check_replaces(document)
        for versions in self._series.values():
            _check_overlap(versions)

    def _check_replaces(self, document: Document) -> None:
        for old_id in document.replaces:
            old = self.documents.get(old_id)
            if old is None or old is document:
                raise DocumentError(
                    document.path,
                    f"replaces names {old_id}, which is no other document here",
                    "Correct the id or add the document it names",
                )
            if old.in_force_to is None or old.in_force_to >= document.in_force_from:
                raise DocumentError(
                    old.path,
                    f"is replaced by {document.id} from {document.in_force_from} on but is "
                    f"in force then (in_force_to: {old.in_force_to})",
                    "Set in_force_to to the day before, or take the id out of replaces",
                )
            first = self._replaced_by.setdefault(old_id, document.id)
            if self.documents[first].in_force_from > document.in_force_from:
                self._replaced_by[old_id] = document.id

    def get(self, document_id: str) -> Document:
        """The document with this id. Raises UnknownReference."""
        try:
            return self.documents[document_id]
        except KeyError:
            raise UnknownReference(f"no document {document_id}") from None

    def series(self, series: str) -> tuple[Document, ...]:
        """All versions of a text, oldest first; empty if there is none."""
        return tuple(self._series.get(series, ()))

    def current(self, series: str, on: date) -> Document | None:
        """The version in force on that day, if any."""
        return next((d for d in self.series(series) if in_force(d, on)), None)

    def replaced_by(self, document_id: str) -> Document | None:
        """What took the document's place: the document that names it in `replaces`, else the next of its series."""
        document = self.get(document_id)
        if (named := self._replaced_by.get(document_id)) is not None:
            return self.documents[named]
        later = [d for d in self.series(document.series) if d.in_force_from > document.in_force_from]
        return later[0] if later else None


def _check_overlap(versions: list[Document]) -> None:
    for earlier, later in pairwise(versions):
        if earlier.in_force_to is None or earlier.in_force_to >= later.in_force_from:
            until = earlier.in_force_to or "further notice"
            raise DocumentError(
                later.path,
                f"is in force from {later.in_force_from}, while {earlier.id} "
                f"({earlier.path}) of the same series is in force until {until}",
                "One version of a series at a time: correct in_force_to of the older",
            )
