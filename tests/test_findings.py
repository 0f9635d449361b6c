"""
What is wrong with a playbook, in exact sentences; and nothing where nothing is.
"""

from datetime import timedelta
from pathlib import Path
from typing import Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, TRAITS, Host, has_name, hosts, rules

import leadkit as lk
from leadkit import (
    Group,
    Points,
    Problem,
    Qualification,
    Scorecard,
    Transition,
    card_findings,
)
from leadkit.cli.finding import find_playbook

F = lk.fields(Host, traits=TRAITS)
DAY = timedelta(days=1)
CLICKS = lk.activity("email_clicked")


def problems(**parts):
    """What is wrong with a playbook of these parts."""
    return list(map(str, lk.Playbook("p", record=Host, **parts).problems()))


def card(*entries, **limits):
    """What is wrong with a card."""
    return problems(scorecards=[Scorecard("fit", entries, **limits)])


def moves(*transitions):
    """What is wrong with moves between a, b and c, but for stages."""
    lifecycle = lk.Lifecycle("l", ["a", "b", "c"], "a", transitions)
    found = lk.Playbook("p", record=Host, lifecycle=lifecycle).problems()
    return [str(problem) for problem in found if problem.where]


LARGE = Points(20, when=F.employees >= 50, name="large")
NOBODY = (F.employees >= 50) & (F.employees < 10)
EVERYBODY = F.employees.is_missing() | ~F.employees.is_missing()
FIT = Scorecard("fit", [LARGE, Points(-5, when=F.free_mail, name="free mail")])


