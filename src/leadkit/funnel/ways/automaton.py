"""
Whether each row of a log is a move that the lifecycle has: one look-up for each.

A state machine is its own model: where process mining replays a net, and calls an
unknown stage a perfect fit, this asks the machine itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...moves import Previous
from ...states import Lifecycle
from ..given.clock import instant
from ..given.faults import Fault, FaultKind
from ..given.log import START, UNSAID, Log


@attrs.frozen(eq=False)
class Automaton:
    """
    What may follow what. Stages are numbers: places in the names of a log.

    Attributes:
        known: How many stages the lifecycle has; those from there on are unknown.

        starts: The stages in which a history may begin.

        edges: By stage, which may follow.

        backs: The stages from which there is a way back to the one that was left.
    """

    known: int
    starts: frozenset[int]
    edges: tuple[frozenset[int], ...]
    backs: frozenset[int]


def automaton_of(lifecycle: Lifecycle, starts: tuple[str, ...]) -> Automaton:
    """
    Read the ways of a lifecycle.

    Args:
        lifecycle: The lifecycle.

        starts: The stages in which a history may begin.
    """
    codes = {name: place for place, name in enumerate(lifecycle.stages)}
    edges: list[set[int]] = [set() for _ in codes]
    backs: set[int] = set()
    for one in lifecycle.transitions:
        for source in one.sources:
            if isinstance(one.target, Previous):
                backs.add(codes[source])
            else:
                edges[codes[source]].add(codes[one.target])
    return Automaton(
        len(codes),
        frozenset(codes[stage] for stage in starts),
        tuple(map(frozenset, edges)),
        frozenset(backs),
    )


def faults_of(log: Log, automaton: Automaton) -> tuple[Fault, ...]:
    """
    Find the rows that the lifecycle can't have written.

    Args:
        log: The rows.

        automaton: What may follow what.

    Returns:
        The faults, in the order of the log; a row may have several.
    """
    # The last one, for unknown stages and for none, has the place -1, which is START.
    ends = len(log.names) - automaton.known
    follows = [*automaton.edges, *[frozenset[int]()] * ends, automaton.starts]
    begins, sources, targets, ats = log.begins, log.sources, log.targets, log.ats
    found: list[Fault] = []
    for lead in range(len(log.leads)):
        stage, before = START, START
        first = begins[lead]
        at = ats[first]
        for row in range(first, begins[lead + 1]):
            source, target, when = sources[row], targets[row], ats[row]
            if (
                target not in follows[stage]
                or when < at
                or (source != stage and source != UNSAID)  # noqa: PLR1714  quicker
            ):
                found.extend(
                    _fault(log, lead, row, kind, stage)
                    for kind in _kinds(automaton, stage, before, source, target)
                )
                if when < at:
                    found.append(_fault(log, lead, row, "time_reversal", stage))
            stage, before, at = target, stage, when
    return tuple(found)


def _kinds(
    automaton: Automaton, stage: int, before: int, source: int, target: int
) -> Iterator[FaultKind]:
    unknown = target >= automaton.known
    if unknown:
        yield "unknown_stage"
    if stage == START:
        if source != START or (not unknown and target not in automaton.starts):
            yield "bad_start"
        return
    if source == START:
        yield "second_start"
        return
    if source not in (stage, UNSAID):
        yield "discontinuity"
    if unknown:
        return
    after = automaton.edges[stage] if stage < automaton.known else frozenset[int]()
    if target not in after and not (stage in automaton.backs and target == before):
        yield "illegal_edge"


def _fault(log: Log, lead: int, row: int, kind: FaultKind, stage: int) -> Fault:
    source = log.sources[row]
    came = stage if source == UNSAID else source
    return Fault(
        log.leads[lead],
        row - log.begins[lead] + 1,
        log.places[row],
        kind,
        None if came == START else log.names[came],
        log.names[log.targets[row]],
        instant(log.ats[row]),
    )
