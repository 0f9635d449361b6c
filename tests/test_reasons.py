"""
Why a rule answers as it does.
"""

from __future__ import annotations

import pickle
from datetime import timedelta

import attrs
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
    rules,
)

import leadkit as lk
from leadkit import InstantError, Reason, RuleError, activity, explain
from leadkit.rules import nodes as n
from leadkit.rules.answers import Seen
from leadkit.rules.meaning import ask, evaluate
from leadkit.rules.reasons import (
    Explainer,
    conjuncts,
    interpreted,
    missing_fields,
)

CANARY = "canary of somebody@example.com"
BIG = F.employees >= 50
BOSS = F.title.contains("Head")
FIT = lk.Scorecard(
    "fit",
    [lk.Points(20, when=BIG), lk.Points(5, when=F.title.is_missing())],
)
SMALL = Host(id="L-1", employees=12, title=CANARY)


def every(reason):
    """
    A reason and all that it rests on.
    """
    yield reason
    for part in reason.parts:
        yield from every(part)


def atoms(node):
    """
    The smallest values in a question that mean something to a reader.
    """
    for child in n.children(node):
        if isinstance(child, (n.Arithmetic, n.OrDefault)):
            yield from atoms(child)
        elif isinstance(child, n.Value) and not isinstance(child, n.Constant):
            yield child


def read_in_vain(node, lead, as_of):
    """
    The names of the fields that a node reads in vain.
    """
    if isinstance(node, (n.IsMissing, n.OrDefault)):
        return
    if isinstance(node, n.Field) and evaluate(node, lead, as_of) is None:
        yield node.name
    inside = node.card.nodes if isinstance(node, n.Total) else n.children(node)
    for child in inside:
        yield from read_in_vain(child, lead, as_of)


def told_slowly(node, lead, as_of):
    """
    What an explanation means: every part is asked anew at every level.
    """
    parts = ()
    if isinstance(node, (n.And, n.Or, n.AtLeast)):
        parts = tuple(told_slowly(part, lead, as_of) for part in node.parts)
    elif isinstance(node, n.Not):
        parts = (told_slowly(node.part, lead, as_of),)
    missing = (name for part in parts for name in part.missing)
    seen = ()
    if not parts:
        looked = tuple(dict.fromkeys(atoms(node)))
        seen = tuple(Seen(str(atom), evaluate(atom, lead, as_of)) for atom in looked)
        if not isinstance(node, n.IsMissing):
            missing = read_in_vain(node, lead, as_of)
    return Reason(
        lk.Rule(node),
        ask(node, lead, as_of),
        seen,
        tuple(dict.fromkeys(missing)),
        parts,
    )


class TestExplainer:
    @given(st.lists(rules(opaque=True), max_size=4), hosts(), instants())
    def test_means_what_the_recursion_means(self, given_rules, lead, as_of):
        """
        One pass over many rules gives the reasons of asking every part of each anew.
        """
        nodes = [rule.node for rule in given_rules]
        told = tuple(told_slowly(node, lead, as_of) for node in nodes)

        assert told == Explainer(nodes)(lead, as_of)
        assert told == Explainer(nodes, interpreted)(lead, as_of)

    @given(rules(), st.lists(hosts(), min_size=2, max_size=3), instants())
    def test_is_used_again(self, rule, leads, as_of):
        """
        What is prepared once explains every lead as if it were prepared for it alone.
        """
        explainer = Explainer([rule.node])

        assert [explain(rule, lead, as_of=as_of) for lead in leads] == [
            explainer(lead, as_of)[0] for lead in leads
        ]

    @pytest.mark.parametrize("see", [None, interpreted])
    def test_asks_once(self, see):
        """
        A leaf is asked once, however deep it stands and in however many rules.
        """
        asked = []

        @lk.rule
        def known(lead, as_of):
            asked.append(lead)
            return True

        deep = known
        for _ in range(20):
            deep = ~(deep & ~BIG)
        nodes = [deep.node, (known | deep).node]
        explainer = Explainer(nodes) if see is None else Explainer(nodes, see)
        explainer(SMALL, NOW)

        assert [SMALL] == asked

    def test_of_none(self):
        """
        Of no rules there are no reasons.
        """
        assert () == Explainer([])(SMALL, NOW)

    def test_field_of_the_same_name(self):
        """
        A field and a tenant's field of one name are two values, and one missing name.
        """
        field = n.Field("budget", F.budget.node.of)
        trait = n.Trait("budget", F.budget.node.of)
        node = n.Compare("ge", field, trait)
        lead = Host(id="L-1", budget=None)
        (reason,) = Explainer([node])(lead, NOW)

        assert (Seen("budget", None), Seen("budget", None)) == reason.seen
        assert ("budget",) == reason.missing


