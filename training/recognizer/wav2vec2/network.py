"""wav2vec2 with a CTC head as it is trained: sounds → log-probabilities of letters. Knows no text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.errors import CheckpointError
from models.text.normalise import normalise
from training.recognizer.wav2vec2.config import CtcConfig

PAD, UNKNOWN, DELIMITER = "<pad>", "<unk>", "|"
_POSITION_GROUPS = 4


def vocabulary(texts: Iterable[str]) -> dict[str, int]:
    """The letters of the texts after normalising, in order, and the tokens that every alphabet has."""
    letters = sorted({letter for text in texts for letter in normalise(text)} - {" "})
    return {token: number for number, token in enumerate([PAD, UNKNOWN, DELIMITER, *letters])}


class CtcNetwork(nn.Module):
    """Arguments:
    wav2vec2: a `Wav2Vec2ForCTC`.
    """

    def __init__(self, wav2vec2: Any) -> None:
        super().__init__()
        self.wav2vec2 = wav2vec2

    def frames(self, samples: Tensor) -> Tensor:
        """How many frames so many samples give, elementwise."""
        lengths: Tensor = self.wav2vec2._get_feat_extract_output_lengths(samples)
        return lengths

    def forward(self, samples: Tensor, lengths: Tensor, hidden: Tensor | None = None) -> Tensor:
        """Arguments:
        samples: (batch, samples), zero behind each clip's end.
        lengths: (batch,), samples of each.
        hidden: (batch, frames), true where the network shall not see; None hides nothing.

        Returns:
            Log-probabilities, (frames, batch, tokens), float32.
        """
        inside = torch.arange(samples.shape[1], device=samples.device)[None] < lengths[:, None]
        states = self.wav2vec2.wav2vec2(
            samples, attention_mask=inside.long(), mask_time_indices=hidden
        ).last_hidden_state
        logits = self.wav2vec2.lm_head(self.wav2vec2.dropout(states))
        return logits.float().log_softmax(-1).transpose(0, 1)  # type: ignore[no-any-return]


def build(config: CtcConfig, tokens: dict[str, int], base: Path | None) -> CtcNetwork:
    """The network for an alphabet: the base with a new head, or a small one with random weights.

    Raises:
        CheckpointError: the base is no wav2vec2.
    """
    import transformers

    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    shared: dict[str, Any] = {
        "vocab_size": len(tokens), "pad_token_id": tokens[PAD], "layerdrop": 0.0,
        # the frames to hide are drawn with the batch; this alone makes the vector that stands for them
        "mask_time_prob": 0.01, "mask_feature_prob": 0.0,
        "hidden_dropout": config.dropout, "attention_dropout": config.dropout,
        "activation_dropout": config.dropout, "feat_proj_dropout": 0.0, "final_dropout": config.dropout,
    }  # fmt: skip
    if base is not None:
        return CtcNetwork(_from_base(base, shared, config.freeze_features))
    size = config.network
    return CtcNetwork(transformers.Wav2Vec2ForCTC(transformers.Wav2Vec2Config(
        hidden_size=size.width, num_hidden_layers=size.layers, num_attention_heads=size.heads,
        intermediate_size=size.inner_width, conv_dim=size.conv_dim, conv_kernel=size.conv_kernel,
        conv_stride=size.conv_stride, conv_bias=True,
        # the layer-norm variant learns from random weights, where the group-norm one needs pretraining
        feat_extract_norm="layer", do_stable_layer_norm=True,
        num_conv_pos_embeddings=size.position_kernel, num_conv_pos_embedding_groups=_POSITION_GROUPS,
        **shared,
    )))  # fmt: skip


def _from_base(folder: Path, shared: dict[str, Any], freeze: bool) -> Any:
    import transformers

    try:
        model = transformers.Wav2Vec2ForCTC.from_pretrained(
            str(folder), dtype=torch.float32, local_files_only=True, use_safetensors=True,
            ignore_mismatched_sizes=True, **shared,
        )  # fmt: skip
    except (OSError, ValueError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise CheckpointError(f"transformers cannot load this base ({reason})", where=str(folder)) from error
    if freeze:
        model.freeze_feature_encoder()  # type: ignore[no-untyped-call]
    return model
