"""
Plots, and the pictures of them.
"""

import re
from itertools import combinations, pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotting import (
    CURVE,
    EMPTY,
    LONG,
    PLOTS,
    SVG,
    bars,
    boxes,
    drawn,
    lines,
    plots,
    points,
    texts,
    tips,
)

from leadkit import InputError
from leadkit.pictures import (
    Areas,
    Bars,
    Course,
    Heat,
    Lines,
    Spans,
    Trace,
    of_plot,
)
from leadkit.pictures.plotted_curves import in_steps, seen
from leadkit.pictures.plotted_figures import amount, tick
from leadkit.pictures.plotted_frame import Axis, spread, style_of
from leadkit.pictures.sheet import WIDTH

TAGS = {"svg", "title", "desc", "style", "text", "rect", "path", "circle"}
LANGUAGES = ("en", "fa")
NAN, INF = float("nan"), float("inf")
examples = pytest.mark.parametrize("name", PLOTS)
languages = pytest.mark.parametrize("language", LANGUAGES)


def edges(picture):
    """
    The corners of all that is drawn.
    """
    for one in drawn(picture, "path"):
        yield from points(one.get("d"))
    for one in drawn(picture, "rect"):
        x, y, wide, high = (float(one.get(n)) for n in ("x", "y", "width", "height"))
        assert min(wide, high) >= 0
        yield from ((x, y), (x + wide, y + high))
    for one in drawn(picture, "circle"):
        x, y, r = (float(one.get(name)) for name in ("cx", "cy", "r"))
        yield from ((x - r, y - r), (x + r, y + r))


