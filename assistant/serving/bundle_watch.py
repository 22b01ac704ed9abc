"""New models for a running service: it looks from time to time which bundle is in use."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from models.bundles import bundle
from models.bundles.bundle import Bundle
from models.errors import AssistantError

log = logging.getLogger(__name__)

POLL_S = 5.0


class BundleWatch:
    """A thread that reloads the models once another bundle is in use, after a promotion or a rollback.

    Arguments:
        name: of the configuration; None for the bundle in use.
        reload: loads the models; an AssistantError leaves the old ones.
        poll_s: seconds between two looks.
    """

    def __init__(self, name: str | None, reload: Callable[[], None], poll_s: float = POLL_S) -> None:
        self._name, self._reload, self._poll_s = name, reload, poll_s
        self._used = self._look()
        self._ended, self._one = threading.Event(), threading.Lock()
        self._thread = threading.Thread(target=self._follow, name="bundle watch", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Reload if another bundle is in use than at the last look; from any thread."""
        with self._one:
            found = self._look()
            if found is None or found == self._used:
                return
            # a bundle that cannot be loaded is not tried again at every look
            self._used = found
            try:
                self._reload()
            except AssistantError:
                log.error("the new models cannot be loaded, the old ones stay", exc_info=True)
            else:
                log.info("other models are in use")

    def close(self) -> None:
        """End; returns once a reload at work is over."""
        self._ended.set()
        self._thread.join()

    def _follow(self) -> None:
        while not self._ended.wait(self._poll_s):
            self.check()

    def _look(self) -> Bundle | None:
        """The bundle in use; None while its files cannot be read."""
        try:
            return bundle.resolve(self._name)
        except AssistantError:
            log.warning("the bundle in use cannot be read", exc_info=True)
            return None
