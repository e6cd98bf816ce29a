"""A language model only proposes: a real server in front of the real client, with scripted replies, good and bad."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from assistant.build import Assistant
from assistant.case import known
from assistant.commands import AskPolicy, Cancel, Command, HandOff, OutOfScope, SetSlot, StartItem
from assistant.errors import ModelOutputInvalid, ModelUnavailable
from assistant.harvest import Talk as Surroundings
from assistant.llm import Model
from assistant.rank import Scene
from retrieval.passage import Hit
from tests.assistant.conftest import Talk, begin_talk
from tests.simulators import TODAY, Simulators

QUESTION = "租房提取公积金每月最多多少"
VAGUE = "嗯那个事儿就照旧那么着"


@dataclass
class Script:
    """What the model will say, one reply after the other; the last one is repeated. `asked` is what it was asked."""

    url: str
    replies: list[str] = field(default_factory=list)
    seconds: float = 0.0
    status: int = 200
    asked: list[list[dict[str, str]]] = field(default_factory=list)

    def says(self, *replies: object) -> None:
        self.replies = [reply if isinstance(reply, str) else json.dumps(reply) for reply in replies]
        self.asked.clear()
        self.seconds, self.status = 0.0, 200

    def commands(self, *commands: dict[str, object]) -> None:
        self.says({"commands": list(commands)})

    def next(self, messages: list[dict[str, str]]) -> str:
        self.asked.append(messages)
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


def application(script: Script) -> FastAPI:
    app = FastAPI()

    @app.post("/v1/chat/completions")
    def completions(body: dict[str, object]) -> JSONResponse:
        messages = body["messages"]
        assert isinstance(messages, list)
        text = script.next(messages)
        time.sleep(script.seconds)
        if script.status != 200:
            return JSONResponse({"error": {"message": "no"}}, script.status)
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        return JSONResponse(
            {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
        )

    return app


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        script = Script(f"http://127.0.0.1:{listening.getsockname()[1]}/v1")
        server = uvicorn.Server(uvicorn.Config(application(script), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield script
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture
def with_model(assistant: Assistant, script: Script) -> Assistant:
    settings = assistant.settings.model_copy(update={"llm_url": script.url, "llm_model": "m", "llm_seconds": 2.0})
    return replace(assistant, settings=settings, model=Model.of(settings))


async def asked_for_months(assistant: Assistant) -> Talk:
    talk = await begin_talk(assistant, "p01")
    assert (await talk.all("我要租房提取公积金", "市场租房")).asks == "months"
    return talk


async def proposed(talk: Talk, text: str) -> list[Command]:
    """What is left of the model's proposal, in the running case of the talk."""
    assistant, conversation = talk.assistant, await talk.state()
    assert assistant.model is not None
    surroundings = Surroundings("zh", TODAY, assistant.places)
    scene = Scene(assistant.city, assistant.recogniser, surroundings)
    if conversation.case is not None:
        item = assistant.items[conversation.case.item]
        person = assistant.known_people[talk.person or ""]
        scene = replace(scene, item=item, facts=known(item, conversation.case, person, TODAY))
    return await assistant.model.propose(conversation, text, scene, ["pf_withdraw_rent", "parking_pay"])


def test_without_an_address_there_is_no_model(assistant: Assistant) -> None:
    assert assistant.model is None
    settings = assistant.settings.model_copy(update={"llm_url": "http://127.0.0.1:1/v1", "llm_model": None})
    assert Model.of(settings) is None


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ({"command": "start_item", "code": "pf_withdraw_rent"}, StartItem("pf_withdraw_rent")),
        ({"command": "set_slot", "name": "months", "said": "6个月"}, SetSlot("months", 6, "6个月")),
        ({"command": "ask_policy", "item": "parking_pay"}, AskPolicy("交6个月的", item="parking_pay")),
        ({"command": "ask_policy", "topic": "no_such_topic", "item": "no_such_item"}, AskPolicy("交6个月的")),
        ({"command": "cancel"}, Cancel()),
        ({"command": "hand_off"}, HandOff("asked")),
        ({"command": "out_of_scope"}, OutOfScope()),
    ],
)
async def test_what_passes_the_checks_is_taken(
    with_model: Assistant, script: Script, command: dict[str, object], expected: Command
) -> None:
    talk = await asked_for_months(with_model)
    script.commands(command)
    assert await proposed(talk, "交6个月的") == [expected]


