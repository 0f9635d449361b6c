"""
Ways on paper that made-up leads go for real.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifecycles import lifecycles, lived, steps
from strategies import Host, rules

import leadkit as lk
from leadkit import standard
from leadkit.history import moves_until
from leadkit.rules.meaning import ask
from leadkit.rules.proof import solving
from leadkit.rules.proof.drafts import Budget
from leadkit.testing.stories.living import live
from leadkit.testing.stories.occurrences import (
    Became,
    Qualified,
    Reached,
    Recorded,
    Withdrawn,
)
from leadkit.testing.stories.shortening import cut_short
from leadkit.testing.stories.story import (
    BEGINNING,
    Asked,
    Made,
    Step,
    Story,
    gone_through,
    retraced,
)

DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Shop(lk.Lead):
    size: int | None = None
    budget: float | None = None
    segment: str | None = None
    renewed: datetime | None = None


@attrs.frozen(kw_only=True)
class Other(lk.Lead):
    size: str | None = None


F = lk.fields(Shop, traits={"seats": int, "partner": bool})
LINE = lk.Lifecycle(
    "line",
    ["lead", "a", "b", "c"],
    "lead",
    [
        lk.Transition("go", "lead", "a"),
        lk.Transition("on", "a", "b"),
        lk.Transition("far", "b", "c"),
        lk.Transition("leave", "a", "c", kind="exit"),
        lk.Transition("return", ["c", "a"], lk.PREVIOUS, kind="back"),
    ],
)
GO, ON, FAR, LEAVE, RETURN = LINE.transitions
CLICKS = lk.activity("email_clicked")


def node(rule):
    return (rule & lk.ALWAYS).node if not isinstance(rule, lk.Rule) else rule.node


def step(transition, source, target, *true, untrue=()):
    return Step(
        transition, source, target, tuple(map(node, true)), tuple(map(node, untrue))
    )


def told(way, **given):
    story = live(LINE, way, record=Shop, **given)
    assert story is not None
    return story


def kinds(story):
    return [type(event) for event in story.events]


def way_of(lifecycle, leads):
    """
    The way on paper that a lead went, which became one of these after the other.
    """
    way = []
    for lead, moved in pairwise(leads):
        if len(moved.moves) == len(lead.moves):
            continue
        move = moved.moves[-1]
        before = []
        for one in lifecycle.transitions:
            if one.trigger != move.trigger or move.source not in one.sources:
                continue
            if one.target is lk.PREVIOUS and not lead.moves:
                continue
            if one.when is None or ask(one.when.node, lead, move.at) is True:
                guard = () if one.when is None else (one.when.node,)
                way.append(Step(one, move.source, move.target, guard, tuple(before)))
                break
            before.append(one.when.node)
    return way


class TestLive:
    @settings(max_examples=max(10, settings().max_examples // 2))
    @given(lifecycles(), steps())
    def test_a_way_that_a_lead_went_is_found_again(self, lifecycle, happened):
        """
        What some lead did, a made-up one is found to do.
        """
        leads, _ = lived(lifecycle, happened)
        lead = leads[-1]
        story = live(lifecycle, way_of(lifecycle, leads))
        assert story is not None
        assert [(m.trigger, m.source, m.target) for m in lead.moves] == [
            (m.trigger, m.source, m.target) for m in story.lead.moves
        ]

    @given(rules(), rules())
    @settings(max_examples=15)
    def test_whatever_is_found_is_so(self, first, second):
        """
        The interpreter says of each move of a story that its questions are answered so;
        activities, consents, grants and moves only become more.
        """
        way = [
            step(GO, "lead", "a", first),
            step(ON, "a", "b", second, untrue=[first]),
        ]
        story = live(LINE, way, record=Host, budget=Budget(100))
        if story is None:  # which says nothing
            return
        (one, before, _), (two, later, _) = story.moves
        assert ask(first.node, before, one.at) is True
        assert ask(second.node, later, two.at) is True
        assert ask(first.node, later, two.at) is not True
        assert one.at <= two.at
        for earlier, after in pairwise(story.leads):
            for name in ("activities", "consents", "grants", "moves", "touches"):
                assert set(getattr(earlier, name)) <= set(getattr(after, name))

    @given(rules())
    @settings(max_examples=20)
    def test_what_contradicts_itself_is_never_found(self, rule):
        """
        There is no story in which a rule is known true and isn't.
        """
        way = [step(GO, "lead", "a", rule, untrue=[rule])]
        assert live(LINE, way, record=Host, budget=Budget(100)) is None

    @pytest.mark.parametrize(
        ("first", "then"),
        [
            (F.size >= 50, F.size < 10),
            (F.size > F.budget, F.budget > F.size),
            (F.size + F.budget > 10, F.size + F.budget < 0),
            (F.segment == "shop", F.segment.is_missing()),
            (F.segment.contains("shop"), F.segment.starts_with("b")),
            (F.seats >= 3, ~(F.seats >= 3)),
            (F.partner, ~F.partner),
            (F.renewed.age() < 3, F.renewed.age() > 400),
            (lk.consented("marketing", "email"), ~lk.consented("marketing", "email")),
            (lk.reachable("marketing"), ~lk.reachable("marketing")),
            (lk.holds("MQL"), ~lk.holds("MQL")),
            (lk.is_lead(), ~lk.is_lead()),
            (
                ~lk.is_lead() & lk.reachable("marketing", "email"),
                lk.is_lead() & lk.reachable("marketing", "email"),
            ),
            (
                lk.reachable("marketing") & ~lk.consented("marketing", "email"),
                lk.consented("marketing", "email")
                & ~lk.reachable("marketing", "email"),
            ),
            (
                lk.is_lead() & lk.consented("service", "post"),
                ~lk.reachable("service") & lk.consented("service", "post"),
            ),
            (~lk.is_lead(), lk.is_lead()),
            (lk.time_in_stage() > 3, lk.time_in_stage() < 3),
            (lk.time_in_stage() == 0, lk.time_in_stage() == 10),
            (lk.time_in_stage().is_missing(), ~lk.time_in_stage().is_missing()),
            (CLICKS.count() == 0, CLICKS.count() >= 12),
            (CLICKS.within(days=30).count() >= 3, CLICKS.within(days=30).count() == 0),
            (CLICKS.days_since_last() > 60, CLICKS.days_since_last() < 1),
            (CLICKS.days_since_first() < 2, CLICKS.days_since_first() > 90),
            (CLICKS.distinct_days() == 1, CLICKS.distinct_days() >= 5),
            (CLICKS.largest() == 5, CLICKS.largest() > 100),
            (CLICKS.latest() == 5, CLICKS.latest() < 0),
            (CLICKS.total() > 100, CLICKS.total() < 0),
            (CLICKS.mean() > 100, CLICKS.mean() < 10),
            (
                lk.activity("purchased").where(value_at_least=30).count() >= 1,
                lk.activity("purchased").since("a").count() >= 1,
            ),
            (lk.conversed(), lk.conversed(since="a")),
        ],
        ids=lambda rule: str(rule)[:40],
    )
    def test_a_rule_and_its_end(self, first, then):
        """
        What is known true at one move may not be at the next, and the other way round.
        """
        story = told(
            [
                step(GO, "lead", "a", first),
                step(ON, "a", "b", then),
            ]
        )
        assert story.lead.stage == "b"
        assert [type(e) for e in story.events if isinstance(e, Asked)] == [Made, Made]

    def test_points_come_from_activities_and_go_with_their_windows(self):
        """
        A total is reached by what is recorded, and falls as time passes.
        """
        card = lk.Scorecard(
            "s", [lk.Points(5, per=CLICKS.within(days=7)), lk.Points(9, F.size > 3)]
        )
        story = told(
            [step(GO, "lead", "a", card >= 20), step(ON, "a", "b", card.total == 0)]
        )
        first, second = story.moves
        assert card.score(first[1], as_of=first[0].at).total >= 20
        assert card.score(second[1], as_of=second[0].at).total == 0

    def test_the_first_way_that_suits_all_of_them_is_taken(self):
        """
        What one move needs isn't had in a way that spoils a later one.
        """
        few, many = CLICKS.count() >= 1, CLICKS.count() == 1
        story = told([step(GO, "lead", "a", few), step(ON, "a", "b", many)])
        assert len(story.lead.activities) == 1

    def test_what_cannot_be_undone_is_not_found(self):
        """
        Activities are never taken back, and the stages of a lead are those of its way.
        """
        done = lk.activity("purchased").count() >= 1
        undone = [step(GO, "lead", "a", done), step(ON, "a", "b", untrue=[done])]
        assert live(LINE, undone) is None
        been = step(GO, "lead", "a", lk.has_been("c"))
        assert live(LINE, [been]) is None

    def test_a_way_without_moves(self):
        """
        A lead that begins is a story already.
        """
        story = told([])
        assert (story.events, story.lead.stage) == ((), "lead")
        assert story.moves == ()
        assert story.as_of == BEGINNING

    def test_what_comes_after_the_last_move(self):
        """
        A story may go on to an instant at which something is so.
        """
        rule = lk.time_in_stage() > 30
        story = told(
            [step(GO, "lead", "a")], then=(rule.node,), then_untrue=(node(F.size > 3),)
        )
        assert story.as_of - story.moves[0][0].at > 30 * DAY
        assert ask(rule.node, story.lead, story.as_of) is True

    def test_points_for_where_a_lead_stands(self):
        """
        A total is reached by the stage that the way has led to, and by no other.
        """
        here, elsewhere = (
            lk.Scorecard(
                "s",
                [lk.Points(5, CLICKS.count() >= 1), lk.Points(9, lk.in_stage(stage))],
            )
            for stage in ("a", "c")
        )
        way = [step(GO, "lead", "a")]
        story = told([*way, step(ON, "a", "b", here >= 14)])
        assert kinds(story) == [Made, Recorded, Made]
        assert live(LINE, [*way, step(ON, "a", "b", elsewhere >= 14)]) is None

    def test_what_comes_after_may_be_impossible(self):
        """
        No story ends where no lead can be.
        """
        rule = lk.in_stage("c")
        assert live(LINE, [step(GO, "lead", "a")], then=(rule.node,)) is None

    def test_what_needs_an_event_at_the_end(self):
        """
        Things may happen after the last move.
        """
        rule = CLICKS.since("a").count() >= 2
        story = told([step(GO, "lead", "a")], then=(rule.node,))
        assert kinds(story) == [Made, Recorded, Recorded]

    def test_reasons_are_given_where_they_are_wanted(self):
        """
        Exits and moves back are made with a reason, the others without.
        """
        story = told(
            [
                step(GO, "lead", "a"),
                step(LEAVE, "a", "c"),
                step(RETURN, "c", "a"),
                step(RETURN, "a", "c"),
            ]
        )
        assert [m.reason for m in story.lead.moves] == [None, *["example"] * 3]

    def test_another_move_than_the_one_meant(self):
        """
        A way is gone by the moves that it says, or it isn't.
        """
        lifecycle = lk.Lifecycle(
            "two",
            ["lead", "a", "b"],
            "lead",
            [
                lk.Transition("go", "lead", "a", F.size > 3),
                lk.Transition("go", "lead", "b"),
            ],
        )
        first, second = lifecycle.transitions
        large = node(F.size > 3)
        ways = [
            (Step(first, "lead", "a", (large,)), "a"),
            (Step(second, "lead", "b", (), (large,)), "b"),
        ]
        for way, stage in ways:
            story = live(lifecycle, [way], record=Shop)
            assert story.lead.stage == stage
        assert live(lifecycle, [Step(second, "lead", "b", (large,))]) is None

    def test_a_rule_that_stays_true(self):
        """
        What is declared to stay known true isn't ended by anything that happens.
        """
        agreed, away = lk.consented("marketing", "email"), F.size > 3
        way = [
            step(GO, "lead", "a", agreed),
            step(ON, "a", "b", untrue=[agreed & lk.ALWAYS]),
        ]
        assert told(way).lead.stage == "b"
        assert live(LINE, way, record=Shop, monotone=(agreed.node,)) is None
        way = [step(GO, "lead", "a", agreed), step(ON, "a", "b", away)]
        story = told(way, monotone=(agreed.node,))
        assert Withdrawn not in kinds(story)

    def test_time_ends_what_is_to_stay_true(self):
        """
        What is declared to stay known true mustn't lapse either.
        """
        fresh = CLICKS.within(days=7).count() >= 1
        old = lk.time_in_stage() > 30
        way = [step(GO, "lead", "a", fresh), step(ON, "a", "b", old)]
        assert told(way).lead.stage == "b"
        assert live(LINE, way, record=Shop, monotone=(fresh.node,)) is None
        way = [step(GO, "lead", "a", fresh)]
        end = {"then": (old.node,), "record": Shop}
        assert live(LINE, way, **end) is not None
        assert live(LINE, way, monotone=(fresh.node,), **end) is None

    def test_without_a_class_of_leads(self):
        """
        One is made with the fields that are read; none if they contradict each other.
        """
        story = live(LINE, [step(GO, "lead", "a", F.size == 4)])
        assert story.start.size == 4
        both = step(GO, "lead", "a", F.size == 4, lk.fields(Other).size == "large")
        assert live(LINE, [both]) is None

    def test_a_function_of_the_host(self):
        """
        A function is asked for real: a story has what it says of the lead.
        """

        @lk.rule(name="is large")
        def is_large(lead, as_of):
            return lead.size is not None and lead.size > 3

        @lk.rule(name="fails")
        def fails(lead, as_of):
            raise KeyError(lead.id)

        story = told([step(GO, "lead", "a", is_large, F.size >= 4)])
        assert story.start.size == 4
        assert told([step(GO, "lead", "a", untrue=[is_large])]).start.size is None
        assert told([step(GO, "lead", "a", untrue=[fails])]).lead.stage == "a"
        assert live(LINE, [step(GO, "lead", "a", fails)], record=Shop) is None

    def test_a_function_that_fails_within_a_card(self):
        """
        A card whose points can't be counted is no way to a total.
        """

        @lk.rule(name="fails")
        def fails(lead, as_of):
            raise KeyError(lead.id)

        card = lk.Scorecard("s", [lk.Points(5, fails), lk.Points(5, F.size > 3)])
        assert live(LINE, [step(GO, "lead", "a", card >= 5)], record=Shop) is None

    def test_a_class_that_refuses_to_begin(self):
        """
        Where no lead can begin, there is no story.
        """

        @attrs.frozen(kw_only=True)
        class Never(lk.Lead):
            size: int = attrs.field(default=0, validator=attrs.validators.gt(0))

        assert live(LINE, [], record=Never) is None

    def test_a_class_with_checks_of_its_own(self):
        """
        What a host's class refuses doesn't happen.
        """

        @attrs.frozen(kw_only=True)
        class Checked(lk.Lead):
            size: int = attrs.field(default=1, validator=attrs.validators.lt(100))

        size = lk.fields(Checked).size
        found = live(LINE, [step(GO, "lead", "a", size > 20)], record=Checked)
        assert found.start.size > 20
        none = live(LINE, [step(GO, "lead", "a", size > 200)], record=Checked)
        assert none is None

    def test_beyond_the_calendar(self):
        """
        Nobody waits longer than the calendar goes.
        """
        long = [step(GO, "lead", "a", lk.time_in_stage() > 3_000_000)]
        assert live(LINE, long) is None
        endless = [step(GO, "lead", "a", lk.time_in_stage() > 10**15)]
        assert live(LINE, endless) is None

    def test_too_much_to_decide(self, monkeypatch):
        """
        A question that takes too many steps is answered by no story.
        """
        monkeypatch.setattr(solving, "MOST_STEPS", 0)
        assert live(LINE, [step(GO, "lead", "a", F.size > 3)], record=Shop) is None

    def test_a_class_that_minds_its_own_changes(self):
        """
        What a host's class refuses to become isn't tried again.
        """

        @attrs.frozen(kw_only=True)
        class Set(lk.Lead):
            size: int | None = None
            colour: str | None = None

            def __attrs_post_init__(self):
                super().__attrs_post_init__()
                if self.size is not None and self.contacts and not self.consents:
                    raise ValueError(self.id)

        reached = lk.reachable("marketing", "email")
        own = lk.fields(Set)
        way = [step(GO, "lead", "a", own.size > 3, reached)]
        assert live(LINE, way, record=Set) is None
        either = [step(GO, "lead", "a", own.colour == "red", reached)]
        assert live(LINE, either, record=Set).start.colour == "red"

    def test_a_class_whose_fields_go_together(self):
        """
        What a field needs beside it isn't left out.
        """

        @attrs.frozen(kw_only=True)
        class Painted(lk.Lead):
            size: int | None = None
            colour: str | None = None

            def __attrs_post_init__(self):
                super().__attrs_post_init__()
                if self.colour is not None and self.size is None:
                    raise ValueError(self.id)

        own = lk.fields(Painted)
        way = [step(GO, "lead", "a", own.colour == "red", own.size > 3)]
        assert live(LINE, way, record=Painted).start.size == 4

    def test_a_total_that_takes_several_rules(self):
        """
        A card is climbed by one of its rules after another.
        """
        card = lk.Scorecard(
            "s",
            [
                lk.Points(30, F.size >= 100),
                lk.Points(30, F.segment == "shop"),
                lk.Points(30, lk.holds("MQL")),
            ],
        )
        story = told([step(GO, "lead", "a", card >= 60), step(ON, "a", "b", card < 30)])
        first, second = story.moves
        assert card.score(first[1], as_of=first[0].at).total >= 60
        assert card.score(second[1], as_of=second[0].at).total < 30

    def test_the_standard_lifecycle(self):
        """
        A customer who churned comes back and buys again, after a second purchase only.
        """
        lifecycle = standard.lifecycle()
        named = {one.trigger: one for one in lifecycle.transitions}
        way = [
            Step(named[trigger], source, target, (named[trigger].when.node,))
            if named[trigger].when is not None
            else Step(named[trigger], source, target)
            for trigger, source, target in [
                ("nurture", "lead", "nurtured"),
                ("qualify", "nurtured", "prospect"),
                ("convert", "prospect", "customer"),
                ("promote", "customer", "advocate"),
                ("churn", "advocate", "churned"),
                ("win_back", "churned", "prospect"),
                ("convert", "prospect", "customer"),
            ]
        ]
        story = live(lifecycle, way)
        bought = [one for one in story.lead.activities if one.type == "purchased"]
        assert (len(story.lead.moves), len(bought)) == (7, 2)

    def test_several_stories_share_a_budget(self):
        """
        What is built for a story isn't left for the next; with nothing left, none is
        looked for.
        """
        budget = Budget(500)
        endless = [step(GO, "lead", "a", CLICKS.mean() > 3, CLICKS.total() == 10**12)]

        assert live(LINE, endless, record=Shop, budget=budget) is None
        assert budget.left < 500
        assert live(LINE, [step(GO, "lead", "a")], budget=Budget(0)) is None


class TestShortened:
    def test_what_is_so_from_the_beginning_needs_no_event(self):
        """
        Fields and contact points that matter at the first move are there at once.
        """
        story = told([step(GO, "lead", "a", F.size > 3, lk.reachable("service"))])
        assert kinds(story) == [Recorded, Made]
        assert story.start.size == 4
        assert len(story.start.contacts) == 1

    def test_what_makes_no_difference_is_left_out(self):
        """
        Of two ways to meet a rule, one is enough.
        """
        either = (F.size > 3) | lk.holds("MQL") | (F.seats > 2)
        story = told([step(GO, "lead", "a", either), step(ON, "a", "b", either)])
        set_ = (story.start.size is not None) + len(story.start.traits)
        assert set_ + len(story.events) - 2 == 1

    def test_when_a_lead_began_is_told_where_it_matters(self):
        """
        The instant of creation is left out unless somebody asks for it.
        """
        assert told([step(GO, "lead", "a")]).start.created_at is None
        asked = told([step(GO, "lead", "a", lk.time_in_stage() > 1)])
        assert asked.start.created_at == BEGINNING

    def test_of_several_fields_that_change_those_that_matter_stay(self):
        """
        What changes between two moves is what the second one needs.
        """
        way = [
            step(GO, "lead", "a", F.size == 1, F.budget == 1),
            step(ON, "a", "b", F.size == 2),
        ]
        story = told(way)
        assert [dict(e.fields) for e in story.events if isinstance(e, Became)] == [
            {"size": 2}
        ]

    def test_the_moves_stay(self):
        """
        A story is made shorter between its moves.
        """
        story = told([step(GO, "lead", "a"), step(ON, "a", "b"), step(FAR, "b", "c")])
        assert kinds(story) == [Made, Made, Made]


class TestCutShort:
    @given(st.lists(st.integers(0, 5), max_size=8), st.sets(st.integers(0, 5)))
    def test_what_is_needed_stays(self, sizes, needed):
        """
        No more is left than one event of each kind that is needed.
        """
        events = tuple(
            Became({"size": size}, {}, BEGINNING + place * DAY)
            for place, size in enumerate(sizes)
        )
        lead = Shop(id="L-1")
        story = Story(lead, events, gone_through(LINE, lead, events), BEGINNING)

        def still(less):
            seen = {event.fields["size"] for event in less.events}
            return less if needed & {*sizes} <= seen else None

        short = cut_short(story, still)
        assert sorted(needed & {*sizes}) == sorted(
            e.fields["size"] for e in short.events
        )


class TestRetraced:
    def test_what_cannot_happen_is_left_out(self):
        """
        A story goes on without a move that isn't allowed.
        """
        lead = Shop(id="L-1")
        events = tuple(
            Asked(trigger, BEGINNING + place * DAY)
            for place, trigger in enumerate(["go", "go", "far", "on"])
        )
        story = retraced(LINE, Story(lead, events, (lead,), BEGINNING))
        assert [event.trigger for event in story.events] == ["go", "on"]
        assert [one.stage for one in story.leads] == ["lead", "a", "b"]


class TestGoneThrough:
    @given(st.lists(st.sampled_from(["go", "on", "far"]), max_size=4))
    def test_all_or_nothing(self, triggers):
        """
        A lead goes through all that happens, or there is no such story.
        """
        events = [Asked(one, BEGINNING + DAY) for one in triggers]
        run = gone_through(LINE, lk.Lead(id="L-1"), events)
        possible_ = ["go", "on", "far"][: len(triggers)] == triggers
        assert (run is not None) == possible_
        if run is not None:
            assert len(run) == len(events) + 1
            assert len(run[-1].moves) == len(triggers)

    def test_a_move_that_nobody_made(self):
        """
        A lifecycle of a host that makes no move, or another one, tells no story.
        """

        @attrs.frozen
        class Idle(lk.Lifecycle):
            def advance(self, lead, trigger, **_):
                return lead

        @attrs.frozen
        class Wrong(lk.Lifecycle):
            def advance(self, lead, trigger, **given):
                moved = super().advance(lead, trigger, **given)
                last = attrs.evolve(moved.moves[-1], kind="back")
                return attrs.evolve(moved, moves=(*moved.moves[:-1], last))

        given_ = {f.name: getattr(LINE, f.name) for f in attrs.fields(lk.Lifecycle)}
        for cls in (Idle, Wrong):
            assert live(cls(**given_), [step(GO, "lead", "a")]) is None


class TestBetween:
    def test_what_a_host_records(self):
        """
        A story says what is recorded, withdrawn, granted, revoked and changed.
        """
        way = [
            step(
                GO,
                "lead",
                "a",
                F.size > 3,
                F.seats > 3,
                lk.reachable("marketing", "email"),
                lk.holds("MQL"),
            ),
            step(
                ON,
                "a",
                "b",
                F.size < 3,
                F.seats.is_missing(),
                ~lk.consented("marketing", "email"),
                lk.reachable("marketing", "post"),
                ~lk.holds("MQL"),
            ),
        ]
        story = told(way)
        assert set(kinds(story)) == {
            Became, Made, Qualified, Reached, Recorded, Withdrawn
        }  # fmt: skip
        assert len(moves_until(story.lead, datetime.max.replace(tzinfo=UTC))) == 2
