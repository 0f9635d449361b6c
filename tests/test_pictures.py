"""
Pictures: what all of them are, and those of numbers.
"""

import re
from collections import Counter
from datetime import timedelta
from statistics import median
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, cards, hosts, rules

import leadkit as lk
from leadkit import InputError, pictures
from leadkit.pictures.lettering import fitted, width_of, wrapped
from leadkit.pictures.phrases import counted, listed
from leadkit.pictures.sheet import WIDTH, Sheet
from leadkit.pictures.strokes import figure, path

TAGS = {"svg", "title", "desc", "style", "text", "rect", "path", "circle"}
SVG = "{http://www.w3.org/2000/svg}"
LIFECYCLE = lk.standard.lifecycle()
DAY = timedelta(days=1)
LEAD = lk.Lead(
    id="L-<1>",
    created_at=NOW - 40 * DAY,
    activities=[
        lk.Activity(id="a", type="webinar_attended", at=NOW - 30 * DAY),
        lk.Activity(id="b", type="call_held", at=NOW - 20 * DAY),
        lk.Activity(id="c", type="email_sent", at=NOW - 10 * DAY, actor="machine"),
        lk.Activity(id="d", type="email_clicked", at=NOW - 10 * DAY, actor="machine"),
    ],
    moves=[
        lk.Move(trigger="nurture", source="lead", target="nurtured", at=NOW - 39 * DAY),
        lk.Move(
            trigger="disqualify",
            source="nurtured",
            target="disqualified",
            at=NOW - 5 * DAY,
            kind="exit",
            reason="no fit",
        ),
    ],
    grants=[lk.Grant(qualification="MQL", at=NOW - 30 * DAY, by="standard")],
)
CARD = lk.standard.engagement_card()
TRAITS = lk.fields(lk.Lead, traits={"size": int, "plan": str})
HOSTILE = "<script>&\"'\x00\x1f\ud800\ufffe سرنخ"


def scored(language):
    """
    The score of a lead over time, with all that may be in such a picture.
    """
    return pictures.of_score(
        CARD,
        LEAD,
        start=NOW - 40 * DAY,
        until=NOW,
        thresholds={"from": 30},
        qualification="MQL",
        language=language,
    )


PICTURES = {
    "funnel": pictures.funnel({"lead": 1200, "nurtured": 300, "advocate": 7}),
    "Persian funnel": pictures.funnel({"lead": 12, "مشتری": 3}, language="fa"),
    "histogram": pictures.histogram([0, 1, 1, 2, 40.5], title="Engagement"),
    "Persian histogram": pictures.histogram([0, 1, 1, 2, 1040.5], language="fa"),
    "lifecycle": pictures.of_lifecycle(LIFECYCLE),
    "Persian lifecycle": pictures.of_lifecycle(LIFECYCLE, language="fa"),
    "timeline": pictures.of_timeline(LEAD, LIFECYCLE, as_of=NOW),
    "Persian timeline": pictures.of_timeline(LEAD, LIFECYCLE, as_of=NOW, language="fa"),
    "score": scored("en"),
    "Persian score": scored("fa"),
    "reason": pictures.of_reason(
        lk.explain(
            (TRAITS.size >= 50) & ~lk.any_of(TRAITS.plan == "pro", lk.holds("MQL")),
            LEAD,
            as_of=NOW,
        )
    ),
    "lines": pictures.of_lines(CARD.score(LEAD, as_of=NOW)),
    "hostile": pictures.funnel({HOSTILE: 3}, title=HOSTILE),
}
pictures_ = pytest.mark.parametrize("name", PICTURES)


def drawn(picture, tag, **wanted):
    """
    The elements of a picture with a tag and attributes.
    """
    return [
        one
        for one in ET.fromstring(str(picture)).iter(SVG + tag)
        if all(one.get(key.rstrip("_")) == value for key, value in wanted.items())
    ]


def texts(picture):
    """
    The texts of a picture, in order.
    """
    return [one.text or one[-1].tail for one in drawn(picture, "text")]


