"""
The card of `card20` in five other rule engines.

Each row is written as a careful user of the engine would: parsed once, beforehand, and
guarded against missing data where the engine needs it. Points are whole hundredths.

None of the engines knows activities, windows or halving. So the host counts the history
and makes a dict of plain values (`facts`), which is part of what is timed, as it would
be in an application. One row lets the rules count for themselves (`zen_inside`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import attrs
from card20 import DAY, NOW, Company

from leadkit import Actor, Direction

_QUARTER, _MONTH, _FORTNIGHT, _WEEK = 90 * DAY, 30 * DAY, 14 * DAY, 7 * DAY
_NOW = int(NOW.timestamp())


@attrs.frozen
class Peer:
    """
    The card in another engine: what scores a lead in hundredths, and how many leads
    are enough to time it.
    """

    name: str
    score: Callable[[Company], int]
    leads: int


def peers() -> Iterator[Peer | str]:
    """
    Find the engines that are installed, and name those that aren't.
    """
    makers = {
        "zen-engine": (zen, zen_inside),
        "panzi-json-logic": (json_logic,),
        "business-rules": (business_rules,),
        "rule-engine": (rule_engine,),
        "cel-python": (cel,),
    }
    for name, rows in makers.items():
        for make in rows:
            try:
                yield make()
            except ImportError:
                yield name
                break


# --- What the host does for them -----------------------------------------------------


def fields_of(lead: Company) -> dict[str, Any]:
    """
    Make a dict of a lead's fields, with instants as seconds, as JSON would have them.
    """
    ends = lead.trial_ends
    return {
        "size": lead.size,
        "title": lead.title,
        "industry": lead.industry,
        "country": lead.country,
        "revenue": lead.revenue,
        "budget": lead.budget,
        "seats": lead.seats,
        "source": lead.source,
        "free_mail": lead.free_mail,
        "competitor": lead.competitor,
        "decides": lead.decides,
        "trial_ends": None if ends is None else ends.timestamp(),
    }


def facts(lead: Company, as_of: datetime = NOW) -> dict[str, Any]:
    """
    Make a dict of a lead's fields and four numbers that sum up its history.
    """
    quarter, month = as_of - _QUARTER, as_of - _MONTH
    fortnight, week = as_of - _FORTNIGHT, as_of - _WEEK
    webinars = points = clicks = prices = views = 0
    for one in lead.activities:
        at = one.at
        if at > as_of:
            continue
        if at <= quarter:
            break
        if one.actor is Actor.MACHINE and one.direction is Direction.INBOUND:
            continue
        kind = one.type
        if kind == "webinar_attended":
            if webinars < 3:
                webinars += 1
                points += 1000 >> (as_of - at) // _MONTH
        elif kind == "email_clicked":
            clicks += at > month
        elif kind == "price_requested":
            prices += at > fortnight
        elif kind == "page_viewed":
            views += at >= week
    plain = fields_of(lead)
    plain["webinar_points"] = points
    plain["clicks"] = clicks
    plain["price_requests"] = prices
    plain["page_views"] = views
    return plain


def limited(total: int) -> int:
    """
    Keep a total between the floor and the ceiling, for engines that don't sum.
    """
    return max(0, min(total, 15_000))


# --- zen-engine ----------------------------------------------------------------------

# Ordering null and contains() of it are errors, as is null where yes or no is due.
_ZEN_FIELDS = f"""
    ((size ?? 0) >= 50 ? 2000 : 0)
    + ((size ?? 0) in [10..49] ? 1000 : 0)
    + (contains(title ?? "", "Head") or contains(title ?? "", "Chief") ? 1500 : 0)
    + (contains(title ?? "", "Manager") ? 500 : 0)
    + (free_mail ? -1000 : 0)
    + (competitor ? -3000 : 0)
    + (industry in ["software", "finance"] ? 1000 : 0)
    + (country in ["DE", "AT", "CH"] ? 500 : 0)
    + ((revenue ?? 0) >= 1000000 ? 1500 : 0)
    + (revenue == null ? -500 : 0)
    + ((size ?? 0) >= 50 and not free_mail and industry == "software" ? 1000 : 0)
    + ((budget ?? 0) >= 10000 and (decides ?? false) ? 800 : 0)
    + (source == "webinar" ? 700 : 0)
    + (source == "list" ? -500 : 0)
    + ((trial_ends ?? 0) > {_NOW} ? 1000 : 0)
    + ((seats ?? 0) >= 5 ? 500 : 0)
