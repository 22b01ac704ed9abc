"""The real worker: a fresh interpreter that ends with its program."""

import subprocess
import sys
from multiprocessing import Pipe
from pathlib import Path

import pytest

from models.errors import ConfigError
from models.tts import worker
from models.tts.messages import VoiceOptions, receive_answer, send, spawn
from models.tts.process import VoiceProcess


def test_the_worker_ends_with_its_program_and_loads_no_torch() -> None:
    script = (
        "import sys, models.tts.worker as worker\n"
        "assert not {'torch', 'transformers', 'ctranslate2'} & set(sys.modules)\n"
        "worker.main()\n"
    )
    ours, theirs = Pipe()
    with theirs:
        started = spawn([sys.executable, "-c", script], theirs)
    with started, ours:
        send(ours, {"kind": "pyttsx3"})
        send(ours, {"text": "Hello."})
        ready, hello = receive_answer(ours), receive_answer(ours)
        assert ready.speech and hello.speech
        assert ready.speech.samples.size == 0 < hello.speech.samples.size
        # closed as when the program is killed
        ours.close()
        try:
            assert started.wait(timeout=60) == 0
        except subprocess.TimeoutExpired:
            started.kill()
            raise


def test_a_folder_called_models_in_the_working_directory_is_not_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "models"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('the wrong models')")
    monkeypatch.chdir(tmp_path)
    voice = VoiceProcess(VoiceOptions("none"))
    with pytest.raises(ConfigError, match="no voice engine called none"):
        voice.synthesize("Hello.")
    voice.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have other voices")
def test_the_systems_voice_is_espeak_on_linux() -> None:
    engine = worker.load(VoiceOptions("pyttsx3"))
    assert type(engine).__name__ == "EspeakEngine"
    assert "pyttsx3" not in sys.modules
