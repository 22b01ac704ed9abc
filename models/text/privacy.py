"""Whether a question is about who hears, gets or keeps what the speaker says and has kept."""

from __future__ import annotations

import re

from models.text.about_itself import LEADING, is_question
from models.text.normalise import fold

_OF_ASSISTANT = re.compile(rf"{LEADING}(?:can|could|would|will) you (?!be\b|get\b)")
"""A request put as a question: "can you upload my photo"."""
_KEPT = r"(?:lists?|notes?|reminders?|alarms?|timers?|calendar|settings|details|name|address|stuff|things)"
_SAID = (
    r"(?:data|information|info|recordings?|voice|speech|audio|conversations?|chats?|questions?"
    r"|requests?|commands?"
    r"|words|messages?|history|secrets?|(?:what|everything|anything|things|stuff) (?:i|we) (?:say"
    r"|said|tell|told|ask)\w*)"
)
_YOU = re.compile(r"\byour?\b")
_MINE = re.compile(rf"\b(?:my|our|me|us|this|these|that|it|what i|{_SAID})\b|\b(?:the|any|all) {_KEPT}\b")
_PRIVATE = re.compile(
    r"\b(?:privacy|private|confidential|personal data|safe with you)\b|\bis (?:what"
    r"|everything) i\b.* safe\b"
)
_HANDLING = re.compile(
    r"\b(?:upload|transmi|eavesdrop|overhear|spy|spie|snoop|leak|hack|wiretap|sync|backed up|phone home)"
    r"|\b(?:pass|hand|giv)\w* (?:\w+ ){1,4}(?:on|over|away)\b|\bused? (?:\w+ )?(?:to|for) train"
)
_AWAY = re.compile(
    r"\b(?:internet|cloud|online|offline|servers?|network|wi-?fi|the web|anywhere|elsewhere|outside)\b"
    r"|\bleaves? (?:this|the|my|our)\b"
)
_LEANING = re.compile(
    r"\byou (?:\w+ ){0,2}(?:need|use|using|work|working|require|run|running|depend|rely|connected"
    r"|send|sending|sent|share"
    r"|store|keep|save|upload|go|on)\b|\b(?:sent|send|goes?|going|leaves?|stored?|kept|saved|shared"
    r"|uploaded)\b"
)
_NAMES = r"(?:google|amazon|apple|microsoft|openai|facebook|meta|alexa|siri)"
_OTHERS = (
    r"(?:who|anyone|anybody|someone|somebody|nobody|no one|others|people|strangers|hackers?"
    r"|advertisers?|authorities"
    r"|third part(?:y|ies)|companies|company|employer|boss|government|police|neighbou?rs?|developers?"
    r"|manufacturer"
    rf"|{_NAMES})"
)
_BY_OTHERS = re.compile(
    rf"{LEADING}(?:who|(?:can|could|does|do|will|would|is|are|has|have|did|may"
    rf"|might)(?:n't)? (?:\w+ ){{0,3}}?{_OTHERS})\b"
    rf"|{LEADING}(?:can|could|does|do|will|would) (?:my|your|our|the|any) (?:\w+ ){{1,2}}"
    r"(?:hear|listen|see|read|access|look|get|receive|watch|track|overhear)\b"
    rf"|\b(?:to|with) (?:(?:\w+ )?of )?(?:(?:the|those|these|some|any|other|big|large|tech) ){{0,3}}"
    rf"(?:anyone|anybody|someone|somebody|others|advertisers|third parties|companies|corporations|{_NAMES})\b"
)
_GETTING = re.compile(
    r"\b(?:hear|listen|see|sees|read|reads|watch|access|look at|get at|gets?|getting|find out|view"
    r"|receives?|own|owns"
    r"|store|keep|save|share|sell|collect|track|monitor|record|send|go|end up)(?:e?s|ing)?\b"
)
_OF_ME = re.compile(rf"\b(?:{_SAID}|{_KEPT}|me|us|this|that|it|what i|in)\b")
_HEARING = re.compile(
    r"\byou (?:\w+ ){0,2}(?:record|hear|listen|watch|track|monitor|spy|log|see)\w*"
    r"(?: (?:\w+ )*(?:me|us|everything|always|all the time|now|this|in|what i|when)\b|$)"
    r"|\byou always listening\b"
)
_KEEPING = re.compile(
    r"\byou (?:\w+ ){0,2}(?:keep|store|save|log|record|remember|share|sell|collect|learn)\b"
    rf"(?: \w+){{0,4}} {_SAID}\b"
)
_ERASING = re.compile(
    r"\b(?:delete|erase|wipe|remove) (?:\w+ ){0,3}?"
    r"(?:recordings?|conversations?|chats?|voice|audio|history)\b"
)
_WHERE = re.compile(rf"{LEADING}where (?:do|does|is|are) .*\b(?:{_SAID}|{_KEPT})\b")
_PLACE = re.compile(r"\b(?:store|stored|keep|kept|save|saved|go|held)\b")
_BY_SPEAKER = re.compile(
    rf"\b(?:i|we) (?:need to |have to )?(?:keep|kept|store|stored|put|save|saved|go|leave)\b"
    rf"|{LEADING}(?:do|did|can|should|have|am) (?:i|we)\b"
)


def asks_of_privacy(text: str) -> bool:
    """Whether a question is about privacy: "who can read my notes", "do you need the internet"."""
    plain = fold(text).strip(" ?!.,")
    if not is_question(text):
        return False
    if _HEARING.search(plain) or _ERASING.search(plain):
        return True
    if _OF_ASSISTANT.match(plain) or _BY_SPEAKER.search(plain):
        return False
    mine, you = _MINE.search(plain) is not None, _YOU.search(plain) is not None
    if (mine or you) and (_PRIVATE.search(plain) or _HANDLING.search(plain)):
        return True
    if (mine or you) and _AWAY.search(plain) and _LEANING.search(plain):
        return True
    if _BY_OTHERS.search(plain) and _GETTING.search(plain) and _OF_ME.search(plain):
        return True
    return _KEEPING.search(plain) is not None or (
        _WHERE.search(plain) is not None and _PLACE.search(plain) is not None
    )