class TestOfPlot:
    @given(plots, st.sampled_from(LANGUAGES))
    def test_stays_inside(self, plot, language):
        """
        Nothing of any plot is drawn beyond the edges, as far as one can tell.
        """
        picture = of_plot(plot, language=language)
        root = drawn(picture, "svg")[0]
        width, height = map(float, root.get("viewBox").split()[2:])

        assert WIDTH == width
        # A dot at an end is cut by no more than itself.
        assert all(-4 <= x <= width + 4 for x, _ in edges(picture))
        assert all(-0.01 <= y <= height + 0.01 for _, y in edges(picture))
        for left, right, low, said in boxes(picture):
            assert left >= -0.1, said
            assert right <= width + 0.1, said
            assert 9 <= low <= height, said

    @given(plots, st.sampled_from(LANGUAGES))
    def test_no_text_on_another(self, plot, language):
        """
        No text of any plot lies on another one.
        """
        for one, other in combinations(boxes(of_plot(plot, language=language)), 2):
            beside = one[1] <= other[0] + 0.1 or other[1] <= one[0] + 0.1

            assert beside or abs(one[2] - other[2]) >= 9, (one, other)

    @given(bars())
    def test_mirrored(self, plot):
        """
        In Persian bars begin on the right, and are otherwise as they were.
        """
        here, there = (
            [
                [float(one.get(name)) for name in ("x", "y", "width", "height")]
                for one in drawn(of_plot(plot, language=language), "rect")
            ]
            for language in LANGUAGES
        )

        for (x, y, wide, high), other in zip(here, there, strict=True):
            assert [WIDTH - x - wide, y, wide, high] == pytest.approx(other, abs=0.011)

    @given(plots)
    def test_same_again(self, plot):
        """
        The same plot gives the same picture, and says the same of it.
        """
        again = attrs.evolve(plot)

        assert plot == again
        assert hash(plot) == hash(again)
        assert of_plot(plot) == of_plot(again)

    @examples
    @languages
    def test_is_svg_of_its_own(self, name, language):
        """
        A picture has its title and description, loads nothing, and has the page's ink.
        """
        picture = of_plot(PLOTS[name], language=language)
        root = drawn(picture, "svg")[0]

        assert PLOTS[name].title == picture.title
        assert picture.description == root.findtext(SVG + "desc")
        for one in root.iter():
            assert one.tag.removeprefix(SVG) in TAGS
            assert not {"id", "href", "onclick"} & set(one.attrib)
            assert one.get("fill") in {None, "none", "currentColor"}
            assert one.get("stroke") in {None, "none", "currentColor"}

    @pytest.mark.parametrize("name", ["areas", "large spans", "missed course"])
    def test_in_persian(self, name):
        """
        In Persian its numbers are Persian, and what the plot says stays as it is.
        """
        plot = PLOTS[name]
        title, *said = texts(of_plot(plot, language="fa"))

        assert plot.title == title
        assert re.search("[۰-۹]", " ".join(said))
        assert not re.search("[0-9]", " ".join(said))

    @pytest.mark.parametrize("name", EMPTY)
    @pytest.mark.parametrize(
        ("language", "said"),
        [("en", "Nothing to show."), ("fa", "چیزی برای نمایش نیست.")],
    )
    def test_nothing(self, name, language, said):
        """
        Where there is nothing, the picture says so.
        """
        picture = of_plot(EMPTY[name], language=language)

        assert ["Nobody", said] == texts(picture)
        assert ("Nobody", said) == (picture.title, picture.description)

    @pytest.mark.parametrize("given_", [None, 3, "bars", [1, 2]])
    def test_no_plot(self, given_):
        """
        What is no plot is refused.
        """
        with pytest.raises(InputError, match=r"of_plot\(\): got .*, expected a plot"):
            of_plot(given_)

    def test_language(self):
        """
        A language without words is refused.
        """
        with pytest.raises(InputError, match="language: got 'de'"):
            of_plot(PLOTS["bars"], language="de")

    def test_long_title(self):
        """
        A long title is broken, and not cut.
        """
        said = texts(of_plot(Bars(LONG, ("a",), {"": (1,)})))

        assert LONG == " ".join(said[:2])

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("shares", "search: 31%. mail: 2.0%."),
            ("one part", f"search: 1.235M. {LONG}: \u2013. mail: 30."),
            ("curve", "customers: 0% at 0 days, 43% at 107 days."),
            (
                "heat",
                "2024-01: 30% at 90 d. 2024-02: 25% at 60 d. 2024-03: 12% at 30 d.",
            ),
            (
                "areas",
                (
                    "At 0 days: lead 100%, customer 0%. "
                    "At 60 days: lead 10%, customer 90%."
                ),
            ),
            (
                "spans",
                (
                    f"B: 1.2% (-0.4% to 2.8%). {LONG}: not known. "
                    "D: -3.1% (-5.0% to -1.0%)."
                ),
            ),
            (
                "course",
                (
                    "41 of 120 at 12 days. "
                    "88 to 120 are foreseen at 30 days, 103 in the middle."
                ),
            ),
            ("missed course", "1 of 5 at 3 days."),
        ],
    )
    def test_description(self, name, said):
        """
        The description has the numbers that matter most.
        """
        assert said == of_plot(PLOTS[name]).description

    def test_long_description(self):
        """
        A description has no more sentences than one can listen to.
        """
        told = of_plot(PLOTS["curves"]).description

        assert 12 == told.count("channel")
        assert told.endswith(" And 5 more.")


