"""Conditions: true, false, or unknown with what is missing; all numbers are doubles."""

from __future__ import annotations

import pytest

from assistant.conditions import ConditionError, Json, Unknown, evaluate, holds, names_in

T, F, U = True, False, None


def three(source: str, left: bool | None, right: bool | None = None) -> bool | None:
    """Truth of an expression over `a` and `b`; None stands for unknown, on both sides."""
    facts: dict[str, Json] = {name: value for name, value in (("a", left), ("b", right)) if value is not None}
    found = holds(source, facts)
    return None if isinstance(found, Unknown) else found


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, T, T), (T, F, F, T), (F, T, F, T), (F, F, F, F), (T, U, U, T), (U, T, U, T), (F, U, F, U), (U, F, F, U),
        (U, U, U, U),
    ],
)  # fmt: skip
def test_and_or_are_decided_by_either_side_alone(
    left: bool | None, right: bool | None, both: bool | None, either: bool | None
) -> None:
    assert three("a && b", left, right) is both
    assert three("a || b", left, right) is either


@pytest.mark.parametrize(("given", "negated"), [(T, F), (F, T), (U, U)])
def test_not_keeps_the_unknown(given: bool | None, negated: bool | None) -> None:
    assert three("!a", given) is negated


def test_a_choice_needs_only_the_branch_taken() -> None:
    assert evaluate("a ? 1 : b", {"a": True}) == 1
    assert evaluate("a ? 1 : b", {"a": False}) == Unknown(frozenset({"b"}))


def test_unknown_names_what_is_missing_and_only_that() -> None:
    assert holds("homes == 0 && months >= 3", {"homes": 0}) == Unknown(frozenset({"months"}))
    assert holds("homes == 0 && months >= 3", {"homes": 1}) is False


@pytest.mark.parametrize(
    ("source", "facts", "value"),
    [
        ("months * cap", {"months": 6, "cap": 1500.0}, 9000),
        ("12 - used", {"used": 4}, 8),
        ("total / 3", {"total": 10}, 10 / 3),
        ("min(a, b, 3)", {"a": 5, "b": 4}, 3),
        ("max(0, a)", {"a": -2}, 0),
        ("round2(a * 0.015)", {"a": 67}, 1.01),
        ("round2(a)", {"a": 1.005}, 1.01),
        ("floor(a / 60)", {"a": 150}, 2),
        ("days_between(a, b)", {"a": "2026-11-23", "b": "2026-12-01"}, 8),
        ("days_between(a, b)", {"a": "2026-12-01", "b": "2026-11-23"}, -8),
        ("add_months(a, 1)", {"a": "2027-01-31"}, "2027-02-28"),
        ("add_months(a, 1)", {"a": "2028-01-31"}, "2028-02-29"),
        ("add_months(a, -11)", {"a": "2026-11-30"}, "2025-12-30"),
        ("add_days(a, 3)", {"a": "2026-12-30"}, "2027-01-02"),
        ("age(a, '2026-11-23')", {"a": "2012-11-24"}, 13),
        ("age(a, '2026-11-23')", {"a": "2012-11-23"}, 14),
        ("contains(a, '井盖')", {"a": "路上井盖没了"}, True),
        ("plates.size() == 1 ? plates[0] : null", {"plates": ["皖A12345"]}, "皖A12345"),
        ("plates.size() == 1 ? plates[0] : null", {"plates": []}, None),
        ("lots.exists(l, l.id == lot && l.left > 0)", {"lots": [{"id": "L1", "left": 2}], "lot": "L1"}, True),
        ("plate in plates", {"plate": "皖A12345", "plates": ["皖A12345"]}, True),
        ("name == '第12条'", {"name": "第12条"}, True),
        ("kind == null", {"kind": None}, True),
    ],
)
def test_values(source: str, facts: dict[str, Json], value: Json) -> None:
    assert evaluate(source, facts) == value


def test_whole_numbers_come_back_whole() -> None:
    assert repr(evaluate("a * 2", {"a": 1.5})) == "3"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a + b > 2", {"a", "b"}),
        ("lots.exists(l, l.id == lot)", {"lots", "lot"}),
        ("recent.map(r, r.price).size() > wanted", {"recent", "wanted"}),
        ("'a' == \"b\"", set()),
        ("min(a, 3)", {"a"}),
    ],
)
def test_names_of_an_expression_without_the_bound_ones(source: str, names: set[str]) -> None:
    assert names_in(source) == names


@pytest.mark.parametrize("source", ["a +", "a = 1", "(a", "a && && b", "nonsense(a)", "_nonsense(a)"])
def test_what_is_no_expression_is_told_when_it_is_read(source: str) -> None:
    with pytest.raises(ConditionError) as fault:
        names_in(source)
    assert source in str(fault.value)


def test_an_unknown_function_names_the_known_ones() -> None:
    with pytest.raises(ConditionError, match=r"add_days.*round2"):
        names_in("add_weeks(today, 2)")


@pytest.mark.parametrize(("source", "facts"), [("a > 3", {"a": "many"}), ("a + 1", {"a": None}), ("a.b", {"a": 3})])
def test_wrong_types_are_faults_and_not_unknown(source: str, facts: dict[str, Json]) -> None:
    with pytest.raises(ConditionError):
        evaluate(source, facts)


def test_a_condition_must_be_true_or_false() -> None:
    with pytest.raises(ConditionError, match="true or false"):
        holds("a + 1", {"a": 1})
