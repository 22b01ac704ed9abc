"""Words for the colour of light: CSS names, whites by their temperature, and a few that CSS lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import webcolors

from models.text.parse import Context, scan
from models.text.parse.amounts import Measure

Rgb = tuple[int, int, int]

_WHITES = {
    "candlelight": 2000, "candle light": 2000, "sunset": 2200, "romantic": 2200, "warm white": 2700,
    "warm": 2700, "soft": 2700, "soft white": 2700, "cosy": 2700, "cozy": 2700, "relaxing": 2700,
    "soft and warm": 2700, "warm and cosy": 2700, "incandescent": 2700, "neutral": 4000,
    "neutral white": 4000, "natural white": 4000, "natural": 4000, "normal": 4000, "white": 4000,
    "bright white": 5500, "cool": 5500, "cool white": 5500, "cold": 6000, "cold white": 6000,
    "daylight": 6000,
}  # fmt: skip
"""Kelvin."""
_SHIFTS = {"warmer": -700, "cosier": -700, "cozier": -700, "softer": -700, "cooler": 700, "colder": 700}
_MORE: dict[str, Rgb] = {
    "amber": (255, 191, 0), "apricot": (255, 179, 102), "burgundy": (128, 0, 32), "cherry": (222, 49, 99),
    "emerald": (80, 200, 120), "jade": (0, 168, 107), "lemon": (255, 247, 0), "lilac": (200, 162, 200),
    "mauve": (224, 176, 255), "mint": (152, 255, 152), "peach": (255, 203, 164), "rose": (255, 0, 127),
    "ruby": (224, 17, 95), "scarlet": (255, 36, 0), "baby blue": (137, 207, 240), "ice blue": (153, 255, 255),
    "baby pink": (244, 194, 194), "sunset orange": (253, 94, 83),
}  # fmt: skip
_ADJECTIVES = {
    "bright": ("", "light"), "vivid": ("",), "pure": ("",), "light": ("light", "pale"),
    "pale": ("pale", "light"), "soft": ("pale", "light"), "dark": ("dark", "deep"), "deep": ("deep", "dark"),
    "hot": ("hot", ""), "plain": ("",), "nice": ("",), "more": ("",), "shine": ("",),
}  # fmt: skip
_KELVIN = re.compile(r"\b([1-9]\d{3,4}) ?k\b", re.IGNORECASE)
"""As it is printed on lamps; as a number it would be thousands."""
_ENDINGS = ("ish", "dish", "ddish", "er", "der")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of light; one of the fields beside the name is set."""

    name: str
    """As it is said."""
    css: str = ""
    rgb: Rgb | None = None
    kelvin: int | None = None
    shift: int | None = None
    """Kelvin from the present temperature."""

    @property
    def is_white(self) -> bool:
        """Whether it is a temperature of white."""
        return self.kelvin is not None or self.shift is not None


def colour(text: str, context: Context) -> Colour | None:
    """The colour that words stand for; None where they name none."""
    measure = scan.read("unit", text, context)
    if isinstance(measure, Measure) and measure.unit == "kelvin":
        return Colour(f"{round(measure.amount)} kelvin", kelvin=round(measure.amount))
    if (kelvin := _KELVIN.search(text)) is not None:
        return Colour(f"{kelvin[1]} kelvin", kelvin=int(kelvin[1]))
    words = text.lower().replace("-", " ").replace("grey", "gray").split()
    said = " ".join(word for word in words if word not in ("a", "the", "to", "light's", "colour", "color"))
    said = said.removesuffix(" tone").removesuffix(" light").removeprefix("more ")
    if said in _SHIFTS:
        return Colour(said, shift=_SHIFTS[said])
    if said in _WHITES:
        # "white" itself is a colour for lights that have colours
        return Colour(said, css="white" if said == "white" else "", kelvin=_WHITES[said])
    return _coloured(said)


def nearest_name(rgb: Rgb) -> str:
    """The name of the plain colour that is nearest."""
    plain = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "magenta", "pink", "white")
    distances = {name: sum((a - b) ** 2 for a, b in zip(rgb, _rgb(name), strict=True)) for name in plain}
    return min(distances, key=lambda name: distances[name])


def _coloured(said: str) -> Colour | None:
    if not said:
        return None
    if said in _MORE:
        return Colour(said, rgb=_MORE[said])
    name = said.replace(" ", "")
    if name in _names():
        return Colour(said, css=name)
    first, _, rest = said.partition(" ")
    for adjective in _ADJECTIVES.get(first, ()):
        if rest and f"{adjective}{rest}" in _names():
            return Colour(said, css=f"{adjective}{rest}")
    if first in _ADJECTIVES and rest in _MORE:
        return Colour(said, rgb=_MORE[rest])
    for ending in _ENDINGS:
        # "reddish", "redder", "pinkish"
        stem = said.removesuffix(ending)
        if stem != said and stem in _names():
            return Colour(said, css=stem)
    return None


@cache
def _names() -> frozenset[str]:
    # light has no black
    return frozenset(webcolors.names("css3")) - {"black"}


@cache
def _rgb(name: str) -> Rgb:
    found = webcolors.name_to_rgb(name)
    return found.red, found.green, found.blue
