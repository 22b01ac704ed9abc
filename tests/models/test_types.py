"""A transcript's likelihood beside its confidence, and another hypothesis in its place."""

from __future__ import annotations

import pytest

from models.types import Hypothesis, Transcript


def test_without_calibration_the_likelihood_is_the_confidence() -> None:
    heard = Transcript("lights on", 0.8)
    assert heard.likelihood == 0.8
    other = heard.instead(Hypothesis("lights off", 0.6))
    assert (other.text, other.confidence, other.likelihood) == ("lights off", 0.6, 0.6)


def test_another_hypothesis_is_as_much_less_probable_as_it_is_less_likely() -> None:
    heard = Transcript("lights on", 0.5, uncalibrated=0.8)
    other = heard.instead(Hypothesis("lights off", 0.6))
    assert (other.confidence, other.likelihood) == (pytest.approx(0.375), 0.6)
    likelier = heard.instead(Hypothesis("lights off", 1.1))
    assert (likelier.confidence, likelier.likelihood) == (pytest.approx(0.6875), 1.0)
    assert heard.instead(Hypothesis("lights on", 0.8)) == heard
