"""Desktop notifications over D-Bus. Knows no conversation; nothing waits for a notification."""

from __future__ import annotations

import html
import logging
import os
import queue
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pydantic import BaseModel, ConfigDict

from models.command_line import fields, printable

log = logging.getLogger(__name__)

SERVER = "org.freedesktop.Notifications"
OBJECT = "/org/freedesktop/Notifications"
TITLE = "Assistant"
TIMEOUT_S = 2.0
"""Patience with the notification server for each of its answers."""
MOST_WAITING = 5
"""Notifications that wait for a slow server; further ones are dropped."""
LONGEST = 500
"""Characters of a notification that are shown."""


class DesktopConfig(BaseModel):
    """What the assistant does on a desktop."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    notify: bool = True
    """Show a notification when something rings or the assistant asks; without a desktop there is none."""


def reason_off(config: DesktopConfig, environment: Mapping[str, str] | None = None) -> str | None:
    """Why no notification is shown, a clause; None where they are.

    Arguments:
        environment: the process's variables; None for its own.
    """
    environment = os.environ if environment is None else environment
    if not config.notify:
        return "switched off by the configuration"
    if sys.platform != "linux":
        return f"not available on {sys.platform}"
    if not environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return "there is no desktop: DBUS_SESSION_BUS_ADDRESS is not set"
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return "there is no desktop: neither DISPLAY nor WAYLAND_DISPLAY is set"
    return None


class Notifier:
    """Shows notifications from a thread of its own, which begins with the first one."""

    def __init__(self, config: DesktopConfig | None = None) -> None:
        self._config = config or DesktopConfig()
        self._waiting: queue.Queue[str] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._logged = False

    def show(self, sentence: str) -> None:
        """Show a sentence; returns at once. What fails is logged, once."""
        if reason := reason_off(self._config):
            self._log_once(reason)
            return
        with suppress(queue.Full):
            self._waiting.put_nowait(printable(sentence)[:LONGEST])
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            sentence = self._waiting.get()
            try:
                send(sentence)
            # the library raises six kinds for a wrong address, a bus that goes and a server that refuses
            except Exception as error:  # noqa: BLE001
                self._log_once(type(error).__name__)

    def _log_once(self, reason: str) -> None:
        if not self._logged:
            self._logged = True
            log.warning("no desktop notification was shown", extra=fields(reason=reason))


def send(sentence: str) -> None:
    """Show a notification by the desktop's server.

    Raises:
        OSError: there is no bus, or no answer in time.
        DBusErrorResponse: there is no server, or it refuses.
        ValueError: the bus refuses, or its address is wrong.
        RuntimeError: the bus is of an unknown kind.
    """
    from jeepney.bus import get_bus
    from jeepney.io.blocking import DBusConnection, prep_socket

    # open_dbus_connection leaves the socket open where the bus goes amid the greeting
    with prep_socket(get_bus("SESSION"), timeout=TIMEOUT_S) as socket, DBusConnection(socket) as bus:
        # a server with markup would take "<" for it, one without would show "&lt;"
        markup = "body-markup" in _call(bus, "GetCapabilities")[0]
        body = html.escape(sentence, quote=False) if markup else sentence
        _call(bus, "Notify", "susssasa{sv}i", (TITLE, 0, "", TITLE, body, [], {}, -1))


def _call(bus: Any, method: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    from jeepney import DBusAddress, new_method_call
    from jeepney.wrappers import unwrap_msg

    message = new_method_call(DBusAddress(OBJECT, SERVER, SERVER), method, signature, body)
    answer: tuple[Any, ...] = unwrap_msg(bus.send_and_get_reply(message, timeout=TIMEOUT_S))
    return answer
