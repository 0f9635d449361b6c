"""
The ledger of consents: what follows of its entries as of an instant.
"""

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import (
    Actor,
    Basis,
    Consent,
    ConsentError,
    ConsentStatus,
    ContactPoint,
    InputError,
    Lead,
    LeadError,
    Medium,
    Touch,
    is_lead,
)
from leadkit.consents import deciding, known_medium, media_to_withdraw, permits

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAYS = [NOW + timedelta(days=n) for n in range(5)]
INSTANTS = st.sampled_from(DAYS)


def said(status, at=NOW, **more):
    """
    An entry about marketing by e-mail.
    """
    return Consent(purpose="marketing", medium="email", status=status, at=at, **more)


@st.composite
def entries(draw):
    """
    Entries that meet: at few instants, for few purposes and media.
    """
    at = draw(INSTANTS)
    expiry = draw(st.none() | st.integers(1, 3))
    return Consent(
        purpose=draw(st.sampled_from(["marketing", "service"])),
        medium=draw(st.sampled_from(["email", "sms"])),
        status=draw(st.sampled_from(ConsentStatus)),
        at=at,
        expires_at=None if expiry is None else at + timedelta(days=expiry),
        actor=draw(st.sampled_from(Actor)),
        imported=draw(st.booleans()),
        source=draw(st.none() | st.just("form")),
    )


LEDGERS = st.lists(entries(), max_size=7)
ABOUT = st.tuples(
    st.sampled_from(["marketing", "service"]), st.sampled_from(["email", "sms"])
)


def allowed(ledger, purpose, medium, as_of):
    """
    Whether contact is allowed: the definition, instant by instant.
    """
    seen = [
        one
        for one in ledger
        if (one.purpose, one.medium) == (purpose, medium) and one.at <= as_of
    ]
    refusals = [one for one in seen if one.status in {"withdrawn", "denied"}]
    grants = [one for one in seen if one.status == "granted" and one.actor == "human"]

    own = [one for one in grants if not one.imported]
    ended = [one for one in seen if one.status != "granted"]

    def stands(grant, against):
        alive = grant.expires_at is None or as_of < grant.expires_at
        return alive and all(one.at < grant.at for one in against)

    def sooner(grant, other):
        ends = other.expires_at
        return ends is None or (
            grant.expires_at is not None and grant.expires_at < ends
        )

    def last(some):
        # The newest speak, and of these those that end first.
        newest = [one for one in some if all(two.at <= one.at for two in some)]
        return [
            one
            for one in newest
            if not any(sooner(two, one) and not sooner(one, two) for two in newest)
        ]

    if any(stands(one, ended) for one in last(own)):
        return True
    came = last([one for one in grants if one.imported])
    return not refusals and any(stands(one, [*ended, *own]) for one in came)


