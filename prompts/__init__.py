"""Every word said to a person or given to a model: wording tables and prompt files, filled in by a sandboxed template.

Knows nothing of cases, documents or systems; imports nothing of ours.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import jinja2
import jinja2.meta
import jinja2.sandbox
import yaml

Language = Literal["zh", "en"]
HERE = Path(__file__).parent


class PromptError(Exception):
    """A template or wording key that is wrong. `code` is stable."""

    code = "prompt_error"


def _money(value: object) -> str:
    """12345.5 → "12,345.50"; whole yuan stay whole: 1500.0 → "1,500"."""
    number = float(str(value))
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


def _number(value: object) -> str:
    """3.0 → "3", 2.5 → "2.5": conditions compute in doubles, people read whole numbers."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _masked(value: object) -> str:
    """Keeps the ends of a personal number: 340199********001X."""
    text = str(value)
    if len(text) >= 15:
        return text[:6] + "*" * (len(text) - 10) + text[-4:]
    return text[:3] + "*" * max(len(text) - 5, 2) + text[-2:] if len(text) > 5 else "*" * len(text)


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@jinja2.pass_context
def _date(context: jinja2.runtime.Context, value: object) -> str:
    """2026-11-03 → 2026年11月3日 or 3 November 2026, by the `language` given to render."""
    text = str(value)[:10]
    year, month, day = (int(part) for part in text.split("-"))
    if context.get("language", "zh") == "en":
        return f"{day} {MONTHS[month - 1]} {year}"
    return f"{year}年{month}月{day}日"


def _environment() -> jinja2.sandbox.SandboxedEnvironment:
    environment = jinja2.sandbox.SandboxedEnvironment(
        undefined=jinja2.StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, finalize=_number
    )
    environment.filters.update(money=_money, masked=_masked, number=_number, date=_date)
    return environment


ENVIRONMENT = _environment()


@functools.lru_cache(maxsize=4096)
def _compile(source: str) -> jinja2.Template:
    try:
        return ENVIRONMENT.from_string(source)
    except jinja2.TemplateSyntaxError as error:
        raise PromptError(f"template cannot be read: {error.message} in {source!r}") from error


def render(source: str, values: Mapping[str, object]) -> str:
    """The template filled in. Raises PromptError when a name is missing."""
    if "{" not in source:
        return source.strip()
    try:
        return _compile(source).render(values).strip()
    except jinja2.UndefinedError as error:
        raise PromptError(f"{error.message} in {source!r}") from error


def names_in(source: str) -> frozenset[str]:
    """Top-level names a template uses, for checking at load. Raises PromptError on bad syntax."""
    if "{" not in source:
        return frozenset()
    try:
        return frozenset(jinja2.meta.find_undeclared_variables(ENVIRONMENT.parse(source)))
    except jinja2.TemplateSyntaxError as error:
        raise PromptError(f"template cannot be read: {error.message} in {source!r}") from error


@functools.lru_cache(maxsize=2)
def _table(language: Language) -> dict[str, str]:
    path = HERE / f"wording.{language}.yaml"
    table = yaml.safe_load(path.read_text("utf-8"))
    return {str(key): str(text) for key, text in table.items()}


def wording(key: str, language: Language, **values: object) -> str:
    """The sentence for `key`, filled in. Raises PromptError for an unknown key: a programming fault, found by tests."""
    table = _table(language)
    if key not in table:
        raise PromptError(f"no wording {key!r} in wording.{language}.yaml")
    return render(table[key], {"language": language, **values})


def wording_keys(language: Language) -> frozenset[str]:
    """All keys, so that tests can hold the two languages together."""
    return frozenset(_table(language))


def prompt(name: str, **values: object) -> str:
    """The prompt file `name`.md, filled in."""
    path = HERE / f"{name}.md"
    if not path.exists():
        raise PromptError(f"no prompt {path.name}")
    return render(path.read_text("utf-8"), values)