class TestCards:
    @pytest.mark.parametrize(
        ("entries", "told"),
        [
            (
                [LARGE, Points(5, when=NOBODY, name="nobody")],
                (
                    "card 'fit', points 'nobody': <(employees >= 50) & (employees < "
                    "10)> can never hold"
                ),
            ),
            (
                [LARGE, Points(5, when=EVERYBODY, name="all")],
                (
                    "card 'fit', points 'all': <(employees is missing) | ~(employees "
                    "is missing)> holds for every lead"
                ),
            ),
            (
                [LARGE, Points(5, when=lk.NEVER)],
                "card 'fit', points 'never': <never> can never hold",
            ),
            (
                [LARGE, Points(0, when=F.free_mail)],
                "card 'fit', points 'free_mail': it never gives points: they are 0",
            ),
            (
                [LARGE, Points(5, when=F.free_mail, cap=0, name="capped")],
                "card 'fit', points 'capped': it never gives points: its cap is 0",
            ),
            (
                [
                    LARGE,
                    Points(5, per=F.employees * 0 - 1, cap=9, when=F.employees < 1),
                ],
                None,
            ),
            (
                [
                    LARGE,
                    Points(
                        5, per=CLICKS.where(value=3, value_at_least=9), cap=9, name="x"
                    ),
                ],
                (
                    "card 'fit', points 'x': it never gives points: <email_clicked "
                    "where value is 3 and value at least 9> is never 1 or more"
                ),
            ),
            (
                [LARGE, Points(5, when=~(F.employees < 50), name="big")],
                "card 'fit', points 'big': it is paid for the same as points 'large'",
            ),
            (
                [
                    Points(1, per=CLICKS, cap=5, name="one"),
                    Points(2, per=CLICKS, cap=5, name="two"),
                ],
                "card 'fit', points 'two': it is paid for the same as points 'one'",
            ),
            (
                [
                    Points(1, per=CLICKS, cap=5, name="one"),
                    Points(2, per=CLICKS, cap=5, when=F.free_mail, name="two"),
                    Points(2, per=CLICKS, cap=5, at_most=1, name="three"),
                ],
                None,
            ),
            (
                [
                    Group("g", [LARGE, Points(5, when=F.employees > 50, name="more")]),
                    Points(5, when=F.employees > 99, name="most"),
                ],
                None,
            ),
            (
                [LARGE, Group("none", [Points(-5, when=F.free_mail)], floor=0)],
                "card 'fit', group 'none': it never gives points: every lead gets 0",
            ),
            (
                [LARGE, Group("inner", [Points(5, when=NOBODY, name="nobody")])],
                (
                    "card 'fit', group 'inner', points 'nobody': <(employees >= 50) & "
                    "(employees < 10)> can never hold"
                ),
            ),
            (
                [
                    Group(
                        "size",
                        [
                            Points(20, when=F.employees >= 50, name="large"),
                            Points(10, when=F.employees >= 100, name="huge"),
                        ],
                        ceiling=20,
                    )
                ],
                (
                    "card 'fit', group 'size', points 'huge': it makes no difference "
                    "beside points 'large': whenever it holds, the ceiling of 20 is "
                    "reached"
                ),
            ),
            (
                [
                    Group(
                        "size",
                        [
                            Points(20, when=F.employees >= 50, name="large"),
                            Points(10, when=F.employees >= 100, name="huge"),
                            Points(-5, when=F.free_mail, name="free mail"),
                        ],
                        ceiling=20,
                    )
                ],
                None,
            ),
            (
                [
                    Group(
                        "size",
                        [
                            Points(10, when=F.employees >= 50, name="large"),
                            Points(15, when=F.employees >= 40, name="middle", cap=10),
                            Points(10, when=F.employees >= 200, name="vast"),
                            Group(
                                "more", [Points(5, when=F.employees > 99, name="huge")]
                            ),
                        ],
                        ceiling=20,
                    )
                ],
                (
                    (
                        "card 'fit', group 'size', points 'vast': it makes no "
                        "difference beside points 'large' and points 'middle': "
                        "whenever it holds, the ceiling of 20 is reached"
                    ),
                    (
                        "card 'fit', group 'size', group 'more', points 'huge': it "
                        "makes no difference beside points 'large' and points "
                        "'middle': whenever it holds, the ceiling of 20 is reached"
                    ),
                ),
            ),
            (
                [
                    Group(
                        "mail",
                        [
                            Points(-20, when=F.free_mail, name="free"),
                            Points(-5, when=F.free_mail & F.title.is_missing()),
                        ],
                        floor=-20,
                    )
                ],
                (
                    "card 'fit', group 'mail', points 'free_mail & (title is missing)':"
                    " it makes no difference beside points 'free': whenever it holds, "
                    "the floor of -20 is reached"
                ),
            ),
            (
                [
                    Group(
                        "all",
                        [
                            Points(20, when=lk.ALWAYS, name="base"),
                            Points(5, per=CLICKS, cap=10, name="clicks"),
                        ],
                        ceiling=20,
                    )
                ],
                (
                    "card 'fit', group 'all', points 'clicks': it makes no difference "
                    "beside points 'base': whenever it holds, the ceiling of 20 is "
                    "reached"
                ),
            ),
            (
                [
                    LARGE,
                    Points(
                        5,
                        when=CLICKS.count() == 0,
                        per=CLICKS.within(days=1),
                        cap=9,
                        name="x",
                    ),
                ],
                (
                    "card 'fit', points 'x': it never gives points: <email_clicked "
                    "within 1 day> is never 1 or more where <count of email_clicked "
                    "== 0>"
                ),
            ),
            (
                [LARGE, Points(5, when=NOBODY, per=CLICKS, cap=9, name="x")],
                (
                    "card 'fit', points 'x': <(employees >= 50) & (employees < 10)> "
                    "can never hold"
                ),
            ),
            (
                [LARGE, Points(1, per=CLICKS, name="clicks")],
                (
                    "card 'fit': its total has no end: 'clicks' may count without "
                    "limit; give it a ceiling, or a cap"
                ),
            ),
            (
                [Points(1, per=CLICKS), Points(-1, per=F.employees)],
                (
                    "card 'fit': its total has no end: 'employees' and "
                    "'email_clicked' may count without limit; give it a floor and a "
                    "ceiling, or a cap"
                ),
            ),
            (
                [
                    Group("capped", [Points(1, per=CLICKS, name="clicks")], ceiling=9),
                    Group("open", [Points(1, per=CLICKS.total(), name="value")]),
                    Group("low", [Points(-1, per=F.employees, name="size")], floor=-5),
                ],
                (
                    "card 'fit': its total has no end: 'value' may count without "
                    "limit; give it a ceiling, or a cap"
                ),
            ),
            (
                [LARGE, Points(5, per=CLICKS.where(value=3, value_at_least=9))],
                (
                    "card 'fit', points 'email_clicked where value is 3 and value at "
                    "least 9': it never gives points: <email_clicked where value is 3 "
                    "and value at least 9> is never 1 or more"
                ),
            ),
            ([Points(5, when=lk.ALWAYS), LARGE], None),
            ([LARGE], None),
            ([], None),
        ],
    )
    def test_told(self, entries, told):
        """
        Each kind of entry that does nothing is told, and nothing else.
        """
        expected = (told,) if isinstance(told, str) else (told or ())

        assert list(expected) == card(*entries)

    def test_three_alike(self):
        """
        Of three entries paid for the same, two are told.
        """
        names = ("one", "two", "three")
        alike = [attrs.evolve(LARGE, name=name) for name in names]

        assert [
            f"card 'fit', points '{name}': it is paid for the same as points 'one'"
            for name in ("two", "three")
        ] == card(*alike)

    def test_limits_end_it(self):
        """
        A card with a floor and a ceiling is bounded whatever counts in it.
        """
        assert [] == card(Points(1, per=CLICKS), floor=0, ceiling=10)

    def test_facts(self):
        """
        A problem carries its facts.
        """
        playbook = lk.Playbook(
            "p",
            record=Host,
            scorecards=[Scorecard("fit", [Group("g", [LARGE, attrs.evolve(LARGE)])])],
        )

        assert (
            Problem(
                "twice",
                where="card 'fit', group 'g', points 'large'",
                other="points 'large'",
                path=("fit", "g", "large"),
            ),
        ) == playbook.problems()

    @pytest.mark.parametrize(("most", "count"), [(0, 0), (1, 1), (5000, 2)])
    def test_bounded(self, monkeypatch, most, count):
        """
        No more pairs of entries are held against each other than is said.
        """
        monkeypatch.setattr(card_findings, "MOST_PAIRS", most)
        sizes = [(20, 50, "large"), (5, 99, "huge"), (7, 200, "vast")]
        entries = [Points(p, when=F.employees > e, name=name) for p, e, name in sizes]
        found = lk.Playbook(
            "p", record=Host, scorecards=[Scorecard("fit", entries, ceiling=20)]
        ).problems()

        assert count == len(found)

    @given(rules(), rules(), st.lists(hosts(), min_size=3, max_size=5))
    def test_without_it_the_score_is_the_same(self, one, other, leads):
        """
        What makes no difference or never holds can be left out: no total changes.
        """
        entries = [Points(10, when=one, name="one"), Points(5, when=other, name="two")]
        full = Scorecard("full", entries, ceiling=10)
        found = lk.Playbook("p", record=Host, scorecards=[full]).problems()
        gone = {p.path[-1] for p in found if p.kind in {"contradictory", "shadowed"}}
        left = Scorecard("full", [e for e in entries if e.name not in gone], ceiling=10)

        assert left.score_many(leads, as_of=NOW) == full.score_many(leads, as_of=NOW)