"""
_ZEN = f"""
max([0, min([15000, {_ZEN_FIELDS}
    + webinar_points
    + min([250 * clicks, 2000])
    + (price_requests >= 1 ? 3000 : 0)
    + (page_views >= 1 ? 500 : 0)
])])
"""
# A slice's end is included, and one past the end of the list is an error.
_ZEN_INSIDE = f"""
lately = filter(activities, #.at <= as_of and #.at > as_of - 7776000
    and not (#.actor == "machine" and #.direction == "inbound"));
attended = filter(lately, #.type == "webinar_attended");
counted = len(attended) > 3 ? attended[0:2] : attended;
clicks = count(lately, #.type == "email_clicked" and #.at > as_of - 2592000);
max([0, min([15000, {_ZEN_FIELDS}
    + sum(map(counted, 1000 / 2 ^ floor((as_of - #.at) / 2592000)))
    + min([250 * clicks, 2000])
    + (some(lately, #.type == "price_requested" and #.at > as_of - 1209600) ? 3000 : 0)
    + (some(lately, #.type == "page_viewed" and #.at >= as_of - 604800) ? 500 : 0)
])])
"""


def zen() -> Peer:
    """
    Write the card as one expression, given as a dict.
    """
    from zen import compile_expression

    evaluate = compile_expression(_ZEN).evaluate
    return Peer("zen-engine", lambda lead: int(evaluate(facts(lead))), 300)


def zen_inside() -> Peer:
    """
    Write the card as one expression that counts the history itself.
    """
    from zen import compile_expression

    evaluate = compile_expression(_ZEN_INSIDE).evaluate

    def score(lead: Company) -> int:
        plain = fields_of(lead)
        plain["as_of"] = _NOW
        plain["activities"] = [
            {
                "type": one.type,
                "at": one.at.timestamp(),
                "actor": one.actor.value,
                "direction": one.direction.value,
            }
            for one in lead.activities
        ]
        return int(evaluate(plain))

    return Peer("zen-engine, history inside", score, 300)


# --- json-logic ----------------------------------------------------------------------

_SIZE, _FREE_MAIL, _TITLE = {"var": "size"}, {"var": "free_mail"}, {"var": "title"}
_INDUSTRY, _SOURCE = {"var": "industry"}, {"var": "source"}
_LARGE = {">=": [_SIZE, 50]}
# In this port a missing number is 0 to an order, which suits these rules. To "==" it is
# too, so only "===" tells a missing revenue from none.
_JSON_LOGIC_RULES: list[tuple[int, dict[str, Any]]] = [
    (2000, _LARGE),
    (1000, {"<=": [10, _SIZE, 49]}),
    (1500, {"or": [{"in": ["Head", _TITLE]}, {"in": ["Chief", _TITLE]}]}),
    (500, {"in": ["Manager", _TITLE]}),
    (-1000, _FREE_MAIL),
    (-3000, {"var": "competitor"}),
    (1000, {"in": [_INDUSTRY, ["software", "finance"]]}),
    (500, {"in": [{"var": "country"}, ["DE", "AT", "CH"]]}),
    (1500, {">=": [{"var": "revenue"}, 1_000_000]}),
    (-500, {"===": [{"var": "revenue"}, None]}),
    (1000, {"and": [_LARGE, {"!": _FREE_MAIL}, {"===": [_INDUSTRY, "software"]}]}),
    (800, {"and": [{">=": [{"var": "budget"}, 10_000]}, {"var": "decides"}]}),
    (700, {"===": [_SOURCE, "webinar"]}),
    (-500, {"===": [_SOURCE, "list"]}),
    (1000, {">": [{"var": "trial_ends"}, _NOW]}),
    (500, {">=": [{"var": "seats"}, 5]}),
    (3000, {">=": [{"var": "price_requests"}, 1]}),
    (500, {">=": [{"var": "page_views"}, 1]}),
]
_JSON_LOGIC_SUM = {
    "+": [
        *({"if": [when, points, 0]} for points, when in _JSON_LOGIC_RULES),
        {"var": "webinar_points"},
        {"min": [{"*": [250, {"var": "clicks"}]}, 2000]},
    ]
}
_JSON_LOGIC = {"max": [0, {"min": [15_000, _JSON_LOGIC_SUM]}]}


def json_logic() -> Peer:
    """
    Write the card as one JsonLogic document.
    """
    from json_logic import jsonLogic

    return Peer(
        "panzi-json-logic", lambda lead: jsonLogic(_JSON_LOGIC, facts(lead)), 150
    )


# --- business-rules ------------------------------------------------------------------


def _if(points: int, *all_of: dict[str, Any]) -> dict[str, Any]:
    return {
        "conditions": {"all": list(all_of)},
        "actions": [{"name": "add", "params": {"points": points}}],
    }


def _any(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"any": list(conditions)}


def _is(name: str, operator: str, value: object = None) -> dict[str, Any]:
    return {"name": name, "operator": operator, "value": value}


def _least(name: str, value: int) -> dict[str, Any]:
    return _is(name, "greater_than_or_equal_to", value)


# A missing text is "" to this engine; a missing number is an error, so the variables
# give 0 for it. Actions are Python, so that is where points are multiplied.
_BUSINESS_RULES = [
    _if(2000, _least("size", 50)),
    _if(1000, _least("size", 10), _is("size", "less_than_or_equal_to", 49)),
    _if(
        1500, _any(_is("title", "contains", "Head"), _is("title", "contains", "Chief"))
    ),
    _if(500, _is("title", "contains", "Manager")),
    _if(-1000, _is("free_mail", "is_true")),
    _if(-3000, _is("competitor", "is_true")),
    _if(
        1000,
        _any(*(_is("industry", "equal_to", one) for one in ("software", "finance"))),
    ),
    _if(500, _any(*(_is("country", "equal_to", one) for one in ("DE", "AT", "CH")))),
    _if(1500, _least("revenue", 1_000_000)),
    _if(-500, _is("revenue_is_missing", "is_true")),
    _if(
        1000,
        _least("size", 50),
        _is("free_mail", "is_false"),
        _is("industry", "equal_to", "software"),
    ),
    _if(800, _least("budget", 10_000), _is("decides", "is_true")),
    _if(700, _is("source", "equal_to", "webinar")),
    _if(-500, _is("source", "equal_to", "list")),
    _if(1000, _is("trial_ends", "greater_than", _NOW)),
    _if(500, _least("seats", 5)),
    {
        "conditions": {"all": [_least("webinar_points", 1)]},
        "actions": [{"name": "add_webinars"}],
    },
    {
        "conditions": {"all": [_least("clicks", 1)]},
        "actions": [{"name": "add_clicks"}],
    },
    _if(3000, _least("price_requests", 1)),
    _if(500, _least("page_views", 1)),
]


def business_rules() -> Peer:  # noqa: C901  it takes two classes
    """
    Write the card as 20 rules whose actions add points.
    """
    import business_rules as engine
    from business_rules import actions, fields, variables

    def number(name: str) -> Any:
        return variables.numeric_rule_variable(lambda self: self.facts[name] or 0)

    def text(name: str) -> Any:
        return variables.string_rule_variable(lambda self: self.facts[name])

    def truth(name: str) -> Any:
        return variables.boolean_rule_variable(lambda self: bool(self.facts[name]))

    class Variables(variables.BaseVariables):
        def __init__(self, given: dict[str, Any]) -> None:
            self.facts = given

        size, revenue, budget = number("size"), number("revenue"), number("budget")
        seats, trial_ends = number("seats"), number("trial_ends")
        title, industry = text("title"), text("industry")
        country, source = text("country"), text("source")
        free_mail, competitor = truth("free_mail"), truth("competitor")
        decides = truth("decides")
        webinar_points, clicks = number("webinar_points"), number("clicks")
        price_requests, page_views = number("price_requests"), number("page_views")

        @variables.boolean_rule_variable
        def revenue_is_missing(self) -> bool:
            return self.facts["revenue"] is None

    class Actions(actions.BaseActions):
        def __init__(self, given: dict[str, Any]) -> None:
            self.facts = given
            self.total = 0

        @actions.rule_action(params={"points": fields.FIELD_NUMERIC})
        def add(self, points: int) -> None:
            self.total += points

        @actions.rule_action()
        def add_webinars(self) -> None:
            self.total += self.facts["webinar_points"]

        @actions.rule_action()
        def add_clicks(self) -> None:
            self.total += min(250 * self.facts["clicks"], 2000)

    def score(lead: Company) -> int:
        given = facts(lead)
        done = Actions(given)
        engine.run_all(_BUSINESS_RULES, Variables(given), done)
        return limited(done.total)

    return Peer("business-rules", score, 150)


# --- rule-engine ---------------------------------------------------------------------

# What may be missing is declared so, and then the engine insists on "??".
_RULE_ENGINE = [
    "(size ?? 0) >= 50 ? 2000 : 0",
    "(size ?? 0) >= 10 and (size ?? 0) <= 49 ? 1000 : 0",
    "'Head' in (title ?? '') or 'Chief' in (title ?? '') ? 1500 : 0",
    "'Manager' in (title ?? '') ? 500 : 0",
    "free_mail ? -1000 : 0",
    "competitor ? -3000 : 0",
    "(industry ?? '') in ['software', 'finance'] ? 1000 : 0",
    "(country ?? '') in ['DE', 'AT', 'CH'] ? 500 : 0",
    "(revenue ?? 0) >= 1000000 ? 1500 : 0",
    "revenue == null ? -500 : 0",
    "(size ?? 0) >= 50 and not free_mail and industry == 'software' ? 1000 : 0",
    "(budget ?? 0) >= 10000 and (decides ?? false) ? 800 : 0",
    "source == 'webinar' ? 700 : 0",
    "source == 'list' ? -500 : 0",
    f"(trial_ends ?? 0) > {_NOW} ? 1000 : 0",
    "(seats ?? 0) >= 5 ? 500 : 0",
    "webinar_points",
    "$min([250 * clicks, 2000])",
    "price_requests >= 1 ? 3000 : 0",
    "page_views >= 1 ? 500 : 0",
]


def rule_engine() -> Peer:
    """
    Write the card as 20 rules that evaluate to points, each with the types declared.

    One rule that sums them is slower: its sums are of decimals, and checked.
    """
    from rule_engine import (
        Context,
        DataType,
        Rule,
        resolve_item,
        type_resolver_from_dict,
    )

    number = DataType.FLOAT
    maybe_number, maybe_text = (
        DataType.NULLABLE(number),
        DataType.NULLABLE(DataType.STRING),
    )
    context = Context(
        resolver=resolve_item,
        type_resolver=type_resolver_from_dict(
            {
                "size": maybe_number,
                "title": maybe_text,
                "industry": maybe_text,
                "country": maybe_text,
                "revenue": maybe_number,
                "budget": maybe_number,
                "seats": maybe_number,
                "source": maybe_text,
                "free_mail": DataType.BOOLEAN,
                "competitor": DataType.BOOLEAN,
                "decides": DataType.NULLABLE(DataType.BOOLEAN),
                "trial_ends": maybe_number,
                "webinar_points": number,
                "clicks": number,
                "price_requests": number,
                "page_views": number,
            }
        ),
    )
    rules = [Rule(text, context) for text in _RULE_ENGINE]

    def score(lead: Company) -> int:
        given = facts(lead)
        return limited(int(sum(rule.evaluate(given) for rule in rules)))

    return Peer("rule-engine", score, 60)


# --- cel-python ----------------------------------------------------------------------

# Comparing null with a number is an error here, so what is missing is left out, and the
# rules ask for it with "in": what has() answers is no condition to the runner that
# compiles, and the one that doesn't takes four times as long. A whole number and one
# with a dot don't compare.
_CEL = f"""
    ("size" in lead && lead.size >= 50 ? 2000 : 0)
    + ("size" in lead && lead.size >= 10 && lead.size <= 49 ? 1000 : 0)
    + ("title" in lead && (lead.title.contains("Head")
        || lead.title.contains("Chief")) ? 1500 : 0)
    + ("title" in lead && lead.title.contains("Manager") ? 500 : 0)
    + (lead.free_mail ? -1000 : 0)
    + (lead.competitor ? -3000 : 0)
    + ("industry" in lead && lead.industry in ["software", "finance"] ? 1000 : 0)
    + ("country" in lead && lead.country in ["DE", "AT", "CH"] ? 500 : 0)
    + ("revenue" in lead && lead.revenue >= 1000000.0 ? 1500 : 0)
    + (!("revenue" in lead) ? -500 : 0)
    + ("size" in lead && lead.size >= 50 && !lead.free_mail
        && "industry" in lead && lead.industry == "software" ? 1000 : 0)
    + ("budget" in lead && lead.budget >= 10000
        && "decides" in lead && lead.decides ? 800 : 0)
    + ("source" in lead && lead.source == "webinar" ? 700 : 0)
    + ("source" in lead && lead.source == "list" ? -500 : 0)
    + ("trial_ends" in lead && lead.trial_ends > {_NOW}.0 ? 1000 : 0)
    + ("seats" in lead && lead.seats >= 5 ? 500 : 0)
    + lead.webinar_points
    + (lead.clicks >= 8 ? 2000 : 250 * lead.clicks)
    + (lead.price_requests >= 1 ? 3000 : 0)
    + (lead.page_views >= 1 ? 500 : 0)
"""


def cel() -> Peer:
    """
    Write the card as one expression, which the engine turns into Python.
    """
    from celpy import CompiledRunner, Environment, json_to_cel

    environment = Environment(runner_class=CompiledRunner)
    evaluate = environment.program(environment.compile(_CEL)).evaluate

    def score(lead: Company) -> int:
        known = {name: v for name, v in facts(lead).items() if v is not None}
        return limited(int(evaluate({"lead": json_to_cel(known)})))

    return Peer("cel-python", score, 20)
