"""What was meant for the assistant: by an open microphone, a wake phrase, a key, a voice."""

import numpy as np
import pytest

from assistant.listening.attention import AGAIN_S, KEY_S, Attention
from assistant.listening.modes import AttentionConfig, Listen
from assistant.turn import Recognition
from models.nlu.attention import INPUTS, TALK_S, AttentionHead, AttentionSettings
from models.types import Command, Decision, DialogueAct, Samples, Transcript, Understanding

HEAD = AttentionHead(
    AttentionSettings(
        classifier="any", weights=dict.fromkeys(INPUTS, 0.0) | {"addressed": 1.0}, bias=0.0, talk=1.0,
        least=0.4, least_follow_up=0.2,
    )
)  # fmt: skip
"""By the text alone: its probability is the classifier's."""


class Time:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def attention(listen: Listen, time: Time) -> Attention:
    return Attention(AttentionConfig(listen=listen), HEAD, clock=time)


def said(text: str, spoken_s: float = 1.0) -> Recognition:
    return Recognition("microphone", Transcript(text), start_s=0.0, end_s=spoken_s)


def understood(addressed: float | None, danger: float = 0.0, text: str = "…") -> Understanding:
    return Understanding(text, addressed=addressed, danger=danger)


def test_the_words_are_those_after_the_phrase_where_one_is_needed(time: Time) -> None:
    heard = Transcript("computer, stop")
    assert attention("wake", time).words(heard).text == "stop"
    assert attention("open", time).words(heard) is heard
    assert attention("wake", time).words(Transcript("stop")).text == "stop"


def test_an_open_microphone_goes_by_the_probability(time: Time) -> None:
    opened = attention("open", time)
    heard = said("turn on the lights")
    assert opened.called(heard) is heard
    assert opened.meant(understood(0.6)) and opened.was_meant
    assert not opened.meant(understood(0.3)) and not opened.was_meant
    assert opened.meant(understood(None)), "a classifier without the head hears everything"
    hurt = "i fell and i can't get up"
    assert opened.meant(understood(0.01, danger=0.99, text=hurt)), "people in danger are always heard"
    told = "injuries will not knock us out of the running"
    assert not opened.meant(understood(0.01, danger=0.6, text=told)), "who tells of danger is not in it"


def test_what_is_hardly_heard_gets_a_reply_where_something_was_awaited(time: Time) -> None:
    opened = attention("open", time)
    mumbled = Understanding("…", addressed=0.9, heard=False)
    opened.called(said("mumble"))
    assert not opened.meant(mumbled)
    opened.replied("Okay.")
    opened.called(said("mumble"))
    assert opened.meant(mumbled)


def test_with_a_least_probability_of_zero_everything_is_answered(time: Time) -> None:
    opened = Attention(AttentionConfig(least=0.0), HEAD, clock=time)
    opened.called(said("mumble"))
    assert opened.meant(understood(0.01)) and opened.meant(Understanding("…", addressed=0.0, heard=False))


def test_where_others_talk_more_certainty_is_needed_for_a_minute(time: Time) -> None:
    opened = attention("open", time)
    for _ in range(7):
        opened.called(said("and then he left her"))
        assert not opened.meant(understood(0.01))
    assert not opened.meant(understood(0.6)) and opened.meant(understood(0.99))
    time.now += TALK_S + 1
    opened.called(said("turn on the lights"))
    assert opened.meant(understood(0.6))


def test_where_others_talk_danger_must_be_plain_or_told_to_it_or_told_again(time: Time) -> None:
    crash = "the bus hit him and he is bleeding"
    opened = attention("open", time)
    opened.called(said(crash))
    assert opened.meant(understood(0.001, danger=0.3, text=crash)), "in a quiet room"
    for _ in range(40):
        opened.called(said("and then he left her"))
        assert not opened.meant(understood(0.01))
    for addressed, danger, heard in ((0.001, 0.02, False), (0.5, 0.3, True), (0.01, 0.999, True)):
        time.now += AGAIN_S + 2
        opened.called(said(crash))
        assert opened.meant(understood(addressed, danger=danger, text=crash)) is heard
    time.now += AGAIN_S + 2
    for began_after_s, again in ((0.0, False), (AGAIN_S - 1, True)):
        time.now += began_after_s + 1.0
        opened.called(said(crash))
        assert opened.meant(understood(0.001, danger=0.02, text=crash)) is again


