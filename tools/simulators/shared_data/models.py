"""Answers of the data-sharing platform, field names in pinyin initials; money in yuan."""

from pydantic import BaseModel


class Resident(BaseModel):
    RYBS: str
    XingMing: str
    ZJLX: str = "01"
    ZJHM: str
    SJHM: str
    XB: str
    CSRQ: str
    NL: int
    SMDJ: str
    QXMC: str
    JTZZ: str


class Marriage(BaseModel):
    RYBS: str
    HYZK: str
    POBS: str | None
    POXM: str | None
    ZNS: int


class Home(BaseModel):
    FWZL: str
    QLR: str
    QLRBS: str
    GFRQ: str
    GFJE: float
    FWXZ: str
    GFHTBH: str


class Homes(BaseModel):
    RYBS: str
    JTFCTS: int
    BRFCTS: int
    POFCTS: int
    FC: list[Home]


class Retirement(BaseModel):
    RYBS: str
    SFTX: bool
    TXRQ: str | None


class Company(BaseModel):
    TYSHXYDM: str
    DWMC: str


class Companies(BaseModel):
    RYBS: str
    QY: list[Company]
