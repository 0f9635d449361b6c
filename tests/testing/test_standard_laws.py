"""
The laws that any playbook keeps: which are asked of which, and that none cries wolf.
"""

from datetime import timedelta

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import leadkit as lk
from leadkit import (
    Group,
    Lifecycle,
    Playbook,
    Points,
    Scorecard,
    Transition,
    activity,
    standard,
)
from leadkit.errors import RuleError
from leadkit.testing import laws, scorecards
from leadkit.testing.standard_laws import standard_laws

MONTH = timedelta(days=30)
VISITS = activity("page_viewed")
CLICKS = activity("email_clicked")
BOUGHT = activity("purchased").count() >= 1


@attrs.frozen(kw_only=True)
class Shop(lk.Lead):
    size: int | None = None
    open: bool = False


F = lk.fields(Shop)
INNER = Scorecard("inner", [Points(1, per=VISITS, name="visits")])
seen = []


@lk.rule(name="is seen")
def is_seen(lead, as_of):
    seen.append(len(lead.activities))
    return True


def book(*cards, **given):
    return Playbook("shop", record=Shop, scorecards=cards, **given)


def card(*entries, name="web", **limits):
    return Scorecard(name, entries, **limits)


def funnel(*more):
    moves = (
        Transition("qualify", "lead", "prospect", F.size >= 3),
        Transition("convert", "prospect", "customer", BOUGHT),
        Transition("churn", "customer", "lead"),
        *more,
    )
    stages = dict.fromkeys(
        stage for one in moves for stage in (*one.sources, one.target)
    )
    return Lifecycle("shop", stages, "lead", moves)


LOSE = Transition("lose", "prospect", "lost", kind="exit")
MOVES = [
    "every_transition_can_fire",
    "no_traps",
    "replay_restores",
    "refusals_change_nothing",
]


def names(playbook):
    return [law.name for law in standard_laws(playbook)]


def asked(playbook, name):
    """
    Ask one of the laws.
    """
    (law,) = (law for law in standard_laws(playbook) if law.name == name)
    return law.ask()


class TestStandard:
    def test_the_standard_playbook_keeps_them(self):
        """
        Of leadkit's own playbook, all laws are proved, and its promises are among them.
        """
        findings = laws.standard(standard.playbook())

        assert ["proved"] * 17 == [one.kind for one in findings]

    def test_findings_come_in_order(self):
        """
        There is a finding for each law that is listed, in that order.
        """
        playbook = book(card(Points(5, per=VISITS)), lifecycle=funnel())
        listed = [law.ask() for law in standard_laws(playbook)]

        assert listed == [*laws.standard(playbook)]

    def test_options_are_handed_on(self):
        """
        What is drawn is as many examples as are asked for, from where that is said.
        """
        opaque = book(card(Points(5, when=is_seen)))

        def leads(**options):
            seen.clear()
            found = laws.standard(opaque, **options)
            assert {7} == {one.examples for one in found if one.kind == "sampled"}
            return [*seen]

        assert leads(examples=7, seed=1) == leads(examples=7, seed=1)
        assert leads(examples=7, seed=1) != leads(examples=7, seed=2)

    @pytest.mark.parametrize(
        ("given", "came"),
        [
            (funnel(), "a Lifecycle"),
            (None, "a missing value"),
            (card(Points(5, per=VISITS)), "a Scorecard"),
        ],
    )
    def test_what_is_no_playbook(self, given, came):
        """
        It is asked of a playbook, and of nothing else.
        """
        with pytest.raises(RuleError) as error:
            laws.standard(given)

        assert f"standard(): got {came}, expected a playbook." == str(error.value)


