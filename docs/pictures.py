"""
The pictures in the docs, drawn by leadkit of the values that the pages speak of.

A page's own blocks are run, and its pictures are made of what they leave behind, so
that a picture can't say something else than the text around it. ``python
docs/pictures.py FOLDER`` writes them all, and each build of the docs does so.
"""

from __future__ import annotations

import contextlib
import io
import re
import runpy
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from doctest import DocTestParser
from functools import cache, partial
from pathlib import Path
from typing import Any

import attrs

import leadkit as lk
from leadkit.pictures import Picture

# Where the year is that pages ask.
sys.path.insert(0, str(Path(__file__).parents[1] / "examples" / "year"))

# The thresholds of the page about qualifications, for scores that hover around them.
_BEGINS, _ENDS = 15, 8

_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)

#: What draws each picture, by the name of its file.
PICTURES: dict[str, Callable[[], Picture]] = {
    **runpy.run_path(str(Path(__file__).with_name("sketches.py")))["SKETCHES"]
}


def _drawn(draw: Callable[[], Picture]) -> Callable[[], Picture]:
    PICTURES[draw.__name__.replace("_", "-")] = draw
    return draw


@cache
def _names(page: str) -> dict[str, Any]:
    # Runs a page from top to bottom, and gives the names that are bound in the end.
    text = (Path(__file__).parent / page).read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": page}

    def run(source: str) -> None:
        # Not with the future that this module imports.
        code = compile(source, f"<{page}>", "exec", dont_inherit=True)
        exec(code, names)  # noqa: S102  our own page

    with contextlib.redirect_stdout(io.StringIO()):
        for block in _BLOCK.findall(text):
            if not block.startswith(">>>"):
                run(block)
                continue
            for example in DocTestParser().get_examples(block):
                failing = (Exception,) if example.exc_msg else ()
                with contextlib.suppress(*failing):
                    run(example.source)
    return names


def _shown(page: str, name: str) -> Picture:
    # A picture that the page itself draws.
    picture: Picture = _names(page)[name]
    return picture


@_drawn
def funnel() -> Picture:
    """
    A company's leads by the stage that they reached.
    """
    reached = {
        "lead": 2000,
        "nurtured": 1320,
        "prospect": 410,
        "customer": 155,
        "advocate": 42,
    }
    return lk.pictures.funnel(reached, title="From the first touch to the advocate")


@_drawn
def tutorial_moves() -> Picture:
    """
    The lifecycle of the tutorial.
    """
    return lk.pictures.of_lifecycle(_names("tutorial.md")["lifecycle"])


@_drawn
def tutorial_score() -> Picture:
    """
    Lina's engagement in March, and when she was qualified.
    """
    return _shown("tutorial.md", "month_of_points")


@_drawn
def tutorial_life() -> Picture:
    """
    Lina's way through the stages.
    """
    return _shown("tutorial.md", "life")


def _aging(title: str, **decay: Any) -> Picture:
    # What one webinar is worth as time passes.
    day = datetime(2026, 3, 1, tzinfo=UTC)
    webinars = lk.activity("webinar_attended")
    within = decay.pop("within", None)
    per = webinars if within is None else webinars.within(days=within)
    one = lk.Activity(id="w1", type="webinar_attended", at=day)
    return lk.pictures.of_score(
        lk.Scorecard("webinars", [lk.Points(10, per=per, **decay)]),
        lk.Lead(id="L-1", activities=[one]),
        start=day,
        until=day + timedelta(days=100),
        title=title,
    )


@_drawn
def halving() -> Picture:
    """
    A share that is halved.
    """
    return _aging("halving=timedelta(days=30)", halving=timedelta(days=30))


@_drawn
def fading() -> Picture:
    """
    A share that fades.
    """
    return _aging("fading=timedelta(days=30)", fading=timedelta(days=30))


@_drawn
def window() -> Picture:
    """
    A share that ends with its window.
    """
    return _aging(".within(days=30)", within=30)


@_drawn
def ceiling() -> Picture:
    """
    The lines of a score, one of which a ceiling cuts.
    """
    return lk.pictures.of_lines(_names("how-to/scoring.md")["score"])


