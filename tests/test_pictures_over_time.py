"""
Pictures over time: a lead's way, and its score.
"""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycles import lifecycles, lived, steps
from strategies import NOW, TICK, cards, hosts, instants
from test_pictures import SVG, drawn, places, points, texts

import leadkit as lk
from leadkit import InputError, InstantError, pictures
from leadkit.history import holds
from leadkit.instants import LAST
from leadkit.pictures.curves import _curve
from leadkit.pictures.scales import TimeScale, day, step, ticks
from leadkit.pictures.spans import held

DAY = timedelta(days=1)
FIRST = datetime.min.replace(tzinfo=UTC)
STANDARD = lk.standard.lifecycle()
LEAD = lk.Lead(id="L", created_at=NOW - 10 * DAY)
CLICKS = lk.Scorecard(
    "clicks",
    [lk.Points(10, per=lk.activity("email_clicked"), fading=timedelta(days=8))],
)


def clicked(*days, **values):
    """
    A lead that clicked so many days ago.
    """
    activities = [
        lk.Activity(id=f"a{n}", type="email_clicked", at=NOW - ago * DAY)
        for n, ago in enumerate(days)
    ]
    return lk.Lead(id="L", activities=activities, **values)


def busy():
    """
    A lead with something of everything.
    """
    return lk.Lead(
        id="L",
        created_at=NOW - 20 * DAY,
        stage="disqualified",
        activities=[
            lk.Activity(id="1", type="page_viewed", at=NOW - 10 * DAY),
            lk.Activity(id="2", type="call_held", at=NOW - 9 * DAY),
            lk.Activity(
                id="3", type="email_clicked", at=NOW - 8 * DAY, actor="machine"
            ),
            lk.Activity(id="4", type="email_sent", at=NOW - 8 * DAY, actor="machine"),
        ],
        grants=[
            lk.Grant(qualification="MQL", at=NOW - 10 * DAY, by="standard"),
            lk.Grant(qualification="SQL", at=NOW - 9 * DAY, by="Mia"),
        ],
        moves=[
            lk.Move(
                trigger="nurture", source="lead", target="nurtured", at=NOW - 19 * DAY
            ),
            lk.Move(
                trigger="disqualify",
                source="nurtured",
                target="disqualified",
                at=NOW - 5 * DAY,
                kind="exit",
                reason="no fit",
            ),
        ],
    )


class TestStep:
    @given(st.floats(1e-6, 1e9), st.integers(1, 12))
    def test_round(self, span, most):
        """
        A step is 1, 2 or 5 with noughts, and so many of them cover what they must.
        """
        one = step(span, most)
        digits = f"{one:e}".partition("e")[0].rstrip("0").rstrip(".")

        assert digits in {"1", "2", "5"}
        assert one * most >= span * (1 - 1e-6)
        assert one * most <= span * 2.6


class TestTicks:
    @given(st.floats(-1e6, 1e6), st.floats(1e-2, 1e6), st.integers(1, 9))
    def test_cover(self, low, span, most):
        """
        Round numbers reach from one end to the other, at like distances.
        """
        found = ticks(low, low + span, most)
        slack = 1e-6 * max(abs(low), span)

        assert found[0] <= low + slack
        assert found[-1] >= low + span - slack
        assert 2 <= len(found) <= most + 2
        assert found == sorted(found)


