"""
Whether a host's class says something about new records.
"""

import attrs
import pytest

import leadkit as lk
from leadkit.unchecked import is_unchecked


@attrs.frozen(kw_only=True)
class Plain(lk.Lead):
    size: int | None = None
    stage: str = "new"


@attrs.frozen(kw_only=True)
class Validated(lk.Lead):
    size: int = attrs.field(default=1, validator=attrs.validators.gt(0))


@attrs.frozen(kw_only=True)
class Converted(lk.Lead):
    size: int = attrs.field(default=1, converter=int)


@attrs.frozen(kw_only=True)
class Derived(lk.Lead):
    size: int = attrs.field(init=False, default=2)


@attrs.frozen(kw_only=True)
class Constructed(lk.Lead):
    size: int = 1

    def __init__(self, **given):
        self.__attrs_init__(**{**given, "size": 3})


@attrs.frozen(kw_only=True)
class Before(lk.Lead):
    def __attrs_pre_init__(self):
        """Run before each is made."""


@attrs.frozen(kw_only=True)
class After(lk.Lead):
    def __attrs_post_init__(self):
        """Run after each is made."""


@attrs.frozen(kw_only=True)
class Made(lk.Lead):
    def __new__(cls, **_):
        return super().__new__(cls)


class Asked(type):
    def __call__(cls, **given):
        return super().__call__(**given)


@attrs.frozen(kw_only=True)
class OfMeta(lk.Lead, metaclass=Asked):
    pass


class TestIsUnchecked:
    @pytest.mark.parametrize("cls", [lk.Lead, Plain])
    def test_nothing_of_its_own(self, cls):
        """
        Fields and defaults are no checks.
        """
        assert is_unchecked(cls)

    @pytest.mark.parametrize(
        "cls",
        [Validated, Converted, Derived, Constructed, Before, After, Made, OfMeta],
    )
    def test_something_of_its_own(self, cls):
        """
        Whatever runs when a record is made has to run for each.
        """
        assert not is_unchecked(cls)
