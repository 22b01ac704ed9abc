import numpy as np
import pytest

from models.nlu.labels import Temperatures
from models.nlu.outputs import CommandOutputs, HeadOutputs
from models.nlu.tokens import Tokens
from training.classifier.calibration import choose_request, choose_thresholds, fit_temperatures, reliability
from training.classifier.encoding import EncodedCommand, EncodedSentence


def sentence(intent: int) -> EncodedSentence:
    return EncodedSentence(Tokens([1], [0]), (EncodedCommand(0, 1, intent=intent),))


def drawn(n: int, temperature: float) -> tuple[list[EncodedSentence], list[HeadOutputs]]:
    """Labels that are as likely as the logits say, once divided by the temperature."""
    draw = np.random.default_rng(0)
    items, outputs = [], []
    for _ in range(n):
        true_logits = draw.normal(0, 2, 4).astype(np.float32)
        chances = np.exp(true_logits) / np.exp(true_logits).sum()
        items.append(sentence(int(draw.choice(4, p=chances))))
        outputs.append(HeadOutputs((CommandOutputs(true_logits * temperature),)))
    return items, outputs


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_the_temperature_is_found(temperature: float) -> None:
    fitted = fit_temperatures(*drawn(4000, temperature))
    assert fitted.intent == pytest.approx(temperature, rel=0.1)
    assert fitted.sentiment == 1.0


def test_each_command_counts_for_the_heads_of_commands() -> None:
    draw = np.random.default_rng(0)
    items, outputs = [], []
    for _ in range(2000):
        logits = draw.normal(0, 2, (2, 5)).astype(np.float32)
        acts = [int(draw.choice(5, p=np.exp(row) / np.exp(row).sum())) for row in logits]
        commands = tuple(EncodedCommand(0, 1, act=act, relation=0) for act in acts)
        items.append(EncodedSentence(Tokens([1], [0]), commands, danger=int(draw.random() < 0.5)))
        outputs.append(HeadOutputs(tuple(CommandOutputs(acts=row * 2) for row in logits), danger=9.0))
    fitted = fit_temperatures(items, outputs)
    assert fitted.act == pytest.approx(2.0, rel=0.1) and fitted.relation == 1.0
    # logits that tell nothing are spread out
    assert fitted.danger == pytest.approx(5.0)


def test_a_request_is_as_sure_as_other_acts_are_not_taken_for_one() -> None:
    # a request with probability 0.98 and 0.6, five other acts, one of them a request with 0.9
    sure, unsure, wrong = ([8.0, 2.0, 2, 2, 2], [3.8, 2.0, 2, 2, 2], [5.8, 2.0, 2, 2, 2])
    rows = [(0, sure)] * 300 + [(0, unsure)] + [(2, wrong)] + [(2, sure[::-1])] * 4
    items = [EncodedSentence(Tokens([1], [0]), (EncodedCommand(0, 1, act=act),)) for act, _ in rows]
    outputs = [HeadOutputs((CommandOutputs(acts=np.array(row, np.float32)),)) for _, row in rows]
    chosen = choose_request(items, outputs, 1.0, most_asked=0.02)
    assert 0.91 < chosen < 0.93
    # two in a hundred requests may be asked about; a tenth of a percent may not
    assert choose_request(items, outputs, 1.0, most_asked=0.0) == pytest.approx(0.602, abs=0.01)
    assert choose_request(items, outputs, 1.0, most_wrong=0.2) == 0.0
    assert choose_request(items[:301], outputs[:301], 1.0) == 0.0
    assert choose_request([sentence(1)], [HeadOutputs((CommandOutputs(),))], 1.0) == 0.0


def test_thresholds_keep_their_promises() -> None:
    items, outputs = drawn(4000, 1.0)
    origins = ["a", "b"] * 2000
    chosen = choose_thresholds(items, outputs, origins, Temperatures(), max_rejected=0.05, act_precision=0.9)
    sure = np.array(
        [np.exp(o.intents - o.intents.max()).sum() ** -1 for o in outputs if o.intents is not None]
    )
    right = np.array(
        [i.intent == o.intents.argmax() for i, o in zip(items, outputs, strict=True) if o.intents is not None]
    )
    for half in (slice(0, None, 2), slice(1, None, 2)):
        assert (sure[half] < chosen.reject)[right[half]].mean() <= 0.05
    assert (sure < chosen.reject)[right].mean() > 0.03
    assert right[sure >= chosen.confirm].mean() >= 0.9
    assert chosen.reject < chosen.confirm


def test_reliability_by_hand() -> None:
    found = reliability([0.95, 0.9, 0.55, 0.5], [True, False, True, False])
    assert found["bins"] == [
        {"confidence": pytest.approx(0.5), "accuracy": 0.0, "n": 1},
        {"confidence": pytest.approx(0.55), "accuracy": 1.0, "n": 1},
        {"confidence": pytest.approx(0.9), "accuracy": 0.0, "n": 1},
        {"confidence": pytest.approx(0.95), "accuracy": 1.0, "n": 1},
    ]
    assert [(p["coverage"], p["risk"], p["confidence"]) for p in found["risk_coverage"]] == [
        (0.25, 0.0, 0.95), (0.5, 0.5, 0.9), (0.75, pytest.approx(1 / 3), 0.55), (1.0, 0.5, 0.5),
    ]  # fmt: skip
    assert reliability([], []) == {"bins": [], "risk_coverage": []}


def test_without_intents_nothing_is_rejected() -> None:
    items = [EncodedSentence(Tokens([1], [0]), (EncodedCommand(0, 1),), sentiment=0)]
    outputs = [HeadOutputs((CommandOutputs(),), sentiments=np.zeros(2, dtype=np.float32))]
    chosen = choose_thresholds(items, outputs, ["a"], Temperatures(), max_rejected=0.03, act_precision=0.9)
    assert (chosen.reject, chosen.confirm) == (0.0, 0.0)