class TestScorecardReasons:
    CARD = lk.Scorecard(
        "card",
        [
            lk.Points(5, when=BIG),
            lk.Points(1, per=F.employees),
            lk.Group("group", [lk.Points(3, per=F.seats, when=BOSS & BIG)]),
            lk.Points(-2, when=F.free_mail, name="free mail"),
        ],
    )

    def test_of_every_rule(self):
        """
        There is a reason for each rule of a card in its order, those of groups too.
        """
        rules_of_card = [BIG, BOSS & BIG, lk.all_of(F.free_mail)]

        assert tuple(explain(rule, SMALL, as_of=NOW) for rule in rules_of_card) == (
            self.CARD.reasons(SMALL, as_of=NOW)
        )

    def test_of_none(self):
        """
        A card without rules has no reasons.
        """
        card = lk.Scorecard("card", [lk.Points(1, per=F.employees)])

        assert () == card.reasons(SMALL, as_of=NOW)

    def test_pickled(self):
        """
        A card that has explained itself is pickled, and explains itself again.
        """
        told = self.CARD.reasons(SMALL, as_of=NOW)

        assert told == pickle.loads(pickle.dumps(self.CARD)).reasons(SMALL, as_of=NOW)

    def test_wants_a_lead_and_an_instant(self):
        """
        Anything else than a lead, or an instant without a zone, is refused.
        """
        with pytest.raises(lk.LeadError):
            self.CARD.reasons("L-1", as_of=NOW)
        with pytest.raises(InstantError, match="as_of"):
            self.CARD.reasons(SMALL, as_of=NOW.replace(tzinfo=None))


class TestExplain:
    @given(rules(opaque=True), hosts(), instants())
    def test_agrees_with_test(self, rule, lead, as_of):
        """
        Every answer in an explanation is the one that its rule gives.
        """
        reason = explain(rule, lead, as_of=as_of)

        assert rule == reason.rule
        assert [one.rule.test(lead, as_of=as_of) for one in every(reason)] == [
            one.answer for one in every(reason)
        ]

    @given(rules(), hosts(), instants())
    def test_has_the_parts_of_its_rule(self, rule, lead, as_of):
        """
        The parts of an explanation are the rules that its rule is joined of.
        """
        for reason in every(explain(rule, lead, as_of=as_of)):
            node = reason.rule.node
            parts = getattr(node, "parts", None) or (
                [node.part] if isinstance(node, n.Not) else []
            )

            assert list(parts) == [part.rule.node for part in reason.parts]
            assert not (reason.parts and reason.seen)

    @given(rules(), hosts(), instants())
    def test_shows_the_values_seen(self, rule, lead, as_of):
        """
        The values in an explanation are those that the lead has.
        """
        for reason in every(explain(rule, lead, as_of=as_of)):
            for seen in reason.seen:
                field = getattr(F, seen.what, None)

                assert field is None or seen.value == field.value(lead, as_of=as_of)

    @pytest.mark.parametrize(
        ("rule", "told"),
        [
            (BIG, "no: employees >= 50 (is 12)"),
            (F.seats >= 5, "unknown: seats >= 5 (is missing)"),
            (F.budget.is_missing(), "yes: budget is missing (is missing)"),
            (lk.holds("MQL"), "no: holds 'MQL'"),
            (lk.ALWAYS, "yes: always"),
            (has_name, "unknown: has a name"),
            (
                F.free_mail.or_default(False) | BIG,
                (
                    "no: (free_mail or default False) | (employees >= 50)\n"
                    "  no: free_mail or default False (is missing)\n"
                    "  no: employees >= 50 (is 12)"
                ),
            ),
            (
                ~(BIG & F.partner),
                (
                    "yes: ~((employees >= 50) & partner)\n"
                    "  no: (employees >= 50) & partner\n"
                    "    no: employees >= 50 (is 12)\n"
                    "    unknown: partner (is missing)"
                ),
            ),
            (
                lk.at_least(2, BIG, lk.ALWAYS),
                (
                    "no: at least 2 of (employees >= 50), always\n"
                    "  no: employees >= 50 (is 12)\n"
                    "  yes: always"
                ),
            ),
            (
                F.employees * 2 + F.seats.or_default(1) >= F.budget - 1,
                (
                    "unknown: ((employees * 2) + (seats or default 1)) >= (budget - 1) "
                    "(employees is 12, seats is missing, budget is missing)"
                ),
            ),
            (
                F.employees + F.employees == 24,
                "yes: (employees + employees) == 24 (is 12)",
            ),
            (FIT >= 20, "no: fit >= 20 (is 0)"),
            (
                activity("call_held").within(days=3).count() >= 1,
                "no: count of call_held within 3 days >= 1 (is 0)",
            ),
        ],
    )
    def test_reads_as_a_tree(self, rule, told):
        """
        An explanation is a line for each rule, its answer first, with the values seen.
        """
        assert told == str(explain(rule, SMALL, as_of=NOW))

    def test_flag(self):
        """
        A flag is explained as the rule that it is.
        """
        lead = Host(id="L-1", free_mail=True)

        assert "yes: free_mail (is True)" == str(explain(F.free_mail, lead, as_of=NOW))

    def test_wants_a_rule(self):
        """
        What isn't a rule has no answer to explain.
        """
        with pytest.raises(RuleError, match="expected a rule"):
            explain(F.employees, SMALL, as_of=NOW)

    def test_wants_an_aware_instant(self):
        """
        An instant without a zone is refused.
        """
        with pytest.raises(InstantError, match="as_of"):
            explain(BIG, SMALL, as_of=NOW.replace(tzinfo=None))


