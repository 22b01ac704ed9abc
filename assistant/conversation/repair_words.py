"""Words by which a speaker hesitates or announces that something said is mended; patterns, case ignored."""

from __future__ import annotations

MARK = r"[\s,;.–—-]+"
"""What parts two such words."""
FILLER = r"(?:um+|uh+|er+m?|hm+)"
HESITATION = rf"(?:{FILLER}|oh(?: dear)?|ah|oops|well|hang on|hold on)"
REPAIR = (
    r"(?:no|nope|sorry|wait(?: a (?:minute|second|sec|moment))?|i (?:mean|meant)|i tell a lie"
    r"|make (?:that|it)|rather|actually|scratch that|correction|excuse me|on second thoughts?)"
)
"""What takes back the words before it."""
