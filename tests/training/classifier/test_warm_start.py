"""A warm start keeps the encoder, and the heads' rows of shared labels."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from models.nlu.labels import Labels
from training.classifier import recipe, warm_start
from training.classifier.config import ClassifierConfig

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def test_shared_labels_keep_their_rows(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    data = recipe.read_data([write_manifest()])
    settings = ClassifierConfig(base=str(tiny_bert), adapter_rank=32)
    torch.manual_seed(1)
    first = recipe.build(tiny_bert, data.labels, 0.0)
    with torch.no_grad():
        for name, parameter in first.named_parameters():
            if "embeddings" not in name:
                parameter.add_(torch.randn_like(parameter) * 0.01)
    recipe.finish(settings, data, first, tmp_path / "first")

    more = Labels(
        intents=("a_new_one", *data.labels.intents), slots=("colour", *data.labels.slots),
        sentiments=data.labels.sentiments, out_of_scope=True,
    )  # fmt: skip
    second = recipe.build(tiny_bert, more, 0.0)
    fresh = second.get_parameter("intent.weight")[0].clone()
    warm_start.load_weights(second, more, str(tmp_path / "first"), str(tiny_bert))

    def parts(name: str) -> tuple[torch.Tensor, torch.Tensor]:
        return second.get_parameter(name), first.get_parameter(name)

    now, before = parts("intent.weight")
    assert torch.allclose(now[1:], before, atol=1e-3) and torch.equal(now[0], fresh)
    now, before = parts("slots.tag.bias")
    assert torch.allclose(now[[0, 3, 4]], before, atol=1e-3)
    now, before = parts("slots.transitions")
    assert torch.allclose(now[[0, 3, 4]][:, [0, 3, 4]], before, atol=1e-3)
    for name in ("slots.word.weight", "out_of_scope.weight", "sentiment.weight"):
        now, before = parts(name)
        assert torch.allclose(now, before, atol=1e-3)
