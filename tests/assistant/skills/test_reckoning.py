"""Volume."""

from __future__ import annotations

from tests.fixtures.skills import Loudspeaker


def test_volume(start) -> None:
    speaker = Loudspeaker()
    chat = start(speaker=speaker)
    assert chat.say("louder", "audio_volume_up") == "The volume is at 60 percent."
    assert chat.say("a little quieter", "audio_volume_down") == "The volume is at 55 percent."
    assert chat.say(
        "set it to thirty percent", "audio_volume_up", change_amount="to thirty percent"
    ).endswith("30 percent.")
    assert chat.say("turn it up by fifteen", "audio_volume_up", change_amount="by fifteen").endswith(
        "45 percent."
    )
    chat.say("volume to the max", "audio_volume_up")
    chat.say("louder", "audio_volume_up")
    assert speaker.volume == 100
    chat.say("put the sound on mute", "audio_volume_mute")
    assert speaker.muted
    chat.say("unmute please", "audio_volume_mute")
    assert not speaker.muted


def test_volume_without_a_loudspeaker(chat) -> None:
    chat.say("louder", "audio_volume_up")
    assert chat.status == "unavailable"
