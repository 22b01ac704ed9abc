"""Scenes and scripts of Home Assistant."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from assistant.skills.api import Call, Result, operation
from assistant.skills.home.choosing import choose, refusal
from assistant.skills.home.devices import DeviceSkill
from assistant.skills.home.hub import UNAVAILABLE
from assistant.skills.home.mentions import completed, unused
from assistant.skills.home.restoring import snapshot
from assistant.skills.home.saying import unreached
from assistant.skills.home.switching import switch
from assistant.skills.home.wishes import Wish, wish
from models.text.say_lists import join

_NAMES = (
    "event_name", "movie_name", "movie_type", "song_name", "playlist_name", "music_genre", "game_name",
    "media_type", "timeofday", "meal_type", "audiobook_name",
)  # fmt: skip
"""Slots whose words scenes are called by."""
_SCENES = (frozenset({"scene", "script"}),)


def _said(wished: Wish, noun: str) -> str:
    return join(wished.devices) or f"the {noun}"


Named = Annotated[Wish, wish("scene", slots=_NAMES, say=_said)]
ANY = Wish()


class HomeScenes(DeviceSkill):
    """Starts them."""

    name = "scenes"
    title = "scenes"
    noun = "scenes"

    @operation(
        "iot_scene",
        does="start {scene}",
        examples=("start movie night", "run the leaving script"),
        changes="undoable",
        delayable=True,
    )
    def start(self, call: Call, scene: Named = ANY) -> Result:
        """Start a scene or a script by its name."""
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        # a room is where the scene is wanted, not where it is
        named = replace(completed(self._hub.house(), scene, _SCENES[0]), places=(), text="")
        if strange := unused(named):
            return refusal(f"I don't know what to do with “{strange}” there.")
        found = choose(self._hub, call, named, _SCENES, self.noun, "start")
        if isinstance(found, Result):
            return found
        if not found.chosen:
            return refusal(unreached(found.unavailable, self.noun))
        members = {one for entity in found.chosen for one in entity.names("entity_id")}
        before = [entity for entity in self._hub.house().entities if entity.id in members]
        only_scenes = all(entity.domain == "scene" for entity in found.chosen)
        # what a script does cannot be known, nor taken back
        undo = snapshot(before) if before and only_scenes else None
        switch(home, found.chosen, on=True)
        return self._started(call, found, found.chosen, undo)
