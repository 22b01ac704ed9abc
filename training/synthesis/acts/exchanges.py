"""Templates of a conversation's next sentence and of the reply before it. Knows no corpus.

`{place}` is a constituent with a new value ("for ten minutes"), `{value}` the value alone, `{old}` the
one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.types import DialogueAct

CORRECTIONS = (
    "no {place}", "no, {place}", "no {value}", "no, {value}", "no i said {value}", "no i meant {value}",
    "i meant {value}",
    "i meant {place}", "i said {value}", "sorry {value}", "sorry, {place}", "sorry i meant {value}",
    "make it {value}",
    "make it {value} instead", "make that {value}", "make that {value} please", "actually {value}",
    "actually make it {value}",
    "not {old}, {value}", "not {old} {value}", "{value} not {old}", "{place}, not {old}", "no wait {value}",
    "wait no {value}",
    "hang on {value}", "oh no {place}", "er i mean {value}", "um actually {place}", "change that to {value}",
    "change it to {value}",
    "oops {value}", "i want {value} instead", "it should be {value}", "that should be {value}",
    "no no {value}", "nope {value}",
    "{value} instead", "{value} instead of {old}", "that's wrong it's {value}", "no it's {value}",
    "rather {value}",
    "let's make it {value}", "on second thoughts {value}", "scratch that {value}", "correction {value}",
    "you misheard, {value}",
    "that was meant to be {value}", "i'd rather have {value}", "no, not {old}, {value}",
    "can you make it {value}",
    "could you make that {value} instead", "better {value}", "excuse me i meant {place}",
    "no i wanted {value}",
)  # fmt: skip
FOLLOW_UPS = (
    "and {place}", "and {place}", "and {place} please", "and {place} too", "also {place}", "{place} too",
    "{place} as well", "{place} also",
    "the same {place}", "do the same {place}", "same again {place}", "and another one {place}",
    "plus {place}", "oh and {place}",
    "and also {place}", "and then {place}", "now {place}", "and {value} too please", "and {value} as well",
    "{place} too please",
    "can you do that {place} as well", "could you do the same {place}", "do that {place} too",
    "do it {place} too", "and the same {place}",
    "and {value}", "now do {value}", "and do {value} too", "one more {place}",
    "and {place} while you're at it",
)  # fmt: skip
ASKED_ON = (
    "and {place}", "and {place}", "and {value}", "what about {value}", "what about {place}",
    "how about {place}", "how about {value}",
    "and what about {value}", "and {place} please", "okay and {place}", "the same {place}",
    "same question {place}", "is it the same {place}",
    "and how about {value}", "also {place}", "oh and {place}", "um and {place}", "now {place}",
    "and now {place}", "{place} too",
    "what is it {place}", "and is it different {place}", "tell me {place} too", "good and {place}",
    "thanks and {place}", "{place}",
)  # fmt: skip
ANSWERS = (
    "{value}", "{value}", "{place}", "{place}", "{value} please", "{place} please", "um {value}",
    "er {place}", "let's say {value}",
    "make it {value}", "{place} i think", "i'd say {value}", "hm {value}", "oh {value}", "well {place}",
    "uh {value} please",
    "let me think {value}", "i guess {value}", "{value} is fine", "{value} would be good", "{place} thanks",
    "it's {value}",
    "{value} will do", "sorry {value}", "i want {value}", "maybe {value}", "just {value}",
    "i'd like {value}", "say {value}", "preferably {value}",
)  # fmt: skip
DONE = (
    "Okay.", "Okay.", "Done.", "All right.", "Sure.", "Okay, {value}.", "{Value}, okay.",
    "All right, {value}.", "Done: {value}.",
    "Okay, I've done that.", "Got it, {value}.", "That is done.", "On it.", "Certainly.",
)  # fmt: skip
TOLD = ("Here is what I found for {value}.", "For {value}: here it is.", "I found this.", "Here you are.",
        "I don't know.", "Okay.", "Here is the answer for {value}.", "Let me see. {Value}: nothing new.",
        "There is nothing for {value}.")  # fmt: skip
FOUND = (
    "Here you are.",
    "I found this.",
    "There is one.",
    "You have two.",
    "Here it is.",
    "There are three.",
)
OPEN: Mapping[str, Sequence[str]] = {
    "duration": ("For how long?", "How long should it be?", "How long?"),
    "time": ("For what time?", "At what time?", "What time?", "When?"),
    "date": ("On which day?", "Which day?", "For which day?", "When?"),
    "timeofday": ("At what time of day?", "When?"),
    "place_name": ("Where?", "Which place?", "For which place?"),
    "house_place": ("In which room?", "Which room?", "Where?", "Which one?"),
    "device_type": ("Which device?", "Which one?", "Which one do you mean?"),
    "person": ("Who?", "Which person?", "Who do you mean?"),
    "list_name": ("Which list?", "To which list?", "Which list do you mean?"),
    "item": ("What should I add?", "Which item?", "What is the item?"),
    "event_name": ("What is it about?", "What is it called?", "What should I call it?"),
    "song_name": ("Which song?", "What should I play?"),
    "artist_name": ("Whose music?", "Which artist?"),
    "color_type": ("Which colour?", "What color?"),
    "change_amount": ("By how much?", "How much?"),
    "food_type": ("What would you like?", "Which food?", "What should I order?"),
    "coffee_type": ("Which coffee?", "What kind of coffee?"),
    "podcast_name": ("Which podcast?", "Which one?"),
    "radio_name": ("Which station?", "Which one?"),
    "business_name": ("From where?", "Which one?"),
    "media_type": ("Where?", "On which network?"),
    "timer_name": ("Which timer?", "Which one?"),
}
OPEN_OTHER = (
    "Which {slot}?",
    "What {slot}?",
    "Which {slot} would you like?",
    "Which {slot}: {a}, {b} or another?",
    "Which one, {a} or {b}?",
)
CONFIRMING = (
    "Shall I {base}?",
    "Do you want me to {base}?",
    "Should I {base}?",
    "You want me to {base}, right?",
    "Did you say: {base}?",
)
YES = (
    "yes", "yes please", "yeah", "yep", "sure", "go ahead", "do it", "please do", "yes do it", "of course",
    "that's right", "exactly",
    "yes that's right", "yeah go on", "um yes", "sure go ahead", "okay", "right", "correct", "yes thanks",
    "absolutely", "yup please",
)  # fmt: skip
NO = (
    "no", "no thanks", "nope", "no don't", "better not", "no thank you", "please don't", "no leave it",
    "don't", "nah", "um no",
    "no i don't want that", "not now", "no that's wrong", "no don't do that", "certainly not", "no way",
    "oh no don't", "rather not",
)  # fmt: skip
UNDOING = (
    "undo that", "cancel that", "undo it", "take that back", "no undo that", "please undo that",
    "can you undo that", "reverse that",
    "cancel that please", "actually cancel that", "oh no undo that", "revert that",
    "could you undo that please", "undo",
)  # fmt: skip
AGAIN = ("again please", "same again", "once more", "do that again", "one more time", "and again",
         "do it again please", "again", "another one please", "same again please", "one more please",
         "and another one")  # fmt: skip
Pointing = tuple[str, str, DialogueAct]
POINTING: Mapping[str, Sequence[Pointing]] = {
    "iot_hue_lighton": (
        ("turn it off again", "iot_hue_lightoff", "request"), ("make it brighter", "iot_hue_lightup",
        "request"),
        ("dim it a bit", "iot_hue_lightdim", "request"), ("switch it off again", "iot_hue_lightoff",
        "request"),
        ("a bit brighter please", "iot_hue_lightup", "request"), ("now make it darker", "iot_hue_lightdim",
        "request"),
        ("don't turn it off", "iot_hue_lightoff", "prohibition"), ("is it on now", "iot_query", "question"),
        ("leave it on", "iot_hue_lightoff", "prohibition"),
    ),
    "iot_hue_lightoff": (
        ("turn it back on", "iot_hue_lighton", "request"), ("put it on again", "iot_hue_lighton", "request"),
        ("don't turn it on again", "iot_hue_lighton", "prohibition"), ("leave it off", "iot_hue_lighton",
        "prohibition"),
        ("is it off", "iot_query", "question"), ("was it on before", "iot_query", "question"),
    ),
    "iot_hue_lightup": (("a bit more", "iot_hue_lightup", "request"), ("that's too bright",
    "iot_hue_lightdim", "request"),
                        ("turn it off", "iot_hue_lightoff", "request"), ("how bright is it now", "iot_query",
                        "question")),
    "iot_hue_lightdim": (("a bit more", "iot_hue_lightdim", "request"), ("that's too dark",
    "iot_hue_lightup", "request"),
                         ("even darker", "iot_hue_lightdim", "request"), ("turn it off", "iot_hue_lightoff",
                         "request")),
    "iot_wemo_on": (("switch it off again", "iot_wemo_off", "request"), ("don't switch it off",
    "iot_wemo_off", "prohibition"),
                    ("is it on", "iot_query", "question"), ("keep it on", "iot_wemo_off", "prohibition")),
    "iot_wemo_off": (("turn it on again", "iot_wemo_on", "request"), ("leave it off", "iot_wemo_on",
    "prohibition"),
                     ("is it off now", "iot_query", "question")),
    "play_music": (("make it louder", "audio_volume_up", "request"), ("turn it down a bit",
    "audio_volume_down", "request"),
                   ("that's too loud", "audio_volume_down", "request"), ("who sings this", "music_query",
                   "question"),
                   ("don't turn it up", "audio_volume_up", "prohibition"), ("louder please",
                   "audio_volume_up", "request")),
    "play_radio": (("make it quieter", "audio_volume_down", "request"), ("turn it up", "audio_volume_up",
    "request"),
                   ("which station is this", "music_query", "question"), ("a bit louder", "audio_volume_up",
                   "request")),
    "alarm_query": (("cancel it", "alarm_remove", "request"), ("delete it please", "alarm_remove", "request"),
                    ("move it to nine", "alarm_change", "request"), ("don't delete it", "alarm_remove",
                    "prohibition"),
                    ("leave it as it is", "alarm_change", "prohibition"), ("turn it off then",
                    "alarm_remove", "request")),
    "alarm_set": (("make it an hour earlier", "alarm_change", "request"), ("when will it ring",
    "alarm_query", "question"),
                  ("move it ten minutes later", "alarm_change", "request"), ("don't change it",
                  "alarm_change", "prohibition")),
    "timer_set": (("how long is left on it", "timer_query", "question"), ("add two minutes to it",
    "timer_change", "request"),
                  ("pause it", "timer_pause", "request"), ("don't pause it", "timer_pause", "prohibition"),
                  ("make it five minutes longer", "timer_change", "request")),
    "timer_query": (("cancel it", "timer_cancel", "request"), ("pause it", "timer_pause", "request"),
    ("stop it then", "timer_cancel", "request"),
                    ("don't stop it", "timer_cancel", "prohibition"), ("give it two more minutes",
                    "timer_change", "request")),
    "calendar_query": (("cancel it", "calendar_remove", "request"), ("delete that one", "calendar_remove",
    "request"),
                       ("remove the first one", "calendar_remove", "request"), ("don't delete any of them",
                       "calendar_remove", "prohibition")),
    "lists_query": (("clear it", "lists_remove", "request"), ("take off the first one", "lists_remove",
    "request"),
                    ("delete it", "lists_remove", "request"), ("don't clear it", "lists_remove",
                    "prohibition"),
                    ("read it again", "lists_query", "question")),
    "lists_createoradd": (("read it to me", "lists_query", "question"), ("what else is on it", "lists_query",
    "question"),
                          ("take it off again", "lists_remove", "request")),
}  # fmt: skip
"""Sentences that point to what was said, with intent and act, by the intent of what was said."""
