"""
The report in a real browser: on a telephone and a desk, in light and dark, on paper.
"""

import os
import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from browser.browsing import browser
from reports import made

import leadkit as lk
from leadkit import pictures

WIDTHS = (360, 768, 1280)
PAPER = 670  # what is left of A4 between its margins
SCHEMES = ("light", "dark")
LEGIBLE = 4.5  # what the accessibility guidelines ask of text (WCAG 2, AA)

# Sizes and places are those of the page as it is laid out, boxes that scroll by
# themselves left out.
BEYOND = """
[...document.querySelectorAll("body *")].filter(one => {
    if (one.closest(".wide") && !one.matches(".wide")) return false;
    if (one.closest("svg") && !one.matches("svg")) return false;
    const box = one.getBoundingClientRect();
    return box.width && (box.right > %d + 0.5 || box.left < -0.5);
}).map(one => one.outerHTML.slice(0, 90))
"""
# The contrast of each text to its ground: what is behind it, and how solid it is.
CONTRASTS = """
(() => {
    const canvas = document.createElement("canvas").getContext(
        "2d", {willReadFrequently: true});
    const parsed = colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = (top, solid, ground) =>
        [0, 1, 2].map(i => top[i] * solid + ground[i] * (1 - solid));
    const light = colour => {
        const [r, g, b] = colour.map(one => {
            one /= 255;
            return one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = element => {
        const found = [];
        for (let one = element; one; one = one.parentElement)
            found.push(parsed(getComputedStyle(one).backgroundColor));
        return found.reverse().reduce(
            (below, one) => over(one, one[3], below), [255, 255, 255]);
    };
    const texts = [...document.querySelectorAll("body *")].filter(
        one => [...one.childNodes].some(
            node => node.nodeType === 3 && node.data.trim())
            && one.getClientRects().length);
    return texts.map(one => {
        const style = getComputedStyle(one);
        const drawn = one instanceof SVGElement;
        const ink = parsed(drawn ? style.fill : style.color);
        let solid = ink[3];
        for (let part = one; part; part = part.parentElement)
            solid *= getComputedStyle(part).opacity;
        const below = ground(one);
        const [a, b] = [light(over(ink, solid, below)), light(below)];
        return [one.textContent.trim().slice(0, 40),
                (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
    });
})()
"""
# What of a picture lies beyond its edges, and which tables are cut in their boxes.
CLIPPED = """
[...document.querySelectorAll("svg")].flatMap(svg => {
    const box = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter(one => {
        const text = one.getBoundingClientRect();
        return text.top < box.top - 0.5 || text.bottom > box.bottom + 0.5
            || text.left < box.left - 0.5 || text.right > box.right + 0.5;
    }).map(one => one.textContent);
})
"""
CUT = """
[...document.querySelectorAll(".wide")].filter(
    one => one.scrollWidth > one.clientWidth
).map(one => one.getAttribute("aria-label"))
"""
SMALLEST = """
Math.min(...[...document.querySelectorAll("svg text")].map(one =>
    parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a))
"""


