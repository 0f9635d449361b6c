"""
The small records that a lead is made of, and the one order of its histories.
"""

from datetime import UTC, datetime, timedelta, timezone

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import (
    Activity,
    Actor,
    Basis,
    Channel,
    Consent,
    ConsentStatus,
    ContactPoint,
    Direction,
    Grant,
    InstantError,
    LeadError,
    Medium,
    Move,
    Touch,
)
from leadkit.happenings import collected, newest_first, oldest_first

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TEHRAN = timezone(timedelta(hours=3, minutes=30))

# What each class can't do without.
NEEDED = {
    Consent: {"purpose": "marketing", "medium": "email", "granted": True, "at": NOW},
    Touch: {"channel": "form", "at": NOW},
    Activity: {"id": "a1", "type": "reviewed", "at": NOW},
    Move: {"trigger": "nurture", "source": "lead", "target": "nurtured", "at": NOW},
    Grant: {"qualification": "MQL", "at": NOW, "by": "Reza"},
}

# Few values, so that happenings meet: at one instant, of one content, under one id.
INSTANTS = st.sampled_from([NOW + timedelta(days=n) for n in range(3)])
TEXTS = st.none() | st.sampled_from(["a", "b", "None", "1"])
CONSENTS = st.builds(
    Consent,
    purpose=st.sampled_from(["marketing", "service"]),
    medium=st.sampled_from([Medium.EMAIL, Medium.SMS]),
    granted=st.booleans(),
    at=INSTANTS,
    source=TEXTS,
)
TOUCHES = st.builds(
    Touch,
    st.sampled_from([Channel.FORM, Channel.PPC]),
    at=INSTANTS,
    campaign=TEXTS,
)
ACTIVITIES = st.builds(
    Activity,
    id=st.sampled_from("abcde"),
    type=st.sampled_from(["reviewed", "referred"]),
    at=INSTANTS,
    value=st.none() | st.integers(0, 1) | st.just(0.5),
    campaign=TEXTS,
)
MOVES = st.builds(
    Move,
    trigger=st.sampled_from(["x", "y"]),
    source=st.sampled_from(["lead", "lost"]),
    target=st.sampled_from(["lead", "lost"]),
    at=INSTANTS,
    reason=TEXTS,
    number=st.integers(0, 2),
)
GRANTS = st.builds(
    Grant,
    qualification=st.sampled_from(["MQL", "SQL"]),
    at=INSTANTS,
    by=st.sampled_from(["a", "b"]),
    granted=st.booleans(),
    evidence=TEXTS,
    number=st.integers(0, 2),
)
HISTORIES = {
    Consent: st.lists(CONSENTS, max_size=6),
    Touch: st.lists(TOUCHES, max_size=6),
    Activity: st.lists(ACTIVITIES, max_size=6, unique_by=lambda one: one.id),
    Move: st.lists(MOVES, max_size=6),
    Grant: st.lists(GRANTS, max_size=6),
}
EVERY_HISTORY = pytest.mark.parametrize(
    "member", HISTORIES, ids=lambda member: member.__name__
)


