"""A training in a process of its own."""

from __future__ import annotations

import sys
import threading

import pytest

from assistant.serving import training
from assistant.serving.training import PersonalTraining, TrainingProgress
from models import paths
from models.errors import InputError, TrainingError


def program(*lines: str) -> tuple[str, ...]:
    return (sys.executable, "-c", "import sys, time\n" + "\n".join(lines))


def ended(own: PersonalTraining) -> TrainingProgress:
    for _ in range(3_000):
        if own.progress().state != "running":
            break
        threading.Event().wait(0.01)
    own.stop()
    for thread in own._threads:
        thread.join()
    return own.progress()


def test_new_models_that_are_better_are_told() -> None:
    promoted: list[bool] = []
    lines = ("print('epoch 1', file=sys.stderr)", "print('{\"promoted\": true}')")
    own = PersonalTraining(lambda: promoted.append(True), program(*lines))
    assert own.progress().state == "none"
    own.start()
    done = ended(own)
    assert (done.state, done.result, promoted) == ("promoted", {"promoted": True}, [True])
    assert done.lines == ["epoch 1"]


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (("print('{\"promoted\": false}')", "sys.exit(1)"), "refused"),
        (("print('there are too few recordings', file=sys.stderr)", "sys.exit(2)"), "failed"),
    ],
)
def test_other_ends_change_nothing(lines: tuple[str, ...], state: str) -> None:
    own = PersonalTraining(lambda: pytest.fail("not promoted"), program(*lines))
    own.start()
    assert ended(own).state == state


def test_one_at_a_time_and_stopped() -> None:
    own = PersonalTraining(lambda: None, program("time.sleep(60)"))
    own.start()
    with pytest.raises(InputError, match="at work already"):
        own.start()
    own.stop()
    assert ended(own).state == "stopped"


def test_a_program_that_is_missing_is_told() -> None:
    with pytest.raises(TrainingError, match="cannot be started"):
        PersonalTraining(lambda: None, ("/none/python",)).start()


def test_the_newest_report_is_shown() -> None:
    assert training.report() is None
    for name in ("a", "b"):
        (paths.runs() / "personal" / name).mkdir(parents=True)
        (paths.runs() / "personal" / name / training.REPORT).write_text(name)
    assert training.report() in ("a", "b")
