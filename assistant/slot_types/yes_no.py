"""Yes and no in answers, and the stricter question whether an utterance confirms a read-back and nothing else. Quoted,
reported, conditional and doubtful yeses are none. Knows no question and no case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from assistant import lexicon
from assistant.slot_types.characters import narrow
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType


class Confirmation(Enum):
    """YES: only a yes. NO: a denial, perhaps with what is right. YES_WITH_MORE: a yes beside new facts or a reserve,
    which must not submit. UNCLEAR: none of these, among them quoted, reported and conditional yeses."""

    YES = "yes"
    NO = "no"
    YES_WITH_MORE = "yes_with_more"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Reading:
    """A text cut into words: `kinds` in order (confirm, deny, have, have_not, filler, rest). `clause`: whether the word
    stands for itself, with nothing unknown joined to it. `doubt`: the first list that makes the whole unclear."""

    kinds: tuple[str, ...]
    clause: tuple[bool, ...]
    doubt: str | None = None


_KINDS = ("confirm", "deny", "have", "have_not", "filler")
_DOUBTS = ("reported", "condition", "question", "hedge")
_JOINABLE = "有没不要"
_QUOTED = re.compile(r"[“”‘’「」『』《》\"`]|(?<![A-Za-z])'|'(?![A-Za-z])")
_BREAK = re.compile(r"[\s，,。.！!；;、…~～:：\-]+")


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {word: kind for kind in _KINDS for word in lexicon.words("yes_no", kind)}
    return _pattern(tuple(kinds)), kinds


@cache
def _doubt(kind: str) -> re.Pattern[str]:
    return _pattern(lexicon.words("yes_no", kind))


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(
        "|".join(
            rf"(?<![a-z']){re.escape(w)}(?![a-z'])" if w[0].isascii() and w[0].isalpha() else re.escape(w)
            for w in ordered
        )
    )


def _read(text: str) -> Reading:
    plain = narrow(text).lower().replace("’", "'").strip()
    doubt = "reported" if _QUOTED.search(re.sub(r"(?<=[a-z])'(?=[a-z])", "", plain)) else None
    plain = re.sub(r"(没有|不对|不是|不行|不好)(?:[，,\s]*\1)+", r"\1", plain)  # 没有没有 holds no question (有没有)
    doubt = doubt or next((kind for kind in _DOUBTS if _doubt(kind).search(plain)), None)
    pattern, kinds_of = _words()
    kinds: list[str] = []
    clause: list[bool] = []
    for part in filter(None, _BREAK.split(plain)) if not re.search("[a-z]", plain) else _clauses(plain):
        cut = _cut(part, pattern, kinds_of)
        kinds += cut
        clause += ["rest" not in cut] * len(cut)
    return Reading(tuple(kinds), tuple(clause), doubt)


def _clauses(plain: str) -> list[str]:
    """English clauses keep their blanks."""
    return [
        part.strip()
        for part in re.split(r"[，,。.！!；;、…~～:：]+|\s-+\s|(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", plain)
        if part.strip()
    ]


def _cut(part: str, pattern: re.Pattern[str], kinds_of: dict[str, str]) -> list[str]:
    kinds, at = [], 0
    while at < len(part):
        match = pattern.match(part, at)
        # 行, 对, 中 joined to an unknown word are a part of it: 行政, 对面, 中间.
        if (
            match
            and len(match.group()) == 1
            and match.group() not in _JOINABLE
            and _runs_on(part, match.end(), pattern)
        ):
            match = None
        if match:
            kinds.append(kinds_of[match.group()])
            at = match.end()
        elif part[at] == " ":
            at += 1
        else:
            step = re.compile(r"[a-z0-9']+|.", re.DOTALL).match(part, at)
            at = step.end() if step else at + 1
            if not kinds or kinds[-1] != "rest":
                kinds.append("rest")
    return kinds


def _runs_on(part: str, at: int, pattern: re.Pattern[str]) -> bool:
    return at < len(part) and part[at] != " " and not pattern.match(part, at)


def is_confirmation(text: str) -> Confirmation:
    """Whether the text, and nothing but the text, confirms what was read back."""
    reading = _read(text)
    said = [kind for kind in reading.kinds if kind != "filler"]
    leads = said[0] if said else None
    if leads == "confirm" and reading.doubt == "condition" and reading.clause[0]:
        return Confirmation.YES_WITH_MORE
    if reading.doubt is not None or not said:
        return Confirmation.UNCLEAR
    kinds = set(said)
    if kinds == {"confirm"}:
        return Confirmation.YES
    if kinds == {"deny"} or leads == "deny":
        return Confirmation.UNCLEAR if _contradicts(reading) else Confirmation.NO
    own = {kind for kind, alone in zip(reading.kinds, reading.clause, strict=True) if alone}
    if leads == "confirm" and reading.kinds[:1] != ("rest",) and (own & {"confirm"} or reading.kinds[0] == "confirm"):
        return Confirmation.UNCLEAR if "deny" in own else Confirmation.YES_WITH_MORE
    return Confirmation.YES_WITH_MORE if "confirm" in own and "deny" not in own else Confirmation.UNCLEAR


def _contradicts(reading: Reading) -> bool:
    """不对，是的: both a denial and a yes, each standing for itself."""
    own = {kind for kind, alone in zip(reading.kinds, reading.clause, strict=True) if alone}
    return {"confirm", "deny"} <= own


def parse(text: str, context: Context) -> Parsed:
    if not text.strip("。.，,…!！?？ "):
        return Parsed(problem="empty")
    reading = _read(text)
    if reading.doubt is not None:
        return Parsed(problem="unclear")
    said = [kind for kind in reading.kinds if kind != "filler"]
    own = {kind for kind, alone in zip(reading.kinds, reading.clause, strict=True) if alone and kind != "filler"}
    if not said and _BREAK.sub("", narrow(text).lower()) in {
        _BREAK.sub("", hum) for hum in lexicon.words("yes_no", "hum")
    }:
        return Parsed(True)
    positive, negative = {"confirm", "have"}, {"deny", "have_not"}
    if not said or (own & positive and own & negative):
        return Parsed(problem="unclear")
    if said[0] in positive:
        return Parsed(True)
    if said[0] in negative:
        return Parsed(False)
    if len(own) == 1:
        return Parsed(bool(own & positive))
    return Parsed(problem="unclear")


def find(text: str, context: Context) -> list[Found]:
    """The whole text, when it is an answer of yes or no."""
    parsed = parse(text, context)
    return [Found(parsed.value, 0, len(text), text)] if parsed.ok else []


def show(value: JsonValue, language: Language) -> str:
    return ("是" if value else "否") if language == "zh" else ("yes" if value else "no")


TYPE = SlotType("yes_no", find, parse, show, show)
