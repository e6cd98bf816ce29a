"""The approval platform for construction projects: where a project stands, what items there are, two applications.

Knows the exchange standard's field names (XMDM, BLZT …); who may see more than the public view, the platform decides.
"""

from collections.abc import Sequence
from typing import Any

import httpx

from tools.adapter import reads, writes
from tools.adapters.approvals_results import (
    Application,
    Applications,
    Applied,
    Due,
    DueNote,
    Handling,
    HandlingDetail,
    Item,
    Items,
    NextItem,
    OwnProject,
    Project,
    ProjectDetail,
    Projects,
    Result,
    Stage,
    State,
    Subject,
)
from tools.shapes import Day, Token
from tools.wire import get, post

_RESULT: dict[int, Result] = {0: "in_handling", 1: "passed", 2: "not_passed", 3: "withdrawn"}
_DUE_NOTE: dict[str, DueNote] = {"clock stopped": "clock_stopped", "calendar not loaded": "calendar_not_loaded"}


@reads("approvals.project")
async def project(client: httpx.AsyncClient, *, code: Token) -> Project:
    row = await get(client, f"/spgl/project/{code}")
    items = [_handling(item) for item in row["items"]]
    return {
        "code": row["XMDM"],
        "name": row["XMMC"],
        **_stage(row),
        "items": items,
        "items_text_zh": _text_zh(items),
        "items_text_en": _text_en(items),
    }


@reads("approvals.project_detail")
async def project_detail(client: httpx.AsyncClient, *, person: Token, code: Token) -> ProjectDetail:
    """Refused (not_yours) unless the person may act for the project's company."""
    row = await get(client, f"/spgl/project/{code}/detail", person=person)
    items = [_detail(item) for item in row["items"]]
    return {
        "code": row["XMDM"],
        "name": row["XMMC"],
        "company": row["JSDW"],
        "credit_code": row["JSDWDM"],
        **_stage(row),
        "items": items,
        "items_text_zh": _text_zh(items),
        "items_text_en": _text_en(items),
        "waiting": [_detail(item) for item in row["DBSX"]],
        "next_items": [_next_item(item) for item in row["HXSX"]],
    }


@reads("approvals.projects")
async def projects(client: httpx.AsyncClient, *, person: Token) -> Projects:
    found: list[OwnProject] = [
        {
            "code": row["XMDM"],
            "name": row["XMMC"],
            **_stage(row),
            "credit_code": row["JSDWDM"],
            "company": row["JSDW"],
        }
        for row in (await get(client, "/spgl/projects", person=person))["projects"]
    ]
    return {"projects": found, "count": len(found)}


@reads("approvals.due_date")
async def due_date(
    client: httpx.AsyncClient,
    *,
    accepted: Day,
    days: int,
    stopped_after: Day | None = None,
    stopped_until: Day | None = None,
) -> Due:
    """The last day of a limit of working days, by the platform's own calendar."""
    row = await get(client, "/spgl/due-date", SLRQ=accepted, CNSX=days, TZKS=stopped_after, TZJS=stopped_until)
    note = row["due_note"]
    return {"due_on": row["YJBJSJ"], "due_note": _DUE_NOTE[note] if note else None}


@reads("approvals.items")
async def items(client: httpx.AsyncClient, *, stage: int | None = None) -> Items:
    found = [_item(row) for row in (await get(client, "/spgl/items", stage=stage))["items"]]
    return {"items": found, "count": len(found)}


@reads("approvals.applications")
async def applications(client: httpx.AsyncClient, *, person: Token) -> Applications:
    found = [_application(row) for row in (await get(client, "/spgl/applications", person=person))["applications"]]
    return {"applications": found, "count": len(found)}


def _applied(row: dict[str, Any]) -> Applied:
    return {"number": row["SLBH"], "applied_on": row["SBSJ"], **_state(row), **_due(row)}


@writes("approvals.construction_permit", receipt=_applied)
async def construction_permit(
    client: httpx.AsyncClient,
    *,
    key: str,
    person: Token,
    project: Token,
    contractor: str,
    contractor_code: str,
    supervisor: str,
    start_on: Day,
    contract_amount: float,
) -> Applied:
    """`contract_amount` in yuan."""
    body = {
        "person": person,
        "XMDM": project,
        "SGDW": contractor,
        "SGDWDM": contractor_code,
        "JLDW": supervisor,
        "KGRQ": start_on,
        "HTJE": contract_amount,
    }
    return _applied(await post(client, "/spgl/permit/construction", body, key=key))


@writes("approvals.road_occupation", receipt=_applied)
async def road_occupation(
    client: httpx.AsyncClient,
    *,
    key: str,
    person: Token,
    place: str,
    area: float,
    from_: Day,
    to: Day,
    reason: str,
    project: Token | None = None,
) -> Applied:
    """`area` in square metres."""
    body = {
        "person": person,
        "XMDM": project,
        "ZYDD": place,
        "ZYMJ": area,
        "KSRQ": from_,
        "JSRQ": to,
        "ZYSY": reason,
    }
    return _applied(await post(client, "/spgl/road/occupation", body, key=key))


def _subject(row: dict[str, Any]) -> Subject:
    return {
        "name": row["SPSXMC"],
        "name_en": row["SPSXMC_EN"],
        "department": row["SPBMMC"],
        "department_en": row["SPBMMC_EN"],
    }


def _stage(row: dict[str, Any]) -> Stage:
    return {"stage": row["XMJD"], "stage_name": row["XMJDMC"], "stage_name_en": row["XMJDMC_EN"]}


def _state(row: dict[str, Any]) -> State:
    return {"state_name": row["BLZTMC"], "state_name_en": row["BLZTMC_EN"]}


def _due(row: dict[str, Any]) -> Due:
    return {"due_on": row["YJBJSJ"], "due_note": _DUE_NOTE.get(row["due_note"] or "")}


def _handling(row: dict[str, Any]) -> Handling:
    return {**_subject(row), **_state(row), "result": _RESULT[row["BLJG"]]}


def _detail(row: dict[str, Any]) -> HandlingDetail:
    return {
        **_handling(row),
        "state": row["BLZT"],
        "accepted_on": row["SLSJ"],
        **_due(row),
        "finished_on": row["BJSJ"],
        "days_left": row["SYTS"],
        "stopped_days": row["TZTS"],
        "note": row["BLYJ"],
    }


def _next_item(row: dict[str, Any]) -> NextItem:
    return {**_subject(row), "limit_days": row["CNSX"]}


def _item(row: dict[str, Any]) -> Item:
    return {
        "number": row["XH"],
        "code": row["SPSXBM"],
        **_subject(row),
        **_stage(row),
        "kind": row["SXLX"],
        "limit_days": row["CNSX"],
        "mark": row["mark"],
    }


def _application(row: dict[str, Any]) -> Application:
    return {
        "number": row["SLBH"],
        "item": row["SPSXMC"],
        "item_en": row["SPSXMC_EN"],
        "project": row["XMDM"],
        "project_name": row["XMMC"],
        **_state(row),
        "applied_on": row["SBSJ"],
        **_due(row),
    }


def _text_zh(items: Sequence[Handling]) -> str:
    return "；".join(f"{item['name']}（{item['department']}）：{item['state_name']}" for item in items)


def _text_en(items: Sequence[Handling]) -> str:
    return "; ".join(f"{item['name_en']} ({item['department_en']}): {item['state_name_en']}" for item in items)
