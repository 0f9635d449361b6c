"""
Why not: the smallest set of leaves that stand in the way.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, F, Host, hosts, instants, rules

import leadkit as lk
from leadkit import Qualification, Reason, Verdict, activity, explain
from leadkit.rules import nodes as n
from leadkit.rules.blame import in_the_way

LEAD = Host(id="L-1", employees=12, free_mail=True, title="Head of Sales")
# Answers of these for the lead: no, yes, unknown.
SMALL, LARGE = F.employees < 50, F.employees >= 50
FREE, RICH = lk.all_of(F.free_mail), F.budget >= 1000

# Small trees -------------------------------------------------------------------------


@st.composite
def trees(draw, depth=3):
    """
    Rules with their answers, joined in all ways, with at most a few leaves.
    """
    joins = ["leaf", "and", "or", "not", "at_least"]
    join = draw(st.sampled_from(joins)) if depth else "leaf"
    if join == "leaf":
        answer = draw(st.sampled_from([True, False, None]))
        constant = answer is not None and draw(st.integers(0, 4)) == 0
        node = n.Always(answer) if constant else n.Holds(draw(st.sampled_from("AB")))
        return Reason(lk.Rule(node), answer)
    many = 1 if join == "not" else draw(st.integers(2, 3))
    parts = tuple(draw(trees(depth=depth - 1)) for _ in range(many))
    nodes = tuple(part.rule.node for part in parts)
    match join:
        case "and":
            # As nodes, joins of one kind would flatten, but not as reasons.
            node = n.AtLeast(many, nodes) if draw(st.booleans()) else n.And(nodes)
        case "or":
            node = n.Or(nodes)
        case "at_least":
            node = n.AtLeast(draw(st.integers(1, many)), nodes)
        case _:
            node = n.Not(nodes[0])
    bare = Reason(lk.Rule(node), None, parts=parts)
    return Reason(lk.Rule(node), answered(bare, {}), parts=parts)


def answered(reason, turned):
    """
    The answer of a tree after some leaves, by their place, gave another answer.
    """

    def answer(reason, place):
        if not reason.parts:
            return turned.get(place, reason.answer)
        node = reason.rule.node
        answers = [
            answer(part, (*place, index)) for index, part in enumerate(reason.parts)
        ]
        if isinstance(node, n.Not):
            return None if answers[0] is None else not answers[0]
        needed = len(answers)
        if isinstance(node, n.Or):
            needed = 1
        elif isinstance(node, n.AtLeast):
            needed = node.needed
        if answers.count(True) >= needed:
            return True
        return None if needed <= answers.count(True) + answers.count(None) else False

    return answer(reason, ())


def leaves(reason, place=(), *, better=True):
    """
    The leaves of a tree with their places, and which answer of each helps.
    """
    if not reason.parts:
        yield place, reason, better
    turned = isinstance(reason.rule.node, n.Not)
    for index, part in enumerate(reason.parts):
        yield from leaves(part, (*place, index), better=better != turned)


def reached(answer, *, wanted, known):
    """
    Whether an answer is the one that is wanted.
    """
    return answer is wanted if known else answer is not (not wanted)


def cost(chosen):
    """
    How many constants are among leaves, and how many leaves there are.
    """
    constants = sum(isinstance(one.rule.node, n.Always) for _, one, _ in chosen)
    return constants, len(chosen)


def cheapest(reason, *, wanted, known):
    """
    The least that has to be turned, found by trying every set of leaves.
    """
    every = list(leaves(reason, better=wanted))
    return min(
        cost(chosen)
        for size in range(len(every) + 1)
        for chosen in combinations(every, size)
        if reached(
            answered(reason, {place: better for place, _, better in chosen}),
            wanted=wanted,
            known=known,
        )
    )


few = trees(depth=3).filter(lambda tree: len(list(leaves(tree))) <= 8)


class TestInTheWay:
    @given(few, st.booleans(), st.booleans())
    def test_is_the_smallest_set(self, tree, wanted, known):
        """
        Turning the leaves in the way gives the answer; no smaller set of leaves does.
        """
        blamed = {id(leaf) for leaf in in_the_way(tree, wanted=wanted, known=known)}
        chosen = [one for one in leaves(tree, better=wanted) if id(one[1]) in blamed]
        turned = {place: better for place, _, better in chosen}

        assert reached(answered(tree, turned), wanted=wanted, known=known)
        assert cheapest(tree, wanted=wanted, known=known) == cost(chosen)

    @given(few)
    def test_is_in_the_order_written(self, tree):
        """
        The leaves in the way come in the order in which the rule names them.
        """
        order = [id(leaf) for _, leaf, _ in leaves(tree)]
        places = [order.index(id(leaf)) for leaf in in_the_way(tree)]

        assert sorted(places) == places

    def test_of_many_parts(self):
        """
        A rule of very many parts is no trouble: nothing is tried out.
        """
        many = 2000
        rule = lk.at_least(many // 2, [LARGE | RICH, LARGE & RICH] * (many // 2))

        assert many // 2 == len(explain(rule, LEAD, as_of=NOW).blame)

    def test_of_deep_parts(self):
        """
        A rule as deep as rules may be is no trouble either.
        """
        rule = LARGE
        for _ in range(12):
            rule = ~(~(rule & FREE) & ~(RICH & LARGE))

        assert [LARGE] == [one.rule for one in explain(rule, LEAD, as_of=NOW).blame]


class TestBlame:
    @pytest.mark.parametrize(
        ("rule", "blamed"),
        [
            (SMALL, []),
            (LARGE, [LARGE]),
            (RICH, [RICH]),
            (LARGE & SMALL & RICH, [LARGE, RICH]),
            (LARGE | RICH, [LARGE]),
            (SMALL | RICH, []),
            ((LARGE & ~FREE) | RICH, [RICH]),
            ((LARGE & ~FREE) | (RICH & SMALL), [RICH]),
            (~FREE, [FREE]),
            (~(FREE & SMALL), [FREE]),
            (~(FREE | RICH), [FREE, RICH]),
            (~(LARGE | RICH), [RICH]),
            (lk.at_least(2, LARGE & RICH, LARGE, RICH), [LARGE, RICH]),
            (lk.at_least(2, FREE, LARGE, RICH), [LARGE]),
            (
                lk.at_least(2, LARGE & RICH, LARGE & RICH & RICH, RICH),
                [LARGE, RICH, RICH],
            ),
            (~lk.at_least(2, FREE, SMALL, RICH), [FREE, SMALL]),
            (LARGE & LARGE, [LARGE, LARGE]),
            # Nothing makes NEVER hold, so the other way is named.
            (lk.NEVER | (LARGE & RICH), [LARGE, RICH]),
            (lk.NEVER, [lk.NEVER]),
            (~lk.ALWAYS & LARGE, [lk.ALWAYS, LARGE]),
        ],
    )
    def test_names_the_fewest(self, rule, blamed):
        """
        The fewest leaves are named, the first ones where there are several such sets.
        """
        reason = explain(rule, LEAD, as_of=NOW)

        assert blamed == [leaf.rule for leaf in reason.blame]

    @given(rules(opaque=True), hosts(), instants())
    def test_of_any_rule(self, rule, lead, as_of):
        """
        Nothing is blamed if and only if the answer is yes; what is blamed are leaves.
        """
        reason = explain(rule, lead, as_of=as_of)
        known = {id(leaf) for _, leaf, _ in leaves(reason)}

        assert (reason.answer is True) == (reason.blame == ())
        assert all(id(leaf) in known for leaf in reason.blame)


# Verdicts ----------------------------------------------------------------------------

CALLED = activity("call_held").count() >= 1


def granted(lead):
    """
    The lead, qualified by a rule the day before.
    """
    return lead.grant("MQL", at=NOW - timedelta(days=1), by="a rule", automatic=True)


class TestBlameOfVerdict:
    @pytest.mark.parametrize(
        ("qualification", "lead", "blamed"),
        [
            (Qualification("MQL", when=FREE), LEAD, []),
            (Qualification("MQL", when=LARGE & FREE), LEAD, [LARGE]),
            # The parts that are known false come first.
            (Qualification("MQL", when=RICH & LARGE), LEAD, [LARGE, RICH]),
            (Qualification("MQL", when=(LARGE & RICH) | CALLED), LEAD, [CALLED]),
            (
                Qualification("MQL", when=LARGE, applies_to="prospect"),
                LEAD,
                [lk.in_stage("prospect"), LARGE],
            ),
            # What ends it must not hold; it needn't be known not to.
            (Qualification("MQL", when=FREE, until=SMALL & RICH), LEAD, []),
            (Qualification("MQL", when=FREE, until=SMALL | RICH), LEAD, [SMALL]),
            (Qualification("MQL", when=RICH, until=SMALL), LEAD, [RICH, SMALL]),
            # What is recorded stays unless it is known to end.
            (Qualification("MQL", when=RICH), granted(LEAD), []),
            (Qualification("MQL", when=LARGE), granted(LEAD), [LARGE]),
            (
                Qualification("MQL", when=(LARGE & RICH) | (LARGE & CALLED)),
                granted(LEAD),
                [LARGE],
            ),
            (
                Qualification("MQL", when=(LARGE | CALLED) & RICH),
                granted(LEAD),
                [LARGE],
            ),
            (
                Qualification("MQL", when=LARGE, until=SMALL & FREE),
                granted(LEAD),
                [SMALL],
            ),
            (
                Qualification("MQL", when=FREE, applies_to="prospect"),
                granted(LEAD),
                [lk.in_stage("prospect")],
            ),
            # Only a person can grant it.
            (Qualification("MQL"), LEAD, []),
        ],
    )
    def test_names_the_fewest(self, qualification, lead, blamed):
        """
        The leaves that keep a qualification from being held are named.
        """
        verdict = qualification.judge(lead, as_of=NOW)

        assert blamed == [leaf.rule for leaf in verdict.blame]

    @given(rules(), rules(), hosts(), instants())
    def test_of_any_rule(self, when, until, lead, as_of):
        """
        What is held has nothing in its way, and what isn't held has something.
        """
        verdict = Qualification("MQL", when=when, until=until).judge(lead, as_of=as_of)

        assert verdict.held == (verdict.blame == ())

    def test_changes_in_words(self):
        """
        A verdict lists what would have to change, each once.
        """
        fit = lk.Scorecard("fit", [lk.Points(35, when=F.employees >= 10)])
        verdict = Qualification(
            "MQL", when=(fit >= 40) & ~FREE & (LARGE | lk.NEVER) & LARGE
        ).judge(LEAD, as_of=NOW)

        assert (
            "fit is 35, needs 40 (5 more)",
            "needs ~free_mail (is True)",
            "employees is 12, needs 50 (38 more)",
        ) == verdict.changes_in_words()

    def test_changes_hide_texts(self):
        """
        Texts of the record are hidden where that is asked for.
        """
        verdict = Qualification("MQL", when=F.title == "CEO").judge(LEAD, as_of=NOW)

        assert ("needs title == 'CEO' (is 'Head of Sales')",) == (
            verdict.changes_in_words()
        )
        assert ("needs title == 'CEO' (is '…')",) == (
            verdict.changes_in_words(masked=True)
        )

    def test_of_a_made_up_verdict(self):
        """
        A verdict without parts blames nothing.
        """
        assert () == Verdict("MQL", NOW, held=False).blame
