"""Personal training of the generator on corrected replies, with the assistant's own replies for rehearsal.

Prompts are those of the running assistant: a skill's sentence to paraphrase, or small talk. Corrected replies
are too few to hold any back: that they are said now is a figure of what was learned; that the assistant's
other replies keep their facts is the proof.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from rich.progress import track

from models import files, lm
from models.command_line import err
from models.device import DeviceName
from models.lm.checks import paraphrase
from models.manifest import Example, Split
from models.text.normalise import normalise
from training.config import CONFIGS
from training.corpora.own import skills, small_talk
from training.evaluation.generator import (
    ScorableGenerator,
    ScoredReply,
    draft,
    missing_values,
    respond,
    unsupported,
)
from training.generator import recipe
from training.generator.config import GeneratorConfig
from training.generator.dataset import teaches
from training.personal import proof
from training.personal.config import PersonalGeneratorConfig
from training.personal.proof import Change

OWN, GENERAL = "own", "general"
_CORPORA = CONFIGS.parent / "corpora" / "own"
_MAX_WORDS = 45
"""Longest reply that is learned."""
_VALID = 16
"""The assistant's own replies to validate on."""
_HELD = 100
"""The assistant's own replies to prove the generator on."""


def sayable(corrected: Sequence[Example]) -> list[Example]:
    """The corrected replies that the assistant's checks would let it say; the others are printed with
    reasons."""
    kept = []
    for example in corrected:
        if objections := _objections(example):
            reasons = ", ".join(objections)
            err.print(f"“{example.reply}” is not learned: {reasons}", style="yellow", markup=False)
        else:
            kept.append(example)
    return kept


def train_generator(
    config: PersonalGeneratorConfig, start: str, corrected: Sequence[Example], run: Path, output: Path, *,
    resume: bool = False, on: DeviceName = "auto",
) -> Path:  # fmt: skip
    """Train and write the checkpoint to `output`.

    Arguments:
        start: folder or name of the generator to start from; an existing adapter is trained further.
        corrected: utterances with the corrected reply.
        run: folder of the state, to resume from.
    """
    settings = GeneratorConfig(
        base=start, first_layer=10, max_tokens=144, max_words=_MAX_WORDS,
        per_epoch={GENERAL: config.general}, trainer=config.trainer,
    )  # fmt: skip
    data = recipe.GeneratorData(
        {
            OWN: list(corrected) * config.repeats,
            GENERAL: own_replies("train", config.general * config.trainer.epochs),
        },
        {OWN: list(corrected), GENERAL: own_replies("valid", _VALID)},
        {},
    )
    model = recipe.fit(settings, data, run, resume=resume, on=on)
    partial = files.draft_folder(output)
    recipe.finish(settings, model, partial, learned_words=frozenset[str]().union(*map(_new_words, corrected)))
    return files.put(partial, output)


def compare_replies(
    before: str, after: Path, corrected: Sequence[Example], on: DeviceName = "auto", held: int = _HELD
) -> tuple[list[Change], list[Change]]:
    """The changes of the corrected replies (share said as corrected) and of the assistant's own replies
    (share with all facts and no other).

    Arguments:
        held: the assistant's own replies to score on.
    """
    general = own_replies("test", held)
    old, new = lm.load(before, device=on), lm.load(str(after), device=on)
    as_corrected = proof.shares(
        map(_as_corrected, _replies(old, corrected)), map(_as_corrected, _replies(new, corrected)),
        "share said as corrected", "replies you corrected (learned)",
    )  # fmt: skip
    faithful = proof.shares(
        map(_faithful, _replies(old, general)), map(_faithful, _replies(new, general)),
        "share with all facts and no other", "the assistant's own replies",
    )  # fmt: skip
    return [as_corrected], [faithful]


def own_replies(split: Split, n: int) -> list[Example]:
    """At most `n` of the package's replies of all kinds, in a fixed random order."""
    found = (e for e in _package() if e.split == split and (split == "test" or teaches(e, _MAX_WORDS)))
    return list(islice(found, n))


@cache
def _package() -> tuple[Example, ...]:
    stated = [e for e in skills.convert(_CORPORA / "skills.toml") if draft(e)]
    found = [*stated, *small_talk.convert(_CORPORA / "small_talk.toml")]
    random.Random(0).shuffle(found)
    return tuple(found)


def _replies(generator: ScorableGenerator, examples: Sequence[Example]) -> list[ScoredReply]:
    shown = track(examples, "replies", transient=True, console=err)
    return [respond(generator, e) for e in shown]


def _as_corrected(scored: ScoredReply) -> bool:
    return normalise(scored.reply) == normalise(scored.example.reply or "")


def _faithful(scored: ScoredReply) -> bool:
    missing = missing_values(scored.reply, scored.example.facts or {})
    return not missing and not unsupported(scored)


def _objections(example: Example) -> list[str]:
    sentence, facts = draft(example), example.facts or {}
    if not sentence:
        return []
    text = example.text or ""
    return paraphrase.objections(example.reply or "", sentence, facts, text, _new_words(example))


def _new_words(example: Example) -> frozenset[str]:
    """Words that a corrected reply adds to those that the assistant's checks allow."""
    sentence, facts = draft(example), example.facts or {}
    if not sentence:
        return frozenset()
    return paraphrase.added_words(example.reply or "", sentence, facts, example.text or "")
