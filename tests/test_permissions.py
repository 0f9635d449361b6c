"""
May we contact them? The answer, the record it rests on, and taking a consent back.
"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import MEDIA, PURPOSES, hosts, instants

from leadkit import (
    Activity,
    Consent,
    ConsentError,
    ContactPoint,
    InputError,
    InstantError,
    Lead,
    Medium,
    Permission,
    RuleError,
    Touch,
    consented,
    contacted,
    erase,
    reachable,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
EMAIL = ContactPoint("email", "sara@example.com")


def said(status, at=NOW, **more):
    """
    An entry about marketing by e-mail.
    """
    return Consent(purpose="marketing", medium="email", status=status, at=at, **more)


def asked(*consents, contacts=(EMAIL,), as_of=NOW + timedelta(days=30)):
    """
    May we write to them, a month later?
    """
    lead = Lead(id="L-1", contacts=contacts, consents=consents)
    return lead.may_contact("marketing", "email", as_of)


WHERE = st.sampled_from(PURPOSES), st.sampled_from(MEDIA), instants()


class TestMayContact:
    @given(hosts(), *WHERE)
    def test_is_what_rules_ask(self, lead, purpose, medium, as_of):
        """
        It is true exactly if the rules `consented` and, with a way to, `reachable` are.
        """
        answer = lead.may_contact(purpose, medium, as_of)
        consents = consented(purpose, medium).test(lead, as_of=as_of)
        reaches = reachable(purpose, medium).test(lead, as_of=as_of)

        assert consents is bool(answer) is answer.allowed
        assert reaches is (answer.allowed and answer.contact is not None)

    @given(hosts(), *WHERE)
    def test_rests_on_a_record(self, lead, purpose, medium, as_of):
        """
        It names an entry of the ledger, by the same purpose and medium, that is seen.
        """
        answer = lead.may_contact(purpose, medium, as_of)
        record = answer.record

        assert (record is None) is (answer.code == "unknown")
        if record is not None:
            assert record in lead.consents
            assert (purpose, medium) == (record.purpose, record.medium)
            assert record.at <= as_of

    @pytest.mark.parametrize(
        ("entries", "code", "why"),
        [
            ([said("granted")], "granted", "consent was granted (2026-05-01)"),
            ([], "unknown", "nothing is recorded"),
            ([said("denied")], "denied", "consent was denied (2026-05-01)"),
            ([said("withdrawn")], "withdrawn", "consent was withdrawn (2026-05-01)"),
            ([said("expired")], "expired", "consent has expired (2026-05-01)"),
            (
                [said("granted", expires_at=NOW + timedelta(days=9))],
                "expired",
                "consent has expired (2026-05-01 until 2026-05-10)",
            ),
            (
                [said("granted", actor="machine")],
                "machine",
                "only a machine granted consent (2026-05-01)",
            ),
            (
                [said("granted", imported=True)],
                "granted",
                "consent was granted (2026-05-01)",
            ),
            (
                [said("withdrawn"), said("granted", NOW + timedelta(1), imported=True)],
                "withdrawn",
                "consent was withdrawn (2026-05-01)",
            ),
            (
                [
                    said("granted", expires_at=NOW + timedelta(days=9)),
                    said("granted", NOW + timedelta(1), imported=True),
                ],
                "granted",
                "consent was granted (2026-05-02)",
            ),
        ],
    )
    def test_reasons(self, entries, code, why):
        """
        Each answer has its code, and a sentence with the day of the record.
        """
        answer = asked(*entries)
        may = "may" if code == "granted" else "may not"

        assert (code, code == "granted") == (answer.code, bool(answer))
        assert f"L-1 {may} be contacted for 'marketing' by 'email': {why}" == str(
            answer
        )

    @pytest.mark.parametrize(
        ("entry", "code"),
        [
            (said("granted", NOW), "erased"),
            (said("granted", NOW + timedelta(days=8)), "granted"),
            (said("granted", NOW + timedelta(days=8), imported=True), "erased"),
            (said("granted", NOW + timedelta(days=8), actor="machine"), "machine"),
            (said("denied", NOW + timedelta(days=8)), "denied"),
        ],
    )
    def test_erased(self, entry, code):
        """
        Who was forgotten isn't contacted until they say yes anew, and no import does.
        """
        lead = erase(
            Lead(id="L-1", contacts=[EMAIL], consents=[said("granted")]),
            NOW + timedelta(days=7),
        ).record(entry)
        answer = lead.may_contact("marketing", "email", NOW + timedelta(days=9))

        assert code == answer.code
        assert (code == "granted") is bool(answer)
        assert bool(answer) is consented("marketing", "email").test(
            lead, as_of=NOW + timedelta(days=9)
        )
        assert lead.may_contact("marketing", "email", NOW + timedelta(days=6))

    def test_tells_of_erasure(self):
        """
        The sentence says that it was erased.
        """
        lead = erase(Lead(id="L-1"), NOW)

        assert (
            "L-1 may not be contacted for 'marketing' by 'email': it was erased; "
            "no way by 'email' is known"
            == str(lead.may_contact("marketing", "email", NOW))
        )

    def test_other_grounds(self):
        """
        Another ground than consent is called by its name.
        """
        answer = asked(said("granted", basis="contract"))

        assert str(answer).endswith(": the ground 'contract' was granted (2026-05-01)")

    def test_where_to(self):
        """
        It says where to write to: the first contact point by that medium.
        """
        phone = ContactPoint("phone", "+447700900123")
        second = ContactPoint("email", "sara@work.example.com")

        assert EMAIL == asked(said("granted"), contacts=[phone, EMAIL, second]).contact

    def test_nowhere_to(self):
        """
        Who agreed but left no address may be contacted, if only we knew how.
        """
        answer = asked(said("granted"), contacts=[])

        assert answer.allowed
        assert answer.contact is None
        assert str(answer).endswith("; no way by 'email' is known")

    def test_hides_texts(self):
        """
        Neither the sentence nor the repr shows an address or where it was said.
        """
        answer = asked(said("granted", source="a letter by Sara", by="Reza"))
        shown = f"{answer} {answer!r}"

        assert not [word for word in ("sara", "Sara", "Reza") if word in shown]

    def test_plain_data(self):
        """
        An answer is a record: it is equal to one that says the same, and has a hash.
        """
        answer = asked(said("granted"))

        assert {answer} == {asked(said("granted"))}
        assert isinstance(answer, Permission)

    @pytest.mark.parametrize(
        ("asked_for", "error"),
        [
            (("marketing", "emial", NOW), InputError),
            (("marketing", None, NOW), InputError),
            ((None, "email", NOW), InputError),
            (("", "email", NOW), InputError),
            ((" marketing", "email", NOW), InputError),
            (("marketing", "email", datetime(2026, 5, 1)), InstantError),
            (("marketing", "email", None), InstantError),
        ],
    )
    def test_refuses(self, asked_for, error):
        """
        A question without a purpose, a medium or an instant is refused.
        """
        with pytest.raises(error):
            Lead(id="L-1").may_contact(*asked_for)


class TestWithdraw:
    @given(hosts(), *WHERE)
    def test_ends_it(self, lead, purpose, medium, at):
        """
        Whoever was ever asked to be written to isn't, from that instant on.
        """
        try:
            after = lead.withdraw(purpose, medium, at=at)
        except ConsentError as error:
            assert "never-granted" == error.code
            return

        assert "withdrawn" == after.may_contact(purpose, medium, at).code
        assert set(lead.consents) < set(after.consents)
        assert (lead.stage, lead.moves) == (after.stage, after.moves)
        assert lead.revision + 1 == after.revision

    def test_by_every_medium(self):
        """
        Without a medium, the purpose is withdrawn by every one, granted yet or not.
        """
        lead = Lead(
            id="L-1",
            consents=[
                Consent(purpose=purpose, medium=medium, granted=True, at=NOW)
                for purpose in ("marketing", "service")
                for medium in ("email", "sms")
            ],
        )
        after = lead.withdraw("marketing", at=NOW, source="a call", by="Reza")
        allowed = [
            (purpose, medium)
            for purpose in ("marketing", "service")
            for medium in ("email", "sms")
            if after.may_contact(purpose, medium, NOW)
        ]

        assert [("service", "email"), ("service", "sms")] == allowed
        assert {("a call", medium) for medium in Medium} == {
            (one.source, one.medium) for one in after.consents if not one.granted
        }

    @pytest.mark.parametrize(
        "entries",
        [
            [],
            [said("denied")],
            [said("granted", NOW + timedelta(days=1))],
            [Consent(purpose="service", medium="email", granted=True, at=NOW)],
            [Consent(purpose="marketing", medium="sms", granted=True, at=NOW)],
        ],
    )
    def test_of_nothing(self, entries):
        """
        What was never granted by then can't be withdrawn, and the lead is as it was.
        """
        lead = Lead(id="L-1", consents=entries)
        with pytest.raises(ConsentError) as caught:
            lead.withdraw("marketing", "email", at=NOW)

        assert "never-granted" == caught.value.code
        assert "status='denied'" in caught.value.cure
        assert lead == Lead(id="L-1", consents=entries)

    def test_again(self):
        """
        Who withdraws twice is believed twice.
        """
        lead = Lead(id="L-1", consents=[said("granted")])
        once = lead.withdraw("marketing", "email", at=NOW)
        twice = once.withdraw("marketing", "email", at=NOW + timedelta(days=1))

        assert 3 == len(twice.consents)


class TestContacted:
    @pytest.mark.parametrize(
        ("activity", "counts"),
        [
            ({"type": "email_sent"}, True),
            ({"type": "email_sent", "actor": "machine"}, True),
            ({"type": "email_sent", "purpose": "service"}, False),
            ({"type": "email_sent", "purpose": None}, False),
            ({"type": "email_bounced"}, False),
            ({"type": "email_replied"}, False),
            ({"type": "call_held"}, False),
            ({"type": "call_held", "direction": "outbound"}, True),
            ({"type": "letter_posted", "direction": "outbound"}, False),
        ],
    )
    def test_what_counts(self, activity, counts):
        """
        What we sent counts, by whomever, and calls that we made, for that purpose.
        """
        one = Activity(**{"id": "a1", "at": NOW, "purpose": "marketing", **activity})
        lead = Lead(id="L-1", activities=[one])

        assert counts == contacted("marketing").count().value(lead, as_of=NOW)

    def test_own_types(self):
        """
        A host names types of its own.
        """
        one = Activity(id="a1", type="letter_posted", at=NOW, direction="outbound")
        lead = Lead(id="L-1", activities=[one])
        letters = contacted(types=["letter_posted"])

        assert 1 == letters.count().value(lead, as_of=NOW)

    @pytest.mark.parametrize(
        ("medium", "type_"),
        [
            ("email", "email_sent"),
            ("sms", "sms_sent"),
            ("social", "social_messaged"),
            ("phone", "call_held"),
        ],
    )
    def test_medium(self, medium, type_):
        """
        The type says by which medium it was, recorded with one or not.
        """
        counts = contacted(medium=medium).count()
        for given_ in (None, medium):
            one = Activity(
                id="a1", type=type_, at=NOW, direction="outbound", medium=given_
            )

            assert 1 == counts.value(Lead(id="L-1", activities=[one]), as_of=NOW)
        other = Activity(id="a1", type="proposal_sent", at=NOW, medium=medium)

        assert 0 == counts.value(Lead(id="L-1", activities=[other]), as_of=NOW)

    def test_medium_of_own_types(self):
        """
        Of a host's own types, those count that were recorded with the medium.
        """
        by_post, by_mail = (
            Activity(
                id=medium, type="offer", at=NOW, direction="outbound", medium=medium
            )
            for medium in ("post", "email")
        )
        lead = Lead(id="L-1", activities=[by_post, by_mail])
        offers = contacted(medium="post", types=["offer"])

        assert 1 == offers.count().value(lead, as_of=NOW)

    @pytest.mark.parametrize(
        "given_",
        [
            {"types": "email_sent"},
            {"types": 3},
            {"types": []},
            {"types": [None]},
            {"medium": "post"},
            {"medium": "emial"},
            {"purpose": 3},
        ],
    )
    def test_refuses(self, given_):
        """
        A text for a list of types, no type, and a medium that none is of are refused.
        """
        with pytest.raises(RuleError) as caught:
            contacted(**given_)

        assert caught.value.expected

    @given(st.lists(st.integers(0, 20), max_size=8), st.integers(0, 20))
    def test_frequency(self, days, day):
        """
        Fewer than three a week is a rule like any other.
        """
        sent = [
            Activity(
                id=f"a{number}",
                type="email_sent",
                at=NOW + timedelta(days=one),
                purpose="marketing",
                medium="email",
            )
            for number, one in enumerate(days)
        ]
        lead = Lead(id="L-1", activities=sent)
        rule = contacted("marketing", "email").within(days=7).count() < 3
        expected = sum(day - 7 < one <= day for one in days) < 3

        assert expected is rule.test(lead, as_of=NOW + timedelta(days=day))


class TestRecord:
    def test_touches(self):
        """
        A touch is recorded as activities and consents are.
        """
        touch = Touch("webinar", at=NOW)
        lead = Lead(id="L-1").record(touch, said("granted"))

        assert ((touch,), (said("granted"),)) == (lead.touches, lead.consents)
        assert 2 == lead.revision

    @pytest.mark.parametrize(
        "happening",
        [
            Touch("webinar", at=NOW),
            Activity(id="a1", type="reviewed", at=NOW),
        ],
    )
    def test_not_before_it_happened(self, happening):
        """
        What is dated after the instant of recording it is refused.
        """
        with pytest.raises(InstantError, match="an instant after 'at'"):
            Lead(id="L-1").record(happening, at=NOW - timedelta(days=1))

    def test_what_happened(self):
        """
        What happened by then is recorded.
        """
        assert (said("granted"),) == (
            Lead(id="L-1").record(said("granted"), at=NOW).consents
        )
