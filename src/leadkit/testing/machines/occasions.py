"""
What can happen to a lead that some rules can tell, one occasion at a time.

An occasion says nothing about instants or ids, so that a list of them reads like a
story: it is put on record when it happens.
"""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime, timedelta
from typing import Any, TypeAlias, TypeVar

import attrs

from ...codes import ConsentStatus, Medium
from ...consents import Consent
from ...happenings import Activity, Grant
from ...leads import Lead
from ...records import given_of_record
from ..stories.occurrences import Qualified, Recorded, shown
from .next_steps import Step

L = TypeVar("L", bound=Lead)

#: Who grants, revokes and records what happens in a test.
SOMEBODY = "somebody"


@attrs.frozen
class Change:
    """
    A field of a lead that has another value now.

    Attributes:
        field: Its name.

        value: The value, None if it is missing now.

        is_trait: Whether it is one of the lead's ``traits``.
    """

    field: str
    value: Any = attrs.field(repr=False)
    is_trait: bool = False


#: What is handed to an application.
Happening: TypeAlias = Activity | Consent | Grant | Change


@attrs.frozen
class Occasion(Step):
    """
    Something happens to the lead.
    """

    @abstractmethod
    def records(self, lead: Lead, at: datetime, /) -> tuple[Happening, ...]:
        """
        Put it on record.

        Args:
            lead: To whom it happens.

            at: When, or when it begins; nothing of the lead is later.
        """


@attrs.frozen(repr=False)
class Did(Occasion):
    """
    Activities of one type.

    Attributes:
        type: Their type.

        times: How many there are.

        daily: Whether each comes a day after the one before, and not at once.

        details: Other fields of each.
    """

    type: str
    times: int = 1
    daily: bool = False
    details: tuple[tuple[str, Any], ...] = ()

    def records(self, lead: Lead, at: datetime, /) -> tuple[Happening, ...]:
        first = len(lead.activities) + 1
        apart = timedelta(days=1 if self.daily else 0)
        return tuple(
            Activity(
                id=f"a{first + number}",
                type=self.type,
                at=at + number * apart,
                **dict(self.details),
            )
            for number in range(self.times)
        )

    def __repr__(self) -> str:
        given = [repr(self.type)]
        given += [f"times={self.times}"] if self.times > 1 else []
        given += ["daily=True"] if self.daily else []
        given += [f"{name}={_plain(value)!r}" for name, value in self.details]
        return f"Did({', '.join(given)})"


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value


@attrs.frozen(repr=False)
class Agreed(Occasion):
    """
    The lead agrees to be contacted.

    Attributes:
        purpose: What for.

        medium: By which `Medium`.
    """

    purpose: str
    medium: str

    def records(self, _: Lead, at: datetime, /) -> tuple[Happening, ...]:
        return (_consent(self, ConsentStatus.GRANTED, at),)

    def __repr__(self) -> str:
        return f"Agreed({self.purpose!r}, {str(self.medium)!r})"


@attrs.frozen(repr=False)
class Withdrew(Occasion):
    """
    The lead takes back what it agreed to.

    Attributes:
        purpose: What for.

        medium: By which `Medium`.
    """

    purpose: str
    medium: str

    def records(self, _: Lead, at: datetime, /) -> tuple[Happening, ...]:
        return (_consent(self, ConsentStatus.WITHDRAWN, at),)

    def __repr__(self) -> str:
        return f"Withdrew({self.purpose!r}, {str(self.medium)!r})"


def _consent(of: Agreed | Withdrew, status: ConsentStatus, at: datetime) -> Consent:
    return Consent(
        purpose=of.purpose, medium=Medium(of.medium), status=status, at=at, by=SOMEBODY
    )


@attrs.frozen(repr=False)
class Granted(Occasion):
    """
    Somebody grants a qualification.

    Attributes:
        qualification: Its code.
    """

    qualification: str

    def records(self, lead: Lead, at: datetime, /) -> tuple[Happening, ...]:
        return (_grant(self.qualification, lead, at, granted=True),)

    def __repr__(self) -> str:
        return f"Granted({self.qualification!r})"


@attrs.frozen(repr=False)
class Revoked(Occasion):
    """
    Somebody takes a qualification away.

    Attributes:
        qualification: Its code.
    """

    qualification: str

    def records(self, lead: Lead, at: datetime, /) -> tuple[Happening, ...]:
        return (_grant(self.qualification, lead, at, granted=False),)

    def __repr__(self) -> str:
        return f"Revoked({self.qualification!r})"


def _grant(code: str, lead: Lead, at: datetime, *, granted: bool) -> Grant:
    number = 1 + max((one.number for one in lead.grants), default=0)
    return Grant(qualification=code, at=at, by=SOMEBODY, granted=granted, number=number)


@attrs.frozen(repr=False)
class Became(Occasion):
    """
    A field has another value.

    Attributes:
        field: Its name.

        value: The value; for an instant, how long ago it is.

        is_trait: Whether it is one of the lead's ``traits``.
    """

    field: str
    value: Any
    is_trait: bool = False

    def records(self, _: Lead, at: datetime, /) -> tuple[Happening, ...]:
        ago = isinstance(self.value, timedelta)
        value = at - self.value if ago else self.value
        return (Change(self.field, value, self.is_trait),)

    def __repr__(self) -> str:
        return f"Became({self.field!r}, {self.value!r})"


def taken(lead: L, happening: Happening) -> L:
    """
    Put something that happened into a lead.

    Args:
        lead: The lead; it isn't changed.

        happening: What happened.
    """
    if isinstance(happening, Change):
        return _changed(lead, happening)
    if isinstance(happening, Grant):
        return attrs.evolve(lead, grants=(*lead.grants, happening))
    return lead.record(happening)


def _changed(lead: L, change: Change) -> L:
    if not change.is_trait:
        name = given_of_record(type(lead))[change.field].alias
        return attrs.evolve(lead, **{name: change.value})
    traits = {**lead.traits, change.field: change.value}
    if change.value is None:
        del traits[change.field]
    return attrs.evolve(lead, traits=traits)


def told(happening: Happening) -> str:
    """
    Say what happened, as the stories of laws do. Its values may be shown: they are
    made up.

    Args:
        happening: What happened.
    """
    match happening:
        case Change(field=field, value=value):
            return f"{field} is {shown(value)} now"
        case Grant(qualification=code, granted=granted, at=at, by=by):
            return str(Qualified(code, granted, at, by))
        case record:
            return str(Recorded(record))
