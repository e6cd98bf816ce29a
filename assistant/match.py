"""Which item or topic an utterance is about, learnt from a few examples each when the city is loaded. No model.

Knows texts and ids; no conversation. Words and character pairs weighted by rarity, fused with static vectors.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]

WORD_WEIGHT = 0.62  # share of the word score; the rest is the vectors'
SECOND = 0.3  # how much the second-best example of a target adds

_EN = re.compile(r"[a-z][a-z'’-]*|\d+", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_FILLER = re.compile(
    r"请问|麻烦|您好|你好|那个|就是讲|就是说|一下子|一下|的话|呢|啊|呀|吧|嘛|哦|噢|哈|啦|嗯|我想问|我问|想问问|想问|问问|咨询|谢谢"
)
_EN_STOP = frozenset(
    "a an the to of in on at for from by with and or is are am be been do does did i my me you your it its this that "
    "there please would could should can will just get got have has had so if as we our us".split()
)


def stem(word: str) -> str:
    """A crude English stem: enough to join paying, pays and payment's shorter kin."""
    for ending in ("ings", "ing", "ies", "ied", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def features(text: str) -> Counter[str]:
    """Words, character pairs and triples of Chinese runs; stemmed words and word pairs of English."""
    import rjieba

    text = text.lower()
    found: Counter[str] = Counter()
    for run in _HAN.findall(_FILLER.sub("", text)) or _HAN.findall(text):
        found.update(f"2{run[i : i + 2]}" for i in range(len(run) - 1))
        found.update(f"3{run[i : i + 3]}" for i in range(len(run) - 2))
        found.update(f"w{word}" for word in rjieba.cut(run) if len(word) > 1)
        found.update(f"1{char}" for char in run)
    words = [stem(word) for word in _EN.findall(text) if word not in _EN_STOP]
    found.update(f"e{word}" for word in words)
    found.update(f"p{left} {right}" for left, right in itertools.pairwise(words))
    return found


KIND_WEIGHT = {"1": 0.35, "2": 0.8, "3": 0.7, "w": 1.0, "e": 1.0, "p": 0.7}


def _vectors(embed: Embed, texts: list[str], kept: Path | None) -> Vectors:
    """The texts' vectors; those made before from the same texts by the same model are read back."""
    mark = hashlib.sha256("\n".join([repr(embed(texts[:1]).tobytes()), *texts]).encode()).hexdigest()[:16]
    path = kept / f"vectors-{mark}.npy" if kept is not None else None
    if path is not None and path.exists():
        found: Vectors = np.load(path)
        return found
    made = np.ascontiguousarray(embed(texts), np.float32)
    if path is not None:
        keep(path, made)
    return made


def keep(path: Path, values: Vectors) -> None:
    """Written beside and moved into place, so that a half-written file is never read; older ones of its kind go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(f"{path.name.split('-')[0]}-*.npy"):
        old.unlink(missing_ok=True)
    beside = path.with_suffix(".part.npy")
    np.save(beside, values)
    beside.replace(path)


@dataclass(frozen=True)
class Reading:
    """An utterance as recognition sees it: its features and, where there is a model, its vector."""

    count: Counter[str]
    vector: Vectors | None


def read(text: str, embed: Embed | None) -> Reading:
    return Reading(features(text), embed([text])[0].astype(np.float32) if embed is not None else None)


@dataclass(frozen=True)
class Match:
    target: str
    score: float
    phrase: str


class Matcher:
    """Built once from (target, phrase) examples; `match` takes about a millisecond."""

    def __init__(
        self, examples: Iterable[tuple[str, str]], embed: Embed | None = None, kept: Path | None = None
    ) -> None:
        # Sorted by target, so that a target's phrases are one run and `reduceat` finds the best of each.
        self._phrases = sorted((target, phrase) for target, phrase in examples if phrase.strip())
        self._embed = embed
        self.counts = [features(phrase) for _, phrase in self._phrases]
        seen: Counter[str] = Counter()
        for count in self.counts:
            seen.update(count.keys())
        total = max(len(self.counts), 1)
        self.idf = {name: math.log(1 + total / number) for name, number in seen.items()}
        self._unseen = math.log(1 + total)
        self._postings = self._posted()
        owners = [target for target, _ in self._phrases]
        starts = [row for row, target in enumerate(owners) if row == 0 or target != owners[row - 1]]
        self._targets = [owners[row] for row in starts]
        self._runs = np.asarray(starts, np.int64)
        self._owner = np.repeat(np.arange(len(starts)), np.diff([*starts, len(owners)]))
        texts = [phrase for _, phrase in self._phrases]
        self.vectors = _vectors(embed, texts, kept) if embed and texts else None

    def _posted(self) -> dict[str, tuple[npt.NDArray[np.int32], Vectors]]:
        """For each feature the phrases that have it, with their normalised weights."""
        numbers = {name: index for index, name in enumerate(self.idf)}
        rows, names, weights = [], [], []
        for row, count in enumerate(self.counts):
            weighed = self._weights(count)
            norm = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
            rows += [row] * len(weighed)
            names += [numbers[name] for name in weighed]
            weights += [weight / norm for weight in weighed.values()]
        order = np.argsort(np.asarray(names, np.int64), kind="stable")
        all_rows, all_weights = np.asarray(rows, np.int32)[order], np.asarray(weights, np.float32)[order]
        ends = np.cumsum(np.bincount(np.asarray(names, np.int64), minlength=len(numbers)))
        starts = [0, *ends.tolist()]
        return {
            name: (all_rows[starts[index] : starts[index + 1]], all_weights[starts[index] : starts[index + 1]])
            for name, index in numbers.items()
        }

    @property
    def having(self) -> dict[str, npt.NDArray[np.int32]]:
        """For each feature the examples that have it."""
        return {name: rows for name, (rows, _) in self._postings.items()}

    @property
    def examples(self) -> list[tuple[str, str]]:
        """(target, phrase), sorted by target."""
        return self._phrases

    def _weights(self, count: Mapping[str, int]) -> dict[str, float]:
        return {
            name: KIND_WEIGHT[name[0]] * (1 + math.log(number)) * self.idf.get(name, self._unseen)
            for name, number in count.items()
        }

    def _word_scores(self, read: Mapping[str, int]) -> Vectors:
        """Cosine of the utterance with every example. Words no example knows lower it: that is what we do not cover."""
        scores = np.zeros(len(self._phrases), np.float32)
        weights = self._weights(read)
        norm = 0.0
        for name, weight in weights.items():
            if name[0] in "13" and name not in self._postings:
                continue
            norm += weight * weight
            if (posting := self._postings.get(name)) is not None:
                scores[posting[0]] += weight * posting[1]
        return scores / (math.sqrt(norm) or 1.0)

    def match(self, text: str, k: int = 5) -> list[Match]:
        """The k best targets, best first."""
        return self.match_read(read(text, self._embed), k)

    def match_read(self, reading: Reading, k: int) -> list[Match]:
        """As `match`, for an utterance that was read already."""
        if not self._phrases:
            return []
        scores = self._word_scores(reading.count)
        if self.vectors is not None and reading.vector is not None:
            close = self.vectors @ reading.vector
            scores = WORD_WEIGHT * scores + (1 - WORD_WEIGHT) * np.maximum(close, 0)
        best = np.maximum.reduceat(scores, self._runs)
        second = np.maximum.reduceat(np.where(scores < best[self._owner], scores, 0), self._runs)
        final = (best + SECOND * second) / (1 + SECOND)
        order = np.argsort(-final, kind="stable")[:k]
        return [
            Match(self._targets[i], float(final[i]), self._phrase_of(int(i), scores)) for i in order if final[i] > 0
        ]

    def _phrase_of(self, target: int, scores: Vectors) -> str:
        first = int(self._runs[target])
        end = int(self._runs[target + 1]) if target + 1 < len(self._runs) else len(scores)
        return self._phrases[first + int(np.argmax(scores[first:end]))][1]
