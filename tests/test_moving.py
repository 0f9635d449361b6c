"""
Leads after a move: what their constructor would make, which is run only where a host
has something to say.
"""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycles import DAY
from strategies import NOW, TICK, hosts, instants

import leadkit as lk
from leadkit import InstantError, LeadError, Lifecycle, Move, Transition
from leadkit.moving import moved, stepped

TEHRAN = timezone(timedelta(hours=3, minutes=30))
SALES = Lifecycle(
    "sales",
    ["lead", "prospect", "lost"],
    "lead",
    [
        Transition("qualify", "lead", "prospect"),
        Transition("drop", "prospect", "lost", kind="exit"),
        Transition("recycle", ["prospect", "lost"], "lead", kind="back"),
    ],
)

# Hosts that have nothing to say -------------------------------------------------------


@attrs.frozen(kw_only=True)
class Slotted(lk.Lead):
    """
    The usual one.
    """

    size: int = 0


@attrs.frozen(kw_only=True, slots=False)
class WithDict(lk.Lead):
    """
    One whose records have a dictionary.
    """

    size: int = 0


@lk.record
class Asked(lk.Lead):
    """
    One whose class answers for a field.
    """

    size: lk.Attr[int] = lk.Attr(default=0)


@attrs.frozen(kw_only=True)
class Again(lk.Lead):
    """
    One that gives a field of ours another default.
    """

    stage: str = "lead"
    size: int = 0


class Undecorated(Slotted):
    """
    One that its host forgot to make with attrs.
    """


# Hosts that have ----------------------------------------------------------------------

# What they saw of their stage.
SEEN = []


def see(lead, _=None, value=None):
    """
    Note the stage of a record that is being made, as a validator of any field does.
    """
    SEEN.append(str(lead.stage))
    return value


class Way(StrEnum):
    """
    The stages of a host, as its own type.
    """

    LEAD = "lead"
    PROSPECT = "prospect"
    LOST = "lost"


@attrs.frozen(kw_only=True)
class Validating(lk.Lead):
    """
    One with a check.
    """

    size: int = attrs.field(default=0, validator=see)


@attrs.frozen(kw_only=True)
class ValidatingOurs(lk.Lead):
    """
    One with a check of a field of ours.
    """

    name: str | None = attrs.field(default=None, validator=see)
    size: int = 0


@attrs.frozen(kw_only=True)
class ValidatingStages(lk.Lead):
    """
    One with a check of the stage itself.
    """

    stage: str = attrs.field(default="lead", validator=see)
    size: int = 0


@attrs.frozen(kw_only=True)
class Converting(lk.Lead):
    """
    One with a converter.
    """

    size: int = attrs.field(
        default=0,
        converter=attrs.Converter(
            lambda size, lead: see(lead, value=size), takes_self=True
        ),
    )


@attrs.frozen(kw_only=True)
class ConvertingStages(lk.Lead):
    """
    One with a converter of the stage itself.
    """

    stage: str = attrs.field(
        default="lead", converter=lambda stage: SEEN.append(stage) or stage.lower()
    )
    size: int = 0


@attrs.frozen(kw_only=True)
class Deriving(lk.Lead):
    """
    One with a field that depends on the stage.
    """

    size: int = 0
    closed: bool = attrs.field(init=False)

    @closed.default
    def _closed(self):
        see(self)
        return self.stage == "lost"


@attrs.frozen(kw_only=True)
class DerivingOurs(lk.Lead):
    """
    One that derives a field of ours.
    """

    size: int = 0
    stage: str = "lead"
    name: str | None = attrs.field(
        init=False,
        default=attrs.Factory(
            lambda lead: see(lead, value=lead.stage), takes_self=True
        ),
    )


@attrs.frozen(kw_only=True)
class Deciding(lk.Lead):
    """
    One that looks at the whole record.
    """

    size: int = 0

    def __attrs_post_init__(self):
        see(self)


