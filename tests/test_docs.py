"""
The docs as a whole: pictures that are there, ways onward, and no name forgotten.
"""

import importlib.util
import re
import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import leadkit

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(
    page for page in DOCS.rglob("*.md") if "_build" not in page.relative_to(DOCS).parts
)
ALL = set(leadkit.__all__)
NAMES = [page.relative_to(DOCS).as_posix() for page in PAGES]
FIGURE = re.compile(
    r"^```\{figure\} (?P<path>\S+)\n:alt: (?P<alt>.+)\n\n(?P<caption>(?:.+\n)+)```$",
    re.MULTILINE,
)
# `Lead.capture`, `lk.Lead.capture(...)`; `lk.rules`
MEMBER = re.compile(r"`(?:lk\.|leadkit\.)?([A-Za-z]\w+)\.([A-Za-z]\w*)[`(\[]")
NAME = re.compile(r"`(?:lk|leadkit)\.(\w+)")
SVG = "{http://www.w3.org/2000/svg}"


def text(page):
    """
    What stands on a page, without the blocks of code in it.
    """
    whole = page.read_text(encoding="utf-8")
    return re.sub(r"^```(?!\{).*?^```$", "", whole, flags=re.MULTILINE | re.DOTALL)


def is_there(name):
    """
    Whether leadkit exports a name or has a module that is called so.
    """
    return name in ALL or importlib.util.find_spec(f"leadkit.{name}") is not None


@pytest.fixture(name="pictures", scope="module")
def _pictures():
    return runpy.run_path(str(DOCS / "pictures.py"))


@pytest.fixture(name="folder", scope="module")
def _folder(pictures, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    pictures["draw"](folder)
    return folder


class TestPictures:
    def test_those_on_the_pages_are_those_that_are_drawn(self, pictures):
        """
        Each picture that a page names is drawn, and each that is drawn is on a page.
        """
        named = {
            Path(found["path"]).stem
            for page in PAGES
            for found in FIGURE.finditer(page.read_text(encoding="utf-8"))
        }

        assert set(pictures["PICTURES"]) == named

    @pytest.mark.parametrize("page", PAGES, ids=NAMES)
    def test_each_is_found_and_told_in_words(self, page):
        """
        A figure has its file where the build puts it, an alternative text, a caption.
        """
        whole = page.read_text(encoding="utf-8")
        found = list(FIGURE.finditer(whole))

        assert whole.count("```{figure}") == len(found)
        for one in found:
            place = (page.parent / one["path"]).resolve()

            assert DOCS.resolve() / "_pictures" == place.parent
            assert one["alt"].strip().endswith(".")

    def test_each_is_a_picture(self, folder):
        """
        Each is XML that begins with an SVG element, and says in words what it shows.
        """
        for path in sorted(folder.iterdir()):
            root = ET.parse(path).getroot()

            assert f"{SVG}svg" == root.tag
            assert root.findtext(f"{SVG}title")
            assert root.findtext(f"{SVG}desc")

    def test_the_same_is_drawn_again(self, folder, pictures):
        """
        Drawing once more writes nothing, so that no page is read again for it.
        """
        before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
        pictures["draw"](folder)

        assert before == {p.name: p.stat().st_mtime_ns for p in folder.iterdir()}


class TestPages:
    @pytest.mark.parametrize("page", PAGES, ids=NAMES)
    def test_none_is_a_dead_end(self, page):
        """
        The last chapter of a page has a link to another one.
        """
        last = re.split(r"^## ", text(page), flags=re.MULTILINE)[-1]
        is_list = "{toctree}" in last or "{eval-rst}" in last

        assert is_list or re.search(r"\]\((?!#|https?:)[^)]+\)", last)

    @pytest.mark.parametrize("page", PAGES, ids=NAMES)
    def test_each_begins_with_a_paragraph(self, page):
        """
        Below its title, a page says in a sentence what it is about.
        """
        title, _, rest = text(page).lstrip().partition("\n\n")

        assert title.startswith("# ")
        assert not rest.startswith(("#", "`" * 3, "|", "-", ">"))

    def test_what_they_name_exists(self):
        """
        A name of leadkit's, or a member of one, that a sentence speaks of is there.
        """
        whole = "\n".join(map(text, PAGES))
        names = set(NAME.findall(whole))
        members = {pair for pair in MEMBER.findall(whole) if pair[0] in ALL}

        assert len(members) > 30
        assert [] == [name for name in names if not is_there(name)]
        assert [] == [
            pair for pair in members if not hasattr(getattr(leadkit, pair[0]), pair[1])
        ]

    def test_the_reference_lists_all_names(self):
        """
        The front page of the reference has each public name, and no other.
        """
        page = (DOCS / "reference" / "index.md").read_text(encoding="utf-8")
        lines = [line for line in page.splitlines() if line.startswith("  - ")]
        names = re.findall(r"`(\w+)`", "\n".join(lines))

        assert sorted(leadkit.__all__) == sorted(names)
