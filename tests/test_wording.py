"""
Rules and reasons in words: what has to be so, in English and Persian.
"""

import re
from datetime import UTC, datetime, timedelta
from unicodedata import bidirectional

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from persian import plain, prose
from strategies import (
    NOW,
    TICK,
    F,
    Host,
    Tier,
    has_name,
    host,
    hosts,
    numbers,
    records,
    rules,
)

import leadkit as lk
from leadkit import (
    ALWAYS,
    NEVER,
    InputError,
    RuleError,
    activity,
    all_of,
    any_of,
    at_least,
    came_from,
    consented,
    contacted,
    conversed,
    explain,
    has_been,
    holds,
    in_stage,
    in_words,
    is_lead,
    reachable,
    standard,
    time_in_stage,
)
from leadkit.codes import CONTACTS
from leadkit.rules import nodes as n
from leadkit.rules.answers import Reason
from leadkit.rules.meaning import ask, enough, opposite
from leadkit.rules.wording.clauses import (
    Join,
    Leaf,
    how_many,
    in_days,
    of_reason,
    of_rule,
)
from leadkit.rules.wording.figures import decimals, printable
from leadkit.rules.wording.persian_values import span
from leadkit.rules.wording.telling import (
    LANGUAGES,
    unmet_in_words,
    ways_in_words,
    words_of,
)

ENGLISH, PERSIAN = words_of("en"), words_of("fa")
ENGAGEMENT = lk.Scorecard("engagement", [lk.Points(37, when=ALWAYS)])
OLD = datetime(2026, 4, 1, tzinfo=UTC)
EXACT = datetime(2026, 4, 1, 9, 30, 5, 250, tzinfo=UTC)
NOBODY = Host(id="L-1")
KNOWN = Host(
    id="L-1",
    employees=12,
    title="Clerk",
    free_mail=False,
    trial_ends=OLD,
    tier=Tier.GOLD,
    plan="free",
    created_at=NOW - timedelta(days=1),
    activities=[
        lk.Activity(id="a1", type="purchased", at=NOW - timedelta(days=5), value=2.5),
        lk.Activity(id="a2", type="purchased", at=NOW - timedelta(days=4), value=7),
    ],
)


def told(rule, lead):
    """
    What has to be so for a rule, and what is the case, in both languages.
    """
    reason = explain(rule, lead, as_of=NOW)
    return (
        unmet_in_words([reason], ENGLISH),
        plain(unmet_in_words([reason], PERSIAN)),
    )


