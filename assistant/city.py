"""The city folder: its items and topics, read and checked whole before the first citizen is served.

Knows files and rules of form; clauses and operations are looked up through what the caller passes in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from assistant.conditions import ConditionError, names_in
from assistant.errors import CityError
from assistant.items import Model, Phrases, ServiceItem, Text
from assistant.support import unsupported
from assistant.topics import Topic
from assistant.yaml_files import read_models
from prompts import PromptError
from prompts import names_in as template_names


class Operation(Protocol):
    """What an item may know of a government system's operation."""

    @property
    def arguments(self) -> Mapping[str, bool]: ...  # name → required

    @property
    def fields(self) -> frozenset[str]: ...


class Door(Model):
    """A telephone or office people may be sent to: whose it is and what it is for."""

    name: Text
    purpose: Text = Field(alias="for")


@dataclass(frozen=True)
class City:
    folder: Path
    items: Mapping[str, ServiceItem]
    topics: Mapping[str, Topic]
    places: Mapping[str, str] = field(default_factory=dict)  # where each entry stands, for messages
    doors: Mapping[str, Door] = field(default_factory=dict)  # by telephone number
    phrases: Mapping[str, Phrases] = field(default_factory=dict)  # more ways of asking, by item or topic


ClauseText = Callable[[str], str | None]
ALWAYS = frozenset({"person", "today"})
IN_TEXT = frozenset({"language", "number", "at"})


def load_city(folder: Path) -> City:
    """Items and topics by code. Raises CityError with one line per fault."""
    problems: list[str] = []
    items: dict[str, ServiceItem] = {}
    topics: dict[str, Topic] = {}
    places: dict[str, str] = {}
    for item, place in read_models(folder / "items", ServiceItem, problems):
        if item.code in items:
            problems.append(f"{place}: item {item.code} is also defined at {places[item.code]}")
        items[item.code] = item
        places[item.code] = place
    for topic, place in read_models(folder / "topics", Topic, problems):
        if topic.id in topics or topic.id in items:
            problems.append(f"{place}: {topic.id} is also defined at {places[topic.id]}")
        topics[topic.id] = topic
        places[topic.id] = place
    if problems:
        raise CityError(problems)
    phrases = _phrases(folder / "phrases", {*items, *topics})
    return City(folder, items, topics, places, _doors(folder / "wording.yaml"), phrases)


def _phrases(folder: Path, known: set[str]) -> dict[str, Phrases]:
    """phrases/*.yaml: collected ways of asking, beside the few that stand with an item or topic itself."""
    found: dict[str, Phrases] = {}
    problems = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            table = TypeAdapter(dict[str, Phrases]).validate_python(yaml.safe_load(path.read_text("utf-8")) or {})
        except (ValidationError, yaml.YAMLError) as error:
            raise CityError([f"{path}: {error}"]) from error
        problems += [f"{path}: {name} is neither an item nor a topic" for name in table if name not in known]
        for name, phrases in table.items():
            before = found.get(name, Phrases())
            found[name] = Phrases(zh=before.zh + phrases.zh, en=before.en + phrases.en)
    if problems:
        raise CityError(problems)
    return found


def _doors(path: Path) -> dict[str, Door]:
    if not path.exists():
        return {}
    try:
        return TypeAdapter(dict[str, Door]).validate_python(yaml.safe_load(path.read_text("utf-8"))["doors"])
    except (ValidationError, KeyError, yaml.YAMLError) as error:
        raise CityError([f"{path}: {error}"]) from error


def check_city(city: City, clause: ClauseText | None, operations: Mapping[str, Operation] | None) -> list[str]:
    """Every fault of every entry: unknown names, clauses, operations, items; figures their clause does not hold."""
    problems = []
    for item in city.items.values():
        problems += [f"{city.places[item.code]}: {item.code}: {fault}" for fault in _item(item, clause, operations)]
    for topic in city.topics.values():
        problems += [f"{city.places[topic.id]}: {topic.id}: {fault}" for fault in _topic(topic, city, clause)]
    return problems


def _item(item: ServiceItem, clause: ClauseText | None, operations: Mapping[str, Operation] | None) -> Iterator[str]:
    yield from _names(item, operations)
    for calls in (item.look_up, (item.submit,) if item.submit else ()):
        for call in calls:
            yield from _operation(call.operation, call.send, getattr(call, "save", {}), operations)
    if clause is None:
        return
    for ref in item.basis:
        if clause(ref) is None:
            yield f"basis {ref} is not a clause of any document in policies/"
    for rule in item.eligible:
        yield from _supported("rule", rule.otherwise, (rule.basis,) if rule.basis else (), clause)
    if item.time_limit and item.time_limit.basis:
        yield from _supported("time_limit", item.time_limit.text, (item.time_limit.basis,), clause)
    if item.fee and item.fee.basis:
        yield from _supported("fee", item.fee.text, (item.fee.basis,), clause)
    for name, figures in item.figures.items():
        for figure in figures:
            evidence = clause(figure.basis)
            if evidence is None:
                yield f"figure {name}: basis {figure.basis} is not a clause of any document"
            elif unsupported(f"{figure.value:.6f}".rstrip("0").rstrip("."), [evidence]):
                yield f"figure {name}: {figure.value:g} does not stand in {figure.basis}"


