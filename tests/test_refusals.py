"""
Refusals: one sentence for those who work with leads, and the facts for a program.
"""

import pickle
import re
from datetime import timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, F, Host, host, records, rules

from leadkit import (
    Activity,
    InputError,
    Lead,
    Lifecycle,
    MoveRefused,
    Stage,
    Transition,
    activity,
    conversed,
    holds,
    in_words,
    reachable,
    standard,
)

DAY = timedelta(days=1)
ISOLATED = re.compile("\u2068[^\u2069]*\u2069")
CODES = ("unknown-trigger", "out-of-order", "no-transition", "guard", "reason")
SALES = Lifecycle(
    "sales",
    Stage,
    Stage.LEAD,
    [
        Transition("nurture", "lead", "nurtured", when=reachable("marketing")),
        Transition("qualify", "lead", "prospect"),
        Transition("qualify", "nurtured", "prospect", when=holds("MQL") & conversed()),
        Transition("disqualify", ["lead", "nurtured"], "disqualified", kind="exit"),
        Transition("win_back", "churned", "prospect", kind="back"),
        Transition(
            "convert", "nurtured", "customer", when=activity("purchased").count() >= 2
        ),
    ],
)
OWN = Lifecycle(
    "giving",
    ["known", "asked"],
    "known",
    [Transition("ask", "known", "asked"), Transition("drop", "asked", "known")],
)
LEAD = Lead(id="L-1")
NURTURED = Lead(
    id="L-1",
    stage="nurtured",
    activities=[Activity(id="a1", type="purchased", at=NOW)],
)
PROSPECT = SALES.advance(LEAD, "qualify", at=NOW)


def refused(ask, *arguments, **options):
    """
    The refusal of a question that may not be granted.
    """
    with pytest.raises(MoveRefused) as caught:
        ask(*arguments, **options)
    return caught.value


def plain(text):
    """
    A text without its isolates, which nobody sees.
    """
    return re.sub("[\u2068\u2069]", "", text)