class TestBars:
    @given(bars())
    def test_to_scale(self, plot):
        """
        Parts are as long beside each other as their numbers are, from the left edge on.
        """
        rows = list(zip(*plot.parts.values(), strict=True))
        if not plot.labels or not max(
            map(sum, [[v or 0 for v in r] for r in rows] or [[0]])
        ):
            return
        picture = of_plot(plot)
        filled = [
            one
            for one in drawn(picture, "rect", fill="currentColor")
            if one.get("height") == "10" and len(one)
        ]
        known = [value for row in rows for value in row if value]
        axis_end = max(sum(value or 0 for value in row) for row in rows)

        assert len(known) == len(filled)
        for value, one in zip(known, filled, strict=True):
            # A hair is left between parts, and the axis ends at a round number.
            longest = WIDTH * value / axis_end
            wide = float(one.get("width"))

            assert wide <= longest + 0.01
            assert wide >= longest / 2.6 * 0.75 - 1.01

    def test_begin_at_nothing(self):
        """
        Half of it is half as long.
        """
        picture = of_plot(Bars("x", ("a", "b"), {"n": (40, 20)}))
        one, half = drawn(picture, "rect", class_="forward")

        assert ["0", "0"] == [one.get("x"), half.get("x")]
        assert [WIDTH - 1, WIDTH / 2 - 1] == [
            float(bar.get("width")) for bar in (one, half)
        ]

    def test_legend(self):
        """
        Several parts are named above, a single one isn't.
        """
        assert ["The funnel", "advanced", "exited", "open"] == texts(
            of_plot(PLOTS["bars"])
        )[:4]
        assert ["Cost", "search"] == texts(of_plot(PLOTS["one part"]))[:2]

    def test_told(self):
        """
        What is told stands at the ends; if nothing is, the number does.
        """
        assert "9 of 12, 75%" in texts(of_plot(PLOTS["bars"]))
        assert "31%" in texts(of_plot(PLOTS["shares"]))

    def test_unknown(self):
        """
        A bar that isn't known is dashed, and one of nothing isn't there.
        """
        picture = of_plot(Bars("x", ("a", "b", "c"), {"n": (None, 0, 3)}))

        assert ["not known", "n: 3."] == tips(picture)
        assert 1 == len(drawn(picture, "rect", fill="none"))

    def test_less_than_nothing(self):
        """
        What misses nothing by a hair is nothing.
        """
        picture = of_plot(Bars("x", ("a", "b"), {"n": (-1e-17, 2)}))

        assert 1 == len(drawn(picture, "rect", class_="forward"))

    @pytest.mark.parametrize(
        ("labels", "parts", "told", "subject", "came"),
        [
            (("a",), {"n": (1, 2)}, (), "lengths of a part of Bars", "2"),
            (("a",), {"n": (-1,)}, (), "a length of Bars", "a negative number"),
            (
                ("a",),
                {"n": (NAN,)},
                (),
                "a length of Bars",
                "a number that isn't finite",
            ),
            (
                ("a",),
                {"n": (INF,)},
                (),
                "a length of Bars",
                "a number that isn't finite",
            ),
            (("a",), {"n": (1e16,)}, (), "a length of Bars", "a number beyond 10**15"),
            (("a",), {"n": (True,)}, (), "a length of Bars", "a bool"),
            (("a",), {"n": ("1",)}, (), "a length of Bars", "a str"),
            (("a",), {"n": (1,)}, ("b", "c"), "told of Bars", "2"),
        ],
    )
    def test_refused(self, labels, parts, told, subject, came):
        """
        What can't be drawn is refused when it is written down.
        """
        with pytest.raises(InputError) as caught:
            Bars("x", labels, parts, told)

        assert (subject, came) == (caught.value.subject, caught.value.came)


