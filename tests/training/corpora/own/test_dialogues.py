"""Dialogues from templates: labels, context, splits, errors; and the project's own folder."""

import random
from collections import Counter
from pathlib import Path

import pytest

from models import manifest
from models.errors import ConfigError
from models.manifest import Example
from models.types import Modifiers
from training import domain
from training.config import CONFIGS
from training.corpora.own import dialogues

FILE = """
[slots.duration]
examples = ["(eight|five|ten|twelve) minutes"]
[slots.place]
examples = ["(hall|attic|porch)"]
[[dialogues]]
kind = "correction"
context = ["set a timer for {duration@1}", "{duration@1}, starting now."]
commands = [{act = "request", relation = "correction", intent = "timer_set"}]
sentences = ["no {duration}", "{duration}, not {duration@1:_}"]
[[dialogues]]
kind = "two"
danger = true
commands = [{act = "prohibition", intent = "iot_hue_lightoff"}, {act = "question", intent = ""}]
sentences = ["«leave ‹all:all› the lights on but ‹except:{place}›» and «who is in the {place}»"]
"""
HWU64 = """
alarm_query alarm_remove alarm_set audio_volume_down audio_volume_mute audio_volume_up calendar_query
calendar_remove calendar_set cooking_recipe datetime_convert datetime_query email_addcontact email_query
email_querycontact email_sendemail general_affirm general_commandstop general_confirm general_dontcare
general_explain general_joke general_negate general_praise general_quirky general_repeat iot_cleaning
iot_coffee iot_hue_lightchange iot_hue_lightdim iot_hue_lightoff iot_hue_lighton iot_hue_lightup
iot_wemo_off iot_wemo_on lists_createoradd lists_query lists_remove music_likeness music_query
music_settings news_query play_audiobook play_game play_music play_podcasts play_radio qa_currency
qa_definition qa_factoid qa_maths qa_stock recommendation_events recommendation_locations
recommendation_movies social_post social_query takeaway_order takeaway_query transport_query
transport_taxi transport_ticket transport_traffic weather_query
""".split()  # noqa: SIM905
NEW = """
timer_change timer_pause timer_resume alarm_change alarm_snooze note_set note_query note_remove
lists_change iot_query iot_cover_open iot_cover_close iot_cover_set iot_fan_set iot_cleaning_stop
iot_scene audio_query profile_remove general_identity general_privacy general_undo
""".split()  # noqa: SIM905
SLOTS = """
date place_name time person business_name media_type transport_type device_type event_name food_type
currency_name house_place list_name business_type player_setting definition_word order_type timeofday
color_type game_name relation personal_info radio_name audiobook_name weather_descriptor artist_name
news_topic music_genre podcast_descriptor time_zone transport_agency joke_type change_amount song_name
podcast_name email_address meal_type app_name coffee_type currency_source general_frequency playlist_name
movie_name music_descriptor ingredient email_folder alarm_type movie_type transport_descriptor
transport_name cooking_type audiobook_author drink_type coffee_amount game_type music_album item
note_text
""".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def own() -> list[Example]:
    return dialogues.examples(per_sentence=3)


def folder(path: Path, text: str = FILE) -> Path:
    (path / "some.toml").write_text(text, encoding="utf-8")
    return path


def test_context_and_labels(tmp_path: Path) -> None:
    examples = dialogues.examples(folder=folder(tmp_path))
    assert examples == dialogues.examples(folder=tmp_path) == list(dialogues.convert(tmp_path))
    corrections = [e for e in examples if e.context]
    assert corrections
    for example in corrections:
        user, assistant = example.context
        assert (user.role, assistant.role) == ("user", "assistant")
        kept = user.text.removeprefix("set a timer for ")
        assert assistant.text == f"{kept}, starting now."
        assert example.slots is not None and len(example.slots) == 1
        assert example.slots[0].value.lower() != kept
        assert (example.relation, example.dialogue_act, example.intent) == (
            "correction",
            "request",
            "timer_set",
        )
        assert example.danger is False


def test_two_commands_share_the_sentence(tmp_path: Path) -> None:
    two = next(e for e in dialogues.examples(folder=folder(tmp_path)) if not e.context)
    assert two.danger and two.commands is not None and two.text is not None
    first, second = two.commands
    assert two.text[first.end : second.start] == " and "
    assert (first.dialogue_act, first.intent) == ("prohibition", "iot_hue_lightoff")
    assert first.modifiers is not None and first.modifiers.all and len(first.modifiers.excluded) == 1
    assert second.out_of_scope and second.intent is None and second.slots == ()
    assert second.modifiers == Modifiers()


