"""The public interface of skills, for plug-ins; see `assistant.skills.api`."""

from assistant.skills.api import (
    Claims,
    Describes,
    History,
    Loudspeaker,
    Question,
    Request,
    Result,
    Selects,
    Skill,
    SkillContext,
    Status,
    Summarised,
    Warms,
)
from assistant.skills.config import HomeAssistantConfig, SkillsConfig

__all__ = [
    "Claims",
    "Describes",
    "History",
    "HomeAssistantConfig",
    "Loudspeaker",
    "Question",
    "Request",
    "Result",
    "Selects",
    "Skill",
    "SkillContext",
    "SkillsConfig",
    "Status",
    "Summarised",
    "Warms",
]