class TestStandardLaws:
    def test_of_an_empty_playbook(self):
        """
        Whatever there is, its rules are asked for their effects.
        """
        assert ["every_rule_can_fire"] == names(book())
        assert "proved" == asked(book(), "every_rule_can_fire").kind

    def test_of_the_standard_playbook(self):
        """
        The standard lifecycle has two laws of its own, and guarded ways back, too.
        """
        assert [
            "every_rule_can_fire",
            *MOVES,
            "reversible[disqualified]",
            "reversible[lost]",
            "reversible[churned]",
            "never[customer]",
            "never[nurtured]",
            "order_free[fit]",
            "duplicates_free[fit]",
            "bounded[fit]",
            "order_free[engagement]",
            "duplicates_free[engagement]",
            "bounded[engagement]",
            "monotone[engagement]",
        ] == names(standard.playbook())

    @pytest.mark.parametrize(
        ("moves", "reversible"),
        [
            ([], []),
            ([LOSE], []),
            ([LOSE, Transition("back", "lost", "lead", kind="back")], ["lost"]),
            ([LOSE, Transition("back", "lost", "lead", F.open, kind="back")], []),
            ([Transition("back", "customer", "prospect", kind="back")], []),
            ([LOSE, Transition("revive", "lost", "lead")], []),
        ],
    )
    def test_which_exits_are_reversible(self, moves, reversible):
        """
        It is asked of exits that everybody may come back from.
        """
        playbook = book(lifecycle=funnel(*moves))

        wanted = [f"reversible[{stage}]" for stage in reversible]
        assert ["every_rule_can_fire", *MOVES, *wanted] == names(playbook)

    @pytest.mark.parametrize(
        ("limits", "law"),
        [
            ({}, None),
            ({"floor": 0}, "the total of card 'web' lies at or above 0"),
            ({"ceiling": 50}, "the total of card 'web' lies at or below 50"),
            (
                {"floor": 0, "ceiling": 50},
                "the total of card 'web' lies between 0 and 50",
            ),
        ],
    )
    def test_a_card_keeps_to_its_limits(self, limits, law):
        """
        A card with a floor or a ceiling is asked for them, and for no others.
        """
        playbook = book(card(Points(5, per=VISITS), **limits))

        assert (law is not None) == ("bounded[web]" in names(playbook))
        if law is not None:
            finding = asked(playbook, "bounded[web]")
            assert (law, "proved") == (finding.law, finding.kind)

    @pytest.mark.parametrize(
        ("entries", "welcome"),
        [
            ([Points(5, per=VISITS)], "page_viewed"),
            ([Points(5, per=activity("page_viewed", "email_clicked"))], "both"),
            ([Group("g", [Points(5, per=VISITS)], ceiling=9)], "page_viewed"),
            ([Points(5, per=VISITS, halving=MONTH), Points(2, when=F.open)], "yes"),
            ([Points(5, per=VISITS), Points(-5, per=CLICKS)], "page_viewed"),
            # It also costs points, or other points depend on it.
            ([Points(5, per=VISITS), Points(-1, per=VISITS, cap=9)], None),
            ([Points(5, per=VISITS), Points(9, when=VISITS.count() < 9)], None),
            ([Points(5, per=VISITS), Points(-9, when=INNER >= 9)], None),
            ([Points(5, per=VISITS), Points(1, per=20 - VISITS.total())], None),
            (
                [Points(5, per=activity("call_held")), Points(9, when=~lk.conversed())],
                None,
            ),
            (
                [Points(5, per=activity("purchased")), Points(9, when=lk.is_lead())],
                None,
            ),
            # What a function asks for isn't known.
            ([Points(5, per=VISITS), Points(9, when=is_seen)], None),
            # Nothing is given for any activity.
            ([Points(5, when=F.open), Points(2, per=F.size)], None),
        ],
    )
    def test_what_is_welcome(self, entries, welcome):
        """
        What earns points and is asked about nowhere else doesn't lower the total.
        """
        playbook = book(card(*entries))

        assert (welcome is not None) == ("monotone[web]" in names(playbook))
        if welcome is not None:
            assert "proved" == asked(playbook, "monotone[web]").kind

    def test_what_is_added(self):
        """
        All welcome types are added, and no others.
        """
        both = activity("page_viewed", "email_clicked")
        playbook = book(
            card(Points(5, per=both), Points(-1, per=CLICKS), Points(2, per=VISITS))
        )

        law = "one more of <page_viewed> never lowers the total of card 'web'"
        assert law == asked(playbook, "monotone[web]").law

    @pytest.mark.parametrize(
        ("entries", "fades"),
        [
            ([Points(5, per=VISITS, halving=MONTH)], True),
            ([Points(5, per=VISITS, fading=MONTH), Points(2, per=CLICKS)], True),
            ([Points(5, per=VISITS)], False),
            ([Points(5, per=VISITS, fading=MONTH), Points(2, when=F.open)], False),
            ([Points(5, per=VISITS, fading=MONTH), Points(2, per=F.size)], False),
            (
                [Points(5, per=VISITS, fading=MONTH), Points(-2, per=CLICKS)],
                False,
            ),
        ],
    )
    def test_what_only_fades(self, entries, fades):
        """
        A total may only fall by itself where all of it is earned by doing, and fades.
        """
        playbook = book(card(*entries))

        assert fades == ("decays_only_down[web]" in names(playbook))
        if fades:
            assert "proved" == asked(playbook, "decays_only_down[web]").kind

    @given(scorecards())
    @settings(max_examples=25, suppress_health_check=[HealthCheck.nested_given])
    def test_what_is_asked_of_a_card_holds(self, card):
        """
        Of a card whatever it is like, points that are welcome or fade are no alarm.
        """
        kinds = {
            law.ask().kind
            for law in standard_laws(Playbook("any", scorecards=[card]))
            if law.name.startswith(("bounded", "monotone", "decays_only_down"))
        }

        assert "refuted" not in kinds

    def test_an_end_is_no_trap(self):
        """
        A stage that no move leaves is an end on purpose; another one may be a trap.
        """
        ended = book(lifecycle=funnel(LOSE))
        trap = Transition("resume", "lost", "lead", (F.size >= 3) & (F.size < 2))
        trapped = book(lifecycle=funnel(LOSE, trap))

        assert "proved" == asked(ended, "no_traps").kind
        assert "refuted" == asked(trapped, "no_traps").kind
