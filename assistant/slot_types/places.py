"""The places of a city by name: reads places.yaml and finds names in text, exactly or by sound. Knows no slot and no
car park."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from assistant.slot_types.sounds import blurred_sounds


@dataclass(frozen=True)
class Place:
    """`name` Chinese, `en` English, `kind` such as district, road, crossing, station; WGS84 degrees, approximate."""

    name: str
    en: str
    kind: str
    district: str
    lng: float
    lat: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Places:
    """`by_name`: every name a place goes by, English in lower case. `by_sound`: the blurred syllables of Chinese names.
    `other_cities`: names of other cities in both languages, mapped to the Chinese one."""

    by_name: Mapping[str, Place] = field(default_factory=dict)
    by_sound: Mapping[tuple[str, ...], Place] = field(default_factory=dict)
    other_cities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Spot:
    """A place named at text[start:end]; `heard`: by sound only."""

    place: Place
    start: int
    end: int
    heard: bool = False


# A short name also stands inside other words: 高新技术企业, 北门卫.
_NOT_AFTER = re.compile(r"技术企业|企业|卫|花[开园]")
# What makes a two-character name by sound believable: 卢阳区, 数山那边.
_CUE = re.compile(r"区|县|市|镇|路|大道|附近|旁边|那[边块里]|这[边块里]|周边|停车|公园|万达|政务")
_STREET = re.compile(r"[东南西北中]?(?:路(?!边|内|牙)|街(?!边)|大道|巷|里|饭店|小区|大厦|新村|烧饼|菜|人)")


def load_places(path: Path) -> Places:
    """The places of a city folder. Raises FileNotFoundError, ValueError naming the entry."""
    return places_from(yaml.safe_load(path.read_text(encoding="utf-8")))


def places_from(source: object) -> Places:
    """Places from the content of places.yaml: {places: [...], other_cities: {name: [other names]}}."""
    if not isinstance(source, dict) or not isinstance(source.get("places"), list):
        raise ValueError("places.yaml must hold `places`, a list, and `other_cities`, a mapping")
    by_name: dict[str, Place] = {}
    by_sound: dict[tuple[str, ...], Place] = {}
    for entry in source["places"]:
        place = _place(entry)
        for name in names_of(place):
            if by_name.setdefault(name.lower(), place).name != place.name:
                raise ValueError(f"places.yaml: '{name}' names both {by_name[name.lower()].name} and {place.name}")
            if not name.isascii():
                by_sound.setdefault(blurred_sounds(name), place)
    others = {
        other.lower(): city
        for city, also in (source.get("other_cities") or {}).items()
        for other in (city, f"{city.removesuffix('市')}市", *also)
    }
    return Places(by_name, by_sound, others)


def _place(entry: object) -> Place:
    if not isinstance(entry, dict) or not {"name", "en", "kind", "district", "lng", "lat"} <= entry.keys():
        raise ValueError(f"places.yaml: {entry!r} needs name, en, kind, district, lng, lat and may have also")
    also = tuple(str(name) for name in entry.get("also", ()))
    return Place(
        str(entry["name"]),
        str(entry["en"]),
        str(entry["kind"]),
        str(entry["district"]),
        float(entry["lng"]),
        float(entry["lat"]),
        also,
    )


def names_of(place: Place) -> Iterable[str]:
    return (place.name, place.en, *place.also)


def find_spots(text: str, places: Places, trust_sound: bool) -> list[Spot]:
    """Places named in narrow text, longest first at each point. Short names by sound only beside a word that speaks of
    places, or with `trust_sound` (the text answers a question for a place)."""
    lowered = text.lower()
    spots: list[Spot] = []
    at = 0
    longest = max((len(name) for name in places.by_name), default=0)
    while at < len(text):
        spot = _exact(lowered, at, longest, places) or _heard(text, at, places, trust_sound)
        if spot:
            spots.append(spot)
        at = spot.end if spot else at + 1
    return spots


def _exact(lowered: str, at: int, longest: int, places: Places) -> Spot | None:
    for length in range(min(longest, len(lowered) - at), 1, -1):
        place = places.by_name.get(lowered[at : at + length])
        if place is None:
            continue
        end = at + length
        latin = lowered[at].isascii()
        if latin and (lowered[at - 1 : at].isalpha() or lowered[end : end + 1].isalpha()):
            continue
        if length == 2 and not latin and _NOT_AFTER.match(lowered, end):
            continue
        return Spot(place, at, end)
    return None


def _heard(text: str, at: int, places: Places, trust_sound: bool) -> Spot | None:
    for length in (8, 7, 6, 5, 4, 3, 2):
        part = text[at : at + length]
        if len(part) < length or not all("一" <= c <= "龥" for c in part):
            continue
        place = places.by_sound.get(blurred_sounds(part))
        if place and length == 2 and _NOT_AFTER.match(text, at + length):
            return None
        if place and (length > 2 or trust_sound or _CUE.match(text, at + length)):
            return Spot(place, at, at + length, heard=True)
    return None


def find_other_city(text: str, places: Places) -> tuple[str, int, int] | None:
    """Another city (name, start, end) spoken of as a place: not inside a street's name (芜湖路)."""
    lowered = text.lower()
    for name, city in sorted(places.other_cities.items(), key=lambda pair: -len(pair[0])):
        for match in re.finditer(rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name), lowered):
            if not _STREET.match(lowered, match.end()):
                return city, match.start(), match.end()
    return None
