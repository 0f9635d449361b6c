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
from lifecycles import TRIGGERS, lifecycles, lived, steps
from persian import plain, prose
from strategies import NOW, F, Host, host, records, rules

from leadkit import (
    PREVIOUS,
    Activity,
    InputError,
    Lead,
    Lifecycle,
    Move,
    MoveRefused,
    Stage,
    Transition,
    activity,
    conversed,
    holds,
    in_words,
    reachable,
    rule,
    standard,
)
from leadkit.refusals import allowed_later

DAY = timedelta(days=1)
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
            "۳۰ آوریل ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی پیش از آخرین جابه‌جایی سرنخ است."
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
            "برای مرحله‌ی کنونی تعریف نشده است؛ گذارهای ممکن در این لحظه: «تأیید "
            "صلاحیت» یا «رد صلاحیت»."
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
            "برای مرحله‌ی کنونی تعریف نشده است؛ گذارهای ممکن در این لحظه: هیچ."
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
            "نیست: باید سرنخ واجد شرایط بازاریابی (MQL) باشد و باید گفت‌وگویی دوطرفه "
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
            "گذار «رد صلاحیت» برای سرنخ «L-1» (مرحله: سرنخ) هنوز ممکن نیست: برای خروج "
            "یا بازگشت باید دلیل نوشت (reason='...')."
        ),
    ),
}


# Recorded moves that don't fit a lead that was qualified, code and sentences.
MOVE = Move(
    trigger="win_back",
    source="churned",
    target="prospect",
    at=NOW + DAY,
    by="Sara Ahmadi",
    reason="Sara is back",
    number=2,
    kind="back",
)
MISFITS = {
    "another source": (
        (SALES, PROSPECT, {}),
        "no-transition",
        (
            "The recorded move 'win back' of 2 May 2026, 12:00 UTC doesn't fit lead "
            "'L-1' (stage: prospect): it starts from 'churned', and the lead is in "
            "'prospect'."
        ),
        (
            "جابه‌جایی ثبت‌شده‌ی «بازپس‌گیری مشتری» در ۲ مه ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی "
            "با سرنخ «L-1» (مرحله: مشتری احتمالی) سازگار نیست: از مرحله‌ی «ریزش‌کرده» "
            "آغاز می‌شود، ولی سرنخ در مرحله‌ی «مشتری احتمالی» است."
        ),
    ),
    "no such way": (
        (SALES, PROSPECT, {"source": "prospect", "target": "won"}),
        "no-transition",
        (
            "The recorded move 'win back' of 2 May 2026, 12:00 UTC doesn't fit lead "
            "'L-1' (stage: prospect): in 'sales', 'win back' doesn't lead from "
            "'prospect' to 'won'."
        ),
        (
            "جابه‌جایی ثبت‌شده‌ی «بازپس‌گیری مشتری» در ۲ مه ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی "
            "با سرنخ «L-1» (مرحله: مشتری احتمالی) سازگار نیست: در چرخه‌ی عمر «sales» "
            "گذار «بازپس‌گیری مشتری» از مرحله‌ی «مشتری احتمالی» به مرحله‌ی «won» نمی‌رسد."
        ),
    ),
    "the same instant": (
        (SALES, PROSPECT, {"at": NOW, "number": 1}),
        "out-of-order",
        (
            "The recorded move 'win back' of 1 May 2026, 12:00 UTC doesn't fit lead "
            "'L-1' (stage: prospect): it isn't after the lead's last move (by instant, "
            "then by number)."
        ),
        (
            "جابه‌جایی ثبت‌شده‌ی «بازپس‌گیری مشتری» در ۱ مه ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی "
            "با سرنخ «L-1» (مرحله: مشتری احتمالی) سازگار نیست: پس از آخرین جابه‌جایی "
            "سرنخ نیست (نخست به ترتیب زمان، سپس شماره)."
        ),
    ),
    "no such trigger": (
        (SALES, PROSPECT, {"trigger": "qualfy"}),
        "unknown-trigger",
        (
            "The recorded move 'qualfy' of 2 May 2026, 12:00 UTC doesn't fit lead "
            "'L-1' (stage: prospect): there is no such move in 'sales' (did you mean "
            "'qualify'?)."
        ),
        (
            "جابه‌جایی ثبت‌شده‌ی «qualfy» در ۲ مه ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی با سرنخ "
            "«L-1» (مرحله: مشتری احتمالی) سازگار نیست: چنین گذاری در چرخه‌ی عمر «sales» "
            "تعریف نشده است (شاید منظور «qualify» بوده است)."
        ),
    ),
}


