"""
Faults in a host's own code: functions, classes of leads, subclasses of `Lifecycle`.
"""

from __future__ import annotations

from itertools import count

import attrs

import leadkit as lk
from leadkit import Lifecycle, MoveRefused, Points, Scorecard, Transition, activity
from leadkit.testing import laws

from .fault import fault
from .funnels import (
    BOUGHT,
    CHURN,
    CONVERT,
    DISQUALIFY,
    LOSE,
    NURTURE,
    QUALIFY,
    RECYCLE,
    REOPEN,
    WIN_BACK,
    funnel,
    sales,
)

# Functions that score -----------------------------------------------------------------


def last_ten(lead, as_of):
    """
    Count clicks, but among the last ten activities only.
    """
    seen = [one for one in lead.activities if one.at <= as_of][:10]
    return sum(5 for one in seen if one.type == "email_clicked")


def click_rate(lead, as_of):
    """
    Tell how many of the mails were clicked.
    """
    opened = sum(one.type == "email_opened" for one in lead.activities)
    clicked = sum(one.type == "email_clicked" for one in lead.activities)
    return clicked / opened if opened else 0.0


def days_active(lead, as_of):
    """
    Give less to who is active for long.
    """
    seen = [one.at for one in lead.activities if one.at <= as_of]
    return 100 - (max(seen) - min(seen)).days if seen else 0


def likelihood(lead, as_of):
    """
    Tell how likely a purchase is, by a sum of weights that nobody normalised.
    """
    weights = {"price_requested": 0.5, "demo_requested": 0.4, "call_held": 0.3}
    kinds = {one.type for one in lead.activities if one.at <= as_of}
    return sum(weights.get(kind, 0) for kind in kinds)


def weekend_bonus(lead, as_of):
    """
    Give more on weekends.
    """
    return len(lead.activities) + (5 if as_of.weekday() >= 5 else 0)


def patience(lead, as_of):
    """
    Give a point for each day without a word.
    """
    heard = [one.at for one in lead.activities if one.at <= as_of]
    return (as_of - max(heard)).days if heard else 0


_asked = count()


def a_bit_at_random(lead, as_of):
    """
    Give a point more, every other time.
    """
    return len(lead.activities) + next(_asked) % 2


best: dict[str, int] = {}


def best_so_far(lead, as_of):
    """
    Remember the best total of each lead, and never give less.
    """
    best[lead.id] = max(best.get(lead.id, 0), len(lead.activities))
    return best[lead.id]


_calls = count()


@lk.rule(name="was looked at before")
def looked_at(lead, as_of):
    """
    Answer otherwise from the second time on.
    """
    return next(_calls) % 2 == 0


HIDDEN_STATE = Scorecard("fit", [Points(10, when=looked_at, name="looked at")])


@lk.rule(name="few activities")
def few(lead, as_of):
    """
    Hold as long as little happened.
    """
    return len(lead.activities) < 3


FEW = Scorecard(
    "engagement",
    [
        Points(1, per=activity("page_viewed"), name="visits"),
        Points(20, when=few, name="fresh"),
    ],
)


CLICKS = Scorecard(
    "engagement", [Points(5, per=activity("email_clicked"), name="clicks")]
)


@lk.rule(name="clicked three of the last ten")
def three_of_ten(lead, as_of):
    """
    Look at the last ten activities, whatever they are.
    """
    latest = [one for one in lead.activities if one.at <= as_of][:10]
    return sum(one.type == "email_clicked" for one in latest) >= 3


THREE_OF_TEN = Scorecard(
    "engagement", [Points(20, when=three_of_ten, name="clicks"), *CLICKS.entries]
)


@lk.rule(name="clicked one of the last ten mails")
def one_of_ten(lead, as_of):
    """
    Look at the last ten mails that were opened or clicked.
    """
    kinds = {"email_opened", "email_clicked"}
    seen = [one for one in lead.activities if one.at <= as_of and one.type in kinds]
    latest = sorted(seen, key=lambda one: one.at)[-10:]
    return any(one.type == "email_clicked" for one in latest)


