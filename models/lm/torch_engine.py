"""A causal language model in torch: the engine of GPUs, and the reference for the int8 engine."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.checkpoint import adapter_base, load_model
from models.device import DeviceName, dtype, resolve
from models.lm.decoding import Decoding, ReplyHypothesis, longest

if TYPE_CHECKING:
    import torch

MAX_KEPT_PREFIXES = 32


class LmTorchEngine:
    """Greedy decoding and beam search of a transformers model.

    Arguments:
        model: a causal language model, on its device.
    """

    def __init__(self, model: Any) -> None:
        self._model = model.eval()
        self._kept: dict[tuple[int, ...], Any] = {}

    def prepare(self, prefix: Sequence[int]) -> None:
        """Keep the keys and values after these tokens, up to `MAX_KEPT_PREFIXES` prefixes."""
        key = tuple(prefix)
        if key and key not in self._kept and len(self._kept) < MAX_KEPT_PREFIXES:
            self._kept[key] = self._forward([key], None)[1]

    def steps(
        self, prompt: Sequence[int], *, max_tokens: int, stops: frozenset[int], decoding: Decoding
    ) -> Iterator[int]:
        """The next tokens up to a stop, exclusive; closing the iterator ends the work."""
        fresh, cache = self._begin(prompt)
        written: list[int] = []
        while len(written) < max_tokens:
            logits, cache = self._forward([fresh], cache)
            token = int(_penalised(logits[0], written, decoding).argmax())
            if token in stops:
                return
            written.append(token)
            yield token
            fresh = [token]

    def hypotheses(
        self,
        prompt: Sequence[int],
        n: int,
        *,
        max_tokens: int,
        stops: frozenset[int],
        decoding: Decoding,
        timeout_s: float | None = None,
    ) -> list[ReplyHypothesis]:
        """The n likeliest replies of a beam of width n, best first; none after a timeout."""
        import torch

        deadline = time.monotonic() + timeout_s if timeout_s is not None else None
        fresh, cache = self._begin(prompt)
        logits, cache = self._forward([fresh], cache)
        beams, ended = [ReplyHypothesis((), 0.0)], list[ReplyHypothesis]()
        for length in range(1, max_tokens + 1):
            scores = torch.stack(
                [
                    beam.score + _penalised(row, beam.tokens, decoding).log_softmax(-1)
                    for beam, row in zip(beams, logits, strict=True)
                ]
            )  # (beams, vocabulary)
            best = scores.flatten().topk(min(2 * n, scores.numel()))
            going: list[tuple[int, ReplyHypothesis]] = []
            for rank, (score, at) in enumerate(zip(best.values.tolist(), best.indices.tolist(), strict=True)):
                row, token = divmod(at, scores.shape[1])
                if token in stops:
                    # beyond rank n, n likelier hypotheses go on or end
                    ended += [ReplyHypothesis(beams[row].tokens, score)] if rank < n else []
                elif len(going) < n:
                    going.append((row, ReplyHypothesis((*beams[row].tokens, token), score)))
            beams = [beam for _, beam in going]
            if len(ended) >= n:
                break
            if length == max_tokens:
                ended += beams
                break
            if deadline is not None and time.monotonic() > deadline:
                return []
            cache.reorder_cache(torch.tensor([row for row, _ in going], device=self._model.device))
            logits, cache = self._forward([beam.tokens[-1:] for beam in beams], cache)
        return sorted(ended, key=lambda reply: -reply.score)[:n]

    def log_probabilities(self, prompt: Sequence[int], written: Sequence[int]) -> list[float]:
        """Natural logarithm of each written token's probability, given all tokens before it."""
        import torch

        with torch.inference_mode():
            tokens = torch.tensor([[*prompt, *written]], device=self._model.device)  # (1, tokens)
            logits = self._model(input_ids=tokens, logits_to_keep=len(written) + 1).logits[0, :-1]
            scores = logits.float().log_softmax(-1).gather(-1, tokens[0, -len(written) :, None])
        return [float(p) for p in scores[:, 0].cpu()]

    def _begin(self, prompt: Sequence[int]) -> tuple[Sequence[int], Any]:
        """A prompt's tokens after the longest kept prefix, and a copy of the prefix's cache."""
        prefix = longest(list(self._kept), prompt)
        # a copy, since the cache grows in place and other replies begin with the same prefix
        return prompt[len(prefix) :], copy.deepcopy(self._kept[prefix]) if prefix else None

    def _forward(self, rows: Sequence[Sequence[int]], cache: Any) -> tuple[torch.Tensor, Any]:
        """Logits of the next tokens, (rows, vocabulary) float32 on the CPU, and the cache after the rows."""
        import torch

        with torch.inference_mode():
            tokens = torch.tensor([list(row) for row in rows], device=self._model.device)  # (rows, tokens)
            # scores of the last position alone: the vocabulary is the widest layer of a small model
            out = self._model(input_ids=tokens, cache=cache, use_cache=True, logits_to_keep=1)
        return out.logits[:, -1].float().cpu(), out.cache


def load(folder: Path, name: DeviceName) -> LmTorchEngine:
    """Load the engine of a model's or a PEFT adapter's folder, in the device's dtype.

    Raises:
        CheckpointError: the folder is no causal language model.
        DeviceError: there is no such device.
    """
    from transformers import AutoModelForCausalLM

    from models.weights.store import ensure

    device = resolve(name)
    base = adapter_base(folder)
    model = load_model(
        AutoModelForCausalLM, folder, ensure(base) if base else folder, dtype(device),
        wrong="no causal language model",
    )  # fmt: skip
    return LmTorchEngine(model.to(device))


def _penalised(logits: torch.Tensor, written: Sequence[int], decoding: Decoding) -> torch.Tensor:
    """(vocabulary,) logits with the repetition penalty on the written tokens."""
    import torch

    if not written or decoding.repetition_penalty == 1:
        return logits
    seen = torch.tensor(sorted(set(written)))
    scores = logits[seen]
    penalty = decoding.repetition_penalty
    return logits.index_copy(0, seen, torch.where(scores > 0, scores / penalty, scores * penalty))
