"""The progress that people see, in a terminal and outside of one."""

import io

from rich.console import Console

from training.trainer.log import Epoch, Step
from training.trainer.progress import Display


def shown(steps: int, *, quiet: bool = False) -> str:
    seen = io.StringIO()
    with Display(Console(file=seen, width=160), 5, 40, quiet=quiet) as display:
        for number in range(6, 6 + steps):
            display.step(Step(0, number, 0.5, 1e-3))
        with display.hidden():
            pass
        display.epoch(Epoch(1, {"score": 0.25, "wer": 0.75}))
    return seen.getvalue()


def test_the_remaining_time_is_printed_once_after_ten_steps() -> None:
    assert "steps to go" not in shown(9)
    assert shown(12).count("25 steps to go: 0 min") == 1


def test_loss_steps_and_scores_are_shown() -> None:
    text = shown(3)
    assert "loss 0.500" in text and "8/40" in text and "epoch 2: score 0.2500  wer 0.7500" in text


def test_a_quiet_display_shows_nothing() -> None:
    assert shown(12, quiet=True) == ""
