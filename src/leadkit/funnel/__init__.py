"""
Numbers about a funnel, from the history that its lifecycle wrote.

`History` answers most questions; those that need more than moves are functions that
take it: touches for ``attribution()``, spend for ``channel_costs()``, events for
``engagement()``.
A name is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answers.results import Result as Result
    from .conversions.buckets import Bucket as Bucket
    from .conversions.buckets import day as day
    from .conversions.buckets import iso_week as iso_week
    from .conversions.buckets import month as month
    from .conversions.buckets import quarter as quarter
    from .conversions.buckets import year as year
    from .conversions.cohort import Cohort as Cohort
    from .conversions.cohort_table import Cohorts as Cohorts
    from .conversions.curves import Curve as Curve
    from .conversions.curves import Curves as Curves
    from .conversions.stage_counts import StageCounts as StageCounts
    from .conversions.stage_funnel import StageFunnel as StageFunnel
    from .conversions.windowed import WindowedConversion as WindowedConversion
    from .credit.attributed import Attribution as Attribution
    from .credit.attribution import attribution as attribution
    from .credit.comparing import ModelComparison as ModelComparison
    from .credit.comparing import compare_models as compare_models
    from .credit.costed import ChannelCosts as ChannelCosts
    from .credit.costs import channel_costs as channel_costs
    from .credit.crediting import ChannelPath as ChannelPath
    from .credit.crediting import credit_paths as credit_paths
    from .credit.spend import Spend as Spend
    from .credit.touches import ChannelTouch as ChannelTouch
    from .credit.touches import touches_of as touches_of
    from .given.faults import Fault as Fault
    from .given.steps import Step as Step
    from .history import History as History
    from .numbers.rates import Rate as Rate
    from .pipeline.chances import chances as chances
    from .pipeline.chances_by_age import Chances as Chances
    from .pipeline.forecast_cells import Expectation as Expectation
    from .pipeline.forecast_cells import Forecast as Forecast
    from .pipeline.velocity import sales_velocity as sales_velocity
    from .pipeline.velocity_parts import Velocity as Velocity
    from .plans.experiments import Experiment as Experiment
    from .plans.goals import Goal as Goal
    from .plans.outlooks import Outlook as Outlook
    from .plans.progress import GoalProgress as GoalProgress
    from .plans.readings import ExperimentReading as ExperimentReading
    from .stays.flow import Flow as Flow
    from .stays.occupancy import Occupancy as Occupancy
    from .stays.stage_time import StageTime as StageTime
    from .stays.time_in_stage import StageTimes as StageTimes
    from .stays.working_time import working_days as working_days
    from .voices.answers import Answer as Answer
    from .voices.answers import answers_of as answers_of
    from .voices.engagement import Engagement as Engagement
    from .voices.engagement import engagement as engagement
    from .voices.events import LeadEvent as LeadEvent
    from .voices.events import events_of as events_of
    from .voices.net_promoters import NetPromoters as NetPromoters
    from .voices.net_promoters import nps as nps
    from .voices.satisfaction import Satisfaction as Satisfaction
    from .voices.satisfaction import csat as csat
    from .ways.conformance import Conformance as Conformance
    from .ways.segments import By as By
    from .ways.whereabouts import Stay as Stay
else:
    _PLACES = {
        "Answer": "voices.answers",
        "Attribution": "credit.attributed",
        "Bucket": "conversions.buckets",
        "By": "ways.segments",
        "Chances": "pipeline.chances_by_age",
        "ChannelCosts": "credit.costed",
        "ChannelPath": "credit.crediting",
        "ChannelTouch": "credit.touches",
        "Cohort": "conversions.cohort",
        "Cohorts": "conversions.cohort_table",
        "Conformance": "ways.conformance",
        "Curve": "conversions.curves",
        "Curves": "conversions.curves",
        "Engagement": "voices.engagement",
        "Expectation": "pipeline.forecast_cells",
        "Experiment": "plans.experiments",
        "ExperimentReading": "plans.readings",
        "Fault": "given.faults",
        "Flow": "stays.flow",
        "Forecast": "pipeline.forecast_cells",
        "Goal": "plans.goals",
        "GoalProgress": "plans.progress",
        "History": "history",
        "LeadEvent": "voices.events",
        "ModelComparison": "credit.comparing",
        "NetPromoters": "voices.net_promoters",
        "Occupancy": "stays.occupancy",
        "Outlook": "plans.outlooks",
        "Rate": "numbers.rates",
        "Result": "answers.results",
        "Satisfaction": "voices.satisfaction",
        "Spend": "credit.spend",
        "StageCounts": "conversions.stage_counts",
        "StageFunnel": "conversions.stage_funnel",
        "StageTime": "stays.stage_time",
        "StageTimes": "stays.time_in_stage",
        "Stay": "ways.whereabouts",
        "Step": "given.steps",
        "Velocity": "pipeline.velocity_parts",
        "WindowedConversion": "conversions.windowed",
        "answers_of": "voices.answers",
        "attribution": "credit.attribution",
        "chances": "pipeline.chances",
        "channel_costs": "credit.costs",
        "compare_models": "credit.comparing",
        "credit_paths": "credit.crediting",
        "csat": "voices.satisfaction",
        "day": "conversions.buckets",
        "engagement": "voices.engagement",
        "events_of": "voices.events",
        "iso_week": "conversions.buckets",
        "month": "conversions.buckets",
        "nps": "voices.net_promoters",
        "quarter": "conversions.buckets",
        "sales_velocity": "pipeline.velocity",
        "touches_of": "credit.touches",
        "working_days": "stays.working_time",
        "year": "conversions.buckets",
    }

    def __getattr__(name: str) -> object:
        from importlib import import_module  # noqa: PLC0415  needed once, if at all

        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f".{_PLACES[name]}", __name__), name)
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *_PLACES})


__all__ = [
    "Answer",
    "Attribution",
    "Bucket",
    "By",
    "Chances",
    "ChannelCosts",
    "ChannelPath",
    "ChannelTouch",
    "Cohort",
    "Cohorts",
    "Conformance",
    "Curve",
    "Curves",
    "Engagement",
    "Expectation",
    "Experiment",
    "ExperimentReading",
    "Fault",
    "Flow",
    "Forecast",
    "Goal",
    "GoalProgress",
    "History",
    "LeadEvent",
    "ModelComparison",
    "NetPromoters",
    "Occupancy",
    "Outlook",
    "Rate",
    "Result",
    "Satisfaction",
    "Spend",
    "StageCounts",
    "StageFunnel",
    "StageTime",
    "StageTimes",
    "Stay",
    "Step",
    "Velocity",
    "WindowedConversion",
    "answers_of",
    "attribution",
    "chances",
    "channel_costs",
    "compare_models",
    "credit_paths",
    "csat",
    "day",
    "engagement",
    "events_of",
    "iso_week",
    "month",
    "nps",
    "quarter",
    "sales_velocity",
    "touches_of",
    "working_days",
    "year",
]
