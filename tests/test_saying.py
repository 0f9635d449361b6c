"""
Everything that leadkit says beside rules and refusals, in English and Persian.
"""

import inspect
import re
from datetime import UTC, datetime, timedelta, timezone
from pydoc import locate
from typing import get_args, get_origin
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycles import lifecycles, lived, steps
from persian import plain, prose
from strategies import NOW, F, Host, cards, hosts, instants, rules

import leadkit as lk
from leadkit import codes, in_words
from leadkit.accounts import AccountScore, Contributor
from leadkit.codes import Stage
from leadkit.diagnosis import ProblemKind
from leadkit.matching import Duplicates, Match
from leadkit.permissions import Permission
from leadkit.rules.gaps import Gap
from leadkit.wording import _SPEAKERS
from leadkit.wording.spoken import Spoken

DAY = timedelta(days=1)
CANARY = "Canary"
EMAIL = {"purpose": "marketing", "medium": "email", "at": NOW}
FIT = lk.Scorecard(
    "fit",
    [
        lk.Points(20, when=F.employees >= 50, name="50 or more"),
        lk.Points(
            15,
            per=lk.activity("webinar_attended"),
            halving=30 * DAY,
            at_most=3,
            per_day=1,
            cap=10,
            name="webinars",
        ),
        lk.Group(
            "web",
            [
                lk.Points(-3, per=F.employees, when=F.employees >= 1),
                lk.Points(1, per=lk.activity("page_viewed"), fading=90 * DAY),
            ],
            floor=-1,
            ceiling=3,
        ),
    ],
    floor=-5,
    ceiling=100,
)
MQL = lk.Qualification("MQL", when=(FIT >= 20) & (F.budget >= 1), until=FIT < 3)
LEAD = Host(
    id="L-1",
    employees=3,
    title=CANARY,
    name=CANARY,
    created_at=NOW - 30 * DAY,
    contacts=[lk.ContactPoint("email", f"{CANARY}@example.com")],
    activities=[lk.Activity(id="a1", type="webinar_attended", at=NOW - DAY)],
)
BIG = attrs.evolve(LEAD, employees=80, budget=2)
PLAYBOOK = lk.Playbook(
    "sales",
    record=Host,
    scorecards=[FIT],
    qualifications=[MQL, lk.sal()],
    lifecycle=lk.Lifecycle(
        "sales",
        Stage,
        "lead",
        [
            lk.Transition("nurture", "lead", "nurtured", automatic=True),
            lk.Transition("disqualify", "nurtured", "disqualified", kind="exit"),
        ],
    ),
    grades=lk.Grades("fit", {"A": 20, "B": 0}),
    temperature=lk.Temperature(hot=FIT >= 80, warm=FIT >= 5),
)
CALM = lk.Playbook(
    "calm",
    record=Host,
    scorecards=[lk.Scorecard("fit", []), lk.Scorecard("other", [])],
    qualifications=[lk.Qualification("MQL", when=F.employees >= 100)],
)
SEEN = PLAYBOOK.assess(LEAD, as_of=NOW)
MOVE = lk.Move(
    trigger="nurture",
    source="lead",
    target="nurtured",
    at=NOW,
    by=CANARY,
    reason=CANARY,
)
MAY = {
    "lead_id": "L-1",
    "purpose": "marketing",
    "medium": codes.Medium.EMAIL,
    "as_of": NOW,
    "contact": LEAD.contacts[0],
}
GRANTED = lk.Consent(**EMAIL, granted=True, source=CANARY, by=CANARY)


def permission(code, record=GRANTED, **changes):
    """
    What was asked of the ledger, with the entry that decides.
    """
    return Permission(
        **{**MAY, "allowed": code == "granted", "code": code, "record": record}
        | changes
    )


