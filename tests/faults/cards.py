"""
Faults in cards: points that go the wrong way, or beyond every limit.
"""

from __future__ import annotations

from datetime import timedelta

from leadkit import Group, Points, Scorecard, activity, conversed, time_in_stage
from leadkit.testing import laws

from .fault import fault
from .funnels import F, Firm

VISITS = activity("page_viewed")
OPENS = activity("email_opened")
SURVEY = activity("survey_answered")
MONTH = timedelta(days=30)

# One more -----------------------------------------------------------------------------

PENALTY = Scorecard(
    "engagement",
    [
        Points(5, per=activity("email_clicked"), name="clicks"),
        Points(-1, per=activity("email_clicked", "email_opened"), name="too many"),
    ],
)
MEAN = Scorecard("happiness", [Points(2, per=SURVEY.mean(), name="answers")])
LATEST = Scorecard("happiness", [Points(20, when=SURVEY.latest() >= 9)])
EXACTLY_THREE = Scorecard("engagement", [Points(10, when=VISITS.count() == 3)])
BETWEEN = Scorecard("engagement", [Points(10, when=VISITS.count().between(2, 5))])
NEWCOMER = Scorecard(
    "engagement",
    [
        Points(15, when=VISITS.count() < 10, name="newcomer"),
        Points(1, per=VISITS, cap=10, name="visits"),
    ],
)
NOT_LONG_AGO = Scorecard(
    "engagement", [Points(10, when=activity("trial_started").days_since_first() <= 30)]
)
SPAMMER = Scorecard(
    "engagement",
    [
        Points(2, per=activity("email_replied"), per_day=1, name="replies"),
        Points(-50, when=activity("email_replied").distinct_days() > 5),
    ],
)
BIG_SPENDER = Scorecard(
    "value",
    [
        Points(1, per=activity("purchased"), name="purchases"),
        Points(-5, when=activity("purchased").largest() >= 1000, name="risk"),
    ],
)
TOTAL_MINUS = Scorecard(
    "value", [Points(1, per=100 - activity("purchased").total(), name="what is left")]
)
NEGATIVE_HALVING = Scorecard(
    "engagement",
    [
        Points(10, per=VISITS, halving=MONTH, name="visits"),
        Points(-4, per=VISITS, at_most=3, name="noise"),
    ],
)
NOT_YET = Scorecard(
    "engagement",
    [
        Points(10, when=activity("demo_requested").count() >= 1, name="demo"),
        Points(25, when=~conversed(), name="not called yet"),
    ],
)

# Beyond the limits --------------------------------------------------------------------

NO_CEILING = Scorecard("engagement", [Points(10, per=VISITS, name="visits")])
INNER_CEILING = Scorecard(
    "engagement",
    [
        Group(
            "web",
            [Points(10, per=VISITS, name="visits"), Points(1, per=OPENS)],
            ceiling=100,
        ),
        Points(10, when=F.plan == "pro", name="bonus"),
    ],
)
NO_FLOOR = Scorecard(
    "fit",
    [
        Points(20, when=F.employees >= 50, name="big"),
        Points(-10, when=F.refused, name="refused"),
    ],
    ceiling=100,
)
SIX_CAPS = Scorecard(
    "engagement",
    [
        Points(3, per=activity(kind), cap=20, name=kind)
        for kind in (
            "page_viewed",
            "email_clicked",
            "email_replied",
            "webinar_attended",
            "content_downloaded",
            "game_played",
        )
    ],
)
FADES_UNBOUNDED = Scorecard(
    "engagement", [Points(10, per=VISITS, halving=MONTH, name="visits")], floor=0
)
PER_NUMBER = Scorecard("fit", [Points(1, per=F.employees, name="employees")])
OVERLAPPING = Scorecard(
    "fit",
    [
        Points(60, when=F.employees >= 50, name="big"),
        Points(60, when=F.employees >= 100, name="bigger"),
    ],
)
CAPPED_BELOW = Scorecard(
    "engagement", [Points(-5, per=activity("email_bounced"), cap=30, name="bounces")]
)

# Time ---------------------------------------------------------------------------------

