"""
What a proof about a lifecycle costs: how many situations it walks through.

``python bench/laws.py``. Leads go through ten stages by 24 triggers, whose guards ask
for flags that stay true once they are, in both ways: so no situation can be left out.
The same is walked through beside it, situation by situation, by a search written by
hand for it alone; and a smaller one by a plain machine of ``transitions``. The answers
must be equal. Then faults are looked for that take twenty moves, each with a condition
of its own.
"""

from __future__ import annotations

import argparse
import gc
import platform
import resource
import sys
from collections.abc import Callable
from time import process_time

import transitions

import leadkit as lk
from leadkit.testing import Finding, laws

STAGES = [f"s{number}" for number in range(10)]
TRIGGERS = 24
MIB = 1024 if sys.platform == "linux" else 1024 * 1024


def wanted(trigger: int, flags: int) -> tuple[list[int], list[int]]:
    """
    Which flags a trigger asks to be up, and which to be down.
    """
    if trigger < len(STAGES) - 2:  # a chain through the stages, from the beginning
        return [], [trigger % flags]
    if trigger == TRIGGERS - 1:  # what the law is about
        return [0], []
    return [trigger % flags, (trigger * 7 + 2) % flags], [(trigger * 5 + 3) % flags]


def edge(trigger: int) -> tuple[list[str], str]:
    """
    Which stages a trigger leads from, and where.
    """
    last = len(STAGES) - 1
    if trigger < last - 1:
        return [STAGES[trigger]], STAGES[trigger + 1]
    if trigger == TRIGGERS - 1:
        return STAGES[:last], STAGES[last]
    sources = [STAGES[(trigger * step) % last] for step in (1, 3, 5)]
    return list(dict.fromkeys(sources)), STAGES[(trigger * 2 + 1) % last]


def questions(flags: int) -> list[lk.Rule]:
    """
    The flags as rules.
    """
    known = lk.fields(lk.Lead, traits={f"f{n}": bool for n in range(flags)})
    return [getattr(known, f"f{n}") & lk.ALWAYS for n in range(flags)]


def lifecycle(flags: int) -> lk.Lifecycle:
    """
    The lifecycle.
    """
    rules = questions(flags)
    made: list[lk.Transition] = []
    for trigger in range(TRIGGERS):
        up, down = wanted(trigger, flags)
        when = lk.all_of([*(rules[n] for n in up), *(~rules[n] for n in down)])
        made.append(lk.Transition(f"t{trigger}", *edge(trigger), when=when))
    return lk.Lifecycle("bench", STAGES, STAGES[0], made)


def ours(flags: int) -> Finding:
    """
    Prove that nobody comes to the last stage without the first flag.
    """
    rules = questions(flags)
    law = laws.never(
        lifecycle(flags), reach=STAGES[-1], without=rules[0], monotone=rules
    )
    return law.check(require="proved")


class Model:
    """
    What the plain machine moves: a stage, and flags as bits.
    """

    def __init__(self) -> None:
        self.state = STAGES[0]
        self.flags = 0


def condition(trigger: int, flags: int) -> Callable[[Model], bool]:
    """
    A guard of the plain machine.
    """
    up, down = (sum(1 << n for n in set(some)) for some in wanted(trigger, flags))
    return lambda model: model.flags & up == up and not model.flags & down


def by_machine(flags: int) -> int:
    """
    Walk through all situations one by one, and count them.
    """
    machine = transitions.Machine(
        model=None, states=STAGES, initial=STAGES[0], auto_transitions=False
    )
    for trigger in range(TRIGGERS):
        guard = condition(trigger, flags)
        # The machine hands over what it was triggered with: the model.
        machine.add_transition(f"t{trigger}", *edge(trigger), conditions=guard)
    events = [machine.events[f"t{trigger}"] for trigger in range(TRIGGERS)]
    model = Model()
    waiting = [(STAGES[0], bits) for bits in range(1 << flags)]
    reached = set(waiting)
    while waiting:
        stage, bits = waiting.pop()
        after = [(stage, bits | 1 << number) for number in range(flags)]
        for event in events:
            if stage not in event.transitions:
                continue
            model.state, model.flags = stage, bits
            if event.trigger(model, model):
                if model.state == STAGES[-1]:
                    assert bits & 1, "the law is broken"
                after.append((model.state, bits))
        for one in after:
            if one not in reached:
                reached.add(one)
                waiting.append(one)
    return len(reached)


