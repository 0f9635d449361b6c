"""
Addresses and numbers as people write them become contact points, or are refused.
"""

import importlib
import sys
import traceback

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phone_numbers import IRANIAN, OTHERS

from leadkit import ContactError, ContactPoint, LeadError, LeadkitError, Medium
from leadkit.contacts import MissingExtraError, email, phone

PHONES = [*IRANIAN, *OTHERS]
GOOD = [row for row in PHONES if row[2].startswith("+")]
BAD = [row for row in PHONES if not row[2].startswith("+")]

EMAILS = [
    ("sara@example.com", "sara@example.com"),
    ("  sara@example.com\n", "sara@example.com"),
    ("\u200fsara@example.com\u200e", "sara@example.com"),
    ("\u202bsara@example.com\u202c", "sara@example.com"),
    ("\ufeffsara@example.com", "sara@example.com"),
    ("sara\u200b@example.com", "sara@example.com"),
    ("Sara.Sharifi@Example.COM", "Sara.Sharifi@example.com"),
    ("SARA@EXAMPLE.COM", "SARA@example.com"),
    ("sara+news@example.com", "sara+news@example.com"),
    ("o'brien@example.com", "o'brien@example.com"),
    ("s_1-2@mail.example.co.uk", "s_1-2@mail.example.co.uk"),
    ("sara@مثال.ایران", "sara@xn--mgbh0fb.xn--mgba3a4f16a"),
    ("sara@xn--mgbh0fb.xn--mgba3a4f16a", "sara@xn--mgbh0fb.xn--mgba3a4f16a"),
    ("sara@XN--MGBH0FB.xn--mgba3a4f16a", "sara@xn--mgbh0fb.xn--mgba3a4f16a"),
    ("sara@münchen.example.com", "sara@xn--mnchen-3ya.example.com"),
    ("sara@ＥＸＡＭＰＬＥ.com", "sara@example.com"),
    ("x" * 64 + "@example.com", "x" * 64 + "@example.com"),
]

NO_EMAILS = [
    "",
    " ",
    "sara",
    "sara@",
    "@example.com",
    "sara@example",
    "sara@@example.com",
    "sara@example..com",
    ".sara@example.com",
    "sara.@example.com",
    "sa ra@example.com",
    "Sara <sara@example.com>",
    "mailto:sara@example.com",
    "sara@example.com, ali@example.com",
    '"sa ra"@example.com',
    '"sara"@example.com',
    "sara@[192.0.2.1]",
    "sara@192.0.2.1",
    "sara@localhost",
    "sara@exa_mple.com",
    "sara@-example.com",
    "аli@example.com",  # Cyrillic
    "سارا@example.com",
    "sara۱@example.com",
    "sara＠example.com",
    "sara@exam\u200cple.com",
    "sara@exa\u202emple\x00.com",
    "sara\ud800@example.com",
    "sara@\ud800.com",
    "x" * 65 + "@example.com",
    "sara@" + "x" * 64 + ".com",
    "sara@" + ".".join(["x" * 60] * 5) + ".com",
    "x" * 100_000,
    "@" * 100_000,
    "sara@" + "é" * 100_000,
]


def told(error):
    """
    All that a log or a monitoring service could make of an error.
    """
    chain = [error]
    while chain[-1].__cause__ or chain[-1].__context__:
        chain.append(chain[-1].__cause__ or chain[-1].__context__)
    return "".join(traceback.format_exception_only(error)) + repr(chain)


def refused(read, *given, **options):
    """
    The error with which something is refused.
    """
    with pytest.raises(ContactError) as caught:
        read(*given, **options)
    return caught.value


class TestEmail:
    @pytest.mark.parametrize(("text", "value"), EMAILS)
    def test_read(self, text, value):
        """
        An address becomes a contact point, its domain in one form, the rest as it was.
        """
        assert ContactPoint("email", value) == email(text)

    @pytest.mark.parametrize(("text", "_"), EMAILS)
    def test_is_idempotent(self, text, _):
        """
        What was read is read as itself.
        """
        read = email(text)

        assert read == email(read.value)

    @given(st.emails())
    def test_of_many(self, text):
        """
        Any address is refused, or becomes one that is read as itself.
        """
        try:
            read = email(text)
        except ContactError as error:
            assert "address" == error.code
        else:
            assert read == email(read.value)

    @pytest.mark.parametrize("text", NO_EMAILS)
    def test_refused(self, text):
        """
        What is no address that every mail server takes is refused.
        """
        error = refused(email, text)

        assert ("address", "an e-mail address") == (error.code, error.subject)

    @pytest.mark.parametrize("given_", [None, 5, b"sara@example.com"])
    def test_of_no_text(self, given_):
        """
        What is no text is refused and not shown.
        """
        assert "sara" not in told(refused(email, given_))

    @pytest.mark.parametrize("text", ["zqz@", "zqz@exa mple", "zqä@example.com"])
    def test_says_nothing_of_it(self, text):
        """
        An error holds nothing of the address, nor does any error that it carries along.
        """
        error = refused(email, text)

        assert error.__context__ is None
        assert "q" not in told(error)

    @pytest.mark.parametrize(
        ("given_", "came"),
        [(None, "a missing value"), ("", "an empty text"), (" ", "an empty text")],
    )
    def test_of_nothing(self, given_, came):
        """
        What is nothing is told so, and is to be left out.
        """
        error = refused(email, given_)

        assert (came, "Leave it out.") == (error.came, error.cure)

    def test_sentence(self):
        """
        An error says what is expected, and what to do.
        """
        assert (
            "an e-mail address: got a text of another shape, expected one like "
            "name@example.com. Write the address alone, in Latin letters before the @."
        ) == str(refused(email, "sara"))

    def test_host_settings(self, monkeypatch):
        """
        What a host allows elsewhere in its program isn't allowed here.
        """
        monkeypatch.setattr("email_validator.ALLOW_QUOTED_LOCAL", True)
        monkeypatch.setattr("email_validator.ALLOW_DISPLAY_NAME", True)
        monkeypatch.setattr("email_validator.CHECK_DELIVERABILITY", True)

        refused(email, '"sa ra"@example.com')
        refused(email, "Sara <sara@example.com>")
        assert "sara@example.com" == email("sara@example.com").value


