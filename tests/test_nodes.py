"""
The tree that a rule is: its checks, its text, its equality, and what pickles of it.
"""

from __future__ import annotations

import copy
import functools
import pickle
from datetime import UTC, timedelta, timezone
from pickle import PicklingError, UnpicklingError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    NOW,
    F,
    Host,
    Tier,
    has_name,
    hosts,
    instants,
    numbers,
    rules,
    specs,
    written,
)

import leadkit as lk
from leadkit import RuleError, activity
from leadkit.kinds import ValueKind
from leadkit.rules import nodes as n
from leadkit.rules.looking import fields_read
from leadkit.rules.meaning import ask

FIT = lk.Scorecard("fit", [lk.Points(10, when=F.employees >= 50)])
clicks = activity("email_clicked")

TEXTS = [
    # Numbers
    (F.employees >= 50, "employees >= 50"),
    (50 <= F.employees, "employees >= 50"),
    (F.employees > 50.0, "employees > 50"),
    (F.budget < 0.5, "budget < 0.5"),
    (F.budget <= -1, "budget <= -1"),
    (F.budget == 0, "budget == 0"),
    (F.budget != F.employees, "budget != employees"),
    (F.employees.between(1, 50), "employees between 1 and 50"),
    (F.employees.is_in(3, 1, 2, 1), "employees is in (1, 2, 3)"),
    (F.employees.is_missing(), "employees is missing"),
    (F.employees + 5 >= 50, "(employees + 5) >= 50"),
    (5 - F.employees * 2 >= 50, "(5 - (employees * 2)) >= 50"),
    (F.employees >= F.budget * 2, "employees >= (budget * 2)"),
    (F.employees.or_default(0) >= 50, "(employees or default 0) >= 50"),
    (
        (F.employees + F.budget).or_default(-1) - 1 < 0,
        "(((employees + budget) or default -1) - 1) < 0",
    ),
    # Texts
    (F.title == "Head", "title == 'Head'"),
    (F.title != "it's", 'title != "it\'s"'),
    (F.title.contains("Head"), "title contains 'Head'"),
    (F.title.starts_with("a & b"), "title starts with 'a & b'"),
    (F.title.ends_with(F.name), "title ends with name"),
    (F.title.is_in("b", "a"), "title is in ('a', 'b')"),
    (F.title.or_default("") == "", "(title or default '') == ''"),
    # Choices, from enumerations, literals and traits
    (F.tier == Tier.GOLD, "tier == 3"),
    (F.tier.is_in(Tier.GOLD, 1), "tier is in (1, 3)"),
    (F.plan != "free", "plan != 'free'"),
    (F.region.is_in("us", 3, "eu"), "region is in (3, 'eu', 'us')"),
    # Flags
    (lk.all_of(F.free_mail), "free_mail"),
    (F.free_mail == False, "free_mail == False"),  # noqa: E712
    (lk.all_of(F.free_mail.or_default(False)), "free_mail or default False"),
    # Instants
    (F.trial_ends.before(NOW), "trial_ends before 2026-05-01T12:00:00+00:00"),
    (F.trial_ends.after(F.renewal), "trial_ends after renewal"),
    (F.trial_ends.age() >= 1.5, "age of trial_ends >= 1.5"),
    (
        F.trial_ends.or_default(NOW).age() >= 0,
        "age of (trial_ends or default 2026-05-01T12:00:00+00:00) >= 0",
    ),
    (F.trial_ends.age().or_default(3) >= 0, "((age of trial_ends) or default 3) >= 0"),
    # Activities
    (clicks.count() >= 1, "count of email_clicked >= 1"),
    (
        activity("call_held", "chat_held").within(days=30).total() > 5,
        "total of call_held or chat_held within 30 days > 5",
    ),
    (
        clicks.within(hours=36).largest() > 5,
        "largest of email_clicked within 36 hours > 5",
    ),
    (clicks.since("prospect").mean() > 5, "mean of email_clicked since 'prospect' > 5"),
    (clicks.latest() + 1 > 5, "((latest value of email_clicked) + 1) > 5"),
    (clicks.distinct_days() > 5, "days with email_clicked > 5"),
    (clicks.days_since_first() > 5, "days since first email_clicked > 5"),
    (clicks.days_since_last() <= 2, "days since last email_clicked <= 2"),
    (
        clicks.where(medium="email", value_at_least=5, actor="machine").count() >= 1,
        (
            "count of email_clicked where actor is 'machine' and medium is 'email' "
            "and value at least 5 >= 1"
        ),
    ),
    (
        clicks.where(value=2)
        .where(value_at_most=3.5)
        .since("lead")
        .within(days=1)
        .count()
        >= clicks.count(),
        (
            "count of email_clicked where value is 2 and value at most 3.5 "
            "since 'lead' within 1 day >= count of email_clicked"
        ),
    ),
    # About the lead
    (lk.reachable("marketing"), "reachable 'marketing'"),
    (lk.reachable("marketing", "email"), "reachable 'marketing' by 'email'"),
    (lk.consented("marketing", "email"), "consented 'marketing' by 'email'"),
    (lk.in_stage("lead", "nurtured"), "in stage 'lead' or 'nurtured'"),
    (lk.has_been("prospect"), "has been 'prospect'"),
    (lk.came_from("lost"), "came from 'lost'"),
    (lk.holds("MQL"), "holds 'MQL'"),
    (lk.conversed(), "conversed"),
    (lk.conversed(since="churned"), "conversed since 'churned'"),
    (lk.is_lead(), "is_lead"),
    (lk.time_in_stage() > 30, "time_in_stage > 30"),
    # Scorecards
    (FIT >= 20, "fit >= 20"),
    (FIT.total == 20, "fit == 20"),
    (FIT.total + 5 > FIT.total, "(fit + 5) > fit"),
    # A host's own
    (has_name, "has a name"),
    # Joins
    (lk.ALWAYS, "always"),
    (lk.NEVER, "never"),
    (F.free_mail & F.partner, "free_mail & partner"),
    (F.free_mail | F.partner, "free_mail | partner"),
    (~F.free_mail, "~free_mail"),
    (~~F.free_mail, "free_mail"),
    (~(F.employees >= 50), "~(employees >= 50)"),
    (~F.free_mail.or_default(True), "~(free_mail or default True)"),
    (~F.free_mail & ~F.partner, "~free_mail & ~partner"),
    (~(~F.free_mail & F.partner), "~(~free_mail & partner)"),
    (~has_name, "~(has a name)"),
    (
        (F.employees >= 50) & ~(F.title.contains("Head") | F.title.contains("Chief")),
        "(employees >= 50) & ~((title contains 'Head') | (title contains 'Chief'))",
    ),
    # What begins and ends with a negation is grouped all the same.
    (
        (~(F.employees >= 50) & ~(F.budget >= 1)) | F.partner,
        "(~(employees >= 50) & ~(budget >= 1)) | partner",
    ),
    (
        ~(F.employees >= 50) & (~(F.budget >= 1) | F.partner),
        "~(employees >= 50) & (~(budget >= 1) | partner)",
    ),
    (F.free_mail & F.partner & lk.is_lead(), "free_mail & partner & is_lead"),
    (F.free_mail & (F.partner & lk.is_lead()), "free_mail & partner & is_lead"),
    (F.free_mail | F.partner & lk.is_lead(), "free_mail | (partner & is_lead)"),
    ((F.free_mail | F.partner) & lk.is_lead(), "(free_mail | partner) & is_lead"),
    (
        lk.at_least(2, F.free_mail, F.employees >= 50, ~F.partner),
        "at least 2 of free_mail, (employees >= 50), ~partner",
    ),
    (
        lk.at_least(1, F.free_mail, F.partner) & lk.conversed(),
        "(at least 1 of free_mail, partner) & conversed",
    ),
]


