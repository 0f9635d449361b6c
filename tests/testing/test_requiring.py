"""
What many laws, asked one after another, have to be shown as.
"""

import pytest

from leadkit.errors import missing_extra
from leadkit.testing.finding import Finding, LawBroken
from leadkit.testing.requiring import asked, passes
from leadkit.testing.standard_laws import StandardLaw

KINDS = ["proved", "sampled", "refuted", "undecided"]


def finding(kind):
    """Make a finding."""
    return Finding("all is well", kind, "looked at it")


def checks(found, require):
    """Tell whether a check of one finding lets it pass."""
    try:
        found.check(require=require)
    except LawBroken:
        return False
    return True


class TestPasses:
    @pytest.mark.parametrize("demand", ["sampled", "proved"])
    @pytest.mark.parametrize("kind", KINDS)
    def test_as_a_check_of_one(self, kind, demand):
        """
        What one law has to be shown as is meant the same for many.
        """
        assert checks(finding(kind), demand) == passes(finding(kind), demand)

    @pytest.mark.parametrize("kind", KINDS)
    def test_unrefuted(self, kind):
        """
        Without a demand, only what is refuted fails.
        """
        assert (kind != "refuted") == passes(finding(kind), "unrefuted")


class TestAsked:
    def test_what_is_found(self):
        """
        What a law finds is handed on.
        """
        proved = finding("proved")

        assert proved is asked(StandardLaw("law", lambda: proved))

    def test_what_is_not_installed(self):
        """
        A law that can't be asked about without Hypothesis is undecided, and says so.
        """

        def ask():
            raise missing_extra("leadkit.testing", "hypothesis", "testing")

        found = asked(StandardLaw("law", ask))

        assert ("law", "undecided") == (found.law, found.kind)
        assert "pip install" in found.how
