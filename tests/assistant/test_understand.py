"""Values come from what was said, from an offered choice or from a record; never from anywhere else."""

from __future__ import annotations

import pytest

from assistant.apply import Setting
from assistant.build import Assistant
from assistant.case import Conversation, known
from assistant.commands import Confirm, SetSlot
from assistant.harvest import Talk as Surroundings
from assistant.harvest import choices_of
from assistant.rank import Scene
from assistant.repair import repair
from assistant.slot_types import TYPES, Context
from eval.scenario import Scenario, read_scenarios
from tests.assistant.conftest import Begin, Talk, begin_talk
from tests.conftest import HEFEI
from tests.simulators import TODAY

# Who says what, one turn after the other.
TALKS: dict[str, tuple[str | None, str]] = {
    "rent": ("p01", "我要租房提取公积金，6个月|市场租房|改成三个月|不对，是5个月|有什么材料要带|确认"),
    "public_rental": ("p20", "我住公租房，想提公积金付房租|800块|半年|房租改成九百|不是"),
    "pass": ("p01", "给皖A12345办三个月的月卡|第一个|下个月1号|改成2个月|好的"),
    "appeal": ("p01", "停车费多收了我要申诉|第二笔|我十点就走了|确认"),
    "permit": ("p02", "我要办施工许可证|安徽示范建筑公司|91340199MA00TE0463|合肥示范监理公司|2026年12月15日|2400万元"),
    "report": (None, "路灯坏了三天没人修|望江路和金寨路交口|求助|不急|不用保密|不用回复"),
    "english": ("p01", "I want to withdraw my housing fund for rent|open market|six months|make it 3 months|yes"),
    "estimate": (None, "我要估算公积金贷款，90万，30年|首套"),
}


async def scene_of(talk: Talk, text: str) -> Scene:
    assistant, conversation = talk.assistant, await talk.state()
    scene = Scene(assistant.city, assistant.recogniser, Surroundings(conversation.language, TODAY, assistant.places))
    case = conversation.case
    if case is None or case.outcome is not None:
        return scene
    item = assistant.items[case.item]
    person = assistant.known_people.get(talk.person or "")
    return Scene(scene.city, scene.recogniser, scene.talk, item, known(item, case, person, TODAY))


def read_again(command: SetSlot, scene: Scene) -> None:
    """The value is what the slot's own recogniser makes of the words, and a choice is one that was offered."""
    assert scene.item is not None
    assert scene.facts is not None
    slot = scene.item.slot(command.name)
    assert slot is not None
    offered = choices_of(slot, scene.facts, scene.talk.language)
    if slot.type == "choice":
        assert command.value in [choice.value for choice in offered]
        return
    for expecting in (True, False):
        context = Context(
            today=TODAY, language=scene.talk.language, choices=offered, places=scene.talk.places, min=slot.min,
            max=slot.max, expecting=expecting,
        )  # fmt: skip
        kind = TYPES[slot.type]
        if command.value in [
            kind.parse(command.said, context).value,
            *(f.value for f in kind.find(command.said, context)),
        ]:
            return
    raise AssertionError(f"{command} is not what the words say")


@pytest.mark.parametrize("name", sorted(TALKS))
async def test_every_value_stands_in_what_was_said(assistant: Assistant, name: str) -> None:
    person, line = TALKS[name]
    texts = line.split("|")
    talk = await begin_talk(assistant, person)
    values = 0
    for text in texts:
        scene = await scene_of(talk, text)
        heard = repair(text).text if scene.talk.language == "zh" else text
        for command in await assistant.understand(await talk.state(), text, scene):
            if isinstance(command, SetSlot) and command.problem is None:
                assert command.said in heard
                values += 1
                if scene.item is not None:
                    read_again(command, scene)
        await talk.say(text)
        state = await talk.state()
        for case in (state.case, *state.suspended, *state.finished):
            for fact in case.said.values() if case else ():
                assert any(fact.said in source for said in texts for source in (said, repair(said).text))
    assert values >= 2


def every_turn() -> list[tuple[Scenario, str]]:
    return [(scenario, said.say) for scenario in read_scenarios(HEFEI / "scenarios") for said in scenario.turns]


async def test_a_yes_is_never_understood_together_with_a_value(assistant: Assistant) -> None:
    talk = await begin_talk(assistant, "p01")
    await talk.all("我要租房提取公积金", "市场租房", "6个月")
    texts = {text for _, text in every_turn()} | {f"{text}，确认" for _, text in every_turn()}
    assert len(texts) > 100
    state = await talk.state()
    for text in sorted(texts):
        commands = await assistant.understand(state, text, await scene_of(talk, text))
        if any(isinstance(command, Confirm) for command in commands):
            assert commands == [Confirm()]
            assert not any(char.isdigit() for char in text)


@pytest.mark.parametrize("said", ["13个月", "0个月", "负三个月", "几个月吧", "1.5个月", "一个半月"])
async def test_a_wrong_number_is_told_and_not_taken(begin: Begin, said: str) -> None:
    talk = await begin("p01")
    await talk.all("我要租房提取公积金", "市场租房")
    assert (await talk.say(said)).asks == "months"
    state = await talk.state()
    assert state.case is not None
    assert "months" not in state.case.said


def test_setting_binds_a_yes_to_conversation_and_channel(assistant: Assistant) -> None:
    setting = Setting(assistant.items, None, TODAY, 0.0, 30, lambda: "SB1")
    one, other = (setting.binding(Conversation(name, "chat", "zh")) for name in ("c_1", "c_2"))
    assert one != other != setting.binding(Conversation("c_2", "voice", "zh"))
