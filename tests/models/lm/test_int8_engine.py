"""The int8 engine on a tiny model of random weights."""

from pathlib import Path

import pytest

from models.lm.chat_format import ChatFormat
from models.lm.decoding import Decoding
from models.lm.int8_engine import LmInt8Engine
from models.weights import store

PLAIN = Decoding(repetition_penalty=1.0)
PROMPT = [1, 20, 30, 40]


@pytest.fixture
def engine(tiny_gpt: Path, session_home: Path, monkeypatch: pytest.MonkeyPatch) -> LmInt8Engine:
    monkeypatch.setenv("ASSISTANT_HOME", str(session_home))
    return LmInt8Engine(store.engine(tiny_gpt, "gpt"), ChatFormat(tiny_gpt).tokens, threads=1)


def test_a_beam_of_one_is_greedy(engine: LmInt8Engine) -> None:
    greedy = list(engine.steps(PROMPT, max_tokens=5, stops=frozenset(), decoding=PLAIN))
    (best,) = engine.hypotheses(PROMPT, 1, max_tokens=5, stops=frozenset(), decoding=PLAIN)
    assert list(best.tokens) == greedy and len(greedy) == 5
    assert best.score == pytest.approx(sum(engine.log_probabilities(PROMPT, greedy)), abs=0.05)


def test_a_stop_ends_the_reply_and_is_left_out(engine: LmInt8Engine) -> None:
    first, second, *_ = engine.steps(PROMPT, max_tokens=5, stops=frozenset(), decoding=Decoding(1.5))
    stops = frozenset({second})
    assert list(engine.steps(PROMPT, max_tokens=5, stops=stops, decoding=Decoding(1.5))) == [first]


def test_a_wider_beam_finds_several_replies_best_first(engine: LmInt8Engine) -> None:
    found = engine.hypotheses(PROMPT, 3, max_tokens=4, stops=frozenset(), decoding=PLAIN)
    assert len({reply.tokens for reply in found}) == 3
    assert [reply.score for reply in found] == sorted((reply.score for reply in found), reverse=True)


def test_a_kept_prefix_changes_no_reply(engine: LmInt8Engine) -> None:
    before = list(engine.steps(PROMPT, max_tokens=5, stops=frozenset(), decoding=PLAIN))
    engine.prepare(PROMPT[:3])
    engine.prepare(PROMPT[:3])
    assert list(engine.steps(PROMPT, max_tokens=5, stops=frozenset(), decoding=PLAIN)) == before
