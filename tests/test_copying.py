"""
Copies of frozen records: what the constructor would make, without running it.
"""

from __future__ import annotations

import copy
import gc
import pickle
import weakref
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Generic, TypeVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, hosts

import leadkit as lk
from leadkit.copying import copier

T = TypeVar("T")

# Classes that hosts write -------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Slotted(lk.Lead):
    """
    The usual one.
    """

    size: int = 0

    @cached_property
    def double(self):
        """
        Something that is computed once.
        """
        return 2 * self.size


@attrs.frozen(kw_only=True, slots=False)
class WithDict(lk.Lead):
    """
    One whose records have a dictionary.
    """

    size: int = 0

    @cached_property
    def double(self):
        """
        Something that is computed once.
        """
        return 2 * self.size


@lk.record
class Asked(lk.Lead):
    """
    One whose class answers for a field.
    """

    size: lk.Attr[int] = lk.Attr(default=0)


@attrs.frozen(kw_only=True)
class Private(lk.Lead):
    """
    One with names that attrs strips of their underscores, and that Python mangles.
    """

    _size: int = 0
    __size: int = 0


@attrs.frozen(kw_only=True)
class Boxed(lk.Lead, Generic[T]):
    """
    A generic one.
    """

    size: T | None = None


class Measured(ABC):
    """
    What a host may want of its records.
    """

    __slots__ = ()

    @abstractmethod
    def measure(self):
        """
        Measure it.
        """


@attrs.frozen(kw_only=True)
class Abstract(lk.Lead, Measured):
    """
    One with a metaclass, made concrete.
    """

    size: int = 0

    def measure(self):
        """
        Measure it.
        """
        return self.size


@attrs.frozen(kw_only=True, cache_hash=True)
class Hashed(lk.Lead):
    """
    One whose records keep their hash.
    """

    size: int = 0


@attrs.frozen(kw_only=True, cache_hash=True, slots=False)
class HashedWithDict(lk.Lead):
    """
    One whose records keep it in their dictionary.
    """

    size: int = 0


class Undecorated(Slotted):
    """
    One that its host forgot to make with attrs.
    """


@attrs.frozen
class Odd:
    """
    No record, and all names that a copier might want for itself.
    """

    new: int = 0
    old: int = 0
    make: int = 0
    Twin: int = 0
    Frozen: int = 0
    given_0: int = 0


SIZED = (
    Slotted,
    WithDict,
    Asked,
    Boxed,
    Abstract,
    Hashed,
    HashedWithDict,
    Undecorated,
)


def sized(cls):
    """
    Records of a class of ours.
    """
    return st.builds(
        cls,
        id=st.sampled_from(["L-1", "L-2"]),
        name=st.sampled_from([None, "Sara Ahmadi"]),
        stage=st.sampled_from(["lead", "customer"]),
        size=st.integers(0, 3),
        traits=st.sampled_from([{}, {"yes": True}]),
    )


RECORDS = {
    **{cls.__name__: sized(cls) for cls in SIZED},
    "Private": st.builds(
        Private,
        id=st.just("L-1"),
        size=st.integers(0, 3),
        Private__size=st.integers(0, 3),
    ),
    "Odd": st.builds(Odd, *[st.integers(0, 3)] * 6),
    "Host": hosts(),
    "ContactPoint": st.builds(
        lk.ContactPoint,
        medium=st.just("email"),
        value=st.sampled_from(["sara@example.com", "reza@example.com"]),
    ),
    "Consent": st.builds(
        lk.Consent,
        purpose=st.sampled_from(["marketing", "service"]),
        medium=st.sampled_from(["email", "phone"]),
        granted=st.booleans(),
        at=st.just(NOW),
    ),
    "Touch": st.builds(
        lk.Touch,
        channel=st.sampled_from(["form", "webinar"]),
        at=st.just(NOW),
    ),
    "Activity": st.builds(
        lk.Activity,
        id=st.sampled_from(["a1", "a2"]),
        type=st.sampled_from(["call_held", "email_sent"]),
        at=st.just(NOW),
    ),
    "Move": st.builds(
        lk.Move,
        trigger=st.sampled_from(["go", "stop"]),
        source=st.just("lead"),
        target=st.sampled_from(["customer", "lost"]),
        at=st.just(NOW),
        reason=st.sampled_from([None, "no budget"]),
    ),
    "Grant": st.builds(
        lk.Grant,
        qualification=st.sampled_from(["MQL", "SQL"]),
        at=st.just(NOW),
        by=st.just("Reza"),
        granted=st.booleans(),
    ),
}


