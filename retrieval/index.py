"""The index of one corpus version: clauses, their vectors and keywords, as values in memory and as files.

A version is never changed: `write` makes a new folder and a new Chroma collection, checks that passages find
themselves, and only then moves the pointer file. Knows nothing of questions or of which clause suits a day.

data/index/current.json            the pointer: version, model, fingerprint of the sources
data/index/<version>/corpus.json   documents with their text, clauses as spans of it
data/index/<version>/vectors.npy   the matrix that is searched (also in Chroma, see store.py)
data/index/<version>/keywords.npz
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from . import keyword
from .embed import Embedder, Vectors
from .errors import IndexMissing, SearchUnavailable
from .keyword import KeywordIndex
from .passage import Document, Note, Passage, digest, text_of
from .split import pieces, split
from .versions import Registry

LAYOUT = "1"  # part of every version: raise it when splitting, words or the files change


@dataclass(frozen=True)
class Index:
    """Row i of `vectors` and text i of `keywords` are piece i; passage p has the pieces from `starts[p]` on."""

    version: str
    registry: Registry
    passages: tuple[Passage, ...]
    starts: npt.NDArray[np.int64]
    vectors: Vectors
    keywords: KeywordIndex

    def best_piece(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Scores of pieces into scores of passages."""
        best: npt.NDArray[np.float32] = np.maximum.reduceat(scores, self.starts) if len(scores) else scores
        return best


@dataclass(frozen=True)
class Pointer:
    """What current.json says."""

    version: str
    model: str
    sources: str
    previous: str | None


def version_of(documents: Sequence[Document], model: str) -> str:
    """Hash of documents, model and layout."""
    return digest(LAYOUT, model, *sorted(d.hash for d in documents))


def build(
    documents: Sequence[Document],
    embedder: Embedder,
    done: Callable[[Document, int], None] = lambda document, clauses: None,
) -> Index:
    """Split and embed everything. Raises DocumentError. `done` is told of each document and its number of clauses."""
    registry = Registry(documents)
    passages: list[Passage] = []
    starts: list[int] = []
    texts: list[str] = []
    vectors: list[Vectors] = []
    for document in registry.documents.values():
        clauses = split(document)
        of_document: list[str] = []
        for passage in clauses:
            starts.append(len(texts) + len(of_document))
            of_document += indexed_texts(document, passage)
        vectors.append(embedder(of_document))
        passages += clauses
        texts += of_document
        done(document, len(clauses))
    matrix = np.concatenate(vectors) if vectors else np.zeros((0, embedder.dimension), dtype=np.float32)
    return Index(
        version_of(documents, embedder.name),
        registry,
        tuple(passages),
        np.array(starts, dtype=np.int64),
        matrix,
        keyword.build(texts),
    )


def indexed_texts(document: Document, passage: Passage) -> list[str]:
    """Each piece with what stands above it: a clause alone seldom names its subject."""
    above = " ".join([document.title, document.number or "", *passage.headings, passage.label])
    return [f"{above} {piece}" for piece in pieces(passage)]


def check(index: Index, embedder: Embedder, sample: int = 8) -> None:
    """Passages spread over the corpus must find themselves, with the model at hand. Raises SearchUnavailable."""
    if not index.passages:
        return
    for p in np.linspace(0, len(index.passages) - 1, min(sample, len(index.passages))).astype(int):
        passage = index.passages[p]
        text = indexed_texts(index.registry.get(passage.document), passage)[0]
        scores = index.vectors @ embedder([text])[0]
        if not scores.any():  # a text of signs only has no vector
            continue
        if scores[index.starts[p]] < scores.max() - 1e-3:
            raise SearchUnavailable(f"{passage.id} does not find itself in index {index.version}: run the ingest again")


def folder(data_dir: Path) -> Path:
    """Where indexes lie."""
    return data_dir / "index"


def read_pointer(data_dir: Path) -> Pointer:
    """Raises IndexMissing when nothing was ingested."""
    try:
        return Pointer(**json.loads((folder(data_dir) / "current.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise IndexMissing(f"{folder(data_dir)} has no index: run `python -m retrieval ingest`") from None
    except (ValueError, TypeError) as fault:
        raise IndexMissing(f"{folder(data_dir)}/current.json is damaged: run `python -m retrieval ingest`") from fault


def move_pointer(data_dir: Path, pointer: Pointer) -> None:
    """In one step: a reader sees the old pointer or the new one."""
    new = folder(data_dir) / "current.json.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(pointer), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder(data_dir) / "current.json")


def write(index: Index, data_dir: Path) -> None:
    """The version's folder, complete or not at all; the pointer is not touched."""
    final = folder(data_dir) / index.version
    partial = final.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    corpus = {
        "documents": [asdict(d) for d in index.registry.documents.values()],
        "passages": [[p.document, p.clause, p.label, list(p.headings), p.start, p.end, p.hash] for p in index.passages],
        "starts": index.starts.tolist(),
    }
    (partial / "corpus.json").write_text(json.dumps(corpus, ensure_ascii=False, default=date.isoformat), "utf-8")
    np.save(partial / "vectors.npy", index.vectors)
    index.keywords.save(partial / "keywords.npz")
    shutil.rmtree(final, ignore_errors=True)
    partial.rename(final)


def read(data_dir: Path, version: str, vectors: Vectors | None = None) -> Index:
    """What `write` wrote; `vectors` when they come from a Chroma server. Raises IndexMissing for a damaged folder."""
    where = folder(data_dir) / version
    try:
        corpus = json.loads((where / "corpus.json").read_text(encoding="utf-8"))
        documents = {d.id: d for d in map(_document, corpus["documents"])}
        passages = tuple(_passage(documents, row) for row in corpus["passages"])
        starts = np.array(corpus["starts"], dtype=np.int64)
        matrix = np.load(where / "vectors.npy") if vectors is None else vectors
        keywords = KeywordIndex.load(where / "keywords.npz")
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise IndexMissing(f"index {where} is incomplete ({fault}): run `python -m retrieval ingest`") from fault
    if len(matrix) != keywords.size or len(starts) != len(passages):
        raise IndexMissing(f"index {where} does not fit together: run `python -m retrieval ingest`")
    return Index(version, Registry(documents.values()), passages, starts, matrix, keywords)


def _document(raw: dict[str, Any]) -> Document:
    days = {
        name: date.fromisoformat(raw[name]) if raw[name] else None
        for name in ("published", "in_force_from", "in_force_to")
    }
    note = Note(**raw["note"]) if raw["note"] else None
    return Document(**{**raw, **days, "note": note, "replaces": tuple(raw["replaces"])})


def _passage(documents: dict[str, Document], row: list[Any]) -> Passage:
    document, clause, label, headings, start, end, text_hash = row
    text = text_of(documents[document].text, start, end)
    if digest(text) != text_hash:
        raise ValueError(f"the text of {document}#{clause} is not the text that was indexed")
    return Passage(document, clause, label, tuple(headings), text, start, end, text_hash)
