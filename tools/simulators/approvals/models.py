"""Requests and answers of the approval platform, field names of the national exchange standard (pinyin initials)."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class CatalogueItem(BaseModel):
    XH: int
    SPSXBM: str
    SPSXMC: str
    SPSXMC_EN: str
    XMJD: int
    XMJDMC: str
    XMJDMC_EN: str
    SPBMMC: str
    SPBMMC_EN: str
    SXLX: str
    CNSX: int
    mark: str = "DEMO"


class Catalogue(BaseModel):
    items: list[CatalogueItem]
    total: int


class PublicItem(BaseModel):
    SPSXBM: str
    SPSXMC: str
    SPSXMC_EN: str
    SPBMMC: str
    SPBMMC_EN: str
    BLJG: int
    BLZTMC: str
    BLZTMC_EN: str


class HandledItem(PublicItem):
    SPSXSLBM: str
    BLZT: int
    SLSJ: str
    YJBJSJ: str | None
    due_note: str | None
    BJSJ: str | None
    CNSX: int
    SYTS: int | None
    TZTS: int | None
    BLYJ: str | None


class NextItem(BaseModel):
    SPSXBM: str
    SPSXMC: str
    SPSXMC_EN: str
    SPBMMC: str
    SPBMMC_EN: str
    CNSX: int


class ProjectHead(BaseModel):
    XMDM: str
    XMMC: str
    XMJD: int
    XMJDMC: str
    XMJDMC_EN: str


class Project(ProjectHead):
    XZQHDM: str
    items: list[PublicItem]


class ProjectDetail(ProjectHead):
    XZQHDM: str
    JSDW: str
    JSDWDM: str
    items: list[HandledItem]
    DBSX: list[HandledItem]
    HXSX: list[NextItem]


class OwnProject(ProjectHead):
    JSDWDM: str
    JSDW: str


class OwnProjects(BaseModel):
    projects: list[OwnProject]
    total: int


class Application(BaseModel):
    SLBH: str
    SPSXBM: str
    SPSXMC: str
    SPSXMC_EN: str
    XMDM: str | None
    XMMC: str | None
    BLZT: int
    BLZTMC: str
    BLZTMC_EN: str
    SBSJ: str
    YJBJSJ: str | None
    due_note: str | None


class Applications(BaseModel):
    applications: list[Application]
    total: int


class PermitRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    person: str
    XMDM: str
    SGDW: str = Field(min_length=1, max_length=200)
    SGDWDM: str = Field(min_length=1, max_length=40)
    JLDW: str = Field(min_length=1, max_length=200)
    KGRQ: date
    HTJE: float = Field(gt=0, le=1e12, allow_inf_nan=False)


class RoadRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    person: str
    XMDM: str | None = None
    ZYDD: str = Field(min_length=1, max_length=200)
    ZYMJ: float = Field(gt=0, le=1e6, allow_inf_nan=False)
    KSRQ: date
    JSRQ: date
    ZYSY: str = Field(min_length=1, max_length=1000)


class ApplicationReceipt(BaseModel):
    SLBH: str
    BLZT: int
    BLZTMC: str
    BLZTMC_EN: str
    SBSJ: str
    YJBJSJ: str | None
    due_note: str | None


class DueDate(BaseModel):
    YJBJSJ: str | None
    due_note: str | None