class TestReason:
    def test_in_words(self):
        """
        On one line, a joined rule names every value that any part saw, once.
        """
        reason = explain((BIG & BOSS) | ~BIG, SMALL, as_of=NOW)

        assert (
            "((employees >= 50) & (title contains 'Head')) | ~(employees >= 50) "
            f"(employees is 12, title is {CANARY!r})"
        ) == reason.in_words()
        assert (
            "((employees >= 50) & (title contains 'Head')) | ~(employees >= 50) "
            "(employees is 12, title is '…')"
        ) == reason.in_words(masked=True)

    @given(rules(), hosts(), instants())
    def test_repr_hides_texts(self, rule, lead, as_of):
        """
        No text of a record is in the repr of an explanation, or of a part of one.
        """
        lead = attrs.evolve(
            lead, name=CANARY, title=CANARY, traits={"segment": CANARY, "seats": 5}
        )
        reason = explain(rule, lead, as_of=as_of)

        for one in every(reason):
            assert CANARY not in repr(one)
            assert CANARY not in repr(one.seen)
            assert CANARY not in one.in_words(masked=True)

    def test_str_shows_texts(self):
        """
        An explanation that somebody asks for shows what was seen.
        """
        reason = explain(BOSS, SMALL, as_of=NOW)

        assert f"no: title contains 'Head' (is {CANARY!r})" == str(reason)
        assert "Reason(\"title contains 'Head' (is '…')\", False)" == repr(reason)
        assert CANARY == reason.seen[0].value


class TestSeen:
    @pytest.mark.parametrize(
        ("value", "words", "masked"),
        [
            (None, "is missing", "is missing"),
            (12, "is 12", "is 12"),
            (True, "is True", "is True"),
            (0.5, "is 0.5", "is 0.5"),
            (2.0, "is 2", "is 2"),
            (31.00001, "is 31", "is 31"),
            (1 / 3, "is 0.3333", "is 0.3333"),
            (99999.5, "is 99999.5", "is 99999.5"),
            (123456.789, "is 123456.789", "is 123456.789"),
            ("it's", 'is "it\'s"', "is '…'"),
            (NOW, "is 2026-05-01T12:00:00+00:00", "is 2026-05-01T12:00:00+00:00"),
        ],
    )
    def test_in_words(self, value, words, masked):
        """
        A value is said as a person would, texts only where they may be shown.
        """
        seen = Seen("what", value)

        assert words == seen.in_words()
        assert masked == seen.in_words(masked=True)

    def test_repr_hides_texts(self):
        """
        The repr shows which value it is, and numbers but no texts.
        """
        assert "Seen('title', '…')" == repr(Seen("title", CANARY))
        assert "Seen('employees', 12)" == repr(Seen("employees", 12))

    def test_codes_are_plain(self):
        """
        A member of an enumeration is seen as its code.
        """
        lead = Host(id="L-1", tier=Tier.GOLD)
        reason = explain(F.tier == Tier.GOLD, lead, as_of=NOW)

        assert (Seen("tier", 3),) == reason.seen


