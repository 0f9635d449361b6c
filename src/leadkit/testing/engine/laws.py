"""
Laws of the engine: history can be replayed, and what is refused leaves no trace.

leadkit's own code keeps them, which is shown on every move after every other one. A
host's subclass of `Lifecycle`, its class of leads or its functions in guards may break
them: there leads are sent on journeys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import attrs

from ...errors import MissingExtraError
from ...leads import Lead
from ...playbook import Playbook
from ...rules import nodes as n
from ...rules.expressions import Rule
from ...rules.proof.drafts import record_for
from ...rules.rewriting import rewritten
from ...states import Lifecycle
from ...unchecked import is_unchecked
from ..finding import Finding, Witness
from ..stories.needs import asked
from ..stories.regression import setting, source_of_class, text_of_test
from ..stories.shortening import cut_short
from ..stories.sources import source_of
from ..stories.story import Story, retraced
from ..stories.telling import told
from ..subjects import subject_of
from ..walking.roaming import roamed
from .cases import refuses, replays
from .faults import Broken, functions_in, touched, unreplayed

#: More situations aren't tried one by one.
MOST_SITUATIONS = 100_000

_REPLAYED = "replaying the moves of a lead restores it"
_UNTOUCHED = "what is refused, or only asked, changes nothing"


def replay_restores(
    lifecycle: Lifecycle | Playbook,
    *,
    record: type[Lead] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether a lead's recorded moves, replayed, lead to where it stands.

    Args:
        lifecycle: The lifecycle, or a playbook that has one.

        record: The class of leads; a playbook has its own.

        examples: How many journeys are tried where it can't be proved; as many as the
            profile of Hypothesis says if None.

        seed: Where the examples begin.

    Returns:
        What was found: the stage, the moves and the revision are the same.

    Raises:
        RuleError: *lifecycle* or *record* is something else.

    >>> from leadkit import standard
    >>> print(replay_restores(standard.playbook()).kind)
    proved
    """
    law = _Law("replay_restores()", _REPLAYED, replays, unreplayed)
    return law.found(lifecycle, record, examples, seed, functions=False)


