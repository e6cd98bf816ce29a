"""Reads the city's YAML into models and says where a fault is: file, line, what is wrong.

Knows YAML and pydantic; not what the models mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

M = TypeVar("M", bound=BaseModel)


def _line(node: yaml.Node, path: Sequence[int | str]) -> int:
    """The line (from 1) of the deepest part of the path that exists in the file."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            child = next((value for key, value in node.value if getattr(key, "value", None) == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            child = node.value[step]
        else:
            child = None
        if child is None:
            break
        node = child
    return int(node.start_mark.line) + 1


def _nodes(path: Path) -> Iterator[tuple[yaml.Node, object]]:
    """Every document of the file; the elements of a top-level list count as documents of their own."""
    text = path.read_text("utf-8")
    for node in yaml.compose_all(text, Loader=yaml.CSafeLoader):
        if isinstance(node, yaml.SequenceNode):
            for element in node.value:
                yield element, _construct(element)
        elif node is not None:
            yield node, _construct(node)


def _construct(node: yaml.Node) -> object:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def read_models(folder: Path, model: type[M], problems: list[str]) -> list[tuple[M, str]]:
    """(model, "file:line") for every entry of every *.yaml in the folder; faults are appended to problems."""
    adapter = TypeAdapter(model)
    found: list[tuple[M, str]] = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            entries = list(_nodes(path))
        except yaml.YAMLError as error:
            problems.append(f"{path}: not readable as YAML: {error}".replace("\n", " "))
            continue
        for node, value in entries:
            try:
                found.append((adapter.validate_python(value), f"{path}:{node.start_mark.line + 1}"))
            except ValidationError as error:
                for fault in error.errors():
                    where = ".".join(str(step) for step in fault["loc"])
                    line = _line(node, fault["loc"])
                    problems.append(f"{path}:{line}: {where or 'entry'}: {fault['msg']} (found {fault['input']!r:.80})")
    return found
