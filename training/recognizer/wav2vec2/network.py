"""wav2vec2 with a CTC head: sounds → log-probabilities of letters. Knows no text."""

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
    """Token → number: the special tokens, then the letters of the normalised texts in order."""
    letters = sorted({letter for text in texts for letter in normalise(text)} - {" "})
    return {token: number for number, token in enumerate([PAD, UNKNOWN, DELIMITER, *letters])}


class CtcNetwork(nn.Module):
    """wav2vec2 with masks drawn outside of it.

    Arguments:
        wav2vec2: a `Wav2Vec2ForCTC`.
    """

    def __init__(self, wav2vec2: Any) -> None:
        super().__init__()
        self.wav2vec2 = wav2vec2

    def frames(self, samples: Tensor) -> Tensor:
        """The number of frames of a number of samples, elementwise."""
        lengths: Tensor = self.wav2vec2._get_feat_extract_output_lengths(samples)
        return lengths

    def forward(self, samples: Tensor, lengths: Tensor, hidden: Tensor | None = None) -> Tensor:
        """Log-probabilities of the letters, (frames, batch, tokens), float32.

        Arguments:
            samples: (batch, samples), zero behind each clip's end.
            lengths: (batch,), samples of each clip.
            hidden: (batch, frames), true in the masked frames; None masks nothing.
        """
        inside = torch.arange(samples.shape[1], device=samples.device)[None] < lengths[:, None]
        states = self.wav2vec2.wav2vec2(
            samples, attention_mask=inside.long(), mask_time_indices=hidden
        ).last_hidden_state
        logits = self.wav2vec2.lm_head(self.wav2vec2.dropout(states))
        return logits.float().log_softmax(-1).transpose(0, 1)  # type: ignore[no-any-return]


def build(config: CtcConfig, tokens: dict[str, int], base: Path | None) -> CtcNetwork:
    """The network for an alphabet: the base with a new head, or a small network with random weights.

    Arguments:
        tokens: see `vocabulary`.
        base: folder of a wav2vec2, whose convolutions are frozen.

    Raises:
        CheckpointError: the base is not a wav2vec2.
    """
    import transformers

    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    shared: dict[str, Any] = {
        "vocab_size": len(tokens), "pad_token_id": tokens[PAD], "layerdrop": 0.0,
        # the masked frames are drawn with the batch; a positive probability creates the mask embedding
        "mask_time_prob": 0.01, "mask_feature_prob": 0.0,
        "hidden_dropout": config.dropout, "attention_dropout": config.dropout,
        "activation_dropout": config.dropout, "feat_proj_dropout": 0.0, "final_dropout": config.dropout,
    }  # fmt: skip
    if base is not None:
        return CtcNetwork(_from_base(base, shared))
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


def _from_base(folder: Path, shared: dict[str, Any]) -> Any:
    import transformers

    try:
        model = transformers.Wav2Vec2ForCTC.from_pretrained(
            str(folder), dtype=torch.float32, local_files_only=True, use_safetensors=True,
            ignore_mismatched_sizes=True, **shared,
        )  # fmt: skip
    except (OSError, ValueError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise CheckpointError(f"transformers cannot load this base ({reason})", where=str(folder)) from error
    model.freeze_feature_encoder()  # type: ignore[no-untyped-call]
    return model
