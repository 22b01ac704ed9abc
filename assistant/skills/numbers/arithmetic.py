"""Arithmetic in words. The expression is rebuilt from numbers and signs alone, and simpleeval computes it
within limits."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable

from assistant.skills.api import Request, Result, SkillContext
from assistant.spoken.numbers import digits
from models.text import say

_N = r"-?\d+(?:\.\d+)?"
_MOST_DIGITS, _LONGEST = 60, 200

_WORDS: tuple[tuple[str, str], ...] = (
    (r"\bminus (?=\d)(?<!\d minus )", "-"),
    (rf"\bwhat (?:percent|percentage)(?: is| of)? ({_N}) (?:is )?(?:of|out of) ({_N})", r"(\1/\2*100)"),
    (rf"\b({_N}) is what (?:percent|percentage) of ({_N})", r"(\1/\2*100)"),
    (rf"\b({_N}) percent off(?: of)? ({_N})", r"(\2*(1-\1/100))"),
    (rf"\b({_N}) percent(?:age|ages)? of (?:a )?", r"(\1/100)*"),
    (rf"\b({_N}) percent\b", r"(\1/100)"),
    (rf"\b(?:subtract|take|subtracting|taking) ({_N})(?: away)? from ({_N})", r"(\2-\1)"),
    (rf"\b({_N}) (?:subtracted|taken) from ({_N})", r"(\2-\1)"),
    (rf"\b(?:difference (?:between|of)) ({_N}) and ({_N})", r"abs(\1-\2)"),
    (rf"\bhow many times (?:does|do|will|can) ({_N}) (?:go|fit|goes) into ({_N})", r"(\2/\1)"),
    (rf"\b({_N}) (?:go|goes|went) into ({_N})", r"(\2/\1)"),
    (rf"\bdivide ({_N}) (?:by|with|in|into) ({_N})", r"(\1/\2)"),
    (rf"\bmultiply ({_N}) (?:by|with|and|times) ({_N})", r"(\1*\2)"),
    (rf"\b(?:product of|multiplication of) ({_N}) (?:and|by|with) ({_N})", r"(\1*\2)"),
    (rf"\b(?:average|mean) of ({_N})(?:,? and| and|,) ({_N})", r"((\1+\2)/2)"),
    (rf"\b(?:the )?(?:square )?roots? (?:of )?(?:the )?(?:number )?({_N})", r"sqrt(\1)"),
    (rf"\bcube sqrt\(({_N})\)", r"cbrt(\1)"),
    (rf"\b(?:the )?square of ({_N})", r"(\1**2)"),
    (rf"\b(?:the )?cube of ({_N})", r"(\1**3)"),
    (rf"({_N}) squared", r"(\1**2)"),
    (rf"({_N}) cubed", r"(\1**3)"),
    (rf"\b(?:the )?factorial (?:of )?({_N})|({_N}) factorial\b", r"factorial(\1\2)"),
    (rf"\b(sine?|cos(?:ine)?|tan(?:gent)?) (?:of )?({_N})(?: degrees?)?", r"\1(\2)"),
    (rf"\blog(?:arithm)? (?:of )?({_N})", r"log(\1)"),
    (r"\bto the (?:power (?:of )?)?(\d+)(?:st|nd|rd|th)?(?: power)?\b", r"**\1"),
    (r"\braised to (?:the power of )?", "**"),
    (r"\b(?:a )?half of ", "0.5*"),
    (r"\b(\d+) (?:halves|half)\b", r"(\1/2)"),
    (r"\b(\d+) (?:3rds?|thirds?)\b(?! of)", r"(\1/3)"),
    (r"\b(\d+) (?:quarters?|4ths?|fourths?)\b(?! of)", r"(\1/4)"),
    (r"\b(?:a|1) (?:3rd|third) of ", "(1/3)*"),
    (r"\b(?:a|1) (?:quarter|4th) of ", "0.25*"),
    (r"\b(?:double|twice) ", "2*"),
    (r"\btriple ", "3*"),
    (rf"(?<=[\d)]) (?:divided by|divide by|divided|over|by dividing) (?={_N}|\(|sqrt|cbrt)", "/"),
    (r"(?<=[\d)]) (?:times|multiplied by|multiplied with|multiply by|x|by|into) (?=[\d(sc-])", "*"),
    (r"(?<=[\d)]) (?:plus|added to|increased by|add) (?=[\d(sc-])", "+"),
    (r"(?<=[\d)]) (?:minus|less|take away|subtract|decreased by) (?=[\d(sc-])", "-"),
)
_SUM = re.compile(r"\b(?:sum|total|addition|add|adding|summing)\b")
_TOKEN = re.compile(rf"\s*({_N}|\*\*|[-+*/()]|sqrt|cbrt|abs|factorial|log|sin|cos|tan)")
_FUNCTION = {"sine": "sin", "cosine": "cos", "tangent": "tan"}
_MONEY = re.compile(r"\b(dollars?|euros?|pounds|cents|rupees?)\b")


class Arithmetic:
    """Sums, products, powers, roots and percentages."""

    name = "arithmetic"
    intents = frozenset({"qa_maths"})
    summary = "do arithmetic"

    def __init__(self, context: SkillContext) -> None:
        pass

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        return "work out a calculation"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        expression = read(request.text)
        if expression is None:
            return Result({}, "I found no sum there; ask me something like 12 times 8.", "failed")
        try:
            value = compute(expression)
        except ZeroDivisionError:
            return Result({}, "Nothing can be divided by 0.", "failed")
        except (ValueError, OverflowError):
            return Result(
                {}, "I can't work that out; the numbers are too large, or there is no such number.", "failed"
            )
        about = (
            "about "
            if abs(value - round(value, 4)) > 1e-12 * max(1.0, abs(value)) and abs(value) < 1e15
            else ""
        )
        answer = say.number(value)
        money = _MONEY.search(request.text.lower())
        answer += f" {money[1]}" if money else ""
        return Result({"answer": answer}, f"It's {about}{answer}.")


def read(text: str) -> str | None:
    """The expression in `text`, of numbers, signs, brackets and a few functions only; None where there is
    none."""
    # "fifteen ninety nine dollars"
    text = re.sub(rf"\b(\d+) (\d\d) (?={_MONEY.pattern})", r"\1.\2 ", digits(text))
    text = _MONEY.sub(" ", text.replace("$", "").replace("£", "").replace("€", ""))
    text = " ".join(text.split())
    text = re.sub(r"(?<=[\d)])\s*([*/+])\s*(?=[\d(])|(?<=[\d)]) (-) (?=[\d(])", r"\1\2", text)
    if _SUM.search(text):
        text = re.sub(rf"({_N})(?:,? and|,| to| with) (?={_N})", r"\1+", text)
    for pattern, replacement in _WORDS:
        text = re.sub(pattern, replacement, text)
    for word, name in _FUNCTION.items():
        text = text.replace(f"{word}(", f"{name}(")
    return _longest(text)


def _longest(text: str) -> str | None:
    """The longest run of tokens that holds a sign or a function: words around it fall away."""
    best, position = "", 0
    while position < len(text):
        start = position
        tokens: list[str] = []
        while match := _TOKEN.match(text, position):
            if tokens and tokens[-1][-1].isdigit() and match[1][0].isdigit():
                break  # two numbers side by side are two things
            tokens.append(match[1])
            position = match.end()
        run = "".join(tokens).strip("*/+")
        if (
            len(run) > len(best)
            and re.search(r"\d.*[-+*/]|[a-z]\(", run)
            and run.count("(") == run.count(")")
        ):
            best = run
        position = max(position, start + 1)
    return best if best and len(best) <= _LONGEST and not re.search(r"\d{30}", best) else None


def compute(expression: str) -> float:
    """The value of an expression that `read` built.

    Raises:
        ZeroDivisionError: something is divided by zero.
        ValueError, OverflowError: there is no such number, it is too large, or this is no expression.
    """
    from simpleeval import InvalidExpression, SimpleEval

    evaluator = SimpleEval(functions=_FUNCTIONS, names={})
    evaluator.operators[ast.Pow] = _power
    try:
        value = evaluator.eval(expression)
    except (InvalidExpression, SyntaxError, TypeError) as error:
        raise ValueError(str(error)) from error
    if isinstance(value, complex) or not math.isfinite(value):
        raise ValueError("no real number")
    return float(value) if not isinstance(value, int) or abs(value) > 2**53 else value


def _power(base: float, exponent: float) -> float:
    """Exact where the result is short, in floating point where it is long, so that no tower of powers can
    hang."""
    if (
        isinstance(base, int)
        and isinstance(exponent, int)
        and 0 <= exponent * max(1, base.bit_length()) < _MOST_DIGITS
    ):
        return int(base**exponent)
    return math.pow(base, exponent)


def _factorial(number: float) -> int:
    if number != int(number) or not 0 <= number <= 20:
        raise ValueError("only whole numbers from 0 to 20 have a factorial here")
    return math.factorial(int(number))


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "cbrt": math.cbrt,
    "abs": abs,
    "factorial": _factorial,
    "log": math.log10,
    "sin": lambda degrees: round(math.sin(math.radians(degrees)), 12),
    "cos": lambda degrees: round(math.cos(math.radians(degrees)), 12),
    "tan": lambda degrees: round(math.tan(math.radians(degrees)), 12),
}
