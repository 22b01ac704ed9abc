"""The files and folders that the documents name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    "README.md",
    "examples/README.md",
    *(str(page.relative_to(ROOT)) for page in sorted((ROOT / ".github").glob("*/*.md"))),
    ".github/CONTRIBUTING.md",
]
NAMED = re.compile(r"`((?:assistant|models|training|tests|examples|\.ci|\.github)/[\w./-]*)`")
LINK = re.compile(r"\]\(((?!https?:)[^)#]+)\)")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_named_files_exist(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    missing = [name for name in NAMED.findall(text) if not (ROOT / name).exists()]
    missing += [link for link in LINK.findall(text) if not (ROOT / document).parent.joinpath(link).exists()]
    assert not missing


def test_the_glossary_has_one_row_per_word() -> None:
    glossary = (ROOT / ".github/docs/glossary.md").read_text("utf-8")
    words = [
        line.split(" | ")[0].removeprefix("| ") for line in glossary.splitlines() if line.startswith("| ")
    ]
    words = [word for word in words if word != "word"]
    assert len(words) > 60 and len(words) == len(set(words))