FADING_PENALTY = Scorecard(
    "engagement",
    [
        Points(5, per=VISITS, fading=MONTH, name="visits"),
        Points(-20, per=activity("email_bounced"), fading=MONTH, name="bounces"),
    ],
)
HALVING_PENALTY = Scorecard(
    "engagement",
    [Points(-8, per=activity("cancelled"), halving=MONTH, name="cancelled")],
)
RESTED = Scorecard("engagement", [Points(5, when=VISITS.days_since_last() >= 30)])
OLD_FRIEND = Scorecard("fit", [Points(10, when=F.created_at.age() >= 365)])
WINDOWED_PENALTY = Scorecard(
    "engagement",
    [Points(-20, per=activity("ticket_opened").within(days=30), name="tickets")],
)
STAGE_BONUS = Scorecard("engagement", [Points(5, when=time_in_stage() >= 14)])
WINDOWED_MEAN = Scorecard(
    "happiness", [Points(1, per=SURVEY.within(days=90).mean(), name="answers")]
)
SILENCE = Scorecard(
    "engagement", [Points(3, when=activity("email_sent").within(days=7).count() == 0)]
)
NEARER = Scorecard("fit", [Points(10, when=F.trial_ends.age() >= -7)])
PER_DAY_OF_AGE = Scorecard(
    "fit", [Points(1, per=VISITS.days_since_first(), cap=50, name="loyal")]
)

FAULTS = (
    fault(
        "the second entry for a click takes points away",
        laws.monotone,
        PENALTY,
        adding="email_opened",
    ),
    fault(
        "points for a mean: one more answer lowers it",
        laws.monotone,
        MEAN,
        adding="survey_answered",
    ),
    fault(
        "points for the latest answer go with the next one",
        laws.monotone,
        LATEST,
        adding="survey_answered",
    ),
    fault(
        "points for exactly three",
        laws.monotone,
        EXACTLY_THREE,
        adding="page_viewed",
    ),
    fault(
        "points between two counts",
        laws.monotone,
        BETWEEN,
        adding=["page_viewed", "email_opened"],
    ),
    fault(
        "a bonus for newcomers is worth more than what ends it",
        laws.monotone,
        NEWCOMER,
        adding="page_viewed",
    ),
    fault(
        "an older activity that comes late takes the bonus for new ones away",
        laws.monotone,
        NOT_LONG_AGO,
        adding="trial_started",
    ),
    fault(
        "who replies on many days is taken for a spammer",
        laws.monotone,
        SPAMMER,
        adding="email_replied",
    ),
    fault(
        "a big purchase lowers the value",
        laws.monotone,
        BIG_SPENDER,
        adding=activity("purchased").where(value_at_least=100),
    ),
    fault(
        "points for what is left of a sum",
        laws.monotone,
        TOTAL_MINUS,
        adding="purchased",
    ),
    fault(
        "a penalty that doesn't fade outweighs points that do",
        laws.monotone,
        NEGATIVE_HALVING,
        adding="page_viewed",
    ),
    fault(
        "a call takes away the points for not being called",
        laws.monotone,
        NOT_YET,
        adding="call_held",
    ),
    fault("nothing limits the points", laws.bounded, NO_CEILING, 0, 100),
    fault(
        "the ceiling is on a group, and a bonus comes on top",
        laws.bounded,
        INNER_CEILING,
        0,
        100,
        record=Firm,
    ),
    fault("the floor is forgotten", laws.bounded, NO_FLOOR, 0, 100, record=Firm),
    fault("six caps are more than the limit", laws.bounded, SIX_CAPS, high=100),
    fault(
        "points that fade are taken for limited ones",
        laws.bounded,
        FADES_UNBOUNDED,
        high=100,
    ),
    fault("a point for each employee", laws.bounded, PER_NUMBER, 0, 1000, record=Firm),
    fault(
        "two entries that seem to exclude one another overlap",
        laws.bounded,
        OVERLAPPING,
        0,
        100,
        record=Firm,
    ),
    fault(
        "a cap limits from both sides, and the lower one is below the limit",
        laws.bounded,
        CAPPED_BELOW,
        low=-25,
    ),
    fault("a penalty fades", laws.decays_only_down, FADING_PENALTY),
    fault("a penalty is halved", laws.decays_only_down, HALVING_PENALTY),
    fault("points for staying away", laws.decays_only_down, RESTED),
    fault("points for being known for long", laws.decays_only_down, OLD_FRIEND),
    fault("a penalty leaves its window", laws.decays_only_down, WINDOWED_PENALTY),
    fault("points for staying in a stage", laws.decays_only_down, STAGE_BONUS),
    fault(
        "a bad answer leaves the window of a mean", laws.decays_only_down, WINDOWED_MEAN
    ),
    fault("points for not having been written to", laws.decays_only_down, SILENCE),
    fault(
        "points as a trial comes to its end",
        laws.decays_only_down,
        NEARER,
        record=Firm,
    ),
    fault(
        "points per day since the first visit", laws.decays_only_down, PER_DAY_OF_AGE
    ),
)