class TestMissingFields:
    @pytest.mark.parametrize(
        ("rule", "missing"),
        [
            (F.employees >= 50, ()),
            (F.budget >= 50, ("budget",)),
            (~(F.budget >= 50) & F.partner, ("budget", "partner")),
            (F.budget + F.seats * F.employees >= F.budget, ("budget", "seats")),
            (F.trial_ends.age() >= 3, ("trial_ends",)),
            (F.trial_ends.before(F.renewal), ("trial_ends", "renewal")),
            (F.plan.is_in("pro", "team"), ("plan",)),
            (F.budget.between(1, 2), ("budget",)),
            (lk.at_least(1, F.partner, F.budget > 1), ("partner", "budget")),
            # To ask whether it is missing, or to say what then, is no reading in vain.
            (F.budget.is_missing(), ()),
            (F.budget.or_default(0) >= 50, ()),
            ((F.budget + F.seats).or_default(0) >= F.seats, ("seats",)),
            # Those inside cards too:
            (lk.Scorecard("a", [lk.Points(5, when=F.partner)]) >= 5, ("partner",)),
            (
                lk.Scorecard(
                    "b",
                    [
                        lk.Points(1, per=F.seats),
                        lk.Group("c", [lk.Points(5, when=F.budget.is_missing())]),
                        lk.Points(5, when=~(F.budget >= 3)),
                    ],
                )
                >= 5,
                ("seats", "budget"),
            ),
            (lk.holds("MQL"), ()),
        ],
    )
    def test_names_what_is_missing(self, rule, missing):
        """
        The fields that a rule reads in vain are named, each once, also inside cards.
        """
        reason = explain(rule, SMALL, as_of=NOW)

        assert missing == reason.missing
        assert set(missing) == set(missing_fields(rule.node, SMALL, NOW))

    @given(rules(), hosts(), instants())
    def test_are_missing(self, rule, lead, as_of):
        """
        Every field that is named as missing is.
        """
        for name in explain(rule, lead, as_of=as_of).missing:
            assert getattr(F, name).value(lead, as_of=as_of) is None


class TestConjuncts:
    @given(rules(opaque=True), hosts(), instants())
    def test_all_must_hold(self, rule, lead, as_of):
        """
        A rule is known true if and only if all its conjuncts are.
        """
        parts = [ask(part, lead, as_of) for part in conjuncts(rule.node)]

        assert (rule.test(lead, as_of=as_of) is True) == all(
            part is True for part in parts
        )

    @pytest.mark.parametrize(
        ("rule", "parts"),
        [
            (BIG, ["employees >= 50"]),
            (BIG & BOSS, ["employees >= 50", "title contains 'Head'"]),
            (BIG | BOSS, ["(employees >= 50) | (title contains 'Head')"]),
            (~(BIG | ~F.partner), ["~(employees >= 50)", "partner"]),
            (~(BIG & F.partner), ["~((employees >= 50) & partner)"]),
            (
                ~(BIG | ~(BOSS & F.partner)),
                ["~(employees >= 50)", "title contains 'Head'", "partner"],
            ),
            (
                lk.at_least(2, BIG, BOSS),
                ["at least 2 of (employees >= 50), (title contains 'Head')"],
            ),
        ],
    )
    def test_parts(self, rule, parts):
        """
        *And* is split, and *or* where it is denied.
        """
        assert parts == [str(part) for part in conjuncts(rule.node)]

    @given(rules(), hosts(), instants())
    def test_each_is_explained(self, rule, lead, as_of):
        """
        A verdict has a reason for each conjunct, once, also after the first that fails.
        """
        verdict = lk.Qualification("MQL", when=rule).judge(lead, as_of=as_of)
        told = (*verdict.met, *verdict.unmet, *verdict.unknown)
        parts = set(conjuncts(rule.node))

        assert all(isinstance(reason, Reason) for reason in told)
        assert len(parts) == len(told)
        assert parts == {reason.rule.node for reason in told}

    def test_is_explained_once(self):
        """
        A part that is asked for twice is explained once.
        """
        rule = BIG & BOSS & BIG
        verdict = lk.Qualification("MQL", when=rule).judge(SMALL, as_of=NOW)

        assert ["employees >= 50", "title contains 'Head'"] == [
            str(reason.rule) for reason in verdict.unmet
        ]


class TestInstants:
    def test_explains_the_past(self):
        """
        An explanation is of the instant that was asked about.
        """
        lead = Host(
            id="L-1",
            activities=[lk.Activity(id="a", type="call_held", at=NOW)],
        )
        called = activity("call_held").count() >= 1

        assert "yes: count of call_held >= 1 (is 1)" == str(
            explain(called, lead, as_of=NOW)
        )
        assert "no: count of call_held >= 1 (is 0)" == str(
            explain(called, lead, as_of=NOW - timedelta(days=1))
        )
