"""
Conversion curves: held against waits that are measured lead by lead, in fractions.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from histories import AS_OF, LIFECYCLE, MAINLINE, histories, lifecycle_of
from hypothesis import given
from hypothesis import strategies as st

from leadkit import PREVIOUS, Lifecycle, RuleError, Transition
from leadkit.funnel.conversions.curve import conversion_curve
from leadkit.funnel.conversions.curve_notes import days
from leadkit.funnel.conversions.curves import Curve, Curves
from leadkit.funnel.conversions.parts import spaced
from leadkit.funnel.given.steps import Step
from leadkit.funnel.numbers.log_rank import log_rank
from leadkit.funnel.ways.past import Past
from leadkit.pictures import plots

DAY = timedelta(days=1)
ZERO = timedelta(0)
#: Nothing leads out of "lost" here.
FINAL = lifecycle_of(
    {"lead": ("prospect", "lost"), "prospect": ("customer", "lost")},
    ("lead", "prospect", "customer"),
    ("lead", "prospect", "customer", "lost", "spam"),
)
_spans = st.integers(0, 60).map(lambda half: half * DAY / 2)


def _past(ways, lifecycle=LIFECYCLE, **options):
    """
    Make a history of stages and how many days before its end each was entered.
    """
    rows = [
        Step(lead, before, stage, AS_OF - ago * DAY, number)
        for lead, way in ways.items()
        for number, ((stage, ago), before) in enumerate(
            zip(way, [None, *(stage for stage, _ in way)], strict=False)
        )
    ]
    return Past(rows, lifecycle, as_of=AS_OF, **options)


def _does(stage, count):
    if count == "reached" and stage in MAINLINE:
        return MAINLINE[MAINLINE.index(stage) :]
    return (stage,)


def _waits(ways, start, end, count="reached", since=None, until=None):
    """
    Measure by lead how long it waited, whether it converted, and when it was first
    watched; leads that weren't watched before the end are left out.
    """
    found = {}
    for lead, way in ways.items():
        begun = [at for stage, at in way if stage == start]
        if not begun:
            continue
        place = [stage for stage, _ in way].index(start)
        done = [at for stage, at in way[place:] if stage in _does(end, count)]
        last = max(way[-1][1], min((until or {}).get(lead, AS_OF), AS_OF))
        stop = done[0] if done else last
        entry = max((since or {}).get(lead, way[0][1]), way[0][1]) - begun[0]
        entry = max(min(entry, last - begun[0]), ZERO)
        if entry == ZERO or entry < stop - begun[0]:
            found[lead] = (stop - begun[0], bool(done), entry)
    return found


def _is_known(waits, age):
    """
    Whether somebody waited for so long, or nobody waits any more.
    """
    longest = max((wait for wait, _, _ in waits), default=-DAY)
    over = all(done for wait, done, _ in waits if wait == longest)
    return bool(waits) and (age <= longest or over)


def _slow(waits, age):
    share = Fraction(1)
    for time in sorted({wait for wait, done, _ in waits if done and wait <= age}):
        n = sum(
            wait >= time and (entry == ZERO or entry < time) for wait, _, entry in waits
        )
        d = sum(wait == time and done for wait, done, _ in waits)
        share *= 1 - Fraction(d, n)
    return 1 - share


_pairs = st.sampled_from(
    [
        ("lead", "customer"),
        ("lead", "prospect"),
        ("nurtured", "customer"),
        ("prospect", "disqualified"),
        ("disqualified", "prospect"),
        ("customer", "advocate"),
    ]
)
_counts = st.sampled_from(["reached", "visited"])


def _by(lead):
    return ("odd", "even", None)[int(lead[1:]) % 3]


class TestConversionCurve:
    @given(histories(most=4), _pairs, _counts, _spans)
    def test_textbook(self, drawn, pair, count, age):
        """
        The share at an age is what counting and multiplying gives, lead by lead; it
        rises, and its interval stays within 0 and 1.
        """
        curve = conversion_curve(drawn.past, *pair, count=count)
        waits = _waits(drawn.ways, *pair, count)
        rows = curve.rows()

        shares = [row["share"] for row in rows]
        assert sorted(shares) == shares
        assert all(0 <= row["low"] <= row["high"] <= 1 for row in rows)
        assert len(waits) == curve.size
        assert sum(done for _, done, _ in waits.values()) == curve.converted
        if not _is_known(waits.values(), age):
            with pytest.raises(RuleError):
                curve.at(age)
        else:
            share = _slow(waits.values(), age)
            assert float(share) == pytest.approx(curve.at(age).share)

    def test_who_skips_the_start(self):
        """
        A lead that never was where the wait begins isn't asked about, which is told.
        """
        past = _past(
            {"L1": [("lead", 9), ("prospect", 5)], "L2": [("lead", 9), ("nurtured", 2)]}
        )
        curve = conversion_curve(past, "nurtured", "prospect")

        assert (1, 0) == (curve.size, curve.converted)
        assert (
            "1 lead isn't counted: it got beyond nurtured without having been there."
            in curve.notes
        )

    @given(st.data(), histories(most=4), _pairs, _spans)
    def test_watching(self, data, drawn, pair, age):
        """
        Leads that are watched late or no longer count as far as they are watched.
        """
        some = st.dictionaries(
            st.sampled_from(sorted(drawn.ways) or ["L99"]),
            st.timedeltas(ZERO, 130 * DAY).map(lambda ago: AS_OF - ago),
        )
        since, until = data.draw(some), data.draw(some)
        since = {
            lead: min(at, until[lead]) if lead in until else at
            for lead, at in since.items()
        }
        past = Past(
            drawn.rows, LIFECYCLE, as_of=AS_OF, known_since=since, known_until=until
        )
        curve = conversion_curve(past, *pair)
        waits = _waits(drawn.ways, *pair, since=since, until=until)

        columns = [
            [wait / DAY for wait, _, _ in waits.values()],
            [int(done) for _, done, _ in waits.values()],
            [entry / DAY for _, _, entry in waits.values()],
        ]
        assert columns == [pytest.approx(column) for column in curve.to_arrays()]
        if waits and age <= curve.longest:
            share = _slow(waits.values(), age)
            assert float(share) == pytest.approx(curve.at(age).share)

    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1))
    def test_nothing_censored(self, ages):
        """
        Where all converted, the share is that of those who were quick enough.
        """
        past = _past(
            {
                f"L{place}": [
                    ("lead", 20),
                    ("prospect", 20 - one),
                    ("customer", 20 - one - two),
                ]
                for place, (one, two) in enumerate(ages)
            }
        )
        curve = conversion_curve(past, "lead", "customer")

        for age in range(max(one + two for one, two in ages) + 1):
            share = sum(one + two <= age for one, two in ages) / len(ages)
            assert share == pytest.approx(curve.at(age * DAY).share)

    @given(st.data(), histories(most=4))
    def test_order_and_later_rows(self, data, drawn):
        """
        Neither the order of rows matters, nor what is later than the question.
        """
        rows = data.draw(
            st.permutations([row for row in drawn.rows if row.at <= AS_OF])
        )
        known = Past(rows, LIFECYCLE, as_of=AS_OF)

        expected = conversion_curve(drawn.past, "lead", "customer", by=_by).rows()
        assert expected == conversion_curve(known, "lead", "customer", by=_by).rows()

    @given(histories(most=4), _pairs)
    def test_segments(self, drawn, pair):
        """
        The curve of a segment is that of its leads alone.
        """
        curves = conversion_curve(drawn.past, *pair, by=_by)

        for name in curves.curves:
            own = {lead for lead in drawn.ways if (_by(lead) or "(unknown)") == name}
            past = Past(
                [row for row in drawn.rows if row.lead in own], LIFECYCLE, as_of=AS_OF
            )
            alone = conversion_curve(past, *pair)
            assert alone.to_arrays() == curves[name].to_arrays()
            assert alone.rows() == [
                {key: value for key, value in row.items() if key != "segment"}
                for row in curves[name].rows()
            ]

    def test_created(self):
        """
        Only the leads that were created in time are asked.
        """
        past = _past({"L1": [("lead", 30)], "L2": [("lead", 10), ("prospect", 4)]})
        created = (AS_OF - 20 * DAY, AS_OF)
        curve = conversion_curve(past, "lead", "prospect", created=created)

        assert 1 == curve.size
        assert ("L2",) == curve.leads()

    def test_reference(self, reference, twelve):
        """
        It agrees with three libraries on the shares and on their intervals.
        """
        group = reference["time_to_customer"]
        curve = conversion_curve(twelve, "lead", "customer")

        waits = curve.to_arrays()
        assert group["durations"] == pytest.approx(waits.durations)
        assert group["customer"] == waits.events
        for age, told in group["stay_at_risk_F"].items():
            share, low, high = curve.at(int(age) * DAY)
            assert told["F"] == pytest.approx(share, abs=group["tol"])
            assert told["ci95"] == pytest.approx((low, high), abs=group["tol"])
        assert curve.median() is group["stay_median"] is None

    def test_coming_back(self):
        """
        A lead in an exit still counts as waiting, since it may come back.
        """
        past = _past({"L1": [("lead", 30), ("disqualified", 29)], "L2": [("lead", 30)]})
        curve = conversion_curve(past, "lead", "customer")

        assert [30.0, 30.0] == curve.to_arrays().durations

    def test_faults(self):
        """
        Leads whose histories have faults are left out, and the notes say so.
        """
        past = _past({"L1": [("lead", 30), ("advocate", 29)], "L2": [("lead", 30)]})
        curve = conversion_curve(past, "lead", "customer")

        assert 1 == curve.size
        assert "1 lead isn't counted, since its history has faults" in curve.notes[-1]

    @pytest.mark.parametrize(
        ("arguments", "options", "subject"),
        [
            (("laed", "customer"), {}, "start of a conversion"),
            (("lead", "custmer"), {}, "end of a conversion"),
            (("lead", "lead"), {}, "a conversion"),
            (("customer", "lead"), {}, "a conversion"),
            (("lead", "customer"), {"count": "ordered"}, "count"),
            (("lead", "customer"), {"by": 7}, "by"),
            (("lead", "customer"), {"created": 7}, "created"),
        ],
    )
    def test_wrong(self, arguments, options, subject):
        """
        Wrong questions are refused.
        """
        with pytest.raises(RuleError) as caught:
            conversion_curve(_past({}), *arguments, **options)

        assert subject == caught.value.subject


@st.composite
def _finals(draw):
    ways = {}
    for place in range(draw(st.integers(0, 7))):
        ago = draw(st.integers(20, 40))
        one, two = draw(st.integers(0, 9)), draw(st.integers(0, 9))
        way = [("lead", ago), ("prospect", ago - one), ("customer", ago - one - two)]
        way = way[: draw(st.integers(1, 3))]
        if len(way) < 3 and draw(st.booleans()):
            way.append(("lost", way[-1][1] - draw(st.integers(0, 9))))
        ways[f"L{place}"] = way
    return ways


class TestOutcomes:
    @given(_finals(), _spans)
    def test_sum(self, ways, age):
        """
        The shares of all outcomes sum to what has ended, and none is more than it would
        be if the other one were the end of watching.
        """
        past = _past(ways, FINAL)
        curve = conversion_curve(past, "lead", "customer", outcomes=["lost"])
        lost = curve.others["lost"]
        if not curve.size or age > curve.longest:
            return

        waits = curve.to_arrays()
        ended = list(zip(waits.durations, map(bool, waits.events), strict=True))
        slow = _slow([(wait * DAY, done, ZERO) for wait, done in ended], age)
        assert float(slow) == pytest.approx(curve.at(age).share + lost.at(age).share)
        plain = conversion_curve(past, "lead", "customer")
        assert len([code for code in waits.events if code == 1]) == plain.converted

    def test_arrays(self):
        """
        The waits say what ended each.
        """
        past = _past(
            {
                "L1": [("lead", 30), ("prospect", 20), ("customer", 10)],
                "L2": [("lead", 30), ("lost", 25)],
                "L3": [("lead", 30)],
            },
            FINAL,
        )
        curve = conversion_curve(past, "lead", "customer", outcomes=("lost", "spam"))

        assert ([20.0, 5.0, 30.0], [1, 2, 0], [0.0, 0.0, 0.0]) == curve.to_arrays()
        assert ["lost", "spam"] == list(curve.others)
        assert 0 == curve.others["spam"].converted
        assert ("L2",) == curve.leads("converted", outcome="lost")
        assert ("L1",) == curve.leads("converted", outcome="customer")
        assert [
            ("customer", 20.0, 2, 1, pytest.approx(1 / 3)),
            ("lost", 5.0, 3, 1, pytest.approx(1 / 3)),
        ] == [tuple(row.values())[:5] for row in curve.rows()]
        assert curve.notes[0].startswith("1 of 3 leads converted, 1 ended otherwise; ")

    def test_segments(self):
        """
        With segments, each has the curves of all outcomes.
        """
        past = _past({"L1": [("lead", 30), ("lost", 25)], "L2": [("lead", 9)]}, FINAL)
        curves = conversion_curve(
            past, "lead", "customer", outcomes=["lost"], by={"L1": "web"}
        )

        rows = [{"segment": "web", "outcome": "lost", "days": 5.0, "at_risk": 1}]
        assert rows == [dict(list(row.items())[:4]) for row in curves.rows()]
        lines = [line.name for line in curves.plot().lines]
        assert [
            "web, customer",
            "web, lost",
            "(unknown), customer",
            "(unknown), lost",
        ] == lines

    @pytest.mark.parametrize(
        ("lifecycle", "outcomes", "came"),
        [
            (
                LIFECYCLE,
                ["disqualified"],
                "'disqualified', which leads can leave again",
            ),
            (FINAL, ["lost", "lost"], "'lost' twice"),
            (FINAL, ["lead"], "'lead' twice"),
            (FINAL, ["customer"], "'customer' twice"),
            (FINAL, ["loss"], "'loss'"),
            (FINAL, "lost", "a str"),
            (FINAL, 7, "an int"),
        ],
    )
    def test_wrong(self, lifecycle, outcomes, came):
        """
        Only final stages, each once, are other outcomes.
        """
        with pytest.raises(RuleError) as caught:
            conversion_curve(
                _past({}, lifecycle), "lead", "customer", outcomes=outcomes
            )

        assert came == caught.value.came

    def test_the_same(self):
        """
        A stage that counts as the end is no other outcome.
        """
        with pytest.raises(RuleError) as caught:
            conversion_curve(
                _past({}, FINAL), "lead", "prospect", outcomes=["customer"]
            )

        assert "'customer', which counts as 'prospect'" == caught.value.came

    def test_way_back(self):
        """
        A stage that leads can leave for where they came from isn't final.
        """
        lifecycle = Lifecycle(
            "resting",
            ["lead", "customer", "resting"],
            "lead",
            [
                Transition("win", "lead", "customer"),
                Transition("rest", "lead", "resting", kind="exit"),
                Transition("wake", "resting", PREVIOUS, kind="back"),
            ],
        )
        with pytest.raises(RuleError) as caught:
            conversion_curve(
                _past({}, lifecycle), "lead", "customer", outcomes=["resting"]
            )

        assert "'resting', which leads can leave again" == caught.value.came
        assert caught.value.cure.startswith("Leave it out")


class TestCurve:
    @given(histories(most=4), _pairs)
    def test_leads(self, drawn, pair):
        """
        There are as many leads behind each count as it says, and those behind all rows
        are those behind any.
        """
        curve = conversion_curve(drawn.past, *pair)

        for count in ("converted", "at_risk"):
            behind = set()
            for row in curve.rows():
                leads = curve.leads(count, days=row["days"])
                assert row[count] == len(leads)
                behind |= set(leads)
            assert tuple(sorted(behind)) == curve.leads(count)

    @given(st.data(), histories(least=1, most=4))
    def test_leads_watched_late(self, data, drawn):
        """
        That holds of leads that are watched late, too.
        """
        since = data.draw(
            st.dictionaries(
                st.sampled_from(["L00", "L01", "L02"]),
                st.integers(0, 240).map(lambda half: AS_OF - half * DAY / 2),
            )
        )
        past = Past(drawn.rows, LIFECYCLE, as_of=AS_OF, known_since=since)
        curve = conversion_curve(past, "lead", "prospect")

        behind = set()
        for row in curve.rows():
            leads = curve.leads("at_risk", days=row["days"])
            assert row["at_risk"] == len(leads)
            behind |= set(leads)
        assert tuple(sorted(behind)) == curve.leads("at_risk")

    @given(histories(most=4), _pairs, st.lists(_spans))
    def test_at_ages(self, drawn, pair, ages):
        """
        The table of ages says what the curve says at each, and counts its leads.
        """
        curve = conversion_curve(drawn.past, *pair)
        table = curve.at_ages(ages)

        assert [age / DAY for age in ages] == [row["days"] for row in table]
        for age, row in zip(ages, table.rows(), strict=True):
            known = _is_known(_waits(drawn.ways, *pair).values(), age)
            share, low, high = curve.at(age) if known else (None, None, None)
            if not share:  # there has been no conversion yet
                low = high = None
            assert (share, low, high) == (row["share"], row["low"], row["high"])
            leads = table.leads("at_risk", days=row["days"])
            assert row["at_risk"] == len(leads)

    @given(histories(most=4), _pairs, st.integers(1, 9))
    def test_quantile(self, drawn, pair, tenths):
        """
        A quantile is the first age with so large a share.
        """
        curve = conversion_curve(drawn.past, *pair)
        waits = _waits(drawn.ways, *pair).values()

        times = sorted({wait for wait, done, _ in waits if done})
        share = Fraction(tenths, 10)
        reached = [time for time in times if _slow(waits, time) >= share]
        assert (reached[0] if reached else None) == curve.quantile(tenths / 10)
        assert curve.quantile(0.5) == curve.median()

    def test_beyond_all(self):
        """
        Where all have converted, nothing can change any more.
        """
        past = _past({"L1": [("lead", 30), ("prospect", 20)]})
        curve = conversion_curve(past, "lead", "prospect")

        assert 10 * DAY == curve.longest
        assert 1.0 == curve.at(90 * DAY).share
        assert "Nobody waits any more after 10 days." in curve.notes

    def test_beyond(self):
        """
        Beyond the longest wait nothing is known, which a table says with None.
        """
        past = _past({"L1": [("lead", 30), ("prospect", 20)], "L2": [("lead", 12)]})
        curve = conversion_curve(past, "lead", "prospect")

        assert 12 * DAY == curve.longest
        assert 0.5 == curve.at(12 * DAY).share
        with pytest.raises(RuleError) as caught:
            curve.at(13 * DAY)
        assert "age of Curve.at()" == caught.value.subject
        assert "at most 12 days" == caught.value.expected
        table = curve.at_ages([12 * DAY, 13 * DAY])
        assert 0 == table.rows()[1]["at_risk"]
        assert table.notes[0].startswith("Not known in 1 of 2 rows")
        assert curve.notes == curve.at_ages([DAY]).notes
        assert "From lead to prospect" == table.title

    @pytest.mark.parametrize(
        ("age", "came"),
        [(30, "an int"), (-DAY, "a negative span"), (None, "a missing value")],
    )
    def test_no_age(self, age, came):
        """
        An age is a span of 0 or more.
        """
        curve = conversion_curve(_past({"L1": [("lead", 30)]}), "lead", "prospect")

        for ask in (curve.at, lambda age: curve.at_ages([DAY, age])):
            with pytest.raises(RuleError) as caught:
                ask(age)
            assert came == caught.value.came

    @pytest.mark.parametrize("ages", ["30 days", DAY, None])
    def test_no_ages(self, ages):
        """
        Ages are several spans.
        """
        curve = conversion_curve(_past({}), "lead", "prospect")

        with pytest.raises(RuleError, match="expected timedeltas"):
            curve.at_ages(ages)

    @pytest.mark.parametrize(
        ("p", "came"),
        [(1, "a number beyond"), ("half", "a str"), (None, "a missing value")],
    )
    def test_no_share(self, p, came):
        """
        Only a number between 0 and 1 has a quantile.
        """
        with pytest.raises(RuleError) as caught:
            conversion_curve(_past({}), "lead", "prospect").quantile(p)

        assert came == caught.value.came

    def test_of_nobody(self):
        """
        Of no leads nothing is known, and nothing is drawn.
        """
        curve = conversion_curve(_past({}), "lead", "customer")

        assert [] == curve.rows()
        assert () == curve.leads()
        assert (0, 0, None, None) == (
            curve.size,
            curve.converted,
            curve.longest,
            curve.median(),
        )
        assert curve.plot() is None
        assert ("No lead has entered lead and was watched then.",) == curve.notes
        with pytest.raises(RuleError, match="expected leads"):
            curve.at(ZERO)

    def test_no_customers(self):
        """
        Of no conversions there are no steps, and the notes say what that is worth.
        """
        past = _past({"L1": [("lead", 30)]})
        curve = conversion_curve(past, "lead", "customer")

        assert [] == curve.rows()
        assert (0.0, 0.0, 0.0) == curve.at(DAY)
        waiting = "the others count as waiting, in whatever stage they are."
        assert (
            f"0 of 1 lead converted; {waiting}",
            "Known up to 30 days; nobody has waited longer.",
            "Before the first conversion, no interval is known.",
        ) == curve.notes

    def test_watched_late(self):
        """
        The notes say who was watched too late, and where a curve rests on too few.
        """
        past = _past(
            {
                "L1": [("lead", 40), ("prospect", 39)],
                "L2": [("lead", 40), ("prospect", 35)],
                "L3": [("lead", 40)],
                "L4": [("lead", 40), ("prospect", 30)],
            },
            known_since={
                "L1": AS_OF - 20 * DAY,
                "L3": AS_OF - 20 * DAY,
                "L4": AS_OF - 20 * DAY,
            },
        )
        curve = conversion_curve(past, "lead", "prospect")
        curves = conversion_curve(past, "lead", "prospect", by=lambda lead: "web")

        assert (
            "2 leads aren't counted: not watched before the wait was over."
            == curve.notes[2]
        )
        told = "is at 100% from 5 days on, when only 1 lead was watched; it says little"
        assert f"The curve {told} from there on." == curve.notes[3]
        assert f"The curve of web {told} from there on." == curves.notes[3]

    @pytest.mark.parametrize(("until", "notes"), [(None, 2), (AS_OF - 35 * DAY, 2)])
    def test_rests_on_all(self, until, notes):
        """
        A curve whose last step is at its end has nothing to be warned of, nor one that
        doesn't get to 100%.
        """
        past = _past(
            {"L1": [("lead", 40), ("prospect", 35)], "L2": [("lead", 9)]},
            known_since={"L2": AS_OF - 5 * DAY - DAY},
            known_until={} if until is None else {"L2": until},
        )
        curve = conversion_curve(past, "lead", "prospect")

        assert notes == len(curve.notes)

    def test_at_its_end(self):
        """
        A curve that gets to 100% with its last lead rests on all of them.
        """
        past = _past(
            {
                "L1": [("lead", 40), ("prospect", 20)],
                "L2": [("lead", 40), ("prospect", 30)],
            },
            known_since={"L2": AS_OF - 38 * DAY},
        )
        curve = conversion_curve(past, "lead", "prospect")

        assert 1.0 == curve.at(20 * DAY).share
        assert 2 == len(curve.notes)

    def test_plot(self):
        """
        The line starts at nothing, and goes on to the longest wait.
        """
        past = _past({"L1": [("lead", 30), ("prospect", 20)], "L2": [("lead", 12)]})
        curve = conversion_curve(past, "lead", "prospect")
        (line,) = curve.plot().lines

        assert isinstance(curve.plot(), plots.Lines)
        assert ((0.0, 0.0), (10.0, 0.5), (12.0, 0.5)) == line.points
        assert "" == line.name
        _, low, high = curve.at(10 * DAY)
        assert ((0.0, 0.0), (low, high), (low, high)) == line.band

    def test_long(self):
        """
        Of many steps, a table shows some, and a picture no more than can be seen.
        """
        past = _past(
            {
                f"L{place:03}": [("lead", 60), ("prospect", 60 - place / 10)]
                for place in range(500)
            }
        )
        curve = conversion_curve(past, "lead", "prospect")
        text = str(curve)

        assert 500 == len(curve.rows())
        assert "12 of 500 rows are shown; rows() has all." in text
        assert "12 of 500 rows are shown; rows() has all." in curve._repr_html_()
        assert 2 + 12 + 3 == len(text.splitlines())
        assert 242 == len(curve.plot().lines[0].points)
        assert "<Curve, 500 rows>" == repr(curve)

    def test_short(self):
        """
        Of few steps, a table shows all.
        """
        past = _past({"L1": [("lead", 30), ("prospect", 20)]})
        curve = conversion_curve(past, "lead", "prospect")

        assert "shown" not in str(curve)
        assert "<Curve, 1 row>" == repr(curve)
        assert "From lead to prospect" in curve._repr_html_()

    def test_compare(self):
        """
        Two curves compare by a log-rank test of their waits.
        """
        quick = {
            f"Q{place}": [("lead", 60), ("prospect", 60 - place)] for place in range(9)
        }
        slow = {
            f"S{place}": [("lead", 60), ("prospect", 60 - 6 * place)]
            for place in range(9)
        }
        curves = conversion_curve(
            _past(quick | slow), "lead", "prospect", by=lambda lead: lead[0]
        )

        found = log_rank(curves[name].to_arrays() for name in "QS")
        assert found.p == pytest.approx(curves.compare())
        assert found.p == pytest.approx(curves["Q"].compare(curves["S"]))
        other = conversion_curve(_past(slow), "lead", "prospect")
        alone = conversion_curve(_past(quick), "lead", "prospect")
        assert found.p == pytest.approx(alone.compare(other))

    def test_nothing_to_compare(self):
        """
        Without conversions there is nothing to compare.
        """
        past = _past({"L1": [("lead", 30)], "L2": [("lead", 20)]})
        curves = conversion_curve(past, "lead", "prospect", by=lambda lead: lead)

        assert curves.compare() is None
        assert curves["L1"].compare(curves["L2"]) is None

    def test_shared_leads(self):
        """
        Curves that share leads don't compare, nor do those with other outcomes.
        """
        past = _past({"L1": [("lead", 30), ("prospect", 9)]}, FINAL)
        curve = conversion_curve(past, "lead", "prospect")
        lost = conversion_curve(past, "lead", "prospect", outcomes=["lost"])

        with pytest.raises(RuleError, match="curves that share leads"):
            curve.compare(curve)
        with pytest.raises(RuleError, match="a curve with other outcomes"):
            curve.compare(lost)
        with pytest.raises(RuleError, match="got an int, expected a Curve"):
            curve.compare(7)


class TestCurves:
    def test_parts(self):
        """
        There is a curve for each segment, and none for others.
        """
        past = _past({"L1": [("lead", 30)], "L2": [("lead", 20), ("prospect", 9)]})
        curves = conversion_curve(past, "lead", "prospect", by={"L1": "web"})

        assert isinstance(curves, Curves)
        assert isinstance(curves["web"], Curve)
        assert ["web", "(unknown)"] == list(curves.curves)
        assert "From lead to prospect: web" == curves["web"].title
        assert "From lead to prospect" == curves.title
        assert ("L2",) == curves.leads("converted", segment="(unknown)")
        assert () == curves.leads("converted", segment="web")
        with pytest.raises(RuleError) as caught:
            curves["search"]
        assert "one of its 2" == caught.value.expected

    def test_leads(self):
        """
        There are as many leads behind each count as it says.
        """
        past = _past(
            {
                f"L{place}": [("lead", 40), ("prospect", 40 - place // 4)]
                for place in range(12)
            }
        )
        curves = conversion_curve(past, "lead", "prospect", by=_by)

        for row in curves.rows():
            meant = {"segment": row["segment"], "days": row["days"]}
            assert row["converted"] == len(curves.leads("converted", **meant))
            assert row["at_risk"] == len(curves.leads("at_risk", **meant))

    def test_at_ages(self):
        """
        The table of ages names the segments.
        """
        past = _past({"L1": [("lead", 30)], "L2": [("lead", 20), ("prospect", 9)]})
        curves = conversion_curve(past, "lead", "prospect", by={"L1": "web"})

        assert [
            ("web", 25.0, 1, 0.0),
            ("(unknown)", 25.0, 0, 1.0),
        ] == [tuple(row.values())[:4] for row in curves.at_ages([25 * DAY])]

    def test_of_nobody(self):
        """
        Of no leads there are no segments.
        """
        curves = conversion_curve(_past({}), "lead", "prospect", by={})

        assert {} == curves.curves
        assert [] == curves.rows() == curves.at_ages([DAY]).rows()
        assert curves.plot() is None
        assert curves.compare() is None
        assert "(no rows)" in str(curves)
        with pytest.raises(RuleError, match="one that isn't there"):
            curves["web"]


class TestSpaced:
    @given(st.integers(0, 90), st.integers(2, 40))
    def test_ends(self, size, most):
        """
        The first and the last one are chosen, and none twice.
        """
        chosen = list(spaced(size, most))

        assert min(size, most) == len(chosen) == len(set(chosen))
        assert not size or (0, size - 1) == (chosen[0], chosen[-1])


class TestDays:
    @pytest.mark.parametrize(
        ("span", "told"), [(DAY, "1 day"), (ZERO, "0 days"), (DAY / 2, "0.5 days")]
    )
    def test_words(self, span, told):
        """
        One day is one, and all else are days.
        """
        assert told == days(span // timedelta(microseconds=1))
