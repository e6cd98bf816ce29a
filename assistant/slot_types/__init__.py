"""The kinds of value a slot can hold. Each type finds its values in free speech, reads an answer, shows and speaks a
value. Pure: no network, database, model or clock (today comes in the Context)."""

from collections.abc import Mapping

from assistant.slot_types import (
    bank_card,
    choice,
    credit_code,
    date,
    duration,
    id_number,
    integer,
    mobile,
    money,
    month,
    percent,
    period,
    person_name,
    place,
    plate,
    project_code,
    text,
    time,
    yes_no,
)
from assistant.slot_types.corrections import corrections
from assistant.slot_types.places import Place, Places, load_places, places_from
from assistant.slot_types.shape import (
    PROBLEMS,
    WARNINGS,
    Choice,
    Context,
    Found,
    JsonValue,
    Language,
    Parsed,
    SlotType,
)
from assistant.slot_types.yes_no import Confirmation, is_confirmation

TYPES: Mapping[str, SlotType] = {
    module.TYPE.name: module.TYPE
    for module in (
        id_number,
        mobile,
        plate,
        project_code,
        credit_code,
        bank_card,
        money,
        integer,
        percent,
        date,
        month,
        period,
        time,
        duration,
        yes_no,
        choice,
        person_name,
        place,
        text,
    )
}

__all__ = [
    "PROBLEMS",
    "TYPES",
    "WARNINGS",
    "Choice",
    "Confirmation",
    "Context",
    "Found",
    "JsonValue",
    "Language",
    "Parsed",
    "Place",
    "Places",
    "SlotType",
    "corrections",
    "is_confirmation",
    "load_places",
    "places_from",
]