class TestTimeScale:
    @given(instants(), st.timedeltas(timedelta(seconds=1), timedelta(days=36500)))
    def test_marks(self, start, span):
        """
        What is written lies on the axis, in order, and is never too much.
        """
        scale = TimeScale(start, start + span, 0, 300)
        marks = [mark.at for mark in scale.marks()]

        assert marks == sorted(set(marks))
        assert all(start <= at <= start + span for at in marks)
        assert len(marks) <= 8

    @pytest.mark.parametrize(
        ("span", "told"),
        [
            (timedelta(minutes=30), "12:00|1 May"),
            (timedelta(hours=2), "12:00|1 May, 13:00, 14:00"),
            (timedelta(hours=13), "12:00|1 May, 15:00, 18:00, 21:00, 00:00|2 May"),
            (2 * DAY, "12:00|1 May, 00:00|2 May, 12:00, 00:00|3 May, 12:00"),
            (5 * DAY, "2 May|2026, 3 May, 4 May, 5 May, 6 May"),
            (95 * DAY, "Jun|2026, Jul, Aug"),
            (365 * DAY, "Jul|2026, Sep, Nov, Jan|2027, Mar, May"),
            (3 * 365 * DAY, "Jul|2026, Jan|2027, Jul, Jan|2028, Jul, Jan|2029"),
            (50 * 365 * DAY, "2030, 2040, 2050, 2060, 2070"),
        ],
        ids=str,
    )
    def test_units(self, span, told):
        """
        Years, months, days or hours are written, as the span has it.
        """
        marks = TimeScale(NOW, NOW + span, 0, 300).marks()

        assert told == ", ".join(
            f"{mark.text}|{mark.below}".rstrip("|") for mark in marks
        )

    def test_persian(self):
        """
        Months and digits are those of the language.
        """
        (mark,) = TimeScale(NOW, NOW + 20 * DAY, 0, 300).marks("fa")[:1]

        assert ("۸ مه", "۲۰۲۶") == (mark.text, mark.below)
        assert "۱ مه ۲۰۲۶" == day(NOW, "fa")

    @pytest.mark.parametrize("span", [timedelta(hours=5), 20 * DAY, 9 * 365 * DAY])
    def test_ends_of_the_calendar(self, span):
        """
        There is nothing beyond the calendar.
        """
        for start, until in ((FIRST, FIRST + span), (LAST - span, LAST)):
            marks = TimeScale(start, until, 0, 300).marks()

            assert all(start <= mark.at <= until for mark in marks)

    def test_whole_calendar(self):
        """
        All there is can be put on one axis.
        """
        marks = TimeScale(FIRST, LAST, 0, 300).marks()

        assert ["5000"] == [mark.text for mark in marks]

    @given(instants(), instants(), instants())
    def test_places(self, start, until, at):
        """
        Instants lie in their order, and those outside at the ends.
        """
        if start >= until:
            return
        scale = TimeScale(start, until, 50, 350)

        assert 50 == scale.x(start)
        assert 350 == scale.x(until)
        assert 50 <= scale.x(at) <= 350
        if at <= start:
            assert 50 == scale.x(at)


class TestHeld:
    @given(hosts(), st.lists(instants(), min_size=1), instants())
    def test_as_rules_see_it(self, lead, asked, until):
        """
        A qualification is held within its spans, and not outside.
        """
        spans = list(held(lead, "MQL", until))
        for at in asked:
            if at <= until:
                within = any(
                    since <= at and (ended is None or at < ended)
                    for since, ended in spans
                )

                assert holds(lead, "MQL", at) is within

    def test_twice(self):
        """
        What is granted again while it is held begins no second span.
        """
        lead = lk.Lead(
            id="L",
            grants=[
                lk.Grant(
                    qualification=code, at=NOW + n * DAY, by="Mia", granted=granted
                )
                for n, (code, granted) in enumerate(
                    [
                        ("MQL", False),
                        ("MQL", True),
                        ("MQL", True),
                        ("SQL", True),
                        ("MQL", False),
                        ("MQL", False),
                        ("MQL", True),
                    ]
                )
            ],
        )

        assert [(NOW + DAY, NOW + 4 * DAY), (NOW + 6 * DAY, None)] == list(
            held(lead, "MQL", NOW + 9 * DAY)
        )
        assert [(NOW + DAY, None)] == list(held(lead, "MQL", NOW + 2 * DAY))


