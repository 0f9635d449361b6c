"""
The history as all questions see it.
"""

from datetime import UTC, datetime, timedelta

import pytest
from histories import AS_OF, LIFECYCLE, MAINLINE, STAGES, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import (
    Channel,
    InstantError,
    LeadError,
    Lifecycle,
    RuleError,
    Transition,
    standard,
)
from leadkit.funnel.given.clock import micros
from leadkit.funnel.given.steps import Step
from leadkit.funnel.ways.mainline import checked_mainline, mainline_of
from leadkit.funnel.ways.past import Past
from leadkit.funnel.ways.segments import ALL, UNKNOWN

AT = datetime(2026, 4, 1, tzinfo=UTC)
DAY = timedelta(days=1)
TWO = (
    Step("L1", None, "lead", AT, 0),
    Step("L1", "lead", "nurtured", AT + DAY, 1),
    Step("L2", None, "lead", AT + 2 * DAY, 0),
)


def past(rows=TWO, **options):
    options.setdefault("as_of", AS_OF)
    return Past(rows, LIFECYCLE, **options)


class TestMainline:
    def test_it_is_the_stages_that_forward_moves_lead_to(self):
        """
        Exits stand beside it.
        """

        assert MAINLINE == mainline_of(standard.lifecycle())
        assert MAINLINE == mainline_of(LIFECYCLE)

    def test_stages_without_a_way_forward_arent_on_it(self):
        """
        A way back to a stage doesn't put it on the line.
        """
        lifecycle = Lifecycle(
            "small",
            ("new", "won", "lost", "odd"),
            "new",
            [
                Transition("win", "new", "won"),
                Transition("lose", ("new", "odd"), "lost", kind="exit"),
                Transition("return", "lost", "new", kind="back"),
            ],
        )

        assert ("new", "won") == mainline_of(lifecycle)

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ("lead", "got a str, expected stages, the first one first."),
            (7, "got an int, expected stages, the first one first."),
            (("lead", "custmer"), "got 'custmer', expected 'lead', "),
            (("lead", 3), "got an int, expected 'lead', "),
            (("lead", "lead"), "got a stage twice, expected each stage once."),
            (("lead",), "got fewer than two stages, expected two or more."),
        ],
    )
    def test_what_is_no_line_is_refused(self, given, told):
        """
        The error says what a line is.
        """
        with pytest.raises(RuleError) as caught:
            checked_mainline(given, LIFECYCLE)

        assert str(caught.value).startswith(f"mainline of a History: {told}")

    def test_a_misspelt_stage_is_told_what_was_meant(self):
        """
        The nearest stage is named.
        """
        with pytest.raises(RuleError, match="Did you mean 'customer'"):
            checked_mainline(("lead", "custmer"), LIFECYCLE)