def points(way):
    """
    The points of a line.
    """
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", way)]


def places(picture):
    """
    Every point that something is drawn at.
    """
    for one in ET.fromstring(str(picture)).iter():
        if "d" in one.attrib:
            yield from points(one.get("d"))
        elif one.tag == SVG + "rect":
            x, y, width, height = (
                float(one.get(name)) for name in ("x", "y", "width", "height")
            )
            yield from ((x, y), (x + width, y + height))
        elif one.tag in {SVG + "circle", SVG + "text"}:
            yield tuple(
                float(one.get(name) or one.get(f"c{name}")) for name in ("x", "y")
            )


class TestPicture:
    @pictures_
    def test_is_svg_of_its_own(self, name):
        """
        A picture is well-formed, says what it is, and fits where it is put.
        """
        picture = PICTURES[name]
        root = ET.fromstring(str(picture))

        assert SVG + "svg" == root.tag
        assert [picture.title, picture.description] == [
            root.findtext(SVG + "title"),
            root.findtext(SVG + "desc"),
        ]
        assert f"{picture.title}. {picture.description}" == root.get("aria-label")
        assert "img" == root.get("role")
        assert picture.title
        assert picture.description

    @pictures_
    def test_loads_and_runs_nothing(self, name):
        """
        There are no scripts, handlers, links and addresses in it, and no ids.
        """
        for one in ET.fromstring(str(PICTURES[name])).iter():
            tag = one.tag.removeprefix(SVG)

            assert tag in TAGS
            assert not [a for a in one.attrib if a.startswith("on") or "href" in a]
            assert "id" not in one.attrib
            assert "url(" not in "".join(one.attrib.values())
        assert "@import" not in str(PICTURES[name])

    @pictures_
    def test_stays_inside(self, name):
        """
        Nothing is drawn beyond the edges.
        """
        root = ET.fromstring(str(PICTURES[name]))
        _, _, width, height = map(float, root.get("viewBox").split())
        found = list(places(PICTURES[name]))

        assert found
        assert all(-0.01 <= x <= width + 0.01 for x, _ in found)
        assert all(-0.01 <= y <= height + 0.01 for _, y in found)

    @pictures_
    def test_takes_the_colour_of_the_page(self, name):
        """
        All ink is that of the page, or one of the tints that a page may choose.
        """
        tints = set()
        for one in ET.fromstring(str(PICTURES[name])).iter():
            assert one.get("fill") in {None, "none", "currentColor"}
            assert one.get("stroke") in {None, "none", "currentColor"}
            if one.get("color"):
                tints.add((one.get("class"), one.get("color")))

        for tint, colour in tints:
            rule = f"svg.leadkit .{tint}{{color:var(--leadkit-{tint},{colour})}}"

            assert rule in str(PICTURES[name])

    def test_shows_itself(self):
        """
        Its SVG is what it says, what a notebook shows, and what templates take; its
        repr says nothing of what is in it.
        """
        picture = PICTURES["timeline"]

        assert picture.svg == str(picture) == picture._repr_html_()
        assert picture.svg == picture.__html__()
        assert f"<picture, {len(picture.svg)} characters of SVG>" == repr(picture)

    def test_same_again(self):
        """
        The same values give the same picture, to the byte.
        """
        again = pictures.of_timeline(LEAD, LIFECYCLE, as_of=NOW)

        assert PICTURES["timeline"] == again

    def test_hostile_texts(self):
        """
        A text is a text, and what no file can hold is replaced.
        """
        assert ["<script>&\"'\ufffd\ufffd\ufffd\ufffd سرنخ", "3", "100%"] == texts(
            PICTURES["hostile"]
        )

    @pytest.mark.parametrize(
        "draw",
        [
            lambda language: pictures.funnel({"lead": 1}, language=language),
            lambda language: pictures.of_lifecycle(LIFECYCLE, language=language),
            lambda language: pictures.of_timeline(
                LEAD, LIFECYCLE, as_of=NOW, language=language
            ),
            lambda language: pictures.histogram([1], language=language),
            scored,
        ],
        ids=["funnel", "of_lifecycle", "of_timeline", "histogram", "of_score"],
    )
    def test_language(self, draw):
        """
        A language without words is refused.
        """
        with pytest.raises(InputError, match="language: got 'de', expected 'en' or"):
            draw("de")

    @pytest.mark.parametrize(
        "draw",
        [
            lambda language: pictures.funnel({"lead": 3, "x": 1}, language=language),
            lambda language: pictures.of_timeline(
                LEAD, LIFECYCLE, as_of=NOW, language=language
            ),
            lambda language: pictures.histogram([1, 1, 9], language=language),
            scored,
        ],
        ids=["funnel", "of_timeline", "histogram", "of_score"],
    )
    def test_mirrored(self, draw):
        """
        In Persian everything begins on the right, and is otherwise as it was.
        """
        here, there = (
            [
                [float(one.get(name)) for name in ("x", "y", "width", "height")]
                for one in drawn(draw(language), "rect")
            ]
            for language in ("en", "fa")
        )

        assert here
        for (x, y, width, height), other in zip(here, there, strict=True):
            assert [WIDTH - x - width, y, width, height] == pytest.approx(
                other, abs=0.011
            )


