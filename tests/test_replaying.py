"""
Whether recorded moves can have been made: the stock engine of `transitions`, run over
declarations without their rules, says so too.
"""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest
import transitions
from hypothesis import given
from hypothesis import strategies as st
from lifecycles import (
    DAY,
    STAGES,
    TRIGGERS,
    lifecycles,
    lived,
    newcomer,
    steps,
)
from strategies import NOW, TICK

from leadkit import PREVIOUS, LeadError, Lifecycle, Move, MoveRefused, Transition
from leadkit.replaying import Misfit, Ways

# The oracle ---------------------------------------------------------------------------


class Cursor:
    """
    All that `transitions` needs of what it moves.
    """

    def __init__(self, stage):
        self.state = stage


def stock(lifecycle):
    """
    A machine of the stock engine with all ways; it is told where a model came from and
    where it is to get.
    """
    machine = transitions.Machine(
        model=None,
        states=list(lifecycle.stages),
        initial=lifecycle.initial,
        auto_transitions=False,
    )
    for one in lifecycle.transitions:
        targets = lifecycle.stages if one.target is PREVIOUS else [one.target]
        for target in targets:

            def fits(came, wanted, *, end=target, back=one.target is PREVIOUS):
                return wanted == end and (came == end or not back)

            machine.add_transition(
                one.trigger, list(one.sources), target, conditions=fits
            )
    return machine


def gets_there(machine, move, came):
    """
    Whether the engine makes a move from where it starts.
    """
    cursor = Cursor(move.source)
    try:
        moved = machine.events[move.trigger].trigger(cursor, came, move.target)
    except (transitions.MachineError, ValueError):  # no way from there, or no stage
        return False
    return moved and cursor.state == move.target


def folded(lifecycle, lead, moves):
    """
    The first move that can't be made, move by move through the engine.
    """
    machine = stock(lifecycle)
    made = list(lead.moves)
    stage = lead.stage
    for place, move in enumerate(moves):
        came = made[-1].source if made and made[-1].target == stage else None
        follows = not made or (made[-1].at, made[-1].number) < (move.at, move.number)
        if move.trigger not in machine.events:
            return Misfit("unknown-trigger", place)
        if not follows:
            return Misfit("out-of-order", place)
        if move.source != stage or not gets_there(machine, move, came):
            return Misfit("no-transition", place)
        made.append(move)
        stage = move.target
    return None


# Histories, and what may be wrong with them -------------------------------------------


def tamperings():
    """
    Ways to spoil one move.
    """
    texts = {
        "trigger": [*TRIGGERS, "stray"],
        "source": [*STAGES, "old"],
        "target": [*STAGES, "old"],
    }
    return st.one_of(
        *(
            st.tuples(st.just(name), st.sampled_from(values))
            for name, values in texts.items()
        ),
        st.tuples(st.just("at"), st.sampled_from([NOW - 30 * DAY, NOW - 15 * DAY])),
        st.tuples(st.just("number"), st.integers(0, 9)),
    )


@st.composite
def histories(draw):
    """
    A lifecycle, a lead on its way, and moves that may follow: those that were made,
    some of them spoilt, missing, twice or out of their order.
    """
    lifecycle = draw(lifecycles())
    leads, _ = lived(lifecycle, draw(steps()))
    end = leads[-1]
    lead = draw(st.sampled_from(leads))
    moves = list(end.moves[len(lead.moves) :])
    for _ in range(draw(st.integers(0, 2)) if moves else 0):
        place = draw(st.integers(0, len(moves) - 1))
        name, value = draw(tamperings())
        moves[place] = attrs.evolve(moves[place], resume_at=None, **{name: value})
    if draw(st.booleans()):
        moves = draw(st.permutations(moves))
    if draw(st.booleans()):
        moves = moves[draw(st.integers(0, 2)) :]
    if draw(st.booleans()):
        moves = [*moves, *moves[-1:]]
    if draw(st.booleans()):
        lead = attrs.evolve(lead, stage=draw(st.sampled_from([*STAGES, "old"])))
    return lifecycle, lead, tuple(moves)