@rule
def divides(lead, as_of):
    """
    A host's function with a mistake.
    """
    return 1 / len(lead.touches) > 0


# One move asks the function, the others don't.
BROKEN = Lifecycle(
    "broken",
    ["a", "b"],
    "a",
    [
        Transition("first", "a", "b"),
        Transition("divide", "a", "b", when=divides),
        Transition("never", "a", "b", when=holds("VIP")),
        Transition("exit", "a", "b", kind="exit"),
        Transition("back", "b", "a"),
    ],
)
IN_A = Lead(id="L-1", stage="a")


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
        for move in (None, MOVE, attrs.evolve(MOVE, source="lead")):
            refusal = MoveRefused(code, "L-1", "qualify", "lead", NOW, move=move)
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
        rest = prose(refusal.in_words("fa"))

        assert not re.findall("[A-Za-z0-9\u2066-\u2069\n]", rest)

    @pytest.mark.parametrize("kind", MISFITS)
    def test_says_why_a_recorded_move_does_not_fit(self, kind):
        """
        A replay's refusal has the move, and says what is wrong with it and nothing of
        what else would be possible.
        """
        (lifecycle, lead, changes), code, english, persian = MISFITS[kind]
        move = attrs.evolve(MOVE, **changes)
        refusal = refused(lifecycle.replay, lead, [move])

        assert (code, move) == (refusal.code, refusal.move)
        assert english == str(refusal)
        assert persian == plain(refusal.in_words("fa"))

    def test_a_way_back_elsewhere_does_not_fit(self):
        """
        A recorded way back that leads where the lead didn't come from is called so,
        though a way back is declared.
        """
        lifecycle = Lifecycle(
            "l",
            ["a", "b", "c"],
            "a",
            [Transition("go", "a", "b"), Transition("undo", "b", PREVIOUS)],
        )
        lead = lifecycle.advance(IN_A, "go", at=NOW)
        move = Move(trigger="undo", source="b", target="c", at=NOW + DAY)

        assert "in 'l', 'undo' doesn't lead from 'b' to 'c'" in str(
            refused(lifecycle.replay, lead, [move])
        )

    def test_a_recorded_move_shows_no_personal_data(self):
        """
        Neither the sentence nor the repr says by whom the move was made, and why.
        """
        refusal = refused(SALES.replay, PROSPECT, [MOVE])

        for shown in (str(refusal), repr(refusal), repr(refusal.args)):
            assert "Sara" not in shown
        assert "Sara Ahmadi" == refusal.move.by

    @given(lifecycles(), steps(), st.sampled_from([*TRIGGERS, "stray"]))
    def test_ways_are_those_declared(self, lifecycle, happened, trigger):
        """
        A guard's refusal has a way for each transition from the lead's stage, ways back
        only if there is one, and the unmet parts are those of all ways.
        """
        leads, at = lived(lifecycle, happened)
        for lead in leads:
            try:
                lifecycle.decide(lead, trigger, as_of=at)
            except MoveRefused as refusal:
                moves = lead.moves
                came = bool(moves) and moves[-1].target == lead.stage
                starting = [
                    one
                    for one in lifecycle.transitions
                    if one.trigger == trigger
                    and lead.stage in one.sources
                    and (one.target is not PREVIOUS or came)
                ]
                wanted = len(starting) if refusal.code == "guard" else 0

                assert wanted == len(refusal.ways)
                assert all(refusal.ways)
                assert set(refusal.unmet) == {
                    part for way in refusal.ways for part in way
                }

    def test_either_way_will_do(self):
        """
        If several transitions might be made, it says what each of them wants, and what
        all of them want once.
        """
        shared, when = holds("SHARED"), [holds("ONE"), holds("TWO")]
        lifecycle = Lifecycle(
            "l",
            ["a", "b", "c"],
            "a",
            [
                Transition("go", "a", "b", when=when[0] & shared),
                Transition("go", "a", "c", when=when[1] & shared),
            ],
        )
        refusal = refused(lifecycle.decide, IN_A, "go", as_of=NOW)

        assert [
            ["holds 'ONE'", "holds 'SHARED'"],
            ["holds 'TWO'", "holds 'SHARED'"],
        ] == [[str(part.rule) for part in way] for way in refusal.ways]
        assert (
            "it has to hold 'SHARED'; and either (1) it has to hold 'ONE', or (2) it "
            "has to hold 'TWO'; possible now: nothing."
        ) in str(refusal)
        assert (
            "باید صلاحیت «SHARED» را داشته باشد؛ همچنین یا (۱) باید صلاحیت «ONE» را "
            "داشته باشد، یا (۲) باید صلاحیت «TWO» را داشته باشد؛"
        ) in plain(refusal.in_words("fa"))

    @given(lifecycles(), steps(), st.sampled_from([*TRIGGERS, "stray"]))
    def test_what_is_allowed_is_the_same_later(self, lifecycle, happened, trigger):
        """
        Whenever it is read, and wherever, a refusal knows what was allowed then.
        """
        leads, at = lived(lifecycle, happened)
        for lead in leads:
            wanted = lifecycle.allowed(lead, as_of=at)
            try:
                lifecycle.decide(lead, trigger, as_of=at)
            except MoveRefused as refusal:
                other = pickle.loads(pickle.dumps(refusal))

                assert wanted == other.allowed
                assert wanted == refusal.allowed
                assert wanted == refusal.args[6] == other.args[6]

    def test_asks_no_other_guard_before_it_is_read(self):
        """
        What is allowed is found when it is first read, and once.
        """
        asked = []

        @rule
        def counted(lead, as_of):
            asked.append(lead.id)
            return True

        lifecycle = Lifecycle(
            "l", ["a", "b"], "a", [Transition("go", "a", "b", when=counted)]
        )
        refusal = refused(lifecycle.decide, IN_A, "stray", as_of=NOW)

        assert [] == asked
        assert ("go",) == refusal.allowed == refusal.allowed
        assert ["L-1"] == asked

    @pytest.mark.parametrize(
        ("trigger", "code", "at"),
        [
            ("typo", "unknown-trigger", NOW),
            ("back", "no-transition", NOW),
            ("never", "guard", NOW),
            ("exit", "reason", NOW),
        ],
    )
    def test_another_guard_that_raises_hides_nothing(self, trigger, code, at):
        """
        A trigger whose guard raises an error isn't allowed, and the refusal is the one
        that was asked for.
        """
        refusal = refused(BROKEN.advance, IN_A, trigger, at=at)

        assert code == refusal.code
        assert ("first", "exit") == refusal.allowed
        assert ("first", "exit") == pickle.loads(pickle.dumps(refusal)).allowed

    def test_a_guard_that_raises_is_no_refusal(self):
        """
        Where the guard itself is asked for, its error comes through.
        """
        for ask in (
            lambda: BROKEN.decide(IN_A, "divide", as_of=NOW),
            lambda: BROKEN.advance(IN_A, "divide", at=NOW),
            lambda: BROKEN.allowed(IN_A, as_of=NOW),
        ):
            with pytest.raises(ZeroDivisionError):
                ask()

    def test_keeps_no_lead_in_a_pickle(self):
        """
        The lead, of which a refusal finds out what is allowed, isn't pickled with it.
        """
        lead = Host(id="L-1", stage="asked", name="Sara Ahmadi")
        refusal = refused(OWN.decide, lead, "x", as_of=NOW)

        assert b"Sara" not in pickle.dumps(refusal)
        assert ("drop",) == refusal.allowed
        assert b"Sara" not in pickle.dumps(refusal)

    def test_has_no_other_attributes(self):
        """
        A misspelt attribute is an error that names it.
        """
        made = MoveRefused("guard", "L-1", "qualify", "lead", NOW)
        for refusal in (made, refused(SALES.decide, LEAD, "win_back", as_of=NOW)):
            with pytest.raises(AttributeError, match=r"'MoveRefused'.*'alowed'"):
                refusal.alowed  # noqa: B018  it is read

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


class TestAllowedLater:
    def test_finds_when_it_is_read(self):
        """
        A refusal takes what is allowed from the function, at its first reading.
        """
        found = iter([("go",), ("stop",)])
        made = MoveRefused("guard", "L-1", "qualify", "lead", NOW, (), ("old",))
        refusal = allowed_later(made, lambda: next(found))

        assert made is refusal
        assert ["go", "go"] == [*refusal.allowed, *refusal.allowed]
        assert ("stop",) == next(found)
