"""
Who the leads of the demo are: made-up people and companies.

Addresses are at example.com, and phone numbers of ranges that are kept for films.
"""

from __future__ import annotations

from random import Random

import attrs

from ...codes import Kind, Medium
from ...contact_points import ContactPoint

_NAMES = (
    (
        ("Sara", "Reza", "Mina", "Omid", "Leila", "Arash", "Niloofar", "Kaveh",
         "Shirin", "Babak", "Yasmin", "Farhad", "Parisa", "Siamak", "Golnaz", "Amir"),
        ("Ahmadi", "Karimi", "Rahimi", "Jafari", "Moradi", "Hosseini", "Rostami",
         "Sadeghi", "Farahani", "Kazemi", "Tehrani", "Shirazi", "Ebrahimi", "Azadi"),
    ),
    (
        ("Lena", "Tom", "Ana", "Eva", "Jonas", "Marta", "Luca", "Ines", "Piotr",
         "Clara", "Hugo", "Sofia", "Emil", "Nora", "Bruno", "Alice"),
        ("Vogt", "Baker", "Silva", "Novak", "Berg", "Rossi", "Lindgren", "Martin",
         "Keller", "Dubois", "Moreno", "Larsen", "Janssen", "Walsh"),
    ),
)  # fmt: skip
_PLACES = (
    "Alborz", "Nordwind", "Caspian", "Lumen", "Kaveh", "Riverside", "Damavand",
    "Sonnenhof", "Pars", "Old Mill", "Zagros", "Harbour", "Roshan", "Linden",
    "Bahar", "Meridian", "Saffron", "Castello", "Toos", "Blue Door",
)  # fmt: skip
_TRADES = (
    "Dental", "Physio", "Barbers", "Yoga", "Vets", "Opticians", "Tutors", "Cleaning",
    "Garage", "Studio", "Bakery", "Legal", "Kitchens", "Gardens", "Movers", "Clinic",
    "Events", "Cycles",
)  # fmt: skip
_SIZES = (1, 3, 6, 9, 12, 18, 27, 40, 55, 80, 140, 260)
_SIZED = (6, 10, 12, 12, 13, 12, 10, 8, 7, 5, 3, 2)
# How many numbers for films there are in Britain, and in each area of America.
_BRITISH, _AMERICAN, _FIRST_AREA = 1000, 100, 201

#: The trait that says which firm a person works for.
ACCOUNT = "account"
# Of so many leads in a row, those that may know each other, by their places.
_ROW, _COLLEAGUES = 50, (4, 11, 19, 26)


@attrs.frozen
class Who:
    """
    Who a lead is.

    Attributes:
        number: Its place among the leads.

        kind: A person or a company.

        name: What it is called.

        traits: What is known of it from the beginning.

        again: Whether it comes once more, and shouts this time.
    """

    number: int
    kind: Kind
    name: str
    traits: dict[str, int | bool | str]
    again: bool = False

    def contact(self, medium: Medium) -> ContactPoint:
        """
        Give the address at which it is reached by a medium.
        """
        own = (self.name if self.again else self.name.lower()).replace(" ", ".")
        match medium:
            case Medium.EMAIL:
                return ContactPoint(medium, f"{own}.{self.number}@example.com")
            case Medium.PHONE | Medium.SMS:
                return ContactPoint(medium, _phone(self.number))
            case Medium.SOCIAL:
                return ContactPoint(medium, f"@{own}.{self.number}")
            case _:
                return ContactPoint(medium, f"{self.number} Example Street, Sampleton")


def who(number: int, random: Random) -> Who:
    """
    Make up somebody.

    Args:
        number: The place among the leads.

        random: Where chance comes from.

    >>> who(1, Random("a")).contact("phone").value
    '+447700900001'
    """
    company = random.random() < 0.3
    if company:
        name = _firm(random)
    else:
        given, family = random.choice(_NAMES)
        name = f"{random.choice(given)} {random.choice(family)}"
    kind = Kind.COMPANY if company else Kind.PERSON
    traits = _traits(random, company=company)
    if not company and number % _ROW in _COLLEAGUES[: 2 + number // _ROW % 3]:
        traits[ACCOUNT] = f"F-{1 + number // _ROW:03}"
    return Who(number, kind, name, traits)


def shouting(somebody: Who, random: Random) -> Who:
    """
    Let somebody come a second time, who fills in another form, all in capitals.

    Args:
        somebody: Who it is.

        random: Where chance comes from.
    """
    traits = _traits(random, company=somebody.kind is Kind.COMPANY)
    if ACCOUNT in somebody.traits:
        traits[ACCOUNT] = somebody.traits[ACCOUNT]
    return attrs.evolve(somebody, name=somebody.name.upper(), traits=traits, again=True)


def firm(account: object) -> str:
    """
    Name the firm of an account.

    >>> firm("F-001")
    'Alborz Studio'
    """
    return _firm(Random(f"leadkit demo {account}"))


def _firm(random: Random) -> str:
    return f"{random.choice(_PLACES)} {random.choice(_TRADES)}"


def _phone(number: int) -> str:
    # No two leads have one number.
    if number < _BRITISH:
        return f"+447700900{number:03}"
    area, last = divmod(number - _BRITISH, _AMERICAN)
    return f"+1{_FIRST_AREA + area}55501{last:02}"


def _traits(random: Random, *, company: bool) -> dict[str, int | bool | str]:
    # What a form asks for, and what nobody fills in isn't known.
    traits: dict[str, int | bool | str] = {}
    if company or random.random() < 0.7:
        traits["company_size"] = random.choices(_SIZES, _SIZED)[0]
    if random.random() < 0.65:
        traits["decision_maker"] = random.random() < 0.55
    if random.random() < 0.7:
        traits["target_industry"] = random.random() < 0.6
    if not company:
        traits["free_mail"] = random.random() < 0.3
    return traits
