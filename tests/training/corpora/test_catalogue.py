"""Every corpus has a page and a licence."""

from training.corpora.catalogue import CORPORA


def test_every_corpus_names_its_page_and_licence() -> None:
    for name, (_, about) in CORPORA.items():
        assert "://" in about or "as the project's" in about, name
        assert "licen" in about.lower(), name
