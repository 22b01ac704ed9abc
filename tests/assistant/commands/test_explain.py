"""What `assistant explain` says about a text that is not understood whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from assistant.commands.explain import reasons
from models.nlu.decision import ConfirmationPolicy
from models.nlu.domain import DomainDescription, DomainSentence
from models.types import IntentCandidate, Slot, Understanding, Unresolved

TEA = DomainDescription(name="tea", sentences=(DomainSentence(text="a large mint tea", intent="order"),))
CANDIDATES = (IntentCandidate("order", 0.9), IntentCandidate("pay", 0.08))


def test_it_names_what_could_not_be_resolved_and_what_is_near() -> None:
    text = "a purple oat tea"
    understood = Understanding(
        text, "order", 0.9, "act", CANDIDATES, (Slot("tea", "mint tea", "tea", 13, 16),),
        unresolved=(
            Unresolved("size", "purple", 2, 8, ("small", "large")),
            Unresolved("tea", "oat tea", 9, 16, ("mint tea",)),
        ),
    )  # fmt: skip
    assert list(reasons(understood, ConfirmationPolicy(TEA))) == [
        ("or rather", "pay  8%"),
        ("unknown", "size: 'purple' is not one of its values; near: small or large"),
        ("unknown", "tea: only 'tea' of 'oat tea' is one of its values; near: mint tea"),
        ("strange", "the domain knows no 'purple' and no 'oat'"),
    ]


def test_what_is_understood_whole_needs_no_reason() -> None:
    assert list(reasons(Understanding("a large tea", "order", 0.9, "act"), ConfirmationPolicy(TEA))) == []
    rejected = Understanding("what", None, 0.1, "reject", CANDIDATES)
    assert list(reasons(rejected, None)) == [("or rather", "order  90%, pay  8%")]


def test_a_missing_classifier_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "--classifier", str(tmp_path / "none"), "explain", "a tea"],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 2 and "no such classifier" in done.stderr.replace("\n", " ")
    assert done.stdout == ""
