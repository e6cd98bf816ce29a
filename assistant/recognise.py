"""What an utterance is about, from five kinds of evidence: the nearest phrases, a linear reading of all, what the
answers say, the clauses search finds, and the area of life the words belong to.

Knows items and topics by id, and texts; no conversation. Everything is learnt from the city folder when it is loaded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.linear import Linear
from assistant.match import Embed, Match, Matcher, features, read

# Shares of the evidence beside the phrases' own 1.0; chosen by leaving phrases out (`python -m eval matcher`).
LINEAR, SENTENCES, CLAUSES, AREA = 1.5, 0.3, 0.2, 0.15
WHOLE = 1 + LINEAR / 2 + SENTENCES + CLAUSES + AREA  # the linear reading rarely exceeds a half
NEAREST = 60  # entries taken from each kind of text
FOUND = 10  # clauses asked of search
CLEARLY = 0.8  # share of one area in an utterance's words


@dataclass(frozen=True)
class Entry:
    """An item or topic as recognition sees it."""

    id: str
    area: str
    phrases: tuple[str, ...]
    sentences: tuple[str, ...]
    cites: frozenset[str]


# The clauses a question finds, best first: (reference, strength 0…1).
Search = Callable[[str], Sequence[tuple[str, float]]]


class Areas:
    """Which area of life words belong to: naive Bayes over the features of all phrases."""

    def __init__(self, areas: Sequence[str], having: Mapping[str, npt.NDArray[np.int32]]) -> None:
        """`areas`: the area of each phrase. `having`: for each feature the phrases that have it."""
        self.names = sorted(set(areas))
        number = {name: index for index, name in enumerate(self.names)}
        area_of = np.asarray([number[area] for area in areas], np.int64)
        known = [name for name in having if name[0] != "1"]
        counts = np.zeros((len(known), len(self.names)), np.float32)
        for row, name in enumerate(known):
            counts[row] = np.bincount(area_of[having[name]], minlength=len(self.names))
        logs = np.log((counts + 0.3) / (counts.sum(axis=0) + 0.3 * max(len(known), 1)))
        self._log = dict(zip(known, logs, strict=True))

    def shares(self, count: Mapping[str, int]) -> dict[str, float]:
        """Area → probability of the words; even when none is known."""
        logs = np.zeros(len(self.names), np.float32)
        for name in count:
            if (row := self._log.get(name)) is not None:
                logs += row
        weights = np.exp(logs - logs.max()) if len(logs) else logs
        return dict(zip(self.names, (weights / max(weights.sum(), 1e-9)).tolist(), strict=True))


def _bare(phrase: str) -> str:
    """Without punctuation, white space and case."""
    return re.sub(r"[\W_]+", "", phrase).lower()


class Recogniser:
    """Built once from the city's entries; `match` takes about two milliseconds."""

    def __init__(
        self, entries: Iterable[Entry], embed: Embed | None, search: Search | None, kept: Path | None = None
    ) -> None:
        known = list(entries)
        self._embed = embed
        self._phrases = Matcher([(entry.id, phrase) for entry in known for phrase in entry.phrases], embed, kept)
        self._sentences = Matcher([(entry.id, text) for entry in known for text in entry.sentences], embed)
        self._area = {entry.id: entry.area for entry in known}
        owners = [target for target, _ in self._phrases.examples]
        counts = self._phrases.counts
        self._areas = Areas([self._area[target] for target in owners], self._phrases.having)
        self._linear = Linear.learn(owners, counts, self._phrases.vectors, self._phrases.idf, kept)
        # Only learning needs the words of every phrase; kept, they would be most of the server's memory.
        self._phrases.counts = []
        self._sentences.counts = []
        self._search = search
        self._exact: dict[str, set[str]] = defaultdict(set)
        for target, phrase in self._phrases.examples:
            self._exact[_bare(phrase)].add(target)
        self._resting: dict[str, list[str]] = defaultdict(list)
        for entry in known:
            for ref in entry.cites:
                self._resting[ref].append(entry.id)

    def match(self, text: str, k: int = 5) -> list[Match]:
        """The k best entries, best first. A phrase said word for word scores above 1, whatever the rest says."""
        reading = read(text, self._embed)
        phrases = {found.target: found for found in self._phrases.match_read(reading, NEAREST)}
        sentences = {found.target: found.score for found in self._sentences.match_read(reading, NEAREST)}
        clauses = self._clauses(text)
        areas = self._areas.shares(reading.count)
        linear = self._linear.scores(reading)
        exact = self._exact.get(_bare(text), ())
        ranked = []
        for target in {*phrases, *sentences, *clauses}:
            found = phrases.get(target)
            score = (
                (found.score if found else 0.0)
                + LINEAR * linear.get(target, 0.0)
                + SENTENCES * sentences.get(target, 0.0)
                + CLAUSES * clauses.get(target, 0.0)
                + AREA * areas.get(self._area[target], 0.0)
            )
            said = target in exact
            ranked.append(Match(target, score / WHOLE + said, found.phrase if found else ""))
        return sorted(ranked, key=lambda match: (-match.score, match.target))[:k]

    def phrases(self) -> list[tuple[str, str]]:
        """(entry, phrase), everything learnt from."""
        return self._phrases.examples

    def knows(self, text: str) -> bool:
        """True when the text is one of the phrases, word for word."""
        return _bare(text) in self._exact

    def belongs(self, text: str, target: str) -> bool:
        """True when the words clearly belong to the target's area of life, and that is one with rules and services."""
        area = self._area[target]
        return area != "assistant" and self._areas.shares(features(text)).get(area, 0.0) >= CLEARLY

    def _clauses(self, text: str) -> Mapping[str, float]:
        """Entries whose clauses search finds, by rank and strength."""
        found: dict[str, float] = {}
        if self._search is None:
            return found
        for rank, (ref, strength) in enumerate(self._search(text), 1):
            for target in self._resting.get(ref, ()):
                found[target] = max(found.get(target, 0.0), strength / rank)
        return found


def held_out(entries: Sequence[Entry], every: int) -> tuple[list[Entry], list[tuple[str, str]]]:
    """The entries without each n-th phrase, and those phrases with their entry: what recognition is measured with."""
    kept: list[Entry] = []
    out: list[tuple[str, str]] = []
    number = 0
    for entry in entries:
        phrases: list[str] = []
        for phrase in entry.phrases:
            number += 1
            if number % every or not phrases:
                phrases.append(phrase)
            else:
                out.append((entry.id, phrase))
        kept.append(replace(entry, phrases=tuple(phrases)))
    return kept, out
