"""Reply candidates of every engine, and the choice among them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from models import lm
from models.lm import torch_engine
from models.lm.chat_format import ChatFormat
from models.lm.checks.reranking import ReplyCandidate, choose, faults
from models.lm.decoding import Decoding, LmEngine
from models.lm.gpt import EngineName
from models.lm.int8_engine import LmInt8Engine
from models.types import Fact, Message
from models.weights import store
from tests.fixtures.processor import INT8_OVERFLOWS, REASON

ENGINES = [name for name in get_args(EngineName) if name != "auto"]
PLAIN = Decoding(repetition_penalty=1.0)
FACTS: dict[str, Fact] = {"place": "Paris", "time": "7:30 PM", "confirm": True}
STOPS = frozenset(range(0, 320, 4))
"""Stops of a model with random weights, so that its replies end soon."""


@pytest.fixture(params=ENGINES)
def engine(
    request: pytest.FixtureRequest, tiny_gpt: Path, session_home: Path, monkeypatch: pytest.MonkeyPatch
) -> LmEngine:
    monkeypatch.setenv("ASSISTANT_HOME", str(session_home))
    return made(request.param, tiny_gpt)


def made(name: str, folder: Path) -> LmEngine:
    if name == "torch":
        return torch_engine.load(folder, "cpu")
    return LmInt8Engine(store.engine(folder, "gpt"), ChatFormat(folder).tokens, threads=1)


def prompt(folder: Path, text: str = "how are you") -> list[int]:
    return ChatFormat(folder).prompt([Message("system", "hello there"), Message("user", text)])


def test_hypotheses_come_best_first_with_their_log_probabilities(engine: LmEngine, tiny_gpt: Path) -> None:
    asked = prompt(tiny_gpt)
    found = engine.hypotheses(asked, 6, max_tokens=20, stops=STOPS, decoding=PLAIN)
    # the same words may end in different stops
    assert len(found) == 6 and len({reply.tokens for reply in found}) > 2
    assert [reply.score for reply in found] == sorted((r.score for r in found), reverse=True)
    for reply in found:
        assert len(reply.tokens) < 20 and not STOPS & set(reply.tokens)
        # with the likeliest stop after it
        ends = [sum(engine.log_probabilities(asked, [*reply.tokens, stop])) for stop in sorted(STOPS)]
        assert any(reply.score == pytest.approx(end, abs=0.05) for end in ends)


@pytest.mark.skipif(INT8_OVERFLOWS, reason=REASON)
def test_both_engines_find_the_same_in_the_same_order(
    tiny_gpt: Path, session_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(session_home))
    one, two = (
        made(name, tiny_gpt).hypotheses(prompt(tiny_gpt), 3, max_tokens=20, stops=STOPS, decoding=PLAIN)
        for name in ENGINES
    )
    assert [reply.tokens for reply in one] == [reply.tokens for reply in two]


def test_a_prepared_beginning_changes_no_hypothesis(engine: LmEngine, tiny_gpt: Path) -> None:
    asked = prompt(tiny_gpt)

    def tokens() -> list[tuple[int, ...]]:
        found = engine.hypotheses(asked, 4, max_tokens=8, stops=STOPS, decoding=PLAIN)
        return [reply.tokens for reply in found]

    plain = tokens()
    engine.prepare(asked[:6])
    assert tokens() == plain and tokens() == plain


def test_a_beam_of_one_is_greedy_with_its_repetition_penalty(engine: LmEngine, tiny_gpt: Path) -> None:
    for penalty in (1.0, 1.5):
        decoding = Decoding(repetition_penalty=penalty)
        steps = engine.steps(prompt(tiny_gpt), max_tokens=10, stops=frozenset({1}), decoding=decoding)
        (reply,) = engine.hypotheses(
            prompt(tiny_gpt), 1, max_tokens=10, stops=frozenset({1}), decoding=decoding
        )
        assert reply.tokens == tuple(steps)


def test_a_search_that_is_late_finds_nothing(engine: LmEngine, tiny_gpt: Path) -> None:
    asked = prompt(tiny_gpt)
    late = engine.hypotheses(asked, 8, max_tokens=100, stops=frozenset({1}), decoding=PLAIN, timeout_s=0.0)
    assert late == []
    in_time = engine.hypotheses(asked, 2, max_tokens=4, stops=STOPS, decoding=PLAIN, timeout_s=60.0)
    assert len(in_time) == 2


def test_candidates_are_whole_texts_and_differ(
    tiny_gpt: Path, session_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(session_home))
    gpt = lm.load(str(tiny_gpt), device="cpu", engine="int8")
    # random weights never end a turn within two tokens, and unfinished replies are left out
    assert gpt.candidates([Message("user", "hello")], 3, max_tokens=2) == []


def test_the_reply_with_the_value_is_taken_though_another_is_likelier() -> None:
    candidates = [
        ReplyCandidate("You are at 7:30 PM.", -1.0),
        ReplyCandidate("It's half past seven PM in Paris, ask Anna.", -2.0),
        ReplyCandidate("In Paris at 7:30 PM, then.", -4.0),
        ReplyCandidate("In Paris at 7:30 PM.", -3.0),
    ]
    assert choose("At 7:30 PM.", candidates, FACTS) == "In Paris at 7:30 PM."
    assert choose("At 7:30 PM.", candidates[:1], FACTS) == "At 7:30 PM."
    assert choose("At 7:30 PM.", [], FACTS) == "At 7:30 PM."
    # of those that are equally good, the first that was written
    assert choose("Paris, 7:30 PM.", candidates, FACTS) == "Paris, 7:30 PM."


def test_what_is_left_out_and_what_is_made_up_are_faults_alike() -> None:
    assert faults("In Paris at 7:30 PM.", FACTS) == 0
    assert faults("At 7:30 PM with Anna.", FACTS) == 2
    assert faults("In Paris at 7:30 PM with Anna.", FACTS, ["Anna called"]) == 0
