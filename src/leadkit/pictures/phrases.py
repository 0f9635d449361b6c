"""
The few words that stand in pictures, in English and Persian.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import InputError, listing
from ..vocabulary import Language

_LANGUAGES = ("en", "fa")
_DIGITS = str.maketrans("0123456789%.", "۰۱۲۳۴۵۶۷۸۹٪٫")
_PHRASES = {
    "The funnel": "قیف",
    "Lifecycle": "چرخه‌ی عمر",
    "forward": "پیشروی",
    "exit": "خروج",
    "back": "بازگشت",
    "to where it was before": "به جایی که پیش‌تر بود",
    "{} from {} to {}": "{} از {} به {}",
    "Timeline": "خط زمانی",
    "{} since {}": "{} از {}",
    "{} from the beginning": "{} از آغاز",
    "nothing is known yet.": "هنوز چیزی معلوم نیست.",
    "it did": "سرنخ",
    "talks": "گفت‌وگو",
    "we did": "ما",
    "machines": "ماشین‌ها",
    "{}: {} activities": "{}: {} فعالیت",
    "Distribution": "توزیع",
    "{} to {}: {}": "{} تا {}: {}",
    "median {}": "میانه {}",
    "1 value: {}.": "۱ مقدار: {}.",
    "{} values from {} to {}; the median is {}, and half lie between {} and {}.": (
        "{} مقدار از {} تا {}؛ میانه {} است و نیمی میان {} و {} است."
    ),
    "{} held": "دارای {}",
    "{0} is {1} on {2} and {3} on {4}.": "{0} در {2} برابر {1} و در {4} برابر {3} است.",
    "Nothing to show.": "چیزی برای نمایش نیست.",
    "not known": "نامعلوم",
    "not yet": "هنوز نه",
    "target {}": "هدف {}",
    "{}M": "{} میلیون",
    "{}B": "{} میلیارد",
    "{}T": "{} هزار میلیارد",
    "{}: {}.": "{}: {}.",
    "{} ({})": "{} ({})",
    "{} to {}": "{} تا {}",
    "{} at {} {}": "{} در {} {}",
    "{} at {}": "{} در {}",
    "{} of {} at {} {}.": "{} از {} در {} {}.",
    "At {} {}: {}.": "در {} {}: {}.",
    "{} to {} are foreseen at {} {}, {} in the middle.": (
        "در {2} {3}، {0} تا {1} پیش‌بینی می‌شود، با میانه‌ی {4}."
    ),
    "And {} more.": "و {} مورد دیگر.",
}


def check_language(language: Language) -> None:
    """
    Check that there are words in a language.

    Raises:
        InputError: There are none.
    """
    if language not in _LANGUAGES:
        raise InputError("language", repr(language), listing(_LANGUAGES))


def phrase(english: str, language: Language, *parts: object) -> str:
    """
    Say a phrase.

    Args:
        english: The phrase in English; ``{}`` stands for a part.

        language: ``"en"`` or ``"fa"``.

        parts: What stands in it.

    >>> phrase("{} since {}", "en", "Lead", "1 May 2026")
    'Lead since 1 May 2026'
    """
    said = english if language == "en" else _PHRASES[english]
    return said.format(*parts)


def in_digits(text: str, language: Language) -> str:
    """
    Write the digits of a text as the language does.

    >>> in_digits("60%", "fa")
    '۶۰٪'
    """
    return text if language == "en" else text.translate(_DIGITS)


def listed(names: Iterable[str], language: Language) -> str:
    """
    Name several things.

    >>> listed(["Lead", "Prospect"], "en")
    'Lead, Prospect'
    """
    return (", " if language == "en" else "، ").join(names)


def counted(number: int, language: Language) -> str:
    """
    Write how many there are.

    >>> counted(12345, "en"), counted(12345, "fa")
    ('12,345', '۱۲٬۳۴۵')
    """
    grouped = f"{number:,}"
    return in_digits(
        grouped if language == "en" else grouped.replace(",", "٬"), language
    )
