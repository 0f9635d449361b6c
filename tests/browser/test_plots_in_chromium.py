"""
The pictures of plots in a real browser: on a telephone and a desk, in light and dark.
"""

import os
from pathlib import Path

import pytest
from browser.browsing import browser
from plotting import EMPTY, PLOTS

from leadkit.pictures import of_plot

WIDTHS = (360, 1200)
SMALLEST = 10  # pixels: smaller letters are hard to read
PAGE = """<!doctype html><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<style>
body{margin:8px;font-family:%s}
@media (prefers-color-scheme:dark){body{background:#16181b;color:#e6e4df}}
</style>
%s
"""
FONTS = {"plain": "system-ui,sans-serif", "serif": "serif"}
# What of the texts lies beyond its picture, and which of them lie on each other.
CLIPPED = """
[...document.querySelectorAll("svg")].flatMap(svg => {
    const box = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter(one => {
        const text = one.getBoundingClientRect();
        return text.top < box.top - 1 || text.bottom > box.bottom + 1
            || text.left < box.left - 1 || text.right > box.right + 1;
    }).map(one => svg.querySelector("title").textContent + ": " + one.textContent);
})
"""
# Boxes are a third higher than letters are.
OVERLAPS = """
[...document.querySelectorAll("svg")].flatMap(svg => {
    const texts = [...svg.querySelectorAll("text")].map(
        one => [one.textContent, one.getBoundingClientRect()]);
    return texts.flatMap(([said, a], i) => texts.slice(i + 1).filter(([_, b]) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > a.height / 3
    ).map(([other, _]) => said + " | " + other));
})
"""
LEAST = """
Math.min(...[...document.querySelectorAll("svg text")].map(one =>
    parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a))
"""
INK = """
[...new Set([...document.querySelectorAll("svg text")].map(
    one => getComputedStyle(one).fill))]
"""
INKS = {"light": ["rgb(0, 0, 0)"], "dark": ["rgb(230, 228, 223)"]}


@pytest.fixture(name="chromium", scope="module")
def _chromium(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("chromium")) as chromium:
        yield chromium


@pytest.fixture(name="page", scope="module", params=["en", "fa"])
def _page(request, tmp_path_factory):
    return {
        font: written(tmp_path_factory.mktemp("plots"), request.param, font)
        for font in FONTS
    }


def written(folder, language, font):
    """
    A page with all plots, in a language and a font.
    """
    drawn = (
        f"<p>{of_plot(plot, language=language)}</p>"
        for plot in (*PLOTS.values(), *EMPTY.values())
    )
    path = folder / f"plots-{language}-{font}.html"
    path.write_text(PAGE % (FONTS[font], "\n".join(drawn)), encoding="utf-8")
    return path


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("width", WIDTHS)
class TestPlots:
    def test_nothing_is_cut(self, chromium, page, width, font):
        """
        No text reaches beyond its picture, and no picture beyond the page.
        """
        chromium.show(page[font], width=width)

        assert [] == chromium.value(CLIPPED)
        assert width == chromium.value("document.documentElement.scrollWidth")

    def test_no_text_on_another(self, chromium, page, width, font):
        """
        No text lies on another one.
        """
        chromium.show(page[font], width=width)

        assert [] == chromium.value(OVERLAPS)

    def test_legible(self, chromium, page, width, font):
        """
        No letter is too small.
        """
        chromium.show(page[font], width=width)

        assert chromium.value(LEAST) >= SMALLEST


@pytest.mark.parametrize("scheme", INKS)
class TestSchemes:
    def test_ink_and_requests(self, chromium, page, scheme):
        """
        Texts have the ink of the page; nothing is loaded, and nothing complained about.
        """
        path = page["plain"]
        seen = chromium.show(path, width=360, scheme=scheme)
        folder = os.environ.get("LEADKIT_ARTEFACTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            kept = Path(folder) / f"{path.stem}-{scheme}.png"
            kept.write_bytes(chromium.screenshot())

        assert INKS[scheme] == chromium.value(INK)
        assert [path.as_uri()] == seen.requests
        assert [] == seen.messages


def test_what_is_wrong_would_be_found(chromium, tmp_path):
    """
    A text that is cut and lies on another one is found.
    """
    path = tmp_path / "wrong.html"
    svg = (
        "<svg viewBox='0 0 90 20' width='90'><title>x</title>"
        "<text x='1' y='12'>one longer than that is wide</text>"
        "<text x='20' y='12'>two</text></svg>"
    )
    path.write_text(PAGE % ("serif", svg))
    chromium.show(path, width=360)

    assert "x: one longer than that is wide" in chromium.value(CLIPPED)
    assert ["one longer than that is wide | two"] == chromium.value(OVERLAPS)
