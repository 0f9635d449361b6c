"""
Laws about lifecycles of every shape: each gets an answer, no proof is contradicted by a
lead, and each refutation comes with a test that fails.
"""

from __future__ import annotations

import lifecycles
import pytest
import walks
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leadkit import ALWAYS, PREVIOUS, Lead
from leadkit.rules.meaning import ask
from leadkit.testing import journeys, laws
from leadkit.testing import lifecycles as users_lifecycles
from leadkit.testing.sampling import search

# A law is asked, a test is run or many journeys are drawn for each example.
# Where a law draws journeys, or we do, that is within what is drawn here.
NESTED = [HealthCheck.nested_given]
FEWER = settings(
    max_examples=max(10, settings().max_examples // 2), suppress_health_check=NESTED
)
FEW = settings(
    max_examples=max(5, settings().max_examples // 5), suppress_health_check=NESTED
)
JOURNEYS = 15


# Lifecycles as tests of other things draw them, and as users do; and their leads.
ANY = st.one_of(
    lifecycles.lifecycles().map(lambda one: (one, Lead)),
    walks.lifecycles().map(lambda one: (one, walks.Small)),
    users_lifecycles().map(lambda one: (one, Lead)),
)


@st.composite
def questions(draw):
    """
    A law, with what it may be given about some lifecycle.
    """
    lifecycle, record = draw(ANY)
    stages = st.sampled_from(lifecycle.stages)
    triggers = [one for one in lifecycle.triggers if one not in lifecycle.stages]
    rules = [one.when for one in lifecycle.transitions if one.when is not None]
    events = st.sampled_from([*lifecycle.stages, *triggers])
    rule = st.sampled_from([ALWAYS, *rules, *(~one for one in rules)])
    some = st.lists(stages, min_size=1, max_size=2, unique=True)
    given = draw(
        st.sampled_from(
            [
                {"reach": some},
                {"reach": some, "without": rule},
                {"first": events, "then": events},
                {"first": rule, "then": events},
                {"exits": st.none() | some},
                {"exit": stages, "to": st.none() | st.just(PREVIOUS) | stages},
                {},
            ]
        )
    )
    law = {
        "reach": laws.never,
        "first": laws.always_before,
        "exits": laws.no_traps,
        "exit": laws.reversible,
    }.get(next(iter(given), None), laws.every_transition_can_fire)
    asked = {name: draw(values) for name, values in given.items()}
    assume(asked.get("first") is not asked.get("then", ...))
    assume(asked.get("exit") != asked.get("to", ...))
    return law, lifecycle, record, asked


def contradicts(law, lifecycle, asked, journey):
    """
    Tell whether a journey shows that a law doesn't hold.
    """
    if law is laws.never:
        return _enters(lifecycle, asked["reach"], asked.get("without"), journey)
    if law is laws.always_before:
        return _too_early(lifecycle, asked["first"], asked["then"], journey)
    stage = journey.last.stage
    if law is laws.no_traps:
        ends = asked["exits"]
        if ends is None:
            return not any(stage in one.sources for one in lifecycle.transitions)
        return not reachable_from(lifecycle, stage) & {*ends}
    if law is laws.reversible and stage == asked["exit"]:
        to = asked["to"]
        moves = lifecycle.transitions
        exits = {one.target for one in moves if one.kind == "exit"}
        back = {*lifecycle.stages} - exits if to is None else {to}
        if to is PREVIOUS:
            back = {move.source for move in journey.last.moves[-1:]} or {stage}
            return not reachable_from(lifecycle, stage) & back
        return not reachable_from(lifecycle, stage) & (back - {stage})
    return False


def reachable_from(lifecycle, stage):
    """
    The stages that lead on from one, whatever the rules say.
    """
    found, waiting = {stage}, [stage]
    while waiting:
        here = waiting.pop()
        for one in lifecycle.transitions:
            if here in one.sources:
                anywhere = one.target is PREVIOUS
                targets = lifecycle.stages if anywhere else [one.target]
                waiting += [target for target in targets if target not in found]
                found.update(targets)
    return found


def _known(rule, step):
    return rule is not None and ask(rule.node, step.before, step.at) is True


def _enters(lifecycle, stages, rule, journey):
    if lifecycle.initial in stages and (rule is None):
        return True
    return any(
        step.move.target in stages and not _known(rule, step)
        for step in journey
        if step.move is not None
    )


def _too_early(lifecycle, first, then, journey):
    seen = [lifecycle.initial]
    for step in journey:
        if first in seen:
            return False
        if then in seen:
            return not hasattr(first, "node")
        if step.move is None:
            continue
        if hasattr(first, "node") and _known(first, step):
            return False
        if then in {step.move.trigger, step.move.target}:
            return first != step.move.trigger
        seen += [step.move.trigger, step.move.target]
    return False


class TestLaws:
    @FEWER
    @given(questions())
    def test_each_gets_an_answer_and_each_refutation_a_test_that_fails(self, asked):
        """
        No law raises an error of its own, and whatever is refuted comes with a test
        that fails as long as nothing is mended.
        """
        law, lifecycle, record, given_ = asked
        finding = law(lifecycle, record=record, **given_)

        assert finding.kind in {"proved", "sampled", "refuted", "undecided"}
        assert (finding.kind == "refuted") == (finding.witness is not None)
        if finding.witness is not None:
            scope = {}
            exec(finding.witness.test, scope)
            scope.update(GIVEN=lifecycle, LIFECYCLE=lifecycle)
            (test,) = (scope[name] for name in scope if name.startswith("test_"))

            with pytest.raises((AssertionError, pytest.fail.Exception)):
                test()

    @FEW
    @given(questions())
    def test_no_journey_contradicts_what_is_proved(self, asked):
        """
        Where a law is proved, no lead on a journey at random breaks it.
        """
        law, lifecycle, record, given_ = asked
        finding = law(lifecycle, record=record, **given_)
        assume(finding.kind == "proved")
        near = [one for one in given_.values() if hasattr(one, "node")]
        drawn = search(
            lambda: journeys(lifecycle, record, near=near),
            lambda journey: contradicts(law, lifecycle, given_, journey),
            examples=JOURNEYS,
        )

        assert drawn.found is None

    @FEW
    @given(ANY)
    def test_the_engine_is_proved(self, given_):
        """
        Of whatever is declared, leadkit's own code restores moves and leaves no trace
        of refusals.
        """
        lifecycle, record = given_

        for law in (laws.replay_restores, laws.refusals_change_nothing):
            assert "proved" == law(lifecycle, record=record).kind