def joined_flags():
    """
    Rules whose text is Python: flags and numbers, compared, computed and joined.
    """
    number = st.recursive(
        st.sampled_from([F.employees, F.budget, F.seats]),
        lambda inner: (
            st.builds(lambda a, b: a + b, inner, inner)
            | st.builds(lambda a, b: a - b, numbers(), inner)
            | st.builds(lambda a, b: a * b, inner, numbers())
        ),
        max_leaves=3,
    )
    atoms = (
        st.sampled_from([lk.all_of(F.free_mail), lk.all_of(F.partner)])
        | st.builds(lambda a, b: a >= b, number, numbers())
        | st.builds(lambda a, b: a != b, number, number)
    )
    return st.recursive(
        atoms,
        lambda inner: (
            st.builds(lambda a, b: a & b, inner, inner)
            | st.builds(lambda a, b: a | b, inner, inner)
            | inner.map(lambda a: ~a)
        ),
        max_leaves=6,
    )


class TestText:
    @pytest.mark.parametrize(("rule", "text"), TEXTS)
    def test_reads_as_it_was_written(self, rule, text):
        """
        The text of a rule shows every part and every grouping.
        """
        assert text == str(rule)
        assert f"<Rule {text}>" == repr(rule)

    @given(joined_flags())
    def test_grouping_is_never_in_doubt(self, rule):
        """
        Where the text is Python, Python reads the same rule out of it.
        """
        names = {name: getattr(F, name) for name in dir(F)}

        assert rule == lk.all_of(eval(str(rule), {}, names))

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (F.employees, "<Number employees>"),
            (F.title, "<Text title>"),
            (F.free_mail, "<Flag free_mail>"),
            (F.trial_ends, "<Instant trial_ends>"),
            (F.plan, "<Choice plan>"),
            (F.employees + 1, "<Number employees + 1>"),
            (FIT.total, "<Number fit>"),
            (clicks, "<Activities email_clicked>"),
        ],
    )
    def test_values(self, value, text):
        """
        What isn't a rule yet says what it is.
        """
        assert text == repr(value)