ONE_OF_TEN = Scorecard("engagement", [Points(20, when=one_of_ten, name="clicks")])


@lk.rule(name="no recent complaint")
def no_recent_complaint(lead, as_of):
    """
    Hold if nothing happened this week.
    """
    return all((as_of - one.at).days >= 7 for one in lead.activities)


CALM = Scorecard("fit", [Points(10, when=no_recent_complaint, name="calm")])

# Classes of leads ---------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class FirstWins(lk.Lead):
    """
    It remembers what was recorded first, whenever that happened.
    """

    source: str | None = None

    def record(self, *happenings, at=None):
        """
        Record, and remember the type of the first.
        """
        new = super().record(*happenings, at=at)
        if self.source is None and new.activities:
            first = next((h for h in happenings if isinstance(h, lk.Activity)), None)
            if first is not None:
                new = attrs.evolve(new, source=first.type)
        return new


BY_SOURCE = Scorecard(
    "fit",
    [
        Points(10, when=lk.fields(FirstWins).source == "page_viewed", name="visitor"),
        Points(1, per=activity("page_viewed", "email_clicked"), name="activities"),
    ],
)


@attrs.frozen(kw_only=True)
class Running(lk.Lead):
    """
    It keeps a running total, cut off at ten as it goes.
    """

    points: int = 0

    def record(self, *happenings, at=None):
        """
        Record, and add to the total what is new.
        """
        new, points = super().record(*happenings, at=at), self.points
        known = set(self.activities)
        for one in happenings:
            if isinstance(one, lk.Activity) and one not in known:
                worth = -4 if one.type == "email_bounced" else 6
                points = min(10, max(0, points + worth))
        return attrs.evolve(new, points=points)


RUNNING_TOTAL = Scorecard(
    "engagement",
    [
        Points(1, per=lk.fields(Running).points, name="points"),
        Points(1, per=activity("email_bounced", "email_clicked"), name="mails"),
    ],
)


@attrs.frozen(kw_only=True)
class Counting(lk.Lead):
    """
    It counts how often it was told something.
    """

    visits: int = 0

    def record(self, *happenings, at=None):
        """
        Record, and count, new or not.
        """
        new = super().record(*happenings, at=at)
        return attrs.evolve(new, visits=self.visits + len(happenings))


VISITS_COUNTED = Scorecard(
    "engagement",
    [
        Points(1, per=lk.fields(Counting).visits, name="visits"),
        Points(1, per=activity("page_viewed"), name="pages"),
    ],
)


@attrs.frozen(kw_only=True)
class Renaming(lk.Lead):
    """
    It gives each activity an id of its own as it is recorded.
    """

    def record(self, *happenings, at=None):
        """
        Record under a new id.
        """
        renamed = [
            attrs.evolve(one, id=f"{one.id}-{len(self.activities)}-{place}")
            if isinstance(one, lk.Activity)
            else one
            for place, one in enumerate(happenings)
        ]
        return super().record(*renamed, at=at)


@attrs.frozen(kw_only=True)
class Forgetful(lk.Lead):
    """
    It keeps the last two moves only.
    """

    def __attrs_post_init__(self):
        if len(self.moves) > 2:
            object.__setattr__(self, "moves", self.moves[-2:])


@attrs.frozen(kw_only=True)
class Busy(lk.Lead):
    """
    It raises its revision each time that it is made.
    """

    def __attrs_post_init__(self):
        object.__setattr__(self, "revision", self.revision + 1)


@attrs.frozen(kw_only=True)
class Renamed(lk.Lead):
    """
    It calls a stage as the old system did.
    """

    def __attrs_post_init__(self):
        if self.stage == "customer" and len(self.moves) % 2:
            object.__setattr__(self, "stage", "client")


