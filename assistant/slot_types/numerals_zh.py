"""Chinese numerals in the ways people write and say them: 一百二 (120), 两万五 (25 000), 3千5, 壹万贰仟, 二〇二六,
三点五万. Knows no units but the numerals' own."""

from __future__ import annotations

import re

DIGITS = {**dict(zip("零〇○一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
          **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
          "两": 2, "俩": 2, "幺": 1, "仨": 3}  # fmt: skip
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30,
         "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}  # fmt: skip
_D, _U = "".join(DIGITS), "".join(UNITS)

NUMERAL = re.compile(
    rf"(?:\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|[{_D}{_U}]"
    rf"|点(?=[{_D}]+(?![{_D}十分刻钟整]))|(?<=\d)[ ](?=[百千万亿])|(?<=[百千万亿])[ ](?=\d))+"
)
# Where one numeral ends and the next begins without a word between: 120万|30年, 九十万|二十年, 5千|3年.
CUT = re.compile(
    rf"(?<=[万萬亿億])(?=\d+(?![\d.百千万佰仟]))(?!\d(?!\d)|\d{{4}}(?!\d))"
    rf"|(?<=[万萬亿億])(?=[{_D}]?[十拾])"
    rf"|(?<=[百千万亿])(?=[{_D}\d][年个天月次人套])"
)
_LONGEST = 40  # characters of a numeral; more is noise
_PIECE = re.compile(rf"\d[\d,，]*(?:\.\d+)?|[{_D}]|[{_U}]|点")


def read(text: str) -> tuple[float, bool] | None:
    """The value of a numeral and whether it is only approximate (两三个, 三五千); None when it is not a numeral."""
    pieces = _PIECE.findall(text) if len(text) <= _LONGEST else []
    if not pieces or all(piece in UNITS and piece not in "十拾廿卅" for piece in pieces):
        return None
    if all(piece in DIGITS for piece in pieces):
        return _digit_by_digit(pieces)
    if "点" in pieces:
        return _decimal(pieces)
    return _composed(pieces)


def _digit_by_digit(pieces: list[str]) -> tuple[float, bool]:
    values = [DIGITS[piece] for piece in pieces]
    vague = (
        len(values) == 2 and (values[1] == values[0] + 1 or values == [3, 5]) and values[0] > 0 and "幺" not in pieces
    )
    return float(values[0] if vague else "".join(map(str, values))), vague


def _decimal(pieces: list[str]) -> tuple[float, bool] | None:
    cut = pieces.index("点")
    whole = read("".join(pieces[:cut]))
    digits = [DIGITS[piece] for piece in pieces[cut + 1 :] if piece in DIGITS]
    rest = pieces[cut + 1 + len(digits) :]
    if whole is None or not digits or any(piece not in UNITS for piece in rest):
        return None
    value = float(f"{int(whole[0])}." + "".join(map(str, digits)))
    for piece in rest:
        value *= UNITS[piece]
    return round(value, 6), False


def _composed(pieces: list[str]) -> tuple[float, bool] | None:
    total, section, number = 0.0, 0.0, None
    last_unit, zero, vague = 1.0, False, False
    for piece in pieces:
        if piece in "廿卅":
            section, last_unit, number = section + UNITS[piece], 10.0, None
        elif piece in UNITS:
            unit = UNITS[piece]
            if unit >= 10**4:
                total = (
                    (total + section + (number or 0)) * unit
                    if unit == 10**8
                    else total + (section + (number or 0)) * unit
                )
                section = 0.0
            else:
                section += (number if number is not None else 1) * unit
            number, last_unit, zero = None, float(unit), False
        else:
            value = float(DIGITS[piece]) if piece in DIGITS else float(re.sub("[,，]", "", piece))
            if value == 0 and piece in DIGITS:
                zero = True
                continue
            if number is not None:
                vague, number = True, number  # 三四百: the lower figure stands, marked as approximate
                continue
            number = value
    if number is not None:
        # 一百二 is 120, 两万五 is 25 000; 一百零二 is 102.
        colloquial = last_unit >= 100 and not zero and number < 10 and number == int(number)
        section += number * (last_unit / 10 if colloquial else 1)
    return round(total + section, 6), vague


def write(number: int) -> str:
    """A whole number in Chinese, as it is spoken: 240 → 二百四十, 12 → 十二."""
    if number < 0:
        return "负" + write(-number)
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return write(high) + unit + gap + (write_full(low) if low else "")
    return write_full(number) if not 10 <= number < 20 else write_full(number)[1:]


def write_full(number: int) -> str:
    """Below 10 000, with 一十 written out, as it is inside a longer numeral."""
    if number >= 10**4:
        return write(number)
    text, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + unit
            gap = False
        else:
            gap = True
    return text or "零"
