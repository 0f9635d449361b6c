"""
When leads entered a stage first, held against walking along their rows.
"""

from itertools import combinations

import pytest
from histories import MAINLINE, STAGES, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.conversions.reaching import (
    NOT_YET,
    entries_between,
    first_entries,
    skippers,
)
from leadkit.funnel.given.clock import micros

counts = st.sampled_from(["reached", "visited"])
pairs_on_the_line = st.sampled_from(list(combinations(MAINLINE, 2)))


def does(stage, wanted, count):
    """
    Whether to enter a stage counts as entering the one that is wanted.
    """
    if count == "reached" and wanted in MAINLINE and stage in MAINLINE:
        return MAINLINE.index(stage) >= MAINLINE.index(wanted)
    return stage == wanted


def first(way, wanted, count):
    """
    The first row of a way that counts, and those from there on.
    """
    for place, (stage, at) in enumerate(way):
        if does(stage, wanted, count):
            return micros(at), way[place:]
    return NOT_YET, ()


class TestFirstEntries:
    @given(histories(), st.sampled_from(STAGES), counts)
    def test_it_is_the_first_row_that_counts(self, drawn, stage, count):
        """
        A stage is entered with the first row that enters it, or a later one.
        """
        expected = [first(way, stage, count)[0] for way in drawn.ways.values()]

        assert expected == first_entries(drawn.past, stage, count)

    @given(histories())
    def test_all_reach_the_first_stage_at_once(self, drawn):
        """
        The first stage is reached with the first row.
        """
        created = [micros(way[0][1]) for way in drawn.ways.values()]

        assert created == first_entries(drawn.past, "lead")

    @pytest.mark.parametrize(
        ("stage", "told"),
        [
            (
                "prospct",
                (
                    "end: got 'prospct', expected 'lead', 'nurtured', 'prospect', "
                    "'customer', 'advocate' or 'disqualified'. Did you mean 'prospect'?"
                ),
            ),
            (
                None,
                (
                    "end: got a missing value, expected 'lead', 'nurtured', "
                    "'prospect', 'customer', 'advocate' or 'disqualified'."
                ),
            ),
        ],
    )
    def test_unknown_stage(self, twelve, stage, told):
        """
        A stage that the lifecycle doesn't have is refused.
        """
        with pytest.raises(RuleError) as caught:
            first_entries(twelve, stage, subject="end")

        assert told == str(caught.value)

    @pytest.mark.parametrize(
        ("count", "told"),
        [
            (
                "visit",
                (
                    "count: got 'visit', expected 'reached' or 'visited'. "
                    "Did you mean 'visited'?"
                ),
            ),
            (1, "count: got an int, expected 'reached' or 'visited'."),
        ],
    )
    def test_unknown_count(self, twelve, count, told):
        """
        A way of counting that there isn't is refused.
        """
        with pytest.raises(RuleError) as caught:
            first_entries(twelve, "lead", count)

        assert told == str(caught.value)


class TestEntriesBetween:
    @given(histories(), st.permutations(STAGES))
    def test_the_end_is_looked_for_from_the_start_on(self, drawn, stages):
        """
        The second stage is entered by the first row that counts from the one on that
        entered the first.
        """
        start, end, *_ = stages
        begun = [first(way, start, "visited") for way in drawn.ways.values()]
        expected = (
            [at for at, _ in begun],
            [first(rest, end, "visited")[0] for _, rest in begun],
        )

        assert expected == entries_between(drawn.past, start, end, "visited")

    @given(histories(), pairs_on_the_line)
    def test_later_stages_end_a_clock_and_begin_none(self, drawn, pair):
        """
        Whoever skips the end has got there; whoever skips the start has no clock.
        """
        start, end = pair
        begun = [first(way, start, "visited") for way in drawn.ways.values()]
        expected = (
            [at for at, _ in begun],
            [first(rest, end, "reached")[0] for _, rest in begun],
        )

        assert expected == entries_between(drawn.past, start, end)

    @given(histories(), pairs_on_the_line)
    def test_skippers_are_those_that_reached_the_start_and_have_no_clock(
        self, drawn, pair
    ):
        """
        Who got beyond a stage without having been there is told.
        """
        start, end = pair
        starts, _ = entries_between(drawn.past, start, end)
        beyond = first_entries(drawn.past, start)
        expected = {
            place
            for place, at in enumerate(beyond)
            if at != NOT_YET and starts[place] == NOT_YET
        }

        assert expected == skippers(drawn.past, start, starts)

    def test_who_skips_a_stage_has_no_clock(self, twelve):
        """
        A lead that never was where the clock begins isn't asked about.
        """
        skipped = twelve.place("L05")
        starts, ends = entries_between(twelve, "nurtured", "prospect")

        assert starts[skipped] == ends[skipped] == NOT_YET
        assert {skipped} == skippers(twelve, "nurtured", starts)

    def test_one_stage(self, twelve):
        """
        A conversion from a stage to itself is refused.
        """
        with pytest.raises(RuleError) as caught:
            entries_between(twelve, "lead", "lead")

        assert (
            "a conversion: got one stage as its start and its end, expected two stages."
        ) == str(caught.value)

    def test_backwards(self, twelve):
        """
        Whoever reaches a stage has reached the ones before, so that nothing can be
        learned from asking.
        """
        with pytest.raises(RuleError) as caught:
            entries_between(twelve, "prospect", "nurtured")

        assert (
            "a conversion: got an end that lies before its start on the mainline, "
            'expected one that lies after it. Write count="visited" to ask who went '
            "back."
        ) == str(caught.value)

    @pytest.mark.parametrize(
        ("stages", "subject"),
        [
            (("led", "customer"), "start of a conversion"),
            (("lead", 1), "end of a conversion"),
        ],
    )
    def test_unknown_stage(self, twelve, stages, subject):
        """
        A stage that the lifecycle doesn't have is refused.
        """
        with pytest.raises(RuleError) as caught:
            entries_between(twelve, *stages)

        assert subject == caught.value.subject