@attrs.frozen(kw_only=True)
class Beginning(lk.Lead):
    """
    One that is asked before there is a record.
    """

    size: int = 0

    def __attrs_pre_init__(self, **given):
        SEEN.append(given["stage"])


@attrs.frozen(kw_only=True)
class Constructing(lk.Lead):
    """
    One with a constructor of its own.
    """

    size: int = 0

    def __init__(self, **given):
        self.__attrs_init__(**given)
        see(self)


class ConstructingPlainly(Slotted):
    """
    One with a constructor of its own, that attrs doesn't know of.
    """

    def __init__(self, **given):
        super().__init__(**given)
        see(self)


@attrs.frozen(kw_only=True)
class Making(lk.Lead):
    """
    One that makes its records.
    """

    size: int = 0

    def __new__(cls, stage="lead", **_):
        SEEN.append(stage)
        return super().__new__(cls)

    def __reduce__(self):
        return type(self).from_dict, (self.to_dict(),)


class Calling(type):
    """
    A metaclass that makes records.
    """

    def __call__(cls, **given):
        made = super().__call__(**given)
        see(made)
        return made


@attrs.frozen(kw_only=True)
class Called(lk.Lead, metaclass=Calling):
    """
    One that is made by it.
    """

    size: int = 0


@attrs.frozen(kw_only=True)
class NarrowEnum(lk.Lead):
    """
    One that says which stages there are.
    """

    stage: Way = Way.LEAD
    size: int = 0


@attrs.frozen(kw_only=True)
class NarrowLiteral(lk.Lead):
    """
    One that says it in another way.
    """

    stage: Literal["lead", "prospect", "lost"] = "lead"
    size: int = 0


QUIET = [Slotted, WithDict, Asked, Again, Undecorated]
SEEING = [
    Validating,
    ValidatingOurs,
    ValidatingStages,
    Converting,
    ConvertingStages,
    Deriving,
    DerivingOurs,
    Deciding,
    Beginning,
    Constructing,
    ConstructingPlainly,
    Making,
    Called,
]
NARROW = [NarrowEnum, NarrowLiteral]


def of_a_class(cls):
    """
    Leads of a class, somewhere on their way.
    """
    moves = [
        Move(trigger="qualify", source="lead", target="prospect", at=NOW - DAY),
        Move(
            trigger="drop",
            source="prospect",
            target="lost",
            at=NOW - TICK,
            reason="no budget",
            kind="exit",
            number=7,
        ),
    ]
    return st.builds(
        lambda made, **values: cls(
            id="L-1",
            moves=moves[:made],
            stage=["lead", "prospect", "lost"][made],
            **values,
        ),
        st.integers(0, 2),
        size=st.integers(0, 3),
        revision=st.integers(0, 3),
        traits=st.sampled_from([{}, {"yes": True}]),
    )


LEADS = {
    "Host": hosts(),
    **{cls.__name__: of_a_class(cls) for cls in [*QUIET, *SEEING, *NARROW]},
}


class Shout(str):
    """
    A text that isn't quite one.
    """

    __slots__ = ()


TEXTS = st.sampled_from([None, "Reza", "", Shout("Reza"), lk.Stage.LOST])


def parts(record):
    """
    The fields of a record, with their classes.
    """
    values = attrs.astuple(record, recurse=False)
    return [(type(value), value) for value in values]


