"""
What questions about a funnel cost, over a million rows.

``python bench/funnel.py``. A history of half a million leads, with loops and
re-openings, is asked; and one of half as many, to see that twice the rows cost twice
the time. Beside it, polars counts the same funnel and finds the same moves that there
aren't, and lifelines and statsmodels draw the same curve; what they answer is asserted
to be equal before anything is timed. pm4py isn't run: its licence is the AGPL.

Times are those of the processor, those of all of polars' threads together; with
``--wall`` they are those on the wall, for a machine that has nothing else to do. Rows
take turns, and a ratio is the median over the rounds of the ratio within a round.
"""

from __future__ import annotations

import argparse
import copy
import gc
import importlib
import platform
import random
import statistics
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from time import perf_counter, process_time
from typing import Any

import attrs
from synthetic_histories import AS_OF, Table, channels, drawn, edges, lifecycle

from leadkit.funnel import History, month
from leadkit.funnel.numbers.survival import kaplan_meier

LINE = ("lead", "nurtured", "prospect", "customer", "advocate")
DAY = timedelta(days=1)
#: A row: what it is called, what is timed, and the most that its ratio may be.
Row = tuple[str, Callable[[], Any], float | None]
Ask = Callable[[History, Any], Any]

#: The questions; the second argument parts the leads.
QUESTIONS: dict[str, Ask] = {
    "funnel()": lambda past, by: past.funnel(by=by),
    "funnel(count='ordered')": lambda past, by: past.funnel(count="ordered", by=by),
    "conversion(within=90 days)": lambda past, by: past.conversion(
        "lead", "customer", within=90 * DAY, by=by
    ),
    "curve()": lambda past, by: past.curve("lead", "customer", by=by),
    "cohorts()": lambda past, by: past.cohorts(
        "customer", key=month("UTC"), ages=[30 * DAY, 90 * DAY, 180 * DAY], by=by
    ),
    "time_in_stage()": lambda past, by: past.time_in_stage(by=by),
    "occupancy()": lambda past, by: past.occupancy(
        [30 * DAY, 90 * DAY, 180 * DAY], by=by
    ),
    "flow()": lambda past, by: past.flow(by=by),
    "forecast()": lambda past, by: past.forecast("customer", horizon=30 * DAY, by=by),
}


def cold(past: History) -> History:
    """
    Copy a history without what it has found out about itself.
    """
    return copy.copy(past)


@attrs.define
class Watch:
    """
    What tells the time.
    """

    now: Callable[[], float] = process_time

    def seconds(self, run: Callable[[], Any]) -> float:
        """
        Take the time of a function.
        """
        gc.collect()
        gc.disable()
        try:
            begin = self.now()
            run()
            return self.now() - begin
        finally:
            gc.enable()


WATCH = Watch()


def show(title: str, rows: list[Row], rounds: int) -> bool:
    """
    Time rows in turns and print them beside the first.

    Returns:
        Whether every limit holds.
    """
    for _, run, _ in rows:
        run()
    taken = [[WATCH.seconds(run) for _, run, _ in rows] for _ in range(rounds)]
    print(f"\n{title}")
    kept = True
    for place, (name, _, limit) in enumerate(rows):
        spent = statistics.median(one[place] for one in taken)
        ratio = statistics.median(one[place] / one[0] for one in taken)
        kept &= told(name, spent, ratio, limit)
    return kept


def told(name: str, spent: float, ratio: float, limit: float | None) -> bool:
    """
    Print a row, and tell whether its limit holds.
    """
    verdict = ""
    if limit is not None:
        verdict = f"  <= {limit:g} {'ok' if ratio <= limit else 'NOT'}"
    print(f"  {name:<44} {spent:>8.3f} s {ratio:>8.2f}x{verdict}")
    return limit is None or ratio <= limit


def found(*names: str) -> list[Any] | None:
    """
    Import libraries, or say that one isn't installed.
    """
    try:
        return [importlib.import_module(name) for name in names]
    except ImportError:
        print(f"  not installed: {names[0]}")
        return None


# --- Beside polars --------------------------------------------------------------------


