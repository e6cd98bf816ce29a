"""The words: both languages say the same things with the same blanks, and everything the code asks for exists."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import yaml

from assistant import signals
from assistant.case import OutcomeState
from assistant.city import City, load_city
from assistant.commands import SetSlot
from assistant.compose import Tongue, problem_text
from assistant.slot_types import PROBLEMS, WARNINGS
from prompts import Language, PromptError, names_in, prompt, render, wording, wording_keys
from tests.conftest import HEFEI
from tests.simulators import ROOT, TODAY

PROMPTS = ROOT / "prompts"
# Keys put together from a code: f"problem_{code}". The codes are checked one by one below.
BUILT = ("problem_", "warning_", "progress_", "item_no_", "field_", "emergency_", "refused_", "not_allowed_")


def table(language: str) -> dict[str, str]:
    raw = yaml.safe_load((PROMPTS / f"wording.{language}.yaml").read_text("utf-8"))
    return {str(key): str(text) for key, text in raw.items()}


def test_both_languages_have_the_same_keys() -> None:
    assert wording_keys("zh") == wording_keys("en")


def test_no_key_stands_twice_in_a_file() -> None:
    for language in ("zh", "en"):
        text = (PROMPTS / f"wording.{language}.yaml").read_text("utf-8")
        keys = re.findall(r'^"?([a-z_]+)"?:', text, re.MULTILINE)
        assert len(keys) == len(set(keys)), sorted({key for key in keys if keys.count(key) > 1})


@pytest.mark.parametrize("key", sorted(wording_keys("zh")))
def test_both_languages_have_the_same_blanks(key: str) -> None:
    assert names_in(table("zh")[key]) == names_in(table("en")[key])


@pytest.mark.parametrize("key", sorted(wording_keys("zh")))
def test_each_language_is_written_in_itself(key: str) -> None:
    """English may show a single character, as of a plate; a Chinese sentence may be nothing but a blank."""
    blanks = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
    zh, en = blanks.sub("", table("zh")[key]), blanks.sub("", table("en")[key])
    assert not re.search("[\u4e00-\u9fff]{2}", en)
    assert not re.search("[a-z]{4}", zh)


def keys_in_code() -> Iterator[tuple[str, str]]:
    """(key, file) wherever a wording is asked for by a literal: wording("key", …) and tongue.say("key", …)."""
    for folder in ("assistant", "server", "eval"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _is_asking(node.func) and node.args:
                    first = node.args[0]
                    for constant in ast.walk(first) if not isinstance(first, ast.JoinedStr) else ():
                        if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                            yield constant.value, str(path.relative_to(ROOT))


def _is_asking(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id == "wording"
    return isinstance(called, ast.Attribute) and called.attr == "say" and _ends_in_tongue(called.value)


def _ends_in_tongue(value: ast.expr) -> bool:
    return (isinstance(value, ast.Name) and value.id == "tongue") or (
        isinstance(value, ast.Attribute) and value.attr == "tongue"
    )


def test_every_key_the_code_asks_for_exists() -> None:
    asked = [(key, file) for key, file in keys_in_code() if not key.endswith("_")]
    assert len(asked) > 30
    assert sorted({f"{key} ({file})" for key, file in asked if key not in wording_keys("zh")}) == []


@pytest.mark.parametrize("code", sorted(PROBLEMS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_problem_has_its_sentence_and_uses_only_what_it_is_given(code: str, language: str) -> None:
    sentence = table(language)[f"problem_{code}"]
    assert names_in(sentence) <= {*PROBLEMS[code], "label", "slot_type", "language", "value"}


@functools.cache
def city() -> City:
    return load_city(HEFEI)


@pytest.mark.parametrize("code", sorted(PROBLEMS))
@pytest.mark.parametrize("language", get_args(Language))
def test_every_problem_can_be_told(code: str, language: Language) -> None:
    item = city().items["pf_withdraw_rent"]
    tongue = Tongue(language, TODAY)
    told = problem_text(SetSlot("months", None, "13", code, dict.fromkeys(PROBLEMS[code], "7")), item, tongue)
    assert told
    assert "{" not in told


def test_codes_that_make_up_keys_all_have_sentences() -> None:
    wanted = [f"warning_{code}" for code in WARNINGS]
    wanted += [f"progress_{state}" for state in get_args(OutcomeState)]
    wanted += [f"item_no_{aspect}" for aspect in signals.ASPECTS]
    wanted += ["refused_not_found", "refused_not_yours", "not_allowed_level", "not_allowed_minor"]
    wanted += [entry["say"] for entry in yaml.safe_load(signals.PATH.read_text("utf-8"))["emergencies"]]
    assert [key for key in wanted if key not in wording_keys("zh")] == []


def test_every_sentence_is_used_somewhere() -> None:
    source = "\n".join(
        path.read_text("utf-8")
        for folder in ("assistant", "server")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".yaml")
    )
    unused = [key for key in wording_keys("zh") if not key.startswith(BUILT) and f'"{key}"' not in source]
    assert unused == []


def test_a_missing_key_or_blank_is_a_fault() -> None:
    with pytest.raises(PromptError):
        wording("no_such_key", "zh")
    with pytest.raises(PromptError):
        wording("clarify_what", "en")
    with pytest.raises(PromptError, match="item"):
        wording("started", "zh")


@pytest.mark.parametrize(
    ("source", "values", "text"),
    [
        ("{{ value|money }}", {"value": 1500.0}, "1,500"),
        ("{{ value|money }}", {"value": 48200.5}, "48,200.50"),
        ("{{ value }}个月", {"value": 6.0}, "6个月"),
        ("{{ value }}%", {"value": 2.6}, "2.6%"),
        ("{{ value|date }}", {"value": "2026-11-03", "language": "zh"}, "2026年11月3日"),
        ("{{ value|date }}", {"value": "2026-11-03T09:00:00", "language": "en"}, "3 November 2026"),
        ("{{ value|masked }}", {"value": "34019919900307001X"}, "340199********001X"),
        ("没有空", {}, "没有空"),
    ],
)
def test_how_values_are_written(source: str, values: dict[str, object], text: str) -> None:
    assert render(source, values) == text


@pytest.mark.parametrize("value", ["19900001001", "34019919900307001X", "6217001180012345678", "12345"])
def test_masking_hides_the_middle(value: str) -> None:
    masked = render("{{ value|masked }}", {"value": value})
    assert len(masked) == len(value)
    assert value not in masked
    assert "*" in masked


def test_templates_cannot_reach_python() -> None:
    with pytest.raises(Exception, match=r"unsafe|undefined"):
        render("{{ ''.__class__.__mro__[1].__subclasses__() }}", {})


@pytest.mark.parametrize("path", sorted(PROMPTS.glob("*.md")), ids=lambda path: path.stem)
def test_every_prompt_can_be_read(path: Path) -> None:
    assert names_in(path.read_text("utf-8"))
    with pytest.raises(PromptError):
        prompt("no_such_prompt")
