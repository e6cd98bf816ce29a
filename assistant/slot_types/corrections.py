"""Half-spoken corrections: 三八七…不对，三八六 · 不是两个是三个 · two, sorry, three. Finds what was meant in the end;
knows no type."""

from __future__ import annotations

import re

_NOTHING = " ，,。.…!！"
_ZH = (
    r"(?<![对说])(?:啊|哦|噢|呃)?(?:不对[，,\s]*)+(?!劲|称|外|内|等|公)|[啊哦噢呃]不(?=[，,。\s是])"
    r"|(?<=[，,。…\s])不(?=[，,。…\s])|不不不*(?=[，,\s是])|(?:我)?[说讲打写输填搞弄]错了?|错了(?=[，,。\s])|口误"
    r"|更正(?:一下)?|纠正(?:一下)?|不是不是|不是这个|等一下|等等|(?:应该|改|换|更正|纠正|修改)(?:是|成|为)"
    r"|我(?:的)?意思是|我是说|我说的是"
)
_EN = (
    r"(?:^|(?<=[,.;…!-])|(?<=[,.;…!-]\s))\s*no\b(?=[,.;…\s]+(?!one\b|problem))"
    r"|\b(?:oops|sorry|wait|scratch that|correction|I mean|I meant|actually|rather"
    r"|make (?:it|that)|change (?:it|that) to|(?:it )?should (?:be|have been))\b"
)
_MARK = re.compile(rf"(?:{_ZH}|{_EN})", re.IGNORECASE)
_NOT_BUT = re.compile(
    r"(?:(?<![是对])不是(?!吗|说)(?P<wrong>[^，,。]{1,30}?)[，,。\s]*(?:而是|应该是|是)(?!不是)(?P<right>.+)"
    r"|不要(?P<wrong2>[^，,。]{1,30}?)[，,。\s]*要(?P<right2>.+)"
    r"|\b(?:it'?s |it is )?not\s+(?P<wrong3>.{1,30}?)(?:\s+but|[,;.])\s+(?P<right3>.+))$",
    re.IGNORECASE | re.DOTALL,
)
_BUT_NOT = re.compile(r"(?<=\S)[，,;；]\s*(?:而?不是|可不是|not)\s*(?P<wrong>[^，,。.]+)[。.!！]*$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:[\s，,。.…;；:：!！、?？-]|(?:应该|就)?是的?(?!否|不是)|改[成为]|换成|[啊呃嗯哦]"
    r"|it'?s\b|it is\b|that'?s\b|to\b|I meant?\b|the right one is\b)+",
    re.IGNORECASE,
)
_DENIED = re.compile(r"^\s*(?:不是|不要|并?非|not\b|isn'?t\b|it'?s not\b|it is not\b)\s*\S", re.IGNORECASE)


def split(text: str) -> tuple[str, str] | None:
    """What was said before the last correction, and the corrected part; None when nothing is corrected."""
    parts: tuple[str, str] | None = None
    for mark in _MARK.finditer(text):
        right = _LEAD.sub("", text[mark.end() :])
        if right.strip(_NOTHING):
            parts = text[: mark.start()], right
    source = parts[1] if parts else text
    if after := _BUT_NOT.search(source):
        return after["wrong"], source[: after.start()]
    if match := _NOT_BUT.search(source):
        right = match["right"] or match["right2"] or match["right3"]
        wrong = match["wrong"] or match["wrong2"] or match["wrong3"]
        if right.strip(_NOTHING):
            return wrong, _LEAD.sub("", right)
    return parts


def corrections(text: str) -> str:
    """The part that was finally meant; the text itself when nothing in it is corrected."""
    parts = split(text)
    return parts[1] if parts else text


def only_denied(text: str) -> bool:
    """Whether the text only says what is not so: 不是三个月."""
    return split(text) is None and bool(_DENIED.match(text))