# What is said, in English and in Persian.
AT = "1 May 2026, 12:00 UTC"
DAR = "۱ مه ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی"
SAID = {
    "an assessment": (
        SEEN,
        (
            f"lead 'L-1', stage: lead, grade: B, temperature: warm (as of {AT})\n"
            "  the score 'fit': 9\n"
            "    'webinars': 15 points (1 activity)\n"
            "    cap of 10 on 'webinars': -5 points\n"
            "    'employees': -9 points\n"
            "    floor of -1 under 'web': 8 points\n"
            "  marketing-qualified lead (MQL): no; not met: the score 'fit' has to "
            "be at "
            "least 20 (it is 9); not known: budget has to be at least 1 (it is not "
            "known); "
            "missing: budget\n"
            "  sales-accepted lead (SAL): no; only a person can grant it; not met: "
            "it has "
            "to be in stage 'Nurtured lead' or 'Prospect'\n"
            "  possible moves: 'nurture'"
        ),
        (
            f"سرنخ «L-1»، مرحله: سرنخ، رتبه: B، دما: گرم (در {DAR})\n"
            "  نمره‌ی «fit»: ۹\n"
            "    «webinars»: ۱۵ امتیاز (۱ فعالیت)\n"
            "    سقف ۱۰ برای قاعده‌ی «webinars»: منفی ۵ امتیاز\n"
            "    «employees»: منفی ۹ امتیاز\n"
            "    کف منفی ۱ برای «web»: ۸ امتیاز\n"
            "  سرنخ واجد شرایط بازاریابی (MQL): خیر؛ برآورده نیست: نمره‌ی «fit» باید "
            "دست‌کم ۲۰ باشد (اکنون ۹ است)؛ معلوم نیست: budget باید دست‌کم ۱ باشد "
            "(اکنون ناموجود است)؛ داده‌های ناموجود: budget\n"
            "  سرنخ پذیرفته‌شده‌ی فروش (SAL): خیر؛ فقط یک شخص می‌تواند آن را اعطا کند؛ "
            "برآورده نیست: باید در مرحله‌ی «سرنخ پرورش‌یافته» یا «مشتری احتمالی» باشد\n"
            "  گذارهای ممکن: «پرورش»"
        ),
    ),
    "a bare summary": (
        attrs.evolve(SEEN.summary, scores={}, grade=None, temperature=None, allowed=()),
        (
            f"lead 'L-1', stage: lead (as of {AT})\n"
            "  marketing-qualified lead (MQL): no\n"
            "  sales-accepted lead (SAL): no\n"
            "  possible moves: nothing"
        ),
        (
            f"سرنخ «L-1»، مرحله: سرنخ (در {DAR})\n"
            "  سرنخ واجد شرایط بازاریابی (MQL): خیر\n"
            "  سرنخ پذیرفته‌شده‌ی فروش (SAL): خیر\n"
            "  گذارهای ممکن: هیچ"
        ),
    ),
    "a verdict of yes": (
        MQL.judge(BIG, as_of=NOW),
        (
            "marketing-qualified lead (MQL): yes; met: the score 'fit' has to be at "
            "least "
            "20 (it is 29), and budget has to be at least 1 (it is 2)"
        ),
        (
            "سرنخ واجد شرایط بازاریابی (MQL): بله؛ برآورده است: نمره‌ی «fit» باید "
            "دست‌کم ۲۰ باشد (اکنون ۲۹ است) و budget باید دست‌کم ۱ باشد (اکنون ۲ است)"
        ),
    ),
    "a verdict of no, with what is met": (
        lk.Qualification("VIP", when=F.title.contains("a") & (F.budget > 1)).judge(
            LEAD, as_of=NOW
        ),
        (
            "'VIP': unknown; not known: budget has to be more than 1 (it is not "
            "known); "
            "met: title has to contain 'a' (it is 'Canary'); missing: budget"
        ),
        (
            "«VIP»: نامعلوم؛ معلوم نیست: budget باید بیش از ۱ باشد (اکنون ناموجود "
            "است)؛ برآورده است: title باید شامل «a» باشد (اکنون «Canary» است)؛ "
            "داده‌های ناموجود: budget"
        ),
    ),
    "a verdict that is ended": (
        lk.Qualification("VIP", until=F.employees < 5).judge(
            LEAD.grant("VIP", at=NOW, by=CANARY), as_of=NOW
        ),
        (
            "'VIP': no; granted by a person; this ends it: employees has to be less "
            "than 5 "
            "(it is 3)"
        ),
        (
            "«VIP»: خیر؛ پیش‌تر یک شخص آن را اعطا کرده است؛ آنچه به آن پایان می‌دهد: "
            "employees باید کمتر از ۵ باشد (اکنون ۳ است)"
        ),
    ),
    "a score with missing fields": (
        FIT.score(Host(id="L-2"), as_of=NOW),
        "the score 'fit': 0\n  missing: employees",
        "نمره‌ی «fit»: ۰\n  داده‌های ناموجود: employees",
    ),
    "a line that is called by a code": (
        lk.Line("page_viewed", 500, ("a",)),
        "'page viewed': 5 points (1 activity)",
        "«بازدید از صفحه»: ۵ امتیاز (۱ فعالیت)",
    ),
    "a line of one point": (
        lk.Line("cap", 100, ("a", "b")),
        "'cap': 1 point (2 activities)",
        "«cap»: ۱ امتیاز (۲ فعالیت)",
    ),
    "a ceiling": (
        lk.Line("a: b: ceiling 2.5", -150, (), "ceiling", "a: b"),
        "ceiling of 2.5 over 'a: b': -1.5 points",
        "سقف ۲٫۵ برای «a: b»: منفی ۱٫۵ امتیاز",
    ),
    "a cut that somebody made": (
        lk.Line("a: cap none", -150, (), "cap", "a"),
        "'a: cap none': -1.5 points",
        "«a: cap none»: منفی ۱٫۵ امتیاز",
    ),
    "an account": (
        AccountScore(
            "fit",
            NOW,
            (Contributor("L-1", 4000, engaged=True), Contributor("L-2", 1550, False)),
            5000,
        ),
        (
            "the score 'fit': highest 40, sum 50 (ceiling 50), 1 of 2 engaged\n"
            "  lead 'L-1': 40 points, engaged\n"
            "  lead 'L-2': 15.5 points"
        ),
        (
            "نمره‌ی «fit»؛ بیشترین: ۴۰، جمع: ۵۰ (سقف ۵۰)، دارای تعامل: ۱ نفر از ۲ نفر\n"
            "  سرنخ «L-1»: ۴۰ امتیاز، دارای تعامل\n"
            "  سرنخ «L-2»: ۱۵٫۵ امتیاز"
        ),
    ),
    "an account without a ceiling": (
        AccountScore("fit", NOW, (Contributor("L-1", 100, engaged=False),)),
        ("the score 'fit': highest 1, sum 1, 0 of 1 engaged\n  lead 'L-1': 1 point"),
        (
            "نمره‌ی «fit»؛ بیشترین: ۱، جمع: ۱، دارای تعامل: ۰ نفر از ۱ نفر\n"
            "  سرنخ «L-1»: ۱ امتیاز"
        ),
    ),
    "an account of nobody": (
        AccountScore("fit", NOW),
        "the score 'fit': nobody",
        "نمره‌ی «fit»: هیچ‌کس",
    ),
    "a gap": (
        lk.explain(F.employees >= 50, LEAD, as_of=NOW).gap,
        "employees is 3, needs 50 (47 more)",
        "employees اکنون ۳ است و باید دست‌کم ۵۰ باشد (۴۷ بیشتر)",
    ),
    "a gap downwards": (
        Gap("employees", 3, 2.5, "lt"),
        "employees is 3, needs less than 2.5 (over 0.5 less)",
        "employees اکنون ۳ است و باید کمتر از ۲٫۵ باشد (۰٫۵ کمتر)",
    ),
    "a gap of nothing": (
        Gap("employees", 3, 3, "gt"),
        "employees is 3, needs more than 3",
        "employees اکنون ۳ است و باید بیش از ۳ باشد",
    ),
    "a gap to any other": (
        Gap("employees", 3, 3, "ne"),
        "employees is 3, needs another number",
        "employees اکنون ۳ است و باید عددی دیگر باشد",
    ),
    "a gap that closes by itself": (
        Gap("age of trial_ends", 3, 4, "ge", by_itself=True),
        "age of trial_ends is 3, needs 4 (in 1 day by itself)",
        "age of trial_ends اکنون ۳ است و باید دست‌کم ۴ باشد (خودبه‌خود تا ۱ روز دیگر)",
    ),
    "a number": (F.employees * 2, "the product of employees and 2", None),
    "activities": (
        lk.activity("purchased").within(days=2),
        "'Purchase' in the last 2 days",
        "«خرید» در ۲ روز گذشته",
    ),
    "a grant of a rule": (
        PLAYBOOK.update(BIG, at=NOW),
        f"lead 'L-1' was granted 'marketing-qualified lead' (MQL) by a rule on {AT}",
        (
            f"صلاحیت «سرنخ واجد شرایط بازاریابی» (MQL) در {DAR} بنا بر قاعده به سرنخ "
            "«L-1» اعطا شد"
        ),
    ),
    "a revocation by a rule": (
        lk.Outcome(LEAD, (lk.Revoked("L-1", "VIP", NOW, SEEN.verdicts["MQL"]),)),
        f"lead 'L-1' lost 'VIP' by a rule on {AT}",
        f"صلاحیت «VIP» برای سرنخ «L-1» در {DAR} بنا بر قاعده لغو شد",
    ),
    "a move by itself": (
        lk.Outcome(LEAD, (lk.Moved("L-1", NOW, MOVE),)),
        (
            f"lead 'L-1' moved by itself from 'lead' to 'nurtured lead' on {AT} "
            "('nurture')"
        ),
        (
            f"سرنخ «L-1» در {DAR} خودبه‌خود از مرحله‌ی «سرنخ» به مرحله‌ی «سرنخ "
            "پرورش‌یافته» منتقل شد («پرورش»)"
        ),
    ),
    "nothing": (lk.Outcome(LEAD), "nothing changed", "چیزی تغییر نکرد"),
    "a move": (
        MOVE,
        f"it moved from 'lead' to 'nurtured lead' on {AT} ('nurture')",
        f"در {DAR} از مرحله‌ی «سرنخ» به مرحله‌ی «سرنخ پرورش‌یافته» منتقل شد («پرورش»)",
    ),
    "a move to rest": (
        attrs.evolve(MOVE, resume_at=NOW + DAY),
        (
            f"it moved from 'lead' to 'nurtured lead' on {AT} ('nurture'); it rests "
            "until "
            "2 May 2026, 12:00 UTC"
        ),
        (
            f"در {DAR} از مرحله‌ی «سرنخ» به مرحله‌ی «سرنخ پرورش‌یافته» منتقل شد "
            "(«پرورش»)؛ پیگیری سرنخ تا ۲ مه ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی متوقف است"
        ),
    ),
    "a grant": (
        lk.Grant(qualification="SQL", at=NOW, by=CANARY, evidence=CANARY),
        f"'sales-qualified lead' (SQL) was granted by a person on {AT}",
        f"یک شخص در {DAR} صلاحیت «سرنخ واجد شرایط فروش» (SQL) را اعطا کرد",
    ),
    "a revocation": (
        lk.Grant(qualification="VIP", at=NOW, by="x", automatic=True, granted=False),
        f"'VIP' was revoked by a rule on {AT}",
        f"صلاحیت «VIP» در {DAR} بنا بر قاعده لغو شد",
    ),
    "an activity": (
        lk.Activity(
            id="a",
            type="email_clicked",
            at=NOW,
            actor="machine",
            medium="email",
            channel="content",
            purpose="marketing",
            campaign=CANARY,
            variant=CANARY,
            value=2,
        ),
        (
            f"'e-mail clicked' on {AT} (from the lead, by a machine, by e-mail, "
            "through "
            "'Content', for marketing, with the value 2)"
        ),
        (
            f"«کلیک روی پیوند ایمیل» در {DAR} (از سوی سرنخ، به‌دست ماشین، از راه ایمیل، "
            "از کانال «بازاریابی محتوایی»، برای بازاریابی، با مقدار ۲)"
        ),
    ),
    "a touch": (
        lk.Touch("webinar", at=NOW, campaign=CANARY),
        f"it found us through 'webinar or event' on {AT}",
        f"در {DAR} از کانال «وبینار یا رویداد» با ما آشنا شد",
    ),
    "a consent": (
        GRANTED,
        f"it consented to marketing by e-mail on {AT}",
        f"در {DAR} برای بازاریابی از راه ایمیل رضایت داد",
    ),
    "a consent with all that can be said beside": (
        attrs.evolve(
            GRANTED, expires_at=NOW + DAY, actor="machine", imported=True, medium="sms"
        ),
        (
            f"it consented to marketing by SMS on {AT} (until 2 May 2026, 12:00 UTC, "
            "by a "
            "machine, imported)"
        ),
        (
            f"در {DAR} برای بازاریابی از راه پیامک رضایت داد (تا ۲ مه ۲۰۲۶ ساعت ۱۲:۰۰ "
            "به "
            "وقت جهانی، به‌دست ماشین، واردشده از سامانه‌ای دیگر)"
        ),
    ),
    "another lawful ground": (
        attrs.evolve(GRANTED, basis="contract"),
        (
            f"contacting it for marketing by e-mail is lawful since {AT} "
            "(on the ground of 'contract')"
        ),
        (
            f"از {DAR}، تماس با سرنخ برای بازاریابی از راه ایمیل مجاز است "
            "(بر مبنای «قرارداد»)"
        ),
    ),
    "another lawful ground that was objected to": (
        lk.Consent(**EMAIL, granted=False, basis="contract"),
        (f"it objected to marketing by e-mail on {AT} (on the ground of 'contract')"),
        f"در {DAR} با بازاریابی از راه ایمیل مخالفت کرد (بر مبنای «قرارداد»)",
    ),
    "another lawful ground that was refused": (
        lk.Consent(**EMAIL, status="denied", basis="contract"),
        (f"it objected to marketing by e-mail on {AT} (on the ground of 'contract')"),
        f"در {DAR} با بازاریابی از راه ایمیل مخالفت کرد (بر مبنای «قرارداد»)",
    ),
    "another lawful ground that ended": (
        lk.Consent(**EMAIL, status="expired", basis="contract"),
        (
            f"contacting it for marketing by e-mail is no longer lawful since {AT} "
            "(on the ground of 'contract')"
        ),
        (
            f"از {DAR}، تماس با سرنخ برای بازاریابی از راه ایمیل دیگر مجاز نیست "
            "(بر مبنای «قرارداد»)"
        ),
    ),
    "a consent that was refused": (
        lk.Consent(**EMAIL, status="denied"),
        f"it refused its consent to marketing by e-mail on {AT}",
        f"در {DAR} برای بازاریابی از راه ایمیل رضایت نداد",
    ),
    "a consent that was withdrawn": (
        lk.Consent(**EMAIL, granted=False),
        f"it withdrew its consent to marketing by e-mail on {AT}",
        f"در {DAR} رضایت خود را برای بازاریابی از راه ایمیل پس گرفت",
    ),
    "a consent that expired": (
        lk.Consent(**EMAIL, status="expired"),
        f"its consent to marketing by e-mail expired on {AT}",
        f"رضایت سرنخ برای بازاریابی از راه ایمیل در {DAR} منقضی شد",
    ),
    "permission": (
        permission("granted"),
        (
            "lead 'L-1' may be contacted for marketing by e-mail: consent was "
            "granted on "
            f"{AT}"
        ),
        (
            f"تماس با سرنخ «L-1» برای بازاریابی از راه ایمیل مجاز است: رضایت در {DAR} "
            "داده "
            "شده است"
        ),
    ),
    "permission on another ground": (
        permission("granted", attrs.evolve(GRANTED, basis="contract")),
        (
            "lead 'L-1' may be contacted for marketing by e-mail: a lawful ground is "
            f"there since {AT} (on the ground of 'contract')"
        ),
        (
            "تماس با سرنخ «L-1» برای بازاریابی از راه ایمیل مجاز است: "
            f"از {DAR} مبنای قانونی دارد («قرارداد»)"
        ),
    ),
    **{
        f"no permission on another ground, {code}": (
            permission(code, lk.Consent(**EMAIL, status=code, basis="contract")),
            (
                "lead 'L-1' may not be contacted for marketing by e-mail: "
                f"{english} {AT} (on the ground of 'contract')"
            ),
            (f"تماس با سرنخ «L-1» برای بازاریابی از راه ایمیل مجاز نیست: {persian}"),
        )
        for code, english, persian in (
            (
                "denied",
                "it objected on",
                f"در {DAR} با آن مخالفت کرده است (مبنای قانونی: «قرارداد»)",
            ),
            (
                "withdrawn",
                "it objected on",
                f"در {DAR} با آن مخالفت کرده است (مبنای قانونی: «قرارداد»)",
            ),
            (
                "expired",
                "the lawful ground ended on",
                f"مبنای قانونی آن («قرارداد») در {DAR} پایان یافته است",
            ),
        )
    },
    "no permission, since nothing is known": (
        permission("unknown", None, contact=None, purpose="alumni"),
        (
            "lead 'L-1' may not be contacted for 'alumni' by e-mail: nothing is "
            "recorded; "
            "no way to reach it by e-mail is known"
        ),
        (
            "تماس با سرنخ «L-1» برای «alumni» از راه ایمیل مجاز نیست: چیزی ثبت نشده "
            "است؛ برای ایمیل هیچ راه ارتباطی ثبت نشده است"
        ),
    ),
    "no permission, since it was erased": (
        permission("erased", None, contact=None),
        (
            "lead 'L-1' may not be contacted for marketing by e-mail: it was erased; "
            "no way to reach it by e-mail is known"
        ),
        (
            "تماس با سرنخ «L-1» برای بازاریابی از راه ایمیل مجاز نیست: داده‌های شخصی "
            "سرنخ پاک شده است؛ برای ایمیل هیچ راه ارتباطی ثبت نشده است"
        ),
    ),
    "permission without a way": (
        permission("granted", contact=None),
        (
            "lead 'L-1' may be contacted for marketing by e-mail: consent was granted "
            f"on {AT}; no way to reach it by e-mail is known"
        ),
        (
            "تماس با سرنخ «L-1» برای بازاریابی از راه ایمیل مجاز است: "
            f"رضایت در {DAR} داده شده است؛ ولی برای ایمیل هیچ راه ارتباطی ثبت نشده است"
        ),
    ),
    "points for the newest one": (
        lk.Points(2, per=lk.activity("purchased"), at_most=1),
        "2 points for each 'Purchase'; for the newest 1 only",
        "۲ امتیاز به ازای هر «خرید»؛ فقط برای آخرین مورد",
    ),
    "two records that are one": (
        Duplicates(
            (Host(id="L-1", name=CANARY), Host(id="L-2", name=CANARY)),
            (
                Match("email", ("L-1", "L-2"), CANARY),
                Match("name", ("L-1", "L-2"), CANARY),
                Match("tax_number", ("L-1", "L-2"), CANARY),
            ),
        ),
        "leads 'L-1' and 'L-2' seem to be one, by their e-mail, name and 'tax_number'",
        "سرنخ‌های «L-1» و «L-2» یکی به نظر می‌رسند (بنا بر ایمیل، نام و «tax_number»)",
    ),
    "two records of one key": (
        Duplicates(
            tuple(Host(id=name) for name in ("L-1", "L-2", "L-3")),
            (Match("phone", ("L-1", "L-2", "L-3"), CANARY),),
        ),
        "leads 'L-1', 'L-2' and 'L-3' seem to be one, by their phone",
        "سرنخ‌های «L-1»، «L-2» و «L-3» یکی به نظر می‌رسند (بنا بر تلفن)",
    ),
    "a tombstone": (
        lk.Tombstone(
            id="L-2", into="L-1", stage="prospect", lead=Host(id="L-2", name=CANARY)
        ),
        "lead 'L-2' was merged into lead 'L-1'; it was in stage 'prospect'",
        "سرنخ «L-2» در سرنخ «L-1» ادغام شده است؛ در مرحله‌ی «مشتری احتمالی» بود",
    ),
    "no permission, since it was refused": (
        permission("denied", lk.Consent(**EMAIL, status="denied")),
        (
            "lead 'L-1' may not be contacted for marketing by e-mail: consent was "
            "denied "
            f"on {AT}"
        ),
        (
            "تماس با سرنخ «L-1» برای بازاریابی از راه ایمیل مجاز نیست: درخواست رضایت "
            "در "
            f"{DAR} رد شده است"
        ),
    ),
    "no permission, since it was withdrawn": (
        permission("withdrawn", lk.Consent(**EMAIL, granted=False)),
        (
            "lead 'L-1' may not be contacted for marketing by e-mail: consent was "
            f"withdrawn on {AT}"
        ),
        (
            "تماس با سرنخ «L-1» برای بازاریابی از راه ایمیل مجاز نیست: رضایت در "
            f"{DAR} پس گرفته شده است"
        ),
    ),
    "no permission any more": (
        permission("expired", attrs.evolve(GRANTED, at=NOW - DAY, expires_at=NOW)),
        (
            "lead 'L-1' may not be contacted for marketing by e-mail: consent "
            "expired on "
            f"{AT}"
        ),
        (
            "تماس با سرنخ «L-1» برای بازاریابی از راه ایمیل مجاز نیست: رضایت در "
            f"{DAR} منقضی شده است"
        ),
    ),
    "no permission by a machine": (
        permission("machine", attrs.evolve(GRANTED, actor="machine")),
        (
            "lead 'L-1' may not be contacted for marketing by e-mail: only a machine "
            f"consented, on {AT}"
        ),
        (
            "تماس با سرنخ «L-1» برای بازاریابی از راه ایمیل مجاز نیست: "
            f"رضایت را در {DAR} فقط یک ماشین داده است"
        ),
    ),
    "a decision": (
        PLAYBOOK.lifecycle.decide(LEAD, "nurture", as_of=NOW),
        "the move 'nurture' from 'lead' to 'nurtured lead' is possible",
        "گذار «پرورش» از مرحله‌ی «سرنخ» به مرحله‌ی «سرنخ پرورش‌یافته» امکان‌پذیر است",
    ),
    "a transition": (
        lk.Transition("ask", ["lead", "known"], "prospect"),
        "the move 'ask' from 'lead' or 'known' to 'prospect'",
        "گذار «ask» از مرحله‌ی «سرنخ» یا «known» به مرحله‌ی «مشتری احتمالی»",
    ),
    "a way back": (
        lk.Transition("reopen", "lost", lk.PREVIOUS, kind="back"),
        "the move 'reopen' from 'lost' to where it was before",
        "گذار «بازگشایی» از مرحله‌ی «ازدست‌رفته» به مرحله‌ی پیش از آن",
    ),
    "due": (
        lk.Due(NOW, "churn", "90 days in stage lead"),
        f"the move 'churn' is due since {AT} (90 days in stage lead)",
        f"موعد گذار «ریزش» در {DAR} فرارسیده است (90 days in stage lead)",
    ),
    "due, without a reason": (
        lk.Due(NOW, "churn"),
        f"the move 'churn' is due since {AT}",
        f"موعد گذار «ریزش» در {DAR} فرارسیده است",
    ),
    "late": (
        lk.Late("L-1", "lead", NOW, NOW + DAY, timedelta(days=3, hours=5)),
        (
            f"lead 'L-1' in stage 'lead': the time that began on {AT} was up on 2 May "
            "2026, 12:00 UTC, 3 days ago"
        ),
        (
            f"سرنخ «L-1» در مرحله‌ی «سرنخ»: مهلتی که در {DAR} آغاز شد، در ۲ مه ۲۰۲۶ "
            "ساعت "
            "۱۲:۰۰ به وقت جهانی به سر آمد (۳ روز پیش)"
        ),
    ),
    "late by nothing": (
        lk.Late("L-1", "lead", NOW, NOW, timedelta(0)),
        (
            f"lead 'L-1' in stage 'lead': the time that began on {AT} was up on {AT}, "
            "0 "
            "days ago"
        ),
        (
            f"سرنخ «L-1» در مرحله‌ی «سرنخ»: مهلتی که در {DAR} آغاز شد، در {DAR} به سر "
            "آمد "
            "(۰ روز پیش)"
        ),
    ),
    "a timeline": (
        PLAYBOOK.lifecycle.timeline(
            attrs.evolve(
                LEAD,
                stage="nurtured",
                created_at=NOW - DAY,
                moves=[attrs.evolve(MOVE, resume_at=NOW + DAY)],
            ),
            as_of=NOW,
        ),
        (
            f"lead 'L-1', 1 day old (as of {AT})\n"
            "  'lead' since 30 April 2026, 12:00 UTC, for 1 day\n"
            f"  'nurtured lead' since {AT}, for 0 days, still there\n"
            "  it rests until 2 May 2026, 12:00 UTC"
        ),
        (
            f"سرنخ «L-1»: تا {DAR}، ۱ روز از ثبت سرنخ گذشته است\n"
            "  «سرنخ» از ۳۰ آوریل ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی، به مدت ۱ روز\n"
            f"  «سرنخ پرورش‌یافته» از {DAR}، به مدت ۰ روز، و هنوز در آن است\n"
            "  پیگیری سرنخ تا ۲ مه ۲۰۲۶ ساعت ۱۲:۰۰ به وقت جهانی متوقف است"
        ),
    ),
    "a timeline of nothing": (
        PLAYBOOK.lifecycle.timeline(Host(id="L-2"), as_of=NOW),
        f"lead 'L-2' (as of {AT})\n  'lead', since when is not known, still there",
        f"سرنخ «L-2» (در {DAR})\n  «سرنخ»، از زمانی نامعلوم، و هنوز در آن است",
    ),
    "a scorecard": (
        FIT,
        (
            "'fit' (at least -5 points, at most 100 points)\n"
            "  '50 or more': 20 points; condition: employees has to be at least 50\n"
            "  'webinars': 15 points for each 'Attended a webinar'; halved every 30 "
            "days; "
            "for the newest 3 only; for 1 a day at most; at most 10 points\n"
            "  'web' (at least -1 point, at most 3 points)\n"
            "    -3 points for each whole unit of employees; condition: employees "
            "has to "
            "be at least 1\n"
            "    1 point for each 'Page viewed'; fading to nothing in 90 days"
        ),
        (
            "«fit» (دست‌کم منفی ۵ امتیاز، حداکثر ۱۰۰ امتیاز)\n"
            "  «50 or more»: ۲۰ امتیاز؛ شرط: employees باید دست‌کم ۵۰ باشد\n"
            "  «webinars»: ۱۵ امتیاز به ازای هر «شرکت در وبینار»؛ هر ۳۰ روز نصف "
            "می‌شود؛ فقط برای ۳ مورد آخر؛ حداکثر برای ۱ مورد در روز؛ حداکثر ۱۰ امتیاز\n"
            "  «web» (دست‌کم منفی ۱ امتیاز، حداکثر ۳ امتیاز)\n"
            "    منفی ۳ امتیاز به ازای هر واحد کامل از employees؛ شرط: employees باید "
            "دست‌کم ۱ باشد\n"
            "    ۱ امتیاز به ازای هر «بازدید از صفحه»؛ طی ۹۰ روز به‌تدریج محو می‌شود"
        ),
    ),
    "a playbook": (
        PLAYBOOK,
        (
            "the playbook 'sales' for Host: scorecards: 'fit'; qualifications: "
            "marketing-qualified lead (MQL), sales-accepted lead (SAL)"
        ),
        (
            "دستورنامه‌ی «sales» برای Host: کارت‌های امتیاز: «fit»؛ صلاحیت‌ها: سرنخ "
            "واجد "
            "شرایط بازاریابی (MQL)، سرنخ پذیرفته‌شده‌ی فروش (SAL)"
        ),
    ),
    "a playbook of nothing": (
        lk.Playbook("x", record=Host),
        "the playbook 'x' for Host: scorecards: nothing; qualifications: nothing",
        "دستورنامه‌ی «x» برای Host: کارت‌های امتیاز: هیچ؛ صلاحیت‌ها: هیچ",
    ),
    "a comparison of the same": (
        CALM.compare(CALM, [LEAD], as_of=NOW),
        f"'calm' against 'calm': 1 lead (as of {AT})\n  nothing would change",
        f"«calm» در برابر «calm»: ۱ سرنخ (در {DAR})\n  چیزی تغییر نمی‌کند",
    ),
    "a comparison": (
        PLAYBOOK.compare(
            CALM,
            [
                attrs.evolve(LEAD, employees=100),
                attrs.evolve(LEAD, id="L-2", employees=60, budget=1),
            ],
            as_of=NOW,
        ),
        (
            f"'sales' against 'calm': 2 leads (as of {AT})\n"
            "  marketing-qualified lead (MQL): 1 gained, 1 lost\n"
            "    'L-1': gained, before: marketing-qualified lead (MQL): unknown; not "
            "known: budget has to be at least 1 (it is not known); met: the score "
            "'fit' "
            "has to be at least 20 (it is 29); missing: budget\n"
            "    'L-2': lost, after: marketing-qualified lead (MQL): no; not met: "
            "employees has to be at least 100 (it is 60)\n"
            "  the score 'fit': 0 up, 2 down, mean -29\n"
            "    'L-1': 29 to 0\n"
            "    'L-2': 29 to 0\n"
            "  grade: 2 changed\n"
            "    'L-1': 'A' to none\n"
            "    'L-2': 'A' to none\n"
            "  temperature: 2 changed\n"
            "    'L-1': warm to none\n"
            "    'L-2': warm to none\n"
            "  possible moves: 2 changed\n"
            "    'L-1': no longer possible: 'nurture'\n"
            "    'L-2': no longer possible: 'nurture'"
        ),
        (
            f"«sales» در برابر «calm»: ۲ سرنخ (در {DAR})\n"
            "  سرنخ واجد شرایط بازاریابی (MQL): اعطا به ۱ سرنخ، لغو برای ۱ سرنخ\n"
            "    «L-1»: اعطا می‌شود؛ پیش‌تر: سرنخ واجد شرایط بازاریابی (MQL): "
            "نامعلوم؛ "
            "معلوم نیست: budget باید دست‌کم ۱ باشد (اکنون ناموجود است)؛ برآورده است: "
            "نمره‌ی «fit» باید دست‌کم ۲۰ باشد (اکنون ۲۹ است)؛ داده‌های ناموجود: "
            "budget\n"
            "    «L-2»: لغو می‌شود؛ پس از آن: سرنخ واجد شرایط بازاریابی (MQL): خیر؛ "
            "برآورده نیست: employees باید دست‌کم ۱۰۰ باشد (اکنون ۶۰ است)\n"
            "  نمره‌ی «fit»: ۰ افزایش، ۲ کاهش، میانگین منفی ۲۹\n"
            "    «L-1»: از ۲۹ به ۰\n"
            "    «L-2»: از ۲۹ به ۰\n"
            "  رتبه: ۲ تغییر\n"
            "    «L-1»: از «A» به بدون مقدار\n"
            "    «L-2»: از «A» به بدون مقدار\n"
            "  دما: ۲ تغییر\n"
            "    «L-1»: از گرم به بدون مقدار\n"
            "    «L-2»: از گرم به بدون مقدار\n"
            "  گذارهای ممکن: ۲ تغییر\n"
            "    «L-1»: دیگر ممکن نیست: «پرورش»\n"
            "    «L-2»: دیگر ممکن نیست: «پرورش»"
        ),
    ),
    "a problem": (
        lk.Problem("contradictory", where="card 'fit', points 'x'", rule="n >= 5"),
        "card 'fit', points 'x': <n >= 5> can never hold",
        "card 'fit', points 'x': <n >= 5> هیچ‌گاه برقرار نمی‌شود",
    ),
    "a problem with details": (
        lk.Problem("unreachable", "lost", details="so never this"),
        "stage 'lost' is unreachable: no path of moves leads to it (so never this)",
        (
            "به مرحله‌ی «lost» نمی‌توان رسید: هیچ مسیری از گذارها به آن نمی‌رسد (so "
            "never "
            "this)"
        ),
    ),
    "what is undecided": (
        lk.Problem("undecided", rule="n >= 5", other="can hold"),
        "it is undecided whether <n >= 5> can hold",
        "اثبات یا رد نشده است که <n >= 5> می‌تواند برقرار شود",
    ),
    "an analysis": (
        lk.analyse(F.employees >= 5),
        "employees >= 5: true for some leads",
        "<employees >= 5> برای برخی از سرنخ‌ها برقرار است",
    ),
    "an analysis of always": (
        lk.analyse(lk.ALWAYS),
        "always: always true",
        "<always> همیشه برقرار است",
    ),
    "an analysis of never": (
        lk.analyse(lk.NEVER),
        "never: never true",
        "<never> هیچ‌گاه برقرار نمی‌شود",
    ),
    "an analysis without an answer": (
        lk.Analysis(F.employees >= 5, None, None, why="it is opaque"),
        "employees >= 5: undecided, because it is opaque",
        "درباره‌ی <employees >= 5> چیزی اثبات نشده است (it is opaque)",
    ),
    "a relation": (
        lk.relate(F.employees >= 5, F.employees >= 1),
        "<employees >= 5> is only true with <employees >= 1>",
        "هرگاه <employees >= 5> برقرار باشد، <employees >= 1> نیز برقرار است",
    ),
    "a relation the other way": (
        lk.relate(F.employees >= 1, F.employees >= 5),
        "<employees >= 1> is always true with <employees >= 5>",
        "هرگاه <employees >= 5> برقرار باشد، <employees >= 1> نیز برقرار است",
    ),
    "a relation of the same": (
        lk.relate(F.employees >= 1, F.employees >= 1),
        "<employees >= 1> is the same as <employees >= 1>",
        "<employees >= 1> و <employees >= 1> هم‌ارزند",
    ),
    "a relation of opposites": (
        lk.relate(F.employees >= 1, F.employees < 1),
        "<employees >= 1> is never true together with <employees < 1>",
        "<employees >= 1> و <employees < 1> هیچ‌گاه با هم برقرار نمی‌شوند",
    ),
    "no relation": (
        lk.relate(F.employees >= 1, F.budget < 1),
        "<employees >= 1> is independent of <budget < 1>",
        "میان <employees >= 1> و <budget < 1> رابطه‌ای برقرار نیست",
    ),
    "a relation without an answer": (
        lk.Relation(F.employees >= 1, F.budget < 1, None, None, None, why="opaque"),
        "<employees >= 1> is undecided beside <budget < 1>",
        "میان <employees >= 1> و <budget < 1> رابطه‌ای اثبات نشده است",
    ),
    "a code": (Stage.PROSPECT, "Prospect", "مشتری احتمالی"),
    "a rule": (
        lk.conversed(),
        "a two-way conversation has to have taken place",
        "باید گفت‌وگویی دوطرفه انجام شده باشد",
    ),
    "a flag": (
        F.free_mail,
        "free mail has to be yes",
        "free_mail باید «بله» باشد",
    ),
    "a reason": (
        lk.explain(lk.conversed(), LEAD, as_of=NOW),
        "no: a two-way conversation has to have taken place",
        "خیر: باید گفت‌وگویی دوطرفه انجام شده باشد",
    ),
    "a refusal": (
        lk.MoveRefused("no-transition", "L-1", "ask", "lead", NOW),
        (
            "The move 'ask' is not possible for lead 'L-1' (stage: lead): this move "
            "doesn't start from the stage that it is in; possible now: nothing."
        ),
        (
            "گذار «ask» برای سرنخ «L-1» (مرحله: سرنخ) ممکن نیست: این گذار برای مرحله‌ی "
            "کنونی تعریف نشده است؛ گذارهای ممکن در این لحظه: هیچ."
        ),
    ),
}
SAID["a number"] = (*SAID["a number"][:2], "حاصل‌ضرب employees در ۲")
# An explanation that somebody asks for shows the values seen.
EXPLANATIONS = (lk.Verdict, lk.Assessment, lk.Comparison)


