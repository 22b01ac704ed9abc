"""Rows of the benchmarks' one table, and times taken in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

Times = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the assistant and, of the same run, of others."""

    figure: str
    value: float
    unit: str
    beside: Mapping[str, float] = field(default_factory=dict)
    """The same figure of others, by name."""

    @property
    def ratios(self) -> dict[str, float]:
        """The assistant's figure over each other one."""
        return {name: self.value / other for name, other in self.beside.items() if other}


def in_turn(runs: Mapping[str, Callable[[], object]], times: Times, number: int) -> None:
    """Run each once and append its milliseconds; another one goes first each time.

    Arguments:
        number: of this round.
    """
    names = [*runs]
    for place in range(len(names)):
        name = names[(place + number) % len(names)]
        begun = perf_counter()
        runs[name]()
        times.setdefault(name, []).append(1000 * (perf_counter() - begun))


def pairs(figure: str, times: Times) -> Row:
    """Medians in ms; a ratio is the median of the rounds' own ratios, so that other work slows both alike."""
    ours, others = times["this"], {name: spent for name, spent in times.items() if name != "this"}
    mid = median(ours)
    ratios = {name: median(a / b for a, b in zip(ours, other, strict=True)) for name, other in others.items()}
    return Row(figure, mid, "ms", {name: mid / ratio for name, ratio in ratios.items()})
