"""Questions in, ranked clauses out. What is in force, and for which place, is decided here and not by the store.

Knows nothing of conversations, of what an answer says, or of how the index came about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from . import store
from .embed import Embedder, load_embedder
from .errors import IndexMissing, SearchUnavailable, UnknownReference
from .fuse import fuse
from .index import Index, build, check, folder, read, read_pointer
from .passage import Centre, Document, Hit, Passage
from .terms import read_question
from .versions import Registry

_NO_TOPIC_LIKENESS = 0.2  # below this cosine, with no word in common, a passage is no hit at all


class _Opened:
    """An index with what a search needs at hand; never changed, replaced as a whole."""

    def __init__(self, index: Index) -> None:
        self.index = index
        documents = list(index.registry.documents.values())
        row = {d.id: n for n, d in enumerate(documents)}
        self.documents = documents
        self.owner = np.array([row[p.document] for p in index.passages], dtype=np.int64)
        self.begins = np.array([d.in_force_from.toordinal() for d in documents], dtype=np.int64)
        self.ends = np.array([(d.in_force_to or date.max).toordinal() for d in documents], dtype=np.int64)
        self.places = np.array([d.place for d in documents])
        self.other_centre = {
            c: np.array([d.centre not in (None, c) for d in documents], dtype=bool) for c in ("city", "provincial")
        }
        self.topics = np.array([d.topic for d in documents])
        self.by_id = {p.id: p for p in index.passages}

    def allowed(
        self, on: date | None, place: str, centre: Centre | None, topics: Collection[str] | None
    ) -> npt.NDArray[np.int64]:
        """Passages of documents for that place, centre and topics, in force on the day (None: on any)."""
        wanted = np.isin(self.places, sorted(applies_in(place)))
        if on is not None:
            wanted &= (self.begins <= on.toordinal()) & (on.toordinal() <= self.ends)
        if centre is not None:
            wanted &= ~self.other_centre[centre]
        if topics is not None:
            wanted &= np.isin(self.topics, sorted(topics))
        return np.flatnonzero(wanted[self.owner]) if len(self.owner) else np.zeros(0, dtype=np.int64)


def applies_in(place: str) -> set[str]:
    """Region codes whose rules hold in a place: the nation's, its province's, its city's, its own; no other's."""
    return {"000000", f"{place[:2]}0000", f"{place[:4]}00", place}


class Corpus:
    """An opened index. Follows the index: after another ingest the next search sees the new version."""

    def __init__(
        self, opened: _Opened, embedder: Embedder, data_dir: Path | None = None, chroma_url: str | None = None
    ) -> None:
        self._opened, self._embedder = opened, embedder
        self._data_dir, self._chroma_url = data_dir, chroma_url
        self._stamp = self._pointer_stamp()

    @classmethod
    def open(cls, data_dir: Path, *, embed_model: str | None = None, chroma_url: str | None = None) -> Corpus:
        """What was ingested into data_dir. Raises IndexMissing, SearchUnavailable."""
        embedder = load_embedder(embed_model or None)
        return cls(_open(data_dir, embedder, chroma_url), embedder, data_dir, chroma_url)

    @classmethod
    def of(cls, documents: Iterable[Document], *, embed_model: str | None = None) -> Corpus:
        """A corpus in memory, straight from documents (tests, trials). Raises DocumentError."""
        embedder = load_embedder(embed_model or None)
        return cls(_Opened(build(list(documents), embedder)), embedder)

    @property
    def version(self) -> str:
        """Hash of documents and model."""
        return self._now().index.version

    @property
    def registry(self) -> Registry:
        """Documents by id and series, what replaced what."""
        return self._now().index.registry

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents by id."""
        return tuple(self._now().documents)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All clauses, by document and in the order of the text."""
        return self._now().index.passages

    def get(self, ref: str) -> tuple[Document, Passage]:
        """`document#clause`. Raises UnknownReference."""
        opened = self._now()
        try:
            passage = opened.by_id[ref]
        except KeyError:
            raise UnknownReference(f"no clause {ref}") from None
        return opened.index.registry.get(passage.document), passage

    def search(
        self,
        query: str,
        *,
        on: date,
        place: str = "340100",
        k: int = 10,
        centre: Centre | None = None,
        topics: Collection[str] | None = None,
    ) -> list[Hit]:
        """The best k clauses in force on that day for that place: national, of its province, of its city, its own.

        `place` is a six-digit region code; `centre` keeps fund documents of that centre and those of neither.
        Fewer than k, or none, when nothing has a word or a likeness in common. The same question gives the same order.
        """
        opened = self._now()
        return self._rank(opened, query, opened.allowed(on, place, centre, topics), on, k)

    def search_any_time(
        self,
        query: str,
        *,
        on: date,
        place: str = "340100",
        k: int = 10,
        centre: Centre | None = None,
        topics: Collection[str] | None = None,
    ) -> list[Hit]:
        """As `search`, but also what has ended or not begun on that day; see `Hit.standing`."""
        opened = self._now()
        return self._rank(opened, query, opened.allowed(None, place, centre, topics), on, k)

    def _rank(self, opened: _Opened, query: str, rows: npt.NDArray[np.int64], on: date, k: int) -> list[Hit]:
        question = read_question(query)
        index = opened.index
        if not len(rows) or not question.text:
            return []
        vector = self._embedder([question.text])[0]
        lexical = index.best_piece(index.keywords.scores(question.weighted))[rows]
        similar = index.best_piece(index.vectors @ vector)[rows]
        covered = index.best_piece(index.keywords.coverage(question.groups))[rows]
        scores = fuse(lexical, similar)
        hits: list[Hit] = []
        for n in np.argsort(-scores, kind="stable"):
            if len(hits) >= k:
                break
            if lexical[n] > 0 or similar[n] >= _NO_TOPIC_LIKENESS:
                passage, document = index.passages[rows[n]], opened.documents[opened.owner[rows[n]]]
                hits.append(
                    Hit(
                        passage,
                        document,
                        round(float(scores[n]), 6),
                        round(float(similar[n]), 6),
                        round(float(covered[n]), 6),
                        document.standing(on),
                    )
                )
        return hits

    def _pointer_stamp(self) -> tuple[int, int]:
        if self._data_dir is None:
            return (0, 0)
        try:
            found = (folder(self._data_dir) / "current.json").stat()
        except FileNotFoundError:
            raise IndexMissing(f"{folder(self._data_dir)} has no index: run `python -m retrieval ingest`") from None
        return (found.st_mtime_ns, found.st_ino)

    def _now(self) -> _Opened:
        """The version the pointer names: a withdrawn document is gone from the next search on."""
        if self._data_dir is not None and (stamp := self._pointer_stamp()) != self._stamp:
            self._opened = _open(self._data_dir, self._embedder, self._chroma_url)
            self._stamp = stamp
        return self._opened


def _open(data_dir: Path, embedder: Embedder, chroma_url: str | None) -> _Opened:
    pointer = read_pointer(data_dir)
    if pointer.model != embedder.name:
        raise IndexMissing(
            f"the index was made with the model {pointer.model}, the setting names {embedder.name}: "
            "run `python -m retrieval ingest`"
        )
    index = _read(data_dir, pointer.version, chroma_url)
    if index.vectors.shape[1:] != (embedder.dimension,):
        raise SearchUnavailable(f"vectors of index {pointer.version} have another length than the model's")
    check(index, embedder)
    return _Opened(index)


def _read(data_dir: Path, version: str, chroma_url: str | None) -> Index:
    """Vectors from the server when there is one, else from the file, else from the Chroma folder."""
    on_file = (folder(data_dir) / version / "vectors.npy").exists() or not (data_dir / "chroma").is_dir()
    if not chroma_url and on_file:
        return read(data_dir, version)
    with store.connect(data_dir, chroma_url) as client:
        return read(data_dir, version, store.read_vectors(client, version))
