"""
What is proved about definitions, in Persian; in English they say it themselves.

Those who read it write rules, so rules and names of entries stand as they are written.
"""

from __future__ import annotations

from ..diagnosis import Problem
from ..rules.analysis import Analysis, Relation
from ..rules.wording.languages import Language as Words
from .phrases import Voice


def problem(told: Problem, voice: Voice) -> str:
    """
    Say what is wrong with a definition.
    """
    if voice.language == "en":
        return str(told)
    words = voice.words
    said = _PROBLEMS[told.kind].format(
        stage=words.quoted(told.stage),
        rule=words.literal(f"<{told.rule}>"),
        other=_OTHERS.get(told.other) or words.literal(told.other),
    )
    if told.details:
        said = voice.aside(said, words.literal(told.details))
    return f"{words.literal(told.where)}: {said}" if told.where else said


_PROBLEMS = {
    "unreachable": "به مرحله‌ی {stage} نمی‌توان رسید: هیچ مسیری از گذارها به آن نمی‌رسد",
    "no-way-out": "از مرحله‌ی {stage} راهی به بیرون نیست: هیچ گذاری از آن آغاز نمی‌شود",
    "contradictory": "{rule} هیچ‌گاه برقرار نمی‌شود",
    "always": "{rule} برای همه‌ی سرنخ‌ها برقرار است",
    "no-points": "هیچ‌گاه امتیازی نمی‌دهد",
    "shadowed": "در کنار {other} اثری ندارد",
    "twice": "برای همان چیزی امتیاز می‌دهد که {other} می‌دهد",
    "out-of-reach": "{rule} دست‌نیافتنی است",
    "always-reached": "{rule} همیشه برآورده است",
    "never-granted": "هیچ قاعده‌ای آن را اعطا نمی‌کند، زیرا هرگاه {rule} برقرار باشد، "
    "{other} نیز برقرار است",
    "unbounded": "جمع امتیازهایش حدی ندارد",
    "unknown": "{rule} به {other} اشاره می‌کند که وجود ندارد",
    "undecided": "اثبات یا رد نشده است که {rule} {other}",
}
# What is undecided about a rule.
_OTHERS = {
    "can hold": "می‌تواند برقرار شود",
    "always holds": "همیشه برقرار است",
    "can hold where no earlier move is made": (
        "می‌تواند جایی برقرار شود که هیچ گذار پیش‌تری انجام نمی‌شود"
    ),
}


def analysis(told: Analysis, voice: Voice) -> str:
    """
    Say whether a rule can hold, and whether it always does.
    """
    if voice.language == "en":
        return str(told)
    rule = _rule(str(told.rule), voice.words)
    if told.contradictory:
        return f"{rule} هیچ‌گاه برقرار نمی‌شود"
    if told.always:
        return f"{rule} همیشه برقرار است"
    if told.why:
        why = voice.words.literal(told.why)
        return f"درباره‌ی {rule} چیزی اثبات نشده است ({why})"
    return f"{rule} برای برخی از سرنخ‌ها برقرار است"


def relation(told: Relation, voice: Voice) -> str:
    """
    Say what two rules have to do with each other.
    """
    if voice.language == "en":
        return str(told)
    one, other = (_rule(str(rule), voice.words) for rule in (told.one, told.other))
    same = told.equivalent
    said = [
        sentence.format(one, other)
        for sentence, holds in (
            ("{} و {} هم‌ارزند", same),
            ("{} و {} هیچ‌گاه با هم برقرار نمی‌شوند", told.disjoint),
            ("هرگاه {0} برقرار باشد، {1} نیز برقرار است", told.implies and not same),
            ("هرگاه {1} برقرار باشد، {0} نیز برقرار است", told.implied and not same),
        )
        if holds
    ]
    if said:
        return voice.parted(said)
    rest = "اثبات نشده است" if told.why else "برقرار نیست"
    return f"میان {one} و {other} رابطه‌ای {rest}"


def _rule(text: str, words: Words) -> str:
    return words.literal(f"<{text}>")
