"""Candidates of a domain for a hypothesis."""

from __future__ import annotations

import pytest

from models.asr.biasing.candidates import DomainCandidates
from tests.fixtures.tea_room import TEA


@pytest.fixture(scope="module")
def candidates() -> DomainCandidates:
    return DomainCandidates(TEA)


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


def test_an_unlisted_guest_keeps_the_name(candidates: DomainCandidates) -> None:
    assert "pour jasmine for beatrix" in [r.text for r in candidates.propose("pour jasmine for beatrix", 5)]


def test_a_right_hypothesis_keeps_its_spelling(candidates: DomainCandidates) -> None:
    assert candidates.propose("Pour me a small cup of Oolong.", 3)[0].text == "Pour me a small cup of Oolong."


def test_words_of_another_domain_are_far_less_likely(candidates: DomainCandidates) -> None:
    inside = candidates.log_probability("pour me a big mug of rooibos")
    assert candidates.log_probability("what is the weather in boston") < inside - 30
    assert candidates.unknown_share("jasmine for anna") == 0.0
    assert candidates.unknown_share("jasmine for boston") == pytest.approx(1 / 3)


def test_candidates_are_different_texts_best_first(candidates: DomainCandidates) -> None:
    found = candidates.propose("along please", 5)
    assert len({c.text for c in found}) == len(found) == 5
    assert [c.cost for c in found] == sorted(c.cost for c in found)
    assert candidates.propose("...", 5) == []
