"""The words of the replies learn on where the owner corrected some; the assistant's own are replayed.

Too few are ever corrected to hold any back: that they are said now is a figure of what was learnt; that the
assistant's other replies keep their facts is the proof.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from rich.progress import track

from models import device, lm
from models.command_line import err
from models.lm.facts import invented
from models.manifest import Example
from models.text import normalise
from training import config as configs
from training import prepare
from training.generator import recipe, scoring
from training.generator.config import GeneratorConfig
from training.generator.dataset import teaches
from training.personal import proof
from training.personal.config import GeneratorPart
from training.personal.proof import Change

CORPUS = "skills"
"""The assistant's own replies, which come with the package."""
_MAX_WORDS = 45
_VALID, _HELD = 16, 100


def fit(
    config: GeneratorPart, start: str, corrected: Sequence[Example], run: Path, output: Path, *,
    resume: bool = False, on: device.DeviceName = "auto",
) -> Path:  # fmt: skip
    """Train the generator in use on, and write the checkpoint to `output`.

    Arguments:
        start: its folder or name; an adapter learns on as it is.
        corrected: what was said, with the reply that should have come.
        run: where the state is kept, to resume from.
    """
    told = _own(run)
    train = [e for e in told if e.split == "train" and teaches(e, _MAX_WORDS)]
    valid = [e for e in told if e.split == "valid"][:_VALID]
    settings = GeneratorConfig(
        base=start, first_layer=10, max_tokens=144, max_words=_MAX_WORDS,
        per_epoch={CORPUS: config.general}, trainer=config.trainer,
    )  # fmt: skip
    data = recipe.Data({"own": list(corrected) * config.repeats, CORPUS: train}, {CORPUS: valid}, {})
    model = recipe.fit(settings, data, run, resume=resume, on=on)
    partial = output.with_name(f"{output.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    recipe.finish(settings, model, partial)
    return partial.rename(output)


def compare(
    before: str, after: Path, corrected: Sequence[Example], run: Path, on: device.DeviceName = "auto"
) -> tuple[list[Change], list[Change]]:
    """How many corrected replies are said as they were corrected, and how many of the assistant's own keep
    all their facts and add none."""
    held = [e for e in _own(run) if e.split == "test"][:_HELD]
    old, new = lm.load(before, device=on), lm.load(str(after), device=on)
    as_corrected = proof.shares(
        _said(old, corrected),
        _said(new, corrected),
        "share said as corrected",
        "replies you corrected (learnt)",
    )
    faithful = proof.shares(
        _true(old, held), _true(new, held), "share with all facts and no other", "the assistant's own replies"
    )
    return [as_corrected], [faithful]


def _own(run: Path) -> list[Example]:
    source = Path(configs.__file__).parent / "corpora" / f"{CORPUS}.toml"
    return prepare.corpus(CORPUS, source, run / f"{CORPUS}.jsonl")


def _said(generator: scoring.Generator, examples: Sequence[Example]) -> list[bool]:
    return [normalise(_reply(generator, e)) == normalise(e.reply or "") for e in examples]


def _true(generator: scoring.Generator, examples: Sequence[Example]) -> list[bool]:
    found = []
    for example in track(examples, "the assistant's own replies", transient=True, console=err):
        reply, facts = _reply(generator, example), example.facts or {}
        wrong = scoring.missing_values(reply, facts) or invented(reply, facts, scoring.sources(example))
        found.append(not wrong)
    return found


def _reply(generator: scoring.Generator, example: Example) -> str:
    asked = scoring.asked(generator.prompts, example)
    return "".join(generator.stream(asked, max_tokens=scoring.MAX_TOKENS))