# What each kind of question asks for, with its opposite.
QUESTIONS = {
    ALWAYS: (
        "nothing is needed",
        "nothing can make it so",
        "چیزی لازم نیست",
        "هیچ راهی برای آن نیست",
    ),
    NEVER: (
        "nothing can make it so",
        "nothing is needed",
        "هیچ راهی برای آن نیست",
        "چیزی لازم نیست",
    ),
    F.employees >= 50: (
        "employees has to be at least 50",
        "employees has to be less than 50",
        "employees باید دست‌کم ۵۰ باشد",
        "employees باید کمتر از ۵۰ باشد",
    ),
    F.budget <= 2.5: (
        "budget has to be at most 2.5",
        "budget has to be more than 2.5",
        "budget باید حداکثر ۲٫۵ باشد",
        "budget باید بیش از ۲٫۵ باشد",
    ),
    F.employees == -3: (
        "employees has to be -3",
        "employees must not be -3",
        "employees باید منفی ۳ باشد",
        "employees نباید منفی ۳ باشد",
    ),
    F.title.contains("Head"): (
        "title has to contain 'Head'",
        "title must not contain 'Head'",
        "title باید شامل «Head» باشد",
        "title نباید شامل «Head» باشد",
    ),
    F.title.starts_with("Head"): (
        "title has to start with 'Head'",
        "title must not start with 'Head'",
        "title باید با «Head» آغاز شود",
        "title نباید با «Head» آغاز شود",
    ),
    F.title.ends_with("'s"): (
        'title has to end with "\'s"',
        'title must not end with "\'s"',
        "title باید با «'s» پایان یابد",
        "title نباید با «'s» پایان یابد",
    ),
    F.trial_ends.before(OLD): (
        "trial ends has to be before 1 April 2026, 00:00 UTC",
        "trial ends must not be before 1 April 2026, 00:00 UTC",
        "trial_ends باید پیش از ۱ آوریل ۲۰۲۶ ساعت ۰۰:۰۰ به وقت جهانی باشد",
        "trial_ends نباید پیش از ۱ آوریل ۲۰۲۶ ساعت ۰۰:۰۰ به وقت جهانی باشد",
    ),
    F.trial_ends.after(F.created_at.or_default(EXACT)): (
        (
            "trial ends has to be after created at "
            "(taken as 1 April 2026, 09:30:05.000250 UTC if not known)"
        ),
        (
            "trial ends must not be after created at "
            "(taken as 1 April 2026, 09:30:05.000250 UTC if not known)"
        ),
        (
            "trial_ends باید پس از created_at (اگر ناموجود باشد، "
            "۱ آوریل ۲۰۲۶ ساعت ۰۹:۳۰:۰۵٫۰۰۰۲۵۰ به وقت جهانی) باشد"
        ),
        (
            "trial_ends نباید پس از created_at (اگر ناموجود باشد، "
            "۱ آوریل ۲۰۲۶ ساعت ۰۹:۳۰:۰۵٫۰۰۰۲۵۰ به وقت جهانی) باشد"
        ),
    ),
    F.employees.between(10, 49): (
        "employees has to be between 10 and 49",
        "employees must not be between 10 and 49",
        "employees باید بین ۱۰ و ۴۹ باشد",
        "employees نباید بین ۱۰ و ۴۹ باشد",
    ),
    F.plan.is_in("team", "pro"): (
        "plan has to be 'pro' or 'team'",
        "plan must not be 'pro' or 'team'",
        "plan باید «pro» یا «team» باشد",
        "plan نباید «pro» یا «team» باشد",
    ),
    F.employees.is_missing(): (
        "employees has to be missing",
        "employees must not be missing",
        "employees باید ناموجود باشد",
        "employees نباید ناموجود باشد",
    ),
    all_of(F.free_mail): (
        "free mail has to be yes",
        "free mail has to be no",
        "free_mail باید «بله» باشد",
        "free_mail باید «خیر» باشد",
    ),
    F.trial_ends.age() > 1: (
        "the time since trial ends has to be more than 1 day",
        "the time since trial ends has to be at most 1 day",
        "از trial_ends باید بیش از ۱ روز گذشته باشد",
        "از trial_ends باید حداکثر ۱ روز گذشته باشد",
    ),
    time_in_stage().between(1, 30): (
        "the time in its stage has to be between 1 and 30 days",
        "the time in its stage must not be between 1 and 30 days",
        "مدت ماندن در مرحله‌ی کنونی باید بین ۱ و ۳۰ روز باشد",
        "مدت ماندن در مرحله‌ی کنونی نباید بین ۱ و ۳۰ روز باشد",
    ),
    (F.employees + 1) * F.seats - 2 < 5: (
        (
            "(the product of (the sum of employees and 1) and seats) minus 2 "
            "has to be less than 5"
        ),
        (
            "(the product of (the sum of employees and 1) and seats) minus 2 "
            "has to be at least 5"
        ),
        "حاصل (حاصل‌ضرب (مجموع employees و ۱) در seats) منهای ۲ باید کمتر از ۵ باشد",
        "حاصل (حاصل‌ضرب (مجموع employees و ۱) در seats) منهای ۲ باید دست‌کم ۵ باشد",
    ),
    ENGAGEMENT >= 40: (
        "the score 'engagement' has to be at least 40",
        "the score 'engagement' has to be less than 40",
        "نمره‌ی «engagement» باید دست‌کم ۴۰ باشد",
        "نمره‌ی «engagement» باید کمتر از ۴۰ باشد",
    ),
    activity("purchased").count() >= 1: (
        "there has to be at least one 'Purchase'",
        "there must be no 'Purchase'",
        "باید دست‌کم یک مورد «خرید» ثبت شده باشد",
        "هیچ موردی از «خرید» نباید ثبت شده باشد",
    ),
    activity("badge_scanned").count() > 2: (
        "there have to be at least 3 of 'badge_scanned'",
        "there must be no more than 2 of 'badge_scanned'",
        "باید دست‌کم ۳ مورد «badge_scanned» ثبت شده باشد",
        "نباید بیش از ۲ مورد «badge_scanned» ثبت شده باشد",
    ),
    activity("purchased").count() == 2: (
        "there has to be exactly 2 of 'Purchase'",
        "the number of 'Purchase' must not be 2",
        "باید درست ۲ مورد «خرید» ثبت شده باشد",
        "تعداد موارد «خرید» نباید ۲ باشد",
    ),
    activity("session_ended").within(days=30).total() >= 5: (
        "the total value of 'Session ended' in the last 30 days has to be at least 5",
        "the total value of 'Session ended' in the last 30 days has to be less than 5",
        "جمع مقدارهای «پایان نشست» در ۳۰ روز گذشته باید دست‌کم ۵ باشد",
        "جمع مقدارهای «پایان نشست» در ۳۰ روز گذشته باید کمتر از ۵ باشد",
    ),
    activity("call_held").since("churned").within(days=1).days_since_last() <= 2: (
        (
            "the time since the last 'Call' since it last, if ever, became 'Churned' "
            "in the last day "
            "has to be at most 2 days"
        ),
        (
            "the time since the last 'Call' since it last, if ever, became 'Churned' "
            "in the last day "
            "has to be more than 2 days"
        ),
        (
            "از آخرین «تماس تلفنی» پس از آخرین ورود احتمالی به مرحله‌ی «ریزش‌کرده» در "
            "۱ روز گذشته باید حداکثر ۲ روز گذشته باشد"
        ),
        (
            "از آخرین «تماس تلفنی» پس از آخرین ورود احتمالی به مرحله‌ی «ریزش‌کرده» در "
            "۱ روز گذشته باید بیش از ۲ روز گذشته باشد"
        ),
    ),
    consented("marketing", "email"): (
        "it has to have consented to marketing by e-mail",
        "it must not have consented to marketing by e-mail",
        "باید برای بازاریابی از راه ایمیل رضایت داده باشد",
        "نباید برای بازاریابی از راه ایمیل رضایت داده باشد",
    ),
    reachable("marketing"): (
        "we have to have its consent and a way to reach it for marketing",
        "we must not have both its consent and a way to reach it for marketing",
        "باید برای بازاریابی هم رضایت سرنخ را داشته باشیم و هم راه ارتباطی با او را",
        "نباید برای بازاریابی هم‌زمان رضایت سرنخ و راه ارتباطی با او را داشته باشیم",
    ),
    reachable("alumni", "sms"): (
        "we have to have its consent and a way to reach it for 'alumni' by SMS",
        "we must not have both its consent and a way to reach it for 'alumni' by SMS",
        (
            "باید برای «alumni» از راه پیامک هم رضایت سرنخ را داشته باشیم و هم راه "
            "ارتباطی با او را"
        ),
        (
            "نباید برای «alumni» از راه پیامک هم‌زمان رضایت سرنخ و راه ارتباطی با او "
            "را داشته باشیم"
        ),
    ),
    in_stage("lead", "asked"): (
        "it has to be in stage 'Lead' or 'asked'",
        "it must not be in stage 'Lead' or 'asked'",
        "باید در مرحله‌ی «سرنخ» یا «asked» باشد",
        "نباید در مرحله‌ی «سرنخ» یا «asked» باشد",
    ),
    has_been("customer"): (
        "it has to be or have been in stage 'Customer'",
        "it must never have been in stage 'Customer'",
        "باید اکنون یا پیش‌تر در مرحله‌ی «مشتری» بوده باشد",
        "نباید هیچ‌گاه در مرحله‌ی «مشتری» بوده باشد",
    ),
    came_from("nurtured"): (
        "it has to have come from stage 'Nurtured lead'",
        "it must not have come from stage 'Nurtured lead'",
        "باید از مرحله‌ی «سرنخ پرورش‌یافته» آمده باشد",
        "نباید از مرحله‌ی «سرنخ پرورش‌یافته» آمده باشد",
    ),
    holds("MQL"): (
        "it has to be a marketing-qualified lead (MQL)",
        "it must not be a marketing-qualified lead (MQL)",
        "باید سرنخ واجد شرایط بازاریابی (MQL) باشد",
        "نباید سرنخ واجد شرایط بازاریابی (MQL) باشد",
    ),
    holds("VIP"): (
        "it has to hold 'VIP'",
        "it must not hold 'VIP'",
        "باید صلاحیت «VIP» را داشته باشد",
        "نباید صلاحیت «VIP» را داشته باشد",
    ),
    conversed(): (
        "a two-way conversation has to have taken place",
        "a two-way conversation must not have taken place",
        "باید گفت‌وگویی دوطرفه انجام شده باشد",
        "نباید گفت‌وگویی دوطرفه انجام شده باشد",
    ),
    conversed(since="churned"): (
        (
            "a two-way conversation has to have taken place since it last, if ever, "
            "became 'Churned'"
        ),
        (
            "a two-way conversation must not have taken place since it last, if "
            "ever, became 'Churned'"
        ),
        (
            "باید پس از آخرین ورود احتمالی به مرحله‌ی «ریزش‌کرده» گفت‌وگویی دوطرفه "
            "انجام شده باشد"
        ),
        (
            "نباید پس از آخرین ورود احتمالی به مرحله‌ی «ریزش‌کرده» گفت‌وگویی دوطرفه "
            "انجام شده باشد"
        ),
    ),
    is_lead(): (
        "it has to be a lead (new, interested and reachable)",
        "it must not be a lead (new, interested and reachable)",
        "باید سرنخ (تازه، علاقه‌مند و در دسترس) باشد",
        "نباید سرنخ (تازه، علاقه‌مند و در دسترس) باشد",
    ),
    has_name: (
        "'has a name' has to hold",
        "'has a name' must not hold",
        "شرط «has a name» باید برقرار باشد",
        "شرط «has a name» نباید برقرار باشد",
    ),
}
BOUGHT = activity("purchased")
# How rules are joined.
JOINS = {
    holds("MQL") & conversed(): (
        (
            "it has to be a marketing-qualified lead (MQL), and a two-way conversation "
            "has to have taken place"
        ),
        (
            "باید سرنخ واجد شرایط بازاریابی (MQL) باشد و باید گفت‌وگویی دوطرفه انجام "
            "شده باشد"
        ),
    ),
    all_of(F.seats > 1, conversed(), has_name): (
        (
            "seats has to be more than 1, a two-way conversation has to have taken "
            "place, and 'has a name' has to hold"
        ),
        (
            "seats باید بیش از ۱ باشد، باید گفت‌وگویی دوطرفه انجام شده باشد و شرط «has "
            "a name» باید برقرار باشد"
        ),
    ),
    any_of(F.seats > 1, conversed(), has_name): (
        (
            "either seats has to be more than 1, or a two-way conversation has to have "
            "taken place, or 'has a name' has to hold"
        ),
        (
            "یا seats باید بیش از ۱ باشد، یا باید گفت‌وگویی دوطرفه انجام شده باشد، "
            "یا "
            "شرط «has a name» باید برقرار باشد"
        ),
    ),
    has_name & (F.seats > 1) & (conversed() | holds("VIP")): (
        (
            "'has a name' has to hold; seats has to be more than 1; and either a "
            "two-way conversation has to have taken place, or it has to hold 'VIP'"
        ),
        (
            "شرط «has a name» باید برقرار باشد؛ seats باید بیش از ۱ باشد؛ همچنین یا "
            "باید گفت‌وگویی دوطرفه انجام شده باشد، یا باید صلاحیت «VIP» را داشته باشد"
        ),
    ),
    holds("MQL") | holds("VIP") | holds("SQL"): (
        (
            "it has to be a marketing-qualified lead (MQL) or a sales-qualified lead "
            "(SQL) or hold 'VIP'"
        ),
        (
            "باید سرنخ واجد شرایط بازاریابی (MQL) یا سرنخ واجد شرایط فروش (SQL) باشد "
            "یا صلاحیت «VIP» را داشته باشد"
        ),
    ),
    holds("VIP") | holds("gold"): (
        "it has to hold 'VIP' or 'gold'",
        "باید صلاحیت «VIP» یا «gold» را داشته باشد",
    ),
    ~(holds("VIP") & holds("gold")): (
        "either it must not hold 'VIP', or it must not hold 'gold'",
        "یا نباید صلاحیت «VIP» را داشته باشد، یا نباید صلاحیت «gold» را داشته باشد",
    ),
    ~(holds("VIP") | ~(conversed() | is_lead())): (
        (
            "it must not hold 'VIP'; and either a two-way conversation has to have "
            "taken place, or it has to be a lead (new, interested and reachable)"
        ),
        (
            "نباید صلاحیت «VIP» را داشته باشد؛ همچنین یا باید گفت‌وگویی دوطرفه انجام "
            "شده باشد، یا باید سرنخ (تازه، علاقه‌مند و در دسترس) باشد"
        ),
    ),
    (holds("VIP") & conversed()) | is_lead(): (
        (
            "at least one of these has to be so: (1) it has to hold 'VIP', and a "
            "two-way conversation has to have taken place, (2) it has to be a lead "
            "(new, interested and reachable)"
        ),
        (
            "دست‌کم یکی از این‌ها باید برقرار باشد: (۱) باید صلاحیت «VIP» را داشته "
            "باشد و باید گفت‌وگویی دوطرفه انجام شده باشد، (۲) باید سرنخ (تازه، "
            "علاقه‌مند و در دسترس) باشد"
        ),
    ),
    at_least(2, holds("VIP"), conversed(), has_name): (
        (
            "at least 2 of these have to be so: (1) it has to hold 'VIP', (2) a "
            "two-way conversation has to have taken place, (3) 'has a name' has to hold"
        ),
        (
            "دست‌کم ۲ مورد از این‌ها باید برقرار باشد: (۱) باید صلاحیت «VIP» را داشته "
            "باشد، (۲) باید گفت‌وگویی دوطرفه انجام شده باشد، (۳) شرط «has a name» باید "
            "برقرار باشد"
        ),
    ),
    # Not two of three is two of the three opposites.
    ~at_least(2, holds("VIP"), conversed(), has_name): (
        (
            "at least 2 of these have to be so: (1) it must not hold 'VIP', (2) a "
            "two-way conversation must not have taken place, (3) 'has a name' must not "
            "hold"
        ),
        (
            "دست‌کم ۲ مورد از این‌ها باید برقرار باشد: (۱) نباید صلاحیت «VIP» را داشته "
            "باشد، (۲) نباید گفت‌وگویی دوطرفه انجام شده باشد، (۳) شرط «has a name» "
            "نباید برقرار باشد"
        ),
    ),
    # What would be a list in a list is quoted.
    is_lead() | (has_name & ~(conversed() & holds("VIP"))): (
        (
            "at least one of these has to be so: (1) it has to be a lead (new, "
            "interested and reachable), (2) <(has a name) & ~(conversed & (holds "
            "'VIP'))> has to hold"
        ),
        (
            "دست‌کم یکی از این‌ها باید برقرار باشد: (۱) باید سرنخ (تازه، علاقه‌مند و "
            "در "
            "دسترس) باشد، (۲) قاعده‌ی <(has a name) & ~(conversed & (holds 'VIP'))> "
            "باید برقرار باشد"
        ),
    ),
    is_lead() | ~at_least(2, has_name, conversed(), holds("VIP")): (
        (
            "at least one of these has to be so: (1) it has to be a lead (new, "
            "interested and reachable), (2) <~(at least 2 of (has a name), conversed, "
            "(holds 'VIP'))> has to hold"
        ),
        (
            "دست‌کم یکی از این‌ها باید برقرار باشد: (۱) باید سرنخ (تازه، علاقه‌مند و "
            "در "
            "دسترس) باشد، (۲) قاعده‌ی <~(at least 2 of (has a name), conversed, (holds "
            "'VIP'))> باید برقرار باشد"
        ),
    ),
}
# What activities are meant.
QUERIES = [
    (
        BOUGHT.where(medium="email", actor="machine"),
        (
            "'Purchase' by a machine by e-mail",
            "«خرید» از راه ایمیل به‌دست ماشین",
        ),
    ),
    (
        BOUGHT.where(channel="form", direction="inbound"),
        (
            "'Purchase' through 'Form' from the lead",
            "«خرید» از کانال «فرم» از سوی سرنخ",
        ),
    ),
    (
        BOUGHT.where(direction="outbound", purpose="sales"),
        (
            "'Purchase' from us for sales",
            "«خرید» از سوی ما برای فروش",
        ),
    ),
    (
        BOUGHT.where(campaign="spring", variant="B"),
        (
            "'Purchase' of campaign 'spring' of variant 'B'",
            "«خرید» در کارزار «spring» با گونه‌ی «B»",
        ),
    ),
    (BOUGHT.where(value=3), ("'Purchase' with the value 3", "«خرید» با مقدار ۳")),
    (
        BOUGHT.where(value_at_least=1, value_at_most=2.5),
        (
            "'Purchase' with a value of at least 1 with a value of at most 2.5",
            "«خرید» با مقدار دست‌کم ۱ با مقدار حداکثر ۲٫۵",
        ),
    ),
    (
        activity("referred", "reviewed", "cheered").within(hours=36),
        (
            "'Referred somebody', 'Reviewed us' or 'cheered' in the last 36 hours",
            "«معرفی به دیگران»، «نوشتن نظر» یا «cheered» در ۳۶ ساعت گذشته",
        ),
    ),
]
AGGREGATES = {
    "count": ("the number of 'Purchase'", "تعداد موارد «خرید»"),
    "total": ("the total value of 'Purchase'", "جمع مقدارهای «خرید»"),
    "largest": ("the largest value of 'Purchase'", "بزرگ‌ترین مقدار «خرید»"),
    "mean": ("the mean value of 'Purchase'", "میانگین مقدارهای «خرید»"),
    "latest": ("the latest value of 'Purchase'", "تازه‌ترین مقدار «خرید»"),
    "distinct_days": (
        "the number of days with 'Purchase'",
        "(شمار روزهایی که در آن‌ها «خرید» ثبت شده است)",
    ),
    "days_since_first": (
        "the time since the first 'Purchase'",
        "زمان گذشته از نخستین «خرید»",
    ),
    "days_since_last": (
        "the time since the last 'Purchase'",
        "زمان گذشته از آخرین «خرید»",
    ),
}
# What is the case now, of a lead about which something or nothing is known.
NOWS = [
    (F.employees >= 50, KNOWN, "it is 12", "اکنون ۱۲ است"),
    (F.employees >= 50, NOBODY, "it is not known", "اکنون ناموجود است"),
    (F.employees.between(1, 5), KNOWN, "it is 12", "اکنون ۱۲ است"),
    (F.employees.is_in(1, 5), KNOWN, "it is 12", "اکنون ۱۲ است"),
    (F.employees.is_missing(), KNOWN, "it is 12", "اکنون ۱۲ است"),
    (~F.employees.is_missing(), NOBODY, "", ""),
    (all_of(F.free_mail), KNOWN, "it is no", "اکنون «خیر» است"),
    (all_of(F.free_mail), NOBODY, "it is not known", "اکنون ناموجود است"),
    (F.title == "Head", KNOWN, "it is '…'", "اکنون «…» است"),
    (F.plan == "pro", KNOWN, "it is 'free'", "اکنون «free» است"),
    (F.tier == Tier.SILVER, KNOWN, "it is 3", "اکنون ۳ است"),
    (
        F.trial_ends.after(NOW),
        KNOWN,
        "it is 1 April 2026, 00:00 UTC",
        "اکنون ۱ آوریل ۲۰۲۶ ساعت ۰۰:۰۰ به وقت جهانی است",
    ),
    (F.created_at.age() >= 30, KNOWN, "it is 1 day", "اکنون ۱ روز است"),
    (F.created_at.age() >= 30, NOBODY, "it is not known", "اکنون ناموجود است"),
    (time_in_stage() >= 30, KNOWN, "it is 1 day", "اکنون ۱ روز است"),
    (ENGAGEMENT >= 40, NOBODY, "it is 37", "اکنون ۳۷ است"),
    (BOUGHT.count() >= 1, NOBODY, "there is none", "اکنون هیچ موردی نیست"),
    (BOUGHT.count() >= 3, KNOWN, "there are 2", "اکنون ۲ مورد هست"),
    (
        BOUGHT.within(hours=97).count() >= 3,
        KNOWN,
        "there is 1",
        "اکنون ۱ مورد هست",
    ),
    (BOUGHT.count() >= -1, NOBODY, "it is 0", "اکنون ۰ است"),
    (BOUGHT.total() >= 10, KNOWN, "it is 9.5", "اکنون ۹٫۵ است"),
    (BOUGHT.total() >= 10, NOBODY, "it is 0", "اکنون ۰ است"),
    (BOUGHT.latest() >= 10, NOBODY, "there is none", "اکنون هیچ موردی نیست"),
    (BOUGHT.days_since_last() <= 2, KNOWN, "it is 4 days", "اکنون ۴ روز است"),
    (
        F.employees.or_default(3) >= F.seats,
        KNOWN,
        "employees is 12, seats is not known",
        "اکنون employees ۱۲ است، seats ناموجود است",
    ),
    (
        F.employees + 1 >= 50,
        KNOWN,
        "employees is 12",
        "اکنون employees ۱۲ است",
    ),
    (F.employees.or_default(3) >= 50, KNOWN, "it is 12", "اکنون ۱۲ است"),
    (conversed(), KNOWN, "", ""),
]
# The guards of the standard lifecycle, asked about a lead of whom nothing is known.
GUARDS = {
    "nurture": [
        "we have to have its consent and a way to reach it for marketing",
        "باید برای بازاریابی هم رضایت سرنخ را داشته باشیم و هم راه ارتباطی با او را",
    ],
    "qualify": [
        (
            "it has to be a marketing-qualified lead (MQL), a sales-qualified lead "
            "(SQL) or a product-qualified lead (PQL); and a two-way conversation has "
            "to have taken place"
        ),
        (
            "باید سرنخ واجد شرایط بازاریابی (MQL)، سرنخ واجد شرایط فروش (SQL) یا سرنخ "
            "واجد شرایط محصول (PQL) باشد؛ همچنین باید گفت‌وگویی دوطرفه انجام شده باشد"
        ),
    ],
    "convert": [
        (
            "there has to be at least one 'Purchase' since it last, if ever, became "
            "'Churned' "
            "(there is none)"
        ),
        (
            "باید دست‌کم یک مورد «خرید» پس از آخرین ورود احتمالی به مرحله‌ی "
            "«ریزش‌کرده» ثبت شده باشد "
            "(اکنون هیچ موردی نیست)"
        ),
    ],
    "promote": [
        (
            "either there has to be at least one 'Referred somebody' or 'Reviewed us' "
            "(there is none), or the latest value of 'Answered a survey' has to be at "
            "least 9 (there is none)"
        ),
        (
            "یا باید دست‌کم یک مورد «معرفی به دیگران» یا «نوشتن نظر» ثبت شده باشد "
            "(اکنون هیچ موردی نیست)، یا تازه‌ترین مقدار «پاسخ به نظرسنجی» باید "
            "دست‌کم ۹ "
            "باشد (اکنون هیچ موردی نیست)"
        ),
    ],
    "recycle": [
        "we have to have its consent and a way to reach it for marketing",
        "باید برای بازاریابی هم رضایت سرنخ را داشته باشیم و هم راه ارتباطی با او را",
    ],
    "reopen": [
        (
            "either it must not have come from stage 'Nurtured lead', or we have to "
            "have its consent and a way to reach it for marketing"
        ),
        (
            "یا نباید از مرحله‌ی «سرنخ پرورش‌یافته» آمده باشد، یا باید برای بازاریابی "
            "هم رضایت سرنخ را داشته باشیم و هم راه ارتباطی با او را"
        ),
    ],
    "win_back": [
        (
            "a two-way conversation has to have taken place since it last, if ever, "
            "became 'Churned'"
        ),
        (
            "باید پس از آخرین ورود احتمالی به مرحله‌ی «ریزش‌کرده» گفت‌وگویی دوطرفه "
            "انجام شده باشد"
        ),
    ],
}