@st.composite
def changes(draw, kind=None):
    """
    A record, the names of some of its fields, and what they are in another record.
    """
    kind = kind or draw(st.sampled_from(sorted(RECORDS)))
    old, other = draw(RECORDS[kind]), draw(RECORDS[kind])
    fields = attrs.fields_dict(type(old))
    names = draw(st.lists(st.sampled_from(sorted(fields)), max_size=4, unique=True))
    # Facts that belong together change together.
    for belong in ({"granted", "status"}, {"at", "expires_at"}):
        if belong <= {*fields} and belong & {*names}:
            names = sorted({*names, *belong})
    return old, names, [getattr(other, name) for name in names]


def copied(old, names, values):
    """
    The copy.
    """
    return copier(type(old), *names)(old, *values)


def constructed(old, names, values):
    """
    The same through the constructor.
    """
    fields = attrs.fields_dict(type(old))
    given = {fields[n].alias: v for n, v in zip(names, values, strict=True)}
    return attrs.evolve(old, **given)


def parts(record):
    """
    The fields of a record, with their classes.
    """
    values = attrs.astuple(record, recurse=False)
    return [(type(value), value) for value in values]


class TestCopier:
    @pytest.mark.parametrize("kind", RECORDS)
    @given(st.data())
    def test_makes_what_the_constructor_would_make(self, kind, data):
        """
        Whatever fields change, the copy is what `attrs.evolve` makes: equal, of one
        class, with one hash and one repr.
        """
        change = data.draw(changes(kind))
        ours, theirs = copied(*change), constructed(*change)

        assert theirs == ours
        assert type(theirs) is type(ours)
        assert parts(theirs) == parts(ours)
        assert (hash(theirs), repr(theirs)) == (hash(ours), repr(ours))

    @given(changes())
    def test_crosses_processes(self, change):
        """
        A copy comes back from a pickle and from both kinds of copying, hash included.
        """
        new = copied(*change)
        copies = [pickle.loads(pickle.dumps(new)), copy.copy(new), copy.deepcopy(new)]

        assert [new] * 3 == copies
        assert {hash(new)} == set(map(hash, copies))

    @given(changes())
    def test_is_frozen(self, change):
        """
        No field of a copy can be set or deleted, nor can one be added.
        """
        new = copied(*change)

        for name in [*attrs.fields_dict(type(new)), "unheard_of"]:
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(new, name, None)
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                delattr(new, name)

    @given(changes())
    def test_leaves_the_record_as_it_was(self, change):
        """
        The record that is copied stays what it was, and shares what it keeps.
        """
        old, names, _ = change
        before = parts(old)
        new = copied(*change)

        assert before == parts(old)
        for name in {*attrs.fields_dict(type(old))} - {*names}:
            assert getattr(old, name) is getattr(new, name)

    @pytest.mark.parametrize("cls", [Slotted, WithDict])
    def test_computes_again_what_was_computed(self, cls):
        """
        What a host's record keeps of its old values isn't taken over.
        """
        old = cls(id="L-1", size=2)
        before = old.double
        new = copier(cls, "size")(old, 5)

        assert (4, 10, 4) == (before, new.double, old.double)

    @pytest.mark.parametrize("cls", [Hashed, HashedWithDict])
    def test_hashes_again_what_was_hashed(self, cls):
        """
        A copy of a record that keeps its hash has its own.
        """
        old = cls(id="L-1", size=2)
        before = hash(old)
        new = copier(cls, "size")(old, 5)

        assert hash(cls(id="L-1", size=5)) == hash(new)
        assert before == hash(old) != hash(new)

    def test_takes_what_it_is_given(self):
        """
        Nothing is checked, converted or derived again: the constructor isn't run.
        """
        ran = []

        @attrs.frozen
        class Strict:
            x: int = attrs.field(
                converter=lambda given: ran.append("converter") or given,
                validator=lambda *_: ran.append("validator"),
            )
            derived: int = attrs.field(init=False)

            @derived.default
            def _derived(self):
                ran.append("default")
                return 2 * self.x

            def __attrs_post_init__(self):
                ran.append("post_init")

        old = Strict(2)
        ran.clear()
        new = copier(Strict, "x")(old, "five")

        assert [] == ran
        assert ("five", 4) == (new.x, new.derived)

    def test_tells_nobody_of_its_twin(self):
        """
        Neither the metaclass of a host nor its `__init_subclass__` hears of the class
        that a copy is filled in, arguments that it insists on or not.
        """
        heard = []

        class Meta(type):
            def __new__(mcs, name, bases, namespace, **given):
                heard.append(name)
                return super().__new__(mcs, name, bases, namespace, **given)

            def __init__(cls, name, bases, namespace, **given):
                heard.append(name)
                super().__init__(name, bases, namespace)

            def __call__(cls, *args, **kwargs):
                heard.append("called")
                return super().__call__(*args, **kwargs)

        @attrs.frozen(kw_only=True)
        class Account(metaclass=Meta):
            x: int = 0

            def __init_subclass__(cls, *, tenant, **given):
                heard.append(tenant)
                super().__init_subclass__(**given)

        @attrs.frozen(kw_only=True, slots=False)
        class Own(Account, tenant="ours"):
            y: int = 0

        for cls in (Account, Own):
            old = cls(x=1)
            heard.clear()
            new = copier(cls, "x")(old, 2)

            assert [] == heard
            assert cls(x=2) == new

    def test_leaves_the_class_as_it_was(self):
        """
        Nothing of a class is changed by copying its records, and others stay frozen.
        """
        before = dict(vars(Slotted))
        other = Slotted(id="L-2")
        copier(Slotted, "size")(Slotted(id="L-1"), 2)

        assert before == dict(vars(Slotted))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            other.size = 3

    def test_what_can_change_still_can(self):
        """
        A copy of a record that isn't frozen isn't either, and is checked as before.
        """

        @attrs.define
        class Open:
            x: int = attrs.field(validator=attrs.validators.ge(0))

        new = copier(Open, "x")(Open(1), -2)  # unchecked
        new.x = 3

        assert 3 == new.x
        with pytest.raises(ValueError, match="must be >= 0"):
            new.x = -1

    def test_nobody_keeps_the_copy(self):
        """
        A copy can be referred to weakly, and is gone when nobody else has it.
        """
        new = copier(Slotted, "size")(Slotted(id="L-1"), 2)
        ghost = weakref.ref(new)

        assert new is ghost()
        del new
        gc.collect()
        assert ghost() is None

    def test_makes_a_record_of_values_alone(self):
        """
        Where all fields are given, there needn't be a record to copy.
        """
        make = copier(Odd, *attrs.fields_dict(Odd))

        assert Odd(1, 2, 3, 4, 5, 6) == make(None, 1, 2, 3, 4, 5, 6)

    def test_takes_the_values_in_the_order_of_the_names(self):
        """
        The order in which the fields are declared doesn't matter.
        """
        new = copier(Odd, "make", "new")(Odd(), 1, 2)

        assert Odd(make=1, new=2) == new
