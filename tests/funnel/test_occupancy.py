"""
Stages by age, held against looking at each lead, and to reference values.
"""

from collections import Counter
from datetime import timedelta

import pytest
from histories import AS_OF, LIFECYCLE, STAGES, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.given.steps import Step
from leadkit.funnel.stays.occupancy import occupancy
from leadkit.funnel.ways.past import Past
from leadkit.pictures.plots import Areas

DAY = timedelta(days=1)
ages = st.lists(
    st.one_of(
        st.integers(0, 240).map(lambda half: timedelta(hours=12 * half)),
        st.timedeltas(timedelta(0), timedelta(days=100)),
    ),
    min_size=1,
    max_size=3,
)


def parity(lead):
    """
    Part the leads that are drawn: some have no segment.
    """
    return {"0": "even", "1": "odd"}.get(lead[-1])


def where_by_hand(way, age, until=AS_OF):
    """
    Tell where a lead was so long after its creation; None if it isn't so old.
    """
    at = way[0][1] + age
    return (
        [stage for stage, entered in way if entered <= at][-1] if at <= until else None
    )


class TestOccupancy:
    @given(histories(), ages)
    def test_is_where_the_leads_are(self, drawn, asked):
        """
        Each count has the leads that are old enough and in that stage, and no others.
        """
        told = occupancy(drawn.past, asked)
        rows = told.rows()

        assert sorted({age / DAY for age in asked}) == list(
            dict.fromkeys(row["age_days"] for row in rows)
        )
        for age in asked:
            where = {lead: where_by_hand(way, age) for lead, way in drawn.ways.items()}
            counts = Counter(where.values())
            for stage in STAGES:
                rate = told.at(age).shares[stage]
                cell = {"age_days": age / DAY, "stage": stage}

                assert (counts[stage], counts.total() - counts[None], counts[None]) == (
                    rate.k,
                    rate.n,
                    rate.immature,
                )
                assert told.leads("leads", **cell) == tuple(
                    lead for lead in sorted(where) if where[lead] == stage
                )
                assert told.leads("immature", **cell) == tuple(
                    lead for lead in sorted(where) if where[lead] is None
                )
                assert rate.n == len(told.leads("n", **cell))

    @given(histories(), ages, st.booleans())
    def test_shares_sum_to_1(self, drawn, asked, parted):
        """
        At each age each lead is in just one stage; of nobody, shares aren't known.
        """
        told = occupancy(drawn.past, asked, by=parity if parted else None)
        for part in told.parts:
            shares = [rate.value for rate in part.shares.values()]

            assert part.n == sum(rate.k for rate in part.shares.values())
            if part.n:
                assert pytest.approx(1) == sum(shares)
            else:
                assert {None} == set(shares)

    @given(histories(), ages)
    def test_segments_sum_to_all(self, drawn, asked):
        """
        The counts of the segments sum to those without.
        """
        alone = occupancy(drawn.past, asked)
        parted = occupancy(drawn.past, asked, by=parity)
        total = Counter()
        for row in parted.rows():
            total[row["age_days"], row["stage"]] += row["leads"]

        assert total == Counter(
            {(row["age_days"], row["stage"]): row["leads"] for row in alone.rows()}
        )
        for row in parted.rows():
            cell = {name: row[name] for name in parted.labels}
            for count in ("leads", "n", "immature"):
                assert row[count] == len(parted.leads(count, **cell))

    @given(histories(least=1), ages, st.integers(0, 60), st.integers(0, 60))
    def test_only_whoever_is_watched_counts(self, drawn, asked, late, early):
        """
        Leads that were erased before an age, and those that were imported after it,
        aren't counted for it.
        """
        since = {lead: way[0][1] + late * DAY for lead, way in drawn.ways.items()}
        until = dict.fromkeys(drawn.ways, AS_OF - early * DAY)
        past = Past(
            drawn.rows, LIFECYCLE, as_of=AS_OF, known_since=since, known_until=until
        )
        for part in occupancy(past, asked).parts:
            where = Counter()
            for way in drawn.ways.values():
                end = max(AS_OF - early * DAY, way[-1][1])
                if way[0][1] + part.age > end:
                    where["immature"] += 1
                elif way[0][1] + part.age < min(way[0][1] + late * DAY, end):
                    where["unseen"] += 1
                else:
                    where[where_by_hand(way, part.age)] += 1

            assert (where.pop("immature", 0), where.pop("unseen", 0)) == (
                part.immature,
                part.unseen,
            )
            assert where == Counter(
                {stage: rate.k for stage, rate in part.shares.items()}
            )

    def test_reference(self, reference, twelve):
        """
        Counts at 30, 60 and 90 days are those of hand-made leads.
        """
        wanted = reference["occupancy_at_age"]["by_age"]
        told = occupancy(twelve, [timedelta(days=int(age)) for age in wanted])
        for age, counts in wanted.items():
            part = told.at(timedelta(days=int(age)))

            assert counts == {
                "n": part.n,
                **{stage: rate.k for stage, rate in part.shares.items()},
            }

    @pytest.mark.parametrize(
        ("given_", "came"),
        [
            (30 * DAY, "a timedelta"),
            ("30", "a str"),
            ([30], "an int"),
            ([DAY, -DAY], "a negative span"),
            ([], "no spans"),
        ],
    )
    def test_wrong_ages_are_refused(self, given_, came):
        """
        Ages are a list of spans, at least one.
        """
        with pytest.raises(RuleError) as caught:
            occupancy(Past([], LIFECYCLE, as_of=AS_OF), given_)

        assert ("ages of occupancy()", came) == (
            caught.value.subject,
            caught.value.came,
        )