@_drawn
def handed_over() -> Picture:
    """
    A lead that became an MQL and then an SQL.
    """
    names = _names("how-to/qualification.md")
    return lk.pictures.of_timeline(
        attrs.evolve(names["lead"], created_at=names["MAY"]),
        lk.standard.lifecycle(),
        as_of=names["in_days"](10),
    )


def _hovering(code: str, title: str) -> Picture:
    # A score that hovers around the threshold, and who is qualified by it.
    names = _names("how-to/qualification.md")
    clicks = lk.activity("email_clicked").within(days=14)
    card = lk.Scorecard("engagement", [lk.Points(4, per=clicks, name="clicks")])
    playbook = lk.Playbook(
        "hovering",
        scorecards=[card],
        qualifications=[
            lk.Qualification("LIVE", when=card >= _BEGINS),
            lk.Qualification("CALM", when=card >= _BEGINS, until=card < _ENDS),
        ],
    )
    start = names["MAY"]
    days = (1, 3, 5, 8, 15.5, 17.5, 20, 23, 26)
    happened = [
        lk.Activity(id=f"c{day}", type="email_clicked", at=start + timedelta(days=day))
        for day in days
    ]
    lead = lk.Lead(id="L-1", created_at=start)
    until = start + timedelta(days=45)
    both = {"begins": _BEGINS, "ends": _ENDS}
    return lk.pictures.of_score(
        card,
        playbook.run(lead, happened, until=until).lead,
        start=start,
        until=until,
        thresholds={"begins": _BEGINS} if code == "LIVE" else both,
        qualification=code,
        title=title,
    )


@_drawn
def live() -> Picture:
    """
    A qualification that comes and goes.
    """
    return _hovering("LIVE", "Live: until=None")


@_drawn
def hysteresis() -> Picture:
    """
    A qualification that stays calm.
    """
    return _hovering("CALM", "With hysteresis: until=engagement < 8")


@_drawn
def sales_moves() -> Picture:
    """
    The lifecycle of the page about lifecycles.
    """
    return lk.pictures.of_lifecycle(_names("how-to/lifecycle.md")["lifecycle"])


@_drawn
def standard_moves() -> Picture:
    """
    The standard lifecycle.
    """
    return lk.pictures.of_lifecycle(lk.standard.lifecycle())


@_drawn
def standard_moves_fa() -> Picture:
    """
    The standard lifecycle, in Persian.
    """
    return lk.pictures.of_lifecycle(lk.standard.lifecycle(), language="fa")


@_drawn
def giving_moves() -> Picture:
    """
    A charity's funnel.
    """
    return lk.pictures.of_lifecycle(_names("how-to/your-own-funnel.md")["giving"])


@_drawn
def resting() -> Picture:
    """
    A lead that was called, became a prospect, and rests.
    """
    names = _names("how-to/time-and-deadlines.md")
    return lk.pictures.of_timeline(
        names["resting"], names["lifecycle"], as_of=names["in_days"](50)
    )


# What pages about a history draw: by the file, the page and its name for the picture.
_OF_PAGES = {
    "goal-course": ("are-we-on-course", "picture"),
    "channel-curves": ("which-channel-brings-customers", "picture"),
    "channel-costs": ("which-channel-brings-customers", "cost_picture"),
    "page-reading": ("is-the-new-page-better", "picture"),
    "stage-funnel": ("where-do-leads-get-stuck", "picture"),
    "stays": ("where-do-leads-get-stuck", "stays"),
    "cohorts": ("how-many-will-come", "picture"),
    "recommend": ("what-leads-do-and-say", "picture"),
}
PICTURES.update(
    {
        name: partial(_shown, f"how-to/{page}.md", bound)
        for name, (page, bound) in _OF_PAGES.items()
    }
)


@_drawn
def distribution() -> Picture:
    """
    How many leads have how many points.
    """
    return _shown("how-to/inside-a-notebook.md", "picture")


def draw(folder: Path) -> None:
    """
    Write all pictures.

    Args:
        folder: Where to; it is made if it isn't there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PICTURES.items():
        path, svg = folder / f"{name}.svg", f"{make()}\n"
        # What stays the same keeps its age, and the page with it isn't read again.
        if not path.exists() or path.read_text(encoding="utf-8") != svg:
            path.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
