"""
No law complains about a playbook that nothing is wrong with.
"""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

import pytest
from faults.correct import playbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkit import standard
from leadkit.cli.starting import start
from leadkit.testing import playbooks
from leadkit.testing.standard_laws import standard_laws

EXAMPLES = settings.get_profile("default").max_examples
IS_DEEP = settings().max_examples > EXAMPLES
# Every other one asks functions of a host. The session `deep` tries all of them.
NUMBERS = range(200) if IS_DEEP else range(0, 200, 20)
OPAQUE = range(200) if IS_DEEP else range(5, 200, 40)
FOLDER = Path(__file__).parents[2] / "examples"


def alarms(book, *, examples=EXAMPLES, seed=0):
    """
    List what the standard laws have to say against a playbook.
    """
    laws = standard_laws(book, examples=examples, seed=seed)
    found = [law.ask() for law in laws]
    return [str(one) for one in found if one.kind == "refuted"]


def starter(folder):
    """
    Take the playbook that ``leadkit new`` writes.
    """
    start(folder, "my_leads")
    return run_path(str(folder / "my_leads.py"))["playbook"]


def example(path, name):
    """
    Take the playbook of an example.
    """
    return run_path(str(FOLDER / path))[name]


class TestNoFalseAlarms:
    @pytest.mark.parametrize("number", NUMBERS)
    def test_about_correct_playbooks(self, number):
        """
        Of a playbook that is correct by construction, no law is refuted.
        """
        assert [] == alarms(playbook(number))

    @pytest.mark.parametrize("number", OPAQUE)
    def test_about_what_is_opaque(self, number):
        """
        Nor is any if a host's own functions are asked, wherever drawing begins.
        """
        book = playbook(number, opaque=True)

        assert [] == alarms(book, examples=EXAMPLES if IS_DEEP else 20, seed=number)

    def test_about_the_standard_playbook(self):
        """
        The playbook that leadkit comes with keeps all laws.
        """
        assert [] == alarms(standard.playbook())

    @pytest.mark.parametrize(
        ("path", "name"),
        [
            ("bank/playbook.py", "playbook"),
            ("host_crm/host_playbook.py", "PLAYBOOK"),
            ("inbox/inbox.py", "PLAYBOOK"),
        ],
    )
    def test_about_examples(self, path, name):
        """
        So do those of the examples.
        """
        assert [] == alarms(example(path, name))

    def test_about_the_starter(self, tmp_path):
        """
        And so does the one that everybody begins with.
        """
        assert [] == alarms(starter(tmp_path / "my_leads"))

    @settings(
        max_examples=100 if IS_DEEP else 3,
        suppress_health_check=[HealthCheck.nested_given],  # laws draw by themselves
    )
    @given(playbooks(), st.integers(0, 9))
    def test_of_any_playbook_something_is_found(self, book, seed):
        """
        Of a playbook as it is drawn, each law is proved, broken or neither: none fails.
        """
        laws = standard_laws(book, examples=10, seed=seed)
        kinds = {law.ask().kind for law in laws}

        assert kinds <= {"proved", "sampled", "refuted", "undecided"}
