"""English numbers, times, dates, money and units in words."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS: dict[str, tuple[str, str]] = {
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "%": ("percent", "percent"),
    "km/h": ("kilometer per hour", "kilometers per hour"),
    "mph": ("mile per hour", "miles per hour"),
    "m/s": ("meter per second", "meters per second"),
    "m²": ("square meter", "square meters"),
    "km²": ("square kilometer", "square kilometers"),
    "m³": ("cubic meter", "cubic meters"),
    "km": ("kilometer", "kilometers"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "m": ("meter", "meters"),
    "mi": ("mile", "miles"),
    "ft": ("foot", "feet"),
    "yd": ("yard", "yards"),
    "kg": ("kilogram", "kilograms"),
    "mg": ("milligram", "milligrams"),
    "g": ("gram", "grams"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"),
    "l": ("liter", "liters"),
    "L": ("liter", "liters"),
    "kWh": ("kilowatt hour", "kilowatt hours"),
    "kW": ("kilowatt", "kilowatts"),
    "W": ("watt", "watts"),
    "V": ("volt", "volts"),
    "kHz": ("kilohertz", "kilohertz"),
    "Hz": ("hertz", "hertz"),
    "GB": ("gigabyte", "gigabytes"),
    "MB": ("megabyte", "megabytes"),
    "ms": ("millisecond", "milliseconds"),
    "s": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
}
_CURRENCIES = {
    "€": ("euro", "euros", "cent", "cents"),
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "¥": ("yen", "yen", "", ""),
    "₹": ("rupee", "rupees", "paisa", "paise"),
}
_FRACTIONS = {
    "1/2": "one half",
    "1/3": "one third",
    "2/3": "two thirds",
    "1/4": "one quarter",
    "3/4": "three quarters",
    "24/7": "twenty-four seven",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT = {"e.g.": "for example", "i.e.": "that is", "etc.": "et cetera", "vs.": "versus", "approx.": "about"}
SIGNS = {
    "&": "and",
    "@": "at",
    "+": "plus",
    "=": "equals",
    "×": "times",
    "÷": "divided by",
    "−": "minus",
    "<": "less than",
    ">": "greater than",
    "≈": "about",
    "≤": "at most",
    "≥": "at least",
    "±": "plus or minus",
    "π": "pi",
    "√": "root of",
    "€": "euros",
    "$": "dollars",
    "£": "pounds",
    "¥": "yen",
    "₹": "rupees",
    "%": "percent",
    "°": "degrees",
    "§": "section",
}

_DOMAINS = frozenset(
    {"com", "org", "net", "io", "dev", "edu", "gov", "info", "local", "ai", "de", "fr", "eu"}
)

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGN = r"(?:(?<![\w.,)])[-−](?=\d))?"
_MONTH = "|".join(_MONTHS)
_LONGEST_FIRST = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_MONEY = re.compile(
    rf"([€$£¥₹])\s?({_NUMBER})(?:\s(thousand|million|billion)\b)?(?!\d)|({_NUMBER})\s?([€£¥₹])"
)
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_LONG_TIME = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d):([0-5]\d)(?![\d:])")
_HALF_DAY = re.compile(r"(?<![A-Za-z.])([AaPp])(?:\.\s?[Mm]\.|[Mm]\b\.?)")
_TIME = re.compile(r"(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])(?:\s?([AP])\.M\.)?")
_HOUR = re.compile(r"(?<![\d:.])(1[0-2]|[1-9])\s?([AP])\.M\.")
_VERSION = re.compile(r"\d+(?:\.\d+){2,}")
_YEAR = re.compile(
    rf"((?:\b(?:{_MONTH})(?:\s\d{{1,2}}(?:st|nd|rd|th)?)?,?|\b(?:in|since|until|year|from))\s)((?:1[1-9]|20)\d\d)\b(?![.,]?\d)"
)
_MONTH_DAY = re.compile(rf"\b({_MONTH})\s(\d{{1,2}})\b(?![:.,]?\d)")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})\s({_MONTH})\b")
_ORDINAL = re.compile(r"\b(\d{1,6})(?:st|nd|rd|th)\b")
_CODE = re.compile(r"(?<![\w.])\d{3,}(?:-\d{2,})+\b")
_RANGE = re.compile(
    rf"(?<![\w.,-])(\d{{1,4}}(?:\.\d+)?)[-–](\d{{1,4}}(?:\.\d+)?)(?=\s?(?:{_LONGEST_FIRST})?(?![\w-]))"
)
_FRACTION = re.compile(r"(?<![\d/.])(\d{1,4})/(\d{1,4})(?![\d/])")
_MEASURE = re.compile(rf"({_SIGN})({_NUMBER})\s?({_LONGEST_FIRST})(?![\w²³])")
_MINUS = re.compile(r"(?<=\d)\s+[-−]\s+(?=\d)|(?<=\d)−(?=\d)")
_PLAIN = re.compile(rf"({_SIGN})({_NUMBER})")
_ADDRESS = re.compile(
    r"(?<![\w-])(?:https?://)?(?:www\.)?((?:[\w-]{1,63}\.){1,8}[a-z]{2,20})(?:/\S{0,500})?(?=[\s.,;:!?)]|$)"
)


def in_words(text: str) -> str:
    """`text` with every number and sign in words."""
    for short, long in _SHORT.items():
        text = re.sub(rf"\b{re.escape(short)}", long, text)
    text = _ADDRESS.sub(_say_address, text)
    text = _ISO_DATE.sub(_say_date, text)
    text = _HALF_DAY.sub(_say_half_day, text)
    text = _VERSION.sub(lambda m: " point ".join(m[0].split(".")), text)
    text = _LONG_TIME.sub(_say_duration, text)
    text = _TIME.sub(lambda m: _say_time(int(m[1]), int(m[2]), m[3]), text)
    text = _HOUR.sub(lambda m: _say_time(int(m[1]), 0, m[2]), text)
    text = _MONEY.sub(_say_money, text)
    text = _YEAR.sub(lambda m: m[1] + _words(m[2], "year"), text)
    text = _MONTH_DAY.sub(lambda m: f"{m[1]} {_words(m[2], 'ordinal')}", text)
    text = _DAY_MONTH.sub(lambda m: f"{_words(m[1], 'ordinal')} of {m[2]}", text)
    text = _ORDINAL.sub(lambda m: _words(m[1], "ordinal"), text)
    text = _CODE.sub(lambda m: ", ".join(_digits(group) for group in m[0].split("-")), text)
    text = _FRACTION.sub(lambda m: _FRACTIONS.get(m[0]) or f"{_words(m[1])} over {_words(m[2])}", text)
    text = _RANGE.sub(r"\1 to \2", text)
    text = _MEASURE.sub(_say_measure, text)
    text = _MINUS.sub(" minus ", text)
    text = re.sub(r"#(?=\d)", "number ", text)
    text = _PLAIN.sub(lambda m: _spaced(m, ("minus " if m[1] else "") + _cardinal(m[2])), text)
    for sign, word in SIGNS.items():
        text = text.replace(sign, f" {word} ")
    text = re.sub(r"(?<=\w)/(?=\w)", " ", text)
    return text.replace("/", " slash ").replace("#", " ").replace("²", " squared").replace("³", " cubed")


def _words(number: str, to: str = "cardinal") -> str:
    from num2words import num2words

    said = str(num2words(int(number), to=to))
    # American style without "and": a recognizer writes "one hundred and two" as 100 and 2
    return said.replace(" and ", " ").replace(",", "")


def _digits(digits: str) -> str:
    return " ".join(_words(digit) for digit in digits)


def _cardinal(number: str) -> str:
    """1,234.50 → one thousand two hundred thirty-four point five zero; codes digit by digit."""
    whole, point, decimals = number.replace(",", "").partition(".")
    is_code = (len(whole) > 1 and whole[0] == "0") or len(whole) > 15
    said = _digits(whole) if is_code else _words(whole)
    return f"{said} point {_digits(decimals)}" if point else said


def _spaced(match: re.Match[str], said: str) -> str:
    """The words with a space beside letters that the number touches, as in MP3."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return f"{' ' if before.isalpha() else ''}{said}{' ' if after.isalpha() else ''}"