class TestPhone:
    def test_as_many_as_there_should_be(self):
        """
        There are 200 numbers, of which 80 are Iranian.
        """
        assert len(set(IRANIAN)) >= 80
        assert len(set(PHONES)) >= 200

    @pytest.mark.parametrize(("text", "region", "value"), GOOD)
    def test_read(self, text, region, value):
        """
        A number becomes a contact point in E.164.
        """
        assert ContactPoint("phone", value) == phone(text, region=region)

    @pytest.mark.parametrize(("text", "region", "code"), BAD)
    def test_refused(self, text, region, code):
        """
        What is no number, or not for sure, is refused with a code.
        """
        assert code == refused(phone, text, region=region).code

    @pytest.mark.parametrize(("text", "region", "_"), GOOD)
    def test_is_idempotent(self, text, region, _):
        """
        What was read is read as itself, in any region.
        """
        value = phone(text, region=region).value

        assert value == phone(value).value == phone(value, region="IR").value

    @pytest.mark.parametrize("kind", phonenumbers.PhoneNumberType.values())
    @pytest.mark.parametrize("form", range(4))
    def test_everywhere(self, kind, form):
        """
        Each region's examples are read, in each form in which they are written.
        """
        for region in sorted(phonenumbers.SUPPORTED_REGIONS):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is None:
                continue
            value = phonenumbers.format_number(number, 0)
            try:
                ContactPoint("phone", value)
            except ContactError:
                continue  # shorter than a contact point takes
            text = phonenumbers.format_number(number, form)

            assert value == phone(text, region=region).value

    @given(st.text(st.sampled_from("0123456789۰۱۲۳۴٠١٢٣٤+ ()-./x\u200f,#A")))
    def test_of_anything(self, text):
        """
        Whatever is written is read as itself or refused.
        """
        try:
            read = phone(text, region="IR")
        except ContactError as error:
            assert error.code in {"number", "extension"}
            assert error.__context__ is None
        else:
            assert read == phone(read.value)

    @given(st.text("zqz٣٧ +", min_size=1), st.sampled_from(["IR", "DE", None]))
    def test_says_nothing_of_it(self, text, region):
        """
        An error holds nothing of the number, nor does any error that it carries along.
        """
        error = refused(phone, f"{text}q", region=region)

        assert error.__context__ is None
        assert not set("zq٣٧") & set(told(error))

    @pytest.mark.parametrize("number", ["+98 912 canary", "0912 000", "+99912345"])
    def test_says_nothing_of_numbers(self, number):
        """
        Neither letters nor digits of a number are in an error.
        """
        error = refused(phone, number, region="IR")

        assert error.__context__ is None
        assert not {"canary", "912", "000"} & set(told(error).split())
        assert number not in told(error)

    def test_region_is_not_shown(self):
        """
        A region isn't shown, because it may be the number, given in its place.
        """
        error = refused(phone, "IR", region="09120000001")

        assert "region" == error.code
        assert "0912" not in told(error)

    @pytest.mark.parametrize("region", [5, b"IR", ["IR"]])
    def test_region_of_another_type(self, region):
        """
        A region that is no text is refused.
        """
        assert "region" == refused(phone, "0912 000 0001", region=region).code

    def test_region_in_small_letters(self):
        """
        A region may be written in small letters.
        """
        assert "+989120000001" == phone("0912 000 0001", region="ir").value

    @pytest.mark.parametrize("given_", [None, 9120000001, b"0912", "1" * 100_000])
    def test_of_no_number(self, given_):
        """
        What is no text, or a very long one, is refused and not shown.
        """
        error = refused(phone, given_, region="IR")

        assert "number" == error.code
        assert "912" not in told(error)

    @pytest.mark.parametrize(
        "medium", ["phone", "sms", pytest.param(Medium.SMS, id="member")]
    )
    def test_media(self, medium):
        """
        A number is for calls, or for text messages.
        """
        assert medium == phone("+989120000001", medium=medium).medium

    @pytest.mark.parametrize("medium", ["email", "social", "fax", None])
    def test_media_without_numbers(self, medium):
        """
        A medium without numbers is refused.
        """
        with pytest.raises(LeadError, match="expected 'phone' or 'sms'"):
            phone("+989120000001", medium=medium)

    @pytest.mark.parametrize(
        ("text", "region", "sentence"),
        [
            (
                "0912 000 0001",
                None,
                "got one without a country code, and no region, expected one of",
            ),
            ("0912 000 0001", "XX", "got a text that names none, expected a code of"),
            (
                "0912 000 0001 x12",
                "IR",
                "got one with an extension, expected the",
            ),
            ("0912 000 000", "IR", "got one that can't be dialled, expected one like"),
            ("0912 call me", "IR", "got a text with letters, expected one like"),
            ("++98 912", "IR", "got a text of another shape, expected one like"),
            ("1" * 400, "IR", "got a text that is too long, expected one like"),
        ],
    )
    def test_sentence(self, text, region, sentence):
        """
        An error says what came, and what was expected.
        """
        assert sentence in str(refused(phone, text, region=region))

    @pytest.mark.parametrize(
        ("text", "region", "came", "cure"),
        [
            (None, "IR", "a missing value", "Leave it out."),
            ("", "IR", "an empty text", "Leave it out."),
            ("\u200f ", None, "an empty text", "Leave it out."),
            (9120000001, "IR", "an int", "as a text"),
            ("0912 call me", "IR", "letters", "alone"),
            ("9.12E+09", "IR", "a spreadsheet", "Export its column"),
            ("9E9", None, "a spreadsheet", "Export its column"),
            ("۹٫۱۲E+۰۹", "IR", "a spreadsheet", "Export its column"),
            ("021 2222 0000/1", "IR", "perhaps two", "without a stroke"),
            ("021 2222 0000 / 031 3333 0001", "IR", "too long", "two in it"),
            ("22220000", "IR", "without its area code", "the area code"),
            ("555-0143", "US", "without its area code", "the area code"),
            ("021", "IR", "too short", "missing"),
            ("0912 000 000", "IR", "can't be dialled", "the region"),
            ("+999 123 456", "IR", "can't be dialled", "the region"),
        ],
    )
    def test_causes(self, text, region, came, cure):
        """
        What came tells the cause, and the cure is what to do about that.
        """
        error = refused(phone, text, region=region)

        assert "number" == error.code
        assert came in error.came
        assert cure in error.cure

    @pytest.mark.parametrize(
        ("text", "region", "value"),
        [
            ("0912/000/0014", "IR", "+989120000014"),
            ("۰۹۱۲/۰۰۰/۰۰/۱۴", "IR", "+989120000014"),
            ("+98/912/000/0014", None, "+989120000014"),
        ],
    )
    def test_strokes(self, text, region, value):
        """
        Strokes between all parts of a number don't count.
        """
        assert value == phone(text, region=region).value

    @pytest.mark.parametrize(
        "text",
        [
            "030/23125000/1",
            "030/23125000/1/2",
            "030 23125000/01",
            "23125000/1",
            "030/23125000 / 171",
        ],
    )
    def test_another_last_part(self, text):
        """
        A stroke behind what may be a number stands before another one's last digits.
        """
        assert "perhaps two" == refused(phone, text, region="DE").came


