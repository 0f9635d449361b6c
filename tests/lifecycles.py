"""
What the tests of leadkit draw: lifecycles of every shape, and what becomes of leads
that go through them.

Stages, triggers and days come from small pools, so that ways meet, cross and end.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from strategies import NOW

from leadkit import (
    ALWAYS,
    PREVIOUS,
    Activity,
    Lead,
    Lifecycle,
    MoveRefused,
    RuleError,
    Transition,
    all_of,
    any_of,
    came_from,
    conversed,
    fields,
    has_been,
    holds,
    time_in_stage,
)

DAY = timedelta(days=1)
TRAITS = fields(Lead, traits={"yes": bool, "no": bool, "unknown": bool})
YES, NO, UNKNOWN = TRAITS.yes, TRAITS.no, TRAITS.unknown

STAGES = ["lead", "nurtured", "two words", "مشتری", "lost"]
TRIGGERS = ["go", "stop", "go back"]


def guards():
    """
    Rules of which some hold, some don't, and some aren't known.
    """
    atoms = st.sampled_from(
        [
            YES & ALWAYS,
            NO & ALWAYS,
            UNKNOWN & ALWAYS,
            holds("MQL"),
            conversed(),
            has_been("nurtured"),
            came_from("lead"),
            time_in_stage() >= 2,
        ]
    )
    return atoms | st.builds(all_of, atoms, atoms) | st.builds(any_of, atoms, atoms)


def _spans():
    return st.integers(1, 5).map(lambda days: days * DAY)


def _by_itself():
    # What the constructor takes: a time that counts from something, or no time.
    return st.one_of(
        st.just({}),
        st.fixed_dictionaries(
            {"after": _spans(), "since": st.sampled_from(["entry", "activity"])}
        ),
        st.fixed_dictionaries({"automatic": st.booleans()}),
    )


@st.composite
def declared(draw):
    """
    Any transition: asked for, automatic, or timed by either clock.
    """
    return Transition(
        draw(st.sampled_from(TRIGGERS)),
        draw(st.lists(st.sampled_from(STAGES), min_size=1, max_size=4, unique=True)),
        draw(st.sampled_from([*STAGES, PREVIOUS])),
        when=draw(st.none() | st.none() | guards()),
        kind=draw(st.sampled_from(["forward", "exit", "back"])),
        **draw(_by_itself()),
    )


def _limits():
    return st.dictionaries(st.sampled_from(STAGES), _spans(), max_size=3)


@st.composite
def lifecycles(draw):
    """
    Lifecycles of every shape, without the transitions that could never be made.
    """
    kept = []
    for transition in draw(st.lists(declared(), min_size=3, max_size=12)):
        try:
            Lifecycle("random", STAGES, "lead", [*kept, transition])
        except RuleError:
            continue
        kept.append(transition)
    return Lifecycle(
        "random",
        STAGES,
        "lead",
        kept,
        deadlines=draw(_limits()),
        stale_after=draw(_limits()),
    )


def steps():
    """
    What happens to a lead, and how many days after what came before.

    Beside the triggers: a qualification comes or goes, somebody talks with the lead, or
    it goes on and rests for two days.
    """
    return st.lists(
        st.tuples(
            st.sampled_from(
                [*TRIGGERS, *TRIGGERS, "grant", "revoke", "talk", "go and rest"]
            ),
            st.integers(0, 3),
        ),
        min_size=5,  # `lived` gives all leads in between, the newcomer too
        max_size=12,
    )


def newcomer(**values):
    """
    A lead about whom some things are known.
    """
    return Lead(
        id="L-1", traits={"yes": True, "no": False}, created_at=NOW - 30 * DAY, **values
    )


def lived(lifecycle, happened):
    """
    What a newcomer has become, with all records in between, and when.
    """
    at, lead = NOW - 20 * DAY, newcomer()
    leads = [lead]
    for number, (what, days) in enumerate(happened):
        at += days * DAY
        try:
            if what == "grant":
                lead = lead.grant("MQL", at=at, by="Reza")
            elif what == "revoke":
                lead = lead.revoke("MQL", at=at, by="Reza")
            elif what == "talk":
                lead = lead.record(Activity(id=f"a{number}", type="call_held", at=at))
            elif what == "go and rest":
                lead = lifecycle.advance(
                    lead, "go", at=at, reason="tested", resume_at=at + 2 * DAY
                )
            else:
                lead = lifecycle.advance(lead, what, at=at, reason="tested")
        except MoveRefused:
            continue
        leads.append(lead)
    return leads, at
