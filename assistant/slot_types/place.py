"""Places in the city: 三孝口附近, 卢阳区, Hefei South. The value is {name, en, lng, lat, district}, with `detail` when
more was said than the name. An unknown place, or one in another city, is a problem that keeps the words."""

from __future__ import annotations

import re

from assistant.slot_types.answers import answer
from assistant.slot_types.characters import narrow
from assistant.slot_types.places import Spot, find_other_city, find_spots
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

# Broad places give way to exact ones: 蜀山区三里庵 is 三里庵.
_RANK = {"district": 0, "zone": 1, "town": 2, "road": 3}
_PADDING = re.compile(
    r"我?(?:就|现在)?(?:在|到|去|是|想去|要去|住在?)|附近|旁边|周[边围]|那[边块里儿]|这[边块里儿]|一带|左右|安徽省?|合肥市?|的|吧|呢|啊|呀|了"
    r"|\b(?:it'?s|i'?m|i am|is|near|around|close to|next to|at|in|by|to|the"
    r"|hefei|please|area|district|station|railway)\b|[\s，,。.!！]",
    re.IGNORECASE,
)


def find(text: str, context: Context) -> list[Found]:
    plain = narrow(text)
    return [
        Found(_value(spot), spot.start, spot.end, text[spot.start : spot.end])
        for spot in find_spots(plain, context.places, trust_sound=context.expecting)
    ]


def _value(spot: Spot, detail: str | None = None) -> dict[str, JsonValue]:
    place = spot.place
    value: dict[str, JsonValue] = {"name": place.name, "en": place.en, "lng": place.lng, "lat": place.lat}
    value["district"] = place.district
    if detail:
        value["detail"] = detail
    return value


def _read(text: str, context: Context) -> Parsed:
    spots = find_spots(text, context.places, trust_sound=True)
    city = find_other_city(text, context.places)
    inside_a_name = city is not None and any(spot.start <= city[1] < spot.end and not spot.heard for spot in spots)
    if city and not inside_a_name and not re.search(r"合肥|hefei", text, re.IGNORECASE):
        return Parsed(problem="other_city", parameters={"city": city[0], "text": text})
    if not spots:
        problem = "unknown_place" if _rest(text) else "not_understood"
        return Parsed(problem=problem, parameters={"text": text} if problem == "unknown_place" else {})
    best = max(spots, key=lambda spot: (not spot.heard, _RANK.get(spot.place.kind, 4)))
    others = [spot for spot in spots if spot.place.name not in (best.place.name, best.place.district)]
    rest = _rest(text[: best.start] + " " + text[best.end :])
    more = rest and rest not in (best.place.district, best.place.district.removesuffix("区"))
    return Parsed(_value(best, text if others or more else None))


def _rest(text: str) -> str:
    return _PADDING.sub("", text)


def show(value: JsonValue, language: Language) -> str:
    if not isinstance(value, dict):
        raise TypeError("a place is {name, en, lng, lat, district}")
    return str(value.get("detail") or value["name" if language == "zh" else "en"])


TYPE = SlotType("place", find, answer(_read), show, show)
