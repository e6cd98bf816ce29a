"""A policies folder into the index: load, split, embed, write a new version, check it, move the pointer.

Run it again and nothing happens unless a file, the model or the layout changed. Killed at any moment it leaves the old
index in place. Knows nothing of questions.
"""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import store
from .embed import load_embedder
from .errors import IndexMissing
from .index import LAYOUT, Pointer, build, check, folder, move_pointer, read, read_pointer, write
from .load import document_files, load_document, sidecars_of
from .passage import Document, digest


@dataclass(frozen=True)
class Ingested:
    """`changed` is False when the index was up to date."""

    version: str
    changed: bool
    documents: int
    passages: int


def ingest(
    policies_dir: Path,
    data_dir: Path,
    *,
    embed_model: str | None = None,
    chroma_url: str | None = None,
    report: Callable[[str], None] = print,
) -> Ingested:
    """Raises DocumentError (before anything is written), SearchUnavailable."""
    began = time.perf_counter()
    embedder = load_embedder(embed_model or None)
    sources = fingerprint(policies_dir, embedder.name)
    with _alone(data_dir):
        old = _pointer(data_dir)
        if old is not None and old.sources == sources and (unchanged := _intact(data_dir, old, chroma_url)):
            report(f"unchanged: {unchanged.documents} documents, {unchanged.passages} passages")
            return unchanged
        documents = [load_document(path, policies_dir) for path in document_files(policies_dir)]

        def done(document: Document, clauses: int) -> None:
            report(f"{document.path}: {clauses} passages")

        index = build(documents, embedder, done)
        check(index, embedder)
        _mark(data_dir, index.version)
        with store.connect(data_dir, chroma_url) as client:
            _sweep(data_dir, client, keep={index.version, old.version if old else index.version})
            write(index, data_dir)
            store.fill(client, index)
        move_pointer(data_dir, Pointer(index.version, embedder.name, sources, old.version if old else None))
        _unmark(data_dir, index.version)
    seconds = time.perf_counter() - began
    report(
        f"{len(documents)} documents, {len(index.passages)} passages in {seconds:.1f} s "
        f"({len(index.passages) / seconds:.0f} passages/s), version {index.version}"
    )
    return Ingested(index.version, True, len(documents), len(index.passages))


def fingerprint(policies_dir: Path, model: str) -> str:
    """Hash of every file that counts, of the model and of the layout."""
    files = {p for path in document_files(policies_dir) for p in (path, *sidecars_of(path)) if p.is_file()}
    return digest(
        LAYOUT,
        model,
        *(
            part
            for path in sorted(files)
            for part in (path.relative_to(policies_dir).as_posix(), path.read_bytes().hex())
        ),
    )


def _pointer(data_dir: Path) -> Pointer | None:
    try:
        return read_pointer(data_dir)
    except IndexMissing:
        return None


def _intact(data_dir: Path, pointer: Pointer, chroma_url: str | None) -> Ingested | None:
    """What the pointer names, if it is whole, in files and in Chroma."""
    try:
        index = read(data_dir, pointer.version)
    except IndexMissing:
        return None
    if chroma_url:
        with store.connect(data_dir, chroma_url) as client:
            if not store.holds(client, index):
                return None
    elif not (data_dir / "chroma").is_dir():
        return None
    return Ingested(pointer.version, False, len(index.registry.documents), len(index.passages))


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """Two ingests of one data directory wait for each other; the lock dies with its process."""
    folder(data_dir).mkdir(parents=True, exist_ok=True)
    with (folder(data_dir) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _mark(data_dir: Path, version: str) -> None:
    """Note which version is being made, so that the next run can clear up after one that was killed."""
    (folder(data_dir) / f"{version}.making").touch()


def _unmark(data_dir: Path, version: str) -> None:
    (folder(data_dir) / f"{version}.making").unlink(missing_ok=True)


def _sweep(data_dir: Path, client: object, keep: set[str]) -> None:
    """Remove versions before the last, and what killed runs left; `keep` are the one in use and the one being made."""
    here = folder(data_dir)
    stale = {path.name.partition(".")[0] for path in here.iterdir() if path.is_dir() or path.suffix == ".making"} - keep
    for version in sorted(stale):
        store.remove(client, version)
        shutil.rmtree(here / version, ignore_errors=True)
        shutil.rmtree(here / f"{version}.partial", ignore_errors=True)
        _unmark(data_dir, version)