class TestOfTimeline:
    @given(lifecycles(), steps(), st.integers(0, 20))
    def test_visits(self, lifecycle, happened, ago):
        """
        Each visit has a bar, as long beside the others as it lasted.
        """
        lead = lived(lifecycle, happened)[0][-1]
        as_of = NOW - ago * DAY
        picture = pictures.of_timeline(lead, lifecycle, as_of=as_of)
        timeline = lifecycle.timeline(lead, as_of=as_of)
        bars = drawn(picture, "rect", height="10")
        room = 360 - 98 - 6
        whole = as_of - lead.created_at

        assert len(timeline.visits) == len(bars)
        for visit, bar in zip(timeline.visits, bars, strict=True):
            wanted = max(room * (visit.length(as_of) / whole), 1.5)

            assert wanted == pytest.approx(float(bar.get("width")), abs=0.02)

    @given(hosts(), instants())
    def test_any_lead(self, lead, as_of):
        """
        Whatever is known of a lead is drawn inside the picture.
        """
        picture = pictures.of_timeline(lead, STANDARD, as_of=as_of)

        assert all(0 <= x <= 360 for x, _ in places(picture))
        assert ET.fromstring(str(picture)).tag == SVG + "svg"

    def test_rows(self):
        """
        There is a row for each stage, each qualification, and each kind of activity.
        """
        lead = busy()

        assert [
            *("Lead", "Nurtured lead", "Disqualified"),
            *("MQL", "SQL"),
            *("talks", "it did", "we did", "machines"),
        ] == texts(pictures.of_timeline(lead, STANDARD, as_of=NOW))[:9]

    def test_tips(self):
        """
        Pointing at something tells what it is, and when it was.
        """
        picture = pictures.of_timeline(busy(), STANDARD, as_of=NOW)
        tips = {one.text for one in ET.fromstring(str(picture)).iter(SVG + "title")}

        assert {
            "Lead since 11 Apr 2026",
            "12 Apr 2026: Nurture",
            "26 Apr 2026: Disqualify",
            "Marketing-qualified lead: 21 Apr 2026",
            "22 Apr 2026: Call",
            "23 Apr 2026: E-mail clicked",
        } <= tips

    def test_exits_are_tinted(self):
        """
        A stage that an exit led to has the tint of an exit.
        """
        bars = drawn(
            pictures.of_timeline(busy(), STANDARD, as_of=NOW), "rect", height="10"
        )

        assert ["forward", "forward", "exit"] == [bar.get("class") for bar in bars]

    def test_what_is_later(self):
        """
        Whatever is later is left out.
        """
        lead = busy()
        then = NOW - 18 * DAY
        known = lk.Lead(
            id="L", created_at=NOW - 20 * DAY, moves=lead.moves[:1], stage="nurtured"
        )

        assert pictures.of_timeline(known, STANDARD, as_of=then) == (
            pictures.of_timeline(lead, STANDARD, as_of=then)
        )

    def test_nothing_yet(self):
        """
        A lead that was created later has no way yet.
        """
        picture = pictures.of_timeline(LEAD, STANDARD, as_of=NOW - 20 * DAY)

        assert [] == drawn(picture, "rect")
        assert "Timeline: L" == picture.title
        assert "nothing is known yet." == picture.description

    def test_unknown_beginning(self):
        """
        A visit whose beginning isn't recorded begins at the edge.
        """
        picture = pictures.of_timeline(lk.Lead(id="L"), STANDARD, as_of=NOW)
        (bar,) = drawn(picture, "rect")

        assert ("98", "256") == (bar.get("x"), bar.get("width"))
        assert "Lead from the beginning." == picture.description

    def test_beginning_of_the_calendar(self):
        """
        Nothing is earlier than the calendar.
        """
        picture = pictures.of_timeline(lk.Lead(id="L"), STANDARD, as_of=FIRST)

        assert 1 == len(drawn(picture, "rect"))

    @pytest.mark.parametrize(
        ("lead", "lifecycle", "as_of", "error"),
        [
            ("L", STANDARD, NOW, InputError),
            (LEAD, "standard", NOW, InputError),
            (LEAD, STANDARD, NOW.replace(tzinfo=None), InstantError),
        ],
        ids=["lead", "lifecycle", "as_of"],
    )
    def test_refused(self, lead, lifecycle, as_of, error):
        """
        What is no lead, no lifecycle or no instant is refused.
        """
        with pytest.raises(error):
            pictures.of_timeline(lead, lifecycle, as_of=as_of)


