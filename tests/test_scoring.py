"""
Scores, held against the contract written down a second time, and the laws of a score.

`total_of` and what it calls read cards and records as plain data, and compute with
fractions: no `Points`, no order of a history. Only rules and numbers are leadkit's own;
their meaning has an oracle in ``test_meaning.py``.
"""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    NOW,
    TICK,
    F,
    activities,
    activities_meant,
    has_name,
    host,
    instants,
    number_specs,
    queries,
    records,
    specs,
    written,
)

from leadkit import (
    ALWAYS,
    NEVER,
    Activity,
    Group,
    InstantError,
    Lead,
    LeadError,
    Line,
    Points,
    RuleError,
    Score,
    Scorecard,
    activity,
    fields,
    reachable,
)

DAY = timedelta(days=1)
VISITS = activity("page_viewed")
OUTBOUND = {"email_sent", "email_bounced", "sms_sent", "proposal_sent"}


# Cards as plain data -----------------------------------------------------------------

SPANS = [timedelta(hours=7), DAY, timedelta(hours=36), 7 * DAY, 7 * DAY + TICK]


def optional(values):
    """
    A value, or None more often than not.
    """
    return st.none() | st.none() | values


def wholes():
    """
    Points in hundredths: round ones, odd ones, and ones that round at a half.
    """
    return st.sampled_from([100, 500, 1, 25, 33, -100, -7, 0]) | st.integers(
        -2000, 2000
    )


def scored_activities():
    """
    Points per activity, as plain data.
    """
    return st.fixed_dictionaries(
        {
            "points": wholes(),
            "when": optional(specs()),
            "query": queries(),
            "decay": optional(
                st.tuples(
                    st.sampled_from(["halving", "fading"]), st.sampled_from(SPANS)
                )
            ),
            "at_most": optional(st.integers(1, 3)),
            "per_day": optional(st.integers(1, 2)),
            "cap": optional(st.integers(0, 1500)),
        }
    )


def scored_numbers():
    """
    Points per unit of a number, as plain data.
    """
    return st.fixed_dictionaries(
        {
            "points": wholes(),
            "when": optional(specs()),
            "number": number_specs(),
            "cap": optional(st.integers(0, 1500)),
        }
    )


def scored_rules():
    """
    Points for a rule, as plain data.
    """
    return st.fixed_dictionaries(
        {"points": wholes(), "when": specs(), "cap": optional(st.integers(0, 1500))}
    )


@st.composite
def limited(draw, entries):
    """
    Entries with a floor and a ceiling, as plain data.
    """
    low, high = sorted(draw(st.tuples(wholes(), wholes())))
    return {
        "entries": draw(st.lists(entries, max_size=3)),
        "floor": draw(optional(st.just(low))),
        "ceiling": draw(optional(st.just(high))),
    }


def cards():
    """
    Scorecards of every shape, as plain data.
    """
    points = scored_activities() | scored_numbers() | scored_rules()
    return limited(points | limited(points | limited(points)))


def in_points(whole):
    """
    Hundredths as the points that a person writes.
    """
    return None if whole is None else whole / 100


def entry_written(spec):
    """
    Write an entry through the public doors.
    """
    if "entries" in spec:
        return Group(
            "group",
            map(entry_written, spec["entries"]),
            floor=in_points(spec["floor"]),
            ceiling=in_points(spec["ceiling"]),
        )
    per = None
    if "query" in spec:
        per = activities_meant(spec["query"])
    elif "number" in spec:
        per = written(spec["number"])
    return Points(
        in_points(spec["points"]),
        when=None if spec["when"] is None else written(spec["when"]),
        per=per,
        cap=in_points(spec["cap"]),
        at_most=spec.get("at_most"),
        per_day=spec.get("per_day"),
        **dict([spec["decay"]] if spec.get("decay") else []),
    )


def card_written(spec):
    """
    Write a card through the public doors.
    """
    group = entry_written(spec)
    return Scorecard("card", group.entries, group.floor, group.ceiling)


# The contract, a second time ---------------------------------------------------------