class TestQualifications:
    @pytest.mark.parametrize(
        ("rules_", "told"),
        [
            (
                {"when": FIT >= 30},
                (
                    "qualification 'MQL', when: <fit >= 30> is out of reach: card "
                    "'fit' gives -5 to 20"
                ),
            ),
            (
                {"when": F.partner & (FIT >= -5)},
                (
                    "qualification 'MQL', when: <fit >= -5> is always reached: card "
                    "'fit' gives -5 to 20"
                ),
            ),
            (
                {"when": FIT.total.between(21, 30) | F.partner},
                (
                    "qualification 'MQL', when: <fit between 21 and 30> is out of "
                    "reach: card 'fit' gives -5 to 20"
                ),
            ),
            (
                {"when": F.partner, "until": FIT < -5},
                (
                    "qualification 'MQL', until: <fit < -5> is out of reach: card "
                    "'fit' gives -5 to 20"
                ),
            ),
            (
                {"when": NOBODY},
                (
                    "qualification 'MQL', when: <(employees >= 50) & (employees < 10)> "
                    "can never hold"
                ),
            ),
            (
                {"when": EVERYBODY},
                (
                    "qualification 'MQL', when: <(employees is missing) | ~(employees "
                    "is missing)> holds for every lead"
                ),
            ),
            (
                {"when": lk.in_stage("a"), "applies_to": "b"},
                "qualification 'MQL', when: <in stage 'a'> can never hold",
            ),
            (
                {"when": F.employees >= 50, "until": F.employees >= 10},
                (
                    "qualification 'MQL': no rule ever grants it, because <employees "
                    ">= 10> holds whenever <employees >= 50> does"
                ),
            ),
            (
                {"until": NOBODY},
                (
                    "qualification 'MQL', until: <(employees >= 50) & (employees < "
                    "10)> can never hold"
                ),
            ),
            (
                {"until": EVERYBODY},
                (
                    "qualification 'MQL', until: <(employees is missing) | ~(employees "
                    "is missing)> holds for every lead"
                ),
            ),
            ({"when": FIT >= 20, "until": FIT < 10, "applies_to": ["a", "b"]}, None),
            ({"when": F.partner, "until": lk.NEVER}, None),
            ({"when": lk.ALWAYS}, None),
            ({}, None),
        ],
    )
    def test_told(self, rules_, told):
        """
        Each kind of rule that can't do what it is for is told, and nothing else.
        """
        parts = {
            "scorecards": [FIT],
            "qualifications": [Qualification("MQL", **rules_)],
        }

        assert ([] if told is None else [told]) == problems(**parts)

    @pytest.mark.parametrize(
        ("limits", "told"),
        [
            ({"floor": 0}, "card 'fit' gives at least 0"),
            ({"ceiling": 10}, "card 'fit' gives at most 10"),
        ],
    )
    def test_open_end(self, limits, told):
        """
        Of a card that is bounded on one side, that side is told.
        """
        open_ = Scorecard(
            "fit",
            [Points(1, per=CLICKS), Points(-1, per=F.employees)],
            **limits,
        )
        when = open_ < -1 if "floor" in limits else open_ > 11
        found = problems(
            scorecards=[open_], qualifications=[Qualification("MQL", when=when)]
        )

        assert told in found[-1]


