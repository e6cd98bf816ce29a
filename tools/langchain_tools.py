"""The reading operations as LangChain tools, for research by a clerk's assistant. Imported only where that is used.

Writes are never among them: a write needs a person's consent to its exact values, which no model can give.
"""

import json
from collections.abc import Awaitable, Callable

from langchain_core.tools import BaseTool, StructuredTool

from tools.adapter import Operation, Record
from tools.errors import ToolError
from tools.gateway import Gateway
from tools.shapes import JsonValue


def as_langchain_tools(gateway: Gateway, *, person: str | None = None) -> list[BaseTool]:
    """One tool for each read, its dots made underscores.

    `person` is filled in by us and hidden from the model, so that it cannot ask about anybody else; without one,
    operations that need a person are left out.
    """
    reads = [operation for operation in gateway.operations().values() if operation.kind == "read"]
    return [_tool(gateway, each, person) for each in reads if person is not None or not _needs_person(each)]


def _needs_person(operation: Operation) -> bool:
    return "person" in operation.arguments and operation.arguments["person"].required


def _tool(gateway: Gateway, operation: Operation, person: str | None) -> BaseTool:
    return StructuredTool.from_function(
        coroutine=_caller(gateway, operation, person),
        name=operation.name.replace(".", "_"),
        description=f"{operation.name} -> {', '.join(operation.result)}",
        args_schema=_schema(operation),
        infer_schema=False,
    )


def _caller(gateway: Gateway, operation: Operation, person: str | None) -> Callable[..., Awaitable[str]]:
    async def ask(**arguments: JsonValue) -> str:
        # Whatever the model may have put there is dropped, also where a person is optional.
        arguments.pop("person", None)
        if person is not None and "person" in operation.arguments:
            arguments["person"] = person
        try:
            found = await gateway.call(operation.name, arguments)
        except ToolError as error:
            return json.dumps({"error": error.code})
        assert isinstance(found, Record)
        return json.dumps(found.fields, ensure_ascii=False)

    return ask


def _schema(operation: Operation) -> dict[str, object]:
    schema = operation.takes.model_json_schema(by_alias=True)
    schema.get("properties", {}).pop("person", None)
    schema["required"] = [name for name in schema.get("required", []) if name != "person"]
    return schema
