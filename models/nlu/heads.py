"""A checkpoint's heads in numpy: an encoder's states → the logits of every command. Loads no torch.

Every engine runs them, so that engines differ in the encoder alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from models.nlu.bio import bio_decode
from models.nlu.decoding import best_tags, softmax
from models.nlu.labels import Labels
from models.nlu.outputs import Array, CommandOutputs, HeadOutputs
from models.nlu.tokens import Tokens

_BOUNDARY_TAGS = Labels(boundaries=True).boundary_tags


class Heads:
    """The heads of `models.nlu.joint_bert.JointBert`.

    Arguments:
        weights: the heads' weights in float32, by their names in the network.
    """

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = weights

    def __call__(self, states: Array, tokens: Tokens) -> HeadOutputs:
        """The logits of one sentence.

        Arguments:
            states: (tokens, width), of the utterance and its context.
        """
        # a damaged checkpoint's values are the caller's to find
        with np.errstate(all="ignore"):
            return self._outputs(states, tokens)

    def _outputs(self, states: Array, tokens: Tokens) -> HeadOutputs:
        states = states[: tokens.own]
        words, pooled = states[tokens.word_starts], states.mean(axis=0)
        boundaries = self._tags("boundaries", words, [(0, len(words), pooled)])
        transitions = self._weights.get("boundaries.transitions")
        spans = () if boundaries is None else _spans(boundaries, transitions)
        pools = [pooled] if not spans else [_pool(states, *tokens.span(*span)) for span in spans]
        owned = [(*span, pool) for span, pool in zip(spans or [(0, len(words))], pools, strict=True)]
        return HeadOutputs(
            tuple(self._command(pool) for pool in pools),
            tags=self._tags("slots", words, owned),
            sentiments=self._linear("sentiment", pooled),
            transitions=self._weights.get("slots.transitions"),
            danger=self._single("danger", pooled),
            addressed=self._addressed(states, pooled),
            boundaries=boundaries,
            boundary_transitions=transitions,
            modifiers=self._tags("modifiers", words, owned),
            modifier_transitions=self._weights.get("modifiers.transitions"),
            spans=spans,
        )

    def _command(self, pool: Array) -> CommandOutputs:
        return CommandOutputs(
            intents=self._linear("intent", pool),
            out_of_scope=self._single("out_of_scope", pool),
            acts=self._linear("act", pool),
            relations=self._linear("relation", pool),
            pool=pool,
        )

    def _tags(self, head: str, words: Array, owned: Sequence[tuple[int, int, Array]]) -> Array | None:
        """`SlotHead`: (words, width) → (words, tags); 0 for the words of no command; None for an absent head.

        Arguments:
            owned: first word, word after the last, and pool (width,) of each command.
        """
        if f"{head}.tag.weight" not in self._weights:
            return None
        tags = np.zeros((len(words), len(self._weights[f"{head}.tag.bias"])), dtype=np.float32)
        for first, last, pool in owned:
            mixed = self._affine(f"{head}.word", words[first:last])
            mixed = mixed + self._weights[f"{head}.sentence.weight"] @ pool
            tags[first:last] = self._affine(f"{head}.tag", np.maximum(mixed, 0))
        return tags

    def _addressed(self, states: Array, pooled: Array) -> float | None:
        """`AddressedHead`: (tokens, width) → the logit; None for an absent head."""
        if "addressed.query.weight" not in self._weights:
            return None
        attention = softmax(self._affine("addressed.query", states).T)  # (queries, tokens)
        pools = np.concatenate([(attention @ states).ravel(), pooled])
        return float(
            self._affine("addressed.output", np.maximum(self._affine("addressed.hidden", pools), 0))[0]
        )

    def _linear(self, head: str, inputs: Array) -> Array | None:
        return self._affine(head, inputs) if f"{head}.weight" in self._weights else None

    def _single(self, head: str, inputs: Array) -> float | None:
        logits = self._linear(head, inputs)
        return None if logits is None else float(logits[0])

    def _affine(self, name: str, inputs: Array) -> Array:
        result: Array = inputs @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result


def _spans(boundaries: Array, transitions: Array | None) -> tuple[tuple[int, int], ...]:
    """The commands' words, first and after the last; empty where the sentence is one command."""
    spans = bio_decode(best_tags(boundaries, _BOUNDARY_TAGS, transitions))
    return tuple((first, last) for _, first, last in spans) if len(spans) > 1 else ()


def _pool(states: Array, first: int, last: int) -> Array:
    """(width,) the mean of a command's tokens and the sentence's first and last ones."""
    mean: Array = np.concatenate([states[:1], states[first:last], states[-1:]]).mean(axis=0)
    return mean