def place_of(move):
    """
    What moves are sorted by.
    """
    return move.at, move.number


# Examples ----------------------------------------------------------------------------

SALES = Lifecycle(
    "sales",
    ["lead", "prospect", "lost"],
    "lead",
    [
        Transition("qualify", "lead", "prospect"),
        Transition("drop", ["lead", "prospect"], "lost", kind="exit"),
        Transition("reopen", "lost", PREVIOUS, kind="back"),
    ],
)
QUALIFY = Move(trigger="qualify", source="lead", target="prospect", at=NOW, number=1)
DROP = Move(
    trigger="drop",
    source="prospect",
    target="lost",
    at=NOW + DAY,
    reason="no budget",
    kind="exit",
    number=2,
)
PROSPECT = newcomer(moves=[QUALIFY])


class TestWays:
    @given(histories())
    def test_the_stock_engine_agrees(self, history):
        """
        The first move that doesn't fit, and why, is what the engine of `transitions`
        finds move by move, whatever the order they come in.
        """
        lifecycle, lead, moves = history
        ways = Ways(lifecycle.stages, lifecycle.transitions)

        assert folded(lifecycle, lead, moves) == ways.misfit(lead, moves)

    @given(lifecycles(), steps())
    def test_what_was_made_can_have_been_made(self, lifecycle, happened):
        """
        Any part of a lead's moves follows the part before it.
        """
        leads, _ = lived(lifecycle, happened)
        ways = Ways(lifecycle.stages, lifecycle.transitions)

        for lead in leads:
            assert ways.misfit(lead, leads[-1].moves[len(lead.moves) :]) is None

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({}, None),
            ({"at": NOW + TICK, "number": 0}, None),
            ({"at": NOW, "number": 2}, None),
            ({"at": NOW, "number": 1}, "out-of-order"),
            ({"at": NOW, "number": 0}, "out-of-order"),
            ({"at": NOW - TICK, "number": 9}, "out-of-order"),
            ({"source": "lost"}, "no-transition"),
            ({"target": "prospect"}, "no-transition"),
            (
                {"target": "lead"},
                "no-transition",
            ),  # where it came from, but no way back
            ({"target": "old"}, "no-transition"),
            ({"trigger": "reopen"}, "no-transition"),
            ({"trigger": "dorp"}, "unknown-trigger"),
            # Everything is wrong at first, and less from row to row.
            ({"trigger": "dorp", "at": NOW, "source": "lost"}, "unknown-trigger"),
            ({"at": NOW - DAY, "source": "lost"}, "out-of-order"),
        ],
    )
    def test_says_why_not(self, changes, code):
        """
        Codes come in their order: trigger, time, stage.
        """
        ways = Ways(SALES.stages, SALES.transitions)
        expected = None if code is None else Misfit(code, 0)

        assert expected == ways.misfit(PROSPECT, (attrs.evolve(DROP, **changes),))

    def test_the_first_move_may_be_as_old_as_time(self):
        """
        Nothing comes before the first move of a lead.
        """
        first = attrs.evolve(QUALIFY, at=datetime.min.replace(tzinfo=UTC), number=0)

        assert (
            Ways(SALES.stages, SALES.transitions).misfit(newcomer(), (first,)) is None
        )

    @pytest.mark.parametrize(
        ("source", "target", "fits"),
        [
            ("prospect", "prospect", True),
            ("lead", "lead", True),
            ("prospect", "lead", False),
            ("old", "old", False),
        ],
    )
    def test_a_way_back_leads_where_the_lead_came_from(self, source, target, fits):
        """
        And that is a stage that there still is.
        """
        lost = newcomer(
            moves=[Move(trigger="drop", source=source, target="lost", at=NOW)]
        )
        back = Move(
            trigger="reopen", source="lost", target=target, at=NOW + DAY, kind="back"
        )
        misfit = Ways(SALES.stages, SALES.transitions).misfit(lost, (back,))

        assert (None if fits else Misfit("no-transition", 0)) == misfit

    def test_there_is_no_way_back_from_where_nobody_entered(self):
        """
        A lead that was put into another stage than its last move led to came from
        nowhere.
        """
        put = attrs.evolve(PROSPECT, stage="lost")
        back = Move(trigger="reopen", source="lost", target="lead", at=NOW + DAY)

        assert Misfit("no-transition", 0) == Ways(
            SALES.stages, SALES.transitions
        ).misfit(put, (back,))

    @pytest.mark.parametrize("stray", ["drop", None, {"trigger": "drop"}])
    def test_wants_moves(self, stray):
        """
        Something else than a move is refused, and not shown.
        """
        with pytest.raises(LeadError, match=r"a move to replay: .*expected a Move"):
            Ways(SALES.stages, SALES.transitions).misfit(PROSPECT, (DROP, stray))