def subclasses(cls):
    """
    The kinds of nodes there are.
    """
    for one in cls.__subclasses__():
        yield one
        yield from subclasses(one)


class TestInWords:
    @pytest.mark.parametrize("rule", QUESTIONS, ids=str)
    def test_questions(self, rule):
        """
        Each question, and its opposite, is what has to be so in words.
        """
        assert QUESTIONS[rule] == (
            in_words(rule),
            in_words(~rule),
            plain(in_words(rule, language="fa")),
            plain(in_words(~rule, language="fa")),
        )

    def test_no_kind_of_node_is_forgotten(self):
        """
        Every node of the rule language is in one of the tables here.
        """
        said = {type(part) for rule in QUESTIONS for part in n.walk(rule.node)}
        said |= {type(part) for rule in JOINS for part in n.walk(rule.node)}
        kinds = {
            one
            for one in (*subclasses(n.Question), *subclasses(n.Value))
            if one.__module__.startswith("leadkit.")
        }

        assert kinds <= said

    @pytest.mark.parametrize("rule", JOINS, ids=str)
    def test_joins(self, rule):
        """
        Joined rules are joined clauses, and grouping is never in doubt.
        """
        assert JOINS[rule] == (in_words(rule), plain(in_words(rule, language="fa")))

    @pytest.mark.parametrize(("asked", "words"), QUERIES, ids=str)
    def test_activities(self, asked, words):
        """
        Each condition on activities has its words.
        """
        english, persian = words
        rule = asked.count() >= 1

        assert f"there has to be at least one {english}" == in_words(rule)
        assert f"باید دست‌کم یک مورد {persian} ثبت شده باشد" == plain(
            in_words(rule, language="fa")
        )

    @pytest.mark.parametrize("op", n.AGGREGATES)
    def test_aggregates(self, op):
        """
        Whatever may be computed of activities has its words.
        """
        english, persian = AGGREGATES[op]
        rule = getattr(BOUGHT, op)() + 1 == 2

        assert f"the sum of {english} and 1 has to be 2" == in_words(rule)
        assert f"مجموع {persian} و ۱ باید ۲ باشد" == plain(
            in_words(rule, language="fa")
        )

    def test_a_flag_by_itself_is_a_rule(self):
        """
        What becomes a rule wherever a rule is wanted becomes one here.
        """
        assert "free mail has to be yes" == in_words(F.free_mail)

    @pytest.mark.parametrize(
        ("lead", "english", "persian"),
        [
            (
                KNOWN,
                "no: title has to be 'Head' (it is 'Clerk')",
                "خیر: title باید «Head» باشد (اکنون «Clerk» است)",
            ),
            (
                NOBODY,
                "unknown: title has to be 'Head' (it is not known)",
                "نامعلوم: title باید «Head» باشد (اکنون ناموجود است)",
            ),
            (
                attrs.evolve(KNOWN, title="Head"),
                "yes: title has to be 'Head' (it is 'Head')",
                "بله: title باید «Head» باشد (اکنون «Head» است)",
            ),
        ],
    )
    def test_a_reason_has_its_answer_and_shows_texts(self, lead, english, persian):
        """
        A reason is an explanation that somebody asked for.
        """
        reason = explain(F.title == "Head", lead, as_of=NOW)

        assert english == in_words(reason)
        assert persian == plain(in_words(reason, language="fa"))

    def test_a_reason_tells_apart_what_is_met_and_what_is_not(self):
        """
        Where some of what is asked for is met and some isn't, it says which.
        """
        rule = (F.employees >= 10) & (F.title == "Head") & (F.seats > 1)
        reason = explain(rule, KNOWN, as_of=NOW)

        assert (
            "no; not met: title has to be 'Head' (it is 'Clerk'); not known: seats has "
            "to be more than 1 (it is not known); met: employees has to be at least 10 "
            "(it is 12)"
        ) == in_words(reason)
        assert (
            "خیر؛ برآورده نیست: title باید «Head» باشد (اکنون «Clerk» است)؛ معلوم "
            "نیست: seats باید بیش از ۱ باشد (اکنون ناموجود است)؛ برآورده است: "
            "employees باید دست‌کم ۱۰ باشد (اکنون ۱۲ است)"
        ) == plain(in_words(reason, language="fa"))

    @pytest.mark.parametrize("holds", [True, False])
    def test_a_reason_of_one_mind_tells_nothing_apart(self, holds):
        """
        Where all that is asked for has one answer, that is said once.
        """
        rule = all_of(F.free_mail.is_missing(), F.title.is_missing())
        told = in_words(explain(~rule if holds else rule, KNOWN, as_of=NOW))

        assert told.startswith("yes: " if holds else "no: ")
        assert "met:" not in told

    def test_a_reason_without_those_of_its_parts_is_said_whole(self):
        """
        What somebody made without parts is said as one.
        """
        bare = Reason((F.employees >= 10) & (F.seats > 1), None)

        assert (
            "unknown: employees has to be at least 10, and seats has to be more than 1"
        ) == in_words(bare)

    def test_contacts_have_one_word_in_persian(self):
        """
        All the ways in which we contact a lead are called a contact, not listed.
        """
        rule = contacted("marketing").within(days=7).count() < 3

        assert (
            "نباید بیش از ۲ مورد تماس از سوی ما برای بازاریابی در ۷ روز گذشته ثبت شده "
            "باشد"
        ) == in_words(rule, language="fa")
        either = activity(*CONTACTS).count() >= 1
        assert "«ارسال ایمیل»" in in_words(either, language="fa")

    @pytest.mark.parametrize("spoken", ["holds 'MQL'", None, 3, holds])
    def test_what_has_no_words_is_refused(self, spoken):
        """
        Something else is refused, and not shown.
        """
        with pytest.raises(InputError) as caught:
            in_words(spoken)

        assert "in_words()" == caught.value.subject
        assert caught.value.expected.startswith("a rule, a reason, a verdict, ")
        assert "MQL" not in str(caught.value)

    @pytest.mark.parametrize(
        ("language", "came"),
        [("de", "'de'"), ("EN", "'EN'"), (None, "a missing value"), ([], "a list")],
    )
    def test_other_languages_are_refused(self, language, came):
        """
        A language that leadkit doesn't speak is refused, with those that it does.
        """
        with pytest.raises(InputError) as caught:
            in_words(ALWAYS, language=language)

        assert f"language: got {came}, expected 'en' or 'fa'." == str(caught.value)

    @given(rules(opaque=True), hosts(), st.sampled_from(sorted(LANGUAGES)))
    def test_one_line_for_every_rule(self, rule, lead, language):
        """
        Whatever a rule is, there is one line for it, and for its reason.
        """
        texts = [
            in_words(rule, language=language),
            in_words(explain(rule, lead, as_of=NOW), language=language),
        ]

        for text in texts:
            assert text.strip() == text
            assert [text] == text.splitlines()

    @given(rules(opaque=True), hosts())
    def test_persian_is_persian(self, rule, lead):
        """
        Nothing Latin, and no digit of Europe, stands outside of isolates in Persian.
        """
        text = in_words(explain(rule, lead, as_of=NOW), language="fa")
        rest = prose(text)

        assert any("AL" == bidirectional(char) for char in rest)
        assert not re.findall("[A-Za-z0-9\u2066-\u2069]", rest)


