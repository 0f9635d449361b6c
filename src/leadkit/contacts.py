"""
E-mail addresses and telephone numbers as people write them, as contact points.

It needs ``pip install -e ".[contacts]"`` in a clone: email-validator knows what an
address may be, phonenumberslite which numbers there are. Both are imported when they
are first used, and nothing of them goes any further: no look-up of a domain, and none
of their errors, which quote what came.
"""

from __future__ import annotations

import re
from unicodedata import category, decimal

from .codes import Medium
from .contact_points import ContactPoint
from .errors import (
    ContactError,
    LeadError,
    described,
    is_a,
    listing,
    missing_extra,
)
from .errors import MissingExtraError as MissingExtraError  # noqa: PLC0414  it is ours too
from .folding import fold, unmarked

# Longer than any address or number that people write, and short enough to be read in no
# time.
_LONGEST = 320

# What stands before, between and behind the digits of a number.
_NUMBER = re.compile(r"[ (\[]*\+?[0-9()\[][0-9 ()\[\]./-]*")
# The prefix of most countries for calls abroad, ITU-T E.164.
_ABROAD = re.compile(r"^[ (\[]*00")
# Behind a stroke, a few digits may be another last part: 030 1234567/8 are two numbers.
_ANOTHER = re.compile(r"/ *[0-9]{1,4} *$")
# What comes before an extension, of a number that was folded.
_EXTENSION = re.compile(
    r"داخلی|تحویله|"
    r"[0-9)\]][ -]*(?:e?xtn?|extension|x{1,2}|int|доб|poste|anexo|ramal|#|,+|;|~)"
    r"[ .:=-]*[0-9]{1,20}[ .)\]]*$|;ext="
)
# What a spreadsheet makes of a column of numbers.
_SHORTENED = re.compile(r"[0-9]+(?:[.,\u066b][0-9]+)?e[+-]?[0-9]+")
_TATWEEL, _MINUS = "\u0640", "\u2212"
_WIDE = {"＋": "+", "（": "(", "）": ")"}
_JOINERS = re.compile("[\u200c\u200d]")
_MEDIA = (Medium.PHONE, Medium.SMS)


def email(text: str) -> ContactPoint:
    """
    Read an e-mail address.

    Blanks around it and marks of direction are left out. The domain becomes lower-case
    and ASCII, which every mail server takes and no look-alike imitates: ``مثال.ایران``
    is ``xn--mgbh0fb.xn--mgba3a4f16a``. What stands before the @ stays as it is, with
    its capitals and its ``+tag``; it must be ASCII too. Nothing is looked up.

    Args:
        text: The address alone, without a name before it.

    Returns:
        A contact point for ``email``.

    Raises:
        ContactError: It is no address; its code is ``"address"``.

        MissingExtraError: email-validator isn't installed.

    >>> email(" Sara+news@Example.COM ").value
    'Sara+news@example.com'
    """
    valid = _address(unmarked(text).strip() if is_a(text, str) else "")
    if valid is None:
        cure = "Write the address alone, in Latin letters before the @."
        raise ContactError(
            "an e-mail address",
            _came(text),
            "one like name@example.com",
            _LEAVE_OUT if _is_nothing(text) else cure,
            code="address",
        )
    return ContactPoint(Medium.EMAIL, valid)


def phone(
    text: str, region: str | None = None, *, medium: Medium | str = Medium.PHONE
) -> ContactPoint:
    """
    Read a telephone number.

    Digits may be of any script. Blanks, brackets, dashes, points and strokes between
    them and marks of direction don't count; letters do, and are refused, and so is a
    stroke that may stand between two numbers: ``030 1234567/8``.

    Args:
        text: The number, alone.

        region: Where a number without a ``+`` is dialled: a code of ISO 3166-1, like
            ``"IR"``, where ``0912...``, ``98912...`` and ``0098912...`` are one number.
            If not given, ``00`` is read as ``+``, as the ITU recommends it.

        medium: ``"phone"``, or ``"sms"`` for text messages.

    Returns:
        A contact point whose value is E.164: ``+989121234567``.

    Raises:
        ContactError: Its code is ``"region"`` if there is no such region,
            ``"no-region"`` if the number needs one, ``"extension"`` if an extension
            comes with it, and ``"number"`` if it is none that can be dialled.

        LeadError: The medium has no numbers.

        MissingExtraError: phonenumberslite isn't installed.

    >>> phone("۰۹۱۲ ۱۲۳ ۴۵۶۷", region="IR").value, phone("+98 (0)912-1234567").value
    ('+989121234567', '+989121234567')
    """
    region = known_region(region)
    if medium not in _MEDIA:
        raise LeadError("medium of a telephone number", "another", listing(_MEDIA))
    if _is_nothing(text):
        raise _no_number(_came(text), _LEAVE_OUT)
    if not is_a(text, str):
        raise _no_number(_came(text), _ALONE)
    if len(text) > _LONGEST:
        raise _no_number("a text that is too long", _ALONE)
    plain = _plain(text)
    if not _NUMBER.fullmatch(plain):
        raise _no_extension() if _EXTENSION.search(fold(text)) else _misshapen(plain)
    if region is None:
        plain = _ABROAD.sub("+", plain)
    if region is None and "+" not in plain:
        raise ContactError(
            "a telephone number",
            "one without a country code, and no region",
            "one of the two",
            "Write region='IR', say, or the number with + and its country code.",
            code="no-region",
        )
    if _ANOTHER.search(plain) and _are_two(plain, region):
        raise _no_number(
            "perhaps two", "Write one alone, without a stroke before its last digits."
        )
    number = _e164(plain, region)
    if number is None:
        raise _no_number(*_fault(plain, region))
    return ContactPoint(medium, number)


