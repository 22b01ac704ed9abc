"""What a sentence's logits say of themselves."""

import numpy as np

from models.nlu.outputs import CommandOutputs, HeadOutputs

ONE, TWO = np.array([1, 2], np.float32), np.array([3, 4], np.float32)


def test_the_first_commands_logits_are_the_sentences() -> None:
    outputs = HeadOutputs((CommandOutputs(ONE, 0.5), CommandOutputs(TWO, 0.1)))
    assert outputs.intents is ONE and outputs.out_of_scope == 0.5


def test_any_logit_that_is_no_number_is_found() -> None:
    bad = np.array([1, np.nan], np.float32)
    assert HeadOutputs((CommandOutputs(ONE, 0.5), CommandOutputs(TWO)), sentiments=ONE).finite
    assert not HeadOutputs((CommandOutputs(ONE), CommandOutputs(bad))).finite
    assert not HeadOutputs((CommandOutputs(ONE, float("inf")),)).finite
    assert not HeadOutputs((CommandOutputs(),), danger=float("nan")).finite
    assert not HeadOutputs((CommandOutputs(),), transitions=bad).finite
