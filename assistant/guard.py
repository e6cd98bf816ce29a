"""Screening of what came in: control characters out, secrets masked at once, a copy without personal data for logs.

Knows one utterance only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 2000

_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)")
_SECRET = re.compile(
    r"((?:密码|口令|验证码|校验码|password|passcode|pin(?: code)?|verification code|sms code)"
    r"(?:\s|是|为|:|：|is|=){0,6})([A-Za-z0-9@#$%^&*!._-]{4,20})",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_PLATE = re.compile(r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z])[·. ]?[A-Za-z0-9]{5,6}")


@dataclass(frozen=True)
class Screened:
    """`text` is what the assistant works with; `secret` is set when a card number or password was taken out of it."""

    text: str
    secret: bool = False
    cut: bool = False


def _luhn(digits: str) -> bool:
    total = 0
    for index, char in enumerate(reversed(digits)):
        number = int(char) * (2 if index % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _card(match: re.Match[str]) -> str:
    """Bank cards only: an identity number of 18 digits has its own check and is needed."""
    digits = re.sub(r"\D", "", match.group(0))
    if len(digits) == 18 or not 16 <= len(digits) <= 19 or not (_luhn(digits) or digits.startswith("62")):
        return match.group(0)
    return f"{'*' * (len(digits) - 4)}{digits[-4:]}"


def screen(utterance: str) -> Screened:
    """Cleaned text. Nothing but control characters, card numbers and passwords is taken away; over-long text is cut."""
    text = "".join(char if char in "\n\t" or unicodedata.category(char)[0] != "C" else "" for char in utterance)
    text = unicodedata.normalize("NFC", text).replace("\n", " ").replace("\t", " ").strip()
    without = _SECRET.sub(lambda match: f"{match.group(1)}****", _CARD.sub(_card, text))
    return Screened(without[:LONGEST], without != text, len(without) > LONGEST)


def for_log(text: str) -> str:
    """The same words with personal numbers masked."""
    text = _CARD.sub(_card, text)
    text = _IDENTITY.sub(r"\1********\2", text)
    text = _MOBILE.sub(r"\1****\2", text)
    return _PLATE.sub(r"\1*****", text)
