"""Rows for the owner's labels, re-recognized recordings, and general sentences with a teacher's labels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from models import nlu
from models.bundles import bundle
from models.manifest import Example, SlotLabel
from models.nlu import labels
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.nlu.labels import Labels
from models.types import Hypothesis, Samples, Transcript
from training.personal.classifier import grow, re_recognize, rehearsal_sentences

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
    (found,) = re_recognize([*said, typed], Recognizer())
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
