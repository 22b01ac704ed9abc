"""OpenAI's own client against the service."""

from __future__ import annotations

from io import BytesIO

import openai
import pytest
import soundfile

from tests.fixtures.serving import QUESTION, Served


@pytest.fixture
def client(served: Served) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{served.http}/v1", api_key="none", max_retries=0)


def test_a_sound_file_is_transcribed(client: openai.OpenAI) -> None:
    with client:
        heard = client.audio.transcriptions.create(model="assistant", file=QUESTION)
        assert heard.text == "what time is it"
        whole = client.audio.transcriptions.create(
            model="whisper-1", file=QUESTION, response_format="verbose_json", language="en"
        )
        assert whole.segments is not None and whole.segments[0].text == "what time is it"
        plain = client.audio.transcriptions.create(model="x", file=QUESTION, response_format="text")
        assert plain == "what time is it\n"


def test_a_text_is_spoken(client: openai.OpenAI) -> None:
    with client:
        said = client.audio.speech.create(model="tts-1", voice="alloy", input="Hello you. Good day.")
        assert soundfile.info(BytesIO(said.content)).format == "MP3"
        wav = client.audio.speech.create(model="tts-1", voice="a", input="Hello.", response_format="wav")
        assert soundfile.info(BytesIO(wav.content)).samplerate == 8_000


def test_models_are_listed(client: openai.OpenAI) -> None:
    with client:
        assert [model.id for model in client.models.list()] == ["assistant"]


def test_errors_are_openais_with_a_sentence(client: openai.OpenAI) -> None:
    with client:
        with pytest.raises(openai.UnprocessableEntityError, match="this is not a sound file"):
            client.audio.transcriptions.create(model="assistant", file=("a.wav", b"none"))
        with pytest.raises(openai.UnprocessableEntityError, match="set to the language en"):
            client.audio.transcriptions.create(model="assistant", file=QUESTION, language="fr")
        with pytest.raises(openai.UnprocessableEntityError, match="is not written here"):
            client.audio.speech.create(model="x", voice="a", input="Hello.", response_format="aac")
