"""Trains the static model: `python -m retrieval.train --articles F --questions F [--out retrieval/model]`.

Needs torch (extra `local`) for training only. F are .jsonl or .jsonl.xz: articles {id, law, chapter, content},
questions {query, gold: [article ids], answer?}. Every fourth question (line number % 4 == 3) is held out and measured.
What it learns: a sentence lies near the article it was cut from, a question near the article that answers it.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import keyword
from .embed import BUCKETS, MODEL_DIR, StaticModel, Vectors, token_rows
from .fuse import fuse
from .terms import read_question
from .words import words

DIMENSION, VOCABULARY, SEED = 256, 20_000, 20261123
_SENTENCE = re.compile(r"[^。；\n]{8,}[。；]?")


@dataclass(frozen=True)
class Question:
    text: str
    gold: tuple[int, ...]
    answer: str


@dataclass(frozen=True)
class Source:
    """Articles as they are indexed (law, chapter, text) and bare, and the questions in two parts."""

    indexed: list[str]
    bare: list[str]
    train: list[Question]
    held_out: list[Question]


def read(articles: Path, questions: Path) -> Source:
    """Both files, with article ids turned into positions."""
    rows = list(_records(articles))
    position = {row["id"]: index for index, row in enumerate(rows)}
    asked = [
        Question(row["query"], tuple(position[g] for g in row["gold"] if g in position), row.get("answer") or "")
        for row in _records(questions)
    ]
    return Source(
        [f"{row['law']} {row['chapter']} {row['content']}" for row in rows],
        [row["content"] for row in rows],
        [q for i, q in enumerate(asked) if i % 4 != 3],
        [q for i, q in enumerate(asked) if i % 4 == 3],
    )


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def vocabulary_of(source: Source) -> list[str]:
    """The commonest words and characters; questions count more, for they hold the words people use."""
    counts: Counter[str] = Counter()
    for text, weight in [*((t, 1) for t in source.bare), *((q.text + q.answer, 5) for q in source.train)]:
        for word in words(text):
            counts[word] += weight
            if len(word) > 1 and word[0] > "\u33ff":
                for character in word:
                    counts[character] += weight
    return [word for word, count in sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:VOCABULARY] if count >= 3]


def train(source: Source, names: Sequence[str], minutes: float) -> Vectors:
    """The table of vectors (vocabulary, then buckets)."""
    import torch

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    order = random.Random(SEED)
    vocabulary = {word: row for row, word in enumerate(names)}
    size = len(names) + BUCKETS
    table = torch.nn.EmbeddingBag(size, DIMENSION, mode="sum")
    with torch.no_grad():
        table.weight.normal_(0.0, 0.05)
    optimiser = torch.optim.Adam(table.parameters(), lr=0.004)

    def vectors(texts: list[list[int]]) -> Any:
        kept = [[r for r in rows if order.random() > 0.15] or rows for rows in texts]  # dropout of words
        offsets = torch.tensor(np.concatenate([[0], np.cumsum([len(r) for r in kept])[:-1]]), dtype=torch.long)
        flat = torch.tensor([r for rows in kept for r in rows], dtype=torch.long)
        return torch.nn.functional.normalize(table(flat, offsets), dim=1)

    steps, began = schedule(minutes), time.monotonic()
    batches = _batches(source, vocabulary, order)
    for step in range(steps):
        left, right = next(batches)
        for group in optimiser.param_groups:
            group["lr"] = 0.004 * min(1.0, (steps - step) / (0.7 * steps))
        scores = vectors(left) @ vectors(right).T / 0.05
        target = torch.arange(len(left))
        loss = torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(scores.T, target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 100 == 0:
            print(f"step {step}/{steps} loss {loss.item():.3f} {time.monotonic() - began:.0f} s", flush=True)
    found: Vectors = table.weight.detach().numpy().astype(np.float32)
    return found


def schedule(minutes: float) -> int:
    """Steps for about so many minutes on one core; a count and no clock, so that a run can be repeated exactly."""
    return max(1, int(minutes * 900))


def _batches(
    source: Source, vocabulary: dict[str, int], order: random.Random, size: int = 256
) -> Iterator[tuple[list[list[int]], list[list[int]]]]:
    """Half of each batch: a sentence and its article; half: a question or its answer and an article that answers it."""
    articles = [token_rows(text, vocabulary) for text in source.indexed]
    asked = [
        (token_rows(text, vocabulary), gold)
        for q in source.train
        for text in (q.text, q.text, q.answer)
        if text
        for gold in q.gold
    ]
    while True:
        left, right, taken = [], [], set()
        for rows, gold in order.sample(asked, min(size // 2, len(asked))):
            if gold not in taken:
                taken.add(gold)
                left.append(rows)
                right.append(articles[gold])
        while len(left) < size:
            index = order.randrange(len(articles))
            sentences = _SENTENCE.findall(source.bare[index])
            if index not in taken and sentences and (rows := token_rows(order.choice(sentences), vocabulary)):
                taken.add(index)
                left.append(rows)
                right.append(articles[index])
        yield left, right


def measure(source: Source, model: StaticModel) -> dict[str, dict[str, float]]:
    """Recall at 5 and 100 and MRR at 10 on the held-out questions, for keywords, vectors and both."""
    index = keyword.build(source.indexed)
    table = model(source.indexed)
    seen = {gold for q in source.train for gold in q.gold}
    found: dict[str, list[list[float]]] = {}
    for question in source.held_out:
        asked = read_question(question.text)
        lexical = index.scores(asked.weighted)
        dense = table @ model([asked.text])[0]
        for name, scores in {"bm25": lexical, "vectors": dense, "fused": fuse(lexical, dense)}.items():
            figures = _figures(np.argsort(-scores, kind="stable")[:100], set(question.gold))
            found.setdefault(name, []).append(figures)
            if not seen.intersection(question.gold):
                found.setdefault(f"{name}, articles unseen", []).append(figures)
    return {
        name: dict(zip(("R@5", "R@100", "MRR@10"), np.mean(rows, axis=0).round(3).tolist(), strict=True))
        | {"questions": len(rows)}
        for name, rows in found.items()
    }


def _figures(ranked: np.ndarray[Any, Any], gold: set[int]) -> list[float]:
    first = next((rank for rank, row in enumerate(ranked[:10], start=1) if int(row) in gold), None)
    return [
        len(gold.intersection(ranked[:5].tolist())) / max(1, len(gold)),
        len(gold.intersection(ranked.tolist())) / max(1, len(gold)),
        1 / first if first else 0.0,
    ]


def save(folder: Path, names: Sequence[str], table: Vectors) -> None:
    """float16, which changes no third decimal and halves the file."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file({"vectors": table.astype(np.float16)}, folder / "vectors.safetensors")
    (folder / "vectors.safetensors").chmod(0o644)  # safetensors writes it for its owner alone
    (folder / "vocabulary.txt").write_text("\n".join(names) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m retrieval.train", description=__doc__)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODEL_DIR)
    parser.add_argument("--minutes", type=float, default=6.0, help="roughly; 0 measures the model in --out")
    options = parser.parse_args()
    source = read(options.articles, options.questions)
    if options.minutes > 0:
        names = vocabulary_of(source)
        save(options.out, names, train(source, names, options.minutes))
    print(json.dumps(measure(source, StaticModel(options.out)), ensure_ascii=False))


if __name__ == "__main__":
    main()