class TestPast:
    def test_a_line_may_be_given(self):
        """
        Whoever leaves stages out of the funnel names the others.
        """
        one = past(mainline=("lead", "customer"))

        assert ("lead", "customer") == one.mainline
        assert [0, -1, -1, 1, -1, -1, -1] == one.ranks
        assert ("nurtured", "prospect", "advocate") == one.exits[:3]

    @given(histories())
    def test_all_leads_are_clean_and_watched_till_the_end(self, drawn):
        """
        Without anybody's word, a lead is watched from its creation to the question.
        """
        one = drawn.past

        assert (tuple(sorted(drawn.ways)), 0) == (one.leads, one.left_out)
        assert [
            micros(way[0][1]) for _, way in sorted(drawn.ways.items())
        ] == one.sights
        assert [micros(AS_OF)] * len(one.leads) == one.ends
        assert len(drawn.ways) == len(one)
        assert all(one.leads[one.place(lead)] == lead for lead in drawn.ways)

    def test_watch_may_begin_late_and_end_early(self):
        """
        Imported leads are known since, and erased ones until; their rows count.
        """
        one = past(
            known_since={"L1": AT + 3 * DAY, "L2": AT, "L9": AT},
            known_until={"L1": AT, "L2": AT + 5 * DAY, "L9": AT},
        )

        assert [micros(AT + DAY), micros(AT + 5 * DAY)] == one.ends
        assert [micros(AT + DAY), micros(AT + 2 * DAY)] == one.sights

    def test_faulty_leads_arent_counted(self):
        """
        The clean ones are.
        """
        one = past((*TWO, Step("L3", None, "advocate", AT, 0)), undated=["L4"])

        assert (("L1", "L2"), 2, None) == (one.leads, one.left_out, one.place("L3"))
        assert ([0, 1, 0], [0, 2, 3]) == (one.columns.stages, one.columns.begins)

    def test_a_lead_may_begin_where_it_is_said_to(self):
        """
        An import may begin anywhere.
        """
        rows = [Step("L3", None, "prospect", AT, 0)]

        assert 1 == past(rows).left_out
        assert 0 == past(rows, starts=("lead", "prospect")).left_out
        assert 0 == past(rows, starts="prospect").left_out

    def test_nobody_can_change_when_leads_are_watched(self):
        """
        It would change answers behind their back.
        """
        one = past(known_since={"L1": AT})

        with pytest.raises(TypeError):
            one.known_since["L2"] = AT

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"starts": 5}, "starts of a History: got an int, expected stages."),
            ({"starts": [None]}, "starts of a History: got a missing value, expected"),
            ({"starts": []}, "starts of a History: got no stage, expected at least"),
            ({"undated": "abc"}, "undated of a History: got a str, expected ids of"),
            ({"undated": 5}, "undated of a History: got an int, expected ids of lea"),
            ({"undated": [5]}, "undated of a History: got an int, expected ids of l"),
            ({"undated": [["L"]]}, "undated of a History: got a list, expected ids"),
        ],
    )
    def test_what_is_no_list_is_refused(self, options, told):
        """
        A text is none of stages or ids.
        """
        with pytest.raises((LeadError, RuleError)) as caught:
            past(**options)

        assert str(caught.value).startswith(told)

    def test_its_repr_has_no_ids(self):
        """
        It says how many there are.
        """

        assert "<Past of 2 leads, 3 rows until 2026-05-01 12:00 UTC>" == repr(past())

    @pytest.mark.parametrize(
        ("options", "error", "told"),
        [
            ({"as_of": datetime(2026, 5, 1)}, InstantError, "as_of: got a datetime wi"),
            ({"rows": "rows"}, LeadError, "rows of a History: got a str, expected"),
            ({"rows": 7}, LeadError, "rows of a History: got an int, expected Steps"),
            (
                {"starts": "leed"},
                RuleError,
                "starts of a History: got 'leed', expected",
            ),
            (
                {"known_since": [1]},
                LeadError,
                "known_since of a History: got a list, expected instants by the",
            ),
            (
                {"known_until": {"L1": datetime(2026, 5, 1)}},
                InstantError,
                "known_until of a History: got a datetime without a time zone",
            ),
        ],
    )
    def test_what_cant_be_is_refused(self, options, error, told):
        """
        The error says which argument it is.
        """
        with pytest.raises(error) as caught:
            past(**options)

        assert str(caught.value).startswith(told)

    def test_it_wants_a_lifecycle(self):
        """
        A playbook is none.
        """
        with pytest.raises(RuleError, match="got a Playbook, expected a Lifecycle"):
            Past((), standard.playbook(), as_of=AS_OF)

    def test_an_unknown_stage_is_told_what_was_meant(self):
        """
        The error lists the stages, and names the nearest.
        """
        with pytest.raises(RuleError) as caught:
            past().code("prospekt", "start of a conversion")

        assert (
            "start of a conversion: got 'prospekt', expected 'lead', "
            == (str(caught.value)[:56])
        )
        assert str(caught.value).endswith("Did you mean 'prospect'?")

    @pytest.mark.parametrize(
        ("stage", "came"),
        [(None, "a missing value"), (3, "an int"), (["lead"], "a list")],
    )
    def test_what_is_no_stage_is_refused(self, stage, came):
        """
        Its kind is told.
        """
        with pytest.raises(RuleError, match=f"a stage: got {came}, expected 'lead'"):
            past().code(stage, "a stage")

    def test_stages_have_their_places(self):
        """
        A stage's number is its place in the lifecycle's.
        """

        assert list(range(len(STAGES))) == [past().code(one, "a") for one in STAGES]


class TestSegments:
    def test_without_a_question_there_is_one(self):
        """
        All leads are in it.
        """
        (one,) = past().segments()

        assert (ALL, [0, 1]) == (one.name, list(one.leads))

    @given(histories(), st.lists(st.sampled_from(["a", "b", None]), min_size=8))
    def test_each_lead_is_in_one(self, drawn, names):
        """
        A segment has the leads that say so, and those who say nothing come last.
        """
        by = {f"L{place:02}": name for place, name in enumerate(names)}
        one = drawn.past
        parts = one.segments(by)
        told = {part.name: [one.leads[place] for place in part.leads] for part in parts}
        wanted = {}
        for lead in one.leads:
            wanted.setdefault(by[lead] or UNKNOWN, []).append(lead)

        assert wanted == told
        assert told == {
            part.name: [one.leads[place] for place in part.leads]
            for part in one.segments(by.get)
        }
        assert sorted(told, key=lambda name: (name == UNKNOWN, name)) == list(told)

    def test_a_code_is_its_text(self):
        """
        leadkit's own codes are texts, and are shown as such.
        """

        class Text(str):
            __slots__ = ()

        for name in (Channel.EMAIL, Text("email")):
            (one,) = past().segments(dict.fromkeys(["L1", "L2"], name))

            assert ("email", str) == (one.name, type(one.name))

    def test_leads_may_be_chosen_by_their_creation(self):
        """
        The start of the window belongs to it, and its end doesn't.
        """
        (one,) = past().segments(created=(AT, AT + 2 * DAY))
        (other,) = past().segments(created=(AT + 2 * DAY, AT + 3 * DAY))

        assert ([0], [1]) == (one.leads, other.leads)

    @pytest.mark.parametrize(
        ("options", "error", "told"),
        [
            ({"by": 7}, RuleError, "by: got an int, expected a function of a lead's"),
            ({"by": lambda _: 7}, RuleError, "the segment of a lead: got an int, "),
            ({"by": {"L9": "a"}}, RuleError, "by: got a mapping with the id of no lea"),
            ({"created": AT}, RuleError, "created: got a datetime, expected two inst"),
            ({"created": (AT,)}, RuleError, "created: got a tuple, expected two inst"),
            ({"created": (AT, AT)}, RuleError, "created: got an end that isn't after"),
            ({"created": (AT, None)}, InstantError, "created: got a missing value"),
        ],
    )
    def test_what_cant_be_asked_is_refused(self, options, error, told):
        """
        The error says what was expected.
        """
        with pytest.raises(error) as caught:
            past().segments(**options)

        assert str(caught.value).startswith(told)
