"""The fund centre: accounts, estimates to the cent, and every reason to refuse a withdrawal."""

from uuid import uuid4

import pytest

from tests.simulators import Simulators

FUND = "provident_fund"
# amount, years, home, date → rate, monthly, interest, first, last, interest of equal principal
VECTORS = [
    (1_200_000, 30, 1, "2026-11-23", 2.6, 4804.08, 529467.55, 5933.33, 3340.56, 469300.00),
    (900_000, 30, 1, "2026-11-23", 2.6, 3603.06, 397100.67, 4450.00, 2505.42, 351975.00),
    (900_000, 20, 1, "2026-11-23", 2.6, 4813.09, 255142.19, 5700.00, 3758.12, 234975.00),
    (600_000, 5, 1, "2026-11-23", 2.1, 10542.93, 32575.51, 11050.00, 10017.50, 32025.00),
    (1_200_000, 30, 2, "2026-11-23", 3.075, 5107.92, 638850.02, 6408.33, 3341.88, 555037.50),
    (1_440_000, 30, 1, "2025-05-08", 2.6, 5764.89, 635361.06, 7120.00, 4008.67, 563160.00),
]
RATES = [
    ("2022-10-01", 1, 5, 2.6), ("2024-05-17", 1, 30, 3.1), ("2024-05-18", 1, 5, 2.35), ("2025-05-07", 1, 30, 2.85),
    ("2025-05-07", 2, 5, 2.775), ("2025-05-07", 2, 30, 3.325), ("2025-05-08", 2, 5, 2.525),
]  # fmt: skip


def withdraw(city: Simulators, person: str, reason: str, amount: float, **more: str | int) -> tuple[int, str]:
    """Status and the code of the refusal ("" when there is none)."""
    key = f"key-{uuid4()}"
    answer = city.post(FUND, "/gjj/withdraw/apply", {"RYBS": person, "TQYY": reason, "TQJE": amount, **more}, key)
    return answer.status_code, answer.json().get("code", "")


@pytest.mark.parametrize("vector", VECTORS)
def test_loan_estimates_are_right_to_the_cent(city: Simulators, vector: tuple[float, ...]) -> None:
    amount, years, home, on, *expected = vector
    answer = city.post(FUND, "/gjj/loan/estimate", {"DKJE": amount, "DKNX": years, "FWTS": home, "RQ": on}).json()
    fields = ("DKLL", "DEBXYHKE", "DEBXZLX", "DEBJSYHKE", "DEBJMYHKE", "DEBJZLX")
    assert [answer[field] for field in fields] == expected


def test_the_former_rate_gives_the_former_instalment(city: Simulators) -> None:
    body = {"DKJE": 1_200_000, "DKNX": 30, "FWTS": 1, "RQ": "2025-05-07"}
    answer = city.post(FUND, "/gjj/loan/estimate", body).json()
    assert (answer["DKLL"], answer["QSRQ"]) == (2.85, "2024-05-18")
    assert (answer["DEBXYHKE"], answer["DEBXZLX"], answer["DEBJZLX"]) == (4962.69, 586567.90, 514425.00)


@pytest.mark.parametrize(("on", "home", "years", "rate"), RATES)
def test_the_rate_is_that_of_the_day(city: Simulators, on: str, home: int, years: int, rate: float) -> None:
    body = {"DKJE": 100_000, "DKNX": years, "FWTS": home, "RQ": on}
    assert city.post(FUND, "/gjj/loan/estimate", body).json()["DKLL"] == rate


def test_before_the_first_table_there_is_no_rate(city: Simulators) -> None:
    body = {"DKJE": 100_000, "DKNX": 10, "FWTS": 1, "RQ": "2022-09-30"}
    assert city.post(FUND, "/gjj/loan/estimate", body).json()["code"] == "no_rate"


@pytest.mark.parametrize(
    ("person", "state", "balance", "months", "card"),
    [("p01", "01", 48200.00, 36, "1"), ("p02", "01", 96300.50, 60, "1"), ("p03", "02", 186530.42, 290, "1"),
     ("p04", "02", 8200, 14, "1"), ("p05", "01", 150000, 80, "1"), ("p06", "01", 41000, 52, "1"),
     ("p10", "06", 39000, 44, "1"), ("p13", "01", 72000, 66, "1"), ("p15", "01", 48200, 36, "2"),
     ("p16", "01", 3360, 2, "1"), ("p20", "01", 21000, 24, "1")],
)  # fmt: skip
def test_accounts_are_as_agreed(
    city: Simulators, person: str, state: str, balance: float, months: int, card: str
) -> None:
    answer = city.get(FUND, f"/gjj/person/{person}/account").json()
    found = (answer["GRZHZT"], answer["GRZHYE"], answer["LXJCYS"], answer["YHKLB"], answer["ZXLB"])
    assert found == (state, balance, months, card, "city")
    assert answer["YJCE"] == answer["GRYJCE"] + answer["DWYJCE"]