def numerals(text):
    """
    The numbers of a text, but for 1, which may be a word.
    """
    found = re.findall(
        r"[0-9]+", text.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    )
    return sorted(one for one in found if one != "1")


class TestInWords:
    @pytest.mark.parametrize("name", SAID)
    def test_sentences(self, name):
        """
        Each thing has its sentence in each language.
        """
        spoken, english, persian = SAID[name]

        assert english == in_words(spoken)
        assert persian == plain(in_words(spoken, language="fa"))

    @pytest.mark.parametrize("name", _SPEAKERS)
    def test_no_kind_is_forgotten(self, name):
        """
        Each kind of thing that there are words for is in the table here.
        """
        said = {type(event) for one, *_ in SAID.values() for event in _parts(one)}

        assert any(issubclass(one, locate(name)) for one in said)

    def test_type_checkers_let_through_what_has_words(self):
        """
        What in_words() takes, by its annotation, is what there are words for.
        """
        kinds = {get_origin(one) or one for one in get_args(Spoken)}

        assert kinds == set(map(locate, _SPEAKERS))

    def test_all_that_has_a_text_has_words(self):
        """
        Whatever public class says something by itself says it in both languages.
        """
        public = [getattr(lk, name) for name in lk.__all__]
        telling = {
            one
            for one in public
            if inspect.isclass(one)
            and one.__str__ not in {object.__str__, Exception.__str__, str.__str__}
            and not issubclass(one, lk.LeadkitError)  # they are for programmers
        }
        spoken = set(map(locate, _SPEAKERS))
        # Members of enumerations and their labels are tested below.
        rest = {
            one.__name__
            for one in telling
            if not issubclass(one, (*spoken, str)) and one.__str__ is not one.__repr__
        }

        assert set() == rest - {"NoneType"}

    @pytest.mark.parametrize(
        "code",
        [
            code
            for one in vars(codes).values()
            if inspect.isclass(one)
            and issubclass(one, str)
            and one is not codes.StrEnum
            for code in one
        ],
        ids=repr,
    )
    def test_a_code_is_its_label(self, code):
        """
        A member of an enumeration is said by its label.
        """
        assert lk.label(code) == in_words(code)
        assert lk.label(code, language="fa") == in_words(code, language="fa")

    @pytest.mark.parametrize("name", SAID)
    def test_both_languages_have_the_same_numbers(self, name):
        """
        What is counted in one language is counted in the other, in its own digits.
        """
        spoken = SAID[name][0]
        english, persian = in_words(spoken), in_words(spoken, language="fa")

        assert numerals(english) == numerals(plain(persian))

    @pytest.mark.parametrize("name", SAID)
    def test_persian_is_persian(self, name):
        """
        Nothing Latin, and no digit of Europe, stands outside of isolates in Persian.
        """
        rest = prose(in_words(SAID[name][0], language="fa"))

        assert any("AL" == bidirectional(char) for char in rest)
        assert not re.findall("[A-Za-z0-9\u2066-\u2069]", rest)

    @pytest.mark.parametrize("name", SAID)
    def test_no_text_of_the_lead_is_shown_unasked(self, name):
        """
        Only what explains shows texts of the lead; no event, record or permission does.
        """
        spoken = SAID[name][0]
        if not isinstance(spoken, EXPLANATIONS):
            assert CANARY not in in_words(spoken)
            assert CANARY not in in_words(spoken, language="fa")

    @given(cards(), hosts(), instants(), st.sampled_from(["en", "fa"]))
    def test_scores(self, card, lead, as_of, language):
        """
        A score is said in as many lines as it has, with what is missing.
        """
        score = card.score(lead, as_of=as_of)
        rows = in_words(score, language=language).split("\n")

        assert 1 + len(score.lines) + bool(score.missing) == len(rows)

    @given(rules(opaque=True), rules(opaque=True), hosts(), instants())
    def test_verdicts(self, when, until, lead, as_of):
        """
        A verdict is one line, in Persian too, whatever its rules are.
        """
        verdict = lk.Qualification("MQL", when=when, until=until).judge(
            lead, as_of=as_of
        )
        english, persian = in_words(verdict), in_words(verdict, language="fa")

        assert [english] == english.splitlines()
        assert [persian] == persian.splitlines()
        assert not re.findall("[A-Za-z0-9\u2066-\u2069]", prose(persian))

    @given(lifecycles(), st.data())
    def test_lives(self, lifecycle, data):
        """
        Moves, events and the way through the stages are said, whatever they are.
        """
        lead = lived(lifecycle, data.draw(steps()))[0][-1]
        told = [*lead.moves, *lifecycle.transitions]
        told.append(lifecycle.timeline(lead, as_of=NOW))
        for one in told:
            assert not re.findall(
                "[A-Za-z0-9\u2066-\u2069]", prose(in_words(one, language="fa"))
            )
            assert in_words(one).isprintable() or isinstance(one, lk.Timeline)


