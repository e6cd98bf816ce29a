"""Chroma: one collection for each corpus version, written once, in a folder or on a server (CHROMA_URL).

Why queries do not go through it: collections that change lose records (chroma#7758) and filters are slow (#1394), so
collections here never change and validity is filtered in our code; its approximate search missed 1 of 16 clauses among
1,500 nearly alike (as clauses of tariffs are); and exact search over the matrix of a city is quicker than asking.
From a server the matrix is read when the corpus is opened; beside a folder the same matrix is kept as a file, because
importing chromadb takes more than a second and a program that only answers questions need not. If that file is gone
the collection gives it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from .embed import Vectors
from .errors import SearchUnavailable
from .index import Index

_BATCH = 2000  # Chroma's own limit is 5461
_SAMPLE = 64


@contextmanager
def connect(data_dir: Path, chroma_url: str | None) -> Iterator[Any]:
    """A Chroma client for the folder, or for the server. Raises SearchUnavailable when the server does not answer."""
    client = _folder(data_dir) if not chroma_url else _server(chroma_url)
    try:
        yield client
    finally:
        client.close()
        # close() leaves the sockets of a server's client and of its admin client open (chromadb 1.5).
        for part in (client, getattr(client, "_admin_client", None)):
            if (session := getattr(getattr(part, "_server", None), "_session", None)) is not None:
                session.close()


def _folder(data_dir: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    (data_dir / "chroma").mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(path=str(data_dir / "chroma"), settings=Settings(anonymized_telemetry=False))


def _server(chroma_url: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    address = urlsplit(chroma_url)
    settings = Settings(anonymized_telemetry=False)
    try:
        return chromadb.HttpClient(
            host=address.hostname or "localhost",
            ssl=address.scheme == "https",
            port=address.port or (443 if address.scheme == "https" else 8000),
            settings=settings,
        )
    except Exception as fault:  # chromadb raises ValueError or whatever httpx raised
        raise SearchUnavailable(f"no Chroma server answers at {chroma_url}: {fault}") from fault


def collection_name(version: str) -> str:
    return f"shuoban-{version}"


def piece_ids(index: Index) -> list[str]:
    """`document#clause` for a clause of one piece, `document#clause.1` and so on for a longer one."""
    ids: list[str] = []
    for p, passage in enumerate(index.passages):
        end = int(index.starts[p + 1]) if p + 1 < len(index.starts) else len(index.vectors)
        count = end - int(index.starts[p])
        ids += [passage.id] if count == 1 else [f"{passage.id}.{n}" for n in range(1, count + 1)]
    return ids


def fill(client: Any, index: Index) -> None:
    """A new collection with every piece, checked. What a killed run left under the name is removed first."""
    remove(client, index.version)
    collection = client.create_collection(
        collection_name(index.version), embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    ids = piece_ids(index)
    owners = np.repeat(np.arange(len(index.passages)), np.diff([*index.starts.tolist(), len(ids)]))
    for first in range(0, len(ids), _BATCH):
        part = slice(first, first + _BATCH)
        passages = [index.passages[p] for p in owners[part]]
        documents = [index.registry.get(p.document) for p in passages]
        collection.add(
            ids=ids[part],
            embeddings=index.vectors[part],
            documents=[p.text for p in passages],
            metadatas=[
                {
                    "row": first + n,
                    "document": d.id,
                    "clause": p.clause,
                    "place": d.place,
                    "topic": d.topic,
                    "in_force_from": d.in_force_from.isoformat(),
                    "in_force_to": d.in_force_to.isoformat() if d.in_force_to else "",
                }
                for n, (p, d) in enumerate(zip(passages, documents, strict=True))
            ],
        )
    _check(collection, index, ids)


def _check(collection: Any, index: Index, ids: list[str]) -> None:
    """All pieces are there, and sampled ones come back with their vectors."""
    if collection.count() != len(ids):
        raise SearchUnavailable(f"Chroma holds {collection.count()} of {len(ids)} pieces: run the ingest again")
    rows = sorted({int(r) for r in np.linspace(0, len(ids) - 1, min(_SAMPLE, len(ids)))}) if ids else []
    if not rows:
        return
    found = collection.get(ids=[ids[row] for row in rows], include=["embeddings"])
    vectors = dict(zip(found["ids"], found["embeddings"], strict=True))
    for row in rows:
        if ids[row] not in vectors or not np.allclose(vectors[ids[row]], index.vectors[row], atol=1e-5):
            raise SearchUnavailable(f"Chroma does not give {ids[row]} back as written: run the ingest again")


def read_vectors(client: Any, version: str) -> Vectors:
    """The matrix of a version, in the order it was written. Raises SearchUnavailable."""
    try:
        collection = client.get_collection(collection_name(version), embedding_function=None)
        total = collection.count()
        rows: dict[int, Any] = {}
        for first in range(0, total, _BATCH):
            part = collection.get(limit=_BATCH, offset=first, include=["embeddings", "metadatas"])
            rows.update((int(m["row"]), e) for m, e in zip(part["metadatas"], part["embeddings"], strict=True))
    except Exception as fault:  # chromadb has no common base for what it raises
        raise SearchUnavailable(f"Chroma does not give collection {collection_name(version)}: {fault}") from fault
    if sorted(rows) != list(range(total)) or not total:
        raise SearchUnavailable(f"Chroma gave {len(rows)} of {total} pieces of {version}: run the ingest again")
    return np.array([rows[row] for row in range(total)], dtype=np.float32)


def holds(client: Any, index: Index) -> bool:
    """Whether the collection is there with every piece."""
    names = {getattr(c, "name", c) for c in client.list_collections()}
    name = collection_name(index.version)
    return name in names and client.get_collection(name, embedding_function=None).count() == len(index.vectors)


def remove(client: Any, version: str) -> None:
    """Nothing happens when there is no such collection."""
    name = collection_name(version)
    if name in {getattr(c, "name", c) for c in client.list_collections()}:
        client.delete_collection(name)
