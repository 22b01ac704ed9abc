"""Whether words inside a sentence that can stand for a value are meant as one.

"two" can be a time of day and "the second" a date, "one" stands for a thing as often as for a number: the
words around them decide.
"""

from __future__ import annotations

import re

_NUMBER_WORD = (
    r"(?:\d+|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|oh|o)"
)
_BARE_NUMBER = re.compile(
    rf"(?:(?:at|around|about|by|exactly) )*{_NUMBER_WORD}(?:(?: and)?[ -]{_NUMBER_WORD})*"
)
_TIME_BEFORE = re.compile(
    r"\b(?:at|around|by|for|to|till|til|until|from|before|after|since|between|and|or|than|is|it's|when|up|alarm"
    r"|alarms|time|o)\s*$"
)
_NOT_BY_OR_AT = re.compile(r"\b(?:up|down|it|out|louder|quieter|brighter|darker|warmer|cooler) by\s*$")
_NO_NOUN_NEXT = re.compile(
    r"\s*(?:$|[,;:.)]|(?:and|or|to|till|until|for|on|in|at|with|from|please|today|tonight|tomorrow|this|every|each|the"
    r"|my|instead|not|but|because|so|if|when|then|called|named|sharp|exactly|is|are|was|off|by|of|now|(?:mon|tues"
    r"|wednes|thurs|fri|satur|sun)days?)\b)"
)
_DATE_BEFORE = re.compile(
    r"\b(?:on|until|till|til|by|from|for|before|after|since|to|the date|between)(?: the)?\s*$"
)
_BARE_ORDINAL = re.compile(r"(?:on )?(?:the )?(?:[a-z]+ ?[a-z]*(?:st|nd|rd|th)|\d+(?:st|nd|rd|th))")
_ORDINAL_ONE = re.compile(rf"{_BARE_ORDINAL.pattern} ones?")
_SHORT_DAY = re.compile(r"mon|tues?|wed|thu|thurs|fri|sat|sun")
_DAY_BEFORE = re.compile(r"\b(?:on|next|this|last|every|for|until|till|by|and|to|from)\s*$")
_REPEAT = re.compile(
    r"\b(?:every|each|everyday|daily|all days|a week|hourly|weekly|fortnightly|biweekly|monthly|quarterly"
    r"|yearly|annually|(?:once|twice|times) (?:a|per|an)|weekdays|workdays|working days|weekends"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days|mornings|afternoons|evenings|nights)\b"
)
_WEEKDAYS_ALONE = re.compile(r"(?:on |at )?(?:the )?(?:weekday|weekend|workday)")
_MONTH_THAT_IS_A_WORD = re.compile(r"may|march|mar|jun|jan|dec|sept?")
_MONEY_MARK = re.compile(
    r"[$€£¥]|\b(?:usd|eur|gbp|jpy|chf|cad|aud|nzd|sek|nok|dkk|inr|cny|dollars?|bucks?|euros?|pounds?|sterling|quid|yen"
    r"|francs?|rupees?|yuan|cents?|pence|pennies|penny|p|c|fiver|tenner|grand)\b"
)
_NO_UNIT = re.compile(
    r"\b(?:in|at|a|as|am|pm|me|us|so|is|an|by|bit|bag|turn|point|hand|count|bar|link|chain|rod|line|particle|step|pole"
    r"|head|stick|drop|grades?|hands|bags|turns|points|bars|links|chains|rods|lines|counts)$"
)
_MEASURE_OF_ONE = re.compile(
    r"(?:cup|pint|liter|litre|gallon|pound|ounce|gram|kilo|kilogram|mile|kilometer|kilometre|meter|metre|foot|inch"
    r"|yard|teaspoon|tablespoon|quart|ton|tonne|stone|acre|degree|byte|megabyte|gigabyte)s?\b"
)
_ONE = re.compile(r"one")
_ONE_IS_A_THING = re.compile(
    r"\s*(?:$|[,;:.)]|(?:in|on|off|that|which|is|at|by|for|from|with|called|named|and|or|to|of|please|i|we"
    r"|you|instead|too|as|was|it|my|the|more|again|will|would|should|have|has|needs?|does)\b)"
)
_NUMBER_BEFORE_ONE = re.compile(
    r"\b(?:by|plus|minus|times|over|number|to|is|equals|into|channel|level|stage|speed|and|divided by)\s*$"
)
_GREETING = re.compile(r"\b(?:good)\s*$")


def is_likely(kind: str, text: str, begin: int, end: int) -> bool:
    """Whether a stretch of folded text is meant as a value of the kind.

    Arguments:
        begin: where it begins, without a preposition before it.
    """
    words, before, after = text[begin:end], text[:begin], text[end:]
    match kind:
        case "clock" | "moment" | "span":
            # "the second one" is no second at one o'clock
            if _MONTH_THAT_IS_A_WORD.fullmatch(words) or _ORDINAL_ONE.fullmatch(words):
                return False
            return _BARE_NUMBER.fullmatch(words) is None or _is_time(before, after)
        case "date":
            if _BARE_ORDINAL.fullmatch(words) and not re.search(r"\bof\b", words):
                return _DATE_BEFORE.search(before) is not None and _NO_NOUN_NEXT.match(after) is not None
            return _SHORT_DAY.fullmatch(words) is None or _DAY_BEFORE.search(before) is not None
        case "repeat":
            return _REPEAT.search(words) is not None and _WEEKDAYS_ALONE.fullmatch(words) is None
        case "money":
            return _MONEY_MARK.search(words) is not None
        case "unit":
            if _NO_UNIT.search(words):
                return False
            return (
                re.match(r"an? ", words) is None or _MEASURE_OF_ONE.match(words.split(" ", 1)[1]) is not None
            )
        case "number":
            if _ONE.fullmatch(words):
                return _ONE_IS_A_THING.match(after) is None or (
                    _NUMBER_BEFORE_ONE.search(before) is not None and _NO_NOUN_NEXT.match(after) is not None
                )
        case "part":
            return _GREETING.search(before) is None
    return True


def _is_time(before: str, after: str) -> bool:
    """Whether a bare number between these words is a time of day."""
    if not before.strip():
        return _NO_NOUN_NEXT.match(after) is not None
    if _NOT_BY_OR_AT.search(before):
        return False
    return _TIME_BEFORE.search(before) is not None and _NO_NOUN_NEXT.match(after) is not None
