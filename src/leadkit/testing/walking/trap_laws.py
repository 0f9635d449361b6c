"""
Laws about getting out: no stage holds a lead for good, and exits have a way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...errors import RuleError, listing
from ...leads import Lead
from ...moves import PREVIOUS, Previous
from ...playbook import Playbook
from ...rules.expressions import Flag, Rule
from ...states import Lifecycle
from ..finding import Finding
from ..stories.sources import Bare
from ..subjects import subject_of
from .escaping import Escape, Escaping
from .situations import Spot


def no_traps(
    lifecycle: Lifecycle | Playbook,
    *,
    exits: str | Iterable[str] | None = None,
    record: type[Lead] | None = None,
    monotone: Iterable[Rule | Flag] = (),
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether leads can always go on: no situation holds them for good.

    Without *exits*, some move can still be made from every situation, at once or later,
    when other things are true of the lead. With *exits*, one of these stages can be
    reached from every situation, in any number of moves.

    Args:
        lifecycle: The lifecycle, or a playbook.

        exits: The stages where a lead may stay for good; one or several.

        record: The class of leads; see `never`.

        monotone: Rules that stay known true once they are; see `never`.

        examples: How many journeys to draw where there is no proof; see `never`.

        seed: Where drawing begins.

    Raises:
        RuleError: One of *exits* is no stage, or something else isn't what it should
            be.

    >>> from leadkit import standard
    >>> no_traps(standard.lifecycle()).kind
    'proved'
    """
    subject = subject_of("no_traps()", lifecycle, record, monotone)
    stages = () if exits is None else subject.stages(exits, "exits")

    def escapes(spots: Sequence[Spot]) -> list[Escape]:
        return [Escape(tuple(spots), stages or None, listing(stages))]

    goal = f"reach {listing(stages)}" if stages else "make a move"
    return Escaping(
        f"every lead can still {goal}, some time",
        "no_traps",
        subject,
        escapes,
        named={"exits": [*stages]} if stages else {},
        examples=examples,
        seed=seed,
    ).found()


def no_traps_but_ends(
    playbook: Playbook, *, examples: int | None = None, seed: int | None = None
) -> Finding:
    """
    Ask for `no_traps`, but for stages that are ends: no transition starts from them.

    That such a stage holds leads for good is what its author wrote. That another one
    does, for some lead, is seen only by looking at what its guards ask.

    Args:
        playbook: The playbook.

        examples: How many journeys to draw where there is no proof; see `never`.

        seed: Where drawing begins.
    """
    subject = subject_of("no_traps()", playbook, None, ())
    left = {one for each in subject.lifecycle.transitions for one in each.sources}

    def escapes(spots: Sequence[Spot]) -> list[Escape]:
        inside = tuple(spot for spot in spots if spot.stage in left)
        return [Escape(inside, None)]

    ends = [stage for stage in subject.lifecycle.stages if stage not in left]
    unless = f", unless it is at {listing(ends)}" if ends else ""
    return Escaping(
        f"every lead can still make a move, some time{unless}",
        "no_traps",
        subject,
        escapes,
        examples=examples,
        seed=seed,
    ).found()


def reversible(
    lifecycle: Lifecycle | Playbook,
    exit: str,  # noqa: A002  as it is called in a lifecycle
    *,
    to: str | Iterable[str] | Previous | None = None,
    record: type[Lead] | None = None,
    monotone: Iterable[Rule | Flag] = (),
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether a stage has a way back, for whoever enters it.

    The way may take any number of moves, at any time. It must be open to whoever is in
    the stage, whatever has become of the lead there. A lead that begins in the stage
    has entered it; where nobody ever does, the law holds.

    Args:
        lifecycle: The lifecycle, or a playbook.

        exit: The stage.

        to: Where the way must lead: to a stage, or to one of several; with
            `leadkit.PREVIOUS`, to the one that the lead left on entering. By default to
            any other stage that no transition of the kind ``"exit"`` leads to.

        record: The class of leads; see `never`.

        monotone: Rules that stay known true once they are; see `never`.

        examples: How many journeys to draw where there is no proof; see `never`.

        seed: Where drawing begins.

    Raises:
        RuleError: *exit* is no stage, *to* is none or the same, or something else isn't
            what it should be.

    >>> import leadkit
    >>> lifecycle = leadkit.standard.lifecycle()
    >>> reversible(lifecycle, "churned").kind
    'proved'
    >>> reversible(lifecycle, "advocate", to=leadkit.PREVIOUS).kind
    'proved'
    >>> reversible(lifecycle, "customer", to="lead").kind
    'refuted'
    """
    subject = subject_of("reversible()", lifecycle, record, monotone)
    (stage,) = subject.stages((exit,), "exit")
    named: dict[str, object] = {}
    if to is None:
        moves = subject.lifecycle.transitions
        others = {stage, *(one.target for one in moves if one.kind == "exit")}
        back = tuple(one for one in subject.lifecycle.stages if one not in others)
        goal = "a stage that no exit leads to"
    elif to is PREVIOUS:
        back, goal = (), "the stage it left"
        named["to"] = Bare("lk.PREVIOUS")
    else:
        back = subject.stages(to, "to")
        goal = listing(back)
        named["to"] = back[0] if len(back) == 1 else [*back]
        if stage in back:
            raise RuleError("to of reversible()", f"{stage!r} again", "another stage")

    def escapes(spots: Sequence[Spot]) -> list[Escape]:
        inside = tuple(spot for spot in spots if spot.stage == stage)
        if to is not PREVIOUS:
            return [Escape(inside, back, goal)]
        return [
            Escape(
                tuple(one for one in inside if one.came == left), (left,), repr(left)
            )
            for left in dict.fromkeys(spot.came for spot in inside if spot.came)
        ]

    return Escaping(
        f"whoever enters {stage!r} can get back to {goal}",
        "reversible",
        subject,
        escapes,
        more=(stage,),
        named=named,
        by_source=to is PREVIOUS,
        examples=examples,
        seed=seed,
    ).found()
