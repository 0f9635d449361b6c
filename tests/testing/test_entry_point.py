"""
What Hypothesis loads of leadkit by itself: it knows our records, and never breaks.

Each test has a Python of its own, where leadkit is installed as far as Hypothesis and
pytest can tell: they read the entry points that pyproject.toml declares.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import hypothesis
import pytest
from hypothesis import find, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

import leadkit as lk
import leadkit_plugins

ROOT = Path(__file__).parents[2]
HYPOTHESIS = "import hypothesis"
LEADKIT = "import leadkit"
# Classes as hosts write them.
CLASSES = """
import attrs
import leadkit as lk
from typing import Literal

@attrs.frozen(kw_only=True)
class Slotted(lk.Lead):
    seats: int = 0

@lk.record
class Recorded(lk.Lead):
    seats: lk.Attr[int] = 0

@attrs.define(kw_only=True, slots=False)
class Loose(lk.Lead):
    seats: int = 0

@attrs.frozen(kw_only=True)
class Below(Slotted):
    plan: Literal["free", "pro"] = "free"
"""
DRAWN = """
from hypothesis import Phase, find, settings, strategies as st

quick = settings(database=None, deadline=None, phases=[Phase.generate])
for cls in (Slotted, Recorded, Loose, Below):
    one = find(st.from_type(cls), lambda lead: lead.seats > 2, settings=quick)
    assert type(one) is cls, one
    assert one.id.startswith("L-"), one
assert type(find(st.from_type(lk.Lead), bool, settings=quick)) is lk.Lead
for cls in (lk.Activity, lk.Consent, lk.ContactPoint, lk.Touch, lk.Move, lk.Grant):
    assert type(find(st.from_type(cls), bool, settings=quick)) is cls
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """
    A folder that says what is installed.
    """
    folder = tmp_path_factory.mktemp("site")
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    installed = folder / "leadkit-0.1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: leadkit\nVersion: 0.1.0\n"
    )
    (installed / "entry_points.txt").write_text(
        "".join(
            f"[{group}]\n{name} = {where}\n"
            for group, points in declared["entry-points"].items()
            for name, where in points.items()
        )
    )
    return folder


def python(site, *arguments, before=(), cwd=None, **environ):
    """
    Run a Python in which warnings are errors, and hand back what it says.
    """
    path = os.pathsep.join(map(str, (*before, site, ROOT / "src")))
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        env={**os.environ, "PYTHONPATH": path, **environ},
        cwd=site if cwd is None else cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (0, "") == (done.returncode, done.stderr), done.stdout + done.stderr
    return done.stdout


def run(site, *code, **options):
    return python(site, "-c", "\n".join(code), **options)


def loaded(site, code, **options):
    """
    Which of the modules in question some code loads.
    """
    names = "{'leadkit', 'leadkit_plugins', 'hypothesis', 'pytest', 'z3'}"
    told = run(site, code, f"import sys; print(*{names} & sys.modules.keys())")
    return set(told.split())


@pytest.fixture(scope="module")
def sabotaged(tmp_path_factory):
    """
    A folder with a leadkit in which nothing works.
    """
    folder = tmp_path_factory.mktemp("sabotaged")
    package = folder / "leadkit"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('broken')\n")
    return folder


class TestFromType:
    @pytest.mark.parametrize(
        "order",
        [
            (HYPOTHESIS, LEADKIT, CLASSES),
            (LEADKIT, HYPOTHESIS, CLASSES),
            (LEADKIT, CLASSES, HYPOTHESIS),
        ],
        ids=["hypothesis first", "leadkit first", "classes first"],
    )
    def test_in_any_order(self, site, order):
        """
        Leads, a host's own ones and all that they hold are drawn, whatever came first.
        """
        run(site, *order, DRAWN)

    def test_without_plugins(self, site):
        """
        Who lets Hypothesis load no plugins gets none; our strategies work nevertheless.
        """
        told = run(
            site,
            HYPOTHESIS,
            "import sys; print('leadkit_plugins' in sys.modules)",
            CLASSES,
            "from leadkit.testing import leads",
            DRAWN,
            HYPOTHESIS_NO_PLUGINS="1",
        )

        assert "False\n" == told

    def test_without_hypothesis(self, site):
        """
        Who hasn't got Hypothesis is told what to install.
        """
        told = run(
            site,
            "import sys; sys.modules['hypothesis'] = None",
            "import leadkit",
            "try: from leadkit.testing import leads",
            "except leadkit.errors.LeadkitError as error: print(error)",
        )

        assert "[testing]" in told


