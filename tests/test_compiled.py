"""
Generated functions mean what the interpreter means, and leave nothing behind.
"""

from __future__ import annotations

import ast
import gc
import linecache
import pickle
import traceback
import weakref
from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from strategies import (
    NOW,
    TICK,
    F,
    Host,
    activities,
    cards,
    has_name,
    hosts,
    instants,
    rules,
)

import leadkit as lk
from leadkit import chronicle, compiled_card
from leadkit.rules import compiled
from leadkit.rules import nodes as n
from leadkit.rules.compiled import answering, holding, seeing
from leadkit.rules.meaning import ask, evaluate
from leadkit.rules.translation.generated import generated, source_of
from leadkit.rules.translation.question_text import Translation
from leadkit.tallying import scored

SHORT, LONG = 10**9, -1  # from which length on a history counts as long


@pytest.fixture(params=[SHORT, LONG], ids=["loop", "index"])
def length(request, monkeypatch):
    """
    Histories that count as short, or as long.
    """
    monkeypatch.setattr(compiled, "LONG", request.param)
    monkeypatch.setattr(chronicle, "PATIENCE", 0)


def again(card):
    """
    Make a card anew, with functions of its own.
    """
    return lk.Scorecard(card.name, card.entries, card.floor, card.ceiling)


def agree_on_rule(rule, host, at):
    """
    Compare the generated functions of a rule with the interpreter.
    """
    meant = ask(rule.node, host, at)

    assert meant is answering(rule.node)(host, at)
    assert (meant is True) is holding(rule.node)(host, at)


def agree_on_card(card, host, at):
    """
    Compare the generated functions of a card with the reference.
    """
    meant = scored(card, host, at)
    card = again(card)

    assert meant.hundredths == card.hundredths(host, as_of=at)
    assert meant == card.score(host, as_of=at)
    assert [meant.total] * 2 == card.score_many([host, host], as_of=at)


