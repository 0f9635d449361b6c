"""
The text of a cell as a value of a field's type.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from enum import Enum
from typing import Any

import attrs

from ..codes import Medium
from ..contact_points import ContactPoint
from ..contacts import phone
from ..errors import ContactError, LeadError, MissingExtraError
from ..folding import fold, unmarked
from ..instants import utc
from ..kinds import FieldType, ValueKind
from .numerals import Decimal, number, plain

# Folded, since people write them on different keyboards.
_YES = {
    fold(word) for word in ("yes", "y", "true", "t", "1", "on", "بله", "بلی", "آری")
}
_NO = {fold(word) for word in ("no", "n", "false", "f", "0", "off", "خیر", "نه")}

# What is said of a number that is refused, by the code of the refusal.
_HINTS = {
    "no-region": " (--region says where one without + is dialled)",
    "extension": ", without an extension",
}

# Years of the Persian calendar. Nobody had leads in those of ours.
_SOLAR_HIJRI = range(1200, 1600)
# Dates of these years as they are written, and as those of ours can't be.
_YEAR, _MARK = "(?:1[2-5][0-9]{2})", "[/.-]"
_SOLAR_DATE = re.compile(
    rf"(?:{_YEAR}(?:{_MARK}[0-9]{{1,2}}{_MARK}[0-9]{{1,2}}|[0-9]{{4}})"
    rf"|[0-9]{{1,2}}{_MARK}[0-9]{{1,2}}{_MARK}{_YEAR})(?![0-9])"
)


class CellError(ValueError):
    """
    A cell doesn't hold what its column should; its message says what that is.
    """


class CalendarError(CellError):
    """
    A date is one of another calendar.
    """


@attrs.frozen
class Cells:
    """
    How texts are read.

    Attributes:
        missing: Texts that mean a missing value, besides the empty one.

        zone: The zone of datetimes that don't say theirs; None refuses them.

        decimal: What stands before the decimals of a number; the other one of comma and
            point may then stand between thousands. None takes points, and refuses what
            could be read in two ways.

        region: Where numbers without a ``+`` are dialled; None refuses them.
    """

    missing: frozenset[str] = frozenset()
    zone: tzinfo | None = None
    decimal: Decimal | None = None
    region: str | None = None

    def is_missing(self, text: str) -> bool:
        """
        Tell whether a text means a missing value.
        """
        return not text or text in self.missing

    def value(self, text: str, declared: FieldType) -> Any:
        """
        Read a text as a value.

        Args:
            text: The cell, stripped.

            declared: The type of its field.

        Returns:
            The value, or None where it is missing.

        Raises:
            CellError: It can't be read; the message says what was expected.
        """
        if self.is_missing(text):
            return None
        value: object
        match declared.kind:
            case ValueKind.TEXT:
                return text
            case ValueKind.NUMBER:
                value = self._number(text, declared)
            case ValueKind.FLAG:
                value = _flag(text)
            case ValueKind.INSTANT:
                return self.instant(text)
            case ValueKind.CHOICE:
                value = _choice(text, declared)
            case _:
                raise CellError("a type that can be written in a cell")
        try:
            # NaN is missing, whatever the field says.
            return attrs.evolve(declared, optional=True).admit(value, "a cell")
        except LeadError:
            raise CellError(declared.wanted) from None

    def contact(self, text: str, medium: Medium) -> ContactPoint:
        """
        Read an address or a number.

        Args:
            text: The cell, stripped.

            medium: By which medium it reaches somebody.

        Raises:
            CellError: It is none; the message says what was expected.
        """
        text, wanted, hint = unmarked(text).strip(), "", ""
        if medium in {Medium.PHONE, Medium.SMS}:
            # First, because a number like +980912... has the shape of E.164, too.
            try:
                return phone(text, region=self.region, medium=medium)
            except ContactError as error:
                hint = _HINTS.get(error.code, "")
                if self.region is not None:
                    wanted = f"a number that can be dialled in {self.region}"
            except MissingExtraError:
                hint = ' (others need pip install -e ".[contacts]")'
            text = plain(text)
        try:
            return ContactPoint(medium, text)
        except LeadError as error:
            raise CellError((wanted or error.expected) + hint) from None

    def instant(self, text: str) -> datetime:
        """
        Read a date (0:00 in the zone, UTC if none is given) or an instant.

        Raises:
            CellError: It is neither, or a time whose zone nobody says.
        """
        text = plain(text)
        try:
            day = date.fromisoformat(text)
        except ValueError:
            pass
        else:
            zone = self.zone or UTC
            return self._utc(datetime(day.year, day.month, day.day, tzinfo=zone))
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            if _SOLAR_DATE.match(text):
                raise _other_calendar() from None
            raise CellError(
                "a date like 2026-05-01 or an instant, as in ISO 8601"
            ) from None
        return self._utc(moment)

    def _utc(self, moment: datetime) -> datetime:
        if moment.year in _SOLAR_HIJRI:
            raise _other_calendar()
        if moment.tzinfo is None:
            if self.zone is None:
                raise CellError("an instant with its zone, or the option --zone")
            moment = moment.replace(tzinfo=self.zone)
        try:
            return utc(moment, "a cell")
        except LeadError:
            raise CellError("an instant within years 1 to 9999") from None

    def _number(self, text: str, declared: FieldType) -> float:
        try:
            return number(text, self.decimal)
        except ValueError:
            hint = ""
            if self.decimal is None and "," in text:
                hint = " (--decimal says what a comma stands for)"
            raise CellError(declared.wanted + hint) from None


def _other_calendar() -> CalendarError:
    return CalendarError(
        f"a date of the Gregorian calendar; years from {_SOLAR_HIJRI.start} to "
        f"{_SOLAR_HIJRI.stop - 1} are taken for those of the Persian one"
    )


def _flag(text: str) -> bool:
    word = fold(text)
    if word in _YES or word in _NO:
        return word in _YES
    raise CellError("yes or no, true or false, 1 or 0")


def _choice(text: str, declared: FieldType) -> object:
    for exact in (True, False):
        for option in declared.options:
            code = str(option.value if isinstance(option, Enum) else option)
            if code == text if exact else fold(code) == fold(text):
                return option
    raise CellError(declared.wanted)
