"""
What a person reads instead of a code, in English and Persian.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, TypeAlias

from ..errors import InputError, listing
from ..mapping import FrozenMap

Language: TypeAlias = Literal["en", "fa"]

# Code: English, Persian. One code has one label, also where two lists share it.
LABELS: Mapping[str, tuple[str, str]] = FrozenMap(
    {
        # stages
        "lead": ("Lead", "سرنخ"),
        "nurtured": ("Nurtured lead", "سرنخ پرورش‌یافته"),
        "prospect": ("Prospect", "مشتری احتمالی"),
        "customer": ("Customer", "مشتری"),
        "advocate": ("Advocate", "مبلغ برند"),
        "disqualified": ("Disqualified", "ردصلاحیت‌شده"),
        "lost": ("Lost", "ازدست‌رفته"),
        "churned": ("Churned", "ریزش‌کرده"),
        # triggers
        "nurture": ("Nurture", "پرورش"),
        "qualify": ("Qualify", "تأیید صلاحیت"),
        "convert": ("Convert", "تبدیل به مشتری"),
        "promote": ("Promote", "ارتقا به مبلغ برند"),
        "disqualify": ("Disqualify", "رد صلاحیت"),
        "lose": ("Lose", "از دست دادن"),
        "churn": ("Churn", "ریزش"),
        "recycle": ("Recycle", "بازگرداندن به پرورش"),
        "reopen": ("Reopen", "بازگشایی"),
        "win_back": ("Win back", "بازپس‌گیری مشتری"),
        # kinds of moves
        "forward": ("Forward", "پیشروی"),
        "exit": ("Exit", "خروج"),
        "back": ("Back", "بازگشت"),
        # qualifications
        "MQL": ("Marketing-qualified lead", "سرنخ واجد شرایط بازاریابی"),
        "SAL": ("Sales-accepted lead", "سرنخ پذیرفته‌شده‌ی فروش"),
        "SQL": ("Sales-qualified lead", "سرنخ واجد شرایط فروش"),
        "PQL": ("Product-qualified lead", "سرنخ واجد شرایط محصول"),
        "SVCQL": ("Service-qualified lead", "سرنخ واجد شرایط خدمات"),
        # temperatures
        "cold": ("Cold", "سرد"),
        "warm": ("Warm", "گرم"),
        "hot": ("Hot", "داغ"),
        # kinds, actors, directions
        "person": ("Person", "شخص"),
        "company": ("Company", "شرکت"),
        "human": ("Human", "انسان"),
        "machine": ("Machine", "ماشین"),
        "inbound": ("Inbound", "ورودی"),
        "outbound": ("Outbound", "خروجی"),
        # what was said about being contacted, and what follows of it
        "granted": ("Granted", "داده‌شده"),
        "denied": ("Denied", "ردشده"),
        "withdrawn": ("Withdrawn", "پس‌گرفته‌شده"),
        "expired": ("Expired", "منقضی‌شده"),
        "unknown": ("Unknown", "نامعلوم"),
        "erased": ("Erased", "پاک‌شده"),
        # lawful grounds
        "consent": ("Consent", "رضایت"),
        "contract": ("Contract", "قرارداد"),
        "legal_obligation": ("Legal obligation", "تکلیف قانونی"),
        "vital_interests": ("Vital interests", "منافع حیاتی"),
        "public_task": ("Public task", "وظیفه‌ی عمومی"),
        "legitimate_interests": ("Legitimate interests", "منافع مشروع"),
        # channels and media
        "content": ("Content", "بازاریابی محتوایی"),
        "email": ("E-mail", "ایمیل"),
        "ppc": ("Paid clicks", "تبلیغات کلیکی"),
        "social": ("Social media", "شبکه‌های اجتماعی"),
        "trial": ("Trial", "نسخه‌ی آزمایشی"),
        "landing_page": ("Landing page", "صفحه‌ی فرود"),
        "form": ("Form", "فرم"),
        "webinar": ("Webinar or event", "وبینار یا رویداد"),
        "referral": ("Referral", "معرفی"),
        "gamification": ("Gamification", "بازی‌وارسازی"),
        "evergreen": ("Evergreen content", "محتوای همیشه‌سبز"),
        "organic_search": ("Organic search", "جست‌وجوی ارگانیک"),
        "sms": ("SMS", "پیامک"),
        "offline": ("Offline", "غیربرخط"),
        "other": ("Other", "سایر"),
        "phone": ("Phone", "تلفن"),
        "post": ("Post", "پست"),
        # activity types
        "page_viewed": ("Page viewed", "بازدید از صفحه"),
        "session_ended": ("Session ended", "پایان نشست"),
        "content_downloaded": ("Content downloaded", "دریافت محتوا"),
        "landing_viewed": ("Landing page viewed", "بازدید از صفحه‌ی فرود"),
        "cta_clicked": ("Call to action clicked", "کلیک روی فراخوان"),
        "form_submitted": ("Form submitted", "ارسال فرم"),
        "email_sent": ("E-mail sent", "ارسال ایمیل"),
        "email_opened": ("E-mail opened", "باز کردن ایمیل"),
        "email_clicked": ("E-mail clicked", "کلیک روی پیوند ایمیل"),
        "email_replied": ("E-mail replied to", "پاسخ به ایمیل"),
        "email_bounced": ("E-mail bounced", "برگشت خوردن ایمیل"),
        "unsubscribed": ("Unsubscribed", "انصراف از دریافت پیام"),
        "sms_sent": ("SMS sent", "ارسال پیامک"),
        "sms_replied": ("SMS replied to", "پاسخ به پیامک"),
        "social_followed": ("Followed us", "دنبال کردن ما"),
        "social_engaged": ("Engaged on social media", "مشارکت در شبکه‌های اجتماعی"),
        "social_shared": ("Shared on social media", "هم‌رسانی"),
        "social_messaged": ("Wrote on social media", "پیام در شبکه‌های اجتماعی"),
        "webinar_registered": ("Registered for a webinar", "نام‌نویسی در وبینار"),
        "webinar_attended": ("Attended a webinar", "شرکت در وبینار"),
        "trial_started": ("Started a trial", "آغاز دوره‌ی آزمایشی"),
        "feature_used": ("Used a feature", "استفاده از قابلیت"),
        "limit_reached": ("Reached a limit", "رسیدن به سقف استفاده"),
        "upgrade_viewed": ("Viewed the upgrade", "بازدید از صفحه‌ی ارتقا"),
        "price_requested": ("Asked for a price", "درخواست قیمت"),
        "demo_requested": ("Asked for a demo", "درخواست نمایش محصول"),
        "call_held": ("Call", "تماس تلفنی"),
        "meeting_held": ("Meeting", "جلسه"),
        "chat_held": ("Chat", "گفت‌وگوی برخط"),
        "proposal_sent": ("Proposal sent", "ارسال پیشنهاد"),
        "ticket_opened": ("Opened a ticket", "ثبت درخواست پشتیبانی"),
        "upgrade_requested": ("Asked for more", "درخواست ارتقا"),
        "survey_answered": ("Answered a survey", "پاسخ به نظرسنجی"),
        "referred": ("Referred somebody", "معرفی به دیگران"),
        "reviewed": ("Reviewed us", "نوشتن نظر"),
        "game_played": ("Played a game", "شرکت در بازی"),
        "purchased": ("Purchase", "خرید"),
        "renewed": ("Renewal", "تمدید"),
        "cancelled": ("Cancellation", "لغو اشتراک یا سفارش"),
    }
)

LANGUAGES: tuple[Language, ...] = ("en", "fa")


class Labelling(Protocol):
    """
    Whatever has labels of its own for codes, such as a `Vocabulary`.
    """

    def label(self, code: str, *, language: Language = "en") -> str:
        """
        Say a code as a person reads it.
        """
        ...


def label(
    code: str, *, language: Language = "en", vocabulary: Labelling | None = None
) -> str:
    """
    Say a code as a person reads it.

    Args:
        code: A code of leadkit's: a stage, trigger, kind of move, qualification,
            temperature, channel, medium, kind, actor, direction, activity type, lawful
            basis, or what was said about being contacted.

        language: ``"en"`` for English, ``"fa"`` for Persian.

        vocabulary: Whose labels to use; leadkit's if it is left out.

    Returns:
        The label; a host's own code as it is, if it has no label.

    Raises:
        InputError: There are no labels in *language*.

    >>> label("prospect"), label("MQL"), label("our_own_code")
    ('Prospect', 'Marketing-qualified lead', 'our_own_code')
    """
    if vocabulary is not None:
        return vocabulary.label(code, language=language)
    number = number_of(language)
    labels = LABELS.get(code)
    return str(code) if labels is None else labels[number]


def number_of(language: Language) -> int:
    """
    Find the place of a language's label among those of a code.

    Raises:
        InputError: There are no labels in it.
    """
    if language not in LANGUAGES:
        raise InputError("language", repr(language), listing(LANGUAGES))
    return LANGUAGES.index(language)