class TestUnmetInWords:
    @pytest.mark.parametrize(("rule", "lead", "english", "persian"), NOWS, ids=str)
    def test_what_is_the_case(self, rule, lead, english, persian):
        """
        The value seen stands behind what has to be so, where it says something.
        """
        told_en, told_fa = told(rule, lead)

        assert (f" ({english})" if english else "") == told_en.removeprefix(
            in_words(rule)
        )
        assert (f" ({persian})" if persian else "") == told_fa.removeprefix(
            plain(in_words(rule, language="fa"))
        )

    @pytest.mark.parametrize("trigger", GUARDS)
    def test_the_standard_guards(self, trigger):
        """
        Each guard of the standard lifecycle is a sentence, in both languages.
        """
        (when,) = {
            one.when
            for one in standard.lifecycle().transitions
            if one.trigger == trigger and one.when is not None
        }

        assert GUARDS[trigger] == list(told(when, NOBODY))

    def test_several_reasons_are_joined(self):
        """
        All parts of a guard make one sentence.
        """
        reasons = [
            explain(rule, KNOWN, as_of=NOW)
            for rule in (F.employees >= 50, conversed() | holds("VIP"))
        ]

        assert (
            "employees has to be at least 50 (it is 12); and either a two-way "
            "conversation has to have taken place, or it has to hold 'VIP'"
        ) == unmet_in_words(reasons, ENGLISH)

    def test_texts_are_shown_to_those_who_ask(self):
        """
        Unmasked, the text that was seen is there.
        """
        reason = explain(F.title == "Head", KNOWN, as_of=NOW)

        assert "(it is 'Clerk')" in unmet_in_words([reason], ENGLISH, masked=False)

    @given(records(), rules(opaque=True), st.sampled_from(sorted(LANGUAGES)))
    def test_no_text_of_the_lead_is_shown(self, record, rule, language):
        """
        Masked, no text field of the lead is in the sentence.
        """
        canaries = {"name": "Canary One", "title": "Canary Two"}
        traits = {**record["traits"], "segment": "Canary Three"}
        lead = host({**record, **canaries, "traits": traits})
        reason = explain(rule, lead, as_of=NOW)

        assert "Canary" not in unmet_in_words([reason], words_of(language))

    def test_a_choice_of_a_subclass_is_a_text(self):
        """
        A value that isn't one of the choices that the rule knows is hidden.
        """

        @attrs.frozen(kw_only=True)
        class Wider(Host):
            plan: str | None = None

        reason = explain(F.plan == "pro", Wider(id="L-1", plan="Canary"), as_of=NOW)

        assert "plan has to be 'pro' (it is '…')" == unmet_in_words([reason], ENGLISH)

    def test_a_hair_is_seen(self):
        """
        A number that isn't enough is never rounded to one that is.
        """
        lead = attrs.evolve(KNOWN, created_at=NOW - timedelta(days=2) + TICK)
        reason = explain(F.created_at.age() >= 2, lead, as_of=NOW)

        assert "2 days (it is 1.99" in unmet_in_words([reason], ENGLISH)

    def test_a_reason_without_parts(self):
        """
        A reason that somebody made without the reasons of its parts has no values.
        """
        reason = lk.Reason((F.employees >= 50) & conversed(), answer=None)

        assert in_words(reason.rule) == unmet_in_words([reason], ENGLISH)


