"""Which version is in force on which day; an inconsistent corpus does not start."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from retrieval.errors import DocumentError, UnknownReference
from retrieval.passage import Document
from retrieval.versions import Registry, in_force

from .test_split import document


def version(
    id_: str, start: str, end: str | None = None, *, series: str = "s", replaces: tuple[str, ...] = ()
) -> Document:
    return replace(
        document("第一条　甲。"),
        id=id_,
        series=series,
        path=f"{id_}.md",
        replaces=replaces,
        in_force_from=date.fromisoformat(start),
        in_force_to=date.fromisoformat(end) if end else None,
    )


OLD, NEW = version("old", "2020-01-01", "2025-09-07"), version("new", "2025-09-08", replaces=("old",))


@pytest.mark.parametrize(
    ("day", "current"),
    [("2019-12-31", None), ("2020-01-01", "old"), ("2025-09-07", "old"), ("2025-09-08", "new"), ("2099-01-01", "new")],
)
def test_the_version_in_force_on_a_day(day: str, current: str | None) -> None:
    found = Registry([NEW, OLD]).current("s", date.fromisoformat(day))
    assert (found.id if found else None) == current


def test_standing_and_series() -> None:
    registry = Registry([NEW, OLD])
    assert [d.id for d in registry.series("s")] == ["old", "new"]
    assert registry.series("nothing") == ()
    assert OLD.standing(date(2025, 9, 8)) == "ended"
    assert NEW.standing(date(2025, 9, 7)) == "not_yet"
    assert in_force(NEW, date(2025, 9, 8))


def test_what_replaced_what() -> None:
    third = version("third", "2027-01-01")
    registry = Registry([OLD, replace(NEW, in_force_to=date(2026, 12, 31)), third])
    assert registry.replaced_by("old") == replace(NEW, in_force_to=date(2026, 12, 31))
    assert registry.replaced_by("new") == third  # not named, but the next of the series
    assert registry.replaced_by("third") is None


def test_another_series_may_take_the_place() -> None:
    successor = version("decree", "2026-09-20", series="decree", replaces=("reg",))
    registry = Registry([version("reg", "2002-03-24", "2026-09-19", series="reg"), successor])
    assert registry.replaced_by("reg") == successor


def test_an_unknown_document_is_an_error() -> None:
    with pytest.raises(UnknownReference, match="nothing"):
        Registry([OLD]).get("nothing")


@pytest.mark.parametrize(
    ("documents", "problem"),
    [
        ([OLD, replace(OLD, path="copy.md")], "already used by"),
        ([version("new", "2025-09-08", replaces=("lost",))], "new.md: replaces names lost"),
        ([version("new", "2025-09-08", replaces=("new",))], "no other document"),
        ([version("old", "2020-01-01"), NEW], "old.md: is replaced by new"),
        ([version("old", "2020-01-01", "2025-09-08"), version("new", "2025-09-08")], "new.md: .* while old"),
        ([version("old", "2020-01-01"), version("new", "2025-09-08")], "until further notice"),
    ],
)
def test_contradictions_are_found_at_load(documents: list[Document], problem: str) -> None:
    with pytest.raises(DocumentError, match=problem):
        Registry(documents)
