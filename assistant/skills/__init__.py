"""The public interface of skills, for plug-ins; see `assistant.skills.api`."""

from assistant.skills.api import (
    EVERY,
    INTERFACE,
    Ambiguous,
    Call,
    NeedsConfirmation,
    Option,
    Parameter,
    Question,
    Reading,
    Result,
    Skill,
    SkillContext,
    Unclear,
    operation,
)

__all__ = [
    "EVERY",
    "INTERFACE",
    "Ambiguous",
    "Call",
    "NeedsConfirmation",
    "Option",
    "Parameter",
    "Question",
    "Reading",
    "Result",
    "Skill",
    "SkillContext",
    "Unclear",
    "operation",
]
