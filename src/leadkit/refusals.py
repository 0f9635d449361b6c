"""
Why a move may not be made, as facts for a program and as a sentence for a person.

The words are imported when the first refusal is read: programs that look at the facts
alone, as most do, needn't wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import attrs

from .errors import LeadkitError
from .happenings import Move
from .moves import Code
from .rules.answers import Reason
from .vocabulary import Language as LanguageCode
from .vocabulary.labels import Labelling

if TYPE_CHECKING:
    from .rules.wording.languages import Language

_LATER = "_allowed_later"


@attrs.define(slots=False)
class MoveRefused(LeadkitError):  # noqa: N818  it is a refusal, and reads as one
    """
    A move was asked for that the lead may not make; the lead is unchanged.

    ``str(refusal)`` is one sentence for those who work with the lead. It shows no texts
    of the lead, which may be personal data; *unmet* has them.

    Attributes:
        code: ``"unknown-trigger"``: the lifecycle has no such trigger.
            ``"out-of-order"``: the instant lies before the last move.
            ``"no-transition"``: the trigger starts nowhere near the lead's stage.
            ``"guard"``: a rule isn't known true. ``"reason"``: it wants a reason.

        lead_id: The lead.

        trigger: What was asked for.

        stage: Where the lead stands.

        at: The instant.

        unmet: For ``"guard"``, every part of it that isn't known true, with the values
            seen.

        allowed: The triggers that would be accepted at this instant; those whose guard
            raises an error are left out. It is found when it is first read.

        triggers: All triggers of the lifecycle, for the near miss.

        lifecycle: The name of the lifecycle.

        stages: All of its stages; if *stage* is none of them, the lead is of another
            lifecycle.

        ways: For ``"guard"``, the unmet parts of each transition that starts from the
            lead's stage, in the order declared: to meet those of one is enough.

        move: The recorded move that doesn't fit, if moves were replayed.
    """

    code: Code
    lead_id: str
    trigger: str
    stage: str
    at: datetime
    unmet: tuple[Reason, ...] = ()
    allowed: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    lifecycle: str = ""
    stages: tuple[str, ...] = ()
    ways: tuple[tuple[Reason, ...], ...] = ()
    move: Move | None = None

    # Type checkers would let any attribute pass.
    if not TYPE_CHECKING:  # pragma: no branch

        def __getattr__(self, name: str) -> Any:
            # Asked for what isn't there alone: `allowed`, after `allowed_later`.
            find = vars(self).get(_LATER)
            if name != "allowed" or find is None:
                message = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(message, name=name, obj=self)
            self.allowed = find()
            self.args = attrs.astuple(self, recurse=False)
            return self.allowed

    def __reduce__(self) -> tuple[Any, ...]:
        # Where it comes back there is no lifecycle to ask, and the lead stays here.
        given = attrs.astuple(self, recurse=False)
        facts = {name: fact for name, fact in vars(self).items() if name != _LATER}
        return type(self), given, facts

    @property
    def near_miss(self) -> str | None:
        """
        The trigger that was probably meant, if there is no such trigger as was asked.
        """
        if self.code != "unknown-trigger":
            return None
        close = get_close_matches(str(self.trigger), self.triggers, n=1)
        return close[0] if close else None

    def in_words(
        self,
        language: LanguageCode = "en",
        vocabulary: Labelling | None = None,
        zone: tzinfo | None = None,
    ) -> str:
        """
        Say in one sentence what may not be done, why, and what may be.

        Args:
            language: ``"en"`` for English, ``"fa"`` for Persian.

            vocabulary: Whose labels to use; leadkit's if it is left out.

            zone: By whose calendar and clock instants are said; UTC if it is left out.

        Raises:
            InputError: There are no words in *language*, *vocabulary* is none, or
                *zone* is no time zone.
        """
        from .rules.wording import telling  # noqa: PLC0415  see above

        words = telling.words_of(language, vocabulary, zone)
        if self.move is not None:
            misfit = _misfit_in_persian if language == "fa" else _misfit_in_english
            return misfit(self, self.move, words)
        unmet = telling.ways_in_words(self.ways or (self.unmet,), words)
        sentence = _persian if language == "fa" else _english
        return sentence(self, words, unmet)

    def __str__(self) -> str:
        return self.in_words()


def allowed_later(
    refusal: MoveRefused, find: Callable[[], tuple[str, ...]]
) -> MoveRefused:
    """
    Let a refusal find out what is allowed when somebody wants to know.

    Most of those who ask for a move that is refused don't, and to find it all guards
    have to be asked.

    Args:
        refusal: The refusal; it is changed.

        find: Lists the triggers that would be accepted. Leads and rules are immutable,
            so that it says the same at any time.
    """
    del refusal.allowed
    vars(refusal)[_LATER] = find
    return refusal


def _english(refusal: MoveRefused, words: Language, unmet: str) -> str:
    match refusal.code:
        case "unknown-trigger":
            why = _unknown_in_english(refusal, words)
        case "out-of-order":
            why = f"{words.instant(refusal.at)} is before its last move"
        case "no-transition" if _is_foreign(refusal):
            of = words.quoted(refusal.lifecycle)
            why = f"the stage that it is in is none of lifecycle {of}"
        case "no-transition":
            why = "this move doesn't start from the stage that it is in"
        case "reason":
            why = "an exit or a way back needs a reason (say why: reason='...')"
        case _:  # "guard"
            why = unmet or "a condition is not met"
    yet = " yet" if refusal.code in _MAY_CHANGE else ""
    told = (
        f"The move {_trigger(refusal, words)} is not possible{yet} for lead "
        f"{words.quoted(refusal.lead_id)} (stage: {words.named(refusal.stage)}): {why}"
    )
    if refusal.code in _SAYS_ALL:
        return f"{told}."
    return f"{told}; possible now: {_allowed(refusal, words) or 'nothing'}."


def _persian(refusal: MoveRefused, words: Language, unmet: str) -> str:
    match refusal.code:
        case "unknown-trigger":
            why = _unknown_in_persian(refusal, words)
        case "out-of-order":
            why = f"{words.instant(refusal.at)} پیش از آخرین جابه‌جایی سرنخ است"
        case "no-transition" if _is_foreign(refusal):
            of = words.quoted(refusal.lifecycle)
            why = f"مرحله‌ی کنونی جزو مراحل چرخه‌ی عمر {of} نیست"
        case "no-transition":
            why = "این گذار برای مرحله‌ی کنونی تعریف نشده است"
        case "reason":
            how = "\u2068reason='...'\u2069"
            why = f"برای خروج یا بازگشت باید دلیل نوشت ({how})"
        case _:  # "guard"
            why = unmet or "شرطی برآورده نیست"
    yet = "هنوز " if refusal.code in _MAY_CHANGE else ""
    told = (
        f"گذار {_trigger(refusal, words)} برای سرنخ {words.quoted(refusal.lead_id)} "
        f"(مرحله: {words.named(refusal.stage)}) {yet}ممکن نیست: {why}"
    )
    if refusal.code in _SAYS_ALL:
        return f"{told}."
    return f"{told}؛ گذارهای ممکن در این لحظه: {_allowed(refusal, words) or 'هیچ'}."


def _unknown_in_english(refusal: MoveRefused, words: Language) -> str:
    meant = refusal.near_miss
    hint = f" (did you mean {words.quoted(meant)}?)" if meant else ""
    of = words.quoted(refusal.lifecycle) if refusal.lifecycle else ""
    return f"there is no such move in {of or 'this lifecycle'}{hint}"


def _unknown_in_persian(refusal: MoveRefused, words: Language) -> str:
    meant = refusal.near_miss
    hint = f" (شاید منظور {words.quoted(meant)} بوده است)" if meant else ""
    of = f" {words.quoted(refusal.lifecycle)}" if refusal.lifecycle else ""
    return f"چنین گذاری در چرخه‌ی عمر{of} تعریف نشده است{hint}"


# Of a recorded move nobody asks what else would be possible: it was made, they say.


def _misfit_in_english(refusal: MoveRefused, move: Move, words: Language) -> str:
    source, target = words.term(move.source), words.term(move.target)
    match refusal.code:
        case "unknown-trigger":
            why = _unknown_in_english(refusal, words)
        case "out-of-order":
            why = "it isn't after the lead's last move (by instant, then by number)"
        case _ if move.source != refusal.stage:
            here = words.term(refusal.stage)
            why = f"it starts from {source}, and the lead is in {here}"
        case _:
            of = words.quoted(refusal.lifecycle) if refusal.lifecycle else ""
            way = f"{_trigger(refusal, words)} doesn't lead from {source} to {target}"
            why = f"in {of or 'this lifecycle'}, {way}"
    return (
        f"The recorded move {_trigger(refusal, words)} of {words.instant(move.at)} "
        f"doesn't fit lead {words.quoted(refusal.lead_id)} "
        f"(stage: {words.named(refusal.stage)}): {why}."
    )


def _misfit_in_persian(refusal: MoveRefused, move: Move, words: Language) -> str:
    source, target = words.term(move.source), words.term(move.target)
    match refusal.code:
        case "unknown-trigger":
            why = _unknown_in_persian(refusal, words)
        case "out-of-order":
            why = "پس از آخرین جابه‌جایی سرنخ نیست (نخست به ترتیب زمان، سپس شماره)"
        case _ if move.source != refusal.stage:
            here = words.term(refusal.stage)
            why = f"از مرحله‌ی {source} آغاز می‌شود، ولی سرنخ در مرحله‌ی {here} است"
        case _:
            of = f" {words.quoted(refusal.lifecycle)}" if refusal.lifecycle else ""
            way = f"از مرحله‌ی {source} به مرحله‌ی {target} نمی‌رسد"
            why = f"در چرخه‌ی عمر{of} گذار {_trigger(refusal, words)} {way}"
    return (
        f"جابه‌جایی ثبت‌شده‌ی {_trigger(refusal, words)} در {words.instant(move.at)} با "
        f"سرنخ {words.quoted(refusal.lead_id)} (مرحله: {words.named(refusal.stage)}) "
        f"سازگار نیست: {why}."
    )


_MAY_CHANGE = {"guard", "reason"}
# What else is possible says nothing: nothing is, or this move itself.
_SAYS_ALL = {"out-of-order", "reason"}


def _is_foreign(refusal: MoveRefused) -> bool:
    return bool(refusal.stages) and refusal.stage not in refusal.stages


def _trigger(refusal: MoveRefused, words: Language) -> str:
    if refusal.code == "unknown-trigger":  # as it was written, so that it can be found
        return words.quoted(str(refusal.trigger))
    return words.term(refusal.trigger)


def _allowed(refusal: MoveRefused, words: Language) -> str:
    return words.listed(map(words.term, refusal.allowed)) if refusal.allowed else ""