def refusals_change_nothing(
    lifecycle: Lifecycle | Playbook,
    *,
    record: type[Lead] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether what is refused leaves a lead as it was, and asking does so too.

    A refusal is a `MoveRefused`, and nothing else; to ask is to call ``decide``,
    ``allowed``, ``due`` or ``automatic``. The arguments are those of `replay_restores`.

    Returns:
        What was found.

    Raises:
        RuleError: *lifecycle* or *record* is something else.

    >>> from leadkit import standard
    >>> print(refusals_change_nothing(standard.playbook()).kind)
    proved
    """
    law = _Law("refusals_change_nothing()", _UNTOUCHED, refuses, touched)
    return law.found(lifecycle, record, examples, seed, functions=True)


@attrs.frozen
class _Law:
    door: str
    text: str
    # The situations that a proof goes through, and what breaks the law in a story.
    situations: Callable[[Lifecycle, type[Lead]], Iterator[Story]]
    broken: Callable[[Lifecycle, Story], Broken | None]

    def found(
        self,
        given: Lifecycle | Playbook,
        record: type[Lead] | None,
        examples: int | None,
        seed: int | None,
        *,
        functions: bool,
    ) -> Finding:
        subject = subject_of(self.door, given, record, ())
        lifecycle = subject.lifecycle
        cls = subject.record or record_for(subject.guards)
        if cls is None:
            how = "Two guards read a field of one name in different ways."
            return Finding(self.text, "undecided", how)
        why = next(_hosts(lifecycle, cls, functions=functions), None)
        if why is None:
            proved = self._tried(lifecycle, cls)
            if proved is not None:
                return proved
            why = f"there are more than {MOST_SITUATIONS:,} situations to try"
        # Journeys are drawn through leadkit's own code: a host's may do anything.
        plain = attrs.evolve(subject, lifecycle=_plain(lifecycle), record=cls)
        how = f"Not proved, because {why}."
        seen: list[Broken] = []

        def place(story: Story) -> int | None:
            broken = self.broken(lifecycle, retraced(lifecycle, story))
            seen.extend([] if broken is None else [broken])
            return None if broken is None else len(story.events)

        try:
            drawn = roamed(plain, place, examples=examples, seed=seed)
        except MissingExtraError as error:
            how = f"{how} Nothing was drawn at random. {error}"
            return Finding(self.text, "undecided", how)
        if drawn.found is None:
            how = f"{how} None of {drawn.examples} journeys drawn at random broke it."
            return Finding(self.text, drawn.kind, how, None, drawn.examples)
        broken = self._shortest(lifecycle, seen[-1])
        how = f"{how} A journey drawn at random broke it."
        witness = self._witness(lifecycle, broken)
        return Finding(self.text, "refuted", how, None, drawn.examples, witness)

    def _shortest(self, lifecycle: Lifecycle, broken: Broken) -> Broken:
        def still(story: Story) -> Story | None:
            nonlocal broken
            shorter = self.broken(lifecycle, retraced(lifecycle, story))
            broken = shorter or broken
            return None if shorter is None else shorter.story

        cut_short(broken.story, still)
        return broken

    def _tried(self, lifecycle: Lifecycle, cls: type[Lead]) -> Finding | None:
        # Every situation; None if there are too many.
        states = 0
        for story in self.situations(lifecycle, cls):
            states += 1
            if states > MOST_SITUATIONS:
                return None
            broken = self.broken(lifecycle, story)
            if broken is not None:
                how = f"Tried {states:,} situations, and one of them broke it."
                witness = self._witness(lifecycle, broken)
                return Finding(self.text, "refuted", how, states, witness=witness)
        if not states:
            return Finding(self.text, "undecided", "No lead could be made up.")
        how = f"Tried all {states:,} situations; none of the code is a host's."
        return Finding(self.text, "proved", how, states)

    def _witness(self, lifecycle: Lifecycle, broken: Broken) -> Witness:
        story = broken.story
        where = source_of(lifecycle, fallback="LIFECYCLE")
        body = [
            *setting(story, story.events, where.expression, broken.name),
            *(line.replace("{}", where.expression) for line in broken.lines),
        ]
        return Witness(
            story=(*told(story), broken.end),
            test=text_of_test(self.text, body, [where, source_of_class(story.start)]),
            moves=tuple(made.trigger for made, _, _ in story.moves),
            lead=story.lead,
        )


def _plain(lifecycle: Lifecycle) -> Lifecycle:
    # What a subclass declares, as leadkit understands it.
    return Lifecycle(
        lifecycle.name,
        stages=lifecycle.stages,
        initial=lifecycle.initial,
        transitions=[
            one if one.when is None else attrs.evolve(one, when=_answered(one.when))
            for one in lifecycle.transitions
        ],
        deadlines=lifecycle.deadlines,
        stale_after=lifecycle.stale_after,
    )


def _answered(rule: Rule) -> Rule:
    # Where a host's function fails, its answer isn't known.
    def replace(node: n.Node) -> n.Node:
        if not isinstance(node, n.Predicate):
            return node
        return attrs.evolve(node, function=partial(_answer, node))

    return Rule(rewritten(rule.node, replace))


def _answer(node: n.Predicate, lead: Lead, as_of: datetime) -> bool | None:
    return asked(node, lead, as_of)


def _hosts(lifecycle: Lifecycle, cls: type[Lead], *, functions: bool) -> Iterator[str]:
    # What a host's own code may do otherwise than leadkit's.
    if type(lifecycle) is not Lifecycle:
        yield f"{type(lifecycle).__name__} is a subclass of Lifecycle"
    if not is_unchecked(cls):
        yield f"{cls.__name__} has code of its own for new records"
    for function in functions_in(lifecycle) if functions else ():
        yield f"guards ask your function {function.name!r}"
