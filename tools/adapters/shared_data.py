"""The city's data-sharing platform: who a person is, married to whom, owning what, acting for which company.

Knows its field names (pinyin initials) and codes; not what the facts are used for.
"""

from typing import Any, Literal

import httpx
from typing_extensions import TypedDict

from tools.adapter import reads
from tools.shapes import Day, Token
from tools.wire import get

Level = Literal["low", "medium", "high"]
MaritalStatus = Literal["single", "married", "divorced", "widowed"]
HomeKind = Literal["new", "second_hand", "affordable"]

_LEVEL: dict[str, Level] = {"1": "low", "2": "medium", "3": "high"}
_MARITAL: dict[str, MaritalStatus] = {"10": "single", "20": "married", "30": "widowed", "40": "divorced"}
_HOME: dict[str, HomeKind] = {"1": "new", "2": "second_hand", "3": "affordable"}


class Resident(TypedDict):
    name: str
    id_number: str
    mobile: str | None
    birth_date: Day
    age: int
    level: Level
    district: str
    address: str


class Marriage(TypedDict):
    married: bool
    status: MaritalStatus
    spouse: str | None
    spouse_name: str | None
    children: int


class Home(TypedDict):
    address: str
    owner: str
    owner_id: str
    bought_on: Day
    price: float
    kind: HomeKind
    contract: str | None


class Homes(TypedDict):
    """Counts of the household: the person and the spouse, never parents or children."""

    homes_in_city: int
    own_homes: int
    spouse_homes: int
    homes: list[Home]


class Retirement(TypedDict):
    retired: bool
    retired_on: Day | None


class Company(TypedDict):
    credit_code: str
    name: str


class Companies(TypedDict):
    companies: list[Company]
    count: int


@reads("shared_data.resident")
async def resident(client: httpx.AsyncClient, *, person: Token) -> Resident:
    row = await get(client, f"/share/resident/{person}")
    return {
        "name": row["XingMing"],
        "id_number": row["ZJHM"],
        "mobile": row["SJHM"],
        "birth_date": row["CSRQ"],
        "age": row["NL"],
        "level": _LEVEL[str(row["SMDJ"])],
        "district": row["QXMC"],
        "address": row["JTZZ"],
    }


@reads("shared_data.marriage")
async def marriage(client: httpx.AsyncClient, *, person: Token) -> Marriage:
    row = await get(client, f"/share/marriage/{person}")
    status = _MARITAL[str(row["HYZK"])]
    return {
        "married": status == "married",
        "status": status,
        "spouse": row["POBS"],
        "spouse_name": row["POXM"],
        "children": row["ZNS"],
    }


@reads("shared_data.homes")
async def homes(client: httpx.AsyncClient, *, person: Token) -> Homes:
    row = await get(client, f"/share/homes/{person}")
    return {
        "homes_in_city": row["JTFCTS"],
        "own_homes": row["BRFCTS"],
        "spouse_homes": row["POFCTS"],
        "homes": [_home(home) for home in row["FC"]],
    }


@reads("shared_data.retirement")
async def retirement(client: httpx.AsyncClient, *, person: Token) -> Retirement:
    row = await get(client, f"/share/retirement/{person}")
    return {"retired": row["SFTX"], "retired_on": row["TXRQ"]}


@reads("shared_data.companies")
async def companies(client: httpx.AsyncClient, *, person: Token) -> Companies:
    row = await get(client, f"/share/companies/{person}")
    found: list[Company] = [{"credit_code": each["TYSHXYDM"], "name": each["DWMC"]} for each in row["QY"]]
    return {"companies": found, "count": len(found)}


def _home(row: dict[str, Any]) -> Home:
    return {
        "address": row["FWZL"],
        "owner": row["QLR"],
        "owner_id": row["QLRBS"],
        "bought_on": row["GFRQ"],
        "price": row["GFJE"],
        "kind": _HOME[str(row["FWXZ"])],
        "contract": row["GFHTBH"],
    }