def visible(query, record, as_of):
    """
    The activities that a query means, the newest first.
    """
    entries = [
        move["at"]
        for move in record["moves"]
        if move["target"] == query["since"] and move["at"] <= as_of
    ]
    found = []
    for one in record["activities"]:
        usual = "outbound" if one["type"] in OUTBOUND else "inbound"
        seen = {"direction": usual, **one}
        by_a_machine = seen["actor"] == "machine" and seen["direction"] == "inbound"
        where = dict(query["where"])
        least = where.pop("value_at_least", None)
        most = where.pop("value_at_most", None)
        if (
            one["type"] in query["types"]
            and one["at"] <= as_of
            and (query["window"] is None or one["at"] > as_of - query["window"])
            and not (entries and one["at"] <= max(entries))
            and ("actor" in where or not by_a_machine)
            and all(seen[name] == wanted for name, wanted in where.items())
            and (least is None or (one["value"] is not None and one["value"] >= least))
            and (most is None or (one["value"] is not None and one["value"] <= most))
        ):
            found.append(one)
    return sorted(found, key=lambda one: (one["at"], one["id"]), reverse=True)


def away_from_zero(share):
    """
    Round a fraction to a whole number, a half away from zero.
    """
    whole = floor(abs(share) * 2 + 1) // 2
    return whole if share > 0 else -whole


