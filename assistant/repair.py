"""Repairs what speech recognition and dialect did to an utterance. (Signatures first; the body follows.)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Change:
    """`was` at `start` of the original text became `now`."""

    start: int
    was: str
    now: str
    why: Literal["confusion", "sound", "dialect", "filler"]


@dataclass(frozen=True)
class Repaired:
    text: str
    changes: tuple[Change, ...] = ()


def repair(text: str) -> Repaired:
    """The text as it was probably meant, and what was changed."""
    return Repaired(text)
