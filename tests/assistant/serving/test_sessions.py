"""Conversations by name, and one responder for all of them."""

from __future__ import annotations

import threading

from assistant.conversation.dialogue import Dialogue
from assistant.memory.conversation_log import Recorder
from assistant.serving import sessions
from assistant.serving.sessions import IDLE_S, Session, Sessions, SharedResponder
from models.types import Reply, Understanding


class Counts:
    """A responder that counts how many callers it has at once."""

    def __init__(self) -> None:
        self.now = self.most = 0

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        self.now += 1
        self.most = max(self.most, self.now)
        threading.Event().wait(0.001)
        self.now -= 1
        return Reply((understanding.text,))


def begin() -> Session:
    return Session(Counts(), Recorder(False, lambda error: None))


def test_a_name_is_one_conversation_and_no_name_a_new_one() -> None:
    kept = Sessions(begin)
    assert kept.get("a") is kept.get("a")
    assert kept.get("a") is not kept.get("b")
    assert kept.get() is not kept.get()


def test_a_silent_conversation_ends() -> None:
    now = [0.0]
    kept = Sessions(begin, lambda: now[0])
    first, other = kept.get("a"), kept.get("b")
    now[0] = IDLE_S - 1
    assert kept.get("b") is other
    now[0] = IDLE_S + 1
    assert kept.get("a") is not first and kept.get("b") is other


def test_there_are_so_many_conversations_at_most() -> None:
    kept = Sessions(begin)
    first = kept.get("first")
    for number in range(sessions.MOST + 1):
        kept.get(str(number))
    assert kept.get("first") is not first


def test_skills_are_called_for_one_client_at_a_time() -> None:
    counts = Counts()
    shared = SharedResponder(threading.RLock())
    shared.use(counts)
    callers = [
        threading.Thread(target=shared.respond, args=(Understanding("hello"), Dialogue())) for _ in range(8)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert counts.most == 1
