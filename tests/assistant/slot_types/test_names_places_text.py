"""Names of people, places of Hefei, free text and corrections."""

from __future__ import annotations

import pytest

from assistant.slot_types import corrections, places_from
from assistant.slot_types.corrections import only_denied
from assistant.slot_types.places import find_other_city
from tests.assistant.slot_types.cases import context, find, hefei, parse, problem_of, value_of

HEFEI = context(places=hefei())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("林知远", "林知远"), ("我叫林知远", "林知远"), ("我的名字是苏婉清。", "苏婉清"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"), ("阿卜杜拉 · 买买提", "阿卜杜拉·买买提"), ("王䶮", "王䶮"),
        ("㛃月", "㛃月"), ("𠮷田", "𠮷田"),
        ("John O'Brien", "John O'Brien"), ("my name is Maria García-López", "Maria García-López"),
        ("我叫林知远，知识的知", "林知远"),
        ("不是陈立行，是陈立新", "陈立新"), ("123", "problem: not_a_name"), ("是的", "problem: not_a_name"),
        ("我要办公积金", "problem: not_a_name"),
        ("不知道", "problem: not_known"), ("A" * 61, "problem: too_long"),
    ],
)  # fmt: skip
def test_person_name(text: str, name: str) -> None:
    assert value_of("person_name", text) == name


def test_a_name_in_free_speech_is_introduced() -> None:
    assert [f.value for f in find("person_name", "我叫林知远，住在庐阳区")] == ["林知远"]
    assert find("person_name", "林知远说的") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("三孝口附近", "三孝口"), ("三小口", "三孝口"), ("逍遥津", "逍遥津公园"), ("晓瑶津那边", "逍遥津公园"),
        ("省立医院", "安徽省立医院"),
        ("卢阳区", "庐阳区"), ("芦阳", "庐阳区"), ("数山", "蜀山区"), ("摇海", "瑶海区"), ("薄荷区", "包河区"),
        ("庐阳", "庐阳区"), ("巢湖", "巢湖市"),
        ("滨湖", "滨湖新区"), ("高铁南站", "合肥南站"), ("near Hefei South station", "合肥南站"),
        ("Swan Lake", "天鹅湖"), ("合肥芜湖路", "芜湖路"),
        ("芜湖路", "芜湖路"), ("不是三孝口，是四牌楼", "四牌楼"), ("蜀山区三里庵", "三里庵"), ("肥西县", "肥西县"),
        ("经开区", "经济技术开发区"),
    ],
)  # fmt: skip
def test_place(text: str, name: str) -> None:
    value = value_of("place", text, HEFEI)
    assert isinstance(value, dict), value
    assert value["name"] == name
    assert set(value) <= {"name", "en", "lng", "lat", "district"}


def test_a_place_keeps_its_numbers() -> None:
    value = value_of("place", "三孝口附近", HEFEI)
    assert value == {"name": "三孝口", "en": "Sanxiaokou", "lng": 117.2815, "lat": 31.862, "district": "庐阳区"}


def test_more_than_a_name_is_kept_as_detail() -> None:
    value = value_of("place", "蜀山区望江西路120号楼下", HEFEI)
    assert isinstance(value, dict)
    assert (value["name"], value["detail"]) == ("望江西路", "蜀山区望江西路120号楼下")


@pytest.mark.parametrize(
    ("text", "problem", "parameters"),
    [
        ("我家楼下", "unknown_place", {"text": "我家楼下"}),
        ("翡冷翠小区3栋", "unknown_place", {"text": "翡冷翠小区3栋"}),
        ("在芜湖", "other_city", {"city": "芜湖", "text": "在芜湖"}),
        ("Nanjing", "other_city", {"city": "南京", "text": "Nanjing"}),
        ("那边", "not_understood", {}),
    ],
)  # fmt: skip
def test_no_place(text: str, problem: str, parameters: dict[str, object]) -> None:
    parsed = parse("place", text, HEFEI)
    assert (parsed.problem, dict(parsed.parameters)) == (problem, parameters)


