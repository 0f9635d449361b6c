"""
Where a lead may be reached.
"""

from __future__ import annotations

import re

import attrs

from . import members
from .codes import Medium
from .errors import ContactError
from .records import Record

# Neither blanks, brackets and controls, nor what nobody sees and a paste brings along.
_NO = r"@\s<>\0-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_ADDRESS = re.compile(rf"[^{_NO}]{{1,64}}@[^{_NO}.]+(\.[^{_NO}.]+)+")
_LONGEST = 254  # of an address in SMTP, RFC 5321
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")


@attrs.frozen
class ContactPoint(Record):
    """
    A channel by which a lead may be reached, left of its own will.

    Attributes:
        medium: `Medium` or its code.

        value: The address. An e-mail address has a plain shape, a number for ``phone``
            and ``sms`` is E.164 (``+491701234567``); the rest is free.

    Raises:
        ContactError: *value* has another shape.
    """

    medium: Medium = attrs.field(converter=members.medium)
    value: str

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        subject = f"contact point by {self.medium.value}"
        if self.medium is Medium.EMAIL:
            fits = len(self.value) <= _LONGEST and _ADDRESS.fullmatch(self.value)
            if not fits:
                raise ContactError(
                    subject,
                    "a text of another shape",
                    "name@example.com",
                    code="address",
                )
        elif self.medium in {Medium.PHONE, Medium.SMS}:
            if not _E164.fullmatch(self.value):
                raise ContactError(
                    subject,
                    "a text of another shape",
                    "an E.164 number like +491701234567",
                    "Write the country code, and no spaces.",
                    code="number",
                )
        elif not self.value.strip():
            raise ContactError(subject, "a blank text", "an address", code="address")
