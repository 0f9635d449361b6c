"""
What the tests of leadkit draw: records and rules, each as plain data and built of it.

A record is drawn as a mapping of plain values (`records`), a rule as nested tuples
(`specs`): ``("ge", ("field", "employees"), 50)``. `host` and `written` build them
through the public doors, so a test can compute what a rule means without leadkit.

Instants, codes and numbers come from small pools, so that equal instants, the edges of
windows and equal values occur often.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Literal

import attrs
from hypothesis import strategies as st

import leadkit as lk

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)

TYPES = (
    "page_viewed",
    "email_sent",
    "email_clicked",
    "email_replied",
    "call_held",
    "survey_answered",
    "purchased",
    "badge_scanned",
)
STAGES = ("lead", "nurtured", "prospect", "customer")
PURPOSES = ("marketing", "service")
MEDIA = ("email", "phone")
QUALIFICATIONS = ("MQL", "SQL")
CAMPAIGNS = ("spring", "autumn")
WINDOWS = (
    timedelta(days=1),
    timedelta(hours=36),
    timedelta(days=7),
    timedelta(days=30),
)


class Tier(Enum):
    """
    A choice whose values are numbers.
    """

    BRONZE = 1
    SILVER = 2
    GOLD = 3


@attrs.frozen(kw_only=True)
class Host(lk.Lead):
    """
    A host's record with a field of every kind that rules can ask about.
    """

    employees: int | None = None
    budget: float | None = None
    title: str | None = None
    free_mail: bool | None = None
    trial_ends: datetime | None = None
    tier: Tier | None = None
    plan: Literal["free", "team", "pro"] | None = None


TRAITS = {
    "seats": int,
    "segment": str,
    "partner": bool,
    "renewal": datetime,
    "region": Literal["eu", "us", 3],
}
F = lk.fields(Host, traits=TRAITS)


@lk.rule(name="has a name")
def has_name(lead, as_of):
    """
    A host's own predicate, which a rule can't see into.
    """
    return None if lead.name is None else bool(lead.name)


# Scalars -----------------------------------------------------------------------------


@cache
def instants():
    """
    Instants around `NOW`, often on or a microsecond beside the edge of a window.
    """
    days = st.sampled_from([0, -1, -7, -30, 1, 7, 30])
    hours = st.sampled_from([0, 0, 0, -12, -36, 36])
    ticks = st.sampled_from([0, 0, -1, 1]) | st.integers(-(10**12), 10**12)
    return st.builds(
        lambda day, hour, tick: NOW + timedelta(days=day, hours=hour) + tick * TICK,
        days,
        hours,
        ticks,
    )


@cache
def numbers():
    """
    Numbers whose sums and small products are exact as floats.
    """
    return (
        st.sampled_from([0, 1, 2, 3, 50, -1])
        | st.integers(-1000, 1000)
        | st.integers(-4000, 4000).map(lambda quarters: quarters / 4)
    )


@cache
def texts():
    """
    Texts that often contain one another.
    """
    return st.sampled_from(
        ["", "a", "Head", "Head of Sales", "head", "free"]
    ) | st.text(max_size=4)


# Records -----------------------------------------------------------------------------


def _maybe(values):
    return st.none() | values


@cache
def activities():
    """
    Activities as plain data, without their ids.
    """
    return st.fixed_dictionaries(
        {
            "type": st.sampled_from(TYPES),
            "at": instants(),
            "actor": st.sampled_from(["human", "human", "machine"]),
            "value": _maybe(numbers()),
            "medium": _maybe(st.sampled_from(MEDIA)),
            "channel": _maybe(st.sampled_from(["form", "webinar"])),
            "purpose": _maybe(st.sampled_from(PURPOSES)),
            "campaign": _maybe(st.sampled_from(CAMPAIGNS)),
            "variant": _maybe(st.sampled_from(["A", "B"])),
        },
        optional={"direction": st.sampled_from(["inbound", "outbound"])},
    )


def _contacts():
    return st.sampled_from(
        [
            {"medium": "email", "value": "sara@example.com"},
            {"medium": "phone", "value": "+491701234567"},
        ]
    )


@cache
def consents():
    """
    Consents as plain data.
    """
    return st.fixed_dictionaries(
        {
            "purpose": st.sampled_from(PURPOSES),
            "medium": st.sampled_from(MEDIA),
            "status": st.sampled_from(lk.ConsentStatus).map(str),
            "at": instants(),
            "actor": st.sampled_from(["human", "human", "machine"]),
            "imported": st.sampled_from([False, False, True]),
            "expires_at": _maybe(st.just(NOW + timedelta(days=400))),
        }
    )


@cache
def touches():
    """
    Touches as plain data.
    """
    return st.fixed_dictionaries(
        {"channel": st.sampled_from(["form", "webinar"]), "at": instants()}
    )


@cache
def grants():
    """
    Grants and revocations as plain data.
    """
    return st.fixed_dictionaries(
        {
            "qualification": st.sampled_from(QUALIFICATIONS),
            "at": instants(),
            "by": st.just("somebody"),
            "granted": st.booleans(),
            "number": st.integers(0, 2),
        }
    )


@st.composite
def _moves(draw):
    # Each leaves the stage that the one before entered.
    ats = sorted(draw(st.lists(instants(), max_size=4)))
    stages = [draw(st.sampled_from(STAGES)) for _ in range(len(ats) + 1)]
    moves = [
        {
            "trigger": "go",
            "source": stages[index],
            "target": stages[index + 1],
            "at": at,
            "number": index + 1,
        }
        for index, at in enumerate(ats)
    ]
    return moves, stages[-1]


@cache
def traits():
    """
    Traits of a record, mostly of the kind that a rule expects.
    """
    wrong = st.sampled_from([7, "Head", True, NOW])
    return st.fixed_dictionaries(
        {
            "seats": _maybe(numbers() | wrong),
            "segment": _maybe(texts() | wrong),
            "partner": _maybe(st.booleans() | wrong),
            "renewal": _maybe(instants() | wrong),
            "region": _maybe(st.sampled_from(["eu", "us", 3]) | wrong),
        }
    )


@st.composite
def records(draw):
    """
    Records of `Host` as plain data, histories in any order.

    Shrinks towards a lead about which nothing is known.
    """
    moves, stage = draw(_moves())
    happened = draw(st.lists(activities(), max_size=6))
    return {
        "id": "L-1",
        "kind": draw(st.sampled_from(["person", "company"])),
        "name": draw(_maybe(texts())),
        "contacts": draw(st.lists(_contacts(), max_size=2)),
        "consents": draw(st.lists(consents(), max_size=4)),
        "touches": draw(st.lists(touches(), max_size=2)),
        "activities": [{"id": f"a{i}", **one} for i, one in enumerate(happened)],
        "moves": draw(st.permutations(moves)),
        "grants": draw(st.lists(grants(), max_size=3)),
        "stage": stage,
        "created_at": draw(_maybe(instants())),
        "traits": draw(traits()),
        "employees": draw(_maybe(st.integers(-5, 60))),
        "budget": draw(_maybe(numbers() | st.just(float("nan")))),
        "title": draw(_maybe(texts())),
        "free_mail": draw(_maybe(st.booleans())),
        "trial_ends": draw(_maybe(instants())),
        "tier": draw(_maybe(st.sampled_from([1, 2, 3]))),
        "plan": draw(_maybe(st.sampled_from(["free", "team", "pro"]))),
    }


_MEMBERS = {
    "contacts": lk.ContactPoint,
    "consents": lk.Consent,
    "touches": lk.Touch,
    "activities": lk.Activity,
    "moves": lk.Move,
    "grants": lk.Grant,
}


def host(record):
    """
    Build what `records` draws.
    """
    members = {
        name: [member(**item) for item in record[name]]
        for name, member in _MEMBERS.items()
    }
    return Host(**{**record, **members})


def hosts():
    """
    Records of `Host`.
    """
    return records().map(host)


# Values in rules ---------------------------------------------------------------------


def _or_default(values, defaults):
    return values | st.tuples(st.just("or_default"), values, defaults)


def _named(*fields, traits=()):
    return st.sampled_from(
        [("field", name) for name in fields] + [("trait", name) for name in traits]
    )


@cache
def queries():
    """
    Which activities are meant, as plain data.
    """
    conditions = st.fixed_dictionaries(
        {},
        optional={
            "medium": st.sampled_from(MEDIA),
            "channel": st.sampled_from(["form", "webinar"]),
            "purpose": st.sampled_from(PURPOSES),
            "campaign": st.sampled_from(CAMPAIGNS),
            "variant": st.sampled_from(["A", "B"]),
            "direction": st.sampled_from(["inbound", "outbound"]),
            "actor": st.sampled_from(["human", "machine"]),
            "value": numbers(),
            "value_at_least": numbers(),
            "value_at_most": numbers(),
        },
    )
    return st.fixed_dictionaries(
        {
            "types": st.lists(
                st.sampled_from(TYPES), min_size=1, max_size=len(TYPES), unique=True
            ),
            # Most queries have no condition: with many, nothing would be found.
            "where": st.just({}) | st.just({}) | conditions,
            "window": _maybe(st.sampled_from(WINDOWS)),
            "since": _maybe(st.sampled_from(STAGES)),
        }
    )


AGGREGATES = (
    "count",
    "total",
    "largest",
    "mean",
    "latest",
    "distinct_days",
    "days_since_first",
    "days_since_last",
)


@cache
def instant_specs():
    """
    Instants to ask about.
    """
    return _or_default(
        _named("trial_ends", "created_at", traits=["renewal"]), instants()
    )


@cache
def running_specs():
    """
    Numbers that run on with time by themselves.
    """
    return (
        st.tuples(st.just("age"), instant_specs())
        | st.just(("time_in_stage",))
        | st.tuples(st.sampled_from(["days_since_first", "days_since_last"]), queries())
    )


@cache
def number_atoms():
    """
    Numbers to ask about that aren't computed of others; no totals of cards.
    """
    return (
        _named("employees", "budget", traits=["seats"])
        | st.tuples(st.sampled_from(AGGREGATES), queries())
        | running_specs()
    )


@st.composite
def number_specs(draw, atoms=None, *, depth=2):
    """
    Numbers to ask about, and sums, differences and products of them.

    Args:
        atoms: What they are made of; `number_atoms` by default.

        depth: How many operators may stand inside one another.
    """
    shapes = ["atom", "atom", "left", "right", "or_default"]
    match draw(st.sampled_from(shapes)) if depth else "atom":
        case "atom":
            return draw(number_atoms() if atoms is None else atoms)
        case "or_default":
            return ("or_default", draw(number_specs(atoms, depth=depth - 1)), 3)
        case side:
            one = draw(number_specs(atoms, depth=depth - 1))
            other = draw(numbers() | number_specs(atoms, depth=depth - 1))
            sides = (one, other) if side == "left" else (other, one)
            return (draw(st.sampled_from(["add", "sub", "mul"])), *sides)


_CHOICES = {
    ("field", "kind"): ["person", "company"],
    ("field", "tier"): [1, 2, 3],
    ("field", "plan"): ["free", "team", "pro"],
    ("trait", "region"): ["eu", "us", 3],
}


# Rules -------------------------------------------------------------------------------


@cache
def comparison_specs(numbers_asked):
    """
    Comparisons of numbers.

    Args:
        numbers_asked: Specs of the numbers.
    """
    return (
        st.tuples(
            st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]),
            numbers_asked,
            numbers() | numbers_asked,
        )
        | st.builds(
            lambda value, ends: ("between", value, *sorted(ends)),
            numbers_asked,
            st.tuples(numbers(), numbers()),
        )
        | st.tuples(
            st.just("is_in"),
            numbers_asked,
            st.lists(numbers(), min_size=1, max_size=3),
        )
    )


@cache
def _text_questions():
    asked = _or_default(_named("title", "name", traits=["segment"]), texts())
    return st.tuples(
        st.sampled_from(["eq", "ne", "contains", "starts_with", "ends_with"]),
        asked,
        texts() | asked,
    ) | st.tuples(st.just("is_in"), asked, st.lists(texts(), min_size=1, max_size=3))


@st.composite
def _choice_questions(draw):
    asked = draw(st.sampled_from(sorted(_CHOICES)))
    options = st.sampled_from(_CHOICES[asked])
    if draw(st.booleans()):
        asked = ("or_default", asked, draw(options))
    if draw(st.booleans()):
        return ("is_in", asked, draw(st.lists(options, min_size=1, max_size=2)))
    other = draw(options | st.sampled_from(sorted(_CHOICES)))
    return (draw(st.sampled_from(["eq", "ne"])), asked, other)


@cache
def _flags():
    return _or_default(_named("free_mail", traits=["partner"]), st.booleans())


@cache
def _missing_questions():
    asked = (
        number_specs()
        | _flags()
        | instant_specs()
        | _named("title", "tier", "plan", traits=["segment", "region"])
    )
    return st.tuples(st.just("is_missing"), asked)


@cache
def fact_specs():
    """
    Questions about the lead itself.
    """
    stage = st.sampled_from(STAGES)
    purpose = st.sampled_from(PURPOSES)
    medium = st.sampled_from(MEDIA)
    return (
        st.tuples(st.just("consented"), purpose, medium)
        | st.tuples(st.just("reachable"), purpose, _maybe(medium))
        | st.tuples(
            st.just("in_stage"), st.lists(stage, min_size=1, max_size=2, unique=True)
        )
        | st.tuples(st.sampled_from(["has_been", "came_from"]), stage)
        | st.tuples(st.just("holds"), st.sampled_from(QUALIFICATIONS))
        | st.tuples(st.just("conversed"), _maybe(stage))
        | st.just(("is_lead",))
    )


@cache
def atom_specs(*, opaque=False):
    """
    Questions that aren't joined of others.

    Args:
        opaque: Whether a host's own predicate may be among them.
    """
    atoms = (
        comparison_specs(number_specs())
        | _text_questions()
        | _choice_questions()
        | st.tuples(st.just("flag"), _flags())
        | st.tuples(st.sampled_from(["eq", "ne"]), _flags(), st.booleans() | _flags())
        | st.tuples(
            st.sampled_from(["before", "after"]),
            instant_specs(),
            instants() | instant_specs(),
        )
        | _missing_questions()
        | fact_specs()
        | st.sampled_from([("always",), ("never",)])
    )
    return atoms | st.just(("predicate",)) if opaque else atoms


@cache
def card_specs(questions):
    """
    Small scorecards: points for rules, and the limits of their sum.

    Args:
        questions: Specs of the rules.
    """
    points = st.tuples(st.sampled_from([5, 10, -3, 0.25]), questions)
    return st.fixed_dictionaries(
        {
            "points": st.lists(points, min_size=1, max_size=2),
            "floor": _maybe(st.just(0)),
            "ceiling": _maybe(st.just(10)),
        }
    )


@cache
def _leaves(opaque):
    atoms = atom_specs(opaque=opaque)
    totals = st.tuples(st.just("card"), card_specs(atoms))
    return atoms | comparison_specs(totals)


@st.composite
def specs(draw, *, opaque=False, depth=2):
    """
    Rules over the whole language, as plain data.

    Args:
        opaque: Whether a host's own predicate may be among their parts.

        depth: How many joins may stand inside one another.
    """
    joins = ["atom", "and", "or", "not", "at_least"]
    join = draw(st.sampled_from(joins)) if depth else "atom"
    if join == "atom":
        return draw(_leaves(opaque))
    inner = specs(opaque=opaque, depth=depth - 1)
    if join == "not":
        return ("not", draw(inner))
    parts = draw(st.lists(inner, min_size=2, max_size=3))
    if join == "at_least":
        return (join, draw(st.integers(1, len(parts))), *parts)
    return (join, *parts)


def rules(*, opaque=False):
    """
    Rules over the whole language, about `Host`.

    Shrinks towards a comparison of a field.

    Args:
        opaque: Whether a host's own predicate may be among their parts.
    """
    return specs(opaque=opaque).map(written)


# From specs to rules -----------------------------------------------------------------

_PYTHON = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
}


def written(spec):  # noqa: C901, PLR0912
    """
    Write the rule or value that a spec stands for, as a person would.
    """
    match spec:
        case ("always",):
            return lk.ALWAYS
        case ("never",):
            return lk.NEVER
        case ("predicate",):
            return has_name
        case ("and", *parts):
            return lk.all_of(map(written, parts))
        case ("or", *parts):
            return lk.any_of(map(written, parts))
        case ("not", part):
            return ~written(part)
        case ("at_least", needed, *parts):
            return lk.at_least(needed, map(written, parts))
        case ("flag", value):
            return lk.all_of(written(value))
        case ("field" | "trait", name):
            return getattr(F, name)
        case ("time_in_stage",):
            return lk.time_in_stage()
        case ("card", card):
            return scorecard(card).total
        case (op, query) if op in AGGREGATES:
            return getattr(activities_meant(query), op)()
        case (op, left, right) if op in _PYTHON:
            return _PYTHON[op](written(left), written(right))
        case ("is_in", value, options):
            return written(value).is_in(options)
        case (
            "age" | "is_missing" | "or_default" | "between" | "contains"
            | "starts_with" | "ends_with" | "before" | "after" as method,
            value,
            *operands,
        ):  # fmt: skip
            return getattr(written(value), method)(*map(written, operands))
        case ("in_stage", stages):
            return lk.in_stage(*stages)
        case (fact, *arguments):
            return getattr(lk, fact)(*arguments)
    return spec


def activities_meant(query):
    """
    Write the activities that a query of `queries` means.
    """
    meant = lk.activity(*query["types"])
    if query["where"]:
        meant = meant.where(**query["where"])
    if query["window"] is not None:
        meant = meant.within(seconds=query["window"].total_seconds())
    if query["since"] is not None:
        meant = meant.since(query["since"])
    return meant


def scorecard(card):
    """
    Write the scorecard that a spec of `card_specs` stands for.
    """
    return lk.Scorecard(
        "fit",
        [lk.Points(points, when=written(rule)) for points, rule in card["points"]],
        floor=card["floor"],
        ceiling=card["ceiling"],
    )


# Cards -------------------------------------------------------------------------------

_SPANS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), 3 * TICK)
_LIMITS = ((None, None), (0, None), (None, 10), (-1, 5.5), (0, 0))


@st.composite
def points_given(draw):
    """
    `Points` of every kind: for a rule, per activity and per unit of a number.
    """
    kind = draw(st.sampled_from(["when", "activities", "activities", "number"]))
    given = {}
    if kind == "when" or draw(st.booleans()):
        given["when"] = draw(rules(opaque=True))
    if kind == "activities":
        given["per"] = activities_meant(draw(queries()))
        decay = draw(st.sampled_from([None, "halving", "fading"]))
        if decay is not None:
            given[decay] = draw(st.sampled_from(_SPANS))
        given["at_most"] = draw(_maybe(st.integers(1, 3)))
        given["per_day"] = draw(_maybe(st.integers(1, 2)))
    if kind == "number":
        given["per"] = written(draw(number_specs()))
    return lk.Points(
        draw(st.sampled_from([5, 10, -3, 0.25, 0, -0.01, 12.5])),
        cap=draw(_maybe(st.sampled_from([0, 1, 7.5, 20]))),
        name=draw(_maybe(st.sampled_from(["clicks", "é'\"\n#"]))),
        **given,
    )


def cards():
    """
    Scorecards of everything there is, groups in groups among it.
    """
    return _groups(lk.Scorecard, 2)


@cache
def _groups(cls, depth):
    entries = points_given()
    if depth:
        entries = entries | _groups(lk.Group, depth - 1)
    return st.builds(
        lambda given, limits: cls("g", given, floor=limits[0], ceiling=limits[1]),
        st.lists(entries, max_size=4),
        st.sampled_from(_LIMITS),
    )