# Every way of being refused, and its sentence in English and Persian.
SENTENCES = {
    "unknown-trigger": (
        (SALES, LEAD, "qualfy"),
        (
            "The move 'qualfy' is not possible for lead 'L-1' (stage: lead): there is "
            "no such move in 'sales' (did you mean 'qualify'?); possible now: "
            "'qualify' or 'disqualify'."
        ),
        (
            "گذار «qualfy» برای سرنخ «L-1» (مرحله: سرنخ) ممکن نیست: چنین گذاری در "
            "چرخه‌ی عمر «sales» تعریف نشده است (شاید منظور «qualify» بوده است)؛ گذارهای "
            "ممکن در این لحظه: «تأیید صلاحیت» یا «رد صلاحیت»."
        ),
    ),
    "unknown-trigger, nothing near": (
        (OWN, Lead(id="L-1", stage="asked"), "x"),
        (
            "The move 'x' is not possible for lead 'L-1' (stage: 'asked'): there is no "
            "such move in 'giving'; possible now: 'drop'."
        ),
        (
            "گذار «x» برای سرنخ «L-1» (مرحله: «asked») ممکن نیست: چنین گذاری در چرخه‌ی "
            "عمر «giving» تعریف نشده است؛ گذارهای ممکن در این لحظه: «drop»."
        ),
    ),
    "out-of-order": (
        (SALES, PROSPECT, "win_back", NOW - DAY),
        (
            "The move 'win back' is not possible for lead 'L-1' (stage: prospect): "
            "30 April 2026, 12:00 UTC is before its last move."
        ),
        (
            "گذار «بازپس‌گیری مشتری» برای سرنخ «L-1» (مرحله: مشتری احتمالی) ممکن نیست: "
            "۳۰ آوریل ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی پیش از آخرین جابه‌جایی آن است."
        ),
    ),
    "no-transition": (
        (SALES, LEAD, "win_back"),
        (
            "The move 'win back' is not possible for lead 'L-1' (stage: lead): this "
            "move doesn't start from the stage that it is in; possible now: 'qualify' "
            "or 'disqualify'."
        ),
        (
            "گذار «بازپس‌گیری مشتری» برای سرنخ «L-1» (مرحله: سرنخ) ممکن نیست: این گذار "
            "از مرحله‌ی کنونی آغاز نمی‌شود؛ گذارهای ممکن در این لحظه: «تأیید صلاحیت» یا "
            "«رد صلاحیت»."
        ),
    ),
    "no-transition, and no other": (
        (SALES, PROSPECT, "nurture"),
        (
            "The move 'nurture' is not possible for lead 'L-1' (stage: prospect): this "
            "move doesn't start from the stage that it is in; possible now: nothing."
        ),
        (
            "گذار «پرورش» برای سرنخ «L-1» (مرحله: مشتری احتمالی) ممکن نیست: این گذار "
            "از مرحله‌ی کنونی آغاز نمی‌شود؛ گذارهای ممکن در این لحظه: هیچ."
        ),
    ),
    "no-transition, of another lifecycle": (
        (OWN, LEAD, "drop"),
        (
            "The move 'drop' is not possible for lead 'L-1' (stage: lead): the stage "
            "that it is in is none of lifecycle 'giving'; possible now: nothing."
        ),
        (
            "گذار «drop» برای سرنخ «L-1» (مرحله: سرنخ) ممکن نیست: مرحله‌ی کنونی جزو "
            "مراحل چرخه‌ی عمر «giving» نیست؛ گذارهای ممکن در این لحظه: هیچ."
        ),
    ),
    "guard": (
        (SALES, NURTURED, "qualify"),
        (
            "The move 'qualify' is not possible yet for lead 'L-1' (stage: nurtured "
            "lead): it has to be a marketing-qualified lead (MQL), and a two-way "
            "conversation has to have taken place; possible now: 'disqualify'."
        ),
        (
            "گذار «تأیید صلاحیت» برای سرنخ «L-1» (مرحله: سرنخ پرورش‌یافته) هنوز ممکن "
            "نیست: باید سرنخ واجد شرایط بازاریابی (MQL) باشد، و باید گفت‌وگویی دوطرفه "
            "انجام شده باشد؛ گذارهای ممکن در این لحظه: «رد صلاحیت»."
        ),
    ),
    "guard, with a value": (
        (SALES, NURTURED, "convert"),
        (
            "The move 'convert' is not possible yet for lead 'L-1' (stage: nurtured "
            "lead): there have to be at least 2 of 'Purchase' (there is 1); possible "
            "now: 'disqualify'."
        ),
        (
            "گذار «تبدیل به مشتری» برای سرنخ «L-1» (مرحله: سرنخ پرورش‌یافته) هنوز ممکن "
            "نیست: باید دست‌کم ۲ مورد «خرید» ثبت شده باشد (اکنون ۱ مورد هست)؛ گذارهای "
            "ممکن در این لحظه: «رد صلاحیت»."
        ),
    ),
    "reason": (
        (SALES, LEAD, "disqualify"),
        (
            "The move 'disqualify' is not possible yet for lead 'L-1' (stage: lead): "
            "an exit or a way back needs a reason (say why: reason='...')."
        ),
        (
            "گذار «رد صلاحیت» برای سرنخ «L-1» (مرحله: سرنخ) هنوز ممکن نیست: خروج یا "
            "بازگشت به دلیل نیاز دارد (دلیل را بنویسید: reason='...')."
        ),
    ),
}


