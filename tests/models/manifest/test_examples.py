"""Names of examples' fields."""

from models.manifest import named


def test_english_is_not_named() -> None:
    assert named("en") is None and named("zh") == "zh"
