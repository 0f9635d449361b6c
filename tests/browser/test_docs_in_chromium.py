"""
The built docs in a real browser, on a telephone.

Building them takes long, so ``nox -s docs`` does that and says where they are.
"""

import os
from pathlib import Path

import attrs
import pytest
from browser.browsing import browser

WIDTH = 390
SMALLEST = 8  # pixels: smaller letters can't be read
# How far the page reaches; what scrolls in a box of its own isn't wide.
REACH = "document.scrollingElement.scrollWidth"
TEXTS = """
[...document.querySelectorAll("svg.leadkit text")].map(one =>
    parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)
"""
DIRECTIONS = """
[...new Set([...document.querySelectorAll('%s')].map(one =>
    getComputedStyle(one).direction))].join(" ")
"""
HIDDEN = """
[...document.querySelectorAll('[dir="rtl"] pre')].filter(one =>
    one.scrollWidth > one.clientWidth).length
"""
TOO_WIDE = "<!doctype html><title>x</title><p style='width:800px'>wide"
NO_PAGES = {"genindex.html", "py-modindex.html", "search.html"}


@attrs.frozen
class Page:
    """
    What was seen of a page: how far it reaches, its texts' sizes, what it asked for.
    """

    name: str
    reach: float
    texts: list
    seen: object


@pytest.fixture(name="folder", scope="module")
def _folder():
    folder = os.environ.get("LEADKIT_DOCS")
    if not folder:
        pytest.skip(
            "set LEADKIT_DOCS to the folder of the built docs: nox -s docs does"
        )
    return Path(folder).resolve()


@pytest.fixture(name="chromium", scope="module")
def _chromium(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("chromium")) as chromium:
        yield chromium


@pytest.fixture(name="pages", scope="module")
def _pages(folder, chromium):
    paths = sorted(
        path
        for path in folder.rglob("*.html")
        if path.name not in NO_PAGES and path.relative_to(folder).parts[0][0] != "_"
    )
    pages = []
    for path in paths:
        seen = chromium.show(path, width=WIDTH, height=800)
        reach, texts = chromium.value(REACH), chromium.value(TEXTS)
        pages.append(Page(path.relative_to(folder).as_posix(), reach, texts, seen))
    return pages


class TestPages:
    def test_they_are_there(self, pages):
        """
        The front page is among the pages that were looked at.
        """
        assert "index.html" in {page.name for page in pages}

    def test_none_is_wider_than_the_screen(self, pages):
        """
        No page has to be moved sideways; tables and blocks of code scroll in a box.
        """
        assert [] == [page.name for page in pages if page.reach > WIDTH]

    def test_one_that_is_would_be_found(self, chromium, tmp_path):
        """
        A page with something wide in it reaches beyond the screen.
        """
        path = tmp_path / "wide.html"
        path.write_text(TOO_WIDE)
        chromium.show(path, width=WIDTH, height=800)

        assert chromium.value(REACH) > WIDTH

    def test_they_load_nothing_from_elsewhere(self, pages):
        """
        All that a page asks for lies beside it, so that it reads without a network.
        """
        urls = [url for page in pages for url in page.seen.requests]

        assert urls
        assert [] == [url for url in urls if not url.startswith(("file:", "data:"))]

    def test_they_have_nothing_to_complain_about(self, pages):
        """
        No page leaves a message in the browser's console.
        """
        assert [] == [
            (page.name, page.seen.messages) for page in pages if page.seen.messages
        ]

    def test_pictures_can_be_read(self, pages):
        """
        There are pictures, and no letter in one is too small.
        """
        texts = {page.name: page.texts for page in pages if page.texts}

        assert {"index.html", "tutorial.html"} <= set(texts)
        assert {} == {
            name: min(sizes) for name, sizes in texts.items() if min(sizes) < SMALLEST
        }


class TestPersian:
    def test_text_runs_to_the_left_and_code_does_not(self, folder, chromium):
        """
        On a page in Persian, paragraphs and tables run to the left, code to the right.
        """
        chromium.show(folder / "fa" / "tutorial.html", width=WIDTH, height=800)
        page = '[lang="fa"][dir="rtl"]'
        directions = {
            kind: set(chromium.value(DIRECTIONS % f"{page} {kind}").split())
            for kind in ("p", "td", "li", "code", "pre")
        }

        assert {
            "p": {"rtl"},
            "td": {"rtl"},
            "li": {"rtl"},
            "code": {"ltr"},
            "pre": {"ltr"},
        } == directions

    def test_nothing_is_hidden_on_the_left(self, folder, chromium):
        """
        No line of what is shown there is longer than its block.
        """
        chromium.show(folder / "fa" / "tutorial.html", width=WIDTH, height=800)

        assert 0 == chromium.value(HIDDEN)

    def test_other_pages_run_to_the_right(self, folder, chromium):
        """
        The pages in English have nothing of it.
        """
        chromium.show(folder / "tutorial.html", width=WIDTH, height=800)

        assert "ltr" == chromium.value(DIRECTIONS % "article p")
