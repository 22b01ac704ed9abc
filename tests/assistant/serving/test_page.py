"""The page in a browser: typed, spoken, looked at.

ASSISTANT_SCREENSHOTS names a folder to keep what it shows.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import recordings
from models.audio import SAMPLE_RATE_HZ
from tests.fixtures.browser import Page
from tests.fixtures.serving import QUESTION, Served

Browse = Callable[[Path], AbstractContextManager[Page]]
SIZES = {"desktop": (1280, 800), "phone": (360, 740)}
REPLIES = "document.querySelectorAll('#conversation details').length"


@pytest.fixture
def kept(serve_with: Callable[..., AbstractContextManager[Served]]) -> AbstractContextManager[Served]:
    return serve_with(config={"keep_conversations": True})


def look_at(page: Page, name: str) -> None:
    """Nothing is wider than the screen, and every control has a name."""
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            shown = page.look(width, height, scheme)
            if folder := os.environ.get("ASSISTANT_SCREENSHOTS"):
                (Path(folder) / f"{name}-{size}-{scheme}.png").write_bytes(shown)
            assert page.run("document.documentElement.scrollWidth <= innerWidth"), (name, size)
    nameless = [role for role, called in page.controls() if not called.strip()]
    assert not nameless, name


def test_the_page_talks(browse: Browse, kept: AbstractContextManager[Served]) -> None:
    with kept as served, browse(QUESTION) as page:
        page.open(f"{served.http}/")
        page.wait_for("document.getElementById('state')?.textContent === 'Ready'")
        look_at(page, "empty")
        page.run("document.addEventListener('playing', ({detail}) => { window.played ||= detail; })")

        page.type("#line", "set a timer for ten minutes")
        page.wait_for(f"{REPLIES} === 1")
        assert "10 minutes" in page.run("document.querySelector('.reply').textContent")
        page.wait_for("window.played")

        # pressed once, it listens until the speaker has finished
        page.click("#microphone")
        page.wait_for(f"{REPLIES} === 2")
        assert page.run("document.querySelectorAll('.mine')[1].textContent") == "what time is it"
        page.wait_for("document.getElementById('microphone').getAttribute('aria-pressed') === 'false'")
        look_at(page, "talk")

        page.click("nav a[href='#kept']")
        assert "10 minute timer" in page.wait_for("document.querySelector('#household article')?.textContent")
        look_at(page, "kept")

        page.click("nav a[href='#learn']")
        page.wait_for("document.querySelectorAll('#corrections .entry').length === 2")
        look_at(page, "learn")
        page.click("#corrections .entry button")
        page.wait_for("document.querySelectorAll('#recordings .entry').length === 1")
        page.wait_for("document.querySelectorAll('#corrections .entry').length === 1")
        assert [one.text for one in recordings.read()] == ["what time is it"]

        page.click("nav a[href='#say']")
        page.wait_for("document.querySelectorAll('#sayable .example').length > 3")
        look_at(page, "say")
        page.click("#sayable .example")
        page.wait_for(f"{REPLIES} === 3")
        assert not page.faults


def test_a_microphone_that_hears_nothing_is_told(browse: Browse, served: Served, tmp_path: Path) -> None:
    silence = tmp_path / "silence.wav"
    soundfile.write(silence, np.zeros(SAMPLE_RATE_HZ, np.float32), SAMPLE_RATE_HZ)
    with browse(silence) as page:
        page.open(f"{served.http}/")
        page.wait_for("document.getElementById('state')?.textContent === 'Ready'")

        page.click("#microphone")
        page.wait_for("document.getElementById('microphone').getAttribute('aria-pressed') === 'true'")
        page.click("#microphone")

        assert "heard nothing" in page.wait_for("document.querySelector('.problem')?.textContent")


def test_a_token_is_asked_for_and_a_lost_connection_told(
    browse: Browse, serve_with: Callable[..., AbstractContextManager[Served]]
) -> None:
    token = "a-token-of-the-owner"
    with browse(QUESTION) as page:
        with serve_with(token) as served:
            page.open(f"{served.http}/")
            page.wait_for("document.getElementById('token')?.open")
            look_at(page, "token")
            page.type("#token-value", token)
            page.wait_for("document.getElementById('state')?.textContent === 'Ready'")
        page.wait_for("document.getElementById('state')?.textContent === 'Not connected'")
        page.type("#line", "hello")
        page.wait_for("document.querySelector('.problem')?.textContent.includes('cannot be reached')")


def test_what_rings_is_shown_until_it_is_stopped(browse: Browse, served: Served) -> None:
    with browse(QUESTION) as page:
        page.open(f"{served.http}/")
        page.wait_for("document.getElementById('state')?.textContent === 'Ready'")
        page.type("#line", "set a timer for one second")
        assert "timer is up" in page.wait_for("document.querySelector('.ring')?.textContent")
        look_at(page, "ring")
        page.click(".ring button")
        page.wait_for("!document.querySelector('.ring')")
        assert not page.faults
