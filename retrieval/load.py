"""Files of a policies folder into Documents: text by format, facts from front matter (md) or from the sidecar
`<file>.yaml`. Every fault names the file and what would put it right.

Knows nothing of clauses, of which version is in force, or of the index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import DocumentError
from .formats import Unreadable, read_docx, read_html, read_markdown
from .passage import Centre, Certainty, Document, Format, Note, digest
from .pdf import read_pdf

_FORMATS: dict[str, Format] = {".md": "md", ".html": "html", ".htm": "html", ".docx": "docx", ".pdf": "pdf"}
_READERS: dict[Format, Callable[[bytes], str]] = {"html": read_html, "docx": read_docx, "pdf": read_pdf}
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


class _NoteFacts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    zh: str
    en: str


class _Facts(BaseModel):
    """What front matter or a sidecar says about a document."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    series: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=2)
    issuer: str = Field(min_length=2)
    number: str | None = None
    place: str = Field(pattern=r"^\d{6}$")
    centre: Centre | None = None
    topic: str = Field(pattern=r"^[a-z_]+$")
    published: date | None = None
    in_force_from: date
    in_force_to: date | None = None
    replaces: tuple[str, ...] = ()
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    certainty: Certainty
    note: _NoteFacts | None = None


def load_folder(root: Path) -> tuple[Document, ...]:
    """Every document under a policies folder, by path. Raises DocumentError for the first file that cannot be used.

    Left out: README.md and names beginning with `.` or `_`. A file of any other kind is an error, so that none is
    forgotten in silence.
    """
    return tuple(load_document(path, root) for path in document_files(root))


def document_files(root: Path) -> Iterator[Path]:
    """The files load_folder reads, in order. Raises DocumentError for a stray file or a missing folder."""
    if not root.is_dir():
        raise DocumentError(str(root), "is not a folder", "Name the city's policies folder")
    files = sorted(p for p in root.rglob("*") if p.is_file() and not p.name.startswith((".", "_")))
    known = {p for p in files if p.suffix.lower() in _FORMATS and p.name != "README.md"}
    sidecars = {name for p in known for name in sidecars_of(p)}
    for path in files:
        if path not in known and path not in sidecars and path.name != "README.md":
            where = path.relative_to(root).as_posix()
            if path.suffix in {".yaml", ".yml"}:
                raise DocumentError(where, "describes no document", "Name it after its document, as in fees.pdf.yaml")
            raise DocumentError(
                where, f"{path.suffix or 'a file without suffix'} cannot be read", "Save it as md, html, docx or pdf"
            )
    yield from sorted(known)


def load_document(path: Path, root: Path) -> Document:
    """Read one md, html, docx or pdf file with its front matter or sidecar. Raises DocumentError."""
    where = path.relative_to(root).as_posix()
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        raise DocumentError(where, f"{path.suffix} cannot be read", "Save it as md, html, docx or pdf")
    data = path.read_bytes()
    try:
        if form == "md":
            source, body = _front_matter(data, where)
            text = read_markdown(body)
        else:
            source, text = _sidecar(path, where), _READERS[form](data)
    except Unreadable as fault:
        raise DocumentError(where, fault.problem, fault.remedy) from fault
    if not text:
        raise DocumentError(where, "holds no text", "Check that the file is complete")
    return _document(_facts(source, where), text, where, form)


def _document(facts: _Facts, text: str, where: str, form: Format) -> Document:
    return Document(
        id=facts.id,
        series=facts.series,
        title=facts.title,
        issuer=facts.issuer,
        number=facts.number,
        place=facts.place,
        centre=facts.centre,
        topic=facts.topic,
        published=facts.published,
        in_force_from=facts.in_force_from,
        in_force_to=facts.in_force_to,
        replaces=facts.replaces,
        url=facts.url,
        certainty=facts.certainty,
        note=Note(facts.note.zh, facts.note.en) if facts.note else None,
        path=where,
        format=form,
        text=text,
        hash=digest(facts.model_dump_json(), text),
    )


def _front_matter(data: bytes, where: str) -> tuple[str, str]:
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Unreadable("is not UTF-8", "Save it with UTF-8 encoding") from fault
    if (found := _FRONT_MATTER.match(whole)) is None:
        raise DocumentError(where, "has no front matter", "Begin the file with `---`, the facts about it, and `---`")
    return found.group(1), whole[found.end() :]


def sidecars_of(path: Path) -> tuple[Path, Path]:
    """Where the sidecar of a file may lie; the first is looked for first."""
    return path.with_name(path.name + ".yaml"), path.with_suffix(".yaml")


def _sidecar(path: Path, where: str) -> str:
    for sidecar in sidecars_of(path):
        if sidecar.is_file():
            return sidecar.read_text(encoding="utf-8")
    raise DocumentError(where, "has no sidecar", f"Describe it in {path.name}.yaml beside it")


def _facts(source: str, where: str) -> _Facts:
    try:
        raw: Any = yaml.safe_load(source)
    except yaml.YAMLError as fault:
        said = " ".join(str(fault).split())
        raise DocumentError(where, f"its facts are not YAML ({said})", "Correct them") from fault
    if not isinstance(raw, dict):
        raise DocumentError(where, "its facts are not a list of `name: value`", "Give at least id, title and dates")
    try:
        facts = _Facts.model_validate(raw)
    except ValidationError as fault:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg'].lower()}" for e in fault.errors())
        raise DocumentError(where, problems, "Region codes are quoted text, dates are YYYY-MM-DD") from fault
    if facts.in_force_to is not None and facts.in_force_to < facts.in_force_from:
        raise DocumentError(
            where,
            f"in_force_to {facts.in_force_to} lies before in_force_from {facts.in_force_from}",
            "Correct one of the two dates",
        )
    return facts