class TestOfScore:
    @given(cards(), hosts(), instants())
    def test_totals(self, card, lead, until):
        """
        The curve says at its points what the card says, and begins and ends with it.
        """
        scale = TimeScale(until - 30 * DAY, until, 30, 354)
        curve = _curve(card, lead, scale)

        assert [scale.start, scale.until] == [curve[0][0], curve[-1][0]]
        assert [card.hundredths(lead, as_of=at) / 100 for at, _ in curve] == [
            value for _, value in curve
        ]

    @given(st.lists(st.floats(0.1, 19), min_size=1, max_size=5, unique=True))
    def test_happenings(self, days):
        """
        What happens lifts the curve at its instant, and not before.
        """
        lead = clicked(*days)
        scale = TimeScale(NOW - 20 * DAY, NOW, 30, 354)
        curve = dict(_curve(CLICKS, lead, scale))
        # Two in one half point of the picture may be drawn as one.
        columns = {int(2 * scale.x(one.at)): one.at for one in lead.activities}
        for at in columns.values():
            before = CLICKS.score(lead, as_of=at - TICK).total

            assert CLICKS.score(lead, as_of=at).total == curve[at]
            assert before == curve.get(at - TICK, before)

    def test_in_persian(self):
        """
        In Persian time runs to the left, and words and digits are Persian.
        """
        start = NOW - 20 * DAY
        given_ = {"start": start, "until": NOW, "thresholds": {"حد": 5}}
        here, there = (
            pictures.of_score(CLICKS, clicked(10), language=language, **given_)
            for language in ("en", "fa")
        )
        lines = (
            points(one.get("d"))
            for picture in (here, there)
            for one in drawn(picture, "path")
            if one.get("stroke-width") == "1.8"
        )
        right, left = lines

        assert [y for _, y in right] == [y for _, y in left]
        assert [360 - x for x, _ in right] == pytest.approx(
            [x for x, _ in left], abs=0.011
        )
        assert f"{CLICKS.name} در {day(start, 'fa')} برابر ۰" in there.description
        assert "حد ۵" in texts(there)
        assert not re.search("[0-9]", " ".join(texts(there)))

    def test_drawing(self):
        """
        The line is where the scale says.
        """
        lead = clicked(10)
        picture = pictures.of_score(CLICKS, lead, start=NOW - 20 * DAY, until=NOW)
        (line,) = (o for o in drawn(picture, "path") if o.get("stroke-width") == "1.8")
        found = points(line.get("d"))

        assert (30, 176) == found[0]
        assert (354, 176) == found[-1]
        # Ten points at once, then nothing is left after eight days.
        assert 22 == min(y for _, y in found)
        assert 192 == pytest.approx(min(x for x, y in found if y == 22), abs=0.01)
        assert "clicks" == picture.title
        assert "clicks is 0 on 11 Apr 2026 and 0 on 1 May 2026." == picture.description

    def test_thresholds(self):
        """
        A threshold is a dashed line at its height, with its name and its number.
        """
        picture = pictures.of_score(
            CLICKS,
            clicked(10),
            start=NOW - 20 * DAY,
            until=NOW,
            thresholds={"from": 5, "until": 2.5, "x" * 99: 20},
        )
        dashed = [o for o in drawn(picture, "path") if o.get("stroke-dasharray")]
        told = texts(picture)

        assert [137.5, 156.75, 22] == [points(one.get("d"))[0][1] for one in dashed]
        assert {"from 5", "until 2.5"} <= set(told)
        assert [one for one in told if re.fullmatch("x+…", one)]

    def test_below_nothing(self):
        """
        A total below 0 is drawn below the line at 0.
        """
        card = lk.Scorecard("minus", [lk.Points(-7, when=lk.ALWAYS, name="all")])
        told = texts(pictures.of_score(card, LEAD, start=NOW - DAY, until=NOW))

        assert {"-8", "0", "2"} <= set(told)

    @pytest.mark.parametrize(
        ("grants", "spans"),
        [
            ([], []),
            ([(-15, True)], [(111, 243)]),
            ([(-15, True), (-5, False)], [(111, 162)]),
            ([(-30, True), (-25, False)], []),
            ([(-30, True), (-10, False), (-5, True)], [(30, 162), (273, 81)]),
        ],
    )
    def test_qualification(self, grants, spans):
        """
        When a qualification was held is shaded, and named once.
        """
        lead = lk.Lead(
            id="L",
            grants=[
                lk.Grant(
                    qualification="MQL", at=NOW + days * DAY, by="x", granted=granted
                )
                for days, granted in grants
            ],
        )
        picture = pictures.of_score(
            CLICKS, lead, start=NOW - 20 * DAY, until=NOW, qualification="MQL"
        )
        found = [
            (float(one.get("x")), float(one.get("width")))
            for one in drawn(picture, "rect")
        ]

        assert spans == found
        assert bool(spans) == texts(picture).count("MQL held")

    def test_an_instant(self):
        """
        Even two instants that follow on one another make a picture.
        """
        picture = pictures.of_score(CLICKS, clicked(0), start=NOW - TICK, until=NOW)

        assert "clicks is 0 on 1 May 2026 and 10 on 1 May 2026." == picture.description

    @pytest.mark.parametrize(
        ("given_", "error", "told"),
        [
            ({"card": LEAD}, InputError, "got a Lead, expected a Scorecard"),
            ({"lead": CLICKS}, InputError, "got a Scorecard, expected a Lead"),
            ({"start": NOW}, InstantError, "an instant that isn't after start"),
            ({"start": NOW.replace(tzinfo=None)}, InstantError, "^start: "),
            ({"until": None}, InstantError, "^until: "),
            ({"thresholds": [3]}, InputError, "thresholds: got a list"),
            ({"thresholds": {"a": "3"}}, InputError, "a threshold: got a str"),
            ({"thresholds": {"a": True}}, InputError, "a threshold: got a bool"),
            ({"thresholds": {"a": float("nan")}}, InputError, "isn't finite"),
            ({"thresholds": {"a": 1e300}}, InputError, "a number beyond"),
        ],
        ids=str,
    )
    def test_refused(self, given_, error, told):
        """
        What can't be drawn is refused.
        """
        all_ = {"card": CLICKS, "lead": LEAD, "start": NOW - DAY, "until": NOW}
        all_ |= given_

        with pytest.raises(error, match=told):
            pictures.of_score(all_.pop("card"), all_.pop("lead"), **all_)

    def test_fields_that_are_not_there(self):
        """
        A card asks for its fields as it always does.
        """
        known = lk.fields(lk.Lead, traits={"plan": str})
        card = lk.Scorecard("fit", [lk.Points(1, when=known.plan == "pro")])
        picture = pictures.of_score(card, LEAD, start=NOW - DAY, until=NOW)

        assert "fit is 0" in picture.description