varied = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class TestMeaning:
    """
    The same answers, over the whole language.
    """

    @varied
    @given(rule=rules(opaque=True), host=hosts(), at=instants())
    def test_rules(self, length, rule, host, at):
        """
        A rule is answered as the interpreter answers it.
        """
        agree_on_rule(rule, host, at)

    @varied
    @given(card=cards(), host=hosts(), at=instants())
    def test_cards(self, length, card, host, at):
        """
        A card gives the total and the lines that the reference gives.
        """
        agree_on_card(card, host, at)

    @varied
    @given(rule=rules(opaque=True), host=hosts(), at=instants())
    def test_parts(self, length, rule, host, at):
        """
        All parts of a rule are seen as the interpreter sees them, of the same types.
        """
        parts = tuple(
            dict.fromkeys(
                p for p in n.walk(rule.node) if isinstance(p, (n.Question, n.Value))
            )
        )
        meant = tuple(
            ask(part, host, at)
            if isinstance(part, n.Question)
            else evaluate(part, host, at)
            for part in parts
        )
        seen = seeing(parts)(host, at)

        assert meant == seen
        assert list(map(type, meant)) == list(map(type, seen))

    @varied
    @given(rule=rules(opaque=True), host=hosts(), at=instants())
    def test_stored(self, length, rule, host, at):
        """
        A rule that was written as JSON and read again is answered alike.
        """
        parts = n.walk(rule.node)
        known = dict.fromkeys(part.card for part in parts if isinstance(part, n.Total))
        assume(len(known) == len({card.name for card in known}))
        again = lk.Rule.from_json(
            rule.to_json(), record=Host, scorecards=list(known), predicates=[has_name]
        )

        assert ask(rule.node, host, at) is again.test(host, as_of=at)

    @given(
        happened=st.lists(activities(), min_size=1, max_size=40),
        card=cards(),
        at=instants(),
    )
    @varied
    def test_long_histories(self, happened, card, at):
        """
        With the index, a history of many activities gives what the reference gives.
        """
        lead = Host(
            id="L-1",
            activities=[lk.Activity(id=f"a{i}", **a) for i, a in enumerate(happened)],
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(compiled, "LONG", 3)
            patch.setattr(chronicle, "PATIENCE", 0)

            agree_on_card(card, lead, at)

    @pytest.mark.parametrize(
        "rule",
        [
            F.trial_ends.age() >= 10**15,
            F.trial_ends.age() <= -(10**15),
            F.trial_ends.age() == 0.1 + 0.2,
            F.trial_ends.age() != 1e-15,
            F.trial_ends.age().between(-(10**15), 10**15),
            lk.activity("call_held").within(days=999_999_999).count() >= 1,
            lk.activity("call_held").within(days=400_000).days_since_first() < 10**15,
        ],
        ids=str,
    )
    @pytest.mark.parametrize("at", [datetime(1, 1, 2, tzinfo=UTC), NOW])
    def test_ends_of_the_calendar(self, rule, at):
        """
        A span that leads beyond the calendar is no error.
        """
        call = lk.Activity(id="a1", type="call_held", at=at - 3 * TICK)
        lead = Host(id="L-1", trial_ends=at - timedelta(hours=3), activities=[call])

        agree_on_rule(rule, lead, at)

    def test_shared_values(self, length):
        """
        A total and a mean of the same activities are computed of one list.
        """
        calls = lk.activity("call_held")
        rule = (calls.total() >= 6) & (calls.mean() == 3)
        happened = [
            lk.Activity(id=f"a{i}", type="call_held", at=NOW, value=v)
            for i, v in enumerate([2, 4])
        ]

        agree_on_rule(rule, Host(id="L-1", activities=happened), NOW)
        agree_on_rule(rule, Host(id="L-1"), NOW)

    @pytest.mark.parametrize("number", [1, 2, 9, 10])
    def test_many_options(self, number):
        """
        A value is looked up among one option, a few, and many.
        """
        rule = F.employees.is_in(range(number))
        for employees in (None, 0, number - 1, number):
            agree_on_rule(rule, Host(id="L-1", employees=employees), NOW)

    def test_many_types(self):
        """
        A rule about more types than Python nests branches is answered.
        """
        types = [f"type_{number}" for number in range(300)]
        rule = lk.any_of(lk.activity(one).count() >= 2 for one in types)
        pair = lk.activity("type_7", "type_8").count() >= 2
        lead = Host(
            id="L-1",
            activities=[
                lk.Activity(id=f"a{i}", type=f"type_{7 + i}", at=NOW) for i in range(2)
            ],
        )

        assert rule.test(lead, as_of=NOW) is False
        assert (rule | pair).test(lead, as_of=NOW) is True

    def test_flat_rules(self):
        """
        Five thousand alternatives are one function.
        """
        rule = lk.any_of(F.employees == number for number in range(5000))

        assert rule.test(Host(id="L-1", employees=4999), as_of=NOW) is True
        assert rule.test(Host(id="L-1", employees=5000), as_of=NOW) is False

    def test_deep_rules(self):
        """
        A rule as deep as may be is one function.
        """
        rule = F.employees >= 0
        for number in range(n.DEEPEST - 2):
            joined = (rule, F.employees >= number)
            rule = lk.at_least(2, *joined) if number % 2 else lk.any_of(*joined)

        agree_on_rule(rule, Host(id="L-1", employees=3), NOW)


WEEK, MONTH = timedelta(days=7), timedelta(days=30)
CALLS, MAILS = lk.activity("call_held"), lk.activity("email_clicked")
QUESTIONS = [
    F.employees >= 2,
    F.budget.between(0, 1),
    F.title == "a",
    F.free_mail | (F.employees > 2),
    ~(F.free_mail & (F.employees >= 2)),
    F.employees.or_default(2) >= 2,
    F.trial_ends.age() >= 7,
    F.trial_ends.age() < 7,
    lk.at_least(2, F.free_mail, F.employees >= 2, F.title == "a"),
    CALLS.within(days=7).count() >= 1,
    CALLS.within(days=30).count() >= 2,
    CALLS.days_since_first() >= 7,
    CALLS.days_since_last() < 7,
    MAILS.within(days=7).total() >= 2,
    lk.Scorecard("half", [lk.Points(0.5, when=F.free_mail)]) >= 0.5,
]
ENTRIES = [
    lk.Points(10, per=CALLS.within(days=30), halving=WEEK, name="halving"),
    lk.Points(10, per=CALLS, fading=timedelta(days=5), name="fading"),
    lk.Points(-10, per=MAILS.within(days=7), cap=15, name="capped"),
    lk.Points(3, per=MAILS, per_day=1, name="daily"),
]
EDGES = [
    NOW + TICK, NOW, NOW - timedelta(days=4, hours=22), NOW - timedelta(days=1),
    *(NOW - span + tick * TICK for span in (WEEK, MONTH) for tick in (-1, 0, 1)),
]  # fmt: skip


@st.composite
def sharp(draw):
    """
    Small rules and cards, and leads at their very edges.
    """
    questions = st.sampled_from(QUESTIONS)
    rule = draw(questions)
    if draw(st.booleans()):
        rule = draw(st.sampled_from([lk.all_of, lk.any_of]))(rule, draw(questions))
    if draw(st.booleans()):
        rule = ~rule
    entries = [lk.Points(1, when=draw(questions), name="rule")]
    entries += draw(st.lists(st.sampled_from(ENTRIES), max_size=2))
    card = lk.Scorecard("c", entries, ceiling=draw(st.sampled_from([None, 5])))
    happened = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["call_held", "email_clicked"]),
                st.sampled_from(EDGES),
                st.sampled_from(["human", "human", "human", "machine"]),
            ),
            max_size=4,
        )
    )
    lead = Host(
        id="L-1",
        employees=draw(st.sampled_from([None, 1, 2, 3])),
        budget=draw(st.sampled_from([None, 0.5, 2])),
        title=draw(st.sampled_from([None, "a", "b"])),
        free_mail=draw(st.sampled_from([None, True, False])),
        trial_ends=draw(st.none() | st.sampled_from(EDGES)),
        activities=[
            lk.Activity(
                id=f"a{i}", type=t, at=at, actor=actor, value=1, direction="inbound"
            )
            for i, (t, at, actor) in enumerate(happened)
        ],
    )
    return rule, card, lead


