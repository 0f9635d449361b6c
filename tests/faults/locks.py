"""
Combination locks: what is forbidden takes many moves, each right, in the right order.

Examples drawn at random miss a combination of some length; a walk through what can be
told apart doesn't.
"""

from __future__ import annotations

import attrs

import leadkit as lk
from leadkit import Lifecycle, Transition, activity, all_of, any_of
from leadkit.testing import laws

from .fault import fault


def stages(depth):
    """
    Write a lifecycle in which the right one of two moves leads on, and the other back.
    """
    names = [f"s{number}" for number in range(depth + 1)]
    moves = []
    for number in range(depth):
        right, wrong = ("left", "right") if number % 3 else ("right", "left")
        moves.append(Transition(right, names[number], names[number + 1]))
        if number:
            moves.append(Transition(wrong, names[number], names[0], kind="back"))
    return Lifecycle("lock", names, names[0], moves)


@attrs.frozen(kw_only=True)
class Switches(lk.Lead):
    """
    A host's record of nothing but switches.
    """

    s0: bool = False
    s1: bool = False
    s2: bool = False
    s3: bool = False
    s4: bool = False
    s5: bool = False
    s6: bool = False
    s7: bool = False
    s8: bool = False
    s9: bool = False
    s10: bool = False
    s11: bool = False
    s12: bool = False
    s13: bool = False
    s14: bool = False
    s15: bool = False
    s16: bool = False
    s17: bool = False
    s18: bool = False
    s19: bool = False


S = lk.fields(Switches)
SWITCHES = [getattr(S, f"s{number}") for number in range(20)]


def flags(depth):
    """
    Write a lifecycle with a door that opens for one combination of switches.
    """
    right = all_of(
        ~switch if number % 3 == 1 else switch & lk.ALWAYS
        for number, switch in enumerate(SWITCHES[:depth])
    )
    wrong = all_of(SWITCHES[:depth])
    return Lifecycle(
        "lock",
        ["closed", "open", "safe"],
        "closed",
        [
            Transition("push", "closed", "open", right),
            Transition("pull", "closed", "safe", wrong),
            Transition("close", ["open", "safe"], "closed", kind="back"),
        ],
    )


def one_by_one(depth):
    """
    Write a lifecycle in which each move asks for another switch, set as it should be.
    """
    names = [f"s{number}" for number in range(depth + 1)]
    moves = []
    for number, switch in enumerate(SWITCHES[:depth]):
        asked = ~switch if number % 3 == 1 else switch & lk.ALWAYS
        moves.append(Transition("turn", names[number], names[number + 1], asked))
        if number:
            moves.append(Transition("turn", names[number], names[0], ~asked))
    return Lifecycle("lock", names, names[0], moves)


STAGES_4, STAGES_8, STAGES_12, STAGES_20 = map(stages, (4, 8, 12, 20))
FLAGS_4, FLAGS_8, FLAGS_12, FLAGS_20 = map(flags, (4, 8, 12, 20))
TURNS_4, TURNS_8, TURNS_12, TURNS_20 = map(one_by_one, (4, 8, 12, 20))

KINDS = ("page_viewed", "email_clicked", "webinar_attended", "demo_requested")
COUNTERS = Lifecycle(
    "lock",
    ["closed", "open"],
    "closed",
    [
        Transition(
            "push",
            "closed",
            "open",
            all_of(
                activity(kind).count() == number for number, kind in enumerate(KINDS, 3)
            ),
        ),
        Transition("close", "open", "closed", kind="back"),
    ],
)
GROWING = Lifecycle(
    "lock",
    ["one", "two", "three", "open"],
    "one",
    [
        Transition("next", "one", "two", activity("page_viewed").count() >= 2),
        Transition(
            "next",
            "two",
            "three",
            (activity("page_viewed").count() == 2)
            & (activity("email_clicked").count() == 5),
        ),
        Transition(
            "next",
            "three",
            "open",
            (activity("page_viewed").count() == 7)
            & (activity("email_clicked").count() == 5),
        ),
        Transition("back", ["two", "three", "open"], "one", kind="back"),
    ],
)
HISTORY = Lifecycle(
    "lock",
    ["hall", "red", "green", "blue", "open"],
    "hall",
    [
        Transition("red", "hall", "red"),
        Transition("green", "hall", "green", lk.has_been("red")),
        Transition("blue", "hall", "blue", lk.has_been("green") & ~lk.has_been("blue")),
        Transition("out", ["red", "green", "blue"], "hall"),
        Transition(
            "door",
            "red",
            "open",
            lk.has_been("blue") & any_of(lk.holds("MQL"), lk.conversed()),
        ),
        Transition("close", "open", "hall", kind="back"),
    ],
)

FAULTS = (
    *(
        fault(
            f"{depth} right moves in a row open the door", laws.never, lock, reach=end
        )
        for depth, lock, end in (
            (4, STAGES_4, "s4"),
            (8, STAGES_8, "s8"),
            (12, STAGES_12, "s12"),
            (20, STAGES_20, "s20"),
        )
    ),
    *(
        fault(
            f"a combination of {depth} switches opens the door",
            laws.never,
            lock,
            reach="open",
            record=Switches,
        )
        for depth, lock in (
            (4, FLAGS_4),
            (8, FLAGS_8),
            (12, FLAGS_12),
            (20, FLAGS_20),
        )
    ),
    *(
        fault(
            f"{depth} switches that are set one after the other open the door",
            laws.never,
            lock,
            reach=end,
            record=Switches,
        )
        for depth, lock, end in (
            (4, TURNS_4, "s4"),
            (8, TURNS_8, "s8"),
            (12, TURNS_12, "s12"),
            (20, TURNS_20, "s20"),
        )
    ),
    fault(
        "so many of each of four activities open the door",
        laws.never,
        COUNTERS,
        reach="open",
    ),
    fault(
        "counts that only grow open three doors, if they grow in this order",
        laws.never,
        GROWING,
        reach="open",
    ),
    fault(
        "rooms visited in this order open the door",
        laws.never,
        HISTORY,
        reach="open",
    ),
)