def test_after_a_reply_less_is_enough_for_some_seconds(time: Time) -> None:
    opened = attention("open", time)
    opened.replied("It rains in Rome.")
    opened.called(said("and in london"))
    assert opened.meant(understood(0.3))
    time.now += 30
    opened.called(said("and in london"))
    assert not opened.meant(understood(0.3))


@pytest.mark.parametrize("listen", ["open", "wake", "key"])
def test_an_answer_to_a_question_is_heard_whatever_it_is(time: Time, listen: Listen) -> None:
    asking = attention(listen, time)
    asking.replied("For how long?")
    assert asking.called(said("ten")) is not None
    assert asking.meant(understood(0.01))
    asking.replied("10 minutes, starting now.")
    asking.called(said("ten"))
    assert not asking.meant(understood(0.01))


@pytest.mark.parametrize("listen", ["open", "wake", "key"])
def test_who_wants_silence_is_heard_where_something_sounded(time: Time, listen: Listen) -> None:
    ringing = attention(listen, time)
    ringing.replied("The timer is up.")
    for text in ("stop", "okay stop", "be quiet"):
        assert ringing.called(said(text)) is not None
        assert ringing.meant(understood(0.01, text=text))


@pytest.mark.parametrize("listen", ["open", "wake"])
def test_a_wake_phrase_is_taken_off_and_needs_nothing_else(time: Time, listen: Listen) -> None:
    wake = attention(listen, time)
    assert (wake.called(said("turn on the lights")) is None) == (listen == "wake")
    called = wake.called(said("computer turn on the lights"))
    assert called is not None and called.transcript is not None
    assert called.transcript.text == "turn on the lights" and wake.meant(understood(0.0))


def test_a_follow_up_needs_no_phrase_but_begins_in_time(time: Time) -> None:
    wake = attention("wake", time)
    wake.replied("It rains in Rome.")
    time.now += 9.0
    assert wake.called(said("and in london", spoken_s=2.0)) is not None, "it began within eight seconds"
    assert wake.called(said("and in london", spoken_s=0.5)) is None


@pytest.mark.parametrize("listen", ["open", "key"])
def test_a_key_opens_the_microphone_for_an_utterance(time: Time, listen: Listen) -> None:
    key = attention(listen, time)
    key.press()
    assert key.called(said("turn on the lights")) is not None and key.meant(understood(0.01))
    time.now += KEY_S + 5
    assert (key.called(said("turn on the lights")) is None) == (listen == "key")


class Annas:
    """A voice that is known by its level."""

    def is_theirs(self, samples: Samples) -> bool:
        return bool(samples.max() > 0.5)


def test_of_all_voices_the_owners_alone_is_answered_but_for_danger_and_stop(time: Time) -> None:
    hers = Attention(AttentionConfig(owner_only=True), HEAD, Annas(), time)
    anna, ben = (np.full(8_000, level, np.float32) for level in (0.9, 0.1))

    def answered(samples: Samples, understanding: Understanding) -> bool:
        hers.called(Recognition("microphone", Transcript("…"), start_s=0.0, end_s=0.5, samples=samples))
        return hers.meant(understanding)

    assert answered(anna, understood(0.9)) and not answered(ben, understood(0.9))
    assert answered(ben, understood(0.9, danger=0.99, text="i fell and i can't get up"))
    hers.replied("The timer is up.")
    assert answered(ben, understood(0.1, text="stop")) and not answered(ben, understood(0.9))


@pytest.mark.parametrize(
    ("text", "addressed", "decision", "ends"),
    [
        ("set a timer", 0.9, "act", True),
        ("and then he left her", 0.3, "act", False),
        ("mumble", 0.9, "reject", False),
        ("stop", 0.01, "reject", True),
        ("scratch that", 0.01, "act", True),
    ],
)
def test_over_a_reply_it_needs_as_much_certainty_as_before_one(
    time: Time, text: str, addressed: float, decision: Decision, ends: bool
) -> None:
    opened = attention("open", time)
    opened.replied("It rains in Rome.")
    meaning = Understanding(text, addressed=addressed, decision=decision)
    assert opened.interrupts(said(text), meaning, asking=False) is ends


