"""
Plots to draw, and what can be seen in the pictures of them.
"""

import re
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from leadkit.pictures import Areas, Bars, Course, Heat, Lines, Spans, Trace
from leadkit.pictures.lettering import TEXT, width_of

SVG = "{http://www.w3.org/2000/svg}"
LONG = "a channel whose name is longer than any telephone is wide, and then some"

CURVE = ((0, 0), (10, 0.04), (30, 0.18), (80, 0.28), (107, 0.43))
BAND = (None, (0.01, 0.2), (0.05, 0.55), (0.1, 0.7), (0.18, 0.79))
PLOTS = {
    "bars": Bars(
        "The funnel",
        ("lead", "nurtured", "prospect", "customer"),
        {"advanced": (9, 7, 4, 0), "exited": (1, 1, 1, 0), "open": (2, 1, 2, 1)},
        told=("12", "9 of 12, 75%", "7 of 9, 78%", "1"),
    ),
    "one part": Bars("Cost", ("search", LONG, "mail"), {"cost": (1234567.5, None, 30)}),
    "shares": Bars("Credit", ("search", "mail"), {"": (0.31, 0.02)}, percent=True),
    "curve": Lines("To customers", "days", "customers", (Trace("", CURVE, BAND),)),
    "curves": Lines(
        LONG,
        "days",
        "customers",
        tuple(Trace(f"channel {n}", CURVE, BAND if n == 1 else ()) for n in range(17)),
        stepped=False,
    ),
    "heat": Heat(
        "Customers by month",
        ("2024-01", "2024-02", "2024-03"),
        ("30 d", "60 d", "90 d"),
        ((0.1, 0.2, 0.3), (0, 0.25, None), (0.12, None, None)),
    ),
    "wide heat": Heat(
        "Customers by week",
        tuple(f"week {n} of {LONG}" for n in range(4)),
        tuple(f"{7 * n} days" for n in range(26)),
        tuple(tuple(n / 30 for n in range(26)) for _ in range(4)),
    ),
    "flow": Heat(
        "Moves",
        ("from lead",),
        ("lead", "nurtured", "prospect", "customer", "advocate", "disqualified"),
        ((None, 0.31, 0.62, None, None, 0.07),),
        empty="never",
    ),
    "areas": Areas(
        "Where leads are",
        "days",
        (0, 10, 30, 60),
        {"lead": (1, 0.5, 0.25, 0.1), "customer": (0, 0.5, 0.75, 0.9)},
    ),
    "broken areas": Areas(
        "Where leads are",
        "days",
        (0, 10, 20, 30, 40, 50),
        {
            "lead": (1, 0.5, None, 0.25, None, 0.1),
            "customer": (0, 0.5, 0.5, 0.75, 0.8, 0.9),
        },
    ),
    "spans": Spans(
        "Beside A",
        ("B", LONG, "D"),
        (0.012, None, -0.031),
        ((-0.004, 0.028), None, (-0.05, -0.01)),
        mark=0,
        percent=True,
    ),
    "large spans": Spans(
        "Worth", ("a", "b"), (1.25e9, 2e9), ((1e9, 1.5e9), None), mark=1.7e9
    ),
    "course": Course(
        "120 leads",
        "days",
        ((0, 0), (3, 14), (12, 41)),
        30,
        120,
        (88, 103, 120),
    ),
    "missed course": Course("5 customers", "days", ((0, 0), (3, 1)), 30, 5),
    "course to come": Course("90 leads", "days", (), 30, 90, (89, 90, 91)),
}
EMPTY = {
    "bars": Bars("Nobody", (), {"leads": ()}),
    "bars of nothing": Bars("Nobody", ("lead",), {}),
    "curves": Lines("Nobody", "days", "customers", ()),
    "curves of nothing": Lines("Nobody", "days", "customers", (Trace("a", ()),)),
    "heat": Heat("Nobody", (), (), ()),
    "heat of nothing": Heat("Nobody", ("2024-01",), (), ((),)),
    "areas": Areas("Nobody", "days", (), {}),
    "unknown areas": Areas("Nobody", "days", (0, 1), {"lead": (None, None)}),
    "spans": Spans("Nobody", (), (), ()),
    "course": Course("Nobody", "days", (), 30, 120),
}


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
    return [
        one[-1].tail if len(one) else one.text or "" for one in drawn(picture, "text")
    ]


