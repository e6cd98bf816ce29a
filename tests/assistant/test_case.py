"""A case has no position: what follows is computed from what is known, and a yes is bound to all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml

from assistant import dialogue
from assistant.apply import Setting, apply
from assistant.case import Awaited, Case, Conversation, Fact, Outcome, Person, known, signature
from assistant.commands import AskPolicy, Cancel, Command, Confirm, Deny, SetSlot, StartItem, Undo
from assistant.conditions import Json
from assistant.items import ServiceItem

TODAY = date(2026, 11, 23)
NOW = 1_000_000.0
BINDING = ("c_1", "chat")
PERSON = Person("p01")
ITEM = """\
code: rent
name: {zh: 房租, en: Rent}
area: provident_fund
department: {zh: 中心, en: Centre}
kind: apply
sign_in: medium
asked_as: {zh: [提房租], en: [rent]}
summary: {zh: 提钱, en: Take money}
slots:
  - name: kind
    type: choice
    label: {zh: 类型, en: Kind}
    ask: {zh: 哪种？, en: Which}
    choices: [{value: market, label: {zh: 市场, en: Market}}, {value: public, label: {zh: 公租房, en: Public}}]
  - {name: rent, type: money, when: "kind == 'public'", label: {zh: 房租, en: Rent}, ask: {zh: 多少？, en: How much}}
  - {name: months, type: integer, label: {zh: 月数, en: Months}, ask: {zh: 几个月？, en: How many}}
  - name: card
    type: text
    from: "cards.size() == 1 ? cards[0] : null"
    label: {zh: 卡, en: Card}
    ask: {zh: 哪张？, en: Which}
  - {name: note, type: text, optional: true, label: {zh: 备注, en: Note}, ask: {zh: 备注？, en: A note}}
look_up:
  - {operation: fund.account, send: {person: person}, save: {balance: balance, cards: cards.list}}
  - {operation: fund.months, send: {person: person, card: card}, save: {used: used}}
figures:
  cap:
    - {from: 2020-01-01, to: 2023-05-31, value: 1000, basis: "a#1"}
    - {from: 2023-06-01, to: null, value: 1500, basis: "b#1"}
compute:
  - name: amount
    type: money
    label: {zh: 金额, en: Amount}
    value: "min(months * (kind == 'public' ? rent : cap), balance)"
eligible:
  - {require: "balance > 0", otherwise: {zh: 没有余额, en: Nothing left}}
  - {require: "used + months <= 12", otherwise: {zh: 超过了, en: Too many}}