names = st.text(max_size=40)
counts = st.dictionaries(names, st.integers(0, 10**6), min_size=1, max_size=9)


class TestFunnel:
    @given(counts)
    def test_bars(self, given_):
        """
        A bar is as long beside the others as its number is.
        """
        bars = drawn(pictures.funnel(given_), "rect", class_="forward")
        most = max(given_.values())

        assert [WIDTH * one / most if most else 0 for one in given_.values()] == (
            pytest.approx([float(bar.get("width")) for bar in bars], abs=0.01)
        )

    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("en", ["Lead", "1,000", "100%", "Customer", "55", "5.5%"]),
            ("fa", ["سرنخ", "۱٬۰۰۰", "۱۰۰٪", "مشتری", "۵۵", "۵٫۵٪"]),
        ],
    )
    def test_texts(self, language, told):
        """
        Each stage has its label, its number and its share of the first.
        """
        counts = {"lead": 1000, "customer": 55}

        assert told == texts(pictures.funnel(counts, language=language))

    def test_nobody(self):
        """
        There is no share of nothing.
        """
        shown = texts(pictures.funnel({"lead": 0, "customer": 2}))

        assert ["Lead", "0", "\u2013", "Customer", "2", "\u2013"] == shown

    @pytest.mark.parametrize(
        ("counts", "came"),
        [
            ({}, "no stage"),
            ([3, 4], "a list"),
            ({"lead": -1}, "a negative number"),
            ({"lead": 1.5}, "a float"),
            ({"lead": True}, "a bool"),
            ({"lead": None}, "a missing value"),
            ({3: 3}, "an int as a stage"),
        ],
    )
    def test_refused(self, counts, came):
        """
        What is no number of leads by stage is refused.
        """
        with pytest.raises(InputError) as caught:
            pictures.funnel(counts)

        assert "counts of a funnel" == caught.value.subject
        assert came == caught.value.came


