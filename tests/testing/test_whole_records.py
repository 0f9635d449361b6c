"""
Classes of leads that refuse a value for the sake of another one.
"""

import attrs
import pytest
from attrs import validators

import leadkit as lk
from leadkit.testing import laws
from leadkit.testing.walking.whole_records import looks_at_one


@attrs.frozen(kw_only=True)
class Plain(lk.Lead):
    seats: int | None = None


@attrs.frozen(kw_only=True)
class Bounded(lk.Lead):
    seats: int | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(int),
        validator=validators.optional(
            validators.and_(validators.ge(1), validators.in_(range(100)))
        ),
    )


@attrs.frozen(kw_only=True)
class Patterned(lk.Lead):
    code: str = attrs.field(
        default="1",
        validator=[validators.instance_of(str), validators.matches_re("[0-9]")],
    )


@attrs.frozen(kw_only=True)
class Staged(lk.Lead):
    asked: bool | None = attrs.field(default=None)

    @asked.validator
    def _not_at_met(self, attribute, value):
        if value and self.stage == "met":
            raise ValueError("not there")


def _refuses(lead, attribute, value):
    if value and lead.moves:
        raise ValueError("not after a move")


class Refusing:
    def __call__(self, lead, attribute, value):
        _refuses(lead, attribute, value)


@attrs.frozen(kw_only=True)
class Hidden(lk.Lead):
    asked: bool | None = attrs.field(
        default=None, validator=validators.optional(_refuses)
    )


@attrs.frozen(kw_only=True)
class Object(lk.Lead):
    asked: bool | None = attrs.field(default=None, validator=Refusing())


@attrs.frozen(kw_only=True)
class Afterwards(lk.Lead):
    asked: bool | None = None

    def __attrs_post_init__(self):
        super().__attrs_post_init__()
        _refuses(self, None, self.asked)


ALONE = [lk.Lead, Plain, Bounded, Patterned]
TOGETHER = [Staged, Hidden, Object, Afterwards]


def back(record):
    """
    A lifecycle that wants a value for the way back, which its class refuses there.
    """
    return lk.Lifecycle(
        "back",
        ["new", "met"],
        "new",
        [
            lk.Transition("meet", "new", "met"),
            lk.Transition("leave", "met", "new", lk.fields(record).asked),
        ],
    )


class TestLooksAtOne:
    @pytest.mark.parametrize("record", ALONE)
    def test_each_field_by_itself(self, record):
        """
        What attrs brings along looks at a value alone.
        """
        assert looks_at_one(record)

    @pytest.mark.parametrize("record", TOGETHER)
    def test_whole_records(self, record):
        """
        A host's own check may look at anything.
        """
        assert not looks_at_one(record)


class TestLaws:
    @pytest.mark.parametrize("record", TOGETHER)
    @pytest.mark.parametrize(
        "law",
        [
            laws.no_traps,
            laws.every_transition_can_fire,
            lambda lifecycle, record: laws.reversible(lifecycle, "met", record=record),
        ],
        ids=["no_traps", "every_transition_can_fire", "reversible"],
    )
    def test_what_a_class_refuses_is_not_proved(self, law, record):
        """
        That a move can be made isn't proved by leads that stand elsewhere.
        """
        assert law(back(record), record=record).kind in {"undecided", "refuted"}

    @pytest.mark.parametrize("record", [Bounded, Patterned])
    def test_what_it_takes_is_proved(self, record):
        """
        A check that doesn't look at the stage leaves proofs as they are.
        """
        asked = lk.fields(record)
        guard = asked.seats >= 5 if record is Bounded else asked.code == "7"
        lifecycle = lk.Lifecycle(
            "l",
            ["new", "met"],
            "new",
            [
                lk.Transition("meet", "new", "met"),
                lk.Transition("leave", "met", "new", guard),
            ],
        )

        assert "proved" == laws.no_traps(lifecycle, record=record).kind