def test_loans_and_businesses_are_as_agreed(city: Simulators) -> None:
    loan = city.get(FUND, "/gjj/person/p06/loans").json()
    assert (loan["DKFFE"], loan["DKYE"], loan["JSEYHKE"], loan["QGWJQS"]) == (600000, 552300, 38000, 1)
    assert city.get(FUND, "/gjj/person/p01/loans").json()["SFYDK"] is False
    settled = city.get(FUND, "/gjj/person/p18/loans").json()
    assert (settled["SFYDK"], settled["QGDKCS"], settled["QGWJQS"]) == (False, 2, 0)
    last_year = city.get(FUND, "/gjj/person/p01/withdrawals").json()
    assert (last_year["BNZFTQYS"], last_year["YW"][0]["ZTMC"]) == (0, "已到账")
    this_year = city.get(FUND, "/gjj/person/p17/withdrawals").json()
    assert (this_year["BNZFTQE"], this_year["BNZFTQYS"]) == (18000, 12)
    taken = city.get(FUND, "/gjj/person/p14/withdrawals").json()
    assert taken["JSEYHDTQE"] == city.get(FUND, "/gjj/person/p14/loans").json()["JSEYHKE"]
    [application] = city.get(FUND, "/gjj/person/p13/withdrawals").json()["YW"]
    assert (application["YWLX"], application["ZTMC"]) == ("loan", "核验中")
    number = application["YWLSH"]
    assert city.get(FUND, f"/gjj/biz/{number}", person="p13").json() == application
    assert city.get(FUND, f"/gjj/biz/{number}", person="p01").json()["code"] == "not_found"


@pytest.mark.parametrize(
    ("person", "reason", "amount", "more", "code"),
    [
        ("p99", "07", 1500, {}, "not_found"),
        ("p08", "07", 1500, {}, "no_account"),
        ("p09", "07", 1500, {}, "other_centre"),
        ("p07", "03", 1500, {}, "closed"),
        ("p10", "07", 1500, {}, "frozen"),
        ("p15", "07", 1500, {}, "card_class"),
        ("p06", "07", 1500, {}, "own_home"),
        ("p12", "07", 1500, {}, "own_home"),
        ("p04", "07", 1500, {}, "sealed"),
        ("p16", "07", 1500, {}, "too_few_months"),
        ("p17", "07", 1500, {}, "months_used"),
        ("p01", "07", 1500.01, {"TQYS": 1}, "over_limit"),
        ("p01", "07", 48200.01, {"TQYS": 12, "ZFLX": "public_rental"}, "balance_low"),
        ("p01", "06", 100, {}, "no_loan"),
        ("p06", "06", 100, {"DKZH": "DK0"}, "no_loan"),
        ("p06", "06", 38000.01, {}, "over_limit"),
        ("p14", "06", 1, {}, "nothing_left"),
        ("p01", "01", 100, {}, "no_purchase"),
        ("p13", "01", 100, {"GFHTBH": "HF2023-0412-01175"}, "no_purchase"),
        ("p13", "01", 1680000.01, {}, "over_limit"),
        ("p13", "01", 72000.01, {}, "balance_low"),
        ("p01", "03", 48200, {}, "not_retired"),
        ("p03", "03", 186530.41, {}, "whole_balance"),
    ],
)
def test_the_centre_refuses(
    city: Simulators, person: str, reason: str, amount: float, more: dict[str, str | int], code: str
) -> None:
    assert withdraw(city, person, reason, amount, **more) == (422, code)
    assert city.records(FUND, "written") == []


def test_rent_limits_follow_household_and_children(city: Simulators) -> None:
    assert withdraw(city, "p02", "07", 9000.01, TQYS=2) == (422, "over_limit")
    assert withdraw(city, "p02", "07", 9000, TQYS=2) == (200, "")
    assert withdraw(city, "p20", "07", 12000, TQYS=3, ZFLX="public_rental") == (200, "")


def test_months_of_rent_add_up_over_the_year(city: Simulators) -> None:
    assert withdraw(city, "p01", "07", 10500, TQYS=7) == (200, "")
    assert withdraw(city, "p01", "07", 9000, TQYS=6) == (422, "months_used")
    assert withdraw(city, "p01", "07", 7500, TQYS=5) == (200, "")
    after = city.get(FUND, "/gjj/person/p01/withdrawals").json()
    assert (after["BNZFTQE"], after["BNZFTQYS"], after["YWS"]) == (18000, 12, 3)
    assert city.get(FUND, "/gjj/person/p01/account").json()["GRZHYE"] == 30200


def test_repayment_can_be_withdrawn_up_to_what_was_repaid(city: Simulators) -> None:
    assert withdraw(city, "p06", "06", 20000) == (200, "")
    assert withdraw(city, "p06", "06", 18000.01) == (422, "over_limit")
    assert withdraw(city, "p06", "06", 18000) == (200, "")
    assert withdraw(city, "p06", "06", 0.01) == (422, "nothing_left")


def test_a_purchase_is_found_by_contract_or_address(city: Simulators) -> None:
    assert withdraw(city, "p13", "01", 30000, GFHTBH="HF2026-0618-00231") == (200, "")
    assert withdraw(city, "p13", "01", 40000, GFHTBH="包河区庐州大道91号3幢1605") == (200, "")
    rows = city.records(FUND, "business", RYBS="p13", TQYY="01")
    assert [row["GFHTBH"] for row in rows] == ["HF2026-0618-00231"] * 2


def test_retirement_pays_everything_and_closes_the_account(city: Simulators) -> None:
    receipt = city.post(
        FUND, "/gjj/withdraw/apply", {"RYBS": "p03", "TQYY": "03", "TQJE": 186530.42}, "key-00000001"
    ).json()
    assert (receipt["ZTMC"], receipt["TQJE"], receipt["YJWCRQ"]) == ("已提交", 186530.42, "2026-11-26")
    account = city.get(FUND, "/gjj/person/p03/account").json()
    assert (account["GRZHZT"], account["GRZHYE"], account["XHRQ"]) == ("05", 0, "2026-11-23")
    assert withdraw(city, "p03", "03", 1) == (422, "closed")