class TestStepped:
    @pytest.mark.parametrize("kind", LEADS)
    @given(
        st.data(),
        st.sampled_from(["prospect", "lost"]),
        st.sampled_from(["forward", "exit", "back"]),
        instants(),
        TEXTS,
        TEXTS,
        st.none() | st.integers(1, 9).map(lambda days: days * DAY),
    )
    def test_makes_what_the_constructors_would_make(
        self, kind, data, target, way, at, by, reason, rest
    ):
        """
        Whatever moves, the records of the lead and of its move are those that the
        constructors make, value by value and class by class.
        """
        lead = data.draw(LEADS[kind])
        at = max([at, *(one.at for one in lead.moves[-1:])])
        pattern = Move(
            trigger="go", source=str(lead.stage), target=target, at=NOW, kind=way
        )
        resume_at = None if rest is None else at + rest
        number = 1 + max([len(lead.moves), *(one.number for one in lead.moves[-1:])])
        move = Move(
            trigger="go",
            source=str(lead.stage),
            target=target,
            at=at,
            by=by,
            reason=reason,
            kind=way,
            resume_at=resume_at,
            number=number,
        )
        expected = attrs.evolve(
            lead, stage=target, moves=(*lead.moves, move), revision=lead.revision + 1
        )
        actual = stepped(lead, pattern, at, by=by, reason=reason, resume_at=resume_at)

        assert expected == actual
        assert type(expected) is type(actual)
        assert parts(expected) == parts(actual)
        assert parts(move) == parts(actual.moves[-1])
        assert pickle.loads(pickle.dumps(actual)) == actual

    @pytest.mark.parametrize("cls", [lk.Lead, *QUIET])
    def test_runs_no_constructor_for_nothing(self, monkeypatch, cls):
        """
        Where a host has nothing to say, none is run.
        """
        lead = cls(id="L-1")
        SALES.advance(lead, "qualify", at=NOW)  # the first of all makes a pattern

        def fail(self, **_):
            raise AssertionError(f"{type(self)} was made")

        monkeypatch.setattr(cls, "__init__", fail)
        monkeypatch.setattr(Move, "__init__", fail)

        assert "prospect" == SALES.advance(lead, "qualify", at=NOW, by="Reza").stage

    @pytest.mark.parametrize("cls", SEEING)
    def test_a_host_sees_the_new_stage(self, cls):
        """
        Checks, converters, derived fields, hooks and constructors of a host are asked
        about the lead that moved.
        """
        lead = cls(id="L-1", stage="lead")
        SEEN.clear()
        lead = SALES.advance(lead, "qualify", at=NOW)

        assert ["prospect"] == SEEN
        assert "prospect" == lead.stage

    def test_a_derived_field_follows(self):
        """
        A field that depends on the stage is that of the new one.
        """
        prospect = Deriving(id="L-1", stage="prospect")
        lost = SALES.advance(prospect, "drop", at=NOW, reason="no budget")

        assert (False, True) == (prospect.closed, lost.closed)

    @pytest.mark.parametrize(("cls", "of"), [(NarrowEnum, Way), (NarrowLiteral, str)])
    def test_a_stage_keeps_its_type(self, cls, of):
        """
        A host that narrowed its stages gets them back as what it declared.
        """
        lead = SALES.advance(cls(id="L-1"), "qualify", at=NOW)

        assert (of, "prospect") == (type(lead.stage), lead.stage)

    def test_a_stage_that_a_host_does_not_know_is_refused(self):
        """
        A lifecycle may have more stages than a host says there are; its record is the
        one that refuses, and the lead stays where it was.
        """
        lifecycle = Lifecycle(
            "l", ["lead", "won"], "lead", [Transition("win", "lead", "won")]
        )
        for cls in NARROW:
            lead = cls(id="L-1")
            with pytest.raises(LeadError) as caught:
                lifecycle.advance(lead, "win", at=NOW)

            assert f"field 'stage' of {cls.__name__}" == caught.value.subject
            assert cls(id="L-1") == lead

    def test_what_a_host_refuses_is_not_done(self):
        """
        An error of a host's own check comes through as it is, and nothing has moved.
        """

        def named(lead, _, name):
            if lead.stage == "prospect" and name is None:
                raise LookupError("a prospect has a name")

        @attrs.frozen(kw_only=True)
        class Careful(lk.Lead):
            name: str | None = attrs.field(default=None, validator=named)

        lead = Careful(id="L-1")
        with pytest.raises(LookupError, match="a prospect has a name"):
            SALES.advance(lead, "qualify", at=NOW)

        assert Careful(id="L-1") == lead
        assert "prospect" == (
            SALES.advance(Careful(id="L-1", name="Sara"), "qualify", at=NOW).stage
        )

    @pytest.mark.parametrize("name", ["by", "reason"])
    @pytest.mark.parametrize(
        ("value", "came"),
        [(5, "an int"), (["sara@example.com"], "a list"), (b"Reza", "a bytes")],
    )
    def test_wants_texts(self, name, value, came):
        """
        Who and why are texts; something else is refused, and not shown.
        """
        lead = Slotted(id="L-1")
        with pytest.raises(LeadError) as caught:
            SALES.advance(lead, "qualify", at=NOW, **{name: value})

        assert (f"field {name!r} of Move", came) == (
            caught.value.subject,
            caught.value.came,
        )
        assert "sara" not in str(caught.value)
        assert Slotted(id="L-1") == lead