@attrs.frozen(kw_only=True)
class Logged(lk.Lead):
    """
    It has a list of what was asked, which is not frozen.
    """

    asked: list[str] = attrs.field(factory=list)


# Subclasses of Lifecycle --------------------------------------------------------------

USUAL = (NURTURE, QUALIFY, CONVERT, DISQUALIFY, LOSE, CHURN, RECYCLE, REOPEN, WIN_BACK)
OPEN = (
    Transition("nurture", "lead", "nurtured"),
    Transition("convert", ["lead", "nurtured"], "customer", BOUGHT),
    Transition("churn", "customer", "lead", kind="exit"),
)


def as_a(cls, *moves):
    """
    Write a lifecycle of a host's own class.
    """
    plain = funnel(*moves)
    return cls("sales", plain.stages, plain.initial, plain.transitions)


@attrs.frozen
class Jumping(Lifecycle):
    """
    It sends every other customer on to another stage.
    """

    def advance(self, lead, trigger, **given):
        """
        Move, and set the stage itself.
        """
        new = super().advance(lead, trigger, **given)
        return attrs.evolve(new, stage="lead") if new.stage == "customer" else new


@attrs.frozen
class Doubling(Lifecycle):
    """
    It counts each move twice.
    """

    def advance(self, lead, trigger, **given):
        """
        Move, and raise the revision again.
        """
        new = super().advance(lead, trigger, **given)
        return attrs.evolve(new, revision=new.revision + 1)


@attrs.frozen
class OldNames(Lifecycle):
    """
    It records moves under the names of the old system.
    """

    def advance(self, lead, trigger, **given):
        """
        Move, and rename the trigger.
        """
        new = super().advance(lead, trigger, **given)
        move = attrs.evolve(new.moves[-1], trigger=f"crm_{trigger}")
        return attrs.evolve(new, moves=[*new.moves[:-1], move])


@attrs.frozen
class Losing(Lifecycle):
    """
    It replays the last move only, to be quick.
    """

    def replay(self, lead, moves):
        """
        Make the last move again.
        """
        return super().replay(attrs.evolve(lead, stage=moves[-1].source), moves[-1:])


@attrs.frozen
class Strict(Lifecycle):
    """
    It asks guards again as it replays.
    """

    def replay(self, lead, moves):
        """
        Make the moves again, as if they were made now.
        """
        for move in moves:
            lead = self.advance(lead, move.trigger, at=move.at)
        return lead


@attrs.frozen
class Counted(Lifecycle):
    """
    It counts refusals on the lead.
    """

    def advance(self, lead, trigger, **given):
        """
        Move, or count.
        """
        try:
            return super().advance(lead, trigger, **given)
        except MoveRefused:
            object.__setattr__(lead, "revision", lead.revision + 1)
            raise


@attrs.frozen
class Marking(Lifecycle):
    """
    It marks leads that somebody looked at.
    """

    def allowed(self, lead, **given):
        """
        List what is allowed, and mark the lead.
        """
        found = super().allowed(lead, **given)
        object.__setattr__(lead, "name", "seen")
        return found


@attrs.frozen
class Crashing(Lifecycle):
    """
    It raises something else where a trigger isn't known.
    """

    def advance(self, lead, trigger, **given):
        """
        Move, if there is such a trigger.
        """
        if trigger not in self.triggers:
            raise KeyError(trigger)
        return super().advance(lead, trigger, **given)


@attrs.frozen
class Remembering(Lifecycle):
    """
    It writes down on the lead what was refused.
    """

    def decide(self, lead, trigger, **given):
        """
        Decide, and write down what was asked.
        """
        lead.asked.append(trigger)
        return super().decide(lead, trigger, **given)


@lk.rule(name="is in touch")
def touching(lead, as_of):
    """
    Tell whether it is known when the lead was made, and if not, note that.
    """
    if lead.name is None:
        object.__setattr__(lead, "name", "unknown")
    return True