class TestConsent:
    @pytest.mark.parametrize(
        ("given_", "granted", "status"),
        [
            ({"granted": True}, True, "granted"),
            ({"granted": False}, False, "withdrawn"),
            ({"status": "granted"}, True, "granted"),
            ({"status": "denied"}, False, "denied"),
            ({"status": "withdrawn"}, False, "withdrawn"),
            ({"status": "expired"}, False, "expired"),
            ({"granted": False, "status": "denied"}, False, "denied"),
            ({"granted": True, "status": "granted"}, True, "granted"),
            ({"granted": False, "status": "granted"}, False, "withdrawn"),
        ],
    )
    def test_granted_and_status(self, given_, granted, status):
        """
        Of whether and how it was said, each follows from the other, and no means no.
        """
        consent = Consent(purpose="marketing", medium="email", at=NOW, **given_)

        assert (granted, ConsentStatus(status)) == (consent.granted, consent.status)

    @pytest.mark.parametrize("status", ["denied", "withdrawn", "expired"])
    def test_contradiction(self, status):
        """
        What is granted and isn't is refused.
        """
        with pytest.raises(ConsentError) as caught:
            attrs.evolve(said("granted"), status=status)

        assert "contradiction" == caught.value.code
        assert (
            f"field 'status' of Consent: got {status!r} with granted=True, expected "
            "two that say the same. Give one of them; to attrs.evolve(), both."
            == str(caught.value)
        )

    def test_neither(self):
        """
        What says neither yes nor no is refused.
        """
        with pytest.raises(ConsentError) as caught:
            Consent(purpose="marketing", medium="email", at=NOW)

        assert "contradiction" == caught.value.code

    @pytest.mark.parametrize("wrong", ["yes", 1, "Granted", "granted"])
    def test_granted_is_a_flag(self, wrong):
        """
        Nothing but True and False says whether it was granted.
        """
        with pytest.raises(LeadError) as caught:
            Consent(purpose="marketing", medium="email", at=NOW, granted=wrong)

        assert "field 'granted' of Consent" == caught.value.subject

    @pytest.mark.parametrize("days", [0, -1])
    def test_expiry(self, days):
        """
        A consent that expires as it begins, or before, is refused.
        """
        with pytest.raises(ConsentError) as caught:
            said("granted", expires_at=NOW + timedelta(days=days))

        assert "expiry" == caught.value.code

    @given(entries())
    def test_plain_data(self, entry):
        """
        An entry comes back from plain data as it was.
        """
        assert entry == Consent.from_dict(entry.to_dict())


class TestDeciding:
    @given(LEDGERS, ABOUT, INSTANTS)
    def test_means_what_it_says(self, ledger, about, as_of):
        """
        Whether contact is allowed follows from the definition, whatever the order.
        """
        lead = Lead(id="L-1", consents=ledger)
        entry = deciding(lead.consents, *about, as_of)

        assert allowed(ledger, *about, as_of) is permits(entry, as_of)

    @given(LEDGERS, ABOUT, INSTANTS)
    def test_rests_on_an_entry(self, ledger, about, as_of):
        """
        The answer rests on an entry about this purpose and medium that is seen by then;
        on none only if there is none.
        """
        lead = Lead(id="L-1", consents=ledger)
        entry = deciding(lead.consents, *about, as_of)
        about_it = [
            one
            for one in ledger
            if (one.purpose, one.medium) == about and one.at <= as_of
        ]

        assert (entry in about_it) if about_it else entry is None

    @given(LEDGERS, ABOUT, INSTANTS, INSTANTS)
    def test_withdrawal_wins(self, ledger, about, at, as_of):
        """
        From a withdrawal on, nothing is allowed until a new grant of the lead's own.
        """
        purpose, medium = about
        withdrawn = Consent(purpose=purpose, medium=medium, granted=False, at=at)
        again = any(
            one.granted and not one.imported and at < one.at <= as_of for one in ledger
        )
        lead = Lead(id="L-1", consents=[*ledger, withdrawn])

        assert not lead.may_contact(purpose, medium, as_of) or at > as_of or again

    @given(LEDGERS, LEDGERS, ABOUT, INSTANTS)
    def test_imports_override_no_refusal(self, ledger, imports, about, as_of):
        """
        Whatever is imported, nobody is contacted who withdrew, denied, or never said
        yes again.
        """
        refused = any(
            (one.purpose, one.medium) == about
            and one.status in {"withdrawn", "denied"}
            and one.at <= as_of
            for one in ledger
        )
        came = [attrs.evolve(one, imported=True) for one in imports]
        before = Lead(id="L-1", consents=ledger).may_contact(*about, as_of)
        after = Lead(id="L-1", consents=[*ledger, *came]).may_contact(*about, as_of)

        assert not (refused and after and not before)

    @given(LEDGERS, ABOUT, INSTANTS)
    def test_other_purposes_say_nothing(self, ledger, about, as_of):
        """
        A consent for one purpose and medium is none for another.
        """
        mine = [one for one in ledger if (one.purpose, one.medium) == about]
        one, other = (Lead(id="L-1", consents=said) for said in (ledger, mine))

        assert other.may_contact(*about, as_of) == one.may_contact(*about, as_of)

    @given(LEDGERS, ABOUT, INSTANTS)
    def test_machines_agree_to_nothing(self, ledger, about, as_of):
        """
        What machines granted changes no answer.
        """
        human = [one for one in ledger if not (one.granted and one.actor == "machine")]
        one, other = (Lead(id="L-1", consents=said) for said in (ledger, human))

        assert bool(other.may_contact(*about, as_of)) is bool(
            one.may_contact(*about, as_of)
        )

    def test_expiry(self):
        """
        A grant counts until before the instant of its expiry.
        """
        expiry = NOW + timedelta(days=30)
        entry = said("granted", expires_at=expiry)
        tick = timedelta(microseconds=1)

        assert permits(entry, expiry - tick)
        assert not permits(entry, expiry)

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("withdrawn", "denied"),
            ("withdrawn", "expired"),
            ("withdrawn", "granted"),
            ("denied", "expired"),
            ("denied", "granted"),
            ("expired", "granted"),
        ],
    )
    def test_ties(self, first, second):
        """
        Of two entries at one instant the more restrictive one decides.
        """
        for ledger in ([said(first), said(second)], [said(second), said(first)]):
            lead = Lead(id="L-1", consents=ledger)

            assert first == lead.may_contact("marketing", "email", NOW).code


