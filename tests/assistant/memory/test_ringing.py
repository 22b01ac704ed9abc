"""Two assistants on one home, of which one rings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from assistant.memory.database import Database
from assistant.memory.ringing import RingingLock

HOLDER = """
import sys, time
from pathlib import Path
from assistant.memory.database import Database
from assistant.memory.ringing import RingingLock
lock = RingingLock(Database(Path(sys.argv[1])))
assert lock.take()
print("taken", flush=True)
time.sleep(60)
"""


def test_one_rings_until_it_ends(tmp_path: Path) -> None:
    database = Database(tmp_path / "memory.sqlite3")
    one, other = RingingLock(database), RingingLock(database)

    assert one.take()
    assert one.take()
    assert not other.take()
    one.release()
    assert other.take()


def test_the_lock_of_a_killed_assistant_is_free(tmp_path: Path) -> None:
    file = tmp_path / "memory.sqlite3"
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(file)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "taken\n"

    lock = RingingLock(Database(file))
    assert not lock.take()
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert lock.take()


def test_without_a_place_for_the_lock_each_rings(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()

    assert RingingLock(Database(tmp_path / "a file" / "memory.sqlite3")).take()
