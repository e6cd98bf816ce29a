"""How characters sound, without tones: exactly, and with the differences that southern speech and speech recognition
do not hear (n/l, zh/z, ch/c, sh/s, ing/in, eng/en, f/h). Knows no words."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("f", "h"))
_FINALS = (("ing", "in"), ("eng", "en"))


@lru_cache(maxsize=8192)
def sound(character: str) -> str:
    """The syllable of one character without its tone; anything else in lower case."""
    return lazy_pinyin(character, style=Style.NORMAL, errors="default")[0].lower()


@lru_cache(maxsize=8192)
def blurred(character: str) -> str:
    """The syllable with the sounds made one that are often confused."""
    syllable = sound(character)
    for clear, dull in _INITIALS:
        if syllable.startswith(clear):
            syllable = dull + syllable.removeprefix(clear)
            break
    for clear, dull in _FINALS:
        if syllable.endswith(clear):
            return syllable.removesuffix(clear) + dull
    return syllable


def sounds(text: str) -> tuple[str, ...]:
    return tuple(map(sound, text))


def blurred_sounds(text: str) -> tuple[str, ...]:
    return tuple(map(blurred, text))