def _parts(spoken):
    yield spoken
    if isinstance(spoken, lk.Outcome):
        yield from spoken.events
    if isinstance(spoken, lk.Assessment):
        yield from (*spoken.scores.values(), *spoken.verdicts.values(), spoken.summary)
    if isinstance(spoken, AccountScore):
        yield from spoken.people
    if isinstance(spoken, lk.Group):
        yield from spoken.entries


class TestProblems:
    @pytest.mark.parametrize("kind", get_args(ProblemKind))
    def test_each_kind_is_said_with_its_facts(self, kind):
        """
        A problem of each kind has words, with all that its English sentence names.
        """
        problem = lk.Problem(kind, stage="one", rule="two", other="three")
        persian = in_words(problem, language="fa")

        assert str(problem) == in_words(problem)
        for fact in ("one", "two", "three"):
            assert (fact in str(problem)) is (fact in persian)


OURS = lk.vocabulary.custom(
    "ours",
    labels={
        "prospect": {"en": "Deal", "fa": "معامله"},
        "customer": {"fa": "VIP"},
        "badge_scanned": {"en": "Badge scanned", "fa": "پویش کارت"},
        "MQL": {"en": "Warm lead", "fa": "سرنخ گرم"},
    },
)


class TestVocabulary:
    @pytest.mark.parametrize(
        ("spoken", "english", "persian"),
        [
            (Stage.PROSPECT, "Deal", "معامله"),
            (
                lk.in_stage("prospect", "lead"),
                "it has to be in stage 'Deal' or 'Lead'",
                "باید در مرحله‌ی «معامله» یا «سرنخ» باشد",
            ),
            (
                lk.holds("MQL") & (lk.activity("badge_scanned").count() >= 1),
                (
                    "it has to be a warm lead (MQL), and there has to be at least one "
                    "'Badge scanned'"
                ),
                (
                    "باید سرنخ گرم (MQL) باشد و باید دست‌کم یک مورد «پویش کارت» ثبت "
                    "شده باشد"
                ),
            ),
            (
                lk.Transition("ask", "prospect", "customer"),
                "the move 'ask' from 'deal' to 'customer'",
                "گذار «ask» از مرحله‌ی «معامله» به مرحله‌ی «VIP»",
            ),
        ],
        ids=str,
    )
    def test_a_host_s_own_labels_are_said(self, spoken, english, persian):
        """
        Where a vocabulary has a label of its own, that is what is said.
        """
        assert english == in_words(spoken, vocabulary=OURS)
        assert persian == plain(in_words(spoken, language="fa", vocabulary=OURS))

    @pytest.mark.parametrize(
        ("language", "told"), [("en", "for 'launch'"), ("fa", "برای «رونمایی»")]
    )
    def test_a_purpose_has_its_label(self, language, told):
        """
        A purpose of the host's own is said by its label, if it has one.
        """
        labels = {"launch": {"en": "Launch", "fa": "رونمایی"}}
        ours = lk.vocabulary.custom("ours", labels=labels)
        rule = lk.reachable("launch")

        assert told in in_words(rule, language=language, vocabulary=ours).replace(
            "Launch", "launch"
        )

    def test_a_refusal_is_told_by_them(self):
        """
        A refusal knows the labels too, by itself and when it is spoken.
        """
        lead = Host(id="L-1", stage="prospect")
        with pytest.raises(lk.MoveRefused) as caught:
            lk.standard.lifecycle().advance(lead, "nurture", at=NOW)

        assert "(stage: deal)" in caught.value.in_words("en", OURS)
        assert "(مرحله: معامله)" in in_words(
            caught.value, language="fa", vocabulary=OURS
        )

    def test_a_latin_label_is_isolated_in_persian(self):
        """
        A label that is written the other way is kept together.
        """
        told = in_words(lk.in_stage("customer"), language="fa", vocabulary=OURS)

        assert "«\u2068VIP\u2069»" in told

    @given(rules(opaque=True), hosts(), st.sampled_from(["en", "fa"]))
    def test_what_has_no_label_of_its_own_is_said_as_ever(self, rule, lead, language):
        """
        A vocabulary without labels says what leadkit says.
        """
        reason = lk.explain(rule, lead, as_of=NOW)
        bare = lk.vocabulary.custom("bare")

        assert in_words(reason, language=language) == in_words(
            reason, language=language, vocabulary=bare
        )

    @pytest.mark.parametrize("vocabulary", ["hubspot", {"lead": "Lead"}, 3])
    def test_what_has_no_labels_is_refused(self, vocabulary):
        """
        Something else than a vocabulary is refused.
        """
        with pytest.raises(lk.InputError, match="a Vocabulary") as caught:
            in_words(lk.ALWAYS, vocabulary=vocabulary)

        assert "vocabulary" == caught.value.subject


