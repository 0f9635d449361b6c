"""
What rules mean, held against the contract written down a second time.

`answer_of` and `value_of` read specs and records as plain data and know nothing of
leadkit: no node, no record, no order of a history.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from fractions import Fraction
from itertools import product
from typing import Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    AGGREGATES,
    MEDIA,
    NOW,
    PURPOSES,
    QUALIFICATIONS,
    STAGES,
    TICK,
    F,
    Host,
    activities,
    activities_meant,
    consents,
    grants,
    host,
    hosts,
    instants,
    number_specs,
    queries,
    records,
    rules,
    specs,
    touches,
    written,
)

import leadkit as lk
from leadkit import Activity, LeadError, Move, RuleError
from leadkit.rules import nodes as n
from leadkit.rules.gathering import found
from leadkit.rules.meaning import (
    all_known,
    any_known,
    ask,
    enough,
    evaluate,
    opposite,
)

# The contract, once more -------------------------------------------------------------

CONVERSATIONS = {
    "email_replied",
    "sms_replied",
    "social_messaged",
    "call_held",
    "meeting_held",
    "chat_held",
}
OUTBOUND = {"email_sent", "email_bounced", "sms_sent", "proposal_sent"}


def joined(join, answers):
    """
    Kleene's logic: what is unknown may be either, and only what holds anyway is known.
    """
    either = [(True, False) if answer is None else (answer,) for answer in answers]
    outcomes = {join(chosen) for chosen in product(*either)}
    return outcomes.pop() if len(outcomes) == 1 else None


def newest(happenings, as_of, **wanted):
    """
    The latest in sight with these facts; a withdrawal wins, then the greater number.
    """
    seen = [
        one
        for one in happenings
        if one["at"] <= as_of and all(one[name] == wanted[name] for name in wanted)
    ]
    return max(
        seen,
        key=lambda one: (one["at"], one.get("number", 0), not one.get("granted")),
        default=None,
    )


def moves_seen(record, as_of):
    moves = sorted(record["moves"], key=lambda move: move["number"])
    return [move for move in moves if move["at"] <= as_of]


def stage_of(record, as_of):
    seen = moves_seen(record, as_of)
    if seen:
        return seen[-1]["target"]
    return min(
        record["moves"],
        key=lambda move: move["number"],
        default={"source": record["stage"]},
    )["source"]


def is_consented(record, purpose, medium, as_of):
    seen = [
        one
        for one in record["consents"]
        if (one["purpose"], one["medium"]) == (purpose, medium) and one["at"] <= as_of
    ]
    # A machine grants nothing, and an import nothing to who once said no.
    refused = any(one["status"] in {"denied", "withdrawn"} for one in seen)
    human = [
        one for one in seen if one["status"] != "granted" or one["actor"] == "human"
    ]
    said = [one for one in human if one["status"] != "granted" or not one["imported"]]
    last = max(
        said, key=lambda one: (one["at"], one["status"] != "granted"), default=None
    )
    if last is not None and last["status"] == "granted":  # none expires this soon
        return True
    return not refused and any(one not in said for one in human)


def in_sight(record, as_of):
    return [one for one in record["activities"] if one["at"] <= as_of]


def direction(activity):
    usual = "outbound" if activity["type"] in OUTBOUND else "inbound"
    return activity.get("direction", usual)


def since_entry(record, stage, happened, as_of):
    entries = [
        move["at"] for move in moves_seen(record, as_of) if move["target"] == stage
    ]
    if stage is None or not entries:
        return happened
    return [one for one in happened if one["at"] > max(entries)]


def meets(activity, name, wanted):
    if name in {"value_at_least", "value_at_most"}:
        value = activity["value"]
        if value is None:
            return False
        return value >= wanted if name == "value_at_least" else value <= wanted
    if name == "direction":
        return direction(activity) == wanted
    return activity[name] == wanted


def meant(query, record, as_of):
    """
    The activities of a query, newest first, of one instant the greater id first.
    """
    happened = since_entry(record, query["since"], in_sight(record, as_of), as_of)
    if query["window"] is not None:
        start = as_of - query["window"]
        happened = [one for one in happened if start < one["at"] <= as_of]
    if "actor" not in query["where"]:
        happened = [
            one
            for one in happened
            if (one["actor"], direction(one)) != ("machine", "inbound")
        ]
    happened = [
        one
        for one in happened
        if one["type"] in query["types"]
        and all(meets(one, name, wanted) for name, wanted in query["where"].items())
    ]
    return sorted(happened, key=lambda one: (one["at"], one["id"]), reverse=True)


def days(earlier, later):
    return Fraction((later - earlier) // TICK, timedelta(days=1) // TICK)


def as_seen(value):
    """
    Days are fractions while rules compute with them, and a float to whoever reads them.
    """
    return float(value) if isinstance(value, Fraction) else value


def aggregated(op, happened, as_of):
    values = [one["value"] for one in happened if one["value"] is not None]
    ats = [one["at"] for one in happened]
    total = sum(map(Fraction, values))
    if op in {"largest", "mean", "latest"} and not values:
        return None
    if op in {"days_since_first", "days_since_last"} and not ats:
        return None
    return {
        "count": lambda: len(happened),
        "total": lambda: float(total),
        "largest": lambda: max(values),
        "mean": lambda: float(total / len(values)),
        "latest": lambda: values[0],
        "distinct_days": lambda: len({(at.year, at.month, at.day) for at in ats}),
        "days_since_first": lambda: days(min(ats), as_of),
        "days_since_last": lambda: days(max(ats), as_of),
    }[op]()


FITS = {
    "seats": lambda value: type(value) in {int, float},
    "segment": lambda value: type(value) is str,
    "partner": lambda value: type(value) is bool,
    "renewal": lambda value: type(value) is datetime,
    "region": lambda value: type(value) is not bool and value in {"eu", "us", 3},
}


def value_of(spec, record, as_of):  # noqa: C901
    match spec:
        case ("field", name):
            value = record[name]
            return value if value == value else None  # noqa: PLR0124  NaN
        case ("trait", name):
            value = record["traits"].get(name)
            return value if FITS[name](value) else None
        case ("or_default", inner, default):
            value = value_of(inner, record, as_of)
            return default if value is None else value
        case ("add" | "sub" | "mul" as op, left, right):
            a, b = (value_of(side, record, as_of) for side in (left, right))
            if a is None or b is None:
                return None
            if Fraction in {type(a), type(b)}:
                a, b = Fraction(a), Fraction(b)
            return {"add": a + b, "sub": a - b, "mul": a * b}[op]
        case ("age", inner):
            instant = value_of(inner, record, as_of)
            return None if instant is None else days(instant, as_of)
        case ("time_in_stage",):
            seen = moves_seen(record, as_of)
            entered = seen[-1]["at"] if seen else record["created_at"]
            if entered is None or entered > as_of:
                return None
            return days(entered, as_of)
        case ("card", card):
            total = sum(
                points
                for points, rule in card["points"]
                if answer_of(rule, record, as_of) is True
            )
            if card["floor"] is not None:
                total = max(total, card["floor"])
            return total if card["ceiling"] is None else min(total, card["ceiling"])
        case (op, dict() as query):
            return aggregated(op, meant(query, record, as_of), as_of)
    return spec


COMPARED = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "contains": lambda a, b: a.find(b) >= 0,
    "starts_with": lambda a, b: a[: len(b)] == b,
    "ends_with": lambda a, b: a[len(a) - len(b) :] == b and len(b) <= len(a),
    "before": lambda a, b: a < b,
    "after": lambda a, b: a > b,
}


def answer_of(spec, record, as_of):  # noqa: C901
    def ask_part(part):
        return answer_of(part, record, as_of)

    match spec:
        case ("always",):
            return True
        case ("never",):
            return False
        case ("and", *parts):
            return joined(all, map(ask_part, parts))
        case ("or", *parts):
            return joined(any, map(ask_part, parts))
        case ("not", part):
            return joined(lambda chosen: not chosen[0], [ask_part(part)])
        case ("at_least", needed, *parts):
            return joined(lambda chosen: sum(chosen) >= needed, map(ask_part, parts))
        case (op, left, right) if op in COMPARED:
            a, b = (value_of(side, record, as_of) for side in (left, right))
            return None if a is None or b is None else COMPARED[op](a, b)
        case ("between", value, low, high):
            seen = value_of(value, record, as_of)
            return None if seen is None else low <= seen <= high
        case ("is_in", value, options):
            seen = value_of(value, record, as_of)
            return None if seen is None else any(seen == one for one in options)
        case ("is_missing", value):
            return value_of(value, record, as_of) is None
        case ("flag", value):
            return value_of(value, record, as_of)
    return fact_of(spec, record, as_of)


def fact_of(spec, record, as_of):
    match spec:
        case ("consented", purpose, medium):
            return is_consented(record, purpose, medium, as_of)
        case ("reachable", purpose, medium):
            media = {contact["medium"] for contact in record["contacts"]}
            media &= media if medium is None else {medium}
            return any(is_consented(record, purpose, by, as_of) for by in media)
        case ("in_stage", stages):
            return stage_of(record, as_of) in stages
        case ("has_been", stage):
            seen = moves_seen(record, as_of)
            stood = {stage_of(record, as_of), *(move["source"] for move in seen)}
            return stage in stood
        case ("came_from", stage):
            seen = moves_seen(record, as_of)
            return bool(seen) and seen[-1]["source"] == stage
        case ("holds", name):
            last = newest(record["grants"], as_of, qualification=name)
            return last is not None and last["granted"]
        case ("conversed", since):
            happened = since_entry(record, since, in_sight(record, as_of), as_of)
            return any(
                one["type"] in CONVERSATIONS and one["actor"] == "human"
                for one in happened
            )
    assert spec == ("is_lead",)
    happened = in_sight(record, as_of)
    interested = any(touch["at"] <= as_of for touch in record["touches"]) or any(
        (one["actor"], direction(one)) == ("human", "inbound") for one in happened
    )
    agreed = any(
        is_consented(record, consent["purpose"], consent["medium"], as_of)
        for consent in record["consents"]
    )
    bought = any(one["type"] == "purchased" for one in happened)
    return bool(record["contacts"]) and agreed and interested and not bought


FACTS = [
    ("is_lead",),
    ("conversed", None),
    *product(["consented"], PURPOSES, MEDIA),
    *product(["reachable"], PURPOSES, [None, *MEDIA]),
    *product(["has_been", "came_from", "conversed"], STAGES),
    *(("in_stage", [stage]) for stage in STAGES),
    *product(["holds"], QUALIFICATIONS),
]

# Properties --------------------------------------------------------------------------


def without_future(record, as_of):
    """
    The record as it was: stripped of everything that is dated later.
    """
    histories = ("consents", "touches", "activities", "moves", "grants")
    kept = {
        name: [one for one in record[name] if one["at"] <= as_of] for name in histories
    }
    created = record["created_at"]
    if created is not None and created > as_of:
        created = None
    return {**record, **kept, "stage": stage_of(record, as_of), "created_at": created}


def reads_creation(spec):
    """
    Whether a spec reads ``created_at`` as a field, which no instant hides.
    """
    if spec == ("field", "created_at"):
        return True
    if isinstance(spec, dict):
        return any(map(reads_creation, spec.values()))
    return isinstance(spec, (tuple, list)) and any(map(reads_creation, spec))


class TestAsk:
    @given(specs(), records(), instants())
    def test_means_what_the_contract_says(self, spec, record, as_of):
        """
        The interpreter answers every rule as the contract does.
        """
        actual = written(spec).test(host(record), as_of=as_of)

        assert answer_of(spec, record, as_of) is actual

    @given(records(), instants())
    def test_every_fact(self, record, as_of):
        """
        Every question about the lead itself is answered as the contract does.
        """
        lead = host(record)
        expected = [answer_of(spec, record, as_of) for spec in FACTS]

        assert expected == [written(spec).test(lead, as_of=as_of) for spec in FACTS]

    @given(rules(opaque=True), hosts(), instants())
    def test_never_raises(self, rule, lead, as_of):
        """
        A rule about a lead of its class is answered True, False or None.
        """
        assert type(rule.test(lead, as_of=as_of)) in {bool, type(None)}

    @given(specs(), records(), instants())
    def test_does_not_see_the_future(self, spec, record, as_of):
        """
        Taking away all that is dated later changes no answer.
        """
        if reads_creation(spec):
            record = {**record, "created_at": None}

        then = written(spec).test(host(without_future(record, as_of)), as_of=as_of)

        assert then is written(spec).test(host(record), as_of=as_of)

    @given(st.data(), rules(), records(), instants())
    def test_does_not_see_what_arrives_later(self, data, rule, record, as_of):
        """
        Adding anything dated after the instant changes no answer.
        """
        lead = host(record)
        later = as_of + data.draw(st.sampled_from([TICK, timedelta(days=3)]))
        last = max([later, *(move.at for move in lead.moves)])
        more = {
            "activities": [{**data.draw(activities()), "id": "later"}],
            "consents": [data.draw(consents())],
            "touches": [data.draw(touches())],
            "grants": [data.draw(grants())],
        }
        added = {
            name: [*record[name], *({**one, "at": later} for one in ones)]
            for name, ones in more.items()
        }
        move = {
            "trigger": "go",
            "source": record["stage"],
            "target": "prospect",
            "at": last,
            "number": len(record["moves"]) + 1,
        }
        added["moves"] = [*record["moves"], move]
        changed = host({**record, **added, "stage": "prospect"})

        assert rule.test(lead, as_of=as_of) is rule.test(changed, as_of=as_of)

    @given(st.data(), rules(), records(), instants())
    def test_order_of_histories_is_no_matter(self, data, rule, record, as_of):
        """
        A history given in another order gives the same answer.
        """
        shuffled = {
            name: data.draw(st.permutations(value))
            if isinstance(value, list)
            else value
            for name, value in record.items()
        }

        assert rule.test(host(record), as_of=as_of) is rule.test(
            host(shuffled), as_of=as_of
        )

    @pytest.mark.parametrize("nothing", [None, "L-1", {"employees": 50}, Host])
    def test_wants_a_lead(self, nothing):
        """
        Anything but a lead is refused by an error that says what came.
        """
        with pytest.raises(LeadError) as caught:
            (F.employees >= 50).test(nothing, as_of=NOW)

        assert "a Lead" == caught.value.expected

    def test_wants_the_field(self):
        """
        A lead of another class, without the field, is refused and the field is named.
        """
        with pytest.raises(LeadError, match="the number field 'employees'") as caught:
            (F.employees >= 50).test(lk.Lead(id="L-1"), as_of=NOW)

        assert "a Lead" == caught.value.came

    def test_wants_the_field_of_its_kind(self):
        """
        A lead of another class, with another kind of field by that name, is refused.
        """

        @attrs.frozen(kw_only=True)
        class Other(lk.Lead):
            employees: str = ""

        with pytest.raises(LeadError, match="the class it was written for") as caught:
            (F.employees >= 50).test(Other(id="L-1", employees="many"), as_of=NOW)

        assert "many" not in str(caught.value)

    def test_a_subclass_may_add_choices(self):
        """
        A choice that only a subclass knows is none of those a rule names.
        """

        @attrs.frozen(kw_only=True)
        class Wider(Host):
            plan: str | None = None

        lead = Wider(id="L-1", plan="galactic")

        assert (F.plan == "pro").test(lead, as_of=NOW) is False

    @pytest.mark.parametrize("answer", [1, "yes", [], float("nan")])
    def test_a_predicate_must_answer(self, answer):
        """
        A host's function that answers neither yes, no nor unknown is named.
        """
        rule = lk.rule(lambda lead, as_of: answer, name="odd")

        with pytest.raises(RuleError, match="rule 'odd'") as caught:
            rule.test(Host(id="L-1"), as_of=NOW)

        assert "True, False or None from it" == caught.value.expected

    @pytest.mark.parametrize("answer", [True, False, None])
    def test_a_predicate_is_asked(self, answer):
        """
        The answer of a host's function, given lead and instant in UTC, is the rule's.
        """
        asked = []

        def told(lead, as_of):
            asked.append((lead, as_of))
            return answer

        lead = Host(id="L-1")
        east = NOW.astimezone(timezone(timedelta(hours=5.5)))

        assert lk.rule(told).test(lead, as_of=east) is answer
        assert [(lead, NOW)] == asked
        assert asked[0][1].tzinfo is NOW.tzinfo

    def test_wants_an_aware_instant(self):
        """
        An instant without a zone is refused, in tests as in values.
        """
        lead, naive = Host(id="L-1"), NOW.replace(tzinfo=None)

        with pytest.raises(lk.InstantError, match="as_of"):
            (F.employees >= 50).test(lead, as_of=naive)
        with pytest.raises(lk.InstantError, match="as_of"):
            F.employees.value(lead, as_of=naive)
        with pytest.raises(lk.InstantError, match="as_of"):
            F.free_mail.test(lead, as_of=naive)

    def test_knows_its_nodes(self):
        """
        A node that isn't one of the language is refused.
        """
        with pytest.raises(RuleError, match="a node of the rule language"):
            ask(n.Question(), Host(id="L-1"), NOW)


class TestEvaluate:
    @given(number_specs(), records(), instants())
    def test_means_what_the_contract_says(self, spec, record, as_of):
        """
        The interpreter reads every number as the contract does.
        """
        actual = written(spec).value(host(record), as_of=as_of)

        assert as_seen(value_of(spec, record, as_of)) == actual
        assert not isinstance(actual, Fraction)

    @given(queries(), records(), instants())
    def test_every_aggregate(self, query, record, as_of):
        """
        Whatever is computed of some activities is what the contract says.
        """
        lead, happened = host(record), meant(query, record, as_of)
        expected = [as_seen(aggregated(op, happened, as_of)) for op in AGGREGATES]

        assert expected == [
            written((op, query)).value(lead, as_of=as_of) for op in AGGREGATES
        ]

    @given(queries(), records(), instants())
    def test_sums_are_never_missing(self, query, record, as_of):
        """
        Counts and totals of activities are numbers, whatever happened.
        """
        lead, query = host(record), activities_meant(query)

        assert query.count().value(lead, as_of=as_of) >= 0
        assert query.distinct_days().value(lead, as_of=as_of) >= 0
        assert query.total().value(lead, as_of=as_of) is not None

    @given(queries(), records(), instants())
    def test_without_activities(self, query, record, as_of):
        """
        Where nothing happened, counts and totals are 0 and the rest is missing.
        """
        lead, query = host({**record, "activities": []}), activities_meant(query)

        def value(op):
            return getattr(query, op)().value(lead, as_of=as_of)

        assert [0, 0, 0] == [value(op) for op in ("count", "total", "distinct_days")]
        assert {None} == {
            value(op)
            for op in (
                "largest",
                "mean",
                "latest",
                "days_since_first",
                "days_since_last",
            )
        }

    @given(instants(), instants(), st.integers(-30, 30))
    def test_days_are_exact(self, created_at, as_of, days):
        """
        Two instants are whole days apart at any instant that asks, to the microsecond.
        """
        trial = F.created_at.age() - F.trial_ends.age()
        lead = Host(
            id="L-1",
            created_at=created_at,
            trial_ends=created_at + timedelta(days=days),
        )

        assert days == trial.value(lead, as_of=as_of)
        assert (trial == days).test(lead, as_of=as_of) is True
        assert (trial + 0.1 - 0.1 == days).test(lead, as_of=as_of) is True

    @pytest.mark.parametrize("number", [F.employees, F.budget])
    def test_what_no_float_holds_is_missing(self, number):
        """
        A product too large to be a number is missing, so nothing done with it fails.
        """
        lead = Host(id="L-1", employees=10**15, budget=1e15)
        for _ in range(4):
            number = number * number
        beyond = number * number

        assert 1e240 == pytest.approx(number.value(lead, as_of=NOW))
        assert beyond.value(lead, as_of=NOW) is None
        assert (beyond * 0.5 - beyond >= 0).test(lead, as_of=NOW) is None

    def test_wants_a_lead(self):
        """
        Anything but a lead is refused, also by numbers that read no field.
        """
        with pytest.raises(LeadError, match="a Lead"):
            lk.activity("purchased").count().value("L-1", as_of=NOW)

    def test_knows_its_nodes(self):
        """
        A node that isn't one of the language is refused.
        """
        with pytest.raises(RuleError, match="a node of the rule language"):
            evaluate(n.Value(), Host(id="L-1"), NOW)

    @pytest.mark.parametrize("wrong", ["12", True, NOW, None])
    def test_a_trait_of_another_kind_is_missing(self, wrong):
        """
        What a tenant kept under a trait is missing where it isn't of the kind asked.
        """
        lead = Host(id="L-1", traits={"seats": wrong})

        assert F.seats.value(lead, as_of=NOW) is None
        assert (F.seats >= 1).test(lead, as_of=NOW) is None

    def test_a_flag_is_no_choice(self):
        """
        True isn't the choice 1, though Python says that they are equal.
        """
        level = lk.fields(Host, traits={"level": Literal[1, 2]}).level
        high, no_level = (
            Host(id="L-1", traits={"level": value}) for value in (1, True)
        )

        assert (level == 1).test(high, as_of=NOW) is True
        assert (level == 1).test(no_level, as_of=NOW) is None


EDGE = NOW - timedelta(days=7)


class TestFound:
    @given(queries(), records(), instants())
    def test_means_what_the_contract_says(self, query, record, as_of):
        """
        A query finds the activities that the contract means, the newest first.
        """
        node = activities_meant(query).node

        expected = [one["id"] for one in meant(query, record, as_of)]

        assert expected == [one.id for one in found(node, host(record), as_of)]

    @pytest.mark.parametrize(
        ("at", "count"),
        [(EDGE, 0), (EDGE + TICK, 1), (NOW, 1), (NOW + TICK, 0)],
    )
    def test_a_window_is_half_open(self, at, count):
        """
        What happened at the window's start is out, what happens at its end is in.
        """
        lead = Host(id="L-1", activities=[Activity(id="a", type="purchased", at=at)])
        recent = lk.activity("purchased").within(days=7)

        assert count == recent.count().value(lead, as_of=NOW)

    @pytest.mark.parametrize(
        ("at", "count"), [(EDGE - TICK, 0), (EDGE, 0), (EDGE + TICK, 1)]
    )
    def test_since_is_after_the_entry(self, at, count):
        """
        What happened at the very entry into a stage isn't since it.
        """
        lead = Host(
            id="L-1",
            activities=[Activity(id="a", type="call_held", at=at)],
            moves=[Move(trigger="go", source="lead", target="prospect", at=EDGE)],
        )
        calls = lk.activity("call_held")

        assert count == calls.since("prospect").count().value(lead, as_of=NOW)
        assert lk.conversed(since="prospect").test(lead, as_of=NOW) is bool(count)
        assert 1 == calls.since("customer").count().value(lead, as_of=NOW)
        assert lk.conversed(since="customer").test(lead, as_of=NOW) is True

    @pytest.mark.parametrize(
        ("actor", "direction", "counts"),
        [
            ("human", "inbound", True),
            ("human", "outbound", True),
            ("machine", "inbound", False),
            ("machine", "outbound", True),
        ],
    )
    def test_inbound_machines_are_skipped(self, actor, direction, counts):
        """
        A machine's inbound activity is found only by a query that asks for its actor.
        """
        click = Activity(
            id="a", type="email_clicked", at=NOW, actor=actor, direction=direction
        )
        lead = Host(id="L-1", activities=[click])
        clicks = lk.activity("email_clicked")

        assert counts == clicks.count().value(lead, as_of=NOW)
        assert 1 == clicks.where(actor=actor).count().value(lead, as_of=NOW)
        assert counts == clicks.where(direction=direction).count().value(
            lead, as_of=NOW
        )

    @pytest.mark.parametrize("window", [timedelta.max, timedelta(days=10**8)])
    def test_a_window_longer_than_the_calendar(self, window):
        """
        A window that begins before all time finds everything.
        """
        lead = Host(id="L-1", activities=[Activity(id="a", type="x", at=NOW)])
        query = n.Query(("x",), window=window)

        assert ["a"] == [one.id for one in found(query, lead, NOW)]


YES, NO, UNKNOWN = True, False, None
TABLE = {
    # one, other: and, or
    (YES, YES): (YES, YES),
    (YES, NO): (NO, YES),
    (YES, UNKNOWN): (UNKNOWN, YES),
    (NO, YES): (NO, YES),
    (NO, NO): (NO, NO),
    (NO, UNKNOWN): (NO, UNKNOWN),
    (UNKNOWN, YES): (UNKNOWN, YES),
    (UNKNOWN, NO): (NO, UNKNOWN),
    (UNKNOWN, UNKNOWN): (UNKNOWN, UNKNOWN),
}
NOBODY = Host(id="L-1")
RULE_OF = {YES: lk.ALWAYS, NO: lk.NEVER, UNKNOWN: F.employees >= 1}


class TestKleene:
    @pytest.mark.parametrize(("given_", "expected"), TABLE.items())
    def test_and_or(self, given_, expected):
        """
        The truth table of *and* and *or*, for answers and for rules.
        """
        one, other = (RULE_OF[answer] for answer in given_)

        assert expected == (all_known(given_), any_known(given_))
        assert expected == (
            (one & other).test(NOBODY, as_of=NOW),
            (one | other).test(NOBODY, as_of=NOW),
        )

    @pytest.mark.parametrize(
        ("answer", "expected"), [(YES, NO), (NO, YES), (UNKNOWN, UNKNOWN)]
    )
    def test_not(self, answer, expected):
        """
        The truth table of *not*, for answers and for rules.
        """
        assert opposite(answer) is expected
        assert (~RULE_OF[answer]).test(NOBODY, as_of=NOW) is expected

    @pytest.mark.parametrize(
        ("needed", "answers", "expected"),
        [
            (1, (NO, NO, YES), YES),
            (1, (NO, NO, UNKNOWN), UNKNOWN),
            (1, (NO, NO, NO), NO),
            (2, (YES, YES, NO), YES),
            (2, (YES, YES, UNKNOWN), YES),
            (2, (YES, UNKNOWN, NO), UNKNOWN),
            (2, (UNKNOWN, UNKNOWN, NO), UNKNOWN),
            (2, (YES, NO, NO), NO),
            (2, (UNKNOWN, NO, NO), NO),
            (3, (YES, YES, YES), YES),
            (3, (YES, YES, UNKNOWN), UNKNOWN),
            (3, (YES, UNKNOWN, NO), NO),
        ],
    )
    def test_at_least(self, needed, answers, expected):
        """
        So many are known to hold, may still hold, or can't.
        """
        rule = lk.at_least(needed, [RULE_OF[answer] for answer in answers])

        assert enough(needed, answers) is expected
        assert rule.test(NOBODY, as_of=NOW) is expected


def same(one, other, lead, as_of):
    """
    Whether two rules agree about a lead.
    """
    return one.test(lead, as_of=as_of) is other.test(lead, as_of=as_of)


class TestLaws:
    @given(rules(), rules(), hosts(), instants())
    def test_de_morgan(self, a, b, lead, as_of):
        """
        Not both is either not; not either is both not.
        """
        assert same(~(a & b), ~a | ~b, lead, as_of)
        assert same(~(a | b), ~a & ~b, lead, as_of)

    @given(rules(), rules(), hosts(), instants())
    def test_commutativity(self, a, b, lead, as_of):
        """
        The order of the parts is no matter.
        """
        assert same(a & b, b & a, lead, as_of)
        assert same(a | b, b | a, lead, as_of)
        assert same(lk.at_least(1, a, b), lk.at_least(1, b, a), lead, as_of)

    @given(rules(), rules(), rules(), hosts(), instants())
    def test_distributivity(self, a, b, c, lead, as_of):
        """
        *And* distributes over *or*, and *or* over *and*.
        """
        assert same(a & (b | c), (a & b) | (a & c), lead, as_of)
        assert same(a | (b & c), (a | b) & (a | c), lead, as_of)

    @given(rules(), rules(), hosts(), instants())
    def test_absorption(self, a, b, lead, as_of):
        """
        A rule absorbs what is joined to it twice.
        """
        assert same(a | (a & b), a, lead, as_of)
        assert same(a & (a | b), a, lead, as_of)
        assert same(a & a, a, lead, as_of)
        assert same(a | a, a, lead, as_of)

    @given(rules(), hosts(), instants())
    def test_double_negation(self, a, lead, as_of):
        """
        Not not a rule is that rule, and its opposite answers the opposite.
        """
        assert a == ~~a
        assert opposite(a.test(lead, as_of=as_of)) is (~a).test(lead, as_of=as_of)

    @given(rules(), hosts(), instants())
    def test_constants(self, a, lead, as_of):
        """
        Always and never are neutral on one side and decide on the other.
        """
        assert same(a & lk.ALWAYS, a, lead, as_of)
        assert same(a | lk.NEVER, a, lead, as_of)
        assert (a & lk.NEVER).test(lead, as_of=as_of) is False
        assert (a | lk.ALWAYS).test(lead, as_of=as_of) is True

    @given(rules(), hosts(), instants())
    def test_excluded_middle(self, a, lead, as_of):
        """
        A rule or its opposite holds, unless it is unknown.
        """
        known = a.test(lead, as_of=as_of) is not None

        assert (a | ~a).test(lead, as_of=as_of) is (True if known else None)
        assert (a & ~a).test(lead, as_of=as_of) is (False if known else None)

    @given(st.lists(rules(), min_size=1, max_size=4), hosts(), instants())
    def test_at_least(self, parts, lead, as_of):
        """
        At least one is any, at least as many as there are is all, and more is harder.
        """
        answers = [
            lk.at_least(needed + 1, parts).test(lead, as_of=as_of)
            for needed in range(len(parts))
        ]
        ease = {True: 2, None: 1, False: 0}

        assert lk.any_of(parts).test(lead, as_of=as_of) is answers[0]
        assert lk.all_of(parts).test(lead, as_of=as_of) is answers[-1]
        assert sorted(answers, key=ease.get, reverse=True) == answers

    @given(number_specs(), hosts(), instants())
    def test_missing(self, spec, lead, as_of):
        """
        Every comparison with a missing number is unknown, and no other is.
        """
        number = written(spec)
        missing = number.is_missing().test(lead, as_of=as_of)
        answer = (number >= 3).test(lead, as_of=as_of)

        assert missing is (number.value(lead, as_of=as_of) is None)
        assert missing is (answer is None)
        assert (number.or_default(3) >= 3).test(lead, as_of=as_of) is (
            True if missing else answer
        )