def ways_of(*rules):
    """
    The reasons of the parts of rules, of which one has to hold.
    """
    return [[explain(part, KNOWN, as_of=NOW) for part in parts] for parts in rules]


A, B, C, D = map(holds, "ABCD")
EITHER, MANY = A | conversed(), at_least(2, A, B, conversed())


class TestWaysInWords:
    @pytest.mark.parametrize(
        ("ways", "english", "persian"),
        [
            ([], "", ""),
            ([[]], "", ""),
            ([[A], []], "", ""),
            (
                [[A]],
                "it has to hold 'A'",
                "باید صلاحیت «A» را داشته باشد",
            ),
            (
                [[A, B], [B, A], [C, B, A]],
                "it has to hold 'A', and it has to hold 'B'",
                "باید صلاحیت «A» را داشته باشد و باید صلاحیت «B» را داشته باشد",
            ),
            (
                [[C, A], [A]],
                "it has to hold 'A'",
                "باید صلاحیت «A» را داشته باشد",
            ),
            (
                [[A], [B]],
                "either (1) it has to hold 'A', or (2) it has to hold 'B'",
                (
                    "یا (۱) باید صلاحیت «A» را داشته باشد، یا (۲) باید صلاحیت «B» را "
                    "داشته باشد"
                ),
            ),
            (
                [[A, B], [C]],
                (
                    "either (1) it has to hold 'A', and it has to hold 'B', or (2) it "
                    "has to hold 'C'"
                ),
                (
                    "یا (۱) باید صلاحیت «A» را داشته باشد و باید صلاحیت «B» را داشته "
                    "باشد، یا (۲) باید صلاحیت «C» را داشته باشد"
                ),
            ),
            (
                [[A, D], [B, D]],
                (
                    "it has to hold 'D'; and either (1) it has to hold 'A', or (2) it "
                    "has to hold 'B'"
                ),
                (
                    "باید صلاحیت «D» را داشته باشد؛ همچنین یا (۱) باید صلاحیت «A» را "
                    "داشته باشد، یا (۲) باید صلاحیت «B» را داشته باشد"
                ),
            ),
            (
                [[EITHER], [B]],
                (
                    "either (1) either it has to hold 'A', or a two-way conversation "
                    "has to have taken place, or (2) it has to hold 'B'"
                ),
                (
                    "یا (۱) یا باید صلاحیت «A» را داشته باشد، یا باید گفت‌وگویی دوطرفه "
                    "انجام شده باشد، یا (۲) باید صلاحیت «B» را داشته باشد"
                ),
            ),
            (
                [[C, MANY], [B]],
                (
                    "either (1) it has to hold 'C'; and <at least 2 of (holds 'A'), "
                    "(holds 'B'), conversed> has to hold; or (2) it has to hold 'B'"
                ),
                (
                    "یا (۱) باید صلاحیت «C» را داشته باشد؛ همچنین قاعده‌ی <at least 2 "
                    "of (holds 'A'), (holds 'B'), conversed> باید برقرار باشد؛ یا (۲) "
                    "باید صلاحیت «B» را داشته باشد"
                ),
            ),
        ],
    )
    def test_says_what_will_do(self, ways, english, persian):
        """
        One way is said as it is; several are numbered, what is common comes first, and
        a way that wants more than another is left out.
        """
        reasons = ways_of(*ways)

        assert english == ways_in_words(reasons, ENGLISH)
        assert persian == plain(ways_in_words(reasons, PERSIAN))

    @given(
        st.lists(
            st.lists(st.sampled_from("ABCDE"), min_size=1, unique=True), max_size=5
        )
    )
    def test_says_the_least_that_will_do(self, ways):
        """
        Read back, the sentence wants what the ways want that no other way is part of.
        """
        reasons = ways_of(*([holds(code) for code in way] for way in ways))
        common, *told = re.split(r"\(\d\)", ways_in_words(reasons, ENGLISH))
        codes = [set(re.findall(r"'(\w)'", part)) for part in (common, *told)]
        read = {frozenset(codes[0] | more) for more in codes[1:] or [set()]}
        sets = set(map(frozenset, ways))
        least = {one for one in sets if not any(other < one for other in sets)}

        assert (least or {frozenset()}) == read
        assert len(told) != 1
        assert not set.intersection(*codes[1:] or [set()])

    @given(
        records(), rules(opaque=True), rules(opaque=True), st.sampled_from(["en", "fa"])
    )
    def test_no_text_of_the_lead_is_shown(self, record, one, other, language):
        """
        Masked, no text field of the lead is in the sentence; it has one line.
        """
        canaries = {"name": "Canary One", "title": "Canary Two"}
        lead = host({**record, **canaries})
        ways = [[explain(rule, lead, as_of=NOW)] for rule in (one, other)]
        text = ways_in_words(ways, words_of(language))

        assert "Canary" not in text
        assert [text] == text.splitlines()

    def test_texts_are_shown_to_those_who_ask(self):
        """
        Unmasked, the text that was seen is there, in one way or several.
        """
        for ways in ([[F.title == "Head"]], [[F.title == "Head"], [A]]):
            assert "(it is 'Clerk')" in ways_in_words(
                ways_of(*ways), ENGLISH, masked=False
            )


