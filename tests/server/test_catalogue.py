"""Items, search and documents: the same for everybody, each clause with its validity."""

from __future__ import annotations

import httpx
import pytest


def test_items_are_listed_with_a_sentence_to_start_them(client: httpx.Client) -> None:
    shown = client.get("/v1/items").json()
    assert shown["count"] == len(shown["items"]) > 10
    assert all(item["say"]["zh"] and item["say"]["en"] for item in shown["items"])


@pytest.mark.parametrize("words", ["租房提取", "公积金能交房租吗", "rent"])
def test_items_are_found_by_words(client: httpx.Client, words: str) -> None:
    found = client.get("/v1/items", params={"q": words}).json()["items"]
    assert "pf_withdraw_rent" in [item["code"] for item in found]


def test_items_are_chosen_by_handling(client: httpx.Client) -> None:
    found = client.get("/v1/items", params={"handling": "verbal"}).json()["items"]
    assert found
    assert all("verbal" in item["handling"] for item in found)


def test_an_item_shows_its_conditions_with_their_clauses(client: httpx.Client) -> None:
    item = client.get("/v1/items/pf_withdraw_rent").json()
    assert item["conditions"]
    assert item["slots"]
    assert all(reference["title"] and reference["in_force_from"] for reference in item["basis"])


def test_search_gives_clauses_in_force_on_the_day(client: httpx.Client) -> None:
    for day in ("2026-11-23", "2022-03-01"):
        shown = client.get("/v1/search", params={"q": "租房提取公积金每月限额", "on": day, "k": 5}).json()
        assert shown["on"] == day
        assert 0 < len(shown["passages"]) <= 5
        for passage in shown["passages"]:
            assert passage["in_force_from"] <= day
            assert passage["in_force_to"] is None or day <= passage["in_force_to"]
            assert passage["text"]
            assert passage["clause"]


def test_search_without_a_day_means_today(client: httpx.Client) -> None:
    assert client.get("/v1/search", params={"q": "停车收费"}).json()["on"] == "2026-11-23"


def test_a_document_opens_from_a_search_hit_and_from_its_series(client: httpx.Client) -> None:
    hit = client.get("/v1/search", params={"q": "住房公积金贷款最高额度"}).json()["passages"][0]
    document = client.get(f"/v1/documents/{hit['document']}").json()
    assert document["version"] == hit["version"]
    assert hit["text"] in [clause["text"] for clause in document["clauses"]]
    current = client.get(f"/v1/documents/{document['series']}").json()
    assert current["standing"] == "in_force"


def test_a_replaced_document_names_what_replaced_it(client: httpx.Client) -> None:
    old = client.get("/v1/documents/pf-loan-cap-2024").json()
    assert old["standing"] == "ended"
    follower = old["replaced_by"][0]["id"]
    assert "pf-loan-cap-2024" in [one["id"] for one in client.get(f"/v1/documents/{follower}").json()["replaces"]]
