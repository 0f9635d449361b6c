"""
The models of attribution, on paths alone.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.credit.crediting import (
    MODELS,
    MOST_CHANNELS,
    ChannelPath,
    credit_paths,
)
from leadkit.funnel.credit.sums import per, ratio, split, summed, times

CHANNELS = ("email", "event", "search", "social", "web")
DAY = timedelta(days=1)


@st.composite
def paths(draw):
    """
    Paths with conversions and nulls, and with the ages of their touches.
    """
    listed = []
    for _ in range(draw(st.integers(0, 6))):
        channels = draw(st.lists(st.sampled_from(CHANNELS), max_size=6))
        ages = sorted(
            draw(
                st.lists(
                    st.floats(0, 5000), min_size=len(channels), max_size=len(channels)
                )
            ),
            reverse=True,
        )
        listed.append(
            ChannelPath(
                channels,
                draw(st.integers(0, 20)),
                draw(st.integers(0, 20)),
                tuple(ages),
            )
        )
    return listed


def shapley(listed):
    """
    Shapley's value, by its definition: what each channel adds to each set of others,
    where a set is worth the conversions of the paths that lie within it.
    """
    names = sorted({name for path in listed for name in path.channels})

    def worth(group):
        return sum(
            path.conversions for path in listed if set(path.channels) <= set(group)
        )

    size, found = len(names), {}
    for name in names:
        others = [one for one in names if one != name]
        total = Fraction(0)
        for many in range(size):
            # Each set of so many weighs many! (size - many - 1)! / size!.
            weight = Fraction(1, size)
            for one in range(many):
                weight *= Fraction(one + 1, size - 1 - one)
            total += weight * sum(
                worth((*group, name)) - worth(group)
                for group in combinations(others, many)
            )
        found[name] = float(total)
    return found


class TestChannelPath:
    @pytest.mark.parametrize("given_", ["search", 7, None])
    def test_channels_are_several(self, given_):
        """
        A text isn't taken for the channels of its letters.
        """
        with pytest.raises(RuleError, match="channels of a path") as caught:
            ChannelPath(given_, 1)

        assert caught.value.expected == "several texts"

    @pytest.mark.parametrize("channel", [None, 3, ["search"]])
    def test_channels_are_texts(self, channel):
        """
        What is no text is no channel.
        """
        with pytest.raises(RuleError, match=r"channels of a path: got .* texts\."):
            ChannelPath(["search", channel], 1)

    @pytest.mark.parametrize(
        ("number", "came"),
        [
            (-1, "a number that isn't finite, or below 0"),
            (float("inf"), "a number that isn't finite, or below 0"),
            (float("nan"), "a number that isn't finite, or below 0"),
            ("3", "a str"),
            (True, "a bool"),
        ],
    )
    def test_numbers_are_counts(self, number, came):
        """
        What is no number of 0 or more is refused, in both places.
        """
        with pytest.raises(RuleError, match="conversions of a path") as caught:
            ChannelPath(["a"], number)
        with pytest.raises(RuleError, match="nulls of a path"):
            ChannelPath(["a"], 1, number)

        assert came == caught.value.came


class TestCreditPaths:
    @given(paths(), st.sampled_from(MODELS))
    def test_credits_sum_to_the_conversions(self, listed, model):
        """
        All that converted is credited, and nothing else, whatever the model.
        """
        found = credit_paths(listed, model)
        total = sum(path.conversions for path in listed if path.channels)

        assert total == found.conversions
        assert sum(found.credits.values()) == pytest.approx(total, abs=1e-9)
        assert all(credit >= 0 for credit in found.credits.values())

    @given(paths(), st.sampled_from(MODELS), st.permutations(CHANNELS))
    def test_names_mean_nothing(self, listed, model, names):
        """
        Renaming channels permutes the credits.
        """
        new = dict(zip(CHANNELS, names, strict=True))
        renamed = [
            ChannelPath(
                [new[name] for name in one.channels],
                one.conversions,
                one.nulls,
                one.ages,
            )
            for one in listed
        ]
        expected = credit_paths(listed, model).credits
        found = credit_paths(renamed, model).credits

        assert {new[name]: one for name, one in expected.items()} == pytest.approx(
            dict(found), abs=1e-9
        )

    @given(paths())
    def test_distinct_channels_are_shapleys_value(self, listed):
        """
        Each channel once and evenly is Shapley's value, without its 2 to the n sets.
        """
        found = credit_paths(listed, "linear_distinct").credits

        assert shapley([one for one in listed if one.channels]) == pytest.approx(
            dict(found), abs=1e-9
        )

    @given(paths(), st.sampled_from(MODELS))
    def test_a_channel_alone_has_all(self, listed, model):
        """
        Where there is one channel, it is owed everything.
        """
        alone = [
            ChannelPath(["web"] * len(one.channels), one.conversions, 1, one.ages)
            for one in listed
            if one.channels
        ]
        total = sum(one.conversions for one in alone)

        assert credit_paths(alone, model).credits == (
            {"web": pytest.approx(total)} if alone else {}
        )

    @pytest.mark.parametrize(
        ("model", "name"),
        [
            ("first", "first"),
            ("last", "last"),
            ("linear", "linear"),
            ("position", "position_40_20_40"),
            ("linear_distinct", "linear_over_distinct"),
            ("linear_distinct", "shapley_subset_sum"),
        ],
    )
    def test_the_reference(self, reference, model, name):
        """
        The credits are those of exact arithmetic.
        """
        group = reference["attribution"]
        listed = [(p["path"], p["conversions"], p["nulls"]) for p in group["paths"]]
        found = credit_paths(listed, model)

        assert group["total"] == found.conversions
        assert group[name] == pytest.approx(dict(found.credits), abs=1e-9)

    def test_the_reference_of_markov(self, reference):
        """
        The chain's credits, base and effects are those of exact arithmetic.
        """
        group = reference["attribution"]
        listed = [(p["path"], p["conversions"], p["nulls"]) for p in group["paths"]]
        for paths_, expected in (
            (listed, group["markov1"]),
            (
                [tuple(one) for one in group["puzyrov_example"]["paths"]],
                group["puzyrov_example"],
            ),
        ):
            found = credit_paths(paths_, "markov")
            base = expected.get("base", expected.get("base_conversion"))
            removal = expected.get("removal", expected.get("removal_effect"))

            assert base == pytest.approx(found.base, abs=1e-9)
            assert removal == pytest.approx(dict(found.removal), abs=1e-9)
            assert expected["conversions"] == pytest.approx(
                dict(found.credits), abs=1e-9
            )

    def test_the_reference_of_decay(self, reference):
        """
        Touches of three ages weigh as the reference says.
        """
        group = reference["attribution"]["time_decay_half_life_7d"]
        names, ages = zip(*group["touches"], strict=True)
        found = credit_paths([ChannelPath(names, 1, 0, ages)], "decay")

        assert group["credit"] == pytest.approx(dict(found.credits), abs=1e-9)

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("a", {"a": 1}),
            ("ab", {"a": 0.5, "b": 0.5}),
            ("abc", {"a": 0.4, "b": 0.2, "c": 0.4}),
            ("abca", {"a": 0.8, "b": 0.1, "c": 0.1}),
        ],
    )
    def test_positions(self, path, expected):
        """
        The ends of a path have 40 % each, and what is between shares the rest.
        """
        found = credit_paths([(tuple(path), 1, 0)], "position")

        assert expected == pytest.approx(dict(found.credits))

    def test_old_paths_decay_too(self):
        """
        A path whose youngest touch is a thousand half-lives old is still shared.
        """
        path = ChannelPath(("a", "b"), 1, 0, (20_001, 20_000))
        found = credit_paths([path], "decay", half_life=DAY)

        assert {"a": 1 / 3, "b": 2 / 3} == pytest.approx(dict(found.credits))

    def test_decay_asks_for_ages(self):
        """
        Without ages there is nothing to decay by.
        """
        with pytest.raises(RuleError) as caught:
            credit_paths([(("a", "b"), 1, 0)], "decay")

        assert str(caught.value) == (
            "ages of a ChannelPath: got 0 for 2 channels, expected one for each "
            "channel. The model 'decay' asks how old touches were."
        )

    def test_a_path_that_nobody_converted_on_needs_no_ages(self):
        """
        Where nothing is to be shared, nothing is asked.
        """
        found = credit_paths([(("a", "b"), 0, 3)], "decay")

        assert found.credits == {"a": 0, "b": 0}

    def test_without_conversions_nothing_is_owed(self):
        """
        A chain of nulls owes nothing, and knows of no effects.
        """
        found = credit_paths([(("a", "b"), 0, 3)], "markov")

        assert found.credits == {"a": 0, "b": 0}
        assert found.base == 0
        assert found.removal == {"a": None, "b": None}

    @pytest.mark.parametrize(
        ("model", "told"),
        [
            ("lienar", "got 'lienar', expected 'first', .* Did you mean 'linear'?"),
            (None, "got a missing value, expected 'first'"),
        ],
    )
    def test_an_unknown_model_is_refused(self, model, told):
        """
        What is no model is refused, and the nearest is named.
        """
        with pytest.raises(RuleError, match=told):
            credit_paths([], model)

    @pytest.mark.parametrize(
        ("half_life", "came"),
        [(7, "an int"), (0 * DAY, "a span that isn't above 0")],
    )
    def test_a_half_life_is_a_span(self, half_life, came):
        """
        A half-life is a timedelta above 0.
        """
        with pytest.raises(RuleError, match="half_life") as caught:
            credit_paths([], "decay", half_life=half_life)

        assert came == caught.value.came

    def test_what_are_no_paths_is_refused(self):
        """
        There are several of them.
        """
        with pytest.raises(RuleError, match="paths: got a missing value, expected Ch"):
            credit_paths(None)

    @pytest.mark.parametrize("path", ["abc", ("a", 1), None])
    def test_what_is_no_path_is_refused(self, path):
        """
        A path is a ChannelPath or three values.
        """
        with pytest.raises(RuleError, match="a path: got "):
            credit_paths([path])

    def test_a_chain_has_an_end(self):
        """
        More channels than can be solved for are refused, not waited for.
        """
        listed = [((f"c{n}",), 1, 0) for n in range(MOST_CHANNELS + 1)]
        with pytest.raises(RuleError) as caught:
            credit_paths(listed, "markov")

        assert str(caught.value) == (
            "model 'markov': got 601 channels, expected at most 600. "
            "Put the rare ones together with key=."
        )


MONEY = st.decimals(0, 10**9, places=2)


class TestSplit:
    @given(MONEY, st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
    def test_nothing_is_lost(self, total, shares):
        """
        The parts sum to the amount, to the last cent, and each is near its share.
        """
        parts = split(total, shares)
        whole = sum(map(Fraction, shares))

        if not whole:
            assert parts == [0] * len(shares)
            return
        assert total == sum(parts)
        for part, share in zip(parts, shares, strict=True):
            exact = Fraction(total) * Fraction(share) / whole
            assert abs(Fraction(part) - exact) < Fraction(1, 100)

    @pytest.mark.parametrize(
        ("total", "parts"),
        [
            ("100", ["33.34", "33.33", "33.33"]),
            ("1E+2", ["33.34", "33.33", "33.33"]),
            ("1.0000", ["0.3334", "0.3333", "0.3333"]),
            ("0", ["0.00", "0.00", "0.00"]),
        ],
    )
    def test_it_is_as_fine_as_the_amount(self, total, parts):
        """
        Parts are told to cents, or as finely as the amount is.
        """
        found = split(Decimal(total), [1, 1, 1])

        assert parts == [str(part) for part in found]


class TestSums:
    @given(st.lists(MONEY))
    def test_a_sum_is_exact(self, amounts):
        """
        A sum is that of the fractions.
        """
        assert Fraction(summed(amounts)) == sum(map(Fraction, amounts))

    def test_of_nothing_is_nothing(self):
        """
        What falls to none of nothing isn't 0 but unknown.
        """
        assert per(Decimal(3), 0) is None
        assert ratio(Decimal(3), Decimal(0)) is None

    def test_a_part(self):
        """
        The whole is what it was, digit for digit, and a float means its decimals.
        """
        assert str(times(Decimal("12.50"), Fraction(1))) == "12.50"
        assert times(Decimal("12.50"), Fraction(1, 2)) == Decimal("6.25")
        assert per(Decimal(1), 0.1) == 10
        assert ratio(Decimal(3), Decimal(4)) == 0.75