class TestHistogram:
    @given(st.lists(st.integers(0, 60), min_size=1, max_size=60))
    def test_bars(self, values):
        """
        A bar is as high beside the others as there are numbers in it.
        """
        picture = pictures.histogram(values, width=5)
        bars = drawn(picture, "rect", class_="forward")
        wanted = Counter(value // 5 for value in values)
        most = max(wanted.values())
        heights = [float(bar.get("height")) for bar in bars]

        assert [110 * wanted[one] / most for one in sorted(wanted)] == pytest.approx(
            heights, abs=0.01
        )

    @given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
    def test_any_numbers(self, values):
        """
        Numbers of any size are drawn inside the picture, with some thirty bars at most.
        """
        picture = pictures.histogram(values)

        assert all(0 <= x <= WIDTH for x, _ in places(picture))
        assert 1 <= len(drawn(picture, "rect", class_="forward")) <= 30

    @given(st.lists(st.integers(0, 1000), min_size=2, max_size=40))
    def test_quartiles(self, values):
        """
        The median is where half of the numbers are on either side; the quartiles
        enclose it.
        """
        told = pictures.histogram(values).description
        found = re.search(
            r"the median is ([\d.]+), .* between ([\d.]+) and (.*)\.$", told
        )
        middle, lower, upper = map(float, found.groups())

        assert median(values) == middle
        assert min(values) <= lower <= middle <= upper <= max(values)

    def test_one_number(self):
        """
        A single number is told as it is.
        """
        assert "1 value: 7.5." == pictures.histogram([7.5]).description

    def test_in_persian(self):
        """
        In Persian its words and digits are Persian, those at its axes too.
        """
        one = pictures.histogram([7.5], language="fa")
        some = pictures.histogram([0, 1, 1, 2, 1040.5], language="fa")

        assert ("توزیع", "۱ مقدار: ۷٫۵.") == (one.title, one.description)
        assert (
            "۵ مقدار از ۰ تا ۱۰۴۰٫۵؛ میانه ۱ است و نیمی میان ۱ و ۲ است."
            == some.description
        )
        assert not re.search("[0-9]", " ".join(texts(some)))

    @pytest.mark.parametrize(
        ("values", "came"),
        [
            ([], "no values"),
            (3, "an int"),
            ([1, None], "a missing value"),
            (["1"], "a str"),
            ([True], "a bool"),
            ([float("nan")], "a number that isn't finite"),
            ([float("inf")], "a number that isn't finite"),
            ([-1e300], "a number beyond 10**15"),
        ],
    )
    def test_refused(self, values, came):
        """
        What is no number is refused, and so is nothing at all.
        """
        with pytest.raises(InputError) as caught:
            pictures.histogram(values)

        assert "values of a histogram" == caught.value.subject
        assert came == caught.value.came

    @pytest.mark.parametrize(
        ("width", "came"),
        [
            (0, "no positive number"),
            (-1.0, "no positive number"),
            (float("nan"), "no positive number"),
            (float("inf"), "no positive number"),
            ("5", "a str"),
            (True, "a bool"),
            (1e-9, "one that makes more than 180 bars"),
        ],
    )
    def test_refused_widths(self, width, came):
        """
        A width that makes no bars, or too many, is refused.
        """
        with pytest.raises(InputError) as caught:
            pictures.histogram([1, 2], width=width)

        assert "width of a histogram" == caught.value.subject
        assert came == caught.value.came


class TestOfLines:
    @given(cards(), hosts())
    def test_waterfall(self, card, lead):
        """
        Each bar begins where the one before ended, and the last is the total.
        """
        score = card.score(lead, as_of=NOW)
        picture = pictures.of_lines(score)
        bars = [one for one in drawn(picture, "rect") if one.get("opacity") is None]
        ends = [(float(b.get("x")), float(b.get("width"))) for b in bars]
        sums = [0]
        for line in score.lines:
            sums.append(sums[-1] + line.hundredths)
        low, high = min(sums), max(sums)
        scale = (WIDTH - 2) / max(high - low, 1)

        assert len(score.lines) + 1 == len(bars)
        for (x, width), line, before in zip(ends, score.lines, sums, strict=False):
            first = min(before, before + line.hundredths)

            assert 1 + (first - low) * scale == pytest.approx(x, abs=0.011)
            assert abs(line.hundredths) * scale == pytest.approx(width, abs=0.011)
        assert abs(score.hundredths) * scale == pytest.approx(ends[-1][1], abs=0.011)

    def test_texts(self):
        """
        Every line is there with its name and its points, and the total in the end.
        """
        card = lk.Scorecard(
            "fit",
            [
                lk.Points(20, when=lk.in_stage("lead"), name="is new"),
                lk.Points(-2.5, when=lk.in_stage("lead"), name="is unknown"),
            ],
            ceiling=10,
        )
        picture = pictures.of_lines(card.score(lk.Lead(id="L"), as_of=NOW))

        assert [
            *("is new", "+20", "is unknown", "\u22122.5"),
            *("fit: ceiling 10", "\u22127.5", "total", "10"),
        ] == texts(picture)
        assert "fit: 10" == picture.title
        # The cut alone is an outline.
        assert 1 == len(drawn(picture, "rect", fill="none"))

    def test_refused(self):
        """
        What is no score is refused.
        """
        with pytest.raises(InputError, match=r"of_lines\(\): got a Lead, expected a"):
            pictures.of_lines(LEAD)


def walked(reason):
    """
    A reason and all its parts, in the order they are drawn.
    """
    yield reason
    for part in reason.parts:
        yield from walked(part)


class TestOfReason:
    @given(rules(opaque=True), hosts())
    def test_every_part(self, rule, lead):
        """
        Each part has its answer: a tick, a cross or a question mark.
        """
        reason = lk.explain(rule, lead, as_of=NOW)
        picture = pictures.of_reason(reason)
        answers = Counter(part.answer for part in walked(reason))
        lines = drawn(picture, "path", **{"stroke-width": "2"})
        marks = Counter(one.get("class") for one in lines)

        assert answers[True] == marks["forward"]
        assert 2 * answers[False] == marks["exit"]
        assert answers[None] <= texts(picture).count("?")

    @given(rules(opaque=True), hosts())
    def test_joins(self, rule, lead):
        """
        What joins parts is bold, and nothing reaches beyond the edges.
        """
        reason = lk.explain(rule, lead, as_of=NOW)
        picture = pictures.of_reason(reason)
        bold = [one.text for one in drawn(picture, "text", **{"font-weight": "600"})]

        assert sum(bool(part.parts) for part in walked(reason)) == (
            len(bold) - bold.count("?")
        )
        assert all(0 <= x <= WIDTH for x, _ in places(picture))

    def test_texts(self):
        """
        Parts are said from top to bottom, each join before what it joins.
        """
        assert [
            *("all of", "?", "size >= 50", "is missing"),
            *("not", "any of", "?", "plan == 'pro'", "is missing", "holds 'MQL'"),
        ] == texts(PICTURES["reason"])

    @pytest.mark.parametrize(
        ("rule", "joint"),
        [
            (lk.at_least(1, TRAITS.size > 1, TRAITS.size > 2), "at least 1 of"),
            (~(TRAITS.size > 1), "not"),
        ],
        ids=["at least", "not"],
    )
    def test_joints(self, rule, joint):
        """
        A join says how it joins.
        """
        picture = pictures.of_reason(lk.explain(rule, LEAD, as_of=NOW))

        assert joint == texts(picture)[1]
        assert "Answer: unknown" == picture.title

    def test_deep(self):
        """
        However deep a rule is, its parts stay inside.
        """
        rule = TRAITS.size > 0
        for number in range(1, 15):
            other = TRAITS.size > number
            rule = (rule & other) if number % 2 else (rule | other)
        picture = pictures.of_reason(lk.explain(rule, LEAD, as_of=NOW))

        assert 29 == texts(picture).count("?")
        assert max(x for x, _ in places(picture)) <= WIDTH
        assert "size > 14" in texts(picture)

    def test_too_many(self):
        """
        More parts than can be seen are refused.
        """
        rule = lk.any_of(*(TRAITS.size == number for number in range(120)))
        reason = lk.explain(rule, LEAD, as_of=NOW)

        assert pictures.of_reason(reason.parts[0])
        with pytest.raises(InputError) as caught:
            pictures.of_reason(reason)
        assert "a rule of 121 parts" == caught.value.came

    def test_refused(self):
        """
        What is no reason is refused.
        """
        with pytest.raises(InputError, match=r"of_reason\(\): got a Rule, expected a"):
            pictures.of_reason(lk.holds("MQL"))


class TestLettering:
    @given(st.text(max_size=80), st.floats(20, 300))
    def test_wrapped(self, text, room):
        """
        Lines have all words in their order, and only a single word may be too wide.
        """
        lines = wrapped(text, room)

        assert text.split() == " ".join(lines).split()
        assert lines
        for line in lines:
            assert width_of(line) <= room or len(line.split()) <= 1

    @given(st.text(max_size=60), st.floats(0, 400), st.booleans())
    def test_fits(self, text, room, bold):
        """
        A text fits into its room, and stays as it is if it did before.
        """
        short = fitted(text, room, bold=bold)

        if width_of(text, bold=bold) <= room:
            assert text == short
        else:
            assert short.endswith("…")
            assert text.startswith(short[:-1])
            assert short == "…" or width_of(short, bold=bold) <= room

    def test_widths(self):
        """
        Joiners have no width, and letters of the far east have two.
        """
        assert width_of("می‌شود") == width_of("میشود")
        assert 2 * width_of("ab") == width_of("漢字")
        assert width_of("ab") < width_of("ab", bold=True)

    def test_shortened_texts_tell_all_when_pointed_at(self):
        """
        A name that is too long is there in full for those who point at it.
        """
        (tip,) = (
            one.findtext(SVG + "title")
            for one in drawn(pictures.funnel({"long name " * 9: 3}), "text")
            if len(one)
        )

        assert ("long name " * 9).strip() == tip


class TestStrokes:
    @pytest.mark.parametrize(
        ("given_", "corner", "wanted"),
        [
            ([(0, 0)], 0, "M0 0"),
            ([(0, 0), (1, 2)], 5, "M0 0L1 2"),
            ([(0, 0), (10, 0), (10, 10)], 0, "M0 0L10 0L10 10"),
            ([(0, 0), (10, 0), (10, 10)], 2, "M0 0L8 0Q10 0 10 2L10 10"),
            # A corner takes no more than half of the way to the next.
            ([(0, 0), (2, 0), (2, 9)], 4, "M0 0L1 0Q2 0 2 4L2 9"),
            ([(0, 0), (0, 0), (0, 9)], 4, "M0 0L0 0Q0 0 0 4L0 9"),
        ],
    )
    def test_path(self, given_, corner, wanted):
        """
        A line goes from point to point, and round the corners.
        """
        assert wanted == path(given_, corner)

    @given(st.floats(-1e6, 1e6))
    def test_figure(self, number):
        """
        A coordinate is written to the hundredth, without an exponent.
        """
        assert re.fullmatch(r"-?\d+(\.\d{1,2})?", figure(number))
        assert number == pytest.approx(float(figure(number)), abs=0.0051)


class TestSheet:
    def test_areas_and_dots(self):
        """
        What is tinted has its class and its colour; what isn't has neither.
        """
        sheet = Sheet(10, mirrored=True)
        sheet.area([(0, 0), (10, 0), (10, 5)])
        sheet.dot(10, 5, 2, tint="talk", opacity=0.5, tip="here")
        picture = sheet.picture("title", "description")
        (area,), (dot,) = drawn(picture, "path"), drawn(picture, "circle")

        assert "M360 0L350 0L350 5Z" == area.get("d")
        assert area.get("class") is None
        assert ("talk", "#a8790a", "0.5", "350", "here") == (
            dot.get("class"),
            dot.get("color"),
            dot.get("opacity"),
            dot.get("cx"),
            dot.findtext(SVG + "title"),
        )


class TestPhrases:
    def test_lists(self):
        """
        Lists have the commas of their language, and numbers its digits.
        """
        assert "a, b" == listed(["a", "b"], "en")
        assert "a، b" == listed(["a", "b"], "fa")
        assert ["1,234,567", "۱٬۲۳۴٬۵۶۷"] == [
            counted(1234567, one) for one in ("en", "fa")
        ]