def shares_of(spec, record, as_of):
    """
    Hundredths per activity that counts, by id, the newest first.
    """
    kept, days = [], []
    for one in visible(spec["query"], record, as_of):
        days.append(one["at"].astimezone(UTC).date())
        if spec["per_day"] is None or days.count(days[-1]) <= spec["per_day"]:
            kept.append(one)
    if spec["at_most"] is not None:
        kept = kept[: spec["at_most"]]
    shares = {}
    for one in kept:
        share = Fraction(spec["points"])
        age = Fraction((as_of - one["at"]) // TICK)
        if spec["decay"] is not None:
            decay, span = spec["decay"]
            spans = age / (span // TICK)
            share *= (
                Fraction(1, 2 ** floor(spans))
                if decay == "halving"
                else max(1 - spans, 0)
            )
        shares[one["id"]] = away_from_zero(share)
    return shares


def lines_of(spec, record, as_of):
    """
    What contributes and what cuts, as (kind, hundredths, ids).
    """
    if "entries" in spec:
        lines = [
            line for entry in spec["entries"] for line in lines_of(entry, record, as_of)
        ]
        total = sum(line[1] for line in lines)
        kept = total
        if spec["floor"] is not None:
            kept = max(kept, spec["floor"])
        if spec["ceiling"] is not None:
            kept = min(kept, spec["ceiling"])
        if kept != total:
            lines.append(("floor" if kept > total else "ceiling", kept - total, ()))
        return lines
    lead = host(record)
    if (
        spec["when"] is not None
        and written(spec["when"]).test(lead, as_of=as_of) is not True
    ):
        return []
    raw, ids = spec["points"], ()
    if "query" in spec:
        shares = shares_of(spec, record, as_of)
        raw = sum(shares.values())
        ids = tuple(name for name, share in shares.items() if share)
    elif "number" in spec:
        number = written(spec["number"]).value(lead, as_of=as_of)
        raw *= 0 if number is None else max(floor(Fraction(number)), 0)
    lines = [("rule", raw, ids)] if raw else []
    if spec["cap"] is not None and abs(raw) > spec["cap"]:
        kept = spec["cap"] if raw > 0 else -spec["cap"]
        lines.append(("cap", kept - raw, ()))
    return lines


class TestScore:
    @given(cards(), records(), instants())
    def test_is_what_the_contract_says(self, spec, record, as_of):
        """
        Every line has the hundredths and the activities that the contract gives it.
        """
        score = card_written(spec).score(host(record), as_of=as_of)

        assert lines_of(spec, record, as_of) == [
            (line.kind, line.hundredths, line.activities) for line in score.lines
        ]

    @given(scored_activities(), st.lists(activities(), max_size=8), instants())
    def test_per_activity(self, spec, happened, as_of):
        """
        What each activity gives is what the contract gives it, whenever it happened.
        """
        ids = [{"id": f"a{number}", **one} for number, one in enumerate(happened)]
        record = {"activities": ids, "moves": []}
        ungated = {**spec, "when": None}
        lead = Lead(id="L-1", activities=[Activity(**one) for one in ids])
        score = Scorecard("card", [entry_written(ungated)]).score(lead, as_of=as_of)
        shares = shares_of(ungated, record, as_of)
        raw = sum(shares.values())
        cap = abs(raw) if spec["cap"] is None else spec["cap"]

        assert min(max(raw, -cap), cap) == score.hundredths
        assert [i for i, share in shares.items() if share] == [
            i for line in score.lines for i in line.activities
        ]

    @given(cards(), records(), instants())
    def test_lines_sum_to_the_total(self, spec, record, as_of):
        """
        The explanation is the computation: its lines sum to the total, exactly.
        """
        card = card_written(spec)
        score = card.score(host(record), as_of=as_of)

        assert score.hundredths == sum(line.hundredths for line in score.lines)
        assert float(Fraction(score.hundredths, 100)) == score.total
        assert score.hundredths == card.hundredths(host(record), as_of=as_of)

    @given(cards(), records(), instants(), st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order(self, spec, record, as_of, random):
        """
        Histories in another order give the same lines, entries in another order the
        same total.
        """
        shuffled = {**record}
        for history in ("activities", "moves", "consents", "touches", "grants"):
            shuffled[history] = random.sample(record[history], len(record[history]))
        backwards = {**spec, "entries": spec["entries"][::-1]}
        score = card_written(spec).score(host(record), as_of=as_of)

        assert score == card_written(spec).score(host(shuffled), as_of=as_of)
        assert (
            score.total
            == card_written(backwards).score(host(record), as_of=as_of).total
        )

    @given(cards(), records(), instants())
    def test_the_same_activity_twice_is_once(self, spec, record, as_of):
        """
        An activity that is delivered again changes nothing.
        """
        lead = host(record)
        twice = attrs.evolve(lead, activities=[*lead.activities, *lead.activities])
        card = card_written(spec)

        assert card.score(lead, as_of=as_of) == card.score(twice, as_of=as_of)
        assert card.score(lead, as_of=as_of) == card.score(
            lead.record(*lead.activities), as_of=as_of
        )

    @given(cards(), records(), instants(), st.lists(activities(), max_size=3))
    def test_what_comes_later_is_invisible(self, spec, record, as_of, happened):
        """
        Activities after the instant of the question change nothing.
        """
        later = [
            Activity(id=f"later-{number}", **one)
            for number, one in enumerate(happened)
            if one["at"] > as_of
        ]
        lead, card = host(record), card_written(spec)

        assert card.score(lead, as_of=as_of) == card.score(
            lead.record(*later), as_of=as_of
        )

    @given(cards(), st.lists(records(), max_size=3), instants())
    def test_many_are_scored_alike(self, spec, drawn, as_of):
        """
        `score_many` gives the totals that `score` gives, in order.
        """
        leads, card = list(map(host, drawn)), card_written(spec)

        assert [card.score(lead, as_of=as_of).total for lead in leads] == (
            card.score_many(iter(leads), as_of=as_of)
        )

    @given(
        st.lists(
            st.fixed_dictionaries(
                {
                    "points": st.integers(0, 1000),
                    "when": st.none(),
                    "query": queries().map(lambda query: {**query, "since": None}),
                    "decay": optional(
                        st.tuples(
                            st.sampled_from(["halving", "fading"]),
                            st.sampled_from(SPANS),
                        )
                    ),
                    "at_most": st.none(),
                    "per_day": st.none(),
                    "cap": st.none(),
                }
            ),
            max_size=3,
        ),
        records(),
        activities(),
        instants(),
    )
    def test_more_activities_never_take_points_away(self, entries, record, one, as_of):
        """
        With positive points per activity and no caps, one more never lowers the total.
        """
        card = card_written({"entries": entries, "floor": None, "ceiling": None})
        lead = host(record)
        more = lead.record(Activity(id="more", **one))

        assert (
            card.score(lead, as_of=as_of).total <= card.score(more, as_of=as_of).total
        )

    def test_names_the_missing_fields(self):
        """
        Fields whose absence kept a rule from being known are named once, those inside
        cards that are read too; fields with a default are not.
        """
        inner = Scorecard("inner", [Points(1, when=F.title == "Head")])
        card = Scorecard(
            "card",
            [
                Points(1, when=F.employees >= 3),
                Points(1, per=F.employees),
                Points(1, when=inner >= 1),
                Points(1, when=F.budget.or_default(0) >= 1),
                Points(1, when=F.tier.is_missing()),
            ],
        )
        lead = host({**BARE, "tier": 3})

        assert ("employees", "title") == card.score(lead, as_of=NOW).missing

    @pytest.mark.parametrize("as_of", [NOW.replace(tzinfo=None), None, NOW.date()])
    def test_wants_an_aware_instant(self, as_of):
        """
        A question without a zone, or without an instant, is refused.
        """
        card = Scorecard("card", [])

        with pytest.raises(InstantError, match="as_of"):
            card.score(Lead(id="L-1"), as_of=as_of)

    @pytest.mark.parametrize(
        "ask",
        [
            Scorecard.score,
            Scorecard.hundredths,
            Scorecard.next_change,
            lambda card, lead, as_of: card.score_many([lead], as_of=as_of),
        ],
        ids=["score", "hundredths", "next_change", "score_many"],
    )
    def test_wants_a_lead(self, ask):
        """
        Something else than a lead is refused, and isn't shown.
        """
        with pytest.raises(LeadError) as caught:
            ask(Scorecard("card", []), "sara@example.com", as_of=NOW)

        assert ("a str", "a Lead") == (caught.value.came, caught.value.expected)

    def test_other_zones_ask_the_same(self):
        """
        The instant is what counts, not the zone that it is told in.
        """
        tehran = datetime.fromisoformat("2026-05-01T15:30:00+03:30")
        card = Scorecard("card", [Points(1, when=ALWAYS)])

        assert card.score(Lead(id="L-1"), as_of=NOW) == card.score(
            Lead(id="L-1"), as_of=tehran
        )


BARE = {
    "id": "L-1",
    **dict.fromkeys(
        ("contacts", "consents", "touches", "activities", "moves", "grants"), ()
    ),
}


class TestExactPoints:
    @pytest.mark.parametrize(
        ("points", "days", "total"),
        [
            # half of 0.05 is 0.025, which rounds away from zero, once
            (0.05, 7, 0.03),
            (-0.05, 7, -0.03),
            (0.05, 14, 0.01),
            (0.05, 21, 0.01),
            (0.05, 28, 0.0),
            (10, 6.999, 10.0),
            (10, 7, 5.0),
            (10, 27.5, 1.25),
            (10, 700, 0.0),
        ],
    )
    def test_halving(self, points, days, total):
        """
        Points are halved for each full span of age and rounded once at the end.
        """
        card = Scorecard("card", [Points(points, per=VISITS, halving=7 * DAY)])
        visit = Activity(id="a1", type="page_viewed", at=NOW - timedelta(days=days))

        assert total == card.score(Lead(id="L-1", activities=[visit]), as_of=NOW).total

    @pytest.mark.parametrize(
        ("age", "total"),
        [
            (timedelta(0), 1.0),
            (timedelta(hours=12), 0.5),
            # one microsecond beyond the half of the last hundredth
            (DAY - DAY / 200, 0.01),
            (DAY - DAY / 200 + TICK, 0.0),
            (DAY - TICK, 0.0),
            (DAY, 0.0),
            (2 * DAY, 0.0),
        ],
    )
    def test_fading(self, age, total):
        """
        Points fall in a line to zero, to the microsecond.
        """
        card = Scorecard("card", [Points(1, per=VISITS, fading=DAY)])
        visit = Activity(id="a1", type="page_viewed", at=NOW - age)

        assert total == card.score(Lead(id="L-1", activities=[visit]), as_of=NOW).total

    def test_each_share_is_rounded_by_itself(self):
        """
        Two shares of half a hundredth are two hundredths, not one.
        """
        card = Scorecard("card", [Points(0.01, per=VISITS, halving=DAY)])
        visits = [
            Activity(id=name, type="page_viewed", at=NOW - DAY) for name in ("a1", "a2")
        ]

        assert 0.02 == card.score(Lead(id="L-1", activities=visits), as_of=NOW).total

    def test_when_gates_per(self):
        """
        With a rule and something to count, the count matters only if the rule is true.
        """
        seats = fields(Lead, traits={"seats": int}).seats
        card = Scorecard("card", [Points(2, when=reachable("marketing"), per=seats)])
        lead = Lead(id="L-1", traits={"seats": 5})

        assert 0 == card.score(lead, as_of=NOW).total
        assert (
            10
            == Scorecard("card", [Points(2, when=ALWAYS, per=seats)])
            .score(lead, as_of=NOW)
            .total
        )

    def test_unknown_gives_nothing_and_takes_nothing(self):
        """
        Points count only where their rule is known true; so does its opposite.
        """
        card = Scorecard(
            "card",
            [
                Points(5, when=F.employees >= 3),
                Points(-5, when=~(F.employees >= 3)),
                Points(3, per=F.employees),
            ],
        )

        assert () == card.score(host(BARE), as_of=NOW).lines

    def test_clamps_are_applied_at_the_end_of_their_group(self):
        """
        A floor of an inner group holds before the outer sum, its ceiling after it.
        """
        card = Scorecard(
            "card",
            [
                Group(
                    "inner",
                    [Points(-10, when=ALWAYS), Points(3, when=ALWAYS)],
                    floor=-2,
                ),
                Group("other", [Points(50, when=ALWAYS)], ceiling=20),
            ],
            ceiling=10,
        )
        score = card.score(Lead(id="L-1"), as_of=NOW)

        assert [-1000, 300, 500, 5000, -3000, -800] == [
            line.hundredths for line in score.lines
        ]
        assert ["inner", "inner", "inner", "other", "other", "card"] == [
            line.group for line in score.lines
        ]
        assert 10 == score.total


class TestBounds:
    @given(cards(), records(), instants())
    def test_enclose_every_total(self, spec, record, as_of):
        """
        No lead gets less than the least or more than the most.
        """
        card = card_written(spec)
        least, most = card.bounds
        total = card.score(host(record), as_of=as_of).total

        assert least is None or least <= total
        assert most is None or total <= most

    @given(
        per_day=st.integers(1, 2),
        window=st.integers(1, 80),
        offset=st.integers(0, 23),
        activities_at=st.lists(st.integers(0, 100), max_size=40),
    )
    def test_days_of_a_window(self, per_day, window, offset, activities_at):
        """
        A window of hours never holds more days than its bounds say.
        """
        at = NOW + timedelta(hours=offset)
        card = Scorecard(
            "card", [Points(1, per=VISITS.within(hours=window), per_day=per_day)]
        )
        lead = Lead(
            id="L-1",
            activities=[
                Activity(id=f"a{i}", type="page_viewed", at=at - timedelta(hours=hours))
                for i, hours in enumerate(activities_at)
            ],
        )

        assert card.score(lead, as_of=at).total <= card.bounds[1]

    @pytest.mark.parametrize(("hours", "most"), [(24, 2), (25, 3), (48, 3), (49, 4)])
    def test_days_of_a_window_are_met(self, hours, most):
        """
        The most that a window's days allow can occur.
        """
        card = Scorecard("card", [Points(1, per=VISITS.within(hours=hours), per_day=1)])
        at = datetime(2026, 5, 1, 0, 10, tzinfo=UTC)
        lead = Lead(
            id="L-1",
            activities=[
                Activity(
                    id=f"a{i}", type="page_viewed", at=at - timedelta(minutes=10 * i)
                )
                for i in range(6 * hours)
            ],
        )

        assert (0, most) == card.bounds
        assert most == card.score(lead, as_of=at).total

    @pytest.mark.parametrize(
        ("card", "bounds"),
        [
            (Scorecard("card", []), (0, 0)),
            (Scorecard("card", [], floor=5), (5, 5)),
            (Scorecard("card", [], ceiling=-5), (-5, -5)),
            (Scorecard("card", [Points(5, per=VISITS)]), (0, None)),
            (Scorecard("card", [Points(-5, per=VISITS)]), (None, 0)),
            (Scorecard("card", [Points(5, per=VISITS)], ceiling=50), (0, 50)),
            (Scorecard("card", [Points(-5, per=VISITS)], floor=-50), (-50, 0)),
            (Scorecard("card", [Points(-5, per=VISITS)], ceiling=-50), (None, -50)),
            (Scorecard("card", [Points(5, per=VISITS)], floor=50), (50, None)),
            (
                Scorecard(
                    "card",
                    [
                        Group("a", [Points(5, per=VISITS)], ceiling=20),
                        Group("b", [Points(-1, per=F.employees)]),
                        Points(1.5, when=ALWAYS),
                        Points(9, when=NEVER),
                    ],
                ),
                (None, 21.5),
            ),
        ],
    )
    def test_follow_from_the_entries(self, card, bounds):
        """
        Bounds are sums of what the entries can give, limited as the groups are.
        """
        assert bounds == card.bounds


class TestRequires:
    @given(cards(), records(), instants())
    def test_what_is_not_required_changes_nothing(self, spec, record, as_of):
        """
        Activities of other types, or older than the look-back, need not be loaded.
        """
        card = card_written(spec)
        needs = card.requires
        lead = host(record)
        loaded = [
            one
            for one in lead.activities
            if (needs.activities is None or one.type in needs.activities)
            and (needs.lookback is None or one.at > as_of - needs.lookback)
        ]
        slim = attrs.evolve(lead, activities=loaded)

        assert card.score(lead, as_of=as_of) == card.score(slim, as_of=as_of)

    @given(cards(), records(), instants())
    def test_histories_that_are_not_required_change_nothing(self, spec, record, as_of):
        """
        A history that isn't named, and a field that isn't, may be left out.
        """
        card = card_written(spec)
        needs = card.requires
        without = {
            name: ()
            for name in ("contacts", "consents", "touches", "grants")
            if name not in needs.histories
        }
        if "moves" not in needs.histories and "stage" not in needs.fields:
            without["moves"] = ()
        unread = {
            name: None
            for name in ("employees", "budget", "title", "trial_ends", "tier", "plan")
            if name not in needs.fields
        }
        lead = host(record)
        slim = attrs.evolve(lead, **without, **unread)

        assert (
            card.score(lead, as_of=as_of).lines == card.score(slim, as_of=as_of).lines
        )

    @pytest.mark.parametrize(
        ("points", "lookback"),
        [
            (Points(1, when=F.employees >= 3), timedelta(0)),
            (Points(1, per=VISITS), None),
            (Points(1, per=VISITS.within(days=9)), 9 * DAY),
            (Points(1, per=VISITS, fading=3 * DAY), 3 * DAY),
            (Points(1, per=VISITS.within(days=9), fading=3 * DAY), 3 * DAY),
            (Points(1, per=VISITS, halving=3 * DAY), None),
            (
                Points(
                    1,
                    per=VISITS,
                    fading=3 * DAY,
                    when=VISITS.within(days=30).count() >= 1,
                ),
                30 * DAY,
            ),
            (Points(1, per=VISITS, fading=3 * DAY, when=VISITS.count() >= 1), None),
            (Points(1, per=VISITS.within(days=2).count()), 2 * DAY),
        ],
    )
    def test_lookback(self, points, lookback):
        """
        The look-back is the longest window; None without end, zero without activities.
        """
        assert lookback == Scorecard("card", [points]).requires.lookback

    def test_lookback_of_several(self):
        """
        The longest look-back of all entries is needed, those of inner groups too.
        """
        week = Points(1, per=VISITS.within(days=7))
        fading = Group("inner", [Points(1, per=activity("call_held"), fading=9 * DAY)])
        card = Scorecard("card", [week, fading])

        assert 9 * DAY == card.requires.lookback
        assert {"page_viewed", "call_held"} == card.requires.activities

    def test_cards_that_are_read(self):
        """
        What an inner card reads is needed as well.
        """
        inner = Scorecard("inner", [Points(1, per=VISITS), Points(1, when=F.tier == 3)])
        needs = Scorecard("card", [Points(1, when=inner >= 1)]).requires

        assert ({"inner"}, {"page_viewed"}, {"tier"}, None) == (
            needs.cards,
            needs.activities,
            needs.fields,
            needs.lookback,
        )


class TestScorecard:
    def test_comparisons_are_rules(self):
        """
        A card is compared as its total is, from either side.
        """
        card = Scorecard("card", [Points(5, when=ALWAYS)])
        asked = [card >= 5, card > 5, card <= 5, card < 5, 5 <= card, 5 < card]

        assert [True, False, True, False, True, False] == [
            rule.test(Lead(id="L-1"), as_of=NOW) for rule in asked
        ]
        assert "card >= 5" == str(card >= 5)
        assert (card.total >= 5) == (card >= 5)

    def test_cards_are_compared_with_each_other(self):
        """
        Two totals make a rule, as two numbers do.
        """
        few = Scorecard("few", [Points(5, when=ALWAYS)])
        many = Scorecard("many", [Points(9, when=ALWAYS)])

        assert (few < many).test(Lead(id="L-1"), as_of=NOW) is True
        assert (few.total + 4 == many.total).test(Lead(id="L-1"), as_of=NOW) is True
        assert "few < many" == str(few < many)

    def test_equality_is_structural(self):
        """
        ``card == other`` compares what was written; no score equals a number.
        """
        card = Scorecard("card", [Points(5, when=ALWAYS)], floor=0)

        assert Scorecard("card", [Points(5, when=ALWAYS)], floor=0.0) == card
        assert Scorecard("card", [Points(5, when=ALWAYS)], floor=1) != card
        assert Group("card", [Points(5, when=ALWAYS)], floor=0) != card
        assert 5 != card
        assert 1 == len({card, copy.deepcopy(card), pickle.loads(pickle.dumps(card))})

    @pytest.mark.parametrize(
        "wrong",
        [
            lambda card: card >= "50",
            lambda card: card >= None,
            lambda card: card >= float("nan"),  # noqa: PLW0177  it is refused
            lambda card: card >= (card >= 5),
            lambda card: 1 < card < 50,
            lambda card: (card >= 5) and (card < 9),
        ],
        ids=["a text", "nothing", "nan", "a rule", "chained", "and"],
    )
    def test_misuse_fails_when_it_is_written(self, wrong):
        """
        A total is a number, and is compared with numbers.
        """
        with pytest.raises(RuleError):
            wrong(Scorecard("card", []))

    def test_reads_as_it_was_written(self):
        """
        The text of a card shows its groups, limits and points.
        """
        card = Scorecard(
            "engagement",
            [
                Points(5, per=VISITS, name="visits"),
                Group("mail", [Points(2.5, when=F.employees >= 3)], ceiling=20),
            ],
            floor=0,
            ceiling=99.5,
        )

        assert (
            "engagement, floor 0, ceiling 99.5\n"
            "  visits: 5 per page_viewed\n"
            "  mail, ceiling 20\n"
            "    2.5 when employees >= 3"
        ) == str(card)

    def test_cards_in_cards(self):
        """
        A card may stand among the entries of another, with its own limits.
        """
        inner = Scorecard("inner", [Points(50, when=ALWAYS)], ceiling=20)

        assert (
            25
            == Scorecard("card", [inner, Points(5, when=ALWAYS)])
            .score(Lead(id="L-1"), as_of=NOW)
            .total
        )

    def test_a_field_that_the_lead_lacks(self):
        """
        A card for another class of leads says so.
        """
        card = Scorecard("card", [Points(1, when=F.employees >= 3)])

        with pytest.raises(LeadError, match="employees"):
            card.score(Lead(id="L-1"), as_of=NOW)

    def test_cards_that_read_cards(self):
        """
        A card is scored, hashed and explained at once, in however many ways it is read;
        so is its next change.
        """
        card = Scorecard("c", [Points(1, when=fields(Lead).name == "a")])
        for number in range(30):
            twice = [Points(1, when=card >= 1), Points(1, when=card.total >= 2)]
            card = Scorecard(f"c{number}", twice, ceiling=2)
        lead = Lead(id="L-1", name="a")

        assert 1.0 == card.score(lead, as_of=NOW).total
        assert [1.0] == card.score_many([lead], as_of=NOW)
        assert ("name",) == card.score(Lead(id="L-2"), as_of=NOW).missing
        assert hash(card) == hash(pickle.loads(pickle.dumps(card)))
        assert [True, False] == [r.answer for r in card.reasons(lead, as_of=NOW)]
        assert card.next_change(lead, as_of=NOW) is None

    @pytest.mark.parametrize("given", [Lead(id="L-1"), None])
    def test_many_are_an_iterable(self, given):
        """
        One lead where many are wanted is refused.
        """
        with pytest.raises(LeadError) as caught:
            Scorecard("card", []).score_many(given, as_of=NOW)

        assert caught.value.subject == "score_many() of scorecard 'card'"
        assert caught.value.expected == "an iterable of leads"

    def test_a_predicate_is_asked(self):
        """
        A host's own function scores as any rule.
        """
        card = Scorecard("card", [Points(5, when=has_name)])

        assert [5.0, 0.0] == card.score_many(
            [Lead(id="L-1", name="Sara Ahmadi"), Lead(id="L-2")], as_of=NOW
        )


class TestReading:
    @pytest.mark.parametrize(
        ("line", "text"),
        [
            (Line("big", 2000), "big +20"),
            (Line("free mail", -1050), "free mail -10.5"),
            (Line("clicks", 500, ("a1",)), "clicks +5 (1 activity)"),
            (Line("clicks", 500, ("a1", "a2")), "clicks +5 (2 activities)"),
        ],
    )
    def test_a_line(self, line, text):
        """
        A line says its points with their sign, and how many activities made them.
        """
        assert text == str(line)
        assert line.hundredths / 100 == line.points

    def test_a_score(self):
        """
        A score reads line by line, cuts included, and says what isn't known.
        """
        card = Scorecard(
            "engagement",
            [
                Points(10, per=VISITS, cap=15, name="visits"),
                Points(20, when=F.employees >= 3, name="big"),
                Points(90, when=ALWAYS, name="always"),
            ],
            ceiling=100,
        )
        visits = [
            Activity(id=f"a{number}", type="page_viewed", at=NOW) for number in range(2)
        ]
        lead = host({**BARE, "activities": ()})
        score = card.score(attrs.evolve(lead, activities=visits), as_of=NOW)

        assert (
            "engagement: 100\n"
            "  visits +20 (2 activities)\n"
            "  visits: cap 15 -5\n"
            "  always +90\n"
            "  engagement: ceiling 100 -5\n"
            "  missing: employees"
        ) == str(score)
        assert "engagement: 0" == str(Score("engagement", NOW))

    def test_a_cap_that_holds_losses(self):
        """
        A cap cuts negative points too, and its line gives some back.
        """
        card = Scorecard("card", [Points(-10, per=VISITS, cap=15, name="visits")])
        visits = [
            Activity(id=f"a{number}", type="page_viewed", at=NOW) for number in range(2)
        ]
        score = card.score(Lead(id="L-1", activities=visits), as_of=NOW)

        assert [("visits", -20.0), ("visits: cap 15", 5.0)] == [
            (line.name, line.points) for line in score.lines
        ]
        assert -15 == score.total


class TestDecayOverTime:
    @given(
        decay=st.tuples(st.sampled_from(["halving", "fading"]), st.sampled_from(SPANS)),
        whole=st.integers(1, 2000),
        happened=st.lists(st.integers(0, 20), min_size=1, max_size=5),
        waits=st.lists(st.timedeltas(timedelta(0), 30 * DAY), min_size=2, max_size=4),
    )
    def test_positive_points_only_fall(self, decay, whole, happened, waits):
        """
        Without anything new, decaying points never rise and never cross zero.
        """
        card = Scorecard("card", [Points(whole / 100, per=VISITS, **dict([decay]))])
        lead = Lead(
            id="L-1",
            activities=[
                Activity(id=f"a{i}", type="page_viewed", at=NOW - days * DAY)
                for i, days in enumerate(happened)
            ],
        )
        totals = [card.score(lead, as_of=NOW + wait).total for wait in sorted(waits)]

        assert all(before >= after >= 0 for before, after in pairwise(totals))
