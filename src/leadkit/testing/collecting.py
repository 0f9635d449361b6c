"""
The standard laws of a playbook as tests, for ``pytest --leadkit``.

pytest loads ``leadkit_plugins``, which imports this when the option is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path
from typing import Any

import attrs
import pytest

from ..errors import LeadkitError
from ..playbook import Playbook
from .finding import LawBroken
from .requiring import Demand, asked, passes
from .standard_laws import StandardLaw, standard_laws


@attrs.define(eq=False)
class Collecting:
    """
    Adds a test for each law to those that pytest collects.

    Attributes:
        playbooks: Where they are: ``"mycrm.sales:PLAYBOOK"``.

        demand: The least to be content with.

        find: Finds one; what it raises says that there is none.

        source: Tells which file defines one that was found, if it is known.
    """

    playbooks: tuple[str, ...]
    demand: Demand
    find: Callable[[str], Playbook]
    source: Callable[[str], Path | None]
    _found: dict[str, Playbook] = attrs.field(init=False, factory=dict[str, Playbook])

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """
        Find the playbooks, before anything is collected.

        Raises:
            UsageError: There is no such playbook.
        """
        try:
            self._found = {one: self.find(one) for one in self.playbooks}
        except LeadkitError as error:
            raise pytest.UsageError(f"--leadkit: {error}") from error

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, session: pytest.Session, items: list[pytest.Item]
    ) -> None:
        """
        Add the tests, before any are chosen.
        """
        for where, playbook in self._found.items():
            made: Any = Laws  # pytest doesn't say what it takes
            laws = made.from_parent(
                session,
                name=where,
                nodeid=f"leadkit::{where}",
                playbook=playbook,
                source=self.source(where),
                demand=self.demand,
            )
            items.extend(laws.collect())


class Laws(pytest.Collector):
    """
    The laws of one playbook.
    """

    def __init__(
        self, *, playbook: Playbook, source: Path | None, demand: Demand, **node: Any
    ) -> None:
        super().__init__(**node)
        self.playbook: Playbook = playbook
        self.source: Path = self.path if source is None else source.resolve()
        self.demand: Demand = demand

    def collect(self) -> Iterator[pytest.Item]:
        """
        Make a test of each.
        """
        for law in standard_laws(self.playbook):
            test: Any = LawTest  # pytest doesn't say what it takes
            yield test.from_parent(self, name=law.name, law=law)


class LawTest(pytest.Item):
    """
    One law, which is asked about when the test runs.
    """

    parent: Laws

    def __init__(self, *, law: StandardLaw, **node: Any) -> None:
        super().__init__(**node)  # pyright: ignore[reportUnknownMemberType]
        self.law: StandardLaw = law

    def runtest(self) -> None:
        """
        Ask, and insist; what may be undecided, and is, is skipped.
        """
        finding = asked(self.law)
        self.user_properties.append(("leadkit", finding.kind))
        if not passes(finding, self.parent.demand):
            raise LawBroken(finding)
        if finding.kind == "undecided":
            pytest.skip(f"undecided: {finding.law}. {finding.how}")
        self.add_report_section("call", "leadkit", f"{finding}\n")  # for -rP

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        """
        Show what broke a law without the way through our code.
        """
        if isinstance(excinfo.value, LawBroken):
            return str(excinfo.value).rstrip()
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[PathLike[str], None, str]:
        """
        Say where the playbook is, and what is asked.
        """
        return self.parent.source, None, f"{self.parent.name} {self.name}"
