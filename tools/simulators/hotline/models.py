"""Requests and answers of the 12345 work-order system."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ReportRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    person: str | None = None
    caller_phone: str | None = Field(default=None, max_length=20)
    type: Literal["consult", "help", "complaint", "report", "suggestion"]
    event_place: str = Field(min_length=1, max_length=200)
    content: str = Field(min_length=1, max_length=5000)
    urgent: bool = False
    keep_secret: bool = False


class ReportReceipt(BaseModel):
    order_no: str
    title: str
    state: str
    state_name: str
    state_name_en: str
    lead_unit: str
    lead_unit_en: str
    due_on: str | None
    due_note: str | None


class WorkOrder(BaseModel):
    order_no: str
    own: bool
    state: str
    state_name: str
    state_name_en: str
    type: str | None = None
    title: str | None = None
    content: str | None = None
    event_place: str | None = None
    lead_unit: str | None = None
    lead_unit_en: str | None = None
    accepted_at: str | None = None
    due_on: str | None = None
    due_note: str | None = None
    overdue: bool | None = None
    reply_text: str | None = None


class WorkOrders(BaseModel):
    orders: list[WorkOrder]
    total: int