class TestContactPoint:
    @pytest.mark.parametrize(
        ("medium", "value"),
        [
            ("email", "sara@example.com"),
            ("email", "a.b+c@mail.example.co.uk"),
            ("email", "نام@example.com"),
            ("email", f"{'a' * 64}@example.com"),
            ("email", f"a@{'b' * 248}.com"),
            ("phone", "+491701234567"),
            ("phone", "+12345678"),
            ("sms", "+123456789012345"),
            ("social", "@sara"),
            ("post", "1 Road\nTown"),
        ],
    )
    def test_accepts(self, medium, value):
        """
        An address of the plain shape of its medium is kept as it is.
        """
        contact = ContactPoint(medium, value)

        assert Medium(medium) is contact.medium
        assert value == contact.value

    @pytest.mark.parametrize(
        ("medium", "value"),
        [
            ("email", ""),
            ("email", "sara"),
            ("email", "@test.example"),
            ("email", "sara@test..example"),
            ("email", "sara@.test.example"),
            ("email", "sara\x00@test.example"),
            ("email", "sara@test\x00.example"),
            ("email", "sara@"),
            ("email", "sara@example"),
            ("email", "sara@example.com."),
            ("email", "sara@@example.com"),
            ("email", "sara ahmadi@example.com"),
            ("email", "sara@example.com\n"),
            ("email", "Sara <sara@example.com>"),
            ("email", f"{'a' * 65}@example.com"),
            ("email", f"a@{'b' * 249}.com"),
            ("phone", ""),
            ("phone", "01701234567"),
            ("phone", "+0170123456"),
            ("phone", "+49 170 1234567"),
            ("phone", "+1234567"),
            ("phone", "+1234567890123456"),
            ("phone", "+49170123456\n"),
            ("sms", "+۴۹۱۷۰۱۲۳۴۵۶۷"),
            ("social", ""),
            ("social", "  "),
            ("post", "\n"),
        ],
    )
    def test_refuses(self, medium, value):
        """
        An address of another shape is refused; the medium is named, the address isn't.
        """
        with pytest.raises(LeadError) as caught:
            ContactPoint(medium, value)

        assert f"contact point by {medium}" == caught.value.subject
        assert not value.strip() or value not in str(caught.value)

    def test_cure_for_numbers(self):
        """
        Who writes a number in another way is told how to write it.
        """
        with pytest.raises(LeadError) as caught:
            ContactPoint("phone", "0170 1234567")

        assert "an E.164 number like +491701234567" == caught.value.expected
        assert "Write the country code, and no spaces." == caught.value.cure

    @given(st.text(), st.sampled_from(Medium))
    def test_any_text(self, value, medium):
        """
        Whatever the text, it is kept as it is, or refused with a `LeadError`.
        """
        try:
            contact = ContactPoint(medium, value)
        except LeadError as error:
            assert f"contact point by {medium}" == error.subject
        else:
            assert value == contact.value

    def test_many_dots(self):
        """
        A long text of dots is refused like any other, by looking at it once.
        """
        with pytest.raises(LeadError):
            ContactPoint("email", "a@" + "." * 1_000_000)

    @pytest.mark.parametrize(
        ("medium", "value", "subject"),
        [
            ("pigeon", "x", "field 'medium' of ContactPoint"),
            (None, "x", "field 'medium' of ContactPoint"),
            ("email", None, "field 'value' of ContactPoint"),
            ("email", 7, "field 'value' of ContactPoint"),
        ],
    )
    def test_wrong_types(self, medium, value, subject):
        """
        A wrong type is refused in the name of its field.
        """
        with pytest.raises(LeadError) as caught:
            ContactPoint(medium, value)

        assert subject == caught.value.subject


# What a field is if it isn't given.
DEFAULTS = {
    Consent: {
        "status": ConsentStatus.GRANTED,
        "source": None,
        "basis": Basis.CONSENT,
        "notice_version": None,
        "evidence_ref": None,
        "jurisdiction": None,
        "expires_at": None,
        "by": None,
        "actor": Actor.HUMAN,
        "imported": False,
    },
    Touch: {"campaign": None},
    Activity: {
        "actor": Actor.HUMAN,
        "direction": Direction.INBOUND,
        "value": None,
        "medium": None,
        "channel": None,
        "purpose": None,
        "campaign": None,
        "variant": None,
    },
    Move: {
        "by": None,
        "reason": None,
        "kind": "forward",
        "resume_at": None,
        "number": 0,
    },
    Grant: {"granted": True, "automatic": False, "evidence": None, "number": 0},
}


class TestSignatures:
    @pytest.mark.parametrize("cls", NEEDED, ids=lambda cls: cls.__name__)
    def test_defaults(self, cls):
        """
        What isn't given is this.
        """
        record = cls(**NEEDED[cls])

        assert {**NEEDED[cls], **DEFAULTS[cls]} == attrs.asdict(record, recurse=False)

    @pytest.mark.parametrize("cls", NEEDED, ids=lambda cls: cls.__name__)
    def test_keywords(self, cls):
        """
        Everything goes by its name, but for the channel of a touch.
        """
        with pytest.raises(TypeError):
            cls(*NEEDED[cls].values())

    def test_positions(self):
        """
        A contact point takes its two facts, a touch its channel, by position.
        """
        assert ContactPoint(medium="social", value="a") == ContactPoint("social", "a")
        assert Touch(channel="form", at=NOW) == Touch("form", at=NOW)
        with pytest.raises(TypeError):
            Touch("form", "spring", at=NOW)


