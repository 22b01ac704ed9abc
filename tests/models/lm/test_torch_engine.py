"""The torch engine on a tiny model of random weights."""

from pathlib import Path

import pytest

from models.lm import torch_engine
from models.lm.decoding import Decoding
from models.lm.torch_engine import LmTorchEngine

PLAIN = Decoding(repetition_penalty=1.0)
PROMPT = [1, 20, 30, 40]


@pytest.fixture
def engine(tiny_gpt: Path) -> LmTorchEngine:
    return torch_engine.load(tiny_gpt, "cpu")


def test_a_beam_of_one_is_greedy(engine: LmTorchEngine) -> None:
    greedy = list(engine.steps(PROMPT, max_tokens=5, stops=frozenset(), decoding=PLAIN))
    (best,) = engine.hypotheses(PROMPT, 1, max_tokens=5, stops=frozenset(), decoding=PLAIN)
    assert list(best.tokens) == greedy
    assert best.score == pytest.approx(sum(engine.log_probabilities(PROMPT, greedy)), abs=1e-3)


def test_a_stop_ends_the_reply_and_is_left_out(engine: LmTorchEngine) -> None:
    first, second, *_ = engine.steps(PROMPT, max_tokens=5, stops=frozenset(), decoding=Decoding(1.5))
    stops = frozenset({second})
    assert list(engine.steps(PROMPT, max_tokens=5, stops=stops, decoding=Decoding(1.5))) == [first]


def test_a_strong_penalty_repeats_no_token(engine: LmTorchEngine) -> None:
    tokens = list(engine.steps(PROMPT, max_tokens=12, stops=frozenset(), decoding=Decoding(1e6)))
    assert len(set(tokens)) == 12


def test_a_wider_beam_finds_several_replies_best_first(engine: LmTorchEngine) -> None:
    found = engine.hypotheses(PROMPT, 3, max_tokens=4, stops=frozenset(), decoding=PLAIN)
    assert len({reply.tokens for reply in found}) == 3
    assert [reply.score for reply in found] == sorted((reply.score for reply in found), reverse=True)
    assert engine.hypotheses(PROMPT, 3, max_tokens=9, stops=frozenset(), decoding=PLAIN, timeout_s=0) == []


def test_a_kept_prefix_changes_no_reply(engine: LmTorchEngine) -> None:
    before = list(engine.steps(PROMPT, max_tokens=5, stops=frozenset(), decoding=PLAIN))
    engine.prepare(PROMPT[:3])
    assert list(engine.steps(PROMPT, max_tokens=5, stops=frozenset(), decoding=PLAIN)) == before
