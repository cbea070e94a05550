"""Chinese numerals: 四万, 一百二十, 两三百, 十几, 半."""

from __future__ import annotations

from kb.number_words import CHINESE_DIGITS, CHINESE_SCALES

_NO_NUMBER = frozenset({"万", "亿", "千", "百", "几", "萬", "億", "零", "〇"})


def is_chinese(char: str) -> bool:
    """Tell whether a character is a Chinese, Japanese or Korean one, next to which words need no blank."""
    return "\u4e00" <= char <= "\u9fff" or "\u3040" <= char <= "\u30ff" or "\uac00" <= char <= "\ud7af"


def multiplies(number: str) -> bool:
    """Say whether a number right behind another word begins with a scale, 百 or 万; 十七 begins with ten."""
    return number[0] in CHINESE_SCALES and not (number[0] == "十" and len(number) > 1)


def chinese_values(name: str) -> tuple[float, float] | None:
    """Return the value of Chinese numerals as a range, or None for a lone scale: 两三 is 2 to 3, 几百 is 200 to 900."""
    if name in _NO_NUMBER:
        return None
    if "几" in name:
        scale = 1.0
        for char in name.replace("几", ""):
            scale *= CHINESE_SCALES.get(char, 1.0)
        return (1.1 * scale, 1.9 * scale) if name[0] == "十" else (2.0 * scale, 9.0 * scale)
    first, second = (CHINESE_DIGITS.get(char, -9) for char in (name + "  ")[:2])
    if 1 <= first == second - 1:
        return _value(name[0] + name[2:]), _value(name[1:])
    return _value(name), _value(name)


def _value(name: str) -> float:
    total = section = digit = 0.0
    largest = 0.0
    for char in name:
        if char in CHINESE_DIGITS:
            digit = 10 * digit + CHINESE_DIGITS[char]
        elif char == "半":
            digit += 0.5
        elif CHINESE_SCALES[char] < 10_000:
            section, digit = section + (digit or 1.0) * CHINESE_SCALES[char], 0.0
        else:
            scale = CHINESE_SCALES[char]
            if 0 < scale < largest:  # 两亿五千万: the ten thousands come on top of the hundred millions
                total, section, digit = total + (section + digit or 1.0) * scale, 0.0, 0.0
            else:
                total, section, digit = (total + section + digit or 1.0) * scale, 0.0, 0.0
            largest = max(largest, scale)
    return total + section + digit
