"""One of several assistants on one home rings: the one that holds a lock until its ring has ended."""

from __future__ import annotations

from filelock import FileLock, Timeout

from assistant.memory.database import Database

NAME = ".ringing.lock"


class RingingLock:
    """A lock beside the owner's database; the system frees it when its process ends."""

    def __init__(self, database: Database) -> None:
        # a ring that one thread began may end in another
        self._lock = FileLock(database.file.with_name(NAME), timeout=0, thread_local=False)

    def take(self) -> bool:
        """Whether this assistant rings, now and until `release`."""
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire()
        except Timeout:
            return False
        except OSError:
            # a folder that cannot be written: better two rings than none
            return True
        return True

    def release(self) -> None:
        """Let another assistant ring."""
        self._lock.release()