REFUSED = [
    {"command": "start_item", "code": "pf_teleport"},
    {"command": "start_item"},
    {"command": "set_slot", "name": "months", "said": "12个月"},
    {"command": "set_slot", "name": "months", "said": "六个月"},
    {"command": "set_slot", "name": "months", "said": ""},
    {"command": "set_slot", "name": "amount", "said": "6个月"},
    {"command": "set_slot", "name": "plate", "said": "6个月"},
    {"command": "set_slot", "name": "renting", "said": "6个月"},
]


@pytest.mark.parametrize("command", REFUSED)
async def test_invented_codes_names_and_values_are_dropped(
    with_model: Assistant, script: Script, command: dict[str, object]
) -> None:
    talk = await asked_for_months(with_model)
    script.commands(command)
    with pytest.raises(ModelOutputInvalid):
        await proposed(talk, "交6个月的")
    script.commands(command, {"command": "set_slot", "name": "months", "said": "6个月"})
    assert await proposed(talk, "交6个月的") == [SetSlot("months", 6, "6个月")]


@pytest.mark.parametrize(
    "reply",
    [
        "I would be happy to help!", "{", '{"commands": "all"}', '{"commands": [{"command": "confirm"}]}',
        '{"commands": [{"command": "submit", "operation": "provident_fund.withdraw"}]}', "", "[]",
    ],
)  # fmt: skip
async def test_nonsense_is_repaired_once_or_given_up(with_model: Assistant, script: Script, reply: str) -> None:
    talk = await asked_for_months(with_model)
    good = {"commands": [{"command": "set_slot", "name": "months", "said": "6个月"}]}
    script.says(reply, f"```json\n{json.dumps(good, ensure_ascii=False)}\n```")
    assert await proposed(talk, "交6个月的") == [SetSlot("months", 6, "6个月")]
    assert len(script.asked) == 2
    script.says(reply)
    with pytest.raises(ModelOutputInvalid):
        await proposed(talk, "交6个月的")
    assert len(script.asked) == 2


async def test_a_model_cannot_say_yes(with_model: Assistant, script: Script, simulators: Simulators) -> None:
    talk = await asked_for_months(with_model)
    assert (await talk.say("6个月")).status == "confirming"
    script.commands({"command": "confirm"}, {"command": "set_slot", "name": "months", "said": "6个月"})
    said = await talk.say(VAGUE)
    assert script.asked
    assert not said.receipts
    assert simulators.records("provident_fund", "written") == []


async def test_the_model_is_asked_only_when_the_matcher_is_unsure(with_model: Assistant, script: Script) -> None:
    script.commands({"command": "out_of_scope"})
    talk = await begin_talk(with_model, "p01")
    await talk.all("我要租房提取公积金", "市场租房", "6个月", "改成3个月", "确认")
    assert script.asked == []


async def test_a_model_that_understands_is_listened_to(with_model: Assistant, script: Script) -> None:
    talk = await begin_talk(with_model, "p01")
    script.commands({"command": "start_item", "code": "pf_withdraw_rent"})
    assert (await talk.say(VAGUE)).asks == "renting"


async def test_the_model_is_told_only_what_it_may_use(with_model: Assistant, script: Script) -> None:
    talk = await asked_for_months(with_model)
    script.commands({"command": "out_of_scope"})
    await talk.say(VAGUE)
    system, *_ = script.asked[0]
    assert "months" in system["content"]
    assert "48200" not in system["content"]
    assert "340199" not in json.dumps(script.asked)


async def without_model(assistant: Assistant, text: str) -> str:
    return (await (await begin_talk(replace(assistant, model=None), "p01")).say(text)).text