class TestEquality:
    @given(specs())
    def test_same_when_written_alike(self, spec):
        """
        Two rules written alike are equal, hash alike and read alike.
        """
        one, other = written(spec), written(spec)

        assert one == other
        assert one is not other or one in (lk.ALWAYS, lk.NEVER)
        assert hash(one) == hash(other)
        assert str(one) == str(other)

    @given(rules(), rules())
    def test_different_when_the_meaning_differs(self, one, other):
        """
        Rules that are equal read alike, so no two that read differently are equal.
        """
        assert (one == other) <= (str(one) == str(other))

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (F.employees >= 50, F.employees > 50),
            (F.employees >= 50, F.employees >= 51),
            (F.employees >= 50, F.budget >= 50),
            (F.plan == "pro", lk.fields(lk.Lead, traits={"plan": str}).plan == "pro"),
            (F.free_mail & F.partner, F.partner & F.free_mail),
            (F.free_mail & F.partner, F.free_mail | F.partner),
            (lk.holds("MQL"), lk.holds("SQL")),
            (clicks.count() >= 1, clicks.total() >= 1),
            (clicks.count() >= 1, clicks.within(days=1).count() >= 1),
            (FIT >= 20, lk.Scorecard("fit", FIT.entries, floor=0) >= 20),
        ],
    )
    def test_differs(self, one, other):
        """
        Rules that were written differently aren't equal.
        """
        assert one != other
        assert 2 == len({one, other})

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (F.employees >= 50, 50 <= F.employees),
            (F.employees >= 50, F.employees >= 50.0),
            (F.employees.is_in(1, 2), F.employees.is_in([2, 1, 2])),
            (F.tier == Tier.GOLD, F.tier == 3),
            (
                F.free_mail & F.partner & lk.is_lead(),
                lk.all_of(F.free_mail, F.partner, lk.is_lead()),
            ),
            (
                lk.holds("MQL") | lk.conversed(),
                lk.any_of(lk.holds("MQL"), lk.conversed()),
            ),
            (lk.in_stage(lk.Stage.LEAD), lk.in_stage("lead", "lead")),
            (
                clicks.where(medium=lk.Medium.EMAIL).where(value=1.0).count() > 0,
                clicks.where(value=1).where(medium="email").count() > 0,
            ),
            (activity("a", "b", "a").count() > 0, activity("a", "b").count() > 0),
            (clicks.within(hours=24).count() > 0, clicks.within(days=1).count() > 0),
        ],
    )
    def test_canonical(self, one, other):
        """
        Two ways to write the same are the same.
        """
        assert one == other
        assert hash(one) == hash(other)

    @pytest.mark.parametrize("other", [None, "employees >= 50", object(), F])
    def test_nothing_else_is_a_rule(self, other):
        """
        A rule equals no text and no other object.
        """
        assert (F.employees >= 50) != other