class TestCurves:
    @given(lines())
    def test_thinned(self, line):
        """
        Of the points, the first, the last, the highest and the lowest are always seen.
        """
        places = seen(line.points)
        heights = [line.points[place][1] for place in places]

        assert places == sorted(set(places))
        if line.points:
            every = [y for _, y in line.points]
            assert {0, len(every) - 1} <= set(places)
            assert (min(every), max(every)) == (min(heights), max(heights))

    def test_many_points(self):
        """
        Twenty thousand points make a picture that a page can hold.
        """
        line = Trace("", tuple((float(n), n / 20000) for n in range(20000)))
        picture = of_plot(Lines("x", "days", "share", (line,)))

        assert len(str(picture)) < 50_000

    @given(lines())
    def test_steps(self, line):
        """
        A stepped line goes along or up and down, never aslant.
        """
        stepped = in_steps(line.points)

        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(stepped))
        assert set(line.points) <= set(stepped)

    def test_places(self):
        """
        A line passes through its points, which lie where the axes say.
        """
        line = Trace("", ((0, 0), (50, 0.5), (100, 1)))
        plot = Lines("x", "days", "share", (line,), stepped=False)
        (way,) = drawn(of_plot(plot), "path", class_="forward")
        (x0, y0), (x1, y1), (x2, y2) = points(way.get("d"))

        assert (x0 + x2) / 2 == pytest.approx(x1, abs=0.01)
        assert (y0 + y2) / 2 == pytest.approx(y1, abs=0.01)
        assert 150 == pytest.approx(y0 - y2, abs=0.01)
        assert WIDTH == x2

    def test_bands(self):
        """
        A band breaks off where nothing is known, and keeps its height until there.
        """
        band = ((0, 0.2), (0, 0.2), None, (0.1, 0.4), None)
        line = Trace("", tuple((n * 10.0, 0.1) for n in range(5)), band)
        plot = Lines("x", "days", "share", (line,))
        areas = {
            stepped: [
                points(one.get("d"))
                for one in drawn(of_plot(attrs.evolve(plot, stepped=stepped)), "path")
                if one.get("d").endswith("Z")
            ]
            for stepped in (True, False)
        }

        assert [2, 1] == [len(areas[True]), len(areas[False])]

    def test_one_point(self):
        """
        A line of one point is a dot, and one of none is told to be unknown.
        """
        plot = Lines("x", "days", "n", (Trace("a", ((3, 4),)), Trace("b", ())))
        picture = of_plot(plot)

        assert 1 == len(drawn(picture, "circle"))
        assert "a: 400% at 3 days. b: not known." == picture.description

    def test_lines_differ(self):
        """
        Fifteen lines differ in tint, dash or strength.
        """
        assert 15 == len({style_of(place) for place in range(40)})
        assert style_of(0) == style_of(15)

    def test_honest(self):
        """
        The axis beside begins at nothing, or below it.
        """
        plot = Lines("x", "days", "n", (Trace("", CURVE),))

        assert "0%" in texts(of_plot(plot))

    @pytest.mark.parametrize(
        ("points_", "band", "subject", "came"),
        [
            (((0, NAN),), (), "a point of a Trace", "a number that isn't finite"),
            (
                ((1, 0), (0, 0)),
                (),
                "a point of a Trace",
                "one to the left of the one before",
            ),
            (((0, 0),), (None, None), "bands of a Trace", "2"),
            (((0, 0),), ((0, INF),), "a band of a Trace", "a number that isn't finite"),
            (
                ((0, 0),),
                ((2, 1),),
                "a band of a Trace",
                "a lower end above the upper one",
            ),
        ],
    )
    def test_refused(self, points_, band, subject, came):
        """
        A line that can't be drawn is refused.
        """
        with pytest.raises(InputError) as caught:
            Trace("", points_, band)

        assert (subject, came) == (caught.value.subject, caught.value.came)