def by_hand(flags: int) -> int:
    """
    Walk through all situations one by one, as whoever knows the guards would write it.
    """
    numbers = {stage: number for number, stage in enumerate(STAGES)}
    out: list[list[tuple[int, int, int]]] = [[] for _ in STAGES]
    for trigger in range(TRIGGERS):
        up, down = (sum(1 << n for n in set(some)) for some in wanted(trigger, flags))
        sources, target = edge(trigger)
        for source in sources:
            out[numbers[source]].append((up | down, up, numbers[target]))
    last, raised = len(STAGES) - 1, [1 << number for number in range(flags)]
    waiting = [(0, bits) for bits in range(1 << flags)]
    reached = set(waiting)
    while waiting:
        stage, bits = waiting.pop()
        after = [(stage, bits | flag) for flag in raised]
        for asked, up, target in out[stage]:
            if bits & asked == up:
                assert target != last or bits & 1, "the law is broken"
                after.append((target, bits))
        fresh = [one for one in after if one not in reached]
        reached.update(fresh)
        waiting += fresh
    return len(reached)


def timed(ask: Callable[[], object]) -> tuple[float, object]:
    """
    Measure the seconds of the processor that an answer takes.
    """
    gc.collect()
    begin = process_time()
    answer = ask()
    return process_time() - begin, answer


def chain(guards: list[lk.Rule]) -> lk.Lifecycle:
    """
    A lifecycle with one stage after another, and a guard before each.
    """
    stages = [f"s{number}" for number in range(len(guards) + 1)]
    moves = [
        lk.Transition("go", stages[n], stages[n + 1], when=guard)
        for n, guard in enumerate(guards)
    ]
    return lk.Lifecycle("chain", stages, stages[0], moves)


def deep() -> dict[str, lk.Lifecycle]:
    """
    Lifecycles whose last stage takes a combination of twenty conditions.
    """
    flags = questions(20)
    counts = [lk.activity(f"type_{number}").count() for number in range(20)]
    return {
        "20 flags, in turn": chain(flags),
        "20 flags, up and all down": chain([*flags, lk.all_of(~f for f in flags)]),
        "20 counters, in turn": chain([one >= 3 for one in counts]),
        "20 counters, first none, then 2": chain(
            [*(one < 1 for one in counts), *(one >= 2 for one in counts)]
        ),
    }


def main() -> None:
    """
    Print the numbers.
    """
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--flags", type=int, default=16)
    asked.add_argument("--beside", type=int, default=12, help="flags for the machine")
    given = asked.parse_args()
    print(f"Python {platform.python_version()}, {TRIGGERS} triggers")
    spent, found = timed(lambda: ours(given.flags))
    assert isinstance(found, Finding)
    assert found.states is not None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    print(f"{found.states:,} situations proved in {spent:.2f} s (limit 10 s)")
    print(f"  {peak:.0f} MiB at the most (limit 1,024 MiB)")
    kept = spent <= 10 and peak <= 1024 and found.states >= 500_000

    hand, counted = timed(lambda: by_hand(given.flags))
    again, _ = timed(lambda: ours(given.flags))
    assert counted == found.states, (counted, found.states)
    print(f"  one by one, by hand: {hand:.2f} s")
    print(f"  {hand / ((spent + again) / 2):,.0f} times as long")

    less, small = timed(lambda: ours(given.beside))
    assert isinstance(small, Finding)
    plain, counted = timed(lambda: by_machine(given.beside))
    again, _ = timed(lambda: ours(given.beside))
    assert counted == small.states, (counted, small.states)
    print(f"{counted:,} situations: {less:.3f} s, by a plain machine {plain:.2f} s")
    print(f"  {plain / ((less + again) / 2):,.0f} times as long")

    for name, moves in deep().items():
        spent, found = timed(lambda m=moves: laws.never(m, reach=m.stages[-1]))
        assert isinstance(found, Finding)
        assert found.kind == "refuted", found
        assert found.witness is not None
        count = len(found.witness.moves)
        print(f"{name}: a story of {count} moves in {spent:.2f} s (limit 1 s)")
        kept &= spent <= 1
    if not kept:
        raise SystemExit("a limit isn't kept")


if __name__ == "__main__":
    main()
