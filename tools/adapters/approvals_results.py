"""What the approval operations give, in our words. Knows nothing of the platform's own names."""

from typing import Literal

from typing_extensions import TypedDict

from tools.shapes import Day

Result = Literal["in_handling", "passed", "not_passed", "withdrawn"]
# Why there is no due date: the clock stands still, or the next year's working days are not known yet.
DueNote = Literal["clock_stopped", "calendar_not_loaded"]


class Subject(TypedDict):
    name: str
    name_en: str
    department: str
    department_en: str


class Stage(TypedDict):
    """`stage`: 1 to 5."""

    stage: int
    stage_name: str
    stage_name_en: str


class State(TypedDict):
    state_name: str
    state_name_en: str


class Due(TypedDict):
    due_on: Day | None
    due_note: DueNote | None


class Handling(Subject, State):
    result: Result


class Project(Stage):
    """What anybody may know of a project. The texts hold one part for each item."""

    code: str
    name: str
    items: list[Handling]
    items_text_zh: str
    items_text_en: str


class HandlingDetail(Handling, Due):
    """`state`: the platform's number 1 to 15; `days_left` working days, negative when late; `note`: the opinion."""

    state: int
    accepted_on: Day | None
    finished_on: Day | None
    days_left: int | None
    stopped_days: int | None
    note: str | None


class NextItem(Subject):
    limit_days: int


class ProjectDetail(Stage):
    """`waiting`: items that wait for the applicant; `next_items`: what can follow."""

    code: str
    name: str
    company: str
    credit_code: str
    items: list[HandlingDetail]
    items_text_zh: str
    items_text_en: str
    waiting: list[HandlingDetail]
    next_items: list[NextItem]


class OwnProject(Stage):
    code: str
    name: str
    credit_code: str
    company: str


class Projects(TypedDict):
    projects: list[OwnProject]
    count: int


class Item(Subject, Stage):
    """`mark`: DEMO for invented data."""

    number: int
    code: str
    kind: str
    limit_days: int
    mark: str | None


class Items(TypedDict):
    items: list[Item]
    count: int


class Application(State, Due):
    number: str
    item: str
    item_en: str
    project: str | None
    project_name: str | None
    applied_on: Day


class Applications(TypedDict):
    applications: list[Application]
    count: int


class Applied(State, Due):
    number: str
    applied_on: Day