class TestZone:
    @pytest.mark.parametrize("language", ["en", "fa"])
    @pytest.mark.parametrize("spoken", [one for one, *_ in SAID.values()])
    def test_utc_is_what_is_left_out(self, spoken, language):
        """
        Instants are said in UTC, unless another zone is asked for.
        """
        assert in_words(spoken, language=language) == in_words(
            spoken, language=language, zone=UTC
        )

    @pytest.mark.parametrize(
        ("zone", "english", "persian"),
        [
            (ZoneInfo("Asia/Tehran"), "2 May 2026, 00:00 Asia/Tehran", "تهران"),
            (ZoneInfo("Asia/Kabul"), "2 May 2026, 01:00 Asia/Kabul", "کابل"),
            (ZoneInfo("Asia/Tokyo"), "2 May 2026, 05:30 Asia/Tokyo", "Asia/Tokyo"),
            (timezone(-DAY / 4), "1 May 2026, 14:30 UTC-06:00", "UTC-06:00"),
        ],
    )
    def test_the_day_is_that_of_the_zone(self, zone, english, persian):
        """
        An instant is said by the calendar and the clock of the zone, with its name.
        """
        at = datetime(2026, 5, 1, 20, 30, tzinfo=UTC)
        said = attrs.evolve(GRANTED, at=at)
        told = plain(in_words(said, language="fa", zone=zone))

        assert in_words(said, zone=zone).endswith(f"on {english}")
        assert f"به وقت {persian} " in told
        day, _, time = english.partition(" May 2026, ")
        digits = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
        assert f"{day} مه 2026 ساعت {time[:5]}".translate(digits) in told

    @pytest.mark.parametrize("language", ["en", "fa"])
    def test_every_instant_is_in_the_zone(self, language):
        """
        Constants of rules, values seen, and refusals are said in the zone too.
        """
        zone = ZoneInfo("Asia/Tehran")
        lead = Host(id="L-1", created_at=NOW)
        rule = lk.fields(Host).created_at.before(NOW - DAY)
        with pytest.raises(lk.MoveRefused) as caught:
            lk.standard.lifecycle().replay(
                lead,
                [
                    lk.Move(
                        trigger="convert",
                        source="lost",
                        target="customer",
                        kind="forward",
                        at=NOW,
                        by="x",
                    )
                ],
            )
        told = "".join(
            in_words(one, language=language, zone=zone)
            for one in (lk.explain(rule, lead, as_of=NOW), caught.value)
        )

        assert told.count("Tehran" if language == "en" else "تهران") == 3
        assert "UTC" not in told
        assert "جهانی" not in told

    def test_the_end_of_the_calendar_is_said_in_utc(self):
        """
        Where a zone's calendar has no such day, that of UTC has.
        """
        rule = lk.fields(Host).created_at.before(datetime.max.replace(tzinfo=UTC))

        assert "9999, 23:59:59.999999 UTC" in in_words(rule, zone=timezone(DAY / 4))

    @pytest.mark.parametrize("zone", ["Asia/Tehran", 3.5, timedelta(hours=1)])
    def test_what_is_no_zone_is_refused(self, zone):
        """
        Something else than a time zone is refused.
        """
        with pytest.raises(lk.InputError, match="a time zone") as caught:
            in_words(lk.ALWAYS, zone=zone)

        assert "zone" == caught.value.subject


