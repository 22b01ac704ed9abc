"""Results of checks, and their mending."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.commands.checks.check import Check, guarded, mended
from models.errors import DeviceError, StoreError


def test_an_error_is_a_finding_and_what_came_before_it_stays() -> None:
    def fail() -> Iterator[Check]:
        yield Check("speaker", "ok", "opens")
        raise DeviceError("the microphone is gone", do="plug it in")

    assert list(guarded("microphone", fail)) == [
        Check("speaker", "ok", "opens"),
        Check("microphone", "missing", "the microphone is gone", "plug it in"),
    ]


def test_what_can_be_mended_is() -> None:
    broken = Check("base", "missing", "altered", "pull it", lambda: "downloaded")
    assert mended(broken) == Check("base", "ok", "mended: downloaded")
    assert mended(without := Check("base", "missing", "altered", "pull it")) == without


def test_a_fix_that_fails_is_told_and_nothing_is_claimed() -> None:
    def fail() -> str:
        raise StoreError("the hub cannot be reached", do="check the network")

    found = mended(Check("base", "missing", "altered", "pull it", fail))
    assert found.status == "missing" and found.do == "check the network"
    assert found.found == "altered; it could not be mended: the hub cannot be reached"
