"""Texts into vectors of unit length: the static model in retrieval/model/ (a table of word and character vectors, no
torch), or any sentence-transformers directory or name.

Knows nothing of documents or ranking. The static model: a text is the sum of the vectors of its words and characters;
how much a word counts is the length of its vector. Made by `python -m retrieval.train`.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from .words import words

Vectors = npt.NDArray[np.float32]
MODEL_DIR = Path(__file__).parent / "model"
BUCKETS = 1024  # rows shared by all words and characters that are not in the vocabulary, English among them


class Embedder(Protocol):
    """`name` changes whenever the vectors do; it is part of the version of an index."""

    name: str
    dimension: int

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length for each text; zeros for a text without a letter or digit."""
        ...


def embed(texts: Sequence[str]) -> Vectors:
    """With the static model."""
    return load_embedder(None)(texts)


@lru_cache(maxsize=4)
def load_embedder(model: str | None) -> Embedder:
    """The static model for None; else a sentence-transformers directory or name (needs the extra `local`)."""
    return SentenceModel(model) if model else StaticModel(MODEL_DIR)


def token_rows(text: str, vocabulary: dict[str, int]) -> list[int]:
    """Rows of a text: each word, and each character of the words of several; unknown ones share buckets."""
    known = len(vocabulary)
    rows: list[int] = []
    for word in words(text):
        row = vocabulary.get(word)
        if word[0] > "\u33ff":  # Chinese: the characters carry a word that the vocabulary does not have
            characters = list(word) if len(word) > 1 else []
            if row is None and not characters:
                row = known + _bucket(word)
            rows += [vocabulary.get(c, known + _bucket(c)) for c in characters]
        elif row is None:  # English and the like: the word and its three-letter parts
            edged = f"<{word}>"
            rows += [known + _bucket(edged[i : i + 3]) for i in range(len(edged) - 2)]
            row = known + _bucket(word)
        if row is not None:
            rows.append(row)
    return rows


def _bucket(part: str) -> int:
    return zlib.crc32(part.encode()) % BUCKETS


class StaticModel:
    """The table of vectors, read whole into memory (about 20 MB)."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file

        data = load_file(folder / "vectors.safetensors")
        self._table: Vectors = data["vectors"].astype(np.float32)
        lines = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
        self._vocabulary = {word: row for row, word in enumerate(lines) if word}
        self.dimension = int(self._table.shape[1])
        self.name = f"static-{zlib.crc32(data['vectors'].tobytes()):08x}"

    def __call__(self, texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for index, text in enumerate(texts):
            if rows := token_rows(text, self._vocabulary):
                total = self._table[rows].sum(axis=0)
                out[index] = total / max(float(np.sqrt(total @ total)), 1e-9)
        return out


class SentenceModel:
    """A sentence-transformers model. Loading costs seconds; one thread, because two are slower for one sentence."""

    def __init__(self, model: str) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(1)
        self._model = SentenceTransformer(model, device="cpu")
        self.dimension = int(self._model.get_sentence_embedding_dimension() or 0)
        self.name = f"st-{Path(model).name}-{self.dimension}"

    def __call__(self, texts: Sequence[str]) -> Vectors:
        rows = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, dtype=np.float32)