def known_region(region: str | None) -> str | None:
    """
    Check a region in which numbers are dialled.

    Args:
        region: A code of ISO 3166-1, or None.

    Returns:
        It in capitals.

    Raises:
        ContactError: There is no such region; its code is ``"region"``.

        MissingExtraError: phonenumberslite isn't installed.
    """
    known = _regions()  # first, so that what is missing is missed every time
    if region is None:
        return None
    if not is_a(region, str) or region.upper() not in known:
        # It isn't shown, because it may be the number, given in the wrong place.
        raise ContactError(
            "region of a telephone number",
            "a text that names none" if is_a(region, str) else described(region),
            "a code of ISO 3166-1",
            "Write region='IR' for Iran, region='GB' for the United Kingdom.",
            code="region",
        )
    return region.upper()


_LEAVE_OUT = "Leave it out."
_ALONE = "Write the number alone, as a text of digits."


def _is_nothing(given: str | None) -> bool:
    return given is None or (is_a(given, str) and not unmarked(given).strip())


def _came(given: str) -> str:
    if not is_a(given, str):
        return described(given)
    return "an empty text" if _is_nothing(given) else "a text of another shape"


def _no_number(came: str, cure: str) -> ContactError:
    return ContactError(
        "a telephone number", came, "one like +491701234567", cure, code="number"
    )


def _misshapen(plain: str) -> ContactError:
    if _SHORTENED.fullmatch(plain):
        return _no_number(
            "one as a spreadsheet shortens it", "Export its column as text."
        )
    if any(map(str.isalpha, plain)):
        return _no_number("a text with letters", _ALONE)
    return _no_number(_came(plain), _ALONE)


def _are_two(plain: str, region: str | None) -> bool:
    # A number that is cut by strokes alone, 0912/123/4567, is one; it is none before
    # it has come to its end.
    parts = plain.split("/")
    begun = ("/".join(parts[:n]) for n in range(1, len(parts)))
    return len(parts) == 2 or any(_e164(one, region) for one in begun)  # noqa: PLR2004


def _no_extension() -> ContactError:
    return ContactError(
        "a telephone number",
        "one with an extension",
        "the number alone",
        "Keep the extension in a field of your own.",
        code="extension",
    )


def _plain(text: str) -> str:
    # Not by NFKC, which would make a digit of a footnote's mark.
    plain = "".join(map(_char, _JOINERS.sub("", unmarked(text)).strip()))
    return plain.removeprefix("tel:")


def _char(char: str) -> str:
    digit = decimal(char, None)
    if digit is not None:
        return str(digit)
    if char.isspace():
        return " "
    if category(char) == "Pd" or char in {_MINUS, _TATWEEL}:
        return "-"
    return _WIDE.get(char, char.lower())


# The libraries are asked down here, and what they raise ends here: an error raised
# where another one is caught would carry it along, with the address that it quotes.


def _address(text: str) -> str | None:
    try:
        from email_validator import EmailNotValidError, validate_email
    except ImportError as error:
        raise missing_extra(
            "leadkit.contacts", "email-validator", "contacts"
        ) from error
    if len(text) > _LONGEST:
        return None
    try:
        return validate_email(
            text,
            allow_smtputf8=False,
            allow_empty_local=False,
            allow_quoted_local=False,
            allow_domain_literal=False,
            allow_display_name=False,
            strict=True,
            check_deliverability=False,
        ).ascii_email
    except EmailNotValidError:
        return None


def _regions() -> set[str]:
    try:
        from phonenumbers import SUPPORTED_REGIONS
    except ImportError as error:
        raise missing_extra(
            "leadkit.contacts", "phonenumberslite", "contacts"
        ) from error
    return SUPPORTED_REGIONS


def _e164(text: str, region: str | None) -> str | None:
    from phonenumbers import (
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        is_valid_number,
        parse,
    )

    try:
        number = parse(text, region)
    except NumberParseException:
        return None
    if not is_valid_number(number):
        return None
    return format_number(number, PhoneNumberFormat.E164)


def _fault(text: str, region: str | None) -> tuple[str, str]:
    # What is wrong with a number that can't be dialled, and what to do.
    from phonenumbers import (
        NumberParseException,
        ValidationResult,
        is_possible_number_with_reason,
        parse,
    )

    try:
        reason = is_possible_number_with_reason(parse(text, region))
    except NumberParseException as error:
        is_long = error.error_type == NumberParseException.TOO_LONG
        reason = ValidationResult.TOO_LONG if is_long else -1
    if reason == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return "one without its area code", "Write the area code, too."
    if reason == ValidationResult.TOO_SHORT:
        return "one that is too short", "Is its area code missing, or a digit?"
    if reason == ValidationResult.TOO_LONG:
        return "one that is too long", "Are there two in it, or a digit too many?"
    return "one that can't be dialled", "Look at its digits and at the region."