@pytest.mark.parametrize("status", [500, 401, 429])
async def test_a_model_that_fails_changes_nothing(
    assistant: Assistant, with_model: Assistant, script: Script, status: int
) -> None:
    script.commands({"command": "start_item", "code": "pf_withdraw_rent"})
    script.status = status
    said = await (await begin_talk(with_model, "p01")).say(VAGUE)
    assert said.text == await without_model(assistant, VAGUE)
    assert script.asked


async def test_a_model_that_is_late_is_not_waited_for(
    assistant: Assistant, with_model: Assistant, script: Script
) -> None:
    script.commands({"command": "start_item", "code": "pf_withdraw_rent"})
    script.seconds = 1.5
    settings = with_model.settings.model_copy(update={"llm_seconds": 0.2})
    hasty = replace(with_model, settings=settings, model=Model.of(settings))
    talk = await begin_talk(hasty, "p01")
    began = time.monotonic()
    said = await talk.say(VAGUE)
    assert time.monotonic() - began < 1.4
    assert said.text == await without_model(assistant, VAGUE)


async def test_nobody_listening_is_the_same_as_no_model(assistant: Assistant) -> None:
    settings = assistant.settings.model_copy(update={"llm_url": "http://127.0.0.1:9/v1", "llm_model": "m"})
    model = Model.of(settings)
    assert model is not None
    with pytest.raises(ModelUnavailable):
        await model.word(QUESTION, hits(assistant), TODAY, "zh")
    said = await (await begin_talk(replace(assistant, model=model), "p01")).say(VAGUE)
    assert said.text == await without_model(assistant, VAGUE)


# Wording an answer from clauses


def hits(assistant: Assistant) -> list[Hit]:
    found = assistant.corpus.search(QUESTION, on=TODAY, place=assistant.place, k=5)
    assert found
    return found


def clause_with(hits: list[Hit], part: str) -> int:
    return next(n for n, hit in enumerate(hits, 1) if part in hit.passage.text)


async def worded(assistant: Assistant) -> list[str]:
    assert assistant.model is not None
    return [said.text for said in await assistant.model.word(QUESTION, hits(assistant), TODAY, "zh")]


async def test_only_sentences_that_cite_a_clause_holding_their_figures_are_kept(
    with_model: Assistant, script: Script
) -> None:
    found = hits(with_model)
    right = clause_with(found, "1500")
    written = [
        ("单身职工每月最多提取1500元。", [right]),
        ("单身职工每月最多提取1800元。", [right]),
        ("单身职工每月最多1500元，没有依据。", []),
        ("单身职工每月最多1500元，依据不存在。", [99]),
        ("单身职工每月最多1500元，零号依据。", [0]),
        ("单身职工每月最多1500元，负一号依据。", [-1]),
        ("自2031年6月1日起执行。", [right]),
        ("以中心审核为准。", [right]),
    ]
    script.says({"sentences": [{"text": text, "citations": numbers} for text, numbers in written]})
    assert await worded(with_model) == ["单身职工每月最多提取1500元。", "以中心审核为准。"]


async def test_what_is_kept_rests_on_the_clauses_it_cites(with_model: Assistant, script: Script) -> None:
    found = hits(with_model)
    right = clause_with(found, "1500")
    script.says({"sentences": [{"text": "每月最多1500元。", "citations": [right, right]}]})
    assert with_model.model is not None
    (said,) = await with_model.model.word(QUESTION, found, TODAY, "zh")
    assert {support.passage.id for support in said.support if support.passage} == {found[right - 1].passage.id}


async def test_when_no_sentence_is_left_the_clause_itself_is_quoted_or_nothing_is_found(
    with_model: Assistant, script: Script, assistant: Assistant
) -> None:
    question = AskPolicy("生育二孩以上家庭租房提取上浮的比例")
    script.says({"sentences": [{"text": "上浮99%。", "citations": [1]}]})
    worded_answer = await with_model.answer(question, "zh")
    plain = await replace(with_model, model=None).answer(question, "zh")
    assert worded_answer == plain
    assert "99%" not in repr(worded_answer.sentences)