@settings(
    max_examples=600,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
@given(sharp())
def agree_on_sharp(drawn):
    """
    Compare a small rule and a small card with what they mean.
    """
    rule, card, lead = drawn
    agree_on_rule(rule, lead, NOW)
    agree_on_card(card, lead, NOW)


class TestFound:
    @pytest.mark.parametrize("campaign", ["spring", "autumn", "winter"])
    @pytest.mark.parametrize("days", [1, 4, 9])
    def test_stops_at_the_first(self, length, campaign, days):
        """
        Whether there is any activity with a condition is found by both ways through a
        history, which end at the newest one.
        """
        lead = lk.Lead(
            id="L-1",
            activities=[
                lk.Activity(
                    id=f"a{number}",
                    type="page_viewed",
                    at=NOW - timedelta(days=number),
                    campaign=["spring", "autumn"][number % 2],
                )
                for number in range(1, 8)
            ],
        )
        views = lk.activity("page_viewed").where(campaign=campaign).within(days=days)
        for rule in (views.count() >= 1, views.count() > 0.5, views.count() < 1):
            agree_on_rule(rule, lead, NOW)


class TestFaults:
    """
    The properties above would find a mistake in what is generated.
    """

    FAULTS = {
        "an inverted guard": (" is not None and ", " is None or "),
        "a guard that lets what is missing count": ("lead_title is not None", "True"),
        "a window closed at both ends": ("at > edge_", "at >= edge_"),
        "a stop one instant late": ("if at <= edge_", "if at < edge_"),
        "the question's own instant left out": ("if at > as_of", "if at >= as_of"),
        "the future": ("if at > as_of: continue", "if False: continue"),
        "and for or": (") or (", ") and ("),
        "or for and": (") and (", ") or ("),
        "a negation forgotten": ("(lead_title is not None and not ", "(True and "),
        "machines counted": ("a.actor is MACHINE and", "False and"),
        "a halving too late": ("and at <= turn_", "and at < turn_"),
        "a fading that isn't rounded": ("left + 432000000000)", "left)"),
        "days that never begin anew": ("today = at.toordinal()", "today = 1"),
        "an age compared the wrong way": ("lead_trial_ends <= ", "lead_trial_ends >= "),
        "points without their hundredths": (
            "as_of=as_of) / 100",
            "as_of=as_of) // 100",
        ),
        "the newest for the oldest": ("_first_1 = at", "_first_1 = _first_1 or at"),
        "a cap of the wrong sign": ("raw = -1500", "raw = 1500"),
        "a ceiling without its name": ("'ceiling'", "'floor'"),
        "a missing field forgotten": ("missing += ", "missing = "),
        "a default for what is known": (" is not None else ", " is None else "),
        "one too few is enough": (" >= 2)", " >= 1)"),
    }

    def test_right(self):
        """
        Without a fault, they hold.
        """
        agree_on_sharp()

    @pytest.mark.parametrize("fault", FAULTS)
    def test_caught(self, fault, monkeypatch):
        """
        With a fault planted into the text, the properties fail.
        """
        right, wrong = self.FAULTS[fault]
        planted = []

        def faulty(name, text, bound):
            planted.append(right in text)
            return generated(name, text.replace(right, wrong), bound)

        monkeypatch.setattr(compiled, "generated", faulty)

        with pytest.raises((AssertionError, TypeError, NameError)):
            agree_on_sharp()

        assert any(planted)


class TestText:
    """
    What a function is made of.
    """

    NODES = (
        ast.Module, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign,
        ast.AugAssign, ast.If, ast.For, ast.While, ast.Continue, ast.Break, ast.Try,
        ast.ExceptHandler, ast.Expr, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not,
        ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv,
        ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is,
        ast.IsNot, ast.In, ast.NotIn, ast.IfExp, ast.Call, ast.keyword, ast.Name,
        ast.Load, ast.Store, ast.Attribute, ast.Constant, ast.Tuple, ast.List,
        ast.Subscript,
    )  # fmt: skip

    @given(rules(opaque=True))
    @varied
    def test_grammar(self, rule):
        """
        The text is made of a small part of Python; every name in it is a variable of
        its own or bound.
        """
        run = answering(rule.node).run
        tree = ast.parse(source_of(run))
        own = {"lead", "as_of"} | {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

        assert all(isinstance(node, self.NODES) for node in ast.walk(tree))
        assert not {name for name in named - own if name not in run.__globals__}
        assert run.__globals__["__builtins__"] == {}

    @pytest.mark.parametrize(
        "hostile", ["'", '"', "\\", "'''", "{lead}", "%s", "#", "é", "\u2028", "\ud800"]
    )
    def test_hostile_texts(self, hostile):
        """
        Texts in rules are literals, whatever is in them.
        """
        rule = (
            (F.title == hostile)
            | F.title.contains(hostile)
            | lk.holds(f"x{hostile}x")
            | (lk.activity(f"x{hostile}x").where(campaign=f"x{hostile}").count() >= 1)
            | F.title.is_in(hostile, "b")
        )

        assert rule.test(Host(id="L-1", title=f"a{hostile}"), as_of=NOW) is True

    def test_a_text_that_writes_itself(self):
        """
        A text's own repr is never asked.
        """

        class Sly(str):
            __slots__ = ()

            def __repr__(self):
                return "__import__('os')"

        rule = lk.activity("call_held").where(campaign=Sly("x")).count() == 0

        assert rule.test(Host(id="L-1"), as_of=NOW) is True

    @pytest.mark.parametrize("number", [float("inf"), float("nan")])
    def test_not_finite(self, number):
        """
        A number that isn't finite never gets into a text, past the door of rules too.
        """
        constant = n.Constant(number, n.Field("x", "number").of)

        with pytest.raises(lk.RuleError, match="isn't finite"):
            Translation("x").value(constant)

    @pytest.mark.parametrize("node", [n.Question(), n.Value()])
    def test_unknown_nodes(self, node):
        """
        A node that isn't of the language is refused.
        """
        with pytest.raises(lk.RuleError, match="a node of the rule language"):
            seeing((node,))

    def test_odd_field_names(self):
        """
        A field whose name Python would read otherwise is read by its own name.
        """
        odd = attrs.make_class(
            "Odd",
            {"ﬁeld": attrs.field(default=None, type=int)},
            bases=(lk.Lead,),
            frozen=True,
            kw_only=True,
            slots=True,
        )
        rule = getattr(lk.fields(odd), "ﬁeld") >= 2  # noqa: B009  .ﬁeld is .field

        assert rule.test(odd(id="L-1", field=3), as_of=NOW) is True

    def test_one_name_of_two_kinds(self):
        """
        Rules about fields of one name and two kinds fit no lead, and say so.
        """

        @attrs.frozen(kw_only=True)
        class Other(lk.Lead):
            employees: str | None = None

        rule = (F.employees >= 1) | (lk.fields(Other).employees == "many")

        with pytest.raises(lk.LeadError, match="text field 'employees'"):
            rule.test(Host(id="L-1", employees=0), as_of=NOW)


class TestDoor:
    """
    Leads that a function isn't for.
    """

    def test_another_class(self):
        """
        A lead without the field is refused as by the interpreter.
        """
        rule = F.employees >= 1

        with pytest.raises(lk.LeadError, match="a record with the number field"):
            rule.test(lk.Lead(id="L-1"), as_of=NOW)

    def test_an_equal_field_elsewhere(self):
        """
        A lead of another class that has the fields is answered.
        """

        @attrs.frozen(kw_only=True)
        class Other(lk.Lead):
            employees: float | None = None

        assert (F.employees >= 1).test(Other(id="L-1", employees=1.5), as_of=NOW)

    @pytest.mark.parametrize("given", [None, "L-1", object()])
    def test_no_lead(self, given):
        """
        What is no lead at all is refused, by rules and by cards.
        """
        card = lk.Scorecard("fit", [])

        with pytest.raises(lk.LeadError, match="expected a Lead"):
            lk.ALWAYS.test(given, as_of=NOW)
        with pytest.raises(lk.LeadError, match="expected a Lead"):
            card.score(given, as_of=NOW)
        with pytest.raises(lk.LeadError, match="expected a Lead"):
            card.hundredths(given, as_of=NOW)
        with pytest.raises(lk.LeadError, match="expected a Lead"):
            card.score_many([given], as_of=NOW)

    def test_annotation_out_of_reach(self):
        """
        A class whose annotations can't be read is left to the interpreter, which looks
        at the values.
        """
        unread = attrs.make_class(
            "Unread",
            {"employees": attrs.field(default=None, type="Nowhere")},
            bases=(lk.Lead,),
            frozen=True,
            kw_only=True,
            slots=True,
        )
        parts = ((F.employees >= 2).node, F.employees.node)

        assert (F.employees >= 2).test(unread(id="L-1", employees=2), as_of=NOW)
        assert (True, 2) == seeing(parts)(unread(id="L-1", employees=2), NOW)
        assert holding(parts[0])(unread(id="L-1", employees=2), NOW) is True


class TestLifetime:
    """
    Functions are made when first asked, and go with what they are of.
    """

    @pytest.fixture
    def made(self, monkeypatch):
        """
        The functions that were made.
        """
        functions = []

        def watched(*given):
            function = generated(*given)
            functions.append(weakref.ref(function))
            return function

        monkeypatch.setattr(compiled, "generated", watched)
        return functions

    def test_first_use(self, made):
        """
        A rule and a card are translated when first asked, and once.
        """
        rule, card = (
            F.employees >= 1,
            lk.Scorecard("fit", [lk.Points(1, when=F.free_mail)]),
        )
        lead = Host(id="L-1")

        assert not made

        for _ in range(3):
            rule.test(lead, as_of=NOW)
            card.hundredths(lead, as_of=NOW)

        assert len(made) == 2

    def test_index_when_needed(self, made, monkeypatch):
        """
        The function for long histories is made for the first of them.
        """
        monkeypatch.setattr(compiled, "LONG", 1)
        monkeypatch.setattr(chronicle, "PATIENCE", 0)
        rule = lk.activity("call_held").count() >= 2
        calls = [lk.Activity(id=f"a{i}", type="call_held", at=NOW) for i in range(2)]
        rule.test(Host(id="L-1"), as_of=NOW)

        assert len(made) == 1
        assert rule.test(Host(id="L-1", activities=calls), as_of=NOW) is True
        assert len(made) == 2

    def test_released(self, made):
        """
        Functions go with their rule or card, without the garbage collector.
        """
        gc.disable()
        try:
            rule, card = (
                F.employees >= 1,
                lk.Scorecard("fit", [lk.Points(1, when=F.free_mail)]),
            )
            lead = Host(id="L-1")
            rule.test(lead, as_of=NOW)
            card.score(lead, as_of=NOW)
            card.score_many([lead], as_of=NOW)

            assert all(function() for function in made)

            del rule, card

            assert not any(function() for function in made)
        finally:
            gc.enable()

    def test_linecache(self):
        """
        Ten thousand cards leave nothing in linecache.
        """
        lead = Host(id="L-1")
        before = len(linecache.cache)
        for number in range(10_000):
            lk.Scorecard(
                "c", [lk.Points(1, when=lk.in_stage(f"s{number}"))]
            ).hundredths(lead, as_of=NOW)

        assert len(linecache.cache) == before

    def test_traceback(self):
        """
        A traceback shows the rule's line, and leaves nothing behind when the rule goes.
        """

        @lk.rule
        def broken(lead, as_of):
            raise ZeroDivisionError

        rule = broken | F.free_mail
        before = set(linecache.cache)
        try:
            rule.test(Host(id="L-1"), as_of=NOW)
        except ZeroDivisionError as error:
            told = "".join(traceback.format_exception(error))

        assert "= ask_broken(lead, as_of)" in told

        del rule, broken

        assert not [p for p in set(linecache.cache) - before if "<leadkit" in p]

    @pytest.mark.parametrize("kind", ["rule", "card"])
    def test_pickling(self, kind):
        """
        What was generated isn't pickled.
        """
        made = {
            "rule": F.employees >= 1,
            "card": lk.Scorecard("fit", [lk.Points(1, when=F.employees >= 1)]),
        }[kind]
        before = pickle.dumps(made)
        lead = Host(id="L-1", employees=1)
        if kind == "rule":
            made.test(lead, as_of=NOW)
        else:
            made.score(lead, as_of=NOW)
            made.score_many([lead], as_of=NOW)

        assert before == pickle.dumps(made)
        assert made == pickle.loads(before)

    def test_shared_door(self):
        """
        After the first lead of a class, many are scored by the function for many.
        """
        card = lk.Scorecard("fit", [lk.Points(1, when=F.employees >= 1)])
        leads = [Host(id=f"L-{i}", employees=i) for i in range(3)]

        assert [0, 1, 1] == card.score_many(iter(leads), as_of=NOW)
        assert {Host} == card._functions.total.door.fitting

        functions = compiled_card.CardFunctions(card)
        many = functions._many
        del functions.total  # as if another thread had made its own as well
        functions.score_many(leads, NOW)

        assert {Host} == many.func.__globals__["fitting"]
        assert compiled_card.CardFunctions is type(card._functions)
