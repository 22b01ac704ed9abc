"""The words of the replies learn on where the owner corrected some; the assistant's own are replayed.

Both as the assistant asks for them: a skill's sentence to retell, or small talk. Too few are ever corrected
to hold any back: that they are said now is a figure of what was learnt; that the assistant's other replies
keep their facts is the proof.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from rich.progress import track

from models import device, files, lm
from models.command_line import err
from models.lm.checks import paraphrase
from models.manifest import Example, Split
from models.text.normalise import normalise
from training import config as configs
from training.corpora.own import skills, small_talk
from training.evaluation import generator as scoring
from training.evaluation.generator import Scored
from training.generator import recipe
from training.generator.config import GeneratorConfig
from training.generator.dataset import teaches
from training.personal import proof
from training.personal.config import PersonalGeneratorConfig
from training.personal.proof import Change

OWN, GENERAL = "own", "general"
_CORPORA = Path(configs.__file__).parent / "corpora" / "own"
_MAX_WORDS = 45
_VALID = 16


def sayable(corrected: Sequence[Example]) -> list[Example]:
    """Those that may be said in the place of a skill's sentence, or have none; why others may not is told."""
    kept = []
    for example in corrected:
        against = _objections(example)
        if against:
            err.print(f"“{example.reply}” is not learnt: {', '.join(against)}", style="yellow", markup=False)
        else:
            kept.append(example)
    return kept


def fit(
    config: PersonalGeneratorConfig, start: str, corrected: Sequence[Example], run: Path, output: Path, *,
    resume: bool = False, on: device.DeviceName = "auto",
) -> Path:  # fmt: skip
    """Train the generator in use on, and write the checkpoint to `output`.

    Arguments:
        start: its folder or name; an adapter learns on as it is.
        corrected: what was said, with the reply that should have come.
        run: where the state is kept, to resume from.
    """
    settings = GeneratorConfig(
        base=start, first_layer=10, max_tokens=144, max_words=_MAX_WORDS,
        per_epoch={GENERAL: config.general}, trainer=config.trainer.quickly(on),
    )  # fmt: skip
    data = recipe.GeneratorData(
        {
            OWN: list(corrected) * config.repeats,
            GENERAL: general("train", config.general * config.trainer.epochs),
        },
        {OWN: list(corrected), GENERAL: general("valid", _VALID)},
        {},
    )
    model = recipe.fit(settings, data, run, resume=resume, on=on)
    partial = files.draft_folder(output)
    recipe.finish(settings, model, partial, taught=frozenset[str]().union(*map(_brought, corrected)))
    return files.put(partial, output)


def compare(
    config: PersonalGeneratorConfig, before: str, after: Path, corrected: Sequence[Example],
    on: device.DeviceName = "auto",
) -> tuple[list[Change], list[Change]]:  # fmt: skip
    """How many corrected replies are said as they were corrected, and how many of the assistant's own keep
    all their facts and add none."""
    held = general("test", config.held)
    old, new = lm.load(before, device=on), lm.load(str(after), device=on)
    as_corrected = proof.shares(
        map(_as_corrected, _replies(old, corrected)), map(_as_corrected, _replies(new, corrected)),
        "share said as corrected", "replies you corrected (learnt)",
    )  # fmt: skip
    faithful = proof.shares(
        map(_faithful, _replies(old, held)), map(_faithful, _replies(new, held)),
        "share with all facts and no other", "the assistant's own replies",
    )  # fmt: skip
    return [as_corrected], [faithful]


def general(split: Split, n: int) -> list[Example]:
    """The first n of the replies that come with the package, in an order of their own: of all kinds."""
    found = (e for e in _package() if e.split == split and (split == "test" or teaches(e, _MAX_WORDS)))
    return list(islice(found, n))


@cache
def _package() -> tuple[Example, ...]:
    told = [e for e in skills.convert(_CORPORA / "skills.toml") if scoring.draft(e)]
    found = [*told, *small_talk.convert(_CORPORA / "small_talk.toml")]
    random.Random(0).shuffle(found)
    return tuple(found)


def _replies(generator: scoring.ScorableGenerator, examples: Sequence[Example]) -> list[Scored]:
    shown = track(examples, "replies", transient=True, console=err)
    return [scoring.reply(generator, e) for e in shown]


def _as_corrected(scored: Scored) -> bool:
    return normalise(scored.said) == normalise(scored.example.reply or "")


def _faithful(scored: Scored) -> bool:
    missing = scoring.missing_values(scored.said, scored.example.facts or {})
    return not missing and not scoring.unsupported(scored)


def _objections(example: Example) -> list[str]:
    draft, facts = scoring.draft(example), example.facts or {}
    reply, heard = example.reply or "", example.text or ""
    return paraphrase.objections(reply, draft, facts, heard, _brought(example)) if draft else []


def _brought(example: Example) -> frozenset[str]:
    """Words that the owner taught with a corrected reply."""
    draft, facts = scoring.draft(example), example.facts or {}
    return paraphrase.brought(example.reply or "", draft, facts, example.text or "") if draft else frozenset()