class TestResumption:
    @pytest.mark.parametrize(
        ("resume_at", "subject", "came"),
        [
            (datetime(2027, 1, 1), "resume_at", "a datetime without a time zone"),
            ("2027-01-01", "resume_at", "a str"),
            (NOW.date(), "resume_at", "a date"),
            (NOW, "resume_at of a Move", "an instant that isn't after the move"),
            (
                NOW.astimezone(TEHRAN),
                "resume_at of a Move",
                "an instant that isn't after the move",
            ),
            (
                NOW - DAY,
                "resume_at of a Move",
                "an instant that isn't after the move",
            ),
        ],
        ids=str,
    )
    def test_lies_after_the_move(self, resume_at, subject, came):
        """
        Work goes on at an aware instant, later than the move.
        """
        lead = Slotted(id="L-1")
        with pytest.raises(InstantError) as caught:
            SALES.advance(lead, "qualify", at=NOW, resume_at=resume_at)

        assert (subject, came) == (caught.value.subject, caught.value.came)
        assert Slotted(id="L-1") == lead

    def test_a_refusal_comes_before_it(self):
        """
        A move that may not be made is refused, whatever is wrong with the rest of it.
        """
        with pytest.raises(lk.MoveRefused) as caught:
            SALES.advance(Slotted(id="L-1"), "drop", at=NOW, resume_at=NOW)

        assert "no-transition" == caught.value.code

    def test_is_kept_in_utc(self):
        """
        The instant is recorded, in UTC, and may be as near as it likes.
        """
        soon = (NOW + TICK).astimezone(TEHRAN)
        (move,) = SALES.advance(
            Slotted(id="L-1"), "qualify", at=NOW, resume_at=soon
        ).moves

        assert (NOW + TICK, UTC) == (move.resume_at, move.resume_at.tzinfo)

    @given(st.sampled_from([*QUIET, *SEEING, *NARROW]), st.integers(1, 90))
    def test_comes_back(self, cls, days):
        """
        It goes through plain data, a pickle and a copy.
        """
        lead = SALES.advance(
            cls(id="L-1", stage="lead"), "qualify", at=NOW, resume_at=NOW + days * DAY
        )
        copies = [
            cls.from_dict(lead.to_dict()),
            pickle.loads(pickle.dumps(lead)),
            copy.deepcopy(lead),
        ]

        assert [lead] * 3 == copies
        assert {NOW + days * DAY} == {one.moves[-1].resume_at for one in copies}


class TestMoved:
    @pytest.mark.parametrize("kind", LEADS)
    @given(st.data(), st.sampled_from(["prospect", "lost"]), st.integers(0, 3))
    def test_makes_what_the_constructor_would_make(self, kind, data, stage, times):
        """
        Stage, moves and revision are the new ones, and everything else stays.
        """
        lead = data.draw(LEADS[kind])
        moves = lead.moves[:1]
        expected = attrs.evolve(
            lead, stage=stage, moves=moves, revision=lead.revision + times
        )
        actual = moved(lead, stage, moves, times)

        assert expected == actual
        assert parts(expected) == parts(actual)
