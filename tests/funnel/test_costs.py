"""
Costs by channel, held against fractions from the definitions.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

import attrs
import pytest
from histories import AS_OF, LIFECYCLE, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Channel, InstantError, LeadError, RuleError
from leadkit.funnel.credit.attributed import NONE
from leadkit.funnel.credit.attribution import attribution
from leadkit.funnel.credit.costs import channel_costs
from leadkit.funnel.credit.spend import Spend
from leadkit.funnel.credit.touches import ChannelTouch
from leadkit.funnel.given.steps import Step
from leadkit.funnel.ways.past import Past
from leadkit.pictures.plots import Bars

DAY = timedelta(days=1)
BORN = AS_OF - 100 * DAY
CHANNELS = ("email", "search", "social", "web")
LATE = ("customer", "advocate")
WON = {"lead": 0, "prospect": 10, "customer": 20}
LOST = {"lead": 0, "disqualified": 20}
OPEN = {"lead": 0, "prospect": 10}


def channel_of(lead):
    """
    By the end of its id, so that each channel of a drawn history has two leads; one of
    them has none.
    """
    return (*CHANNELS[:3], None)[int(lead[1:]) % 4]


def shop(*ways, **more):
    """
    Leads named A, B and so on, by what they entered how many days after the first one.
    """
    rows = []
    for name, way in zip("ABCDEFGH", ways, strict=False):
        before = None
        for number, (stage, day) in enumerate(way.items()):
            rows.append(Step(name, before, stage, BORN + day * DAY, number))
            before = stage
    return Past(rows, LIFECYCLE, as_of=AS_OF, **more)


def paid(channel, amount, first=0, last=100, **more):
    """
    A spend from one day to another after the first lead was created.
    """
    return Spend(channel, BORN + first * DAY, BORN + last * DAY, amount, **more)


def spends():
    """
    Spends over whole days, some of them after the instant of the question.
    """
    return st.lists(
        st.builds(
            lambda channel, amount, first, days: paid(
                channel, amount, first, first + days
            ),
            st.sampled_from(CHANNELS),
            st.decimals(0, 10**6, places=2),
            st.integers(-30, 110),
            st.integers(1, 40),
        ),
        max_size=4,
    )


def counted(drawn, window):
    """
    The leads and the customers of each channel.
    """
    leads, customers = {}, {}
    for lead, way in drawn.ways.items():
        if window is None or window[0] <= way[0][1] < window[1]:
            name = channel_of(lead) or "(unknown)"
            leads.setdefault(name, []).append(lead)
            if any(stage in LATE for stage, _ in way):
                customers.setdefault(name, []).append(lead)
    return leads, customers


def spent_in(listed, window):
    """
    What was spent for each channel, evenly over the time of each spend.
    """
    spent = {}
    for one in listed:
        first = max(one.start, window[0]) if window else one.start
        last = min(one.end, window[1], AS_OF) if window else min(one.end, AS_OF)
        if first < last:
            days = Fraction((one.end - one.start) / DAY)
            part = Fraction((last - first) / DAY) / days
            before = spent.get(one.channel, Fraction(0))
            spent[one.channel] = before + part * Fraction(one.amount)
    return spent


class TestSpend:
    def test_amounts_are_decimals(self):
        """
        An amount is exact, a float means what it is written as, and an instant is UTC.
        """
        spend = paid("web", 12.1)

        assert spend.amount == Decimal("12.1")
        assert spend.start.tzinfo is UTC
        assert paid("web", 3).amount == 3

    def test_a_code_is_its_text(self):
        """
        leadkit's own channels are texts.
        """
        assert "email" == paid(Channel.EMAIL, 3).channel
        assert str is type(paid(Channel.EMAIL, 3).channel)

    @pytest.mark.parametrize(
        ("wrong", "error", "told"),
        [
            ({"channel": 7}, LeadError, "channel of a Spend: got an int"),
            ({"channel": ""}, LeadError, "channel of a Spend: got an empty text"),
            ({"channel": None}, LeadError, "channel of a Spend: got a missing value"),
            ({"currency": ""}, LeadError, "currency of a Spend: got an empty text"),
            ({"amount": -1}, LeadError, "amount of a Spend: got an amount below 0"),
            ({"amount": True}, LeadError, "amount of a Spend: got a bool"),
            ({"amount": float("nan")}, LeadError, "got an amount that isn't finite"),
            ({"end": BORN}, InstantError, "end of a Spend: got an instant that isn't"),
            ({"start": datetime(2026, 1, 1)}, InstantError, "start of a Spend: got a"),
        ],
    )
    def test_what_is_none_is_refused(self, wrong, error, told):
        """
        A spend has a channel, a time and an amount.
        """
        right = {"channel": "web", "start": BORN, "end": AS_OF, "amount": 5}
        with pytest.raises(error, match=told):
            Spend(**right | wrong)


class TestChannelCosts:
    @given(histories(most=6), spends(), st.booleans())
    def test_it_is_what_the_definitions_say(self, drawn, listed, windowed):
        """
        Spends, leads, customers and costs are those of plain counting.
        """
        window = (BORN, BORN + 60 * DAY) if windowed else None
        found = channel_costs(drawn.past, listed, channel_of=channel_of, created=window)
        leads, customers = counted(drawn, window)
        spent = spent_in(listed, window)

        assert sorted({*leads, *spent}) == sorted(one.channel for one in found.costs)
        for one in found.costs:
            mine = sorted(leads.get(one.channel, []))
            bought = sorted(customers.get(one.channel, []))
            assert tuple(mine) == found.leads("leads", channel=one.channel)
            assert tuple(bought) == found.leads("customers", channel=one.channel)
            assert (len(mine), len(bought)) == (one.leads, one.customers)
            if one.channel not in spent:
                assert (one.spend, one.cpl, one.cac) == (None, None, None)
                continue
            spend = spent[one.channel]
            assert float(spend) == pytest.approx(float(one.spend))
            for number, cost in ((len(mine), one.cpl), (len(bought), one.cac)):
                if number:
                    assert float(spend / number) == pytest.approx(float(cost))
                else:
                    assert cost is None
        everybody = sum(map(len, leads.values()))
        assert everybody == found.blended.leads
        if spent and everybody:
            assert float(sum(spent.values()) / everybody) == pytest.approx(
                float(found.blended.cpl)
            )

    def test_the_reference(self, reference, twelve):
        """
        Costs by channel and blended ones are those of the reference, with customers
        counted, foretold or credited.
        """
        group = reference["cost_by_channel"]
        known = reference["history"]["leads"]
        channels = {lead: one["channel"] for lead, one in known.items()}
        values = {lead: one["value"] for lead, one in known.items()}
        start = datetime(2024, 1, 1, tzinfo=UTC)
        listed = [
            Spend(name, start, twelve.as_of, amount, "EUR")
            for name, amount in group["spend"].items()
        ]
        touches = [ChannelTouch(lead, name, start) for lead, name in channels.items()]
        credit = attribution(twelve, touches, lookback=None, value=values)
        plain = channel_costs(twelve, listed, channel_of=channels, value=values)
        owed = channel_costs(twelve, listed, channel_of=channels, credit=credit)

        for found in (plain, owed):
            for part, name in (
                ("spend", "spend"),
                ("leads", "leads"),
                ("customers", "customers"),
                ("cost_per_lead", "cpl"),
                ("cost_per_customer", "cac"),
            ):
                mine = {one.channel: float(getattr(one, name)) for one in found.costs}
                assert group[part] == pytest.approx(mine)
            assert group["blended"] == pytest.approx(
                {"cpl": float(found.blended.cpl), "cac": float(found.blended.cac)}
            )
            assert found["search"].value == 900
            assert found["search"].roas == pytest.approx(0.3)
            assert found.blended.roas == pytest.approx(3500 / 10600)
        assert str(plain).startswith("Costs by channel (EUR)\n")

    def test_what_a_customer_will_have_cost(self):
        """
        With a horizon, the conversion curve foretells how many customers there will be.
        """
        young = {"lead": 90}
        past = shop(WON, LOST, young, young)
        found = channel_costs(
            past,
            [paid("web", 100), paid("tv", 100)],
            channel_of={"A": "web", "B": "web", "C": "web", "D": "tv"},
            horizon=30 * DAY,
        )

        # Two were watched long enough, and one of them bought: half of three leads.
        assert found["web"].cac == 100
        assert float(found["web"].cohort_cac) == pytest.approx(100 / 1.5)
        assert found["tv"].cohort_cac is None
        assert found.notes[-2:] == (
            "cohort_cac is what a customer costs once all leads are 30 days old.",
            "For 1 channel that can't be told.",
        )
        assert "cohort_cac" in found.rows()[0]

    def test_imported_leads_are_known_late(self):
        """
        A curve doesn't take leads for watched before they were.
        """
        past = shop(WON, WON, LOST, known_since={"A": BORN + 15 * DAY})
        late = shop(WON, WON, known_since={"A": BORN + 30 * DAY})

        def asked(past):
            return channel_costs(
                past,
                [paid("web", 100)],
                channel_of=lambda _: "web",
                horizon=50 * DAY,
            )

        assert float(asked(past)["web"].cohort_cac) == pytest.approx(100 / 2)
        assert float(asked(late)["web"].cohort_cac) == pytest.approx(100 / 2)

    def test_what_isnt_known_is_none(self):
        """
        Channels without leads, and those without spend, are both there, and no cost of
        theirs is taken for 0.
        """
        past = shop(WON, OPEN, OPEN)
        found = channel_costs(
            past,
            [paid("tv", 50), paid("free", 0, 0, 10)],
            channel_of={"A": "mail", "B": "free"},
            value={},
        )

        assert [tuple(row.values()) for row in found.rows()] == [
            ("free", 0, 1, 0, 0, None, 0, None),
            ("mail", None, 1, 1, None, None, None, None),
            ("tv", 50, 0, 0, None, None, 0, 0),
            ("(unknown)", None, 1, 0, None, None, 0, None),
        ]
        assert found.notes == (
            "No spend is known for 'mail', so that costs there aren't known.",
            "2 leads are still open, and may lower cac.",
            "What 1 customer is worth isn't known.",
        )

    def test_many_unpaid_channels_are_counted(self):
        """
        Many names don't make a sentence.
        """
        found = channel_costs(
            shop(*[LOST] * 8), [], channel_of=lambda lead: f"channel {lead}"
        )

        assert found.notes == (
            "No spend is known for 8 channels, so that costs there aren't known.",
        )
        assert found.blended.spend is None

    def test_credit_is_shared_out(self):
        """
        With an attribution, customers are what channels are owed, and those without a
        touch stand below.
        """
        past = shop(WON, WON, LOST)
        touches = [
            ChannelTouch("A", "mail", BORN),
            ChannelTouch("A", "web", BORN + DAY),
        ]
        credit = attribution(past, touches, value={"A": 30, "B": 10})
        found = channel_costs(
            past,
            [paid("web", 100), paid("tv", 5)],
            channel_of=lambda _: "web",
            credit=credit,
        )
        plain = channel_costs(
            past,
            [paid("web", 100)],
            channel_of=lambda _: "web",
            credit=attribution(past, touches),
        )
        silent = channel_costs(
            past,
            [paid("web", 100)],
            channel_of=lambda _: "web",
            credit=attribution(past, touches, value={}),
        )

        assert [tuple(row.values()) for row in found.rows()] == [
            ("mail", None, 0, 0.5, None, None, 15, None),
            ("tv", 5, 0, 0, None, None, 0, 0),
            ("web", 100, 3, 0.5, pytest.approx(Decimal(100) / 3), 200, 15, 0.15),
            (NONE, None, 0, 1, None, None, 10, None),
        ]
        assert found.blended.cac == Decimal("52.5")
        assert found.blended.value == 40
        assert found.notes[0] == (
            "No spend is known for 'mail', so that costs there aren't known."
        )
        assert list(plain.rows()[0]) == [
            "channel",
            "spend",
            "leads",
            "credit",
            "cpl",
            "cac",
        ]
        assert plain.blended.value is None
        assert silent.blended.value is None
        with pytest.raises(RuleError, match="got 'customers', expected 'leads'"):
            found.leads("customers")

    def test_spends_are_cut(self):
        """
        What is spent after the instant of the question doesn't count, and notes say so.
        """
        found = channel_costs(
            shop(WON),
            [paid("web", 100, 0, 200), paid("web", 7, 0, 50), paid("tv", 9, 100, 200)],
            channel_of=lambda _: "web",
        )

        assert [one.channel for one in found.costs] == ["web"]
        assert found["web"].spend == 57
        told = (
            "2 of 3 spends count in part or not at all, evenly by time: the rest is "
            "after as_of or outside created."
        )
        assert found.notes == (told,)

    def test_leads_of_other_times_are_told_of(self):
        """
        Who was created before or after the spends, was hardly brought by them.
        """
        found = channel_costs(
            shop(WON, LOST), [paid("web", 5, 30, 60)], channel_of=lambda _: "web"
        )

        told = (
            "2 of 2 leads were created before the first spend began or after the last "
            "one ended; created= leaves them out."
        )
        assert found.notes == (told,)

    def test_of_nothing(self):
        """
        Without leads and spends there are no rows, and nothing is known.
        """
        credit = attribution(shop(), [], value={})
        found = channel_costs(shop(), [], channel_of={})
        owed = channel_costs(shop(), [], channel_of={}, credit=credit)

        assert found.rows() == []
        assert found.blended.cac is None
        assert found.currency is None
        assert owed.blended.value == 0

    def test_nobodys_context_matters(self):
        """
        Amounts don't depend on how exactly somebody computes elsewhere.
        """
        with localcontext() as context:
            context.prec = 2
            found = channel_costs(
                shop(WON),
                [paid("web", 123.45)],
                channel_of=lambda _: "web",
            )

        assert found["web"].cac == Decimal("123.45")

    def test_pictures_and_rows_by_name(self):
        """
        It is drawn by what customers cost; a row is found by its channel.
        """
        found = channel_costs(
            shop(WON, LOST), [paid("web", 1234)], channel_of={"A": "web", "B": "tv"}
        )

        assert found.plot() == Bars(
            "Cost of a customer",
            ("tv", "web"),
            {"cac": (None, 1234.0)},
            ("\u2013", "1,234.00"),
        )
        assert found["web"].leads == 1
        with pytest.raises(RuleError, match=r"got 'wbe'.* Did you mean 'web'\?"):
            found["wbe"]

    @pytest.mark.parametrize(
        ("options", "error", "told"),
        [
            ({"end": "custmer"}, RuleError, "end of the costs: got 'custmer'"),
            ({"horizon": 90}, RuleError, "horizon: got an int, expected a timedelta"),
            ({"horizon": 0 * DAY}, RuleError, "horizon: got a span that isn't above"),
            ({"value": 7}, RuleError, "value of the costs: got an int"),
            ({"value": {"A": "7"}}, LeadError, "the value of a lead: got a str"),
            (
                {"channel_of": 7},
                RuleError,
                "channel_of: got an int, expected a function",
            ),
            ({"created": 7}, RuleError, "created: got an int"),
            ({"credit": 7}, RuleError, "credit: got an int, expected an Attribution"),
            ({"spend": 7}, LeadError, "spend: got an int, expected Spends"),
            ({"spend": [7]}, LeadError, "spend 1: got an int, expected a Spend"),
            (
                {"spend": [paid("a", 1, currency="EUR"), paid("b", 1, currency="USD")]},
                RuleError,
                "currency of the spends: got 'EUR' and 'USD', expected one. Conv",
            ),
            (
                {"spend": [paid("a", 1, currency="EUR"), paid("b", 1)]},
                RuleError,
                "got none and 'EUR', expected one",
            ),
        ],
    )
    def test_wrong_questions_are_refused(self, options, error, told):
        """
        What can't be asked is refused, in a sentence.
        """
        asked = {"spend": [paid("web", 1)], "channel_of": {"A": "web"}} | options
        with pytest.raises(error, match=told):
            channel_costs(shop(WON), asked.pop("spend"), **asked)

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"as_of": AS_OF - DAY}, "an Attribution with another 'as_of'"),
            ({"end": "prospect"}, "an Attribution with another 'end'"),
            ({"created": (BORN, AS_OF)}, "an Attribution with another 'created'"),
            ({"segmented": True}, "an Attribution in segments"),
        ],
    )
    def test_another_answer_isnt_mixed_in(self, change, told):
        """
        Credit is of the same leads, or is refused.
        """
        past = shop(WON)
        credit = attrs.evolve(attribution(past, []), **change)
        with pytest.raises(RuleError) as caught:
            channel_costs(past, [], channel_of={}, credit=credit)

        assert told == caught.value.came

    def test_values_are_told_once(self):
        """
        With an attribution, what leads are worth is for that to say.
        """
        past = shop(WON)
        with pytest.raises(RuleError, match="value of the costs: got one beside cred"):
            channel_costs(
                past, [], channel_of={}, credit=attribution(past, []), value={}
            )