def test_a_template_has_one_split(tmp_path: Path) -> None:
    sentences = ", ".join(f'"number {n} {{place}}"' for n in range(200))
    labels = 'commands = [{act = "social", intent = ""}]'
    text = f'{FILE}[[dialogues]]\nkind = "x"\n{labels}\nsentences = [{sentences}]\n'
    split: dict[str, set[str | None]] = {}
    for example in dialogues.examples(folder=folder(tmp_path, text)):
        if (example.text or "").lower().startswith("number"):
            split.setdefault((example.text or "").split()[1], set()).add(example.split)
    assert len(split) == 200 and all(len(found) == 1 for found in split.values())
    counts = Counter(found.pop() for found in split.values())
    assert counts.keys() == {"train", "valid"} and 4 <= counts["valid"] <= 30


def test_sentences_for_anywhere_stand_after_other_exchanges_too(tmp_path: Path) -> None:
    folder(tmp_path)
    frames = """anywhere = true
[[operations]]
intent = "iot_hue_lightoff"
query = "iot_query"
verbs = ["dim/dimmed/dimmed/dimming"]
objects = ["the {place} light"]
[[frames]]
kind = "question"
act = "question"
intent = "{query}"
sentences = [SENTENCES]
[[dialogues]]
kind = "social"
commands = [{act = "social", intent = ""}]
sentences = ["what a {place}"]
"""
    sentences = ", ".join(f'"did you <base> {n} times"' for n in range(40))
    (tmp_path / "frames.toml").write_text(frames.replace("SENTENCES", sentences), encoding="utf-8")
    examples = dialogues.examples(folder=tmp_path)
    asked = [e for e in examples if e.dialogue_act == "question" and e.intent == "iot_query"]
    after = [e for e in asked if e.context]
    assert 0 < len(after) < len(asked)
    assert all(e.relation == "new" and e.context[0].text.startswith("set a timer") for e in after)
    social = [e for e in examples if e.dialogue_act == "social"]
    assert {bool(e.context) for e in social} == {True, False}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("no {duration}", "no {nothing}", r"some\.toml.*no list 'nothing' in 'no \{nothing\}' of correction"),
        ('»"]', '"]', "of two"),
        ("«leave", "leave", "of two"),
        ("«who is in the {place}»", "who is in the {place}", "1 commands are marked where 2 have labels"),
        ("but ‹except:{place}›»", "but {place» house}", "of two"),
        ('act = "question"', 'act = "query"', r"some\.toml"),
        ("danger = true", "dangerous = true", "dangerous"),
    ],
)
def test_errors_name_file_and_sentence(tmp_path: Path, old: str, new: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        dialogues.examples(folder=folder(tmp_path, FILE.replace(old, new)))


def test_a_list_has_one_place(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "other.toml").write_text(FILE, encoding="utf-8")
    with pytest.raises(ConfigError, match="another file"):
        dialogues.examples(folder=tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no \.toml"):
        dialogues.examples(folder=tmp_path)


def test_typed_text_keeps_offsets() -> None:
    for seed in range(10):
        text = dialogues.typed("can i have tea", question=True, draw=random.Random(seed))
        assert text.rstrip("?") == "Can I have tea"


def test_own_labels_are_known(own: list[Example]) -> None:
    home = domain.read(CONFIGS / "home.toml")
    intents = {*HWU64, *NEW, *home.intents}
    slots = {*SLOTS, *home.slots}
    for example in own:
        for command in example.commands or ():
            assert command.intent is None or command.intent in intents, (command.intent, example.text)
            assert {s.name for s in command.slots or ()} <= slots, example.text


def test_own_spans_lie_right(own: list[Example]) -> None:
    for example in own:
        text = example.text or ""
        assert text == " ".join(text.split()) and text[0] not in " ,.?!", text
        for command in example.commands or ():
            said = text[command.start : command.end]
            assert said and said == said.strip(" ,"), (said, text)
            for slot in command.slots or ():
                assert command.start <= slot.start < slot.end <= command.end, text
                assert text[slot.start : slot.end] == slot.value == slot.value.strip(), text
                # a slot is of whole words
                assert not text[slot.start - 1 : slot.start].isalnum(), text
                assert not text[slot.end : slot.end + 1].isalnum(), text
            modifiers = command.modifiers or Modifiers()
            for words in (*modifiers.excluded, modifiers.at, modifiers.repeat, modifiers.lasting):
                assert words is None or words in said, text


def test_own_sentences_have_one_meaning(own: list[Example]) -> None:
    meanings: dict[str, set[tuple[object, ...]]] = {}
    for example in own:
        if not example.context:
            labels = tuple((c.dialogue_act, c.relation, c.intent) for c in example.commands or ())
            meanings.setdefault((example.text or "").lower().rstrip(".?!"), set()).add(labels)
    assert not {text: found for text, found in meanings.items() if len(found) > 1}


def test_own_manifest_is_read_again(own: list[Example], tmp_path: Path) -> None:
    manifest.write(tmp_path / "some.jsonl", own)
    read = manifest.read(tmp_path / "some.jsonl")
    assert [(e.text, e.commands, e.danger, e.context) for e in read] == [
        (e.text, e.commands, e.danger, e.context) for e in own
    ]