def test_places_in_free_speech() -> None:
    assert [f.text for f in find("place", "卢阳区四里河那块停车", HEFEI)] == ["卢阳区", "四里河"]
    assert [f.text for f in find("place", "三孝口附近还有车位吗？", HEFEI)] == ["三孝口"]


@pytest.mark.parametrize("text", ["高新技术企业怎么认定", "薄荷茶", "无数山峰", "公积金能提多少", "小孩差点掉下去"])
def test_no_places_in_ordinary_text(text: str) -> None:
    assert find("place", text, HEFEI) == []


def test_the_city_file_is_rich_and_sound() -> None:
    places = {place.name: place for place in hefei().by_name.values()}
    assert len(places) >= 120
    assert len(set(hefei().other_cities.values())) >= 40
    assert {"瑶海区", "庐阳区", "蜀山区", "包河区", "肥东县", "肥西县", "长丰县", "庐江县", "巢湖市"} <= places.keys()
    for place in places.values():
        assert 116.5 < place.lng < 118.2, place.name
        assert 30.9 < place.lat < 32.7, place.name
        assert place.district in places, place.name


def test_another_city_is_not_a_street_named_after_it() -> None:
    assert find_other_city("我在南京上班", hefei()) == ("南京", 2, 4)
    assert find_other_city("芜湖路停车", hefei()) is None
    assert find_other_city("巢湖的公积金", hefei()) is None


def test_a_name_of_two_places_is_refused() -> None:
    entry = {"en": "X", "kind": "road", "district": "庐阳区", "lng": 117.2, "lat": 31.8, "also": ["同名"]}
    with pytest.raises(ValueError, match="同名"):
        places_from({"places": [{"name": "甲路", **entry}, {"name": "乙路", **entry, "en": "Y"}]})
    with pytest.raises(ValueError, match="needs name"):
        places_from({"places": [{"name": "甲路"}]})


def test_text_is_trimmed_and_bounded() -> None:
    assert value_of("text", "  路灯坏了 ") == "路灯坏了"
    assert value_of("text", "不对，是三个月") == "不对，是三个月"
    assert problem_of("text", "  。") == "empty"
    assert parse("text", "长" * 2001).parameters == {"max": 2000}
    assert problem_of("text", "长" * 11, context(high=10)) == "too_long"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("三八七…不对，三八六", "三八六"), ("不对，是三个月", "三个月"), ("不是两个是三个", "三个"),
        ("不是张三，是李四", "李四"),
        ("三个月，哦不，四个月", "四个月"), ("啊说错了，是5号", "5号"), ("3号，不，4号", "4号"),
        ("手机号错了，是139", "139"),
        ("不要三个月，要六个月", "六个月"), ("三个，不是两个", "三个"), ("应该是三个月", "三个月"),
        ("改成三个月", "三个月"), ("二月等等四月", "四月"),
        ("no, I meant four", "four"), ("not two but three", "three"), ("two, sorry, three", "three"),
        ("scratch that, make it four", "four"),
        ("it's not 3, it's 4", "4"), ("No, it's three", "three"),
    ],
)  # fmt: skip
def test_corrections(text: str, meant: str) -> None:
    assert corrections(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "三个月",
        "不对",
        "对不对",
        "是不是三个月",
        "不是三个月",
        "我有不对等的信息",
        "No.",
        "I have no home",
        "no one",
        "我住在三孝口",
        "等一下",
        "算了",
    ],
)
def test_nothing_is_corrected(text: str) -> None:
    assert corrections(text) == text


def test_a_bare_denial_gives_no_value() -> None:
    assert only_denied("不是三个月")
    assert not only_denied("不是三个月，是四个月")
    assert not only_denied("三个月")
    assert problem_of("integer", "不是三个月") == "unclear"
