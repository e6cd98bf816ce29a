"""A policies folder and a corpus of it, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.load import load_folder
from retrieval.search import Corpus

from .fixtures import write_policies


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read only: tests that change files make a folder of their own."""
    return write_policies(tmp_path_factory.mktemp("city") / "policies")


@pytest.fixture(scope="session")
def corpus(policies: Path) -> Corpus:
    return Corpus.of(load_folder(policies))