@attrs.frozen(eq=False)
class Polars:
    """
    The same rows in polars, with numbers for texts as leadkit has them too, in order.
    """

    pl: Any
    frame: Any
    edges: Any

    @classmethod
    def of(cls, pl: Any, table: Table) -> Polars:
        """
        Make the frame.
        """
        moves = lifecycle()
        stages = pl.Enum(moves.stages)
        frame = pl.DataFrame(
            {
                "lead": pl.Series(table.lead, dtype=pl.Categorical).to_physical(),
                "source": pl.Series(table.source, dtype=stages).to_physical(),
                "target": pl.Series(table.target, dtype=stages).to_physical(),
                "at": table.at,
                "row": pl.int_range(len(table), eager=True),
            }
        )
        codes = {stage: code for code, stage in enumerate(moves.stages)}
        known = pl.DataFrame(
            [{"source": codes[one], "target": codes[two]} for one, two in edges(moves)],
            schema={"source": frame["source"].dtype, "target": frame["target"].dtype},
        )
        return cls(pl, frame, known)

    def chained(self) -> list[int]:
        """
        Count who went through the line in order: a join for each step.
        """
        pl = self.pl
        counts = []
        before = None
        for code in range(len(LINE)):
            rows = self.frame.lazy().filter(pl.col("target") == code)
            if before is not None:
                rows = rows.join(before.lazy(), on="lead").filter(
                    pl.col("row") > pl.col("last")
                )
            before = rows.group_by("lead").agg(last=pl.col("row").min()).collect()
            counts.append(before.height)
        return counts

    def pivoted(self) -> list[int]:
        """
        Count who reached each stage of the line, from the first entries of each lead.
        """
        pl = self.pl
        places = range(len(LINE))
        firsts = (
            self.frame.lazy()
            .group_by("lead")
            .agg(
                pl.col("at").filter(pl.col("target") == code).min().alias(str(code))
                for code in places
            )
        )
        reached = firsts.select(
            pl.any_horizontal(
                pl.col(str(later)).is_not_null() for later in places[code:]
            )
            .sum()
            .alias(str(code))
            for code in places
        )
        return list(reached.collect().row(0))

    def by_lead(self) -> int:
        """
        Count the rows that the lifecycle can't have written: a shift within each lead,
        and a join.
        """
        pl = self.pl
        return self._wrong(
            pl.col("target").shift(1).over("lead"), pl.col("at").shift(1).over("lead")
        )

    def in_order(self) -> int:
        """
        Do so where rows are known to be sorted by lead: then a flat shift will do.
        """
        pl = self.pl
        same = pl.col("lead") == pl.col("lead").shift(1)
        return self._wrong(
            pl.when(same).then(pl.col("target").shift(1)),
            pl.when(same).then(pl.col("at").shift(1)),
        )

    def _wrong(self, before: Any, earlier: Any) -> int:
        pl = self.pl
        shifted = self.frame.lazy().with_columns(before=before, earlier=earlier)
        wrong = (
            (pl.col("before").is_null() & (pl.col("target") != 0))
            | (pl.col("before").is_not_null() & pl.col("known").is_null())
            | pl.col("source").ne_missing(pl.col("before"))
            | (pl.col("at") < pl.col("earlier"))
        )
        return int(
            shifted.join(
                self.edges.lazy().with_columns(known=True),
                left_on=["before", "target"],
                right_on=["source", "target"],
                how="left",
            )
            .select(wrong.sum())
            .collect()
            .item()
        )


def reached(past: History, count: str) -> list[int]:
    """
    Take the counts of a funnel.
    """
    rows = past.funnel(count=count).rows()  # type: ignore[arg-type]
    return [int(row["reached"]) for row in rows]  # type: ignore[arg-type]


def beside_polars(table: Table, past: History, leads: int, rounds: int) -> bool:
    """
    Count a funnel and look for faults in both.
    """
    print("\nbeside polars")
    libraries = found("polars")
    if libraries is None:
        return True
    [pl] = libraries
    theirs = Polars.of(pl, table)
    assert theirs.chained() == reached(past, "ordered")
    assert theirs.pivoted() == reached(past, "reached")
    print(f"  the counts are equal: {theirs.pivoted()}")
    kept = show(
        "a funnel of five stages, in order",
        [
            ("polars, chained joins", theirs.chained, None),
            ("funnel(count='ordered')", lambda: past.funnel(count="ordered"), 3),
        ],
        rounds,
    )
    kept &= show(
        "a funnel of five stages, reached",
        [
            ("polars, chained joins (in order)", theirs.chained, None),
            ("polars, first entries", theirs.pivoted, None),
            ("funnel()", past.funnel, 3),
            ("funnel(), the first question", lambda: cold(past).funnel(), None),
        ],
        rounds,
    )
    wrong = drawn(leads, faulty=True)
    history = History(wrong.steps, lifecycle(), as_of=AS_OF)
    theirs = Polars.of(pl, wrong)
    number = len(history.conformance().faults)
    assert theirs.by_lead() == theirs.in_order() == number > 0
    print(f"\n  the faults are equal: {number:,}")
    return kept & show(
        "conformance",
        [
            ("polars, shift over each lead, and join", theirs.by_lead, None),
            ("conformance()", lambda: cold(history).conformance(), 1),
            ("polars, flat shift of sorted rows, and join", theirs.in_order, None),
        ],
        rounds,
    )


