"""
Attribution: paths made by brute force from the definitions, and money to the cent.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from histories import AS_OF, LIFECYCLE, MAINLINE, histories
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InstantError, LeadError, RuleError
from leadkit.funnel.credit.attributed import NONE
from leadkit.funnel.credit.attribution import attribution
from leadkit.funnel.credit.comparing import compare_models
from leadkit.funnel.credit.crediting import MODELS, ChannelPath, credit_paths
from leadkit.funnel.credit.touches import ChannelTouch
from leadkit.funnel.given.steps import Step
from leadkit.funnel.ways.past import Past
from leadkit.pictures.plots import Bars, Heat

DAY = timedelta(days=1)
BORN = AS_OF - 100 * DAY
CHANNELS = ("email", "search", "social")
LATE = ("customer", "advocate")


def touch_lists():
    """
    Touches of leads that are there and of some that aren't, before and after the
    instant of the question, with ties.
    """
    return st.lists(
        st.builds(
            ChannelTouch,
            lead=st.integers(0, 5).map(lambda place: f"L{place:02}"),
            channel=st.sampled_from(CHANNELS),
            at=st.integers(-10, 240).map(lambda half: AS_OF - half * DAY / 2),
            campaign=st.sampled_from([None, "spring"]),
        ),
        max_size=12,
    ).map(
        lambda listed: [
            attrs.evolve(one, number=number) for number, one in enumerate(listed)
        ]
    )


def shop(*ways, faulty=False):
    """
    Leads named A, B and so on, by what they entered how many days after the first one.
    """
    rows = []
    for name, way in zip("ABCDEFGH", ways, strict=False):
        before = None
        for number, (stage, day) in enumerate(way.items()):
            rows.append(Step(name, before, stage, BORN + day * DAY, number))
            before = stage
    if faulty:
        rows.append(Step("Z", None, "customer", BORN))
    return Past(rows, LIFECYCLE, as_of=AS_OF)


def on(lead, channel, day, number=0, **more):
    """
    A touch, so many days after the first lead was created.
    """
    return ChannelTouch(lead, channel, BORN + day * DAY, number, **more)


WON = {"lead": 0, "prospect": 10, "customer": 20}
LOST = {"lead": 0, "disqualified": 20}
OPEN = {"lead": 0, "prospect": 10}


def by_hand(drawn, touches, lookback, matured=None):
    """
    Paths straight from the definition: by lead, what it was touched by before its
    conversion, or before its end if it has one.
    """
    won, lost = {}, {}
    ordered = sorted(touches, key=lambda one: (one.at, one.number))
    for lead, way in drawn.ways.items():
        mine = [one for one in ordered if one.lead == lead and one.at <= AS_OF]
        entered = [at for stage, at in way if stage in LATE]
        if entered:
            until = entered[0]
            target = won
        else:
            exited = way[-1][0] not in MAINLINE
            old = matured is not None and AS_OF - way[0][1] >= matured
            if not exited and not old:
                continue
            until = way[-1][1] if exited else AS_OF
            before = [one.at for one in mine if one.at <= until]
            if not before:
                continue
            until = before[-1]
            target = lost
        target[lead] = [one for one in mine if until - lookback <= one.at <= until]
    return won, lost


class TestAttribution:
    @given(
        histories(most=5),
        touch_lists(),
        st.sampled_from(MODELS),
        st.sampled_from([5, 30]),
    )
    def test_it_is_what_the_definitions_say(self, drawn, touches, model, days):
        """
        Counts and credits are those of paths that are put together by hand.
        """
        lookback = days * DAY
        won, lost = by_hand(drawn, touches, lookback, 40 * DAY)
        firsts = {
            lead: next(at for stage, at in way if stage in LATE)
            for lead, way in drawn.ways.items()
            if lead in won
        }
        paths = [
            ChannelPath(
                [one.channel for one in path],
                1,
                0,
                [(firsts[lead] - one.at) / DAY for one in path],
            )
            for lead, path in won.items()
        ]
        paths += [ChannelPath([one.channel for one in p], 0, 1) for p in lost.values()]
        expected = credit_paths(paths, model).credits
        found = attribution(
            drawn.past, touches, model=model, lookback=lookback, matured=40 * DAY
        )
        bare = [lead for lead, path in won.items() if not path]

        assert found.conversions == pytest.approx(len(won))
        assert found.unattributed == len(bare)
        for one in found.credits:
            if one.channel == NONE:
                assert tuple(sorted(bare)) == found.leads("leads", channel=NONE)
                continue
            through = [
                lead
                for lead, path in won.items()
                if one.channel in [touch.channel for touch in path]
            ]
            assert one.credit == pytest.approx(expected.get(one.channel, 0.0))
            assert one.leads == len(through)
            assert tuple(sorted(through)) == found.leads(channel=one.channel)
            assert one.touches == sum(
                touch.channel == one.channel for p in won.values() for touch in p
            )

    @given(histories(most=5), touch_lists(), st.sampled_from(MODELS), st.randoms())
    def test_order_and_future_mean_nothing(self, drawn, touches, model, random):
        """
        Shuffled touches, and some after the instant of the question, change nothing.
        """
        more = [
            *touches,
            *(attrs.evolve(one, at=AS_OF + DAY, channel="web") for one in touches),
        ]
        random.shuffle(more)
        expected = attribution(drawn.past, touches, model=model)
        found = attribution(drawn.past, more, model=model)

        assert len(expected.rows()) == len(found.rows())
        for one in expected.credits:
            assert one.credit == pytest.approx(found[one.channel].credit)

    @given(histories(most=5), touch_lists(), st.sampled_from(MODELS))
    def test_segments_sum_to_all(self, drawn, touches, model):
        """
        The conversions of segments are those of all, each with shares that sum to 1.
        """
        parted = attribution(drawn.past, touches, model=model, by=lambda one: one[-1])
        whole = attribution(drawn.past, touches, model=model)

        assert whole.conversions == pytest.approx(parted.conversions)
        assert whole.unattributed == parted.unattributed
        for name in {one.segment for one in parted.credits}:
            shares = [one.share for one in parted.credits if one.segment == name]
            assert shares[0] is None or sum(shares) == pytest.approx(1)
        for one in parted.credits:
            leads = parted.leads("leads", segment=one.segment, channel=one.channel)
            assert one.leads == len(leads)

    @given(
        histories(most=5),
        touch_lists(),
        st.sampled_from(MODELS),
        st.lists(st.decimals(0, 10**6, places=2), min_size=8, max_size=8),
    )
    def test_values_sum_to_the_cent(self, drawn, touches, model, amounts):
        """
        What channels are owed is worth what the customers are worth, exactly.
        """
        worth = {f"L{place:02}": amount for place, amount in enumerate(amounts)}
        found = attribution(drawn.past, touches, model=model, value=worth)
        customers = [
            lead
            for lead, way in drawn.ways.items()
            if any(stage in LATE for stage, _ in way)
        ]

        assert sum(one.value for one in found.credits) == sum(
            worth[lead] for lead in customers
        )

    @given(histories(most=5), touch_lists())
    def test_value_goes_with_the_first_touch(self, drawn, touches):
        """
        Under ``"first"`` a channel is owed just what its customers are worth.
        """
        found = attribution(
            drawn.past, touches, model="first", value=lambda lead: 10 + int(lead[1:])
        )
        won, _ = by_hand(drawn, touches, 90 * DAY)
        for one in found.credits:
            mine = [
                10 + int(lead[1:])
                for lead, path in won.items()
                if (path[0].channel if path else NONE) == one.channel
            ]

            assert Fraction(one.value) == sum(mine)

    def test_both_ends_of_the_lookback_belong_to_it(self):
        """
        A touch at the conversion counts, and one as long before as is looked back.
        """
        past = shop(WON)
        touches = [on("A", "email", 20), on("A", "search", 15), on("A", "web", 14)]
        found = attribution(past, touches, lookback=5 * DAY)

        assert found["email"].credit == 0.5
        assert found["search"].credit == 0.5
        assert found["web"] == attrs.evolve(
            found["web"], touches=0, leads=0, credit=0, share=0
        )
        assert attribution(past, touches, lookback=None)["web"].leads == 1

    def test_numbers_order_touches_of_one_instant(self):
        """
        At one instant the number says which came first, and then the order given.
        """
        past = shop(WON)
        touches = [on("A", "b", 1, 2), on("A", "a", 1, 1), on("A", "c", 1, 2)]

        assert attribution(past, touches, model="first")["a"].credit == 1
        assert attribution(past, touches, model="last")["c"].credit == 1

    def test_open_leads_are_no_evidence(self):
        """
        Open leads are in no chain until they are old; those in an exit are.
        """
        touches = [on(lead, "email", 1) for lead in "ABC"]
        few = attribution(shop(WON, LOST, OPEN), touches, model="markov")
        more = attribution(
            shop(WON, LOST, OPEN), touches, model="markov", matured=100 * DAY
        )

        assert few.notes[1] == (
            "The chain also has the paths of 1 lead in an exit; those of open leads "
            "aren't in it."
        )
        assert more.notes[1] == (
            "The chain also has the paths of 2 leads in an exit or older than "
            "100 days; those of open leads aren't in it."
        )
        assert few["email"].removal == 1

    def test_a_lead_that_was_touched_after_its_exit_only(self):
        """
        What came after the end of a lost lead didn't lead there.
        """
        found = attribution(
            shop(LOST, OPEN), [on("A", "email", 30), on("B", "web", 1)], model="markov"
        )

        assert found.rows() == [
            {
                "channel": name,
                "touches": 0,
                "leads": 0,
                "credit": 0,
                "share": None,
                "removal": None,
            }
            for name in ("email", "web")
        ]

    @pytest.mark.parametrize(
        ("key", "channels"),
        [
            ("channel", ["email", "web"]),
            ("campaign", ["spring", "(unknown)"]),
            ("kind", ["visit"]),
            (lambda touch: touch.campaign, ["spring", "(unknown)"]),
            (lambda touch: f"{touch.campaign}/{touch.channel}", ["None/web"]),
        ],
    )
    def test_keys(self, key, channels):
        """
        Credit is by channel, campaign or kind, or by what a function says.
        """
        touches = [on("A", "email", 1, campaign="spring"), on("A", "web", 2)]
        found = attribution(shop(WON), touches, key=key)

        assert set(channels) <= {one.channel for one in found.credits}

    def test_a_channel_may_be_called_like_no_touch(self):
        """
        Who calls a channel so, finds it with the conversions that have none.
        """
        found = attribution(
            shop(WON, WON, LOST), [on("A", NONE, 1)], value={"A": 5, "B": 6}
        )
        bare = attribution(shop(LOST), [on("A", NONE, 1)], value={"A": 5})

        assert found.rows() == [
            {
                "channel": NONE,
                "touches": 1,
                "leads": 2,
                "credit": 2,
                "share": 1,
                "value": 11,
            }
        ]
        assert found.leads(channel=NONE) == ("A", "B")
        assert bare[NONE].credit == 0

    def test_unknown_values_are_told(self):
        """
        What isn't known to be worth something is None, and isn't taken for 0.
        """
        touches = [on("A", "email", 1), on("B", "web", 1), on("D", "tv", 1)]
        found = attribution(
            shop(WON, WON, WON, LOST), touches, value={"B": Decimal("7.5")}
        )

        assert {one.channel: one.value for one in found.credits} == {
            "email": None,
            "web": Decimal("7.5"),
            "tv": 0,
            NONE: None,
        }
        assert found.notes[-1] == (
            "What 2 of them are worth isn't known, and isn't in the values."
        )

    def test_what_was_left_out_is_told(self):
        """
        Notes say what wasn't counted.
        """
        touches = [on("Z", "web", 1), on("Y", "web", 1), on("A", "web", 200)]
        found = attribution(shop(WON, faulty=True), touches)

        faults = (
            "1 lead isn't counted, since its history has faults; conformance() lists "
            "them."
        )
        assert found.notes == (
            "1 lead reached customer.",
            "1 of them had no touch within 90 days before: (no touch).",
            faults,
            "2 touches are left out: their leads aren't counted in the history.",
            "1 touch is left out, being after as_of.",
        )
        assert attribution(shop(WON), [], lookback=None).notes[1] == (
            "1 of them had no touch: (no touch)."
        )

    def test_no_leads(self):
        """
        Of nothing, there is an empty answer.
        """
        found = attribution(shop(), [], model="markov", value={})

        assert found.rows() == []
        assert found.conversions == 0
        assert found.leads() == ()

    def test_only_those_that_were_created_then(self):
        """
        Leads that were created at other times aren't looked at.
        """
        ways = (WON, {"lead": 30, "prospect": 40, "customer": 50})
        window = (BORN, BORN + 10 * DAY)
        found = attribution(shop(*ways), [on("A", "web", 1)], created=window)

        assert found.conversions == 1
        assert window == found.created

    def test_rows_by_name(self):
        """
        A row is found by its channel, and by its segment where there are several.
        """
        touches = [on("A", "email", 1), on("B", "web", 1)]
        whole = attribution(shop(WON, WON), touches)
        parted = attribution(shop(WON, WON), touches, by={"A": "x"})

        assert whole["email"].segment is None
        assert parted["x", "email"].credit == 1
        assert list(parted.rows()[0]) == [
            "segment",
            "channel",
            "touches",
            "leads",
            "credit",
            "share",
        ]
        with pytest.raises(RuleError, match="got a channel alone, expected its segm"):
            parted["email"]
        with pytest.raises(RuleError, match=r"got 'emial'.* Did you mean 'email'\?"):
            whole["emial"]
        with pytest.raises(RuleError, match="got 'email'"):
            whole["x", "email"]

    def test_pictures(self):
        """
        It is drawn by channel, or by segment.
        """
        touches = [on("A", "email", 1), on("B", "web", 1)]
        whole = attribution(shop(WON, WON, WON), touches)
        parted = attribution(shop(WON, WON), touches, by={"A": "x"})
        nobody = attribution(shop(OPEN), [on("A", "email", 1)])

        assert whole.plot() == Bars(
            "Credit for customer by channel (position)",
            ("email", "web", NONE),
            {"credit": (1, 1, 1)},
            ("1 \u00b7 33%",) * 3,
        )
        assert parted.plot() == Bars(
            parted.title, ("x", "(unknown)"), {"email": (1, 0), "web": (0, 1)}
        )
        assert nobody.plot().told == ("0",)

    @pytest.mark.parametrize(
        ("options", "error", "told"),
        [
            ({"model": "best"}, RuleError, "model of an attribution: got 'best'"),
            ({"end": "custmer"}, RuleError, "end of an attribution: got 'custmer'"),
            ({"lookback": 90}, RuleError, "lookback: got an int, expected a timed"),
            ({"lookback": -DAY}, RuleError, "lookback: got a negative span"),
            ({"matured": 90}, RuleError, "matured: got an int, expected a timed"),
            ({"half_life": 7}, RuleError, "half_life: got an int"),
            ({"value": 7}, RuleError, "value of an attribution: got an int"),
            ({"value": {"A": -1}}, LeadError, "the value of a lead: got an amount b"),
            ({"key": "chanel"}, RuleError, "key: got 'chanel'.* 'channel'?"),
            ({"key": 7}, RuleError, "key: got an int, expected 'channel', "),
            ({"key": lambda _: 7}, RuleError, "what key says of a touch: got an int"),
            ({"key": lambda _: ""}, RuleError, "what key says .* got an empty text"),
            ({"by": 7}, RuleError, "by: got an int"),
            ({"created": 7}, RuleError, "created: got an int"),
            (
                {"created": (AS_OF.replace(tzinfo=None), AS_OF)},
                InstantError,
                "created: got a datetime without",
            ),
        ],
    )
    def test_wrong_questions_are_refused(self, options, error, told):
        """
        What can't be asked is refused, in a sentence.
        """
        with pytest.raises(error, match=told):
            attribution(shop(WON), [on("A", "web", 1)], **options)


class TestCompareModels:
    @given(histories(most=5), touch_lists())
    def test_each_column_is_an_attribution(self, drawn, touches):
        """
        What stands under a model is what it says alone.
        """
        found = compare_models(drawn.past, touches, matured=30 * DAY)
        for model in MODELS:
            alone = attribution(drawn.past, touches, model=model, matured=30 * DAY)

            assert {one.channel for one in alone.credits} == {
                one.channel for one in found.channels
            }
            for one in found.channels:
                assert alone[one.channel].credit == pytest.approx(one.credits[model])
                assert alone[one.channel].share == pytest.approx(one.shares[model])
                assert alone[one.channel].leads == one.leads
                leads = found.leads("leads", channel=one.channel)
                assert alone.leads(channel=one.channel) == leads

    def test_rows(self):
        """
        There is a column for each model, once, and the shares are drawn.
        """
        past = shop(WON, WON)
        touches = [on("A", "email", 1), on("A", "web", 2)]
        found = compare_models(past, touches, models=["first", "last", "first"])
        parted = compare_models(past, touches, models=["last"], by={"A": "x"})

        assert found.rows() == [
            {"channel": "email", "leads": 1, "first": 1, "last": 0},
            {"channel": "web", "leads": 1, "first": 0, "last": 1},
            {"channel": NONE, "leads": 1, "first": 1, "last": 1},
        ]
        assert found.plot() == Heat(
            "Credit for customer by channel and model",
            ("email", "web", NONE),
            ("first", "last"),
            ((0.5, 0.0), (0.0, 0.5), (0.5, 0.5)),
        )
        assert [row["segment"] for row in parted.rows()] == ["x", "x", "(unknown)"]
        assert parted.plot().rows[0] == "x: email"
        assert found.notes[0] == "2 leads reached customer."

    def test_the_chain_is_told_of(self):
        """
        Where the chain is among the models, notes say what it is made of.
        """
        found = compare_models(shop(LOST), [on("A", "web", 1)])

        assert "The chain also has the paths of 1 lead" in found.notes[1]
        assert found.channels[0].shares["markov"] is None

    @pytest.mark.parametrize(
        ("models", "told"),
        [
            ("first", "models: got a str, expected several models"),
            (7, "models: got an int"),
            (["first", "frist"], "got 'frist'"),
        ],
    )
    def test_what_are_no_models_is_refused(self, models, told):
        """
        Several models are asked for by their names.
        """
        with pytest.raises(RuleError, match=told):
            compare_models(shop(WON), [], models=models)
