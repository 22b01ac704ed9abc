"""Questions how a word is spelled: "how do you spell tenon", "what's the spelling of \"necessary\""."""

from __future__ import annotations

import re

from models.text.about_itself import LEADING

SPELLING = "qa_spelling"
"""The intent of such a question."""
_SPELLED = r"(?:spell(?:ed|ed out|t)?|written)"
_WORD = r"[\"“‘']?(?P<word>[^\"“”?!.,]+?)[\"”’']?"
_END = r"(?:,? (?:for me|please))*[\s?!.]*"
_ASKED = (
    rf"{LEADING}(?:how (?:do|would|should|does|can) (?:i|you|we|one) |(?:can|could|would|will) you )?"
    rf"(?:please )?spell (?!check)(?:out )?(?:the word )?{_WORD}{_END}",
    rf"{LEADING}how(?:'s| is| are|’s) (?:the word )?{_WORD} {_SPELLED}{_END}",
    rf"{LEADING}(?:what(?:'s| is|’s) )?(?:the )?(?:right |correct )?spelling (?:of|for) (?:the word )?"
    rf"{_WORD}{_END}",
)
_QUESTIONS = tuple(re.compile(asked, re.IGNORECASE) for asked in _ASKED)
_POINTED = re.compile(r"(?:it|that|this|them|those|your name|my name)", re.IGNORECASE)
_FURTHER = re.compile(
    rf"{LEADING}(?:(?:and|what about|how about|or|now) )*(?:the word )?{_WORD}{_END}", re.IGNORECASE
)
_MOST_WORDS = 4


def asked_word(text: str) -> str | None:
    """The word or the name whose spelling a text asks for; None for any other text."""
    said = " ".join(text.split())
    found = next(filter(None, (question.fullmatch(said) for question in _QUESTIONS)), None)
    return _word(found)


def further_word(text: str) -> str | None:
    """The word that a follow-up asks for: "and tenon", "what about \"necessary\"?"."""
    return _word(_FURTHER.fullmatch(" ".join(text.split())))


def spelled(word: str) -> str:
    """The letters of a word, in a way that a voice reads one by one: "T, E, N, O, N"."""
    return "; ".join(", ".join(letter.upper() for letter in part) for part in re.findall(r"\w+", word))


def _word(found: re.Match[str] | None) -> str | None:
    word = found["word"].strip(" '’") if found is not None else ""
    return word if word and len(word.split()) <= _MOST_WORDS and not _POINTED.fullmatch(word) else None
