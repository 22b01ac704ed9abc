"""An explanation as a page: whole, escaped, told by more than colour, and fetching nothing."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from assistant.explaining import page
from tests.fixtures.explanations import EXPLANATION

VOID = {"meta", "br"}


class Outline(HTMLParser):
    """The open elements, the headings, and all that is fetched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[str] = []
        self.fetched: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.fetched += [name for name, _ in attributes if name in ("src", "href", "srcset")]
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page() -> None:
    text = page.html([EXPLANATION])
    found = Outline(text)
    assert not found.open and not found.fetched and "<script" not in text
    assert found.headings == ["h1", "h2", "h3"] and '<html lang="en">' in text
    assert "don't <touch> the fan" in found.text and "<touch>" not in text
    assert text.count("<caption>") == 2 and 'class="against"' in text and 'class="for"' in text
    for part in ("+2.5", "-1.2", "without “don't”", "“fan” in the place of “van”", "leave the fan",
                 "Okay, I won't.", "decoded twice"):  # fmt: skip
        assert part in found.text, part


def test_a_fragment_for_another_page() -> None:
    bare = replace(EXPLANATION, hearing=None, sentiment=None, attributed=False, commands=())
    text = page.fragment([bare])
    assert text.lstrip().startswith("<article>") and "<style" not in text
    assert "the extra" in Outline(text).text
