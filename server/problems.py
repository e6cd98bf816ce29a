"""Problem documents (RFC 9457): every refusal as a code, a status, and two sentences in the reader's language.

The sentences stand in problems.yaml. Knows nothing of conversations; never shows a stack trace or the input.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from prompts import Language

MEDIA_TYPE = "application/problem+json"


class Text(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    zh: str
    en: str


class Entry(BaseModel):
    """One kind of problem, as problems.yaml describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    status: int
    title: Text
    detail: Text


class Fault(BaseModel):
    """One place of a request that is wrong; `pointer` is a JSON pointer into it."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """RFC 9457, with our stable `code` and the `request_id` that also stands in the log."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[Fault] | None = None


@dataclass
class ProblemError(Exception):
    """Raised anywhere in the server to answer with a problem document."""

    code: str
    headers: Mapping[str, str] | None = None


@functools.cache
def catalogue() -> Mapping[str, Entry]:
    table = yaml.safe_load(Path(__file__).with_name("problems.yaml").read_text("utf-8"))
    return {str(code): Entry.model_validate(entry) for code, entry in table.items()}


@functools.cache
def _fault_words() -> Mapping[str, Text]:
    table = yaml.safe_load(Path(__file__).with_name("faults.yaml").read_text("utf-8"))
    return {str(kind): Text.model_validate(text) for kind, text in table.items()}


def fault(place: Sequence[str | int], kind: str, rule: Mapping[str, object], language: Language) -> Fault:
    """One wrong place in the reader's language. What was sent is not repeated: it may be personal."""
    words = _fault_words()
    pointer = "/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in place)
    detail: str = getattr(words.get(kind, words["other"]), language)
    return Fault(pointer=pointer, detail=detail.format_map(rule))


_TAG = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([0-9.]{1,5})\s*)?")


def preferred(accept_language: str | None) -> Language | None:
    """The better liked of our two languages in an Accept-Language header; None when it names neither."""
    best: Language | None = None
    liking = 0.0
    for piece in (accept_language or "").split(",")[:20]:
        match = _TAG.fullmatch(piece)
        if match is None or match[1].lower() not in ("zh", "en"):
            continue
        try:
            quality = float(match[2] or 1)
        except ValueError:
            continue
        if quality > liking:
            best, liking = ("zh" if match[1].lower() == "zh" else "en"), quality
    return best


def problem(code: str, language: Language, request_id: str, errors: Sequence[Fault] = ()) -> Problem:
    """The document for a code; an unknown code is a fault of ours and reads as internal_error."""
    entry = catalogue().get(code)
    if entry is None:
        code, entry = "internal_error", catalogue()["internal_error"]
    return Problem(
        type=f"urn:shuoban:problem:{code}",
        title=getattr(entry.title, language),
        status=entry.status,
        detail=getattr(entry.detail, language),
        code=code,
        request_id=request_id,
        errors=list(errors) or None,
    )


def respond(document: Problem, language: Language, headers: Mapping[str, str] | None = None) -> Response:
    return Response(
        document.model_dump_json(exclude_none=True),
        status_code=document.status,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": language, "Vary": "Accept-Language", **(headers or {})},
    )
