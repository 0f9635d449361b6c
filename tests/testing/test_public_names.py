"""
What can be had from leadkit.testing, and what that loads: nothing before it is needed.
"""

import subprocess
import sys
from functools import cache

import pytest

from leadkit import testing


def run(code):
    """
    Run a program, and hand back what it printed.
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.stderr == ""
    return done.stdout.split()


LOADED = "print(*sorted({'hypothesis', 'pytest', 'z3'} & sys.modules.keys()))"
# What stands for a distribution that isn't installed.
MISSING = "import sys; sys.modules.update(hypothesis=None, z3=None)"


class TestNames:
    @pytest.mark.parametrize("name", testing.__all__)
    def test_each_can_be_had(self, name):
        """
        Each public name is there, under itself.
        """
        found = getattr(testing, name)
        called = getattr(found, "__name__", "AS_OF")

        assert name == called.rpartition(".")[-1]

    def test_in_a_program_of_its_own(self):
        """
        Each can be had by whoever imports nothing else.
        """
        code = "from leadkit.testing import *; import leadkit.testing as testing;"
        code += "print(*[name for name in testing.__all__ if name in globals()])"

        assert run(code) == testing.__all__

    def test_another(self):
        """
        There is no other name.
        """
        with pytest.raises(
            AttributeError, match=r"'leadkit\.testing' has no attribute"
        ):
            _ = testing.lead


class TestImport:
    @pytest.mark.parametrize(
        "what", ["leadkit", "leadkit.testing", "leadkit.testing.laws"]
    )
    def test_loads_nothing(self, what):
        """
        Whoever imports leadkit, its testing or its laws loads no library for tests.
        """
        assert run(f"import sys, {what}; {LOADED}") == []

    def test_sums(self):
        """
        Nor does whoever may ask for sums, as long as he doesn't.
        """
        assert run(f"import sys; from leadkit.testing import sums; {LOADED}") == []

    def test_strategies(self):
        """
        What draws loads Hypothesis, and nothing else.
        """
        code = f"import sys; from leadkit.testing import leads; {LOADED}"

        assert run(code) == ["hypothesis"]


CARDS = """
from leadkit import Points, Scorecard, activity, rule, standard
from leadkit.testing import laws, sums
clicks = activity("email_clicked")
bought = activity("purchased").count() >= 1
card = Scorecard("web", [Points(5, per=clicks, cap=20)])
falls = Scorecard("web", [Points(5, when=clicks.count().between(1, 3))])
hidden = Scorecard("own", [Points(5, when=rule(lambda lead, _: True, name="own"))])
funnel, playbook = standard.lifecycle(), standard.playbook()
def shown(ask):
    try:
        print(ask().kind)
    except Exception as error:
        print(type(error).__name__ + str(error).split("pip install -e ")[-1].split()[0])
"""
PROVED = (
    "every_rule_can_fire(card)",
    'monotone(card, adding="email_clicked")',
    "order_free(card)",
    "duplicates_free(card)",
    "bounded(card, 0, 20)",
    "decays_only_down(card)",
    'never(funnel, reach="customer", without=bought)',
    'always_before(funnel, first=bought, then="customer")',
    "no_traps(funnel)",
    "every_transition_can_fire(funnel)",
    "replay_restores(funnel)",
    "refusals_change_nothing(funnel)",
)
DRAWN = (
    "order_free(hidden)",
    "duplicates_free(hidden)",
    "decays_only_down(hidden)",
    'monotone(falls, adding="email_clicked")',
    "bounded(lambda lead, _: 0, 0, 20)",
)
SUMS = (
    "extremes(card)",
    'grades({"A": (0, 1)}, card)',
    "together(card >= 1)",
    "apart(card >= 1)",
    "thresholds(playbook)",
    "unreachable(playbook)",
)
UNDECIDED = "every_rule_can_fire(hidden)"


@cache
def answers():
    """
    What each answers where neither Hypothesis nor z3 is installed.
    """
    asked = [f"laws.{one}" for one in (*PROVED, *DRAWN, UNDECIDED)]
    asked += [f"sums.{one}" for one in SUMS]
    lines = [MISSING, CARDS, *(f"shown(lambda: {one})" for one in asked)]
    return dict(zip(asked, run("\n".join(lines)), strict=True))


class TestWithoutLibraries:
    @pytest.mark.parametrize("law", PROVED)
    def test_proofs(self, law):
        """
        What is proved without drawing is proved where nothing is installed to draw.
        """
        assert "proved" == answers()[f"laws.{law}"]

    @pytest.mark.parametrize("law", DRAWN)
    def test_what_is_drawn(self, law):
        """
        What would have to be drawn says what to install.
        """
        assert 'MissingExtraError".[testing]"' == answers()[f"laws.{law}"]

    def test_undecided(self):
        """
        A rule whose answer only drawing might tell is undecided.
        """
        assert "undecided" == answers()[f"laws.{UNDECIDED}"]

    @pytest.mark.parametrize("ask", SUMS)
    def test_sums(self, ask):
        """
        Each question about sums says what to install.
        """
        assert 'MissingExtraError".[prove]"' == answers()[f"sums.{ask}"]
