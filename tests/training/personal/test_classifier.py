"""Rows for the owner's labels, re-recognized recordings, and general sentences with a teacher's labels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from models import manifest, nlu
from models.bundles import bundle
from models.manifest import CommandLabel, Example, SlotLabel
from models.nlu import adapter, labels
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.nlu.labels import ACTS, Labels
from models.types import Hypothesis, Samples, Transcript
from tests.fixtures.lights import sentences
from training.classifier import recipe
from training.classifier.config import ClassifierConfig
from training.personal.classifier import grow, re_recognize, rehearsal_sentences, train_classifier
from training.personal.config import PersonalClassifierConfig

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


class Recognizer:
    """Proposes two texts for every sound."""

    def transcribe(self, samples: Samples) -> Transcript | None:
        alternatives = (Hypothesis("turn on the lights", 0.5), Hypothesis("turn on the light", 0.4))
        return Transcript("turn on the lights", 0.5, alternatives=alternatives)


def test_known_rows_stay_and_new_labels_get_rows_at_the_end(tiny_bert: Path) -> None:
    known = Labels(intents=("off", "on"), slots=("room",), sentiments=(), out_of_scope=False)
    model = JointBert(load_encoder(tiny_bert), HeadSizes(2, len(known.tags), 0, False))
    new = Example(text="sing a song", intent="sing", slots=(SlotLabel("what", "song", 7, 11),))
    larger, grown = grow(model, known, [new, Example(text="on", intent="on")])
    assert grown.intents == ("off", "on", "sing") and grown.slots == ("room", "what")
    before, after = dict(model.named_parameters()), dict(larger.named_parameters())
    for name, weight in before.items():
        assert torch.equal(weight, after[name][tuple(slice(n) for n in weight.shape)]), name
    assert larger.intent is not None and larger.intent.weight.shape[0] == 3


def test_without_new_labels_the_network_is_the_same_one(tiny_bert: Path) -> None:
    known = Labels(intents=("on",), slots=(), sentiments=(), out_of_scope=False)
    model = JointBert(load_encoder(tiny_bert), HeadSizes(1, len(known.tags), 0, False))
    assert grow(model, known, [Example(text="on", intent="on")]) == (model, known)


def test_recordings_are_re_recognized_with_their_labels(recorded: Callable[..., list[Example]]) -> None:
    said = recorded(1)
    typed = Example(text="turn on the light", intent="lights_on")
    (found,) = re_recognize([*said, typed], lambda language: Recognizer())
    # the text itself is an example already
    assert (found.text, found.intent, found.audio) == ("turn on the lights", "lights_on", None)


def test_the_teacher_labels_general_sentences_with_its_own_intents(in_use: bundle.Bundle) -> None:
    start = Path(in_use.classifier)
    prepared = [Example(text="turn on the light", intent="lights_on", split="test")]
    prepared += [Example(text="feed the cat", intent="feed", split="train")]
    intents = labels.read(start).labels.intents
    prepared[0] = Example(text="turn on the light", intent=intents[0], split="test")
    found = rehearsal_sentences(start, nlu.load(start, device="cpu"), 5, prepared)
    assert prepared[0] in found.held and prepared[0] not in found.learned
    every = {e.intent for e in (*found.learned, *found.held) if not e.out_of_scope}
    assert every <= {*intents}


def two_commands() -> list[Example]:
    """Lights switched on, and one of them left alone."""
    text = "turn on the hall light but don't turn on the attic light"
    middle = text.index(" but")
    slots = [
        SlotLabel("room", room, text.index(room), text.index(room) + len(room)) for room in ("hall", "attic")
    ]
    parts = (
        CommandLabel(0, middle, dialogue_act="request", intent="lights_on", slots=(slots[0],)),
        CommandLabel(
            middle + 5, len(text), dialogue_act="prohibition", intent="lights_on", slots=(slots[1],)
        ),
    )
    return [Example(text=text, commands=parts, split=split) for split in ("train", "valid")]


def test_acts_and_boundaries_are_kept_beside_a_new_intent(tiny_bert: Path, tmp_path: Path) -> None:
    manifest.write(tmp_path / "lights.jsonl", [*sentences(), *two_commands()])
    begun = {"base": str(tiny_bert), "adapter_rank": 16, "trainer": {"epochs": 1}}
    start = tmp_path / "start"
    recipe.main(ClassifierConfig.model_validate(begun), [tmp_path / "lights.jsonl"], start, on="cpu")
    config = PersonalClassifierConfig(dialogues=32, acts=16, general=8)
    config = config.model_copy(update={"trainer": config.trainer.model_copy(update={"epochs": 1})})
    own = [
        Example(text="sing a song", intent="sing"),
        Example(text="turn on the hall light", intent="lights_on"),
    ]
    made = train_classifier(config, start, own, [], tmp_path / "run", tmp_path / "made", on="cpu")
    found = labels.read(made).labels
    assert found.acts == ACTS and found.boundaries and found.intents[-1] == "sing"
    before, after = (adapter.load_heads(folder) for folder in (start, made))
    assert before["act.weight"].shape == after["act.weight"].shape
    assert not torch.equal(before["act.weight"], after["act.weight"])
    understood = nlu.load(made, device="cpu", engine="torch").understand("don't sing a song")
    assert understood.commands and understood.commands[0].dialogue_act in ACTS


def test_general_sentences_keep_the_acts_of_the_teacher(in_use: bundle.Bundle) -> None:
    start = Path(in_use.classifier)
    found = rehearsal_sentences(start, nlu.load(start, device="cpu"), 0)
    acts = {c.dialogue_act for e in found.learned for c in e.commands or ()}
    assert acts <= {*ACTS, None}