class TestMissingExtra:
    @pytest.mark.parametrize(
        ("module", "library", "read", "text"),
        [
            ("email_validator", "email-validator", email, "sara@example.com"),
            ("email_validator", "email-validator", email, None),
            ("phonenumbers", "phonenumberslite", phone, "+989120000001"),
            ("phonenumbers", "phonenumberslite", phone, None),
        ],
    )
    def test_says_what_to_install(self, monkeypatch, module, library, read, text):
        """
        Without its library a function says what to install, whatever it is given.
        """
        monkeypatch.setitem(sys.modules, module, None)

        with pytest.raises(MissingExtraError) as caught:
            read(text)

        assert isinstance(caught.value, ImportError)
        assert isinstance(caught.value, LeadkitError)
        assert (
            f"leadkit.contacts: {library} isn't installed. "
            'Write pip install -e ".[contacts]" in your clone of leadkit.'
        ) == str(caught.value)

    def test_module_is_there(self, monkeypatch):
        """
        The module itself can be imported without the libraries.
        """
        for module in ("email_validator", "phonenumbers", "leadkit.contacts"):
            monkeypatch.setitem(sys.modules, module, None)
        monkeypatch.delitem(sys.modules, "leadkit.contacts")

        assert importlib.import_module("leadkit.contacts").email
