"""
Moves between stages, held against counting row by row, and to reference values.
"""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from statistics import median

import pytest
from histories import AS_OF, EDGES, LIFECYCLE, STAGES, histories, lifecycle_of
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.given.steps import Step
from leadkit.funnel.numbers.rates import Rate
from leadkit.funnel.stays.flow import flow
from leadkit.funnel.ways.past import Past
from leadkit.pictures.plots import Heat

DAY = timedelta(days=1)


def parity(lead):
    """
    Part the leads that are drawn: some have no segment.
    """
    return {"0": "even", "1": "odd"}.get(lead[-1])


class TestFlow:
    @given(histories())
    def test_is_what_row_by_row_is_counted(self, drawn):
        """
        Moves, leads, shares and medians are those of the rows with what came before.
        """
        stays = {}
        for lead, way in drawn.ways.items():
            for (source, entered), (target, left) in pairwise(way):
                stays.setdefault((source, target), []).append(
                    ((left - entered) / DAY, lead)
                )
        leaving = Counter()
        for (source, _), listed in stays.items():
            leaving[source] += len(listed)
        told = flow(drawn.past)

        assert set(stays) == {(part.source, part.target) for part in told.parts}
        for (source, target), listed in stays.items():
            part = told[source, target]

            assert Rate(len(listed), leaving[source]) == part.rate
            assert len(listed) == part.moves
            assert pytest.approx(median(days for days, _ in listed)) == part.median_days
            assert told.leads("leads", source=source, target=target) == tuple(
                sorted({lead for _, lead in listed})
            )

    @given(histories(), st.booleans())
    def test_moves_are_the_rows_that_tell_of_no_creation(self, drawn, parted):
        """
        Moves and starts sum to the rows, and shares out of each stage to 1.
        """
        told = flow(drawn.past, by=parity if parted else None)
        starts = sum(
            number for began in told.starts.values() for number in began.values()
        )
        shares = Counter()
        for part in told.parts:
            shares[part.segment, part.source] += part.rate.value

        assert len(drawn.ways) == starts
        assert sum(map(len, drawn.ways.values())) == starts + sum(
            part.moves for part in told.parts
        )
        assert shares == pytest.approx(dict.fromkeys(shares, 1))

    @given(histories())
    def test_segments_are_histories_of_their_own(self, drawn):
        """
        A segment's rows are those of a history without the other leads.
        """
        told = flow(drawn.past, by=parity)
        rows = told.rows()
        for name in told.starts:
            own = [
                one for one in drawn.rows if (parity(one.lead) or "(unknown)") == name
            ]
            alone = flow(Past(own, LIFECYCLE, as_of=AS_OF))

            assert [{"segment": name, **row} for row in alone] == [
                row for row in rows if row["segment"] == name
            ]
            assert alone.mermaid() == told.mermaid(name)
        for row in rows:
            cell = {name: row[name] for name in told.labels}

            assert row["leads"] == len(told.leads("leads", **cell))

    def test_reference(self, reference, twelve):
        """
        The counts are those that pm4py has of hand-made leads.
        """
        assert reference["transition_counts"]["counts"] == {
            f"{part.source}>{part.target}": part.moves for part in flow(twelve).parts
        }

    def test_of_leads_created_in_a_window(self):
        """
        Moves of leads that were created at another time don't count.
        """
        told = flow(PAST, created=(AS_OF - 5 * DAY, AS_OF))

        assert ("L2",) == told.leads()
        assert 1 == told["lead", "prospect"].moves


WAY = [
    Step("L1", None, "lead", AS_OF - 10 * DAY, 0),
    Step("L1", "lead", "nurtured", AS_OF - 8 * DAY, 1),
    Step("L1", "nurtured", "prospect", AS_OF - 5 * DAY, 2),
    Step("L1", "prospect", "nurtured", AS_OF - 4 * DAY, 3),
    Step("L1", "nurtured", "prospect", AS_OF - 2 * DAY, 4),
    Step("L2", None, "lead", AS_OF - 4 * DAY, 0),
    Step("L2", "lead", "prospect", AS_OF - 2 * DAY, 1),
    Step("L3", None, "prospect", AS_OF - 2 * DAY, 0),
]
PAST = Past(WAY, LIFECYCLE, as_of=AS_OF)


