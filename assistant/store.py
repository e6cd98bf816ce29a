"""Conversations, turns, cases and hand-offs in SQL. An embedded SQLite file by default, another database by its URL.

Knows the values it keeps, not what they mean. Every write of a turn is one transaction.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sql
from pydantic import TypeAdapter

from assistant.case import Case, Conversation
from assistant.errors import ConversationBusy, ConversationNotFound
from assistant.reply import Reply

_TABLES = sql.MetaData()
_conversations = sql.Table(
    "conversations",
    _TABLES,
    sql.Column("id", sql.String(40), primary_key=True),
    sql.Column("person", sql.String(40), nullable=True),
    sql.Column("version", sql.Integer, nullable=False),
    sql.Column("updated_at", sql.String(32), nullable=False),
    sql.Column("state", sql.Text, nullable=False),
)
_turns = sql.Table(
    "turns",
    _TABLES,
    sql.Column("conversation", sql.String(40), primary_key=True),
    sql.Column("turn", sql.Integer, primary_key=True),
    sql.Column("at", sql.String(32), nullable=False),
    sql.Column("said", sql.Text, nullable=False),
    sql.Column("commands", sql.Text, nullable=False),
    sql.Column("reply", sql.Text, nullable=False),
)
_cases = sql.Table(
    "cases",
    _TABLES,
    sql.Column("number", sql.String(40), primary_key=True),
    sql.Column("receipt", sql.String(60), nullable=True, index=True),
    sql.Column("person", sql.String(40), nullable=True, index=True),
    sql.Column("conversation", sql.String(40), nullable=False, index=True),
    sql.Column("item", sql.String(60), nullable=False),
    sql.Column("state", sql.String(20), nullable=False),
    sql.Column("at", sql.String(32), nullable=False),
    sql.Column("body", sql.Text, nullable=False),
)
_hand_offs = sql.Table(
    "hand_offs",
    _TABLES,
    sql.Column("reference", sql.String(40), primary_key=True),
    sql.Column("conversation", sql.String(40), nullable=False, index=True),
    sql.Column("at", sql.String(32), nullable=False),
    sql.Column("reason", sql.String(40), nullable=False),
    sql.Column("page", sql.Text, nullable=False),
)

WORKERS = 8
T = TypeVar("T")
_LOAD = sql.select(_conversations.c.state, _conversations.c.version).where(_conversations.c.id == sql.bindparam("id"))

_CONVERSATION = TypeAdapter(Conversation)
_CASE = TypeAdapter(Case)
# Letters and digits that are not mistaken for one another when read aloud or written by hand.
_ALOUD = "2345679ACDEFGHJKLMNPRTUVWXY"


def aloud(count: int) -> str:
    """That many random characters that are safe to say aloud."""
    return "".join(secrets.choice(_ALOUD) for _ in range(count))


def case_number(today: str) -> str:
    """A case number that is safe to say aloud: SB, the date, six unmistakable characters."""
    return f"SB{today.replace('-', '')}{aloud(6)}"


@dataclass(frozen=True)
class Turn:
    turn: int
    at: str
    said: str
    reply: Reply


@dataclass(frozen=True)
class StoredCase:
    """A submitted case as its owner may see it later."""

    number: str
    receipt: str | None
    person: str | None
    conversation: str
    item: str
    state: str
    at: str
    case: Case


class Store:
    """Holds the connection pool from open to close.

    Each call is one transaction in a worker thread: one hop for a whole transaction costs a turn far less than an
    asynchronous driver's hop for every statement. SQLite has one writer, so one thread is enough for it.
    """

    def __init__(self, engine: sql.Engine) -> None:
        self._engine = engine
        workers = 1 if engine.dialect.name == "sqlite" else WORKERS
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="store")

    @classmethod
    async def open(cls, url: str) -> Store:
        engine = sql.create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if engine.dialect.name == "sqlite":
            sql.event.listen(engine, "connect", _sqlite_pragmas)
        store = cls(engine)
        await store._run(_TABLES.create_all)
        return store

    async def close(self) -> None:
        self._threads.shutdown()
        self._engine.dispose()

    async def _run(self, work: Callable[[sql.Connection], T]) -> T:
        def transaction() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._threads, transaction)

    async def create(self, conversation: Conversation, at: datetime, reply: Reply) -> None:
        def work(connection: sql.Connection) -> None:
            row = {**_row(conversation, at), "id": conversation.id}
            connection.execute(sql.insert(_conversations).values(**row))
            _insert_turn(connection, conversation, at, "", "[]", reply)

        await self._run(work)

    async def load(self, conversation_id: str) -> Conversation:
        """Raises ConversationNotFound."""
        row = await self._run(lambda connection: connection.execute(_LOAD, {"id": conversation_id}).first())
        if row is None:
            raise ConversationNotFound(conversation_id)
        return replace(_CONVERSATION.validate_json(row.state), version=row.version)

    async def save(self, conversation: Conversation, at: datetime) -> Conversation:
        """The state alone, in the middle of a turn: what an effect rests on is stored before the effect."""
        return await self._run(lambda connection: _update(connection, conversation, at))

    async def save_turn(
        self, conversation: Conversation, at: datetime, said: str, commands: str, reply: Reply
    ) -> Conversation:
        """State and turn in one transaction. Raises ConversationBusy when somebody else wrote in between."""

        def work(connection: sql.Connection) -> Conversation:
            saved = _update(connection, conversation, at)
            _insert_turn(connection, conversation, at, said, commands, reply)
            return saved

        return await self._run(work)

    async def transcript(self, conversation_id: str) -> list[Turn]:
        """Every turn, the opening one first. Raises ConversationNotFound."""
        query = sql.select(_turns).where(_turns.c.conversation == conversation_id).order_by(_turns.c.turn)
        rows = await self._run(lambda connection: connection.execute(query).all())
        if not rows:
            raise ConversationNotFound(conversation_id)
        return [Turn(row.turn, row.at, row.said, Reply.model_validate_json(row.reply)) for row in rows]

    async def last_reply(self, conversation_id: str, turn: int) -> Reply | None:
        query = sql.select(_turns.c.reply).where(_turns.c.conversation == conversation_id, _turns.c.turn == turn)
        row = await self._run(lambda connection: connection.execute(query).first())
        return Reply.model_validate_json(row.reply) if row else None

    async def case(self, number: str) -> StoredCase | None:
        """By case number or by the receipt's number."""
        query = sql.select(_cases).where(sql.or_(_cases.c.number == number, _cases.c.receipt == number))
        row = await self._run(lambda connection: connection.execute(query).first())
        return _stored(row) if row else None

    async def cases_of(self, person: str) -> list[StoredCase]:
        query = sql.select(_cases).where(_cases.c.person == person).order_by(_cases.c.at.desc(), _cases.c.number)
        rows = await self._run(lambda connection: connection.execute(query).all())
        return [_stored(row) for row in rows]

    async def hand_off(self, reference: str, conversation: str, at: datetime, reason: str, page: str) -> None:
        values = {
            "reference": reference,
            "conversation": conversation,
            "at": at.isoformat(),
            "reason": reason,
            "page": page,
        }
        await self._run(lambda connection: connection.execute(sql.insert(_hand_offs).values(**values)))


