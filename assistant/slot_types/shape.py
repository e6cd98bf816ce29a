"""The values every slot type speaks in: what it is told (Context), what it finds (Found), what it makes of an answer
(Parsed), and the four functions that make up a type (SlotType). Knows no type by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from assistant.slot_types.places import Places

Language: TypeAlias = Literal["zh", "en"]
JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"

# Every problem a parse can report, with the parameters its wording may use. Each code has a sentence in the wording.
PROBLEMS: Mapping[str, tuple[str, ...]] = {
    "empty": (),
    "not_known": (),  # the person says they do not know
    "not_understood": (),  # nothing of this type in the answer
    "unclear": (),  # denied without saying what is right, or neither yes nor no
    "several": ("values",),
    "approximate": ("value",),  # value null: no figure at all (几千)
    "too_small": ("min",),
    "too_large": ("max",),
    "not_whole": ("value",),
    "negative": (),
    "unit_missing": ("number",),
    "wrong_length": ("expected", "got"),
    "wrong_check_digit": (),
    "wrong_date": (),
    "wrong_month": ("month",),
    "unknown_region": ("region",),
    "old_code": ("code",),
    "letter_o_or_i": ("suggestion",),
    "missing_province": ("suggestion",),
    "wrong_plate": (),
    "no_such_day": ("month", "day"),
    "lunar": ("text",),
    "day_missing": ("month",),
    "month_missing": ("year",),
    "am_or_pm": ("hour",),
    "ambiguous": ("values",),
    "none_of_these": (),
    "not_a_name": (),
    "unknown_place": ("text",),
    "other_city": ("city", "text"),
    "too_long": ("max",),
}
# A value that is usable, but better confirmed or commented on.
WARNINGS = ("check_digit", "approximate", "never_kept")


@dataclass(frozen=True)
class Choice:
    """One offered answer: `labels` by language ({"zh": …, "en": …}), `also` other words for it in any language."""

    value: JsonValue
    labels: Mapping[str, str]
    also: Sequence[str] = ()


@dataclass(frozen=True)
class Context:
    """What a type may know besides the text. `expecting`: the text answers a question about this very slot."""

    today: date
    language: Language = "zh"
    choices: Sequence[Choice] = ()
    places: Places = field(default_factory=Places)
    min: float | None = None
    max: float | None = None
    expecting: bool = False


@dataclass(frozen=True)
class Found:
    """One occurrence in a free utterance: text[start:end] == `text`. With a problem `value` is None or a suspicion."""

    value: JsonValue
    start: int
    end: int
    text: str
    problem: str | None = None


@dataclass(frozen=True)
class Parsed:
    """An utterance read as the answer. Either a value (perhaps with a `warning`: usable, but ask to confirm), or a
    problem code with the parameters its wording needs. Never both."""

    value: JsonValue = None
    problem: str | None = None
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)
    warning: str | None = None

    @property
    def ok(self) -> bool:
        return self.problem is None


@dataclass(frozen=True)
class SlotType:
    """`find(text, context)` all occurrences; `parse(text, context)` the answer; `show`/`say(value, language)` for the
    eye and the ear; `mask(value)` for logs and read-backs of personal data (None: the type is not personal)."""

    name: str
    find: Callable[[str, Context], list[Found]]
    parse: Callable[[str, Context], Parsed]
    show: Callable[[JsonValue, Language], str]
    say: Callable[[JsonValue, Language], str]
    mask: Callable[[JsonValue], str] | None = None