# --- Beside lifelines and statsmodels -------------------------------------------------


def a_curve(rounds: int, number: int) -> bool:
    """
    Draw a curve of a million durations.
    """
    chance = random.Random(3)
    spans = [chance.expovariate(1 / 90) for _ in range(number)]
    events = [chance.random() < 0.4 for _ in spans]
    days = [float(round(span)) for span in spans]
    kept = _curve(
        f"a curve of {number:,} durations, in whole days", days, events, rounds
    )
    return kept & _curve(
        f"a curve of {number:,} durations, all different", spans, events, rounds
    )


def _curve(title: str, spans: list[float], events: list[bool], rounds: int) -> bool:
    ours = partial(kaplan_meier, spans, events)
    rows: list[Row] = []
    if libraries := found("lifelines", "numpy"):
        lifelines, numpy = libraries
        arrays = numpy.array(spans), numpy.array(events)

        def fit(*given: Any) -> Any:
            return lifelines.KaplanMeierFitter().fit(*given)

        theirs, curve = fit(*arrays), ours()
        for at in (1.0, 30.0, 365.0):
            assert abs(theirs.predict(at) - curve.at(at)) < 1e-9
        rows.append(("lifelines, of the same lists", partial(fit, spans, events), None))
        rows.append(("lifelines, of arrays", partial(fit, *arrays), None))
    rows.append(("kaplan_meier()", ours, 3 if rows else None))
    if libraries := found("statsmodels.duration.survfunc", "numpy"):
        survfunc, numpy = libraries
        arrays = numpy.array(spans), numpy.array(events, dtype=int)
        rows.append(
            ("statsmodels, of arrays", partial(survfunc.SurvfuncRight, *arrays), None)
        )
    return show(title, rows, rounds)


# --- Beside half as many --------------------------------------------------------------


def reading(table: Table, half: Table, rounds: int) -> bool:
    """
    Time what it takes to read rows.
    """
    moves = lifecycle()
    steps = table.steps
    read = partial(History, steps, moves, as_of=AS_OF)
    less = partial(History, half.steps, moves, as_of=AS_OF)

    def grouped() -> dict[str, list[Any]]:
        groups: dict[str, list[Any]] = {}
        for step in steps:
            groups.setdefault(step.lead, []).append((step.number, step.at, step))
        for rows in groups.values():
            rows.sort(key=lambda one: one[0])
        return groups

    return show(
        f"reading {len(steps):,} rows",
        [
            ("by hand: lists in a dict, sorted", grouped, None),
            ("History()", read, None),
            ("History(), half the rows", less, None),
            ("Step(), all of them", lambda: table.steps, None),
        ],
        rounds,
    )


def doubled(past: History, half: History, rounds: int) -> bool:
    """
    Ask everything of a history, and of another of half the rows.
    """
    parted = channels(past.leads)
    kept = True
    print(f"\n{len(past.columns.ats):,} rows, beside half as many; then with by=")
    for name, ask in QUESTIONS.items():
        for told_, by in ((name, None), ("  with by=", parted)):
            all_, some = partial(ask, past, by), partial(ask, half, by)
            some()
            pairs = [(WATCH.seconds(some), WATCH.seconds(all_)) for _ in range(rounds)]
            spent = statistics.median(more for _, more in pairs)
            ratio = statistics.median(more / less for less, more in pairs)
            kept &= told(told_, spent, ratio, 2.3)
    return kept


def main() -> None:
    """
    Print the tables.
    """
    asked = argparse.ArgumentParser(description="Questions about a funnel, as ratios.")
    asked.add_argument("--leads", type=int, default=495_000)
    asked.add_argument("--durations", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--wall", action="store_true", help="time on the wall")
    given = asked.parse_args()
    if given.wall:
        WATCH.now = perf_counter
    table, half = drawn(given.leads), drawn(given.leads // 2)
    print(f"Python {platform.python_version()}")
    print(f"{given.leads:,} leads, {len(table):,} rows")
    kept = reading(table, half, given.rounds)
    past = History(table.steps, lifecycle(), as_of=AS_OF)
    kept &= beside_polars(table, past, given.leads, given.rounds)
    kept &= a_curve(given.rounds, given.durations)
    less = History(half.steps, lifecycle(), as_of=AS_OF)
    kept &= doubled(past, less, given.rounds)
    if not kept:
        sys.exit("a limit isn't kept")


if __name__ == "__main__":
    main()
