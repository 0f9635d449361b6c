"""
Laws about where leads come to: what they find is what a plain walk by the engine of
`transitions` finds, and every witness is a real lead.
"""

from __future__ import annotations

import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from walks import (
    MONOTONE,
    STAGES,
    TRIGGERS,
    Small,
    T,
    beginnings,
    guards,
    holds,
    lifecycles,
    walked,
    without_hypothesis,
)

from leadkit import (
    Lead,
    Lifecycle,
    Medium,
    Stage,
    Transition,
    activity,
    any_of,
    consented,
    fields,
    reachable,
    rule,
    standard,
)
from leadkit.testing.walking import seeking
from leadkit.testing.walking.lifecycle_laws import always_before, never

OURS = {"record": Small, "monotone": MONOTONE}
STANDARD = standard.lifecycle()
PURCHASE = activity("purchased").count() >= 1
# Each example walks through some hundreds of leads, one after another.
FEWER = settings(max_examples=max(10, settings().max_examples // 2))


def shown(finding):
    """
    Whether a finding is what it should be: a witness where there is one to show.
    """
    assert finding.states > 0
    assert (finding.kind == "refuted") is (finding.witness is not None)
    return finding.kind


def verdict(broken):
    """
    What is found where a law is broken, and where it isn't.
    """
    return "refuted" if broken else "proved"


class TestNever:
    @FEWER
    @given(lifecycles(), st.sampled_from(STAGES), st.none() | guards())
    def test_finds_what_a_plain_walk_finds(self, lifecycle, stage, asked):
        """
        A stage is entered without something known true exactly if some lead enters it
        so in a walk through all situations; the witness's last move does it.
        """

        def lacks(place):
            return asked is None or not holds(asked, place)

        _, moves = walked(lifecycle)
        begun = stage == "new" and any(map(lacks, beginnings(lifecycle)))
        entered = any(
            after.stage == stage and lacks(place) for place, _, after in moves
        )
        finding = never(lifecycle, reach=stage, without=asked, **OURS)

        assert verdict(begun or entered) == shown(finding)
        if finding.witness and finding.witness.moves:
            assert stage == finding.witness.lead.stage

    @pytest.mark.parametrize(
        "asked",
        [
            reachable("marketing"),
            any_of(consented("marketing", medium) for medium in Medium),
        ],
        ids=["reachable", "consented"],
    )
    def test_nobody_is_nurtured_without_consent(self, asked):
        """
        The standard lifecycle proves that nobody is nurtured without consent.
        """
        finding = never(STANDARD, reach=Stage.NURTURED, without=asked)

        assert finding is finding.check(require="proved")

    def test_nobody_is_a_customer_without_a_purchase(self):
        """
        The standard playbook proves that no customer is one without a purchase.
        """
        finding = never(standard.playbook(), reach="customer", without=PURCHASE)

        assert "proved" == finding.kind
        assert (
            "no lead enters 'customer' unless <count of purchased >= 1> is known true"
            == finding.law
        )
        assert (
            "Walked through all 29 situations, whatever else is true of a lead: no way "
            "leads there." == finding.how
        )

    def test_tells_the_shortest_story(self):
        """
        Where the law is broken, the witness is a lead on the shortest way.
        """
        asked = activity("purchased").count() >= 2
        finding = never(STANDARD, reach=["customer", "advocate"], without=asked)

        assert ("refuted", ("convert",)) == (finding.kind, finding.witness.moves)
        assert "customer" == finding.witness.lead.stage
        assert f"though <{asked}> isn't known true" in finding.witness.story[-1]
        assert 'advance(lead, "convert"' in finding.witness.test

    def test_a_lead_that_begins_there_has_reached_it(self):
        """
        Where leads begin, they are without any move.
        """
        finding = never(STANDARD, reach="lead")

        assert ("refuted", ()) == (finding.kind, finding.witness.moves)
        assert ("A lead begins at 'lead'.",) == finding.witness.story

    def test_what_is_kept_true_makes_a_difference(self):
        """
        A flag that may be taken back lets a lead in without it; one that stays doesn't.
        """
        lifecycle = Lifecycle(
            "l",
            STAGES,
            "new",
            [
                Transition("go", "new", "met", when=T.signed),
                Transition("go", "met", "won"),
            ],
        )
        law = {"reach": "won", "without": T.signed, "record": Small}

        assert "refuted" == never(lifecycle, **law).kind
        assert "proved" == never(lifecycle, **law, monotone=[T.signed]).kind

    def test_counts_never_fall(self):
        """
        Whoever was counted is counted for ever, but for what leaves a window.
        """
        clicks = activity("email_clicked")
        for count, kind in (
            (clicks.count(), "proved"),
            (clicks.largest(), "proved"),
            (clicks.days_since_first(), "proved"),
            (clicks.within(days=30).count(), "refuted"),
            (clicks.where(campaign="spring").count(), "undecided"),
        ):
            lifecycle = Lifecycle(
                "l",
                STAGES,
                "new",
                [
                    Transition("go", "new", "met", when=count >= 1),
                    Transition("go", "met", "won"),
                ],
            )
            finding = never(lifecycle, reach="won", without=count >= 1, examples=5)

            assert (str(count), kind) == (str(count), finding.kind)

    def test_a_proof_needs_nothing_of_a_hosts_function(self):
        """
        What leadkit can't see into may be anything: a proof stays a proof.
        """
        lucky = rule(name="lucky")(lambda lead, as_of: True)
        lifecycle = Lifecycle(
            "l", STAGES, "new", [Transition("go", "new", "won", when=lucky & T.a)]
        )

        assert "proved" == never(lifecycle, reach="won", without=T.a, **OURS).kind
        assert "proved" == never(lifecycle, reach="won", without=lucky, **OURS).kind

    @pytest.mark.parametrize(
        ("answer", "kind"), [(True, "refuted"), (False, "sampled")]
    )
    def test_a_hosts_function_is_asked_before_it_is_blamed(self, answer, kind):
        """
        A way that depends on a host's function is refuted only if a lead goes it.
        """
        asked = rule(name="lucky")(lambda lead, as_of: answer)
        lifecycle = Lifecycle(
            "l", STAGES, "new", [Transition("go", "new", "won", when=asked)]
        )
        finding = never(lifecycle, reach="won", examples=20, record=Small)

        assert kind == finding.kind
        if kind == "undecided":
            assert 20 == finding.examples
            assert (
                "on paper one may get there by 'go', but no lead was found to. leadkit "
                "can't see into <lucky>. None of 20 journeys drawn at random broke it."
            ) in finding.how

    def test_too_many_situations_are_sampled(self, monkeypatch):
        """
        Beyond the limit journeys are drawn, and a law is never called proved.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 1)
        fine = never(STANDARD, reach="customer", without=PURCHASE, examples=30)
        wrong = never(STANDARD, reach=Stage.DISQUALIFIED, examples=100, seed=1)

        assert ("sampled", 30, None) == (fine.kind, fine.examples, fine.states)
        assert "Not proved, because there are up to 29 situations" in fine.how
        assert ("refuted", ("disqualify",)) == (wrong.kind, wrong.witness.moves)
        assert "But a journey drawn at random broke it." in wrong.how

    def test_journeys_keep_what_stays_true(self, monkeypatch):
        """
        What stays true is kept on journeys, too.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 0)
        moves = [
            Transition("go", "new", "met", when=T.signed),
            Transition("on", "met", "won"),
            Transition("out", "met", "lost"),
        ]
        lifecycle = Lifecycle("l", STAGES, "new", moves)
        fine = never(lifecycle, reach="won", without=T.signed, examples=100, **OURS)
        wrong = never(lifecycle, reach="lost", examples=100, **OURS)

        assert ("sampled", "refuted") == (fine.kind, wrong.kind)
        assert ("go", "out") == wrong.witness.moves

    def test_a_journey_is_told_up_to_where_it_breaks_the_law(self, monkeypatch):
        """
        What is drawn at random begins where leads begin, too.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 1)
        finding = never(STANDARD, reach="lead", without=PURCHASE, examples=5)

        assert ("refuted", ()) == (finding.kind, finding.witness.moves)

    def test_proofs_need_no_hypothesis(self, monkeypatch):
        """
        Without Hypothesis proofs are made, and nothing is drawn at random.
        """
        without_hypothesis(monkeypatch)
        never_true = rule(name="never_true")(lambda lead, as_of: False)
        lifecycle = Lifecycle(
            "l", STAGES, "new", [Transition("go", "new", "won", when=never_true)]
        )
        finding = never(lifecycle, reach="won")

        assert "proved" == never(STANDARD, reach="customer", without=PURCHASE).kind
        assert "undecided" == finding.kind
        assert "Nothing was drawn at random." in finding.how
        assert 'pip install -e ".[testing]"' in finding.how


class TestAlwaysBefore:
    @FEWER
    @given(
        lifecycles(),
        st.sampled_from([*STAGES, *TRIGGERS]) | guards(),
        st.sampled_from([*STAGES, *TRIGGERS]),
    )
    def test_finds_what_a_plain_walk_finds(self, lifecycle, first, then):
        """
        Something comes before something else exactly if no lead gets to the one
        without the other in a walk through all situations.
        """
        known = {*STAGES, *lifecycle.triggers}
        named = isinstance(first, str)
        if then not in known or (named and (first not in known or first == then)):
            return

        def is_first(place, trigger, after):
            if named:
                return first in {after.stage, trigger}
            return holds(first, place)

        def is_wrong(place, trigger, after):
            # Who enters a stage by the first trigger has made that move.
            made = trigger == first if named else holds(first, place)
            return then in {after.stage, trigger} and not made

        broken = first != "new" and then == "new"
        if broken and not named:
            broken = not all(holds(first, place) for place in beginnings(lifecycle))
        if not named or first != "new":
            _, moves = walked(lifecycle, lambda *move: not is_first(*move))
            broken |= any(is_wrong(*move) for move in moves)
        finding = always_before(lifecycle, first=first, then=then, **OURS)

        assert verdict(broken) == shown_if_any(finding)

    def test_a_purchase_comes_before_churning(self):
        """
        In the standard lifecycle a lead buys before it leaves us.
        """
        finding = always_before(STANDARD, first=PURCHASE, then="churned")

        assert "proved" == finding.kind
        assert (
            "no lead enters 'churned' before <count of purchased >= 1> was known true "
            "at a move" == finding.law
        )

    def test_says_which_way_goes_past(self):
        """
        Leads that are won back become prospects, and never were qualified.
        """
        finding = always_before(STANDARD, first="qualify", then="prospect")

        assert ("convert", "churn", "win_back") == finding.witness.moves
        assert "no lead enters 'prospect' before it has made 'qualify'" == finding.law

    def test_is_sampled_where_there_is_too_much(self, monkeypatch):
        """
        Beyond the limit journeys are drawn, of which some go past.
        """
        monkeypatch.setattr(seeking, "MOST_SITUATIONS", 1)
        options = {"examples": 60, "seed": 1}

        assert [
            ("refuted", ("convert",)),
            ("sampled", None),
            ("sampled", None),
            ("refuted", ("disqualify",)),
            ("refuted", ()),
            ("sampled", None),
        ] == [
            (finding.kind, finding.witness and finding.witness.moves)
            for finding in (
                always_before(STANDARD, first="prospect", then="convert", **options),
                always_before(STANDARD, first="lead", then="nurtured", **options),
                always_before(STANDARD, first=PURCHASE, then="churn", **options),
                always_before(STANDARD, first="nurture", then="disqualify", **options),
                always_before(STANDARD, first="customer", then="lead", **options),
                always_before(STANDARD, first="convert", then="customer", **options),
            )
        ]


def shown_if_any(finding):
    """
    Whether a finding is what it should be, where there may be nothing to walk through.
    """
    assert (finding.kind == "refuted") is (finding.witness is not None)
    return finding.kind


@attrs.frozen(kw_only=True)
class Reserved(Lead):
    """
    A host's record with fields whose arguments have other names.
    """

    _seats: int | None = None
    plan: str | None = attrs.field(default=None, alias="tariff")


class TestAliases:
    @pytest.mark.parametrize(
        ("rule", "otherwise"),
        [
            (fields(Reserved)._seats >= 5, fields(Reserved)._seats < 5),
            (fields(Reserved).plan == "team", fields(Reserved).plan != "team"),
        ],
        ids=str,
    )
    def test_a_story_is_lived_and_pasted(self, rule, otherwise):
        """
        A field that is given by another name than its own changes in stories, too.
        """
        lifecycle = Lifecycle(
            "l",
            ["new", "met", "won"],
            "new",
            [
                Transition("meet", "new", "met", rule),
                Transition("win", "met", "won", otherwise),
            ],
        )
        finding = never(lifecycle, reach="won", record=Reserved)

        assert "refuted" == finding.kind
        assert finding.examples is None

        test = re.sub("(?m)^.* = [.]{3}.*$", "", finding.witness.test)
        names = {"LIFECYCLE": lifecycle, "Record": Reserved}
        exec(test, names)

        with pytest.raises(BaseException, match="DID NOT RAISE"):
            names["test_no_lead_enters_won"]()
