"""
The sentences that aren't about rules, in English and Persian side by side.

Of each language, `Voice` knows how its words are put into them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta, tzinfo

import attrs

from ..instants import DAY
from ..mapping import FrozenMap
from ..rules.answers import Reason
from ..rules.wording.languages import Language as Words
from ..rules.wording.telling import unmet_in_words, words_of
from ..vocabulary import Language, label
from ..vocabulary.labels import Labelling

# What is said, in English and in Persian.
_PHRASES: Mapping[str, tuple[str, str]] = FrozenMap(
    {
        # how parts are joined
        "comma": (", ", "، "),
        "semicolon": ("; ", "؛ "),
        "aside": ("{} ({})", "{} ({})"),
        "colon": ("{}: {}", "{}: {}"),
        "nothing": ("nothing", "هیچ"),
        "as-of": ("as of {}", "در {}"),
        "missing": ("missing: {}", "داده‌های ناموجود: {}"),
        # verdicts
        "by-person": ("granted by a person", "یک شخص آن را اعطا کرده است"),
        "by-person-once": (
            "granted by a person",
            "پیش‌تر یک شخص آن را اعطا کرده است",
        ),
        "person-only": (
            "only a person can grant it",
            "فقط یک شخص می‌تواند آن را اعطا کند",
        ),
        "met": ("met: {}", "برآورده است: {}"),
        "unmet": ("not met: {}", "برآورده نیست: {}"),
        "unknown": ("not known: {}", "معلوم نیست: {}"),
        "ended": ("this ends it: {}", "آنچه به آن پایان می‌دهد: {}"),
        # assessments
        "lead": ("lead {}", "سرنخ {}"),
        "stage": ("stage: {}", "مرحله: {}"),
        "grade": ("grade: {}", "رتبه: {}"),
        "temperature": ("temperature: {}", "دما: {}"),
        "allowed": ("possible moves: {}", "گذارهای ممکن: {}"),
        # scores
        "score": ("the score {}: {}", "نمره‌ی {}: {}"),
        "1 point": ("{} point", "{} امتیاز"),
        "points": ("{} points", "{} امتیاز"),
        "1 activity": ("{} activity", "{} فعالیت"),
        "activities": ("{} activities", "{} فعالیت"),
        "cap": ("cap of {1} on {0}", "سقف {1} برای قاعده‌ی {0}"),
        "floor": ("floor of {1} under {0}", "کف {1} برای {0}"),
        "ceiling": ("ceiling of {1} over {0}", "سقف {1} برای {0}"),
        # accounts
        "account": ("the score {}: {}", "نمره‌ی {}؛ {}"),
        "limit": ("ceiling {}", "سقف {}"),
        "nobody": ("nobody", "هیچ‌کس"),
        "highest": ("highest {}", "بیشترین: {}"),
        "sum": ("sum {}", "جمع: {}"),
        "engaged-of": ("{} of {} engaged", "دارای تعامل: {} نفر از {} نفر"),
        "engaged": ("engaged", "دارای تعامل"),
        # moves that may be made, and those that are late
        "transition": (
            "the move {} from {} to {}",
            "گذار {} از مرحله‌ی {} به مرحله‌ی {}",
        ),
        "transition-back": (
            "the move {} from {} to where it was before",
            "گذار {} از مرحله‌ی {} به مرحله‌ی پیش از آن",
        ),
        "possible": ("{} is possible", "{} امکان‌پذیر است"),
        "due": ("the move {} is due since {}", "موعد گذار {} در {} فرارسیده است"),
        "late": (
            "lead {} in stage {}: the time that began on {} was up on {}, {} ago",
            "سرنخ {} در مرحله‌ی {}: مهلتی که در {} آغاز شد، در {} به سر آمد ({} پیش)",
        ),
        # what happened to a lead
        "granted-to": (
            "lead {} was granted {} by a rule on {}",
            "صلاحیت {1} در {2} بنا بر قاعده به سرنخ {0} اعطا شد",
        ),
        "revoked-from": (
            "lead {} lost {} by a rule on {}",
            "صلاحیت {1} برای سرنخ {0} در {2} بنا بر قاعده لغو شد",
        ),
        "moved": (
            "lead {} moved by itself from {} to {} on {} ({})",
            "سرنخ {0} در {3} خودبه‌خود از مرحله‌ی {1} به مرحله‌ی {2} منتقل شد ({4})",
        ),
        "unchanged": ("nothing changed", "چیزی تغییر نکرد"),
        # records
        "granted-by-rule": (
            "{} was granted by a rule on {}",
            "صلاحیت {} در {} بنا بر قاعده اعطا شد",
        ),
        "revoked-by-rule": (
            "{} was revoked by a rule on {}",
            "صلاحیت {} در {} بنا بر قاعده لغو شد",
        ),
        "granted-by-person": (
            "{} was granted by a person on {}",
            "یک شخص در {1} صلاحیت {0} را اعطا کرد",
        ),
        "revoked-by-person": (
            "{} was revoked by a person on {}",
            "یک شخص در {1} صلاحیت {0} را لغو کرد",
        ),
        "move": (
            "it moved from {} to {} on {} ({})",
            "در {2} از مرحله‌ی {0} به مرحله‌ی {1} منتقل شد ({3})",
        ),
        "rests": ("it rests until {}", "پیگیری سرنخ تا {} متوقف است"),
        "activity": ("{} on {}", "{} در {}"),
        "touch": (
            "it found us through {} on {}",
            "در {1} از کانال {0} با ما آشنا شد",
        ),
        # what it said about being contacted
        "consent-granted": (
            "it consented to {} by {} on {}",
            "در {2} برای {0} از راه {1} رضایت داد",
        ),
        "consent-denied": (
            "it refused its consent to {} by {} on {}",
            "در {2} برای {0} از راه {1} رضایت نداد",
        ),
        "consent-withdrawn": (
            "it withdrew its consent to {} by {} on {}",
            "در {2} رضایت خود را برای {0} از راه {1} پس گرفت",
        ),
        "consent-expired": (
            "its consent to {} by {} expired on {}",
            "رضایت سرنخ برای {0} از راه {1} در {2} منقضی شد",
        ),
        # the same, where it rests on another ground than consent
        "other-granted": (
            "contacting it for {} by {} is lawful since {}",
            "از {2}، تماس با سرنخ برای {0} از راه {1} مجاز است",
        ),
        "other-denied": (
            "it objected to {} by {} on {}",
            "در {2} با {0} از راه {1} مخالفت کرد",
        ),
        "other-withdrawn": (
            "it objected to {} by {} on {}",
            "در {2} با {0} از راه {1} مخالفت کرد",
        ),
        "other-expired": (
            "contacting it for {} by {} is no longer lawful since {}",
            "از {2}، تماس با سرنخ برای {0} از راه {1} دیگر مجاز نیست",
        ),
        "until": ("until {}", "تا {}"),
        "basis": ("on the ground of {}", "بر مبنای {}"),
        "imported": ("imported", "واردشده از سامانه‌ای دیگر"),
        "machine": ("by a machine", "به‌دست ماشین"),
        # whether it may be contacted
        "may": (
            "lead {} may be contacted for {} by {}",
            "تماس با سرنخ {} برای {} از راه {} مجاز است",
        ),
        "may-not": (
            "lead {} may not be contacted for {} by {}",
            "تماس با سرنخ {} برای {} از راه {} مجاز نیست",
        ),
        "why-granted": ("consent was granted on {}", "رضایت در {} داده شده است"),
        "other-why-granted": (
            "a lawful ground is there since {} (on the ground of {})",
            "از {} مبنای قانونی دارد ({})",
        ),
        "other-why-denied": (
            "it objected on {} (on the ground of {})",
            "در {} با آن مخالفت کرده است (مبنای قانونی: {})",
        ),
        "other-why-withdrawn": (
            "it objected on {} (on the ground of {})",
            "در {} با آن مخالفت کرده است (مبنای قانونی: {})",
        ),
        "other-why-expired": (
            "the lawful ground ended on {} (on the ground of {})",
            "مبنای قانونی آن ({1}) در {0} پایان یافته است",
        ),
        "why-denied": ("consent was denied on {}", "درخواست رضایت در {} رد شده است"),
        "why-withdrawn": (
            "consent was withdrawn on {}",
            "رضایت در {} پس گرفته شده است",
        ),
        "why-expired": ("consent expired on {}", "رضایت در {} منقضی شده است"),
        "why-machine": (
            "only a machine consented, on {}",
            "رضایت را در {} فقط یک ماشین داده است",
        ),
        "why-unknown": ("nothing is recorded", "چیزی ثبت نشده است"),
        "why-erased": ("it was erased", "داده‌های شخصی سرنخ پاک شده است"),
        "no-contact": (
            "no way to reach it by {} is known",
            "برای {} هیچ راه ارتباطی ثبت نشده است",
        ),
        "but-no-contact": (
            "no way to reach it by {} is known",
            "ولی برای {} هیچ راه ارتباطی ثبت نشده است",
        ),
        # its way through the stages
        "old": (
            "lead {}, {} old (as of {})",
            "سرنخ {0}: تا {2}، {1} از ثبت سرنخ گذشته است",
        ),
        "since": ("{} since {}", "{} از {}"),
        "since-unknown": ("{}, since when is not known", "{}، از زمانی نامعلوم"),
        "long": ("for {}", "به مدت {}"),
        "still": ("still there", "و هنوز در آن است"),
        # what gives points
        "each": ("{} for each {}", "{} به ازای هر {}"),
        "each-unit": (
            "{} for each whole unit of {}",
            "{} به ازای هر واحد کامل از {}",
        ),
        "if": ("condition: {}", "شرط: {}"),
        "halving": ("halved every {}", "هر {} نصف می‌شود"),
        "fading": ("fading to nothing in {}", "طی {} به‌تدریج محو می‌شود"),
        "at-most-one": ("for the newest {} only", "فقط برای آخرین مورد"),
        "at-most": ("for the newest {} only", "فقط برای {} مورد آخر"),
        "per-day": ("for {} a day at most", "حداکثر برای {} مورد در روز"),
        "capped": ("at most {}", "حداکثر {}"),
        "at-least": ("at least {}", "دست‌کم {}"),
        "playbook": ("the playbook {} for {}", "دستورنامه‌ی {} برای {}"),
        "cards": ("scorecards: {}", "کارت‌های امتیاز: {}"),
        "qualifications": ("qualifications: {}", "صلاحیت‌ها: {}"),
        # what another playbook would change
        "against": ("{} against {}", "{} در برابر {}"),
        "1 lead": ("{} lead", "{} سرنخ"),
        "leads": ("{} leads", "{} سرنخ"),
        "would-not-change": ("nothing would change", "چیزی تغییر نمی‌کند"),
        "turnover": (
            "{}: {} gained, {} lost",
            "{}: اعطا به {} سرنخ، لغو برای {} سرنخ",
        ),
        "gained": ("gained, before: {}", "اعطا می‌شود؛ پیش‌تر: {}"),
        "lost": ("lost, after: {}", "لغو می‌شود؛ پس از آن: {}"),
        "not-there": ("not in the playbook", "در دستورنامه نیست"),
        "shifts": (
            "the score {}: {} up, {} down, mean {}",
            "نمره‌ی {}: {} افزایش، {} کاهش، میانگین {}",
        ),
        "grades": ("grade: {} changed", "رتبه: {} تغییر"),
        "warmths": ("temperature: {} changed", "دما: {} تغییر"),
        "moves": ("possible moves: {} changed", "گذارهای ممکن: {} تغییر"),
        "turned": ("{} to {}", "از {} به {}"),
        "none": ("none", "بدون مقدار"),
        "allowed-then": ("possible then: {}", "ممکن می‌شود: {}"),
        "refused-then": ("no longer possible: {}", "دیگر ممکن نیست: {}"),
        "more": ("and {} more", "و {} سرنخ دیگر"),
        # two records, one person
        "alike": (
            "leads {} seem to be one, by their {}",
            "سرنخ‌های {} یکی به نظر می‌رسند (بنا بر {})",
        ),
        "tombstone": (
            "lead {} was merged into lead {}; it was in stage {}",
            "سرنخ {} در سرنخ {} ادغام شده است؛ در مرحله‌ی {} بود",
        ),
        "and": ("{} and {}", "{} و {}"),
        "name": ("name", "نام"),
    }
)
_UNITS = (DAY, timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))


@attrs.frozen
class Voice:
    """
    A language, and its words.

    Attributes:
        language: Its code.

        words: Its words for rules, and for what stands in them.

        vocabulary: Whose labels it uses; leadkit's if None.

        zone: By whose calendar and clock it says instants; UTC if None.
    """

    language: Language
    words: Words
    vocabulary: Labelling | None = None
    zone: tzinfo | None = None

    def label(self, code: str) -> str:
        """
        Say a code by itself.
        """
        return label(code, language=self.language, vocabulary=self.vocabulary)

    def say(self, phrase: str, *parts: str) -> str:
        """
        Say a phrase.

        Args:
            phrase: Which one.

            parts: What stands in it.

        >>> voice_of("en").say("lead", "'L-1'")
        "lead 'L-1'"
        """
        english, persian = _PHRASES[phrase]
        return (persian if self.language == "fa" else english).format(*parts)

    def counted(self, number: float, one: str, several: str) -> str:
        """
        Say how many there are.

        Args:
            number: How many.

            one: The phrase for 1 or -1.

            several: The phrase for others.
        """
        return self.say(one if abs(number) == 1 else several, self.words.number(number))

    def qualification(self, code: str) -> str:
        """
        Name a qualification as what is granted, in quotes.

        >>> voice_of("en").qualification("MQL"), voice_of("en").qualification("VIP")
        ("'marketing-qualified lead' (MQL)", "'VIP'")
        """
        named, bare = self.words.term(code), self.words.quoted(code)
        return named if named == bare else self.aside(named, self.words.literal(code))

    def aside(self, told: str, *asides: str) -> str:
        """
        Add what is said beside, in parentheses, if there is any.
        """
        return self.say("aside", told, self.listed(asides)) if asides else told

    def listed(self, parts: Iterable[str]) -> str:
        """
        Name several things, by commas.
        """
        return self.say("comma").join(parts)

    def parted(self, parts: Iterable[str]) -> str:
        """
        Say several things, by semicolons.
        """
        return self.say("semicolon").join(parts)

    def reasons(self, told: Iterable[Reason]) -> str:
        """
        Say what rules ask for, and what was seen, texts among it.
        """
        return unmet_in_words(told, self.words, masked=False)

    def roughly(self, span: timedelta) -> str:
        """
        Say how long a span is, in whole units of the greatest that it has one of.

        >>> voice_of("en").roughly(timedelta(days=2, hours=5))
        '2 days'
        """
        unit = next((unit for unit in _UNITS if span >= unit), None)
        return self.words.span(span if unit is None else span // unit * unit)


def voice_of(
    language: Language, vocabulary: Labelling | None = None, zone: tzinfo | None = None
) -> Voice:
    """
    Find the voice of a language.

    Args:
        language: The language.

        vocabulary: Whose labels to use; leadkit's if it is left out.

        zone: By whose calendar and clock instants are said; UTC if it is left out.

    Raises:
        InputError: There is none, *vocabulary* has no labels, or *zone* is no zone.
    """
    return Voice(language, words_of(language, vocabulary, zone), vocabulary, zone)
