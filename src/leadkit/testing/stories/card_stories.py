"""
Examples that break a law about totals, told by their parts, and as tests to paste.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

import attrs

from ...happenings import Activity
from ...hundredths import told
from ...leads import Lead
from ...records import types_of_record
from ..finding import Witness
from ..scorers import Scorer
from .deeds import in_words
from .many_sources import activity_source, assigned, lead_lines
from .regression import text_of_test
from .sources import Call, Source, source_of
from .telling import between

_UNTOLD = {*Lead.members, "id", "revision", "traits", "stage", "erased_at"}


def shown(at: datetime) -> str:
    """
    Write an instant, as exactly as it needs.
    """
    text = at.replace(tzinfo=None).isoformat(sep=" ")
    return text.removesuffix(":00")


def number(total: float) -> str:
    """
    Write a total.
    """
    return f"{total:.10g}"


def described_lead(lead: Lead) -> Iterator[str]:
    """
    Tell what a made-up lead is and did, a sentence for each.
    """
    has: list[str] = []
    for name in types_of_record(type(lead)):
        value = getattr(lead, name, None)
        if name not in _UNTOLD and value not in (None, ()) and not _usual(lead, name):
            has.append(f"{name} {_plain(value)}")
    has += [f"{name} {_plain(value)}" for name, value in lead.traits.items()]
    with_ = f" with {', '.join(has)}" if has else ""
    yield f"A lead{with_} stands at {str(lead.stage)!r}."
    for consent in reversed(lead.consents):
        until = (
            "" if consent.expires_at is None else f" until {shown(consent.expires_at)}"
        )
        yield (
            f"{shown(consent.at)}: it agrees to {consent.purpose!r} by "
            f"{str(consent.medium)!r}{until}."
        )
    for move in lead.moves:
        yield f"{shown(move.at)}: it moves {between(move.source, move.target)}."
    for grant in reversed(lead.grants):
        yield f"{shown(grant.at)}: {grant.qualification!r} is granted."
    oldest = reversed(lead.activities)
    for what, same in groupby(oldest, key=in_words):
        yield _done(what, [one.at for one in same])


def _usual(lead: Lead, name: str) -> bool:
    default = attrs.fields_dict(type(lead))[name].default
    return bool(default == getattr(lead, name))


def _plain(value: object) -> str:
    value = getattr(value, "value", value)
    return shown(value) if isinstance(value, datetime) else repr(value)


def _done(what: str, instants: Sequence[datetime]) -> str:
    first, last = shown(instants[0]), shown(instants[-1])
    if len(instants) == 1:
        return f"{first}: it does {what}."
    when = first if first == last else f"{first} to {last}"
    return f"{when}: it does {what}, {len(instants)} times."


def gives(scorer: Scorer, lead: Lead, as_of: datetime) -> str:
    """
    Say what a lead gets, line by line.
    """
    total = number(scorer.total(lead, as_of))
    text = f"As of {shown(as_of)}, {scorer.name} gives {total}"
    if scorer.card is None:
        return f"{text}."
    lines = scorer.card.score(lead, as_of=as_of).lines
    parts = "; ".join(f"{one.name} {told(one.hundredths)}" for one in lines)
    return f"{text}: {parts}." if parts else f"{text}."


@attrs.frozen
class Setting:
    """
    What a test needs to know: names, and what they stand for.

    Attributes:
        instants: Instants.

        leads: Leads.

        more: Others that do one thing more: whose name it is, and what they do.
    """

    instants: Mapping[str, datetime]
    leads: Mapping[str, Lead]
    more: Mapping[str, tuple[str, Activity]] = attrs.field(
        factory=dict[str, tuple[str, Activity]]
    )

    @property
    def lines(self) -> Iterator[str]:
        """
        The lines of the test.
        """
        for name, at in self.instants.items():
            yield from assigned(name, at)
        for name, lead in self.leads.items():
            yield from lead_lines(name, lead)
        for name, (of, activity) in self.more.items():
            yield from assigned(
                name, Call(f"{of}.record", (activity_source(activity),))
            )


def witness(
    law: str, story: Iterable[str], scorer: Scorer, setting: Setting, check: str
) -> Witness:
    """
    Make the witness of a law about totals that is broken.

    Args:
        law: The law, as a sentence.

        story: What happens.

        scorer: What gives the points.

        setting: What the test is about.

        check: What holds if the law does. In it, ``{lead @ as_of}`` is the total of the
            one as of the other.
    """
    of = source_of(scorer.of, fallback="SCORE")
    lead = [*setting.leads.values()][-1]
    cls = source_of(type(lead), fallback="Record")
    body = [*setting.lines, f"assert {_asked(check, scorer, of.expression)}"]
    sources = [of] if cls.expression.startswith("lk.") else [of, cls]
    if any("timedelta(" in line for line in body):
        sources.append(Source("timedelta", "from datetime import timedelta"))
    text = text_of_test(law, body, sources).replace(*_ONE_IMPORT)
    return Witness(tuple(story), text, lead=lead)


_ONE_IMPORT = (
    "from datetime import UTC, datetime\nfrom datetime import timedelta\n",
    "from datetime import UTC, datetime, timedelta\n",
)


def _asked(check: str, scorer: Scorer, name: str) -> str:
    out: list[str] = []
    for piece in check.split("{"):
        inside, brace, rest = piece.partition("}")
        if not brace:
            out.append(piece)
            continue
        lead, _, as_of = inside.partition(" @ ")
        if scorer.card is None:
            out.append(f"{name}({lead}, {as_of}){rest}")
        else:
            out.append(f"{name}.score({lead}, as_of={as_of}).total{rest}")
    return "".join(out)