class TestMediaToWithdraw:
    @given(LEDGERS, INSTANTS)
    def test_all(self, ledger, at):
        """
        Without a medium it is every one, if anything was ever granted for the purpose.
        """
        granted = any(
            one.granted and one.purpose == "marketing" and one.at <= at
            for one in ledger
        )
        try:
            found = media_to_withdraw(ledger, "marketing", None, at)
        except ConsentError as error:
            assert "never-granted" == error.code
            found = ()

        assert (tuple(Medium) if granted else ()) == found


class TestKnownMedium:
    @pytest.mark.parametrize("medium", Medium)
    def test_codes(self, medium):
        """
        A code and its member are the same medium.
        """
        assert medium is known_medium(medium.value)
        assert medium is known_medium(medium)

    def test_near_miss(self):
        """
        A misspelt code is refused, with the one that was probably meant.
        """
        with pytest.raises(InputError) as caught:
            known_medium("emial")

        assert "Did you mean 'email'?" == caught.value.cure
        assert "emial" not in str(caught.value)

    @pytest.mark.parametrize("wrong", [None, 3, b"email", ["email"]])
    def test_other_types(self, wrong):
        """
        What is no text is no medium.
        """
        with pytest.raises(InputError, match="medium: got"):
            known_medium(wrong)


class TestOwnWill:
    @pytest.mark.parametrize("basis", Basis)
    def test_of_a_lead(self, basis):
        """
        Only who consented is a lead; on another ground somebody may be contacted.
        """
        lead = Lead(
            id="L-1",
            contacts=[ContactPoint("email", "sara@example.com")],
            consents=[said("granted", basis=basis)],
            touches=[Touch("form", at=NOW)],
        )

        assert lead.may_contact("marketing", "email", NOW)
        assert (basis == "consent") is is_lead().test(lead, as_of=NOW)


class TestRecord:
    @given(LEDGERS, LEDGERS)
    def test_adds(self, before, after):
        """
        Entries are added to the ledger in any order, each once, and none is lost.
        """
        lead = Lead(id="L-1", consents=before)
        new = set(after) - set(before)
        recorded = lead.record(*after)

        assert recorded == attrs.evolve(
            lead, consents=[*before, *after], revision=len(new)
        )
        assert recorded is recorded.record(*after)

    def test_future(self):
        """
        A consent dated after the instant of recording it is refused.
        """
        lead = Lead(id="L-1")
        with pytest.raises(ConsentError) as caught:
            lead.record(said("granted", DAYS[1]), at=NOW)

        assert "future" == caught.value.code
        assert (
            "at of a Consent: got an instant after 'at', expected one at or before it."
            == str(caught.value)
        )
        assert lead == Lead(id="L-1")
