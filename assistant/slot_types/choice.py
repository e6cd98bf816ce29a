"""One of the offered choices: by its value, label or another word for it, by place (第二个, 后面那个, option 2, A),
by a number or a plate's end in its label, or by sound. Knows only the choices it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from assistant.slot_types import numerals, plate
from assistant.slot_types.answers import answer, distinct
from assistant.slot_types.characters import narrow
from assistant.slot_types.numerals_en import ONES
from assistant.slot_types.shape import Choice, Context, Found, JsonValue, Language, Parsed, SlotType
from assistant.slot_types.sounds import blurred_sounds

_PUNCTUATION = re.compile(r"[\s，,。.！!？?；;、…“”‘’\"'()（）《》\-·]+")
_PADDING = re.compile(
    r"^(?:我)?(?:就|要|选|选择|想要|是|应该是|那就)*|(?:的|吧|呢|啊|呀|了|这个|那个|这种|那种|这一个|那一个|please)*$"
)
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_NTH = re.compile(
    r"(?:第|选项?|编号|序号|\b(?:option|number|choice|no\.?)\s*)\s*(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2}|one|two|three|four|five|six)(?:个|项|种|条|号)?"
    r"|^(?P<bare>\d{1,2}|[一二两三四五六七八九十]{1,2}|one|two|three|four|five|six)(?:号|[.。、)]|个)?$|\b(?P<word>first|second|third|fourth|fifth|sixth|[1-4](?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^(?:选|选项|option\s*)?(?P<letter>[A-Ha-h])(?:选?项)?$", re.IGNORECASE)
_LAST = re.compile(
    r"最后(?:面)?(?:的|那|一)?(?:一)?个?|(?:后|下)(?:面|边|头)?(?:的)?(?:那|一)?(?:一)?个|末(?:尾)?(?:那)?个|倒数第一个?"
    r"|\b(?:the )?(?:last|latter|bottom)(?: one)?\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?:最前|前|上)(?:面|边|头)?(?:的)?(?:那|一)?(?:一)?个|头一个|\b(?:former|top)(?: one)?\b", re.IGNORECASE
)
_MIDDLE = re.compile(r"中间(?:的)?(?:那|一)?个?|\bmiddle\b", re.IGNORECASE)
_NONE = re.compile(
    r"都不(?:是|要|对|选)|没有(?:一个|合适的)|一个都不|\bnone(?: of (?:them|these|those))?\b|\bneither\b", re.IGNORECASE
)
_DENIED = re.compile(r"(?:不是|不要|不选|别|非|\bnot\s+(?:the\s+)?)$", re.IGNORECASE)


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", narrow(text)).lower()


def _terms(choice: Choice) -> list[str]:
    terms = [str(choice.value), *choice.labels.values(), *choice.also]
    return [plain for plain in map(_plain, terms) if plain]


def _read(text: str, context: Context) -> Parsed:
    if _NONE.search(text):
        return Parsed(problem="none_of_these")
    for way in (_same, _named, _by_number_in_label, _by_position, _part_of_label, _by_plate, _by_sound):
        values = distinct(choice.value for choice in way(text, context))
        if len(values) == 1:
            return Parsed(values[0])
        if values:
            return Parsed(problem="ambiguous", parameters={"values": values})
    return Parsed(problem="not_understood")


def _same(text: str, context: Context) -> Iterable[Choice]:
    plain = _plain(text)
    forms = {plain, _PADDING.sub("", plain)}
    return [choice for choice in context.choices if forms & set(_terms(choice))]


def _named(text: str, context: Context) -> Iterable[Choice]:
    """Choices named in the text; a name inside a longer one named there does not count (公租房 in 公租房以外)."""
    plain = _plain(text)
    spans = [
        (match.start(), match.end(), choice)
        for choice in context.choices
        for term in _terms(choice)
        if len(term) > 1 or not term.isascii()
        for match in re.finditer(re.escape(term), plain)
        if not _DENIED.search(plain[: match.start()]) and not _inside_a_word(plain, match)
    ]
    return [
        choice
        for start, end, choice in spans
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in spans)
    ]


def _inside_a_word(plain: str, match: re.Match[str]) -> bool:
    """Latin or numeric terms count as whole words only: "rent" is not in "parent", 2 not in 12."""
    inner = match.group()
    before, after = plain[: match.start()][-1:], plain[match.end() :][:1]
    if inner.isdigit():
        return before.isdigit() or after.isdigit()
    return (
        inner.isascii()
        and len(inner) < 4
        and ((before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()))
    )


def _by_number_in_label(text: str, context: Context) -> Iterable[Choice]:
    """三 or 3个月 for the label 3个月; longer figures for the end of a plate or a number."""
    said = numerals.find_numbers(_plain(text))
    if len(said) != 1 or said[0].value is None:
        return []
    figures = re.sub(r"\D", "", said[0].text)
    found = []
    for choice in context.choices:
        labels = [narrow(label) for label in choice.labels.values()]
        first = next(
            (number for label in labels for number in numerals.find_numbers(label)[:1] if number.start == 0), None
        )
        if (first and first.value == said[0].value) or (
            len(figures) >= 3 and any(figures in label for label in labels)
        ):
            found.append(choice)
    return found


def _by_position(text: str, context: Context) -> Iterable[Choice]:
    choices = context.choices
    index: int | None = None
    if match := _NTH.search(text.strip()) or _NTH.search(_plain(text)):
        if match["bare"] and all(isinstance(choice.value, int | float) for choice in choices):
            return []  # among numbers a bare number is a value, not a place in the list
        word = (match["n"] or match["bare"] or match["word"]).lower()
        index = (_ORDINALS.get(word) or ONES.get(word) or _value(word)) - 1
    elif match := _LETTER.match(_plain(text)):
        index = "abcdefgh".index(match["letter"].lower())
    elif _LAST.search(text):
        index = len(choices) - 1
    elif _FIRST.search(text):
        index = 0
    elif _MIDDLE.search(text) and len(choices) % 2:
        index = len(choices) // 2
    return [choices[index]] if index is not None and 0 <= index < len(choices) else []


def _value(word: str) -> int:
    found = numerals.find_numbers(word)
    return int(found[0].value) if found and found[0].value is not None else 0


def _part_of_label(text: str, context: Context) -> Iterable[Choice]:
    plain = _PADDING.sub("", _plain(text))
    if len(plain) < 2:
        return []
    return [choice for choice in context.choices if any(plain in term for term in _terms(choice))]


def _by_plate(text: str, context: Context) -> Iterable[Choice]:
    plates = {found.value for found in plate.find(text, context) if found.problem is None}
    return [choice for choice in context.choices if choice.value in plates]


def _by_sound(text: str, context: Context) -> Iterable[Choice]:
    said = blurred_sounds(_PADDING.sub("", _plain(text)))

    def heard(term: str) -> bool:
        wanted = blurred_sounds(term)
        return len(wanted) > 1 and any(
            said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1)
        )

    return _where(context.choices, heard)


def _where(choices: Iterable[Choice], holds: Callable[[str], bool]) -> list[Choice]:
    return [choice for choice in choices if any(holds(term) for term in _terms(choice) if not term.isascii())]


def find(text: str, context: Context) -> list[Found]:
    """Choices named outright; positions and sounds mean nothing in free speech."""
    lowered = narrow(text).lower()
    found = []
    for choice in context.choices:
        words = [str(choice.value), *choice.labels.values(), *choice.also]
        spans = [(lowered.find(word.lower()), len(word)) for word in words if len(word) > 1]
        at, length = min(((a, n) for a, n in spans if a >= 0), key=lambda span: (span[0], -span[1]), default=(-1, 0))
        if at >= 0 and not _DENIED.search(lowered[:at]) and choice in _named(text, context):
            found.append(Found(choice.value, at, at + length, text[at : at + length]))
    return sorted(found, key=lambda item: item.start)


def show(value: JsonValue, language: Language) -> str:
    """The bare value: its label is known only where the choices are."""
    return str(value)


TYPE = SlotType("choice", find, answer(_read), show, show)