def _say_time(hour: int, minute: int, half: str | None) -> str:
    said = [_words(str(hour))]
    if minute:
        said.append(f"oh {_words(str(minute))}" if minute < 10 else _words(str(minute)))
    elif not half:
        said.append("o'clock")
    return " ".join(said) + (f" {half}.M." if half else "")


def _say_half_day(match: re.Match[str]) -> str:
    """am, a.m. and A. M. → A.M., which recognizers understand more often than AM."""
    # the word "am" has no number before it
    is_word = "." not in match[0][:-1] and not match.string[: match.start()].rstrip()[-1:].isdigit()
    return match[0] if is_word else f"{match[1].upper()}.M."


def _say_duration(match: re.Match[str]) -> str:
    named = zip(match.groups(), ("hour", "minute", "second"), strict=True)
    parts = [f"{_words(count)} {unit}{'' if int(count) == 1 else 's'}" for count, unit in named if int(count)]
    return " ".join(parts) or "zero seconds"


def _say_date(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return match[0]
    return f"{_MONTHS[int(month) - 1]} {_words(day, 'ordinal')}, {_words(year, 'year')}"


def _say_money(match: re.Match[str]) -> str:
    sign, number, scale = match[1] or match[5], match[2] or match[4], match[3]
    one, many, small_one, small_many = _CURRENCIES[sign]
    value = Decimal(number.replace(",", ""))
    if scale:
        return f"{_cardinal(number)} {scale} {many}"
    whole, _, decimals = number.replace(",", "").partition(".")
    if not (small_one and len(decimals) == 2):
        return f"{_cardinal(number)} {one if value == 1 else many}"
    parts = [f"{_cardinal(whole)} {one if whole == '1' else many}"] if int(whole) or not int(decimals) else []
    if int(decimals):
        parts.append(f"{_words(decimals)} {small_one if int(decimals) == 1 else small_many}")
    return " and ".join(parts)


def _say_measure(match: re.Match[str]) -> str:
    one, many = _UNITS[match[3]]
    return _spaced(
        match, f"{'minus ' if match[1] else ''}{_cardinal(match[2])} {one if match[2] == '1' else many}"
    )


def _say_address(match: re.Match[str]) -> str:
    host = match[1]
    # without a scheme, a.b is an address only if it ends in a known domain
    if "://" not in match[0] and not match[0].startswith("www.") and host.rpartition(".")[2] not in _DOMAINS:
        return match[0]
    return host.replace(".", " dot ")
