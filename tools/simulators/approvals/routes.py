"""HTTP interface of the approval platform: projects, catalogue of items, applications."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from tools.simulators import workdays
from tools.simulators.approvals import applying
from tools.simulators.approvals.models import (
    ApplicationReceipt,
    Applications,
    Catalogue,
    CatalogueItem,
    DueDate,
    OwnProject,
    OwnProjects,
    PermitRequest,
    Project,
    ProjectDetail,
    RoadRequest,
)
from tools.simulators.approvals.progress import (
    PROJECT,
    find_project,
    handled_items,
    next_items,
    own_project,
    public_items,
)
from tools.simulators.service import Read, Write, write_once

router = APIRouter(prefix="/spgl")
HEAD = ("XMDM", "XMMC", "XMJD", "XMJDMC", "XMJDMC_EN")
CORRECTING = 6


@router.get("/project/{XMDM}")
async def project(XMDM: str, call: Read) -> Project:
    row = find_project(call.db, XMDM)
    return Project(**{name: row[name] for name in (*HEAD, "XZQHDM")}, items=public_items(call.db, XMDM))


@router.get("/project/{XMDM}/detail")
async def project_detail(XMDM: str, person: str, call: Read) -> ProjectDetail:
    row = own_project(call.db, person, XMDM)
    items = handled_items(call.db, XMDM, call.today)
    return ProjectDetail(
        **{name: row[name] for name in (*HEAD, "XZQHDM", "JSDW", "JSDWDM")},
        items=items,
        DBSX=[item for item in items if item.BLZT == CORRECTING],
        HXSX=next_items(call.db, XMDM, row["XMJD"]),
    )


@router.get("/projects")
async def projects(person: str, call: Read) -> OwnProjects:
    rows = call.db.execute(
        f"{PROJECT} JOIN acts_for a ON a.credit_code = p.JSDWDM WHERE a.person = ? ORDER BY p.XMDM", (person,)
    )
    found = [OwnProject(**{name: row[name] for name in (*HEAD, "JSDWDM", "JSDW")}) for row in rows]
    return OwnProjects(projects=found, total=len(found))


@router.get("/items")
async def items(call: Read, stage: Annotated[int | None, Query(ge=1, le=5)] = None) -> Catalogue:
    rows = call.db.execute(
        "SELECT i.*, s.name AS XMJDMC, s.name_en AS XMJDMC_EN FROM item i"
        " JOIN code s ON s.list = 'XMJD' AND s.code = CAST(i.XMJD AS TEXT) WHERE ? IS NULL OR i.XMJD = ? ORDER BY i.XH",
        (stage, stage),
    )
    names = CatalogueItem.model_fields.keys() - {"mark"}
    found = [CatalogueItem(**{name: row[name] for name in names}) for row in rows]
    return Catalogue(items=found, total=len(found))


@router.get("/applications")
async def applications(person: str, call: Read) -> Applications:
    found = applying.applications(call.db, person)
    return Applications(applications=found, total=len(found))


@router.get("/due-date")
async def due_date(
    SLRQ: date,
    CNSX: Annotated[int, Query(ge=1, le=400)],
    call: Read,
    TZKS: date | None = None,
    TZJS: date | None = None,
) -> DueDate:
    """The last day of a limit counted by the platform's calendar; the clock stands still after TZKS up to TZJS."""
    stops = [workdays.Stop(TZKS, TZJS)] if TZKS is not None and TZJS is not None else []
    due = workdays.due(SLRQ, CNSX, stops)
    return DueDate(YJBJSJ=due.on.isoformat() if due.on else None, due_note=due.note)


@router.post("/permit/construction", response_model=ApplicationReceipt)
async def construction_permit(body: PermitRequest, call: Write) -> Response:
    return await write_once(call, body, lambda: applying.construction_permit(call.db, body, call.today))


@router.post("/road/occupation", response_model=ApplicationReceipt)
async def road_occupation(body: RoadRequest, call: Write) -> Response:
    return await write_once(call, body, lambda: applying.road_occupation(call.db, body, call.today))