class TestOfRule:
    def answered(self, clause, lead):
        """
        The answer of a clause: that of its leaves, counted.
        """
        if isinstance(clause, Leaf):
            answer = ask(clause.node, lead, NOW)
            return answer if clause.holds else opposite(answer)
        return enough(
            clause.needed, [self.answered(part, lead) for part in clause.parts]
        )

    @given(rules(opaque=True), hosts())
    def test_asks_the_same_as_the_rule(self, rule, lead):
        """
        What has to be so is so exactly if the rule holds.
        """
        assert rule.test(lead, as_of=NOW) == self.answered(of_rule(rule.node), lead)

    @given(rules(opaque=True), hosts())
    def test_the_opposite(self, rule, lead):
        """
        What must not be so isn't so exactly if the rule holds.
        """
        clause = of_rule(rule.node, holds=False)

        assert (~rule).test(lead, as_of=NOW) == self.answered(clause, lead)

    @given(rules(opaque=True))
    def test_joins_are_flat_and_of_two_or_more(self, rule):
        """
        No join of all stands in one of all, and none of one in one of one.
        """
        waiting = [of_rule(rule.node)]
        while waiting:
            clause = waiting.pop()
            if isinstance(clause, Join):
                inner = [part for part in clause.parts if isinstance(part, Join)]
                waiting.extend(inner)

                assert len(clause.parts) > 1
                assert not clause.wants_all or not any(i.wants_all for i in inner)
                assert clause.needed > 1 or all(i.needed > 1 for i in inner)

    @pytest.mark.parametrize(
        ("node", "holds", "sentence"),
        [
            (n.And(()), True, "nothing is needed"),
            (n.And(()), False, "nothing can make it so"),
            (n.Or(()), True, "nothing can make it so"),
            (n.Or(()), False, "nothing is needed"),
            (n.And((holds("VIP").node,)), True, "it has to hold 'VIP'"),
        ],
    )
    def test_joins_of_one_or_none(self, node, holds, sentence):
        """
        All of nothing is always so, and one of nothing never.
        """
        rule = lk.Rule(node if holds else n.Not(node))

        assert sentence == in_words(rule)


