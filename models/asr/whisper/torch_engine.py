"""Whisper in torch: the engine of accelerators, in half precision there, and the reference for int8.

The beam search is CTranslate2's and OpenAI's: it ends with as many finished texts as beams, ranked by their
mean over the tokens. transformers' `generate` ranks and ends by other rules, and does not return the first
position's logits, which hold the probability of no speech.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from models.asr.whisper.engine import DecoderOutput, Search, TokenSequence, mean_log_probability
from models.asr.whisper.features import Features
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.checkpoint import adapter_base, load_model
from models.device import DeviceName, dtype, resolve

if TYPE_CHECKING:
    import torch


class WhisperTorchEngine:
    """Whisper's networks in torch.

    Arguments:
        model: a `WhisperForConditionalGeneration` on its device.
        vocabulary: of the same model.
    """

    def __init__(self, model: Any, vocabulary: WhisperVocabulary) -> None:
        import torch

        self._model = model.eval()
        self._vocabulary = vocabulary
        self._banned = torch.tensor(vocabulary.suppressed, device=model.device)
        self._banned_first = torch.tensor(vocabulary.suppressed_first, device=model.device)

    @property
    def bands(self) -> int:
        """Mel bands of a frame."""
        return int(self._model.config.num_mel_bins)

    def encode(self, features: Features) -> torch.Tensor:
        """(bands, frames) → (1, frames / 2, width)."""
        import torch

        with torch.inference_mode():
            return encoder_states(
                self._model, torch.from_numpy(features)[None].to(self._model.device, self._model.dtype)
            )

    def join(self, states: torch.Tensor, silence: torch.Tensor, positions: Sequence[int]) -> torch.Tensor:
        """`states`, then these positions of `silence`."""
        import torch

        return torch.cat([states, silence[:, list(positions)]], dim=1)

    def last(self, states: torch.Tensor, end: int, count: int) -> NDArray[np.float32]:
        """At most `count` states before position `end` in the host's memory, (count, width)."""
        return np.asarray(states[0, max(0, end - count) : end].float().cpu().numpy(), dtype=np.float32)

    def lengths(self, states: torch.Tensor) -> NDArray[np.float32]:
        """The Euclidean length of each state, (positions,)."""
        return np.asarray(states[0].float().norm(dim=-1).cpu().numpy(), dtype=np.float32)

    def decode(self, states: torch.Tensor, prompt: Sequence[int], search: Search) -> DecoderOutput:
        """The likeliest text tokens after the prompt by beam search; greedy where the beam is 1."""
        import torch

        with torch.inference_mode():
            return self._search(states, prompt, search)

    def score(
        self, states: torch.Tensor, prompt: Sequence[int], texts: Sequence[Sequence[int]]
    ) -> tuple[float, ...]:
        """The log-probability of each text after the prompt: the sum over its tokens without the end."""
        import torch

        end, before = self._vocabulary.end, len(prompt)
        longest = max(map(len, texts))
        rows = [[*prompt, *text, *[0] * (longest - len(text))] for text in texts]
        tokens = torch.tensor(rows, device=states.device)
        with torch.inference_mode():
            logits, _ = self._forward(tokens[:, :-1], states.expand(len(texts), -1, -1), None)
            # a distribution over text tokens alone, as CTranslate2 computes it
            of_text = logits[:, before - 1 :, :end].log_softmax(-1)
            each = of_text.gather(-1, tokens[:, before:, None])[..., 0].cpu()
        return tuple(float(each[i, : len(text)].sum()) for i, text in enumerate(texts))

    def _search(self, states: torch.Tensor, prompt: Sequence[int], search: Search) -> DecoderOutput:
        import torch

        beam, end = search.beam_size, self._vocabulary.end
        logits, cache = self._forward(torch.tensor([list(prompt)], device=states.device), states, None)
        no_speech = float(logits[0, 0].softmax(-1)[self._vocabulary.no_speech])
        scores = self._allowed(logits[:, -1], first=True)  # (1, vocabulary)
        live = [_Path((), 0.0)]
        done: list[_Path] = []
        while True:
            # twice the beam, so that `beam` texts go on even if as many end
            total = scores + torch.tensor([[p.total] for p in live], device=scores.device)
            best = total.flatten().topk(2 * beam)
            rows = (best.indices // scores.shape[1]).tolist()
            ids = (best.indices % scores.shape[1]).tolist()
            grown: list[tuple[int, _Path]] = []
            for row, token, value in zip(rows, ids, best.values.tolist(), strict=True):
                if token == end:
                    done.append(_Path(live[row].tokens, value))
                elif len(grown) < beam:
                    grown.append((row, _Path((*live[row].tokens, token), value)))
                if beam == 1:
                    break  # greedy takes the one best token, even where it ends the text
            if len(done) >= beam or not grown or len(grown[0][1].tokens) >= search.max_tokens:
                break
            if beam > 1:
                parents = torch.tensor([row for row, _ in grown], device=states.device)
                if len(live) == 1:
                    cache.batch_repeat_interleave(len(grown))
                    states = states.expand(len(grown), -1, -1)
                else:
                    # the keys and values of the sound are equal for all
                    cache.self_attention_cache.reorder_cache(parents)
            live = [path for _, path in grown]
            logits, cache = self._forward(
                torch.tensor([[p.tokens[-1]] for p in live], device=states.device), states, cache
            )
            scores = self._allowed(logits[:, -1], first=False)
        if len(done) < beam:
            # the token budget is spent; unfinished texts count as finished
            done.extend(path for _, path in grown)
        ranked = sorted(done, key=lambda p: p.total / max(1, len(p.tokens)), reverse=True)
        return DecoderOutput(
            tuple(
                TokenSequence(p.tokens, mean_log_probability(p.total, len(p.tokens)))
                for p in ranked[: search.n_best]
            ),
            no_speech,
        )

    def _forward(self, tokens: torch.Tensor, states: torch.Tensor, cache: Any) -> tuple[torch.Tensor, Any]:
        """Logits (paths, tokens, vocabulary) in float32, and the cache after them."""
        out = self._model.model.decoder(
            input_ids=tokens, encoder_hidden_states=states, cache=cache, use_cache=True
        )
        return self._model.proj_out(out.last_hidden_state).float(), out.cache

    def _allowed(self, logits: torch.Tensor, *, first: bool) -> torch.Tensor:
        """Log-probabilities (paths, vocabulary) without the suppressed tokens."""
        logits[:, self._banned] = float("-inf")
        if first:
            logits[:, self._banned_first] = float("-inf")
        return logits.log_softmax(-1)


def encoder_states(model: Any, features: torch.Tensor) -> torch.Tensor:
    """(batch, bands, frames) of any even length up to 30 s → (batch, frames / 2, width).

    Arguments:
        model: a `WhisperForConditionalGeneration`; its own forward accepts 30 s only.
    """
    from torch.nn import functional

    encoder = model.model.encoder
    hidden = functional.gelu(encoder.conv1(features))
    hidden = functional.gelu(encoder.conv2(hidden)).transpose(1, 2)
    hidden = hidden + encoder.embed_positions.weight[: hidden.shape[1]]
    for layer in encoder.layers:
        out = layer(hidden, None)
        hidden = out[0] if isinstance(out, tuple) else out
    return encoder.layer_norm(hidden)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class _Path:
    """A text in the search."""

    tokens: tuple[int, ...]
    total: float
    """Sum of log-probabilities, with that of the end in a finished text."""


def load(folder: Path, vocabulary: WhisperVocabulary, name: DeviceName) -> WhisperTorchEngine:
    """The engine of a Hugging Face folder or PEFT adapter folder, in the device's dtype.

    Raises:
        CheckpointError: transformers cannot load the folder.
    """
    from transformers import WhisperForConditionalGeneration

    from models.weights.store import ensure

    device = resolve(name)
    base = adapter_base(folder)
    source = ensure(base) if base else folder
    wrong = "transformers cannot load this folder"
    model = load_model(WhisperForConditionalGeneration, folder, source, dtype(device), wrong=wrong)
    return WhisperTorchEngine(model.to(device), vocabulary)
