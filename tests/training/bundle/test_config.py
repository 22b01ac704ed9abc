import pytest

from training.bundle.config import BundleConfig
from training.config import CONFIGS, read

SMOKE = CONFIGS / "smoke"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"heard": {"tones": {"data": ["lights"]}}}, "tones: text that the recognizer writes comes too late"),
        ({"heard": {"more": {"data": ["more"]}}}, "more: text that the recognizer writes comes too late"),
        ({"speech": {"tones": {"data": ["tones"]}}}, "tones: speech cannot be spoken again"),
    ],
)
def test_a_manifest_that_would_be_made_too_late_is_refused(table: dict[str, object], said: str) -> None:
    settings = read(SMOKE / "all.toml", BundleConfig).model_dump()
    with pytest.raises(ValueError, match=said):
        BundleConfig.model_validate({**settings, **table})