class TestHeat:
    def test_darker(self):
        """
        Greater shares are darker, and the greatest still lets its number be read.
        """
        plot = Heat("x", ("a",), ("p", "q", "r", "s"), ((0, 0.1, 0.2, None),))
        cells = [
            float(one.get("opacity"))
            for one in drawn(of_plot(plot), "rect", class_="forward")
            if one.get("height") == "20.5"
        ]

        assert [0.05, 0.32, 0.6] == pytest.approx(cells, abs=0.006)

    def test_numbers(self):
        """
        The numbers stand in the cells where they have room; pointing always tells them.
        """
        assert {"25%", "12%"} <= set(texts(of_plot(PLOTS["heat"])))
        wide = of_plot(PLOTS["wide heat"])

        assert "50%" not in texts(wide)
        assert any(tip.endswith("105 days: 50%.") for tip in tips(wide))

    def test_not_yet(self):
        """
        What isn't known yet is dashed, and the key says what that means.
        """
        assert "not yet" in texts(of_plot(PLOTS["heat"]))
        assert "not yet" not in texts(of_plot(PLOTS["wide heat"]))

    def test_empty(self):
        """
        What it means that there is no share may be said otherwise.
        """
        plot = attrs.evolve(PLOTS["heat"], empty="never")

        assert "never" in texts(of_plot(plot))
        assert "never" in texts(of_plot(plot, language="fa"))
        assert "هنوز نه" in texts(of_plot(PLOTS["heat"], language="fa"))

    def test_nothing_known(self):
        """
        A table of nothing known is drawn, and so is one of noughts.
        """
        assert (
            "a: not yet." == of_plot(Heat("x", ("a",), ("p",), ((None,),))).description
        )
        assert "a: 0% at p." == of_plot(Heat("x", ("a",), ("p",), ((0,),))).description

    def test_columns(self):
        """
        Where columns are narrow, some of them are named.
        """
        named = [one for one in texts(of_plot(PLOTS["wide heat"])) if "days" in one]

        assert "0 days" == named[0]
        assert 2 <= len(named) < 26

    def test_columns_of_words(self):
        """
        Where they are a bit narrow, they are named on several lines.
        """
        plot = PLOTS["flow"]
        lines_ = {low for *_, low, said in boxes(of_plot(plot)) if said in plot.columns}

        assert set(plot.columns) <= set(texts(of_plot(plot)))
        assert 2 == len(lines_)

    @pytest.mark.parametrize(
        ("cells", "subject", "came"),
        [
            (((0.1,), (0.2,)), "rows of cells of a Heat", "2"),
            (((0.1, 0.2),), "cells of a row of a Heat", "2"),
            (((1.1,),), "a cell of a Heat", "a number beyond"),
            (((-0.1,),), "a cell of a Heat", "a number beyond"),
        ],
    )
    def test_refused(self, cells, subject, came):
        """
        Cells that are no shares, and too many of them, are refused.
        """
        with pytest.raises(InputError) as caught:
            Heat("x", ("a",), ("p",), cells)

        assert (subject, came) == (caught.value.subject, caught.value.came)


class TestAreas:
    def test_stand_on_each_other(self):
        """
        All parts together are as high as the picture; each stands on the one before.
        """
        first, second = (
            points(one.get("d"))
            for one in drawn(of_plot(PLOTS["areas"]), "path")
            if one.get("d").endswith("Z")
        )

        assert first[:4] == list(reversed(second[4:]))
        assert 160 == pytest.approx(first[4][1] - second[0][1])

    def test_gaps(self):
        """
        Where a part isn't known there is nothing, and what stands alone is a bar.
        """
        found = [
            points(one.get("d"))
            for one in drawn(of_plot(PLOTS["broken areas"]), "path")
            if one.get("d").endswith("Z")
        ]

        assert 6 == len(found)
        assert all(way[1][0] - way[0][0] == pytest.approx(6) for way in found[2:])
        assert all(x <= WIDTH + 0.01 for way in found for x, _ in way)

    @pytest.mark.parametrize(
        ("xs", "parts", "subject", "came"),
        [
            ((0,), {"a": (1, 1)}, "shares of a part of Areas", "2"),
            ((0,), {"a": (2,)}, "a share of Areas", "a number beyond"),
            (
                (0,),
                {"a": (0.6,), "b": (0.6,)},
                "shares of Areas",
                "more than the whole",
            ),
            ((1, 0), {}, "a place of Areas", "one to the left of the one before"),
        ],
    )
    def test_refused(self, xs, parts, subject, came):
        """
        Shares of more than the whole are refused, and too many of them.
        """
        with pytest.raises(InputError) as caught:
            Areas("x", "days", xs, parts)

        assert (subject, came) == (caught.value.subject, caught.value.came)


