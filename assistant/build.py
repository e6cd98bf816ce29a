"""Puts the assistant together from the settings: one `if` for each part that can be somewhere else.

The only module that knows all the parts; nothing imports it but those who start the assistant.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import yaml

from assistant.answer import answer
from assistant.case import Conversation, Person
from assistant.city import City, check_city, load_city
from assistant.commands import AskPolicy, Command
from assistant.errors import CityError, ModelOutputInvalid, ModelUnavailable
from assistant.items import Phrases, ServiceItem, Text
from assistant.llm import CANDIDATES, Model
from assistant.people import DemoPerson, Identity, demo_people
from assistant.quotes import searched
from assistant.rank import Scene, without_identifiers
from assistant.recognise import FOUND, Entry, Recogniser, Search
from assistant.repair import repair
from assistant.settings import Settings
from assistant.slot_types.places import Places, find_other_city, load_places
from assistant.sources import Answer, Library, clause_evidence
from assistant.store import Store
from assistant.understand import literal, understand, unsure
from prompts import Language
from retrieval.embed import load_embedder
from retrieval.errors import RetrievalError
from retrieval.ingest import ingest
from retrieval.search import Corpus
from tools.gateway import Gateway
from tools.systems import open_gateway

NEAR = 0.16  # a guide this close is worth offering


@dataclass
class Assistant:
    """Everything a turn needs. Holds connections from open to close."""

    settings: Settings
    city: City
    corpus: Corpus
    recogniser: Recogniser
    places: Places
    gateway: Gateway
    store: Store
    identity: Identity
    people: tuple[DemoPerson, ...]
    place: str
    city_names: tuple[str, ...]
    zone: ZoneInfo
    clock: Callable[[], datetime]
    model: Model | None
    known_people: dict[str, Person] = field(default_factory=dict)
    _locks: weakref.WeakValueDictionary[str, asyncio.Lock] = field(default_factory=weakref.WeakValueDictionary)

    @property
    def items(self) -> Mapping[str, ServiceItem]:
        return self.city.items

    def today(self) -> date:
        return self.settings.today or self.clock().astimezone(self.zone).date()

    def now(self) -> datetime:
        """The time of day as it is; its date is TODAY when that is set."""
        current = self.clock().astimezone(self.zone)
        day = self.today()
        return current.replace(year=day.year, month=day.month, day=day.day)

    def library(self) -> Library:
        return Library(self.city, self.corpus, self.today(), self.place, self.city_names)

    async def understand(self, conversation: Conversation, text: str, scene: Scene) -> list[Command]:
        """Commands of an utterance: mis-heard words repaired first, in Chinese."""
        heard = text if scene.talk.language == "en" or literal(conversation, scene) else repair(text).text
        commands = understand(conversation, heard, scene)
        if self.model is None or not unsure(commands):
            return commands
        try:
            near = [match.target for match in self.recogniser.match(heard, k=CANDIDATES)]
            return await self.model.propose(conversation, heard, scene, near)
        except (ModelUnavailable, ModelOutputInvalid):
            return commands

    async def answer(self, command: AskPolicy, language: Language) -> Answer:
        """The answer to a question. Clauses found by search are worded by the model, if any, through the same gate."""
        library = self.library()
        other = find_other_city(command.question, self.places)
        found = answer(command, library, language, other[0] if other else None)
        if self.model is None or found.kind == "composed" or other is not None:
            return found
        hits, on = searched(command.question, library)
        try:
            sentences = await self.model.word(command.question, hits, on, language) if hits else []
        except (ModelUnavailable, ModelOutputInvalid):
            return found
        return replace(found, status="answered", sentences=tuple(sentences)) if sentences else found

    def nearest(self, question: str) -> tuple[str, ...]:
        """The nearest guides, offered when nothing answers a question."""
        return tuple(match.target for match in self.recogniser.match(question, k=3) if match.score >= NEAR)

    def lock(self, conversation: str) -> asyncio.Lock:
        """One turn of a conversation at a time; a second one waits instead of being lost."""
        lock = self._locks.get(conversation)
        if lock is None:
            lock = self._locks[conversation] = asyncio.Lock()
        return lock


def entries(city: City) -> list[Entry]:
    """What is recognised: items and topics, with the phrases they are asked by, what they say and their clauses."""
    found = []
    for item in city.items.values():
        summary = (item.summary.zh, item.summary.en)
        found.append(_entry(city, item.code, item.area, item.name, item.asked_as, summary, frozenset(item.basis)))
    for topic in city.topics.values():
        said = tuple(text for sentence in topic.sentences for text in (sentence.zh, sentence.en))
        cites = frozenset(ref for sentence in topic.sentences for ref in sentence.cites)
        found.append(_entry(city, topic.id, topic.area, topic.name, topic.asked_as, said, cites))
    return found


def _entry(
    city: City, name_id: str, area: str, name: Text, asked_as: Phrases, said: tuple[str, ...], cites: frozenset[str]
) -> Entry:
    more = city.phrases.get(name_id, Phrases())
    phrases = dict.fromkeys((name.zh, name.en, *asked_as.all(), *more.all()))
    return Entry(name_id, area, tuple(without_identifiers(phrase, date.min)[0] for phrase in phrases), said, cites)


def search_for(corpus: Corpus, on: date, place: str) -> Search:
    """Search as recognition uses it: which clauses a question finds, and how strongly."""

    def search(text: str) -> list[tuple[str, float]]:
        hits = corpus.search(text, on=on, place=place, k=FOUND)
        return [(hit.passage.id, 0.5 * max(hit.similarity, 0.0) + 0.5 * hit.coverage) for hit in hits]

    return search


def clause_text(corpus: Corpus) -> Callable[[str], str | None]:
    """What each clause can support, by its reference; None for a reference to nothing."""

    def text(ref: str) -> str | None:
        try:
            return clause_evidence(*corpus.get(ref))
        except RetrievalError:
            return None

    return text


@dataclass(frozen=True)
class _Facts:
    """An operation as check_city wants it."""

    arguments: Mapping[str, bool]
    fields: frozenset[str]


def checked_city(settings: Settings, corpus: Corpus, gateway: Gateway) -> City:
    """The city, every name, clause and operation checked. Raises CityError."""
    city = load_city(settings.city)
    operations = {
        name: _Facts({key: one.required for key, one in operation.arguments.items()}, frozenset(operation.result))
        for name, operation in gateway.operations().items()
    }
    problems = check_city(city, clause_text(corpus), operations)
    if problems:
        raise CityError(problems)
    return city


@asynccontextmanager
async def open_assistant(
    settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(ZoneInfo("UTC"))
) -> AsyncIterator[Assistant]:
    """The assistant, ready to serve. Ingests the city's documents when they changed. Raises CityError, SetupError, …"""
    facts = yaml.safe_load((settings.city / "city.yaml").read_text("utf-8"))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    ingest(
        settings.city / "policies", settings.data_dir, embed_model=settings.embed_model,
        chroma_url=settings.chroma_url, report=lambda _line: None,
    )  # fmt: skip
    corpus = Corpus.open(settings.data_dir, embed_model=settings.embed_model, chroma_url=settings.chroma_url)
    demo = settings.environment == "development"  # production must name its systems; the demo's defaults do not count
    gateway = open_gateway(settings.city / "city.yaml", environment(settings), defaults=demo)
    store: Store | None = None
    try:
        city = checked_city(settings, corpus, gateway)
        place = str(facts["region"])
        today = settings.today or clock().astimezone(ZoneInfo(facts["timezone"])).date()
        embed = load_embedder(settings.embed_model)
        learnt = Recogniser(entries(city), embed, search_for(corpus, today, place), settings.data_dir / "learnt")
        store = await Store.open(settings.database_url or f"sqlite:///{settings.data_dir / 'shuoban.db'}")
        yield Assistant(
            settings, city, corpus, learnt, load_places(settings.city / "places.yaml"), gateway, store,
            Identity.model_validate(facts["identity"]), demo_people(settings.city / "people.yaml"),
            place, tuple(name.lower() for name in facts["names"]), ZoneInfo(facts["timezone"]), clock,
            Model.of(settings),
        )  # fmt: skip
    finally:
        await gateway.close()
        if store is not None:
            await store.close()


def environment(settings: Settings) -> dict[str, str]:
    """What city.yaml's `${…}` are filled in with."""
    systems = ("shared_data", "provident_fund", "parking", "approvals", "hotline")
    given = settings.model_fields_set  # a default of ours is not an address somebody gave
    values = {
        f"{name.upper()}_URL": str(getattr(settings, f"{name}_url")) for name in systems if f"{name}_url" in given
    }
    if "systems_key" in given:
        values |= {f"{name.upper()}_KEY": settings.systems_key for name in systems}
    return values | ({"TODAY": settings.today.isoformat()} if settings.today else {})
