"""
Which channels and landing pages bring sellers? The funnel of a real marketplace.

Olist, a Brazilian marketplace, published 8,000 leads that asked to sell there, and the
842 deals that were closed with them. ``python olist.py FOLDER`` prints what the two
files tell, and what they can't tell:

- One lead was won before it was first contacted. That can't be, so `conformance` names
  it, and it counts nowhere.
- Wins are recorded only since 5 December 2017. Leads of before look dead, since the
  wins among them may be missing; rates are of the leads since then.
- Nobody recorded which leads were lost. So most are open, and the median time to a deal
  isn't known: less than half of the leads get there.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs

from leadkit import Lifecycle, Transition
from leadkit.funnel import History, Step, month

LEADS = "olist_marketing_qualified_leads_dataset.csv"
DEALS = "olist_closed_deals_dataset.csv"

#: The files name no time zone; all their instants are taken for UTC.
RECORDED = datetime(2017, 12, 5, tzinfo=UTC)
#: The day after the last win.
AS_OF = datetime(2018, 11, 15, tzinfo=UTC)
SINCE = (RECORDED, AS_OF)

DAY = timedelta(days=1)
AGES = (30 * DAY, 90 * DAY, 180 * DAY)

LIFECYCLE = Lifecycle(
    "sellers", ["mql", "seller"], "mql", [Transition("win", "mql", "seller")]
)


@attrs.frozen
class Market:
    """
    The history of all leads, and what is known of each besides.
    """

    history: History
    channels: Mapping[str, str | None]
    pages: Mapping[str, str]

    def best_pages(self, number: int) -> Callable[[str], str]:
        """
        Part leads by landing page: those with most leads, and all others together.
        """
        most = {page for page, _ in Counter(self.pages.values()).most_common(number)}

        def page_of(lead: str) -> str:
            page = self.pages[lead]
            return page[:8] if page in most else "other pages"

        return page_of


def table(path: Path) -> list[dict[str, str]]:
    """
    Read the rows of a file.
    """
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def steps(leads: list[dict[str, str]], deals: list[dict[str, str]]) -> Iterator[Step]:
    """
    Turn the two files into one history: a row for each stage that a lead entered.

    The rows are numbered, so that a win before the first contact stays one. Sorted by
    time alone, it would look as if the lead had begun as a seller.
    """
    for lead in leads:
        contact = datetime.fromisoformat(lead["first_contact_date"])
        yield Step(lead["mql_id"], None, "mql", contact.replace(tzinfo=UTC), 1)
    for deal in deals:
        won = datetime.fromisoformat(deal["won_date"]).replace(tzinfo=UTC)
        yield Step(deal["mql_id"], "mql", "seller", won, 2)


def read(folder: Path) -> Market:
    """
    Read the folder with the two files.
    """
    leads, deals = table(folder / LEADS), table(folder / DEALS)
    return Market(
        History(steps(leads, deals), LIFECYCLE, as_of=AS_OF),
        # An empty cell and the word say the same.
        {lead["mql_id"]: known(lead["origin"]) for lead in leads},
        {lead["mql_id"]: lead["landing_page_id"] for lead in leads},
    )


def known(origin: str) -> str | None:
    """
    Read the channel that a lead came by; None if nobody knows.
    """
    return None if origin in {"", "unknown"} else origin


def time_to_close(market: Market) -> str:
    """
    Tell how long it takes to win a lead, counting those that may still be won.
    """
    curve = market.history.curve("mql", "seller", created=SINCE)
    told = ["Time to close"]
    for age in AGES:
        if curve.longest is not None and age <= curve.longest:
            share, low, high = curve.at(age)
            told.append(
                f"within {age.days} days: {share:.1%} ({low:.1%} to {high:.1%})"
            )
    for share in (0.05, 0.1, 0.5):
        span = curve.quantile(share)
        days = "not known, if ever" if span is None else f"{span / DAY:.0f} days"
        told.append(f"until {share:.0%} are won: {days}")
    return "\n".join(told)


def channels_differ(market: Market) -> str:
    """
    Tell whether chance alone makes channels differ as much.
    """
    curves = market.history.curve("mql", "seller", by=market.channels, created=SINCE)
    p = curves.compare()
    told = "nothing to compare" if p is None else f"p = {p:.2g}"
    return f"Do channels differ by more than chance? {told} (log-rank test)"


def sections(market: Market) -> Iterator[str]:
    """
    Give the report, part by part.
    """
    history = market.history
    yield str(history.conformance())
    yield str(history.funnel(created=SINCE))
    yield str(history.funnel(by=market.channels, created=SINCE))
    yield channels_differ(market)
    yield str(history.funnel(by=market.best_pages(5), created=SINCE))
    yield time_to_close(market)
    months = history.cohorts("seller", key=month("UTC"), ages=AGES)
    since = f"{RECORDED:%Y-%m-%d}"
    yield f"{months}\nWins before {since} aren't recorded, so early months are too low."


def main(folder: str) -> None:
    """
    Print the report.
    """
    print("\n\n".join(sections(read(Path(folder)))))  # noqa: T201  it's what it is for


if __name__ == "__main__":
    main(sys.argv[1])