class TestMoveRefused:
    @pytest.mark.parametrize("kind", SENTENCES)
    def test_reads_as_a_sentence(self, kind):
        """
        A refusal says which move isn't possible for whom, why, and what would be.
        """
        (lifecycle, lead, trigger, *at), english, persian = SENTENCES[kind]
        refusal = refused(lifecycle.advance, lead, trigger, at=at[0] if at else NOW)

        assert kind.partition(",")[0] == refusal.code
        assert english == str(refusal) == refusal.in_words() == in_words(refusal)
        assert persian == plain(refusal.in_words("fa"))
        assert refusal.in_words("fa") == in_words(refusal, language="fa")

    def test_every_code_has_its_sentence(self):
        """
        No kind of refusal is without a row in the table above.
        """
        assert set(CODES) == {kind.partition(",")[0] for kind in SENTENCES}

    def test_other_languages_are_refused(self):
        """
        There is no sentence in a language that leadkit doesn't speak.
        """
        refusal = refused(SALES.advance, LEAD, "win_back", at=NOW)

        with pytest.raises(InputError, match="got 'de', expected 'en' or 'fa'"):
            refusal.in_words("de")

    @pytest.mark.parametrize("code", CODES)
    @pytest.mark.parametrize("language", ["en", "fa"])
    def test_the_least_that_is_known_makes_a_sentence(self, code, language):
        """
        A refusal that somebody made of the first facts alone can be said as well.
        """
        refusal = MoveRefused(code, "L-1", "qualify", "lead", NOW)
        text = refusal.in_words(language)

        assert text.endswith(".")
        assert "L-1" in text

    def test_suggests_what_was_meant(self):
        """
        The near miss is an attribute too, and there is one for unknown triggers only.
        """
        assert "qualify" == refused(SALES.decide, LEAD, "qualfy", as_of=NOW).near_miss
        assert refused(SALES.decide, LEAD, "zzz", as_of=NOW).near_miss is None
        assert refused(SALES.decide, LEAD, "win_back", as_of=NOW).near_miss is None

    def test_knows_its_lifecycle(self):
        """
        The lifecycle's name, its triggers and its stages are among the facts.
        """
        refusal = refused(SALES.decide, LEAD, "win_back", as_of=NOW)

        assert "sales" == refusal.lifecycle
        assert SALES.triggers == refusal.triggers
        assert SALES.stages == refusal.stages

    def test_shows_no_personal_data(self):
        """
        Neither the sentence nor the repr of a refusal shows a text of the lead; its
        reasons do when they are asked.
        """
        lifecycle = Lifecycle(
            "l", ["a", "b"], "a", [Transition("go", "a", "b", when=F.name == "Reza")]
        )
        lead = Host(id="L-1", stage="a", name="Sara Ahmadi")
        refusal = refused(lifecycle.advance, lead, "go", at=NOW)

        for shown in (str(refusal), repr(refusal), refusal.in_words("fa")):
            assert "Sara" not in shown
        assert "Sara Ahmadi" in str(refusal.unmet[0])

    @given(records(), rules(opaque=True), st.sampled_from(["en", "fa"]))
    def test_never_shows_a_text_of_the_lead(self, record, rule, language):
        """
        Whatever the guard asks, no text field is in the one line of the refusal.
        """
        canaries = {"name": "Canary One", "title": "Canary Two", "stage": "a"}
        lead = host({**record, **canaries, "moves": []})
        lifecycle = Lifecycle(
            "l", ["a", "b"], "a", [Transition("go", "a", "b", when=rule)]
        )
        try:
            lifecycle.decide(lead, "go", as_of=NOW)
        except MoveRefused as refusal:
            text = refusal.in_words(language)

            assert "Canary" not in text
            assert [text] == text.splitlines()

    @given(st.text(min_size=1), st.sampled_from(CODES))
    def test_persian_keeps_codes_together(self, text, code):
        """
        Whatever a host's codes are, outside of isolates there is no Latin and no mark.
        """
        refusal = MoveRefused(code, text, text, text, NOW, (), (text,), (text,), text)
        prose = ISOLATED.sub("", refusal.in_words("fa"))

        assert not re.findall("[A-Za-z0-9\u2066-\u2069\n]", prose)

    def test_comes_back_from_a_pickle(self):
        """
        A refusal crosses processes with all of its facts.
        """
        refusal = refused(SALES.advance, LEAD, "nurture", at=NOW)
        other = pickle.loads(pickle.dumps(refusal))

        assert str(refusal) == str(other)
        assert attrs.asdict(refusal, recurse=False) == attrs.asdict(
            other, recurse=False
        )

    def test_the_standard_lifecycle_speaks(self):
        """
        Whatever the standard lifecycle refuses to a new lead is said without codes.
        """
        lifecycle = standard.lifecycle()
        texts = [
            str(refused(lifecycle.advance, LEAD, trigger, at=NOW))
            for trigger in lifecycle.triggers
        ]

        assert not [text for text in texts if "_" in text or "&" in text]
