"""Makes a system's FastAPI application: its router, the calls all systems share, and errors as {code, message}."""

import json
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute, APIRouter
from pydantic import BaseModel, JsonValue
from starlette.exceptions import HTTPException

from tools.simulators.database import Cell, UnknownColumn, records, reseed
from tools.simulators.faults import Fault
from tools.simulators.service import Checked, Failure, Read, Service, service_of

shared = APIRouter()


class Problem(BaseModel):
    code: str
    message: str


class Health(BaseModel):
    status: str
    system: str
    today: str


class Outcome(BaseModel):
    key: str
    operation: str
    at: str
    response: dict[str, JsonValue]


class FaultList(BaseModel):
    faults: list[Fault]


class Rows(BaseModel):
    table: str
    columns: list[str]
    rows: list[dict[str, Cell]]
    count: int


class Done(BaseModel):
    status: str = "ok"


@shared.get("/healthz")
async def healthz(request: Request) -> Health:
    service = service_of(request.app)
    return Health(status="ok", system=service.system, today=service.clock.today().isoformat())


@shared.get("/by-key/{key}")
async def by_key(key: str, call: Read) -> Outcome:
    kept = call.db.execute("SELECT * FROM written WHERE key = ?", (key,)).fetchone()
    if kept is None:
        raise Failure(404, "not_found", "nothing was written with this key")
    return Outcome(key=key, operation=kept["operation"], at=kept["at"], response=json.loads(kept["response"]))


@shared.get("/_faults")
async def list_faults(service: Checked) -> FaultList:
    return FaultList(faults=service.faults.waiting)


@shared.post("/_faults")
async def add_fault(fault: Fault, service: Checked) -> FaultList:
    service.faults.add(fault)
    return FaultList(faults=service.faults.waiting)


@shared.delete("/_faults")
async def clear_faults(service: Checked) -> FaultList:
    service.faults.clear()
    return FaultList(faults=[])


@shared.post("/_reset")
async def reset(service: Checked) -> Done:
    service.faults.clear()
    reseed(service.db, service.system)
    return Done()


@shared.get("/_records")
async def list_records(request: Request, service: Checked, table: Annotated[str, Query()]) -> Rows:
    where = {name: value for name, value in request.query_params.items() if name != "table"}
    try:
        columns, rows = records(service.db, table, where)
    except UnknownColumn as error:
        raise Failure(400, "bad_request", str(error)) from error
    return Rows(table=table, columns=columns, rows=rows, count=len(rows))


def create_app(service: Service, router: APIRouter, title: str) -> FastAPI:
    problem: dict[int | str, dict[str, object]] = {
        status: {"model": Problem} for status in (400, 401, 409, 422, 500, 503)
    }
    app = FastAPI(
        title=title,
        version="1",
        summary="Invented data for trials; nothing here is a real rule, person or record.",
        generate_unique_id_function=_operation_name,
        responses=problem,
    )
    app.state.service = service
    app.include_router(router)
    app.include_router(shared)
    app.add_exception_handler(Failure, _failure)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
    return app


def _operation_name(route: APIRoute) -> str:
    return route.name


def _problem(status: int, code: str, message: str) -> JSONResponse:
    headers = {"Connection": "close"} if status == 503 else None
    return JSONResponse({"code": code, "message": message}, status, headers)


async def _failure(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Failure)
    return _problem(error.status, error.code, error.message)


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors())
    return _problem(400, "bad_request", told)


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, "not_found" if error.status_code == 404 else "bad_request", str(error.detail))


async def _unexpected(_: Request, error: Exception) -> JSONResponse:
    return _problem(500, "internal", type(error).__name__)