def _update(connection: sql.Connection, conversation: Conversation, at: datetime) -> Conversation:
    following = replace(conversation, version=conversation.version + 1)
    done = connection.execute(
        sql.update(_conversations)
        .where(_conversations.c.id == conversation.id, _conversations.c.version == conversation.version)
        .values(**_row(following, at))
    )
    if done.rowcount != 1:
        raise ConversationBusy(conversation.id)
    if (case := conversation.case) is not None and case.outcome is not None:
        _upsert_case(connection, conversation, case, at)
    return following


def _sqlite_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _row(conversation: Conversation, at: datetime) -> dict[str, object]:
    return {
        "person": conversation.person,
        "version": conversation.version,
        "updated_at": at.isoformat(),
        "state": _CONVERSATION.dump_json(conversation).decode(),
    }


def _insert_turn(
    connection: sql.Connection, conversation: Conversation, at: datetime, said: str, commands: str, reply: Reply
) -> None:
    connection.execute(
        sql.insert(_turns).values(
            conversation=conversation.id,
            turn=conversation.turn,
            at=at.isoformat(),
            said=said,
            commands=commands,
            reply=reply.model_dump_json(),
        )
    )


def _upsert_case(connection: sql.Connection, conversation: Conversation, case: Case, at: datetime) -> None:
    assert case.outcome is not None
    values: Mapping[str, object] = {
        "receipt": case.outcome.number,
        "person": conversation.person,
        "conversation": conversation.id,
        "item": case.item,
        "state": case.outcome.state,
        "at": at.isoformat(),
        "body": _CASE.dump_json(case).decode(),
    }
    done = connection.execute(sql.update(_cases).where(_cases.c.number == case.number).values(**values))
    if done.rowcount == 0:
        connection.execute(sql.insert(_cases).values(number=case.number, **values))


def _stored(row: Any) -> StoredCase:
    return StoredCase(
        row.number,
        row.receipt,
        row.person,
        row.conversation,
        row.item,
        row.state,
        row.at,
        _CASE.validate_json(row.body),
    )