def over(
    text: str, intent: str | None, decision: Decision = "act", act: DialogueAct = "request"
) -> Understanding:
    """What is understood of an utterance of one command that the head takes for talk."""
    command = Command(text, 0, len(text), act, intent=intent, decision=decision)
    return Understanding(text, intent, decision=decision, commands=(command,), addressed=0.01)


@pytest.mark.parametrize(
    ("meaning", "ends"),
    [
        (over("wait", None, "reject"), True),
        (over("next", "play_podcasts"), True),
        (over("never mind", "general_cancel"), True),
        (over("what was that", "general_repeat"), True),
        (over("he wanted no more of it", "general_negate", "confirm"), False),
        (over("they turned it down", "audio_volume_down", act="statement"), False),
        (over("no he was not there when it all began", "general_negate"), False),
        (over("he turned on the lights", "iot_hue_lighton"), False),
    ],
)
def test_what_is_about_the_reply_ends_it_and_is_answered(
    time: Time, meaning: Understanding, ends: bool
) -> None:
    opened = attention("open", time)
    opened.replied("It rains in Rome.")
    assert opened.interrupts(said(meaning.text), meaning, asking=False) is ends
    opened.called(said(meaning.text))
    assert opened.meant(meaning) is ends


def test_what_is_about_the_reply_ends_none_behind_a_key(time: Time) -> None:
    keyed = attention("key", time)
    assert not keyed.interrupts(said("wait"), over("wait", None, "reject"), asking=False)


def test_an_utterance_that_went_on_to_others_is_not_answered(time: Time) -> None:
    opened = attention("open", time)
    assert opened.interrupts(said("wait"), over("wait", None, "reject"), asking=False)
    longer = over("wait for me she said", None, "reject")
    assert not opened.interrupts(said("wait for me she said"), longer, asking=False)
    opened.called(said("wait for me she said"))
    assert not opened.meant(longer)


def test_a_television_over_replies_is_talk_in_the_room_and_counts_once(time: Time) -> None:
    opened = attention("open", time)
    wanted = Understanding("turn it off", addressed=0.7, decision="act")
    told = Understanding("and then he left her", addressed=0.01, decision="act")
    for _ in range(7):
        assert not opened.interrupts(said("and then he left her"), told, asking=False)
    assert opened.interrupts(said("turn it off"), wanted, asking=False)
    for number in range(7):
        later = Recognition("microphone", Transcript("and then"), start_s=number + 1.0, end_s=number + 2.0)
        assert not opened.interrupts(later, told, asking=False)
    assert not opened.interrupts(said("turn it off"), wanted, asking=False)


def test_an_answer_a_phrase_and_a_key_end_a_reply(time: Time) -> None:
    unsure = Understanding("ten", addressed=0.01, decision="act")
    assert attention("open", time).interrupts(said("ten"), unsure, asking=True)
    assert attention("wake", time).interrupts(said("computer ten"), unsure, asking=False)
    keyed = attention("key", time)
    sure = Understanding("turn it off", addressed=0.99, decision="act")
    assert not keyed.interrupts(said("turn it off"), sure, asking=False)
    keyed.press()
    assert keyed.interrupts(said("turn it off"), sure, asking=False)


def test_another_voice_ends_no_reply_but_a_stop_does(time: Time) -> None:
    class Voice:
        def is_theirs(self, samples: Samples) -> bool:
            return False

    owned = Attention(AttentionConfig(), HEAD, Voice(), clock=time)
    heard = Recognition("microphone", Transcript("set a timer"), 0.0, 1.0, samples=np.zeros(160, np.float32))
    assert not owned.interrupts(
        heard, Understanding("set a timer", addressed=0.9, decision="act"), asking=True
    )
    assert owned.interrupts(heard, Understanding("stop", addressed=0.9, decision="act"), asking=False)