class TestMoves:
    @pytest.mark.parametrize(
        ("transitions", "told"),
        [
            (
                [Transition("go", "a", "b", NOBODY)],
                (
                    "transition 'go' from 'a' to 'b': <(employees >= 50) & (employees "
                    "< 10)> can never hold"
                ),
            ),
            (
                [Transition("go", ["a", "b"], "c", EVERYBODY)],
                (
                    "transition 'go' from 'a' or 'b' to 'c': <(employees is missing) | "
                    "~(employees is missing)> holds for every lead"
                ),
            ),
            (
                [Transition("go", "a", "b", lk.in_stage("b"))],
                "transition 'go' from 'a' to 'b': <in stage 'b'> can never hold",
            ),
            (
                [
                    Transition("go", "a", "b", F.employees >= 10),
                    Transition("go", "a", "c", F.employees >= 50),
                ],
                (
                    "transition 'go' from 'a' to 'c': it makes no difference beside "
                    "transition 'go' from 'a' to 'b': from 'a', that is made whenever "
                    "this could be"
                ),
            ),
            (
                [
                    Transition("go", "a", "b", F.employees >= 50),
                    Transition("go", "a", "c", F.employees >= 10),
                ],
                None,
            ),
            (
                [
                    Transition("go", "a", lk.PREVIOUS, F.employees >= 10),
                    Transition("go", "a", "c", F.employees >= 50),
                ],
                None,
            ),
            (
                [
                    Transition("go", "a", "b", lk.in_stage("a") | F.partner),
                    Transition("go", ["a", "b"], "c"),
                ],
                (
                    "transition 'go' from 'a' to 'b': <(in stage 'a') | partner> holds "
                    "for every lead"
                ),
            ),
            ([Transition("go", "a", "b", lk.ALWAYS)], None),
            ([Transition("go", "a", "b"), Transition("stop", "a", "c")], None),
        ],
    )
    def test_told(self, transitions, told):
        """
        Each kind of move that can't be made is told, and nothing else.
        """
        found = moves(*transitions)

        assert ([] if told is None else [told]) == found[:1]

    def test_stages_too(self):
        """
        Stages that are cut off are told as well.
        """
        lifecycle = lk.Lifecycle("l", ["a", "b"], "a", [Transition("go", "b", "a")])

        assert (
            tuple(map(str, lifecycle.problems()))
            == tuple(problems(lifecycle=lifecycle))
            == (
                (
                    "stage 'b' is unreachable: no path of moves leads to it "
                    "(so never 'go' from 'b' to 'a')"
                ),
                (
                    "stage 'a' has no way out: no move starts from it "
                    "(there by 'go' from 'b' to 'a')"
                ),
            )
        )