class TestAnswer:
    def test_finds_one_edge(self):
        """
        An edge is found by its stages, and with segments by these as well.
        """
        assert (2, 1, 2.5) == (
            flow(PAST)["nurtured", "prospect"].moves,
            flow(PAST)["nurtured", "prospect"].leads,
            flow(PAST)["nurtured", "prospect"].median_days,
        )
        assert 1 == flow(PAST, by=lambda lead: lead)["L2", "lead", "prospect"].moves
        with pytest.raises(RuleError) as caught:
            flow(PAST)["lead", "customer"]
        assert (
            "the key of a Flow: got one that none of its rows has, expected its "
            "source and target. rows() has them under 'source' or 'target'."
        ) == str(caught.value)

    def test_says_what_to_know(self):
        """
        Its notes tell of moves that were made again, and of faults.
        """
        assert (
            (
                "Some leads moved the same way more than once. Their moves may be "
                "alike, and then the true rate may lie beyond low and high."
            ),
            (
                "1 lead isn't counted, since its history has faults; conformance() "
                "lists them."
            ),
        ) == flow(PAST).notes
        assert () == flow(Past(WAY[5:7], LIFECYCLE, as_of=AS_OF)).notes

    def test_is_drawn_as_shares_by_stage(self):
        """
        Each stage that was left has a row; what never happened is empty.
        """
        cells = {
            "lead": {"nurtured": 0.5, "prospect": 0.5},
            "nurtured": {"prospect": 1.0},
            "prospect": {"nurtured": 1.0},
        }

        assert (
            Heat(
                "Moves between stages",
                tuple(cells),
                STAGES,
                tuple(
                    tuple(row.get(stage) for stage in STAGES) for row in cells.values()
                ),
                empty="never",
            )
            == flow(PAST).plot()
        )
        assert flow(PAST, by=lambda lead: lead).plot() is None

    def test_reads_well(self):
        """
        Its text has a row for each way that was gone.
        """
        assert [
            "Moves between stages",
            "source    target    leads  moves  median days   rate    low   high",
            "lead      nurtured      1      1            2  50.0%   9.5%  90.5%",
        ] == str(flow(PAST)).splitlines()[:3]

    def test_of_nobody(self):
        """
        Without leads there are no moves, and a diagram without stages.
        """
        told = flow(Past([], LIFECYCLE, as_of=AS_OF))

        assert ([], None, "stateDiagram-v2\n") == (
            told.rows(),
            told.plot(),
            told.mermaid(),
        )


class TestMermaid:
    def test_has_counts_and_medians(self):
        """
        Arrows have the moves and the days before; the first one has the starts.
        """
        assert (
            "stateDiagram-v2\n"
            "    [*] --> lead : 2\n"
            "    lead --> nurtured : 1 (2 d)\n"
            "    lead --> prospect : 1 (2 d)\n"
            "    nurtured --> prospect : 2 (2.5 d)\n"
            "    prospect --> nurtured : 1 (1 d)\n"
        ) == flow(PAST).mermaid()

    def test_long_times_are_whole_days(self):
        """
        From 100 days on, tenths say nothing.
        """
        rows = [
            Step("L1", None, "lead", AS_OF - 2345.6 * DAY, 0),
            Step("L1", "lead", "prospect", AS_OF, 1),
        ]

        assert "lead --> prospect : 1 (2,346 d)" in (
            flow(Past(rows, LIFECYCLE, as_of=AS_OF)).mermaid()
        )

    def test_stages_keep_to_what_mermaid_reads(self):
        """
        A stage whose name means something to Mermaid, or isn't plain, has an id.
        """
        edges = {"end": ("گرم: yes",), "گرم: yes": ()}
        lifecycle = lifecycle_of(edges, ("end", "گرم: yes"))
        rows = [
            Step("L1", None, "end", AS_OF - DAY, 0),
            Step("L1", "end", "گرم: yes", AS_OF, 1),
        ]

        assert (
            "stateDiagram-v2\n"
            '    state "end" as stage_0\n'
            '    state "گرم: yes" as stage_1\n'
            "    [*] --> stage_0 : 1\n"
            "    stage_0 --> stage_1 : 1 (1 d)\n"
        ) == flow(Past(rows, lifecycle, as_of=AS_OF)).mermaid()

    @given(histories())
    def test_has_an_arrow_for_each_row(self, drawn):
        """
        There are as many arrows as rows, and one for each stage that leads began in.
        """
        told = flow(drawn.past)
        arrows = [line for line in told.mermaid().splitlines() if "-->" in line]

        assert len(told.rows()) + bool(drawn.ways) == len(arrows)
        for source, targets in EDGES.items():
            for target in targets:
                drawn_ = any(f" {source} --> {target} :" in line for line in arrows)

                assert drawn_ == any(
                    (row["source"], row["target"]) == (source, target) for row in told
                )

    @pytest.mark.parametrize(
        ("by", "segment", "sentence"),
        [
            (
                parity,
                None,
                (
                    "segment of Flow.mermaid(): got none, expected one of the 2 "
                    "segments. starts has their names."
                ),
            ),
            (
                parity,
                "Sara",
                (
                    "segment of Flow.mermaid(): got one that isn't there, expected "
                    "one of the 2 segments. starts has their names."
                ),
            ),
            (
                None,
                "Sara",
                ("segment of Flow.mermaid(): got one that isn't there, expected none."),
            ),
        ],
    )
    def test_needs_the_segment_that_it_draws(self, by, segment, sentence):
        """
        With segments, one is named; without, none is.
        """
        with pytest.raises(RuleError) as caught:
            flow(PAST, by=by).mermaid(segment)

        assert sentence == str(caught.value)
