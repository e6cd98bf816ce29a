"""Requests and answers of the fund centre, field names of the Ministry's base data standard; money in yuan."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Account(BaseModel):
    GRZH: str
    ZXDM: str
    ZXLB: Literal["city", "provincial"]
    ZXMC: str
    XingMing: str
    GRZHZT: str
    GRZHYE: float
    GRJCJS: float
    GRJCBL: float
    DWJCBL: float
    GRYJCE: float
    DWYJCE: float
    YJCE: float
    GRJZNY: str
    LXJCYS: int
    DWMC: str
    GRCKZHHM: str
    YHKLB: str
    KHRQ: str
    FCRQ: str | None
    XHRQ: str | None
    XHYY: str | None


class Loans(BaseModel):
    SFYDK: bool
    DKZH: str | None = None
    DKFFE: float = 0
    DKFFRQ: str | None = None
    DKYE: float = 0
    DKLL: float | None = None
    DQYHJE: float = 0
    DQYHRQ: str | None = None
    JSEYHKE: float = 0
    QGDKCS: int = 0
    QGWJQS: int = 0


class Business(BaseModel):
    YWLSH: str
    YWLX: str
    YWLXMC: str
    YWLXMC_EN: str
    TQYY: str | None
    ZT: str
    ZTMC: str
    ZTMC_EN: str
    FSE: float
    SQRQ: str
    YJWCRQ: str
    BZ: str | None


class Withdrawals(BaseModel):
    BNZFTQE: float
    BNZFTQYS: int
    JSEYHDTQE: float
    YW: list[Business]
    YWS: int


class EstimateRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    DKJE: float = Field(gt=0, le=100_000_000, allow_inf_nan=False)
    DKNX: int = Field(ge=1, le=30)
    FWTS: Literal[1, 2]
    RQ: date


class Estimate(BaseModel):
    DKLL: float
    QSRQ: str
    DEBXYHKE: float
    DEBXZLX: float
    DEBJSYHKE: float
    DEBJMYHKE: float
    DEBJZLX: float


class WithdrawalRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    RYBS: str
    TQYY: Literal["01", "03", "06", "07"]
    TQJE: float = Field(gt=0, le=100_000_000, allow_inf_nan=False)
    TQYS: int | None = Field(default=None, ge=1, le=12)
    ZFLX: Literal["market", "public_rental"] | None = None
    GFHTBH: str | None = None
    DKZH: str | None = None


class WithdrawalReceipt(BaseModel):
    YWLSH: str
    ZT: str
    ZTMC: str
    ZTMC_EN: str
    TQJE: float
    SQRQ: str
    YJWCRQ: str
