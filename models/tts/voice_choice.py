"""The engine's voice for the configured name or language."""

from __future__ import annotations

from collections.abc import Mapping

from models.errors import ConfigError
from models.tts.messages import Voice, VoiceOptions


def choose(
    options: VoiceOptions, voices: Mapping[str, Voice], accents: Mapping[str, str] | None = None
) -> str:
    """The key of the voice to use.

    Arguments:
        voices: the engine's own key → voice, in the engine's order.
        accents: language → the tag to prefer for it.

    Raises:
        ConfigError: no voice has the name, or none speaks the language.
    """
    if options.voice is not None:
        return _named(options.voice, options.language, voices)
    language = options.language.casefold()
    language = (accents or {}).get(language, language)
    exact = [key for key, voice in voices.items() if voice.language == language]
    found = exact or [key for key, voice in voices.items() if voice.language.startswith(f"{language}-")]
    if not found:
        raise ConfigError(
            f"the speech engine has no voice for the language {options.language}",
            do="choose another language",
        )
    return found[0]


def _named(name: str, language: str, voices: Mapping[str, Voice]) -> str:
    wanted = name.casefold()
    for key, voice in voices.items():
        if wanted in (voice.name.casefold(), voice.description.casefold()):
            return key
    language = language.partition("-")[0]
    names = [voice.name for voice in voices.values() if voice.language.partition("-")[0] == language]
    raise ConfigError(f"the speech engine has no voice called {name}", do=f"choose one of {', '.join(names)}")
