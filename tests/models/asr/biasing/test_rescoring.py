"""Rescoring: a candidate that sounds alike is proposed, and wins where the sound supports it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.asr.biasing.candidates import DomainCandidates
from models.asr.biasing.domain_ngram import DomainNGram, slot_token, tokenize
from models.asr.biasing.rescoring import BiasingStrength, ContextualBiasing
from models.asr.whisper.engine import DecoderOutput, TokenSequence
from models.manifest import SlotLabel
from models.nlu.domain import DomainDescription, DomainSentence, DomainSlot


def _sentence(text: str, **slots: str) -> DomainSentence:
    labels = [SlotLabel(n, v, text.index(v), text.index(v) + len(v)) for n, v in slots.items()]
    return DomainSentence(text=text, intent="brew", slots=tuple(labels))


TEA = DomainDescription(
    name="tea room",
    slots={
        "tea": DomainSlot(values=("oolong", "rooibos", "jasmine"), synonyms={"rooibos": ("red bush",)}),
        "cup": DomainSlot(values=("small cup", "big mug")),
        "guest": DomainSlot(examples=("anna",)),
    },
    sentences=(
        _sentence("pour me a small cup of oolong", cup="small cup", tea="oolong"),
        _sentence("pour a big mug of jasmine", cup="big mug", tea="jasmine"),
        _sentence("oolong please", tea="oolong"),
        _sentence("pour jasmine for anna", tea="jasmine", guest="anna"),
    ),
)


@pytest.fixture(scope="module")
def candidates() -> DomainCandidates:
    return DomainCandidates(TEA)


def test_a_slot_is_one_token() -> None:
    assert tokenize(TEA.sentences[0]) == ["pour", "me", "a", slot_token("cup"), "of", slot_token("tea")]


def test_the_ngram_sums_to_one_over_what_it_knows_and_one_unknown_word_each() -> None:
    ngram = DomainNGram([tokenize(s) for s in TEA.sentences])
    seen = sum(pow(2.718281828, ngram.log_probability(("a",), t)) for t in (*ngram.tokens, "</s>"))
    assert 0.8 < seen <= 1.001


@pytest.mark.parametrize(
    ("recognized", "meant"),
    [
        ("pour me a small cop of along", "pour me a small cup of oolong"),
        ("pour a big mock of just mean", "pour a big mug of jasmine"),
        ("roy boss please", "rooibos please"),
        ("red bush please", "red bush please"),
    ],
)
def test_the_likeliest_candidate_is_what_was_meant(
    candidates: DomainCandidates, recognized: str, meant: str
) -> None:
    assert candidates.propose(recognized, 5)[0].text == meant


def test_a_guest_whom_nobody_has_listed_keeps_the_name(candidates: DomainCandidates) -> None:
    assert "pour jasmine for beatrix" in [r.text for r in candidates.propose("pour jasmine for beatrix", 5)]


def test_a_right_hypothesis_keeps_its_spelling(candidates: DomainCandidates) -> None:
    assert candidates.propose("Pour me a small cup of Oolong.", 3)[0].text == "Pour me a small cup of Oolong."


def test_words_of_another_domain_are_far_less_likely(candidates: DomainCandidates) -> None:
    inside = candidates.log_probability("pour me a big mug of rooibos")
    assert candidates.log_probability("what is the weather in boston") < inside - 30
    assert candidates.unknown_share("jasmine for anna") == 0.0
    assert candidates.unknown_share("jasmine for boston") == pytest.approx(1 / 3)


class _Letters:
    """A vocabulary in which every letter is a token."""

    def tokens(self, text: str) -> tuple[int, ...]:
        return tuple(map(ord, text))

    def text(self, tokens: Sequence[int]) -> str:
        return "".join(map(chr, tokens))


def _recognized(text: str, log_probability: float) -> DecoderOutput:
    return DecoderOutput((TokenSequence(tuple(map(ord, text)), log_probability / (len(text) + 1)),), 0.0)


@pytest.mark.parametrize(("of_the_candidate", "chosen"), [(-6.0, "oolong please"), (-60.0, "along please")])
def test_a_candidate_is_taken_where_the_sound_supports_it(of_the_candidate: float, chosen: str) -> None:
    biasing = ContextualBiasing(TEA, _Letters(), BiasingStrength())

    def score(texts: Sequence[Sequence[int]]) -> list[float]:
        return [of_the_candidate if "".join(map(chr, t)) == "oolong please" else -200.0 for t in texts]

    decoded = biasing.rescore(_recognized("along please", -3.0), score)
    assert _Letters().text(decoded.sequences[0].tokens) == chosen


def test_a_certain_text_of_the_domain_is_not_rescored() -> None:
    def score(texts: Sequence[Sequence[int]]) -> list[float]:
        raise AssertionError(f"{len(texts)} texts were scored")

    decoded = _recognized("oolong please", -0.01)
    assert ContextualBiasing(TEA, _Letters()).rescore(decoded, score) is decoded


def test_outside_the_domain_nothing_changes_even_where_fewer_words_would_be_likelier() -> None:
    hypothesis, shorter = "is it my son's room", "is it my sunsroom"
    both = (*_recognized(hypothesis, -2.0).sequences, *_recognized(shorter, -4.0).sequences)
    chosen = ContextualBiasing(TEA, _Letters()).rescore(
        DecoderOutput(both, 0.0), lambda texts: [-60.0] * len(texts)
    )
    assert [_Letters().text(s.tokens) for s in chosen.sequences[:2]] == [hypothesis, shorter]


def test_short_words_are_not_all_left_out() -> None:
    scored: list[str] = []

    def score(texts: Sequence[Sequence[int]]) -> list[float]:
        scored.extend("".join(map(chr, t)) for t in texts)
        return [-0.1] * len(texts)

    chosen = ContextualBiasing(TEA, _Letters()).rescore(_recognized("e t", -2.0), score)
    assert "" not in scored and _Letters().text(chosen.sequences[0].tokens)