WAY = [
    Step("L1", None, "lead", AS_OF - 10 * DAY, 0),
    Step("L1", "lead", "nurtured", AS_OF - 8 * DAY, 1),
    Step("L2", None, "lead", AS_OF - 4 * DAY, 0),
    Step("L3", None, "prospect", AS_OF - 2 * DAY, 0),
]


class TestAnswer:
    past = Past(WAY, LIFECYCLE, as_of=AS_OF)

    def test_finds_one_age(self):
        """
        An age, and a segment where there are some, name one part; others are refused.
        """
        told = occupancy(self.past, [DAY, 5 * DAY])
        parted = occupancy(self.past, [DAY], by=lambda lead: lead)

        assert (2, 1) == (told.at(DAY).n, told.at(5 * DAY).n)
        assert 1 == parted.at(DAY, "L2").n
        with pytest.raises(RuleError) as caught:
            told.at(2 * DAY)
        assert (
            "age of Occupancy.at(): got one that wasn't asked about, expected one of "
            "the 2 ages. Ask occupancy() about it."
        ) == str(caught.value)
        with pytest.raises(RuleError, match="got an int"):
            told.at(30)
        with pytest.raises(RuleError, match=r"expected its segment\. rows.. has them"):
            parted.at(DAY, "L9")
        with pytest.raises(RuleError, match=r"the key of an Occupancy: .* none\.$"):
            told.at(DAY, "L2")

    def test_says_what_to_know(self):
        """
        Its notes tell of the young, of those watched late, and of faults.
        """
        past = Past(WAY, LIFECYCLE, as_of=AS_OF, known_since={"L1": AS_OF - 7 * DAY})

        assert (
            (
                "Each age counts only leads that are so old; immature ones aren't yet, "
                "or ceased to be watched before."
            ),
            (
                "Leads that began to be watched after an age aren't counted for it (1 "
                "at most)."
            ),
            (
                "1 lead isn't counted, since its history has faults; conformance() "
                "lists them."
            ),
        ) == occupancy(past, [DAY, 5 * DAY]).notes
        assert () == occupancy(Past(WAY[:3], LIFECYCLE, as_of=AS_OF), [DAY]).notes

    def test_is_drawn_as_areas(self):
        """
        Each stage has its share at each age that anybody has reached.
        """
        plot = occupancy(self.past, [DAY, 3 * DAY, 50 * DAY]).plot()

        assert (
            Areas(
                "Stages by age",
                "days",
                (1.0, 3.0),
                {
                    **dict.fromkeys(STAGES, (0.0, 0.0)),
                    "lead": (1.0, 0.5),
                    "nurtured": (0.0, 0.5),
                },
            )
            == plot
        )
        assert occupancy(self.past, [DAY], by=lambda lead: lead).plot() is None
        assert occupancy(self.past, [50 * DAY]).plot() is None

    def test_reads_well(self):
        """
        Its text has a row for each age and stage, with counts and intervals.
        """
        told = str(occupancy(self.past, [3 * DAY])).splitlines()

        assert [
            "Stages by age",
            "age days  stage         leads  n  immature   rate   low   high",
            "       3  lead              1  2         0  50.0%  9.5%  90.5%",
        ] == told[:3]

    def test_of_nobody(self):
        """
        Without leads, shares aren't known; without segments there are no rows.
        """
        nobody = Past([], LIFECYCLE, as_of=AS_OF)

        assert {(0, 0, None, None)} == {
            (row["leads"], row["n"], row["rate"], row["low"])
            for row in occupancy(nobody, [DAY]).rows()
        }
        assert [] == occupancy(nobody, [DAY], by=parity).rows()
