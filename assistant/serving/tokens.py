"""The token that clients of other computers send."""

from __future__ import annotations

from pathlib import Path

from models.errors import ConfigError
from models.text.structured import read_text

SHORTEST = 16
"""Characters of a token that cannot be guessed."""


def read_token(token_file: str | None) -> str | None:
    """The token in a file; None without one.

    Raises:
        ConfigError: the file cannot be read, or its token is short.
    """
    if token_file is None:
        return None
    file = Path(token_file).expanduser()
    try:
        token = read_text(file).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("the token cannot be read", where=str(file)) from error
    if len(token) < SHORTEST or not token.replace("-", "").replace("_", "").isalnum() or not token.isascii():
        raise ConfigError(
            f"a token is {SHORTEST} or more ASCII letters, digits, hyphens and underscores",
            where=str(file),
            do=f"python3 -c 'import secrets; print(secrets.token_urlsafe())' > {file}",
        )
    return token