def known_names(item: ServiceItem) -> frozenset[str]:
    """Every fact a case of this item can hold."""
    saved = {name for call in item.look_up for name in call.save}
    return (
        ALWAYS
        | saved
        | {slot.name for slot in item.slots}
        | {computed.name for computed in item.compute}
        | set(item.figures)
    )


def _expressions(item: ServiceItem) -> Iterator[tuple[str, str]]:
    for slot in item.slots:
        for where, source in (("when", slot.when), ("from", slot.prefill), ("choices_from", slot.choices_from)):
            if source:
                yield f"slot {slot.name}.{where}", source
    for call in item.look_up:
        for source in (*call.send.values(), *((call.when,) if call.when else ())):
            yield f"look_up {call.operation}", source
    for computed in item.compute:
        yield f"compute {computed.name}", computed.value
    for rule in item.eligible:
        yield "eligible", rule.require
    for source in item.submit.send.values() if item.submit else ():
        yield "submit", source
    for shown in item.show:
        yield f"show {shown.name}", shown.value or shown.name


def _names(item: ServiceItem, operations: Mapping[str, Operation] | None) -> Iterator[str]:
    known = known_names(item)
    for where, source in _expressions(item):
        try:
            unknown = names_in(source) - known
        except ConditionError as error:
            yield f"{where}: {error}"
            continue
        for name in sorted(unknown):
            yield f"{where}: unknown name {name!r}; known: {', '.join(sorted(known))}"
    receipt = (
        operations[item.submit.operation].fields
        if operations and item.submit and item.submit.operation in operations
        else None
    )
    for where, text in _texts(item):
        extra = receipt if where == "done" and receipt is not None else frozenset()
        for source in (text.zh, text.en):
            try:
                unknown = template_names(source) - known - IN_TEXT - extra
            except PromptError as error:
                yield f"{where}: {error}"
                continue
            if unknown and not (where == "done" and item.submit and receipt is None):
                yield f"{where}: unknown name {sorted(unknown)[0]!r} in {source!r}"


def _texts(item: ServiceItem) -> Iterator[tuple[str, Text]]:
    """Texts filled in from facts. `say`, `row` and `choice_label` see one value or element only: they are not here."""
    for slot in item.slots:
        yield f"slot {slot.name}.ask", slot.ask
    for rule in item.eligible:
        yield "eligible.otherwise", rule.otherwise
    for where, text in (("confirm", item.confirm), ("done", item.done)):
        if text:
            yield where, text


def _operation(
    name: str, send: Mapping[str, str], save: Mapping[str, str], operations: Mapping[str, Operation] | None
) -> Iterator[str]:
    if operations is None:
        return
    if name not in operations:
        yield f"unknown operation {name}; known: {', '.join(sorted(operations))}"
        return
    operation = operations[name]
    for argument in send:
        if argument not in operation.arguments:
            yield f"{name} takes no argument {argument!r}; it takes {', '.join(operation.arguments)}"
    for argument, required in operation.arguments.items():
        if required and argument not in send:
            yield f"{name} needs the argument {argument!r}"
    for path in save.values():
        if path.split(".")[0] not in operation.fields:
            yield f"{name} gives no field {path!r}; it gives {', '.join(sorted(operation.fields))}"


def _supported(where: str, text: Text, refs: tuple[str, ...], clause: ClauseText) -> Iterator[str]:
    evidence = []
    for ref in refs:
        found = clause(ref)
        if found is None:
            yield f"{where}: {ref} is not a clause of any document in policies/"
        else:
            evidence.append(found)
    if not evidence:
        return
    for sentence in (text.zh, text.en):
        wrong = unsupported(sentence, evidence) if "{" not in sentence else []
        if wrong:
            yield f"{where}: {', '.join(wrong)} in {sentence!r} does not stand in {', '.join(refs)}"


def _topic(topic: Topic, city: City, clause: ClauseText | None) -> Iterator[str]:
    for code in topic.offer:
        if code not in city.items:
            yield f"offers unknown item {code}"
    if clause is not None:
        for number, sentence in enumerate(topic.sentences, 1):
            yield from _supported(f"sentence {number}", sentence, sentence.cites, clause)
