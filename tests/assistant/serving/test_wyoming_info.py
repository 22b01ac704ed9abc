"""What Home Assistant reads before it uses the service."""

from __future__ import annotations

from wyoming.info import Info

from assistant.config import Config
from assistant.serving.wyoming_info import info


def test_a_description_survives_the_wire() -> None:
    config = Config.model_validate({"language": "de", "voice": {"kind": "hibari", "name": "Anna"}})
    read = Info.from_event(info(config).event())
    assert read.tts[0].voices[0].name == "Anna" and read.tts[0].installed
    assert read.handle[0].models[0].languages == ["de"]
    assert not read.handle[0].supports_home_control
