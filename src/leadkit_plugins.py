"""
What Hypothesis and pytest load of leadkit by themselves, in every project.

It stands beside the package, because to import a module of it would import the package.
Nothing is imported and nothing raised until somebody asks for leadkit: a fault in here
would break the tests of projects that have never heard of it.

PYTEST_DONT_REWRITE: Hypothesis may import this before pytest begins, which warns of a
plugin that is there already, unless it finds that word.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

# Whether Hypothesis has been imported, and called us.
_called: list[bool] = []


def register() -> None:
    """
    Prepare what Hypothesis knows of leadkit; called when it is imported.

    ``st.from_type()`` of a class of records finds the strategy that draws it, whether
    the class comes before Hypothesis or after, and the profiles ``leadkit.fast``,
    ``leadkit.ci`` and ``leadkit.deep`` can be loaded. Once is enough.
    """
    if _called:
        return
    _called.append(True)
    with suppress(Exception):
        _register_profiles()
    with suppress(Exception):
        # There are records if leadkit is loaded already; else they are announced.
        records: Any = sys.modules.get("leadkit.records")
        if records is not None:
            _made_below(records.Record)


def _register_profiles() -> None:
    from hypothesis import settings  # noqa: PLC0415  it is what calls us

    # A deadline says more of a machine than of a funnel.
    for name, examples in (("fast", 100), ("ci", 1000), ("deep", 10_000)):
        settings.register_profile(
            f"leadkit.{name}", max_examples=examples, deadline=None
        )


def _made_below(parent: type) -> None:
    cls: type
    for cls in parent.__subclasses__():
        with suppress(Exception):
            made(cls)
        _made_below(cls)


def made(cls: type) -> None:
    """
    Take note of a class of records; called by leadkit for each that is made.

    Args:
        cls: The class.
    """
    # A class with slots is made anew by attrs: the first one has no fields.
    if not _called or "__attrs_attrs__" not in vars(cls):
        return
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415

    register_type_strategy(cls, _resolved)


def _resolved(cls: type) -> Any:
    # leadkit is there: the class is one of its own.
    from leadkit.testing.strategies import drawn_by_type  # noqa: PLC0415

    return drawn_by_type(cls)


def pytest_addoption(parser: Any) -> None:
    """
    Tell pytest our options; called when it begins.
    """
    group = parser.getgroup("leadkit", "laws of leadkit's playbooks")
    group.addoption(
        "--leadkit",
        action="append",
        default=[],
        metavar="PLAYBOOK",
        dest="leadkit",
        help="module:NAME or file.py:NAME; collect the laws of a playbook as tests.",
    )
    group.addoption(
        "--leadkit-require",
        choices=("unrefuted", "sampled", "proved"),
        default="unrefuted",
        dest="leadkit_require",
        help="how well each law has to be shown (default: %(default)s, which skips "
        "what is undecided).",
    )


def pytest_configure(config: Any) -> None:
    """
    Collect laws as tests, if the option is given.
    """
    playbooks = tuple(dict.fromkeys(config.getoption("leadkit", default=None) or ()))
    if not playbooks:
        return
    from leadkit.cli.finding import find_playbook, source_of  # noqa: PLC0415
    from leadkit.testing.collecting import Collecting  # noqa: PLC0415

    demand = config.getoption("leadkit_require")
    collecting = Collecting(playbooks, demand, find_playbook, source_of)
    config.pluginmanager.register(collecting, "leadkit-laws")
