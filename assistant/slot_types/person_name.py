"""Names of people: Chinese with rare characters (䶮, 㛃), with a middle dot (阿卜杜拉·买买提), Latin.
Knows no person."""

from __future__ import annotations

import re

from assistant.slot_types.answers import answer
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

LONGEST = 60
_HAN = "〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_INTRODUCED = (
    r"(?:我(?:的)?(?:名字|姓名|大名)?(?:叫做?|是|为)|(?:他|她|本人|老婆|老公|配偶|爱人|孩子|孩儿|儿子|女儿)?(?:的)?(?:名字|姓名)(?:叫做?|是|为|[:：])?|叫做?|名叫"
    r"|\bmy (?:full )?name is|\bthe name is|\bname\s*[:：]|\bI am|\bI'?m|\bit'?s|\bthis is|\bcall me)\s*"
)
_LEAD = re.compile(rf"^\s*{_INTRODUCED}", re.IGNORECASE)
_CUE = re.compile(
    rf"(?:我叫|我名叫|名字叫做?|姓名(?:是|为|[:：])?|名字是|\bmy name is\s|\bname:\s*)\s*"
    rf"(?P<name>[{_HAN}]{{2,4}}(?:·[{_HAN}]+)*|[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){{0,4}})"
)
_NAME = re.compile(
    rf"[{_HAN}]{{2,6}}|[{_HAN}]{{1,15}}(?:·[{_HAN}]{{1,15}}){{1,5}}|[^\W\d_][^\W\d_'’.\- ]*(?:[ '’.\-]+[^\W\d_]+)*\.?",
    re.UNICODE,
)
_EXPLAINED = re.compile(rf"^([{_HAN}]{{2,4}})[，,、\s]+.*的.*$|^([{_HAN}]{{2,4}})[，,\s]+[{_HAN}]{{1,6}}的[{_HAN}].*$")
_DOTS = re.compile(rf"(?<=[{_HAN}])\s*[•・‧.．。·∙]\s*(?=[{_HAN}])")
_TAIL = re.compile(r"[。.!！，,\s]*(?:啊|呀|哦|吧|谢谢)?[。.!！，,\s]*$")
_NOT_NAMES = re.compile(
    r"^(?:是的?|对的?|好的?|可以|没有|有的?|不是|不对|确认|取消|谢谢|你好|您好|人工|转人工|什么|怎么|为什么|不用|不要|算了|结婚|未婚|已婚|"
    r"yes|no|ok|okay|hello|hi|cancel|help|sure|nothing|none)$"
    r"|[吗？?]|我要|我想|公积金|办理|查询|多少|什么|怎么",
    re.IGNORECASE,
)


def find(text: str, context: Context) -> list[Found]:
    """Only names that are introduced: 我叫林知远."""
    return [Found(_tidy(m["name"]), m.start("name"), m.end("name"), m["name"]) for m in _CUE.finditer(text)]


def _read(text: str, context: Context) -> Parsed:
    name = _TAIL.sub("", _LEAD.sub("", text))
    if explained := _EXPLAINED.match(name):
        name = explained[1] or explained[2]
    name = _tidy(name)
    if len(name) > LONGEST:
        return Parsed(problem="too_long", parameters={"max": LONGEST})
    if not _NAME.fullmatch(name) or _NOT_NAMES.search(name):
        return Parsed(problem="not_a_name")
    return Parsed(name)


def _tidy(name: str) -> str:
    return re.sub(r"\s+", " ", _DOTS.sub("·", name)).strip()


def show(value: JsonValue, language: Language) -> str:
    return str(value)


def mask(value: JsonValue) -> str:
    """The first character and a star for each other one, as offices print names."""
    name = str(value)
    return name[:1] + "".join("·" if c == "·" else " " if c == " " else "*" for c in name[1:])


TYPE = SlotType("person_name", find, answer(_read), show, show, mask)