confirm: {zh: 请核对, en: Please check}
submit: {operation: fund.withdraw, send: {person: person, amount: amount, months: months, rent: rent, card: card}}
done: {zh: 好了, en: Done}
"""


def made(**changes: Json) -> ServiceItem:
    raw: dict[str, Any] = yaml.safe_load(ITEM)
    return ServiceItem.model_validate(raw | changes)


def said(**values: Json) -> dict[str, Fact]:
    return {name: Fact(value, str(value), turn) for turn, (name, value) in enumerate(values.items(), 1)}


ITEMS = {"rent": made()}
ACCOUNT: Mapping[str, Json] = {"balance": 48_200.0, "cards": {"list": ["C1"]}}


def next_step(case: Case, person: Person | None = PERSON, item: ServiceItem = ITEMS["rent"]) -> dialogue.Step:
    return dialogue.next_step(item, case, person, TODAY, BINDING)


def carried_on(case: Case, records: Mapping[str, Mapping[str, Json]] | None = None) -> tuple[Case, dialogue.Step]:
    """After every look-up that can be made has been made."""
    answers: dict[str, Mapping[str, Json]] = {"fund.account": ACCOUNT, "fund.months": {"used": 2}, **(records or {})}
    for _ in range(10):
        step = next_step(case)
        if not isinstance(step, dialogue.CallTool) or step.key is not None:
            return case, step
        case = dialogue.record_read(case, step, answers[step.operation])
    raise AssertionError("it never ends")


def fresh(**values: Json) -> Case:
    return Case("SB1", "rent", ITEMS["rent"].version, said(**values))


def ready() -> Case:
    case, step = carried_on(fresh(kind="market", months=6))
    assert isinstance(step, dialogue.AskConfirm)
    return case


def test_look_ups_come_before_questions_and_questions_in_order() -> None:
    case = fresh()
    first = next_step(case)
    assert isinstance(first, dialogue.CallTool)
    assert (first.operation, first.arguments, first.key) == ("fund.account", {"person": "p01"}, None)
    _, step = carried_on(case)
    assert isinstance(step, dialogue.Ask)
    assert step.slot.name == "kind"


def test_facts_in_any_order_lead_to_the_same_read_back() -> None:
    one, step = carried_on(fresh(months=6, kind="market"))
    other, same = carried_on(fresh(kind="market", months=6))
    assert isinstance(step, dialogue.AskConfirm)
    assert step == same
    assert known(ITEMS["rent"], one, PERSON, TODAY) == known(ITEMS["rent"], other, PERSON, TODAY)


def test_a_failing_rule_refuses_before_anything_is_asked() -> None:
    _, step = carried_on(fresh(), {"fund.account": {"balance": 0.0, "cards": {"list": []}}})
    assert isinstance(step, dialogue.Refuse)
    assert not step.unchecked
    assert step.rule.otherwise.en == "Nothing left"


def test_a_rule_that_cannot_be_checked_never_passes() -> None:
    item = made(
        slots=yaml.safe_load(ITEM)["slots"][2:3],
        eligible=[{"require": "used < 3", "otherwise": {"zh": "不", "en": "no"}}],
        submit={"operation": "fund.withdraw", "send": {"months": "months"}},
        look_up=[],
        compute=[],
    )
    case = Case("SB1", "rent", item.version, said(months=6))
    step = dialogue.next_step(item, case, PERSON, TODAY, BINDING)
    assert isinstance(step, dialogue.Refuse)
    assert step.unchecked


@pytest.mark.parametrize(
    ("person", "kind"),
    [
        (None, dialogue.AskSignIn),
        (Person("p11", level="low"), dialogue.NotAllowed),
        (Person("p08", level="high", minor=True), dialogue.NotAllowed),
    ],
)
def test_who_may_not_gets_nothing_looked_up(person: Person | None, kind: type) -> None:
    assert isinstance(next_step(fresh(), person), kind)


def test_a_slot_whose_condition_turned_false_does_not_exist_and_is_not_sent() -> None:
    case, step = carried_on(fresh(kind="public", rent=800.0, months=6))
    assert isinstance(step, dialogue.AskConfirm)
    facts = known(ITEMS["rent"], case, PERSON, TODAY)
    assert dialogue.submission_arguments(ITEMS["rent"], facts)["rent"] == 800
    changed = dialogue.set_slot(case, SetSlot("kind", "market", "市场"), 9)
    facts = known(ITEMS["rent"], changed, PERSON, TODAY)
    assert "rent" in facts.absent
    sent = dialogue.submission_arguments(ITEMS["rent"], facts)
    assert sent == {"person": "p01", "amount": 9000, "months": 6, "card": "C1"}


def test_a_value_from_the_record_can_be_corrected_and_what_rests_on_it_is_looked_up_anew() -> None:
    case = ready()
    facts = known(ITEMS["rent"], case, PERSON, TODAY)
    assert facts.facts["card"] == "C1"
    assert "card" in facts.from_record
    corrected = dialogue.set_slot(case, SetSlot("card", "C2", "C2"), 9)
    assert "used" not in known(ITEMS["rent"], corrected, PERSON, TODAY).facts
    step = next_step(corrected)
    assert isinstance(step, dialogue.CallTool)
    assert step.arguments == {"person": "p01", "card": "C2"}


def test_figures_are_those_of_the_day() -> None:
    item = ITEMS["rent"]
    assert item.figures_on(date(2023, 5, 31)) == {"cap": 1000}
    assert item.figures_on(date(2023, 6, 1)) == {"cap": 1500}
    assert item.figures_on(date(2019, 12, 31)) == {}


def confirmed(case: Case) -> Case:
    step = next_step(case)
    assert isinstance(step, dialogue.AskConfirm)
    shown = dialogue.read_back(case, step.digest, NOW)
    return dialogue.confirm(shown, step.digest, NOW, 30)


def test_a_yes_leads_to_the_call_and_any_change_takes_it_back() -> None:
    case = confirmed(ready())
    step = next_step(case)
    assert isinstance(step, dialogue.CallTool)
    assert step.key
    for name, value in (("months", 5), ("kind", "public"), ("card", "C2"), ("note", "x")):
        changed, after = carried_on(dialogue.set_slot(case, SetSlot(name, value, "x"), 9))
        assert changed.confirmed is None
        assert not isinstance(after, dialogue.CallTool)


def test_what_a_yes_is_bound_to() -> None:
    item, case = ITEMS["rent"], ready()
    facts = known(item, case, PERSON, TODAY)
    digests = [
        dialogue.consent_digest(item, case, facts, PERSON, BINDING),
        dialogue.consent_digest(item, case, facts, PERSON, ("c_2", "chat")),
        dialogue.consent_digest(item, case, facts, PERSON, ("c_1", "voice")),
        dialogue.consent_digest(item, case, facts, Person("p02"), BINDING),
        dialogue.consent_digest(made(confirm={"zh": "请再核对", "en": "Check"}), case, facts, PERSON, BINDING),
        dialogue.consent_digest(item, replace(case, number="SB2"), facts, PERSON, BINDING),
    ]
    other = dialogue.set_slot(case, SetSlot("note", "x", "x"), 9)
    digests.append(dialogue.consent_digest(item, other, known(item, other, PERSON, TODAY), PERSON, BINDING))
    assert len(set(digests)) == len(digests)
    assert dialogue.consent_digest(item, case, facts, PERSON, BINDING) == digests[0]


def test_the_same_submission_of_a_case_keeps_its_key_and_another_case_has_its_own() -> None:
    def key(case: Case) -> str | None:
        step = next_step(case)
        assert isinstance(step, dialogue.CallTool)
        return step.key

    case = confirmed(ready())
    failed = dialogue.record_outcome(case, Outcome("failed", key(case) or "", "fund.withdraw"))
    again = confirmed(dialogue.open_again(failed))
    assert key(again) == key(case)
    assert key(confirmed(replace(ready(), number="SB2"))) != key(case)


@pytest.mark.parametrize(("minutes", "counts"), [(0, True), (29, True), (31, False)])
def test_a_read_back_does_not_last(minutes: int, counts: bool) -> None:
    case = ready()
    step = next_step(case)
    assert isinstance(step, dialogue.AskConfirm)
    shown = dialogue.read_back(case, step.digest, NOW)
    later = dialogue.confirm(shown, step.digest, NOW + minutes * 60, 30)
    assert (later.confirmed == step.digest) is counts


@pytest.mark.parametrize("state", ["intended", "unknown"])
def test_what_was_sent_is_settled_and_never_sent_again(state: str) -> None:
    outcome = Outcome("intended" if state == "intended" else "unknown", "k", "fund.withdraw")
    step = next_step(dialogue.record_outcome(confirmed(ready()), outcome))
    assert step == dialogue.Settle("fund.withdraw", "k")


def test_a_submitted_case_is_never_changed() -> None:
    case = dialogue.record_outcome(confirmed(ready()), Outcome("done", "k", "fund.withdraw", "N1"))
    assert dialogue.set_slot(case, SetSlot("months", 1, "1"), 9) is case
    assert dialogue.undo(case) == (case, None)
    assert next_step(case) == dialogue.Done(case.outcome)


def test_undo_takes_back_what_was_said_last() -> None:
    case, name = dialogue.undo(fresh(kind="market", months=6))
    assert name == "months"
    assert set(case.said) == {"kind"}


def test_a_failed_look_up_is_told_and_made_again_on_the_next_turn() -> None:
    step = next_step(fresh())
    assert isinstance(step, dialogue.CallTool)
    failed = dialogue.record_failure(fresh(), step, "system_unavailable", "")
    assert isinstance(next_step(failed), dialogue.Stuck)
    assert next_step(dialogue.retry_failed(failed)) == step


def test_the_same_question_has_the_same_name_whatever_the_order_of_its_arguments() -> None:
    assert signature("a.b", {"x": 1, "y": 2}) == signature("a.b", {"y": 2, "x": 1})
    assert signature("a.b", {"x": 1}) != signature("a.b", {"x": 2})


# Commands


def setting(items: Mapping[str, ServiceItem] = ITEMS, now: float = NOW) -> Setting:
    return Setting(items, PERSON, TODAY, now, 30, lambda: "SB9")


def waiting_for_a_yes(case: Case | None = None) -> Conversation:
    case = case or ready()
    step = next_step(case)
    assert isinstance(step, dialogue.AskConfirm)
    shown = dialogue.read_back(case, step.digest, NOW)
    return Conversation("c_1", "chat", "zh", "p01", 3, shown, awaited=Awaited("confirm"))


def agreed(conversation: Conversation) -> bool:
    """The next step would be the submission."""
    case = conversation.case
    return case is not None and isinstance(next_step(case), dialogue.CallTool)


def test_a_plain_yes_to_the_read_back_counts() -> None:
    conversation, _ = apply(waiting_for_a_yes(), [Confirm()], setting())
    assert agreed(conversation)


@pytest.mark.parametrize(
    "others",
    [
        [SetSlot("months", 6, "6")],
        [SetSlot("months", None, "?", "not_understood")],
        [SetSlot("card", None, "卡", "ask_again")],
        [StartItem("rent")],
        [Undo()],
        [Cancel()],
        [Deny()],
    ],
)
def test_a_yes_in_one_breath_with_a_change_never_counts(others: list[Command]) -> None:
    for commands in ([*others, Confirm()], [Confirm(), *others]):
        conversation, _ = apply(waiting_for_a_yes(), commands, setting())
        assert not agreed(conversation)


def test_a_question_in_between_leaves_the_read_back_standing() -> None:
    conversation, _ = apply(waiting_for_a_yes(), [AskPolicy("多久到账？")], setting())
    conversation, _ = apply(conversation, [Confirm()], setting())
    assert agreed(conversation)


def test_a_yes_while_a_line_of_the_read_back_is_asked_again_does_not_count() -> None:
    conversation, _ = apply(waiting_for_a_yes(), [SetSlot("card", None, "卡不对", "ask_again")], setting())
    conversation, _ = apply(conversation, [Confirm()], setting())
    assert not agreed(conversation)


def test_a_yes_with_a_cancellation_does_not_agree_to_the_case_underneath() -> None:
    below = waiting_for_a_yes()
    above = replace(below, case=Case("SB2", "rent", "v", said(kind="market")), suspended=(below.case or ready(),))
    conversation, _ = apply(above, [Cancel(), Confirm()], setting())
    assert not agreed(conversation)


def test_a_running_case_keeps_the_version_it_began_with_and_an_edit_voids_the_read_back() -> None:
    before = waiting_for_a_yes()
    edited = {"rent": made(confirm={"zh": "请仔细核对", "en": "Please check well"})}
    conversation, _ = apply(before, [Confirm()], setting(edited))
    case = conversation.case
    assert case is not None
    assert case.version == ITEMS["rent"].version != edited["rent"].version
    assert isinstance(next_step(case, item=edited["rent"]), dialogue.AskConfirm)


def test_what_is_put_aside_comes_back_as_it_was() -> None:
    items = {**ITEMS, "other": made(code="other")}
    conversation = Conversation("c_1", "chat", "zh", "p01", 1, fresh(kind="market"))
    conversation, events = apply(conversation, [StartItem("other")], setting(items))
    assert [event.kind for event in events] == ["suspended", "started"]
    conversation, events = apply(conversation, [Cancel()], setting(items))
    assert [event.kind for event in events] == ["cancelled", "resumed"]
    assert conversation.case == fresh(kind="market")
    conversation, _ = apply(conversation, [StartItem("rent")], setting(items))
    assert conversation.case == fresh(kind="market")


def test_a_second_yes_after_the_submission_changes_nothing() -> None:
    done = dialogue.record_outcome(confirmed(ready()), Outcome("done", "k", "fund.withdraw", "N1"))
    conversation = Conversation("c_1", "chat", "zh", "p01", 5, done)
    for command in (Confirm(), SetSlot("months", 3, "3"), Undo()):
        after, _ = apply(conversation, [command], setting())
        assert after.case == done
