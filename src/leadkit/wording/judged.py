"""
What scorecards, qualifications and playbooks say about a lead, in words.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..accounts import AccountScore, Contributor
from ..assessment import Assessment, Summary
from ..qualification import Verdict
from ..rules.gaps import Gap
from ..rules.meaning import Answer
from ..scores import Line, Score
from .phrases import Voice


def verdict(told: Verdict, voice: Voice) -> str:
    """
    Say whether a lead is qualified, and why, with the values seen.
    """
    parts = [_answer(told.qualification, told.answer, voice)]
    if told.by_person:
        parts.append(voice.say("by-person" if told.held else "by-person-once"))
    elif told.person_only and not told.held:
        parts.append(voice.say("person-only"))
    sorts = [("unmet", told.unmet), ("unknown", told.unknown), ("met", told.met)]
    for sort, reasons in sorts[2:] if told.held else sorts:
        if reasons:
            parts.append(voice.say(sort, voice.reasons(reasons)))
    if told.ended is not None:
        parts.append(voice.say("ended", voice.reasons([told.ended])))
    if told.missing and not told.held:
        parts.append(_missing(told.missing, voice))
    return voice.parted(parts)


def _answer(code: str, answer: Answer, voice: Voice) -> str:
    named = voice.words.qualification(code)
    return voice.say("colon", named, voice.words.answer(answer))


def _missing(names: Iterable[str], voice: Voice) -> str:
    return voice.say("missing", voice.listed(map(voice.words.literal, names)))


def score(told: Score, voice: Voice) -> str:
    """
    Say a score, line by line.
    """
    card, total = voice.words.quoted(told.card), voice.words.number(told.total)
    rows = [voice.say("score", card, total)]
    rows += [f"  {line(one, voice)}" for one in told.lines]
    if told.missing:
        rows.append(f"  {_missing(told.missing, voice)}")
    return "\n".join(rows)


def line(told: Line, voice: Voice) -> str:
    """
    Say a line of a score: what gave points or cut them, how many, and for how much.
    """
    name = voice.words.term(told.name)  # an activity type, where it has no name
    # A cut is called by what was cut, what cut it, and at what.
    cut, mark, limit = told.name.rpartition(f": {told.kind} ")
    if told.kind != "rule" and mark and _is_number(limit):
        at = voice.words.number(float(limit))
        name = voice.say(told.kind, voice.words.term(cut), at)
    given = voice.counted(told.points, "1 point", "points")
    many = len(told.activities)
    counted = (voice.counted(many, "1 activity", "activities"),) if many else ()
    return voice.aside(voice.say("colon", name, given), *counted)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def account(told: AccountScore, voice: Voice) -> str:
    """
    Say what the people of an account are worth, a line for each of them.
    """
    card, number = voice.words.quoted(told.card), voice.words.number
    if told.highest is None:
        return voice.say("score", card, voice.say("nobody"))
    limit = () if told.ceiling is None else (number(told.ceiling / 100),)
    total = voice.say("sum", number(told.sum))
    parts = [
        voice.say("highest", number(told.highest)),
        voice.aside(total, *(voice.say("limit", one) for one in limit)),
        voice.say("engaged-of", number(told.engaged), number(len(told.people))),
    ]
    rows = [voice.say("account", card, voice.listed(parts))]
    rows += [f"  {contributor(one, voice)}" for one in told.people]
    return "\n".join(rows)


def contributor(told: Contributor, voice: Voice) -> str:
    """
    Say what one person gives to the score of an account.
    """
    who = voice.say("lead", voice.words.quoted(told.lead_id))
    parts = [voice.counted(told.points, "1 point", "points")]
    if told.engaged:
        parts.append(voice.say("engaged"))
    return voice.say("colon", who, voice.listed(parts))


def assessment(told: Assessment, voice: Voice) -> str:
    """
    Say everything that a playbook says about a lead.
    """
    verdicts = [verdict(one, voice) for one in told.verdicts.values()]
    return _panel(told, verdicts, voice)


def summary(told: Summary, voice: Voice) -> str:
    """
    Say what a playbook says about a lead, without why its verdicts are so.
    """
    answers = [_answer(code, one, voice) for code, one in told.answers.items()]
    return _panel(told, answers, voice)


def _panel(told: Assessment | Summary, verdicts: list[str], voice: Voice) -> str:
    words = voice.words
    facts = [
        voice.say("lead", words.quoted(told.lead_id)),
        voice.say("stage", words.named(told.stage)),
    ]
    if told.grade is not None:
        facts.append(voice.say("grade", words.literal(told.grade)))
    if told.temperature is not None:
        facts.append(voice.say("temperature", words.named(told.temperature)))
    as_of = voice.say("as-of", words.instant(told.as_of))
    moves = voice.listed(map(words.term, told.allowed)) or voice.say("nothing")
    rows = [voice.aside(voice.listed(facts), as_of)]
    for one in told.scores.values():
        rows += [f"  {row}" for row in score(one, voice).split("\n")]
    rows += [f"  {row}" for row in verdicts]
    rows.append(f"  {voice.say('allowed', moves)}")
    return "\n".join(rows)


def gap(told: Gap, voice: Voice) -> str:
    """
    Say how far a number is from turning an answer.
    """
    if voice.language == "en":
        return str(told)
    words = voice.words
    what, value = words.literal(told.what), words.number(told.value)
    needed = _NEEDED[told.bound].format(words.number(told.needed))
    told_ = f"{what} اکنون {value} است و باید {needed} باشد"
    difference = told.difference
    if not difference or told.bound == "ne":
        return told_
    amount = words.number(abs(difference))
    if told.by_itself:
        return f"{told_} (خودبه‌خود تا {amount} روز دیگر)"
    return f"{told_} ({amount} {'بیشتر' if difference > 0 else 'کمتر'})"


_NEEDED = {
    "ge": "دست‌کم {}",
    "gt": "بیش از {}",
    "le": "حداکثر {}",
    "lt": "کمتر از {}",
    "eq": "برابر با {}",
    "ne": "عددی دیگر",
}
