"""Desktop notifications on a D-Bus with a server, without one, and with one that does not answer."""

from __future__ import annotations

import logging
import queue
import socket
import sys
import time
from pathlib import Path

import pytest

from assistant.desktop import notifications
from assistant.desktop.notifications import LONGEST, MOST_WAITING, DesktopConfig, Notifier, reason_off, send
from tests.fixtures.desktop import NotificationServer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """What was logged, and the reason."""
    return [(record.message, record.__dict__["fields"]["reason"]) for record in caplog.records]


DESKTOP = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "WAYLAND_DISPLAY": "wayland-0"}


@pytest.mark.parametrize(
    ("notify", "environment", "says"),
    [
        (True, DESKTOP, None),
        (False, DESKTOP, "switched off by the configuration"),
        (True, {}, "DBUS_SESSION_BUS_ADDRESS is not set"),
        (True, {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}, "neither DISPLAY nor WAYLAND_DISPLAY"),
        (True, {"DISPLAY": ":0"}, "DBUS_SESSION_BUS_ADDRESS is not set"),
    ],
)
def test_there_are_none_without_a_desktop(
    notify: bool, environment: dict[str, str], says: str | None
) -> None:
    reason = reason_off(DesktopConfig(notify=notify), environment)
    assert reason is None if says is None else reason is not None and says in reason


def test_without_a_desktop_one_line_is_logged_and_no_thread_begins(caplog: pytest.LogCaptureFixture) -> None:
    notifier = Notifier()
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            notifier.show("Your timer is up.")
    assert caplog.messages == ["no desktop notification was shown"]
    assert notifier._thread is None


@pytest.mark.parametrize(
    ("capabilities", "body"),
    [
        (["body"], "Tom & Jerry <b>is up\ufffd."),
        (["body", "body-markup"], "Tom &amp; Jerry &lt;b&gt;is up\ufffd."),
    ],
)
def test_a_sentence_is_shown_as_it_is(desktop: str, capabilities: list[str], body: str) -> None:
    with NotificationServer(desktop, capabilities) as server:
        notifier = Notifier()
        notifier.show("Tom & Jerry <b>is up\0.")
        assert server.shown.get(timeout=10) == ("Assistant", body)
        notifier.show("x" * 10_000)
        assert len(server.shown.get(timeout=10)[1]) == LONGEST


def test_a_server_that_comes_later_is_found(desktop: str, caplog: pytest.LogCaptureFixture) -> None:
    notifier = Notifier()
    for _ in range(2):
        notifier.show("Nobody is there.")
    ends = time.monotonic() + 10
    while not caplog.records or not notifier._waiting.empty():
        assert time.monotonic() < ends
        time.sleep(0.02)
    with NotificationServer(desktop) as server:
        notifier.show("Your timer is up.")
        shown = server.shown.get(timeout=10)
        while shown[1] != "Your timer is up.":
            shown = server.shown.get(timeout=10)
    assert logged(caplog) == [("no desktop notification was shown", "DBusErrorResponse")]


def test_a_server_that_does_not_answer_delays_nothing(
    desktop: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications, "TIMEOUT_S", 0.3)
    with NotificationServer(desktop, answers=False) as server:
        notifier = Notifier()
        began = time.monotonic()
        for _ in range(10 * MOST_WAITING):
            notifier.show("Your timer is up.")
        assert time.monotonic() - began < 0.2
        assert server.asked.wait(10)
        ends = time.monotonic() + 10
        while not caplog.records:
            assert time.monotonic() < ends
            time.sleep(0.02)
        with pytest.raises(queue.Empty):
            server.shown.get_nowait()
    assert logged(caplog)[0] == ("no desktop notification was shown", "TimeoutError")


def test_a_bus_that_goes_amid_the_greeting_leaves_nothing_open(
    tmp_path: Path, no_desktop: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[socket.socket] = []

    def prep_socket(address: str, **arguments: float) -> socket.socket:
        # authenticated; the other end is closed already
        ours, bus = socket.socketpair()
        bus.close()
        opened.append(ours)
        return ours

    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'bus'}")
    monkeypatch.setattr("jeepney.io.blocking.prep_socket", prep_socket)
    with pytest.raises(OSError):
        send("Your timer is up.")
    assert opened[0].fileno() == -1


@pytest.mark.parametrize(
    "address", ["unix:path=/nowhere", "nonsense", "tcp:host=localhost,port=1", "unix:=,="]
)
def test_a_wrong_bus_is_logged(
    address: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("DISPLAY", ":0")
    notifier = Notifier()
    notifier.show("Your timer is up.")
    ends = time.monotonic() + 10
    while not caplog.records:
        assert time.monotonic() < ends
        time.sleep(0.02)
    assert caplog.messages[0] == "no desktop notification was shown"
    assert notifier._thread is not None and notifier._thread.is_alive()