class TestOfReason:
    @given(rules(opaque=True), hosts())
    def test_is_that_of_the_rule_with_what_was_seen(self, rule, lead):
        """
        A reason asks for what its rule does.
        """

        def without(clause):
            if isinstance(clause, Leaf):
                return attrs.evolve(clause, looked=None)
            return attrs.evolve(clause, parts=tuple(map(without, clause.parts)))

        clause = of_reason(explain(rule, lead, as_of=NOW))

        assert of_rule(rule.node) == without(clause)


class TestHowMany:
    @given(
        st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]),
        numbers(),
        st.booleans(),
    )
    def test_means_the_comparison(self, op, number, holds):
        """
        So many, at least or at most, is what the comparison of a count says.
        """
        node = n.Compare(
            op, BOUGHT.count().node, n.constant(number, BOUGHT.count().node)
        )
        leaf = of_rule(node, holds=holds)
        found = how_many(leaf)
        row = n.COMPARISONS[op]
        sizes = sorted({0, 1, 2, 50, *range(max(0, int(number) - 2), int(number) + 3)})
        for size in sizes:
            wanted = row.compute(size, number) is holds
            match found:
                case ("least", least):
                    assert (size >= least) is wanted
                case ("most", most):
                    assert (size <= most) is wanted
                case ("exactly", exactly):
                    assert (size == exactly) is wanted
                case _:
                    # No count is told: below 0, broken, or "not so many".
                    assert number <= 0 or op in {"eq", "ne"}

    def test_other_numbers_are_not_counted(self):
        """
        Only a count of activities is one.
        """
        assert how_many(Leaf((BOUGHT.total() >= 1).node)) is None
        assert how_many(Leaf((BOUGHT.count() >= F.seats).node)) is None


