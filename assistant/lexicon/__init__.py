"""The word lists of the assistant, as data: what people say for yes and no, how letters sound, what speech recognition
confuses, which days are worked. Loads and caches them; knows no rule that uses them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent


@cache
def load(name: str) -> Mapping[str, object]:
    """The list `name`.yaml as written. Raises FileNotFoundError."""
    loaded = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise ValueError(f"assistant/lexicon/{name}.yaml must hold a mapping")
    return loaded


def words(name: str, key: str) -> tuple[str, ...]:
    """One list of strings of a file. Raises KeyError, ValueError."""
    found = load(name)[key]
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise ValueError(f"assistant/lexicon/{name}.yaml: '{key}' must be a list of texts (quote yes, no, on, off)")
    return tuple(found)


def table(name: str, key: str) -> Mapping[str, str]:
    """One mapping of texts of a file. Raises KeyError, ValueError."""
    found = load(name)[key]
    if not isinstance(found, dict) or not all(isinstance(k, str) and isinstance(v, str) for k, v in found.items()):
        raise ValueError(f"assistant/lexicon/{name}.yaml: '{key}' must map texts to texts")
    return found