class TestPickle:
    @given(rules(opaque=True), hosts(), instants())
    def test_round_trip(self, rule, lead, as_of):
        """
        A rule that was pickled, or copied deeply, is the rule, and answers as before.
        """
        for again in (
            pickle.loads(pickle.dumps(rule)),
            copy.deepcopy(rule),
            copy.copy(rule),
        ):
            assert rule == again
            assert hash(rule) == hash(again)
            assert rule.test(lead, as_of=as_of) is again.test(lead, as_of=as_of)

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_every_protocol(self, protocol):
        """
        Every protocol of pickle keeps a rule, and its depth.
        """
        rule = ~(F.employees + 1 >= 50) & has_name
        again = pickle.loads(pickle.dumps(rule, protocol))

        assert rule == again
        assert rule.node.depth == again.node.depth

    @pytest.mark.parametrize("value", [F.employees, F.trial_ends.age(), clicks])
    def test_values(self, value):
        """
        Values and activities pickle and copy too.
        """
        for again in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
            assert type(value) is type(again)
            assert value.node == again.node

    def test_predicate(self):
        """
        A rule that stands where its function stood is found there again.
        """
        assert pickle.loads(pickle.dumps(has_name)).node is has_name.node

    def test_predicate_in_a_class(self):
        """
        A predicate may stand in a class of a module's top level.
        """
        assert pickle.loads(pickle.dumps(Checks.patient)).node is Checks.patient.node

    def test_function_that_kept_its_name(self):
        """
        A function that was made a rule under another name pickles as functions do.
        """
        rule = lk.rule(_is_named, name="named")

        assert rule == pickle.loads(pickle.dumps(rule))

    def test_callable_object(self):
        """
        A callable that isn't a function pickles as it does by itself.
        """
        rule = lk.rule(functools.partial(_is_called, "Sara"), name="is Sara")
        again = pickle.loads(pickle.dumps(rule))

        assert "is Sara" == str(again)
        assert again.test(Host(id="L-1", name="Sara"), as_of=NOW) is True

    @pytest.mark.parametrize("made", ["lambda", "local"])
    def test_function_without_a_place(self, made):
        """
        A lambda or local function can't be pickled, and the error says what to do.
        """

        def local(lead, as_of):
            return True

        given_ = local if made == "local" else (lambda lead, as_of: True)
        rule = lk.rule(given_, name="somewhere") & F.free_mail

        with pytest.raises(PicklingError, match=r"rule 'somewhere'.*top level"):
            pickle.dumps(rule)
        assert rule == copy.deepcopy(rule)

    def test_another_rule_in_its_place(self):
        """
        A predicate whose place another rule took is refused when it is pickled.
        """
        with pytest.raises(PicklingError):
            pickle.dumps(FIRST)

    def test_nothing_in_its_place(self, monkeypatch):
        """
        What was pickled can't be read where its function is gone.
        """
        pickled = pickle.dumps(Checks.patient)
        monkeypatch.delattr(Checks, "patient")

        with pytest.raises(UnpicklingError, match=r"Checks\.patient"):
            pickle.loads(pickled)


class Checks:
    """
    Where a host keeps predicates.
    """

    @lk.rule
    def patient(lead, as_of):  # noqa: N805
        return lead.created_at is not None and lead.created_at < as_of


def _is_named(lead, as_of):
    return lead.name is not None


def _is_called(name, lead, as_of):
    return lead.name == name


@lk.rule
def replaced(lead, as_of):
    return True


FIRST = replaced


@lk.rule
def replaced(lead, as_of):
    return False


