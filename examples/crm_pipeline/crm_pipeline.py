"""
What is a sales pipeline worth a day? Four tables of a CRM, with the faults they have.

The company is made up (Maven Analytics), and its tables are like real ones.
``python crm_pipeline.py FOLDER`` prints what they tell, and what they can't tell:

- Deals that are still prospected have no date at all. Nobody knows for how long they
  have been there, so they have no history; they are counted, and named, but not timed.
- A product is called "GTXPro" here and "GTX Pro" there. Names are joined without blanks
  and capitals, and what still finds nothing is told.
- No deal was closed before March 2017. Those that were have left no trace, so the ones
  from before are watched only from then on: else deals would seem to last longer.
- Open deals often have no account yet. A rate by an account's sector would leave them
  out, and be too high: the sector is known because the deal was closed.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import attrs

from leadkit import Lifecycle, Transition
from leadkit.funnel import History, Step

AS_OF = datetime(2018, 1, 1, tzinfo=UTC)
#: Since when deals that were closed are in the table.
WATCHED = datetime(2017, 2, 28, tzinfo=UTC)
QUARTER = timedelta(days=90)
EXITS = {"Won": "won", "Lost": "lost"}

LIFECYCLE = Lifecycle(
    "sales",
    ["prospecting", "engaging", "won", "lost"],
    "prospecting",
    [
        Transition("engage", "prospecting", "engaging"),
        Transition("win", "engaging", "won"),
        Transition("lose", "engaging", "lost", kind="exit"),
    ],
)


@attrs.frozen
class Pipeline:
    """
    The history of all deals, and what is known of each besides.
    """

    history: History
    values: Mapping[str, Decimal]
    series: Mapping[str, str | None]
    regions: Mapping[str, str | None]
    sectors: Mapping[str, str | None]
    renamed: Mapping[tuple[str, str], int]


def table(path: Path) -> list[dict[str, str]]:
    """
    Read the rows of a file.
    """
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def instant(text: str) -> datetime:
    """
    Read a date; the files name no time zone, so it begins in UTC.
    """
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def steps(deals: Iterable[Mapping[str, str]]) -> Iterator[Step]:
    """
    Turn deals into a history: it begins when a deal was engaged.
    """
    for deal in deals:
        lead, engaged, closed = (
            deal[name] for name in ("opportunity_id", "engage_date", "close_date")
        )
        if engaged:
            yield Step(lead, None, "engaging", instant(engaged), 1)
        if closed:
            exit_ = EXITS[deal["deal_stage"]]
            yield Step(lead, "engaging", exit_, instant(closed), 2)


def joined(
    deals: Iterable[Mapping[str, str]],
    key: str,
    others: Iterable[Mapping[str, str]],
    other_key: str,
    wanted: str,
) -> tuple[dict[str, str | None], Counter[tuple[str, str]]]:
    """
    Look something up for each deal, in another table.

    Args:
        deals: The deals.

        key: The column that points to the other table.

        others: The other table.

        other_key: Its column with the names.

        wanted: Its column with what is looked up.

    Returns:
        It by deal, None if nothing was found; and how often which names were joined
        that aren't quite the same.
    """
    rows = {plain(row[other_key]): row for row in others}
    found: dict[str, str | None] = {}
    renamed: Counter[tuple[str, str]] = Counter()
    for deal in deals:
        name = deal[key]
        row = rows.get(plain(name))
        found[deal["opportunity_id"]] = None if row is None else row[wanted]
        if row is not None and row[other_key] != name:
            renamed[name, row[other_key]] += 1
    return found, renamed


def plain(name: str) -> str:
    """
    Write a name as all of its spellings.
    """
    return "".join(name.split()).casefold()


def read(folder: Path) -> Pipeline:
    """
    Read the folder with the four files.
    """
    deals = table(folder / "crm_sales_pipeline.csv")
    products = table(folder / "crm_products.csv")
    teams = table(folder / "crm_sales_teams.csv")
    accounts = table(folder / "crm_accounts.csv")
    series, renamed = joined(deals, "product", products, "product", "series")
    regions, _ = joined(deals, "sales_agent", teams, "sales_agent", "regional_office")
    sectors, _ = joined(deals, "account", accounts, "account", "sector")
    return Pipeline(
        History(
            steps(deals),
            LIFECYCLE,
            as_of=AS_OF,
            mainline=["engaging", "won"],
            starts="engaging",
            known_since={deal["opportunity_id"]: WATCHED for deal in deals},
            undated=[
                deal["opportunity_id"] for deal in deals if not deal["engage_date"]
            ],
        ),
        {
            deal["opportunity_id"]: Decimal(deal["close_value"])
            for deal in deals
            if deal["close_value"]
        },
        series,
        regions,
        sectors,
        renamed,
    )


def sections(pipeline: Pipeline) -> Iterator[str]:
    """
    Give the report, part by part.
    """
    history, values = pipeline.history, pipeline.values
    yield str(history.conformance())
    yield str(history.funnel())
    yield str(history.velocity(value=values, opportunity="engaging", won="won"))
    for by in (pipeline.series, pipeline.regions):
        yield str(
            history.velocity(value=values, opportunity="engaging", won="won", by=by)
        )
    for (name, meant), number in pipeline.renamed.items():
        yield f"Deals of {name!r} that were taken for {meant!r}: {number:,}."
    yield str(history.time_in_stage())
    yield str(history.forecast("won", horizon=QUARTER, since=WATCHED))
    sectors = history.funnel(by=pipeline.sectors)
    yield f"{sectors}\nThe sector of most open deals isn't known yet."


def main(folder: str) -> None:
    """
    Print the report.
    """
    print("\n\n".join(sections(read(Path(folder)))))  # noqa: T201  it's what it is for


if __name__ == "__main__":
    main(sys.argv[1])