class TestRegister:
    def test_leadkit_loads_nothing(self, site):
        """
        To import leadkit, or the laws, loads no tool for tests.
        """
        assert {"leadkit"} == loaded(site, LEADKIT)
        assert {"leadkit"} == loaded(site, "from leadkit.testing import laws")

    def test_hypothesis_loads_no_leadkit(self, site):
        """
        To import Hypothesis loads the one module that waits for leadkit.
        """
        assert {"hypothesis", "leadkit_plugins"} == loaded(site, HYPOTHESIS)

    def test_imports_nothing(self, site):
        """
        That module itself loads nothing.
        """
        assert {"leadkit_plugins"} == loaded(site, "import leadkit_plugins")

    def test_profiles(self, site):
        """
        Profiles are there to be loaded, and none of them is.
        """
        told = run(
            site,
            "from hypothesis import settings",
            "for name in ('fast', 'ci', 'deep'):",
            "    one = settings.get_profile(f'leadkit.{name}')",
            "    print(one.max_examples, one.deadline)",
            "print(settings.get_current_profile_name().startswith('leadkit'))",
        )

        assert "100 None\n1000 None\n10000 None\nFalse\n" == told

    @pytest.mark.parametrize(
        "before",
        [
            "",
            "import sys; sys.modules['leadkit.records'] = object()",
            "import sys; sys.modules['leadkit.records'] = None",
        ],
        ids=["not loaded", "something else", "nothing"],
    )
    def test_of_a_broken_leadkit(self, site, sabotaged, before):
        """
        Hypothesis works beside a leadkit that doesn't.
        """
        told = run(
            site,
            before,
            "from hypothesis import find, strategies as st",
            "print(find(st.integers(), lambda number: number > 5))",
            before=[sabotaged],
        )

        assert "6\n" == told

    def test_of_profiles_that_cannot_be(self, monkeypatch):
        """
        What Hypothesis refuses is no matter of whoever imports it.
        """

        class Settings:
            def register_profile(self, *_, **__):
                raise InvalidArgument

        monkeypatch.setattr(leadkit_plugins, "_called", [])
        monkeypatch.setattr(hypothesis, "settings", Settings())

        assert leadkit_plugins.register() is None

    def test_once(self):
        """
        A profile that somebody made anew isn't taken back.
        """
        leadkit_plugins.register()
        own = settings(max_examples=7)
        usual = settings.get_profile("leadkit.deep")
        settings.register_profile("leadkit.deep", own)
        try:
            leadkit_plugins.register()

            assert own is settings.get_profile("leadkit.deep")
        finally:
            settings.register_profile("leadkit.deep", usual)


class TestMade:
    def test_not_without_hypothesis(self, monkeypatch):
        """
        Nobody is told of classes as long as Hypothesis isn't there.
        """
        monkeypatch.setattr(leadkit_plugins, "_called", [])
        monkeypatch.setattr(st, "register_type_strategy", pytest.fail)

        assert leadkit_plugins.made(lk.Lead) is None

    def test_of_what_is_no_record_yet(self, monkeypatch):
        """
        A class of which attrs has still to make the one with slots is passed over.
        """
        monkeypatch.setattr(st, "register_type_strategy", pytest.fail)

        class Unfinished(lk.Lead):
            seats: int = 0

        assert leadkit_plugins.made(Unfinished) is None

    def test_what_fails_stays_away_from_the_host(self, monkeypatch):
        """
        A listener that fails doesn't keep anybody from writing a class.
        """

        def broken(_):
            raise RuntimeError

        monkeypatch.setattr(leadkit_plugins, "made", broken)

        @lk.record
        class Unheard(lk.Lead):
            seats: lk.Attr[int] = 0

        assert 3 == Unheard(id="L-1", seats=3).seats

    def test_found_when_drawn(self):
        """
        The strategy is looked for when something is drawn, and so sees all fields.
        """

        leadkit_plugins.register()

        @lk.record
        class Late(lk.Lead):
            seats: lk.Attr[int] = 0

        quick = settings(database=None)
        found = find(st.from_type(Late), lambda one: one.seats > 2, settings=quick)

        assert Late(id="L-1", seats=3) == found


class TestForeignProjects:
    @pytest.mark.parametrize("broken", [False, True], ids=["whole", "broken"])
    @pytest.mark.parametrize(
        "uses", ["", "from hypothesis import given\n"], ids=["pytest", "hypothesis"]
    )
    def test_pytest_says_nothing_of_us(self, site, sabotaged, tmp_path, uses, broken):
        """
        Tests that know nothing of leadkit pass without a warning, even if it is broken.
        """
        (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
        (tmp_path / "test_sums.py").write_text(
            f"import sys\n{uses}\n"
            "def test_sum():\n"
            "    assert 4 == 2 + 2\n"
            "    assert 'leadkit' not in sys.modules\n"
        )
        told = python(
            site,
            *("-m", "pytest", "-q", "-p", "no:cacheprovider"),
            before=[sabotaged] if broken else [],
            cwd=tmp_path,
        )

        assert "1 passed" in told
        assert "warning" not in told