JUMPING = as_a(Jumping, *OPEN)
DOUBLING = as_a(Doubling, *USUAL)
OLD_NAMES = as_a(OldNames, *OPEN)
LOSING = as_a(Losing, *OPEN)
STRICT = as_a(Strict, *OPEN)
COUNTED = as_a(Counted, *USUAL)
MARKING = as_a(Marking, *USUAL)
CRASHING = as_a(Crashing, *USUAL)
REMEMBERING = as_a(Remembering, *USUAL)
FORGETFUL = sales(Transition("nurture", "lead", "nurtured"))
BUSY = funnel(*OPEN)
RENAMED = funnel(*OPEN, Transition("return", "client", "lead", kind="back"))
TOUCHING = sales(Transition("nurture", "lead", "nurtured", touching))

FAULTS = (
    fault(
        "only the last ten activities count",
        laws.monotone,
        last_ten,
        adding=["email_clicked", "email_opened"],
    ),
    fault(
        "a rate falls with each mail", laws.monotone, click_rate, adding="email_opened"
    ),
    fault("points for a short time", laws.monotone, days_active, adding="page_viewed"),
    fault(
        "a host's rule holds for few activities",
        laws.monotone,
        FEW,
        adding="page_viewed",
    ),
    fault(
        "a rule looks at the last ten activities, whatever they are",
        laws.monotone,
        THREE_OF_TEN,
        adding=["email_opened", "page_viewed"],
    ),
    fault(
        "a rule looks at the last ten of two types",
        laws.monotone,
        ONE_OF_TEN,
        adding=["email_opened", "email_clicked"],
    ),
    fault("weights add up to more than one", laws.bounded, likelihood, 0, 1),
    fault("points per day without a word", laws.bounded, patience, 0, 30),
    fault("points for the day of the week", laws.decays_only_down, weekend_bonus),
    fault("points for silence", laws.decays_only_down, patience),
    fault("a host's rule turns true with time", laws.decays_only_down, CALM),
    fault("a total depends on how often it is asked", laws.order_free, a_bit_at_random),
    fault("a total depends on what was asked before", laws.order_free, best_so_far),
    fault("a rule answers otherwise the next time", laws.order_free, HIDDEN_STATE),
    fault(
        "what is recorded first counts as the source",
        laws.order_free,
        BY_SOURCE,
        record=FirstWins,
    ),
    fault(
        "a running total is cut off as it goes",
        laws.order_free,
        RUNNING_TOTAL,
        record=Running,
    ),
    fault(
        "a class counts what it was told twice",
        laws.duplicates_free,
        VISITS_COUNTED,
        record=Counting,
    ),
    fault(
        "a class gives new ids to what it knows",
        laws.duplicates_free,
        CLICKS,
        record=Renaming,
    ),
    fault("moves lead elsewhere than they say", laws.replay_restores, JUMPING),
    fault("each move counts twice", laws.replay_restores, DOUBLING),
    fault("moves are recorded under old names", laws.replay_restores, OLD_NAMES),
    fault("only the last move is replayed", laws.replay_restores, LOSING),
    fault("guards are asked again", laws.replay_restores, STRICT),
    fault(
        "a class keeps the last two moves only",
        laws.replay_restores,
        FORGETFUL,
        record=Forgetful,
    ),
    fault(
        "a class raises its revision by itself",
        laws.replay_restores,
        BUSY,
        record=Busy,
    ),
    fault(
        "a class calls a stage otherwise at times",
        laws.replay_restores,
        RENAMED,
        record=Renamed,
    ),
    fault("refusals are counted on the lead", laws.refusals_change_nothing, COUNTED),
    fault("to ask marks the lead", laws.refusals_change_nothing, MARKING),
    fault("an unknown trigger is a KeyError", laws.refusals_change_nothing, CRASHING),
    fault(
        "what is asked is written into a list of the lead",
        laws.refusals_change_nothing,
        REMEMBERING,
        record=Logged,
    ),
    fault("a guard writes to the lead", laws.refusals_change_nothing, TOUCHING),
)
