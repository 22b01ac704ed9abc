"""The attention head: its inputs, the talk in the room, settings that do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import CheckpointError
from models.nlu import attention
from models.nlu.attention import INPUTS, SETTINGS_FILE, AttentionHead, AttentionSettings, TextEvidence

SURE = TextEvidence(addressed=0.99, intent=0.95, words=4)


def head(**weights: float) -> AttentionHead:
    return AttentionHead(
        AttentionSettings(
            classifier="any", weights=dict.fromkeys(INPUTS, 0.0) | weights, bias=0.0, talk=0.7,
            least=0.5, least_follow_up=0.1,
        )
    )  # fmt: skip


def test_each_input_has_its_place() -> None:
    assert len(SURE.inputs) == len(INPUTS)
    assert head(addressed=1.0).probability(SURE, 0) == pytest.approx(0.99)
    assert head(intent=1.0).probability(SURE, 0) == pytest.approx(0.95)


def test_extremes_stay_numbers() -> None:
    for value in (0.0, 1.0):
        odd = TextEvidence(value, value, words=0)
        assert 0.0 < head(addressed=1.0, intent=1.0, words=1.0).probability(odd, 10**6) < 1.0


def test_talk_in_the_room_lowers_the_probability() -> None:
    calm, busy, busier = (head(addressed=1.0).probability(SURE, talk) for talk in (0, 3, 15))
    assert calm > busy > busier


def test_the_released_head_prefers_a_clear_request() -> None:
    released = attention.load()
    unsure = TextEvidence(addressed=0.02, intent=0.2, words=9)
    assert released.probability(SURE, 0) > released.least > released.probability(unsure, 0)
    assert released.least_follow_up < released.least


def test_settings_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        attention.load(tmp_path)
    (tmp_path / SETTINGS_FILE).write_text('{"weights": {"addressed": 1}}', "utf-8")
    with pytest.raises(CheckpointError, match="no settings of an attention head"):
        attention.load(tmp_path)
    settings = AttentionSettings(
        classifier="any", weights={"addressed": 1.0}, bias=0, talk=0, least=0.5, least_follow_up=0.1
    )
    with pytest.raises(CheckpointError, match="intent"):
        AttentionHead(settings)


def test_danger_and_an_address_count_together_and_for_less_amid_talk() -> None:
    head, unsure = attention.load(), TextEvidence(addressed=0.02, intent=0.2, words=9)
    assert head.danger_odds(0.9, SURE, 0) > head.danger_odds(0.9, unsure, 0)
    assert head.danger_odds(0.9, SURE, 0) > head.danger_odds(0.2, SURE, 0)
    assert head.danger_odds(0.9, SURE, 10) < head.danger_odds(0.9, SURE, 1) < head.danger_odds(0.9, SURE, 0)