class TestSpans:
    def test_dots(self):
        """
        There is a dot for each value that is known, on its band.
        """
        picture = of_plot(PLOTS["spans"])
        dots = [float(one.get("cx")) for one in drawn(picture, "circle")]
        lines_ = [
            points(one.get("d")) for one in drawn(picture, "path", class_="forward")
        ]

        assert 2 == len(dots) == len(lines_)
        for dot, (start, stop) in zip(dots, lines_, strict=True):
            assert start[0] < dot < stop[0]

    def test_mark(self):
        """
        The mark runs through each row, where one is given.
        """
        plot = PLOTS["spans"]

        assert 3 == len(drawn(of_plot(plot), "path", class_="exit"))
        assert [] == drawn(
            of_plot(attrs.evolve(plot, mark=None)), "path", class_="exit"
        )

    def test_nothing_known(self):
        """
        Labels without values are drawn, too.
        """
        assert (
            "a: not known." == of_plot(Spans("x", ("a",), (None,), (None,))).description
        )

    @pytest.mark.parametrize(
        ("given_", "subject", "came"),
        [
            (((1, 2), (None,), None), "values of Spans", "2"),
            (((1,), (), None), "bands of Spans", "0"),
            (((1,), (None,), INF), "a value of Spans", "a number that isn't finite"),
            (
                ((1,), ((3, 2),), 0),
                "a band of Spans",
                "a lower end above the upper one",
            ),
        ],
    )
    def test_refused(self, given_, subject, came):
        """
        Too many values are refused, and those that aren't finite.
        """
        values, bands, mark = given_
        with pytest.raises(InputError) as caught:
            Spans("x", ("a",), values, bands, mark)

        assert (subject, came) == (caught.value.subject, caught.value.came)


class TestCourse:
    def test_fan(self):
        """
        The fan opens from where one is to where one may get, which is written beside.
        """
        picture = of_plot(PLOTS["course"])
        (fan,) = (
            points(one.get("d"))
            for one in drawn(picture, "path")
            if one.get("d").endswith("Z")
        )
        (dot,) = drawn(picture, "circle")

        assert [(float(dot.get("cx")), float(dot.get("cy")))] == fan[:1]
        assert {"88", "103", "120"} <= set(texts(picture))

    def test_narrow_fan(self):
        """
        Numbers that would stand on each other are left to the description.
        """
        picture = of_plot(PLOTS["course to come"])

        assert "90" in texts(picture)
        assert not {"89", "91"} & set(texts(picture))
        assert "89 to 91" in picture.description

    def test_target(self):
        """
        The target has a dashed line that is named, also at the top.
        """
        for name in ("course", "missed course"):
            picture = of_plot(PLOTS[name])

            assert f"target {PLOTS[name].target}" in texts(picture)
            assert drawn(picture, "path", class_="exit")

    @pytest.mark.parametrize(
        ("done", "end", "fan", "subject", "came"),
        [
            (((0, INF),), 1, None, "a point of a Course", "a number that isn't finite"),
            ((), NAN, None, "an end of a Course", "a number that isn't finite"),
            (
                (),
                1,
                (3, 2, 4),
                "the fan of a Course",
                "a lower end above the upper one",
            ),
            (
                (),
                1,
                (2, 4, 3),
                "the fan of a Course",
                "a lower end above the upper one",
            ),
        ],
    )
    def test_refused(self, done, end, fan, subject, came):
        """
        A course that can't be drawn is refused.
        """
        with pytest.raises(InputError) as caught:
            Course("x", "days", done, end, 10, fan)

        assert (subject, came) == (caught.value.subject, caught.value.came)


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "percent", "language", "said"),
        [
            (None, False, "en", "\u2013"),
            (0, True, "en", "0%"),
            (0.031, True, "en", "3.1%"),
            (-0.031, True, "fa", "\u2066-۳٫۱٪\u2069"),
            (0.31, True, "fa", "۳۱٪"),
            (1234, False, "fa", "۱٬۲۳۴"),
            (12.345, False, "en", "12.3"),
            (2_500_000, False, "en", "2.5M"),
            (2_500_000, False, "fa", "۲٫۵ میلیون"),
            (3e9, False, "en", "3B"),
            (-4e12, False, "en", "-4T"),
        ],
    )
    def test_amount(self, value, percent, language, said):
        """
        A number has as many digits as can be taken in.
        """
        assert said == amount(value, language, percent=percent)

    @given(st.floats(-1e12, 1e12), st.floats(0, 1e12))
    def test_axis(self, low, span):
        """
        An axis has a few round numbers, each written otherwise, and all lie on it.
        """
        axis = Axis(*spread(low, low + span), 0, 100)
        found = axis.ticks(5)

        assert len(found) <= 6
        assert all(0 <= axis.at(one) <= 100 for one in found)
        assert len(found) == len({tick(one, "en") for one in found})
