"""
The two readings of *prospect*.

With us a prospect comes after a lead: it talked with sales and is ready to decide.
Elsewhere it comes before: it could buy, and isn't ready for sales yet, or hasn't shown
any interest at all. A reading changes labels, and how words are read and written; it
never changes a lead or its moves.
"""

from __future__ import annotations

from .terms import Entry, Named, Source, Term, Unmatched

# Who reads it the other way would take our prospect for a lead that is hardly known.
PROSPECT_BEFORE = Named("prospect", "Opportunity", "فرصت فروش", reading="before")

# Where there are prospects and no leads, ours are called so.
LEAD_BEFORE = (
    Named("lead", "Prospect", "مشتری احتمالی", reading="before"),
    Named(
        "nurtured", "Nurtured prospect", "مشتری احتمالی پرورش‌یافته", reading="before"
    ),
)


def added_prospect(
    field: str, source: Source, *, word: str = "prospect"
) -> list[Entry]:
    """
    Say how to read *prospect* in a system that has leads and where it was added.

    Args:
        field: Where it was added.

        source: Which document says that words may be added there.

        word: The word.
    """
    return [
        PROSPECT_BEFORE,
        Term(
            "prospect",
            word,
            about="stage",
            label="Prospect",
            field=field,
            note="No value of the system's own: somebody added it.",
            written=False,
            reading="after",
            source=source,
        ),
        Unmatched(
            word,
            about="stage",
            near=("lead",),
            label="Prospect",
            field=field,
            note="Before a lead: somebody who may have shown no interest yet.",
            reading="before",
            source=source,
        ),
    ]
