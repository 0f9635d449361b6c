"""
Conversion within a span, held against the reference and against asking lead by lead.
"""

from datetime import datetime, timedelta

import attrs
import pytest
from histories import AS_OF, LIFECYCLE, MAINLINE, histories, lifecycle_of
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.conversions.windowed import windowed_conversion
from leadkit.funnel.given.steps import Step
from leadkit.funnel.numbers.rates import Rate
from leadkit.funnel.ways.past import Past

DAY = timedelta(days=1)
HALF = DAY / 2
spans = st.integers(1, 120).map(lambda half: half * HALF) | st.timedeltas(
    timedelta(microseconds=1), 60 * DAY
)
pairs = st.sampled_from(
    [
        (one, other)
        for place, one in enumerate(MAINLINE)
        for other in MAINLINE[place + 1 :]
    ]
)
COUNTS = ("eligible", "immature", "converted")


@st.composite
def watched(draw):
    """
    Draw a history of which some leads were watched for a part of the time only.
    """
    drawn = draw(histories())
    some = st.dictionaries(
        st.sampled_from(sorted(drawn.ways) or ["none"]),
        st.integers(-10, 240).map(lambda half: AS_OF - half * HALF),
        max_size=3,
    )
    since, until = draw(some), draw(some)
    past = Past(
        drawn.rows, LIFECYCLE, as_of=AS_OF, known_since=since, known_until=until
    )
    return drawn, past, since, until


def standing(way, since, until, race, within):
    """
    What a lead is to a window, straight from the definitions.
    """
    wanted, target = race
    start = next((at for stage, at in way if stage == wanted), None)
    later = MAINLINE[MAINLINE.index(target) :]
    been = [stage for stage, _ in way].index(wanted) if start else 0
    end = next((at for stage, at in way[been:] if stage in later), None)
    last = max(min(until or AS_OF, AS_OF), way[-1][1])
    if start is None:
        return "never"
    if since is not None and min(since, last) > start:
        return "unwatched"
    if start + within > last:
        return "immature"
    return "converted" if end is not None and end - start <= within else "not"