class TestDoors:
    @pytest.mark.parametrize(
        ("cls", "name"),
        [(cls, name) for cls, needed in NEEDED.items() for name in needed],
        ids=lambda value: value if isinstance(value, str) else value.__name__,
    )
    @pytest.mark.parametrize(
        "value", [None, [], object()], ids=["None", "list", "object"]
    )
    def test_wrong_types(self, cls, name, value):
        """
        A field that is needed takes neither something missing nor another type.
        """
        with pytest.raises(LeadError) as caught:
            cls(**{**NEEDED[cls], name: value})

        assert f"field {name!r} of {cls.__name__}" == caught.value.subject

    @pytest.mark.parametrize(
        ("cls", "name"),
        [
            (cls, name)
            for cls, needed in NEEDED.items()
            for name in needed
            if "leadkit.code" in attrs.fields_dict(cls)[name].metadata
        ],
        ids=lambda value: value if isinstance(value, str) else value.__name__,
    )
    @pytest.mark.parametrize("value", ["", " ", " a", "a\n", "a\tb", "a\x00"])
    def test_codes(self, cls, name, value):
        """
        A code or an id is never blank or padded, and has no control characters.
        """
        with pytest.raises(LeadError) as caught:
            cls(**{**NEEDED[cls], name: value})

        assert f"field {name!r} of {cls.__name__}" == caught.value.subject
        assert (
            "a text that is blank, padded or has control characters"
            == caught.value.came
        )

    @pytest.mark.parametrize("cls", NEEDED, ids=lambda cls: cls.__name__)
    def test_naive(self, cls):
        """
        A happening without a time zone is refused, and is an `InstantError`.
        """
        with pytest.raises(InstantError) as caught:
            cls(**{**NEEDED[cls], "at": datetime(2026, 5, 1)})

        assert f"field 'at' of {cls.__name__}" == caught.value.subject
        assert "a datetime without a time zone" == caught.value.came

    @pytest.mark.parametrize("cls", NEEDED, ids=lambda cls: cls.__name__)
    def test_any_zone(self, cls):
        """
        A happening of any zone is kept in the one UTC object.
        """
        there = cls(**{**NEEDED[cls], "at": NOW.astimezone(TEHRAN)})

        assert UTC is there.at.tzinfo
        assert cls(**NEEDED[cls]) == there

    @pytest.mark.parametrize(
        ("cls", "name", "code", "member"),
        [
            (Consent, "medium", "sms", Medium.SMS),
            (Touch, "channel", "ppc", Channel.PPC),
            (Activity, "actor", "machine", Actor.MACHINE),
            (Activity, "direction", "outbound", Direction.OUTBOUND),
            (Activity, "medium", "email", Medium.EMAIL),
            (Activity, "channel", "email", Channel.EMAIL),
        ],
        ids=lambda value: (
            value
            if isinstance(value, str)
            else value.__name__
            if isinstance(value, type)
            else repr(value)
        ),
    )
    def test_codes_become_members(self, cls, name, code, member):
        """
        A code becomes its member.
        """
        record = cls(**{**NEEDED[cls], name: code})

        assert member is getattr(record, name)

    @pytest.mark.parametrize("kind", ["forward", "exit", "back"])
    def test_kinds_of_moves(self, kind):
        """
        A move goes forward, out or back.
        """
        assert kind == Move(**NEEDED[Move], kind=kind).kind

    def test_another_kind_of_move(self):
        """
        There is no other kind of move.
        """
        with pytest.raises(LeadError, match="'forward', 'exit' or 'back'"):
            Move(**NEEDED[Move], kind="sideways")


class TestActivity:
    @pytest.mark.parametrize(
        ("code", "direction"),
        [
            ("email_sent", Direction.OUTBOUND),
            ("email_clicked", Direction.INBOUND),
            ("our_own_type", Direction.INBOUND),
        ],
    )
    def test_direction(self, code, direction):
        """
        The direction follows from the type if it isn't given.
        """
        assert direction is Activity(id="a", type=code, at=NOW).direction

    @given(st.sampled_from(["email_sent", "email_clicked"]), st.sampled_from(Direction))
    def test_given_direction(self, code, direction):
        """
        A direction that is given stands.
        """
        activity = Activity(id="a", type=code, at=NOW, direction=direction)

        assert direction is activity.direction

    @pytest.mark.parametrize("value", [None, float("nan")])
    def test_no_value(self, value):
        """
        A value that is NaN is missing.
        """
        assert Activity(**NEEDED[Activity], value=value).value is None


