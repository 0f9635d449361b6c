"""
What came of asking for a law: shown, insisted on, refused.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadkit as lk
from leadkit.testing import Finding, LawBroken, Witness

KINDS = ("proved", "sampled", "refuted", "undecided")
WITNESS = Witness(
    ("A lead begins at 'lead'.", "'buy' takes it to 'customer'."),
    "def test_it():\n    assert False\n",
    ("buy",),
    lk.Lead(id="example"),
)


def finding(kind, witness=None):
    return Finding("never reach 'customer'", kind, "walked through 3", 3, None, witness)


class TestFinding:
    @pytest.mark.parametrize(
        ("kind", "holds"),
        [("proved", True), ("sampled", True), ("refuted", False), ("undecided", None)],
    )
    def test_whether_it_holds(self, kind, holds):
        """
        A law holds if it is proved or sampled, and nobody knows if it is undecided.
        """
        assert finding(kind).holds is holds

    @given(st.sampled_from(KINDS), st.sampled_from(["proved", "sampled"]))
    def test_check(self, kind, require):
        """
        A check passes what is proved, and what is sampled unless a proof is required.
        """
        one = finding(kind)
        passes = kind in {"proved", require}

        if passes:
            assert one.check(require=require) is one
        else:
            with pytest.raises(LawBroken) as caught:
                one.check(require=require)

            assert caught.value.finding is one

    def test_check_by_default(self):
        """
        What is sampled is enough unless more is required.
        """
        assert finding("sampled").check() == finding("sampled")

    def test_another_requirement(self):
        """
        There is nothing else to require.
        """
        with pytest.raises(lk.RuleError) as caught:
            finding("proved").check(require="refuted")

        assert caught.value.subject == "require of check()"
        assert caught.value.expected == "'proved' or 'sampled'"

    @pytest.mark.parametrize(
        ("given", "came", "cure"),
        [
            ("prooved", "'prooved'", "Did you mean 'proved'?"),
            (True, "a bool", ""),
        ],
    )
    def test_a_requirement_that_is_misspelt(self, given, came, cure):
        """
        What was required is shown, and with it what was meant.
        """
        with pytest.raises(lk.RuleError) as caught:
            finding("proved").check(require=given)

        assert (came, cure) == (caught.value.came, caught.value.cure)

    def test_another_kind(self):
        """
        There are no other kinds of findings.
        """
        with pytest.raises(ValueError, match="'kind' must be in"):
            finding("fine")

    @pytest.mark.parametrize(
        ("kind", "passes"),
        [("proved", True), ("sampled", True), ("refuted", False), ("undecided", False)],
    )
    def test_asserted(self, kind, passes):
        """
        An assertion of a finding passes where its check does.
        """
        assert passes is bool(finding(kind))

    def test_as_text(self):
        """
        A finding says what was asked, how it was answered, and what breaks it.
        """
        assert str(finding("proved")) == (
            "proved: never reach 'customer'\n  Walked through 3."
        )
        assert str(finding("refuted", WITNESS)) == (
            "refuted: never reach 'customer'\n"
            "  Walked through 3.\n"
            "  1. A lead begins at 'lead'.\n"
            "  2. 'buy' takes it to 'customer'."
        )

    def test_in_a_notebook(self):
        """
        A notebook shows the steps of the witness, escaped.
        """
        html = finding("refuted", WITNESS)._repr_html_()

        assert "<b>refuted</b>" in html
        assert html.count("<li>") == 2
        assert "&#x27;buy&#x27; takes it" in html
        assert "<li>" not in finding("proved")._repr_html_()


class TestLawBroken:
    def test_is_an_assertion_error(self):
        """
        A test that meets it fails, as by an assert.
        """
        with pytest.raises(AssertionError, match="undecided: never reach"):
            finding("undecided").check()

    def test_tells_the_story_and_the_test(self):
        """
        The error has the story, and the test to paste below it.
        """
        text = str(LawBroken(finding("refuted", WITNESS)))

        assert text.startswith(str(finding("refuted", WITNESS)))
        assert text.endswith("As a test:\n\ndef test_it():\n    assert False\n")


class TestWitness:
    def test_repr(self):
        """
        Its repr doesn't show the lead, which may have a long history.
        """
        assert "Lead" not in repr(WITNESS)
