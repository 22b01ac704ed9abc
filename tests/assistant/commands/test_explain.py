"""What `assistant explain` says about a text that is not understood whole."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from assistant.commands.explain import reasons
from models.nlu.decision import ConfirmationPolicy
from models.nlu.domain import DomainDescription, DomainSentence
from models.types import IntentCandidate, Modifiers, Slot, Understanding, Unresolved
from tests.fixtures.commands import command, understood

TEA = DomainDescription(name="tea", sentences=(DomainSentence(text="a large mint tea", intent="order"),))
CANDIDATES = (IntentCandidate("order", 0.9), IntentCandidate("pay", 0.08))


def test_it_names_what_could_not_be_resolved_and_what_is_near() -> None:
    text = "a purple oat tea"
    told = Understanding(
        text, "order", 0.9, "act", CANDIDATES, (Slot("tea", "mint tea", "tea", 13, 16),),
        unresolved=(
            Unresolved("size", "purple", 2, 8, ("small", "large")),
            Unresolved("tea", "oat tea", 9, 16, ("mint tea",)),
        ),
    )  # fmt: skip
    assert list(reasons(told, ConfirmationPolicy(TEA))) == [
        ("or rather", "pay  8%"),
        ("unknown", "size: 'purple' is not one of its values; near: small or large"),
        ("unknown", "tea: only 'tea' of 'oat tea' is one of its values; near: mint tea"),
        ("strange", "the domain knows no 'purple' and no 'oat'"),
    ]


def test_what_is_understood_whole_needs_no_reason() -> None:
    assert list(reasons(Understanding("a large tea", "order", 0.9, "act"), ConfirmationPolicy(TEA))) == []
    rejected = Understanding("what", None, 0.1, "reject", CANDIDATES)
    assert list(reasons(rejected, None)) == [("or rather", "order  90%, pay  8%")]


def test_every_command_is_shown_with_its_act_and_modifiers() -> None:
    but = Modifiers(all=True, excluded=("the hall",), at="at six")
    off = command("lights off but the hall at six", "iot_hue_lightoff", modifiers=but)
    leave = command(
        "don't touch the fan", "iot_wemo_off", ("device_type", "fan"), act="prohibition", relation="follow_up"
    )
    told = list(reasons(replace(understood(off, leave), danger=0.02), None))
    assert told == [
        ("in danger", "2% by the classifier"),
        (
            "command",
            "'lights off but the hall at six'  request  iot_hue_lightoff  all  except: the hall  at: at six",
        ),
        ("command", "'don't touch the fan'  prohibition  follow_up  iot_wemo_off  device_type: fan"),
    ]


def test_a_missing_classifier_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "--classifier", str(tmp_path / "none"), "explain", "a tea"],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 2 and "no such classifier" in done.stderr.replace("\n", " ")
    assert done.stdout == ""