class TestCollected:
    def test_order_given(self):
        """
        The order given is kept, and what is repeated is there once.
        """
        one, other = ContactPoint("social", "a"), ContactPoint("social", "b")

        assert (other, one) == collected(
            iter([other, one, other]), ContactPoint, "contacts"
        )

    @pytest.mark.parametrize(
        ("items", "sentence"),
        [
            (None, "'x': got a missing value, expected an iterable of Activity."),
            (7, "'x': got an int, expected an iterable of Activity."),
            ("abc", "'x': got a str, expected an iterable of Activity."),
            (b"abc", "'x': got a bytes, expected an iterable of Activity."),
            (
                Activity(**NEEDED[Activity]),
                "'x': got an Activity, expected an iterable of Activity.",
            ),
            ([{}], "an item of 'x': got a dict, expected an Activity."),
            ({"a": 1}, "an item of 'x': got a str, expected an Activity."),
            ([Touch("form", at=NOW)], "of 'x': got a Touch, expected an Activity."),
            ([None], "an item of 'x': got a missing value, expected an Activity."),
        ],
        ids=repr,
    )
    def test_refuses(self, items, sentence):
        """
        What is no iterable of the record is refused.
        """
        with pytest.raises(LeadError) as caught:
            collected(items, Activity, "x")

        assert sentence in str(caught.value)


class TestOrder:
    @EVERY_HISTORY
    @given(data=st.data())
    def test_order_given_never_matters(self, member, data):
        """
        A history is the same in whatever order, and how often, its parts are given.
        """
        given_ = data.draw(HISTORIES[member])
        again = data.draw(st.permutations(given_ + given_[:2]))

        assert newest_first(given_, member, "x") == newest_first(again, member, "x")
        assert oldest_first(given_, member, "x") == oldest_first(again, member, "x")

    @EVERY_HISTORY
    @given(data=st.data())
    def test_newest_first(self, member, data):
        """
        The newest comes first; nothing is lost and nothing comes twice.
        """
        given_ = data.draw(HISTORIES[member])
        ordered = newest_first(given_, member, "x")

        assert sorted((one.at for one in ordered), reverse=True) == [
            one.at for one in ordered
        ]
        assert set(given_) == set(ordered)
        assert len(set(given_)) == len(ordered)

    @EVERY_HISTORY
    @given(data=st.data())
    def test_oldest_first(self, member, data):
        """
        A log is a history the other way round.
        """
        given_ = data.draw(HISTORIES[member])

        assert newest_first(given_, member, "x") == tuple(
            reversed(oldest_first(given_, member, "x"))
        )

    @given(HISTORIES[Activity])
    def test_ids(self, given_):
        """
        Of activities at one instant, the greater id comes first.
        """
        ordered = newest_first(given_, Activity, "x")

        assert sorted(given_, key=lambda a: (a.at, a.id), reverse=True) == list(ordered)

    @pytest.mark.parametrize("member", [Move, Grant], ids=lambda cls: cls.__name__)
    @given(data=st.data())
    def test_numbers(self, member, data):
        """
        Of moves and grants at one instant, the greater number comes first.
        """
        ordered = newest_first(data.draw(HISTORIES[member]), member, "x")
        keys = [(one.at, one.number) for one in ordered]

        assert sorted(keys, reverse=True) == keys

    @pytest.mark.parametrize("member", [Consent, Grant], ids=lambda cls: cls.__name__)
    @given(data=st.data())
    def test_withdrawals(self, member, data):
        """
        At one instant and number, what withdraws comes before what grants.
        """
        ordered = newest_first(data.draw(HISTORIES[member]), member, "x")
        keys = [(one.at, getattr(one, "number", 0), not one.granted) for one in ordered]

        assert sorted(keys, reverse=True) == keys