class TestNode:
    def test_depth(self):
        """
        A node is one deeper than its deepest part.
        """
        assert 1 == lk.ALWAYS.node.depth
        assert 2 == (F.employees >= 50).node.depth
        assert 4 == (~(F.employees + 1 >= 50)).node.depth
        assert 2 == lk.any_of(lk.ALWAYS, lk.NEVER).node.depth

    def test_too_deep(self):
        """
        A rule at the limit is fine, one that is deeper is refused with the cure.
        """
        rule = lk.ALWAYS
        for index in range(n.DEEPEST - 1):
            rule = rule & lk.NEVER if index % 2 else rule | lk.NEVER

        assert n.DEEPEST == rule.node.depth
        with pytest.raises(RuleError, match=r"all_of\(\) or any_of\(\)") as caught:
            ~rule  # noqa: B018
        assert f"a depth of {n.DEEPEST + 1}" == caught.value.came

    def test_many_parts_are_flat(self):
        """
        A rule of very many parts is no deep one, however it was written.
        """
        many = lk.any_of(F.employees == number for number in range(3000))
        chained = lk.NEVER
        for number in range(200):
            chained = chained | (F.employees == number)

        assert 3 == many.node.depth == chained.node.depth
        assert many.test(Host(id="L-1", employees=2999), as_of=NOW) is True
        assert 201 == len(chained.node.parts)

    @pytest.mark.parametrize(
        ("value", "choices"),
        [
            (F.plan, ("free", "team", "pro")),
            (F.tier.or_default(Tier.GOLD), (1, 2, 3)),
            (F.employees, ()),
            (FIT.total, ()),
        ],
    )
    def test_choices(self, value, choices):
        """
        A choice knows the values there are, also with a default.
        """
        assert choices == value.node.choices

    def test_is_frozen(self):
        """
        A node can't be changed.
        """
        with pytest.raises(AttributeError):
            (F.employees >= 50).node.op = "lt"


class TestWalk:
    def test_cards_are_walked_through(self):
        """
        A walk visits every node, those of the cards that a rule reads too.
        """
        rule = (FIT >= 5) & ~lk.holds("MQL")

        assert [
            "And",
            "Compare",
            "Total",
            "Compare",
            "Field",
            "Constant",
            "Constant",
            "Not",
            "Holds",
        ] == [type(node).__name__ for node in n.walk(rule.node)]

    def test_cards_that_read_cards(self):
        """
        What a card brings is come to once, in however many ways the card is reached.
        """
        card = FIT
        for number in range(30):
            twice = (card >= 5) & (card.total >= number)
            card = lk.Scorecard(f"c{number}", [lk.Points(1, when=twice)])
        walked = list(n.walk((card >= 1).node))
        fields = [node for node in walked if isinstance(node, n.Field)]

        assert 1 == len(fields)
        assert len(walked) < 30 * 8
        assert (fields[0],) == fields_read([(card >= 1).node])

    def test_children(self):
        """
        The children of a node are those directly inside it, in order.
        """
        node = F.employees.is_in(2, 1).node

        assert ["employees", "1", "2"] == list(map(str, n.children(node)))
        assert [] == list(n.children(lk.holds("MQL").node))


class TestConstant:
    @pytest.mark.parametrize(
        ("value", "kept"),
        [(50.0, 50), (-0.0, 0), (0.5, 0.5), (10**15, 10**15), (-1e15, -(10**15))],
    )
    def test_numbers(self, value, kept):
        """
        Whole numbers are kept as ints, so that 50 and 50.0 are one constant.
        """
        actual = n.constant(value, F.budget.node).value

        assert kept == actual
        assert type(kept) is type(actual)

    def test_instants(self):
        """
        Instants are kept in UTC.
        """
        there = NOW.astimezone(timezone(timedelta(hours=5)))
        kept = n.constant(there, F.trial_ends.node)

        assert n.Constant(NOW, ValueKind.INSTANT) == kept
        assert kept.value.tzinfo is UTC

    def test_choices(self):
        """
        Enumeration members are kept as their codes.
        """
        assert 3 == n.constant(Tier.GOLD, F.tier.node).value
        assert "company" == n.constant(lk.Kind.COMPANY, F.kind.node).value
        assert str is type(n.constant(lk.Kind.COMPANY, F.kind.node).value)
        assert "email" == n.constant(lk.Medium.EMAIL, F.title.node).value


class TestAlways:
    @given(hosts(), instants())
    def test_answers(self, lead, as_of):
        """
        Always holds and never doesn't, whoever is asked about.
        """
        assert ask(n.Always(True), lead, as_of) is True
        assert ask(n.Always(False), lead, as_of) is False
