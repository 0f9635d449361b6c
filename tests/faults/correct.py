"""
Playbooks that nothing is wrong with, of every shape: what no law may complain about.

They are correct by construction. Entries of a card ask about different things, so that
any of them can be given together, and thresholds are sums that they can give. Guards
ask for what can come true at any time, and again: so every stage can be left, unless it
is an end on purpose, and whoever takes an exit finds back.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, pairwise
from random import Random

import attrs

import leadkit as lk
from leadkit import (
    NEVER,
    PREVIOUS,
    Grades,
    Group,
    Lifecycle,
    Playbook,
    Points,
    Qualification,
    Scorecard,
    Temperature,
    Transition,
    activity,
)

from .funnels import Firm

DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Careful(Firm):
    """
    A host's record with checks of its own, which lose nothing.
    """

    region: str = attrs.field(default="eu", converter=str.lower)

    def __attrs_post_init__(self):
        if self.employees is not None and self.employees < 0:
            object.__setattr__(self, "employees", 0)


F = lk.fields(Firm, traits={"seats": int, "partner": bool, "segment": str})


@lk.rule(name="has a name")
def has_name(lead, as_of):
    """
    A host's own question, which leadkit can't see into.
    """
    return None if lead.name is None else bool(lead.name)


@lk.rule(name="is known for long")
def known_for_long(lead, as_of):
    """
    Another one.
    """
    return lead.created_at is not None and as_of - lead.created_at >= 30 * DAY


# What may be asked, each about something else -----------------------------------------


def facts(random):
    """
    List rules about fields, no two about the same one, in any order.
    """
    rules = [
        F.employees >= random.choice([10, 50, 200]),
        F.job.contains(random.choice(["Head", "Chief"])),
        F.plan.is_in("team", "pro") if random.random() < 0.5 else F.plan == "pro",
        lk.all_of(F.verified),
        lk.all_of(F.refused),
        ~F.blocked,
        F.discount.between(0.1, 0.5),
        F.seats >= random.choice([5, 20]),
        lk.all_of(F.partner) if random.random() < 0.5 else F.partner.is_missing(),
        F.segment.starts_with("ent"),
        F.trial_ends.age() >= random.choice([-7, 0, 14]),
    ]
    random.shuffle(rules)
    return rules


KINDS = (
    "page_viewed",
    "email_clicked",
    "webinar_attended",
    "content_downloaded",
    "trial_started",
    "feature_used",
    "demo_requested",
    "survey_answered",
    "referred",
    "price_requested",
)


def meant(random, kind):
    """
    Write which activities of a type are meant.
    """
    query = activity(kind)
    if random.random() < 0.2:
        query = query.where(value_at_least=random.choice([1, 50]))
    if random.random() < 0.2:
        query = query.where(channel="webinar")
    if random.random() < 0.4:
        query = query.within(days=random.choice([1, 7, 30, 90]))
    return query


def repeatable(random, held=("MQL", "SQL")):
    """
    Write a rule that can come true at any time, and again.

    Args:
        random: Decides.

        held: The qualifications that it may ask for.
    """
    return random.choice(
        [
            lambda: lk.reachable("marketing"),
            lambda: lk.consented("service", "email"),
            lambda: lk.holds(random.choice(held)),
            lk.conversed,
            lambda: (
                meant(random, random.choice(KINDS)).count() >= random.choice([1, 3])
            ),
            lambda: activity("purchased").total() >= random.choice([1, 500]),
            lambda: activity("email_clicked").distinct_days() >= 2,
            lambda: activity("survey_answered").latest() >= 9,
            lambda: activity("page_viewed").days_since_last() <= 3,
            lambda: lk.time_in_stage() >= random.choice([1, 14]),
            lambda: random.choice(facts(random)),
            lambda: lk.any_of(*random.sample(facts(random), 2)),
            lambda: lk.all_of(*random.sample(facts(random), 2)),
            lambda: lk.at_least(2, random.sample(facts(random), 3)),
            lambda: lk.holds("MQL") & ~lk.in_stage("nowhere"),
        ]
    )()


# Cards --------------------------------------------------------------------------------


@attrs.frozen
class Rated:
    """
    A card of rules that exclude nothing, and the totals above 0 that it can give.
    """

    card: Scorecard
    totals: tuple[float, ...]


def fit(random, name="fit", *, opaque=False):
    """
    Write a card about who a lead is.
    """
    given = random.sample([5, 8, 10, 12.5, 15, 20, 30], random.randint(2, 5))
    rules = facts(random)
    if opaque:
        rules.insert(0, has_name)
    entries = [
        Points(points, when=rule, name=f"{name} {number}")
        for number, (points, rule) in enumerate(zip(given, rules, strict=False))
    ]
    negative = Points(-random.choice([4, 7]), when=rules[-1], name=f"{name} minus")
    inner, limit = entries[: random.randint(0, 2)], random.choice([10, 25])
    outer = [*entries[len(inner) :], *([negative] if random.random() < 0.4 else [])]
    # A group that its limit leaves nothing of would be a mistake.
    grouped = [Group("group", inner, ceiling=limit)] if inner else []
    parts = [*grouped, *outer]
    random.shuffle(parts)
    card = Scorecard(
        name, parts, floor=random.choice([None, 0]), ceiling=random.choice([None, 100])
    )
    positive = [one.points for one in outer if one.points > 0]
    sums = {
        sum(some) + min(limit, sum(more))
        for some in _subsets(positive)
        for more in _subsets([one.points for one in inner])
    }
    return Rated(card, tuple(sorted(one for one in sums if 0 < one <= 100)))


def _subsets(numbers):
    for size in range(len(numbers) + 1):
        yield from combinations(numbers, size)


def engagement(random, name="engagement", *, opaque=False):
    """
    Write a card about what a lead did.
    """
    kinds = random.sample(KINDS, random.randint(2, 5))
    entries = []
    for number, kind in enumerate(kinds):
        options = {}
        fades = random.choice([None, None, "halving", "fading"])
        if fades is not None:
            options[fades] = random.choice([7, 30]) * DAY
        for limit in ("at_most", "per_day"):
            if random.random() < 0.3:
                options[limit] = random.choice([1, 3])
        if random.random() < 0.3:
            options["cap"] = 25
        if opaque and not number:
            options["when"] = known_for_long
        entries.append(
            Points(
                random.choice([2, 5, 10]),
                per=meant(random, kind),
                name=f"{name} {number}",
                **options,
            )
        )
    entries += _more(random)
    if random.random() < 0.4:
        entries = [Group("some", entries[:2], ceiling=40), *entries[2:]]
    if random.random() < 0.3:
        entries.append(Points(1, per=F.employees, cap=9, name="size"))
    floor = random.choice([None, 0])
    return Scorecard(name, entries, floor=floor, ceiling=random.choice([None, 100]))


def _more(random):
    if random.random() < 0.5:
        asked = activity("price_requested", "demo_requested").within(days=14)
        yield Points(20, when=asked.count() >= 1, name="asked")
    if random.random() < 0.4:
        yield Points(-30, per=activity("unsubscribed"), cap=30, name="left")
    if random.random() < 0.3:
        bounced = activity("email_bounced")
        yield Points(-1, per=bounced, fading=30 * DAY, name="bounced")


# Qualifications -----------------------------------------------------------------------


def qualifications(random, rated, engaged, stages):
    """
    Write some that can be granted, and can end unless they are sticky.
    """
    least = random.choice(rated.totals)
    found = [
        Qualification(
            "MQL",
            when=random.choice(
                [
                    rated.card >= least,
                    (rated.card >= least) & lk.reachable("marketing"),
                    (rated.card >= least) & (engaged >= 5),
                    engaged >= 5,
                ]
            ),
            until=random.choice([None, NEVER, rated.card < least / 2]),
        )
    ]
    if random.random() < 0.6:
        found.append(
            Qualification(
                "SQL",
                when=random.choice(
                    [
                        None,
                        lk.holds("MQL") & lk.conversed(),
                        repeatable(random, held=["MQL"]),  # not for being held itself
                    ]
                ),
                applies_to=random.choice([None, None, stages[:2]]),
            )
        )
    if random.random() < 0.3:
        found.append(
            Qualification(
                "PQL",
                when=activity("feature_used").within(days=30).count() >= 3,
                until=activity("feature_used").within(days=30).count() < 1,
            )
        )
    return found


# Lifecycles ---------------------------------------------------------------------------


def lifecycle(random, guard, *, opaque=False):
    """
    Write one with a chain of stages, exits, ways back, and perhaps an end.

    Args:
        random: Decides.

        guard: Another rule to ask.

        opaque: Whether a host's own function is asked, too.
    """
    chain = ["lead", "nurtured", "prospect", "customer", "advocate"]
    chain = chain[: random.randint(2, 5)]

    def asked():
        rules = [None, repeatable(random), repeatable(random), guard]
        return random.choice([*rules, has_name] if opaque else rules)

    moves = []
    for number, (source, target) in enumerate(pairwise(chain)):
        moves.append(
            Transition(
                f"step_{number}",
                source,
                target,
                when=asked(),
                automatic=random.random() < 0.2,
            )
        )
    if len(chain) > 2 and random.random() < 0.4:  # a short cut by a rule of its own
        moves.append(Transition("jump", chain[0], chain[2], when=lk.holds("VIP")))
        moves.append(Transition("jump", chain[0], chain[1], when=F.verified))
    stages = list(chain)
    ends = random.random() < 0.4
    if ends:
        stages.append("closed")
        moves.append(
            Transition("close", random.sample(chain, 1), "closed", asked(), kind="exit")
        )
    for stage in random.sample(
        ["disqualified", "lost", "churned"], random.randint(0, 3)
    ):
        places = sorted(random.sample(range(len(chain)), random.randint(1, 2)))
        stages.append(stage)
        late = {"after": 30 * DAY} if random.random() < 0.3 else {}
        moves.append(
            Transition(
                f"to_{stage}", [chain[p] for p in places], stage, kind="exit", **late
            )
        )
        # Back to where it was, or to the first of where it can have been, or before.
        target = random.choice([PREVIOUS, chain[random.randint(0, places[0])]])
        back = repeatable(random) if random.random() < 0.4 else None
        moves.append(Transition(f"from_{stage}", stage, target, when=back, kind="back"))
        if random.random() < 0.3:
            again = lk.conversed(since=stage)
            moves.append(
                Transition(f"regain_{stage}", stage, chain[0], again, kind="back")
            )
    # The last of the chain may be an end; if not, somebody may start again.
    last = chain[-1]
    if not ends or random.random() < 0.7:
        moves.append(
            Transition("again", last, chain[random.randint(0, len(chain) - 2)], asked())
        )
    random.shuffle(moves)
    moves.sort(key=lambda one: one.trigger)
    moves.sort(key=lambda one: one.trigger == "jump" and one.target == chain[1])
    return Lifecycle("funnel", stages, chain[0], moves)


# Playbooks ----------------------------------------------------------------------------


def playbook(number, *, opaque=False):
    """
    Write the playbook of a number.

    Args:
        number: Which one; the same number gives the same playbook.

        opaque: Whether it asks functions of a host.
    """
    random = Random(number)
    rated = fit(random, opaque=opaque and random.random() < 0.5)
    engaged = engagement(random, opaque=opaque and random.random() < 0.5)
    guard = rated.card >= random.choice(rated.totals)
    funnel = lifecycle(random, guard, opaque=opaque)
    letters = sorted(random.sample(rated.totals, min(3, len(rated.totals))))
    hot = activity("price_requested").within(days=14).count() >= 1
    return Playbook(
        f"correct_{number}",
        record=random.choice([Firm, Firm, Careful]) if opaque else Firm,
        scorecards=[rated.card, engaged],
        qualifications=qualifications(random, rated, engaged, funnel.stages),
        lifecycle=funnel,
        grades=random.choice(
            [None, Grades("fit", dict(zip("ABC", letters[::-1], strict=False)))]
        ),
        temperature=random.choice([None, Temperature(hot=hot, warm=lk.conversed())]),
    )
