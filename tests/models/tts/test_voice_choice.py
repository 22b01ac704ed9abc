"""The engine's voice for a name or a language."""

import pytest

from models.errors import ConfigError
from models.tts.messages import Voice, VoiceOptions
from models.tts.voice_choice import choose

VOICES = {
    "one": Voice("hazel", "en-gb", "Hazel (Great Britain)"),
    "two": Voice("david", "en-us", "David"),
    "three": Voice("hedda", "de", "Hedda"),
}


def options(voice: str | None = None, language: str = "en") -> VoiceOptions:
    return VoiceOptions("any", voice, language=language)


@pytest.mark.parametrize(
    ("language", "accents", "key"),
    [("en", {}, "one"), ("en", {"en": "en-us"}, "two"), ("en-US", {}, "two"), ("de", {}, "three")],
)
def test_the_language_chooses_the_first_that_speaks_it(
    language: str, accents: dict[str, str], key: str
) -> None:
    assert choose(options(language=language), VOICES, accents) == key


@pytest.mark.parametrize("name", ["David", "hedda", "Hazel (Great Britain)"])
def test_a_voice_is_found_by_name_or_description(name: str) -> None:
    assert name.casefold() in (
        VOICES[choose(options(name), VOICES)].name,
        VOICES[choose(options(name), VOICES)].description.casefold(),
    )


def test_an_unknown_name_lists_the_voices_of_the_language() -> None:
    with pytest.raises(ConfigError, match="no voice called zira") as caught:
        choose(options("zira"), VOICES)
    assert caught.value.do == "choose one of hazel, david"


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(ConfigError, match="no voice for the language fr"):
        choose(options(language="fr"), VOICES)
