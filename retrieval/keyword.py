"""Keyword search: BM25 over words and pairs of characters, as four arrays that are saved and read whole.

Knows texts only by their position. Our own because it is forty lines of numpy: scores for all texts come at once, so
that validity can be filtered before ranking, and nothing is ever changed in place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .words import terms

_K1, _B = 1.5, 0.75


@dataclass(frozen=True)
class KeywordIndex:
    """For term t, `rows[starts[t]:starts[t+1]]` are the texts that hold it, `impacts` what it adds to their scores."""

    vocabulary: dict[str, int]
    starts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.float32]
    size: int

    def scores(self, weighted: dict[str, float]) -> npt.NDArray[np.float32]:
        """BM25 of every text for a question of weighted terms."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in sorted(weighted.items()):
            if (t := self.vocabulary.get(term)) is not None:
                span = slice(self.starts[t], self.starts[t + 1])
                total[self.rows[span]] += np.float32(weight) * self.impacts[span]
        return total

    def coverage(self, groups: Iterable[Sequence[str]]) -> npt.NDArray[np.float32]:
        """The share of the groups, by rarity, of which a text holds some word; a group nobody holds weighs like
        one that a text in a hundred holds: it tells that something else is asked, but may be a chance word."""
        total = np.zeros(self.size, dtype=np.float32)
        whole = 0.0
        for group in groups:
            found = [t for word in group if (t := self.vocabulary.get(word)) is not None]
            holding = (
                np.unique(np.concatenate([self.rows[self.starts[t] : self.starts[t + 1]] for t in found]))
                if found
                else self.rows[:0]
            )
            rarity = _rarity(self.size, len(holding) or max(1, self.size // 100))
            whole += rarity
            total[holding] += np.float32(rarity)
        return total / np.float32(whole) if whole else total

    def save(self, path: Path) -> None:
        """As one .npz file."""
        ordered = sorted(self.vocabulary, key=self.vocabulary.__getitem__)
        np.savez(
            path,
            terms=np.frombuffer("\n".join(ordered).encode(), dtype=np.uint8),
            starts=self.starts,
            rows=self.rows,
            impacts=self.impacts,
            size=np.int64(self.size),
        )

    @staticmethod
    def load(path: Path) -> KeywordIndex:
        """What `save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            names = data["terms"].tobytes().decode().split("\n")
            return KeywordIndex(
                {name: t for t, name in enumerate(names) if name},
                data["starts"],
                data["rows"],
                data["impacts"],
                int(data["size"]),
            )


def build(texts: Iterable[str]) -> KeywordIndex:
    """Index texts by their position."""
    counts = [Counter(terms(text)) for text in texts]
    lengths = np.array([sum(c.values()) for c in counts], dtype=np.float64)
    mean = float(lengths.mean()) if len(lengths) else 1.0
    postings: dict[str, list[tuple[int, int]]] = {}
    for row, count in enumerate(counts):
        for term, times in count.items():
            postings.setdefault(term, []).append((row, times))
    vocabulary = {term: t for t, term in enumerate(sorted(postings))}
    ordered = [postings[term] for term in vocabulary]
    starts = np.concatenate([[0], np.cumsum([len(p) for p in ordered])]).astype(np.int64)
    rows = np.fromiter((row for p in ordered for row, _ in p), dtype=np.int32, count=int(starts[-1]))
    counted = np.fromiter((n for p in ordered for _, n in p), dtype=np.float64, count=int(starts[-1]))
    rarity = np.repeat([_rarity(len(counts), len(p)) for p in ordered], np.diff(starts))
    norm = _K1 * (1 - _B + _B * lengths[rows] / max(mean, 1e-9))
    impacts = (rarity * counted * (_K1 + 1) / (counted + norm)).astype(np.float32)
    return KeywordIndex(vocabulary, starts, rows, impacts, len(counts))


def _rarity(size: int, holding: int) -> float:
    """Inverse document frequency, never negative."""
    return float(np.log1p((size - holding + 0.5) / (holding + 0.5)))