def tips(picture):
    """
    What pointing tells, in order.
    """
    return [one.text for one in drawn(picture, "title")[1:]]


def points(way):
    """
    The points of a line.
    """
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", way)]


def boxes(picture):
    """
    About where each text is: its left, right and lower edge, and what it says.
    """
    found = []
    for one, said in zip(drawn(picture, "text"), texts(picture), strict=True):
        size = float(one.get("font-size") or TEXT)
        wide = width_of(said, size, bold=one.get("font-weight") is not None)
        part = {None: 0, "start": 0, "middle": 0.5, "end": 1}[one.get("text-anchor")]
        left = float(one.get("x")) - part * wide
        found.append((left, left + wide, float(one.get("y")), said))
    return found


names = st.text("abc WM%\u0633\u2e80", min_size=1, max_size=60)
numbers = st.none() | st.floats(0, 1e9) | st.integers(0, 10**6)
shares = st.none() | st.floats(0, 1)
places = st.lists(st.floats(0, 1e5), max_size=12).map(sorted)


def bands(values):
    """
    Bands, as many as there are values.
    """
    ends = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)).map(sorted).map(tuple)
    one = st.none() | ends
    return st.lists(one, min_size=len(values), max_size=len(values)).map(tuple)


@st.composite
def bars(draw):
    """
    Any bars.
    """
    labels = tuple(draw(st.lists(names, max_size=6)))
    lengths = st.lists(numbers, min_size=len(labels), max_size=len(labels)).map(tuple)
    told = st.lists(names, min_size=len(labels), max_size=len(labels)).map(tuple)
    return Bars(
        draw(names),
        labels,
        draw(st.dictionaries(names, lengths, max_size=5)),
        draw(st.just(()) | told),
        draw(st.booleans()),
    )


@st.composite
def lines(draw):
    """
    Any line.
    """
    xs = draw(places)
    heights = st.floats(-1e6, 1e6)
    ys = draw(st.lists(heights, min_size=len(xs), max_size=len(xs)))
    band = draw(st.just(()) | bands(xs))
    return Trace(draw(st.just("") | names), tuple(zip(xs, ys, strict=True)), band)


@st.composite
def heats(draw):
    """
    Any table of shares.
    """
    rows, columns = (tuple(draw(st.lists(names, max_size=8))) for _ in range(2))
    cells = st.lists(shares, min_size=len(columns), max_size=len(columns)).map(tuple)
    return Heat(draw(names), rows, columns, tuple(draw(cells) for _ in rows))


@st.composite
def areas(draw):
    """
    Any shares that sum to 1.
    """
    xs = tuple(draw(places))
    parts = draw(st.lists(names, unique=True, max_size=6))
    weights = st.lists(st.integers(0, 9), min_size=len(parts), max_size=len(parts))
    columns = []
    for _ in xs:
        drawn_ = draw(st.none() | weights)
        whole = sum(drawn_ or ())
        columns.append([one / whole if whole else None for one in drawn_ or parts])
    by_part = {
        part: tuple(column[place] for column in columns)
        for place, part in enumerate(parts)
    }
    return Areas(draw(names), draw(names), xs, by_part)


@st.composite
def spans(draw):
    """
    Any values with bands.
    """
    labels = tuple(draw(st.lists(names, max_size=6)))
    one = st.none() | st.floats(-1e6, 1e6)
    values = st.lists(one, min_size=len(labels), max_size=len(labels)).map(tuple)
    return Spans(
        draw(names),
        labels,
        draw(values),
        draw(bands(labels)),
        draw(one),
        draw(st.booleans()),
    )


@st.composite
def courses(draw):
    """
    Any course.
    """
    xs = draw(places)
    ys = draw(st.lists(st.floats(0, 1e6), min_size=len(xs), max_size=len(xs)))
    three = st.tuples(*[st.floats(0, 1e6)] * 3).map(sorted).map(tuple)
    return Course(
        draw(names),
        draw(names),
        tuple(zip(xs, sorted(ys), strict=True)),
        draw(st.floats(0, 1e5)),
        draw(st.floats(0, 1e6)),
        draw(st.none() | three),
    )


curves = st.builds(
    Lines,
    names,
    names,
    names,
    st.lists(lines(), max_size=4).map(tuple),
    st.booleans(),
    st.booleans(),
)
plots = st.one_of(bars(), curves, heats(), areas(), spans(), courses())