class TestDirections:
    @pytest.mark.parametrize("name", ["شرکت ABC تهران", "ABC تهران", "تناسب", "plain"])
    def test_a_name_stays_together(self, name):
        """
        In Persian, a rule runs from the left to the right, and each name in it is kept
        together, whichever way it is written.
        """
        card = lk.Scorecard(name, [lk.Points(1, when=lk.ALWAYS)])
        told = in_words(
            lk.Problem("always", rule=f"{F.title.contains(name)}"), language="fa"
        )
        total = in_words(card >= 20, language="fa")

        assert told.startswith("\u2066<title contains ")
        mixed = name != "plain"
        assert mixed is (f"'\u2068{name}\u2069'>\u2069" in told)
        assert f"«\u2068{name}\u2069»" in total

    def test_a_number_beside_a_name_keeps_its_side(self):
        """
        A name without quotes is isolated by itself, so that what follows it stays.
        """
        told = in_words(lk.Problem("always", rule="تناسب >= 30"), language="fa")

        assert told.startswith("\u2066<\u2068تناسب\u2069 >= 30>\u2069")

    def test_nothing_breaks_out(self):
        """
        Marks of direction in a name are shown, and have no effect.
        """
        told = in_words(lk.Problem("always", rule="a\u2069\u202eb"), language="fa")

        assert r"<a\u2069\u202eb>" in told
