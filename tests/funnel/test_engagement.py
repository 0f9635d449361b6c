"""
Engagement, held against watching each lead hour by hour, and to reference values.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from math import inf, nan

import pytest
from histories import AS_OF, LIFECYCLE, STAGES, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Activity, InstantError, Lead, LeadError, RuleError
from leadkit.funnel.given.clock import DAY as MICROS
from leadkit.funnel.given.steps import Step
from leadkit.funnel.numbers.event_rates import EventRate
from leadkit.funnel.voices.engagement import engagement
from leadkit.funnel.voices.events import LeadEvent, events_of
from leadkit.funnel.voices.exposure import exposures
from leadkit.funnel.ways.past import Past
from leadkit.pictures.plots import Spans

DAY = timedelta(days=1)
leads = st.sampled_from(["L00", "L01", "L02", "L09"])
events = st.lists(
    st.builds(
        LeadEvent,
        leads,
        st.sampled_from(["mail", "visit"]),
        st.one_of(
            st.integers(-10, 240).map(lambda half: AS_OF - half * DAY / 2),
            st.timedeltas(-DAY, 120 * DAY).map(lambda ago: AS_OF - ago),
        ),
        st.one_of(st.none(), st.integers(0, 60).map(float)),
    ),
    max_size=20,
)


def parity(lead):
    """
    Part the leads that are drawn: some have no segment.
    """
    return {"0": "even", "1": "odd"}.get(lead[-1])


def stays_by_hand(way, stage, until=AS_OF):
    """
    List from when to when a lead was in a stage.
    """
    ends = [*(at for _, at in way[1:]), until]
    return [
        (entered, left)
        for (where, entered), left in zip(way, ends, strict=True)
        if where == stage
    ]


def holds(way, stage, at):
    """
    Tell whether a lead was in a stage, once it had moved.
    """
    been = [where for where, entered in way if entered <= at]
    return at <= AS_OF and been[-1:] == [stage]


class TestEngagement:
    @given(histories(), events, st.sampled_from(STAGES))
    def test_is_what_one_by_one_is_counted(self, drawn, happened, stage):
        """
        Events in the stage, days spent there and amounts are those of each lead.
        """
        spent = {
            lead: sum(((b - a) / DAY for a, b in stays_by_hand(way, stage)), 0.0)
            for lead, way in drawn.ways.items()
        }
        there = {lead for lead, days in spent.items() if days}
        counted = [
            one
            for one in happened
            if one.lead in there and holds(drawn.ways[one.lead], stage, one.at)
        ]
        told = engagement(drawn.past, happened, stage=stage)

        assert sorted({one.kind for one in happened if one.at <= AS_OF}) == [
            part.kind for part in told.parts
        ]
        for part in told.parts:
            own = [one for one in counted if one.kind == part.kind]
            amounts = [one.value for one in own if one.value is not None]

            assert len(own) == part.rate.events
            assert (len(there), len({one.lead for one in own})) == (
                part.leads,
                part.active,
            )
            assert pytest.approx(sum(spent.values())) == part.lead_days
            assert part.lead_days == part.rate.exposure
            assert (sum(amounts) if amounts else None) == part.amount

    @given(histories(), events, st.sampled_from(STAGES), st.booleans())
    def test_the_leads_behind_a_count_are_as_many(self, drawn, happened, stage, parted):
        """
        Each count of leads has so many leads, with segments and without.
        """
        told = engagement(
            drawn.past, happened, stage=stage, by=parity if parted else None
        )
        for row in told.rows():
            cell = {name: row[name] for name in ("segment", "kind") if name in row}
            for count in ("leads", "active"):
                assert row[count] == len(told.leads(count, **cell))

    @given(histories(), events, st.sampled_from(STAGES))
    def test_segments_sum_to_all(self, drawn, happened, stage):
        """
        Events, leads and days of the segments sum to those without.
        """
        alone = engagement(drawn.past, happened, stage=stage)
        total = Counter()
        days = Counter()
        for row in engagement(drawn.past, happened, stage=stage, by=parity):
            for count in ("events", "leads", "active"):
                total[row["kind"], count] += row[count]
            days[row["kind"]] += row["lead_days"]

        expected = Counter(
            {
                (row["kind"], count): row[count]
                for row in alone
                for count in ("events", "leads", "active")
            }
        )
        assert +expected == +total
        if drawn.ways:
            lasted = {row["kind"]: row["lead_days"] for row in alone}
            assert pytest.approx(lasted) == days

    @given(histories(), events, st.sampled_from(STAGES))
    def test_no_event_is_lost(self, drawn, happened, stage):
        """
        Events that count and those that the notes tell of are all of them.
        """
        told = engagement(drawn.past, happened, stage=stage)
        left_out = sum(
            int(note.split()[0]) for note in told.notes if " left out: " in note
        )

        assert len(happened) == left_out + sum(part.rate.events for part in told.parts)

    @given(histories())
    def test_time_in_all_stages_is_the_time_that_leads_were_watched(self, drawn):
        """
        The days spent in the stages sum to those since the leads were created.
        """
        assert [
            (AS_OF - drawn.ways[lead][0][1]) // timedelta(microseconds=1)
            for lead in drawn.past.leads
        ] == [
            sum(spent)
            for spent in zip(
                *(exposures(drawn.past, code) for code in range(len(STAGES))),
                strict=True,
            )
        ]

    @given(histories(least=1), events, st.integers(0, 60), st.integers(0, 60))
    def test_only_watched_time_counts(self, drawn, happened, late, early):
        """
        Neither days nor events before an import or after an erasure count.
        """
        since = {lead: way[0][1] + late * DAY for lead, way in drawn.ways.items()}
        until = dict.fromkeys(drawn.ways, AS_OF - early * DAY)
        past = Past(
            drawn.rows, LIFECYCLE, as_of=AS_OF, known_since=since, known_until=until
        )
        ends = {
            lead: max(AS_OF - early * DAY, way[-1][1])
            for lead, way in drawn.ways.items()
        }
        spans = {
            lead: (min(since[lead], ends[lead]), ends[lead]) for lead in drawn.ways
        }
        days = sum((end - start) / DAY for start, end in spans.values())
        told = [engagement(past, happened, stage=stage) for stage in STAGES]

        assert pytest.approx(days) == (
            sum(sum(exposures(past, code)) for code in range(len(STAGES))) / MICROS
        )
        watched = [
            one
            for one in happened
            if one.lead in spans and spans[one.lead][0] <= one.at <= spans[one.lead][1]
        ]
        # Some came when no time was spent in the stage, which has no rate.
        assert len(watched) >= sum(
            part.rate.events for one in told for part in one.parts
        )

    def test_reference(self, reference):
        """
        37 opened mails in 412.5 lead-days, and 21 in 390, are what statsmodels has.
        """
        wanted = reference["nurture_rate"]
        other = wanted["versus"]
        rows, happened = [], []
        for name, days, number in (
            ("a", wanted["lead_days"], wanted["events"]),
            ("b", other["lead_days"], other["events"]),
        ):
            # Five leads that are nurtured, go, and come back; some mails come before.
            for place in range(5):
                lead, part = f"{name}{place}", days / 5 * DAY
                born = AS_OF - part - 20 * DAY
                way = [
                    (None, "lead", born),
                    ("lead", "nurtured", born + 15 * DAY),
                    ("nurtured", "prospect", born + 15 * DAY + part / 3),
                    ("prospect", "nurtured", born + 20 * DAY + part / 3),
                ]
                rows += [
                    Step(lead, source, target, at, seq)
                    for seq, (source, target, at) in enumerate(way)
                ]
                happened.append(LeadEvent(lead, "email_opened", born + DAY))
                happened.append(LeadEvent(lead, "email_sent", born + 16 * DAY))
            happened += [
                LeadEvent(
                    f"{name}{place % 5}", "email_opened", AS_OF - place * DAY / 10
                )
                for place in range(number)
            ]
        told = engagement(
            Past(rows, LIFECYCLE, as_of=AS_OF),
            happened,
            stage="nurtured",
            kinds="email_opened",
            by=lambda lead: lead[0],
        )
        part = told.of("email_opened", "a")
        ratio = told.compare("email_opened", "a", "b")

        assert (wanted["events"], pytest.approx(wanted["lead_days"])) == (
            part.rate.events,
            part.lead_days,
        )
        assert pytest.approx(
            [wanted["rate"], *wanted["exact95"], wanted["per_30_days"]],
            abs=wanted["tol"],
        ) == [part.rate.value, *part.rate.interval(), part.per_30_days]
        assert pytest.approx(
            [other["ratio"], *other["score95"], other["p_score"]], abs=wanted["tol"]
        ) == [ratio.ratio, ratio.low, ratio.high, ratio.p]

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            (
                {"stage": "nurturd"},
                (
                    "stage of engagement(): got 'nurturd', expected 'lead', "
                    "'nurtured', 'prospect', 'customer', 'advocate', 'disqualified' or "
                    "'churned'. Did you mean 'nurtured'?"
                ),
            ),
            (
                {"kinds": 5},
                "kinds of engagement(): got an int, expected texts.",
            ),
            (
                {"kinds": [5]},
                "kinds of engagement(): got an int, expected texts.",
            ),
            (
                {"per": 7},
                (
                    "per of engagement(): got an int, expected a timedelta of more "
                    "than 0. Write timedelta(days=7)."
                ),
            ),
            (
                {"per": timedelta(0)},
                "per of engagement(): got 0 days, expected a timedelta of more than 0.",
            ),
        ],
    )
    def test_wrong_arguments_are_refused(self, options, sentence):
        """
        Something else than a stage, kinds or a span is refused.
        """
        with pytest.raises(RuleError) as caught:
            engagement(PAST, [], **{"stage": "lead", **options})

        assert sentence == str(caught.value)

    @pytest.mark.parametrize(
        ("given_", "sentence"),
        [
            ("mails", "LeadEvents of engagement(): got a str, expected LeadEvents."),
            (5, "LeadEvents of engagement(): got an int, expected LeadEvents."),
            (
                [5],
                (
                    "LeadEvent 1 of engagement(): got an int, expected a LeadEvent or "
                    "a mapping."
                ),
            ),
            (
                [{"lead": "L1"}],
                (
                    "LeadEvent 1 of engagement(): got nothing under 'kind' or 'at', "
                    "expected 'lead', 'kind', 'at' or 'value'."
                ),
            ),
            (
                [{"lead": "L1", "kind": "mail", "at": AS_OF, "valu": 3}],
                (
                    "LeadEvent 1 of engagement(): got the key 'valu', expected 'lead', "
                    "'kind', 'at' or 'value'. Did you mean 'value'?"
                ),
            ),
        ],
    )
    def test_something_else_than_events_is_refused(self, given_, sentence):
        """
        Events are records, or mappings of their attributes.
        """
        with pytest.raises((LeadError, RuleError)) as caught:
            engagement(PAST, given_, stage="lead")

        assert sentence == str(caught.value)


WAY = [
    Step("L1", None, "lead", AS_OF - 10 * DAY, 0),
    Step("L1", "lead", "nurtured", AS_OF - 8 * DAY, 1),
    Step("L2", None, "lead", AS_OF - 4 * DAY, 0),
    Step("L3", None, "prospect", AS_OF - 2 * DAY, 0),
    Step("L4", None, "lead", AS_OF, 0),
]
PAST = Past(WAY, LIFECYCLE, as_of=AS_OF)
HAPPENED = [
    {"lead": "L1", "kind": "visit", "at": AS_OF - 9 * DAY, "value": 4.5},
    {"lead": "L1", "kind": "visit", "at": AS_OF - 8 * DAY, "value": 9},
    {"lead": "L2", "kind": "visit", "at": AS_OF - DAY},
    {"lead": "L2", "kind": "visit", "at": AS_OF, "value": 1.5},
    {"lead": "L4", "kind": "visit", "at": AS_OF},
    {"lead": "L9", "kind": "visit", "at": AS_OF},
    {"lead": "L2", "kind": "visit", "at": AS_OF - 5 * DAY},
    {"lead": "L2", "kind": "mail", "at": AS_OF - 3 * DAY},
]


class TestAnswer:
    def test_has_counts_rates_and_amounts(self):
        """
        Minutes have a rate and no interval, and mails no minutes.
        """
        rate = EventRate(3, 6.0)
        low, high = rate.interval()
        told = engagement(PAST, HAPPENED, stage="lead")

        assert {
            "kind": "visit",
            "leads": 2,
            "active": 2,
            "lead_days": 6.0,
            "events": 3,
            "rate": 0.5,
            "low": low,
            "high": high,
            "per_30_days": 15.0,
            "amount": 6.0,
            "amount_rate": 1.0,
        } == told.rows()[1]
        assert (None, None) == (told.of("mail").amount, told.of("mail").amount_rate)
        assert ("L2",) == told.leads("active", kind="mail")

    def test_rates_are_in_the_unit_that_was_asked_for(self):
        """
        In a week there are 7 times as many as in a day, in 30 days just as many.
        """
        week = engagement(PAST, HAPPENED, stage="lead", per=7 * DAY).of("visit")

        assert pytest.approx([3.5, 7.0, 15.0, 6.0]) == [
            week.rate.value,
            week.amount_rate,
            week.per_30_days,
            week.lead_days,
        ]

    def test_asked_for_kinds_have_rows_also_without_events(self):
        """
        A kind that nobody did has a rate of 0, with its interval.
        """
        told = engagement(PAST, HAPPENED, stage="lead", kinds=["share", "mail", "mail"])

        assert ["share", "mail"] == [part.kind for part in told.parts]
        assert (0, 0.0, None) == (
            told.of("share").rate.events,
            told.of("share").rate.value,
            told.of("share").amount,
        )

    def test_no_time_has_no_rate(self):
        """
        In a stage where nobody was there is no rate, and nothing to draw.
        """
        told = engagement(PAST, HAPPENED, stage="customer", kinds="visit")
        part = told.of("visit")

        assert (0, 0.0, None, None) == (
            part.leads,
            part.lead_days,
            part.rate.value,
            part.per_30_days,
        )
        assert (None, None) == (told.plot(), told.rows()[0]["low"])
        assert [] == engagement(PAST, [], stage="lead").rows()

    def test_says_what_to_know(self):
        """
        Its notes say which events weren't counted, and of which leads none were.
        """
        assert (
            (
                "Rates are events in 1 day of one lead in stage lead; low and high "
                "hold if events come one by one."
            ),
            "2 events left out: their leads weren't in stage lead then.",
            "1 event left out: their leads weren't watched then.",
            "1 event left out: their leads weren't asked about.",
            (
                "1 lead isn't counted, since its history has faults; conformance() "
                "lists them."
            ),
        ) == engagement(PAST, HAPPENED, stage="lead").notes
        assert "1 lead" in engagement(PAST, [], stage="lead").notes[0]

    def test_leads_created_in_a_window(self):
        """
        Events of leads that were created at another time don't count.
        """
        told = engagement(
            PAST, HAPPENED, stage="lead", created=(AS_OF - 5 * DAY, AS_OF)
        )

        assert ("L2",) == told.leads()
        assert 2 == told.of("visit").rate.events

    def test_is_drawn_as_rates_with_intervals(self):
        """
        Each kind has a dot, with segments one for each.
        """
        told = engagement(PAST, HAPPENED, stage="lead")

        assert (
            Spans(
                "Engagement in stage lead",
                ("mail", "visit"),
                (1 / 6, 0.5),
                tuple(part.rate.interval() for part in told.parts),
            )
            == told.plot()
        )
        # Who came at the instant of the question has spent no time yet.
        assert ("L1: mail", "L1: visit", "L2: mail", "L2: visit") == engagement(
            PAST, HAPPENED, stage="lead", by=lambda lead: lead
        ).plot().labels

    def test_reads_well(self):
        """
        Its text has a row for each kind.
        """
        told = str(engagement(PAST, HAPPENED, stage="lead")).splitlines()

        assert [
            "Engagement in stage lead",
            (
                "kind   leads  active  lead days  events    rate      low    high"
                "  per 30 days  amount  amount rate"
            ),
        ] == told[:2]

    def test_compares_segments(self):
        """
        Without events on one side there is no ratio, and no end to it.
        """
        told = engagement(PAST, HAPPENED, stage="lead", by=lambda lead: lead)
        ratio = told.compare("mail", "L2", "L1")
        nothing = told.compare("mail", "L1", "L4")

        assert (None, None) == (ratio.ratio, ratio.high)
        assert ratio.low > 0
        assert (None, None, None, None) == (
            nothing.ratio,
            nothing.low,
            nothing.high,
            nothing.p,
        )
        with pytest.raises(RuleError, match="level of an interval"):
            told.compare("mail", "L2", "L1", level=2)

    @pytest.mark.parametrize(
        ("by", "key", "expected"),
        [
            (None, ("call",), "a kind, and no segment"),
            (None, ("mail", "L1"), "a kind, and no segment"),
            (lambda lead: lead, ("mail",), "a kind and a segment"),
        ],
    )
    def test_refuses_what_it_doesnt_have(self, by, key, expected):
        """
        A kind or a segment that there isn't is refused.
        """
        with pytest.raises(RuleError) as caught:
            engagement(PAST, HAPPENED, stage="lead", by=by).of(*key)

        assert (
            f"kind of Engagement.of(): got what none of its rows has, expected "
            f"{expected}. rows() has them."
        ) == str(caught.value)


class TestEvent:
    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"lead": ""}, "lead of a LeadEvent: got an empty text, expected a text."),
            (
                {"kind": None},
                "kind of a LeadEvent: got a missing value, expected a text.",
            ),
            ({"value": "3"}, "value of a LeadEvent: got a str, expected a number."),
            ({"value": True}, "value of a LeadEvent: got a bool, expected a number."),
            (
                {"value": nan},
                (
                    "value of a LeadEvent: got a number that isn't finite, expected a "
                    "finite number."
                ),
            ),
            (
                {"value": inf},
                (
                    "value of a LeadEvent: got a number that isn't finite, expected a "
                    "finite number."
                ),
            ),
            (
                {"value": -1},
                (
                    "value of a LeadEvent: got a negative number, expected a number "
                    "of 0 or more."
                ),
            ),
        ],
    )
    def test_something_else_is_refused(self, options, sentence):
        """
        Ids and kinds are texts, amounts finite numbers of 0 or more.
        """
        with pytest.raises(LeadError) as caught:
            LeadEvent(**{"lead": "L1", "kind": "mail", "at": AS_OF, **options})

        assert sentence == str(caught.value)

    def test_instants_have_a_zone(self):
        """
        A datetime without a time zone is refused; another zone is brought to UTC.
        """
        with pytest.raises(InstantError, match="at of a LeadEvent"):
            LeadEvent("L1", "mail", datetime(2026, 1, 1))

        tehran = datetime.fromisoformat("2026-05-01T15:30:00+03:30")

        assert (
            datetime(2026, 5, 1, 12, tzinfo=UTC) == LeadEvent("L1", "mail", tehran).at
        )

    def test_its_repr_shows_nobody(self):
        """
        Neither the id nor the amount is in its repr.
        """
        assert "sara" not in repr(LeadEvent("sara@example.com", "mail", AS_OF, 7.0))


class TestEventsOf:
    def test_are_the_activities_of_people(self):
        """
        Types and values are taken over; what machines did is left out.
        """
        lead = Lead(
            id="L1",
            activities=[
                Activity(id="1", type="session_ended", at=AS_OF, value=3.5),
                Activity(id="2", type="email_clicked", at=AS_OF, actor="machine"),
                Activity(id="3", type="email_clicked", at=AS_OF - DAY),
            ],
        )

        assert [
            LeadEvent("L1", "session_ended", AS_OF, 3.5),
            LeadEvent("L1", "email_clicked", AS_OF - DAY),
        ] == list(events_of([lead]))

    def test_something_else_than_leads_is_refused(self):
        """
        What is no record has no activities.
        """
        with pytest.raises(LeadError) as caught:
            list(events_of(["L1"]))

        assert "leads of events_of(): got a str, expected Leads." == str(caught.value)
