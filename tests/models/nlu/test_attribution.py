"""Shares of words that sum up to what they explain, on a network of random weights."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from models.nlu import adapter, labels
from models.nlu.attribution import Attribution, Attributor, load
from models.nlu.joint_bert import JointBert, load_encoder
from models.nlu.labels import ACTS, Description, Labels
from models.nlu.tokens import WordTokenizer
from models.nlu.torch_engine import sizes_of

pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore:Setting forward, backward hooks"),
]
LABELS = Labels(
    intents=("on", "off", "sing"), slots=("room",), sentiments=("negative", "neutral"), acts=ACTS,
    out_of_scope=True, boundaries=True,
)  # fmt: skip


def network(tiny_bert: Path, scope: float = -9.0, divided: bool = False) -> JointBert:
    """Random weights, which mark every word as a room, and every other half as a command."""
    torch.manual_seed(0)
    model = JointBert(load_encoder(tiny_bert), sizes_of(LABELS)).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if not name.startswith("encoder."):
                weight *= 3
        assert model.out_of_scope and model.slots and model.boundaries
        model.out_of_scope.bias.fill_(scope)
        model.slots.tag.bias.copy_(torch.tensor([-3.0, 9.0, -9.0]))
        model.boundaries.tag.bias.copy_(torch.tensor([-9.0, 9.0 if divided else -9.0, 0.0]))
    return model


def attribute(tiny_bert: Path, text: str, **settings: float | bool) -> list[Attribution]:
    model = network(tiny_bert, **settings)  # type: ignore[arg-type]
    return Attributor(model, LABELS, WordTokenizer(tiny_bert)).attribute(text)


def test_the_shares_sum_up_to_the_lead(tiny_bert: Path) -> None:
    found = attribute(tiny_bert, "turn on the light")
    assert [a.of for a in found] == ["intent", "act", "slot", "slot", "slot", "slot", "sentiment"]
    for a in found:
        assert [w.text for w in a.words] == ["turn", "on", "the", "light"]
        total = sum(w.share for w in a.words)
        assert abs(total - (a.lead - a.masked_lead)) == pytest.approx(a.error, abs=1e-3)
        assert a.error < 0.05 * max(1.0, abs(a.lead - a.masked_lead))
    assert found[0].label != found[0].rather_than and found[0].lead > 0
    assert found[-1].command is None and found[2].label == "room"


def test_words_of_one_place_share_together_and_each_command_has_its_own(tiny_bert: Path) -> None:
    assert [w.text for w in attribute(tiny_bert, "turn on at 7:30")[0].words][-1] == "seven thirty"
    found = attribute(tiny_bert, "turn on", divided=True)
    assert [(a.of, a.command) for a in found if a.of == "intent"] == [("intent", 0), ("intent", 1)]


def test_out_of_scope_is_explained_in_place_of_an_intent(tiny_bert: Path) -> None:
    first = attribute(tiny_bert, "sing a song", scope=9.0)[0]
    assert (first.of, first.label) == ("scope", "out of scope")
    assert attribute(tiny_bert, "") == []


def test_a_checkpoint_is_loaded(tiny_bert: Path, tmp_path: Path) -> None:
    model = network(tiny_bert)
    heads = {n: p.detach() for n, p in model.named_parameters() if not n.startswith("encoder.")}
    base = dict(load_encoder(tiny_bert).named_parameters())
    query = "encoder.layer.0.attention.self.query.weight"
    changed = base | {query: base[query] + 0.1}
    adapter.write(tmp_path, str(tiny_bert), adapter.factorise(base, changed, 2), heads, 2)
    labels.write(tmp_path, Description(base=str(tiny_bert), labels=LABELS))
    assert load(tmp_path).attribute("turn on")[0].of == "intent"