class TestReplay:
    @given(histories())
    def test_makes_all_moves_or_none(self, history):
        """
        Sorted, all of them fit and are made, or the first that doesn't is refused where
        the moves before it would have led; the lead stays as it was.
        """
        lifecycle, lead, moves = history
        before = attrs.astuple(lead, recurse=False)
        ordered = sorted(moves, key=place_of)
        misfit = folded(lifecycle, lead, ordered)
        if misfit is None:
            replayed = lifecycle.replay(lead, moves)

            assert (*lead.moves, *ordered) == replayed.moves
            assert lead.revision + len(moves) == replayed.revision
            assert (ordered[-1].target if ordered else lead.stage) == replayed.stage
        else:
            with pytest.raises(MoveRefused) as caught:
                lifecycle.replay(lead, moves)
            wrong = ordered[misfit.place]
            fitting = ordered[: misfit.place]

            assert wrong is caught.value.move
            assert (
                misfit.code,
                wrong.trigger,
                wrong.at,
                fitting[-1].target if fitting else lead.stage,
            ) == (
                caught.value.code,
                caught.value.trigger,
                caught.value.at,
                caught.value.stage,
            )
        assert before == attrs.astuple(lead, recurse=False)

    @given(histories())
    def test_the_sentence_is_true(self, history):
        """
        Of a move that doesn't fit it says what the facts say: that it isn't after the
        one before, starts elsewhere, or leads where its trigger doesn't.
        """
        lifecycle, lead, moves = history
        ordered = sorted(moves, key=place_of)
        misfit = folded(lifecycle, lead, ordered)
        if misfit is not None:
            with pytest.raises(MoveRefused) as caught:
                lifecycle.replay(lead, moves)
            wrong = ordered[misfit.place]
            before = [*lead.moves, *ordered[: misfit.place]]
            stage = ordered[misfit.place - 1].target if misfit.place else lead.stage
            facts = {
                "there is no such move": wrong.trigger not in lifecycle.triggers,
                "isn't after the lead's last move": bool(before)
                and place_of(wrong) <= place_of(before[-1]),
                "it starts from": wrong.source != stage,
                "doesn't lead from": True,
            }
            first = next(told for told, is_so in facts.items() if is_so)

            assert [first] == [told for told in facts if told in str(caught.value)]

    @given(histories())
    def test_the_order_given_does_not_matter(self, history):
        """
        Moves of different places are sorted before they are judged.
        """
        lifecycle, lead, moves = history
        once = tuple({place_of(move): move for move in moves}.values())
        results = []
        for given_moves in (once, once[::-1], iter(once)):
            try:
                results.append(lifecycle.replay(lead, given_moves))
            except MoveRefused as refusal:
                results.append((refusal.code, refusal.trigger, refusal.at))

        assert [results[0]] * 3 == results

    @pytest.mark.parametrize("stray", ["sara@example.com", None, 5])
    def test_wants_moves_wherever_they_stand(self, stray):
        """
        Something else than a move is refused, whether what stands before it fits, or
        doesn't.
        """
        for moves in ([stray], [QUALIFY, stray], [DROP, stray], [stray, DROP]):
            with pytest.raises(LeadError) as caught:
                SALES.replay(newcomer(), moves)

            assert ("a move to replay", "a Move") == (
                caught.value.subject,
                caught.value.expected,
            )
            assert "sara" not in str(caught.value)