class TestWindowedConversion:
    @given(watched(), pairs, spans)
    def test_it_counts_what_the_definitions_say(self, known, race, within):
        """
        Behind each number are the leads that have that standing.
        """
        drawn, past, since, until = known
        found = windowed_conversion(past, *race, within=within)
        told = {
            lead: standing(way, since.get(lead), until.get(lead), race, within)
            for lead, way in drawn.ways.items()
        }

        def who(*meant):
            return tuple(sorted(lead for lead, one in told.items() if one in meant))

        assert who("converted", "not") == found.leads()
        assert who("immature") == found.leads("immature")
        assert who("converted") == found.leads("converted")
        assert len(who("unwatched")) == found.unwatched
        reached = MAINLINE[MAINLINE.index(race[0]) :]
        skipped = [
            lead
            for lead, one in told.items()
            if one == "never" and any(stage in reached for stage, _ in drawn.ways[lead])
        ]
        assert len(skipped) == found.skipped
        assert bool(skipped) == any("without having been" in one for one in found.notes)

    @given(watched(), pairs, spans, st.booleans())
    def test_behind_each_count_are_so_many_leads(self, known, race, within, is_parted):
        """
        The leads behind a count are as many as it says.
        """
        drawn, past, _, _ = known
        by = {lead: lead[-1] for lead in drawn.ways} if is_parted else None
        found = windowed_conversion(past, *race, within=within, by=by)
        for row in found:
            cell = {"segment": row["segment"]} if is_parted else {}
            for name in COUNTS:
                assert row[name] == len(found.leads(name, **cell))

    @given(histories(), pairs, spans, spans)
    def test_a_longer_window_never_converts_fewer(self, drawn, race, one, other):
        """
        Of leads watched for the longer window, no fewer convert in it.
        """
        short, long = (
            windowed_conversion(drawn.past, *race, within=within)
            for within in sorted((one, other))
        )

        assert set(long.leads()) <= set(short.leads())
        assert set(long.leads()) & set(short.leads("converted")) <= set(
            long.leads("converted")
        )

    @given(histories(), pairs, spans)
    def test_segments_sum_to_the_whole(self, drawn, race, within):
        """
        All segments together are the whole.
        """
        by = {lead: lead[-1] for lead in drawn.ways}
        whole = windowed_conversion(drawn.past, *race, within=within)
        parts = windowed_conversion(drawn.past, *race, within=within, by=by)

        assert whole.rate == parts.rate

    @given(histories(), pairs, spans, st.randoms(use_true_random=False))
    def test_the_order_of_rows_and_later_ones_change_nothing(
        self, drawn, race, within, chance
    ):
        """
        Numbered rows may come in any order, and what comes after the instant of the
        question isn't known yet.
        """
        rows = [*drawn.rows, Step("L99", None, "lead", AS_OF + DAY, 0)]
        chance.shuffle(rows)
        other = Past(rows, LIFECYCLE, as_of=AS_OF)

        assert (
            windowed_conversion(drawn.past, *race, within=within).rows()
            == windowed_conversion(other, *race, within=within).rows()
        )

    @pytest.mark.parametrize("days", ["30", "60", "90"])
    def test_reference(self, reference, twelve, days):
        """
        Counts, rates and intervals are the reference's.
        """
        group = reference["windowed_conversion_lead_to_customer"]
        told = group["by_window"][days]
        within = int(days) * DAY
        (row,) = windowed_conversion(twelve, "lead", "customer", within=within)
        values = [told["rate"], *told["wilson95"]]

        assert [told[name] for name in COUNTS] == [row[name] for name in COUNTS]
        assert values == pytest.approx(
            [row[name] for name in ("rate", "low", "high")], abs=group["tol"]
        )

    @pytest.mark.parametrize(
        "case",
        [
            "window_inclusive",
            "window_exceeded",
            "reentry",
            "tie_AB",
            "tie_stored_BA",
            "intervening",
            "skip",
            "out_of_order",
        ],
    )
    def test_reference_semantics(self, reference, case):
        """
        The window counts from the first entry, its end belongs to it, and rows of one
        instant have the order that their numbers say.
        """
        told = reference["window_semantics"]["cases"][case]
        edges = {one: tuple("ABCX") for one in "ABCX"}
        steps, before = [], None
        for number, (days, stage) in enumerate(told["events"]):
            at = AS_OF + (days - 400) * DAY
            steps.append(Step("L1", before, stage, at, number))
            before = stage
        past = Past(
            steps, lifecycle_of(edges, tuple("ABC")), as_of=AS_OF, starts=("A", "B")
        )
        depth = 1
        for stage in "BC":
            found = windowed_conversion(
                past, "A", stage, within=told["window"] * DAY, count="visited"
            )
            if not found.rate.k:
                break
            depth += 1

        assert told["first_entry"] == depth

    def test_who_comes_back(self, twelve):
        """
        From an exit, the clock runs to what is entered after it.
        """
        found = windowed_conversion(twelve, "disqualified", "nurtured", within=90 * DAY)

        assert Rate(1, 2, 2) == found.rate
        assert ("L04",) == found.leads("converted")

    def test_segments(self, reference, twelve):
        """
        A segment has its own rate, and is told beside the others.
        """
        leads = reference["history"]["leads"]
        by = {lead: one["channel"] for lead, one in leads.items()}
        found = windowed_conversion(
            twelve, "lead", "customer", within=90 * DAY, by=by.get
        )
        plot = found.plot()

        assert Rate(1, 3, 1) == found["search"]
        assert Rate(3, 9, 3) == found.rate
        assert ("email", "event", "search", "social") == plot.labels
        assert (0, 1, 1 / 3, 1 / 3) == plot.values
        assert Rate(0, 2).interval() == plot.bands[0]

    @pytest.mark.parametrize(
        ("segment", "came"), [("Sara", "one that isn't there"), (["Sara"], "a list")]
    )
    def test_a_segment_that_it_does_not_have(self, twelve, segment, came):
        """
        A segment that there isn't is refused, without its name.
        """
        found = windowed_conversion(twelve, "lead", "customer", within=DAY)
        with pytest.raises(RuleError) as caught:
            found[segment]

        assert (
            f"segment of a WindowedConversion: got {came}, expected one of its 1."
        ) == str(caught.value)

    def test_text(self, twelve):
        """
        As text it is a table, with those who don't count below.
        """
        later = attrs.asdict(twelve, recurse=False)["as_of"] - 150 * DAY
        rows = [
            Step("L1", None, "lead", later, 0),
            Step("L2", None, "lead", later, 0),
            Step("L3", None, "lead", later + 149 * DAY, 0),
            Step("L4", None, "prospect", later, 0),
        ]
        past = Past(
            rows,
            LIFECYCLE,
            as_of=later + 150 * DAY,
            known_since={"L2": later + DAY},
        )
        found = windowed_conversion(past, "lead", "customer", within=2 * DAY)

        assert [
            "From lead to customer within 2 days",
            "eligible  immature  converted  rate   low   high",
            "       1         1          0  0.0%  0.0%  79.3%",
            "1 lead isn't counted yet: not watched for 2 days since.",
            "1 lead isn't counted: not watched when entering lead.",
            (
                "1 lead isn't counted, since its history has faults; "
                "conformance() lists them."
            ),
        ] == str(found).splitlines()
        assert found.plot() is None

    def test_of_nobody(self):
        """
        Of nobody, no rate is known.
        """
        past = Past([], LIFECYCLE, as_of=AS_OF)
        found = windowed_conversion(past, "lead", "customer", within=DAY)

        assert [(0, 0, 0, None, None, None)] == [tuple(row.values()) for row in found]
        assert () == found.notes
        assert (
            []
            == windowed_conversion(past, "lead", "customer", within=DAY, by={}).rows()
        )

    @pytest.mark.parametrize(
        ("within", "told"),
        [
            (
                90,
                (
                    "within: got an int, expected a timedelta. Write "
                    "within=timedelta(days=90)."
                ),
            ),
            (
                timedelta(0),
                "within: got a span of nothing or less, expected a positive one.",
            ),
            (
                datetime.max,
                (
                    "within: got a datetime, expected a timedelta. Write "
                    "within=timedelta(days=90)."
                ),
            ),
        ],
    )
    def test_no_span(self, twelve, within, told):
        """
        What is no positive span is refused.
        """
        with pytest.raises(RuleError) as caught:
            windowed_conversion(twelve, "lead", "customer", within=within)

        assert told == str(caught.value)

    def test_the_longest_window(self, twelve):
        """
        A window may be longer than the calendar.
        """
        found = windowed_conversion(twelve, "lead", "customer", within=timedelta.max)

        assert Rate(0, 0, 12) == found.rate
