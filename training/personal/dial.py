"""The dial between the recognizer in use and one that has learned: how far to go.

The weights are interpolated in a few steps. A step is chosen by recordings that it did not learn from, and
must make fewer errors on them than the recognizer in use; of equal steps the nearest to that one is taken.
Where few recordings are held back, the others are left out in turn: trained without a part, the steps are
scored on it.
After Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.manifest import Example
from models.nlu.domain import DomainDescription
from training.evaluation.recognizer import ScoredClip, hear_each
from training.personal import proof
from training.personal.config import PersonalConfig
from training.personal.proof import LEFT_OUT, Change
from training.personal.recognizer import PersonalTrainer

STEPS = (0.25, 0.5, 0.75, 1.0)
"""Shares of the way from the recognizer in use to the one that has learned."""
MOST = 60
"""Recordings held back that turn the dial; all of them prove the result."""


@dataclass(frozen=True, slots=True)
class DialSetting:
    """The setting of the dial."""

    share: float
    """Of the way to the learned weights; 0 where no step gains anything."""
    change: Change
    """On the recordings that the dial was turned by; of the best step where none was taken."""


class Dial:
    """Turns the weights of a trainer's network back towards its start.

    Arguments:
        general: general speech, on which no more than the margin may be lost.
        biased_to: the domain that the recognizer listens for, as in use.
    """

    def __init__(
        self, config: PersonalConfig, trainer: PersonalTrainer, general: Sequence[Example],
        biased_to: DomainDescription | None = None,
    ) -> None:  # fmt: skip
        self._config, self._trainer, self._general, self._biased_to = config, trainer, general, biased_to
        self._general_before: list[ScoredClip] = []

    def turn(
        self, learned: Sequence[Example], held: Sequence[Example], state: Callable[[str], Path],
        resumes: Callable[[str], bool] = lambda name: False,
    ) -> DialSetting:  # fmt: skip
        """Train on the recordings and leave the network at the best step, or at its start.

        Arguments:
            learned: recordings to learn from; two at least where none is held back.
            held: recordings that are never learned from.
            state: name → the folder of a training state.
            resumes: whether the training of that name is continued.
        """
        scored: dict[float, list[ScoredClip]] = {share: [] for share in (0.0, *STEPS)}

        def fit_and_score(name: str, recordings: Sequence[Example], others: Sequence[Example]) -> None:
            self._trainer.fit(recordings, state(name), resume=resumes(name))
            for share, clips in scored.items():
                clips += self._hear(share, others)

        if len(held) < self._config.enough:
            parts = min(self._config.parts, len(learned))
            for part in range(parts if parts > 1 else 0):
                rest = [e for i, e in enumerate(learned) if i % parts != part]
                fit_and_score(f"part-{part + 1}", rest, learned[part::parts])
        fit_and_score("recognizer", learned, held[:MOST])
        return self._choose(scored)

    def _choose(self, scored: dict[float, list[ScoredClip]]) -> DialSetting:
        def change(share: float) -> Change:
            return proof.word_errors(scored[0.0], scored[share], LEFT_OUT)

        def wrong(share: float) -> int:
            return sum(clip.wrong for clip in scored[share])

        ranked = sorted(STEPS, key=lambda share: (wrong(share), share))
        for share in ranked:
            if wrong(share) < wrong(0.0) and self._keeps_general(share):
                self._trainer.blend(share)
                return DialSetting(share, change(share))
        self._trainer.blend(0.0)
        return DialSetting(0.0, change(ranked[0]))

    def _keeps_general(self, share: float) -> bool:
        if not self._general:
            return True
        self._general_before = self._general_before or self._hear(0.0, self._general)
        after = self._hear(share, self._general)
        return proof.word_errors(self._general_before, after, "").loss <= self._config.margin

    def _hear(self, share: float, examples: Sequence[Example]) -> list[ScoredClip]:
        self._trainer.blend(share)
        return hear_each(lambda language: self._trainer.listener(language, self._biased_to), examples)
