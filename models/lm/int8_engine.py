"""A causal language model in CTranslate2: the engine of CPUs."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from models.lm.decoding import Decoding, ReplyHypothesis, longest

MAX_KEPT_PREFIXES = 32
"""CTranslate2 never frees a static prompt: about 46 kB a token for a model of 135 M parameters."""
POLL_S = 0.005
"""Poll interval of a search with a time limit."""


class LmInt8Engine:
    """Greedy decoding and beam search of a CTranslate2 model.

    Arguments:
        folder: a CTranslate2 folder.
        tokens: ids → token strings.
        device: cpu or cuda.
        threads: CPU threads of one reply.
    """

    def __init__(
        self,
        folder: Path,
        tokens: Callable[[Sequence[int]], list[str]],
        *,
        device: str = "cpu",
        threads: int = 0,
    ) -> None:
        import ctranslate2

        # with a static prompt kept, a generator that outlives the interpreter's modules aborts the process
        self._held = [
            ctranslate2.Generator(str(folder), device=device, compute_type="int8", intra_threads=threads)
        ]
        weakref.finalize(self, self._held.clear)
        self._tokens = tokens
        self._prefixes: list[tuple[int, ...]] = []

    def prepare(self, prefix: Sequence[int]) -> None:
        """Keep the state after these tokens, up to `MAX_KEPT_PREFIXES` prefixes."""
        key = tuple(prefix)
        if not key or key in self._prefixes or len(self._prefixes) == MAX_KEPT_PREFIXES:
            return
        self._prefixes.append(key)
        # one token after the prefix: the state is computed and kept on first use
        for _ in self.steps([*key, key[-1]], max_tokens=1, stops=frozenset(), decoding=Decoding()):
            pass

    def steps(
        self, prompt: Sequence[int], *, max_tokens: int, stops: frozenset[int], decoding: Decoding
    ) -> Iterator[int]:
        """The next tokens up to a stop, exclusive; closing the iterator ends the work."""
        prefix = longest(self._prefixes, prompt)
        results = self._held[0].generate_tokens(
            self._tokens(prompt[len(prefix) :]),
            max_length=max_tokens,
            static_prompt=self._tokens(prefix) or None,
            cache_static_prompt=True,
            end_token=sorted(stops) or None,
            repetition_penalty=decoding.repetition_penalty,
        )
        with closing(results):
            for result in results:
                if result.token_id in stops:
                    return
                yield result.token_id

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
        """The n likeliest replies of a beam of width n, best first; none after a timeout.

        CTranslate2 cannot cancel a search: after a timeout it runs to its end, at most to `max_tokens`,
        and the next reply waits for it.
        """
        prefix = longest(self._prefixes, prompt)
        (search,) = self._held[0].generate_batch(
            [self._tokens(prompt[len(prefix) :])],
            max_length=max_tokens,
            static_prompt=self._tokens(prefix) or None,
            cache_static_prompt=True,
            include_prompt_in_result=False,
            end_token=sorted(stops) or None,
            repetition_penalty=decoding.repetition_penalty,
            beam_size=n,
            num_hypotheses=n,
            length_penalty=0,
            return_scores=True,
            asynchronous=True,
        )
        deadline = time.monotonic() + timeout_s if timeout_s is not None else None
        while deadline is not None and not search.done():
            if time.monotonic() > deadline:
                return []
            time.sleep(POLL_S)
        found = search.result()
        return [
            ReplyHypothesis(tuple(ids), score)
            for ids, score in zip(found.sequences_ids, found.scores, strict=True)
        ]

    def log_probabilities(self, prompt: Sequence[int], written: Sequence[int]) -> list[float]:
        """Natural logarithm of each written token's probability, given all tokens before it."""
        (scored,) = self._held[0].score_batch([self._tokens([*prompt, *written])])
        return [float(p) for p in scored.log_probs[-len(written) :]]