@pytest.fixture(name="page", scope="module")
def _page(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile")) as shown:
        yield shown


@pytest.fixture(name="report", scope="module")
def _report(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(made(), encoding="utf-8")
    return path


def keep(folder, name, data):
    """
    Keep what was made, in the folder that was asked for, too.
    """
    folders = [folder]
    if os.environ.get("LEADKIT_ARTEFACTS"):
        folders.append(Path(os.environ["LEADKIT_ARTEFACTS"]))
    for one in folders:
        one.mkdir(parents=True, exist_ok=True)
        (one / name).write_bytes(data)


def check(page, path, width, scheme="light"):
    """
    Show a page, and list what is wrong with it.
    """
    seen = page.show(path, width=width, scheme=scheme)
    wrong = [f"it says {message}" for message in seen.messages]
    wrong += [f"it asks for {url}" for url in seen.requests if url != path.as_uri()]
    wide = page.value("document.documentElement.scrollWidth")
    if wide > width:
        wrong.append(f"it is {wide} wide")
    wrong += [f"it reaches too far: {one}" for one in page.value(BEYOND % width)]
    wrong += [
        f"<{text}> has a contrast of {contrast:.2f}"
        for text, contrast in page.value(CONTRASTS)
        if contrast < LEGIBLE
    ]
    return wrong


def shade(png):
    """
    How light the upper left corner of a PNG is, from 0 to 255.
    """
    parts, at = {}, 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        parts[kind] = parts.get(kind, b"") + png[at + 8 : at + 8 + size]
        at += size + 12
    # A row begins with its filter, and nothing is left of or above the first pixel, so
    # that every filter leaves it as it is.
    data = zlib.decompress(parts[b"IDAT"])

    return sum(data[1:4]) / 3


class TestReport:
    @pytest.mark.parametrize("scheme", SCHEMES)
    @pytest.mark.parametrize("width", WIDTHS)
    def test_is_sound(self, page, report, tmp_path, width, scheme):
        """
        It says nothing, asks for nothing but itself, fits, and can be read.
        """
        wrong = check(page, report, width, scheme)
        keep(tmp_path, f"report-{width}-{scheme}.png", page.screenshot())

        assert [] == wrong

    def test_light_and_dark(self, page, report):
        """
        Its ground is light in the light, and dark in the dark.
        """
        shades = []
        for scheme in SCHEMES:
            page.show(report, width=360, scheme=scheme)
            shades.append(shade(page.screenshot()))

        assert shades[0] > 240
        assert shades[1] < 40

    def test_pictures_can_be_read_on_a_telephone(self, page, report):
        """
        The smallest text in a picture has 9.5 points of the screen.
        """
        page.show(report, width=360)

        assert 9.5 <= page.value(SMALLEST) <= 12

    @pytest.mark.parametrize("width", [320, 1000])
    def test_pictures_hold_their_texts(self, page, report, width):
        """
        No text of a picture is cut at an edge of it.
        """
        page.show(report, width=width)

        assert [] == page.value(CLIPPED)

    def test_wide_tables_scroll_by_themselves(self, page, report):
        """
        A table that is too wide scrolls in its own box, and keys reach it.
        """
        page.show(report, width=260)
        boxes = page.value(
            "[...document.querySelectorAll('.wide')].map(one => "
            "[one.scrollWidth > one.clientWidth, one.tabIndex])"
        )

        assert any(scrolls for scrolls, _ in boxes)
        assert {0} == {index for _, index in boxes}

    def test_prints(self, page, report, tmp_path):
        """
        It is printed on several pages, with nothing folded away.
        """
        page.show(report, width=PAPER, scheme="dark")
        pdf = page.pdf()
        keep(tmp_path, "report.pdf", pdf)
        page.ask("Emulation.setEmulatedMedia", media="print")

        assert pdf.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 3
        assert page.value(
            "[...document.querySelectorAll('details svg')].every("
            "one => one.checkVisibility() && one.getBoundingClientRect().height > 20)"
        )
        # No table can be scrolled there.
        assert PAPER >= page.value(
            "Math.max(...[...document.querySelectorAll('table, svg')].map("
            "one => one.getBoundingClientRect().right))"
        )
        # Paper is white, whatever the screen is.
        assert "rgb(255, 255, 255)" == page.value(
            "getComputedStyle(document.body).backgroundColor"
        )

    def test_links_lead_somewhere(self, page, report):
        """
        Each link of the contents goes to its section.
        """
        page.show(report, width=360)
        found = page.value(
            "[...document.querySelectorAll('nav a')].map(one => "
            "document.querySelector(one.hash) !== null)"
        )

        assert len(found) >= 5
        assert all(found)


# Numbers of four figures are as wide as those of 2,000 leads.
COUNT = 1100


@pytest.fixture(name="demo", scope="module")
def _demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    command = ["demo", "--leads", str(COUNT), "--out", str(folder)]
    subprocess.run(
        [sys.executable, "-m", "leadkit", *command],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return folder / "report.html"


class TestDemo:
    @pytest.mark.parametrize("scheme", SCHEMES)
    @pytest.mark.parametrize("width", WIDTHS)
    def test_is_sound(self, page, demo, tmp_path, width, scheme):
        """
        The page that the demo writes is as sound as that of the tests.
        """
        wrong = check(page, demo, width, scheme)
        keep(tmp_path, f"demo-{width}-{scheme}.png", page.screenshot())

        assert [] == wrong

    def test_no_table_is_cut(self, page, demo):
        """
        From a telephone to a wide screen, all tables are seen whole, and no text of a
        picture is cut at an edge.
        """
        cut = {}
        for width in range(360, 1601, 40):
            page.show(demo, width=width)
            cut[width] = [*page.value(CUT), *page.value(CLIPPED)]

        assert {} == {width: names for width, names in cut.items() if names}


class TestPicture:
    @pytest.mark.parametrize("scheme", SCHEMES)
    def test_as_a_file(self, page, tmp_path, scheme):
        """
        A picture in a file of its own is shown on its own ground, light or dark.
        """
        path = tmp_path / "lifecycle.svg"
        picture = pictures.of_lifecycle(lk.standard.lifecycle())
        path.write_text(str(picture), encoding="utf-8")
        seen = page.show(path, width=500, height=900, scheme=scheme)
        shot = page.screenshot()
        keep(tmp_path, f"lifecycle-{scheme}.png", shot)

        assert ([path.as_uri()], []) == (seen.requests, seen.messages)
        assert picture.title == page.value(
            "document.querySelector('title').textContent"
        )
        assert (shade(shot) > 240) is (scheme == "light")
        assert (shade(shot) < 40) is (scheme == "dark")

    def test_labels_keep_to_their_boxes(self, page, tmp_path):
        """
        No name of a stage is wider than its box, in either language.
        """
        path = tmp_path / "lifecycles.html"
        shown = "".join(
            f"<div>{pictures.of_lifecycle(lk.standard.lifecycle(), language=one)}</div>"
            for one in ("en", "fa")
        )
        path.write_text(
            f"<!DOCTYPE html><html lang='en'><meta charset='utf-8'>{shown}",
            encoding="utf-8",
        )
        page.show(path, width=360)
        boxes = page.value(
            "[...document.querySelectorAll('svg')].map(svg => ['rect[fill=none]', "
            "'text[font-weight]'].map(what => [...svg.querySelectorAll(what)].map("
            "one => one.getBoundingClientRect()).map(box => [box.left, box.right])))"
        )

        assert 2 == len(boxes)
        for rects, texts in boxes:
            assert len(rects) == len(texts) == 8
            for (left, right), (start, end) in zip(rects, texts, strict=True):
                assert left <= start < end <= right


BAD = """<!DOCTYPE html><html lang="en"><title>bad</title>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<body style="background:#fff"><p style="color:#999">pale</p>
<img src="http://127.0.0.1:1/outside.png" alt="">
<div style="width:900px">wide</div>
<script>console.log("said"); missing();</script>"""


class TestCheck:
    def test_finds_what_is_wrong(self, page, tmp_path):
        """
        A page that says something, loads something, is too wide and too pale, is found
        out: the check can fail.
        """
        path = tmp_path / "bad.html"
        path.write_text(BAD, encoding="utf-8")
        wrong = "\n".join(check(page, path, 360))

        assert "it says said" in wrong
        assert "it says Uncaught" in wrong
        assert "it asks for http://127.0.0.1:1/outside.png" in wrong
        assert re.search(r"it is 9\d\d wide", wrong)
        assert "it reaches too far: <div" in wrong
        assert "<pale> has a contrast of 2.8" in wrong

    def test_policy_of_the_report_holds(self, page, report, tmp_path):
        """
        What somebody smuggles into the report is neither loaded nor run.
        """
        path = tmp_path / "smuggled.html"
        smuggled = (
            "<script>document.title = 'run'</script>"
            "<img src='http://127.0.0.1:1/outside.png' alt=''>"
        )
        text = report.read_text(encoding="utf-8")
        path.write_text(text.replace("<main>", f"<main>{smuggled}"), encoding="utf-8")
        seen = page.show(path)

        assert [path.as_uri(), *seen.stopped] == seen.requests
        assert ["http://127.0.0.1:1/outside.png"] == seen.stopped
        assert 2 == len([one for one in seen.messages if "Content Security" in one])
        assert "run" != page.value("document.title")