class TestGradesAndTemperature:
    @pytest.mark.parametrize(
        ("letters", "told"),
        [
            (
                {"A": 25, "B": 10},
                (
                    "grade 'A' of 'fit': <fit >= 25> is out of reach: card 'fit' gives "
                    "-5 to 20"
                ),
            ),
            (
                {"A": 20, "B": -5, "C": -10},
                (
                    "grade 'C' of 'fit': it makes no difference beside grade 'B': "
                    "every lead reaches that"
                ),
            ),
            ({"A": 20, "B": -5}, None),
        ],
    )
    def test_grades(self, letters, told):
        """
        A letter that nobody gets is told.
        """
        found = problems(scorecards=[FIT], grades=lk.Grades("fit", letters))

        assert ([] if told is None else [told]) == found

    @pytest.mark.parametrize(
        ("hot", "warm", "told"),
        [
            (
                NOBODY,
                F.partner,
                (
                    "temperature 'hot': <(employees >= 50) & (employees < 10)> can "
                    "never hold"
                ),
            ),
            (
                F.employees >= 10,
                F.employees >= 50,
                (
                    "temperature 'warm': it makes no difference beside temperature "
                    "'hot': every lead that is warm is hot"
                ),
            ),
            (F.employees >= 50, F.employees >= 10, None),
            (F.employees >= 50, lk.ALWAYS, None),
            (lk.NEVER, F.employees >= 10, None),
        ],
    )
    def test_temperature(self, hot, warm, told):
        """
        A temperature that nobody has is told.
        """
        found = problems(temperature=lk.Temperature(hot=hot, warm=warm))

        assert ([] if told is None else [told]) == found


class TestUndecided:
    def test_apart(self):
        """
        What can't be decided is no problem, and is told apart.
        """
        playbook = lk.Playbook(
            "p",
            record=Host,
            scorecards=[Scorecard("fit", [Points(5, when=has_name, name="named")])],
        )

        assert () == playbook.problems()
        assert [
            (
                "card 'fit', points 'named': it is undecided whether <has a name> can "
                "hold: leadkit can't see into the rule <has a name>"
            )
        ] == list(map(str, playbook.undecided()))

    def test_whether_always(self):
        """
        Whether a rule always holds may be undecided though it can hold.
        """
        playbook = lk.Playbook(
            "p",
            record=Host,
            qualifications=[Qualification("MQL", when=(F.employees > 5) | ~has_name)],
        )
        always = Qualification("MQL", when=F.partner | ~F.partner | has_name)

        assert () == playbook.problems()
        assert ["undecided"] == [p.kind for p in playbook.undecided()]
        assert (
            "it is undecided whether <partner | ~partner | (has a name)> always holds"
            in str(
                lk.Playbook("p", record=Host, qualifications=[always]).undecided()[0]
            )
        )


class TestClean:
    def test_standard(self):
        """
        Nothing is wrong with the standard playbook, and nothing is undecided.
        """
        standard = lk.standard.playbook()

        assert ((), ()) == (standard.problems(), standard.undecided())

    def test_examples(self):
        """
        So it is with the examples.
        """
        where = Path(__file__).parents[1] / "examples" / "bank" / "playbook.py"
        bank = find_playbook(str(where))

        assert ((), ()) == (bank.problems(), bank.undecided())

    def test_class_of_leads(self):
        """
        A playbook's own class of leads says which fields are never missing.
        """

        @attrs.frozen(kw_only=True)
        class Sure(lk.Lead):
            plan: Literal["free", "pro"] = "free"

        sure = lk.fields(Sure)
        either = (sure.plan == "free") | (sure.plan == "pro")
        playbook = lk.Playbook(
            "p", record=Sure, qualifications=[Qualification("PQL", when=either)]
        )

        assert ["always"] == [problem.kind for problem in playbook.problems()]
