"""Operations as LangChain tools: reads only, the person bound, failures as codes."""

import json
import subprocess
import sys

from tests.tools.toy import THING, Reply, toy_gateway, toy_system
from tools.langchain_tools import as_langchain_tools


async def test_only_reads_become_tools_and_the_person_is_not_the_models_to_choose() -> None:
    async with toy_system() as system, toy_gateway(system.port) as gateway:
        assert [tool.name for tool in as_langchain_tools(gateway)] == ["toy_between"]
        thing, between = as_langchain_tools(gateway, person="p01")
        assert (thing.name, between.name) == ("toy_thing", "toy_between")
        assert "person" not in thing.args
        assert set(between.args) == {"from", "count", "kind"}
        system.says(THING)
        assert json.loads(await thing.ainvoke({"person": "p02"})) == {"name": "a thing", "size": 2.0}
        await between.ainvoke({"from": "2026-11-23", "count": 2, "kind": "big"})
        assert system.asked == ["GET /thing/p01", "GET /between?start=2026-11-23&count=2&kind=big"]


async def test_a_failure_is_told_by_its_code() -> None:
    async with toy_system() as system, toy_gateway(system.port) as gateway:
        thing, _ = as_langchain_tools(gateway, person="p01")
        system.says(Reply({"code": "not_yours", "message": "-"}, 422))
        assert json.loads(await thing.ainvoke({})) == {"error": "not_yours"}
        assert json.loads(await thing.ainvoke({"colour": "red"})) == {"error": "bad_call"}


def test_langchain_is_not_loaded_by_the_gateway() -> None:
    code = "import sys, tools, tools.systems; print(any(name.startswith('langchain') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