class TestInDays:
    @pytest.mark.parametrize(
        ("number", "answer"),
        [
            (F.trial_ends.age(), True),
            (F.trial_ends.age().or_default(3), True),
            (time_in_stage(), True),
            (BOUGHT.days_since_first(), True),
            (BOUGHT.days_since_last(), True),
            (BOUGHT.distinct_days(), False),
            (F.seats, False),
            (time_in_stage() * 2, False),
        ],
        ids=str,
    )
    def test_examples(self, number, answer):
        """
        Ages and what is since something are days, and no other numbers.
        """
        assert answer is in_days(number.node)


class TestPrintable:
    @given(st.text())
    def test_one_line_without_marks_of_direction(self, text):
        """
        Nothing in a text can break a line, or out of its isolate.
        """
        shown = printable(text)

        assert not set(shown) & set(
            "\n\r\u2028\u2029\u0085\u2066\u2067\u2068\u2069\u202e"
        )
        assert len(shown.splitlines()) <= 1

    @pytest.mark.parametrize("text", ["Head of Sales", "می‌شود", "a'b\"c\\d", "日本"])
    def test_what_can_be_seen_stays(self, text):
        """
        Letters stay as they are, with what joins and parts them in Persian.
        """
        assert text == printable(text)


class TestDecimals:
    @given(numbers() | st.floats(allow_nan=False, allow_infinity=False))
    def test_is_a_number_without_exponent(self, number):
        """
        It reads as the number, to four decimals or six digits.
        """
        text = decimals(number)

        assert re.fullmatch(r"-?\d+(\.\d+)?", text)
        assert float(text) == pytest.approx(number, rel=1e-5, abs=5e-5)

    @given(numbers(), st.sampled_from([1e-5, -1e-5, 1e-9, -1e-9]))
    def test_is_not_mistaken(self, number, hair):
        """
        Beside a number that it isn't, it never reads as that one.
        """
        assert decimals(number) != decimals(number + hair, [number])

    @pytest.mark.parametrize(
        ("number", "text"),
        [(-0.0, "0"), (-0.00001, "0"), (1e22, "1" + 22 * "0"), (120000.5, "120000.5")],
    )
    def test_examples(self, number, text):
        """
        There is no negative nothing, and a large number has all its digits.
        """
        assert text == decimals(number)


class TestSpan:
    @pytest.mark.parametrize(
        ("given_span", "words"),
        [
            (timedelta(days=90), "۹۰ روز"),
            (timedelta(hours=36), "۳۶ ساعت"),
            (timedelta(minutes=90), "۹۰ دقیقه"),
            (timedelta(seconds=61), "۶۱ ثانیه"),
            (timedelta(seconds=1.5), "۱٫۵ ثانیه"),
            (timedelta(microseconds=1500001), "۱٫۵۰۰۰۰۱ ثانیه"),
        ],
    )
    def test_examples(self, given_span, words):
        """
        A span is said in the greatest unit that measures it.
        """
        assert words == span(given_span)


class TestLanguage:
    @pytest.mark.parametrize("language", sorted(LANGUAGES))
    def test_what_is_no_node_of_the_language_is_refused(self, language):
        """
        A question or a value of a class that leadkit doesn't know has no words.
        """

        @attrs.frozen
        class Strange(n.Question):
            pass

        @attrs.frozen
        class Odd(n.Value):
            pass

        words = words_of(language)

        with pytest.raises(RuleError, match="a node of the rule language"):
            words.asked(Leaf(Strange()))
        with pytest.raises(RuleError, match="a node of the rule language"):
            words.asked(Leaf(n.IsMissing(Odd())))
