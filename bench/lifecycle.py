"""
What a move costs: leadkit beside a lifecycle by hand, and beside other libraries.

Leads live through about five moves each of the standard lifecycle (`stories`). Every
row is asserted to give the same moves before anything is timed. A row is timed in CPU
time with its baseline directly before and after it; its ratio is the median over the
rounds, with the smallest and the greatest (`beside`). Peers come with the extra
``bench``; those not installed are left out.

Then 16 threads make 100,000 steps each on one lifecycle that nobody used before, and
any wrong result is an error; and the memory of moved leads is counted.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import sys
import threading
import tracemalloc
from collections.abc import Callable
from datetime import datetime
from typing import Any

import attrs
import by_hand
from beside import Case, Limit, show
from by_hand import EDGES_WITH_RULES, PlainLead, PlainMove, Refused, plain
from machines import Peer, logs, peers
from stories import BY, DAY, LIFECYCLE, START, Asked, Story, asked, stories

import leadkit as lk
from leadkit.standard import lifecycle

THREADS = 16


def each(given: list[Any], run: Callable[..., object]) -> Case:
    """
    Make a case of a function, and of the arguments that it is given one after another.
    """
    return Case(lambda made: [run(*one) for one in made], lambda: given, len(given))


def deciding(steps: list[Asked], rounds: int) -> bool:
    """
    Time decisions: what is allowed, and what is refused.
    """
    questions = [(lead, step.trigger, step.at) for lead, step, _ in steps]
    ours = Case(
        lambda given: [LIFECYCLE.decide(ld, tr, as_of=at) for ld, tr, at in given],
        lambda: questions,
        len(questions),
    )
    plainly = Case(
        lambda given: [by_hand.decide(ld, tr, at) for ld, tr, at in given],
        lambda: questions,
        len(questions),
    )
    by_rules = Case(
        lambda given: [
            by_hand.decide(ld, tr, at, EDGES_WITH_RULES) for ld, tr, at in given
        ],
        lambda: questions,
        len(questions),
    )
    meant = [(step.target, step.kind) for step in ours.results()]
    assert meant == plainly.results() == by_rules.results()
    kept = True
    for title, name, case, limit in (
        ("decide", "by hand, with the same guards", by_rules, Limit("<=", 2)),
        ("", "by hand, guards in plain Python too", plainly, None),
    ):
        kept &= show(title, (name, case), [("decide", ours, limit)], rounds)
    refused = refusals(steps)
    return kept & show(
        "",
        ("by hand, refused and silent", each(refused, refused_by_hand)),
        [("decide, refused and why", each(refused, refusal), None)],
        rounds,
    )


def refusal(lead: lk.Lead, trigger: str, at: datetime) -> lk.MoveRefused | None:
    """
    Ask leadkit what it refuses.
    """
    try:
        LIFECYCLE.decide(lead, trigger, as_of=at)
    except lk.MoveRefused as refused:
        return refused
    return None


def refused_by_hand(lead: lk.Lead, trigger: str, at: datetime) -> bool:
    """
    Ask the lifecycle by hand whether it refuses.
    """
    try:
        by_hand.decide(lead, trigger, at)
    except Refused:
        return True
    return False


def refusals(steps: list[Asked]) -> list[tuple[lk.Lead, str, datetime]]:
    """
    List questions that are answered with no, by leadkit and by hand alike.
    """
    questions = [
        (lead, trigger, step.at)
        for lead, step, _ in steps
        for trigger in LIFECYCLE.triggers
    ]
    refused = [one for one in questions if refusal(*one) is not None]
    assert refused == [one for one in questions if refused_by_hand(*one)]
    return refused


def advancing(steps: list[Asked], rounds: int) -> bool:
    """
    Time moves: the record of the move, and the lead that has it.
    """
    given = [(lead, step) for lead, step, _ in steps]
    plain_given = [(plain(lead), step) for lead, step, _ in steps]

    ours = Case(
        lambda made: [
            LIFECYCLE.advance(lead, trigger, at=at, by=BY, reason=reason)
            for lead, (trigger, at, reason) in made
        ],
        lambda: given,
        len(given),
    )
    checked = each(given, by_hand.advancing(lk.Move, lk.Lead))
    unchecked = each(plain_given, by_hand.advancing(PlainMove, PlainLead))
    copied = each(given, by_hand.advance_by_copying)
    meant = [after for _, _, after in steps]
    assert meant == ours.results() == checked.results() == copied.results()
    assert [plain(after) for after in meant] == unchecked.results()
    return against_hands("advance", ours, (checked, unchecked, copied), rounds)


def replaying(told: list[Story], steps: list[Asked], rounds: int) -> bool:
    """
    Time the replay of recorded moves.
    """
    ends = {after.id: after for _, _, after in steps}
    given = [(lead, ends[lead.id].moves) for lead, _ in told]
    plain_given = [(plain(lead), plain(ends[lead.id]).moves) for lead, _ in told]
    ours = each(given, LIFECYCLE.replay)
    checked = each(given, by_hand.replay)
    unchecked = each(plain_given, by_hand.replay_plainly)
    copied = each(given, by_hand.replay_by_copying)
    meant = [ends[lead.id] for lead, _ in told]
    assert meant == ours.results() == checked.results() == copied.results()
    assert [plain(after) for after in meant] == unchecked.results()
    return against_hands(
        "replay, a whole story", ours, (checked, unchecked, copied), rounds
    )


def against_hands(
    name: str, ours: Case, hands: tuple[Case, Case, Case], rounds: int
) -> bool:
    """
    Time leadkit beside three ways to make records by hand.
    """
    kept = True
    for title, hand, case, limit in (
        (name, "by hand, Lead(...) and Move(...)", hands[0], Limit("<=", 1.5)),
        ("", "by hand, attrs classes without checks", hands[1], Limit("<=", 1.5)),
        ("", "by hand, with leadkit.copying", hands[2], None),
    ):
        kept &= show(title, (hand, case), [(name, ours, limit)], rounds)
    return kept


def others(told: list[Story], rounds: int) -> bool:
    """
    Time the other libraries beside `advance`.
    """
    meant = logs(told)

    def live(story: Story) -> lk.Lead:
        lead = story.lead
        for trigger, at, reason in story.steps:
            lead = LIFECYCLE.advance(lead, trigger, at=at, by=BY, reason=reason)
        return lead

    moves = sum(len(steps) for _, steps in told)
    ours = Case(lambda _: [live(story) for story in told], lambda: None, moves)
    rows: list[tuple[str, Case, Limit | None]] = []
    missing = []
    for peer in peers(told):
        if isinstance(peer, Peer):
            assert peer.case.results() == meant, peer.name
            limit = None if peer.at_least is None else Limit(">=", peer.at_least)
            rows.append((peer.name, peer.case, limit))
        else:
            missing.append(peer)
    kept = show("Other libraries", ("advance", ours), rows, rounds)
    if missing:
        print(f"  not installed: {', '.join(missing)}")
    return kept


def threaded(steps: list[Asked], times: int) -> int:
    """
    Let many threads use one fresh lifecycle, and count wrong results.
    """
    shared = lifecycle()
    refused = refusals(steps)[:: len(LIFECYCLE.triggers) * 4]
    why_not = [(*question, _refused(LIFECYCLE, *question)) for question in refused]
    barrier = threading.Barrier(THREADS)
    wrong = [0] * THREADS

    def work(number: int) -> None:
        # Each begins at another place, and every hundredth question is a refused one.
        allowed = itertools.islice(itertools.cycle(steps), number * 7, None)
        denied = itertools.islice(itertools.cycle(why_not), number, None)
        barrier.wait()
        for turn in range(times):
            if turn % 100 == 0:
                lead, trigger, at, meant = next(denied)
                wrong[number] += _refused(shared, lead, trigger, at) != meant
                continue
            lead, (trigger, at, reason), after = next(allowed)
            try:
                if turn % 2:
                    move = shared.decide(lead, trigger, as_of=at)
                    last = after.moves[-1]
                    meant = last.trigger, last.source, last.target, last.kind
                    wrong[number] += attrs.astuple(move) != meant
                else:
                    made = shared.advance(lead, trigger, at=at, by=BY, reason=reason)
                    wrong[number] += made != after
            except Exception:  # noqa: BLE001  whatever it is, it's wrong
                wrong[number] += 1

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # they take turns 500 times as often
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    return sum(wrong)


def _refused(by: lk.Lifecycle, lead: lk.Lead, trigger: str, at: datetime) -> object:
    try:
        return by.decide(lead, trigger, as_of=at)
    except lk.MoveRefused as refusal:
        return refusal.code, refusal.unmet, refusal.allowed


def remembered(count: int) -> bool:
    """
    Count the memory of a lifecycle in use and of leads that made one move each.

    Returns:
        Whether the limit holds.
    """
    leads = [lk.Lead(id=f"L-{number}", created_at=START) for number in range(count)]
    moved: list[lk.Lead] = [leads[0]] * count
    at, reason = START + DAY, "no budget this year"
    LIFECYCLE.advance(leads[0], "disqualify", at=at, reason=reason)
    steps = asked(stories(10))
    gc.collect()
    tracemalloc.start()
    try:
        begin = tracemalloc.get_traced_memory()[0]
        shared = lifecycle()
        for lead, step, _ in steps:
            shared.decide(lead, step.trigger, as_of=step.at)
        gc.collect()
        made = tracemalloc.get_traced_memory()[0]
        for place, lead in enumerate(leads):
            moved[place] = shared.advance(lead, "disqualify", at=at, reason=reason)
        gc.collect()
        grown = (tracemalloc.get_traced_memory()[0] - made) / count
    finally:
        tracemalloc.stop()
    one = moved[0]
    own = sum(map(sys.getsizeof, (one, one.moves, *one.moves)))
    print(f"\nMemory, {count} leads that made one move each")
    print(f"  the lifecycle, after use    {(made - begin) / 1024:>8.1f} KiB")
    print(f"  a lead that moved           {grown:>8.1f} bytes")
    print(f"  its record, Move and tuple  {own:>8} bytes")
    limit = Limit("<=", 1024)
    kept = limit.holds(grown - own)
    verdict = f"{limit}  {'ok' if kept else 'NOT'}"
    print(f"  beyond them                 {grown - own:>8.1f} bytes  {verdict}")
    print(f"  a million of them           {grown * 1e6 / 2**20:>8.0f} MiB")
    return kept


def main() -> None:
    """
    Run everything and print the tables.
    """
    parser = argparse.ArgumentParser(description="What a move costs, as ratios.")
    parser.add_argument("--leads", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--steps", type=int, default=100_000, help="of each thread")
    given = parser.parse_args()
    told = stories(given.leads)
    steps = asked(told)
    print(f"Python {sys.version.split()[0]}")
    print(f"{len(told)} leads, {len(steps) / len(told):.1f} moves each")
    kept = deciding(steps, given.rounds)
    kept &= advancing(steps, given.rounds)
    kept &= replaying(told, steps, given.rounds)
    kept &= others(told, given.rounds)
    kept &= remembered(100_000)
    wrong = threaded(steps, given.steps)
    print(f"\n{THREADS} threads, {given.steps} steps each: {wrong} wrong")
    print(f"\nlimits: {'all kept' if kept else 'NOT all kept'}")
    if wrong:
        sys.exit("wrong results between threads")


if __name__ == "__main__":
    main()
